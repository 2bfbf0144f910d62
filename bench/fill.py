#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fills the tables of an installation with accounts that have full profiles, fast.

    bench/fill.py --users N --sqlite FILE | --psql "ARGUMENTS" | --mysql "ARGUMENTS"

Accounts are user0 ... user(N-1): a name, an e-mail address, a written profile with its sixteen
rows, five preferences, three groups. There are N/100 groups, at least 10 and at most 10,000, and
the group `half` holds every second account. The statements are the same on all three engines;
indexes that can be built afterwards are.
"""
import argparse
import shlex
import sqlite3
import subprocess

FIRST = ("Anna Ben Clara David Emma Felix Greta Hannes Ida Jonas Klara Leon Mia Noah Olga Paul "
         "Quirin Rosa Simon Thea Uwe Vera Willi Xenia Yusuf Zoe Amir Bela Chiara Dilan Elif "
         "Fatima Goran Helene Ivo Jana Kofi Lena Malik Nadia Oskar").split()
LAST = ("Albrecht Baumann Celik Dietrich Engel Fischer Gruber Hoffmann Ivanova Jansen Keller "
        "Lehmann Meyer Neumann Okafor Peters Quandt Richter Schneider Tanaka Ullrich Vogel Weber "
        "Xu Yilmaz Zimmermann Adler Brandt Conti Dubois Eriksson Ferrari Garcia Huber Ito Jung "
        "Kowalski Larsen Moreau Novak Olsen Popescu Rossi Silva Toth Urban Varga").split()
DATA_ROWS = (
    ("displayname", "n.name"), ("address", "'Hauptstrasse ' || (i.i % 200) || ', Berlin'"),
    ("website", "'https://example.org/' || i.i"), ("email", "n.mail || i.i || '@example.org'"),
    ("phone", "'+4930' || (1000000 + i.i)"), ("twitter", "''"), ("bluesky", "''"),
    ("fediverse", "''"), ("organisation", "'Example ' || (i.i % 500)"),
    ("role", "'Engineer ' || (i.i % 50)"), ("headline", "'Works on ' || (i.i % 1000)"),
    ("biography", "'Born in ' || (1950 + i.i % 55) || ', likes maps and mountains.'"),
    ("birthdate", "''"), ("profile_enabled", "'1'"), ("pronouns", "''"),
)
PREFERENCES = (
    ("settings", "email", "n.mail || i.i || '@example.org'", 1, 2),
    ("core", "lang", "'de'", 1, 0),
    ("files", "quota", "'5 GB'", 0, 0),
    ("login", "firstLogin", "'' || (1700000000 + i.i)", 0, 0),
    ("login", "lastLogin", "'' || (1750000000 + (i.i * 7919) % 10000000)", 0, 0),
)
FEDERATED = ("displayname", "email", "avatar", "pronouns")


def profile_json():
    """The SQL expression of oc_accounts.data."""
    values = dict(DATA_ROWS, avatar="''")
    members = []
    for name in ("displayname address website email avatar phone twitter bluesky fediverse "
                 "organisation role headline biography birthdate profile_enabled "
                 "pronouns").split():
        scope = "v2-federated" if name in FEDERATED else "v2-local"
        value = values[name].replace("https://example.org/", "https:\\/\\/example.org\\/")
        members.append(f"'\"{name}\":{{\"value\":\"' || {value} || '\",\"scope\":\"{scope}\","
                       "\"verified\":\"0\"}'")
    return "'{' || " + " || ',' || ".join(members) + " || '}'"


def names():
    return [(first + " " + last, f"{first}.{last}".lower()) for first in FIRST for last in LAST]


def statements(users):
    """What fills the tables, given bench_numbers(i) and bench_names(k, name, mail)."""
    groups = max(10, min(10_000, users // 100))
    people = f"FROM bench_numbers i JOIN bench_names n ON n.k = (i.i * 31) % {len(names())}"
    yield f"INSERT INTO oc_groups (gid, displayname) SELECT 'group' || i, 'Group ' || i " \
          f"FROM bench_numbers WHERE i < {groups}"
    yield "INSERT INTO oc_groups (gid, displayname) VALUES ('half', 'Half of all')"
    yield "INSERT INTO oc_users (uid, displayname, password, uid_lower) SELECT 'user' || i.i, " \
          f"n.name, '', 'user' || i.i {people} ORDER BY i.i"
    yield f"INSERT INTO oc_accounts (uid, data) SELECT 'user' || i.i, {profile_json()} {people} " \
          "ORDER BY i.i"
    choices = [" ".join(f"WHEN {place} THEN {text}" for place, text in enumerate(texts))
               for texts in ([f"'{name}'" for name, _ in DATA_ROWS],
                             [value for _, value in DATA_ROWS])]
    yield "INSERT INTO oc_accounts_data (uid, name, value) SELECT 'user' || i.i, " \
          f"CASE p.i {choices[0]} END, CASE p.i {choices[1]} END {people} " \
          f"CROSS JOIN bench_places p"
    columns = [" ".join(f"WHEN {place} THEN {text}" for place, text in enumerate(texts))
               for texts in zip(*((f"'{app}'", f"'{key}'", value, kind, flags,
                                   value if flags else "''")
                                  for app, key, value, kind, flags in PREFERENCES))]
    app, key, value, kind, flags, indexed = (f"CASE p.i {choice} END" for choice in columns)
    yield "INSERT INTO oc_preferences (userid, appid, configkey, configvalue, lazy, type, " \
          f"flags, indexed) SELECT 'user' || i.i, {app}, {key}, {value}, 0, {kind}, {flags}, " \
          f"{indexed} {people} CROSS JOIN bench_places p WHERE p.i < {len(PREFERENCES)}"
    yield "INSERT INTO oc_preferences (userid, appid, configkey, configvalue, lazy, type, flags, " \
          "indexed) SELECT 'user' || i, 'core', 'enabled', 'false', 0, 0, 0, '' " \
          "FROM bench_numbers WHERE i % 1000 = 999"
    for group in (f"'group' || (i % {groups})", f"'group' || ((i * 7 + 3) % {groups})"):
        # An account may meet the same group twice.
        yield "INSERT INTO oc_group_user (gid, uid) SELECT gid, uid FROM (SELECT " \
              f"{group} AS gid, 'user' || i AS uid, i FROM bench_numbers) m WHERE NOT EXISTS " \
              "(SELECT 1 FROM oc_group_user g WHERE g.gid = m.gid AND g.uid = m.uid) ORDER BY i"
    yield "INSERT INTO oc_group_user (gid, uid) SELECT 'half', 'user' || i FROM bench_numbers " \
          "WHERE i % 2 = 0 ORDER BY i"


FILLED = ("oc_users", "oc_accounts", "oc_accounts_data", "oc_preferences", "oc_group_user")


def fill_sqlite(path, users):
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -4000000",
                   "temp_store = MEMORY", "locking_mode = EXCLUSIVE"):
        database.execute("PRAGMA " + pragma)
    marks = ",".join("?" * len(FILLED))
    later = database.execute(
        f"SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') "
        f"AND sql IS NOT NULL AND tbl_name IN ({marks})", FILLED).fetchall()
    database.execute("BEGIN")
    for kind, name, _ in later:
        database.execute(f"DROP {kind} {name}")
    database.execute("CREATE TEMP TABLE bench_numbers (i INTEGER PRIMARY KEY)")
    database.execute("INSERT INTO bench_numbers WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL "
                     "SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n", (users - 1,))
    database.execute("CREATE TEMP TABLE bench_names (k INTEGER PRIMARY KEY, name, mail)")
    database.executemany("INSERT INTO bench_names VALUES (?, ?, ?)",
                         [(k, *row) for k, row in enumerate(names())])
    database.execute("CREATE TEMP TABLE bench_places (i INTEGER PRIMARY KEY)")
    database.executemany("INSERT INTO bench_places VALUES (?)",
                         [(place,) for place in range(len(DATA_ROWS))])
    for statement in statements(users):
        database.execute(statement)
    for _, _, sql in later:
        database.execute(sql)
    database.execute("COMMIT")
    database.execute("PRAGMA journal_mode = WAL")
    database.close()


def fill_by_client(client, numbers, before, users):
    rows = ", ".join(f"({k}, '{name}', '{mail}')" for k, (name, mail) in enumerate(names()))
    places = ", ".join(f"({place})" for place in range(len(DATA_ROWS)))
    script = before + [
        "CREATE TEMPORARY TABLE bench_numbers (i INTEGER PRIMARY KEY)",
        f"INSERT INTO bench_numbers {numbers}",
        "CREATE TEMPORARY TABLE bench_names (k INTEGER PRIMARY KEY, name VARCHAR(64), "
        "mail VARCHAR(64))",
        f"INSERT INTO bench_names VALUES {rows}",
        "CREATE TEMPORARY TABLE bench_places (i INTEGER PRIMARY KEY)",
        f"INSERT INTO bench_places VALUES {places}",
        *statements(users)]
    subprocess.run(client, input="".join(line + ";\n" for line in script), text=True, check=True,
                   stdout=subprocess.DEVNULL)


def fill_postgres(arguments, users):
    fill_by_client(["psql", "-q", "-v", "ON_ERROR_STOP=1", *shlex.split(arguments)],
                   f"SELECT * FROM generate_series(0, {users - 1})",
                   ["SET synchronous_commit = off"], users)
    subprocess.run(["psql", "-q", *shlex.split(arguments), "-c", "VACUUM ANALYZE"], check=True)


def fill_mariadb(arguments, users):
    fill_by_client(["mysql", *shlex.split(arguments)],
                   f"SELECT seq FROM seq_0_to_{users - 1}",
                   ["SET sql_mode = 'PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'", "SET unique_checks = 0"], users)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, required=True)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--sqlite", metavar="FILE")
    where.add_argument("--psql", metavar="ARGUMENTS", help="as psql takes them")
    where.add_argument("--mysql", metavar="ARGUMENTS", help="as mysql takes them")
    options = parser.parse_args()
    if options.sqlite:
        fill_sqlite(options.sqlite, options.users)
    elif options.psql:
        fill_postgres(options.psql, options.users)
    else:
        fill_mariadb(options.mysql, options.users)


if __name__ == "__main__":
    main()
