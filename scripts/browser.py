"""Headless Chromium by its DevTools protocol: as much of it as taking pictures of pages needs."""
import base64
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import websocket

PATIENCE = 60  # seconds until what is waited for must be there
FLAGS = (
    "--headless=new", "--remote-debugging-port=0", "--no-first-run", "--disable-quic", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
    "--hide-scrollbars", "--force-color-profile=srgb", "--lang=vi")
# In the page: the visible elements that match a selector and contain a text.
FIND = """
(selector, text, hidden) => [...document.querySelectorAll(selector)].find(
    (element) => (hidden || element.checkVisibility()) && element.textContent.includes(text || ''))
"""
# In the page: resolves when nothing loads and nothing has changed for a while.
SETTLED = """
new Promise((resolve) => {
    const busy = '.o_loading_indicator, .o_blockUI, .o_notification, .o_view_sample_data .fa-spin';
    let timer;
    const look = () => {
        clearTimeout(timer);
        timer = setTimeout(async () => {
            await document.fonts.ready;
            if (document.querySelector(busy) || [...document.images].some((image) => !image.complete)) {
                return look();
            }
            observer.disconnect();
            resolve(true);
        }, 700);
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    look();
})
"""
STILL = """
document.addEventListener('DOMContentLoaded', () => {
    const style = document.createElement('style');
    style.textContent = '*, *::before, *::after { animation: none !important; transition: none !important; '
        + 'caret-color: transparent !important; }';
    document.head.append(style);
});
"""


class BrowserError(Exception):
    """The page did not do what was expected of it; the message says what and where."""


class Browser:
    """A Chromium of our own with an empty profile, ended and removed with the `with` block."""

    def __enter__(self):
        self._profile = Path(tempfile.mkdtemp(prefix="dan_van_browser_"))
        flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self._process = subprocess.Popen(
            ["chromium", *flags, f"--user-data-dir={self._profile}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self._socket = websocket.create_connection(
                self._address(), timeout=PATIENCE, suppress_origin=True)
        except BaseException:
            self.__exit__()
            raise
        self._numbers = itertools.count(1)
        return self

    def __exit__(self, *_error):
        self._process.terminate()
        self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _address(self):
        """Return the address that Chromium writes down once it listens."""
        note = self._profile / "DevToolsActivePort"
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            lines = note.read_text(encoding="utf-8").split() if note.is_file() else []
            if len(lines) == 2:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            time.sleep(0.1)
        raise BrowserError("Chromium did not start")

    def call(self, method, session=None, **params):
        """Call a method of the protocol and return its result.

        :param session: the page it is for, or None for the browser itself
        :raises BrowserError: with the browser's own message
        """
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        self._socket.send(json.dumps({**message, "sessionId": session} if session else message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def page(self, width, height, *, phone=False):
        """Open a page of its own, without cookies of the others, for a reader in Viet Nam.

        :param width: of the view, in CSS pixels; `height` likewise
        """
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)
        page = Page(self, self.call("Target.attachToTarget", targetId=target["targetId"],
                                    flatten=True)["sessionId"])
        page.call("Page.enable")
        page.call("Page.addScriptToEvaluateOnNewDocument", source=STILL)
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=phone)
        page.call("Emulation.setTouchEmulationEnabled", enabled=phone)
        page.call("Emulation.setTimezoneOverride", timezoneId="Asia/Ho_Chi_Minh")
        page.call("Emulation.setLocaleOverride", locale="vi-VN")
        return page


class Page:
    """One page: go, find, click, fill in, take a picture."""

    def __init__(self, browser, session):
        self._browser = browser
        self._session = session

    def call(self, method, **params):
        """Call a method of the protocol for this page."""
        return self._browser.call(method, self._session, **params)

    def evaluate(self, expression, *, by_value=True):
        """Return the value of a JavaScript expression, awaited; or its object for the protocol.

        :raises BrowserError: when it throws
        """
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True,
                           returnByValue=by_value)
        if details := answer.get("exceptionDetails"):
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value") if by_value else answer["result"].get("objectId")

    def find(self, selector, text="", *, hidden=False):
        """Wait for an element and return the JavaScript expression that finds it.

        :param text: what it contains
        :param hidden: take it though nobody can see it
        :raises BrowserError: when it does not come
        """
        element = f"({FIND})({json.dumps(selector)}, {json.dumps(text)}, {json.dumps(hidden)})"
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self._is_true(f"Boolean({element})"):
                return element
            time.sleep(0.1)
        raise BrowserError(f"no {selector} {text} on {self.evaluate('location.href')}:\n"
                           f"{self.evaluate('document.body.innerText')[:2000]}")

    def _is_true(self, expression):
        try:
            return self.evaluate(expression)
        except BrowserError:  # the page is being replaced by the next
            return False

    def settle(self):
        """Wait until the page, or the next one that it leads to, has come to rest."""
        while not self._is_true(SETTLED):
            time.sleep(0.1)

    def goto(self, address, selector):
        """Open an address and wait until `selector` is there and the page rests."""
        self.call("Page.navigate", url=address)
        self.find(selector)
        self.settle()

    def click(self, selector, text=""):
        """Click an element as soon as it is there, and wait until the page rests."""
        self.evaluate(f"{self.find(selector, text)}.click()")
        self.settle()

    def fill(self, selector, value):
        """Type into a field, by setting its value."""
        self.evaluate(f"{self.find(selector)}.value = {json.dumps(value)}")

    def choose_file(self, selector, path):
        """Choose a file in a file input, which pages like to hide."""
        handle = self.evaluate(self.find(selector, hidden=True), by_value=False)
        self.call("DOM.setFileInputFiles", files=[str(path)], objectId=handle)
        self.settle()

    def picture(self):
        """Return what is seen now, as bytes of a PNG."""
        self.evaluate("document.activeElement && document.activeElement.blur()")
        self.settle()
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def fetch(self, address):
        """Return the bytes that the page's user gets from an address."""
        return base64.b64decode(self.evaluate(f"""fetch({json.dumps(address)}).then(async (answer) => {{
            if (!answer.ok) {{ throw new Error(`${{answer.status}} for ${{answer.url}}`); }}
            const bytes = new Uint8Array(await answer.arrayBuffer());
            return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
        }})"""))
