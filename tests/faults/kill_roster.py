#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills Roster with -9 at random moments under writes, and starts it again: nothing acknowledged
is lost, and no account is there in part. kill_roster.py [--engine NAME] [--kills N]"""
import random
import time

import surroundings  # First: it says where the other tests' modules are.
from checks import Report, check_everything, describe
from load import Load

CLIENTS = 4
SHORTEST_S, LONGEST_S = 0.05, 0.8  # from the first answer after a start to the kill


def next_answer(load, since):
    """Waits until the clients are answered again -> how long that took"""
    started = time.monotonic()
    made = load.good()
    while load.good() < made + CLIENTS and load.goes_on():
        time.sleep(0.005)
        if time.monotonic() - started > surroundings.GIVE_UP_S:
            raise SystemExit('Roster does not answer any more.')
    return time.monotonic() - since


def main():
    options = surroundings.parse_arguments(__doc__, kills=50)
    report, moments = Report(), random.Random(options.seed)
    with surroundings.installation(options.roster, options.engine) as place:
        server = place.serve()
        load = Load([server.address], options.seed, calls=10**9, threads=CLIENTS,
                    settle_s=0.0 if options.engine == 'sqlite' else 1.0)
        started = time.monotonic()
        load.start()
        longest = 0.0
        for _ in range(options.kills):
            if not load.goes_on():
                break
            time.sleep(moments.uniform(SHORTEST_S, LONGEST_S))
            killed = time.monotonic()
            place.kill(server)
            server = place.serve()
            load.addresses = [server.address]
            longest = max(longest, next_answer(load, killed))
        load.stop()
        describe(load, time.monotonic() - started)
        print('%d kills; longest until answers came again: %.2f s' % (options.kills, longest))
        check_everything(report, place, load)
    report.finish()


if __name__ == '__main__':
    main()
