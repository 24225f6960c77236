import json
from collections import Counter, defaultdict
from urllib.parse import urlencode

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, hmac, split_every

from ...rendering.tracking import Duty, Group, Time, TrackingHead, row_code, write_tracking
from ...rendering.xlsx import MOST_ROWS
from ..core.reading import asked
from ..core.res_company import legal_today
from .assignment import Stand

BATCH = 1000  # duties in memory at a time
# More would not fit into an address.
MOST_CHOSEN = 500
_READ = (
    'id', 'text', 'department_id', 'role', 'deadline', 'deadline_text', 'output', 'progress', 'result', 'done_date', 'done_reason',
    'health')


class TrackingSheet(models.AbstractModel):
    """Duties as the Excel sheet with which offices follow up a plan, and which comes back edited."""

    _name = 'dan_van.tracking.sheet'
    _description = 'Tracking sheet'

    @api.model
    def _download_of(self, duties):
        """
        :param duties: dan_van.assignment, those that were chosen; none: all that the list shows
        :return: action that downloads them
        :raise UserError: too many were chosen one by one
        """
        shown = self.env.context.get('active_domain') or []
        asked(duties, shown)
        if not duties or len(duties) > MOST_CHOSEN and len(duties) == duties.search_count(self._duties_domain(shown)):
            return self._download(shown)
        if len(duties) > MOST_CHOSEN:
            raise UserError(self.env._(
                "Choose %s duties at most, or let a filter choose them and download all that it shows.", MOST_CHOSEN))
        return self._download([('id', 'in', duties.ids)])

    @api.model
    def _download(self, domain):
        """:return: action that downloads the tracking sheet of the duties in ``domain``"""
        url = f'/dan_van/tracking.xlsx?{urlencode({"domain": json.dumps(list(domain), default=str)})}'
        return {'type': 'ir.actions.act_url', 'url': url, 'target': 'download'}

    @api.model
    def _duties_domain(self, domain):
        """:return: Domain, the tracked duties of plans in force among those in ``domain``"""
        return Domain('is_tracked', '=', True) & Domain(domain)

    @api.model
    def _seal_key(self):
        """:return: bytes, the secret that seals the rows of tracking sheets of this database"""
        # sudo: the key seals and checks on the server, nobody sees it.
        return hmac(self.env(su=True), 'dan_van-tracking-sheet', '').encode()

    @api.model
    def _write_sheet(self, file, domain):
        """Write the sheet of the duties in ``domain`` that the user may read, a batch of them in memory at a time.

        :param file: binary file
        :raise UserError: there are more duties than rows in a sheet
        """
        domain = self._duties_domain(domain)
        counts, sources, units = Counter(), {}, self.env['hr.department']
        duties = self.env['dan_van.assignment']
        for *source, unit, health, count in duties._read_group(domain, [*duties._documents, 'department_id', 'health'], ['__count']):
            counts[health] += count
            sources.update(dict.fromkeys(filter(None, source)))
            units |= unit
        plans = self.env['dan_van.plan'].union(*(source for source in sources if source._name == 'dan_van.plan'))
        if counts.total() > MOST_ROWS // 2:
            raise UserError(self.env._("%s duties are too many for one sheet: choose a plan or a unit.", counts.total()))
        stand = sum(duties._stand(domain).values(), Stand())
        order = self._in_order(domain)
        write_tracking(
            file, self._sheet_head(list(sources), units, counts, stand.progress), self._sheet_items(order, plans),
            self._sheet_times([duty for duty, _kind, _place in order]))

    @api.model
    def _sheet_head(self, sources, units, counts, progress):
        """:param sources: list of the dan_van.duty.source of its duties: where there are several, the groups name them"""
        company, today = sources[0].company_id if sources else self.env.company, legal_today(self)
        profile = self.env['dan_van.agency.profile']._find(company, today)
        lines = [sources[0]._heading()] if len(sources) == 1 else []
        if len(units) == 1:
            lines.append(units.name)
        return TrackingHead(
            profile.parent or '', tuple((profile.issuer or company.name).splitlines()), tuple(lines), today, dict(counts),
            round(progress))

    # Rows

    @api.model
    def _sheet_items(self, order, plans):
        """Yield the groups and duties in the order of the plans; duties that serve no content come last, those of no plan behind all.

        :param order: as :meth:`_in_order` gives it
        :return: generator of :class:`rendering.tracking.Group` and :class:`rendering.tracking.Duty`
        """
        contents = self.env['dan_van.content'].browse(dict.fromkeys(place for _duty, kind, place in order if kind == 'content'))
        several = len(plans) > 1 or any(kind in ('incoming', 'letter') for _duty, kind, _place in order)
        paths = self._paths(plans, contents, several)
        for source in ('incoming', 'letter'):
            documents = self.env[f'dan_van.{source}'].browse(dict.fromkeys(place for _duty, kind, place in order if kind == source))
            paths |= {(source, document.id): [(document, document._heading())] for document in documents}
        key, above = self._seal_key(), []
        for part in split_every(BATCH, order):
            rows = self._rows([duty for duty, _kind, _place in part], key)
            for duty, kind, place in part:
                path = paths[kind, place]
                for level, text in enumerate(path):
                    if path[:level + 1] != above[:level + 1]:
                        yield Group(level, text[1])
                above = path
                yield rows[duty]

    @api.model
    def _in_order(self, domain):
        """:return: list of ``(id of a duty, kind, id)`` in the order of the sheet: below which content, plan or other document it stands"""
        query = self.env['dan_van.assignment']._search(domain)
        duty = SQL.identifier(query.table)
        query.add_join('LEFT JOIN', 'served', SQL("""LATERAL (
            SELECT content.id, content.sequence
              FROM dan_van_assignment_content_rel AS rel JOIN dan_van_content AS content ON content.id = rel.content_id
             WHERE rel.assignment_id = %s.id ORDER BY content.sequence, content.id LIMIT 1)""", duty), SQL("TRUE"))
        query.order = SQL(
            "%(duty)s.plan_id DESC NULLS LAST, %(duty)s.incoming_id, %(duty)s.letter_id, served.sequence, served.id, %(duty)s.sequence, %(duty)s.id",
            duty=duty)
        return self.env.execute_query(query.select(
            SQL("%s.id", duty),
            SQL("CASE WHEN served.id IS NOT NULL THEN 'content' WHEN %(duty)s.plan_id IS NOT NULL THEN 'plan'"
                " WHEN %(duty)s.incoming_id IS NOT NULL THEN 'incoming' ELSE 'letter' END", duty=duty),
            SQL("COALESCE(served.id, %(duty)s.plan_id, %(duty)s.incoming_id, %(duty)s.letter_id)", duty=duty)))

    @api.model
    def _paths(self, plans, contents, several):
        """Return under which titles the duties stand.

        :param several: whether there are duties of other sources beside those of one plan
        :return: ``{('content', id): path, ('plan', id): path}``, a path is a list of ``(key, title)``
        """
        found = {}
        for content in contents:
            path, part = [], content
            while part:
                path.insert(0, (part.id, ' '.join(filter(None, (self._label(part), part.title or (part.text or '').split('\n')[0])))))
                part = part.parent_id
            found['content', content.id] = ([(content.plan_id, content.plan_id._heading())] if several else []) + path
        sections = {section.plan_id: section for section in self.env['dan_van.content'].search([
            ('plan_id', 'in', plans.ids), ('parent_id', '=', False), ('kind', '=', 'implementation')])}
        for plan in plans:
            section = sections.get(plan)
            title = ' '.join(filter(None, (self._label(section), section.title or ''))) if section else ''
            served = any(content.plan_id == plan for content in contents)
            found['plan', plan.id] = [
                *([(plan, plan._heading())] if several else []), *([('implementation', title)] if title and served else [])]
        return found

    @api.model
    def _label(self, content):
        label = content.label or ''
        return f'{label}.' if label and label[-1].isalnum() else label

    @api.model
    def _rows(self, ids, key):
        """Return the cells of duties, which the user has found: straight from the columns, a sheet has a million of them.

        :param ids: list of ids of duties
        :param key: see :meth:`_seal_key`
        :return: ``{id: rendering.tracking.Duty}``
        """
        self.env.flush_all()
        duties = self.env['dan_van.assignment'].browse(ids)
        query = duties._as_query(ordered=False)
        rows = self.env.execute_query(query.select(*(duties._field_to_sql(query.table, name, query) for name in _READ)))
        units = self._unit_names(row[2] for row in rows)
        persons = self._persons(ids)
        found = {}
        for duty, text, unit, role, deadline, words, output, progress, result, done, reason, health in rows:
            found[duty] = Duty(
                text=text, unit=units.get(unit, ''), role=role, persons=', '.join(persons[duty]), deadline=deadline or words or '',
                output=output or '', progress=progress or 0, result=result or '', done_date=done, done_reason=reason or '',
                state=health or '', note=words or '' if deadline else '',
                code=row_code(key, duty, progress or 0, done, result, reason))
        return found

    @api.model
    def _sheet_times(self, ids):
        """Yield each time that those of the duties are due which return, in the order of the duties.

        :param ids: list of ids of duties that the user has found
        :return: generator of :class:`rendering.tracking.Time`
        """
        for part in split_every(BATCH, ids):
            times = self._times(part)
            for duty in part:
                yield from times[duty]

    @api.model
    def _times(self, ids):
        """:return: ``{id of a duty that returns: [rendering.tracking.Time]}``, straight from the columns as in :meth:`_rows`"""
        self.env.flush_all()
        Occurrence = self.env['dan_van.occurrence']
        query = Occurrence._search([('assignment_id', 'in', list(ids))], order='due_date, id')
        duty = query.join(query.table, 'assignment_id', 'dan_van_assignment', 'id', 'duty')
        rows = self.env.execute_query(query.select(
            *(SQL.identifier(duty, name) for name in ('id', 'text', 'department_id', 'role', 'recurrence')),
            *(Occurrence._field_to_sql(query.table, name, query) for name in ('planned_date', 'due_date', 'result', 'done_date', 'state'))))
        units = self._unit_names(row[2] for row in rows)
        found, often = defaultdict(list), set()
        for id_, text, unit, role, recurrence, planned, due, result, done, state in rows:
            found[id_].append(Time(text, units.get(unit, ''), role, planned, due, result or '', done, state or ''))
            if recurrence or len(found[id_]) > 1:
                often.add(id_)
        return defaultdict(list, {id_: found[id_] for id_ in often})

    @api.model
    def _unit_names(self, ids):
        """:return: ``{id: name of the unit}``"""
        return {unit.id: unit.name for unit in self.env['hr.department'].browse(set(filter(None, ids)))}

    @api.model
    def _persons(self, ids):
        """:return: ``{id: names of the persons named for the duty}``, as people are listed"""
        named = self.env.execute_query(SQL(
            "SELECT user_id, assignment_id FROM dan_van_assignment_user_rel WHERE assignment_id IN %s", tuple(ids)))
        duties = defaultdict(list)
        for user, duty in named:
            duties[user].append(duty)
        found = defaultdict(list)
        for user in self.env['res.users'].with_context(active_test=False).search([('id', 'in', list(duties))]):
            for duty in duties[user.id]:
                found[duty].append(user.name)
        return found
