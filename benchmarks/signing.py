#!/usr/bin/env python3
"""Letters are signed, numbered and sealed by a server that is killed before, in and after these steps; then all is checked.

After each kill every letter is as it was before the step or as it is after it, and the same click goes on, or is told that it is done.
"""
import argparse
import hashlib
import http.client
import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "scripts"))

from storm import Clerk, Server  # noqa: E402
from toolbox import cache, console, debian, odoo, serve, template  # noqa: E402

PROGRAMS = {name: debian.TESTS[name] for name in ("poppler-utils", "libnss3-tools")}
PATIENCE = 120  # seconds until a server answers that was started again
HEAD, CLERK = "truongban", "vanthu"
# By the state of a letter: who has the turn, his button, the kind of his certificate, what the step is called here.
STEPS = {
    "submitted": (HEAD, "action_sign", "personal", "signature"),
    "signed": (CLERK, "action_number", None, "number"),
    "numbered": (CLERK, "action_issue", "agency", "seal"),
}
# When the server is killed, of four letters in turn.
MOMENTS = ("in it", "before", "in it", "after")
# An agency that signs digitally and has issued nothing yet; its letters wait for its head.
PREPARE = """
import base64, json, sys
from pathlib import Path
sys.path.insert(0, {scripts!r})
import headless
from odoo.addons.dan_van.tests import signature_cases as cases
env = headless._new_agency(env)
company, head = env.company, env.ref('dan_van.user_head')
env['dan_van.trusted.root'].create({{'certificate': base64.b64encode(cases.authority().pem), 'company_id': company.id}})
certificates = {{}}
for kind, user, name in (('personal', head, head.name), ('agency', env.ref('dan_van.user_clerk'), company.name)):
    issued = cases.issue(name, cases.authority(), company.name)
    certificates[kind] = env['dan_van.certificate'].with_user(user).create({{
        'kind': kind, 'upload': base64.b64encode(issued.pkcs12()), 'pin': cases.PIN, 'image': base64.b64encode(cases.picture(kind))}}).id
env['dan_van.holder.certificate'].search([('state', '=', 'proposed')]).action_record()
letters = env['dan_van.letter'].with_user(env.ref('dan_van.user_office_staff')).create([{{
    'department_id': env['hr.department'].search([('company_id', '=', company.id), ('dan_van_kind', '=', 'office')]).id,
    'signer_id': head.id, 'subject': f"Phối hợp công tác năm thứ {{number}}", 'addressees': "UBND xã Mẫu", 'recipients': "UBND xã Mẫu",
    'body': "Đề nghị phối hợp thực hiện.\\n1. Tuyên truyền.\\n2. Báo cáo kết quả.",
}} for number in range(1, {count} + 1)])
for letter in letters:
    letter.action_submit()
Path({root!r}).write_bytes(cases.authority().pem)
env.cr.commit()
print(json.dumps({{'company': company.id, 'letters': letters.ids, 'certificates': certificates, 'pin': cases.PIN}}))
"""
FOUND = """
SELECT letter.id, letter.state, (letter.signer_pdf_id IS NOT NULL)::int, (letter.signer_signature IS NOT NULL)::int,
       (letter.numbered_pdf_id IS NOT NULL)::int, (letter.pdf_attachment_id IS NOT NULL)::int, (letter.snapshot IS NOT NULL)::int,
       (letter.paper_signed IS TRUE)::int, (SELECT string_agg(key, ' ' ORDER BY key) FROM jsonb_object_keys(letter.pdf_revisions::jsonb) key),
       (letter.code IS NOT NULL AND letter.document_date IS NOT NULL)::int,
       (SELECT string_agg(state, ' ') FROM dan_van_register_entry WHERE res_model = 'dan_van.letter' AND res_id = letter.id),
       (SELECT string_agg(kind, ' ' ORDER BY kind) FROM dan_van_issued_file WHERE register_entry_id = letter.register_entry_id),
       (SELECT string_agg(kind, ' ' ORDER BY id) FROM dan_van_signature WHERE register_entry_id = letter.register_entry_id),
       (SELECT count(*) FROM ir_attachment WHERE res_model = 'dan_van.letter' AND res_id = letter.id AND res_field IS NULL),
       (SELECT string_agg(step, ' ' ORDER BY id) FROM dan_van_approval
         WHERE res_model = 'dan_van.letter' AND res_id = letter.id AND step != 'seen'),
       (SELECT string_agg(login, ' ') FROM mail_activity activity JOIN res_users ON res_users.id = activity.user_id
         WHERE activity.res_model = 'dan_van.letter' AND activity.res_id = letter.id AND activity.active)
  FROM dan_van_letter letter WHERE letter.company_id = {company} ORDER BY letter.id
"""
# What the query finds of a letter in each state, if nothing is half done.
WHOLE = {
    "submitted": ["0", "0", "0", "0", "0", "0", "", "0", "", "", "", "0", "submit", HEAD],
    "signed": ["1", "1", "0", "0", "0", "0", "laid_out", "0", "", "", "", "1", "submit sign", CLERK],
    "numbered": ["1", "1", "1", "0", "0", "0", "laid_out ours", "1", "numbered", "", "", "2", "submit sign number", CLERK],
    "issued": ["1", "1", "1", "1", "1", "0", "laid_out ours", "1", "issued", "data docx pdf signed signed", "personal agency", "4",
               "submit sign number issue", ""],
}
FILES = """
SELECT store_fname, checksum FROM ir_attachment WHERE res_model = 'dan_van.letter' AND res_field IS NULL
   AND res_id IN (SELECT id FROM dan_van_letter WHERE company_id = {company})
"""
NUMBERS = """
SELECT register.last_number, entry.number, entry.state FROM dan_van_register register
  LEFT JOIN dan_van_register_entry entry ON entry.register_id = register.id WHERE register.company_id = {company} ORDER BY entry.number
"""
KEPT = """
SELECT letter.id, file.kind, file.sha256, attachment.store_fname FROM dan_van_letter letter
  JOIN dan_van_issued_file file ON file.register_entry_id = letter.register_entry_id
  JOIN ir_attachment attachment ON attachment.id = file.attachment_id WHERE letter.company_id = {company} ORDER BY file.id
"""
NAMED = re.compile("“[^”]*Phối hợp[^”]*”")  # a letter in what somebody is told
LOST = (OSError, http.client.HTTPException, urllib.error.URLError)


class Browser(Clerk):
    """A browser of somebody who signs or gives numbers."""

    def __init__(self, port, database, login, made):
        super().__init__(port, database)
        self.login, self.made = login, made

    def model(self, model, method, *args, context=None, **kwargs):
        """Return what a method answers."""
        if not self.cookie:
            self.call("/web/session/authenticate", db=self.database, login=self.login, password=serve.PASSWORD)
        return self.call(f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=list(args),
                         kwargs={**kwargs, "context": {"lang": "vi_VN", **(context or {})}})

    def opened(self, letter, button, kind):
        """Press the button of a letter.

        :return: function that does the step: the dialog is confirmed, or where there is none the button pressed
        """
        if not kind:
            return lambda: self.model("dan_van.letter", button, [letter])
        action = self.model("dan_van.letter", button, [letter])
        values = {"way": "here", "certificate_id": self.made["certificates"][kind], "pin": self.made["pin"]}
        return lambda: self.model(action["res_model"], "web_save", [], values, context=action["context"], specification={"done": {}})

    def wait(self):
        """Wait until the server answers."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.model("res.users", "search_count", [])
            except LOST:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)


class Office:
    """Those who sign, their letters, and the server that is killed."""

    def __init__(self, instance, database, made):
        self.instance, self.database, self.made = instance, database, made
        self.server = Server(instance, database, cache.root() / "logs" / f"{database}.log")
        self.browsers = {login: Browser(self.server.port, database, login, made) for login in (HEAD, CLERK)}
        self.usual = dict.fromkeys(STEPS, 2.0)  # seconds
        self.kills, self.committed, self.told, self.wrong = Counter(), Counter(), Counter(), []
        self.wait()

    def wait(self):
        """Wait until the server answers both."""
        for browser in self.browsers.values():
            browser.wait()

    def states(self):
        """Return the state of each letter, after a look at whether anything is half done."""
        found = self.sql(FOUND)
        self.wrong += [f"letter {letter} is half {state}: {rest}" for letter, state, *rest in found if rest != WHOLE.get(state)]
        for stored, checksum in self.sql(FILES):
            path = self.instance.filestore(self.database) / stored
            if not path.is_file() or hashlib.sha1(path.read_bytes()).hexdigest() != checksum:
                self.wrong.append(f"the file {stored} is missing or half written")
        numbers = self.sql(NUMBERS)
        if numbers and [number for _last, number, _state in numbers] != [str(number + 1) for number in range(int(numbers[0][0]))]:
            self.wrong.append(f"numbers have a gap, or one is there twice: {numbers}")
        return {int(letter): state for letter, state, *_rest in found}

    def sql(self, query):
        """Return the rows of a query on the agency."""
        return self.instance.server.sql(query.format(company=self.made["company"]), self.database)

    def go_on(self, letter, state, moment):
        """Take a letter one step on, with a kill at ``moment``."""
        login, button, kind, step = STEPS[state]
        click = self.browsers[login].opened(letter, button, kind)
        moment = self.killed(click, state, moment)
        self.kills[step, moment] += 1
        self.server.start()
        self.wait()
        after = self.states()[letter]
        self.committed[step, moment] += after != state
        console.say(f"letter {letter}, {step}: killed {moment}, then it was {after}")
        self.again(click, letter, state, after)

    def killed(self, click, state, moment):
        """Kill the server before a step, at a random moment in it, or after it.

        :return: when it was: a step may have been done before its moment has come
        """
        if moment != "in it":
            if moment == "after":
                click()
            self.server.kill()
            return moment
        killer = threading.Timer(random.uniform(0, 1.05) * self.usual[state], self.server.kill)
        killer.start()
        try:
            click()
        except LOST:
            return moment
        finally:
            killer.join()
        return "after"

    def again(self, click, letter, state, after):
        """Do the same again after the kill, by the same click."""
        start = time.monotonic()
        try:
            click()
        except RuntimeError as error:
            # Nothing but the sentence that it is done already.
            if after == state or "UserError" not in str(error):
                self.wrong.append(f"letter {letter} stays {state}: {error}")
            self.told[NAMED.sub("“…”", str(error).partition(": ")[2])] += 1
        else:
            self.usual[state] = time.monotonic() - start
            if after != state:
                self.wrong.append(f"letter {letter}: a step was done twice from {state}")
        following = [*STEPS, "issued"][list(STEPS).index(state) + 1]
        if (now := self.states()[letter]) != following:
            self.wrong.append(f"letter {letter} is {now}, not {following}")

    def check(self):
        """Check all files and signatures of the issued letters, by the server and by another program."""
        for letter in self.made["letters"]:
            told = self.browsers[CLERK].model("dan_van.letter", "action_check_signatures", [letter])["params"]
            if told["type"] != "success" or "2" not in told["message"]:
                self.wrong.append(f"letter {letter}: {told['message']}")
        newest = {}
        for letter, kind, sha256, stored in self.sql(KEPT):
            path = self.instance.filestore(self.database) / stored
            if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                self.wrong.append(f"the {kind} of letter {letter} is not what was issued")
            if kind == "signed":
                newest[letter] = path
        for letter, path in newest.items():
            said = pdfsig(path)
            if any(said.count(line) != 2 for line in ("Signature is Valid.", "Certificate is Trusted.")):
                self.wrong.append(f"pdfsig of letter {letter}: {said}")
        if len(newest) != len(self.made["letters"]):
            self.wrong.append(f"{len(newest)} of {len(self.made['letters'])} letters have a signed file")


def place():
    """Return the folder of what is made for a run."""
    return cache.root() / "signing"


def trust():
    """Let pdfsig trust the authority of the run."""
    for command in (("-N", "--empty-password"), ("-A", "-n", "root", "-t", "CT,C,C", "-i", place() / "root.pem")):
        console.run(["certutil", "-d", f"sql:{place()}", *command], what="trusting the authority")


def pdfsig(path):
    """Return what poppler says of a signed file."""
    return subprocess.run(["pdfsig", "-nssdir", f"sql:{place()}", path], capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout


def main(arguments):
    """Print what was done and what is wrong.

    :return: exit status, 1 when something is wrong
    """
    parser = argparse.ArgumentParser(prog="benchmarks/signing.py", description=__doc__)
    parser.add_argument("--letters", type=int, default=12)
    options = parser.parse_args(arguments)
    shutil.rmtree(place(), ignore_errors=True)
    place().mkdir(parents=True)
    with odoo.provide(PROGRAMS) as instance:
        installed = template.with_addon(instance)
        with template.throw_away(instance, installed, "signing") as database:
            output = instance.script(database, PREPARE.format(
                scripts=str(cache.REPOSITORY / "scripts"), count=options.letters, root=str(place() / "root.pem")), what="preparing")
            trust()
            return signing(Office(instance, database, json.loads(output.splitlines()[-1])))


def signing(office):
    """Take all letters to their issue, one kill a step; check; return the exit status."""
    start, turns = time.monotonic(), Counter()
    try:
        while waiting := {letter: state for letter, state in office.states().items() if state in STEPS}:
            if office.wrong:
                break
            letter = random.choice(list(waiting))
            state = waiting[letter]
            office.go_on(letter, state, MOMENTS[turns[state] % len(MOMENTS)])
            turns[state] += 1
        else:
            office.check()
    finally:
        office.server.kill()
    office.wrong += [f"no server was killed {moment}: {step}" for *_turn, step in STEPS.values() for moment in set(MOMENTS)
                     if not office.kills[step, moment]]
    console.show(f"{len(office.made['letters'])} letters, {office.kills.total()} kills, {time.monotonic() - start:.0f} s")
    for *_turn, step in STEPS.values():
        console.show(f"{step}: " + ", ".join(
            f"{office.kills[step, moment]} {moment} ({office.committed[step, moment]} done)" for moment in dict.fromkeys(sorted(MOMENTS))))
    console.show("\n".join([*(f"{count} x told: {text}" for text, count in office.told.items()),
                            *(office.wrong or ["every letter issued with two signatures that hold; nothing lost, doubled or half done"])]))
    return 1 if office.wrong else 0


if __name__ == "__main__":
    console.main(main)
