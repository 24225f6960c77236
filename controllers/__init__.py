from . import calendar
from . import dms_portal
from . import document
from . import event
from . import figures
from . import rating
from . import register
from . import tracking
