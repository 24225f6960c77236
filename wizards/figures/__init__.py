from . import event_import
