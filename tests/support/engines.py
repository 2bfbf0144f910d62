#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Database servers of the tests' own: PostgreSQL and MariaDB on unix sockets in a temporary folder.

engines.py start FOLDER   starts both, and prints what a shell should evaluate
engines.py stop FOLDER    stops them and removes the folder

They keep nothing through a power failure, and run as an unprivileged user. What cannot be started
is said on the error output, and stays out of ROSTER_TEST_DATABASES.
"""
import argparse
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 30
USER = 'roster'
MARIADB_SETTINGS = ['--skip-networking', '--innodb-flush-log-at-trx-commit=0', '--skip-log-bin',
                    '--innodb-buffer-pool-size=64M', '--innodb-log-file-size=16M',
                    '--innodb-doublewrite=0', '--performance-schema=OFF',
                    '--max-connections=200']
POSTGRES_SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off',
                     'shared_buffers=64MB', 'max_connections=200', 'listen_addresses=',
                     'autovacuum=off']


class Missing(Exception):
    """Why an engine cannot be started here."""


def unprivileged():
    """Servers refuse to run as root -> arguments of Popen that make it somebody else."""
    return {'user': 'nobody', 'group': pwd.getpwnam('nobody').pw_gid} if os.getuid() == 0 else {}


def hand_over(folder):
    folder.mkdir(parents=True, exist_ok=True)
    if os.getuid() == 0:
        nobody = pwd.getpwnam('nobody')
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)


def program(name, *folders):
    found = shutil.which(name, path=os.pathsep.join([os.environ['PATH'], *folders]))
    if not found:
        raise Missing('%s is not installed' % name)
    return found


def run(arguments, **more):
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, **unprivileged(), **more)
    if done.returncode:
        raise Missing('%s: %s' % (arguments[0], done.stdout.decode(errors='replace')[-500:]))
    return done.stdout.decode()


def start(arguments, folder, works):
    """Starts a server, waits until works() is true -> its process"""
    with open(folder / 'log', 'ab') as log:
        server = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                  cwd=folder, start_new_session=True, **unprivileged())
    deadline = time.monotonic() + START_TIMEOUT_S
    while not works():
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            raise Missing('%s did not start: %s' % (
                arguments[0], (folder / 'log').read_text(errors='replace')[-800:]))
        time.sleep(0.05)
    (folder / 'pid').write_text(str(server.pid))
    return server


def postgres_folders():
    return sorted(glob.glob('/usr/lib/postgresql/*/bin'), reverse=True)


def make_postgres(folder):
    """A cluster with the superuser `roster`, whom everybody on this machine may be."""
    hand_over(folder)
    run([program('initdb', *postgres_folders()), '--pgdata', str(folder / 'data'), '--username',
         USER, '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'])


def start_postgres(folder, settings=()):
    options = [word for setting in [*POSTGRES_SETTINGS, *settings] for word in ('-c', setting)]
    ready = [program('pg_isready', *postgres_folders()), '-q', '-h', str(folder), '-d', 'postgres']
    return start([program('postgres', *postgres_folders()), '-D', str(folder / 'data'), '-k',
                  str(folder), *options], folder, lambda: subprocess.run(ready).returncode == 0)


def make_mariadb(folder):
    """A data directory with the user `roster`, who may do everything."""
    hand_over(folder)
    grant = folder / 'grant.sql'
    grant.write_text("FLUSH PRIVILEGES;\n"
                     "CREATE USER roster@localhost;\nCREATE USER roster@'127.0.0.1';\n"
                     "GRANT ALL ON *.* TO roster@localhost WITH GRANT OPTION;\n"
                     "GRANT ALL ON *.* TO roster@'127.0.0.1' WITH GRANT OPTION;\n")
    run([program('mariadb-install-db'), '--no-defaults', '--datadir=%s' % (folder / 'data'),
         '--auth-root-authentication-method=normal', '--skip-test-db', '--innodb-log-file-size=16M',
         '--extra-file=%s' % grant])


def start_mariadb(folder, settings=()):
    ping = [program('mariadb'), '--no-defaults', '--socket=%s' % (folder / 'socket'),
            '--user=' + USER, '--execute=SELECT 1']
    return start([program('mariadbd', '/usr/sbin'), '--no-defaults',
                  '--datadir=%s' % (folder / 'data'), '--socket=%s' % (folder / 'socket'),
                  '--pid-file=%s' % (folder / 'mariadbd.pid'), *MARIADB_SETTINGS, *settings],
                 folder, lambda: subprocess.run(ping, stdout=subprocess.DEVNULL,
                                                stderr=subprocess.DEVNULL).returncode == 0)


def stop(folder):
    try:
        pid = int((folder / 'pid').read_text())
        os.kill(pid, signal.SIGINT if (folder / 'data/PG_VERSION').exists() else signal.SIGTERM)
    except (OSError, ValueError):
        return
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while Path('/proc/%d/cmdline' % pid).exists() and time.monotonic() < deadline:
        if Path('/proc/%d/cmdline' % pid).read_bytes() == b'':
            return  # Ended; its parent has not noticed yet.
        time.sleep(0.05)


ENGINES = [
    ('pgsql', make_postgres, start_postgres, 'pgsql:%s'),
    ('mysql', make_mariadb, start_mariadb, 'mysql:%s/socket'),
]


def start_all(scratch):
    """Starts what can be started -> (the places as in ROSTER_TEST_DATABASES, what was skipped)"""
    places, skipped = [], []
    scratch.chmod(0o755)
    for name, make, launch, place in ENGINES:
        folder = scratch / name
        try:
            make(folder)
            launch(folder)
            places.append(place % folder)
        except Missing as reason:
            skipped.append('skipped on %s: %s' % (name, reason))
    return places, skipped


def stop_all(scratch):
    # An empty argument is the folder that one stands in.
    if not any((scratch / name).is_dir() for name, *_ in ENGINES) or (scratch / '.git').exists():
        sys.exit('%s is no folder that start has made; nothing was stopped.' % scratch.resolve())
    for name, *_ in ENGINES:
        stop(scratch / name)
    shutil.rmtree(scratch, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('verb', choices=['start', 'stop'])
    parser.add_argument('folder', type=Path, nargs='?')
    options = parser.parse_args()
    if options.verb == 'stop':
        if not options.folder:
            parser.error('stop wants the folder that start printed')
        stop_all(options.folder)
        return
    memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    scratch = options.folder or Path(tempfile.mkdtemp(prefix='roster-engines-', dir=memory))
    scratch.mkdir(exist_ok=True)
    places, skipped = start_all(scratch)
    for line in skipped:
        print(line, file=sys.stderr)
    print('ROSTER_TEST_SERVERS=%s\nexport ROSTER_TEST_DATABASES=%s' % (scratch, ','.join(places)))


if __name__ == '__main__':
    main()
