"""The folder outside the repository where everything that was fetched or built is kept."""
import contextlib
import fcntl
import hashlib
import os
import shutil
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
ADDON = "dan_van"


def root():
    """Return the cache folder: DAN_VAN_CACHE, or dan_van below XDG_CACHE_HOME or ~/.cache."""
    chosen = os.environ.get("DAN_VAN_CACHE")
    if not chosen:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        chosen = Path(base) / ADDON
    folder = Path(chosen).expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def key(*parts):
    """Return a short name that changes when any of `parts` (text) changes."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(str(part).encode() + b"\0")
    return digest.hexdigest()[:12]


def lock_file(name):
    """Open the file that stands for the lock `name` of the cache."""
    folder = root() / "locks"
    folder.mkdir(exist_ok=True)
    return open(folder / name, "w", encoding="utf-8")


@contextlib.contextmanager
def lock(name):
    """Hold the lock `name` of the cache; wait while another process has it."""
    with lock_file(name) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def made_whole(target):
    """Give a fresh folder beside `target` and rename it to `target` when all went well."""
    partial = target.with_name(f"{target.name}.tmp")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    yield partial
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)


def clone(source, target):
    """Copy a tree by hard links: right for a filestore, whose files never change."""
    if source.is_dir():
        shutil.copytree(source, target, copy_function=os.link, dirs_exist_ok=True)


def repository_hash():
    """Return the key of everything in the checkout that the addon is made of."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(REPOSITORY):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in ("__pycache__", "screenshots"))
        if Path(folder) == REPOSITORY:
            folders[:] = [f for f in folders if f not in ("scripts", "tests", "benchmarks", "docs")]
        for name in sorted(f for f in files if not f.endswith((".md", ".pyc"))):
            path = Path(folder, name)
            digest.update(str(path.relative_to(REPOSITORY)).encode() + b"\0")
            digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:12]
