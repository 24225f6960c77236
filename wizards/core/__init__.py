from . import reason_wizard
from . import base_import
