#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two processes of Roster on a Galera cluster of three nodes: the node that one of them works on is
killed with -9, while clients go on. galera_node.py [--calls N]"""
import json
import shutil

import surroundings  # First: it says where the other tests' modules are.
import outages


def prefer_second_node(place):
    """A data directory for a process that works on another node, so that there are conflicts."""
    data_dir = place.data_dir.with_name('data-2')
    shutil.copytree(place.data_dir, data_dir)
    settings = json.loads((data_dir / 'config.json').read_text())
    hosts = settings['dbhost'].split(',')
    settings['dbhost'] = ','.join(hosts[1:] + hosts[:1])
    (data_dir / 'config.json').write_text(json.dumps(settings))
    return data_dir


def main():
    options = surroundings.parse_arguments(__doc__, engine='galera', calls=10000)
    with surroundings.installation(options.roster, options.engine) as place:
        servers = [place.serve(), place.serve(prefer_second_node(place))]
        nodes = place.database_servers
        report = outages.run(place, options, servers, [
            ('a node killed', 1 / 2, lambda _load: nodes[0].kill())])
        report.check('the cluster after the loss', [
            'node 3 sees %s nodes' % size for size in [nodes[2].status('wsrep_cluster_size')]
            if size != '2'])
    report.finish()


if __name__ == '__main__':
    main()
