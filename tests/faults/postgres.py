#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two processes of Roster on one PostgreSQL: one of them is killed with -9 and started again, then
the database server is restarted, while clients go on. postgres.py [--calls N]"""
import time

import surroundings  # First: it says where the other tests' modules are.
import engines
import outages


def main():
    options = surroundings.parse_arguments(__doc__, engine='pgsql', calls=10000)
    with surroundings.installation(options.roster, options.engine) as place:
        servers = [place.serve(), place.serve()]

        def kill_roster(load):
            place.kill(servers[0])
            time.sleep(1)  # Long enough that clients have to do with the other one.
            load.addresses = [place.serve().address, servers[1].address]

        def restart_database(_load):
            engines.stop(place.database_servers)
            engines.start_postgres(place.database_servers, surroundings.DURABLE['pgsql'])

        report = outages.run(place, options, servers, [
            ('a Roster killed', 1 / 3, kill_roster),
            ('PostgreSQL restarted', 2 / 3, restart_database)])
    report.finish()


if __name__ == '__main__':
    main()
