from . import controllers
from . import models
from . import wizards
from .hooks import allow_search_without_tones
