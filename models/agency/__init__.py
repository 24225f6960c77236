from . import hr_department
from . import headship
from . import hr_employee
from . import agency_profile
from . import res_company
from . import res_partner
from . import res_users
from . import absence
