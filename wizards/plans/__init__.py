from . import plan_import_annex
from . import plan_import_rows
from . import plan_pieces
from . import plan_import_lines
from . import plan_import_part
from . import plan_import
from . import plan_return
from . import tracking_import
