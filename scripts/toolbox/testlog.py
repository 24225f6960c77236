"""What Odoo's log tells about a test run: each test, each failure, each unexpected error."""
import re
from dataclasses import dataclass, field

RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>[\w.]+): (?P<text>.*)",
    re.DOTALL)
STARTING = re.compile(r"^Starting ([\w.]+) \.\.\.")
FAILURE = re.compile(r"^(?:FAIL|ERROR): (.+)")
SUBTEST = re.compile(r"^Subtest ([\w.]+)")
SKIPPED = re.compile(r"^skipped (.+?) : (.*)", re.DOTALL)
RESULT = re.compile(r"^(\d+) failed, (\d+) error\(s\) of (\d+) tests")
NO_BROWSER = re.compile(r"chrom|websocket", re.IGNORECASE)
# Errors that Odoo logs although nothing is wrong: (logger, beginning of the text).
HARMLESS = ()


@dataclass
class TestLog:
    """Reads a log line by line; what it found is in its fields."""

    started: list = field(default_factory=list)
    skipped: dict = field(default_factory=dict)
    failures: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)
    counted: int = None
    _record: list = field(default_factory=list)

    def feed(self, line):
        """Take one line; a record may go on over several."""
        if RECORD.match(line):
            self.close()
        self._record.append(line.rstrip("\n"))

    def close(self):
        """Judge the record that is complete."""
        found = RECORD.match("\n".join(self._record))
        self._record = []
        if found:
            self._judge(found["level"], found["logger"], found["text"])

    def _judge(self, level, logger, text):
        module = logger.removeprefix("odoo.addons.")
        if result := RESULT.match(text):
            self.counted = int(result[3])
        elif started := STARTING.match(text):
            self.started.append(f"{module}.{started[1]}")
        elif skipped := SKIPPED.match(text):
            self._skip(f"{module}.{skipped[1]}", skipped[2])
        elif level in ("ERROR", "CRITICAL"):
            self._fail(module, logger, text)

    def _skip(self, test, reason):
        if NO_BROWSER.search(reason):
            self.failures.setdefault(test, []).append(f"skipped: {reason}")
        else:
            self.skipped[test] = reason

    def _fail(self, module, logger, text):
        failure = FAILURE.match(text)
        if failure:
            subtest = SUBTEST.match(failure[1])
            self.failures.setdefault(
                f"{module}.{subtest[1] if subtest else failure[1]}", []).append(text)
        elif not any(logger == name and text.startswith(start) for name, start in HARMLESS):
            self.errors.append(f"{logger}: {text}")

    @property
    def passed(self):
        """The tests that were started and neither failed nor were skipped."""
        return [t for t in self.started if t not in self.failures and t not in self.skipped]
