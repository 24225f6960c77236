"""Links that open an issued document to somebody outside: given by the office, for a time, and withdrawn at any moment.

The tokens that dms knows (``access_token``) open nothing in the storage of this addon's documents.
"""
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq

from ..core.res_company import legal_time_text
from ..core.res_config_settings import days_setting

# Kinds of dan_van.issued.file that are sent out: not the data, nor what the document was made from.
_SENT = ('pdf', 'annex', 'docx', 'signed', 'preserved')
_SENDERS = 'dan_van.group_clerk,dan_van.group_office,dan_van.group_leadership'


class DmsSecurityMixin(models.AbstractModel):
    _inherit = 'dms.security.mixin'

    dan_van_token = fields.Char('Key of the link', copy=False, groups=fields.NO_ACCESS)
    dan_van_token_until = fields.Datetime('Link opens until', readonly=True, copy=False)
    dan_van_link = fields.Char(
        'Link for recipients outside', compute='_compute_dan_van_link', compute_sudo=False,
        help="Who has the link downloads the issued document without a login, until the link ends or is withdrawn, or the "
             "document is recalled.")
    dan_van_may_link = fields.Boolean('May be sent out', compute='_compute_dan_van_link', compute_sudo=False)

    @api.depends('dan_van_token', 'dan_van_token_until')
    @api.depends_context('uid')
    def _compute_dan_van_link(self):
        filed = self._origin._dan_van_filed() if self.env.user.has_groups(_SENDERS) else self.browse()
        # sudo: only who may send the document out is told its link.
        sent = filed.sudo()._dan_van_sent_files()
        for record in self:
            held = (record._origin & filed).sudo()
            record.dan_van_may_link = bool(held._dan_van_files() & sent)
            record.dan_van_link = record.dan_van_may_link and held._dan_van_link_is_open() and (
                f'{held.get_base_url()}{held.access_url}?access_token={held.dan_van_token}')

    def action_dan_van_give_link(self):
        """Make the link that opens this file, or the issued files of this folder; an open one stays.

        :raise UserError: not the user's to give, or no issued document in force
        """
        for record in self:
            record._dan_van_ensure_token()

    def action_dan_van_withdraw_link(self):
        """Let the link open nothing any more.

        :raise UserError: not the user's to withdraw
        """
        self._check_may_send()
        for record in self._dan_van_filed()._dan_van_filing().filtered('dan_van_token'):
            record.write({'dan_van_token': False, 'dan_van_token_until': False})
            record._message_log(body=self.env._("Link withdrawn."))

    def _dan_van_ensure_token(self):
        """:return: the token of the open link, made where there is none"""
        self.ensure_one()
        self._check_may_send()
        held = self._dan_van_filing()
        if not held._dan_van_sent_files():
            raise UserError(self.env._(
                "A link opens an issued document that is in force and not for internal circulation: its own folder, or its PDF "
                "or Word file in there. “%s” is none.", held.name))
        if not held._dan_van_link_is_open():
            until = fields.Datetime.now() + timedelta(days_setting(self.env, 'link_days'))
            held.write({'dan_van_token': secrets.token_urlsafe(24), 'dan_van_token_until': until})
            held._message_log(body=self.env._("Link given that opens until %s.", legal_time_text(self.env, until)))
        return held.dan_van_token

    def _check_may_send(self):
        """Documents are sent out by clerk, office and leadership (Nghị định 30/2020/NĐ-CP, Điều 18)."""
        self.check_access('read')
        if not self.env.su and not self.env.user.has_groups(_SENDERS):
            raise UserError(self.env._(
                "Links to issued documents are given by the clerk, the office and the leadership. Ask the clerk to send it."))

    def _dan_van_link_is_open(self):
        return bool(self.dan_van_token and self.dan_van_token_until and fields.Datetime.now() < self.dan_van_token_until)

    def _dan_van_opens(self, token):
        """:return: whether ``token``, whatever a request brings, is that of the open link of this record"""
        return self._dan_van_link_is_open() and isinstance(token, str) and token.isascii() and consteq(
            self.dan_van_token, token)

    def _dan_van_sent_files(self):
        """:return: those of the files that an issued document in force sends out, if it may leave the agency at all"""
        files = self._dan_van_files()
        # sudo: the list of issued files is asked, not read.
        issued = self.env['dan_van.issued.file'].sudo().search([
            ('attachment_id', 'in', files.attachment_id.ids), ('kind', 'in', _SENT),
            ('register_entry_id.recalled', '=', False)])
        sent = self.env['ir.attachment']
        for entry, kept in issued.grouped('register_entry_id').items():
            document = entry._document()
            if not document.circulation:
                # Of the PDF that which holds: signed, where it is signed.
                sent |= kept.filtered(lambda file: file.kind == 'docx').attachment_id | (
                    kept.attachment_id & document._sent_files())
        return files.filtered(lambda file: file.attachment_id in sent)

    def _can_return_content(self, field_name=None, access_token=None):
        """A link opens the content of a file and no other field."""
        if field_name != 'content' and self._dan_van_filed():
            access_token = None
        return super()._can_return_content(field_name, access_token)


class DmsDirectory(models.Model):
    _inherit = 'dms.directory'

    def _dan_van_files(self):
        return self.file_ids

    def check_access_token(self, access_token=False):
        if filed := self._dan_van_filed():
            # sudo: whoever has the link asks.
            filed = filed.sudo()
            return len(filed) == 1 and filed._dan_van_opens(access_token) and bool(filed._dan_van_sent_files())
        return super().check_access_token(access_token)

    def _portal_ensure_token(self):
        return self._dan_van_ensure_token() if self._dan_van_filed() else super()._portal_ensure_token()

    def _get_share_url(self, redirect=False, signup_partner=False, pid=None, share_token=True):
        """The link itself, without a key for messages."""
        if self._dan_van_filed():
            redirect, pid = False, None
        return super()._get_share_url(redirect, signup_partner, pid, share_token)


class DmsFile(models.Model):
    _inherit = 'dms.file'

    def _dan_van_files(self):
        return self

    def check_access_token(self, access_token=False):
        if filed := self._dan_van_filed():
            # sudo: whoever has the link asks.
            filed = filed.sudo()
            return len(filed) == 1 and bool(
                filed._dan_van_opens(access_token) or filed.directory_id._dan_van_opens(access_token)
            ) and bool(filed._dan_van_sent_files())
        return super().check_access_token(access_token)

    def _portal_ensure_token(self):
        return self._dan_van_ensure_token() if self._dan_van_filed() else super()._portal_ensure_token()

    def _get_share_url(self, redirect=False, signup_partner=False, pid=None, share_token=True):
        """The link itself, without a key for messages."""
        if self._dan_van_filed():
            redirect, pid = False, None
        return super()._get_share_url(redirect, signup_partner, pid, share_token)
