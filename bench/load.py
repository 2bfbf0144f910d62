# SPDX-License-Identifier: Apache-2.0
"""The load: wrk as fast as it goes, or calls at a fixed rate, from the core for loads."""
import http.client
import os
import queue
import re
import subprocess
import threading
import time

from servers import API, LOAD_CORE, ROOT, authorization, headers

CONNECTIONS = 64


def wrk(port, seconds, path="/", call=None, users=0, secret=None, connections=CONNECTIONS):
    script = ROOT / "bench" / ("calls.lua" if call else "constant.lua")
    environment = dict(os.environ, ROSTER_CALL=call or "", ROSTER_USERS=str(users),
                       ROSTER_AUTHORIZATION=authorization(secret) if secret else "")
    output = subprocess.run(
        ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency",
         "-s", str(script), f"http://127.0.0.1:{port}{path}"],
        env=environment, capture_output=True, text=True, check=True).stdout
    requests, micros, p50, p99, errors = map(int, re.search(
        r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", output).groups())
    return {"per_second": requests / (micros / 1e6), "p50_ms": p50 / 1e3, "p99_ms": p99 / 1e3,
            "errors": errors, "requests": requests}


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def paced(port, paths, per_second, secret, address="127.0.0.1", connections=8):
    """Each path once, at a fixed rate; an answer that waits for a late one counts its waiting."""
    waiting, times, errors = queue.Queue(), [], []

    def work():
        connection = http.client.HTTPConnection("127.0.0.1", port, source_address=(address, 0))
        while (item := waiting.get()) is not None:
            due, path = item
            connection.request("GET", API + path, headers=headers(secret))
            answer = connection.getresponse()
            answer.read()
            times.append((time.perf_counter() - due) * 1e3)
            if answer.status != 200:
                errors.append(answer.status)

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    begun = time.perf_counter() + 0.1
    for number, path in enumerate(paths):
        due = begun + number / per_second
        time.sleep(max(0, due - time.perf_counter()))
        waiting.put((due, path))
    for _ in threads:
        waiting.put(None)
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - begun
    return {"per_second": len(times) / elapsed, "p50_ms": percentile(times, 0.5),
            "p99_ms": percentile(times, 0.99), "errors": len(errors), "requests": len(times)}
