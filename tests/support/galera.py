# SPDX-License-Identifier: Apache-2.0
"""A Galera cluster of the tests' own: MariaDB nodes on loopback, each with a data directory and
ports of its own.

The nodes start from copies of one data directory, so that who joins only has to be sent what
happened since, and neither rsync nor mariadb-backup is needed.
"""
import glob
import os
import re
import signal
import socket
import subprocess
import time

import engines

# A node that ends without a word is left behind after a second; by default that takes five.
PATIENCE = ('evs.keepalive_period=PT0.3S;evs.suspect_timeout=PT1S;evs.inactive_timeout=PT2S;'
            'evs.inactive_check_period=PT0.2S;evs.install_timeout=PT2S')

# What the server runs on both sides when a node joins: the copy is there, each side only says so.
JOIN_SCRIPT = """#!/bin/sh
while [ $# -gt 0 ]; do
    case $1 in
        --role) role=$2 ;;
        --address) address=$2 ;;
        --gtid) position=$2 ;;
    esac
    shift
done
case $role in
    joiner) echo "ready $address"; echo "POSITION" ;;
    donor) echo "done $position" ;;
esac
"""


def free_ports(count):
    """Ports of loopback that nobody has now."""
    holders = [socket.socket() for _ in range(count)]
    for holder in holders:
        holder.bind(('127.0.0.1', 0))
    ports = [holder.getsockname()[1] for holder in holders]
    for holder in holders:
        holder.close()
    return ports


def provider():
    found = [path for pattern in ('/usr/lib/libgalera_smm.so', '/usr/lib/*/libgalera_smm.so')
             for path in glob.glob(pattern)]
    if not found:
        raise engines.Missing('galera-4 is not installed')
    return found[0]


class Node:
    """One mariadbd; `socket` is where its client reaches it, `address` where others do."""

    def __init__(self, folder, ports):
        self.folder = folder
        self.port, self.group_port, self.transfer_port = ports
        self.socket = folder / 'socket'
        self.address = '127.0.0.1:%d' % self.port
        self.process = None

    def start(self, members):
        """`members`: the nodes to join; none to begin a new cluster."""
        addresses = ','.join('127.0.0.1:%d' % node.group_port for node in members)
        self.process = engines.start_mariadb(self.folder, [
            '--skip-networking=OFF', '--bind-address=127.0.0.1', '--port=%d' % self.port,
            '--innodb-flush-log-at-trx-commit=1', '--binlog-format=ROW',
            '--innodb-autoinc-lock-mode=2', '--wsrep-on=ON', '--wsrep-provider=' + provider(),
            '--wsrep-cluster-name=roster-test', '--wsrep-cluster-address=gcomm://' + addresses,
            '--wsrep-node-address=127.0.0.1:%d' % self.group_port, '--wsrep-sst-method=copied',
            '--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:%d;'
            'ist.recv_addr=127.0.0.1:%d;gcache.size=32M;%s' % (
                self.group_port, self.transfer_port, PATIENCE)])

    def status(self, name):
        """A value of SHOW STATUS, or what the client says instead."""
        done = subprocess.run([engines.program('mariadb'), '--no-defaults', '-N', '-B',
                               '--socket=%s' % self.socket, '--user=' + engines.USER,
                               "--execute=SHOW STATUS LIKE '%s'" % name],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.stdout.decode(errors='replace').strip().partition('\t')[2]

    def kill(self):
        """-9: no good-bye to the other nodes."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.process = None


def write_join_script(scratch, data):
    """For nodes whose data directory is a copy of this one."""
    state = (data / 'grastate.dat').read_text()
    position = ':'.join(re.search(r'^%s: *(\S+)' % key, state, re.M).group(1)
                        for key in ('uuid', 'seqno'))
    script = scratch / 'wsrep_sst_copied'
    script.write_text(JOIN_SCRIPT.replace('POSITION', position))
    script.chmod(0o755)
    os.environ['PATH'] = '%s:%s' % (scratch, os.environ['PATH'])


def make_nodes(scratch, nodes):
    """The data directories. The first one has to have been a cluster for a moment, so that
    there is a history which the others can share."""
    first = nodes[0]
    engines.make_mariadb(first.folder)
    first.start([])
    first.process.send_signal(signal.SIGTERM)
    first.process.wait()
    write_join_script(scratch, first.folder / 'data')
    for node in nodes[1:]:
        subprocess.run(['cp', '-a', first.folder, node.folder], check=True)


def wait_until_synced(node, size):
    deadline = time.monotonic() + engines.START_TIMEOUT_S
    while (node.status('wsrep_local_state_comment'), node.status('wsrep_cluster_size')) != (
            'Synced', str(size)):
        if time.monotonic() > deadline:
            raise engines.Missing('a Galera node did not join: %s' % (
                (node.folder / 'log').read_text(errors='replace')[-800:]))
        time.sleep(0.1)


def start_cluster(scratch, count=3):
    """-> nodes that see each other; Missing says why there are none"""
    provider()
    scratch.chmod(0o755)
    ports = free_ports(3 * count)
    nodes = [Node(scratch / ('node%d' % (i + 1)), ports[3 * i:3 * i + 3]) for i in range(count)]
    make_nodes(scratch, nodes)
    try:
        for i, node in enumerate(nodes):
            node.start(nodes[:i])
            wait_until_synced(node, i + 1)
    except BaseException:
        stop_cluster(nodes)
        raise
    return nodes


def stop_cluster(nodes):
    """What is on them is of no use any more."""
    for node in nodes:
        node.kill()
