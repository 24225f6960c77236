"""Debian packages of the machine, and packages of another suite that are only unpacked."""
import ctypes.util
import os
import pwd
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .console import Stop, is_root, run, say

OWN_PYTHON = Path("/usr/bin/python3")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def _has_program(name):
    return lambda: shutil.which(name) is not None


def _has_browser():
    """Tell whether there is a browser for tests; the one without a window of its own takes less time."""
    return any(map(shutil.which, ("chromium-headless-shell", "chromium")))


def _has_library(name):
    return lambda: ctypes.util.find_library(name) is not None


def _has_jar(name):
    return Path(f"/usr/share/java/{name}.jar").exists


def _has_spreadsheets():
    program = shutil.which("soffice")
    return bool(program and Path(program).resolve().with_name("libsclo.so").exists())


def _has_vietnamese_words():
    return any(Path("/usr/share/tesseract-ocr").glob("*/tessdata/vie.traineddata"))


def _has_postgresql():
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _makes_environments(interpreter):
    return not subprocess.run([interpreter, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL, check=False).returncode


def python():
    """Return the Python that environments are made with.

    Debian's own is compiled for speed; with one that was compiled as it comes the same tests take a quarter longer.
    """
    usable = OWN_PYTHON.exists() and (is_root() or _makes_environments(OWN_PYTHON))
    return OWN_PYTHON if usable else Path(sys.executable)


def _has_venv():
    return _makes_environments(python())


def _has_vietnamese_font():
    fonts = subprocess.run(["fc-list", ":lang=vi"], capture_output=True, check=False) \
        if shutil.which("fc-list") else None
    return bool(fonts and fonts.stdout.strip())


VENV = {"python3-venv": _has_venv}
PDF = {
    "libpango-1.0-0": _has_library("pango-1.0"),
    "libpangoft2-1.0-0": _has_library("pangoft2-1.0"),
    "libharfbuzz-subset0": _has_library("harfbuzz-subset"),
}
CLIENT = {"postgresql-client": _has_program("psql")}
SERVER = {"postgresql": _has_postgresql, **CLIENT}
# What reads old Word files, and scans and photos.
READING = {
    "libreoffice-writer-nogui": _has_program("soffice"),
    "tesseract-ocr": _has_program("tesseract"),
    "tesseract-ocr-vie": _has_vietnamese_words,
}
TESTS = {
    **READING,
    "chromium-headless-shell": _has_browser,
    "poppler-utils": _has_program("pdftotext"),
    "libnss3-tools": _has_program("certutil"),
    "libreoffice-calc-nogui": _has_spreadsheets,
    "fontconfig": _has_program("fc-list"),
    # Preflight, the validator of PDF/A that Debian has, and what it needs.
    "default-jre-headless": _has_program("java"),
    "libpdfbox2-java": _has_jar("preflight"),
    "libjaxb-api-java": _has_jar("jaxb-api"),
}
PICTURES = {"chromium": _has_program("chromium"), "fontconfig": _has_program("fc-list"),
            "fonts-dejavu-core": _has_vietnamese_font}


def require(packages):
    """See to it that the machine has `packages` (name -> test whether it is there).

    Installs what is missing when run as root.
    :raises Stop: naming the exact `apt-get install` when it may not or did not help
    """
    missing = [name for name, present in packages.items() if not present()]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    shown = "apt-get install --no-install-recommends " + " ".join(missing)
    if not is_root():
        raise Stop(f"Debian packages are missing. Please run as root:\n  {shown}")
    say("installing Debian packages: " + " ".join(missing))
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update"], what="apt-get update", env=env)
    run(command, what=shown, env=env)
    missing = [name for name in missing if not packages[name]()]
    if missing:
        raise Stop(f"Still missing after `{shown}`: {', '.join(missing)}")


def wish(packages):
    """As :func:`require`, for packages without which something can be done less: where they can't be had that is said."""
    try:
        require(packages)
    except Stop as reason:
        say(f"Some kinds of files will not be read. {reason}")


def _release():
    """Return the code name of this machine's Debian, such as bookworm."""
    text = Path("/etc/os-release").read_text(encoding="utf-8")
    found = re.search(r"^VERSION_CODENAME=\"?(\w+)", text, re.MULTILINE)
    if not found:
        raise Stop("This machine's Debian suite is unknown: set ODOO_HOME to your Odoo 19.")
    return found.group(1)


def _mirror(codename):
    """Return the address of the Debian archive that this machine's apt uses.

    `--print-uris` answers before the machine's first `apt-get update` as well.
    """
    listing = run(["apt-get", "update", "--print-uris"], what="reading apt's sources")
    names = f"{codename}|stable|oldstable|testing"
    found = re.search(rf"^'([^']+?)/dists/(?:{names})/(?:In)?Release'", listing, re.MULTILINE)
    if not found:
        raise Stop("apt has no source of Debian's main archive: set ODOO_HOME to your Odoo 19.")
    return found.group(1)


def _private_apt(folder):
    """Return apt options that keep all of apt's state in `folder` and refuse unsigned archives."""
    for name in ("lists/partial", "archives/partial", "log"):
        (folder / name).mkdir(parents=True)
    (folder / "status").touch()
    codename = _release()
    signed = f"deb [signed-by={KEYRING}] {_mirror(codename)}"
    (folder / "sources.list").write_text(
        f"{signed} sid main\n{signed} {codename} main\n", encoding="utf-8")
    options = {
        "Dir::Etc::SourceList": folder / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "Dir::State": folder,
        "Dir::State::Lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder,
        "Dir::Cache::Archives": folder / "archives",
        "Dir::Log": folder / "log",
        "APT::Sandbox::User": pwd.getpwuid(os.geteuid()).pw_name,
        "Acquire::AllowInsecureRepositories": "false",
        "Acquire::AllowDowngradeToInsecureRepositories": "false",
        "Acquire::Languages": "none",
    }
    return [part for name, value in options.items() for part in ("-o", f"{name}={value}")]


def unpack(sid, own, target, workplace):
    """Download packages and unpack them into `target`, leaving the system's apt as it is.

    :param sid: package names taken from Debian sid
    :param own: package names taken from the machine's own suite
    :param target: folder that receives the files
    :param workplace: empty folder for apt's lists and archives; the caller removes it
    :raises Stop: when a package cannot be had or a signature is wrong
    """
    if not KEYRING.exists():
        raise Stop("Debian's keys are missing. Please run as root:\n"
                   "  apt-get install debian-archive-keyring")
    options = _private_apt(workplace)
    run(["apt-get", *options, "update"], what="reading Debian's package lists")
    wanted = [f"{name}/sid" for name in sid] + [f"{name}/{_release()}" for name in own]
    run(["apt-get", *options, "download", *wanted], what="downloading from Debian",
        cwd=workplace / "archives")
    for archive in sorted((workplace / "archives").glob("*.deb")):
        run(["dpkg-deb", "-x", archive, target], what=f"unpacking {archive.name}")
