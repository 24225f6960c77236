"""What is in a database after a load, against what its sessions were told."""
import hashlib

ISSUED = """
SELECT plan.id, plan.state, plan.number, entry.number, file.kind, file.sha256, attachment.store_fname
  FROM dan_van_plan plan
  JOIN dan_van_register_entry entry ON entry.id = plan.register_entry_id
  LEFT JOIN dan_van_issued_file file ON file.register_entry_id = entry.id
  LEFT JOIN ir_attachment attachment ON attachment.id = file.attachment_id
 WHERE plan.company_id = {company}
"""
ENTRIES = """
SELECT register.id, count(*), count(DISTINCT entry.number), min(entry.number), max(entry.number),
       count(*) FILTER (WHERE plan.register_entry_id IS DISTINCT FROM entry.id)
  FROM dan_van_register register JOIN dan_van_register_entry entry ON entry.register_id = register.id
  LEFT JOIN dan_van_plan plan ON entry.res_model = 'dan_van.plan' AND plan.id = entry.res_id
 WHERE register.company_id = {company} GROUP BY register.id
"""
EVENTS = "SELECT subject, count(*) FROM dan_van_event WHERE company_id = {company} AND subject LIKE 'Buổi %' GROUP BY subject"
RESULTS = """
SELECT id, substring(result FROM 'bước (\\d+)') FROM dan_van_assignment WHERE company_id = {company} AND result LIKE 'Đã làm đến bước %'
"""


def documents(server, database, company, read):
    """Return what is wrong with what was issued, as lines, and how many files were compared.

    :param read: function that returns the bytes of a file, by the name that its attachment gives
    """
    wrong, plans, compared = [], {}, 0
    for plan, state, number, entry, kind, sha, stored in server.sql(ISSUED.format(company=company), database):
        plans.setdefault(plan, (state, number, entry, set()))[3].add(kind)
        if stored:
            compared += 1
            if hashlib.sha256(read(stored)).hexdigest() != sha:
                wrong.append(f"the {kind} of plan {plan} is not what was issued")
    wrong += [f"plan {plan} is half issued: {state}, {number}, {entry}, {kinds}" for plan, (state, number, entry, kinds) in plans.items()
              if state != "issued" or number != entry or not {"pdf", "data"} <= kinds]
    for register, count, different, first, last, stray in server.sql(ENTRIES.format(company=company), database):
        if not count == different == last or first != "1" or stray != "0":
            wrong.append(f"register {register}: {count} lines, {different} numbers, {first} to {last}, {stray} without a document")
    return wrong, compared


def writes(server, database, company, work):
    """Return what is wrong with what the sessions were told, as lines: what was acknowledged is there once, all else at most once."""
    found = {subject: int(count) for subject, count in server.sql(EVENTS.format(company=company), database)}
    wrong = [f"{subject} is there {count} times" for subject, count in found.items() if count > 1]
    wrong += [f"{subject} was acknowledged and is missing" for subject in sorted(work.known["event"] - found.keys())]
    wrong += [f"{subject} was never entered" for subject in sorted(found.keys() - work.unknown["event"])]
    results = {int(duty): int(turn) for duty, turn in server.sql(RESULTS.format(company=company), database)}
    for duty, turn in work.known["progress"].items():
        # What came after it was told to nobody, yet may have been done.
        if results.get(duty, 0) < turn or results[duty] not in work.unknown["progress"][duty]:
            wrong.append(f"duty {duty} is at step {results.get(duty)}, {turn} was acknowledged")
    issued = {int(row[0]) for row in server.sql(ISSUED.format(company=company), database)}
    return wrong + [f"plan {plan} was acknowledged and is not issued" for plan in sorted(work.known["issue"] - issued)]
