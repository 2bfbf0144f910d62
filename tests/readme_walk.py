#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does what README.md tells a newcomer, in a copy of the project as a fresh clone would be
(console_walk.py says how). Then the commands that ./run itself prints are pasted, at its first
run and at a later one.
"""
import argparse
import re
import sys
import tempfile

import tidy
from console_walk import PASSWORD, Count, Walk, walk_page


def paste_printed_commands(walk, count):
    """The commands that ./run prints work when pasted, at the first run and later."""
    printed, status = walk.start('./run')
    count.check('the first ./run', printed if status else '')
    commands = re.findall(r"^\s*(curl -u admin:'.*)$", printed, re.M)
    count.check('./run prints three commands', '' if len(commands) == 3 else printed)
    for command in commands:
        output, status = walk.run(command)
        works = status == 0 and re.search(r'<status>ok<|"status":"ok"', output)
        count.check(command.replace(walk.password, '…'), '' if works else output)
    count.check('./run ends well', walk.stop())
    printed, status = walk.start('./run')
    works = status == 0 and '-u admin ' in printed and not PASSWORD.search(printed)
    count.check('a later ./run names admin without a password', '' if works else printed)
    count.check('a later ./run ends well', walk.stop())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--roster', default='build/dev/roster', help='the program ./run is given')
    parser.add_argument('--build', action='store_true', help='let ./run build its own')
    options = parser.parse_args()
    program, count = None if options.build else options.roster, Count()
    readme = (tidy.ROOT / 'README.md').read_text(encoding='utf-8')
    for part in (lambda walk: walk_page(walk, count, 'README.md', readme),
                 lambda walk: paste_printed_commands(walk, count)):
        with tempfile.TemporaryDirectory(prefix='roster-readme-') as directory:
            walk = Walk(directory, program)
            try:
                part(walk)
            finally:
                count.check('a good end', walk.end())
    print(count.report, end='')
    print('%d passed, %d failed' % (count.passed, count.failed))
    sys.exit(1 if count.failed else 0)


if __name__ == '__main__':
    main()
