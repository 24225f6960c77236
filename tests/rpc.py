from odoo.tests import HttpCase
from odoo.tools import mute_logger


class RpcCase(HttpCase):
    """Requests of a client as the web client, and whoever writes his own, sends them; to be used beside ``AgencyCase``."""

    @mute_logger('odoo.http', 'odoo.sql_db')
    def rpc(self, user, records, method, *args, **context):
        """
        :param user: name in ``users``
        :param records: recordset, whose ids come first, or the name of a model
        :return: result, and message of the refusal or ''
        """
        model, ids = (records, []) if isinstance(records, str) else (records._name, [records.ids])
        self.env.flush_all()
        if getattr(getattr(self, 'session', None), 'uid', None) != self.users[user].id:
            self.authenticate(self.users[user].login, self.users[user].login)
        answer = self.url_open('/web/dataset/call_kw', json={'params': {
            'model': model, 'method': method, 'args': [*ids, *args],
            'kwargs': {'context': {'allowed_company_ids': self.company.ids, 'lang': 'en_US', **context}}}}, timeout=120).json()
        self.env.invalidate_all()
        if error := answer.get('error'):
            self.assertRegex(error['data']['name'], r'(Access|Missing|User|Validation)Error$', error['data']['message'])
            return None, error['data']['message']
        return answer.get('result'), ''

    def assert_refused(self, words, *call, **context):
        result, message = self.rpc(*call, **context)
        self.assertRegex(message, words, result)
