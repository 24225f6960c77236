"""Files on an object store, by OCA fs_attachment: an option of an installation, and AGPL, so never a dependency of the addon.

The store is moto, which speaks S3 for tests: all that it holds is in memory.
"""
import contextlib
import json
import os
import subprocess
import time
import urllib.error
import urllib.request

from . import cache, odoo
from .console import Stop, run, say, terminate

BUCKET = "danvan"
MODULE = "fs_attachment_s3"
# The OCA addons require a distribution called `odoo`, which PyPI does not have.
ADDONS = ("odoo-addon-fs_storage==19.*", "odoo-addon-fs_attachment==19.*", "odoo-addon-fs_attachment_s3==19.*")
LIBRARIES = ("fsspec[s3]", "packaging", "python-slugify")  # packaging: Odoo asks for it to read what the addons require
SERVER = ("moto[s3,server]",)
# What Odoo's shell runs; `env` is there the superuser's environment.
TAKE_IN_USE = """
env['fs.storage'].create({{
    'name': "Kho tệp", 'code': 's3', 'protocol': 's3', 'directory_path': {bucket!r}, 'options': {options!r},
    'optimizes_directory_path': True, 'use_filename_obfuscation': True, 'use_as_default_for_attachments': True}})
env.cr.commit()
env['ir.attachment'].force_storage()
env.cr.commit()
"""


def options(port):
    """Return what Odoo's storage is told of the store, as JSON."""
    return json.dumps({
        "endpoint_url": f"http://{odoo.LOOPBACK}:{port}", "key": "test", "secret": "test", "client_kwargs": {"region_name": "us-east-1"}})


def _installed(python, name, *groups):
    """Return a folder with Python packages that are kept out of the environment of everything else.

    :param groups: of requirements, each preceded by pip's options
    """
    folder = cache.root() / "python" / f"{name}-{cache.key(python, *groups)}"
    with cache.lock(name):
        if not folder.is_dir():
            say(f"installing Python packages ({name})")
            with cache.made_whole(folder) as partial:
                for group in groups:
                    run([python, "-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check", "--target", partial,
                         *group], what=f"installing {name}", env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"})
    return folder


def libraries(python):
    """Return the folder of what Odoo needs for it: addons and libraries."""
    return _installed(python, "fs_attachment", LIBRARIES, ("--no-deps", *ADDONS))


@contextlib.contextmanager
def serving(python):
    """Run the store; give its process and port."""
    folder, port = _installed(python, "moto", SERVER), odoo.free_port()
    process = subprocess.Popen(
        [python, "-m", "moto.server", "-H", odoo.LOOPBACK, "-p", str(port)], env={**os.environ, "PYTHONPATH": str(folder)},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        preexec_fn=odoo.die_with_parent)
    try:
        _make_bucket(process, port)
        yield process, port
    finally:
        terminate(process)


def _make_bucket(process, port):
    request = urllib.request.Request(f"http://{odoo.LOOPBACK}:{port}/{BUCKET}", method="PUT")
    for _turn in range(100):
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(request, timeout=5):
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise Stop("The object store did not start.")


def take_in_use(member, database, port):
    """Bring all files of `database` to the store and keep new ones there."""
    say("bringing the files to the object store")
    member.execute(database, "-i", MODULE, what=f"installing {MODULE}")
    member.script(database, TAKE_IN_USE.format(bucket=BUCKET, options=options(port)), what="taking the store in use")
