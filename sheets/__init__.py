"""Tables that come from outside as workbooks or copied rows, without Odoo.

``workbook`` reads any sheet within limits, ``events`` knows the columns of a list of events, ``catalog`` those of a list of files,
``tracking`` those of a tracking sheet that comes back edited.
"""
