"""What is measured inside Odoo: printing, issuing, listing, reporting; run by Odoo's shell on a throw-away demo."""
import base64
import functools
import io
import json
import os
import resource
import statistics
import sys
import threading
import time
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import xlsxwriter
from openpyxl import load_workbook
from pypdf import PdfReader

from odoo import http
from odoo.addons.web.controllers.export import ExcelExport
from odoo.tools import SQL

from odoo.addons.dan_van.confined import run
from odoo.addons.dan_van.models.core.foreign_file import PRINT
from odoo.addons.dan_van.rendering.pdf import html_to_pdf
from odoo.addons.dan_van.rendering.register import RegisterBook

REPOSITORY = Path(__file__).resolve().parents[1]
# A real plan where its folder is there, else the one of the demo.
SAMPLE = Path(os.environ.get('DAN_VAN_SAMPLES') or REPOSITORY.parent / 'shared' / 'samples') / 'ke-hoach-dan-van-2022.docx'
DEMO = REPOSITORY / 'demo' / 'ke-hoach-mau.txt'
TEXT = "Tổ chức quán triệt, tuyên truyền các chủ trương, chính sách về công tác dân vận đến toàn thể công chức. " * 4


def main(env):
    """Write the rows and notes as one line of JSON."""
    env = _agency(env)
    result = {'rows': [*_print(env), *_issue(env)], 'notes': []}
    listing, result['notes'] = _list(env)
    result['rows'] += [*listing, *_report(env)]
    result['notes'].append(_against_stock(env))
    json.dump(result, sys.stdout)


def print_at_once(env, count):
    """Print so many plans by one press of the button in a process of its own; write what it took as a line of JSON."""
    env = _agency(env)
    plans = _plan(env, 5, 10).sudo()
    plans = plans.union(*(plans.copy() for _number in range(99)))
    Report = env['ir.actions.report']
    Report._render_qweb_pdf(plans._report, plans[:2].ids)
    seconds, _queries = _measure(env, lambda: Report._render_qweb_pdf(plans._report, plans[:count].ids))
    json.dump({'seconds': seconds, 'peak': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}, sys.stdout)


def print_beside(env):
    """Print a plan alone, then again and again while a volume of a register is printed in the background; write the median times."""
    env = _agency(env)
    plan = _plan(env, 5, 10).sudo()
    Report = env['ir.actions.report']
    book = RegisterBook(
        issuer=("BAN DÂN TỘC",), year=2026, date_from=date(2026, 1, 1), date_to=date(2026, 12, 31), numbers=("01", "1000"), rows=tuple(
            (f"{number}/KH-BDT", date(2026, 1, 2), f"Kế hoạch: {TEXT[:200]}", "Trưởng ban", "Các phòng", "VP", 5, None, "", "")
            for number in range(1, 1001)))
    volume = env['ir.qweb']._render('dan_van.register_book', {'docs': [SimpleNamespace(_book=lambda: book)]})

    def printed():
        return _measure(env, lambda: Report._render_qweb_pdf(plan._report, plan.ids))[0]

    printed()
    alone = [printed() for _turn in range(5)]
    thread = threading.Thread(target=run, args=(html_to_pdf, str(volume)), kwargs={'limits': PRINT})
    beside, start = [], time.perf_counter()
    thread.start()
    while thread.is_alive():
        beside.append(printed())
    json.dump({
        'alone': statistics.median(alone), 'beside': statistics.median(beside), 'printed': len(beside), 'volume': time.perf_counter() - start},
        sys.stdout)


def sheet_of_duties(env, kind, count):
    """Write so many duties to Excel in a process of its own; write what it took as a line of JSON: seconds of the processor,
    since a minute is never quiet, and peak memory in kB.

    :param kind: ``tracking``, ``stock`` for Odoo's own export of the same fields, or ``bare`` for xlsxwriter alone, which is
        given the cells of the tracking sheet
    """
    env = _agency(env)
    _grow(env, count)
    _fill(env)
    env.ref('dan_van.user_office_staff').group_ids += env.ref('base.group_allow_export')
    env = _as(env, 'office_staff', env['dan_van.assignment']).env
    domain = [('scope', '=', 'unit'), ('plan_state', '=', 'issued')]
    act = {'tracking': _tracking_sheet, 'stock': _stock_export}.get(kind)
    if kind == 'bare':
        book = load_workbook(io.BytesIO(_tracking_sheet(env, domain)), read_only=True)
        pages = [[[cell.value for cell in row] for row in page.iter_rows()] for page in book.worksheets]
        act, domain = functools.partial(_bare_cells, pages), []
    act(env, [*domain, ('id', 'in', env['dan_van.assignment'].search(domain, limit=20).ids)])  # warms up
    env.invalidate_all()
    Path('/proc/self/clear_refs').write_text('5')  # the peak of what follows
    start = time.process_time()
    act(env, domain)
    seconds = time.process_time() - start
    [peak] = (int(line.split()[1]) for line in Path('/proc/self/status').read_text().splitlines() if line.startswith('VmHWM'))
    json.dump({'seconds': seconds, 'peak': peak}, sys.stdout)


def _fill(env):
    """Give every duty of :func:`_grow` words of its own, a result, persons and a content."""
    env.cr.execute("""
        UPDATE dan_van_assignment SET text = id || '. ' || text, result = 'Đã làm việc ' || id || ': ' || text, output = 'Báo cáo'
         WHERE scope = 'unit' AND plan_state = 'issued'""")
    env.cr.execute("""
        INSERT INTO dan_van_assignment_user_rel (assignment_id, user_id)
        SELECT duty.id, member.user_id FROM dan_van_assignment AS duty
          JOIN dan_van_department_member_rel AS member ON member.department_id = duty.department_id
         WHERE duty.scope = 'unit' ON CONFLICT DO NOTHING""")
    env.cr.execute("""
        INSERT INTO dan_van_assignment_content_rel (assignment_id, content_id)
        SELECT duty.id, content.id FROM dan_van_assignment AS duty
          JOIN (SELECT *, row_number() OVER (PARTITION BY plan_id ORDER BY sequence, id) - 1 AS place,
                       count(*) OVER (PARTITION BY plan_id) AS all_of FROM dan_van_content WHERE section_kind = 'content') AS content
            ON content.plan_id = duty.plan_id AND content.place = duty.id % content.all_of
         WHERE duty.scope = 'unit' ON CONFLICT DO NOTHING""")
    env.invalidate_all()


def _tracking_sheet(env, domain):
    file = io.BytesIO()
    env['dan_van.tracking.sheet']._write_sheet(file, domain)
    return file.getvalue()


def _bare_cells(pages, _env, _domain):
    """Write cells as the library alone does it: frames, formats and heights, but no duties, groups or colours to think of."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {'constant_memory': True}) as book:
        frame = {'font_name': 'Times New Roman', 'font_size': 11, 'border': 1, 'valign': 'top', 'text_wrap': True}
        text, number, date = (book.add_format({**frame, **more}) for more in ({}, {'num_format': '0%'}, {'num_format': 'dd/mm/yyyy'}))
        for page in pages:
            sheet = book.add_worksheet()
            for line, row in enumerate(page):
                sheet.set_row(line, 32)
                for column, value in enumerate(row):
                    _bare_cell(sheet, (line, column), value, text=text, number=number, date=date)
    return file.getvalue()


def _bare_cell(sheet, place, value, *, text, number, date):
    if value is None:
        sheet.write_blank(*place, None, text)
    elif isinstance(value, str):
        sheet.write_string(*place, value, text)
    elif isinstance(value, datetime):
        sheet.write_datetime(*place, value, date)
    else:
        sheet.write_number(*place, value, number)


def _stock_export(env, domain):
    """What the web client's export does with the fields of the tracking sheet."""
    names = ['content_ids', 'text', 'department_id', 'role', 'user_ids', 'deadline', 'deadline_text', 'output', 'progress',
             'result', 'done_date', 'health']
    columns = [{'name': name, 'type': env['dan_van.assignment']._fields[name].type} for name in names]
    http._request_stack.push(SimpleNamespace(env=env))
    try:
        rows = env['dan_van.assignment'].search(domain).export_data(names)['datas']
        return ExcelExport().from_data(columns, names, rows)
    finally:
        http._request_stack.pop()


def _agency(env):
    return env(context={**env.context, 'allowed_company_ids': env.ref('dan_van.demo_company').ids, 'lang': 'vi_VN'})


def _as(env, name, records):
    return records.with_user(env.ref(f'dan_van.user_{name}'))


def _measure(env, act):
    """:return: (seconds, queries) of ``act()`` from a cold record cache"""
    env.flush_all()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    act()
    env.flush_all()
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def _plan(env, duties, paragraphs=1):
    """:return: a complete draft of the office with so many duties and paragraphs of contents"""
    plan = _as(env, 'office_staff', env['dan_van.plan']).create({'subject': "Công tác dân vận chính quyền"})
    section = plan.content_ids.filtered(lambda part: part.kind == 'content')
    env['dan_van.content'].create([{
        'plan_id': plan.id, 'parent_id': section.id, 'label': str(number), 'text': TEXT,
        'sequence': section.sequence + number} for number in range(1, paragraphs + 1)])
    units = env['hr.department']._working_units(env.company)
    env['dan_van.assignment'].create([{
        'plan_id': plan.id, 'label': str(number), 'unit_label': units[number % len(units)].name, 'text': TEXT,
        'department_id': units[number % len(units)].id, 'deadline': f'{plan.year}-06-30',
    } for number in range(1, duties + 1)])
    return plan


def _print(env):
    """3 and about 60 pages through the print action."""
    pages, seconds, peaks = [], [], []
    for paragraphs in (1, 18, 430):
        plan, pdfs = _plan(env, 5, paragraphs), []
        seconds.append(_measure(env, lambda: pdfs.append(plan.sudo()._render_pdf()))[0])
        pages.append(len(PdfReader(io.BytesIO(pdfs[0])).pages))
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    name, size = f"print of {pages[1]} and {pages[2]} pages", pages[2] / pages[1]
    return [(f"{name}: time", size, *seconds[1:]), (f"{name}: peak memory of Odoo", size, *peaks[1:])]


def _imported(env, path):
    """:return: the draft that the import makes of a file"""
    wizard = _as(env, 'office_staff', env['dan_van.plan.import']).create(
        {'file': base64.b64encode(path.read_bytes()), 'filename': path.name})
    wizard.action_read()
    return env['dan_van.plan'].browse(wizard.action_create()['res_id'])


def _against_stock(env):
    """:return: how long the same page takes through WeasyPrint and through Odoo's stock engine, wkhtmltopdf"""
    source = SAMPLE if SAMPLE.exists() else DEMO
    plan, Report = _imported(env, source).sudo(), env['ir.actions.report']
    report = env.ref(plan._report)
    values = Report._get_rendering_context(report, plan.ids, {'report_type': 'pdf'})
    html = Report._render_template(report.report_name, {**values, 'docs': plan, 'doc_ids': plan.ids}).decode()
    css = ''.join(
        (REPOSITORY / f'static/src/documents/document_{part}.css').read_text('utf-8') for part in ('sheet', 'header', 'text', 'end', 'annexes'))
    # wkhtmltopdf reads its page from a file: what it would fetch from the server stands in the page.
    stock = html.replace('</head>', f'<style>{css}</style></head>')
    own = min(_measure(env, lambda: Report._run_pdf_engine('weasyprint', html))[0] for _turn in range(3))
    other = min(_measure(env, lambda: Report._run_wkhtmltopdf([stock]))[0] for _turn in range(3))
    pages = len(PdfReader(io.BytesIO(Report._run_pdf_engine('weasyprint', html))).pages)
    return (f"{source.name}, imported and printed on {pages} pages: through wkhtmltopdf, Odoo's stock engine, it takes "
            f"{other / own:.2g} times as long as through WeasyPrint.")


def _issue(env):
    """A plan with 10 and one with 200 assignments, after one that warms the caches."""
    costs = []
    for duties in (10, 10, 200):
        plan = _plan(env, duties)
        _as(env, 'office_staff', plan).action_submit()
        _as(env, 'head', plan).action_sign()
        costs.append(_measure(env, _as(env, 'clerk', plan).action_issue))
    name = "issue of 10 and 200 assignments"
    return [(f"{name}: time", 20, costs[1][0], costs[2][0]), (f"{name}: queries", 20, costs[1][1], costs[2][1])]


def _report(env):
    """The units' reports on 20 and on 400 duties: opened and drawn, then consolidated; after a turn that warms up."""
    costs = []
    for duties in (20, 20, 400):
        plan = _plan(env, duties)
        _as(env, 'office_staff', plan).action_submit()
        _as(env, 'head', plan).action_sign()
        _as(env, 'clerk', plan).action_issue()
        period = _as(env, 'office_staff', env['dan_van.period']).create({
            'name': f"Đột xuất {duties}", 'plan_id': plan.id, 'scheme_id': env.ref('dan_van.scheme_adhoc').id,
            'date_from': plan.document_date, 'date_to': plan.document_date, 'due_date': plan.document_date})
        drawn = _measure(env, period.action_open)
        reports = period.sudo().report_ids
        reports.line_ids.text = TEXT
        for report in reports:
            own = report.with_user(report.department_id.head_user_id)
            own.action_submit()
            own.action_approve()
        _as(env, 'office_staff', reports).action_receive()
        costs.append((drawn, _measure(env, period.action_consolidate)))
    return [(f"{name} of 20 and 400 duties: {unit}", 20, costs[1][job][which], costs[2][job][which])
            for job, name in enumerate(("reports", "consolidation")) for which, unit in enumerate(("time", "queries"))]


def _grow(env, count):
    """Copy tracked assignments by SQL, deadlines spread over some years, until there are ``count``; nearly all done."""
    env.flush_all()
    present = env['dan_van.assignment'].search_count([('scope', '=', 'unit')])
    env.cr.execute("""
        INSERT INTO dan_van_assignment (plan_id, company_id, plan_state, sequence, printed, text, scope, role, kind,
                                        department_id, deadline, progress, done_date)
        SELECT plan_id, company_id, plan_state, number, false, text, scope, role, kind, department_id,
               CURRENT_DATE + (number %% 1000)::int - 900, 0, CASE WHEN number %% 50 > 0 THEN CURRENT_DATE END
          FROM generate_series(1, %s) AS number
          JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM dan_van_assignment
                 WHERE scope = 'unit' AND plan_state = 'issued' ORDER BY id LIMIT 20) AS model
            ON model.place = number %% 20""", [count - present])
    env.cr.execute("ANALYZE dan_van_assignment")
    env.invalidate_all()


def _list(env):
    """The overdue duties of a unit, and all duties by health, among about 300 and 20 000."""
    duties = _as(env, 'outreach_staff', env['dan_van.assignment'])
    overdue = [('scope', '=', 'unit'), ('health', '=', 'overdue')]
    acts = {
        "overdue list of a unit": lambda: duties.web_search_read(
            overdue, {'text': {}, 'deadline': {}, 'health': {}, 'progress': {}}, limit=80),
        "groups by health": lambda: _as(env, 'office_staff', duties).web_read_group(
            [('scope', '=', 'unit')], ['health'], ['progress:avg']),
    }
    sizes, costs = [], []
    for count in (300, 20_000):
        _grow(env, count)
        sizes.append(duties.sudo().search_count([('scope', '=', 'unit')]))
        costs.append({name: min(_measure(env, act) for _turn in range(5)) for name, act in acts.items()})
    rows = [(f"{name}, {sizes[0]} and {sizes[1]} duties: {unit}", sizes[1] / sizes[0], *(c[name][i] for c in costs))
            for name in acts for i, unit in enumerate(("time", "queries"))]
    return rows, [f"Overdue list of a unit, PostgreSQL's plan: {_explain(env, duties, overdue)}"]


def _explain(env, duties, domain):
    """:return: the ways in which PostgreSQL reads the table of duties for ``domain``"""
    query = duties._search(domain, limit=80)
    rows = env.execute_query(SQL("EXPLAIN %s", query.select()))
    nodes = [line.strip(' ->').partition('  (')[0] for (line,) in rows]
    return '; '.join(node for node in nodes if node.endswith(' on dan_van_assignment'))
