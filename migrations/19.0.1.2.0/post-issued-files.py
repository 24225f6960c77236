from odoo import SUPERUSER_ID, api

DOCUMENTS = ('dan_van.plan', 'dan_van.report', 'dan_van.reminder')


def migrate(cr, version):
    """Note the files of documents that were issued before files had hashes of their own, and file them in dms.

    The hash of the PDF is the one noted at issue: a file that was changed since is found by the next check.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for model in DOCUMENTS:
        for document in env[model].search([('register_entry_id', '!=', False), ('pdf_attachment_id', '!=', False)]):
            entry = document.register_entry_id
            if entry.file_ids:
                continue
            pdf = document.pdf_attachment_id
            entry._note_files('pdf', {pdf: pdf.raw or b''}, document.pdf_sha256)
            entry._keep_data(document.snapshot)
            entry._keep_sources()
            entry.file_ids.attachment_id._file_in_dms()
