from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.dan_van.models.documents.dms_folder import FILE, is_own
from odoo.addons.dan_van.models.core.lock import with_key


def migrate(cr, version):
    """Leave in the storage of the documents what the filing has put there, and no link to it.

    Tokens are withdrawn, names for incoming mail, images and second contents dropped, folders that somebody made by hand
    dissolved; the attachments stay with their records, those that were filed by hand are filed anew.
    """
    env = api.Environment(cr, SUPERUSER_ID, {'active_test': False})
    storage = env.ref('dan_van.dms_storage', raise_if_not_found=False)
    if storage:
        _close_doors(env, storage)
        _file_anew(env, storage)


def _close_doors(env, storage):
    for statement in (
            "UPDATE dms_directory SET access_token = NULL WHERE storage_id = %s AND access_token IS NOT NULL",
            "UPDATE dms_file SET access_token = NULL WHERE storage_id = %s AND access_token IS NOT NULL",
            "UPDATE dms_file SET content_binary = NULL WHERE storage_id = %s AND content_binary IS NOT NULL",
            "UPDATE dms_directory SET dan_van_key = NULL WHERE storage_id != %s AND dan_van_key IS NOT NULL",
            """UPDATE mail_alias SET alias_name = NULL WHERE alias_name IS NOT NULL
               AND id IN (SELECT alias_id FROM dms_directory WHERE storage_id = %s)"""):
        env.cr.execute(SQL(statement, storage.id))
    env.invalidate_all()
    for model in ('dms.file', 'dms.directory'):
        filed = env[model]._search([('storage_id', '=', storage.id)])
        env['ir.attachment'].search([('res_model', '=', model), ('res_field', '!=', False), ('res_id', 'in', filed)]).unlink()


    # The records decide by themselves; dms then need not ask for each of them once more.
    with_key(env['dms.storage'].browse(storage.id), FILE).inherit_access_from_parent_record = False


def _file_anew(env, storage):
    Directory, File = (
        env[name].with_context(dms_file=True, active_test=False) for name in ('dms.directory', 'dms.file'))
    own = [name for name in env.registry if is_own(env, name)]
    here, elsewhere = ('storage_id', '=', storage.id), ('storage_id', '!=', storage.id)
    folders = Directory.search(['|', '&', here, ('dan_van_key', '=', False), '&', elsewhere, ('res_model', 'in', own)])
    folders -= env.ref('dan_van.dms_root')
    files = File.search(['|', ('directory_id', 'in', folders.ids), '&', elsewhere, ('attachment_id.res_model', 'in', own)])
    files |= File.search([here]).filtered(lambda file: not file._dan_van_is_of_folder())
    attachments = files.attachment_id
    # With dms_file in the context the attachments stay.
    files._dan_van_filing().unlink()
    strangers = Directory.search([('id', 'child_of', folders.ids)]) - folders
    folders.filtered(lambda folder: not any(
        stranger.parent_path.startswith(folder.parent_path) for stranger in strangers))._dan_van_filing().unlink()
    attachments._file_in_dms()
