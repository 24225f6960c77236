from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...exchange import package, upward
from ...importer.words import canonical
from ..core.in_time import cases_by_due
from ..core.res_company import legal_today
from ..plans.assignment import HEALTH
from .report_kinds import AgencyReport
from .report_scheme import PERIOD_KINDS

STATES = [
    ('waiting', "To be reported"), ('answered', "Sent up"), ('received', "Received by the superior"), ('returned', "Returned by the superior"),
    ('withdrawn', "Not asked any more")]
OPEN = ('waiting', 'returned')


class AskedReport(models.Model):
    """A report that the superior agency asks of us, as its message says. Our report on the same period answers it by its issue.

    What the superior counts, and we don't yet, becomes an indicator of our own with the same code.
    """

    _name = 'dan_van.asked.report'
    _description = 'Report that the superior agency asks for'
    _inherit = ['dan_van.lock', 'dan_van.in.time', 'dan_van.reminding', 'dan_van.readable.links', 'mail.thread', 'mail.activity.mixin']
    _order = 'due_date desc, id desc'
    _rec_names_search = ['name', 'plan_title']
    _check_company_auto = True
    _in_time = 'health'
    _reminder_type = 'dan_van.mail_activity_asked_report'

    _open_in = ()
    _made_by = ('request',)

    company_id = fields.Many2one('res.company', 'Agency', required=True, readonly=True, index=True)
    organ_id = fields.Many2one(
        'dan_van.organ', 'Superior in the directory', required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    issuer = fields.Char('Superior agency', readonly=True, given_by=('request',))
    key = fields.Char(required=True, readonly=True, help="Tells the report in what agencies send each other.")
    name = fields.Char('Period', required=True, readonly=True, given_by=('request',))
    plan_title = fields.Char('Plan of the superior', readonly=True, given_by=('request',))
    theme_name = fields.Char('Theme of the superior', readonly=True, given_by=('request',))
    kind = fields.Selection(PERIOD_KINDS, 'Kind of period', required=True, readonly=True, given_by=('request',))
    year = fields.Integer(readonly=True, aggregator=False, given_by=('request',))
    index = fields.Integer('Number in the year', readonly=True, aggregator=False, given_by=('request',))
    date_from = fields.Date('From', required=True, readonly=True, given_by=('request',))
    date_to = fields.Date('Cut-off', required=True, readonly=True, given_by=('request',))
    due_date = fields.Date('Due', required=True, readonly=True, given_by=('request',))
    reminded_date = fields.Date('Reminded on', readonly=True, given_by=('request',))
    asked = fields.Json('What is asked', readonly=True, given_by=('request',), groups=fields.NO_ACCESS)
    # What answers it
    period_id = fields.Many2one(
        'dan_van.period', 'Our period', index='btree_not_null', check_company=True, ondelete='restrict', open_in=OPEN, given_by=('request', 'match'),
        help="The report on this period answers it; found by itself where one has the same days.")
    report_id = fields.Many2one(
        'dan_van.report', 'Our report', readonly=True, index='btree_not_null', check_company=True, ondelete='restrict', given_by=('answer',))
    answered_date = fields.Date('Sent on', readonly=True, given_by=('answer',))
    reason = fields.Text('Why it was returned', readonly=True, given_by=('answer', 'say'))
    state = fields.Selection(STATES, required=True, readonly=True, default='waiting', index=True, given_by=('request', 'answer', 'say'))
    health = fields.Selection(HEALTH, compute='_compute_in_time', search='_search_in_time')

    _key_unique = models.UniqueIndex('(organ_id, key)', "This report is asked for already.")

    @api.depends('name', 'issuer')
    def _compute_display_name(self):
        for asked in self:
            asked.display_name = f'{asked.issuer}: {asked.name}'

    @api.depends('state', 'due_date', 'answered_date')
    def _compute_in_time(self):
        return super()._compute_in_time()

    @api.model
    def _cases_in_time(self):
        return [(False, Domain('state', '=', 'withdrawn')), *cases_by_due(self.env, 'answered_date', 'due_date')]

    def _why_locked(self, owner, names):
        return self.env._("What the superior agency asks for stays as its message says.")

    # Asked

    @api.model
    def _take_request(self, organ, found):
        """Enter what the superior asks, or what it asks anew.

        :param organ: dan_van.organ, the superior in our directory
        :param found: :class:`exchange.package.Package`
        :return: dan_van.asked.report in superuser rights
        """
        body, company = found.body, organ.company_id
        records = self.sudo()  # sudo: who takes the message takes what it asks.
        asked = records.search([('organ_id', '=', organ.id), ('key', '=', body.key)])
        period = body.period
        values = {
            'issuer': organ.name, 'name': period.name, 'plan_title': body.title, 'theme_name': body.theme, 'kind': period.kind, 'year': period.year,
            'index': period.index, 'date_from': period.first, 'date_to': period.last, 'due_date': period.due,
            'asked': {'theme_code': body.theme_code, 'sections': [[each.key, each.name, each.group] for each in body.sections],
                      'indicators': [[each.key, each.name, each.code, each.group] for each in body.indicators]}}
        if asked:
            asked._opened('request').write(values)
        else:
            asked = records._making('request').create(
                {**values, 'company_id': company.id, 'organ_id': organ.id, 'key': body.key}).with_env(records.env)
        asked._follow(body)
        return asked

    def _follow(self, body):
        """Let it ask for something, or for nothing any more."""
        if body.step == 'withdrawn':
            if self.state in OPEN:
                self._opened('request').state = 'withdrawn'
                self.activity_unlink([self._reminder_type])
                self._message_log(body=self.env._("The superior agency does not ask for it any more."))
            return
        if self.state == 'withdrawn':
            self._opened('request').state = 'waiting'
        if body.step == 'reminded':
            self._opened('request').reminded_date = legal_today(self)
            self._message_log(body=self.env._("The superior agency reminds us of it."))
        self._count_too(body)
        self._match()
        if self.state in OPEN:
            self.activity_unlink([self._reminder_type])
            self._remind(self._reminded_users())

    def _theme(self):
        """:return: dan_van.theme of ours on which it is, by code, else by name; maybe none"""
        themes = self.env['dan_van.theme'].search(self.env['dan_van.theme']._in_use(self.company_id))
        code = (self.asked or {}).get('theme_code')
        return (themes.filtered(lambda theme: code and theme.code == code)
                or themes.filtered(lambda theme: canonical(theme.name) == canonical(self.theme_name)))[:1]

    def _count_too(self, body):
        """Add the indicators that the superior counts and we don't, so that our reports have them."""
        theme, Indicator = self._theme(), self.env['dan_van.indicator']
        if not theme:
            return
        known = Indicator.with_context(active_test=False).search([
            ('theme_id', '=', theme.id), ('company_id', 'in', (self.company_id.id, False))])
        same = self._same({each: (each.name, each._common_code(), each.group_name or '') for each in known})
        new, codes = [], set(filter(None, map(Indicator.__class__._common_code, known)))
        for each in body.indicators:
            if each.key not in same and each.code not in codes:
                new.append(each)
                codes |= {each.code} - {''}
        Indicator.create([{
            'name': each.name, 'code': each.code or False, 'group_name': each.group or False, 'uom_name': each.uom or False,
            'aggregation': each.aggregation, 'cumulation': each.cumulation, 'theme_id': theme.id, 'company_id': self.company_id.id,
            'sequence': 1000 + index} for index, each in enumerate(new)])
        if new:
            self._message_log(body=self.env._(
                "The superior agency counts these too, so they are indicators of ours now: %s", '; '.join(each.name for each in new)))

    def _same(self, ours):
        """Find which of ours are what the superior counts: by code, else by name and group, else by a name that stands once on both sides.

        :param ours: ``{anything: (name, code, group)}``
        :return: ``{key of the superior: anything}``
        """
        by_code, by_both, by_name = {}, {}, defaultdict(list)
        for each, (name, code, group) in ours.items():
            by_both[canonical(group), canonical(name)] = by_code[code] = each
            by_name[canonical(name)].append(each)
        asked = Counter(canonical(name) for _key, name, _code, _group in self.asked['indicators'])
        found = {}
        for key, name, code, group in self.asked['indicators']:
            called = by_name[canonical(name)]
            each = (code and by_code.get(code) or by_both.get((canonical(group), canonical(name)))
                    or len(called) == asked[canonical(name)] == 1 and called[0])
            if each and not (code and ours[each][1] not in ('', code)):
                found[key] = each
        return found

    def _match(self):
        """Find our period with the same days, where none is chosen."""
        for asked in self.filtered(lambda asked: not asked.period_id and asked.state in OPEN):
            theme = asked._theme()
            others = self.search([('organ_id', '=', asked.organ_id.id), ('period_id', '!=', False), ('state', '!=', 'withdrawn')])
            periods = self.env['dan_van.period'].search(
                Domain('date_from', '=', asked.date_from) & Domain('date_to', '=', asked.date_to)
                & Domain('id', 'not in', others.period_id.ids) & Domain('company_id', '=', asked.company_id.id) & Domain('plan_id.theme_id', '=', theme.id) & Domain('plan_id.state', '=', 'issued'))
            serving = periods.filtered(lambda period: period.plan_id.assignment_ids.superior_duty_id)  # by what the superior has asked
            if found := (serving or periods)[:1]:
                asked._opened('match').period_id = found.id

    @api.model
    def _match_open(self, companies):
        """Find the periods of what is asked of ``companies`` (res.company), some of whose periods have just been opened."""
        # sudo: called by a step that has been guarded.
        self.sudo().search([('company_id', 'in', companies.ids), ('state', 'in', OPEN), ('period_id', '=', False)])._match()

    # Who is told of it

    def _reminded_users(self):
        return {asked: asked.company_id._dan_van_office()._acting_head() if asked.state in OPEN else asked.env['res.users'] for asked in self}

    def _reminder_values(self, lang):
        asked = self.with_context(lang=lang)
        if asked.state == 'returned':
            said = asked.env._("%(issuer)s has returned our report: %(reason)s", issuer=asked.issuer, reason=asked.reason or '')
        else:
            said = asked.env._("%(issuer)s asks for a report: %(period)s", issuer=asked.issuer, period=asked.name)
        return {'date_deadline': asked.due_date, 'summary': said[:200]}

    # Written

    def action_write(self):
        """Open our report that answers it, made of what has been received where it is not there yet; or the period that is still to open.

        :return: action
        :raise AccessError: the user is not of the office
        :raise UserError: no plan of ours is in force on which could be reported
        """
        self.ensure_one()
        self.check_access('read')
        if self.report_id and self.state not in OPEN:
            return self._opening(self.report_id)
        if not self.env.user.has_group('dan_van.group_office'):
            raise AccessError(self.env._("The office writes the agency's report."))
        self.sudo()._match()  # sudo: which period has the same days.
        period = self.period_id or self._new_period()
        if period.agency_report_id:
            return self._opening(period.agency_report_id)
        if period.state == 'open' and period.received_count:
            return period.action_consolidate()
        return self._opening(period)

    @staticmethod
    def _opening(record):
        return {'type': 'ir.actions.act_window', 'res_model': record._name, 'res_id': record.id, 'view_mode': 'form'}

    def _new_period(self):
        """Make a period of ours with the same days, of a plan that serves the superior's, by a scheme that has no calendar.

        :return: dan_van.period
        """
        theme = self.sudo()._theme()  # sudo: how the superior calls it.
        Plan = self.env['dan_van.plan']
        plans = Plan.search(
            Domain('company_id', '=', self.company_id.id) & Domain('theme_id', '=', theme.id) & Domain('year', '=', self.year)
            & Domain('state', '=', 'issued'), order='id desc')
        plan = (plans.filtered(lambda plan: plan.assignment_ids.superior_duty_id) or plans)[:1]
        Scheme = self.env['dan_van.report.scheme']
        scheme = Scheme.search(Scheme._in_use(self.company_id) & Domain('theme_id', '=', theme.id) & Domain('kind', 'in', ('adhoc', 'thematic')), limit=1)
        if not plan or not scheme:
            raise UserError(self.env._(
                "No period of ours has the days of “%(asked)s”, and none can be made: there is no plan of ours in force on the theme “%(theme)s”, or "
                "no report scheme without a calendar. Draft a plan from the superior's document first.", asked=self.display_name, theme=self.theme_name))
        period = self.env['dan_van.period'].create({
            'name': self.name, 'plan_id': plan.id, 'scheme_id': scheme.id, 'year': self.year, 'date_from': self.date_from, 'date_to': self.date_to,
            'due_date': self.due_date})
        self.period_id = period
        return period

    # Answered

    def _answer(self, report):
        self._opened('answer').write({'report_id': report.id, 'period_id': report.period_id.id, 'state': 'answered', 'answered_date': legal_today(self), 'reason': False})
        self.activity_unlink([self._reminder_type])

    def _fall_back(self, state, reason):
        """Let it wait again for our report.

        :param state: ``waiting`` or ``returned``
        """
        self._opened('answer').write({'state': state, 'reason': reason, 'answered_date': False})
        self._remind(self._reminded_users())

    def _body(self, report):
        """:return: :class:`exchange.upward.Report`, what ``report`` says to it"""
        duties = self.env['dan_van.superior.duty'].search([
            ('company_id', '=', self.company_id.id), ('organ_id', '=', self.organ_id.id), ('ended', '=', False)])
        lines = report.line_ids.filtered(lambda line: not line.section_id and line.printed and line._printed_text())
        of_duty = lines.grouped(lambda line: line.assignment_id.superior_duty_id)
        own = of_duty.pop(duties.browse(), lines.browse())
        texts = {duty: '\n'.join(of_line._texts_of_units()) for duty, of_line in of_duty.items()}
        sections = {canonical(row.name): row._whole_text() for row in report.section_ids if not row.is_results}
        told = self._same({
            figure: (figure.name, figure.indicator_id._common_code(), figure.group_name or '') for figure in report.figure_ids})
        return upward.Report(
            self.key, self.organ_id.code or '', tuple(duties._said(texts)),
            tuple(upward.Work(line.title[:package.LONGEST], line._printed_text()[:package.LONGEST]) for line in own if line.title)[:package.MOST],
            tuple(upward.Said(key, text[:package.LONGEST]) for key, name, _group in self.asked['sections'] if (text := sections.get(canonical(name)))),
            tuple(upward.Figure(key, figure.value, (figure.reason or '')[:1000]) for key, figure in told.items()),
            (report.figure_explanation or '')[:package.LONGEST])


class AnsweringReport(models.AbstractModel):
    """Our report on its way to the superior: its issue answers what is asked, with the data beside the document."""

    _name = 'dan_van.answering.report'
    _description = 'Report that may answer what the superior asks'

    asked_ids = fields.Many2many('dan_van.asked.report', compute='_compute_asked_ids', string='Reports that the superior asks for')
    answers_ids = fields.One2many('dan_van.asked.report', 'report_id', readonly=True)

    @api.depends('scope', 'period_id')
    @api.depends_context('uid')
    def _compute_asked_ids(self):
        asked = self.env['dan_van.asked.report'].search([('period_id', 'in', self.period_id.ids), ('state', '!=', 'withdrawn')]).grouped('period_id')
        for report in self:
            of_period = report.scope == AgencyReport.scope and asked.get(report.period_id)
            report.asked_ids = of_period and of_period.filtered(lambda each, report=report: each.report_id in (report._origin, report.browse()) or each.state in OPEN)

    def _take_effect(self):
        # sudo: the issue has been guarded; what the superior asks is answered whoever issues.
        asked = self.env['dan_van.asked.report'].sudo()
        for report in self.filtered(lambda report: report.scope == AgencyReport.scope):
            asked._match_open(report.company_id)
            answered = asked.search([('company_id', '=', report.company_id.id), '|', '&', ('period_id', '=', report.period_id.id), ('state', 'in', OPEN),
                                     '&', ('report_id', '=', report.replaces_id.id), ('report_id', '!=', False)])
            for of_superior in answered.grouped('organ_id').values():
                of_superior[:1]._answer(report)  # one report answers one of what each has asked
        return super()._take_effect()

    def _do_recall(self):
        result = super()._do_recall()
        for asked in self.sudo().answers_ids:  # sudo: the step has been guarded.
            asked._fall_back('waiting', self.env._("Our report was recalled."))
        return result

    # On its way

    def _superior_codes(self):
        """:return: set of the codes of those that have asked for this report"""
        return set(self.sudo().answers_ids.organ_id.filtered('code').mapped('code'))  # sudo: who sends the report learns to whom it goes.

    def _further_organs(self):
        """As before; and who has asked for the report."""
        return super()._further_organs() | (self.sudo() | self.sudo().replaces_id).answers_ids.organ_id  # sudo: as above

    def _shared_messages(self, organs):
        codes = self._superior_codes()
        shares = (*((organ,) for organ in organs if organ.code in codes), tuple(organ for organ in organs if organ.code not in codes))
        return [share for share in shares if share]

    def _exchange_attachments(self, organ_code, recipients, pdf):
        """As before, with the data for who has asked for the report."""
        files = super()._exchange_attachments(organ_code, recipients, pdf)
        asked = self.sudo().answers_ids.filtered(lambda each: [each.organ_id.code] == [organ.code for organ in recipients])  # sudo: as above
        if not asked or self.is_gone:
            return files
        return [*files, self._data_file(organ_code, pdf, 'report', asked[:1]._body(asked[:1].report_id), "Dữ liệu báo cáo")]
