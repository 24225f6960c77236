from odoo import models


class Report(models.Model):
    """A plan that replaces another one is reported on as its work goes on."""

    _inherit = 'dan_van.report'

    def _last_lines(self, period, duties):
        """Add what was last reported of the duties that these continue, where nothing has been reported of them yet."""
        before = {duty.id: duty.continues_id for duty in duties if duty.continues_id}
        found = super()._last_lines(period, duties)
        missing = {id_: old for id_, old in before.items() if id_ not in found}
        if missing:
            earlier = self._last_lines(period, duties.browse().union(*missing.values()))
            found |= {id_: earlier[old.id] for id_, old in missing.items() if old.id in earlier}
        return found
