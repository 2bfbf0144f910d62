#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether the checks of the fault scripts see anything: after a load without faults what is stored
is damaged, in one way at a time, and the right checks have to fail."""
import contextlib
import io
import shutil
import time

import surroundings  # First: it says where the other tests' modules are.
from checks import Report, check_everything
from load import Client, Load

SHOWN, ROWS = 'what clients are shown afterwards', 'the rows of every account'
AUDIT, RACE = 'roster_audit against the accounts', 'an account that several wanted'
CALLS = 600


def damages(load):
    """[(what, statements, checks that have to fail)]"""
    there = [account for account in load.accounts() if account.state]
    gone = next(account for account in load.accounts() if not account.state)
    uid = there[0].uid
    member = next(account for account in there if account.state.groups).uid
    # Whoever may not log in is not seen to lack one.
    holder = next(account for account in there
                  if account.state.enabled and account.state.app_passwords).uid
    return [
        ('nothing', [], set()),
        ('an account is gone', ["DELETE FROM oc_users WHERE uid = '%s'" % uid],
         {SHOWN, ROWS, AUDIT}),
        ('an account is whole again', [
            "INSERT INTO oc_users (uid, displayname, password, uid_lower)"
            " SELECT '%s', displayname, password, '%s' FROM oc_users WHERE uid = 'admin'" % (
                gone.uid, gone.uid)], {SHOWN, ROWS, AUDIT}),
        ('a name is the old one', ["UPDATE oc_users SET displayname = 'x' WHERE uid = '%s'" % uid],
         {SHOWN, ROWS}),
        ('an account lacks its profile', ["DELETE FROM oc_accounts_data WHERE uid = '%s'" % uid],
         {ROWS}),
        ('a deleted account has a setting', [
            "INSERT INTO oc_preferences (userid, appid, configkey, configvalue)"
            " VALUES ('%s', 'core', 'enabled', 'true')" % gone.uid], {ROWS}),
        ('nobody made this', ["INSERT INTO oc_group_user (gid, uid) VALUES ('admin', 'ghost')"],
         {ROWS}),
        ('a membership is gone', ["DELETE FROM oc_group_user WHERE uid = '%s'" % member],
         {SHOWN, ROWS}),
        ('an app password is gone', ["DELETE FROM oc_authtoken WHERE uid = '%s'" % holder],
         {SHOWN, ROWS}),
        ('who was told no has it', [
            "UPDATE oc_users SET displayname = 'of 99' WHERE uid = 'race-1'"], {RACE}),
        ('a creation is not in the audit', [
            "DELETE FROM roster_audit WHERE action = 'user.create' AND subject = '%s'" % uid],
         {AUDIT, 'audit:verify'}),
        ('an audited value is another', ["UPDATE roster_audit SET new_value = 'x' WHERE id = 3"],
         {'audit:verify'}),
    ]


def checks_that_fail(place, load, data_dir):
    server = place.serve(data_dir)
    load.addresses, load.problems = [server.address], []
    report, printed = Report(), io.StringIO()
    with contextlib.redirect_stdout(printed):
        check_everything(report, place, load, data_dir)
    return set(report.failures), printed.getvalue()


def longest_silence_is_seen():
    load = Load([], 0, 0, threads=2)
    now = time.monotonic()
    load.clients[0].answers = [(now + second, True) for second in range(10)]
    load.clients[1].answers = [(now + second, second not in (4, 5, 6)) for second in range(10)]
    for client in load.clients:
        client.ended = now + 9
    return 3.9 < load.longest_silence(now + 2) < 4.1 and load.longest_silence(now, now + 3) < 1.1


def main():
    options = surroundings.parse_arguments(__doc__, engine='sqlite')
    outcome = Report()
    with surroundings.installation(options.roster, options.engine) as place:
        server = place.serve()
        load = Load([server.address], options.seed, CALLS)
        load.start()
        load.join()
        client = Client(load, 0)
        for account in load.accounts():
            if account.state and account.state.enabled and not account.state.app_passwords:
                client.app_password(account)
                break
        place.kill(server)
        for number, (what, statements, expected) in enumerate(damages(load)):
            data_dir = place.data_dir.with_name('damaged-%d' % number)
            shutil.copytree(place.data_dir, data_dir)
            place.engine.execute(data_dir, statements)
            failed, printed = checks_that_fail(place, load, data_dir)
            outcome.check('%s: noticed by the right checks' % what, [] if failed == expected else [
                'expected to fail: %s' % sorted(expected), 'failed: %s' % sorted(failed), printed])
    outcome.check('a long silence is noticed', [] if longest_silence_is_seen() else ['it is not'])
    outcome.finish()


if __name__ == '__main__':
    main()
