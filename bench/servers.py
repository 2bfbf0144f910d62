# SPDX-License-Identifier: Apache-2.0
"""Data directories to measure, and the servers that are measured: Roster on one core, and nginx
on the same core with constant answers of the same length and with the same headers."""
import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build/release/roster"
SERVER_CORE, LOAD_CORE = "0", "1"
API = "/ocs/v2.php"
PASSWORD = "admin"
# What the wire or the server adds to each answer by itself.
LONGEST_TEXT = 3500  # of nginx in its configuration; what is longer comes from a file that stays open
OWN_HEADERS = ("date", "content-length", "server", "connection", "content-type")


def build():
    """The release, and the programs that measure."""
    subprocess.run([ROOT / "scripts/install-packages", "--bench"], check=True)
    subprocess.run([ROOT / "scripts/build", "release"], check=True, cwd=ROOT)


def authorization(secret=PASSWORD):
    return "Basic " + base64.b64encode(f"admin:{secret}".encode()).decode()


def headers(secret=PASSWORD):
    return {"Authorization": authorization(secret), "OCS-APIRequest": "true",
            "Accept": "application/json"}


def roster(data, *arguments):
    subprocess.run([PROGRAM, "--data-dir", data, *arguments], check=True, stdout=subprocess.DEVNULL)


def install(data, database=()):
    subprocess.run([PROGRAM, "maintenance:install", "--admin-user", "admin", "--admin-pass",
                    PASSWORD, "--data-dir", data, *database], check=True,
                   stdout=subprocess.DEVNULL)
    set_hashing_cost(data, 1, 8)
    roster(data, "config:system:set", "ratelimit.protection.enabled", "--type", "boolean",
           "--value", "false")
    roster(data, "config:system:set", "has_internet_connection", "--type", "boolean",
           "--value", "false")
    # A copy of it shows the same objects as the original, so those that are ready still count.
    roster(data, "config:system:set", "datadirectory", "--value", "/srv/roster")
    roster(data, "app:disable", "password_policy")


def set_hashing_cost(data, times, kib):
    for key, value in (("hashingTimeCost", times), ("hashingMemoryCost", kib)):
        roster(data, "config:system:set", key, "--type", "integer", "--value", str(value))


def filled(users):
    """A data directory with that many accounts; made once, then kept below build/bench/."""
    kept = ROOT / f"build/bench/{users}"
    if not (kept / "filled").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.parent.mkdir(parents=True, exist_ok=True)
        print(f"filling {users} accounts ...", file=sys.stderr)
        install(kept)
        subprocess.run([sys.executable, ROOT / "bench/fill.py", "--users", str(users),
                        "--sqlite", kept / "roster.db"], check=True)
        (kept / "filled").touch()
        os.utime(kept / "filled", (0, 0))
    # Objects that another build has made ready do not count.
    if PROGRAM.stat().st_mtime > (kept / "filled").stat().st_mtime:
        roster(kept, "db:add-missing-indices")
        (kept / "filled").touch()
    return kept


def copy_of(users, folder):
    """A copy to write in, so that every run finds the same rows."""
    data = f"{folder}/{users}"
    shutil.copytree(filled(users), data)
    os.sync()  # Else the commits that are measured wait for gigabytes of the copy on the disk.
    return data


class Server:
    """A program that serves, on the core for servers unless all are allowed."""
    database = None  # the server that its tables are on, when they are on one

    def __init__(self, command, all_cores=False):
        core = f"{SERVER_CORE},{LOAD_CORE}" if all_cores else SERVER_CORE
        self.process = subprocess.Popen(["taskset", "-c", core, *map(str, command)],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True)

    def memory_mb(self, field="VmRSS"):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(field + r":\s+(\d+)", status).group(1)) / 1024

    def forget_peak(self):
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / 100

    def wait_until_idle(self):
        """Until it and its database have done what clients who left have asked for."""
        before = None
        while before != (before := self.cpu_seconds() + (
                self.database.cpu_seconds() if self.database else 0)):
            time.sleep(0.3)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Roster(Server):
    def __init__(self, data, all_cores=False):
        super().__init__([PROGRAM, "serve", "--data-dir", data, "--listen", "127.0.0.1:0",
                          "--threads", "2" if all_cores else "1"], all_cores)
        self.port = int(re.search(r":(\d+)\s*$", self.process.stdout.readline()).group(1))

    def call(self, method, path, secret=PASSWORD, body=None, **more):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, body, {**headers(secret), **more})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer, text

    def app_password(self):
        text = self.call("GET", "/ocs/v2.php/core/getapppassword")[1]
        return json.loads(text)["ocs"]["data"]["apppassword"]


class Nginx(Server):
    """`answers`: a path and what Roster answered there: the answer and its body."""

    def __init__(self, folder, answers):
        self.port = free_port()
        locations = "\n".join(location(folder, path, *answer) for path, answer in answers.items())
        pathlib.Path(f"{folder}/nginx.conf").write_text(f"""
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 100000000; sendfile on; tcp_nopush on;
  open_file_cache max=100 inactive=1h;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{self.port}; {locations} }} }}
""")
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:"
                                             f"{ROOT}/build/nginx/usr/sbin")
        super().__init__([program, "-p", folder, "-c", f"{folder}/nginx.conf"])
        wait_for(self.port)


def location(folder, path, answer, body):
    lines = [f"location = {path} {{", "default_type application/json;"]
    for name, value in answer.getheaders():
        if name.lower() not in OWN_HEADERS:
            quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "")
            lines.append(f'add_header {name} "{quoted}";')
    if len(body) <= LONGEST_TEXT:
        return "\n".join([*lines, f'return 200 "{"x" * len(body)}"; }}'])
    file = pathlib.Path(folder + path)
    file.write_bytes(b"x" * len(body))
    return "\n".join([*lines, f"alias {file}; }}"])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server did not start")
