#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does what README.md tells a newcomer, in a copy of the project as a fresh clone would be.

Lines beginning with `$ ` in ```console blocks are run in order, and what each prints is compared
with what stands below it. `…` stands for anything within a line, on a line of its own for any
lines, and in a command for the password that ./run showed. Then the commands that ./run itself
prints are pasted, at its first run and at a later one.
"""
import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import tidy

USUAL_ADDRESS = re.compile(r'(?:127\.0\.0\.1|localhost):8080')
PASSWORD = re.compile(r"-u admin:'([^']+)'")
IGNORED = re.compile(r'(git clone|cd)\s')  # The copy is the clone, and the place to be.
RUN_TIMEOUT_S, BUILD_TIMEOUT_S, COMMAND_TIMEOUT_S = 60, 3600, 120


def free_address():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return '127.0.0.1:%d' % probe.getsockname()[1]


def output_pattern(text):
    lines = [r'(?:[^\n]*\n)*?' if line.strip() == '…' else
             '[^\n]*'.join(re.escape(part) for part in line.rstrip().split('…')) + r'[ \t]*\n'
             for line in text.strip('\n').split('\n')]
    return re.compile(''.join(lines) + r'\s*\Z')


def fits(expected, actual):
    return not expected.strip() or bool(output_pattern(expected).match(actual.strip('\n') + '\n'))


def console_commands(text):
    """-> (line number, command, the output shown) of each `$ ` line in a console block"""
    commands, inside, continued = [], False, False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith('```'):
            inside, continued = line.strip() == '```console', False
        elif inside and continued:
            commands[-1][1] += '\n' + re.sub(r'^> ', '', line)
            continued = line.endswith('\\')
        elif inside and line.startswith('$ '):
            commands.append([number, line[2:], ''])
            continued = line.endswith('\\')
        elif inside and commands:
            commands[-1][2] += line + '\n'
    return commands


class Walk:
    """A copy of the project, the server that ./run starts in it, and the count of what held."""

    def __init__(self, directory, program):
        self.directory, self.address = Path(directory), free_address()
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith('ROSTER_')}
        self.environment.update(ROSTER_LISTEN=self.address, CCACHE_BASEDIR=str(directory),
                                CCACHE_NOHASHDIR='1')
        if program:
            self.environment['ROSTER_PROGRAM'] = os.path.abspath(program)
        self.timeout_s = RUN_TIMEOUT_S if program else BUILD_TIMEOUT_S
        self.server, self.output, self.password = None, None, ''
        for path in tidy.listed_files():
            copy = self.directory / path.relative_to(tidy.ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)

    def localise(self, command):
        return USUAL_ADDRESS.sub(self.address, command).replace('…', self.password)

    def shown(self, text):
        return text.replace(self.address, '127.0.0.1:8080')

    def run(self, command):
        """Runs a command to its end -> (its standard output, a remark on how it ended)"""
        done = subprocess.run(['bash', '-c', self.localise(command)], cwd=self.directory,
                              env=self.environment, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=COMMAND_TIMEOUT_S, check=False)
        remark = 'exit status %d\n%s' % (done.returncode, done.stderr) if done.returncode else ''
        return self.shown(done.stdout), remark

    def start(self, command):
        """Runs ./run until the server accepts -> (what it printed, a remark if it did not)"""
        self.output = open(self.directory / 'run.output', 'w+', encoding='utf-8')
        self.server = subprocess.Popen(
            ['bash', '-c', 'exec ' + self.localise(command)], cwd=self.directory,
            env=self.environment, stdin=subprocess.DEVNULL, stdout=self.output,
            stderr=subprocess.STDOUT)
        deadline, ready = time.monotonic() + self.timeout_s, False
        while not ready and time.monotonic() < deadline and self.server.poll() is None:
            time.sleep(0.05)
            host, port = self.address.split(':')
            with socket.socket() as probe:
                ready = probe.connect_ex((host, int(port))) == 0
        time.sleep(0.2)  # The line that says so may come a moment later.
        printed = (self.directory / 'run.output').read_text(encoding='utf-8')
        found = PASSWORD.search(printed)
        self.password = found.group(1) if found else self.password
        return self.shown(printed), '' if ready else 'the server did not start'

    def stop(self):
        """-> a remark when the server does not end well"""
        if not self.server:
            return ''
        self.server.send_signal(signal.SIGTERM)
        try:
            status = self.server.wait(30)
        except subprocess.TimeoutExpired:
            self.server.kill()
            status = self.server.wait()
        self.server = None
        self.output.close()
        return 'the server ended with exit status %d after SIGTERM' % status if status else ''


class Count:
    passed = failed = 0

    def check(self, title, complaint):
        if complaint:
            self.failed += 1
            print('FAIL %s\n    %s' % (title, complaint.strip().replace('\n', '\n    ')))
        else:
            self.passed += 1


def walk_readme(walk, count, path):
    commands = console_commands(path.read_text(encoding='utf-8')) if path.exists() else []
    count.check('README.md shows console blocks', '' if commands else 'there are none')
    for number, command, expected in commands:
        if IGNORED.match(command):
            continue
        output, remark = (walk.start if command.startswith('./run') else walk.run)(command)
        if not remark and not fits(walk.shown(expected), output):
            remark = 'printed:\n%s' % output
        count.check('README.md:%d: $ %s' % (number, command), remark)


def paste_printed_commands(walk, count):
    """The commands that ./run prints work when pasted, at the first run and later."""
    printed, remark = walk.start('./run')
    count.check('the first ./run', remark and '%s\n%s' % (remark, printed))
    commands = re.findall(r"^\s*(curl -u admin:'.*)$", printed, re.M)
    count.check('./run prints three commands', '' if len(commands) == 3 else printed)
    for command in commands:
        output, remark = walk.run(command)
        if not remark and not re.search(r'<status>ok<|"status":"ok"', output):
            remark = output
        count.check(command.replace(walk.password, '…'), remark)
    count.check('./run ends well', walk.stop())
    printed, remark = walk.start('./run')
    if not remark and ('-u admin ' not in printed or PASSWORD.search(printed)):
        remark = 'it should name admin without a password:\n%s' % printed
    count.check('a later ./run', remark)
    count.check('a later ./run ends well', walk.stop())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--roster', default='build/dev/roster', help='the program ./run is given')
    parser.add_argument('--build', action='store_true', help='let ./run build its own')
    options = parser.parse_args()
    program, count = None if options.build else options.roster, Count()
    for part in (lambda walk: walk_readme(walk, count, tidy.ROOT / 'README.md'),
                 lambda walk: paste_printed_commands(walk, count)):
        with tempfile.TemporaryDirectory(prefix='roster-readme-') as directory:
            walk = Walk(directory, program)
            try:
                part(walk)
            finally:
                walk.stop()
    print('%d passed, %d failed' % (count.passed, count.failed))
    sys.exit(1 if count.failed else 0)


if __name__ == '__main__':
    main()
