"""What stays as it was filed: folders and files in the storage of this addon's documents are made by the filing alone.

Who may write a record puts new files into its folder and takes his files away; all else that a client, a server action or
another addon would change there is refused, whoever asks.
"""
from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..core.lock import has_key
from ..core.ours import DMS_MODELS
from ..core.reading import whole
from .dms_folder import FILE, is_own

# What says nothing about a document and may be changed on its folder and files.
_HARMLESS = frozenset({
    'tag_ids', 'category_id', 'color', 'starred', 'user_star_ids', 'locked_by', 'message_follower_ids', 'message_partner_ids',
    'activity_ids'})
# Values that no default of a context or of a user may give.
_GIVEN_BY_CODE = {'dan_van_token': False, 'dan_van_token_until': False}


class DmsSecurityMixin(models.AbstractModel):
    _name = 'dms.security.mixin'
    _inherit = ['dms.security.mixin', 'dan_van.read.only']

    _stays_open = _HARMLESS

    def _closed(self):
        return super()._closed() | self._dan_van_filed()

    def _compute_permissions(self):
        """Views offer no renaming, locking or deleting of what stays as it was filed."""
        result = super()._compute_permissions()
        for record in self.browse() if self.env.su else self._dan_van_filed():
            record.permission_write = False
            record.permission_unlink = record.permission_unlink and record._dan_van_may_go()
        return result

    def _dan_van_may_go(self):
        """:return: whether this folder or file of the agency's documents may be deleted by who may change its record"""
        return False

    def _check_not_filed(self):
        """:raise UserError: one of these lies in the storage of this addon's documents"""
        filed = self._dan_van_filed()
        if not filed:
            return
        # Its name is told to those only who may know it.
        filed.check_access('read')
        # sudo: dms lets a field be read by its own rules.
        raise UserError(self.env._(
            "“%s” belongs to the agency's documents: its name, place and content follow from its record and can't be "
            "changed here. Work on the record instead, or put a new file into its folder.", filed[:1].sudo().name))

    def _check_open_values(self, vals):
        """Refuse to change more than what says nothing about a document."""
        if vals.keys() - _HARMLESS:
            self._check_not_filed()

    @api.model
    def _check_values(self, vals_list):
        """Check what a client gives before dms works with it; errors as of the two methods."""
        self._check_given(vals_list)
        for vals in vals_list:
            self._check_named_by_number(vals)

    @api.model
    def _check_no_code_values(self, names):
        """:raise UserError: a client gives what only this addon's code gives"""
        if any(name.startswith('dan_van_') for name in names):
            raise UserError(self.env._("Keys and links of the agency's documents are given by Odoo and can't be typed."))


class DmsDirectory(models.Model):
    _inherit = 'dms.directory'

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_dan_van_filing(making=True):
            return super().create(vals_list)
        self._check_values(vals_list)
        folders = super().create([{**vals, 'dan_van_key': False, **_GIVEN_BY_CODE} for vals in vals_list])
        folders._check_outside()
        return folders

    def write(self, vals):
        if self._is_dan_van_filing():
            return super().write(vals)
        self._check_values([vals])
        self._check_open_values(vals)
        self._check_no_code_values(vals)
        result = super().write(vals)
        if vals.keys() - _HARMLESS:
            self._check_outside()
        return result

    def copy_data(self, default=None):
        self._check_not_filed()
        return super().copy_data(default)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_filed(self):
        """The folder of a record that may be deleted, such as an event, goes with it."""
        if not self._is_dan_van_filing():
            # sudo: whether the record is there is no secret of whoever deletes its folder.
            self.filtered(lambda folder: not folder.sudo()._dan_van_is_left())._check_not_filed()

    def _dan_van_is_left(self):
        """:return: whether the record of the folder is gone"""
        if self.is_root_directory or self.res_model not in self.env:
            return False
        return not self.env[self.res_model].browse(self.res_id).exists()

    def _check_outside(self):
        """:raise UserError: a folder lies in the storage of this addon's documents, or belongs to one of its records"""
        if not self.env['ir.model.data']._xmlid_to_res_id('dan_van.dms_root'):
            return  # it is being made, by the installation
        # sudo: where a folder lies. Its parent tells it too: a default may have given another storage.
        folders = self.sudo()
        if (folders + folders.parent_id)._dan_van_filed() or any(is_own(self.env, folder.res_model) for folder in folders):
            raise UserError(self.env._(
                "Folders of the agency's documents are made by Odoo: each document, duty and event gets its folder with its "
                "first file. Attach the file to the record, or put it into the folder that is there."))

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """No incoming mail makes folders among the agency's documents, or files there."""
        self.browse((custom_values or {}).get('parent_id'))._check_not_filed()
        return super().message_new(msg_dict, custom_values)

    def _process_message(self, msg_dict, extra_values=False):
        self._check_not_filed()
        return super()._process_message(msg_dict, extra_values)


class DmsFile(models.Model):
    _inherit = 'dms.file'

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_dan_van_filing(making=True):
            return super().create(vals_list)
        self._check_values(vals_list)
        self._check_given_attachments(vals_list)
        # dms reads the file to tell of what kind it is.
        files = super(DmsFile, whole(self)).create([{**vals, **_GIVEN_BY_CODE} for vals in vals_list]).with_env(self.env)
        files._check_put_by_hand()
        return files

    def write(self, vals):
        if self._is_dan_van_filing():
            return super().write(vals)
        self._check_values([vals])
        self._check_open_values(vals)
        self._check_no_code_values(vals)
        if 'attachment_id' in vals:
            self._check_given_attachments([vals])
        result = super(DmsFile, whole(self)).write(vals)
        if vals.keys() - _HARMLESS:
            self._check_not_filed()  # moved in from elsewhere
        return result

    def copy_data(self, default=None):
        self._check_not_filed()
        return super().copy_data(default)

    def unlink(self):
        """An attachment goes with its file where both belong to one record; that of another record stays with it."""
        # sudo: the attachment is looked at, not read.
        foreign = self.filtered(lambda file: is_own(self.env, file.sudo().attachment_id.res_model)
                                and not file.sudo()._dan_van_is_of_folder())
        if foreign:
            super(DmsFile, foreign.with_context(dms_file=True)).unlink()
        return super(DmsFile, self - foreign).unlink()

    def _dan_van_may_go(self):
        # sudo: the lock holds whoever asks.
        return not self.sudo().attachment_id.dan_van_locked

    @api.ondelete(at_uninstall=False)
    def _unlink_not_locked(self):
        # sudo: the lock holds whoever asks.
        if not self._is_dan_van_filing():
            self.sudo().attachment_id._check_not_locked({})

    def _check_given_attachments(self, vals_list):
        """A client makes files of what he may read, and none of what belongs to this addon's records: that is filed.

        :raise AccessError: the user may not read an attachment
        :raise UserError: an attachment belongs to a document, duty, event, petition ...
        """
        default = self.default_get(['attachment_id']).get('attachment_id')
        given = {vals.get('attachment_id', default) for vals in vals_list} - {None, False}
        if not given:
            return
        attachments = self.env['ir.attachment'].browse(given)
        attachments.check_access('read')
        # sudo: to whom it belongs.
        if attachments.sudo().filtered(lambda attachment: is_own(self.env, attachment.res_model)):
            raise UserError(self.env._(
                "Files of the agency's records are filed by Odoo, with their record. Copy the content where you need it."))

    def _check_put_by_hand(self):
        """:raise UserError: a file was put where no record takes it, or with a second content"""
        # sudo: where the file lies that the user has just put there.
        for file in self._dan_van_filed().sudo():
            if not is_own(self.env, file.res_model) or file.content_binary:
                raise UserError(self.env._(
                    "Put the file into the folder of a document, a duty or an event: “%s” belongs to none.",
                    file.directory_id.name))

    @api.constrains('attachment_id', 'directory_id')
    def _check_same_record(self):
        """A file is read with the access of its folder, so it must belong to the same record."""
        # sudo: a constraint holds whoever asks. The folder tells where a file lies: the file's own values may be given.
        storage = self._dan_van_storage()
        for file in self.sudo():
            if storage and storage in (file.directory_id.storage_id.id, file.storage_id.id):
                fits = file.directory_id.storage_id == file.storage_id and file._dan_van_is_of_folder()
            else:
                fits = not is_own(self.env, file.attachment_id.res_model)
            if not fits:
                raise ValidationError(self.env._(
                    "The file belongs to another record than the folder “%s”.", file.directory_id.name))

    def _compute_image_1920(self):
        """The photo of a duty is not kept a second time: images are read by another way than files."""
        return super(DmsFile, self - self._dan_van_filed())._compute_image_1920()


class DmsStorage(models.Model):
    _inherit = 'dms.storage'

    def write(self, vals):
        if vals.keys() - {'name'} and not has_key(self, FILE):
            self._check_not_own()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_own(self):
        self._check_not_own()

    def _check_not_own(self):
        if self.env['dms.security.mixin']._dan_van_storage() in self.ids:
            raise UserError(self.env._(
                "The storage of the agency's documents is kept by Odoo: who may see what in it follows from the records."))


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_no_field_of_filed()
        return attachments

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'res_model', 'res_id', 'res_field'}:
            self._check_no_field_of_filed()
        return result

    def _check_no_field_of_filed(self):
        """The content of a filed file is its attachment: no other content and no image is laid over it."""
        for attachment in self:
            if attachment.res_field and attachment.res_id and attachment.res_model in DMS_MODELS:
                self.env[attachment.res_model].browse(attachment.res_id)._check_not_filed()
