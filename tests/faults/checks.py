# SPDX-License-Identifier: Apache-2.0
"""What has to hold when a load and its faults are over."""
import json
import subprocess
import sys
from collections import Counter

from model import Contradiction

OWNERS = {'oc_users': 'uid', 'oc_accounts': 'uid', 'oc_accounts_data': 'uid',
          'oc_preferences': 'userid', 'oc_group_user': 'uid', 'oc_authtoken': 'uid'}
PROFILE_MEMBERS = 15  # rows of oc_accounts_data
MOST_SHOWN = 5


class Report:
    """Counts what passed, prints what did not."""

    def __init__(self):
        self.passed, self.failures = 0, []

    def check(self, what, problems):
        if not problems:
            self.passed += 1
            return
        self.failures.append(what)
        print('FAIL %s' % what)
        for problem in problems[:MOST_SHOWN]:
            print('    %s' % problem)
        if len(problems) > MOST_SHOWN:
            print('    ... and %d more' % (len(problems) - MOST_SHOWN))

    def finish(self):
        print('%d passed, %d failed' % (self.passed, len(self.failures)))
        sys.exit(1 if self.failures else 0)


def rows_by_owner(rows):
    """-> {uid: {table: [row]}}"""
    found = {}
    for table, column in OWNERS.items():
        for row in rows[table]:
            found.setdefault(row[column], {}).setdefault(table, []).append(row)
    return found


def what_is_stored(tables):
    """The rows of one account, as members of a State."""
    user, = tables['oc_users']
    settings = {row['configkey']: row['configvalue'] for row in tables['oc_preferences']
                if row['appid'] in ('settings', 'files', 'core')}
    members = tables.get('oc_accounts_data', [])
    profile = {row['name']: row['value'] for row in members}
    # The display name in the profile lags behind when an administrator changes it, as Nextcloud's.
    return {'display': user['displayname'],
            'email': (settings.get('email'), profile.get('email')),
            'quota': settings.get('quota'),
            'organisation': profile.get('organisation'),
            'enabled': settings.get('enabled', 'true'),
            'profiles': (len(tables.get('oc_accounts', [])), len(members)),
            'groups': sorted(row['gid'] for row in tables.get('oc_group_user', []))}


def what_should_be(state):
    return {'display': state.display, 'email': (state.email, state.email),
            'quota': state.quota, 'organisation': state.organisation,
            'enabled': 'true' if state.enabled else 'false', 'profiles': (1, PROFILE_MEMBERS),
            'groups': sorted(state.groups)}


def account_problems(rows, accounts):
    """Accounts that are there in part, or otherwise than was acknowledged."""
    problems, found = [], rows_by_owner(rows)
    for account in accounts:
        tables = found.pop(account.uid, {})
        if not account.certain():
            continue
        if account.state is None:
            if tables:
                problems.append('%s is deleted and has rows in %s' % (account.uid, list(tables)))
            continue
        if 'oc_users' not in tables:
            problems.append('%s is not in oc_users' % account.uid)
            continue
        stored, wanted = what_is_stored(tables), what_should_be(account.state)
        problems += ['%s: %s is %r and should be %r' % (account.uid, key, stored[key], value)
                     for key, value in wanted.items() if stored[key] != value]
        tokens = len(tables.get('oc_authtoken', []))
        if tokens < len(account.state.app_passwords):
            problems.append('%s has lost an app password' % account.uid)
    for uid, tables in found.items():
        if 'oc_users' not in tables:
            problems.append('%s has no account, and rows in %s' % (uid, list(tables)))
        elif uid != 'admin' and not uid.startswith('race-'):
            problems.append('%s is an account that nobody has asked for' % uid)
    return problems


def race_problems(rows, races):
    owners = {row['uid']: int(row['displayname'].rpartition(' ')[2]) for row in rows['oc_users']
              if row['uid'].startswith('race-')}
    problems = []
    for number, race in races.items():
        uid = 'race-%d' % number
        try:
            race.check(uid, owners.get(uid))
        except Contradiction as problem:
            problems.append(str(problem))
    return problems


def audit_problems(rows):
    """A change stands in roster_audit if and only if it has happened."""
    there = Counter()
    for row in rows['roster_audit']:
        there[row['subject']] += {'user.create': 1, 'user.delete': -1}.get(row['action'], 0)
    present = {row['uid'] for row in rows['oc_users']} - {'admin'}
    audited = {uid for uid, count in there.items() if count == 1 and uid != 'admin'}
    return (['%s is there, and its creation is not in roster_audit' % uid
             for uid in sorted(present - audited)] +
            ['roster_audit has made %s, which is not there' % uid
             for uid in sorted(audited - present)] +
            ['roster_audit has made %s %d times' % (uid, count) for uid, count in there.items()
             if count not in (0, 1)])


def verify_audit(roster, data_dir):
    done = subprocess.run([roster, '--data-dir', str(data_dir), 'audit:verify'],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return [] if done.returncode == 0 else [done.stdout.decode(errors='replace')[-500:]]


def check_everything(report, place, load, data_dir=None):
    """Once the faults are over and Roster answers; ends its processes."""
    data_dir = data_dir or place.data_dir
    report.check('what clients were answered, while it went on', load.problems)
    load.problems = []
    load.settle()
    report.check('what clients are shown afterwards', load.problems)
    rows = place.engine.read(data_dir, [*OWNERS, 'roster_audit'])
    report.check('the outcome of every call', [
        account.uid for account in load.accounts() if not account.certain()])
    report.check('the rows of every account', account_problems(rows, load.accounts()))
    report.check('an account that several wanted', race_problems(rows, load.races))
    report.check('roster_audit against the accounts', audit_problems(rows))
    report.check('audit:verify', verify_audit(place.roster, data_dir))
    accidents = ['%d answers %s' % (count, status) for status, count in load.counts().items()
                 if status.isdigit() and status != '503']
    report.check('answers that are no accident of the server',
                 accidents and accidents + accidents_of(data_dir))
    report.check('the end of Roster when it is told to end', place.stop())


def accidents_of(data_dir):
    """What the log says about accidents, each reason once."""
    log = data_dir / 'nextcloud.log'
    lines = log.read_text(encoding='utf-8', errors='replace').splitlines() if log.exists() else []
    entries = [json.loads(line) for line in lines if line.startswith('{')]
    return sorted({str(entry.get('message'))[:300] for entry in entries
                   if entry.get('level', 0) >= 3})


def describe(load, took_s):
    counts = load.counts()
    unknown = {key: count for key, count in counts.items()
               if key not in ('calls', 'acknowledged')}
    print('%d calls in %.1f s (%d/s), %d changes acknowledged; without an outcome: %s' % (
        counts['calls'], took_s, counts['calls'] / took_s, counts['acknowledged'],
        ', '.join('%d %s' % (count, key) for key, count in unknown.items()) or 'none'))
