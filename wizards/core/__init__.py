from . import base_import
from . import dialog
from . import file_import
from . import mail_compose
from . import reason_wizard
