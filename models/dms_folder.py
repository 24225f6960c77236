"""Filing in the document management (OCA dms): folders by agency, year, plan and kind, with the access of the records.

A file in dms is read by whoever reads the record that its folder belongs to, so each document and each duty has a
folder of its own.
"""
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.dms.tools.file import unique_name

_FILING = object()  # in the context only of this module's code: a client can't send an object
NAME_LENGTH = 80


class Folder(NamedTuple):
    """A folder on the way to a document.

    ``key`` says which it is, whatever its name; ``record`` is whose access it has.
    """

    key: str
    name: str
    record: object


def folder_name(text):
    """:return: ``text`` as the name of a folder or file: one line without slashes, not too long"""
    name = ' '.join(text.replace('/', '-').split())
    return name if len(name) <= NAME_LENGTH else f'{name[:NAME_LENGTH - 1].rstrip()}…'


def year_path(company, year):
    """:return: path of the folder in which an agency files the documents of ``year``"""
    agency = Folder(f'res.company,{company.id}', company.name, company)
    return [agency, Folder(f'{agency.key}/{year}', str(year), company)]


class DmsDirectory(models.Model):
    _inherit = 'dms.directory'

    dan_van_key = fields.Char('Key of the folder', readonly=True, copy=False)

    _dan_van_key_unique = models.UniqueIndex('(dan_van_key) WHERE dan_van_key IS NOT NULL')

    # What the filing of documents rests on.
    _dan_van_structure = frozenset({
        'name', 'parent_id', 'is_root_directory', 'storage_id', 'res_model', 'res_id', 'model_id', 'dan_van_key', 'active'})

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get('dan_van_filing') is not _FILING:
            for vals in vals_list:
                vals.pop('dan_van_key', None)
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & self._dan_van_structure and self.env.context.get('dan_van_filing') is not _FILING:
            self._check_not_filed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_filed(self):
        """The folder of a record that may be deleted, such as an event, goes with it."""
        # sudo: whether the record is there is no secret of whoever deletes its folder.
        self.filtered(lambda folder: folder.sudo()._dan_van_record_exists())._check_not_filed()

    def _dan_van_record_exists(self):
        return bool(self.res_model in self.env and self.env[self.res_model].browse(self.res_id).exists())

    def _check_not_filed(self):
        if filed := self.sudo().filtered('dan_van_key')[:1]:
            raise UserError(self.env._(
                "“%s” is a folder of the agency's documents. It follows from the plan and can't be renamed, moved or deleted.",
                filed.name))

    @api.model
    def _dan_van_folders(self, paths):
        """Return the last folder of each path; what is missing on the way is made.

        :param paths: list of lists of :class:`Folder`, from the agency down
        :return: list of dms.directory, with superuser rights
        """
        # sudo: filing follows from a step that was allowed; who may see a folder is asked of its record.
        Directory = self.sudo().with_context(dan_van_filing=_FILING)
        keys = {folder.key for path in paths for folder in path}
        found = {folder.dan_van_key: folder for folder in Directory.search([('dan_van_key', 'in', list(keys))])}
        root = self.env.ref('dan_van.dms_root')
        for level in range(max(map(len, paths), default=0)):
            missing = {
                path[level].key: (path[level], found[path[level - 1].key] if level else Directory.browse(root.id))
                for path in paths if level < len(path) and path[level].key not in found}
            found.update(Directory._dan_van_make(missing))
        return [found[path[-1].key] for path in paths]

    def _dan_van_make(self, missing):
        """:param missing: ``{key: (folder, parent)}``; :return: ``{key: dms.directory}``"""
        if not missing:
            return {}
        parents = self.union(*(parent for _folder, parent in missing.values()))
        # Two clerks may need the folder at once: the second waits, is refused its outdated view and repeated by Odoo.
        self.env.execute_query(SQL("UPDATE dms_directory SET write_date = now() WHERE id IN %s RETURNING id", tuple(parents.ids)))
        taken = {parent: parent.child_directory_ids.mapped('name') for parent in parents}
        vals_list = []
        for key, (folder, parent) in missing.items():
            name = unique_name(folder_name(folder.name), taken[parent])
            taken[parent].append(name)
            vals_list.append({
                'name': name, 'parent_id': parent.id, 'dan_van_key': key,
                'res_model': folder.record._name, 'res_id': folder.record.id})
        return dict(zip(missing, self.create(vals_list)))


class DmsFile(models.Model):
    _inherit = 'dms.file'

    # What may be changed on the file of an issued document.
    _dan_van_open = frozenset({
        'tag_ids', 'category_id', 'color', 'access_token', 'locked_by', 'image_1920', 'message_follower_ids', 'activity_ids'})

    def write(self, vals):
        if not vals.keys() <= self._dan_van_open:
            # sudo: the lock holds whoever asks.
            self.sudo().attachment_id._check_not_locked({})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_locked(self):
        self.sudo().attachment_id._check_not_locked({})

    @api.model
    def _get_domain_by_inheritance(self, operation):
        """Who may write a document adds files to it and takes his files away, as with every attachment."""
        domain = super()._get_domain_by_inheritance(operation)
        if operation in ('create', 'unlink') and not self.env.su:
            filed = Domain('directory_id.dan_van_key', '!=', False)
            domain |= filed & super()._get_domain_by_inheritance('write')
        return domain

    @api.constrains('attachment_id', 'directory_id')
    def _check_same_record(self):
        """A file is read with the access of its folder, so it must belong to the same record."""
        for file in self.sudo():
            folder, attachment = file.directory_id, file.attachment_id
            if folder.dan_van_key and (attachment.res_model, attachment.res_id) != (folder.res_model, folder.res_id):
                raise ValidationError(self.env._("The file belongs to another document than the folder “%s”.", folder.name))


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    def _dms_operations(self):
        """File what hangs on this addon's records; the rest as dms does it."""
        own = self.filtered(lambda attachment: hasattr(self.env.get(attachment.res_model), '_dms_paths'))
        own._file_in_dms()
        return super(IrAttachment, self - own)._dms_operations()

    def _file_in_dms(self):
        """File the attachments of documents and duties in their folders, once."""
        # sudo: see _dan_van_folders.
        files = self.sudo().filtered('res_id')
        paths = {}
        for model, attachments in files.grouped('res_model').items():
            records = self.env[model].sudo().browse(set(attachments.mapped('res_id'))).exists()
            paths |= {(model, record_id): path for record_id, path in records._dms_paths().items()}
        if not paths:
            return
        folders = dict(zip(paths, self.env['dms.directory']._dan_van_folders(list(paths.values()))))
        DmsFile = self.env['dms.file'].sudo()
        filed = DmsFile.search([('attachment_id', 'in', files.ids)]).attachment_id
        names, vals_list = {}, []
        limit, forbidden = DmsFile._get_binary_max_size() << 20, set(filter(None, DmsFile._get_forbidden_extensions()))
        for attachment in files - filed:
            folder = folders.get((attachment.res_model, attachment.res_id))
            extension = (attachment.name or '').rpartition('.')[2].lower()
            if not folder or attachment.res_field or attachment.file_size > limit or extension in forbidden:
                continue
            taken = names.setdefault(folder, folder.file_ids.mapped('name'))
            name = unique_name((attachment.name or '').replace('/', '-')[-200:], taken, escape_suffix=True)
            taken.append(name)
            vals_list.append({
                'name': name, 'directory_id': folder.id, 'attachment_id': attachment.id,
                'size': attachment.file_size, 'checksum': attachment.checksum})
        DmsFile.create(vals_list)
