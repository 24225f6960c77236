from . import test_rating
from . import test_rating_rules
from . import test_rating_sheet
from . import test_rating_steps
from . import test_rating_tour
from . import test_rating_years
