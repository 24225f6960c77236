from odoo.http import request

from odoo.addons.dms.controllers.portal import CustomerPortal


class DmsPortal(CustomerPortal):

    def _get_files(self, access_token, dms_directory_id, *args):
        """Of a folder of the agency's documents a link lists what it opens: the files of the issued document."""
        files = super()._get_files(access_token, dms_directory_id, *args)
        folder = request.env['dms.directory'].browse(dms_directory_id)
        if access_token and folder._dan_van_filed():
            # sudo: the link has been checked above.
            files &= folder.sudo()._dan_van_sent_files()
        return files
