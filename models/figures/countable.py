from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class Countable(models.AbstractModel):
    """Records of units that figures of reports count, each figure the very records that it was made of.

    They are kept with the figure when its report is submitted, and let go when it comes back. What a model locks of them it says
    itself by its ``_lock_states``, from :meth:`_counted_in`: they are locked because they were counted, whatever their date. A model
    that inherits has a ``department_id``; an indicator names it in ``_counted_models``.
    """

    _name = 'dan_van.countable'
    _description = 'Records that figures count'
    _inherit = ['dan_van.lock']

    _counted_action = ''  # xml id of the action that shows such records

    figure_ids = fields.Many2many(
        'dan_van.report.figure', string='Counted in figures', readonly=True, copy=False, given_by=(),
        help="Of reports that have been submitted.")

    def _counted_in(self):
        """:return: ``{record: dan_van.report}``, the last report of a unit that has counted it and has been submitted"""
        found = {}
        # sudo: what is counted is locked, whoever asks.
        for record in self._origin.sudo():
            reports = record.figure_ids.report_id.filtered(lambda report: report._kind().counts_records)
            if reports:
                found[record] = reports.sorted('date_to')[-1].sudo(self.env.su)
        return found

    @api.ondelete(at_uninstall=False)
    def _unlink_uncounted(self):
        """Also where the unit may correct the record, its report being back: the agency's figure shows what it was made of."""
        # sudo: what is counted stays, whoever asks.
        for record in self.sudo():
            if report := record.figure_ids.report_id.sorted('date_to')[-1:]:
                raise UserError(self.env._(
                    "“%(record)s” is counted in the report “%(report)s”, which shows what its figures were made of. Correct it "
                    "instead of deleting it, or have that report returned first.",
                    record=record.display_name, report=report.display_name))

    @api.model
    def _keep(self, counted):
        """Keep records as what figures have counted, each those of its unit.

        Whoever is changing one of them is waited for; where one was changed meanwhile PostgreSQL refuses the outdated view, and
        Odoo repeats the request: what is counted is what is kept.

        :param counted: list of ``(Domain of this model, dan_van.report.figure of one indicator)``
        """
        found = self.with_context(active_test=False)
        self._relate(
            "INSERT INTO %(relation)s (%(record)s, %(figure)s) %(counted)s ON CONFLICT DO NOTHING RETURNING 1",
            counted=SQL(" UNION ALL ").join(SQL(
                """SELECT counted.id, figure.id
                     FROM (SELECT id, department_id FROM %s WHERE id IN %s FOR SHARE) counted
                     JOIN dan_van_report report ON report.department_id = counted.department_id
                     JOIN dan_van_report_figure figure ON figure.report_id = report.id
                    WHERE figure.id IN %s""",
                SQL.identifier(self._table), found._search(domain).subselect(), figures._ids) for domain, figures in counted))

    @api.model
    def _keep_of_sources(self, figures):
        """Keep for ``figures`` what those of the reports that theirs are made of have counted of this model."""
        self._relate(
            """INSERT INTO %(relation)s (%(record)s, %(figure)s)
               SELECT DISTINCT kept.%(record)s, figure.id
                 FROM dan_van_report_figure figure
                 JOIN dan_van_report_source_rel source ON source.report_id = figure.report_id
                 JOIN dan_van_report_figure part
                   ON part.report_id = source.source_id AND part.indicator_id = figure.indicator_id
                 JOIN %(relation)s kept ON kept.%(figure)s = part.id
                WHERE figure.id IN %(figures)s
                   ON CONFLICT DO NOTHING
            RETURNING 1""", figures=figures._ids)

    @api.model
    def _let_go(self, reports):
        """Forget what the figures of ``reports``, which are drafts again, have counted of this model."""
        if figures := reports.figure_ids._by_counted_model().get(self._name):
            self._relate("DELETE FROM %(relation)s WHERE %(figure)s IN %(figures)s RETURNING 1", figures=figures._ids)

    @api.model
    def _hold_for(self, reports):
        """Wait for who enters such records of the units of ``reports`` at this moment, beside who changes one that is there."""

    def _relate(self, query, **values):
        """Run ``query`` on the relation of this model to figures.

        :param query: str that names ``relation``, its columns ``record`` and ``figure``, and what ``values`` give
        """
        self.env.flush_all()
        field = self._fields['figure_ids']
        self.env.execute_query(SQL(
            query, relation=SQL.identifier(field.relation), record=SQL.identifier(field.column1),
            figure=SQL.identifier(field.column2), **values))
        self.invalidate_model(['figure_ids'])
