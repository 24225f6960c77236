"""Asking an address that an administrator has entered, for no longer and no more than was allowed; knows nothing of Odoo.

Nothing else is asked, whatever the answer says. The one pure package on which others may stand.
"""
from .request import Answer, NotAnswered, ask

__all__ = ["Answer", "NotAnswered", "ask"]
