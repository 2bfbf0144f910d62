#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks what the compiler does not: include levels, limits, names, and what the documents name.

There are no exemptions; tables of data belong into .inc files, which have no limit of lines.
"""
import argparse
import collections
import concurrent.futures
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_FILE_LINES, MAX_FUNCTION_LINES, MAX_COLUMNS, MAX_FOLDER_FILES = 400, 60, 100, 25

# Who may include whom, besides its own folder.
BELOW_SERVICE = {'service', 'directory', 'http', 'model', 'base'}
MAY_INCLUDE = {
    'base': set(),
    'model': {'base'},
    'http': {'base'},
    'storage': {'model', 'base'},
    'directory': {'storage', 'model', 'base'},
    'service': {'directory', 'http', 'model', 'base'},
    'ocs': BELOW_SERVICE, 'scim': BELOW_SERVICE, 'api': BELOW_SERVICE, 'console': BELOW_SERVICE,
    'cli': {'http', 'model', 'base'},
    'net': {'http', 'model', 'base'},
    'app': None,  # Everybody.
}
CRYPTO_HEADER = re.compile(r'<(openssl/.*|sodium.*|argon2\.h|crypt\.h)>')
MAY_USE_CRYPTO = re.compile(r'src/base/crypto/\w+\.cpp$|src/net/tls\.cpp$|tests/net/tls_client\.h$')
# Strings, character literals and comments.
OPAQUE = re.compile(r'R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\''
                    r'|//[^\n]*|/\*.*?\*/', re.S)
CONTAINER = re.compile(r'(template\s*<.*>\s*)?(inline\s+|typedef\s+|static\s+|constexpr\s+)*'
                       r'(namespace|class|struct|union|enum|extern)\b[^()]*$', re.S)
# Places that exist only where the project was written. (Spelled so as not to find itself.)
MACHINE_PATH = re.compile(r'(?<![\w.{}])/(?:[w]ork|[r]oot)/|[a]rtifactory|[n]exus/repository')
SIGNPOSTS = ('docs/glossary.md', 'docs/finding-your-way.md')
# Names and words that were given up, and what to write in their place.
GIVEN_UP = {
    'DatabaseLocation': 'ConnectionSettings', 'Guessers': 'PenaltyBox',
    'LoginMemory': 'VerifiedPasswords', 'Surroundings': 'CommandContext',
    'check_person': 'check_password_of', 'claim_again': 'lock_again', 'claim_group': 'lock_group',
    'claim_new_user': 'lock_new_user', 'claim_rows': 'user_locks', 'claim_user': 'lock_user',
    'catalogues.h': 'translation_files.h', 'delete_claim': 'delete_user_lock',
    'guessers': 'penalty_box', 'health_rows': 'integrity_checks',
    'insert_stock_rows': 'insert_seed_rows', 'known_logins': 'login_cache',
    'location.h': 'connection_settings.h', 'login_memory': 'verified_passwords',
    'lookup.h': 'api_calls.h', 'memory.h': 'read_cache.h', 'page_answers': 'html_responses',
    'page_rows': 'page_routes', 'patient thread': 'low-priority worker',
    'person_check': 'password_check', 'plain_pages': 'static_pages',
    'signatures.h': 'php_signatures.h', 'standard.h': 'pch.h', 'stock_apps': 'bundled_apps',
    'surroundings.h': 'command_context.h', 'texts.h': 'translations.h',
    'texts.inc': 'translations.inc', 'words.h': 'redaction.h', 'work.h': 'call_memo.h',
}
DOCUMENT_PATH = re.compile(r'(?<![\w/.-])((?:src|tests|docs|bench|scripts|packaging)/[\w./*-]*)')
COMMAND = re.compile(r'(?<![\w/.-])(?:\S*/)?roster((?:[ \t]+--[a-z-]+(?:[= ][^\s`]+)?)*)[ \t]+'
                     r'([a-z][a-z0-9-]*(?::[a-z0-9-]+)*)')


def listed_files():
    """Tracked files and those that would be."""
    names = subprocess.run(['git', '-c', 'safe.directory=*', '-c', 'core.quotePath=false',
                            'ls-files', '-co', '--exclude-standard'], cwd=ROOT, check=True,
                           stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def read(path):
    """The text of a file; None when it is not text."""
    try:
        return path.read_text(encoding='utf-8')
    except UnicodeDecodeError:
        return None


FILES = {path.relative_to(ROOT).as_posix(): read(path) for path in listed_files()}
FILES = {name: text for name, text in FILES.items() if text is not None}
CPP = {name: text for name, text in FILES.items()
       if re.match(r'(src|tests|bench)/.*\.(cpp|h|inc)$', name)}
CODE = {name: text for name, text in CPP.items() if not name.endswith('.inc')}
DOCUMENTS = {name: text for name, text in FILES.items()
             if re.match(r'(docs/.*|README|CONTRIBUTING)\.md$', name)}


def includes(name):
    """-> (line number, what stands between the quotes or brackets, these included)"""
    for number, line in enumerate(CPP[name].splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*(["<][^">]+[">])', line)
        if found:
            yield number, found.group(1)


def includes_point_down():
    for name in CPP:
        if not name.startswith('src/') or name.count('/') < 2:
            continue
        folder = name.split('/')[1]
        if folder not in MAY_INCLUDE:
            yield '%s: the folder %s has no level' % (name, folder)
            continue
        for number, target in includes(name):
            other = target.strip('"').split('/')[0]
            if target[0] != '"' or MAY_INCLUDE[folder] is None or other == folder:
                continue
            if other not in MAY_INCLUDE[folder]:
                yield '%s:%d: %s may not include %s' % (name, number, folder, target)


def only_crypto_includes_crypto_libraries():
    for name in CPP:
        for number, target in includes(name):
            if CRYPTO_HEADER.match(target) and not MAY_USE_CRYPTO.match(name):
                yield '%s:%d: only src/base/crypto and TLS in net include %s' % (
                    name, number, target)


def only_directory_reaches_rows():
    for name in CPP:
        for number, target in includes(name):
            if target == '"directory/rows.h"' and not re.match(r'(src|tests)/directory/', name):
                yield '%s:%d: only src/directory reaches the tables of a transaction' % (
                    name, number)


def secrets_and_names_have_their_types():
    """In the headers of directory and model: Uid, Gid and Secret, and no texts, have these names."""
    text = re.compile(r'std::string(?:_view)?>?(?: const)?\s*&?\s*'
                      r'((?:\w+_)?(?:uid|gid|password|secret|token))\b(?!\()')
    lists = re.compile(r'(?:vector|span|set)<(?:const )?std::string>(?: const)?\s*&?\s*'
                       r'((?:\w+_)?(?:uids|gids|passwords|tokens))\b(?!\()')
    for name in CPP:
        if re.match(r'src/(directory|model)/(\w+/)?\w+\.h$', name):
            for number, line in enumerate(CPP[name].splitlines(), 1):
                for found in (*text.finditer(line), *lists.finditer(line)):
                    yield '%s:%d: %s is a text; model/uid.h has a type for it' % (
                        name, number, found.group(1))


def functions(text):
    """-> (first line, last line) of each function, test case or method with a body"""
    text = OPAQUE.sub(lambda found: ('' if found.group(0)[0] == '/' else '""')
                      + '\n' * found.group(0).count('\n'), text)
    text = re.sub(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', lambda found: '\n' * found.group(0).count('\n'),
                  text, flags=re.M)
    stack, start = [], 0  # Of (kind, line of the first word); start of the present statement.
    for found in re.finditer(r'[{};]', text):
        head = text[start:found.start()]
        line = text.count('\n', 0, start + len(head) - len(head.lstrip())) + 1
        if found.group() == '{':
            inside = bool(stack) and stack[-1][0] != 'container'
            kind = 'container' if CONTAINER.match(head.strip()) else 'body'
            if inside or head.rstrip().endswith(('=', ',')):
                kind = 'block'
            stack.append((kind, line))
        elif found.group() == '}' and stack:
            kind, line = stack.pop()
            if kind == 'body':
                yield line, text.count('\n', 0, found.start()) + 1
        start = found.end()


def limits_hold():
    for name, text in CODE.items():
        lines = text.splitlines()
        if len(lines) > MAX_FILE_LINES:
            yield '%s: %d lines, at most %d' % (name, len(lines), MAX_FILE_LINES)
        for number, line in enumerate(lines, 1):
            if len(line) > MAX_COLUMNS:
                yield '%s:%d: %d columns, at most %d' % (name, number, len(line), MAX_COLUMNS)
        for first, last in functions(text):
            if last - first + 1 > MAX_FUNCTION_LINES:
                yield '%s:%d: a function of %d lines, at most %d' % (
                    name, first, last - first + 1, MAX_FUNCTION_LINES)


def files_start_with_their_licence():
    for name, text in FILES.items():
        is_script = name.endswith('.py') or text.startswith('#!')
        if (name in CPP or is_script) and text:
            line = text.splitlines()[1 if text.startswith('#!') else 0:][:1]
            mark = '#' if is_script else '//'
            if line != [mark + ' SPDX-License-Identifier: Apache-2.0']:
                yield '%s: does not begin with its SPDX line' % name


def nothing_is_left_to_do():
    for name, text in FILES.items():
        if name in CPP or name.endswith('.py'):
            for number, line in enumerate(text.splitlines(), 1):
                if re.search(r'\b(TO[D]O|FIX[M]E|XX[X])\b', line):
                    yield '%s:%d: %s' % (name, number, line.strip())


def no_header_is_dead():
    used = {target.strip('"') for name in CPP for _, target in includes(name)}
    used |= set(re.findall(r'[\w/]+\.h', FILES.get('CMakeLists.txt', '')))
    for name in CPP:
        if not name.endswith('.cpp') and not any(('/' + name).endswith('/' + target)
                                                 for target in used):
            yield '%s: included nowhere' % name


def test_titles_are_unique():
    places = collections.defaultdict(list)
    for name, text in CPP.items():
        for found in re.finditer(r'TEST_CASE\(\s*((?:"(?:\\.|[^"\\])*"\s*)+)', text):
            title = ''.join(re.findall(r'"((?:\\.|[^"\\])*)"', found.group(1)))
            places[title].append('%s:%d' % (name, text.count('\n', 0, found.start()) + 1))
    for title, names in places.items():
        if len(names) > 1:
            yield '"%s" is the title of several tests: %s' % (title, ', '.join(names))


def tests_mirror_sources():
    for name in CODE:
        found = re.match(r'tests/(\w+(?:/\w+)?)/(\w+)_test\.cpp$', name)
        if not found:
            continue
        folder, subject = found.groups()
        sources = [Path(other).stem for other in CODE
                   if re.match(r'src/%s/\w+\.\w+$' % folder, other)]
        if not any(subject == source or subject.startswith(source + '_')
                   or source.startswith(subject + '_') for source in sources):
            yield '%s: there is no src/%s/%s.cpp or .h' % (name, folder, subject)


def tables_hold_no_code():
    """An .inc has no limit of lines, so nothing that could be long by itself may stand there."""
    for name, text in CPP.items():
        if name.startswith('src/') and name.endswith('.inc'):
            bare = OPAQUE.sub(lambda found: '\n' * found.group(0).count('\n'), text)
            for number, line in enumerate(bare.splitlines(), 1):
                if re.search(r'\breturn\b|\[[&=]?\]\s*\(', line):
                    yield '%s:%d: code; give it a name in a source beside the table' % (name, number)


def folders_are_small():
    """So that one sees at a glance what is in a room; tests have a room for each room of src."""
    sizes = collections.Counter(str(Path(name).parent) for name in CPP
                                if name.startswith(('src/', 'tests/')))
    for folder, size in sizes.items():
        if size > MAX_FOLDER_FILES:
            yield '%s: %d files, at most %d; give some a folder of their own' % (
                folder, size, MAX_FOLDER_FILES)


def documents_name_what_exists():
    literals = {literal for name, text in CPP.items() if name.startswith(('src/cli/', 'src/app/'))
                for literal in re.findall(r'"([a-z0-9:-]+)"', text)}
    for name, text in DOCUMENTS.items():
        for number, line in enumerate(text.splitlines(), 1):
            for path in DOCUMENT_PATH.findall(line):
                path = path.rstrip('.')
                if not any(ROOT.glob(path.rstrip('/'))):
                    yield '%s:%d: there is no %s' % (name, number, path)
        for part in re.findall(r'```.*?```|`[^`\n]+`', text, re.S):
            for _, command in COMMAND.findall(part):
                if command not in literals:
                    yield '%s: there is no command `roster %s`' % (name, command)


def links_lead_somewhere():
    """A link to a file, and to a heading of it where it names one."""
    for name, text in DOCUMENTS.items():
        for target, heading in re.findall(r'\]\((?!\w+:)([^)#\s]*)(#[^)\s]*)?\)', text):
            path = (ROOT / name).parent / target if target else ROOT / name
            if not path.exists():
                yield '%s: the link %s leads nowhere' % (name, target)
            elif heading:
                titles = re.findall(r'^#+ (.*)$', path.read_text(encoding='utf-8'), re.M)
                anchors = [re.sub(r'[^\w -]', '', title.lower()).replace(' ', '-')
                           for title in titles]
                if heading[1:] not in anchors:
                    yield '%s: %s has no heading %s' % (name, target or name, heading)


def signposts_lead_to_names():
    """In these pages a name behind a file stands in that file, and one behind a folder below it."""
    for page in SIGNPOSTS:
        if page not in DOCUMENTS:
            yield 'there is no %s' % page
        for part in re.split(r'\n\s*\n|\n(?=\|)', DOCUMENTS.get(page, '')):
            place = None
            for quoted in re.findall(r'`([^`\n]+)`', part):
                name = re.fullmatch(r'([A-Za-z_]\w*)(\(\))?', quoted)
                if DOCUMENT_PATH.fullmatch(quoted):
                    place = quoted
                elif name and (place or name.group(2)):
                    wanted = re.compile(r'\b%s\b%s' % (name.group(1), r'\(' * bool(name.group(2))))
                    if not place or not any(
                            wanted.search(text) for path, text in FILES.items()
                            if path == place or path.startswith(place.rstrip('/') + '/')):
                        yield '%s: %s does not stand in %s' % (page, quoted, place or 'any file')


def given_up_words_stay_away():
    """Out of comments and documents; GIVEN_UP has the words."""
    pattern = re.compile(r'(?<!\w)(%s)(?!\w)' % '|'.join(re.escape(word).replace(r'\ ', r'\s+')
                                                   for word in GIVEN_UP))
    places = [(name, 0, text) for name, text in DOCUMENTS.items()]
    places += [(name, text.count('\n', 0, found.start()), found.group())
               for name, text in CPP.items() if name.startswith('src/')
               for found in OPAQUE.finditer(text) if found.group()[0] == '/']
    for name, before, text in places:
        for found in pattern.finditer(text):
            word = ' '.join(found.group().split())
            yield '%s:%d: %s was given up; write %s' % (
                name, before + text.count('\n', 0, found.start()) + 1, word, GIVEN_UP[word])


def documents_quote_the_code():
    """A block ```cpp FILE holds text that stands in that file."""
    for name, text in DOCUMENTS.items():
        for path, block in re.findall(r'```cpp (\S+)\n(.*?)```', text, re.S):
            if block not in (ROOT / path).read_text(encoding='utf-8'):
                yield '%s: what it quotes of %s is no longer there' % (name, path)


def no_machine_paths():
    for name, text in FILES.items():
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE_PATH.search(line):
                yield '%s:%d: names a place of one machine: %s' % (name, number, line.strip()[:80])


def sources_are_formatted():
    program = shutil.which('clang-format-14')
    if not program:
        yield 'clang-format-14 is not installed; ./test installs it'
    elif CODE:
        done = subprocess.run([program, '--dry-run', '-Werror', *CODE], cwd=ROOT, text=True,
                              stderr=subprocess.PIPE, check=False)
        places = re.findall(r'^(\S+?):(\d+):\d+: error', done.stderr, re.M)
        for name, lines in sorted(collections.Counter(name for name, _ in places).items()):
            yield '%s: %d places to format; clang-format-14 -i does it' % (name, lines)
        if done.returncode and not places:
            yield done.stderr.strip()


def headers_compile_alone():
    headers = [name for name in CODE if name.endswith('.h')]

    def compile_part(part):
        return subprocess.run(['g++', '-std=c++20', '-w', '-fsyntax-only', '-Isrc', '-Itests',
                               '-DROSTER_TESTS_DIR=""',
                               '-x', 'c++', *part], cwd=ROOT, text=True, stderr=subprocess.PIPE,
                              check=False).stderr if part else ''

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for errors in pool.map(compile_part, [headers[0::2], headers[1::2]]):
            yield from (line for line in errors.splitlines() if 'error:' in line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--headers', action='store_true', help='compile each header alone, too')
    options = parser.parse_args()
    checks = [includes_point_down, only_crypto_includes_crypto_libraries,
              only_directory_reaches_rows, secrets_and_names_have_their_types, limits_hold,
              files_start_with_their_licence, nothing_is_left_to_do, no_header_is_dead,
              test_titles_are_unique, tests_mirror_sources, folders_are_small, tables_hold_no_code,
              documents_name_what_exists, signposts_lead_to_names, given_up_words_stay_away,
              documents_quote_the_code, links_lead_somewhere,
              no_machine_paths, sources_are_formatted]
    checks += [headers_compile_alone] if options.headers else []
    failed = 0
    for check in checks:
        complaints = list(check())
        failed += bool(complaints)
        for complaint in complaints:
            print('%s: %s' % (check.__name__.replace('_', ' '), complaint))
    print('%d passed, %d failed' % (len(checks) - failed, failed))
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
