#!/usr/bin/env python3
"""Sessions read and write through the proxy of `scripts/cluster` while servers fail; then all that was acknowledged is looked for.

Each phase is as long as the others; what fails does so after a third of it.
"""
import argparse
import json
import shutil
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "scripts"))

import load_check  # noqa: E402
from load_sessions import CLERK, LEADER, STAFF, Session, Work, silence, summary  # noqa: E402
from toolbox import cache, cluster, console, replication  # noqa: E402

PHASES = ("warm", "one", "two", "backup", "restart", "server", "replica", "files", "primary")
# An agency that has issued nothing yet, with a duty for each session of its staff, and plans that wait for the clerk.
PREPARE = """
import json, sys
sys.path.insert(0, {scripts!r})
import headless
env = headless._new_agency(env)
company, duties = env.company, []
as_user = lambda name, records: records.with_user(env.ref(f'dan_van.user_{{name}}'))
units = env['hr.department'].search([('company_id', '=', company.id)])
unit = {{login: units.filtered(lambda one: login in one.member_user_ids.mapped('login'))[:1] for login in {staff!r}}}
plan = as_user('office_staff', env['dan_van.plan']).create({{'subject': "Công tác dân vận chính quyền"}})
section = plan.content_ids.filtered(lambda part: part.kind == 'content')
env['dan_van.content'].create({{
    'plan_id': plan.id, 'parent_id': section.id, 'label': '1', 'text': "Tổ chức quán triệt.", 'sequence': section.sequence + 1}})
for login in {logins!r}:
    duties.append(env['dan_van.assignment'].create({{
        'plan_id': plan.id, 'label': str(len(duties) + 1), 'unit_label': unit[login].name, 'text': f"Thực hiện việc {{len(duties) + 1}}.",
        'department_id': unit[login].id, 'deadline': f'{{plan.year}}-12-31'}}).id)
as_user('office_staff', plan).action_submit()
as_user('head', plan).action_sign()
as_user('clerk', plan).action_issue()
plans = env['dan_van.plan'].create([{{
    'department_id': units.filtered(lambda one: one.dan_van_kind == 'office').id, 'signer_id': env.ref('dan_van.user_head').id,
    'subject': f"Kế hoạch số {{number}}"}} for number in range({plans})])
env.flush_all()
env.cr.execute("UPDATE dan_van_plan SET state = 'signed' WHERE id IN %s", [tuple(plans.ids)])
env.cr.commit()
print(json.dumps({{'company': company.id, 'duties': duties, 'plans': plans.ids, 'files': (
    plan.pdf_attachment_id.id, env['dan_van.event.type'].search([('company_id', 'in', (company.id, False))], limit=1).id)}}))
"""


def logins(sessions):
    """Return who they are: two clerks, a leader in ten, staff."""
    return [CLERK if number < 2 else LEADER if number % 10 == 9 else STAFF[number % len(STAFF)] for number in range(sessions)]


class Trial:
    """A cluster under load."""

    def __init__(self, found, prepared, options):
        self.cluster, self.options, self.company = found, options, prepared["company"]
        self.node, self.wrong, self.notes = found.primary, [], []
        people, duties = logins(options.sessions), iter(prepared["duties"])
        sessions = [Session(found.port, number, login, next(duties) if login in STAFF else None) for number, login in enumerate(people)]
        self.work = Work(sessions, prepared["plans"], prepared["files"], options.pause, cluster.DATABASE)

    def enter(self):
        """Log all of them in."""
        start = time.monotonic()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda session: session.enter(cluster.DATABASE), self.work.sessions))
        console.say(f"{len(self.work.sessions)} sessions have logged in, {time.monotonic() - start:.0f} s")

    def phase(self, name):
        """Let all work while what `name` says happens; check; return what was measured."""
        console.say(f"phase {name}")
        began, fault = time.monotonic(), getattr(self, f"_{name}", None)
        if name == "one":
            for server in self.cluster.servers[1:]:
                server.stop()
        acts = self.work.run(self.options.seconds, fault)
        if name == "one":
            for server in self.cluster.servers[1:]:
                server.start()
                server.wait()
        found = {"phase": name, **summary(acts), "seconds": time.monotonic() - began, "silence": silence(acts)}
        self._told(name, acts)
        self.check(self.node.client(), cluster.DATABASE, self.cluster.read, f"after {name}")
        if name == "backup":
            self._restored()
        return found

    def _told(self, name, acts):
        words = Counter((act.outcome, act.kind, act.words[:160]) for act in acts if act.outcome != "done")
        self.notes += [f"{name}: {count} x {kind} {outcome}: {text}" for (outcome, kind, text), count in words.most_common(12)]
        for kind in sorted({act.kind for act in acts}):
            one = summary([act for act in acts if act.kind == kind])
            console.say(f"  {kind}: {one['acts']} acts, {one['refused']} refused, {one['lost']} lost, p95 {one['p95']:.2f} s")

    def check(self, server, database, read, when):
        """Look for what was acknowledged, and compare what was issued."""
        wrong, compared = load_check.documents(server, database, self.company, read)
        wrong += load_check.writes(server, database, self.company, self.work)
        self.wrong += [f"{when}: {line}" for line in wrong]
        known = self.work.known
        console.say(f"{when}: {len(known['event'])} events, {len(known['progress'])} duties, {len(known['issue'])} documents acknowledged, "
                    f"{compared} files compared, {len(wrong)} wrong")

    # What happens in the middle

    def _restart(self, seconds):
        """The second server is stopped in order and started again, as for an upgrade of its files."""
        time.sleep(seconds / 3)
        self.cluster.servers[1].stop()
        self.cluster.servers[1].start()
        self.cluster.servers[1].wait()

    def _server(self, seconds):
        """The first server, which runs the scheduled actions, is killed; later it comes back."""
        server = self.cluster.servers[0]
        time.sleep(seconds / 3)
        server.kill()
        time.sleep(seconds / 3)
        server.start()
        server.wait()

    def _replica(self, seconds):
        """The replica fails and comes back; Odoo looks for it again after 20 minutes."""
        time.sleep(seconds / 3)
        self.cluster.replica.stop("immediate")
        time.sleep(seconds / 3)
        self.cluster.replica.start()

    def _files(self, seconds):
        """The shared folder of files is not there for a while, and its place can't be written to."""
        folder = self.cluster.data / "filestore"
        away = folder.with_name("filestore.away")
        time.sleep(seconds / 3)
        folder.rename(away)
        folder.symlink_to(self.cluster.data / "nowhere" / "filestore")
        time.sleep(seconds / 3)
        folder.unlink()
        away.rename(folder)

    def _backup(self, seconds):
        """A base backup and a dump are made, then the files are copied; a moment is noted to which to recover later."""
        home = self.cluster.data.parent
        time.sleep(seconds / 6)
        self.recovered = replication.Node("cluster-recovered")
        self.recovered.remove()
        self.recovered.copy(self.cluster.primary)
        console.run(["pg_dump", "-Fc", "-Z1", "-f", home / "load.dump", cluster.DATABASE], what="pg_dump",
                    env=self.cluster.primary.client().env)
        shutil.copytree(self.cluster.filestore, home / "filestore.backup", dirs_exist_ok=True)
        [[self.moment, epoch]] = self.node.client().sql("SELECT now(), extract(epoch FROM now())")
        self.epoch = float(epoch)

    def _restored(self):
        """The dump goes into another database, the base backup and the log into another server; both are checked."""
        home, server = self.cluster.data.parent, self.node.client()
        cluster.restore(server, home / "load.dump", "restored")
        wrong, compared = load_check.documents(server, "restored", self.company, self._kept)
        console.say(f"restored from the dump: {compared} files compared, {len(wrong)} wrong")
        self.wrong += [f"restored from the dump: {line}" for line in wrong]
        server.sql("SELECT pg_switch_wal()")
        try:
            self.recovered.recover(self.cluster.primary, self.moment)
            self._recovered(self.recovered.client())
        finally:
            self.recovered.remove()

    def _kept(self, name):
        """Return the bytes of a file of the backup."""
        return (self.cluster.data.parent / "filestore.backup" / name).read_bytes()

    def _recovered(self, server):
        wrong, compared = load_check.documents(server, cluster.DATABASE, self.company, self.cluster.read)
        there = {subject for subject, _count in server.sql(load_check.EVENTS.format(company=self.company), cluster.DATABASE)}
        before = {token for token, (_began, ended) in self.work.when.items() if ended < self.epoch}
        after = {token for token, (began, _ended) in self.work.when.items() if began > self.epoch}
        wrong += [f"{token} is missing" for token in sorted(before - there)] + [f"{token} is there" for token in sorted(after & there)]
        console.say(f"recovered to a moment: {len(before)} events from before, {len(after)} from after, {compared} files compared, {len(wrong)} wrong")
        self.wrong += [f"recovered to a moment: {line}" for line in wrong]

    def _primary(self, seconds):
        """The primary fails; the replica is promoted and the servers are told so."""
        time.sleep(seconds / 3)
        self.cluster.primary.stop("immediate")
        began = time.monotonic()
        self.cluster.replica.promote()
        self.node = self.cluster.replica
        for server in self.cluster.servers:
            server.member.more["db_host"] = self.node.socket
            server.member.more.pop("db_replica_host")
            server.stop()
            server.start()
        for server in self.cluster.servers:
            server.wait()
        console.say(f"promoted, servers started again: {time.monotonic() - began:.0f} s")


def show(measured):
    """Print a line per phase."""
    console.show("| phase | acts | a second | done | refused | lost | longest silence (s) | median (s) | p95 (s) | p95 × |\n" + "|---" * 10 + "|")
    base = next((one["p95"] for one in measured if one["phase"] == "one"), measured[0]["p95"])
    for one in measured:
        console.show(f"| {one['phase']} | {one['acts']} | {one['acts'] / one['seconds']:.3g} | {one['done']} | {one['refused']} | {one['lost']} | "
                     f"{one['silence']:.2g} | {one['p50']:.2g} | {one['p95']:.2g} | {one['p95'] / base:.2g} |")


def main(arguments):
    """Print what was measured and what is wrong.

    :return: exit status, 1 when something is wrong
    """
    parser = argparse.ArgumentParser(prog="benchmarks/load.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=45, help="of each phase")
    parser.add_argument("--pause", type=float, default=30, help="mean of the seconds between two acts of a session")
    parser.add_argument("--plans", type=int, default=300, help="signed, for the clerks to issue")
    parser.add_argument("--phases", default=",".join(PHASES), help="some of " + ", ".join(PHASES))
    options = parser.parse_args(arguments)
    prepared = {}

    def prepare(member, database):
        console.say("preparing")
        output = member.script(database, PREPARE.format(
            scripts=str(cache.REPOSITORY / "scripts"), staff=STAFF, plans=options.plans,
            logins=[login for login in logins(options.sessions) if login in STAFF]), what="preparing")
        prepared.update(json.loads(output.splitlines()[-1]))

    with cluster.provide(prepare=prepare) as found:
        trial = Trial(found, prepared, options)
        trial.enter()
        measured = [trial.phase(name) for name in PHASES if name in options.phases.split(",")]
    show(measured)
    console.show("\n".join(["", *trial.notes, "", *(trial.wrong or ["nothing lost, doubled or half done"])]))
    return 1 if trial.wrong else 0


if __name__ == "__main__":
    console.main(main)
