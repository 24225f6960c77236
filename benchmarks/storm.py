#!/usr/bin/env python3
"""Two servers on one database issue documents at once while one after the other is killed; then everything is counted.

Nothing may be lost, doubled or half done: numbers run from 1 without a gap, and each issued document has its files.
"""
import argparse
import hashlib
import http.client
import json
import queue
import random
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "scripts"))

from toolbox import cache, console, odoo, serve, template  # noqa: E402

CLIENTS = 2  # browsers on each server
# In the refusal of a second attempt: the first had been committed, only the answer was lost.
ISSUED_ALREADY = "Đã ban hành"
# Signed documents of an agency that has issued nothing yet.
PREPARE = """
import sys
sys.path.insert(0, {scripts!r})
import headless
env = headless._new_agency(env)
plans = env['dan_van.plan'].create([{{
    'department_id': env['hr.department'].search([('company_id', '=', env.company.id), ('dan_van_kind', '=', 'office')]).id,
    'signer_id': env.ref('dan_van.user_head').id, 'subject': f"Kế hoạch số {{number}}",
}} for number in range({count})])
env.flush_all()
env.cr.execute("UPDATE dan_van_plan SET state = 'signed' WHERE id IN %s", [tuple(plans.ids)])
env.cr.commit()
print(','.join(map(str, plans.ids)))
"""
ISSUED = """
SELECT plan.id, plan.state, plan.number, entry.number, file.kind, file.sha256, attachment.store_fname
  FROM dan_van_plan plan
  LEFT JOIN dan_van_register_entry entry ON entry.id = plan.register_entry_id
  LEFT JOIN dan_van_issued_file file ON file.register_entry_id = entry.id
  LEFT JOIN ir_attachment attachment ON attachment.id = file.attachment_id
 WHERE plan.id IN ({ids})
"""
STRAY = """
SELECT count(*) FROM dan_van_register_entry
 WHERE res_model = 'dan_van.plan' AND res_id IN ({ids})
   AND id NOT IN (SELECT register_entry_id FROM dan_van_plan WHERE register_entry_id IS NOT NULL)
"""


class Clerk:
    """A browser of the clerk on one of the servers."""

    def __init__(self, port, database):
        self.address, self.database, self.cookie = f"http://localhost:{port}", database, None

    def call(self, path, **params):
        """Return the result of a JSON-RPC request; raise RuntimeError with the server's words when it refuses."""
        request = urllib.request.Request(
            self.address + path, json.dumps({"jsonrpc": "2.0", "params": params}).encode(),
            {"Content-Type": "application/json", **({"Cookie": self.cookie} if self.cookie else {})})
        with urllib.request.urlopen(request, timeout=60) as response:
            if cookie := response.headers.get("Set-Cookie"):
                self.cookie = cookie.partition(";")[0]
            answer = json.load(response)
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["name"] + ": " + answer["error"]["data"]["message"])
        return answer.get("result")

    def issue(self, plan):
        """Press “Issue” on the plan with this id."""
        if not self.cookie:
            self.call("/web/session/authenticate", db=self.database, login="vanthu", password=serve.PASSWORD)
        self.call("/web/dataset/call_kw/dan_van.plan/action_issue", model="dan_van.plan", method="action_issue",
                  args=[[plan]], kwargs={"context": {"lang": "vi_VN"}})


def work(clerk, plans, told, ended):
    """Issue plans until none is left; what is lost with a killed server is tried again."""
    while not ended.is_set():
        try:
            plan = plans.get(timeout=0.5)
        except queue.Empty:
            continue
        try:
            clerk.issue(plan)
        except (OSError, http.client.HTTPException, urllib.error.URLError):
            plans.put(plan)  # the server is dead or dying; whether it had committed, the next attempt tells
            time.sleep(0.2)
        except RuntimeError as error:
            if ISSUED_ALREADY not in str(error):
                told.append(str(error))
                plans.put(plan)
        plans.task_done()


class Server:
    """A server that can be killed and comes back."""

    def __init__(self, instance, database, log):
        self.instance, self.database, self.log, self.port = instance, database, log, odoo.free_port()
        self.start()

    def start(self):
        """Start it; it answers some seconds later."""
        self.output = open(self.log, "ab")
        self.process = self.instance.start(
            self.database, "--http-port", self.port, "--gevent-port", odoo.free_port(),
            "--db-filter", f"^{self.database}$", "--max-cron-threads", 0, stdout=self.output, stderr=self.output)

    def kill(self):
        """Kill it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.output.close()


def check(instance, database, ids):
    """Return what is wrong, as lines; none when all is well."""
    rows = instance.server.sql(ISSUED.format(ids=ids), database)
    plans = {}
    for plan, state, number, entry, kind, sha, stored in rows:
        plans.setdefault(plan, (state, number, entry, {}))[3][kind] = (sha, stored)
    wrong = [f"plan {plan} is {state}" for plan, (state, *_rest) in plans.items() if state != "issued"]
    numbers = sorted(int(number or 0) for _state, number, _entry, _files in plans.values())
    if numbers != list(range(1, len(plans) + 1)):
        wrong.append(f"numbers are not 1 to {len(plans)}: {numbers}")
    for plan, (_state, number, entry, files) in plans.items():
        if number != entry or "pdf" not in files or "data" not in files:
            wrong.append(f"plan {plan} is half issued: {number}, {entry}, {sorted(map(str, files))}")
        for kind, (sha, stored) in files.items():
            if stored and hashlib.sha256((instance.filestore(database) / stored).read_bytes()).hexdigest() != sha:
                wrong.append(f"the {kind} of plan {plan} is not what was issued")
    [[stray]] = instance.server.sql(STRAY.format(ids=ids), database)
    return wrong + ([f"{stray} register entries without a document"] if int(stray) else [])


def main(arguments):
    """Print what was done and what is wrong.

    :return: exit status, 1 when something is wrong
    """
    parser = argparse.ArgumentParser(prog="benchmarks/storm.py", description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--every", type=float, default=12, help="seconds between two kills")
    options = parser.parse_args(arguments)
    with odoo.provide() as instance:
        installed = template.with_addon(instance)
        with template.throw_away(instance, installed, "storm") as database:
            output = instance.script(database, PREPARE.format(
                scripts=str(cache.REPOSITORY / "scripts"), count=options.documents), what="preparing")
            ids = output.splitlines()[-1]
            return storm(instance, database, ids, options)


def storm(instance, database, ids, options):
    """Issue the plans of `ids` on two servers, killing them in turn; check; return the exit status."""
    log = cache.root() / "logs" / f"{database}.log"
    servers = [Server(instance, database, log) for _number in range(2)]
    plans, told, ended = queue.Queue(), [], threading.Event()
    for plan in ids.split(","):
        plans.put(int(plan))
    threads = [threading.Thread(target=work, args=(Clerk(server.port, database), plans, told, ended), daemon=True)
               for server in servers for _number in range(CLIENTS)]
    start, kills = time.monotonic(), 0
    for thread in threads:
        thread.start()
    try:
        while plans.unfinished_tasks:
            time.sleep(random.uniform(0.5, 1.5) * options.every)
            if plans.unfinished_tasks:
                victim = servers[kills % 2]
                victim.kill()
                console.say(f"killed server {kills % 2 + 1}; {plans.unfinished_tasks} of {options.documents} to go")
                victim.start()
                kills += 1
    finally:
        ended.set()
        for server in servers:
            server.kill()
    wrong = check(instance, database, ids)
    refusals = {message: told.count(message) for message in told}
    console.show(f"{options.documents} documents, {kills} kills, {time.monotonic() - start:.0f} s")
    console.show("\n".join([*(f"{count} x refused and tried again: {text}" for text, count in refusals.items()),
                            *(wrong or ["nothing lost, doubled or half done"])]))
    return 1 if wrong else 0


if __name__ == "__main__":
    console.main(main)
