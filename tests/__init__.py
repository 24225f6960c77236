from .core import *
from .documents import *
from .plans import *
from .figures import *
from .reports import *
from .petitions import *
from .ratings import *
from .overview import *
