{
    'name': "What another addon adds to the work of dân vận",
    'version': '19.0.1.0.0',
    'author': "dan_van contributors",
    'license': 'LGPL-3',
    'depends': ['dan_van'],
    'data': ['security/ir.model.access.csv', 'security/ir.rule.csv', 'views.xml', 'theme.xml', 'dan_van.indicator.csv'],
}
