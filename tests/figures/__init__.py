from . import test_duty_figures
from . import test_event
from . import test_event_import
from . import test_figure_check
from . import test_indicator_figures
