from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...rendering.blocks import Block, Kind
from ...rendering.wording import enumerate_lines, short_date_text
from ..core.in_time import is_late
from ..core.res_company import legal_today
from ..documents.document_mixin import DOCUMENT_TYPES

ANSWER_DAYS = 7


class Reminder(models.Model):
    """Letter of the office to units whose duties are overdue ("công văn đôn đốc")."""

    _name = 'dan_van.reminder'
    _description = 'Reminder'
    _inherit = ['dan_van.signing.mixin']
    _review_setting = 'letter_review'

    _report = 'dan_van.reminder_report'
    _review_form = 'dan_van.reminder_view_form_review'

    _copied = False  # its units alone read it

    document_type = fields.Selection(DOCUMENT_TYPES, default='CV')
    subject = fields.Text(default="đôn đốc thực hiện các nhiệm vụ quá hạn")
    replaces_id = fields.Many2one(
        'dan_van.reminder', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('replace',))
    replaced_by_ids = fields.One2many('dan_van.reminder', 'replaces_id', 'Replaced by')
    plan_id = fields.Many2one(
        'dan_van.plan', index='btree_not_null', check_company=True, ondelete='restrict', domain="[('state', '=', 'issued')]",
        help="Only the overdue duties of this plan are listed. Empty: those of all plans.")
    department_ids = fields.Many2many(
        'hr.department', 'dan_van_reminder_department_rel', 'reminder_id', 'department_id', 'Units', copy=False,
        check_company=True, ondelete='restrict', domain="[('dan_van_kind', '!=', False)]",
        help="The units that are reminded and have to answer.")
    addressees = fields.Text(compute='_compute_addressees', store=True, readonly=False)
    recipients = fields.Text(default=lambda self: self._default_recipients())
    preamble = fields.Text('Opening', compute='_compute_preamble', store=True, readonly=False, precompute=True)
    line_ids = fields.One2many('dan_van.reminder.line', 'reminder_id', 'Overdue duties', copy=False)
    drawn_date = fields.Date(
        'Listed on', required=True, readonly=True, copy=False, default=legal_today,
        help="The days overdue are counted to this day.")
    answer_date = fields.Date(
        'Answer by', copy=False,
        default=lambda self: legal_today(self) + timedelta(days=ANSWER_DAYS),
        help="Printed in the sentence that asks the units for their results.")
    closing = fields.Text(
        default="Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị báo cáo rõ nguyên nhân và đề xuất "
                "hướng giải quyết.",
        help="Printed after the sentence that asks for the results; “./.” is printed at its end.")

    @api.model
    def _default_recipients(self):
        leadership = self.env['hr.department'].search(
            [('company_id', '=', self.env.company.id), ('dan_van_kind', '=', 'leadership')], limit=1)
        return f"{leadership.name} (để báo cáo)" if leadership else False

    @api.depends('department_ids')
    def _compute_addressees(self):
        for reminder in self:
            reminder.addressees = '\n'.join(reminder._units().mapped('name'))

    @api.depends('plan_id')
    def _compute_preamble(self):
        for reminder in self:
            cited = reminder.plan_id._citation() if reminder.plan_id.code else "các kế hoạch công tác của cơ quan"
            reminder.preamble = (
                f"Thực hiện {cited}, các đơn vị đã triển khai nhiệm vụ được giao. Tuy nhiên, qua theo dõi, vẫn còn "
                "nhiệm vụ chưa hoàn thành đúng thời hạn.")

    def _units(self):
        """:return: the units of the letter in the order of their names"""
        return (self.department_ids | self.line_ids.department_id).sorted('name')

    def _follow_plan(self):
        """Let drafts be about the plan that has replaced theirs, and cite it; what else is edited of their text stays."""
        for reminder in self.filtered(lambda reminder: reminder.state == 'draft'):
            plan = reminder.plan_id
            while new := plan.replaced_by_ids.filtered('is_out')[:1]:
                plan = new
            if plan != reminder.plan_id:
                text = plan._recite(reminder.preamble or '')
                reminder.plan_id = plan
                reminder.preamble = text

    def _do_return(self):
        self._follow_plan()
        return super()._do_return()

    def _do_withdraw(self):
        self._follow_plan()
        return super()._do_withdraw()

    # The overdue duties

    def action_draw(self):
        """List the overdue duties of the chosen units.

        What is new is added; edited texts stay. A line whose duty is no longer overdue goes, unless it was edited.

        :raise UserError: the letter is no draft, no unit is chosen, or nothing is overdue
        """
        self.ensure_one()
        self._check_draft()
        if not self.department_ids:
            raise UserError(self.env._("Choose the units that you want to remind, then list their overdue duties."))
        duties = self.env['dan_van.assignment'].search([
            ('company_id', '=', self.company_id.id), ('department_id', 'in', self.department_ids.ids),
            *([('plan_id', '=', self.plan_id.id)] if self.plan_id else []),
            *self._overdue_domain(),
        ])
        if not duties and not self.line_ids:
            raise UserError(self.env._(
                "Nothing is overdue: “%s” need no reminder. Choose other units, or take the plan off the letter.",
                ', '.join(self._units().mapped('name'))))
        self._draw(duties)

    @api.model
    def _overdue_domain(self):
        """:return: domain of the duties that can be reminded of; a closed plan takes no more progress"""
        return [('health', '=', 'overdue'), ('is_at_work', '=', True)]

    def _draw(self, duties):
        """Bring the lines in line with the overdue ``duties``."""
        drawn = self.line_ids.filtered('assignment_id')
        new = (duties - drawn.assignment_id).sorted(lambda duty: (duty.department_id.name, duty.deadline, duty.id))
        gone = drawn.filtered(lambda line: line.assignment_id not in duties and not line._is_edited())
        (drawn - gone)._take_deadline()
        gone.unlink()
        last = max(self.line_ids.mapped('sequence'), default=0)
        self.write({
            'drawn_date': legal_today(self),
            'line_ids': [Command.create({
                'sequence': sequence,
                'department_id': duty.department_id.id,
                'assignment_id': duty.id,
                'text': duty._reminder_text(),
                'deadline': duty.deadline,
            }) for sequence, duty in enumerate(new, last + 1)],
        })

    @api.model
    def _write_for(self, duties):
        """Return a draft that lists the overdue ones of ``duties``, to the units that have them.

        :raise UserError: none is overdue, or they belong to several agencies
        """
        overdue = duties.search([('id', 'in', duties.ids), *self._overdue_domain()])
        if not overdue:
            raise UserError(self.env._(
                "None of the chosen duties is overdue. Use the filter “Overdue”, then choose those to write about."))
        if len(overdue.company_id) > 1:
            raise UserError(self.env._("A reminder is a letter of one agency. Choose duties of one agency only."))
        reminder = self.with_company(overdue.company_id).create({
            'company_id': overdue.company_id.id,
            'plan_id': overdue.plan_id.id if len(overdue.plan_id) == 1 and all(duty.plan_id for duty in overdue) else False,
            'department_ids': [Command.set(overdue.department_id.ids)],
        })
        reminder._draw(overdue)
        return reminder

    # Workflow

    def _may_submit(self):
        return self._is_office()

    def _who_may(self, transition):
        if transition.name == 'submit':
            return self.env._("The office writes and submits reminders.")
        return super()._who_may(transition)

    def _missing(self):
        missing = super()._missing()
        listed = self.line_ids.department_id
        if not self.department_ids:
            missing.append(self.env._("Choose the units that are reminded."))
        if not self.line_ids:
            missing.append(self.env._("List at least one duty: the button “List overdue duties” finds them."))
        missing.extend(
            self.env._("List a duty of “%s”, or take this unit off the letter.", unit.name)
            for unit in (self.department_ids - listed if listed else ()))
        missing.extend(
            self.env._("Add “%s” to the units, or delete its duties from the letter.", unit.name)
            for unit in listed - self.department_ids)
        missing.extend(
            self.env._("“%s” is asked of nobody any more: list the overdue duties anew, or delete its line.", duty.display_name)
            for duty in self.line_ids.assignment_id if not duty.is_tracked)
        if not (self.addressees or '').strip():
            missing.append(self.env._("Enter the addressees (“Kính gửi”)."))
        if is_late(legal_today(self), self.answer_date):
            missing.append(self.env._("The day for the answer has passed. Enter a later one."))
        return missing

    def _take_effect(self):
        result = super()._take_effect()
        for reminder in self:
            reminder._notify_units()
        return result

    def _notify_units(self):
        """Send the issued letter to who heads the units at present; to all members of a unit without a head."""
        users = self._asked_users()
        self._telling().message_post(
            body=self.env._(
                "Your unit has overdue duties. Read the letter, bring the duties up to date and answer by the day it names."),
            partner_ids=self._readers(users).partner_id.ids, attachment_ids=self._sent_files().ids)

    def _asked_users(self):
        """:return: res.users, who heads the units at present; all members of a unit without a head"""
        return self.env['res.users'].union(*(unit._acting_head() or unit.member_user_ids for unit in self.department_ids))

    def _told(self):
        issued = self.filtered(lambda reminder: reminder.state == 'issued')
        since = issued._given_since('issue')
        return super()._told() | {
            reminder: (reminder._asked_users(), since[reminder.id]) for reminder in issued if reminder.id in since}

    # Print

    def _document_text(self):
        return {
            'preamble': self.preamble or '',
            'blocks': tuple(self._blocks()),
            'closing': '\n'.join(filter(None, (self._request(), self.closing))),
        }

    def _blocks(self):
        """Yield the duties unit by unit; the letter to a single unit needs no headings."""
        if not self.line_ids:
            return
        yield Block(Kind.PARAGRAPH, text=(
            f"Tính đến ngày {short_date_text(self.drawn_date)}, còn {len(self.line_ids):02d} nhiệm vụ quá hạn, cụ thể như sau:"))
        lines = self.line_ids.grouped('department_id')
        for index, unit in enumerate(self.line_ids.department_id.sorted('name'), 1):
            if len(lines) > 1:
                yield Block(Kind.HEADING, str(index), f"{unit.name}:")
            for text in enumerate_lines(line._printed_text() for line in lines[unit]):
                yield Block(Kind.BULLET, text=text)

    def _request(self):
        """:return: the sentence that asks for the results"""
        units = self._units()
        who = units.name if len(units) == 1 else "các đơn vị nêu trên"
        until = f" chậm nhất ngày {short_date_text(self.answer_date)}" if self.answer_date else ''
        return (
            f"Đề nghị {who} khẩn trương hoàn thành các nhiệm vụ quá hạn, cập nhật tiến độ và gửi kết quả thực hiện "
            f"về {self.department_id.name}{until} để tổng hợp, báo cáo lãnh đạo.")
