# SPDX-License-Identifier: Apache-2.0
"""Where the servers of a replay keep their tables: SQLite beside them, or a database of their own on
one of the servers that support/engines.py has started."""
import itertools
import json
import multiprocessing.util
import os
import shutil
import sqlite3
import subprocess

NUMBERS = itertools.count(1)

# PostgreSQL reaches no table of another database, so a copy keeps what it is filled with.
KEEP_ROWS = """DO $$DECLARE t text; BEGIN
    CREATE SCHEMA kept;
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', t);
    END LOOP; END$$"""
# Emptying what is empty already takes as long as anything else.
RESTORE_ROWS = """DO $$DECLARE t text; used boolean; BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', t) INTO used;
        IF used THEN EXECUTE format('TRUNCATE public.%I', t); END IF;
        EXECUTE format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I', t);
    END LOOP; END$$"""


def lines_of(arguments, statements):
    """What a database's own client prints."""
    done = subprocess.run(arguments, input=statements.encode(), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise RuntimeError('%s: %s' % (arguments[0], done.stderr.decode(errors='replace')[-600:]))
    return done.stdout.decode(errors='replace').split('\n')[:-1]


class Sqlite:
    """The file roster.db of a data directory."""
    name = 'sqlite'

    def install_options(self, _data_dir):
        return []

    def copy(self, template, data_dir):
        shutil.copytree(template, data_dir, dirs_exist_ok=True)

    def execute(self, data_dir, statements):
        database = sqlite3.connect(data_dir / 'roster.db', isolation_level=None)
        for statement in statements + ['PRAGMA wal_checkpoint(TRUNCATE)']:
            database.execute(statement).fetchall()
        database.close()

    def read(self, data_dir, tables):
        """-> {table: [{column: value}]}, all of the same moment"""
        database = sqlite3.connect('file:%s?mode=ro' % (data_dir / 'roster.db'), uri=True,
                                   isolation_level=None)
        database.row_factory = sqlite3.Row
        database.text_factory = lambda data: data.decode('utf-8', 'replace')
        database.execute('BEGIN')
        rows = {table: [dict(row) for row in database.execute('SELECT * FROM ' + table)]
                for table in tables}
        database.close()
        return rows


class OnServer:
    """A database on a server. Making one takes longer than filling one, so each process keeps one
    for each template, and fills it anew for each data directory."""

    def __init__(self, place):
        self.place = place
        self.copies = {}  # by template

    def database(self, data_dir):
        return json.loads((data_dir / 'config.json').read_text())['dbname']

    def install_options(self, _data_dir):
        return ['--database', self.name, '--database-host', self.host(), '--database-user',
                'roster', '--database-name', self.new_name()]

    def new_name(self):
        name = 'wire_%d_%d' % (os.getpid(), next(NUMBERS))
        multiprocessing.util.Finalize(None, self.drop, args=(name,), exitpriority=1)
        return name

    def copy(self, template, data_dir):
        shutil.copytree(template, data_dir, dirs_exist_ok=True)
        settings = json.loads((template / 'config.json').read_text())
        if template in self.copies:
            self.fill(settings['dbname'], self.copies[template])
        else:
            self.copies[template] = self.new_name()
            self.copy_database(settings['dbname'], self.copies[template])
        settings['dbname'] = self.copies[template]
        (data_dir / 'config.json').write_text(json.dumps(settings))

    def execute(self, data_dir, statements):
        lines_of(self.client(self.database(data_dir)), ';\n'.join(statements))

    def read(self, data_dir, tables):
        """-> {table: [{column: value}]}, all of the same moment"""
        database = self.database(data_dir)
        rows = {table: [] for table in tables}
        statement = ' UNION ALL '.join(self.as_json(database, table) for table in tables)
        for line in lines_of(self.client(database), statement):
            table, row = json.loads(line)
            rows[table].append({column: self.value(column, value) for column, value in row.items()})
        return rows

    @staticmethod
    def value(column, value):
        """As SQLite has it."""
        if isinstance(value, bool):
            return int(value)
        return value.replace('T', ' ') if column == 'delete_after' else value


class Postgres(OnServer):
    name = 'pgsql'

    def host(self):
        return self.place

    def client(self, database):
        return ['psql', '-h', self.place, '-U', 'roster', '-d', database, '-qAt', '-v',
                'ON_ERROR_STOP=1']

    def copy_database(self, template, name):
        lines_of(self.client('postgres'), 'CREATE DATABASE %s TEMPLATE %s' % (name, template))
        lines_of(self.client(name), KEEP_ROWS)

    def fill(self, _template, name):
        lines_of(self.client(name), RESTORE_ROWS)

    def drop(self, name):
        lines_of(self.client('postgres'), 'DROP DATABASE IF EXISTS %s WITH (FORCE)' % name)

    def as_json(self, _database, table):
        return "SELECT json_build_array('%s', row_to_json(t)) FROM %s t" % (table, table)


class Mariadb(OnServer):
    name = 'mysql'

    def __init__(self, place):
        super().__init__(place)
        self.columns = {}
        self.filled = {}  # the tables of a copy

    def host(self):
        return 'localhost:' + self.place

    def client(self, database):
        return ['mariadb', '--no-defaults', '--default-character-set=utf8mb4', '--user=roster',
                '--socket=' + self.place, '-N', '-B', '--raw', database]

    def tables(self, database):
        return lines_of(self.client('information_schema'),
                        "SELECT table_name FROM tables WHERE table_schema = '%s'" % database)

    def copy_database(self, template, name):
        statements = ['CREATE DATABASE %s CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' % name]
        statements += ['CREATE TABLE %s.%s LIKE %s.%s' % (name, table, template, table)
                       for table in self.tables(template)]
        lines_of(self.client('mysql'), ';\n'.join(statements))
        self.fill(template, name)

    def fill(self, template, name):
        if name not in self.filled:
            self.filled[name] = self.tables(template)
        statements = ['BEGIN']
        for table in self.filled[name]:
            statements += ['DELETE FROM %s.%s' % (name, table),
                           'INSERT INTO %s.%s SELECT * FROM %s.%s' % (name, table, template, table)]
        lines_of(self.client('mysql'), ';\n'.join(statements + ['COMMIT']))

    def drop(self, name):
        lines_of(self.client('mysql'), 'DROP DATABASE IF EXISTS %s' % name)

    def as_json(self, database, table):
        if table not in self.columns:
            self.columns[table] = lines_of(
                self.client('information_schema'),
                "SELECT column_name FROM columns WHERE table_schema = '%s' AND table_name = '%s'"
                % (database, table))
        members = ', '.join("'%s', `%s`" % (name, name) for name in self.columns[table])
        return "SELECT JSON_ARRAY('%s', JSON_OBJECT(%s)) FROM %s" % (table, members, table)


def choose(engine):
    """The engine of that name; those on servers are found by ROSTER_TEST_DATABASES."""
    if engine == 'sqlite':
        return Sqlite()
    for place in os.environ.get('ROSTER_TEST_DATABASES', '').split(','):
        name, _, where = place.partition(':')
        if name == engine:
            return (Postgres if engine == 'pgsql' else Mariadb)(where)
    raise SystemExit('ROSTER_TEST_DATABASES names no %s; start one: '
                     'eval "$(python3 tests/support/engines.py start)"' % engine)
