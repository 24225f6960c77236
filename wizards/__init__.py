from . import reason_wizard
from . import plan_import
