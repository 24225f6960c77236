from . import theme
from . import theme_section
from . import indicator
from . import event_type
from . import event
from . import indicator_source
from . import target
from . import figure_check
