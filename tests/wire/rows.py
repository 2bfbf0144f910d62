#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replays recorded calls and compares what each changes in the tables with what a real server
changed.

known-row-differences.txt lists scenarios, and whole tables (`oc_...`), that differ, with their
reason; an entry that no longer differs fails.
"""
import collections
import json
import time

import exchange
import wire

TABLES = ['oc_users', 'oc_accounts', 'oc_accounts_data', 'oc_preferences', 'oc_groups',
          'oc_group_user', 'oc_group_admin', 'oc_authtoken', 'oc_appconfig', 'oc_known_users',
          'oc_bruteforce_attempts', 'oc_ratelimit_entries', 'oc_twofactor_providers',
          'oc_authorized_groups', 'oc_login_flow_v2']
# Rows that apps outside provisioning write.
FOREIGN_APPS = ('circles', 'avatar', 'activity')
# Columns that a call moves or not, depending on where in a second it falls.
CLOCK_COLUMNS = ('last_activity', 'last_check')
# A row that such an app causes at once and a server without it writes at the first read.
LATE_TABLES = ('oc_accounts', 'oc_accounts_data')
# What logging in, and reading a profile for the first time, leaves; all else is in roster_audit.
UNAUDITED_TABLES = ('oc_accounts', 'oc_accounts_data', 'oc_known_users', 'oc_bruteforce_attempts',
                    'oc_ratelimit_entries', 'oc_twofactor_providers', 'oc_login_flow_v2')
UNAUDITED_APPS = ('login', 'login_token', 'login_token_2fa')
UNAUDITED_CORE_KEYS = ('lang', 'timezone', 'lostpassword')
CLOCK_TOLERANCE_S = 120
RETRIES, RETRY_PAUSE_S = 5, 0.05

SETTINGS = {}  # Filled before the workers are forked: roster, engine, scratch, template, known, recorded.


def is_foreign(table, row):
    if table == 'oc_preferences':
        return row['appid'] in FOREIGN_APPS
    return table == 'oc_twofactor_providers' and row['provider_id'] == 'backup_codes'


def read_tables(data_dir):
    """-> {table: Counter of rows as JSON}, the column id and foreign rows left out; how many rows
    roster_audit has"""
    read = SETTINGS['engine'].read(data_dir, TABLES + ['roster_audit'])
    audited = len(read.pop('roster_audit'))
    state = {}
    for table, rows in read.items():
        without_id = [{key: row[key] for key in row if key != 'id'} for row in rows]
        state[table] = collections.Counter(json.dumps(row, sort_keys=True) for row in without_id
                                           if not is_foreign(table, row))
    return state, audited


def changes(before, after):
    """-> {table: (removed rows, added rows)}"""
    return {table: tuple([json.loads(row) for row in (a - b).elements()]
                         for a, b in ((before[table], after[table]), (after[table], before[table])))
            for table in TABLES}


def value_fits(expected, actual, is_new):
    if not isinstance(expected, str) or '{{' not in expected:
        return expected == actual
    if actual is None or not exchange.match(expected, str(actual), {}):
        return False
    return (expected != '{{time}}' or not is_new
            or abs(time.time() - int(actual)) < CLOCK_TOLERANCE_S)


def row_fits(expected, actual, is_new):
    return expected.keys() == actual.keys() and all(
        value_fits(expected[column], actual[column], is_new) for column in expected)


def pair_off(expected, actual, is_new):
    """-> what remains of both after each expected row has taken an actual row that fits it"""
    missing, remaining = [], list(actual)
    for row in sorted(expected, key=lambda row: json.dumps(row).count('{{')):
        taken = next((other for other in remaining if row_fits(row, other, is_new)), None)
        if taken is None:
            missing.append(row)
        else:
            remaining.remove(taken)
    return missing, remaining


def take_equal(left, right, same):
    """Takes pairs that are the same out of both lists."""
    for row in list(left):
        other = next((other for other in right if same(row, other)), None)
        if other is not None:
            left.remove(row)
            right.remove(other)


def differ_only_by_clock(a, b):
    return 'last_activity' in a and all(
        a[column] == b.get(column) for column in a if column not in CLOCK_COLUMNS)


def move_late(table, late, expected, removed_missing, added_missing, added_surplus):
    """Accepts that the first row of an account's profile appears later than recorded."""
    waiting = late[table]
    take_equal(removed_missing, waiting, lambda a, b: a == b)
    take_equal(added_surplus, waiting, lambda a, b: row_fits(b, a, True))
    fresh = {row['uid'] for row in expected['oc_accounts'][1]
             if '"avatar":{"scope"' in row['data']}
    for row in list(added_missing):
        if row['uid'] in fresh:
            added_missing.remove(row)
            waiting.append(row)


def compare_table(table, expected, actual, late):
    """-> descriptions of the rows that are missing and that are too many"""
    removed_missing, removed_surplus = pair_off(expected[table][0], actual[table][0], False)
    added_missing, added_surplus = pair_off(expected[table][1], actual[table][1], True)
    if table in LATE_TABLES:
        move_late(table, late, expected, removed_missing, added_missing, added_surplus)
    take_equal(removed_missing, added_missing, lambda a, b: a == b)
    take_equal(removed_surplus, added_surplus, differ_only_by_clock)
    return ['%s %s: %s' % (table, what, json.dumps(row, ensure_ascii=False)[:900])
            for what, rows in (('expected removed', removed_missing),
                               ('actual   removed', removed_surplus),
                               ('expected added  ', added_missing),
                               ('actual   added  ', added_surplus)) for row in rows]


def must_be_audited(table, row):
    if table == 'oc_preferences':
        return (row['appid'] not in UNAUDITED_APPS
                and not (row['appid'] == 'core' and (
                    row['configkey'] in UNAUDITED_CORE_KEYS
                    or row['configkey'].startswith('verifyMail'))))
    if table == 'oc_authtoken':
        return row['type'] == 1
    return table not in UNAUDITED_TABLES


def compare_audit(before, after, written):
    """roster_audit tells of every call that has changed something that lasts."""
    tokens = changes(before, after)['oc_authtoken']
    lasting = [(table, row) for table, pair in changes(before, after).items() for rows in pair
               for row in rows if table != 'oc_authtoken' and must_be_audited(table, row)]
    if len(tokens[0]) != len(tokens[1]):
        lasting += [('oc_authtoken', row) for rows in tokens for row in rows
                    if must_be_audited('oc_authtoken', row)]
    if lasting and not written:
        return ['roster_audit does not tell of the change in %s: %s' % (
            lasting[0][0], json.dumps(lasting[0][1])[:300])]
    return []


def recorded_changes(step):
    return {table: tuple([row for row in step['rows'].get(table, {}).get(kind, [])
                          if not is_foreign(table, row)] for kind in ('removed', 'added'))
            for table in TABLES}


def compare_rows(step, before, after, late):
    expected, actual = recorded_changes(step), changes(before, after)
    differences = []
    for table in TABLES:
        found = compare_table(table, expected, actual, late)
        if found and table in SETTINGS['known']:
            (SETTINGS['scratch'] / ('differs-' + table)).touch()
        else:
            differences += found
    return differences


def run_step(server, step, recorded, values):
    """Runs the step; -> what is wrong with its status"""
    if 'occ' in step:
        error = server.occ(step['occ'], values)
        return [error] if error else []
    answer = exchange.send(server.address, step['request'], values)
    exchange.compare(recorded['response'], answer, values)  # For the tokens it catches.
    if answer[0] != step['status']:
        return ['status: expected %s, actual %s' % (step['status'], answer[0])]
    return []


def play(server, scenario):
    values = {'host': server.address, 'hostenc': server.address.replace(':', '%3A')}
    (before, audited), late = read_tables(server.data_dir), {table: [] for table in LATE_TABLES}
    recorded = SETTINGS['recorded'][scenario['name']]['steps']
    for number, step in enumerate(scenario['steps'], 1):
        differences = run_step(server, step, recorded[number - 1], values)
        for _ in range(RETRIES):  # What follows an answer may be written a little later.
            after, audited_now = read_tables(server.data_dir)
            trial = {table: list(rows) for table, rows in late.items()}
            row_differences = compare_rows(step, before, after, trial)
            if not row_differences:
                break
            time.sleep(RETRY_PAUSE_S)
        differences += compare_audit(before, after, audited_now - audited)
        if differences or row_differences:
            raise wire.Difference(number, step, differences + row_differences)
        before, late, audited = after, trial, audited_now
    return values


def work(scenario):
    return scenario['name'], wire.play_on_fresh_server(
        SETTINGS['roster'], SETTINGS['engine'], SETTINGS['template'], SETTINGS['scratch'], scenario, play)


def main():
    options = wire.parse_arguments(__doc__, 'known-row-differences.txt')
    everything = wire.read_scenarios(wire.HERE / 'rows.jsonl.gz')
    known = wire.read_known(options.known, options.engine)
    known_tables = [name for name in known if name in TABLES]
    scenarios = wire.chosen(everything, options)
    if options.instead:  # What the engine answers otherwise it writes otherwise too.
        others = {scenario['name'] for scenario in wire.read_scenarios(options.instead)}
        scenarios = [scenario for scenario in scenarios if scenario['name'] not in others]
    recorded = {scenario['name']: scenario for scenario in wire.read_scenarios(options.recordings, options.instead)}
    with wire.Scratch() as scratch:
        SETTINGS.update(roster=options.roster, engine=options.engine, scratch=scratch, template=scratch / 'template',
                        known=known_tables, recorded=recorded)
        if scenarios:
            wire.make_template(options.roster, options.engine, scratch / 'template', 'plain', logged_in=True)
        passed, failed, differing = wire.run_all(scenarios, work, options, known)
        stale = [] if len(scenarios) < len(everything) else [
            'STALE table %s no longer differs: take it out of %s' % (table, options.known)
            for table in known_tables if not (scratch / ('differs-' + table)).exists()]
    scenario_names = [name for name in known if name not in TABLES]
    for line in stale + wire.unknown_names(scenario_names, everything):
        print(line)
        failed += 1
    wire.finish(passed, failed, differing)


if __name__ == '__main__':
    main()
