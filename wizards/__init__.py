from . import reason_wizard
from . import plan_import
from . import plan_import_lines
from . import sign_wizard
from . import incoming_import
from . import issue_wizard
from . import register_numbers
from . import register_print
