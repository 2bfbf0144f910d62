#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does what each page of docs/guide/ shows, as a reader would who has just called ./run
(console_walk.py says how). Each page has a copy of the project and a server of its own.

The password that ./run showed is in $ROSTER_PASSWORD. A page that starts a server itself gets
none before. What a page needs it says in a comment, `<!-- needs: nginx -->`: a program that has
to be installed, or a name of NEEDS. A page whose needs are not met is skipped, by name.
"""
import argparse
import concurrent.futures
import contextlib
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / 'attach'))
import tidy  # noqa: E402
from attach import drop_database, make_nextcloud, server_of  # noqa: E402
from console_walk import PATH, SERVER, Command, Count, Walk, read_page, walk_page

GUIDE = tidy.ROOT / 'docs/guide'
# What is more than a program: name -> a context manager that gives (environment, {port in the
# page: port here}) while it is entered, or None where it cannot be had on this machine.


@contextlib.contextmanager
def stock_nextcloud():
    """The folder of a stock Nextcloud, with the configuration and the database it had."""
    with tempfile.TemporaryDirectory(prefix='roster-nextcloud-') as folder:
        expected = make_nextcloud(Path(folder))
        yield {'NEXTCLOUD': folder, 'NEXTCLOUD_PASSWORD': expected['passwords']['admin'],
               'APP_PASSWORD': expected['app_passwords']['frank']}, {}


@contextlib.contextmanager
def database_server(engine):
    """The server that the tests have started, where there is one."""
    server = server_of(engine)
    try:
        yield ({'DATABASE_HOST': server.host()}, {}) if server else None
    finally:
        if server:
            for name in ('moving', 'restored', 'roster'):
                drop_database(server, name)


NEEDS = {'nextcloud': stock_nextcloud,
         'pgsql': lambda: database_server('pgsql'),
         'mysql': lambda: database_server('mysql')}


def needs_of(text):
    return ' '.join(re.findall(r'^<!-- needs: (.*?) -->$', text, re.M)).replace(',', ' ').split()


def meet_needs(stack, text):
    """-> (environment, ports, what is missing)"""
    environment, ports, missing = {}, {}, []
    for name in needs_of(text):
        if name in NEEDS:
            met = stack.enter_context(NEEDS[name]())
        else:
            met = ({}, {}) if shutil.which(name, path=PATH) else None
        if met is None:
            missing.append(name)
        else:
            environment.update(met[0])
            ports.update(met[1])
    return environment, ports, missing


def starts_its_own_server(text):
    return any(isinstance(part, Command) and SERVER.match(part.text)
               for part in read_page(text)[0])


def start_as_the_reader_did(walk, count, name):
    printed, status = walk.start('./run')
    count.check('%s: ./run before the page' % name, printed if status else '')
    walk.run("export ROSTER_PASSWORD='…'")


def walk_guide_page(path, program):
    """-> (what held, a line about needs that are not met)"""
    name, text, count = 'docs/guide/' + path.name, path.read_text(encoding='utf-8'), Count()
    with contextlib.ExitStack() as stack:
        environment, ports, missing = meet_needs(stack, text)
        if missing:
            return count, 'SKIPPED %s needs %s\n' % (name, ', '.join(missing))
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix='roster-guide-'))
        walk = Walk(directory, program, environment, ports)
        for file in (walk.directory / 'docs/guide').glob('*/*'):  # What pages give to programs.
            file.write_text(walk.localise(file.read_text(encoding='utf-8')), encoding='utf-8')
        try:
            if not starts_its_own_server(text):
                start_as_the_reader_did(walk, count, name)
            walk_page(walk, count, name, text)
        except (TimeoutError, RuntimeError) as error:
            count.check(name, str(error))
        finally:
            count.check('%s: a good end' % name, walk.end())
    return count, ''


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--roster', default='build/dev/roster', help='the program ./run is given')
    parser.add_argument('--only', metavar='TEXT', default='', help='pages whose name has this')
    parser.add_argument('--jobs', type=int, default=2, help='pages at a time')
    options = parser.parse_args()
    pages = [path for path in sorted(GUIDE.glob('*.md')) if options.only in path.name]
    total = Count()
    total.check('docs/guide has pages', '' if pages or options.only else 'there are none')
    skipped = ''
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for count, missing in pool.map(
                lambda path: walk_guide_page(path, os.path.abspath(options.roster)), pages):
            total.add(count)
            skipped += missing
    print(total.report + skipped, end='')
    print('%d passed, %d failed, %d skipped' % (total.passed, total.failed, skipped.count('\n')))
    sys.exit(1 if total.failed else 0)


if __name__ == '__main__':
    main()
