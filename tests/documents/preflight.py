"""Apache PDFBox Preflight, which validates PDF/A-1."""
import tempfile

from ..programs import call

JARS = ('preflight', 'pdfbox2', 'fontbox2', 'xmpbox', 'commons-logging', 'javax.activation', 'jaxb-api')
# What PDF/A-1 forbids or asks for and PDF/A-2 doesn't: Preflight knows PDF/A-1 only.
OF_PART_1 = (
    "1.4 : Trailer Syntax error, /XRef cross reference streams are not allowed",  # ISO 19005-2, 6.1.4 allows them
    "The CIDSet entry is missing for the Composite Subset",  # 6.2.11.4.2: optional
    "1.2.7 : Body Syntax error, Filter specified in metadata dictionary",  # 6.6.2.1 has no such rule
)


def preflight(content):
    """:return: what Preflight has to say about a file, as lines"""
    with tempfile.NamedTemporaryFile(suffix='.pdf') as file:
        file.write(content)
        file.flush()
        path = ':'.join(f'/usr/share/java/{jar}.jar' for jar in JARS)
        done = call(
            # Odoo limits the memory of its processes, and of those that it starts.
            'java', '-Xmx256m', '-XX:CompressedClassSpaceSize=64m', '-cp', path, 'org.apache.pdfbox.preflight.Validator_A1b',
            file.name, text=True, check=False)
    if "is not a valid PDF/A-1b file" not in done.stdout:
        raise AssertionError(f"Preflight did not validate: {done.stdout}{done.stderr}")
    return list(filter(None, done.stdout.splitlines()))[1:]
