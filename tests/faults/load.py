# SPDX-License-Identifier: Apache-2.0
"""Clients that change accounts in several threads, and know afterwards what has to be there."""
import base64
import http.client
import json
import random
import threading
import time
import urllib.parse
from collections import Counter, defaultdict
from dataclasses import replace

from model import QUOTAS, Account, Contradiction, Race, State, shown_by

GROUPS = ['faults-a', 'faults-b', 'faults-c', 'faults-d']
ANSWER_TIMEOUT_S = 10
PAUSE_AFTER_FAILURE_S = 0.05
RACE_EVERY = 40  # calls of a thread
KINDS = {  # how often each
    'create': 22, 'get': 18, 'edit': 26, 'join': 10, 'leave': 6, 'switch': 8, 'delete': 7,
    'app_password': 1, 'refused': 2}


class Load:
    """`addresses`: where Roster answers now; whoever restarts one changes it."""

    def __init__(self, addresses, seed, calls, threads=8, settle_s=2.0):
        self.addresses, self.seed, self.settle_s = addresses, seed, settle_s
        self.calls = self.left = calls
        self.lock = threading.Lock()
        self.stopping = False
        self.races = defaultdict(Race)
        self.problems = []
        self.clients = [Client(self, i) for i in range(threads)]
        self.threads = [threading.Thread(target=client.run, daemon=True) for client in self.clients]

    def start(self):
        prepare(self)
        self.left = self.calls
        for thread in self.threads:
            thread.start()

    def goes_on(self):
        """A contradiction ends the load: what comes after it tells nothing new."""
        return self.left > 0 and not self.stopping and not self.problems

    def count_call(self):
        with self.lock:
            self.left -= 1

    def made(self):
        return sum(len(client.answers) for client in self.clients)

    def good(self):
        return sum(client.good for client in self.clients)

    def wait_for(self, calls):
        while self.made() < calls and any(thread.is_alive() for thread in self.threads):
            time.sleep(0.005)

    def stop(self):
        self.stopping = True
        self.join()

    def join(self):
        for thread in self.threads:
            thread.join()

    def counts(self):
        return sum((client.counts for client in self.clients), Counter())

    def accounts(self):
        return [account for client in self.clients for account in client.accounts]

    def settle(self):
        """Asks for every account, each thread for its own, so that no outcome is open."""
        self.threads = [threading.Thread(target=client.settle, daemon=True)
                        for client in self.clients]
        for thread in self.threads:
            thread.start()
        self.join()

    def longest_silence(self, since, until=None):
        """How long a client got no good answer from `since` on; the worst of all clients."""
        longest = 0.0
        for client in self.clients:
            end = min(until or client.ended, client.ended)
            times = [when for when, fine in client.answers if fine and since < when < end]
            times = [since, *times, end]
            longest = max([longest] + [b - a for a, b in zip(times, times[1:])])
        return longest


class Client:
    """One thread; the accounts it makes are its own."""

    def __init__(self, load, number):
        self.load, self.number = load, number
        self.random = random.Random('%s %d' % (load.seed, number))
        self.preferred = number
        self.connection, self.connected_to = None, None
        self.accounts, self.resting = [], []
        self.answers = []  # (when, whether it was good)
        self.counts = Counter()
        self.made_uids, self.good = 0, 0
        self.ended = 0.0

    # ---- Calls ----------------------------------------------------------------------------

    def send(self, method, path, form=None, auth=('admin', 'admin')):
        """-> (status, data), or None when the outcome is unknown"""
        self.load.count_call()
        addresses = self.load.addresses
        address = addresses[self.preferred % len(addresses)]
        status, data = None, None
        try:
            status, data = self.exchange(address, method, path, form, auth)
        except (OSError, http.client.HTTPException):
            self.connection = None
        fine = status is not None and status < 500
        self.answers.append((time.monotonic(), fine))
        self.counts['calls'] += 1
        self.good += fine
        if fine:
            return status, data
        self.counts['broken' if status is None else str(status)] += 1
        self.connection = None
        self.preferred += 1
        time.sleep(PAUSE_AFTER_FAILURE_S)
        return None

    def exchange(self, address, method, path, form, auth):
        if self.connection is None or self.connected_to != address:
            self.connection = http.client.HTTPConnection(address, timeout=ANSWER_TIMEOUT_S)
            self.connected_to = address
        headers = {'OCS-APIRequest': 'true', 'Accept': 'application/json',
                   'User-Agent': 'faults client %d' % self.number,
                   'Authorization': 'Basic ' + base64.b64encode(':'.join(auth).encode()).decode()}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form, doseq=True)
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
        self.connection.request(method, '/ocs/v2.php' + path, body, headers)
        response = self.connection.getresponse()
        text = response.read()
        if response.status >= 500:
            return response.status, None
        return response.status, json.loads(text)['ocs']['data']

    def change(self, account, effect, method, path, form=None):
        """A change that has to succeed in every allowed state."""
        answer = self.send(method, path, form)
        if answer is None:
            account.unknown(effect)
            self.resting.append(account)
        elif answer[0] == 200:
            account.acknowledged(effect)
            self.counts['acknowledged'] += 1
        else:
            raise Contradiction('%s %s %s was refused with %d' % (method, path, form, answer[0]))

    def look_at(self, account):
        answer = self.send('GET', '/cloud/users/' + account.uid)
        if answer is None:
            return False
        if answer[0] not in (200, 404):
            raise Contradiction('GET %s: %d' % (account.uid, answer[0]))
        account.seen(shown_by(answer[1]) if answer[0] == 200 else None)
        return account.certain() or self.find_password(account)

    def find_password(self, account):
        """Which of the passwords that it may have fits -> whether there was an answer"""
        for state in sorted(account.states, key=lambda state: state.password):
            answer = self.send('GET', '/cloud/user', auth=(account.uid, state.password))
            if answer is None:
                return False
            if answer[0] == 200:
                account.states = {state}
                return True
        raise Contradiction('%s has none of the passwords that were set' % account.uid)

    # ---- The load -------------------------------------------------------------------------

    def run(self):
        try:
            calls = 0
            while self.load.goes_on():
                calls += 1
                if calls % RACE_EVERY == 0:
                    self.race(calls // RACE_EVERY)
                elif not self.look_at_rested():
                    self.step()
        except Exception as problem:
            self.load.problems.append('%s: %s' % (type(problem).__name__, problem))
        self.ended = time.monotonic()

    def look_at_rested(self):
        """An account of unknown outcome is let alone until nothing can be on its way any more."""
        if not self.resting:
            return False
        account = self.resting[0]
        if time.monotonic() - account.unknown_since < self.load.settle_s:
            return False
        if self.look_at(account):
            self.resting.pop(0)
        return True

    def step(self):
        kind = self.random.choices(list(KINDS), KINDS.values())[0]
        usable = [account for account in self.accounts[-60:]
                  if account.certain() and account not in self.resting and account.state]
        if kind == 'create' or not usable:
            self.create()
        else:
            getattr(self, kind)(self.random.choice(usable))

    def word(self):
        return ''.join(self.random.choices('abcdefghijkmnpqrstuvwxyz', k=8))

    def create(self):
        self.made_uids += 1
        account = Account('f%d-%d' % (self.number, self.made_uids))
        self.accounts.append(account)
        state = State(display='Name ' + self.word(), email=self.word() + '@example.org',
                      quota=self.random.choice(list(QUOTAS)), password='Plum-' + self.word(),
                      groups=frozenset(self.random.sample(GROUPS, self.random.randint(0, 3))))
        form = {'userid': account.uid, 'password': state.password, 'displayName': state.display,
                'email': state.email, 'quota': state.quota, 'groups[]': sorted(state.groups)}
        self.change(account, lambda _: state, 'POST', '/cloud/users', form)

    def get(self, account):
        self.look_at(account)

    def edit(self, account):
        key, field, value = self.random.choice([
            ('displayname', 'display', 'Name ' + self.word()),
            ('email', 'email', self.word() + '@example.org'),
            ('quota', 'quota', self.random.choice(list(QUOTAS))),
            ('organisation', 'organisation', self.word()),
            ('password', 'password', 'Plum-' + self.word())])
        if key == 'password' and (account.state.app_passwords or not account.state.enabled):
            return  # It would end them, some time later; or could not be tried.
        self.change(account, lambda state: replace(state, **{field: value}), 'PUT',
                    '/cloud/users/' + account.uid, {'key': key, 'value': value})

    def join(self, account):
        gid = self.random.choice(GROUPS)
        self.change(account, lambda state: replace(state, groups=state.groups | {gid}), 'POST',
                    '/cloud/users/%s/groups' % account.uid, {'groupid': gid})

    def leave(self, account):
        gid = self.random.choice(GROUPS)
        self.change(account, lambda state: replace(state, groups=state.groups - {gid}), 'DELETE',
                    '/cloud/users/%s/groups' % account.uid, {'groupid': gid})

    def switch(self, account):
        enabled = not account.state.enabled
        self.change(account, lambda state: replace(state, enabled=enabled), 'PUT',
                    '/cloud/users/%s/%s' % (account.uid, 'enable' if enabled else 'disable'))

    def delete(self, account):
        if not account.kept:
            self.change(account, lambda _: None, 'DELETE', '/cloud/users/' + account.uid)

    def app_password(self, account):
        if not account.state.enabled:
            return
        answer = self.send('GET', '/core/getapppassword',
                           auth=(account.uid, account.state.password))
        if answer is None:
            return  # There may be one that nobody knows.
        if answer[0] != 200:
            raise Contradiction('%s: an app password was refused: %s' % (account.uid, answer))
        made = answer[1]['apppassword']
        self.counts['acknowledged'] += 1
        account.acknowledged(
            lambda state: replace(state, app_passwords=state.app_passwords | {made}))

    def refused(self, account):
        answer = self.send('POST', '/cloud/users', {'userid': account.uid, 'password': 'Plum-xxxx'})
        if answer and answer[0] != 400:
            raise Contradiction('%s was created twice: %s' % (account.uid, answer))

    def race(self, number):
        answer = self.send('POST', '/cloud/users', {
            'userid': 'race-%d' % number, 'password': 'Plum-' + self.word(),
            'displayName': 'of %d' % self.number})
        outcome = 'unknown' if answer is None else 'made' if answer[0] == 200 else 'taken'
        with self.load.lock:
            race = self.load.races[number]
        race.outcomes[self.number] = outcome
        self.counts['acknowledged'] += outcome == 'made'

    # ---- Afterwards -----------------------------------------------------------------------

    def settle(self):
        try:
            for account in self.accounts:
                for _ in range(20):
                    if self.look_at(account) and account.certain():
                        break
                else:
                    raise Contradiction('%s: no answer, or still %s' % (
                        account.uid, account.states))
                self.log_in(account)
        except Exception as problem:
            self.load.problems.append('%s: %s' % (type(problem).__name__, problem))

    def log_in(self, account):
        """With its password, and each of its app passwords."""
        state = account.state
        if not state or not state.enabled:
            return
        for secret in [state.password, *state.app_passwords]:
            answer = self.send('GET', '/cloud/user', auth=(account.uid, secret))
            if not answer or answer[0] != 200 or answer[1]['id'] != account.uid:
                raise Contradiction('%s cannot log in with %s: %s' % (
                    account.uid, 'its password' if secret == state.password
                    else 'an acknowledged app password', answer and answer[0]))


def prepare(load):
    client = Client(load, 0)
    for gid in GROUPS:
        answer = client.send('POST', '/cloud/groups', {'groupid': gid})
        if not answer or answer[0] != 200:
            raise RuntimeError('the group %s could not be made: %s' % (gid, answer))
