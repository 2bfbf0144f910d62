# SPDX-License-Identifier: Apache-2.0
"""What the fault scripts share: arguments, an installation on an engine, its processes."""
import argparse
import contextlib
import os
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / 'tests/wire'), str(ROOT / 'tests/support')]

import databases  # noqa: E402
import engines  # noqa: E402
import galera  # noqa: E402
import wire  # noqa: E402

GIVE_UP_S = 30  # without any answer
# Unlike the servers of other tests these keep what they acknowledge.
DURABLE = {'pgsql': ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on'],
           'mysql': ['--innodb-flush-log-at-trx-commit=1', '--innodb-doublewrite=1']}


def parse_arguments(description, engine=None, **counts):
    """`engine`: when there is no choice; `counts`: further numbers, as they are unless given."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument('--roster', default=wire.default_roster(), help='the program to test')
    parser.add_argument('--seed', type=int, default=random.randrange(10**6),
                        help='chooses the same calls and moments again')
    if not engine:
        parser.add_argument('--engine', choices=['sqlite', 'pgsql', 'mysql'], default='sqlite')
    for name, count in counts.items():
        parser.add_argument('--' + name, type=int, default=count)
    options = parser.parse_args()
    options.engine = engine or options.engine
    options.roster = os.path.abspath(options.roster)
    if not os.access(options.roster, os.X_OK):
        raise SystemExit('There is no program %s; build it first.' % options.roster)
    print('seed %d, engine %s' % (options.seed, options.engine), flush=True)
    return options


class Galera(databases.Mariadb):
    """A database on a cluster. Roster is told all nodes, and works on the first that answers."""

    def __init__(self, nodes):
        super().__init__(str(nodes[-1].socket))
        self.nodes = nodes

    def host(self):
        return ','.join(node.address for node in self.nodes)


class Installation:
    """A data directory, and the processes of Roster that serve it."""

    def __init__(self, roster, engine, scratch):
        self.roster, self.engine = roster, engine
        self.data_dir = scratch / 'data'
        self.servers = []
        wire.make_template(roster, engine, self.data_dir, 'default')
        for key in ('ratelimit.protection.enabled', 'auth.bruteforce.protection.enabled'):
            self.occ('config:system:set', key, '--type=boolean', '--value=false')
        self.occ('config:app:set', 'core', 'newUser.sendEmail', '--value=no')
        self.occ('config:system:set', 'loglevel', '--type=integer', '--value=2')

    def occ(self, *arguments):
        wire.must(wire.run_roster(self.roster, ['--data-dir', self.data_dir, *arguments]))

    def serve(self, data_dir=None):
        server = wire.Server(self.roster, data_dir or self.data_dir)
        self.servers.append(server)
        return server

    def kill(self, server):
        server.process.kill()
        server.process.wait()
        server.process.stdout.close()
        server.errors.close()
        self.servers.remove(server)

    def stop(self):
        """-> what was wrong with the ends of processes"""
        servers, self.servers = self.servers, []
        return [wrong for wrong in [server.stop() for server in servers] if wrong]


def only_database(*_):
    """The name of a database that goes with its server."""
    return 'faults'


@contextlib.contextmanager
def database(kind, scratch):
    """The engine, with a server of its own where it needs one; `servers` is what can be killed."""
    if kind == 'sqlite':
        yield databases.Sqlite(), None
    elif kind == 'galera':
        nodes = galera.start_cluster(scratch)
        engine = Galera(nodes)
        engine.new_name = only_database
        try:
            yield engine, nodes
        finally:
            galera.stop_cluster(nodes)
    else:
        make, launch = {'pgsql': (engines.make_postgres, engines.start_postgres),
                        'mysql': (engines.make_mariadb, engines.start_mariadb)}[kind]
        folder = scratch / kind
        scratch.chmod(0o755)
        make(folder)
        launch(folder, DURABLE[kind])
        engine = databases.Postgres(str(folder)) if kind == 'pgsql' else databases.Mariadb(
            str(folder / 'socket'))
        engine.new_name = only_database
        try:
            yield engine, folder
        finally:
            engines.stop(folder)


@contextlib.contextmanager
def installation(roster, kind):
    with wire.Scratch() as scratch:
        try:
            with database(kind, scratch) as (engine, servers):
                place = Installation(roster, engine, scratch)
                place.database_servers = servers
                try:
                    yield place
                finally:
                    place.stop()
        except engines.Missing as reason:
            print('skipped: %s\n0 passed, 0 failed' % reason)
            sys.exit(0)
