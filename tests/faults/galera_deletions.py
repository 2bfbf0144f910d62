#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two processes of Roster on two nodes of a Galera cluster: one deletes groups and accounts while the
other one adds members to them and makes app passwords. No row of what is gone may stay.
galera_deletions.py [--rounds N]"""
import random
import threading
import time

import surroundings  # First: it says where the other tests' modules are.
from checks import Report
from galera_node import prefer_second_node
from load import Client, Load

MEMBERS = 4
LONGEST_LOGIN_S = 0.3


def expect(answer, *statuses):
    if answer is None or answer[0] not in statuses:
        raise RuntimeError('answered %s' % (answer,))


def together(*actions):
    threads = [threading.Thread(target=action) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def delete_while_joining(makers, remover, number, counts):
    gid = 'gone-%d' % number
    expect(remover.send('POST', '/cloud/groups', {'groupid': gid}), 200)

    def join(index):
        answer = makers[index].send('POST', '/cloud/users/member-%d/groups' % index,
                                    {'groupid': gid})
        counts['joined' if answer and answer[0] == 200 else 'refused'] += 1

    together(*[lambda index=index: join(index) for index in range(MEMBERS)],
             lambda: expect(remover.send('DELETE', '/cloud/groups/' + gid), 200))


def delete_while_logging_in(maker, remover, number, counts):
    uid = 'leaver-%d' % number
    expect(remover.send('POST', '/cloud/users', {'userid': uid, 'password': 'Plum-xyzw'}), 200)

    def make_app_password():
        answer = maker.send('GET', '/core/getapppassword', auth=(uid, 'Plum-xyzw'))
        counts['made' if answer and answer[0] == 200 else 'too late'] += 1

    def delete():
        time.sleep(random.uniform(0, LONGEST_LOGIN_S))
        expect(remover.send('DELETE', '/cloud/users/' + uid), 200)

    together(make_app_password, delete)


def left_behind(rows):
    groups = {row['gid'] for row in rows['oc_groups']}
    users = {row['uid'] for row in rows['oc_users']}
    yield from ('%s is a member of %s, which is gone' % (row['uid'], row['gid'])
                for row in rows['oc_group_user'] if row['gid'] not in groups)
    for table, column in (('oc_authtoken', 'uid'), ('oc_preferences', 'userid'),
                          ('oc_accounts', 'uid'), ('oc_twofactor_providers', 'uid')):
        yield from ('%s is gone and has a row in %s' % (row[column], table)
                    for row in rows[table] if row[column] not in users)


def main():
    options = surroundings.parse_arguments(__doc__, engine='galera', rounds=100)
    report, counts = Report(), dict.fromkeys(('joined', 'refused', 'made', 'too late'), 0)
    with surroundings.installation(options.roster, options.engine) as place:
        addresses = [place.serve().address, place.serve(prefer_second_node(place)).address]
        load = Load(addresses, options.seed, calls=10**9, threads=0)
        makers = [Client(load, 2 * index) for index in range(MEMBERS)]  # At the first process,
        remover = Client(load, 1)  # and at the second one.
        for index in range(MEMBERS):
            expect(remover.send('POST', '/cloud/users', {'userid': 'member-%d' % index,
                                                         'password': 'Plum-xyzw'}), 200)
        for number in range(options.rounds):
            delete_while_joining(makers, remover, number, counts)
            delete_while_logging_in(makers[0], remover, number, counts)
        print(', '.join('%d %s' % (count, what) for what, count in counts.items()))
        tables = ['oc_groups', 'oc_users', 'oc_group_user', 'oc_authtoken', 'oc_preferences',
                  'oc_accounts', 'oc_twofactor_providers']
        report.check('rows of groups and accounts that are gone',
                     list(left_behind(place.engine.read(place.data_dir, tables))))
        report.check('both came first now and then',
                     [what for what in counts if not counts[what]])
        report.check('the end of Roster when it is told to end', place.stop())
    report.finish()


if __name__ == '__main__':
    main()
