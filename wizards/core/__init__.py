from . import reason_wizard
from . import base_import
from . import mail_compose
