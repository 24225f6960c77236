{
    'name': "Government mass mobilisation plans",
    'summary': "Plans of công tác dân vận chính quyền: from the Word file to duties per unit and the official document",
    'version': '19.0.1.0.0',
    'category': 'Services/Government',
    'author': "dan_van contributors",
    'license': 'LGPL-3',
    'depends': ['mail', 'hr', 'web', 'dms'],
    'external_dependencies': {
        'python': ['weasyprint', 'python-docx', 'xlsxwriter', 'lxml', 'pypdfium2'],
    },
    'data': [
        'security/dan_van_groups.xml',
        'security/ir.model.access.csv',
        'security/dan_van_rules.xml',
        'data/mail_activity_type.xml',
        'reports/official_document.xml',
        'reports/plan_report.xml',
        'wizards/reason_wizard_views.xml',
        'wizards/plan_import_views.xml',
        'views/content_views.xml',
        'views/assignment_views.xml',
        'views/plan_views.xml',
        'views/register_views.xml',
        'views/agency_profile_views.xml',
        'views/hr_department_views.xml',
        'views/menus.xml',
    ],
    'demo': [
        'demo/agency.xml',
        'demo/plan.xml',
    ],
    'assets': {
        'web.assets_backend': [
            'dan_van/static/src/**/*.js',
        ],
        'web.assets_tests': [
            'dan_van/static/tests/tours/*.js',
        ],
    },
    'application': True,
}
