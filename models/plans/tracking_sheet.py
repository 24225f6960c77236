import json
from collections import Counter
from urllib.parse import urlencode

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, hmac, split_every

from ...rendering.tracking import Duty, Group, TrackingHead, row_code, write_tracking
from ...rendering.xlsx import MOST_ROWS
from ..core.res_company import legal_today
from .duty_progress import Stand

BATCH = 1000  # duties in memory at a time
# More would not fit into an address.
MOST_CHOSEN = 500
_READ = ('text', 'department_id', 'role', 'user_ids', 'deadline', 'deadline_text', 'output', 'progress', 'result',
         'done_date', 'scope', 'plan_state', 'plan_id')


class Assignment(models.Model):
    """Duties as the Excel sheet with which offices follow up a plan."""

    _inherit = 'dan_van.assignment'

    def action_tracking_sheet(self):
        """Download the chosen duties, or all that the list shows, as an Excel sheet.

        :return: action
        :raise UserError: too many duties were chosen one by one
        """
        shown = self.env.context.get('active_domain') or []
        if not self or len(self) > MOST_CHOSEN and len(self) == self.search_count(self._tracking_domain(shown)):
            return self._tracking_action(shown)
        if len(self) > MOST_CHOSEN:
            raise UserError(self.env._(
                "Choose %s duties at most, or let a filter choose them and download all that it shows.", MOST_CHOSEN))
        return self._tracking_action([('id', 'in', self.ids)])

    @api.model
    def _tracking_action(self, domain):
        """:return: action that downloads the tracking sheet of the duties in ``domain``"""
        url = f'/dan_van/tracking.xlsx?{urlencode({"domain": json.dumps(list(domain), default=str)})}'
        return {'type': 'ir.actions.act_url', 'url': url, 'target': 'download'}

    @api.model
    def _tracking_domain(self, domain):
        """:return: Domain, the tracked duties of plans in force among those in ``domain``"""
        return Domain('is_tracked', '=', True) & Domain(domain)

    @api.model
    def _tracking_key(self):
        """:return: bytes, the secret that seals the rows of tracking sheets of this database"""
        # sudo: the key seals and checks on the server, nobody sees it.
        return hmac(self.env(su=True), 'dan_van-tracking-sheet', '').encode()

    @api.model
    def _write_tracking_sheet(self, file, domain):
        """Write the sheet of the duties in ``domain`` that the user may read, a batch of them in memory at a time.

        :param file: binary file
        :raise UserError: there are more duties than rows in a sheet
        """
        domain = self._tracking_domain(domain)
        counts, plans, units = Counter(), self.env['dan_van.plan'], self.env['hr.department']
        for plan, unit, health, count in self._read_group(domain, ['plan_id', 'department_id', 'health'], ['__count']):
            counts[health] += count
            plans |= plan
            units |= unit
        if counts.total() > MOST_ROWS // 2:
            raise UserError(self.env._("%s duties are too many for one sheet: choose a plan or a unit.", counts.total()))
        stand = sum(self._stand(domain).values(), Stand())
        write_tracking(file, self._tracking_head(plans, units, counts, stand.progress), self._tracking_items(domain, plans))

    @api.model
    def _tracking_head(self, plans, units, counts, progress):
        company, today = plans.company_id[:1] or self.env.company, legal_today(self)
        profile = self.env['dan_van.agency.profile']._find(company, today)
        lines = [self._plan_line(plan) for plan in plans] if len(plans) == 1 else []
        if len(units) == 1:
            lines.append(units.name)
        return TrackingHead(
            profile.parent or '', tuple((profile.issuer or company.name).splitlines()), tuple(lines), today, dict(counts),
            round(progress))

    @api.model
    def _plan_line(self, plan):
        number = f" số {plan.code} ngày {plan.document_date:%d/%m/%Y}" if plan.code and plan.document_date else ''
        return f"Kế hoạch{number}: {plan.subject}"

    # Rows

    @api.model
    def _tracking_items(self, domain, plans):
        """Yield the groups and duties in the order of the plans; duties that serve no content come last.

        :return: generator of :class:`rendering.tracking.Group` and :class:`rendering.tracking.Duty`
        """
        order = self._tracking_order(domain)
        contents = self.env['dan_van.content'].browse(dict.fromkeys(content for _duty, content in order if content))
        paths = self._tracking_paths(plans, contents)
        key, above = self._tracking_key(), []
        for part in split_every(BATCH, order):
            duties = self.browse([duty for duty, _content in part])
            duties.fetch(_READ)
            for duty, (_id, content) in zip(duties, part):
                path = paths[content or duty.plan_id.id, bool(content)]
                for level, text in enumerate(path):
                    if path[:level + 1] != above[:level + 1]:
                        yield Group(level, text[1])
                above = path
                yield duty._tracking_row(key)
            duties.invalidate_recordset(flush=False)

    @api.model
    def _tracking_order(self, domain):
        """:return: list of ``(id of a duty, id of the first content that it serves or None)`` in the order of the sheet"""
        query = self._search(domain)
        duty = SQL.identifier(query.table)
        query.add_join('LEFT JOIN', 'served', SQL("""LATERAL (
            SELECT content.id, content.sequence
              FROM dan_van_assignment_content_rel AS rel JOIN dan_van_content AS content ON content.id = rel.content_id
             WHERE rel.assignment_id = %s.id ORDER BY content.sequence, content.id LIMIT 1)""", duty), SQL("TRUE"))
        query.order = SQL("%(duty)s.plan_id DESC, served.sequence, served.id, %(duty)s.sequence, %(duty)s.id", duty=duty)
        return self.env.execute_query(query.select(SQL("%s.id", duty), SQL("served.id")))

    @api.model
    def _tracking_paths(self, plans, contents):
        """Return under which titles the duties stand.

        :return: ``{(id of a content, True): path, (id of a plan, False): path}``, a path is a list of ``(key, title)``
        """
        several = len(plans) > 1
        found = {}
        for content in contents:
            path, part = [], content
            while part:
                path.insert(0, (part.id, ' '.join(filter(None, (self._label(part), part.title or (part.text or '').split('\n')[0])))))
                part = part.parent_id
            found[content.id, True] = ([(content.plan_id, self._plan_line(content.plan_id))] if several else []) + path
        sections = {section.plan_id: section for section in self.env['dan_van.content'].search([
            ('plan_id', 'in', plans.ids), ('parent_id', '=', False), ('kind', '=', 'implementation')])}
        for plan in plans:
            section = sections.get(plan)
            title = ' '.join(filter(None, (self._label(section), section.title or ''))) if section else ''
            served = any(content.plan_id == plan for content in contents)
            found[plan.id, False] = [
                *([(plan, self._plan_line(plan))] if several else []), *([('implementation', title)] if title and served else [])]
        return found

    @api.model
    def _label(self, content):
        label = content.label or ''
        return f'{label}.' if label and label[-1].isalnum() else label

    def _tracking_row(self, key):
        """:return: :class:`rendering.tracking.Duty`"""
        deadline = self.deadline or self.deadline_text or ''
        return Duty(
            text=self.text, unit=self.department_id.name or '', role=self.role, persons=', '.join(self.user_ids.mapped('name')),
            deadline=deadline, output=self.output or '', progress=self.progress, result=self.result or '',
            done_date=self.done_date or None, state=self.health or '',
            note=self.deadline_text or '' if self.deadline else '',
            code=row_code(key, self.id, self.progress, self.done_date, self.result))


class Plan(models.Model):
    _inherit = 'dan_van.plan'

    def action_tracking_sheet(self):
        """Download the duties of these plans as an Excel sheet.

        :return: action
        """
        return self.env['dan_van.assignment']._tracking_action([('plan_id', 'in', self.ids)])
