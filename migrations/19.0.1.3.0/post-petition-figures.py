from odoo import SUPERUSER_ID, api

COUNTS = ('opening', 'received', 'complaint', 'denunciation', 'petition', 'competent', 'not_competent', 'resolved',
          'transferred', 'closing')
STOCKS = {'opening': 'first', 'closing': 'last'}


def migrate(cr, version):
    """Let the customary figures of petitions, typed so far, be counted from the petitions."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for number, count in enumerate(COUNTS, 10):
        indicator = env.ref(f'dan_van.indicator_{number}', raise_if_not_found=False)
        if indicator and indicator.source == 'typed':
            indicator.write({
                'source': 'case', 'case_count': count, 'aggregation': 'sum', 'cumulation': STOCKS.get(count, 'sum')})
