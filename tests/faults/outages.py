# SPDX-License-Identifier: Apache-2.0
"""Two processes of Roster under load, and outages while it goes on."""
import time

from checks import Report, check_everything, describe
from load import Load

LONGEST_SILENCE_S = 5.0


def run(place, options, servers, outages):
    """`outages`: [(name, share of the calls after which it begins, function of the load)]"""
    report = Report()
    load = Load([server.address for server in servers], options.seed, options.calls)
    started = time.monotonic()
    load.start()
    begun = []
    for name, share, begin in outages:
        load.wait_for(int(options.calls * share))
        begun.append((name, time.monotonic()))
        begin(load)
    load.join()
    describe(load, time.monotonic() - started)
    for (name, since), until in zip(begun, [since for _, since in begun[1:]] + [None]):
        silence = load.longest_silence(since, until)
        print('%s: the longest that a client went without an answer is %.2f s' % (name, silence))
        report.check('%s: answers again within %g s' % (name, LONGEST_SILENCE_S),
                     ['%.2f s' % silence] if silence > LONGEST_SILENCE_S else [])
    check_everything(report, place, load)
    return report
