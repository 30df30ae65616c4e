"""Drives a headless Chromium through the DevTools protocol, over a pipe, with nothing but Python's own library."""
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


def find():
    """The program, or None where it is not installed."""
    return next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


class Failed(Exception):
    pass


class Page:
    """One browser with one page. Keeps every request and every complaint that it hears of."""

    def __init__(self, program):
        self._home = tempfile.mkdtemp(prefix="flowsync-browser-")
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()

        def give_pipes():  # Chromium reads from 3 and writes to 4
            high_read, high_write = os.dup(to_read), os.dup(to_write)
            spare_read = os.dup(high_read) if high_read < 5 else high_read
            spare_write = os.dup(high_write) if high_write < 5 else high_write
            os.dup2(spare_read, 3)
            os.dup2(spare_write, 4)

        command = [program, "--headless=new", "--remote-debugging-pipe", "--user-data-dir=" + self._home, "--no-first-run",
                   "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
                   "--disable-sync", "--hide-scrollbars", "about:blank"]
        if os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        self._log = open(os.path.join(self._home, "log"), "wb")
        self._browser = subprocess.Popen(command, preexec_fn=give_pipes, pass_fds=(3, 4), stdin=subprocess.DEVNULL,
                                         stdout=self._log, stderr=self._log, env={**os.environ, "HOME": self._home})
        os.close(to_read)
        os.close(to_write)
        self._buffer = b""
        self._number = 0
        self._events = []
        self._session = None
        self.requests = []
        self.complaints = []
        target = self._wait_for_page()
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Security", "DOM"):
            self.call(domain + ".enable")

    def _wait_for_page(self):
        while True:
            pages = [info for info in self.call("Target.getTargets")["targetInfos"] if info["type"] == "page"]
            if pages:
                return pages[0]["targetId"]

    def close(self):
        try:
            self._session = None
            self.call("Browser.close")
            self._browser.wait(20)
        except (Failed, subprocess.TimeoutExpired, OSError):
            self._browser.kill()
            self._browser.wait()
        self._log.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def _receive(self, until):
        while b"\0" not in self._buffer:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._read], [], [], left)[0]:
                raise Failed("the browser does not answer")
            piece = os.read(self._read, 1 << 20)
            if not piece:
                raise Failed("the browser has ended")
            self._buffer += piece
        text, self._buffer = self._buffer.split(b"\0", 1)
        message = json.loads(text)
        self._note(message)
        return message

    def _note(self, message):
        method, params = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append("exception: " + json.dumps(params["exceptionDetails"])[:600])
        elif method == "Log.entryAdded":
            self.complaints.append("log: " + params["entry"]["text"][:600])
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append("console: " + json.dumps(params["args"])[:600])
        elif method == "Page.javascriptDialogOpening":
            self.complaints.append("dialog: " + params["message"])
        if method:
            self._events.append(method)

    def call(self, method, **params):
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + 120
        while True:
            answer = self._receive(until)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise Failed(f"{method}: {answer['error']}")
                return answer["result"]

    def open(self, address):
        self._events.clear()
        self.requests.clear()
        self.call("Page.navigate", url=address)
        until = time.monotonic() + 120
        while "Page.loadEventFired" not in self._events:
            self._receive(until)

    def ask(self, expression):
        """The value of a JavaScript expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise Failed(f"{expression}: {json.dumps(answer['exceptionDetails'])[:600]}")
        return answer["result"].get("value")

    def press(self, key):
        text = {"text": key} if len(key) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def click(self, selector):
        box = self.ask(f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}});"
                       " const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def look_like(self, width, height, media="screen", scheme="light"):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, path):
        import base64
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def paper(self):
        import base64
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True)["data"])
