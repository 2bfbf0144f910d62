#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks for the passwords and tokens that the tests have used in all that the tests have printed,
and in the command lines of all processes that ran meanwhile.

`--watch PID` writes down the command lines of the descendants of a process until it is told to
stop; without it, everything in build/test-logs is searched. The runners have put the secrets into
the file $ROSTER_TEST_SECRETS; those of the unit tests stand in their sources.
"""
import argparse
import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import tidy

sys.path.append(str(tidy.ROOT / 'tests/wire'))
from secrets_check import FIELDS, SHORTEST, find_secrets  # noqa: E402

LOGS = tidy.ROOT / 'build/test-logs'
PROCESSES = LOGS / 'processes.txt'
PAUSE_S = 0.02
# Where unit tests write passwords; World gives "Secret-" + uid.
IN_SOURCES = re.compile(r'[pP]assword(?:", "| = "|=)([^\s"&\\]+)["&]'
                        r'|basic\("[^"]*", "([^"]+)"\)|"(Secret-[\w-]+)"')
UIDS = re.compile(r'\.user\("(\w+)"')


def children_of(pid):
    for task in Path('/proc/%d/task' % pid).glob('*/children'):
        yield from map(int, task.read_text(encoding='ascii').split())


def descendants_of(pid):
    waiting = [pid]
    while waiting:
        try:
            found = list(children_of(waiting.pop()))
        except OSError:  # It has ended meanwhile.
            continue
        waiting += found
        yield from found


def command_line(pid):
    """-> the arguments as one text; empty for a process that has ended"""
    try:
        return Path('/proc/%d/cmdline' % pid).read_bytes().replace(b'\0', b' ').decode('utf-8',
                                                                                     'replace')
    except OSError:
        return ''


def watch(root):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    seen = set()
    with open(PROCESSES, 'w', encoding='utf-8') as file:
        while True:
            for pid in descendants_of(root):
                line = command_line(pid)
                # curl blanks its -u itself; what else it is given is the reader's choice.
                if line and line not in seen and Path(line.split(' ')[0]).name != 'curl':
                    seen.add(line)
                    file.write(line + '\n')
                    file.flush()
            time.sleep(PAUSE_S)


def known_secrets():
    secrets = set()
    with open(os.environ['ROSTER_TEST_SECRETS'], encoding='utf-8') as file:
        secrets.update(json.loads(line) for line in file)
    for name, text in tidy.CODE.items():
        if name.startswith('tests/'):
            secrets.update(part for found in IN_SOURCES.findall(text) for part in found)
            secrets.update('Secret-' + uid for uid in UIDS.findall(text))
    return {secret for secret in secrets - set(FIELDS)
            if len(secret) >= SHORTEST and len(set(secret)) > 1}


def search():
    """-> (files searched, complaints)"""
    secrets = known_secrets()
    texts = {path.name: path.read_text(encoding='utf-8', errors='replace')
             for path in sorted(LOGS.glob('**/*')) if path.is_file()}
    complaints = find_secrets(secrets, texts)
    if not texts.get(PROCESSES.name):
        complaints.append('no command line was written down')
    print('%d secrets, %d files, %d command lines' % (
        len(secrets), len(texts), texts.get(PROCESSES.name, '').count('\n')))
    return len(texts), complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--watch', metavar='PID', type=int, help='write down command lines')
    options = parser.parse_args()
    if options.watch:
        watch(options.watch)
    files, complaints = search()
    for complaint in complaints:
        print('FAIL ' + complaint)
    print('%d passed, %d failed' % (files, len(complaints)))
    sys.exit(1 if complaints else 0)


if __name__ == '__main__':
    main()
