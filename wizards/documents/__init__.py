from . import portal_share
from . import sign_wizard
from . import incoming_import
from . import incoming_file
from . import issue_wizard
from . import register_numbers
from . import register_print
