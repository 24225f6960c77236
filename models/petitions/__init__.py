from . import case_kind
from . import case
from . import case_steps
from . import case_privacy
from . import case_files
from . import case_figures
