# SPDX-License-Identifier: Apache-2.0
"""PostgreSQL and MariaDB to measure on: servers of the benchmark's own in a temporary folder, on the
core of the load (which their processes inherit), durable, and with the settings that an
administrator of such a machine would give them."""
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

import servers
from loops import BARE
from servers import ROOT, SERVER_CORE

sys.path.append(str(ROOT / "tests/support"))
import engines  # noqa: E402  The way the tests start theirs.

MANY = 16  # connections of the second bare loop
POSTGRES_SETTINGS = ["fsync=on", "synchronous_commit=on", "full_page_writes=on", "autovacuum=on",
                     "shared_buffers=1GB", "effective_cache_size=4GB", "max_wal_size=4GB",
                     "checkpoint_timeout=15min", "random_page_cost=1.1", "jit=off"]
MARIADB_SETTINGS = ["--innodb-flush-log-at-trx-commit=1", "--innodb-doublewrite=1",
                    "--innodb-buffer-pool-size=1G", "--innodb-log-file-size=1G",
                    "--innodb-flush-method=O_DIRECT"]


def cpu_seconds(pid):
    """Of a process and its children, those that have ended too."""
    ticks = 0
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if path.parent.name == str(pid):
            ticks += sum(map(int, fields[11:15]))
        elif fields[1] == str(pid):
            ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


class DatabaseServer:
    """A started server; what it has to be for a benchmark of Roster on it."""

    def __init__(self, database):
        self.database = database
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="roster-bench-"))
        self.scratch.chmod(0o755)
        self.folder = self.scratch / database
        try:
            self.process = self.start()
        except engines.Missing as reason:
            raise SystemExit(f"{database} cannot be measured here: {reason}")

    def start(self):
        if self.database == "pgsql":
            self.host = str(self.folder)
            engines.make_postgres(self.folder)
            return engines.start_postgres(self.folder, POSTGRES_SETTINGS)
        self.host = f"localhost:{self.folder}/socket"
        engines.make_mariadb(self.folder)
        return engines.start_mariadb(self.folder, MARIADB_SETTINGS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        engines.stop(self.folder)
        subprocess.run(["rm", "-rf", self.scratch], check=True)

    def data_of(self, users, folder):
        """A data directory whose tables are there, filled."""
        data, name = f"{folder}/{users}", f"bench{users}"
        print(f"filling {users} accounts ...", file=sys.stderr)
        servers.install(data, ["--database", self.database, "--database-host", self.host,
                               "--database-name", name, "--database-user", engines.USER])
        arguments = f"-h {shlex.quote(self.host)} -U {engines.USER} -d {name}"
        option = "--psql"
        if self.database == "mysql":
            socket = self.host.partition(":")[2]
            arguments = f"--no-defaults -u {engines.USER} -S {shlex.quote(socket)} {name}"
            option = "--mysql"
        subprocess.run([sys.executable, ROOT / "bench/fill.py", "--users", str(users),
                        f"{option}={arguments}"], check=True)
        return data

    def cpu_seconds(self):
        return cpu_seconds(self.process.pid)

    def bare(self, call, users, seconds=1):
        """How often a second the statements of a call run by themselves, over one connection and
        over many -> members of the row of that call"""
        if call not in BARE:
            return {}
        rates = [float(subprocess.run(
            ["taskset", "-c", SERVER_CORE, ROOT / "build/release/bench_server_loops",
             self.database, self.host.rpartition(":")[2], f"bench{users}", BARE[call], str(users),
             str(seconds), str(connections)],
            check=True, capture_output=True, text=True).stdout) for connections in (1, MANY)]
        return {"bare_per_second": rates[0], f"bare_{MANY}_per_second": rates[1]}
