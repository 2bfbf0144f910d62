# SPDX-License-Identifier: Apache-2.0
"""Looks for the passwords and tokens of a test in everything that its server has written for
people: logs, error output, the audit of changes. What was looked for is also added to the file
$ROSTER_TEST_SECRETS, if that is set, so that it can be looked for in the output of all tests."""
import json
import os
import re
import urllib.parse

SHORTEST = 8  # A shorter one may be part of any word.
FIELDS = ('password', 'newPassword', 'passwd', 'token', 'user_password')
PUBLIC_VALUES = ('host', 'hostenc', 'gid', 'gid2')  # The latter are drawn uids.
LOGS = ('nextcloud.log', 'audit.log')


def fields_of(body):
    """A form or a JSON map as pairs of texts."""
    try:
        parsed = json.loads(body)
        return [(key, value) for key, value in parsed.items() if isinstance(value, str)]
    except (ValueError, AttributeError):
        return urllib.parse.parse_qsl(body, errors='replace')


def secrets_of_request(request):
    found = [request['auth'][1]] if request.get('auth') else []
    found += re.findall(r'^Bearer (.+)', (request.get('headers') or {}).get('Authorization', ''))
    query = request['path'].partition('?')[2]
    for text in (request.get('body') or '', query):
        pairs = fields_of(text)
        edits_password = ('key', 'password') in pairs
        found += [value for name, value in pairs
                  if name in FIELDS or (edits_password and name == 'value')]
    return found


def public_words(scenario):
    """Texts that stand somewhere else in the scenario too, so that a log may have them."""
    words = set()
    for step in scenario['steps']:
        request = step.get('request')
        if request:
            words.add((request.get('auth') or [''])[0])
            words.update(value for name, value in fields_of(request.get('body') or '')
                         if name in ('userid', 'groupid', 'user', 'login'))
    return words


def secrets_of(scenario, values):
    """Passwords as typed, and the tokens that answers showed."""
    found = [value for name, value in values.items()
             if isinstance(value, str) and name not in PUBLIC_VALUES]
    for step in scenario['steps']:
        if 'request' in step:
            found += secrets_of_request(step['request'])
    public = public_words(scenario)
    return {secret for secret in found
            if len(secret) >= SHORTEST and len(set(secret)) > 1 and '{{' not in secret
            and secret not in public and secret not in FIELDS}


def written_texts(data_dir, engine, errors):
    """-> {where: text}; without an engine, what is not in tables"""
    texts = {name: (data_dir / name).read_text(encoding='utf-8', errors='replace')
             for name in LOGS if (data_dir / name).exists()}
    texts['the error output'] = errors
    if engine:
        texts['roster_audit'] = json.dumps(engine.read(data_dir, ['roster_audit']),
                                           ensure_ascii=False)
    return texts


def remember(secrets):
    path = os.environ.get('ROSTER_TEST_SECRETS')
    if path and secrets:
        with open(path, 'a', encoding='utf-8', errors='replace') as file:
            file.write(''.join(json.dumps(secret) + '\n' for secret in secrets))


def find_secrets(secrets, texts):
    """-> descriptions of the secrets that are where they must not be"""
    return ['%s shows the secret %s' % (where, secret)
            for secret in sorted(secrets) for where, text in texts.items()
            if secret in text or json.dumps(secret)[1:-1] in text]


def find_leaks(scenario, values, data_dir, engine, errors):
    """The same for what a scenario's server has written."""
    secrets = secrets_of(scenario, values)
    remember(secrets)
    return find_secrets(secrets, written_texts(data_dir, engine, errors))
