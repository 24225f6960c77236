"""Sessions of people at work, as `load.py` lets them loose on a cluster: real HTTP, what they do written down."""
import http.client
import json
import queue
import random
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from toolbox import odoo, serve

PATIENCE = 120  # seconds until an answer is given up
# Who works with duties and events; each has several sessions. Leaders look, clerks issue.
STAFF = ("chuyenvien.vp", "chuyenvien.ttdb", "chuyenvien.cs", "chuyenvien.ttr", "truongphong.ttdb", "truongphong.cs", "chanhthanhtra")
LEADER, CLERK = "truongban", "vanthu"
# What they do, of a hundred acts.
SHARES = {"list": 28, "form": 20, "dashboard": 10, "inbox": 16, "page": 4, "pdf": 6, "progress": 9, "event": 7}
LIST = {
    "text": {}, "deadline": {}, "progress": {}, "health": {}, "can_assign": {}, "department_id": {"fields": {"display_name": {}}},
    "user_ids": {"fields": {"display_name": {}}}}
FORM = {**LIST, "result": {}, "done_date": {}, "output": {}, "plan_id": {"fields": {"display_name": {}}}, "dan_van_read_only": {}}
# A second click on what was issued although the answer was lost is told so.
ISSUED_ALREADY = "Đã ban hành"


class Refused(Exception):
    """The server has answered that it doesn't do this, and why."""


class Lost(Exception):
    """No answer, or one that tells of no server: what was asked for may have been done or not."""


@dataclass(frozen=True)
class Act:
    """What a session has done."""

    kind: str
    began: float
    took: float
    outcome: str  # done, refused or lost
    words: str = ""


class Session:
    """A browser of one person."""

    def __init__(self, port, number, login, duty=None):
        self.port, self.number, self.login, self.duty = port, number, login, duty
        self.cookie, self.turn = None, 0

    def enter(self, database):
        """Log in."""
        self.call("/web/session/authenticate", db=database, login=self.login, password=serve.PASSWORD)

    def send(self, method, path, body=None, headers=()):
        """Return body and status of an answer; raise :class:`Lost` when there is none."""
        connection = http.client.HTTPConnection(odoo.LOOPBACK, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {**dict(headers), **({"Cookie": self.cookie} if self.cookie else {})})
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Lost(type(error).__name__) from error
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            if cookie.startswith("session_id="):
                self.cookie = cookie.partition(";")[0]
        if answer.status >= 500 or answer.status == 404:  # Odoo's answer as well where it finds no database
            raise Lost(f"HTTP {answer.status}")
        return content, answer.status

    def call(self, path, **params):
        """Return the result of a JSON-RPC request."""
        content, status = self.send(
            "POST", path, json.dumps({"jsonrpc": "2.0", "params": params}), {"Content-Type": "application/json"})
        if status != 200:
            raise Refused(f"HTTP {status}")
        answer = json.loads(content)
        if "error" in answer:
            raise Refused(answer["error"]["data"]["name"] + ": " + answer["error"]["data"]["message"])
        return answer.get("result")

    def method(self, model, name, *args, **kwargs):
        """Call a model's method."""
        return self.call(f"/web/dataset/call_kw/{model}/{name}", model=model, method=name, args=args,
                         kwargs={**kwargs, "context": {"lang": "vi_VN"}})

    def get(self, path, begins):
        """Fetch a page or file, which has to begin so."""
        content, status = self.send("GET", path)
        if status != 200 or not content.startswith(begins):
            raise Refused(f"HTTP {status} for {path.split('?')[0]}, {content[:40]!r}")


class Work:
    """What all sessions do, and what came of it.

    :param plans: ids of plans that are signed and wait to be issued
    :param files: id of the attachment that all read, and of the type of the events that they enter
    """

    def __init__(self, sessions, plans, files, pause, database):
        self.database, self.expired = database, []
        self.sessions, (self.pdf, self.kind), self.pause = sessions, files, pause
        self.plans, self.acts = queue.Queue(), []
        # By token or id: those that were acknowledged, and those of which nobody knows.
        self.known, self.unknown = {"event": set(), "progress": {}, "issue": set()}, {"event": set(), "progress": {}, "issue": set()}
        self.when = {}  # of each event that was acknowledged, when it was sent and acknowledged
        for plan in plans:
            self.plans.put(plan)

    def run(self, seconds, fault=None):
        """Let all work for so long; return the acts.

        :param fault: called beside with the seconds; a third of them is left after it, however long it takes
        """
        first, start, ended = len(self.acts), time.monotonic(), threading.Event()
        threads = [threading.Thread(target=self._work, args=(session, ended), daemon=True) for session in self.sessions]
        for thread in threads:
            thread.start()
        if fault:
            fault(seconds)
        time.sleep(max(seconds - (time.monotonic() - start), seconds / 3 if fault else 0))
        ended.set()
        for thread in threads:
            thread.join()
        return self.acts[first:]

    def _work(self, session, ended):
        pause = random.uniform(0, self.pause)
        while not ended.wait(pause):
            self._act(session)
            pause = random.expovariate(1 / self.pause)

    def _act(self, session):
        kind = "issue" if session.login == CLERK else random.choices(*zip(*SHARES.items()))[0]
        if kind in ("progress", "event") and not session.duty:
            kind = "inbox"
        began, outcome, words = time.monotonic(), "done", ""
        try:
            getattr(self, f"_{kind}")(session)
        except Refused as error:
            outcome, words = "refused", str(error)
            if "SessionExpired" in words:  # who clicks while there is no database is logged out
                self.expired.append(session.number)
                with suppress(Refused, Lost):
                    session.enter(self.database)
        except Lost as error:
            outcome, words = "lost", str(error)
        self.acts.append(Act(kind, began, time.monotonic() - began, outcome, words))

    # Reading

    def _list(self, session):
        session.method("dan_van.assignment", "web_search_read", [("scope", "=", "unit"), ("plan_state", "in", ("issued", "closed"))],
                       LIST, limit=80, count_limit=10001)

    def _form(self, session):
        if session.duty:
            session.method("dan_van.assignment", "web_read", [session.duty], FORM)
        else:
            self._list(session)

    @staticmethod
    def _dashboard(session):
        session.method("dan_van.dashboard", "get_data")

    @staticmethod
    def _inbox(session):
        session.method("dan_van.inbox", "get_data")

    @staticmethod
    def _page(session):
        session.get("/odoo", b"<!DOCTYPE html>")

    def _pdf(self, session):
        session.get(f"/web/content/{self.pdf}?unique={random.random()}", b"%PDF")

    # Writing: what is acknowledged is there once, what isn't at most once

    def _event(self, session):
        session.turn += 1
        token = f"Buổi {session.number}.{session.turn}"
        self.unknown["event"].add(token)
        began = time.time()
        session.method("dan_van.event", "web_save", [], {"subject": token, "type_id": self.kind, "participant_count": session.turn}, {"subject": {}})
        self.known["event"].add(token)
        self.when[token] = began, time.time()

    def _progress(self, session):
        session.turn += 1
        self.unknown["progress"].setdefault(session.duty, set()).add(session.turn)
        session.method("dan_van.assignment", "web_save", [session.duty],
                       {"progress": 1 + session.turn % 90, "result": f"Đã làm đến bước {session.turn}."}, {"progress": {}})
        self.known["progress"][session.duty] = session.turn

    def _issue(self, session):
        with suppress(queue.Empty):
            plan = self.plans.get_nowait()
            self.unknown["issue"].add(plan)
            try:
                session.method("dan_van.plan", "action_issue", [plan])
            except Refused as error:
                if ISSUED_ALREADY not in str(error):
                    self.plans.put(plan)
                    raise
            except Lost:
                self.plans.put(plan)  # whether it was done, the next attempt tells
                raise
            self.known["issue"].add(plan)
            return
        self._list(session)


def summary(acts):
    """Return the number of acts, how they ended, and the seconds within which half and 95 of 100 were done."""
    done = sorted(act.took for act in acts if act.outcome == "done")
    ended = Counter(act.outcome for act in acts)

    def within(share):
        return done[min(len(done) - 1, int(share * len(done)))] if done else float("nan")

    return {"acts": len(acts), **{name: ended[name] for name in ("done", "refused", "lost")}, "p50": within(.5), "p95": within(.95)}


def silence(acts):
    """Return the longest time in which nothing was answered."""
    ends = sorted(act.began + act.took for act in acts if act.outcome == "done")
    return max((later - before for before, later in zip(ends, ends[1:])), default=float("nan"))
