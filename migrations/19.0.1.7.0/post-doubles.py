from pathlib import Path

from odoo.modules.module import load_script


def migrate(cr, version):
    """Take away what a unit has twice though its duty serves no content, as version 1.6.0 did where it serves one."""
    script = Path(__file__).parents[1] / '19.0.1.6.0' / 'post-doubles.py'
    load_script(str(script), 'dan_van_doubles').migrate(cr, version)
