# SPDX-License-Identifier: Apache-2.0
"""One recorded exchange: filling in a request, sending it, comparing the answer."""
import base64
import gzip
import http.client
import re

HEADERS = ['Content-Type', 'Content-Security-Policy', 'Feature-Policy', 'X-Robots-Tag',
           'Cache-Control', 'X-User-Id', 'WWW-Authenticate', 'Allow', 'Location', 'Retry-After',
           'Content-Encoding']
# Compared only where a recording lists them.
LISTED_HEADERS = ['ETag', 'Access-Control-Allow-Origin', 'Content-Disposition',
                  'X-Nextcloud-Maintenance-Mode', 'X-Nextcloud-Bruteforce-Throttled',
                  'X-NC-IsCustomAvatar']
VARIABLE = re.compile(r'\{\{([A-Za-z][A-Za-z0-9_]*)\}\}')
PLACEHOLDER = re.compile(r'\{\{(token:[A-Za-z0-9_]+|[A-Za-z][A-Za-z0-9_]*)\}\}')
SESSION_COOKIE = re.compile(r'^oc[a-z0-9]{10}$')
USER_AGENT = 'golden-replay/1.0'

PATTERNS = {
    'int': r'-?\d+',
    'num': r'-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?',
    'any': r'.*?',
    'alnum': r'[A-Za-z0-9]+',
    'datadir': r'[^"<>]*?',
    # Only in table rows:
    'hash': r'[A-Za-z0-9$,=+/|.]+',
    'cipher': r'[A-Za-z0-9|+/=]+',
    'time': r'\d{10}',
    'datetime': r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d',
}


# ---- Templates: text with placeholders --------------------------------------------------------

def substitute(text, values):
    """A request's text with {{NAME}} replaced by what an earlier answer showed."""
    if not isinstance(text, str):
        return text
    return VARIABLE.sub(lambda found: str(values.get(found.group(1), found.group(0))), text)


def template_pattern(template, values):
    """-> (regular expression, names of the tokens it captures in order)"""
    parts, position, names = [], 0, []
    for found in PLACEHOLDER.finditer(template):
        parts.append(re.escape(template[position:found.start()]))
        name = found.group(1)
        if name.startswith('token:'):
            names.append(name[len('token:'):])
            parts.append(r'([A-Za-z0-9_\-+/=.~%:\\]+)')
        elif name in PATTERNS:
            parts.append(PATTERNS[name])
        else:
            parts.append(re.escape(str(values.get(name, found.group(0)))))
        position = found.end()
    parts.append(re.escape(template[position:]))
    return re.compile('(?s)' + ''.join(parts) + r'\Z'), names


def match(template, text, values):
    """Whether the text fits; what {{token:X}} matched is kept in values, `\\/` read as `/`."""
    if '{{' not in template:
        return template == text
    pattern, names = template_pattern(template, values)
    found = pattern.match(text)
    if not found:
        return False
    for name, value in zip(names, found.groups()):
        values[name] = value.replace('\\/', '/')
    return True


# ---- Answers ----------------------------------------------------------------------------------

def compared_headers(headers, listed):
    shown = {}
    for name in HEADERS + listed:
        found = [value for key, value in headers if key.lower() == name.lower()]
        if found:
            shown[name] = ', '.join(found)
    if any(key.lower() == 'content-length' for key, _ in headers):
        shown['Content-Length'] = True
    cookies = {value.split('=', 1)[0].strip() for key, value in headers
               if key.lower() == 'set-cookie'}
    if cookies:
        shown['Set-Cookie'] = sorted('{{instanceid}}' if SESSION_COOKIE.match(name) else name
                                     for name in cookies)
    return shown


def first_difference(template, text, values):
    """The first line (of one-line JSON: member) that differs, for people."""
    wanted, got = template.split('\n'), text.split('\n')
    if len(wanted) == 1 and len(got) == 1:
        wanted = template.replace(',"', ',\n"').split('\n')
        got = text.replace(',"', ',\n"').split('\n')
    for number in range(max(len(wanted), len(got))):
        a = wanted[number] if number < len(wanted) else '<end>'
        b = got[number] if number < len(got) else '<end>'
        if not match(a, b, dict(values)):
            return 'body line %d\n      expected: %s\n      actual:   %s' % (
                number + 1, a[:600], b[:600])
    return 'body differs\n      expected: %r\n      actual:   %r' % (template[:600], text[:600])


def compare_body(expected, data, values):
    """-> a description of the first difference, or None"""
    if expected.get('body_b64') is not None:
        same = expected['body_b64'] == base64.b64encode(data).decode()
        return None if same else 'body (binary) differs'
    template = expected['body']
    try:
        text = data.decode('utf-8')
    except UnicodeDecodeError:
        if '{{any}}' not in template:
            return first_difference(template, repr(data[:300]), values)
        text = data.decode('utf-8', 'replace')
    return None if match(template, text, values) else first_difference(template, text, values)


def compare(expected, answer, values):
    """-> descriptions of what differs from the recorded answer; captures tokens into values"""
    status, headers, data = answer
    differences = []
    if status != expected['status']:
        differences.append('status: expected %s, actual %s' % (expected['status'], status))
    wanted = expected.get('headers') or {}
    listed = [name for name in LISTED_HEADERS if name in wanted]
    got = compared_headers(headers, listed)
    for name in HEADERS + listed + ['Content-Length', 'Set-Cookie']:
        a, b = wanted.get(name), got.get(name)
        if a != b and not (isinstance(a, str) and isinstance(b, str) and match(a, b, values)):
            differences.append('header %s: expected %r, actual %r' % (name, a, b))
    difference = compare_body(expected, data, values)
    return differences + ([difference] if difference else [])


# ---- Requests ---------------------------------------------------------------------------------

def drop_cookies(jar, names):
    for name in names:
        for key in list(jar):
            if key == name or (name == '{{instanceid}}' and SESSION_COOKIE.match(key)):
                del jar[key]


def keep_cookies(jar, headers):
    for key, value in headers:
        if key.lower() == 'set-cookie':
            name, _, content = value.partition(';')[0].partition('=')
            if content in ('', 'deleted'):
                jar.pop(name.strip(), None)
            else:
                jar[name.strip()] = content


def header_lines(request, address, values):
    """The headers sent, in the order in which the recordings were made, without the body's."""
    own = {name: substitute(value, values)
           for name, value in (request.get('headers') or {}).items()}
    present = {name.lower() for name in own}
    lines = [(name, value) for name, value in
             (('Host', address), ('User-Agent', USER_AGENT), ('Accept', '*/*'))
             if name.lower() not in present]
    if request.get('jar') is not None:
        jar = values.setdefault('#jar:' + request['jar'], {})
        drop_cookies(jar, request.get('drop') or [])
        if jar:
            lines.append(('Cookie', '; '.join('%s=%s' % pair for pair in jar.items())))
    if request.get('auth') is not None:
        pair = ':'.join(substitute(part, values) for part in request['auth'])
        lines.append(('Authorization', 'Basic ' + base64.b64encode(pair.encode()).decode()))
    return lines + [(name, value if value.isascii() else value.encode())
                    for name, value in own.items()]


def send(address, request, values):
    """Sends one recorded request on a connection of its own -> (status, headers, body)"""
    body = None
    if request.get('body_b64') is not None:
        body = base64.b64decode(request['body_b64'])
    elif request.get('body') is not None:
        body = substitute(request['body'], values).encode()
    connection = http.client.HTTPConnection(address, timeout=60)
    try:
        connection.putrequest(request['method'], substitute(request['path'], values),
                              skip_host=True, skip_accept_encoding=True)
        lines = header_lines(request, address, values)
        for name, value in lines:
            connection.putheader(name, value)
        if body is not None and not any(name.lower() == 'content-length' for name, _ in lines):
            connection.putheader('Content-Length', str(len(body)))
        connection.putheader('Connection', 'close')
        connection.endheaders(body)
        response = connection.getresponse()
        data, headers = response.read(), response.getheaders()
    finally:
        connection.close()
    if data and (response.getheader('Content-Encoding') or '').lower() == 'gzip':
        data = gzip.decompress(data)
    if request.get('jar') is not None:
        keep_cookies(values['#jar:' + request['jar']], headers)
    return response.status, headers, data
