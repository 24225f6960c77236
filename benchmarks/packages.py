#!/usr/bin/env python3
"""A superior agency hands duties to one below, each with its own server and database, while both servers are killed; then all is counted.

Each plan is entered below once, in the order in which it was sent, with its duties, and the superior is told once that it has arrived.
"""
import argparse
import asyncio
import json
import random
import shutil
import ssl
import sys
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "scripts"))

from messages import Working  # noqa: E402
from toolbox import cache, console, odoo, template  # noqa: E402

PATIENCE = 3600  # seconds after which what has not arrived never does
PAUSE = 3  # seconds between two looks
DUTIES = 3  # of each plan
UPPER, LOWER = ("UBND tỉnh Mẫu", "000.00.12.H99"), ("UBND xã Mẫu", "000.01.01.H99")
# An agency that has issued and taken nothing yet; in its directory the other one, which gets a key.
PREPARE = """
import json, sys
sys.path.insert(0, {scripts!r})
import headless
env = headless._new_agency(env)
profile = env['dan_van.agency.profile'].search([('company_id', '=', env.company.id)])
profile.organ_code = {code!r}
organ = env['dan_van.organ'].create({{'name': {other[0]!r}, 'code': {other[1]!r}, 'company_id': env.company.id}})
if {is_upper}:
    organ.below_from = '2020-01-01'
else:
    profile.superior_id = organ
env.cr.execute("UPDATE ir_cron SET active = id = %s", [env.ref('dan_van.cron_deliver').id])
key = organ._new_key()
env.cr.commit()
print(json.dumps({{'company': env.company.id, 'organ': organ.id, 'key': key}}))
"""
LINK = """
organ = env['dan_van.organ'].browse({organ})
organ.write({{'exchange_address': {address!r}, 'exchange_new_key': {key!r}}})
env.cr.commit()
"""
# Plans of the superior that are issued, and more messages made of the first one: an issue takes longer than ten messages do.
ISSUE = """
import hashlib
from dataclasses import replace
from odoo.fields import Command
from odoo.addons.dan_van import exchange
organ = env['dan_van.organ'].browse({organ})
company = organ.company_id
env = env(context={{**env.context, 'allowed_company_ids': company.ids, 'lang': 'vi_VN'}})
office = env['hr.department'].search([('company_id', '=', company.id), ('dan_van_kind', '=', 'office')])
plans = env['dan_van.plan'].create([{{
    'department_id': office.id, 'signer_id': env.ref('dan_van.user_head').id, 'subject': f"Kế hoạch số {{number}}", 'recipients': organ.name,
}} for number in range(1, {issued} + 1)])
env['dan_van.assignment'].create([{{
    'plan_id': plan.id, 'scope': 'agencies', 'organ_ids': [Command.set(organ.ids)], 'unit_label': organ.name,
    'text': f"Việc {{number}}.", 'sequence': number,
}} for plan in plans for number in range(1, {duties} + 1)])
env.flush_all()
env.cr.execute("UPDATE dan_van_plan SET state = 'signed' WHERE id IN %s", [tuple(plans.ids)])
env.invalidate_all()
for plan in plans:
    plan.with_user(env.ref('dan_van.user_clerk'))._transition('issue')
    env.cr.commit()
    env.invalidate_all()
entry = plans[0].register_entry_id
line = entry.copy_data()[0]
sent = exchange.read(entry.sent_ids.message_id.attachment_id.raw)
pdf, data = (next(file for file in sent.attachments if file.name.endswith(ending)) for ending in ('.pdf', '.json'))
packed = exchange.read_package(data.content, sent.sender.code, sent.document_id, [hashlib.sha256(pdf.content).hexdigest()])
for number in range({issued} + 1, {plans} + 1):
    code = f"{{number}}/{{sent.notation}}"
    name, content = exchange.document_id(sent.sender.code, sent.date, code), pdf.content + b'%% %d' % number
    package = replace(
        packed, document=replace(packed.document, identifier=name, code=code, sha256=hashlib.sha256(content).hexdigest()), body=replace(
            packed.body, duties=tuple(replace(duty, key=f'{{number}}-{{index}}') for index, duty in enumerate(packed.body.duties))))
    files = {{pdf: replace(pdf, content=content), data: replace(data, content=exchange.write_package(package))}}
    message = replace(sent, number=str(number), identifier=name, attachments=tuple(files.get(file, file) for file in sent.attachments))
    made = entry._making('issue').create({{**line, 'number': number, 'code': code}})
    queued = env['dan_van.message']._queued(
        company, exchange.write(message), '0', (organ,), identifier=name, kind='document', business='0', entry_id=made.id, subject=code, agency=organ.name)
    queued.recipient_ids._making('exchange').create({{
        'entry_id': made.id, 'message_id': queued.id, 'business': '0', 'code': organ.code, 'name': organ.name}})
    env.cr.commit()
    env.invalidate_all()
"""
# What waits for a server that was killed does so for a minute: it has passed. Refused while the schedule runs.
PASSED = """
SET lock_timeout = '200ms';
UPDATE dan_van_message SET next_try = NULL WHERE state = 'waiting' AND next_try > now() at time zone 'utc';
UPDATE ir_cron SET nextcall = now() at time zone 'utc' - interval '1 minute' WHERE active
"""
LEFT = "SELECT count(*) FROM dan_van_message WHERE state = 'waiting'"
ARRIVED = "SELECT count(*) FROM dan_van_incoming WHERE company_id = {company}"
SENT = """
SELECT entry.code, message.state, message.attempts, (
           SELECT string_agg(duty.key, ' ' ORDER BY duty.key) FROM dan_van_handed_duty duty JOIN dan_van_plan plan ON plan.id = duty.plan_id
            WHERE plan.register_entry_id = entry.id),
       (SELECT string_agg(status, ' ') FROM dan_van_message_recipient recipient WHERE recipient.entry_id = entry.id),
       (SELECT count(*) FROM dan_van_message told WHERE told.entry_id = entry.id AND told.direction = 'in' AND told.state = 'taken')
  FROM dan_van_message message JOIN dan_van_register_entry entry ON entry.id = message.entry_id
 WHERE message.company_id = {company} AND message.direction = 'out' ORDER BY message.id
"""
TAKEN = """
SELECT entry.arrival_number, entry.code, (
           SELECT string_agg(duty.key, ' ' ORDER BY duty.key) FROM dan_van_superior_duty duty
            WHERE duty.incoming_id = entry.id AND duty.ended IS NULL),
       (SELECT count(*) FROM ir_attachment WHERE res_model = 'dan_van.incoming' AND res_id = entry.id AND res_field IS NULL),
       (SELECT count(*) FROM dan_van_message message WHERE incoming_id = entry.id AND direction = 'in' AND state = 'taken'),
       (SELECT count(*) FROM dan_van_message message WHERE incoming_id = entry.id AND direction = 'out' AND state = 'written')
  FROM dan_van_incoming entry WHERE company_id = {company} ORDER BY arrival_number
"""
ELSE = """
SELECT count(*) FILTER (WHERE state IN ('waiting', 'refused')), count(*) FILTER (WHERE direction = 'in' AND reason IS NOT NULL),
       (SELECT count(*) FROM mail_activity WHERE res_model = 'dan_van.message')
  FROM dan_van_message WHERE company_id = {company}
"""


@dataclass(frozen=True)
class Trusting(odoo.Odoo):
    """Odoo that trusts the certificate of the run."""

    trusted: str = ""

    @property
    def env(self):
        """The environment of its processes, with the certificate."""
        return {**super().env, "REQUESTS_CA_BUNDLE": self.trusted}


class Front(threading.Thread):
    """What stands before a server and speaks HTTPS, on a port that stays while the server dies and comes back."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.port, self.behind, self.ready, self.kept = odoo.free_port(), None, threading.Event(), set()
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(folder / "front.pem", folder / "front.key")
        self.start()
        self.ready.wait()

    @property
    def address(self):
        """The address under which the server is known."""
        return f"https://localhost:{self.port}"

    def run(self):
        """Serve until the process ends."""
        asyncio.run(self.serve())

    async def serve(self):
        """Accept connections."""
        server = await asyncio.start_server(self.connect, odoo.LOOPBACK, self.port, ssl=self.context)
        self.ready.set()
        await server.serve_forever()

    async def connect(self, reader, writer):
        """Pass on what either side says; where the server is dead, nothing is answered."""
        with suppress(OSError):
            back, forth = await asyncio.open_connection(odoo.LOOPBACK, self.behind)
            await asyncio.gather(pass_on(reader, forth), pass_on(back, writer))
        writer.close()


async def pass_on(reader, writer):
    """Write what comes, then close."""
    with suppress(OSError):
        while piece := await reader.read(1 << 16):
            writer.write(piece)
            await writer.drain()
    writer.close()


class Agency:
    """A database with its server, and what stands before that."""

    def __init__(self, instance, database, front, own, other):
        self.instance, self.database, self.front, self.server, self.kills = instance, database, front, None, 0
        made = instance.script(database, PREPARE.format(
            scripts=str(cache.REPOSITORY / "scripts"), code=own[1], other=other, is_upper=own is UPPER), what="preparing")
        self.made = json.loads(made.splitlines()[-1])

    def script(self, text, **values):
        """Run a script in Odoo's shell."""
        self.instance.script(self.database, text.format(organ=self.made["organ"], **values), what="preparing")

    def sql(self, query):
        """Return the rows of a query on the agency."""
        return self.instance.server.sql(query.format(company=self.made["company"]), self.database)

    def left(self):
        """Return how many messages wait to be sent."""
        return int(self.sql(LEFT)[0][0])

    def start(self):
        """Start the server, for the first time."""
        self.server = Working(self.instance, self.database, cache.root() / "logs" / f"{self.database}.log")
        self.front.behind = self.server.port

    def work(self, ended):
        """Let the schedule run until the benchmark ends, whatever happens to the server."""
        while not ended.wait(PAUSE):
            with suppress(console.Stop):
                self.sql(PASSED)
            self.instance.server.sql(f"SELECT pg_notify('cron_trigger', '{self.database}')")

    def kill(self):
        """Kill the server as a power cut would, and start it again."""
        self.server.kill()
        self.kills += 1
        self.server.start()


def made(code):
    """Return the keys of the duties of a message that was made of another one."""
    return " ".join(f"{code.partition('/')[0]}-{index}" for index in range(DUTIES))


def check(upper, lower, plans):
    """Return what is wrong, as lines; none when all is well."""
    sent, taken = upper.sql(SENT), lower.sql(TAKEN)
    wrong = []
    if len(sent) != plans:
        wrong.append(f"{len(sent)} messages were to be sent")
    if [int(number) for number, *_rest in taken] != list(range(1, plans + 1)):
        wrong.append(f"arrival numbers are not 1 to {plans}: {len(taken)} of them")
    if [row[1] for row in taken] != [row[0] for row in sent]:
        wrong.append("the plans have not arrived in the order in which they were sent, or one twice, or one never")
    keys = {code: handed or made(code) for code, _state, _attempts, handed, *_rest in sent}
    for number, code, duties, *counts in taken:
        if duties != keys.get(code) or len(duties.split()) != DUTIES:
            wrong.append(f"{code}, arrival number {number}, has other duties than were handed down: {duties}")
        if counts != ["3", "1", "1"]:
            wrong.append(f"{code}: files, times taken, statuses sent are {counts}")
    for code, state, _attempts, _handed, *told in sent:
        if (state, *told) != ("written", "01", "1"):
            wrong.append(f"{code} is {state}; what is said of it, and how often: {told}")
    for name, agency in (("superior", upper), ("agency below", lower)):
        if (rest := agency.sql(ELSE)[0]) != ["0", "0", "0"]:
            wrong.append(f"of the {name}: waiting or refused, taken with a remark, reminders: {rest}")
    return wrong


def certificate(folder):
    """Make the certificate of both servers, and the key to it."""
    console.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "front.key", "-out", folder / "front.pem"], what="making a certificate")


def main(arguments):
    """Print what was done and what is wrong.

    :return: exit status, 1 when something is wrong
    """
    parser = argparse.ArgumentParser(prog="benchmarks/packages.py", description=__doc__)
    parser.add_argument("--plans", type=int, default=1000)
    parser.add_argument("--issued", type=int, default=20, help="of them step by step, their messages with them; the others are made of those")
    parser.add_argument("--kills", type=int, default=12, help="of each server")
    options = parser.parse_args(arguments)
    root = cache.root() / "packages"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    certificate(root)
    with odoo.provide() as found, ExitStack() as stack:
        instance = Trusting(found.source, found.python, found.server, found.preface, trusted=str(root / "front.pem"))
        installed = template.with_addon(instance)
        upper, lower = (
            Agency(instance, stack.enter_context(template.throw_away(instance, installed, name)), Front(root), own, other)
            for name, own, other in (("upper", UPPER, LOWER), ("lower", LOWER, UPPER)))
        for agency, other in ((upper, lower), (lower, upper)):
            agency.script(LINK, address=other.front.address, key=other.made["key"])
        return killing(upper, lower, options)


def killing(upper, lower, options):
    """Let plans be issued and both servers work, killing them at random moments until most has arrived; check; return the exit status."""
    start, ended, agencies = time.monotonic(), threading.Event(), (upper, lower)
    for agency in agencies:
        agency.start()
    issuing = threading.Thread(target=upper.script, args=(ISSUE,), kwargs={"plans": options.plans, "issued": options.issued, "duties": DUTIES}, daemon=True)
    for thread in (issuing, *(threading.Thread(target=agency.work, args=(ended,), daemon=True) for agency in agencies)):
        thread.start()
    try:
        while issuing.is_alive() or any(agency.left() for agency in agencies):
            arrived = int(lower.sql(ARRIVED)[0][0])
            due = min(options.kills, arrived * (options.kills + 1) // options.plans)
            if victims := [agency for agency in agencies if agency.kills < due]:
                time.sleep(random.uniform(1, 6))
                victim = random.choice(victims)
                victim.kill()
                name = "superior" if victim is upper else "agency below"
                console.say(f"killed the {name} {victim.kills}: {arrived} arrived, {upper.left()} to send, {lower.left()} to tell")
            elif time.monotonic() - start > PATIENCE:
                break
            else:
                time.sleep(PAUSE)
    finally:
        ended.set()
        for agency in agencies:
            agency.server.kill()
    seconds, wrong = time.monotonic() - start, check(upper, lower, options.plans)
    again = sum(int(attempts or 0) for _code, _state, attempts, *_rest in upper.sql(SENT))
    console.show(f"{options.plans} plans with {options.plans * DUTIES} duties, {upper.kills} and {lower.kills} kills, {seconds:.0f} s; "
                 f"{again} attempts of the superior had failed")
    console.show("\n".join(wrong or ["nothing lost, doubled or half done"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    console.main(main)
