#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two processes of Roster on one PostgreSQL: one of them is killed with -9 and started again, then
a process of the database server is killed, after which that server begins anew as after a crash, and
at last it is restarted, while clients go on. postgres.py [--calls N]"""
import os
import signal
import time

import surroundings  # First: it says where the other tests' modules are.
import databases
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

        def crash_database(_load):
            found = databases.lines_of(
                ['psql', '-At', '-h', str(place.database_servers), '-U', engines.USER, 'postgres'],
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'roster' LIMIT 1")
            os.kill(int(found[0]), signal.SIGKILL)

        report = outages.run(place, options, servers, [
            ('a Roster killed', 1 / 4, kill_roster),
            ('PostgreSQL crashed', 1 / 2, crash_database),
            ('PostgreSQL restarted', 3 / 4, restart_database)])
    report.finish()


if __name__ == '__main__':
    main()
