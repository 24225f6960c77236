#!/usr/bin/env python3
"""A server takes messages from the folder of an agency's client and writes others while it is killed again and again; then all is counted.

Each message is entered once, its sender is told once, arrival numbers run from 1 without a gap, and no file is left half written.
"""
import argparse
import hashlib
import random
import shutil
import socket
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "scripts"))

from storm import Server  # noqa: E402
from toolbox import cache, console, odoo, template  # noqa: E402

PATIENCE = 900  # seconds for what is left after the last kill
PARTS = ("in", "out", "done", "failed")
# An agency that has taken nothing yet, documents of its own that wait to be sent, and the messages that others are going to send.
PREPARE = """
import sys
from datetime import date
from pathlib import Path
sys.path.insert(0, {scripts!r})
import headless
from odoo.addons.dan_van.exchange import Attachment, Message, Organ, packed, write
env = headless._new_agency(env)
company = env.company
profile = env['dan_van.agency.profile'].search([('company_id', '=', company.id)])
profile.organ_code = '000.00.12.H99'
env['dan_van.organ'].create({{'name': "UBND xã Mẫu", 'code': '000.01.01.H99', 'company_id': company.id}})
company.dan_van_exchange_folder = 'kill'
plans = env['dan_van.plan'].create([{{
    'department_id': env['hr.department'].search([('company_id', '=', company.id), ('dan_van_kind', '=', 'office')]).id,
    'signer_id': env.ref('dan_van.user_head').id, 'subject': f"Kế hoạch số {{number}}", 'recipients': "UBND xã Mẫu",
}} for number in range({issued})])
env.flush_all()
env.cr.execute("UPDATE dan_van_plan SET state = 'signed' WHERE id IN %s", [tuple(plans.ids)])
env.invalidate_all()
for plan in plans:
    plan.with_user(env.ref('dan_van.user_clerk'))._transition('issue')
sender = Organ('000.00.07.H99', "Sở Nội vụ tỉnh Mẫu")
for number in range(1, {count} + 1):
    day, files = date(2026, 2, 1 + number % 28), [f"Tệp {{index}}.pdf" for index in range(1 + number % 3)]
    message = Message(
        sender=sender, recipients=(Organ('000.00.12.H99', company.name),), number=str(number), notation='SNV', date=day,
        subject=f"Việc số {{number}}", attachments=tuple(
            Attachment(name, packed(name, b'%PDF-1.7 ' + bytes(range(256)) * number)) for name in files))
    Path({waiting!r}, f'{{number:04d}}.edxml').write_bytes(write(message))
env.cr.execute("UPDATE ir_cron SET active = id = %s", [env.ref('dan_van.cron_exchange').id])
env.cr.commit()
print(company.id)
"""
NOW = "SET lock_timeout = '200ms'; UPDATE ir_cron SET nextcall = now() at time zone 'utc' - interval '1 minute' WHERE active"
LEFT = "SELECT count(*) FROM dan_van_message WHERE company_id = {company} AND state = 'waiting'"
TAKEN = """
SELECT entry.arrival_number, entry.identifier, (
           SELECT count(*) FROM ir_attachment WHERE res_model = 'dan_van.incoming' AND res_id = entry.id),
       (SELECT count(*) FROM dan_van_message message WHERE incoming_id = entry.id AND direction = 'in' AND state = 'taken'),
       (SELECT count(*) FROM dan_van_message message WHERE incoming_id = entry.id AND direction = 'out' AND status = '01')
  FROM dan_van_incoming entry WHERE company_id = {company} ORDER BY arrival_number
"""
SENT = """
SELECT message.filename, message.state, message.sha256, coalesce(message.kind || '-' || message.identifier, message.identifier)
  FROM dan_van_message message WHERE message.company_id = {company} AND direction = 'out'
"""


@dataclass(frozen=True)
class Serving(odoo.Odoo):
    """Odoo whose configuration allows a folder for messages."""

    folder: str = ""

    def configuration(self):
        """Return the path of the configuration, with the folder."""
        path = super().configuration()
        return odoo.written(path.with_name("odoo-messages.conf"), f"{path.read_text()}dan_van_exchange_dir = {self.folder}\n")


class Client(threading.Thread):
    """The agency's client: it puts what comes into ``in``, a file in two steps, and fetches what lies in ``out``."""

    def __init__(self, waiting, folder, pause):
        super().__init__(daemon=True)
        self.waiting, self.folder, self.pause = sorted(waiting.iterdir()), folder, pause
        self.fetched, self.ended = Counter(), threading.Event()

    def run(self):
        """Work until it is told to end."""
        while not self.ended.is_set():
            if self.waiting:
                path = self.waiting.pop(0)
                part = self.folder / "in" / f"{path.name}.part"
                raw = path.read_bytes()
                part.write_bytes(raw[:len(raw) // 2])
                time.sleep(self.pause)
                with part.open("ab") as file:
                    file.write(raw[len(raw) // 2:])
                part.rename(part.with_suffix(""))
            else:
                time.sleep(self.pause)
            self.fetch()

    def fetch(self):
        """Fetch what has come out."""
        for path in (self.folder / "out").glob("[!.]*.edxml"):
            self.fetched[path.name, hashlib.sha256(path.read_bytes()).hexdigest()] += 1
            path.unlink()


def count(path):
    """Return how many messages lie in a part of the folder."""
    return len(list(path.glob("*.edxml")))


def check(instance, database, company, options, folder, fetched):
    """Return what is wrong, as lines; none when all is well."""
    wrong, rows = [], instance.server.sql(TAKEN.format(company=company), database)
    numbers = [int(number) for number, *_rest in rows]
    if numbers != list(range(1, options.messages + 1)):
        wrong.append(f"arrival numbers are not 1 to {options.messages}: {len(numbers)} of them")
    if len({identifier for _number, identifier, *_rest in rows}) != options.messages:
        wrong.append("a document was entered twice, or is missing")
    for number, identifier, files, taken, told in rows:
        expected = 1 + int(identifier.split(",")[2].split("/")[0]) % 3
        if (int(files), int(taken), int(told)) != (expected, 1, 1):
            wrong.append(f"entry {number} has {files} files of {expected}, was taken {taken} times, its sender told {told} times")
    found = {name: count(folder / name) for name in PARTS}
    if found != {"in": 0, "out": 0, "done": options.messages, "failed": 0}:
        wrong.append(f"the folder holds {found}")
    sent = instance.server.sql(SENT.format(company=company), database)
    if len(sent) != options.messages + options.issued or any(state != "written" for _name, state, *_rest in sent):
        wrong.append(f"{len(sent)} messages went out, {sum(state == 'written' for _name, state, *_rest in sent)} of them are done")
    if set(fetched) != {(name, sha) for name, _state, sha, _what in sent}:
        wrong.append("the client has fetched something else than was sent")
    return wrong


def main(arguments):
    """Print what was done and what is wrong.

    :return: exit status, 1 when something is wrong
    """
    parser = argparse.ArgumentParser(prog="benchmarks/messages.py", description=__doc__)
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--issued", type=int, default=10, help="documents of the agency's own that go out")
    parser.add_argument("--kills", type=int, default=10)
    options = parser.parse_args(arguments)
    root = cache.root() / "messages"
    shutil.rmtree(root, ignore_errors=True)
    (root / "waiting").mkdir(parents=True)
    with odoo.provide() as found:
        instance = Serving(found.source, found.python, found.server, found.preface, folder=str(root))
        installed = template.with_addon(instance)
        with template.throw_away(instance, installed, "messages") as database:
            output = instance.script(database, PREPARE.format(
                scripts=str(cache.REPOSITORY / "scripts"), count=options.messages, issued=options.issued,
                waiting=str(root / "waiting")), what="preparing")
            return killing(instance, database, int(output.splitlines()[-1]), options, root)


def killing(instance, database, company, options, root):
    """Let the server take and send, killing it at random moments; check; return the exit status."""
    folder, start = root / "kill", time.monotonic()
    log = cache.root() / "logs" / f"{database}.log"
    # All of the messages come while the server is being killed.
    client = Client(root / "waiting", folder, pause=options.kills * 12 / options.messages)
    client.start()
    kills, before = 0, []
    server = Working(instance, database, log)
    try:
        while kills < options.kills:
            server.let_it_work(random.uniform(2, 16))
            before.append(f"{count(folder / 'done')} done, {count(folder / 'in')} in")
            server.kill()
            kills += 1
            console.say(f"killed {kills}: {before[-1]}")
            server.start()
        end = time.monotonic() + PATIENCE
        while (client.waiting or count(folder / "in") or int(instance.server.sql(LEFT.format(company=company), database)[0][0])) and (
                time.monotonic() < end):
            server.let_it_work(5)
    finally:
        server.kill()
    client.ended.set()
    client.join()
    client.fetch()
    wrong = check(instance, database, company, options, folder, client.fetched)
    again = sum(number - 1 for number in client.fetched.values())
    console.show(f"{options.messages} messages in, {len(client.fetched)} out, {kills} kills, {time.monotonic() - start:.0f} s; "
                 f"{again} files were written again after the client had fetched them")
    console.show("\n".join(wrong or ["nothing lost, doubled or half done"]))
    return 1 if wrong else 0


class Working(Server):
    """A server that runs schedules."""

    def let_it_work(self, seconds):
        """Wait for so many seconds from when it answers; the time until the next run of the schedule has passed."""
        while True:
            with suppress(OSError), socket.create_connection(("localhost", self.port), 1):
                break
            time.sleep(0.2)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(console.Stop):
                self.instance.server.sql(NOW, self.database)  # refused while the schedule runs
                self.instance.server.sql(f"SELECT pg_notify('cron_trigger', '{self.database}')")
            time.sleep(min(1, max(0, end - time.monotonic())))

    def start(self):
        """Start it; it answers some seconds later."""
        self.output = open(self.log, "ab")
        self.process = self.instance.start(
            self.database, "--http-port", self.port, "--gevent-port", odoo.free_port(), "--db-filter", f"^{self.database}$",
            "--max-cron-threads", 2, stdout=self.output, stderr=self.output)


if __name__ == "__main__":
    console.main(main)
