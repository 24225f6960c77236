"""Who may do what in the folders of this addon's documents: who may do it to the record that a folder belongs to.

It holds for all that lies in the storage of data/dms_storage.xml. dms itself asks record rules only where it reads rows by SQL;
images, messages, followers and uploads ask ``_check_access``, which dms leaves open to whoever may use the model.
"""
from functools import partial

from odoo import api, models
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain

from .dms_folder import is_own


class DmsSecurityMixin(models.AbstractModel):
    _inherit = 'dms.security.mixin'

    @api.model
    def _dan_van_storage(self):
        """:return: id of the storage of this addon's documents, False while it is not there yet"""
        return self.env['ir.model.data']._xmlid_to_res_id('dan_van.dms_storage')

    def _dan_van_filed(self):
        """:return: those of these records that lie in the storage of this addon's documents"""
        storage = self._dan_van_storage()
        if not storage or not any(self._ids):
            return self.browse()

        def is_filed(record):
            # sudo: where a record lies decides who is asked for it.
            return record.id and record.sudo().storage_id.id == storage

        try:
            return self.filtered(is_filed)
        except MissingError:
            return self.exists().filtered(is_filed)

    def _dan_van_is_of_folder(self):
        """:return: whether the file of dms is one that its folder stands for: an attachment of the folder's record"""
        folder, attachment = self.directory_id, self.attachment_id
        return (folder.res_model, folder.res_id) == (attachment.res_model, attachment.res_id) == (self.res_model, self.res_id)

    # Access

    @api.model
    def _dan_van_domain(self, operation, names=None):
        """Say of which records the user may see or change the folders and files.

        Adding and taking away files is writing the record, as with every attachment. The folders of an agency and of its
        years are read by its staff and changed by nobody.

        :param operation: "read", "write", "create" or "unlink"
        :param names: iterable of the models to ask for, default all
        :return: :class:`Domain` on ``res_model`` and ``res_id`` that SQL resolves, by no query of its own
        """
        operation = 'read' if operation == 'read' else 'write'
        if names is None:
            names = ['res.company', *(
                name for name, model in self.env.registry.items() if hasattr(model, '_dms_paths') and not model._abstract)]
        domains = []
        for name in names:
            if not self._dan_van_may_use(name, operation):
                continue
            domain = self.env['ir.rule']._compute_domain(name, operation)
            # sudo: the rules of the user are the domain itself.
            rows = self.env[name].sudo().with_context(active_test=False)._search(domain)
            of_record = Domain('res_id', 'in', rows)
            if name == 'res.company':
                of_record |= Domain('res_id', '=', False)
            domains.append(Domain('res_model', '=', name) & of_record)
        return Domain.OR(domains)

    @api.model
    def _dan_van_may_use(self, name, operation):
        if name == 'res.company':
            return operation == 'read' and self.env.user.has_group('dan_van.group_staff')
        return is_own(self.env, name) and self.env[name].has_access(operation)

    @api.model
    def _get_permission_domain(self, operator, value, operation):
        """In the storage of this addon's documents the record decides; groups and flags of dms neither open nor close it."""
        asking = self.sudo(False) if self.env.su else self
        storage = self._dan_van_storage()
        if asking.env.su or not storage:
            return super()._get_permission_domain(operator, value, operation)
        domain = super()._get_permission_domain('in', value, operation) & Domain('storage_id', '!=', storage)
        domain |= Domain('storage_id', '=', storage) & asking._dan_van_domain(operation)
        return domain if operator == 'in' else ~domain

    def _check_access(self, operation):
        result = super()._check_access(operation)
        forbidden, error = result or (self.browse(), None)
        if refused := (self - forbidden)._dan_van_refused(operation):
            return forbidden + refused, error or partial(self._dan_van_access_error, operation)
        return result

    def _check_access_dms_record(self, operation):
        if self._dan_van_refused(operation):
            raise self._dan_van_access_error(operation)
        return super()._check_access_dms_record(operation)

    def _dan_van_refused(self, operation):
        """:return: what lies in the storage of this addon's documents and the user may not do ``operation`` to"""
        if self.env.su or not (filed := self._dan_van_filed()):
            return self.browse()
        # sudo: the domain asks for the user.
        rows = filed.sudo().with_context(active_test=False)
        domain = filed._dan_van_domain(operation, set(rows.mapped('res_model')) - {False})
        return filed - rows.search(Domain('id', 'in', filed.ids) & domain).with_env(self.env)

    def _dan_van_access_error(self, operation):
        """:return: an error that names nothing of what the user may not see"""
        if operation == 'read':
            return AccessError(self.env._(
                "You may not read this folder or file: in the agency's documents they are read by who may read their record."))
        return AccessError(self.env._(
            "You may not change this folder or file: in the agency's documents who may change a record adds files to it and "
            "takes his files away; the folders themselves follow from the records."))

    def _dan_van_hide_names(self):
        """Forms name, in the superuser's hands, the folders that a client gives them: only those that the user may read."""
        for record in self.sudo(False)._dan_van_refused('read').with_env(self.env):
            record.display_name = False

    # Messages

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Messages on a folder or file are read and written as those on its record."""
        # sudo: what is asked is told by the record, not read from it.
        filed = self._dan_van_filed().sudo().filtered(lambda record: is_own(self.env, record.res_model))
        operations = super(DmsSecurityMixin, self - filed)._mail_get_operation_for_mail_message_operation(message_operation)
        for name, group in filed.grouped('res_model').items():
            records = self.env[name].browse(set(group.mapped('res_id')))
            asked = {
                record.id: operation for record, operation
                in records._mail_get_operation_for_mail_message_operation(message_operation).items()}
            operations |= {
                record.with_env(self.env): asked[record.res_id] for record in group if record.res_id in asked}
        return operations

    @api.model
    def _get_thread_with_access(self, thread_id, **kwargs):
        """A link opens a document, not what is talked about it."""
        if self.browse(thread_id)._dan_van_filed():
            for key in ('hash', 'pid', 'token'):
                kwargs.pop(key, None)
        return super()._get_thread_with_access(thread_id, **kwargs)


class DmsDirectory(models.Model):
    _inherit = 'dms.directory'

    @api.depends_context('uid')
    def _compute_display_name(self):
        result = super()._compute_display_name()
        self._dan_van_hide_names()
        return result


class DmsFile(models.Model):
    _inherit = 'dms.file'

    @api.depends_context('uid')
    def _compute_display_name(self):
        result = super()._compute_display_name()
        self._dan_van_hide_names()
        return result
