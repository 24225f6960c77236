from collections import defaultdict

from lxml.builder import E

from odoo import api, fields, models
from odoo.tools import format_date, format_list

from .built_on import built_on
from .reading import once
from .res_company import legal_date


class Told(models.AbstractModel):
    """Records of which somebody was told: who gave them sees who of these has opened them since.

    The log notes who has opened the form, and who has marked a message about it as read, where he gets his messages in Odoo. What
    mail knows of that is no proof: whoever writes a message can say so of its readers, and after half a year it is deleted.
    """

    _name = 'dan_van.told'
    _description = 'Opened by who was told of it'

    seen_note = fields.Char(
        'Seen by', compute='_compute_seen_note', compute_sudo=False,
        help="Who of those who were told of it has opened it, for who gives or returns it.")
    is_told = fields.Boolean('Told of it', compute='_compute_is_told', compute_sudo=False)

    def _told(self):
        """:return: ``{record: (res.users who were told of it, moment since which they can have seen it)}``; ``False`` for any moment"""
        return {}

    def _may_see_who_has_seen(self):
        """:return: whether the current user follows up this record"""
        return self.env.user._dan_van_follows_all() or bool(self.department_id._is_head())

    def _given_since(self, *steps):
        """:return: ``{id: moment of the last step}`` of those of these records of which that was one of ``steps``"""
        # sudo: which step was the last is what the record shows by its state.
        last = {line.res_id: line for line in self.env['dan_van.approval'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('step', '!=', 'seen')], order='id')}
        return {res_id: line.create_date for res_id, line in last.items() if line.step in steps}

    def _seen(self):
        """:return: ``{record: {user who was told of it: moment at which he first saw it, False where he has not}}``"""
        told = self._told()
        users = self.env['res.users'].union(*(users for users, _since in told.values()))
        if not users:
            return {}
        moments = defaultdict(list)
        # sudo: whether those who were told have opened it is all that is asked.
        for line in self.env['dan_van.approval'].sudo().search([
                ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('step', '=', 'seen'), ('user_id', 'in', users.ids)]):
            moments[line.res_id, line.user_id.id].append(line.create_date)
        # sudo: as above; who has written on it, or changed what its log follows, has seen what he was told once.
        for message in self.env['mail.message'].sudo().search([
                ('model', '=', self._name), ('res_id', 'in', [record.id for record, (_users, since) in told.items() if not since]),
                ('author_id', 'in', users.partner_id.ids)]):
            for user in message.author_id.user_ids:
                moments[message.res_id, user.id].append(message.date)
        return {record: {user: min((
            moment for moment in moments[record.id, user.id] if not since or moment >= since), default=False) for user in users}
            for record, (users, since) in told.items()}

    @api.depends_context('uid', 'lang')
    def _compute_seen_note(self):
        followed = self._origin.filtered(lambda record: record._may_see_who_has_seen())
        seen = followed._seen()
        for record in self:
            record.seen_note = record._seen_text(seen.get(record._origin, {}))

    def _seen_text(self, seen):
        """:return: str, ``seen``, as :meth:`_seen` has it of one record, in words; the user himself is left out"""
        # sudo: the names of colleagues.
        names = [(user.sudo().name, moment) for user, moment in seen.items() if user != self.env.user]
        have = [f'{name} ({format_date(self.env, legal_date(moment))})' for name, moment in names if moment]
        have_not = [name for name, moment in names if not moment]
        text = '; '.join(filter(None, (
            have and self.env._("seen by: %s", format_list(self.env, have)),
            have_not and self.env._("not seen yet by: %s", format_list(self.env, have_not)))))
        return text[:1].upper() + text[1:] or False

    @api.depends_context('uid')
    def _compute_is_told(self):
        """Whether it is worth noting that the current user opens it."""
        told = self._origin._told()
        mine = self._origin.filtered(lambda record: record in told and self.env.user in told[record][0])
        seen = mine._seen()
        for record in self:
            record.is_told = record._origin in mine and not seen[record._origin][self.env.user]

    def mark_seen(self):
        """Note in the log that the current user, who was told of these, has them on the screen; once until he is told anew."""
        self.check_access('read')
        self._note_told()

    def _note_told(self):
        self.invalidate_recordset(['is_told'])
        opened = once(self).filtered('is_told')
        opened._note_seen(opened._last_steps() if 'approval_ids' in self._fields else {})

    def _note_seen(self, last):
        """Note in the log that the current user has the present version of these on the screen.

        :param last: as ``_last_steps`` gives it; empty for records without steps
        """
        state = 'state' if 'state' in self._fields else 'plan_state'
        self.env['dan_van.approval']._note([{
            'res_model': self._name, 'res_id': record.id, 'step': 'seen', 'user_id': self.env.uid,
            'state_from': record[state], 'state_to': record[state], 'version': last.get(record.id, (None, 0))[1],
        } for record in self])

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        place = next(iter(arch.xpath('/form/sheet')), None) if view_type == 'form' else None
        if place is not None:
            for node in (
                    E.field(name='is_told', invisible='1'), E.widget(name='dan_van_seen', invisible='not is_told'),
                    E.div(E.field(name='seen_note', nolabel='1', readonly='1'),
                          {'class': 'alert alert-light mb-0 py-1', 'role': 'status', 'invisible': 'not seen_note'})):
                place.addprevious(node)
        return arch, view


class MailNotification(models.Model):
    """Who marks a message about such a record as read has seen the record."""

    _inherit = 'mail.notification'

    def write(self, vals):
        result = super().write(vals)
        if vals.get('is_read'):
            partner = self.env.user.partner_id
            read = self.filtered(lambda each: each.notification_type == 'inbox' and each.res_partner_id == partner)
            # sudo: which records the messages are about.
            for name, messages in read.sudo().mail_message_id.grouped('model').items():
                if name in built_on(self.env, 'dan_van.told'):
                    records = self.env[name].sudo(False).browse(set(messages.mapped('res_id'))).exists()
                    records._filtered_access('read')._note_told()
        return result
