from collections import defaultdict

from lxml.builder import E

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_list

from .in_groups import in_groups
from .in_time import is_late
from .lock import with_key
from .mail_switches import QUIET
from .res_company import legal_today

BATCH = 500  # records whose turns are compared at once
# Steps that somebody takes of his own accord, not because it is his turn.
_ASIDE = frozenset({'withdraw', 'recall'})
# Kinds of units whose head or members have turns on the work of others too.
_FOR_ALL = ('leadership', 'office')


class WorkflowMixin(models.AbstractModel):
    """Whose turn it is: for every record of every workflow, by when, and who acts for whom.

    A model says for one record whose step is next (``_turn``), by when (``_turn_deadline``), and which of its records wait for
    somebody (``_open_domain``). Kept true by this service: after each step, each change of people or units, and each night.
    Its store is Odoo's activity of the type ``dan_van.mail_activity_turn``, exactly one per person and record.
    """

    _inherit = 'dan_van.workflow.mixin'

    # Names of fields that change whose turn it is, or by when, without a step.
    _turn_fields = frozenset()

    turn_note = fields.Char(
        'Whose turn', compute='_compute_turn_note', compute_sudo=True,
        help="Who has the next step, by when and for whom; where it is nobody's, why.")
    is_my_turn = fields.Boolean(
        'My turn', compute='_compute_is_my_turn', search='_search_is_my_turn', help="The current user has the next step.")
    return_notice = fields.Text(
        'Returned', compute='_compute_return_notice', compute_sudo=False, help="Who has returned it and why, until the next step.")

    # What a model says

    def _turn(self):
        """:return: (users, summary) of the next step of this record; no users where none is due"""
        return self.env['res.users'], ''

    def _turn_deadline(self):
        """:return: date by which the next step is due; ``None`` for the day on which the turn comes"""
        return None

    @api.model
    def _open_domain(self):
        """:return: Domain of the records that wait for somebody's step: here, of all from whose state a step leads on"""
        sources = {state for transition in self._transitions().values() for state in transition.sources}
        return Domain('state', 'in', sorted(sources))

    def _turn_told(self, day):
        """
        :param day: date of the activity where the step itself has none
        :return: dict of what the activity says of this record
        """
        return {'res_name': self.display_name, 'date_deadline': self._turn_deadline() or day}

    def _turn_is_personal(self):
        """:return: whether nobody else can take the next step for who is away: a signature, an assessment of oneself"""
        return False

    def _turn_fallback(self):
        """:return: res.users of whom the first who may act sees to it where nobody of those is there whose turn it is: who heads
        its unit, the office, the agency, then who belongs to these"""
        Department = self.env['hr.department']
        unit = self['department_id'] if 'department_id' in self._fields else Department
        company = self['company_id']
        places = [place for place in (unit, company._dan_van_office(), company._dan_van_leadership()) if place]
        return self.env['res.users'].union(
            *(place._acting_head() for place in places), *(place.member_user_ids for place in places))

    def _may_act(self):
        """:return: whether the current user may take one of the steps that this record waits for"""
        return any(step.name not in _ASIDE and self._may(step) for step in self._transitions().values())

    def _is_of(self, user):
        """:return: whether ``user`` may take the next step for certain, since the record is about himself and he works here"""
        return False

    # Who acts

    def _turns(self):
        """Tell who has the next step, with as many queries for many records as for one.

        :return: ``{record: (res.users, summary)}`` of all of these records, of users who may act on them: those whose turn it is
            or who stand in for them today, else the first of the fallback who is there, else who comes back; no users where no
            step is due, or nobody may take it
        """
        named = {record: record._turn() for record in self}
        # sudo: read at once what is asked of each below.
        self.env['res.users'].union(*(users for users, _summary in named.values())).sudo().mapped('active')
        found = self._able({record: record._acting_for(users) for record, (users, _summary) in named.items()})
        waiting = [record for record, (_users, summary) in named.items() if summary and not found[record]]
        if waiting:
            fallback = {record: record._turn_fallback() for record in waiting}
            there = self._able({record: users.filtered(
                lambda user, record=record: user._dan_van_is_there(record.company_id)) for record, users in fallback.items()})
            later = self._able({record: named[record][0] | fallback[record] for record in waiting if not there[record]})
            found |= {
                record: there[record][:1] or later[record] & named[record][0] or later[record][:1] for record in waiting}
        return {record: (found[record], summary) for record, (_users, summary) in named.items()}

    def _acting_for(self, users):
        """:return: res.users who act on this record for ``users`` today: themselves, or who stands in for them"""
        if self._turn_is_personal():
            return users
        return users.browse().union(*(user._dan_van_stand_in(self.company_id) for user in users))

    @api.model
    def _able(self, asked):
        """
        :param asked: ``{record: res.users}``
        :return: the same of those users who still work here, read the record and may act on it
        """
        records_of, able = defaultdict(list), defaultdict(list)
        for record, users in asked.items():
            for user in users:
                if record._is_of(user):
                    able[record.id].append(user.id)
                else:
                    records_of[user].append(record)
        # sudo: whether somebody still works here is no secret to those who wait for an answer.
        self.env['res.users'].union(*records_of).sudo().mapped('company_ids')  # read at once
        for user, records in records_of.items():
            if user.sudo().active:
                # sudo: his agencies; what he may read is asked in his own rights, what he may do as the user he is.
                theirs = self.browse().concat(*records).with_user(user).with_context(
                    allowed_company_ids=user.sudo().company_ids.ids)
                # sudo: the answer names colleagues whom he need not read.
                for record in theirs._filtered_access('read').sudo().filtered(lambda record: record._may_act()):
                    able[record.id].append(user.id)
        return {record: users.browse(able[record.id]) for record, users in asked.items()}

    @api.depends('state')
    def _compute_turn_note(self):
        kept, today = self._origin, legal_today(self)  # who may act is asked of what is kept, not of what is typed
        turns, waiting = kept._turns(), kept.filtered_domain(self._open_domain())
        for record in self:
            own = record._origin
            users = turns[own][0] if own else None
            record.turn_note = own._turn_text(users, today) if users else own in waiting and own._nobody_text()

    def _turn_text(self, users, today):
        named = self._turn()[0]
        day = self._turn_deadline()
        names = format_list(self.env, users.mapped('name'))
        away = format_list(self.env, (named - users).mapped('name'))
        if away:
            names = self.env._("%(acting)s (for %(absent)s)", acting=names, absent=away)
        if not day:
            return self.env._("Turn of %s", names)
        if is_late(today, day):
            return self.env._("Turn of %(names)s, overdue since %(date)s", names=names, date=format_date(self.env, day))
        return self.env._("Turn of %(names)s, by %(date)s", names=names, date=format_date(self.env, day))

    def _nobody_text(self):
        """:return: sentence that says why an open record is nobody's turn, and what to do"""
        unit = self['department_id'] if 'department_id' in self._fields else self.env['hr.department']
        if unit.head_user_id.sudo().active:  # sudo: no secret, as above
            return self.env._(
                "Nobody's turn: nobody who is there may take this step. It waits until somebody is back; the administrator names "
                "deputies under Configuration → Units, and gives roles.")
        if not unit:
            return self.env._("Nobody's turn: the agency has nobody for this step. The administrator names the heads of units.")
        return self.env._(
            "Nobody's turn: nobody is there for this step, and “%s” has no head. The administrator names one under "
            "Configuration → Units.", unit.name)

    # Whether it is the current user's, as his inbox has it

    @api.depends('state')
    @api.depends_context('uid')
    def _compute_is_my_turn(self):
        mine = self.search([('id', 'in', self.ids), ('is_my_turn', '=', True)])
        for record in self:
            record.is_my_turn = record in mine

    @api.model
    def _search_is_my_turn(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: the user's own turns; the records themselves are searched in his rights.
        turns = self.env['mail.activity'].sudo()._search([
            ('activity_type_id', '=', self.env.ref('dan_van.mail_activity_turn').id), ('res_model', '=', self._name),
            ('user_id', '=', self.env.uid)])
        return Domain('id', 'in', turns.subselect('res_id'))

    # What stands at the top of each form

    @api.depends('state')
    @api.depends_context('uid', 'lang')
    def _compute_return_notice(self):
        back = {step.name for step in self._transitions().values() if step.reason} & {'return', 'reopen'}
        last = {}
        for line in self.env['dan_van.approval'].search(
                [('res_model', '=', self._name), ('res_id', 'in', self.ids), ('step', '!=', 'seen')], order='id'):
            last[line.res_id] = line
        lines = self.env['dan_van.approval'].union(*last.values()).filtered(lambda line: line.step in back)
        hidden = lines._hidden()
        for record in self:
            line = last.get(record.id, lines.browse())
            if not line & lines:
                record.return_notice = False
                continue
            record.return_notice = line._in_words(tells_why='reason' not in hidden.get(line, ()))

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        place = next(iter(arch.xpath('/form/sheet')), None) if view_type == 'form' else None
        if place is not None:
            for node in self._above_sheet():
                place.addprevious(node)
        return arch, view

    @api.model
    def _above_sheet(self):
        """:return: list of the elements that stand above the sheet of each form"""
        return [
            E.div(
                E.field(name=name, nolabel='1', readonly='1'),
                {'class': f'alert alert-{kind} mb-0 py-1', 'role': 'status', 'invisible': f'not {name}'})
            for name, kind in (('turn_note', 'light'), ('return_notice', 'warning'))]

    # Their store

    def _hand_over(self):
        """Close the activities of the step that is done, open those of the next."""
        self._store_turns(anew=True)

    def _keep_turns(self):
        """Let the activities follow whoever has the turn now, without a step; those that are still right stay as they are."""
        for start in range(0, len(self), BATCH):
            self[start:start + BATCH]._store_turns()

    def _store_turns(self, anew=False):
        # sudo: the activity may belong to somebody else, e.g. another clerk.
        records = self.sudo().with_context(dan_van_turn=QUIET, mail_activity_quick_update=QUIET)
        activities = records._turn_activities()
        needed = records._turns()
        missing = {(record, user) for record, (users, _summary) in needed.items() for user in users}
        kept = activities.browse()
        for activity in () if anew else activities:
            key = (records.browse(activity.res_id), activity.user_id)
            if key in missing:
                missing.discard(key)
                kept += activity
        (activities - kept).unlink()
        records._tell_anew(kept)
        records._open_turns([(record, user) for record in records for user in needed[record][0] if (record, user) in missing])

    def _turn_activities(self):
        return self.env['mail.activity'].search([
            ('activity_type_id', '=', self.env.ref('dan_van.mail_activity_turn').id), ('res_model', '=', self._name),
            ('res_id', 'in', self.ids)], order='id')

    def _tell_anew(self, activities):
        """Let ``activities``, of turns of these records, say what the records are now."""
        told = {activity: self.browse(activity.res_id)._turn_told(activity.date_deadline) for activity in activities}
        for vals, changed in in_groups({
                activity: {name: value for name, value in vals.items() if activity[name] != value} for activity, vals in told.items()}):
            if vals:
                changed.write(vals)

    def _open_turns(self, turns):
        """:param turns: list of (record, user)"""
        common = {
            'activity_type_id': self.env.ref('dan_van.mail_activity_turn').id, 'res_model_id': self.env['ir.model']._get_id(self._name), 'automated': True}
        today = legal_today(self)
        self.env['res.users'].union(*(user for _record, user in turns)).mapped('lang')  # at once
        languages = {lang: self.with_context(lang=lang) for lang in {user.lang for _record, user in turns}}
        with_key(self.env['mail.activity'], 'turn', making=True).create([
            {**common, **record._turn_told(today), 'res_id': record.id, 'user_id': user.id,
             # In the language of who reads it: a cron speaks none.
             'summary': record.with_env(languages[user.lang].env)._turn()[1]}
            for record, user in turns])

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Let nobody follow a document because it is his turn: he is told of his own step only."""
        if self.env.context.get('dan_van_turn') is QUIET:
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    # What changes without a step

    def write(self, vals):
        result = super().write(vals)
        if self._turn_fields & vals.keys() and not self._in_step():
            self._hand_over()
        return result

    @api.model
    def _follow_people(self, companies, units=None):
        """Let open records follow who is there now; called after each change of people or units.

        :param companies: res.company, whose records may be concerned
        :param units: hr.department, where the change concerns no records but those of these units
        """
        of_agencies = of_units = Domain('company_id', 'in', companies.ids)
        if units is not None and not set(units.mapped('dan_van_kind')).intersection(_FOR_ALL):
            of_units = Domain('department_id', 'in', units.ids)
        for model in self._turn_models():
            concerned = of_units if 'department_id' in model._fields else of_agencies
            # sudo: the inbox follows people and units, whoever keeps them.
            model.sudo().search(model._open_domain() & concerned)._keep_turns()
        self.env['dan_van.reminding']._follow_reminded(companies)

    @api.model
    def _turn_models(self):
        """:return: list of the empty recordsets of all models with a workflow"""
        return [self.env[name] for name in self.env['dan_van.approval']._workflow_models()]

    @api.model
    def _cron_turns(self):
        """Keep all turns true: what a date changes, and whatever else; one commit a batch, so it may be killed."""
        cron = self.env['ir.cron']
        kind = self.env.ref('dan_van.mail_activity_turn')
        for model in self._turn_models():
            cron._dan_van_in_batches(model.search(model._open_domain(), order='id'), lambda batch: batch._keep_turns(), BATCH)
            self.env['mail.activity'].search([
                ('activity_type_id', '=', kind.id), ('res_model', '=', model._name),
                ('res_id', 'not in', model._search(model._open_domain()))]).unlink()
            cron._commit_progress()
        self.env['dan_van.reminding']._follow_days()
