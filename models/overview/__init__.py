from . import digest
from . import dashboard
from . import dashboard_agencies
from . import deadline_feed
from . import inbox
from . import first_screen
