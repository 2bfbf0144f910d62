# SPDX-License-Identifier: Apache-2.0
"""What the pieces do without a server around them, in the same run: the statements of a call in a
bare loop, and libsodium's hash on all cores."""
import ctypes
import ctypes.util
import os
import subprocess
import threading
import time

from servers import LOAD_CORE, ROOT, SERVER_CORE

OPERATIONS, MEMORY_BYTES = 4, 64 * 1024 * 1024


BARE = {"get": "get", "get_app": "get", "list": "list", "details": "details", "edit": "edit",
        "create": "create"}


def per_second(data, call, users, seconds=1):
    """How often a second the statements of a call run by themselves, on the same file while the server has nothing to do."""
    if call not in BARE:
        return None
    output = subprocess.run(
        ["taskset", "-c", SERVER_CORE, ROOT / "build/release/bench_loops", f"{data}/roster.db",
         BARE[call], str(users), str(seconds)], check=True, capture_output=True, text=True).stdout
    return float(output)


def hashes_per_second(seconds):
    """argon2id at PHP's default cost by libsodium, a thread a core."""
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
    sodium.sodium_init()
    done = []
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {int(SERVER_CORE), int(LOAD_CORE)})
    end = time.monotonic() + seconds

    def work():
        out = ctypes.create_string_buffer(32)
        while time.monotonic() < end:
            sodium.crypto_pwhash(out, ctypes.c_ulonglong(32), b"S3cret-pass-word",
                                 ctypes.c_ulonglong(16), b"0123456789abcdef",
                                 ctypes.c_ulonglong(OPERATIONS), ctypes.c_size_t(MEMORY_BYTES), 2)
            done.append(1)

    begun = time.monotonic()
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.sched_setaffinity(0, own)
    return len(done) / (time.monotonic() - begun)
