from odoo import fields, models

from ..core.replaceable import replacements, replaces

GROUPS = [('complaint', "Complaints"), ('denunciation', "Denunciations"), ('petition', "Petitions and reflections")]
DAY_UNITS = [('calendar', "Calendar days"), ('working', "Working days")]


class CaseKind(models.Model):
    """Kind of petition with its legal terms. Its name stands in reports, so it is Vietnamese for everybody.

    A change of the terms holds for the petitions whose deadline is computed from then on; earlier deadlines stay.
    """

    _name = 'dan_van.case.kind'
    _description = 'Kind of petition'
    _inherit = ['dan_van.replaceable', 'dan_van.kept']
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True)
    replaces_id = replaces('dan_van.case.kind')
    replacement_ids = replacements('dan_van.case.kind')
    group = fields.Selection(GROUPS, 'Counted as', required=True, help="Under what reports count it.")
    counted_from = fields.Selection(
        [('accepted', "Acceptance"), ('received', "Reception")], 'Term counted from', required=True, default='accepted')
    acceptance_days = fields.Integer(
        'Days to accept', default=10, help="Days from the reception within which is decided whether it is accepted.")
    acceptance_unit = fields.Selection(DAY_UNITS, 'Unit of the days to accept', required=True, default='calendar')
    term_days = fields.Integer('Term (days)', required=True, default=30)
    term_unit = fields.Selection(
        DAY_UNITS, 'Unit of the term', required=True, default='calendar',
        help="Working days are those of the agency's working hours and public holidays. A term in calendar days that ends on a "
             "day off ends with the next working day.")
    extension_days = fields.Integer('Days of an extension', help="What one extension adds in a complex matter.")
    extension_max = fields.Integer('Extensions allowed')
    retention_years = fields.Integer(
        'Kept (years)', required=True, default=15,
        help="Years after the end after which names, contents and files are deleted. Numbers for reports stay.")
    note = fields.Char('Legal source', help="Law and article that the terms come from.")

    _name_unique = models.UniqueIndex(
        '(name, COALESCE(company_id, 0))', "There is a kind of this name already: use it, or choose another name.")
    _terms_allowed = models.Constraint(
        'CHECK(term_days > 0 AND retention_years > 0 AND LEAST(acceptance_days, extension_days, extension_max) >= 0)',
        "Term and retention are at least 1; the other numbers aren't negative.")

    def _term(self, received, accepted, extensions):
        """Return the term within which the next decision on a petition of this kind is due.

        Before the acceptance that is the decision whether to accept (Luật Khiếu nại 2011, Điều 27; Luật Tố cáo 2018,
        Điều 24), afterwards the resolution (Điều 28; Điều 30).

        :param received, accepted: date, ``accepted`` may be empty
        :param extensions: int, how often the term was extended
        :return: (date from which it is counted, number of days, their unit as of :data:`DAY_UNITS`), or ``None`` where nothing is
            known yet
        """
        if not self or not received:
            return None
        if self.counted_from == 'accepted' and not accepted:
            return received, self.acceptance_days, self.acceptance_unit
        start = accepted if self.counted_from == 'accepted' else received
        return start, self.term_days + extensions * self.extension_days, self.term_unit

    def _deadline(self, received, accepted, extensions, last_day):
        """
        :param received, accepted, extensions: as for :meth:`_term`
        :param last_day: function of the agency that counts the terms, see ``res.company._terms``
        :return: last day of the term, or ``False`` where nothing is known yet
        """
        term = self._term(received, accepted, extensions)
        return last_day(*term) if term else False
