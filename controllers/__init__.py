from . import document
from . import event
from . import register
from . import tracking
