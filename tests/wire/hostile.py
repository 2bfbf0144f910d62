#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sends wrong input of every kind over real sockets. Each gets a clear error, and the server goes
on answering: after every attack a good request has to succeed.
"""
import argparse
import base64
import re
import socket
import sys
import threading
import time

import wire
from databases import Sqlite
from secrets_check import find_secrets, remember, written_texts

CREDENTIALS = base64.b64encode(b'admin:admin').decode()
HEAD = ('Host: localhost\r\nAuthorization: Basic %s\r\nOCS-APIRequest: true\r\n' % CREDENTIALS)
FORM = 'Content-Type: application/x-www-form-urlencoded\r\n'
JSON = 'Content-Type: application/json\r\n'
USERS = '/ocs/v2.php/cloud/users'
PASSWORD = 'Plum-Kettle-42'
TIMEOUT_S = 15


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode('utf-8', 'surrogateescape')


class Attacks:
    def __init__(self, address):
        host, port = address.split(':')
        self.address = (host, int(port))
        self.passed = self.failed = 0

    def send(self, data, end=False):
        """-> what the server answers to these bytes, up to its close or a silence"""
        with socket.create_connection(self.address, TIMEOUT_S) as connection:
            connection.settimeout(TIMEOUT_S)
            sender = threading.Thread(target=self.send_all, args=(connection, as_bytes(data), end))
            sender.start()
            answer = b''
            try:
                while not self.is_complete(answer):
                    chunk = connection.recv(65536)
                    if not chunk:
                        break
                    answer += chunk
            except OSError as error:
                answer = answer or b'no answer: ' + str(error).encode()
            connection.close()
            sender.join(TIMEOUT_S)
        return answer

    @staticmethod
    def send_all(connection, data, end):
        try:
            connection.sendall(data)
            if end:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # The server has answered and closed before all was sent.

    @staticmethod
    def is_complete(answer):
        head, found, body = answer.partition(b'\r\n\r\n')
        length = re.search(rb'(?i)\r\ncontent-length: (\d+)', head)
        if found and length:
            return len(body) >= int(length.group(1))
        return bool(found) and body.endswith(b'0\r\n\r\n')

    def request(self, method, target, body=b'', headers=''):
        body = as_bytes(body)
        length = 'Content-Length: %d\r\n' % len(body) if body else ''
        return as_bytes('%s %s HTTP/1.1\r\n%s%s%sConnection: close\r\n\r\n' % (
            method, target, HEAD, headers, length)) + body

    def check(self, title, complaint):
        if complaint is None:
            self.passed += 1
        else:
            self.failed += 1
            print('FAIL %s: %s' % (title, complaint))

    def expect(self, title, data, statuses, must_hold=b'', end=False):
        """The bytes get one of these statuses, and a good request after them succeeds."""
        answer = self.send(data, end)
        found = re.match(rb'HTTP/1\.[01] (\d{3})', answer)
        status = int(found.group(1)) if found else 0
        complaint = None
        if status not in statuses:
            complaint = 'status %d, expected %s: %r' % (status, statuses, answer[:200])
        elif must_hold not in answer:
            complaint = '%r is not in %r' % (must_hold, answer[-600:])
        self.check(title, complaint or self.is_alive())

    def is_alive(self):
        answer = self.send(self.request('GET', USERS + '/admin?format=json'))
        return None if b'"id":"admin"' in answer else 'afterwards: %r' % answer[:200]


def attack_bodies(attacks):
    post = lambda body, headers: attacks.request('POST', USERS + '?format=json', body, headers)
    hint = b'Roster-Hint: '
    attacks.expect('broken JSON', post('{"userid": ', JSON), [500], hint)
    attacks.expect('JSON nested 1,000 deep', post('[' * 1000 + ']' * 1000, JSON), [500], hint)
    attacks.expect('JSON nested 100,000 deep', post('[' * 100_000, JSON), [500], hint)
    attacks.expect('JSON of bytes that are no UTF-8', post(b'{"userid": "\xff\xfe"}', JSON), [500])
    attacks.expect('10,000 groups[]', post('userid=many&password=Plum-Kettle-42' +
                                           '&groups[]=x' * 10_000, FORM), [400])
    attacks.expect('brackets 1,000 deep', post('userid' + '[a]' * 1000 + '=x', FORM), [500])
    attacks.expect('form of bytes that are no UTF-8',
                   post(b'userid=\xff\xfe&password=' + PASSWORD.encode(), FORM), [400, 200])
    attacks.expect('NUL in a form', post('userid=a%00b&password=Plum-Kettle-42', FORM), [400])
    attacks.expect('broken percent signs', post('userid=%&password=%zz%1', FORM), [400])
    attacks.expect('multipart without its end',
                   post('--x\r\nContent-Disposition: form-data; name="userid"\r\n\r\nben',
                        'Content-Type: multipart/form-data; boundary=x\r\n'), [400, 500])
    attacks.expect('multipart without boundary',
                   post('nothing', 'Content-Type: multipart/form-data\r\n'), [500])
    attacks.expect('compressed bytes', post(b'\x1f\x8b\x08' + b'\x00' * 40,
                                            FORM + 'Content-Encoding: gzip\r\n'), [400, 500])
    for byte in list(range(0, 48)) + [92, 127, 128, 255]:
        body = b'userid=x%%%02X/&password=Plum-Kettle-42' % byte
        attacks.expect('a uid with the byte %d' % byte, post(body, FORM), [400, 200])


def attack_framing(attacks):
    start = 'POST %s HTTP/1.1\r\n%s' % (USERS, HEAD + FORM)
    attacks.expect('two lengths', start + 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nuserid',
                   [400])
    attacks.expect('length and chunks', start + 'Content-Length: 5\r\nTransfer-Encoding: chunked'
                   '\r\n\r\n0\r\n\r\n', [400])
    attacks.expect('unknown transfer encoding', start + 'Transfer-Encoding: br\r\n\r\n', [501])
    attacks.expect('a length that is no number', start + 'Content-Length: many\r\n\r\n', [400])
    attacks.expect('a negative length', start + 'Content-Length: -1\r\n\r\n', [400])
    attacks.expect('a length beyond 64 bits', start + 'Content-Length: ' + '9' * 30 + '\r\n\r\n',
                   [400, 413])
    attacks.expect('a body of 100 MB announced', start + 'Content-Length: 104857600\r\n\r\n', [413])
    attacks.expect('a body of 100 MB sent', as_bytes(start + 'Content-Length: 104857600\r\n\r\n') +
                   b'x' * 104_857_600, [413])
    attacks.expect('chunks without end', as_bytes(start + 'Transfer-Encoding: chunked\r\n\r\n') +
                   (b'10000\r\n' + b'x' * 65536 + b'\r\n') * 400, [413])
    attacks.expect('a chunk length that is no number',
                   start + 'Transfer-Encoding: chunked\r\n\r\nxyz\r\n', [400])
    attacks.expect('a body cut off', start + 'Content-Length: 100\r\n\r\nuserid=b', [400], end=True)
    attacks.expect('a header of 1 MB', 'GET %s HTTP/1.1\r\nX: %s\r\n\r\n' % (USERS, 'x' * 1_048_576),
                   [431])
    attacks.expect('a request line of 1 MB', 'GET /%s HTTP/1.1\r\n\r\n' % ('x' * 1_048_576),
                   [431, 414, 400])
    attacks.expect('a method of 1 KB', '%s / HTTP/1.1\r\nHost: localhost\r\n\r\n' % ('M' * 1024),
                   [405, 400, 404, 501])
    attacks.expect('no request at all', 'hello\r\n\r\n', [400])
    attacks.expect('TLS to a plain port', b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400],
                   end=True)
    attacks.expect('NUL in a header', as_bytes('GET %s HTTP/1.1\r\nHost: localhost\r\nX: a' % USERS)
                   + b'\x00b\r\n\r\n', [400])
    attacks.expect('NUL in the path', b'GET /a\x00b HTTP/1.1\r\nHost: localhost\r\n\r\n', [400])
    attacks.expect('no Host', 'GET %s HTTP/1.1\r\n\r\n' % USERS, [400])


def attack_targets(attacks):
    get = lambda target, headers='': attacks.request('GET', target, headers=headers)
    attacks.expect('bytes that are no UTF-8 in the path', get(USERS + '/%ff%fe'), [404])
    attacks.expect('raw bytes in the path', get(USERS + '/\udcff\udcfe'), [404])
    attacks.expect('NUL escaped in the path', get(USERS + '/a%00b'), [404])
    attacks.expect('limits at the end of 64 bits',
                   get(USERS + '?limit=9223372036854775807&offset=9223372036854775807'), [200])
    attacks.expect('limits beyond 64 bits', get(USERS + '?limit=99999999999999999999&offset=1'),
                   [200])
    attacks.expect('the least number as offset', get(USERS + '?offset=-9223372036854775808'), [500])
    attacks.expect('a search of 50 KB', get(USERS + '?search=' + '%25_' * 12_000), [200])
    attacks.expect('a Host of 50 KB', as_bytes('GET %s HTTP/1.1\r\nHost: %s\r\n\r\n' % (
        USERS, 'h' * 50_000)), [400])
    attacks.expect('credentials of 40 KB', as_bytes(
        'GET %s HTTP/1.1\r\nHost: localhost\r\nOCS-APIRequest: true\r\nConnection: close\r\n'
        'Authorization: Basic %s\r\n\r\n' % (USERS, base64.b64encode(b'a:' + b'p' * 30_000).decode())),
        [401], b'Roster-Hint: ')
    attacks.expect('an Accept of commas', get(USERS, 'Accept: %s\r\n' % (',' * 30_000)), [200])
    attacks.expect('cookies of 30 KB', get(USERS, 'Cookie: %s\r\n' % ('a=b; ' * 6_000)), [200])


def attack_patience(attacks):
    """Many clients that never finish do not keep others from being served."""
    waiting = []
    for _ in range(200):
        connection = socket.create_connection(attacks.address, TIMEOUT_S)
        connection.sendall(b'POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nx'
                           % USERS.encode())
        waiting.append(connection)
    begun = time.monotonic()
    complaint = attacks.is_alive()
    if complaint is None and time.monotonic() - begun > 5:
        complaint = 'the good request waited for the others'
    for connection in waiting:
        connection.close()
    attacks.check('200 bodies that never end', complaint or attacks.is_alive())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--roster', required=True)
    options = parser.parse_args()
    with wire.Scratch() as scratch:
        wire.make_template(options.roster, Sqlite(), scratch / 'data', 'plain')
        # Every attack may be the first of many: nothing is to be refused for its number.
        wire.must(wire.run_roster(options.roster, [
            '--data-dir', scratch / 'data', 'config:system:set',
            'auth.bruteforce.protection.enabled', '--type=boolean', '--value=false']))
        server = wire.Server(options.roster, scratch / 'data')
        attacks = Attacks(server.address)
        for attack in (attack_bodies, attack_framing, attack_targets, attack_patience):
            attack(attacks)
        remember([PASSWORD])
        leaks = find_secrets([PASSWORD], written_texts(
            scratch / 'data', Sqlite(), server.all_errors()))
        attacks.check('no log shows a password', '\n'.join(leaks) or None)
        attacks.check('the end of the server', server.stop())
    print('%d passed, %d failed, 0 skipped' % (attacks.passed, attacks.failed))
    sys.exit(1 if attacks.failed else 0)


if __name__ == '__main__':
    main()
