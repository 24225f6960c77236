import hashlib

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ... import exchange
from ...exchange import Business, package
from ..core.foreign_file import TooBusy, read_foreign
from ..documents.incoming_message import exchange_refusal
from .due_days import text_of


class IncomingMessage(models.AbstractModel):
    """What the superior agency sends along with a document, as data: the duties that it gives to us.

    From anybody else, and where anything in them is wrong or newer than we know, the data stay a file beside the document and are not
    read; the entry says why.
    """

    _inherit = 'dan_van.incoming.message'

    @api.model
    def _take(self, message):
        documents = super()._take(message)
        # sudo: whoever may take the message takes all that it brings.
        rows = documents.sudo().superior_duty_ids
        if message.business == Business.REVOKE:
            rows._end('cancelled')
            return documents
        files = [file for file in message.attachments if file.name == package.FILE]
        if message.business == Business.REPLACE and not files:
            documents.sudo().supersedes_ids.superior_duty_ids._end('cancelled')  # sudo: as above; what comes instead gives none
        try:
            if files:
                with self.env.cr.savepoint():
                    found = self._read_package(message, files)
                    self._package_takers()[found.kind](documents.sudo(), found)  # sudo: as above
        except TooBusy:
            raise
        except UserError as error:
            documents._message_log(body=self.env._("The data beside the document are kept as a file and were not read: %s", error))
        documents.sudo().filtered(lambda document: self._asks_no_more(document.superseded_by_ids)).superior_duty_ids._end('cancelled')  # sudo: as above
        return documents

    @api.model
    def _asks_no_more(self, later):
        """
        :param later: dan_van.incoming in superuser rights, what updates or replaces a document and has come before it
        :return: whether what that document asks beside these is asked no more, as if they had come behind it
        """
        if not later or any(entry.superior_plan for entry in later):
            return bool(later)
        instead = later.env['dan_van.message'].search([
            ('incoming_id', 'in', later.ids), ('direction', '=', 'in'), ('business', '=', str(int(Business.REPLACE)))]).incoming_id
        unread = later.env['ir.attachment'].search([
            ('res_model', '=', later._name), ('res_id', 'in', instead.ids), ('name', '=', package.FILE)]).mapped('res_id')
        return any(entry.id not in unread for entry in instead)

    @api.model
    def _sent_by(self, sender):
        """As before; also what the superior has sent under a code that it had before."""
        return super()._sent_by(sender) | Domain('company_id', '=', self.env.company.id) & Domain('state', '!=', 'cancelled') & Domain(
            'superior_duty_ids', 'any!', [('organ_id.code', '=', sender.code.upper())])

    @api.model
    def _read_package(self, message, files):
        """
        :param files: list of the :class:`exchange.Attachment` that are packages
        :return: :class:`exchange.package.Package`
        :raise UserError: neither the superior nor an agency below has sent them, or they can't be read
        """
        self._check_level(message.sender)
        if len(files) > 1:
            raise UserError(self.env._("“%s” is there more than once.", package.FILE))
        hashes = tuple(hashlib.sha256(file.content).hexdigest() for file in message.attachments if file not in files)
        try:
            return read_foreign(
                self.env, exchange.read_package, files[0].content, message.sender.code, message.document_id, hashes)
        except exchange.ExchangeError as error:
            raise UserError(exchange_refusal(self.env, error)) from error

    @api.model
    def _package_takers(self):
        """:return: ``{kind: method}``; each takes a dan_van.incoming in superuser rights and the :class:`exchange.package.Package` with it"""
        return {'plan': self._take_plan}

    @api.model
    def _take_plan(self, document, found):
        self._check_superior(found.sender)
        self._take_duties(document, found)

    @api.model
    def _data_takers(self):
        return {**super()._data_takers(), 'progress': self._take_progress}

    @api.model
    def _take_progress(self, found):
        """Note how the duties of an agency below stand, as its leadership has handed it up.

        :return: what it is about
        """
        organ = self._below(found.sender)
        rows = self.env['dan_van.handed.duty']._take_said(organ, found.body.results, self.env._("Handed up by its leadership"))
        return self.env._("Progress of %(count)s duties of %(organ)s", count=len(rows), organ=organ.name)

    @api.model
    def _take_duties(self, document, found):
        """Enter the duties that are given to us; those that the same superior gave before under the same keys go on as these. Where the
        message has been overtaken by that of a later document, these go on as those of that one: in whatever order they come.

        :param document: dan_van.incoming in superuser rights
        :param found: :class:`exchange.package.Package`
        """
        plan, Duty, profile = found.body, document.env['dan_van.superior.duty'], self._own_profile()
        code, superior = profile.organ_code, profile.superior_id
        if not code:
            raise UserError(self.env._(
                "Enter the code of “%s” in electronic exchange first: Configuration → Agency profile.", document.company_id.name))
        ours = [duty for duty in plan.duties if code.upper() in map(str.upper, duty.to)]
        old = {row.key: row for row in Duty.search([
            ('company_id', '=', document.company_id.id), ('organ_id', '=', superior.id), ('ended', '=', False),
            ('key', 'in', [duty.key for duty in ours])])}
        late = self._overtaken(document, old)
        going = Duty.union(*(row for key, row in old.items() if key not in late))
        going._end('continued')
        (document.supersedes_ids.superior_duty_ids - going)._end('cancelled')
        going.flush_recordset(['ended'])  # each is there once, at any moment
        contents = {content.key: content for content in plan.contents}
        rows = Duty._making('package').create([{
            **self._row_values(duty, contents), 'incoming_id': document.id, 'organ_id': superior.id, 'sequence': 10 * index,
            **({'ended': 'continued', 'continues_id': late[duty.key].continues_id.id} if duty.key in late
               else self._kept_values(old.get(duty.key), duty)),
        } for index, duty in enumerate(ours, 1)]).with_env(Duty.env)
        for row in rows.filtered(lambda row: row.key in late):
            late[row.key]._opened('package').continues_id = row.id
        for row in rows.filtered(lambda row: row.key not in late and row.continues_id.assignment_ids):
            row.continues_id.assignment_ids._opened('package').superior_duty_id = row.id
        document._opened('package').write({
            'superior_way': rows and 'directive', 'superior_plan': {
                'title': plan.title, 'year': plan.year, 'theme': plan.theme.name, 'theme_code': plan.theme.code,
                'contents': [{'key': each.key, 'parent': each.parent, 'label': each.label, 'title': each.title, 'text': each.text}
                             for each in plan.contents]}})
        document._message_log(body=self.env._("%(count)s duties of “%(issuer)s” have come with it.", count=len(rows), issuer=document.issuer))
        if late:
            document._message_log(body=self.env._("%s of its duties go on in a later document that has come before it.", len(late)))

    @api.model
    def _overtaken(self, document, old):
        """
        :param old: ``{key: dan_van.superior.duty}`` that are in force under the keys of those of ``document``
        :return: the same of those with which the ones of ``document`` go on: of the first document behind it that gives them
        """
        successors, late = document._successors(), {}

        def is_later(row):
            other = row.incoming_id
            return other in successors or other not in document.supersedes_ids and other._is_dated_after(document)
        for key, row in old.items():
            if is_later(row):
                while row.continues_id and is_later(row.continues_id):
                    row = row.continues_id
                late[key] = row
        return late

    @api.model
    def _row_values(self, duty, contents):
        """:return: dict of the values of a row that say what the superior has said of ``duty``"""
        served = [contents[key] for key in duty.contents]
        return {
            'key': duty.key, 'text': duty.text, 'role': duty.role, 'kind': duty.kind, 'output': duty.output or False,
            'start_date': duty.start or False, 'deadline': duty.deadline or False, 'further_dates': text_of(duty.further_dates),
            'recurrence': duty.recurrence or False, 'deadline_text': duty.deadline_text or False, 'asks_evidence': duty.asks_evidence,
            'content_keys': list(duty.contents),
            'content_text': '\n'.join(' '.join(filter(None, (each.label, each.title or each.text))) for each in served) or False}

    @api.model
    def _kept_values(self, old, duty):
        """:return: dict of what has been chosen here for the row with which a new one goes on, where there is one"""
        if not old:
            return {}
        day = old.own_deadline
        fits = day and (not duty.start or duty.start <= day) and (not duty.deadline or day <= duty.deadline)
        return {'continues_id': old.id, 'department_id': old.department_id.id, 'own_deadline': fits and day}
