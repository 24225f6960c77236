from . import reason_wizard
from . import plan_import
from . import plan_import_lines
from . import sign_wizard
