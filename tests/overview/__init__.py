from . import test_absence
from . import test_calendar
from . import test_cron_crash
from . import test_dashboard
from . import test_digest
from . import test_follow_up_performance
from . import test_paper_signature
from . import test_turns
