from . import digest
from . import dashboard
from . import deadline_feed
from . import inbox
from . import first_screen
