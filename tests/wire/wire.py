# SPDX-License-Identifier: Apache-2.0
"""What the replays share: servers on fresh data, choosing scenarios, running them in parallel."""
import argparse
import gzip
import json
import multiprocessing
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import databases
from exchange import send, substitute
from secrets_check import find_leaks

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

START_TIMEOUT_S = 60  # Generous: a sanitizer build on a busy machine.
STOP_TIMEOUT_S = 30


# ---- Servers ----------------------------------------------------------------------------------

def run_roster(roster, arguments, values=None):
    """Runs one administration command -> error text or None"""
    done = subprocess.run([roster] + [substitute(str(x), values or {}) for x in arguments],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=120, check=False)
    if done.returncode == 0:
        return None
    return 'roster %s: exit status %d: %s' % (' '.join(map(str, arguments)), done.returncode,
                                              done.stdout.decode(errors='replace')[-600:])


class Server:
    """`roster serve` on a data directory and a free port, from here to stop()."""

    def __init__(self, roster, data_dir, options=(), listen='127.0.0.1:0'):
        self.roster, self.data_dir = roster, Path(data_dir)
        self.errors = open(self.data_dir.with_suffix('.stderr'), 'w+', encoding='utf-8',
                           errors='replace')
        self.process = subprocess.Popen(
            [roster, 'serve', '--data-dir', data_dir, '--listen', listen, *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.errors)
        try:
            self.address = self._read_address()
        except Exception:
            self.stop()
            raise

    def _read_address(self):
        text, deadline = b'', time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if not select.select([self.process.stdout], [], [], 1)[0]:
                continue
            chunk = os.read(self.process.stdout.fileno(), 4096)
            text += chunk
            found = re.search(rb'https?://([^\s/]+)[^\n]*\n', text)
            if found:
                return found.group(1).decode()
            if not chunk:
                break
        raise RuntimeError('roster serve did not start: %s %s' % (
            text.decode(errors='replace'), self.error_output()))

    def all_errors(self):
        self.errors.flush()
        self.errors.seek(0)
        return self.errors.read()

    def error_output(self):
        return self.all_errors()[-1500:].strip()

    def occ(self, arguments, values):
        return run_roster(self.roster, ['--data-dir', self.data_dir] + arguments, values)

    def stop(self):
        """SIGTERM; -> what was wrong with the end of the process, or None"""
        try:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(STOP_TIMEOUT_S)
            wrong = None
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            wrong = 'the server did not end within %d s of SIGTERM' % STOP_TIMEOUT_S
        if wrong is None and self.process.returncode != 0:
            wrong = 'the server ended with exit status %d after SIGTERM: %s' % (
                self.process.returncode, self.error_output())
        self.process.stdout.close()
        self.errors.close()
        return wrong


def must(error):
    if error:
        raise SystemExit(error)


def admin_request(server, method, path, body=None):
    headers = {'OCS-APIRequest': 'true'}
    if body:
        headers['Content-Type'] = 'application/x-www-form-urlencoded'
    answer = send(server.address, {'method': method, 'path': path, 'headers': headers,
                                   'auth': ['admin', 'admin'], 'body': body}, {})
    if answer[0] != 200:
        raise SystemExit('%s %s as admin:admin: %d %s' % (method, path, answer[0], answer[2]))


def make_template(roster, engine, data_dir, profile, logged_in=False):
    """A fresh installation with the settings under which the recordings were made; with
    logged_in, admin has logged in and been read once before."""
    def occ(*arguments):
        must(run_roster(roster, ['--data-dir', data_dir] + list(arguments)))

    must(run_roster(roster, ['maintenance:install', '--admin-user', 'admin',
                             '--admin-pass', 'admin', '--data-dir', data_dir]
                    + engine.install_options(data_dir)))
    occ('config:system:set', 'hashingTimeCost', '--type=integer', '--value=1')
    occ('config:system:set', 'hashingMemoryCost', '--type=integer', '--value=8')
    occ('config:system:set', 'hashingThreads', '--type=integer', '--value=1')
    occ('config:system:set', 'has_internet_connection', '--type=boolean', '--value=false')
    # The web server in front of the recorded one handed its name on without the port.
    occ('config:system:set', 'roster.links_with_port', '--type=boolean', '--value=false')
    occ('config:system:set', 'skeletondirectory', '--value=')
    occ('config:system:set', 'templatedirectory', '--value=')
    occ('app:disable', 'password_policy', 'firstrunwizard', 'survey_client')
    # The capabilities tell the level, so that the log is made complete in another way.
    occ('config:system:set', 'loglevel', '--type=integer', '--value=4')
    occ('config:system:set', 'log.condition', 'matches', '0', 'loglevel', '--type=integer',
        '--value=0')
    # admin's hash was made at the usual cost. Setting the password again makes a cheap one;
    # the traces of that are taken away below.
    server = Server(roster, data_dir)
    admin_request(server, 'PUT', '/ocs/v2.php/cloud/users/admin', 'key=password&value=admin')
    if logged_in:
        admin_request(server, 'GET', '/ocs/v2.php/cloud/users/admin')
    must(server.stop())
    if profile == 'policy':
        occ('app:enable', 'password_policy')
    # A login within a minute of the last one does not write its time.
    login = ("UPDATE oc_preferences SET configvalue = CAST(configvalue AS DECIMAL) - 7200"
             " WHERE appid = 'login' AND configkey IN ('firstLogin', 'lastLogin')" if logged_in else
             "DELETE FROM oc_preferences WHERE appid = 'login'")
    engine.execute(data_dir, [login, 'DELETE FROM oc_ratelimit_entries', 'DELETE FROM oc_authtoken',
                              "DELETE FROM oc_twofactor_providers WHERE provider_id = 'backup_codes'"])


# ---- Running scenarios ------------------------------------------------------------------------

class Scratch:
    """A temporary directory, in memory where the machine offers that."""

    def __enter__(self):
        exit_on_sigterm()
        memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
        self.path = tempfile.mkdtemp(prefix='roster-wire-', dir=memory)
        return Path(self.path)

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def default_roster():
    built = [ROOT / 'build' / preset / 'roster' for preset in ('release', 'dev')]
    return str(next((path for path in built if path.exists()), built[0]))


def parse_arguments(description, known):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument('--roster', default=default_roster(), help='the program to test')
    parser.add_argument('--only', metavar='REGEX', help='scenarios whose name contains this')
    parser.add_argument('--area', help='only these areas (comma separated)')
    parser.add_argument('--jobs', type=int, default=4, help='servers at a time')
    parser.add_argument('--engine', choices=['sqlite', 'pgsql', 'mysql'], default='sqlite',
                        help='where the tables are (others need ROSTER_TEST_DATABASES)')
    parser.add_argument('--instead', type=Path, metavar='FILE',
                        help='scenarios in the place of those of the same name; those of the '
                        'engine, when not given')
    parser.add_argument('--known', type=Path, default=HERE / known, help='known differences')
    parser.add_argument('--recordings', type=Path, default=HERE / 'recordings')
    parser.add_argument('--may-be-empty', action='store_true',
                        help='it is no failure when no scenario is chosen')
    parser.add_argument('--verbose', action='store_true', help='print what passes, too')
    options = parser.parse_args()
    options.roster = os.path.abspath(options.roster)
    own = HERE / 'recordings/engines' / (options.engine + '.jsonl.gz')
    if not options.instead and own.exists():
        options.instead = own
    options.engine = databases.choose(options.engine)
    if not os.access(options.roster, os.X_OK):
        raise SystemExit('There is no program %s; build it first.' % options.roster)
    return options


def read_scenarios(path, instead=None):
    """The scenarios of a file, or of the files of a directory; of two files: those of the second
    in the place of those of the same name."""
    files = sorted(path.glob('*.jsonl*')) if path.is_dir() else [path]
    scenarios = []
    for name in files:
        with (gzip.open if name.suffix == '.gz' else open)(name, 'rt', encoding='utf-8') as file:
            scenarios += [json.loads(line) for line in file if line.strip()]
    if instead:
        others = {scenario['name']: scenario for scenario in read_scenarios(instead)}
        scenarios = [others.get(scenario['name'], scenario) for scenario in scenarios]
    return scenarios


def read_known(path, engine):
    """The known differences, and those of the engine from the file beside -> {name: reason}"""
    own = path.with_stem('%s-%s' % (path.stem, engine.name))
    return read_reasons(path) | (read_reasons(own) if own.exists() else {})


def read_reasons(path):
    """Lines `name<TAB>reason` -> {name: reason}"""
    known = {}
    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
        if not line.strip() or line.startswith('#'):
            continue
        name, _, reason = line.partition('\t')
        if not reason.strip():
            raise SystemExit('%s:%d: a known difference needs `name<TAB>reason`' % (path, number))
        known[name] = reason
    return known


class Difference(Exception):
    """What a step showed: the step's number from 1 (0: before the first) and descriptions."""

    def __init__(self, number, step, descriptions):
        super().__init__(number, step, descriptions)
        self.number, self.step, self.descriptions = number, step, descriptions

    def __str__(self):
        request = self.step.get('request')
        shown = 'occ ' + ' '.join(self.step.get('occ', []))
        if request:
            shown = '%s %s auth=%s body=%s' % (
                request['method'], request['path'], request.get('auth') and request['auth'][0],
                json.dumps(request.get('body'))[:200])
        return '(step %d: %s)\n    %s' % (self.number, shown, '\n    '.join(self.descriptions))


def play_on_fresh_server(roster, engine, template, scratch, scenario, play):
    """Runs play(server, scenario), which returns the values it has caught, on a copy of the
    template -> a failure's text, or None"""
    data_dir = Path(tempfile.mkdtemp(dir=scratch))
    failure, server = None, None
    try:
        engine.copy(template, data_dir)
        server = Server(roster, data_dir)
        try:
            for arguments in scenario.get('occ') or []:
                error = server.occ(arguments, {})
                if error:
                    raise Difference(0, {'occ': arguments}, [error])
            values = play(server, scenario)
            leaks = find_leaks(scenario, values, data_dir, engine, server.all_errors())
            if leaks:
                raise Difference(len(scenario['steps']), {}, leaks)
        except Difference as difference:
            failure = str(difference)
        except Exception as accident:
            failure = '%s: %s\n    %s' % (type(accident).__name__, accident,
                                          server.error_output())
        wrong_end = server.stop()
        server = None
        return failure or wrong_end
    except RuntimeError as error:
        return str(error)
    finally:
        if server:
            server.process.kill()
        shutil.rmtree(data_dir, ignore_errors=True)
        data_dir.with_suffix('.stderr').unlink(missing_ok=True)


def chosen(scenarios, options):
    areas = options.area.split(',') if options.area else None
    return [scenario for scenario in scenarios
            if (not options.only or re.search(options.only, scenario['name']))
            and (not areas or scenario['area'] in areas)]


def exit_on_sigterm():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that servers end and files go.


def prepare_worker():
    exit_on_sigterm()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The parent ends the workers.


def run_all(scenarios, work, options, known):
    """Runs work(scenario) -> (name, failure or None) for each; prints; -> (passed, failed, differing)"""
    passed, failed, differing, started = 0, 0, 0, time.monotonic()
    with multiprocessing.get_context('fork').Pool(options.jobs, prepare_worker) as pool:
        for name, failure in pool.imap_unordered(work, scenarios):
            if failure and name in known:
                differing += 1
                print('KNOWN %s: %s' % (name, known[name]))
            elif failure:
                failed += 1
                print('FAIL %s %s' % (name, failure))
            elif name in known:
                failed += 1
                print('STALE %s passes: take it out of %s' % (name, options.known))
            else:
                passed += 1
                if options.verbose:
                    print('PASS %s' % name)
            sys.stdout.flush()
        # Leaving the block ends the workers by a signal; one that still holds a lock would keep it.
        pool.close()
        pool.join()
    print('%d scenarios in %.1f s' % (len(scenarios), time.monotonic() - started))
    if not scenarios and not options.may_be_empty:
        print('FAIL no scenario was chosen')
        failed += 1
    return passed, failed, differing


def finish(passed, failed, differing):
    print('%d passed, %d failed' % (passed, failed) +
          (', %d known to differ' % differing if differing else ''))
    sys.exit(1 if failed else 0)


def unknown_names(known, scenarios):
    """Entries that name nothing that exists, as descriptions."""
    names = {scenario['name'] for scenario in scenarios}
    return ['STALE no scenario is called %r' % name for name in known if name not in names]
