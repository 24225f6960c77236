#!/usr/bin/env python3
"""A province's agencies in one database: what each takes beside an agency that has a database to itself, and how the nights go.

At full size: 200 agencies, 6,000 users, ten years, 1,000,000 duties, 4,000,000 times that they are due, 2,000,000 events. The roll-up of the
reports of all agencies is not measured yet; it has its place in `_report`.
"""
import argparse
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "scripts"))

from run import in_odoo  # noqa: E402
from toolbox import console, odoo, template  # noqa: E402

AGENCIES = 200
ROUNDS = 2  # in which both databases are looked at in turn
LARGE = 10 * 2 ** 20  # bytes of an index that is told of


class Province:
    """Two databases: of one agency, and of that agency among others."""

    def __init__(self, instance, one, among):
        self._instance, self._databases = instance, (one, among)

    def _in(self, database, job):
        return in_odoo(self._instance, database, job, "agencies")

    def fill(self, agencies):
        """Fill both."""
        for database, count in zip(self._databases, (1, agencies)):
            console.say(f"filling {count} agencies")
            console.say(f"filled in {self._in(database, f'fill(env, {count})'):.0f} s")

    def night(self, agencies):
        """Run each scheduled action once; return its lines and how many commits each took."""
        console.say("a night")
        one, among = (self._in(database, "night(env)")["rows"] for database in self._databases)
        return [
            f"| {name} | {seconds:.3g} s | {seconds / alone[1] / agencies:.2g} | {alone[2]} and {queries} | {alone[3]} and {commits} "
            f"| {peak / alone[4]:.2g} ({peak / 1024:.0f} MB) |" for alone, (name, seconds, queries, commits, peak) in zip(one, among)
        ], {name: commits for name, _seconds, _queries, commits, _peak in among}

    def killed(self, commits):
        """Do some of it anew, killed half-way and run again; return a line of what came of each."""
        console.say("a night that is killed")
        return [
            f"| {name} | {half} of {commits[name]} | {by_then} of {before} | {after}{', the same' if same else ', NOT THE SAME'} |"
            for name, half, before, by_then, after, same in self._in(self._databases[1], f"killed(env, {commits!r})")["rows"]]

    def look(self):
        """Open what users open in both databases, in turn; return a line for each."""
        console.say("looking")
        best = ({}, {})
        for _round in range(ROUNDS):
            for found, database in zip(best, self._databases):
                for name, seconds, queries in self._in(database, "look(env)")["rows"]:
                    found[name] = min(found.get(name, (seconds, queries)), (seconds, queries))
        one, among = best
        return [f"| {name} | {among[name][0] / one[name][0]:.2g} | {one[name][1]} and {among[name][1]} | {1000 * among[name][0]:.0f} ms |"
                for name in one]

    def state(self):
        """Return lines on how much there is, and on the large indexes."""
        one, among = (self._in(database, "state(env)") for database in self._databases)
        lines = [f"{model}: {one['counts'][model]:,} and {count:,}" for model, count in among["counts"].items()]
        indexes = sorted(among["indexes"], key=lambda index: -index[2])
        total = sum(index[2] for index in indexes)
        tables = sum({table: size for table, _name, _size, _scans, size in indexes}.values())
        lines.append(f"indexes: {total / 2 ** 20:.0f} MB beside {tables / 2 ** 20:.0f} MB of tables\n")
        return [*lines, "| index | MB | read |\n|---|---|---|", *(
            f"| {name} | {size / 2 ** 20:.0f} | {scans} |" for _table, name, size, scans, _of_table in indexes if size > LARGE)]


def _report(province, agencies):
    """Print what was measured."""
    lines, commits = province.night(agencies)
    # The roll-up of the reports of all agencies belongs here, when it is there: its time by the agency, queries, memory.
    console.show("\n".join([
        "| opened | time × | queries | among all |\n|---|---|---|---|", *province.look(), "",
        "| night | takes | by the agency × | queries | commits | memory × |\n|---|---|---|---|---|---|", *lines, "",
        *province.state(), "",
        "| killed | at commit | done by then | done in the end |\n|---|---|---|---|", *province.killed(commits)]))


def main(arguments):
    """Print the tables.

    :return: exit status
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=int, default=1, help="a part of the province: 20 is a twentieth of its agencies")
    agencies = max(AGENCIES // parser.parse_args(arguments).scale, 2)
    with odoo.provide() as instance:
        installed = template.with_addon(instance)
        with template.throw_away(instance, installed, "agency") as one, template.throw_away(instance, installed, "province") as among:
            province = Province(instance, one, among)
            province.fill(agencies)
            _report(province, agencies)
    return 0


if __name__ == "__main__":
    console.main(main)
