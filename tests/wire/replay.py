#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replays the recorded answers of a real server, each scenario on a fresh database of its own.

A scenario that answers otherwise on purpose stands in known-differences.txt with its reason;
it counts as a known difference while it differs and as failed once it no longer does.
"""
import exchange
import wire

SETTINGS = {}  # Filled before the workers are forked: roster, engine, scratch, templates by profile.


def play(server, scenario):
    values = {'host': server.address, 'hostenc': server.address.replace(':', '%3A')}
    for number, step in enumerate(scenario['steps'], 1):
        if 'occ' in step:
            error = server.occ(step['occ'], values)
            differences = [error] if error else []
        else:
            answer = exchange.send(server.address, step['request'], values)
            differences = exchange.compare(step['response'], answer, values)
        if differences:
            raise wire.Difference(number, step, differences)
    return values


def work(scenario):
    template = SETTINGS['templates'][scenario.get('profile', 'plain')]
    return scenario['name'], wire.play_on_fresh_server(
        SETTINGS['roster'], SETTINGS['engine'], template, SETTINGS['scratch'], scenario, play)


def main():
    options = wire.parse_arguments(__doc__, 'known-differences.txt')
    everything = wire.read_scenarios(options.recordings, options.instead)
    known = wire.read_known(options.known, options.engine)
    scenarios = wire.chosen(everything, options)
    with wire.Scratch() as scratch:
        SETTINGS.update(roster=options.roster, engine=options.engine, scratch=scratch, templates={})
        for profile in sorted({scenario.get('profile', 'plain') for scenario in scenarios}):
            SETTINGS['templates'][profile] = scratch / ('template-' + profile)
            wire.make_template(options.roster, options.engine, scratch / ('template-' + profile), profile)
        passed, failed, differing = wire.run_all(scenarios, work, options, known)
    for stale in wire.unknown_names(known, everything):
        print(stale)
        failed += 1
    wire.finish(passed, failed, differing)


if __name__ == '__main__':
    main()
