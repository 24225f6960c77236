from . import what_it_adds as test_what_it_adds  # noqa: F401
