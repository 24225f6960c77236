"""The programs of other people that tests call, and the Debian package that brings each."""
import subprocess

PACKAGES = {
    'certutil': 'libnss3-tools',
    'fc-list': 'fontconfig',
    'java': 'default-jre-headless',
    'pdffonts': 'poppler-utils',
    'pdfinfo': 'poppler-utils',
    'pdfsig': 'poppler-utils',
    'pdftotext': 'poppler-utils',
    'soffice': 'libreoffice-writer-nogui',
    'tesseract': 'tesseract-ocr',
}


def call(program, *arguments, **options):
    """Run one of :data:`PACKAGES`, so that no test rests on what somebody has installed by hand.

    :param options: as for :func:`subprocess.run`; output is captured and a failure raised unless they say otherwise
    :return: :class:`subprocess.CompletedProcess`
    :raise KeyError: the set-up does not bring the program
    """
    PACKAGES[program]
    return subprocess.run([program, *arguments], **{'check': True, 'capture_output': True, **options})
