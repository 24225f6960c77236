from lxml.builder import E

from odoo import api, fields, models
from odoo.tools import format_date


class WorkflowMixin(models.AbstractModel):
    """What stands at the top of each form of a workflow record: whose turn it is, and why it has come back."""

    _inherit = 'dan_van.workflow.mixin'

    return_notice = fields.Text(
        'Returned', compute='_compute_return_notice', compute_sudo=False, help="Who has returned it and why, until the next step.")

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
            # sudo: who reads the log may know the name of the colleague.
            told = self.env._(
                "%(step)s on %(date)s by %(user)s", step=line.label, date=format_date(self.env, line.create_date),
                user=line.sudo().user_id.name)
            record.return_notice = ': '.join(filter(None, (told, 'reason' not in hidden.get(line, ()) and line.reason)))

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        place = next(iter(arch.xpath('/form/sheet')), None) if view_type == 'form' else None
        if place is not None:
            for name, kind in (('turn_note', 'light'), ('return_notice', 'warning')):
                place.addprevious(E.div(
                    E.field(name=name, nolabel='1', readonly='1'),
                    {'class': f'alert alert-{kind} mb-0 py-1', 'role': 'status', 'invisible': f'not {name}'}))
        return arch, view
