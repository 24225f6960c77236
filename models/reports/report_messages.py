from odoo import api, models
from odoo.exceptions import LockError, UserError

from ...exchange import Business, StatusCode
from ..core.foreign_file import TooBusy
from .report_kinds_below import BelowReport


class IncomingMessage(models.AbstractModel):
    """Reports between levels: what the superior asks and says of what we have reported, and what agencies below report."""

    _inherit = 'dan_van.incoming.message'

    # From below

    @api.model
    def _take(self, message):
        documents = super()._take(message)
        if message.business == Business.REVOKE:
            # sudo: whoever may take the message takes all that it does.
            reports = self.env['dan_van.report'].sudo().search([('incoming_id', 'in', documents.ids), ('state', 'in', ('approved', 'received'))])
            for report in reports:
                self._step(report, 'return', self.env._("Recalled by its issuer: %s", message.reason or self.env._("The message gives no reason.")))
        return documents

    @api.model
    def _step(self, report, name, reason=None, **values):
        """:raise TooBusy: somebody works on the report at this moment: the message is taken a little later"""
        try:
            report._transition(name, reason, **values)
        except UserError as error:
            if isinstance(error.__cause__, LockError):
                raise TooBusy(str(error)) from error
            raise

    @api.model
    def _package_takers(self):
        return {**super()._package_takers(), 'report': self._take_report}

    @api.model
    def _take_report(self, document, found):
        """Answer the report that is asked of an agency below.

        :param document: dan_van.incoming in superuser rights
        :param found: :class:`exchange.package.Package`
        :raise UserError: no such report is asked of it
        """
        organ, body = self._below(found.sender), found.body
        report = document.env['dan_van.report'].search([
            ('company_id', '=', document.company_id.id), ('scope', '=', BelowReport.scope), ('organ_id', '=', organ.id), ('key', '=', body.key)])
        if not report:
            raise UserError(self.env._("No report with the number “%(key)s” is asked of “%(organ)s”.", key=body.key[:40], organ=organ.name))
        before = report.incoming_id
        if before in document._successors() or before and before not in document.supersedes_ids and before._is_dated_after(document):
            document._message_log(body=self.env._("A later document has answered already what is asked for: %s.", report.display_name))
            return
        self._step(report, 'answer', document=document, body=body)
        self.env['dan_van.handed.duty']._take_said(organ, body.results, self.env._("Report %s", document.code))
        document._message_log(body=self.env._("It answers the report asked for: %s.", report.display_name))
        if report.period_state != 'open':
            report._message_log(body=self.env._("It has come after its period was closed. To take it in, reopen the period and replace the agency's report."))

    # From above

    @api.model
    def _data_takers(self):
        return {**super()._data_takers(), 'request': self._take_request}

    @api.model
    def _take_request(self, found):
        self._check_superior(found.sender)
        return self.env['dan_van.asked.report']._take_request(self._own_profile().superior_id, found).display_name

    @api.model
    def _take_status(self, status):
        values = super()._take_status(status)
        # sudo: who takes the message takes what it says.
        asked = self.env['dan_van.asked.report'].sudo().search([
            ('report_id.register_entry_id', '=', values['entry_id']), ('organ_id.code', '=', status.sender.code.upper()),
            ('state', 'in', ('answered', 'received'))])
        if asked and values['status'] == '02':
            asked._fall_back('returned', status.description)
        elif asked and values['status'] == '06':
            asked._opened('say').state = 'received'
        return values


class Incoming(models.Model):
    _inherit = 'dan_van.incoming'

    def _tell_sender(self, code, words=''):
        """As before; that a report is dealt with is told once it is received as one, not when its entry is closed."""
        # sudo: whether it waits for the office is known to who deals with it.
        waiting = code == StatusCode.DONE and self.env['dan_van.report'].sudo().search(
            [('incoming_id', 'in', self.ids), ('state', '=', 'approved')]).incoming_id
        return super(Incoming, self - waiting if waiting else self)._tell_sender(code, words)


class Message(models.Model):
    _inherit = 'dan_van.message'

    def _open_data(self):
        """As before; of a request the report that is asked for, as the one side awaits it or the other has to give it."""
        for model in ('dan_van.report', 'dan_van.asked.report'):
            record = self.env[model].search([('key', '=', self.identifier), ('company_id', '=', self.company_id.id)], limit=1)
            if record:
                return {'type': 'ir.actions.act_window', 'res_model': model, 'res_id': record.id, 'view_mode': 'form'}
        return super()._open_data()
