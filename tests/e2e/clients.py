#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real clients against a real server: curl with Basic, Bearer and a cookie jar, over http, over
TLS and through nginx as a proxy; `openssl s_client` for what TLS is spoken.
"""
import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / 'tests'), str(ROOT / 'tests/wire')]

# pylint: disable=wrong-import-position
import wire  # noqa: E402
from databases import Sqlite  # noqa: E402
from console_walk import Count, free_port  # noqa: E402

COMMAND_TIMEOUT_S, WAIT_S = 60, 10
USER = '/ocs/v2.php/cloud/user?format=json'
EDIT = '/ocs/v2.php/cloud/users/admin'
OCS = ('-H', 'OCS-APIRequest: true')
BASIC = ('-u', 'admin:admin')


class Answer:
    def __init__(self, text):
        head, _, self.body = text.replace('\r\n', '\n').partition('\n\n')
        self.status = int((head.split() + ['', '0'])[1])
        self.head = head

    def header(self, name):
        """The value of the first header of that name, '' if there is none."""
        found = re.search(r'(?mi)^%s: (.*)$' % re.escape(name), self.head)
        return found.group(1) if found else ''

    def data(self):
        return json.loads(self.body)['ocs']['data']


class Client:
    """curl as one would type it, with the options that every call of this client has."""

    def __init__(self, url, *options):
        self.url, self.options = url, options

    def __call__(self, path, *options):
        done = subprocess.run(['curl', '-sS', '-i', '--noproxy', '*', *self.options, *options,
                               path if '://' in path else self.url + path],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=COMMAND_TIMEOUT_S, check=False)
        return Answer(done.stdout.decode(errors='replace'))


class Home:
    """A data directory and what belongs to it."""

    def __init__(self, roster, scratch):
        self.roster, self.scratch = roster, scratch
        self.data = scratch / 'data'
        wire.make_template(roster, Sqlite(), self.data, 'plain')
        self.certificate, self.key = self.data / 'tls-certificate.pem', self.data / 'tls-key.pem'

    def occ(self, *arguments):
        wire.must(wire.run_roster(self.roster, ['--data-dir', self.data] + list(arguments)))

    def set(self, key, value):
        self.occ('config:system:set', *key.split(), '--value=' + value)

    @contextlib.contextmanager
    def serve(self, count, *options):
        server = wire.Server(self.roster, self.data, options)
        try:
            yield server
        finally:
            count.check('the server ends well', server.stop())

    def log(self):
        path = self.data / 'nextcloud.log'
        return path.read_text(encoding='utf-8') if path.exists() else ''


def expect(count, title, held, seen=''):
    count.check(title, '' if held else 'not so: %s' % (seen or 'nothing to see'))


def answered(count, title, answer, status):
    expect(count, title, answer.status == status, answer.head + '\n' + answer.body)


# ---- Ways to log in ---------------------------------------------------------------------------

def log_in_with_cookies(count, name, client, scratch):
    """The seed of all trouble: load a page, take its cookies and /csrftoken, send both."""
    jar = str(scratch / ('jar-' + name))
    browser = Client(client.url, *client.options, '-b', jar, '-c', jar)
    answered(count, name + ': the page', browser('/login'), 200)

    def token():
        return ('-H', 'requesttoken: ' + json.loads(browser('/csrftoken').body)['token'])

    form = ('--data-urlencode', 'user=admin', '--data-urlencode', 'password=admin')
    answered(count, name + ': the form', browser('/login', *token(), '-H', 'Origin: ' + client.url,
                                                 *form), 303)
    answered(count, name + ': cookies and token', browser(USER, *token()), 200)
    answered(count, name + ': cookies without token', browser(USER), 412)
    answered(count, name + ': a change', browser(
        EDIT, *token(), '-X', 'PUT', '-d', 'key=display&value=Ada'), 200)
    stale = ('-H', 'requesttoken: AAAA:BBBB')
    answered(count, name + ': another token', browser(USER, *stale), 412)
    return browser


def log_in_every_way(count, name, client, scratch):
    answered(count, name + ': nobody', client(USER, *OCS), 401)
    answered(count, name + ': Basic', client(USER, *OCS, *BASIC), 200)
    answered(count, name + ': Basic without the header', client(USER, *BASIC), 412)
    made = client('/ocs/v2.php/core/getapppassword?format=json', *OCS, *BASIC)
    answered(count, name + ': an app password', made, 200)
    secret = made.data()['apppassword']
    bearer = ('-H', 'Authorization: Bearer ' + secret)
    answered(count, name + ': Bearer', client(USER, *OCS, *bearer), 200)
    answered(count, name + ': the app password as Basic',
             client(USER, *OCS, '-u', 'admin:' + secret), 200)
    answered(count, name + ': the app password goes', client(
        '/ocs/v2.php/core/apppassword', *OCS, *bearer, '-X', 'DELETE'), 200)
    answered(count, name + ': and is gone', client(USER, *OCS, *bearer), 401)
    log_in_with_cookies(count, name, client, scratch)


def check_plain(count, home):
    with home.serve(count) as server:
        client = Client('http://' + server.address)
        log_in_every_way(count, 'http', client, home.scratch)
        answer = client('/status.php')
        expect(count, 'http: no header holds clients to https',
               not answer.header('Strict-Transport-Security'), answer.head)


# ---- TLS --------------------------------------------------------------------------------------

def s_client(address, *options):
    """-> what openssl says about a handshake"""
    done = subprocess.run(['openssl', 's_client', '-connect', address, *options],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=COMMAND_TIMEOUT_S, check=False)
    return done.stdout.decode(errors='replace')


def check_versions(count, address, certificate):
    # Security level 0: else openssl itself would not try what is old.
    for option, version in (('-tls1_2', 'TLSv1.2'), ('-tls1_3', 'TLSv1.3')):
        said = s_client(address, option, '-CAfile', str(certificate), '-alpn', 'h2,http/1.1')
        expect(count, 'TLS: %s is spoken' % version, version in said and
               'Verify return code: 0 (ok)' in said and 'ALPN protocol: http/1.1' in said, said)
    for option in ('-tls1_1', '-tls1'):
        said = s_client(address, option, '-cipher', 'ALL:@SECLEVEL=0')
        expect(count, 'TLS: %s is refused' % option, 'Cipher is (NONE)' in said and
               'alert' in said, said)


def serial(address):
    """Tells one certificate from another."""
    host, port = address.split(':')
    return ssl.get_server_certificate((host, int(port)))


def waits_for(condition):
    deadline = time.monotonic() + WAIT_S
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def check_reload(count, home, server):
    """A new certificate for new connections, none for a broken one; no connection is dropped."""
    before = serial(server.address)
    host, port = server.address.split(':')
    context = ssl.create_default_context(cafile=home.certificate)
    with socket.create_connection((host, int(port)), WAIT_S) as plain, \
            context.wrap_socket(plain, server_hostname='localhost') as kept:
        home.occ('tls:self-signed', '--force')
        server.process.send_signal(signal.SIGHUP)
        expect(count, 'TLS: SIGHUP brings the new certificate',
               waits_for(lambda: serial(server.address) != before))
        kept.sendall(b'GET /status.php HTTP/1.1\r\nHost: localhost\r\n\r\n')
        expect(count, 'TLS: the connection from before goes on',
               kept.recv(4096).startswith(b'HTTP/1.1 200'))
    now = serial(server.address)
    key = home.key.read_text(encoding='utf-8')
    home.key.write_text('broken\n', encoding='utf-8')
    server.process.send_signal(signal.SIGHUP)
    expect(count, 'TLS: the log says why a key cannot be used',
           waits_for(lambda: 'The certificate that was in use stays.' in home.log()), home.log())
    expect(count, 'TLS: the certificate stays', serial(server.address) == now)
    home.key.write_text(key, encoding='utf-8')


def exchange_raw(address, data):
    """-> what comes back for these bytes up to the end of the connection"""
    host, port = address.split(':')
    with socket.create_connection((host, int(port)), WAIT_S) as connection:
        connection.settimeout(WAIT_S + 10)
        received = b''
        with contextlib.suppress(ConnectionError):
            connection.sendall(data)
            while chunk := connection.recv(65536):
                received += chunk
        return received


HELLO = bytes.fromhex('160301002c0100002803030000000000000000000000000000000000000000000000000000'
                      '00000000000000000213010100')
GARBAGE = {
    'bytes that are nothing': bytes(range(128, 256)) * 100,
    'zeros': bytes(5000),
    'a record of a wrong length': b'\x16\x03\x01\xff\xff' + b'x' * 70000,
    'an alert': b'\x15\x03\x01\x00\x02\x02\x28',
    'data before the handshake': b'\x17\x03\x03\x00\x05hello',
    'an empty record': b'\x16\x03\x01\x00\x00',
    'a hello that lies about its length': b'\x16\x03\x01\x00\x06\x01\xff\xff\xff\x03\x03',
    'a hello without ciphers in common': HELLO[:47] + b'\x00\x2f' + HELLO[49:],
    'two hellos': HELLO + HELLO,
    'SSL 2': b'\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10' + b'\x01\x00\x80' * 7,
    'SSH': b'\x00SSH-2.0-OpenSSH_9.2\r\n',
}


def check_hostile_input(count, client, address):
    """None of it hangs or ends the server, and it goes on serving others."""
    for name, data in GARBAGE.items():
        begun = time.monotonic()
        received = exchange_raw(address, data)
        expect(count, 'TLS: %s ends the connection' % name,
               time.monotonic() - begun < WAIT_S + 5 and b'HTTP' not in received, received[:80])
    told = client('http://%s/status.php' % address)
    expect(count, 'TLS: plain HTTP is told so',
           told.status == 400 and 'https://' in told.body, told.head)
    answered(count, 'TLS: after garbage', client('/status.php'), 200)


def check_many_slow_clients(count, client, address):
    """Handshakes that never end keep nobody else from being served."""
    host, port = address.split(':')
    with contextlib.ExitStack() as stack:
        for number in range(300):
            connection = stack.enter_context(socket.create_connection((host, int(port)), WAIT_S))
            connection.sendall(HELLO[:number % len(HELLO)])
        begun = time.monotonic()
        answered(count, 'TLS: 300 handshakes that never end', client('/status.php'), 200)
        expect(count, 'TLS: nobody waits for them', time.monotonic() - begun < 5)


def check_flood(count, client, address):
    """Handshakes in a storm, given up half way, beside a client that gets its answers."""
    def storm():
        for _ in range(50):
            with contextlib.suppress(OSError):
                exchange_raw(address, HELLO + b'\x16\x03\x03\x00\x04junk')

    threads = [threading.Thread(target=storm) for _ in range(8)]
    for thread in threads:
        thread.start()
    answers = [client('/status.php').status for _ in range(10)]
    for thread in threads:
        thread.join()
    expect(count, 'TLS: beside 400 broken handshakes', answers == [200] * 10, answers)


def check_redirect(count, home, server, port):
    redirected = Client('http://127.0.0.1:%s' % port)
    answer = redirected('/index.php/login?a=b')
    expect(count, 'redirect: http goes to https', answer.status == 308 and
           answer.header('Location') == 'https://%s/index.php/login?a=b' % server.address,
           answer.head)
    followed = redirected(USER, *OCS, *BASIC, '-L', '--location-trusted', '--cacert',
                          str(home.certificate))
    expect(count, 'redirect: curl follows it', '"id":"admin"' in followed.body, followed.body)


def check_tls(count, home):
    home.occ('tls:self-signed')
    expect(count, 'TLS: only the owner reads the key', home.key.stat().st_mode & 0o777 == 0o600)
    port = free_port()
    options = ('--tls-cert', home.certificate, '--tls-key', home.key,
               '--redirect-http', '127.0.0.1:' + port)
    with home.serve(count, *options) as server:
        client = Client('https://' + server.address, '--cacert', str(home.certificate))
        log_in_every_way(count, 'TLS', client, home.scratch)
        page = client('/login')
        cookies = re.findall(r'(?mi)^set-cookie: (.*)$', page.head)
        expect(count, 'TLS: every cookie is secure', len(cookies) >= 4 and
               all('; secure' in cookie.lower() for cookie in cookies), cookies)
        expect(count, 'TLS: clients are held to https',
               page.header('Strict-Transport-Security') == 'max-age=15552000', page.head)
        start = client('/').header('Location')
        expect(count, 'TLS: addresses are https', start == client.url + '/login', start)
        check_versions(count, server.address, home.certificate)
        check_redirect(count, home, server, port)
        check_hostile_input(count, client, server.address)
        check_many_slow_clients(count, client, server.address)
        check_flood(count, client, server.address)
        check_reload(count, home, server)
    home.set('roster.tls.certificate', 'tls-certificate.pem')
    home.set('roster.tls.key', 'tls-key.pem')
    with home.serve(count) as server:
        client = Client('https://' + server.address, '--cacert', str(home.certificate))
        answered(count, 'TLS: by the settings', client('/status.php'), 200)
    home.occ('config:system:delete', 'roster.tls.certificate')
    home.occ('config:system:delete', 'roster.tls.key')


def refusal(home, *options):
    """-> what serve says when it does not want to"""
    done = subprocess.run([home.roster, 'serve', '--data-dir', home.data, *options],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=COMMAND_TIMEOUT_S, check=False)
    return done.stdout.decode(errors='replace') if done.returncode else ''


def check_exposure(count, home):
    said = refusal(home, '--listen', '0.0.0.0:0')
    expect(count, 'serve: other machines need TLS', '--tls-cert' in said and
           '--insecure-http' in said and 'trusted_proxies' in said, said)
    server = wire.Server(home.roster, home.data, ('--insecure-http',), '0.0.0.0:0')
    expect(count, 'serve: the log knows that passwords travel in clear',
           'passwords travel in clear' in home.log(), home.log())
    count.check('serve: ends', server.stop())


# ---- Behind nginx -----------------------------------------------------------------------------

NGINX = '''\
daemon off;
pid %(folder)s/nginx.pid;
error_log %(folder)s/error.log;
events {}
http {
    access_log off;
    client_body_temp_path %(folder)s/body;
    proxy_temp_path %(folder)s/proxy;
    fastcgi_temp_path %(folder)s/fastcgi;
    uwsgi_temp_path %(folder)s/uwsgi;
    scgi_temp_path %(folder)s/scgi;
    server {
        listen 127.0.0.1:%(port)s ssl;
        ssl_certificate %(certificate)s;
        ssl_certificate_key %(key)s;
        location / {
            proxy_pass http://%(upstream)s;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
        }
    }
}
'''


@contextlib.contextmanager
def nginx(home, upstream):
    """-> the port of an nginx of our own that speaks TLS and hands on to the server"""
    folder = home.scratch / 'nginx'
    folder.mkdir(exist_ok=True)
    port = free_port()
    (folder / 'nginx.conf').write_text(NGINX % {
        'folder': folder, 'port': port, 'certificate': home.certificate, 'key': home.key,
        'upstream': upstream}, encoding='utf-8')
    program = shutil.which('nginx', path='%s:/usr/sbin:%s/build/nginx/usr/sbin' % (
        os.environ['PATH'], ROOT))
    with open(folder / 'output', 'w', encoding='utf-8') as output:
        process = subprocess.Popen([program, '-p', folder, '-c', folder / 'nginx.conf',
                                    '-e', folder / 'error.log'],
                                   stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        if not waits_for(lambda: is_open(port)):
            raise RuntimeError((folder / 'output').read_text(encoding='utf-8'))
        yield port
    finally:
        process.terminate()
        process.wait(WAIT_S)


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(('127.0.0.1', int(port))) == 0


def says_it_comes_from(address):
    return ('-H', 'X-Forwarded-For: ' + address)


def wrong_password_from(client, *options):
    return client(USER, *OCS, '-u', 'admin:nothing-of-the-kind', *options)


def check_untrusted(count, home, client):
    """Nobody is believed before a proxy is trusted."""
    wrong_password_from(client, *says_it_comes_from('198.51.100.1'))
    expect(count, 'proxy: a made-up address is not believed',
           "Remote IP: '127.0.0.1'" in home.log() and '198.51.100.1' not in home.log(),
           home.log()[-600:])
    home.occ('security:bruteforce:reset', '127.0.0.1')


def check_spoofing(count, home, client):
    """The client is 127.0.0.2, which nginx adds to what the client says of itself."""
    wrong_password_from(client, '--interface', '127.0.0.2', *says_it_comes_from('198.51.100.7'))
    expect(count, 'proxy: the address that nginx saw counts', waits_for(
        lambda: "Remote IP: '127.0.0.2'" in home.log()) and '198.51.100.7' not in home.log(),
           home.log()[-600:])


def check_throttle(count, home, client):
    """Guesses are counted for the client behind the proxy, and for no other."""
    home.set('auth.bruteforce.protection.enabled', 'true')
    guesser = says_it_comes_from('203.0.113.9')
    for _ in range(12):
        last = wrong_password_from(client, *guesser)
    answered(count, 'proxy: the guesser is throttled', last, 429)
    answered(count, 'proxy: others are not', client(USER, *OCS, *BASIC), 200)
    shown = subprocess.run([home.roster, '--data-dir', home.data,
                            'security:bruteforce:attempts', '203.0.113.9'],
                           stdout=subprocess.PIPE, check=False).stdout.decode()
    expect(count, 'proxy: its attempts are shown', 'attempts: 11' in shown, shown)
    expect(count, 'proxy: the log has its address', "Remote IP: '203.0.113.9'" in home.log())


def check_proxy(count, home):
    with home.serve(count) as server, nginx(home, server.address) as port:
        direct = Client('http://' + server.address)
        client = Client('https://localhost:' + port, '--cacert', str(home.certificate))
        check_untrusted(count, home, direct)
        check_untrusted(count, home, client)
        expect(count, 'proxy: its https is not believed either',
               client('/').header('Location').startswith('http://'))
        home.set('trusted_proxies 0', '127.0.0.1')
        log_in_every_way(count, 'proxy', client, home.scratch)
        start = client('/').header('Location')
        expect(count, 'proxy: addresses are those that were asked for',
               start == client.url + '/login', start)
        expect(count, 'proxy: cookies are secure', '; secure' in client('/login').head)
        check_spoofing(count, home, client)
        # nginx appends the address of its client, which is a trusted one here: the one before
        # counts, as with a chain of proxies.
        check_throttle(count, home, client)
        home.set('overwritehost', 'accounts.example.org')
        expect(count, 'proxy: overwritehost names the address', client('/').header(
            'Location') == 'https://accounts.example.org/login', client('/').head)
        home.occ('config:system:delete', 'overwritehost')
        home.occ('config:system:delete', 'trusted_proxies')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--roster', default='build/dev/roster')
    options = parser.parse_args()
    count = Count()
    with wire.Scratch() as scratch:
        home = Home(os.path.abspath(options.roster), scratch)
        for part in (check_plain, check_tls, check_exposure, check_proxy):
            part(count, home)
    print(count.report, end='')
    print('%d passed, %d failed, 0 skipped' % (count.passed, count.failed))
    sys.exit(1 if count.failed else 0)


if __name__ == '__main__':
    main()
