from . import rating_open
