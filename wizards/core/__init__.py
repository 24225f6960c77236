from . import base_import
from . import file_import
from . import mail_compose
from . import reason_wizard
