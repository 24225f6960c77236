from odoo import api, fields, models

from ...rendering.wording import short_date_text, with_mark

from ..core.in_groups import in_groups
from ..core.mail_switches import QUIET
from ..core.replaceable import NOT_REPLACED
from ..core.res_company import legal_today
from ..documents.dms_folder import Folder
from ..documents.document_mixin import PRINTED_TYPES


class Letter(models.Model):
    """The duties that a document of ours gives besides its text, e.g. the conclusions of a meeting: tracked from its issue on.

    They are entered in the draft, so the leader signs them with the text. One that replaces it goes on with them, see continuation.
    """

    _name = 'dan_van.letter'
    _inherit = ['dan_van.letter', 'dan_van.duty.source']

    assignment_ids = fields.One2many('dan_van.assignment', 'letter_id', 'All duties', copy=False)
    given_assignment_ids = fields.One2many(
        'dan_van.assignment', 'letter_id', 'Duties given', domain=[('parent_id', '=', False)], copy=False)
    handed_ids = fields.One2many('dan_van.handed.duty', 'letter_id', 'Duties of agencies below', readonly=True, copy=False)
    forwards_id = fields.Many2one(
        'dan_van.incoming', 'Hands down', readonly=True, copy=False, index='btree_not_null', check_company=True, ondelete='restrict',
        given_by=('own_document', 'replace'), help="The incoming document of which this one hands duties to agencies below.")
    duty_theme_id = fields.Many2one(
        'dan_van.theme', 'Theme of the duties', index='btree_not_null', check_company=True, ondelete='restrict',
        domain=f'[{NOT_REPLACED}]', help="In whose reports of units the duties appear; empty: in none.")

    def _missing(self):
        return super()._missing() + self._missing_units()

    def _submitted_lines(self):
        """The duties too: whoever signs sees what has changed of them since it was returned."""
        scopes, roles, often = (
            dict(self.assignment_ids._fields[name]._description_selection(self.env)) for name in ('scope', 'role', 'recurrence'))
        return [*super()._submitted_lines(), *(
            self.env._("%(duty)s Deadline: %(deadline)s", deadline='; '.join(filter(None, (
                duty._notice_day(), duty.further_dates, often.get(duty.recurrence)))), duty=(
                    f'{duty.department_id.name or duty._agency_names() or scopes[duty.scope]} ({roles[duty.role]}): {duty.text}'))
            for duty in self.given_assignment_ids)]

    def _take_effect(self):
        self.assignment_ids._track_per_unit()
        result = super()._take_effect()
        for letter in self:  # no report on days before it tells of them
            for values, duties in in_groups({duty: {'start_date': min(filter(None, (letter.document_date, duty.deadline)))}
                                             for duty in letter.assignment_ids if not duty.start_date}):
                duties._opened('plan', 'start_date').with_context(mail_notrack=QUIET).write(values)
        self._begin_work()
        self.forwards_id._keep_turns()
        return result

    def _do_recall(self):
        result = super()._do_recall()
        self._stop_work()
        self.forwards_id._keep_turns()
        return result

    def _do_replace(self):
        self._stop_work()

    @api.model
    def _drafted_from(self, document, rows):
        """
        :param document: dan_van.incoming in superuser rights
        :param rows: dan_van.superior.duty that it hands to agencies below; none: what the directive says, or the document as a whole
        :return: dan_van.letter, a draft of the current user
        """
        cited = f"Thực hiện {document._citation()}"
        asked = [row._duty_values() for row in rows] or [
            {'text': (document.directive_text or '').strip() or cited, 'deadline': document._duty_deadline()}]
        lines = [f"{number}. {with_mark(each['text'], '.')}" + (
            f" Thời hạn: {short_date_text(each['deadline'])}." if each['deadline'] else '') for number, each in enumerate(asked, 1)]
        letter = self._making('own_document').create({
            'document_type': 'CV', 'company_id': document.company_id.id, 'forwards_id': document.id,
            'subject': f"triển khai thực hiện {document._reference()}",
            'duty_theme_id': document.directive_theme_id.id, 'body': '\n'.join([
                f"{cited}, {document.company_id.name} yêu cầu các cơ quan, đơn vị thực hiện các nhiệm vụ sau:", *lines])}).with_env(self.env)
        self.env['dan_van.assignment']._making('own_document').create([
            {**each, 'letter_id': letter.id, 'scope': 'agencies', 'printed': False} for each in asked])
        return letter

    # As the source of duties

    def _duty_leader(self):
        return self.signer_id

    def _duty_theme(self):
        return self.duty_theme_id

    def _duty_day(self):
        return self.document_date

    def _duty_year(self):
        return (self.document_date or legal_today(self)).year

    def _duty_folders(self):
        if not self._is_filed():
            return None
        above = self._dms_path()
        return [*above, Folder(f'{above[-1].key}/evidence', "Minh chứng", self)]

    def _heading(self):
        return f"{self._reference()}: {self.subject}"

    def _reference(self):
        number = f" số {self.code}" if self.code else ''
        date = f" ngày {self.document_date:%d/%m/%Y}" if self.code and self.document_date else ''
        return f"{PRINTED_TYPES[self.document_type]}{number}{date}"

    def _duty_notice(self):
        return self.env._("%s asks of your unit, or of you:", self.display_name)
