"""Official documents as data and their rendering; knows nothing of Odoo.

``document`` describes any official document and ``annex`` what comes after its
signature, ``wording`` holds the rules of its words and punctuation, ``page``
those of the sheet, ``pdf`` turns the HTML of the layout into a file, and
``comparison`` tells two versions of a text apart.
"""
