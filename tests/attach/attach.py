#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Attaches Roster to the databases that a stock Nextcloud 32.0.1 made and filled, one per engine
(fixtures/), and compares what it answers with what that Nextcloud answered. Every password and app
password has to log in. Attaching and detaching has to leave Nextcloud's tables as they were.
"""
import argparse
import base64
import contextlib
import gzip
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'wire'))
import databases  # noqa: E402
from exchange import send  # noqa: E402
from secrets_check import SHORTEST, find_secrets, remember  # noqa: E402
from wire import Server, default_roster, run_roster  # noqa: E402

FIXTURES = HERE / 'fixtures'
OK, MOVED = 200, 503
CLOUD = '/ocs/v2.php/cloud'
# Changed by this test's own logins.
LOGIN_TIMES = ('lastLogin', 'lastLoginTimestamp')


def with_sorted_texts(value):
    """The same without the order of names."""
    if isinstance(value, dict):
        return {key: with_sorted_texts(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        items = [with_sorted_texts(item) for item in value]
        return sorted(items) if all(isinstance(item, str) for item in items) else items
    return value


class Count:
    """What held and what did not; failures are shown at once."""

    def __init__(self, engine):
        self.engine, self.passed, self.failed = engine, 0, 0
        self.same = lambda found, expected: found == expected

    def equal(self, what, found, expected):
        if self.same(found, expected):
            self.passed += 1
            return
        self.failed += 1
        print('FAIL %s: %s\n    found    %s\n    expected %s' % (
            self.engine, what, shorten(found), shorten(expected)))


def shorten(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) < 2000 else text[:2000] + ' ...'


class Api:
    """Calls the server as one account, by Basic or by Bearer."""

    def __init__(self, address, authorization):
        self.address, self.authorization = address, authorization

    @classmethod
    def basic(cls, address, name, password):
        pair = base64.b64encode(('%s:%s' % (name, password)).encode()).decode()
        return cls(address, 'Basic ' + pair)

    def call(self, method, path, body=None):
        separator = '&' if '?' in path else '?'
        headers = {'OCS-APIRequest': 'true', 'Authorization': self.authorization}
        if body:
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
        status, _, answer = send(self.address, {
            'method': method, 'path': CLOUD + path + separator + 'format=json', 'auth': None,
            'body': body, 'headers': headers}, {})
        return status, answer

    def create(self, uid):
        return self.call('POST', '/users', 'userid=%s&password=Plum-Kettle-42&email=%s@example.org'
                         % (uid, uid))[0]

    def delete(self, uid):
        return self.call('DELETE', '/users/' + uid)[0]

    def get(self, path):
        """-> (HTTP status, data of the envelope)"""
        status, body = self.call('GET', path)
        try:
            return status, json.loads(body)['ocs']['data']
        except (ValueError, KeyError, TypeError):
            return status, body


def without(user, keys):
    return {key: value for key, value in user.items() if key not in keys}


def compare_answers(count, address, expected, logged_in=('admin',)):
    """`logged_in`: whose last login was in this test."""
    passwords = expected['passwords']
    admin = Api.basic(address, 'admin', passwords['admin'])

    status, data = admin.get('/users/details')
    count.equal('status of users/details', status, OK)
    users, wanted = data['users'], expected['users_details']['users']
    count.equal('who is in users/details', list(users), list(wanted))
    for uid in wanted:
        ignored = LOGIN_TIMES if uid in logged_in else ()
        count.equal('details of ' + uid, without(users.get(uid, {}), ignored),
                    without(wanted[uid], ignored))
    count.equal('groups/details', admin.get('/groups/details'), (OK, expected['groups_details']))
    for uid, groups in expected['subadmins'].items():
        count.equal('what %s administers' % uid, admin.get('/users/%s/subadmins' % uid),
                    (OK, groups))
    count.equal('enabled apps', admin.get('/apps?filter=enabled'), (OK, expected['apps_enabled']))
    for text, found in expected['search'].items():
        count.equal('search for ' + text, admin.get('/users?search=' + quote(text)), (OK, found))
    sue = Api.basic(address, 'sue', passwords['sue'])
    count.equal('what sue sees', sue.get('/users'), (OK, expected['sue_sees']))
    frank = Api.basic(address, 'frank', passwords['frank'])
    status, data = frank.get('/users/frank')
    count.equal('what frank sees of himself', (status, without(data, LOGIN_TIMES)),
                (OK, without(expected['user_frank_self'], LOGIN_TIMES)))


def compare_logins(count, address, expected):
    details = expected['users_details']['users']
    for uid, password in expected['passwords'].items():
        status, data = Api.basic(address, uid, password).get('/user')
        if details[uid]['enabled']:
            count.equal('password of ' + uid, (status, data and data.get('id')), (OK, uid))
        else:
            count.equal('password of %s, who is disabled' % uid, status, 401)
        email = details[uid]['email']
        if email and details[uid]['enabled']:
            status, data = Api.basic(address, email, password).get('/user')
            count.equal('login by e-mail of ' + uid, (status, data and data.get('id')), (OK, uid))
    for uid, password in expected['app_passwords'].items():
        for kind, api in (('Basic', Api.basic(address, uid, password)),
                          ('Bearer', Api(address, 'Bearer ' + password))):
            status, data = api.get('/user')
            count.equal('app password of %s as %s' % (uid, kind),
                        (status, data and data.get('id')), (OK, uid))
    # One of each only: ten would close the door to this address.
    for kind, api in (('password', Api.basic(address, 'frank', 'Correct-horse-frankx')),
                      ('app password', Api.basic(address, 'frank', expected['app_passwords']['sue'])),
                      ('token', Api(address, 'Bearer ' + 'x' * 72))):
        count.equal('a wrong %s of frank' % kind, api.get('/user')[0], 401)


# ---- Engines: each loads its dump into a database of its own -----------------------------------

def expected_of(engine):
    return json.loads((FIXTURES / (engine + '-expected.json')).read_text(encoding='utf-8'))


class Loaded:
    """A database with a dump in it: what attach has to be told about it, and its contents."""

    def __init__(self, changes, contents, run=None):
        self.changes, self.contents, self.run = changes, contents, run


def dump_text(engine):
    with gzip.open(FIXTURES / (engine + '.sql.gz'), 'rt', encoding='utf-8') as file:
        return file.read()


def make_sqlite(path):
    database = sqlite3.connect(path)
    database.executescript('PRAGMA synchronous=OFF;' + dump_text('sqlite'))
    database.close()


def make_nextcloud(folder):
    """Its folders config and data, as they stand in /var/www/nextcloud -> what it answered"""
    for name in ('config', 'data'):
        (folder / name).mkdir()
    config = (FIXTURES / 'sqlite-config.php').read_text(encoding='utf-8')
    (folder / 'config/config.php').write_text(
        config.replace('/var/www/nextcloud', str(folder)), encoding='utf-8')
    make_sqlite(folder / 'data/owncloud.db')
    return expected_of('sqlite')


@contextlib.contextmanager
def load_sqlite(folder):
    path = folder / 'owncloud.db'
    make_sqlite(path)

    def contents():
        database = sqlite3.connect(path)
        lines = list(database.iterdump())
        database.close()
        return [line for line in lines if 'sqlite_sequence' not in line]

    yield Loaded(['dbname=%s' % path], contents)


def server_of(engine):
    """The server that support/engines.py has started for this engine, or None"""
    for place in os.environ.get('ROSTER_TEST_DATABASES', '').split(','):
        name, _, where = place.partition(':')
        if name == engine:
            return databases.choose(engine)
    return None


def anywhere_on(server):
    return 'postgres' if server.name == 'pgsql' else 'mysql'


def drop_database(server, name):
    force = ' WITH (FORCE)' if server.name == 'pgsql' else ''
    databases.lines_of(server.client(anywhere_on(server)),
                       'DROP DATABASE IF EXISTS %s%s' % (name, force))


@contextlib.contextmanager
def database_on(server):
    """An empty database of its own -> its name"""
    name = 'attach_%d_%d' % (os.getpid(), next(databases.NUMBERS))
    utf8 = '' if server.name == 'pgsql' else ' CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
    databases.lines_of(server.client(anywhere_on(server)), 'CREATE DATABASE %s%s' % (name, utf8))
    try:
        yield name
    finally:
        drop_database(server, name)


@contextlib.contextmanager
def load_on_server(engine):
    server = server_of(engine)
    if server is None:
        yield None
        return
    with database_on(server) as name:
        databases.lines_of(server.client(name), dump_text(engine))
        yield Loaded(['dbhost=' + server.host(), 'dbuser=roster', 'dbpassword=', 'dbname=' + name],
                     lambda: contents_on_server(server, name),
                     lambda statement: databases.lines_of(server.client(name), statement))


def contents_on_server(server, name):
    """Every table's definition and rows, as lines."""
    def ask(statement):
        return databases.lines_of(server.client(name), statement)

    if server.name == 'mysql':
        tables = sorted(server.tables(name))
        return ask('CHECKSUM TABLE %s' % ', '.join(tables)) + [
            line for table in tables for line in ask('SHOW CREATE TABLE ' + table)]
    tables = ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    lines = ask("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname")
    lines += ask("SELECT table_name, column_name, data_type, column_default FROM "
                 "information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2")
    for table in tables:
        lines += sorted(ask('SELECT row_to_json(t) FROM %s t' % table))
    return lines


ENGINES = {'sqlite': load_sqlite, 'pgsql': lambda _: load_on_server('pgsql'),
           'mysql': lambda _: load_on_server('mysql')}


# ---- The story of one engine -------------------------------------------------------------------

def attach(roster, engine, data_dir, changes):
    arguments = ['attach', '--config', FIXTURES / (engine + '-config.php'), '--data-dir', data_dir]
    for change in changes:
        arguments += ['--set', change]
    return run_roster(roster, arguments)


# What only one engine can have: what doctor calls it, and the statements that make and mend it.
FAULTS = {
    'pgsql': ('counters', "SELECT setval('oc_authtoken_id_seq', 1)", None),
    'mysql': ('collation',
              'ALTER TABLE oc_users CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci',
              'ALTER TABLE oc_users CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'),
}
DOCTOR_WELL, DOCTOR_WRONG = 0, 2


def doctor(roster, data_dir):
    """-> (exit status, the names of the errors and warnings)"""
    done = subprocess.run([roster, '--data-dir', data_dir, 'doctor', '--output', 'json'],
                          check=False, stdout=subprocess.PIPE, timeout=60)
    return done.returncode, [finding['name'] for finding in json.loads(done.stdout)
                             if finding['severity'] != 'note']


def compare_doctor(count, roster, data_dir, loaded, name, make, mend):
    count.equal('doctor on a stock database', doctor(roster, data_dir), (DOCTOR_WELL, []))
    loaded.run(make)
    count.equal('doctor finds ' + name, doctor(roster, data_dir), (DOCTOR_WRONG, [name]))
    if mend:
        loaded.run(mend)
    else:
        count.equal('doctor mends ' + name,
                    run_roster(roster, ['--data-dir', data_dir, 'doctor', '--mend', name]), None)
    count.equal('doctor after that', doctor(roster, data_dir), (DOCTOR_WELL, []))


def story(roster, engine):
    count = Count(engine)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix='roster-attach-')))
        loaded = stack.enter_context(ENGINES[engine](folder))
        if loaded is None:
            return None
        expected = expected_of(engine)
        data_dir = folder / 'data'
        before = loaded.contents()

        count.equal('attach', attach(roster, engine, data_dir, loaded.changes), None)
        mode = oct((data_dir / 'config.json').stat().st_mode & 0o777)
        count.equal('mode of config.json', mode, '0o600')
        count.equal('attach once more', attach(roster, engine, data_dir, loaded.changes), None)
        count.equal('detach', run_roster(roster, ['detach', '--data-dir', data_dir]), None)
        count.equal('the database after attach and detach', loaded.contents() == before, True)

        count.equal('attach again', attach(roster, engine, data_dir, loaded.changes), None)
        server = Server(roster, data_dir)
        try:
            compare_answers(count, server.address, expected)
            compare_logins(count, server.address, expected)
        finally:
            count.equal('the end of the server', server.stop(), None)
        if engine in FAULTS:
            compare_doctor(count, roster, data_dir, loaded, *FAULTS[engine])
        log = data_dir / 'nextcloud.log'
        secrets = [*expected['passwords'].values(), *expected['app_passwords'].values()]
        secrets = {secret for secret in secrets if len(secret) >= SHORTEST}
        remember(secrets)
        texts = {'the log': log.read_text(encoding='utf-8') if log.exists() else ''}
        texts.update(run_roster_output(roster, data_dir))
        count.equal('secrets that were written down', find_secrets(secrets, texts), [])
    return count


# ---- Moving between the engines ----------------------------------------------------------------

def convert(roster, data_dir, server, name):
    arguments = ['--data-dir', data_dir, 'db:convert-type', '--no-interaction', '--chunk-size=7']
    if server is None:
        return run_roster(roster, arguments + ['sqlite'])
    return run_roster(roster, arguments + [server.name, 'roster', server.host(), name])


def moving_story(roster):
    """One installation goes from SQLite over every server to SQLite again, and stays the same."""
    count = Count('moving')
    servers = [server for server in map(server_of, ('pgsql', 'mysql')) if server]
    expected = expected_of('sqlite')
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix='roster-attach-')))
        loaded = stack.enter_context(load_sqlite(folder))
        data_dir, before = folder / 'data', loaded.contents()
        count.equal('attach', attach(roster, 'sqlite', data_dir, loaded.changes), None)
        for server in servers + [None]:
            name = stack.enter_context(database_on(server)) if server else ''
            engine = server.name if server else 'sqlite'
            old = Server(roster, data_dir)
            try:
                count.equal('to ' + engine, convert(roster, data_dir, server, name), None)
                api = Api.basic(old.address, 'admin', expected['passwords']['admin'])
                count.equal('a server on the old database', api.create('late'), MOVED)
            finally:
                count.equal('the end of the old server', old.stop(), None)
            again = convert(roster, data_dir, server, name)
            count.equal('once more to ' + engine, bool(again) and ' already' in again, True)
            if engine == 'mysql':  # It forgets in which order somebody joined groups.
                count.same = lambda found, wanted: (
                    with_sorted_texts(found) == with_sorted_texts(wanted))
            answering = Server(roster, data_dir)
            try:
                compare_answers(count, answering.address, expected, ('admin', 'frank', 'sue'))
                api = Api.basic(answering.address, 'admin', expected['passwords']['admin'])
                count.equal('counters go on', api.create(engine + '-new'), OK)
                count.equal('it is there', api.get('/users/%s-new/groups' % engine)[0], OK)
                count.equal('and gone', api.delete(engine + '-new'), OK)
            finally:
                count.equal('the end of the server', answering.stop(), None)
        count.equal('the first database is as it was',
                    [line for line in loaded.contents() if 'roster_' not in line] == before, True)
    return count


def told(tell, name):
    """A story that breaks off is one failure."""
    try:
        return tell()
    except (OSError, RuntimeError, TypeError, KeyError) as error:
        count = Count(name)
        count.equal('the story', '%s: %s' % (type(error).__name__, error), 'comes to its end')
        return count


def run_roster_output(roster, data_dir):
    """What the command line shows of this installation."""
    for arguments in (['status'], ['audit:list']):
        done = subprocess.run([roster, '--data-dir', data_dir] + arguments, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        yield ' '.join(arguments), done.stdout.decode(errors='replace')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--roster', default=default_roster(), help='the program to test')
    parser.add_argument('--only', metavar='REGEX', help='engines whose name contains this')
    parser.add_argument('--may-be-empty', action='store_true',
                        help='it is no failure when no engine is chosen')
    options = parser.parse_args()
    roster, passed, failed = os.path.abspath(options.roster), 0, 0
    for engine in ENGINES:
        if options.only and not re.search(options.only, 'attach ' + engine):
            continue
        count = told(lambda: story(roster, engine), engine)
        if count is None:
            print('SKIPPED %s: no such server can be started here' % engine)
            continue
        passed, failed = passed + count.passed, failed + count.failed
    if not options.only or re.search(options.only, 'attach moving convert'):
        count = told(lambda: moving_story(roster), 'moving')
        passed, failed = passed + count.passed, failed + count.failed
    if passed + failed == 0 and not options.may_be_empty:
        failed = 1
    print('%d passed, %d failed' % (passed, failed))
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
