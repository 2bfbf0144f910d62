# SPDX-License-Identifier: Apache-2.0
"""What a client knows about an account: every state that the answers so far allow.

An acknowledged change leaves the states after it. A call answered 5xx, or whose connection broke,
leaves those before it and those after it, and nothing in between.
"""
import dataclasses
import time

QUOTAS = {'1 GB': 1073741824, '5 GB': 5368709120, 'none': -3}


class Contradiction(Exception):
    """An answer or a row that no allowed state explains."""


@dataclasses.dataclass(frozen=True)
class State:
    display: str
    email: str
    quota: str
    password: str
    organisation: str = ''
    enabled: bool = True
    groups: frozenset = frozenset()
    app_passwords: frozenset = frozenset()

    def shown(self):
        """What `GET /cloud/users/UID` has to show."""
        return (self.display, self.email, QUOTAS[self.quota], self.organisation, self.enabled,
                sorted(self.groups))


def shown_by(data):
    """The same members of an answer."""
    quota = data['quota']['quota']
    return (data['displayname'], data['email'] or '', QUOTAS.get(quota, quota),
            data['organisation'], data['enabled'], sorted(data['groups']))


class Account:
    """Used by one thread at a time. A state of None: there is no such account."""

    def __init__(self, uid):
        self.uid = uid
        self.states = {None}
        self.unknown_since = None
        self.kept = False  # not deleted: it was of unknown outcome once, and its rows are checked

    @property
    def state(self):
        (only,) = self.states
        return only

    def certain(self):
        return len(self.states) == 1

    def acknowledged(self, change):
        self.states = {change(state) for state in self.states}

    def unknown(self, change):
        self.states |= {change(state) for state in self.states}
        self.unknown_since, self.kept = time.monotonic(), True

    def seen(self, shown):
        """`shown`: as of State.shown(), or None when there is no such account."""
        fits = {state for state in self.states if (state.shown() if state else None) == shown}
        if not fits:
            raise Contradiction('%s shows %s; allowed: %s' % (
                self.uid, shown, [state and state.shown() for state in self.states]))
        self.states = fits


class Race:
    """An account that several clients try to create at once: one of them may."""

    def __init__(self):
        self.outcomes = {}  # client -> made, taken or unknown

    def check(self, uid, owner):
        """`owner`: the client whose name the account has, None without an account."""
        told = {outcome: [client for client, this in self.outcomes.items() if this == outcome]
                for outcome in ('made', 'taken', 'unknown')}
        allowed = told['made'] or told['unknown'] + ([] if told['taken'] else [None])
        if len(told['made']) > 1 or owner not in allowed:
            raise Contradiction('%s is of client %s; what they were told: %s' % (uid, owner, told))
