import hashlib
from dataclasses import replace

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...exchange import (
    Attachment, Business, ExchangeError, Message, Metadata, Organ, Reply, StatusCode, Trace, document_id, package, packed, write, write_metadata, write_package)
from ...exchange.codes import PRIORITIES, TYPES
from ...rendering.pdf import page_count
from ...rendering.wording import number_text, receivers
from ..core.holding import hold
from ..core.res_company import legal_time
from .document_mixin import PRINTED_TYPES
from .incoming_message import exchange_refusal


class DocumentMixin(models.AbstractModel):
    """An issued document on its way to other agencies: as an edXML message (QCVN 102:2016/BTTTT) with metadata for the archive.

    To agencies that are reached straight, and where the agency's client takes messages from a folder to all others, they are put into the
    queue by issue and recall; else the clerk sends them.
    """

    _inherit = 'dan_van.document.mixin'

    sent_ids = fields.One2many(related='register_entry_id.sent_ids')

    # The queue

    def _transition(self, name, reason=None, **values):
        result = super()._transition(name, reason, **values)
        if name in ('issue', 'recall'):
            self._send_by_itself(name)
        return result

    def _send_by_itself(self, step):
        """Put the messages of what was issued or recalled into the queue, where something takes them from there."""
        # sudo: the step has been guarded; its documents are sent whoever has taken it.
        for document in self.sudo():
            if step == 'issue' and 'answers_id' in document._fields:
                document.answers_id._tell_sender(StatusCode.DONE, f"Đã trả lời bằng văn bản số {document.code}")
            codes = set(filter(None, document._recipient_codes().values()))
            company = document.company_id
            if not codes or not (company.dan_van_exchange_folder or self.env['dan_van.organ']._straight(company, codes)):
                continue  # it goes to nobody outside, or by another way
            try:
                with self.env.cr.savepoint():
                    document._queue_messages(by_itself=True)
            except UserError as error:
                document._message_log(body=self.env._("Not sent to other agencies: %s", error))

    def _queue_messages(self, by_itself=False):
        """Put the messages of this document into the queue, for those of its recipients that have not got it yet.

        :param by_itself: whether it is left to the clerk what nothing takes from the queue
        :return: dan_van.message in superuser rights
        :raise UserError: it has not been issued, or there is nobody to whom it is still to be sent
        """
        self.ensure_one()
        self._check_out()
        hold(self.register_entry_id)
        business = self._edxml_business(self._organ_code())
        kind = str(int(business.get('business', Business.NEW)))
        # sudo: to whom it has been sent is told to who sends.
        had = self.register_entry_id.sudo().sent_ids.filtered(lambda line: line.business == kind).mapped('code')
        organs = tuple(organ for organ in self._recipient_organs() if organ.code not in had)
        if not organs:
            raise UserError(self.env._(
                "“%s” has been sent already to all of its recipients that have a code. To send it once more, open the message in "
                "Documents → Messages between agencies.", self.display_name))
        straight = self.env['dan_van.organ']._straight(self.company_id, [organ.code for organ in organs])
        takes_common = not by_itself or self.company_id.sudo().dan_van_exchange_folder  # sudo: whether there is a folder
        messages = self.env['dan_van.message'].sudo()  # sudo: none yet
        for share in self._shared_messages(organs):
            at_once = {organ.code: straight[organ.code] for organ in share if organ.code in straight}
            messages |= self._queue(tuple(organ for organ in share if organ.code in at_once), at_once, kind, business.get('reason', ''))
            if takes_common:
                messages |= self._queue(tuple(organ for organ in share if organ.code not in at_once), {}, kind, business.get('reason', ''))
        return messages

    def _shared_messages(self, organs):
        """:return: list of tuples of those of ``organs``, a tuple of :class:`exchange.Organ`, that get the same message"""
        return [organs]

    def _queue(self, organs, straight, kind, words):
        """Queue the one message that names all of ``organs``; to those in ``straight`` it goes on its own.

        :param organs: tuple of :class:`exchange.Organ`; none: nothing is queued
        :param straight: ``{code: dan_van.organ}``
        """
        if not organs:
            return self.env['dan_van.message'].sudo()  # sudo: none of them
        entry = self.register_entry_id
        messages = self.env['dan_van.message']._queued(
            self.company_id, self._edxml(organs, fields.Datetime.now()), kind, tuple(straight.values()), identifier=self._identifier(),
            kind='document', business=kind, entry_id=entry.id, subject=f'{PRINTED_TYPES[self.document_type]} {entry.code}: {self.subject}',
            agency='; '.join(organ.name for organ in organs), words=words)
        by_code = {message.agency_code: message for message in messages}
        messages.recipient_ids._making('exchange').create([
            {'entry_id': entry.id, 'message_id': by_code.get(organ.code, messages[:1]).id, 'business': kind, 'code': organ.code, 'name': organ.name}
            for organ in organs])
        return messages

    def action_send(self):
        """Send the document to those of its recipients that have a code in electronic exchange and have not got it yet.

        :return: action that tells so, or that downloads the message where nobody serves a folder
        """
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group('dan_van.group_clerk'):
            raise AccessError(self.env._("The clerk sends messages to other agencies. Ask the clerk."))
        messages = self._queue_messages()
        sent = self.env._("Sent to: %s", ', '.join(messages.recipient_ids.mapped('name')))
        by_hand = messages.filtered(lambda message: message.carrier == 'folder' and not message.company_id.dan_van_exchange_folder)
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
                'type': 'success', 'message': sent, 'next': by_hand.sudo(False)._next_by_hand()}}

    # The message

    def action_download_edxml(self):
        """Download the issued document as an edXML message; who gets none for want of a code is named."""
        self.ensure_one()
        download = {'type': 'ir.actions.act_url', 'url': f'/dan_van/edxml/{self._name}/{self.id}', 'target': 'download'}
        if self.is_out:
            self._recipient_organs()
        if not (without := [name for name, code in self._recipient_codes().items() if not code]):
            return download
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
                'type': 'warning', 'sticky': True, 'next': download, 'message': self.env._(
                    "The message is not for: %s. They have no code in the directory of agencies.", ', '.join(without))}}

    def _check_out(self):
        """:raise UserError: it has not been issued"""
        if not self.is_out:
            raise UserError(self.env._("“%s” has not been issued yet: only issued documents are sent.", self.display_name))

    def _organ_code(self):
        """:return: str, the code under which the agency has issued the document
        :raise UserError: it has none
        """
        if code := self._profile().organ_code:
            return code
        raise UserError(self.env._(
            "Enter the code of “%s” in electronic exchange first: Configuration → Agency profile.", self.company_id.name))

    def _identifier(self):
        """:return: str, what tells this document from every other one in exchange"""
        return document_id(self._organ_code(), self.document_date, self.code)

    def _edxml(self, recipients=None, moment=None):
        """
        :param recipients: tuple of :class:`exchange.Organ`, default all that have a code
        :param moment: naive datetime in UTC at which it is sent, default that of the issue
        :return: bytes of the message, with the PDF as it stands signed, those of annexes in files of their own, and its metadata
        :raise UserError: it has not been issued, the agency or all recipients have no code, or it is larger than messages may be
        """
        self.ensure_one()
        self._check_out()
        code, recipients = self._organ_code(), recipients or self._recipient_organs()
        try:
            return write(self._exchange_message(code, recipients, moment or self.register_entry_id.create_date))
        except ExchangeError as error:
            raise UserError(exchange_refusal(self.env, error)) from error

    def _exchange_message(self, organ_code, recipients, moment):
        """:return: :class:`exchange.Message`; parameters as for :meth:`_edxml`"""
        # What it says was true on the day of issue; today's names may be others.
        files, printed = self._sent_files(), self.snapshot
        number, notation = number_text(self.number), printed['symbol']
        sender, signer = printed.get('issuer_name') or ' '.join(printed['issuer']), printed['signature']
        code, name = TYPES.get(self.document_type, (0, PRINTED_TYPES[self.document_type]))
        pages, packs = sum(page_count(file._stored()) for file in files), self._profile().packs_files
        return Message(
            sender=Organ(organ_code, sender, in_charge=printed['parent']), recipients=recipients,
            number=number, notation=notation, date=self.document_date, subject=self.subject, place=printed['place'],
            type_code=code, type_name=name, competence=signer['authority'][0],
            position=signer['authority'][-1], signer=signer['name'],
            places=tuple((self.recipients or '').splitlines()), priority=PRIORITIES[self.urgency or ''],
            copies=self.register_entry_id.copies or 1, pages=pages,
            appendixes=tuple(annex['title'] for annex in printed['annexes']),
            reply=self._reply(), **self._edxml_business(organ_code), traces=(Trace(organ_code, legal_time(moment)),),
            attachments=tuple(replace(file, content=packed(file.name, file.content)) if packs else file for file in (
                *(Attachment(file.name, file._stored(), 'application/pdf', "Phụ lục" if index else name) for index, file in enumerate(files)),
                Attachment('metadata.xml', self._edxml_metadata(sender, name, pages, recipients), 'application/xml', "Dữ liệu đặc tả"),
                *self._exchange_attachments(organ_code, recipients, files[0]))))

    def _exchange_attachments(self, _organ_code, _recipients, _pdf):
        """
        :param _organ_code: code of the agency on the day of issue
        :param _recipients: tuple of :class:`exchange.Organ`, those who get the message
        :param _pdf: ir.attachment, the document as it goes with the message
        :return: list of :class:`exchange.Attachment`, what else goes with it
        """
        return []

    def _data_file(self, organ_code, pdf, kind, body, description):
        """Pack data that go with this document; parameters as for :meth:`_exchange_attachments`.

        :param kind: of the package
        :param body: of the package
        :param description: as the message has it
        :return: :class:`exchange.Attachment`
        """
        printed = self.snapshot
        raw = write_package(package.Package(
            package.Sender(organ_code, printed.get('issuer_name') or ' '.join(printed['issuer'])),
            package.Document(self._identifier(), self.code, self.document_date, hashlib.sha256(pdf._stored()).hexdigest()), body, kind))
        return Attachment(package.FILE, raw, 'application/json', description)

    def _reply(self):
        """:return: :class:`exchange.Reply`, the document that this one answers, if that has come by a message"""
        # sudo: who sends the answer may say of what it is one.
        answered = self.answers_id.sudo() if 'answers_id' in self._fields else self.env['dan_van.incoming']
        return Reply(answered.organ_code, answered.code, answered.date or None, answered.identifier) if answered.identifier else None

    def _edxml_metadata(self, sender, type_name, pages, recipients):
        """:return: bytes of the metadata for the archive (Nghị định 30/2020/NĐ-CP, Phụ lục VI)"""
        return write_metadata(Metadata(
            organ_code=self._organ_code(), organ_name=sender, type_name=type_name, number=number_text(self.number),
            notation=self.snapshot['symbol'], date=self.document_date, subject=self.subject, position=self.signer_title or '',
            signer=self.snapshot['signature']['name'], recipients=tuple((organ.code, organ.name) for organ in recipients), pages=pages,
            priority=PRIORITIES[self.urgency or ''], copies=self.register_entry_id.copies or 1, **self._file_code()))

    def _edxml_business(self, organ_code):
        """:return: what the message does with documents that were sent before, as values of :class:`exchange.Message`"""
        def identifiers(documents):  # under the code that the agency had when it issued each of them
            return tuple(document_id(document._profile().organ_code or organ_code, document.document_date, document.code) for document in documents)

        if self.is_gone:
            return {'business': Business.REVOKE, 'reason': self.recall_notice or '', 'concerned': identifiers(self)}
        if replaced := self._replaced_document():
            return {
                'business': Business.REPLACE, 'reason': f"Thay thế văn bản số {replaced.code}", 'concerned': identifiers(replaced)}
        return {}

    def _recipient_organs(self):
        """:return: tuple of :class:`exchange.Organ`, those of the addressees and recipients that have a code; units and readers within the
        agency, “Như trên” and agencies without a code get no message
        :raise UserError: none of them has a code
        """
        found = tuple(Organ(code, name) for name, code in self._recipient_codes().items() if code)
        if not found:
            raise UserError(self.env._(
                "None of those to whom “%s” goes has a code in electronic exchange. The clerk enters it in Documents → Directory of agencies.",
                self.display_name))
        return found

    def _recipient_codes(self):
        """:return: ``{name: code or ''}`` of addressees and recipients; codes stand in the directory, else the agencies have written to us
        under them"""
        names = receivers((self.addressees or '').splitlines(), (self.recipients or '').splitlines())
        organs = self.env['dan_van.organ']._known(self.company_id, names)
        # sudo: codes of agencies are no secret; nothing else of what they have sent is told.
        written = dict(self.env['dan_van.incoming'].sudo()._read_group(
            [('company_id', '=', self.company_id.id), ('issuer', 'in', names), ('organ_code', '!=', False)],
            ['issuer'], ['organ_code:max']))
        codes = {name: name in organs and organs[name].code or written.get(name, '') for name in names}
        return codes | {organ.name: organ.code or '' for organ in self._further_organs() if not organ.code or organ.code not in codes.values()}

    def _further_organs(self):
        """:return: dan_van.organ in superuser rights, agencies that get this document however the list of recipients calls them"""
        return self.env['dan_van.organ'].sudo()  # sudo: none
