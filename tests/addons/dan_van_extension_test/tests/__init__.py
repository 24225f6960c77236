from . import test_what_it_adds
