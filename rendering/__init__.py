"""Official documents as data and their rendering; knows nothing of Odoo.

``document`` describes any official document, ``wording`` holds the rules of
its words and punctuation, ``page`` those of the sheet, and ``pdf`` turns the
HTML of the layout into a file.
"""
