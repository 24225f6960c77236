from . import document
from . import register
