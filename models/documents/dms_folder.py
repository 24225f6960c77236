"""Filing in the document management (OCA dms): folders by agency, year, plan and kind, with the access of the records.

A file in dms is read by whoever reads the record that its folder belongs to, so each document and each duty has a
folder of its own. Who may do what in them: dms_access; what stays as it was filed: dms_structure; links: dms_link.
"""
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL, clean_context

from odoo.addons.dms.tools.file import unique_name

from ..core.lock import has_key, with_key
from ..core.reading import whole

FILE = 'file'  # what the filing does with folders, files and their storage
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


def folder_key(record):
    """:return: key of the folder of ``record``"""
    return f'{record._name},{record.id}'


def own_folder(record, name=None):
    """:return: :class:`Folder` of ``record`` itself, called ``name``, by default as it is"""
    return Folder(folder_key(record), name or record.display_name, record)


def year_path(company, year):
    """:return: path of the folder in which an agency files the documents of ``year``"""
    agency = own_folder(company, company.name)
    return [agency, Folder(f'{agency.key}/{year}', str(year), company)]


def is_own(env, name):
    """:return: whether ``name`` is a model of this addon, or one built on it"""
    return name in env and env[name]._is_of_dan_van()


class DmsSecurityMixin(models.AbstractModel):
    _inherit = 'dms.security.mixin'

    def _dan_van_filing(self):
        """:return: these records, for none the making of some, for code that files: in the superuser's hands, without defaults and
        messages of a client"""
        # sudo: filing follows from a step that was allowed; who may see a folder is asked of its record.
        context = clean_context(self.env.context)
        records = whole(self.sudo().with_context(context, tracking_disable=True))
        return with_key(records, FILE, making=not self)

    def _is_dan_van_filing(self, making=False):
        return has_key(self, FILE, making=making)

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        """Days are numbers, with their year, as on all our screens."""
        arch, view = super()._get_view(view_id, view_type, **options)
        for node in arch.iter('field'):
            field = self._fields.get(node.get('name'))
            if field and field.type in ('date', 'datetime') and not node.get('options'):
                node.set('options', "{'numeric': true}")
        return arch, view


class DmsDirectory(models.Model):
    _inherit = 'dms.directory'

    dan_van_key = fields.Char('Key of the folder', readonly=True, copy=False)

    _dan_van_key_unique = models.UniqueIndex('(dan_van_key) WHERE dan_van_key IS NOT NULL')

    @api.model
    def _dan_van_folders(self, paths):
        """Return the last folder of each path; what is missing on the way is made.

        :param paths: list of lists of :class:`Folder`, from the agency down
        :return: list of dms.directory, with superuser rights
        """
        Directory = self._dan_van_filing()
        keys = {folder.key for path in paths for folder in path}
        found = {folder.dan_van_key: folder for folder in Directory.search([('dan_van_key', 'in', list(keys))])}
        root = self.env.ref('dan_van.dms_root')
        for level in range(max(map(len, paths), default=0)):
            missing = {
                path[level].key: (path[level], found[path[level - 1].key] if level else Directory.browse(root.id))
                for path in paths if level < len(path) and path[level].key not in found}
            found.update(Directory._dan_van_make(missing))
        return [found[path[-1].key] for path in paths]

    @api.model
    def _dan_van_action(self, record):
        """:return: action that opens the folder of ``record``, ``None`` where it has none yet
        :raise AccessError: the user does not read the record
        """
        record.check_access('read')
        # sudo: the folder is looked up for a record that the user may read; what he finds in it dms decides.
        folder = self.sudo().search([('dan_van_key', '=', folder_key(record))])
        if not folder:
            return None
        action = folder.sudo(False).action_dms_files_all_directory()
        action['context'].pop('searchpanel_default_directory_id')
        return action

    @api.model
    def _dan_van_refile(self, records):
        """Let the folders of ``records`` lie where they belong now; what is filed no more leaves its folder, which goes."""
        # sudo: who has put a document into a file moves its folder; who sees it is asked of the record.
        records = records.sudo()
        key_of = {record.id: folder_key(record) for record in records}
        folders = self._dan_van_filing().search([('dan_van_key', 'in', list(key_of.values()))]).grouped('dan_van_key')
        paths = records._dms_paths()
        for record_id in key_of.keys() - paths.keys():
            if folder := folders.get(key_of[record_id]):
                folder.file_ids._dan_van_filing().with_context(dms_file=True).unlink()
                folder._dan_van_filing().unlink()
        above = {record_id: path[:next(index for index, each in enumerate(path) if each.key == key_of[record_id])] for record_id, path in paths.items()}
        moved = [(folders[key_of[record_id]], parent) for record_id, parent in zip(above, self._dan_van_folders(list(above.values())))
                 if key_of[record_id] in folders]
        for folder, parent in moved:
            if folder.parent_id != parent:
                taken = parent.child_directory_ids.mapped('name')
                folder._dan_van_filing().write({'parent_id': parent.id, 'name': unique_name(folder.name, taken)})
        # sudo: as above.
        self.env['ir.attachment'].sudo().search([
            ('res_model', '=', records._name), ('res_id', 'in', list(paths)), ('res_field', '=', False)])._file_in_dms()

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
                'name': name, 'parent_id': parent.id, 'is_root_directory': False, 'dan_van_key': key,
                'res_model': folder.record._name, 'res_id': folder.record.id})
        return dict(zip(missing, self.create(vals_list)))


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    def write(self, vals):
        moved = self.browse()
        if vals.keys() & {'res_model', 'res_id'}:
            moved = self.filtered(lambda attachment: attachment.res_id and is_own(self.env, attachment.res_model))
        result = super().write(vals)
        moved._file_anew()
        return result

    def _dms_operations(self):
        """File what hangs on this addon's records here and nowhere else, whatever storages say; the rest as dms does it."""
        own = self.filtered(lambda attachment: is_own(self.env, attachment.res_model))
        own._of_writers()._file_in_dms()
        return super(IrAttachment, self - own)._dms_operations()

    def _of_writers(self):
        """:return: those of these files that hang on records which the current user may write

        What a reader sends with a comment stays with the comment: it is no part of an issued document.
        """
        if self.env.uid == api.SUPERUSER_ID:
            return self
        found = self.browse()
        for model, files in self.grouped('res_model').items():
            # Not as superuser: the chatter's upload is, once it has asked for the right to comment.
            records = self.env[model].with_user(self.env.user).browse(set(files.mapped('res_id')) - {0}).exists()
            writable = set(records._filtered_access('write')._ids)
            found |= files.filtered(lambda file: file.res_id in writable)
        return found

    def _get_dms_directories(self, res_model, res_id):
        """dms files what hangs on other records, such as companies, in its own folders only."""
        directories = super()._get_dms_directories(res_model, res_id)
        return directories - directories._dan_van_filed()

    def _file_anew(self):
        """A file that now belongs to another record leaves the folder of the old one."""
        if not self:
            return
        # sudo: a file leaves the folder whoever has moved it; dms tells him nothing of it.
        files = self.env['dms.file'].sudo().search([('attachment_id', 'in', self.ids)])
        strays = files.filtered(lambda file: not file._dan_van_is_of_folder())
        attachments = strays.attachment_id
        strays.with_context(dms_file=True).unlink()
        attachments._file_in_dms()

    def _file_in_dms(self):
        """File the attachments of documents and duties in their folders, once."""
        # sudo: a file is filed whoever has hung it on its record; who sees the folder is asked of the record.
        files = self.sudo().filtered('res_id')
        paths = {}
        for model, attachments in files.grouped('res_model').items():
            if not hasattr(self.env.get(model), '_dms_paths'):
                continue
            # sudo: only where the records are filed.
            records = self.env[model].sudo().browse(set(attachments.mapped('res_id'))).exists()
            paths |= {(model, record_id): path for record_id, path in records._dms_paths().items()}
        if not paths:
            return
        folders = dict(zip(paths, self.env['dms.directory']._dan_van_folders(list(paths.values()))))
        DmsFile = self.env['dms.file']._dan_van_filing()
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
