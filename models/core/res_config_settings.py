from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ...rendering.faces import chosen

_lt = LazyTranslate(__name__)

# Why the faces of the server's folder are not used, by the keys of rendering.faces.
FACE_PROBLEMS = {
    'folder': _lt("The folder “%s” is not there, or can't be read."),
    'style': _lt("The folder holds no file of the style “%s” that can be used, or two of them."),
    'family': _lt("The files are of several families: %s"),
    'licence': _lt("“%s” may not be embedded in documents, its maker says."),
    'letters': _lt("“%s” lacks letters that documents need."),
    'file': _lt("“%s” is no TrueType font that can be read."),
}
# Days that hold until an administrator sets others: {name of the parameter: days}.
_DAYS = {'dan_van.due_soon_days': 7, 'dan_van.escalation_days': 10, 'dan_van.link_days': 30}


def days_setting(env, name):
    """:return: int, the days of the setting ``name``, e.g. "due_soon_days" """
    key = f'dan_van.{name}'
    # sudo: how many days count as "soon" is no secret; every list of duties needs it.
    value = env['ir.config_parameter'].sudo().get_param(key)
    return int(value) if value and value.isdecimal() else _DAYS[key]


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    dan_van_first_screen = fields.Selection(
        [('inbox', "Waiting for me"), ('menu', "The first app of the menu")],
        'First screen', config_parameter='dan_van.first_screen', default='inbox', required=True)
    dan_van_due_soon_days = fields.Integer(
        'Due soon', config_parameter='dan_van.due_soon_days', default=_DAYS['dan_van.due_soon_days'])
    dan_van_escalation_days = fields.Integer(
        'Escalation', config_parameter='dan_van.escalation_days', default=_DAYS['dan_van.escalation_days'])

    dan_van_link_days = fields.Integer(
        'Links to documents', config_parameter='dan_van.link_days', default=_DAYS['dan_van.link_days'])

    dan_van_faces = fields.Char('Faces of documents', compute='_compute_dan_van_faces')
    dan_van_needs_tones = fields.Boolean('Search needs tones', compute='_compute_dan_van_needs_tones')
    dan_van_exchange_folder = fields.Char(related='company_id.dan_van_exchange_folder', readonly=False)
    dan_van_time_stamp_url = fields.Char('Time-stamp service', config_parameter='dan_van.time_stamp_url')

    def _compute_dan_van_faces(self):
        faces = chosen()
        name = faces.family or 'Tinos'
        if faces.problem:
            key, detail = faces.problem
            reason = self.env._(FACE_PROBLEMS[key])
            name = self.env._("%(face)s, because the other faces can't be used. %(why)s", face=name, why=reason % detail)
        self.dan_van_faces = name

    def _compute_dan_van_needs_tones(self):
        self.dan_van_needs_tones = not self.env.registry.has_unaccent

    @api.constrains('dan_van_time_stamp_url')
    def _check_dan_van_time_stamp_url(self):
        for settings in self.filtered('dan_van_time_stamp_url'):
            if not settings.dan_van_time_stamp_url.startswith(('https://', 'http://')):
                raise ValidationError(self.env._("The address of the time-stamp service begins with https:// or http://."))

    @api.constrains('dan_van_due_soon_days', 'dan_van_escalation_days')
    def _check_dan_van_days(self):
        for settings in self:
            if settings.dan_van_due_soon_days < 1 or settings.dan_van_escalation_days < 1:
                raise ValidationError(self.env._("Duties are followed up from one day before or after their deadline on."))

    @api.constrains('dan_van_link_days')
    def _check_dan_van_link_days(self):
        if any(not 1 <= settings.dan_van_link_days <= 365 for settings in self):
            raise ValidationError(self.env._("A link to a document opens for one day at least and for a year (365 days) at most."))
