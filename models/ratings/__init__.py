from . import rating_rules
from . import rating_scheme
from . import rating
from . import rating_figures
from . import rating_steps
from . import rating_sheet
