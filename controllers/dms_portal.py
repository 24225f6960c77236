from odoo import http
from odoo.exceptions import MissingError
from odoo.http import request

from odoo.addons.dms.controllers.portal import CustomerPortal


class DmsPortal(CustomerPortal):
    """What somebody outside sees of a link: the issued document, or in plain words that it opens nothing any more."""

    @http.route()
    def portal_my_dms_directory(self, dms_directory_id=False, access_token=None, **kwargs):
        """Show what a link to a folder of the agency's documents opens; all else as dms does."""
        if not access_token:
            return super().portal_my_dms_directory(dms_directory_id=dms_directory_id, access_token=access_token, **kwargs)
        folder = self._opened('dms.directory', dms_directory_id, access_token)
        if not folder:
            return self._closed_page()
        if not folder._dan_van_filed():
            return super().portal_my_dms_directory(dms_directory_id=dms_directory_id, access_token=access_token, **kwargs)
        document = request.env[folder.res_model].sudo().browse(folder.res_id)  # sudo: the link opens it
        return request.render('dan_van.link_document', {
            'document': document, 'profile': document._profile(), 'files': folder._dan_van_sent_files(), 'access_token': access_token})

    @http.route()
    def portal_my_dms_file_download(self, dms_file_id, access_token=None, **kwargs):
        """Download what a link opens."""
        if access_token and not self._opened('dms.file', dms_file_id, access_token):
            return self._closed_page()
        return super().portal_my_dms_file_download(dms_file_id, access_token=access_token, **kwargs)

    def _opened(self, model, res_id, access_token):
        """:return: the folder or file that the link opens, for superuser code; none where it opens nothing, for whatever reason"""
        try:
            return self._dms_check_access(model, res_id, access_token)
        except MissingError:
            return None

    @staticmethod
    def _closed_page():
        """:return: the same answer for what has ended, was withdrawn or recalled, and for what never was"""
        return request.render('dan_van.link_closed', status=404)
