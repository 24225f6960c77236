"""Digital signatures in a PDF (PAdES), through pyHanko; knows nothing of Odoo.

``errors`` names everything that can be wrong, ``certificates`` reads certificates and PKCS#12 files, ``placing``
finds where a signature belongs on the page, ``signing`` makes signatures and ``validation`` judges them.
"""
