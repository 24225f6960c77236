from . import calendar
from . import document
from . import download
from . import event
from . import figures
from . import rating
from . import register
from . import tracking
