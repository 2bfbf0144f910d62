#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replays recorded calls and compares the lines that each adds to nextcloud.log and audit.log with
those of a real server, byte for byte.

known-log-differences.txt lists regular expressions of recorded lines that this server does not
write, and of scenarios that differ, with their reason; an entry that no longer differs fails.
"""
import json
import re
import subprocess
import time

import exchange
import wire

FILES = ('nextcloud.log', 'audit.log')
LINE_TIMEOUT_S = 10  # For a line that should come.
CALL_FLAWS = re.compile(r'Argument #1 \(\$\w+\)')
PATTERNS = {'reqid': r'[A-Za-z0-9]{20}',
            'time': r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00',
            'int': r'\d+',
            'code': r'.*?'}
SECRETS = [('/core/getapppassword', 'app', r'"apppassword":"(\w+)"'),
           ('/core/apppassword/rotate', 'app2', r'"apppassword":"(\w+)"'),
           ('/csrftoken', 'tok', r'"token":"([^"]+)"'),
           ('/login/v2$', 'poll', r'"poll":\{"token":"(\w+)"')]
KEPT_OF_EXCEPTION = ('Exception', 'Message', 'Code', 'message', 'CustomMessage')

SETTINGS = {}  # Filled before the workers are forked: roster, engine, scratch, template, known.


def pattern_of(template, values):
    """A recorded text as a regular expression."""
    parts, position = [], 0
    for found in exchange.VARIABLE.finditer(template):
        parts.append(re.escape(template[position:found.start()]))
        name = found.group(1)
        parts.append(PATTERNS.get(name) or re.escape(str(values.get(name, found.group(0)))))
        position = found.end()
    return ''.join(parts) + re.escape(template[position:])


def split_exception(line):
    """-> (the line before its exception, the exception or None)"""
    head, found, tail = line.partition('"exception":{')
    if not found:
        return line, None
    return head, json.loads('{' + tail[:-1].replace('{{int}}', '0'))


def up_to_argument(text):
    """What a failed call of PHP says names lines of its source; only the argument counts."""
    found = CALL_FLAWS.search(text)
    return text[:found.end()] if found else text


def message_fits(expected, actual, values):
    return re.fullmatch(pattern_of(up_to_argument(expected), values),
                        up_to_argument(actual)) is not None


def line_fits(expected, actual, values):
    wanted, wanted_exception = split_exception(expected)
    got, exception = split_exception(actual)
    if (wanted_exception is None) != (exception is None):
        return False
    if wanted_exception is None:
        return re.fullmatch(pattern_of(wanted, values), got) is not None
    a, b = json.loads(wanted[:-1] + '}'), json.loads(got[:-1] + '}')
    texts = [(a.pop('message'), b.pop('message'))] + [
        (wanted_exception[key], exception.get(key)) for key in KEPT_OF_EXCEPTION]
    shape = exception.keys() - {'Previous', 'Hint'} == wanted_exception.keys() - {'Previous', 'Hint'}
    return (shape and list(a) == list(b)
            and re.fullmatch(pattern_of(json.dumps(a), values), json.dumps(b)) is not None
            and all(message_fits(str(x), str(y), values) for x, y in texts))


def without_known(lines):
    """The recorded lines that are to be expected; notes which entries of the list were of use."""
    expected = []
    for line in lines:
        known = next((entry for entry in SETTINGS['known'] if re.search(entry, line)), None)
        if known is None:
            expected.append(line)
        else:
            (SETTINGS['scratch'] / ('known-%d' % SETTINGS['known'].index(known))).touch()
    return expected


class Tail:
    """What has been appended to a file since the last look."""

    def __init__(self, path):
        self.path = path
        self.position = path.stat().st_size if path.exists() else 0

    def lines(self, least):
        """Waits for that many lines, since a line may come a little after its answer."""
        deadline, text = time.monotonic() + LINE_TIMEOUT_S, b''
        while True:
            if self.path.exists():
                with open(self.path, 'rb') as file:
                    file.seek(self.position)
                    text = file.read()
            if text.count(b'\n') >= least or time.monotonic() > deadline:
                break
            time.sleep(0.01)
        self.position += len(text)
        return text.decode('ascii').splitlines()


def compare_lines(step, tails, values):
    differences = []
    for name in FILES:
        expected = without_known(step[name])
        actual = tails[name].lines(len(expected))
        for index in range(max(len(expected), len(actual))):
            a = expected[index] if index < len(expected) else '<none>'
            b = actual[index] if index < len(actual) else '<none>'
            if '<none>' in (a, b) or not line_fits(a, b, values):
                differences.append('%s line %d\n      expected: %s\n      actual:   %s' % (
                    name, index + 1, a, b))
    return differences


def run_command(server, arguments):
    """A command of the recording; that it fails may be what was recorded."""
    subprocess.run([server.roster, '--data-dir', server.data_dir] + arguments,
                   env={'OC_PASS': 'Str0ng-pass-word'}, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=False)


def catch(request, answer, values):
    """The secrets that an answer shows, under the names that later requests call them by."""
    for path, name, pattern in SECRETS:
        found = re.search(path, request['path']) and re.search(pattern, answer[2].decode())
        if found:
            values[name] = found.group(1).replace('\\/', '/')


def play(server, scenario):
    values = {'host': server.address}
    tails = {name: Tail(server.data_dir / name) for name in FILES}
    for number, step in enumerate(scenario['steps'], 1):
        differences = []
        if 'occ' in step:
            run_command(server, step['occ'])
        else:
            answer = exchange.send(server.address, step['request'], values)
            catch(step['request'], answer, values)
            if answer[0] != step['status']:
                differences.append('status: expected %s, actual %s' % (step['status'], answer[0]))
        differences += compare_lines(step, tails, values)
        if differences:
            raise wire.Difference(number, step, differences)
    return values


def prepare(data_dir, roster, level):
    level_command = (['config:system:delete', 'loglevel'] if level is None else
                     ['config:system:set', 'loglevel', '--type=integer', '--value=%d' % level])
    arguments = [['app:enable', 'admin_audit'], ['config:system:delete', 'log.condition'],
                 level_command]
    for command in arguments:
        wire.must(wire.run_roster(roster, ['--data-dir', data_dir] + command))


def work(scenario):
    template = SETTINGS['templates'][scenario.get('level', 1)]
    return scenario['name'], wire.play_on_fresh_server(
        SETTINGS['roster'], SETTINGS['engine'], template, SETTINGS['scratch'], scenario, play)


def main():
    options = wire.parse_arguments(__doc__, 'known-log-differences.txt')
    everything = wire.read_scenarios(wire.HERE / 'log.jsonl')
    known = wire.read_known(options.known, options.engine)
    scenarios = wire.chosen(everything, options)
    with wire.Scratch() as scratch:
        SETTINGS.update(roster=options.roster, engine=options.engine, scratch=scratch, known=list(known), templates={})
        for level in sorted({scenario.get('level', 1) for scenario in scenarios}, key=str):
            data_dir = SETTINGS['templates'][level] = scratch / ('template-%s' % level)
            wire.make_template(options.roster, options.engine, data_dir, 'plain')
            prepare(data_dir, options.roster, level)
        passed, failed, differing = wire.run_all(scenarios, work, options, {})
        stale = [] if len(scenarios) < len(everything) else [
            'STALE no recorded line fits %r' % entry for index, entry in enumerate(known)
            if not (scratch / ('known-%d' % index)).exists()]
    for line in stale:
        print(line)
        failed += 1
    wire.finish(passed, failed, differing)


if __name__ == '__main__':
    main()
