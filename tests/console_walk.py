# SPDX-License-Identifier: Apache-2.0
"""Does what a page of the documentation shows, as a reader would: in a copy of the project, in
one shell, line after line.

Lines beginning with `$ ` in ```console blocks are run in order, and what each prints is compared
with what stands below it. `…` stands for anything within a line, on a line of its own for any
lines, and in a command for the password that ./run showed. A command that asks for input is
given that password. A block ```LANGUAGE FILE is saved
under that name. Each address of this machine that a page names becomes one with a free port.
"""
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import tidy

sys.path.append(str(tidy.ROOT / 'tests/wire'))
from secrets_check import find_secrets, remember, written_texts  # noqa: E402
from databases import Sqlite  # noqa: E402

ADDRESS = re.compile(r'\b(?:127\.0\.0\.1|localhost):(\d{4,5})\b')
USUAL_PORT = '8080'
PASSWORD = re.compile(r"-u admin:'([^']+)'")
IGNORED = re.compile(r'(git clone|cd roster)\b')  # The copy is the clone, and the place to be.
# Where programs of the tests are besides the usual places.
PATH = '%s:%s:/usr/sbin:%s' % (tidy.ROOT / 'tests/newman/node_modules/.bin', os.environ['PATH'],
                               tidy.ROOT / 'build/nginx/usr/sbin')
SERVER = re.compile(r'(\w+=\S* )*(\./run|\S*\broster( -\S+( \S+)?)*? serve)\b')
# What pages write down, and what they keep in variables (an app password has 72 characters).
SECRET_SHOWN = re.compile(r'(?:password=|PASS(?:WORD)?=|-u "?[^\s:"]+:)([\w-]{8,})')
SECRET_KEPT = re.compile(r'^declare -\S+ \w+="([A-Za-z0-9]{72})"|^declare -\S+ token="([^"]+)"', re.M)
SERVING = 'Roster 0'  # Begins the line after which the terminal belongs to the server.
RUN_TIMEOUT_S, BUILD_TIMEOUT_S, COMMAND_TIMEOUT_S, STOP_TIMEOUT_S = 60, 3600, 120, 30


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return str(probe.getsockname()[1])


def output_pattern(text):
    lines = [r'(?:[^\n]*\n)*?' if line.strip() == '…' else
             '[^\n]*'.join(re.escape(part) for part in line.rstrip().split('…')) + r'[ \t]*\n'
             for line in text.strip('\n').split('\n')]
    return re.compile(''.join(lines) + r'\s*\Z')


def fits(expected, actual):
    return bool(output_pattern(expected).match(actual.strip('\n') + '\n'))


class Command:
    """A `$ ` line: its place, the command, and the output shown below it."""

    def __init__(self, line, text):
        self.line, self.text, self.expected = line, text, ''


class Program:
    """A block with a file name in its first line."""

    def __init__(self, line, name):
        self.line, self.name, self.text = line, name, ''


def read_page(text):
    """-> (the commands and programs in their order, complaints about blocks that are neither)"""
    parts, complaints, block, continued = [], [], None, False
    for number, line in enumerate(text.splitlines(), 1):
        fence = re.match(r'```(\S*) ?(\S*)', line)
        if fence and block:
            block = None
        elif fence:
            block, continued = fence.group(1) or 'unnamed', False
            if fence.group(2):
                parts.append(Program(number, fence.group(2)))
            elif block != 'console':
                complaints.append('%d: a block that no test runs: neither ```console nor '
                                  '```LANGUAGE FILE' % number)
        elif block and block != 'console' and parts:
            parts[-1].text += line + '\n'
        elif block and continued:
            parts[-1].text += '\n' + re.sub(r'^> ', '', line)
            continued = line.endswith('\\')
        elif block and line.startswith('$ '):
            parts.append(Command(number, line[2:]))
            continued = line.endswith('\\')
        elif block and parts:
            parts[-1].expected += line + '\n'
    return parts, complaints


class Shell:
    """One bash, in which variables and the directory last from command to command."""

    MARK = '\x1e'  # What no output contains.

    def __init__(self, directory, environment):
        home = Path(environment['CURL_HOME'])
        self.script, self.typed = home / 'command.sh', home / 'typed'
        self.typed.touch()
        self.process = subprocess.Popen(
            ['bash', '--noprofile', '--norc'], cwd=directory, env=environment, bufsize=0,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True)

    def run(self, command, timeout_s=COMMAND_TIMEOUT_S):
        """-> (what it printed, its exit status)"""
        # From a file, since everybody can read what stands on a command line.
        self.script.write_text(command + '\n', encoding='utf-8')
        self.process.stdin.write(b". '%s' <'%s'; printf '\\036%%d\\n' $?\n"
                                 % (os.fsencode(self.script), os.fsencode(self.typed)))
        printed, deadline = b'', time.monotonic() + timeout_s
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise TimeoutError('no end within %d s: %s' % (timeout_s, command))
            chunk = os.read(self.process.stdout.fileno(), 65536)
            printed += chunk
            text, mark, status = printed.decode('utf-8', 'replace').rpartition(self.MARK)
            if mark and status.endswith('\n'):
                return text, int(status)
            if not chunk:
                raise RuntimeError('the shell ended: %s' % command)

    def end(self):
        """Ends it with everything that it has started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class Walk:
    """A copy of the project, a shell in it, and the server that was started last."""

    def __init__(self, directory, program, environment=None, ports=None):
        self.directory, self.password = Path(directory) / 'roster', ''
        self.ports = dict(ports or {})
        home = Path(directory) / 'home'
        home.mkdir()
        # At a terminal curl shows no progress.
        (home / '.curlrc').write_text('no-progress-meter\n', encoding='utf-8')
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith('ROSTER_')}
        self.environment.update(
            environment or {}, PATH=PATH, CURL_HOME=str(home),
            ROSTER_LISTEN=self.localise('127.0.0.1:' + USUAL_PORT),
            CCACHE_BASEDIR=str(self.directory), CCACHE_NOHASHDIR='1')
        for path in tidy.listed_files():
            copy = self.directory / path.relative_to(tidy.ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)
        if program:
            self.environment['ROSTER_PROGRAM'] = os.path.abspath(program)
            (self.directory / 'build/release').mkdir(parents=True)
            (self.directory / 'build/release/roster').symlink_to(os.path.abspath(program))
        self.timeout_s = RUN_TIMEOUT_S if program else BUILD_TIMEOUT_S
        self.server, self.terminal = None, self.directory / 'run.output'
        self.commands, self.server_output = '', ''
        self.shell = Shell(self.directory, self.environment)

    def localise(self, text):
        for port in ADDRESS.findall(text):
            self.ports.setdefault(port, free_port())
        return ADDRESS.sub(lambda found: found.group()[:-len(found.group(1))]
                           + self.ports[found.group(1)], text)

    def shown(self, text):
        """As a terminal shows it, with the addresses as the pages have them."""
        text = text.replace('\r\n', '\n')
        for usual, port in self.ports.items():
            text = re.sub(r'(127\.0\.0\.1|localhost):%s\b' % port, r'\1:' + usual, text)
        return text

    def run(self, command):
        """Runs a command to its end -> (what it printed, its exit status)"""
        self.commands += command + '\n'
        text, status = self.shell.run(self.localise(command).replace('…', self.password))
        return self.shown(text), status

    def start(self, command):
        """Runs a server until it accepts -> (what it printed, a status other than 0 if not)"""
        self.stop()
        self.commands += command + '\n'
        command = self.localise(command).replace('…', self.password)
        port = (ADDRESS.findall(command) or [self.ports[USUAL_PORT]])[-1]
        text, _ = self.shell.run("%s >'%s' 2>&1 &\necho $!" % (command, self.terminal))
        self.server = int(text.split()[-1])
        deadline, ready = time.monotonic() + self.timeout_s, False
        while not ready and time.monotonic() < deadline and self.shell.run('jobs -r')[0]:
            time.sleep(0.05)
            with socket.socket() as probe:
                ready = probe.connect_ex(('127.0.0.1', int(port))) == 0
        if not ready and not self.shell.run('jobs -r')[0]:
            self.server = None  # It has refused to serve.
        time.sleep(0.2)  # The line that says so may come a moment later.
        printed = self.terminal.read_text(encoding='utf-8')
        found = PASSWORD.search(printed)
        if found:
            self.password = found.group(1)
            self.shell.typed.write_text(self.password + '\n', encoding='utf-8')
        return self.shown(printed), 0 if ready else 1

    def stop(self):
        """-> a remark when the server does not end well"""
        if not self.server:
            return ''
        server, self.server = self.server, None
        try:
            _, status = self.shell.run('kill %d; wait %d' % (server, server), STOP_TIMEOUT_S)
        except (TimeoutError, RuntimeError, OSError) as error:
            return 'the server did not end: %s' % error
        self.server_output += self.terminal.read_text(encoding='utf-8').partition(SERVING)[2]
        return 'the server ended with exit status %d after SIGTERM' % status if status else ''

    def leaks(self):
        """-> which passwords and tokens the servers have written down"""
        kept = SECRET_KEPT.findall(self.shell.run('declare -p')[0])
        secrets = {*SECRET_SHOWN.findall(self.commands), *(a or b for a, b in kept)}
        secrets |= {self.password} if self.password else set()
        remember(secrets)
        leaks = []
        for settings in self.directory.glob('*/config.json'):
            engine = Sqlite() if (settings.parent / 'roster.db').exists() else None
            leaks += find_secrets(secrets, written_texts(settings.parent, engine,
                                                         self.server_output))
        return '\n'.join(leaks)

    def end(self):
        """Leaves nothing running -> what was wrong with the end"""
        remark = self.stop()
        try:
            remark = remark or self.leaks()
        except (TimeoutError, RuntimeError, OSError) as error:
            remark = remark or str(error)
        finally:
            self.shell.end()
        return remark


class Count:
    """How many checks held, and a report of those that did not."""

    def __init__(self):
        self.passed, self.failed, self.report = 0, 0, ''

    def check(self, title, complaint):
        if complaint:
            self.failed += 1
            self.report += 'FAIL %s\n    %s\n' % (title,
                                                  complaint.strip().replace('\n', '\n    '))
        else:
            self.passed += 1

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.report += other.report


def try_command(walk, command):
    """-> what is wrong with what it did, or nothing"""
    starts_server = SERVER.match(command.text)
    output, status = (walk.start if starts_server else walk.run)(command.text)
    if not fits(walk.shown(command.expected), output):
        return 'exit status %d, printed:\n%s' % (status, output)
    # A failure is right where the page shows it.
    if status and not command.expected.replace('…', '').strip():
        return 'exit status %d' % status
    return ''


def walk_page(walk, count, name, text):
    """Does everything that a page shows, and counts what held."""
    parts, complaints = read_page(text)
    for complaint in complaints:
        count.check('%s:%s' % (name, complaint.partition(':')[0]), complaint)
    count.check(name, '' if any(isinstance(part, Command) for part in parts)
                else 'shows no ```console block')
    for number, part in enumerate(parts):
        title = '%s:%d: ' % (name, part.line)
        if isinstance(part, Program):
            (walk.directory / part.name).write_text(walk.localise(part.text), encoding='utf-8')
            used = any(isinstance(later, Command) and part.name in later.text
                       for later in parts[number:])
            count.check(title + part.name, '' if used else 'no command after it runs it')
        elif not IGNORED.match(part.text):
            count.check(title + '$ ' + part.text, try_command(walk, part))
