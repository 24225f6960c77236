import hashlib
import unicodedata
import zipfile

from odoo import api, models
from odoo.exceptions import UserError

from ...exchange import ExchangeError, FileMetadata, Metadata, write_file_metadata, write_metadata
from ...exchange.codes import PRIORITIES
from ...exchange.packed import entry
from ..core.reading import whole

_NAME = 60


class WorkFilePackage(models.AbstractModel):
    """What is handed over to an archive: of each file its data, the list of its documents, and each of these with its data.

    Nghị định 30/2020/NĐ-CP, Điều 30 and Phụ lục VI. ``SHA256SUMS`` names the hash of every part, as ``sha256sum -c`` reads it.
    """

    _name = 'dan_van.work.file.package'
    _description = 'Package of files'

    @api.model
    def _check(self, files):
        """
        :raise AccessError: the user may not read the documents in ``files``
        :raise UserError: one is still open
        """
        files._check_read_whole()
        for file in files:
            if file.state == 'open':
                raise UserError(self.env._("“%s” is still open. Close it first: what is handed over stays as it is.", file.display_name))

    @api.model
    def _count(self, files):
        """:return: how many files of documents the package of ``files`` holds"""
        return sum(len(self._contents(line)) for line in files.line_ids)

    @api.model
    def _pack(self, files, target):
        """Write the package, with one document in memory at a time.

        :param target: binary file, open for writing
        """
        self._check(files)
        sums, taken = [], set()
        with zipfile.ZipFile(target, 'w') as archive:
            for file in files:
                folder = self._free(self._safe(f'{file.year} {file.notation}'), file.id, taken)
                for name, content in self._parts(file, folder):
                    archive.writestr(entry(name), content)
                    sums.append(f'{hashlib.sha256(content).hexdigest()}  {name}\n')
            archive.writestr(entry('SHA256SUMS'), ''.join(sums))

    def _parts(self, file, folder):
        """:return: iterator of (name, bytes)"""
        lines, organ_code = file.line_ids._in_order(), self._organ_code(file)
        names = {name for line in lines for name in (line.entry_id.recipients or '').splitlines()}
        organs = self.env['dan_van.organ']._known(file.company_id, names)
        yield f'{folder}/hoso.xml', self._described(file, write_file_metadata, self._file_data(file, organ_code))
        report = self.env['ir.actions.report']
        yield f'{folder}/mucluc.pdf', report._render_qweb_pdf('dan_van.work_file_report', file.ids)[0]
        for position, line in enumerate(lines, 1):
            stem = f"{folder}/{position:03d} {self._safe(line.code or line.subject)}".rstrip()
            yield f'{stem}.xml', self._described(line, write_metadata, self._document_data(line, position, organ_code, organs))
            taken = set()
            for attachment in self._contents(line):
                name = self._free(self._safe(attachment.name or ''), attachment.id, taken)
                yield f'{stem}/{name}', whole(attachment).raw
                attachment.invalidate_recordset(['raw'], flush=False)

    def _contents(self, line):
        """:return: ir.attachment, the files of a document that the user reads"""
        if line.entry_id:
            return line._document()._sent_files()
        if line.incoming_id:
            return self.env['ir.attachment'].search([
                ('res_model', '=', 'dan_van.incoming'), ('res_id', '=', line.incoming_id.id), ('type', '=', 'binary')], order='id')
        return line.attachment_id

    @api.model
    def _safe(self, text):
        """:return: ``text`` as a name in a package: without what means something to systems of files"""
        name = ''.join('-' if letter in '/\\:*?"<>|' or not letter.isprintable() else letter for letter in text).strip('. ')
        if len(name) <= _NAME:
            return name or '-'
        stem, dot, ending = name.rpartition('.')
        return f'{stem[:_NAME - 5].rstrip()}.{ending}' if dot and len(ending) <= 4 else name[:_NAME].rstrip('. ')

    @api.model
    def _free(self, name, number, taken):
        """:return: ``name``, with ``number`` before it where some system of files would take it for one of ``taken``, to which it is added"""
        def key():
            return unicodedata.normalize('NFC', name).casefold()
        while key() in taken:
            name = f'{number} {name}'
        taken.add(key())
        return name

    def _described(self, record, write, data):
        try:
            return write(data)
        except ExchangeError as error:
            raise UserError(self.env._(
                "“%(record)s”: “%(field)s” is longer than the archive's metadata permit. Shorten it.", record=record.display_name,
                field=error.detail)) from error

    def _organ_code(self, file):
        return self.env['dan_van.agency.profile']._valid_on(file.company_id, file.closed_date).organ_code or ''

    def _file_data(self, file, organ_code):
        return FileMetadata(
            organ_code=organ_code, year=file.year, notation=file.notation, title=file.title,
            maintenance=file.retention_text, rights="Không hạn chế" if file.rights == 'open' else "Hạn chế",
            # sudo: the name of a colleague.
            creator=file.sudo().keeper_id.name or '', start=file.date_from or None, end=file.date_to or None, documents=file.document_count,
            pages=file.page_count, description=file.note or '')

    def _document_data(self, line, position, organ_code, organs):
        """
        :param organ_code: of the agency
        :param organs: ``{name: dan_van.organ}`` of the recipients that the directory has
        :return: :class:`exchange.Metadata`
        """
        number, slash, notation = (line.code or '').partition('/')
        if not slash or len(number) > 11:
            number, notation = '', line.code or ''
        file = line.work_file_id
        return Metadata(
            organ_code=organ_code, organ_name=line.author or file.company_id.name, type_name=line.kind or '',
            number=number, notation=notation[:30], date=line.date or None, subject=line.subject, file_year=file.year,
            file_notation=file.notation, ordinal=position, pages=line.pages, description=line.note or '', **self._source_data(line, organs))

    def _source_data(self, line, organs):
        if issued := line.entry_id:
            document = line._document()
            return {
                'signer': issued.signer or '', 'copies': issued.copies or 1, 'recipients': tuple(
                    (organs[name].code, name) for name in (issued.recipients or '').splitlines() if name in organs and organs[name].code),
                'position': document.signer_title or '', 'priority': PRIORITIES.get(self._urgency(document), 0)}
        if incoming := line.incoming_id:
            units = (incoming.department_id | incoming.directive_unit_ids).mapped('name')
            return {
                'signer': (incoming.signer or '')[:50], 'arrival': (incoming.arrival_date, incoming.arrival_number), 'receivers': tuple(units),
                'directive': incoming.directive_text or '', 'due_date': incoming.due_date or incoming.directive_deadline or None,
                'priority': PRIORITIES.get(incoming.urgency or '', 0)}
        return {}

    def _urgency(self, document):
        return 'urgency' in document._fields and document['urgency'] or ''
