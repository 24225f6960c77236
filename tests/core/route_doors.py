"""How each route that can carry one of our records is asked for it; a route that carries none says why."""
import json
from typing import NamedTuple

MULTIPART, FORM, JSON, GET = 'multipart', 'form', 'json', 'get'
PNG = 'data:image/png;base64,iVBORw0KGgo='


class Ask(NamedTuple):
    """A request: GET of a URL, a POST of ``values`` as form, or as the parameters of JSON-RPC."""

    url: str
    values: dict | None = None
    way: str = GET


def get(url, /):
    """:return: a request by GET"""
    return Ask(url)


def form(url, /, **values):
    """:return: a form, with a file where ``ufile`` is among the values"""
    return Ask(url, values, MULTIPART if 'ufile' in values else FORM)


def rpc(url, /, **values):
    """:return: a call of JSON-RPC"""
    return Ask(url, values, JSON)


def call(url, door, method, *args, **kwargs):
    """:return: a call of a method of the record"""
    return rpc(url, model=door.model, method=method, args=[[door.id], *args], kwargs=kwargs)


def export(url, door):
    """:return: an export of the record's texts"""
    return form(url, data=json.dumps({
        'model': door.model, 'fields': [{'name': name, 'label': name, 'type': 'char'} for name in door.texts],
        'ids': [door.id], 'domain': [], 'groupby': [], 'import_compat': False}))


ROUTES = {
    # Of this addon
    '/dan_van/calendar/<string:key>.ics': lambda door: get(f'/dan_van/calendar/{"f" * 40}.ics'),
    '/dan_van/edxml/<string:model>/<int(max=2147483647):document_id>': lambda door: get(f'/dan_van/edxml/{door.model}/{door.id}'),
    '/dan_van/stamped/<int(max=2147483647):document_id>': lambda door: get(f'/dan_van/stamped/{door.id}'),
    '/dan_van/word/<string:model>/<int(max=2147483647):document_id>': lambda door: get(f'/dan_van/word/{door.model}/{door.id}'),
    '/dan_van/period/<int(max=2147483647):period_id>/figures.xlsx': lambda door: get(f'/dan_van/period/{door.period}/figures.xlsx'),
    '/dan_van/ratings/<int(max=9999):year>.xlsx': lambda door: get(f'/dan_van/ratings/{door.year}.xlsx'),
    '/dan_van/register/<int(max=2147483647):register_id>.xlsx': lambda door: get(f'/dan_van/register/{door.register}.xlsx'),
    '/dan_van/<any(incoming, handling):book>.xlsx': lambda door: get('/dan_van/incoming.xlsx'),
    '/dan_van/file_catalog/<int(max=2147483647):catalog_id>.xlsx': lambda door: get(f'/dan_van/file_catalog/{door.catalog}.xlsx'),
    '/dan_van/work_files/<string(maxlength=5000):ids>.zip': lambda door: get(f'/dan_van/work_files/{door.work_file}.zip'),
    '/dan_van/tracking.xlsx': lambda door: get('/dan_van/tracking.xlsx'),
    # Reports
    '/report/<converter>/<reportname>': lambda door: get(f'/report/html/{door.report}?docids={door.printed}'),
    '/report/<converter>/<reportname>/<docids>': lambda door: get(f'/report/html/{door.report}/{door.printed}'),
    '/report/download': lambda door: form(
        '/report/download', data=json.dumps([f'/report/text/{door.report}/{door.printed}', 'qweb-text'])),
    # Document management
    '/web/binary/upload_dms_file': lambda door: form(
        '/web/binary/upload_dms_file', directory_id=door.directory, ufile="x"),
    '/my/dms': lambda door: get('/my/dms'),
    '/my/dms/directory/<int:dms_directory_id>': lambda door: get(f'/my/dms/directory/{door.directory}?access_token={door.token}'),
    '/my/dms/file/<int:dms_file_id>/download': lambda door: get(f'/my/dms/file/{door.file}/download?access_token={door.token}'),
    # Files
    '/web/content': lambda door: get(f'/web/content?id={door.attachment}'),
    '/web/content/<int:id>': lambda door: get(f'/web/content/{door.attachment}'),
    '/web/content/<int:id>/<string:filename>': lambda door: get(f'/web/content/{door.attachment}/x.txt'),
    '/web/content/<string:model>/<int:id>/<string:field>': lambda door: get(f'/web/content/{door.model}/{door.id}/{door.texts[0]}'),
    '/web/content/<string:model>/<int:id>/<string:field>/<string:filename>': lambda door: get(
        f'/web/content/ir.attachment/{door.attachment}/raw/x.txt'),
    '/web/image': lambda door: get(f'/web/image?model=ir.attachment&id={door.attachment}&field=raw'),
    '/web/image/<int:id>': lambda door: get(f'/web/image/{door.attachment}'),
    '/web/image/<int:id>-<string:unique>': lambda door: get(f'/web/image/{door.attachment}-a'),
    '/web/image/<int:id>-<string:unique>/<int:width>x<int:height>': lambda door: get(f'/web/image/{door.attachment}-a/9x9'),
    '/web/image/<int:id>-<string:unique>/<int:width>x<int:height>/<string:filename>': lambda door: get(
        f'/web/image/{door.attachment}-a/9x9/x.png'),
    '/web/image/<int:id>-<string:unique>/<string:filename>': lambda door: get(f'/web/image/{door.attachment}-a/x.png'),
    '/web/image/<int:id>/<int:width>x<int:height>': lambda door: get(f'/web/image/{door.attachment}/9x9'),
    '/web/image/<int:id>/<int:width>x<int:height>/<string:filename>': lambda door: get(f'/web/image/{door.attachment}/9x9/x.png'),
    '/web/image/<int:id>/<string:filename>': lambda door: get(f'/web/image/{door.attachment}/x.png'),
    '/web/image/<string:model>/<int:id>/<string:field>': lambda door: get(f'/web/image/dms.file/{door.file}/image_1920'),
    '/web/image/<string:model>/<int:id>/<string:field>/<int:width>x<int:height>': lambda door: get(
        f'/web/image/dms.file/{door.file}/image_128/9x9'),
    '/web/image/<string:model>/<int:id>/<string:field>/<int:width>x<int:height>/<string:filename>': lambda door: get(
        f'/web/image/{door.model}/{door.id}/{door.texts[0]}/9x9/x.png'),
    '/web/image/<string:model>/<int:id>/<string:field>/<string:filename>': lambda door: get(
        f'/web/image/dms.directory/{door.directory}/image_1920/x.png'),
    '/web/binary/upload_attachment': lambda door: form(
        '/web/binary/upload_attachment', model=door.model, id=door.id, ufile="x"),
    '/mail/attachment/delete': lambda door: rpc('/mail/attachment/delete', attachment_id=door.attachment, access_token='x'),
    '/mail/attachment/pdf_first_page/<int:attachment_id>': lambda door: get(
        f'/mail/attachment/pdf_first_page/{door.attachment}?access_token=x'),
    '/mail/attachment/update_thumbnail': lambda door: rpc(
        '/mail/attachment/update_thumbnail', attachment_id=door.attachment, access_token='x'),
    '/mail/attachment/upload': lambda door: form(
        '/mail/attachment/upload', thread_id=door.id, thread_model=door.model, ufile="x"),
    '/mail/attachment/zip': lambda door: form('/mail/attachment/zip', file_ids=door.attachment, zip_name='x.zip'),
    '/portal/attachment/remove': lambda door: rpc('/portal/attachment/remove', attachment_id=door.attachment, access_token='x'),
    '/html_editor/attachment/remove': lambda door: rpc('/html_editor/attachment/remove', ids=[door.attachment]),
    '/html_editor/attachment/add_data': lambda door: rpc(
        '/html_editor/attachment/add_data', name='x.txt', data='eA==', is_image=False, res_model=door.model, res_id=door.id),
    '/web_editor/attachment/add_data': lambda door: rpc(
        '/web_editor/attachment/add_data', name='x.txt', data='eA==', is_image=False, res_model=door.model, res_id=door.id),
    '/html_editor/attachment/add_url': lambda door: rpc(
        '/html_editor/attachment/add_url', url='http://localhost/x', res_model=door.model, res_id=door.id),
    '/web_editor/attachment/add_url': lambda door: rpc(
        '/web_editor/attachment/add_url', url='http://localhost/x', res_model=door.model, res_id=door.id),
    '/html_editor/modify_image/<model("ir.attachment"):attachment>': lambda door: rpc(
        f'/html_editor/modify_image/{door.attachment}', res_model=door.model, res_id=door.id, data='eA=='),
    '/web_editor/modify_image/<model("ir.attachment"):attachment>': lambda door: rpc(
        f'/web_editor/modify_image/{door.attachment}', res_model=door.model, res_id=door.id, data='eA=='),
    '/html_editor/get_image_info': lambda door: rpc('/html_editor/get_image_info', src=f'/web/image/{door.attachment}'),
    '/web_editor/get_image_info': lambda door: rpc('/web_editor/get_image_info', src=f'/web/image/{door.attachment}'),
    '/html_editor/link_preview_internal': lambda door: rpc(
        '/html_editor/link_preview_internal', preview_url=f'{door.base}/odoo/{door.model}/{door.id}'),
    '/html_editor/bus_broadcast': lambda door: rpc(
        '/html_editor/bus_broadcast', model_name=door.model, field_name=door.texts[0], res_id=door.id, bus_data={}),
    '/web_editor/bus_broadcast': lambda door: rpc(
        '/web_editor/bus_broadcast', model_name=door.model, field_name=door.texts[0], res_id=door.id, bus_data={}),
    # Messages
    '/mail/message/<int:message_id>': lambda door: get(f'/mail/message/{door.message}'),
    '/mail/view': lambda door: get(f'/mail/view?model={door.model}&res_id={door.id}&access_token={door.token}'),
    '/mail/unfollow': lambda door: get(f'/mail/unfollow?model={door.model}&res_id={door.id}&pid=1&token=x'),
    '/mail/inbox/messages': lambda door: rpc('/mail/inbox/messages'),
    '/mail/history/messages': lambda door: rpc('/mail/history/messages'),
    '/mail/starred/messages': lambda door: rpc('/mail/starred/messages'),
    '/mail/message/reaction': lambda door: rpc(
        '/mail/message/reaction', message_id=door.message, content="x", action='add'),
    '/mail/message/update_content': lambda door: rpc(
        '/mail/message/update_content', message_id=door.message, update_data={'body': "Sửa", 'attachment_ids': []}),
    '/mail/message/translate': lambda door: rpc('/mail/message/translate', message_id=door.message),
    '/mail/message/post': lambda door: rpc(
        '/mail/message/post', thread_model=door.model, thread_id=door.id, post_data={'body': "Sửa"}),
    '/mail/link_preview': lambda door: rpc('/mail/link_preview', message_id=door.message),
    '/mail/thread/messages': lambda door: rpc('/mail/thread/messages', thread_model=door.model, thread_id=door.id),
    '/mail/thread/recipients': lambda door: rpc('/mail/thread/recipients', thread_model=door.model, thread_id=door.id),
    '/mail/thread/recipients/get_suggested_recipients': lambda door: rpc(
        '/mail/thread/recipients/get_suggested_recipients', thread_model=door.model, thread_id=door.id, partner_ids=[]),
    '/mail/thread/subscribe': lambda door: rpc(
        '/mail/thread/subscribe', res_model=door.model, res_id=door.id, partner_ids=[door.partner]),
    '/mail/thread/unsubscribe': lambda door: rpc(
        '/mail/thread/unsubscribe', res_model=door.model, res_id=door.id, partner_ids=[door.partner]),
    '/mail/partner/from_email': lambda door: rpc(
        '/mail/partner/from_email', thread_model=door.model, thread_id=door.id, emails=['x@example.com']),
    '/mail/read_subscription_data': lambda door: rpc('/mail/read_subscription_data', follower_id=door.follower),
    '/mail/data': lambda door: rpc('/mail/data', fetch_params=[door.thread, 'systray_get_activities']),
    '/mail/action': lambda door: rpc('/mail/action', fetch_params=[door.thread]),
    '/mail/chatter_fetch': lambda door: rpc(
        '/mail/chatter_fetch', thread_model=door.model, thread_id=door.id, token=door.token),
    '/mail/update_is_internal': lambda door: rpc('/mail/update_is_internal', message_id=door.message, is_internal=False),
    '/portal/chatter_init': lambda door: rpc('/portal/chatter_init', thread_model=door.model, thread_id=door.id),
    '/mail/avatar/mail.message/<int:res_id>/author_avatar/<int:width>x<int:height>': lambda door: get(
        f'/mail/avatar/mail.message/{door.message}/author_avatar/9x9?access_token={door.token}'),
    # Remote procedures
    '/web/dataset/call_kw': lambda door: call('/web/dataset/call_kw', door, 'read', door.texts),
    '/web/dataset/call_kw/<path:path>': lambda door: call(
        '/web/dataset/call_kw/x', door, 'web_read', specification={name: {} for name in door.texts}),
    '/web/dataset/call_button': lambda door: call('/web/dataset/call_button', door, 'export_data', door.texts),
    '/web/dataset/call_button/<path:path>': lambda door: call('/web/dataset/call_button/x', door, 'copy'),
    '/jsonrpc': lambda door: rpc('/jsonrpc', service='object', method='execute_kw', args=[
        door.database, door.user, door.password, door.model, 'read', [[door.id], door.texts]]),
    '/web/action/run': lambda door: rpc('/web/action/run', action_id=1, context={
        'active_model': door.model, 'active_id': door.id, 'active_ids': [door.id]}),
    '/web/action/load': lambda door: rpc('/web/action/load', action_id='dan_van.plan_action', context={
        'active_model': door.model, 'active_id': door.id}),
    '/web/action/load_breadcrumbs': lambda door: rpc('/web/action/load_breadcrumbs', actions=[
        {'model': door.model, 'resId': door.id, 'action': None}]),
    '/web/domain/validate': lambda door: rpc('/web/domain/validate', model=door.model, domain=[('id', '=', door.id)]),
    '/web/export/csv': lambda door: export('/web/export/csv', door),
    '/web/export/xlsx': lambda door: export('/web/export/xlsx', door),
    '/web/export/get_fields': lambda door: rpc(
        '/web/export/get_fields', model=door.model, domain=[('id', '=', door.id)]),
    '/json/1/<path:subpath>': lambda door: get(f'/json/1/{door.model}/{door.id}'),
    '/json/<path:subpath>': lambda door: get(f'/json/{door.model}/{door.id}'),
    '/odoo/<path:subpath>': lambda door: get(f'/odoo/{door.model}/{door.id}'),
}

# Routes that carry no record of ours, by the beginning of their address.
OTHERS = {
    '/dan_van/exchange': "takes messages of those who have a key for this alone",
    '/dan_van/events/sample.xlsx': "an empty sheet", '/dan_van/manual': "the manual",
    '/doc': "the description of models", '/auth': "signing in", '/base_setup': "settings of the server",
    '/base_import': "the file that the user himself imports", '/bus': "the user's own notifications", '/websocket': "likewise",
    '/config/dms.forbidden_extensions': "a setting", '/digest': "Odoo's own digest", '/google_gmail': "mail servers",
    '/microsoft_outlook': "mail servers", '/hr/': "the employees' chart", '/print/cv': "employees",
    '/web_unsplash': "pictures from outside", '/html_editor/generate_text': "a service outside",
    '/html_editor/get_ice_servers': "calls", '/html_editor/image_shape': "pictures of the theme", '/html_editor/shape': "likewise",
    '/html_editor/link_preview_external': "a page outside", '/html_editor/media_library_search': "a library outside",
    '/html_editor/save_library_media': "a library outside", '/html_editor/video_url': "a page outside",
    '/web_editor/generate_text': "a service outside", '/web_editor/get_ice_servers': "calls",
    '/web_editor/image_shape': "pictures of the theme", '/web_editor/shape': "likewise",
    '/web_editor/save_library_media': "a library outside", '/web_editor/video_url': "a page outside",
    '/web_editor/font_to_img': "icons", '/mail/font_to_img': "icons", '/web/session': "signing in", '/web/login': "signing in",
    '/web/become': "signing in", '/web/reset_password': "signing in", '/web/signup': "signing in", '/website/translations': "terms",
    '/discuss': "channels, which belong to no record", '/chat': "channels", '/meet': "channels", '/mail/rtc': "calls",
    '/mail/guest': "channels", '/mail/set_manual_im_status': "the user himself", '/mail/link_preview/hide': "only hides",
    '/mail/thread/recipients/fields': "names of fields", '/websocket/update_bus_presence': "the user himself",
    '/my': "the user's own account", '/scoped_app': "the application", '/json/version': "the version", '/json/2': "bearer keys: as /jsonrpc",
    '/xmlrpc': "as /jsonrpc", '/logo': "the company's logo", '/web/assets': "static files", '/web/binary/company_logo': "the logo",
    '/web/content/<string:xmlid>': "records that a module names", '/web/image/<string:xmlid>': "likewise",
    '/web/filestore': "no page", '/web/sign': "fonts", '/web/database': "switched off by list_db", '/robots.txt': "static",
    '/web/health': "static", '/web/webclient': "terms and menus", '/web/model': "names of fields",
    '/web/export/formats': "names of formats", '/web/export/namelist': "the user's own lists of fields",
    '/web/pivot/export_xlsx': "what the client itself sends", '/web/profile_config': "developers' profiles",
    '/web/set_profiling': "developers' profiles", '/web/speedscope': "developers' profiles", '/report/barcode': "a text of the client",
    '/report/check_wkhtmltopdf': "the state of a program", '/web/partner': "contacts", '/web_enterprise/partner': "contacts",
    '/web/view/edit_custom': "the user's own dashboards", '/web/bundle': "static", '/web/tests': "developers' tests",
    '/web/manifest': "static", '/web/service-worker.js': "static", '/web/version': "the version",
}
# Addresses that stand for themselves and not for what begins with them.
WHOLE = {'/', '/odoo', '/web', '/my/dms', '/odoo/offline'}
