import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...exchange import Organ, Reply, Staff, Status, file_name, write_status
from ...exchange.codes import STATUSES
from ..core.reading import for_reader
from ..core.res_company import legal_time, legal_today

STATUS_CODES = [
    ('01', "Arrived"), ('02', "Refused by the recipient"), ('03', "Accepted by the recipient"), ('04', "Assigned"), ('05', "Being dealt with"), ('06', "Dealt with"),
    ('13', "Taken back by its sender"), ('15', "Change accepted"), ('16', "Change refused")]
BUSINESS = [('0', "New document"), ('1', "Revocation"), ('2', "Update"), ('3', "Replacement")]
_REFUSALS = ('02', '16')


class Message(models.Model):
    """Messages between agencies (edXML, QCVN 102:2016/BTTTT): what waits to be sent, what was sent, and what has come.

    A message brings a document, or says what has become of one. Each one is there once, whatever its file is called and however often
    it is handed over. The clerk hands messages over by hand, or the agency's client takes them from a folder, see message_folder.
    """

    _name = 'dan_van.message'
    _description = 'Message between agencies'
    _inherit = ['dan_van.data.message', 'dan_van.lock', 'dan_van.reminding', 'dan_van.readable.links', 'mail.thread', 'mail.activity.mixin']
    _order = 'id desc'
    _rec_names_search = ['subject', 'agency', 'identifier']
    _check_company_auto = True

    _open_in = ()
    _made_by = ('exchange',)
    _placed_by = ('company_id',)
    _reminder_type = 'dan_van.mail_activity_message'

    company_id = fields.Many2one('res.company', 'Agency', required=True, readonly=True, index=True)
    direction = fields.Selection([('in', "Coming in"), ('out', "Going out")], required=True, readonly=True)
    kind = fields.Selection(
        [('document', "Document"), ('status', "Status"), ('data', "Data")], 'Kind of message', readonly=True, given_by=('exchange',),
        help="Empty: the file could not be read.")
    business = fields.Selection(BUSINESS, 'What it does', readonly=True, given_by=('exchange',))
    state = fields.Selection(
        [('waiting', "Waiting to be sent"), ('written', "Sent off"), ('taken', "Taken"), ('refused', "Not taken")], 'State of the message',
        required=True, readonly=True, index=True, given_by=('exchange',))
    subject = fields.Char('Content', readonly=True, given_by=('exchange',))
    agency = fields.Text('Other agency', readonly=True, given_by=('exchange',), help="Who has sent it, or to whom it goes.")
    agency_code = fields.Char('Code of the other agency', readonly=True, given_by=('exchange',))
    identifier = fields.Char('Identifier of the document', readonly=True, index='btree_not_null', given_by=('exchange',))
    status = fields.Selection(STATUS_CODES, 'Status of the document', readonly=True, given_by=('exchange',))
    words = fields.Text('Reason or words', readonly=True, given_by=('exchange',), help="Of a refusal or a revocation the reason.")
    reason = fields.Text('Why it was not taken', readonly=True, given_by=('exchange',))
    entry_id = fields.Many2one(
        'dan_van.register.entry', 'Document of ours', readonly=True, ondelete='restrict', index='btree_not_null', check_company=True,
        given_by=('exchange',))
    incoming_id = fields.Many2one(
        'dan_van.incoming', 'Incoming document', readonly=True, ondelete='restrict', index='btree_not_null', check_company=True,
        given_by=('exchange',))
    attachment_id = fields.Many2one(
        'ir.attachment', 'File', readonly=True, ondelete='restrict', index='btree_not_null', given_by=('exchange',))
    filename = fields.Char('Name of the file', readonly=True, given_by=('exchange',))
    sha256 = fields.Char('SHA-256', readonly=True)
    fingerprint = fields.Char(
        readonly=True, index='btree_not_null', given_by=('exchange',), help="Tells what it says, whenever and to whom it was sent.")
    moved_date = fields.Datetime('Handed over or taken on', readonly=True, given_by=('exchange',))
    recipient_ids = fields.One2many('dan_van.message.recipient', 'message_id', 'Recipients', readonly=True)

    _once = models.UniqueIndex('(company_id, direction, sha256, COALESCE(organ_id, 0))', "This message is there already.")
    _waiting_index = models.Index("(company_id) WHERE state = 'waiting'")

    @api.depends('kind', 'direction', 'subject', 'filename')
    def _compute_display_name(self):
        for message in self:
            message.display_name = message.subject or message.filename or message.sha256

    def _why_locked(self, owner, names):
        return self.env._("Messages stay as they were sent and received.")

    def _why_kept(self, owner):
        return self._why_locked(owner, ())

    # Made

    @api.model
    def _noted(self, company, direction, raw, filename, *each, **values):
        """Note a message with its file.

        :param raw: bytes, or ``None`` of a file that can't be read
        :param each: dicts of the values of one message each, where the same goes several ways
        :param values: further values
        :return: dan_van.message in superuser rights
        """
        # sudo: the step or the dialog that makes messages has asked; nobody makes them in another way.
        messages = self.env['dan_van.message'].sudo()
        made = messages._making('exchange').create([{
            'company_id': company.id, 'direction': direction, 'filename': filename,
            'sha256': raw is not None and hashlib.sha256(raw).hexdigest(), **values, **own} for own in each or [{}]]).with_env(messages.env)
        if raw is not None:
            made._set(attachment_id=messages.env['ir.attachment']._create_locked({
                'name': filename, 'raw': raw, 'mimetype': 'application/json' if values.get('kind') == 'data' else 'application/xml', 'res_model': self._name, 'res_id': made[:1].id,
                'company_id': company.id}).id)
        return made

    def _set(self, **values):
        self._opened('exchange').write(values)

    @api.model
    def _queued(self, company, raw, what, organs=(), **values):
        """Put a message into the queue of those to be sent; one that says the same at the same moment is there already.

        :param what: str, what of the document it says, for the name of its file
        :param organs: dan_van.organ, agencies to which it goes straight, a message each; none for the folder or by hand
        :return: dan_van.message in superuser rights
        """
        digest = hashlib.sha256(raw).hexdigest()
        # sudo: who sends may know what was sent.
        there = self.sudo().search([
            ('company_id', '=', company.id), ('direction', '=', 'out'), ('sha256', '=', digest),
            ('organ_id', 'in', [organ.id for organ in organs] or [False])])
        each = [
            {'carrier': organ.carrier, 'organ_id': organ.id, 'agency': organ.name, 'agency_code': organ.code}
            for organ in organs if organ not in there.organ_id]
        if there and not each:
            return there
        name = file_name(f"{values['identifier']}-{what}", digest, '.json' if values['kind'] == 'data' else '.edxml')
        there |= self._noted(company, 'out', raw, name, *each, state='waiting', **values)
        there._start()
        return there

    def _start(self):
        """Let those of these messages that go out by themselves be sent soon."""
        names = {'cron_deliver' if message.carrier != 'folder' else 'cron_exchange' for message in self
                 if message.carrier != 'folder' or message.company_id.sudo().dan_van_exchange_folder}  # sudo: whether there is one
        for name in names:
            # sudo: the schedule, which runs in its own rights.
            self.env.ref(f'dan_van.{name}').sudo()._trigger()

    @api.model
    def _queue_status(self, document, code, words=''):
        """Let the sender of an incoming document know what has become of it; not twice in a row, and only where something takes it there.

        :param document: dan_van.incoming
        :param code: :class:`exchange.StatusCode`
        :param words: the reason, or more about it
        """
        # sudo: whoever takes the step, its sender is told.
        company, key = document.company_id.sudo(), f'{int(code):02d}'
        profile = self.env['dan_van.agency.profile'].sudo()._find(company, legal_today(self))
        organs = tuple(self.env['dan_van.organ']._straight(company, [document.organ_code]).values())
        if not (organs or company.dan_van_exchange_folder) or not profile.organ_code:
            return
        # sudo: as above.
        last = self.sudo().search([('incoming_id', '=', document.id), ('direction', '=', 'out')], limit=1)
        if last.status == key:
            return
        user = self.env.user
        unit = user.dan_van_member_ids.filtered(lambda each: each.company_id == company)[:1].sudo()  # sudo: its name
        raw = write_status(Status(
            sender=Organ(profile.organ_code, company.name, in_charge=profile.parent or ''),
            reply=Reply(document.organ_code, document.code, document.date, document.identifier), code=code,
            time=legal_time(fields.Datetime.now()), description=words or STATUSES[code],
            staff=Staff() if user._is_superuser() else Staff(unit.name or '', user.name)))
        self._queued(
            company, raw, key, organs, identifier=document.identifier, kind='status', status=key, words=words, incoming_id=document.id,
            subject=document.display_name, agency=document.issuer, agency_code=document.organ_code)

    # Handed over

    def _hand_out(self, folder):
        """Write messages into the folder of the agency's client.

        :param folder: :class:`exchange.Folder`, opened
        """
        for message in self:
            folder.write(message.filename, message.attachment_id._stored())
            message.attachment_id.invalidate_recordset(['raw'], flush=False)
            message._set(state='written', moved_date=fields.Datetime.now())

    def action_download(self):
        """Download the file; a message that waits is handed over with it, unless it goes straight."""
        self.ensure_one()
        self._check_clerk()
        message = for_reader(self)
        if not message.attachment_id:
            raise UserError(self.env._("This file could not be read, so there is nothing to download."))
        if message.state == 'waiting' and message.carrier == 'folder':
            message._set(state='written', moved_date=fields.Datetime.now())
        return {'type': 'ir.actions.act_url', 'url': f'/web/content/{message.attachment_id.id}?download=true', 'target': 'download'}

    def _next_by_hand(self):
        """:return: action with which the clerk goes on who is to hand these messages over: one is downloaded, several are listed"""
        if len(self) == 1:
            return self.action_download()
        if not self:
            return {'type': 'ir.actions.client', 'tag': 'soft_reload'}
        return {**self.env['ir.actions.act_window']._for_xml_id('dan_van.message_action'), 'domain': [('id', 'in', self.ids)], 'context': {}}

    def action_send_again(self):
        """Let a message that was handed over and has not arrived, or was refused, be sent again; it is the same message, so it counts once.

        What was said of its document later and was refused too, e.g. that it is recalled, goes again behind it.
        """
        self._check_clerk()
        messages = for_reader(self)
        for message in messages:
            if message.direction != 'out' or message.state == 'waiting' and not message.attempts:
                raise UserError(self.env._("“%s” has not been handed over yet.", message.display_name))
        refused = messages.search(
            Domain('state', '=', 'refused') & Domain('direction', '=', 'out') & Domain('entry_id', 'in', messages.entry_id.ids))
        first = {}
        for message in messages.sorted('id'):
            first.setdefault((message.entry_id, message.organ_id), message.id)
        messages |= refused.filtered(lambda later: later.id > first.get((later.entry_id, later.organ_id), later.id))
        messages._set(state='waiting', moved_date=False, attempts=0, next_try=False, reason=False)
        messages._start()

    def _check_clerk(self):
        """:raise AccessError: the current user does not send for the agency"""
        if not self.env.user.has_group('dan_van.group_clerk'):
            raise AccessError(self.env._("The clerk sends messages to other agencies. Ask the clerk."))

    def action_open_document(self):
        """Open what the message is about; of data what the user reads of that."""
        self.ensure_one()
        message = for_reader(self)
        if message.kind == 'data':
            return self._open_data() or {'type': 'ir.actions.client', 'tag': 'soft_reload'}
        if message.incoming_id:
            return {'type': 'ir.actions.act_window', 'res_model': 'dan_van.incoming', 'res_id': message.incoming_id.id, 'view_mode': 'form'}
        if message.entry_id:
            return message.entry_id.sudo(False).action_open_document()
        raise UserError(self.env._("This message is about no document that the agency has."))

    # Reminders: what was not taken, and what others refuse, the clerk sees to

    def _is_refusal(self):
        """:return: whether another agency refuses what we have sent"""
        return self.direction == 'in' and self.status in _REFUSALS

    def _warn(self):
        self._remind(self._reminded_users())

    def _reminded_users(self):
        return {message: message.company_id._dan_van_clerks() for message in self}

    def _reminder_values(self, lang):
        message = self.with_context(lang=lang)
        if message.state == 'waiting':
            said = message.env._("A message does not reach %(agency)s: %(reason)s", agency=message.agency, reason=message.reason)
        elif message.state == 'refused' and message.direction == 'out':
            said = message.env._(
                "%(agency)s has not taken %(document)s: %(reason)s", agency=message.agency, document=message.subject, reason=message.reason)
        elif message.state == 'refused':
            said = message.env._("A message was not taken: %s", message.reason or message.filename)
        else:
            said = message.env._("%(agency)s refuses %(document)s: %(words)s", agency=message.agency, document=message.subject, words=message.words or '')
        return {'date_deadline': legal_today(self), 'summary': said[:200]}

    def _in_words(self):
        """:return: str, what became of a message that has come, for the note beside its file"""
        if self.state == 'refused':
            return self.reason
        if self.incoming_id:
            return self.env._(
                "Taken: arrival number %(number)s of %(date)s.", number=self.incoming_id.arrival_number,
                date=format_date(self.env, self.incoming_id.arrival_date))
        return self.env._("Taken: %s.", self.subject) if self.kind == 'data' else self.env._("Taken: status of %s.", self.subject)


class MessageRecipient(models.Model):
    """An agency to which a document of ours was sent, and what it has said of it last."""

    _name = 'dan_van.message.recipient'
    _description = 'Recipient of a document'
    _inherit = ['dan_van.lock']
    _order = 'entry_id, id'
    _rec_name = 'name'

    _open_in = ()
    _made_by = ('exchange',)

    entry_id = fields.Many2one('dan_van.register.entry', 'Document', required=True, readonly=True, ondelete='restrict', index=True)
    company_id = fields.Many2one(related='entry_id.company_id', store=True, index=True)
    message_id = fields.Many2one(
        'dan_van.message', 'Message sent', readonly=True, ondelete='restrict', index='btree_not_null',
        groups='dan_van.group_clerk,dan_van.group_office', help="Empty where the agency has got the document in another way.")
    business = fields.Selection(BUSINESS, 'What was sent', readonly=True)
    code = fields.Char(readonly=True)
    name = fields.Char('Agency', required=True, readonly=True)
    status = fields.Selection(STATUS_CODES, 'What it says', readonly=True, given_by=('exchange',))
    status_date = fields.Datetime('Said on', readonly=True, given_by=('exchange',))
    words = fields.Char('In words', readonly=True, given_by=('exchange',))

    def _why_locked(self, owner, names):
        return self.env._("What other agencies say of a document stays as they have said it.")

    @api.model
    def _say(self, entry, sender, code, moment, words):
        """Note what an agency says of a document; what it had said before is told no more, unless it was later.

        :param entry: dan_van.register.entry
        :param sender: :class:`exchange.Organ`
        :param code: key of :data:`STATUS_CODES`
        :param moment: naive datetime in UTC
        """
        # sudo: messages are taken by the clerk or by the schedule, which has asked.
        recipients = self.env['dan_van.message.recipient'].sudo()
        line = recipients.search(Domain('entry_id', '=', entry.id) & Domain('code', '=', sender.code), order='id desc', limit=1)
        if not line:
            line = recipients._making('exchange').create(
                {'entry_id': entry.id, 'code': sender.code, 'name': sender.name}).with_env(recipients.env)
        if not line.status_date or line.status_date <= moment:
            line._opened('exchange').write({'status': code, 'status_date': moment, 'words': words})
