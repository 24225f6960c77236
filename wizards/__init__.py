from . import core
from . import documents
from . import plans
from . import figures
from . import reports
from . import ratings
from . import overview
