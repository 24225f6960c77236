from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.base.models.res_users import check_identity

from ...exchange import is_address

#: What the keys are for that are given to other servers: they open the route that takes messages, and nothing else.
SCOPE = 'dan_van.exchange'
GROUP = 'dan_van.group_exchange'
CARRIERS = [('folder', "By the folder or by hand"), ('direct', "Straight, in this database"), ('https', "Straight to its Odoo")]


class Organ(models.Model):
    """How messages reach an agency, and how those are known that come from it.

    Both servers have a key of each other. The one that the other has given is kept for sending, and read by nobody; the one that we
    give belongs to a user who may hand over messages and nothing else, and whose messages are taken under the code of this agency alone.
    """

    _inherit = 'dan_van.organ'

    exchange_address = fields.Char(
        'Address of its Odoo', copy=False, groups='base.group_system', help="E.g. https://danvan.example.vn: messages go straight there.")
    exchange_key = fields.Char('Key for sending', copy=False, groups=fields.NO_ACCESS)
    exchange_new_key = fields.Char(
        'Key that it has given', compute='_compute_exchange_new_key', inverse='_inverse_exchange_new_key', copy=False,
        groups='base.group_system', help="Entered once; nobody reads it afterwards.")
    exchange_has_key = fields.Boolean(
        'A key is kept', compute='_compute_exchange_has_key', compute_sudo=True, groups='base.group_system')
    exchange_user_id = fields.Many2one(
        'res.users', 'User of its Odoo', copy=False, ondelete='restrict', groups='base.group_system', index='btree_not_null',
        help="With the key of this user its Odoo hands messages over. They are taken if they name this agency as their sender.")
    carrier = fields.Selection(CARRIERS, 'How messages reach it', compute='_compute_carrier', compute_sudo=True)

    _exchange_user_unique = models.UniqueIndex(
        '(exchange_user_id) WHERE exchange_user_id IS NOT NULL', "Another agency comes with this user already.")

    @api.depends('agency_id', 'exchange_address', 'exchange_key')
    def _compute_carrier(self):
        for organ in self:
            is_online = organ.exchange_address and organ.exchange_key
            organ.carrier = 'direct' if organ.agency_id else 'https' if is_online else 'folder'

    @api.depends('exchange_key')
    def _compute_exchange_has_key(self):
        for organ in self:
            organ.exchange_has_key = bool(organ.exchange_key)

    def _compute_exchange_new_key(self):
        self.exchange_new_key = False

    def _inverse_exchange_new_key(self):
        for organ in self.filtered('exchange_new_key'):
            # sudo: who may enter it does not read it.
            organ.sudo().exchange_key = organ.exchange_new_key.strip()

    @api.constrains('exchange_address')
    def _check_exchange_address(self):
        for organ in self.filtered('exchange_address'):
            if not is_address(organ.exchange_address):
                raise ValidationError(self.env._(
                    "The address of the Odoo of “%s” begins with https:// and names its server, and a path at most.", organ.name))

    @api.constrains('exchange_user_id', 'company_id')
    def _check_exchange_user(self):
        for organ in self.filtered('exchange_user_id'):
            user = organ.exchange_user_id
            if not user.has_group(GROUP) or user._is_internal() or user.company_ids != organ.company_id:
                raise ValidationError(self.env._(
                    "“%(user)s” can't hand over the messages of “%(organ)s”: that takes a user of the group “%(group)s” who may do nothing "
                    "else, and who belongs to “%(agency)s” alone.", user=user.name, organ=organ.name, agency=organ.company_id.name,
                    group=self.env.ref(GROUP).sudo().name))  # sudo: the name of a group

    @api.model
    def _straight(self, company, codes):
        """:return: ``{code: dan_van.organ}`` of those agencies to which messages go straight, in superuser rights"""
        # sudo: which way a message takes is asked whoever sends it.
        organs = self.env['dan_van.organ'].sudo().search(
            Domain('company_id', '=', company.id) & Domain('code', 'in', [code.upper() for code in codes]))
        found = {organ.code: organ for organ in organs if organ.carrier != 'folder'}
        return {code: found[code.upper()] for code in codes if code.upper() in found}

    @check_identity
    def action_give_key(self):
        """Give this agency a key; whoever does it proves once more who he is, an open browser is not enough.

        :return: action that shows the key, once
        """
        return {
            'type': 'ir.actions.act_window', 'res_model': 'res.users.apikeys.show', 'name': self.env._("Key for “%s”", self.name),
            'views': [(False, 'form')], 'target': 'new', 'context': {'default_key': self._new_key()}}

    def _new_key(self):
        """Make the key with which the Odoo of this agency hands messages over to us; those given to it before hold no more.

        :return: str
        :raise AccessError: the current user does not administer the server
        """
        self.ensure_one()
        self.check_access('write')
        if not self.env.user.has_group('base.group_system'):
            raise AccessError(self.env._("The administrator of the server gives keys to other servers."))
        if not self.code:
            raise UserError(self.env._("Enter the code of “%s” in electronic exchange first: its messages are known by it.", self.name))
        self.exchange_user_id = self.exchange_user_id or self._new_exchange_user()
        # sudo: keys of another user, and one that holds until another one is given.
        keys = self.env['res.users.apikeys'].with_user(self.exchange_user_id).sudo()
        keys.search([('user_id', '=', self.exchange_user_id.id)]).unlink()
        return keys._generate(SCOPE, self.name, None)

    def _new_exchange_user(self):
        """:return: res.users, who has no password: only the key opens the one way"""
        company = self.company_id
        return self.env['res.users'].with_context(no_reset_password=True).create({
            'name': self.env._("%s (exchange)", self.name), 'login': f'exchange-{company.id}-{self.id}', 'company_id': company.id,
            'company_ids': [fields.Command.set(company.ids)], 'group_ids': [fields.Command.set(self.env.ref(GROUP).ids)]})
