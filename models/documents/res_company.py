from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import config
from odoo.tools.translate import LazyTranslate

from ...exchange import Folder, FolderError

_lt = LazyTranslate(__name__)

# The option of Odoo's configuration file that names the folder below which agencies may have theirs.
OPTION = 'dan_van_exchange_dir'
REFUSALS = {
    'root': _lt("The folder that the server allows is not there, or Odoo may not open it: %s"),
    'name': _lt("The name of a folder consists of small letters without marks, digits, - and _: %s"),
    'link': _lt("“%s” is no folder, or a link to one."),
    'busy': _lt("Another server is at work in the folder “%s”."),
    'kind': _lt("This is no ordinary file."),
    'size': _lt("The file is larger than messages may be (%s MB)."),
    'unreadable': _lt("Odoo may not read the file."),
    'unsettled': _lt("The file is still being written."),
}


def allowed_folder():
    """:return: str, path of the folder that the server's configuration allows; empty where it allows none"""
    return config.get(OPTION) or ''


def folder_refusal(env, error):
    """:return: str, what is wrong with a folder or a file in it, for a :class:`exchange.FolderError`"""
    reason = env._(REFUSALS[error.key])
    return reason % error.detail if '%s' in reason else reason


class ResCompany(models.Model):
    """The folder through which the agency's own client hands messages over.

    The system administrator gives its name alone: where it lies says the configuration file of the server, which nobody reaches from here.
    """

    _inherit = 'res.company'

    dan_van_exchange_folder = fields.Char(
        'Folder of messages', copy=False, groups='base.group_system',
        help="Name of the agency's folder below the one that the server allows, e.g. bdt. Empty: messages are handed over by hand.")

    _dan_van_exchange_folder_unique = models.UniqueIndex(
        '(dan_van_exchange_folder) WHERE dan_van_exchange_folder IS NOT NULL', "Another agency has this folder already.")

    @api.constrains('dan_van_exchange_folder')
    def _check_dan_van_exchange_folder(self):
        for company in self.filtered('dan_van_exchange_folder'):
            if not allowed_folder():
                raise ValidationError(self.env._(
                    "This server allows no folder for messages. Whoever runs it enters one in Odoo's configuration file: %s = /path/of/it",
                    OPTION))
            try:
                with company._dan_van_folder():
                    pass  # it is there now, and Odoo may use it
            except FolderError as error:
                if error.key != 'busy':
                    raise ValidationError(folder_refusal(self.env, error)) from error
            except OSError as error:
                raise ValidationError(folder_refusal(self.env, FolderError('root', error.strerror))) from error

    def _dan_van_folder(self):
        """:return: :class:`exchange.Folder` of this agency, to be opened"""
        return Folder(allowed_folder(), self.dan_van_exchange_folder)
