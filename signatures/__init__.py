"""Digital signatures in a PDF (PAdES), through pyHanko; knows nothing of Odoo.

``errors`` names everything that can be wrong, ``certificates`` reads certificates and PKCS#12 files, ``picture`` what is
seen of a signature, ``placing`` finds where it belongs on the page, ``filling`` puts number and day into a signed file, ``signing``
makes signatures, ``revocation`` reads lists of revoked certificates, ``longterm`` keeps signatures verifiable and ``validation`` judges them: ``revisions`` by what was added to the file, ``hidden`` by what of it nobody sees yet, ``drawing`` by what is
seen.
"""
