#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the fuzz targets of a build folder.

`corpus BUILD` runs each target once with each file of tests/fuzz/corpus/TARGET.
`fuzz BUILD --seconds N` lets libFuzzer look for inputs that break a target, that many seconds each
or ten million runs, two targets at a time. New inputs are kept in BUILD/corpus/TARGET and tried
first the next time; one that breaks a target goes to BUILD/findings.
"""
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
from pathlib import Path

CORPUS = Path(__file__).parent / 'corpus'
MOST_RUNS = 10_000_000
MOST_BYTES = 4096  # of an input
SLOWEST_SECONDS = 10
MEGABYTES = 2048
TELLING = re.compile('does not hold|ERROR|runtime error|Assertion|ALARM|Test unit written|Base64')


def run_corpus(program, target):
    files = sorted((CORPUS / target).iterdir())
    done = subprocess.run([program, *files], capture_output=True, text=True)
    return done.returncode == 0, '%d inputs' % len(files), done.stderr


def run_fuzzer(program, target, seconds):
    build = program.parent
    found, findings = build / 'corpus' / target, build / 'findings'
    for folder in (found, findings):
        folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [program, '-max_total_time=%d' % seconds, '-runs=%d' % MOST_RUNS, '-max_len=%d' % MOST_BYTES,
         '-timeout=%d' % SLOWEST_SECONDS, '-rss_limit_mb=%d' % MEGABYTES,
         '-artifact_prefix=%s/%s-' % (findings, target), '-print_final_stats=1', found, CORPUS / target],
        capture_output=True, text=True, errors='replace')
    runs = re.search(r'number_of_executed_units: (\d+)', done.stderr)
    return done.returncode == 0, '%s runs' % (runs[1] if runs else '?'), done.stderr


def targets(build, only):
    names = sorted(folder.name for folder in CORPUS.iterdir())
    if only and only not in names:
        sys.exit('There is no target %s; there are %s.' % (only, ', '.join(names)))
    return [(name, build / ('fuzz_' + name)) for name in names if only in (None, '', name)]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('mode', choices=['corpus', 'fuzz'])
    parser.add_argument('build', type=lambda path: Path(path).resolve())
    parser.add_argument('--seconds', type=int, default=60)
    parser.add_argument('--only', help='a target')
    options = parser.parse_args()

    def run(target):
        name, program = target
        if options.mode == 'corpus':
            return name, run_corpus(program, name)
        return name, run_fuzzer(program, name, options.seconds)

    failed = 0
    chosen = targets(options.build, options.only)
    with concurrent.futures.ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        for name, (held, how_much, output) in pool.map(run, chosen):
            print('%-12s %-16s %s' % (name, how_much, 'held' if held else 'FAILED'), flush=True)
            failed += not held
            if not held:
                print('\n'.join(line for line in output.splitlines() if TELLING.search(line)))
    print('%d passed, %d failed' % (len(chosen) - failed, failed))
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
