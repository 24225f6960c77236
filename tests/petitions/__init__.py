from . import test_case
from . import test_case_leaks
from . import test_case_migration
from . import test_case_readings
from . import test_mail_doors
from . import test_new_case
