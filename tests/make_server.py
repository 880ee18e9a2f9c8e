"""The application on a real web server of several processes, on loopback."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

PATIENCE = 60.0


class Server:
    """A running gunicorn: where it listens, where it writes what it was asked and what it says."""

    process: "subprocess.Popen[bytes]"

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.log, self.errors = (folder / f"{what}-{port}.log" for what in ("access", "errors"))

    def ask(
        self, method: str, path: str, data: dict[str, str] | None = None, **cookies: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Send one request and return status, headers and page."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        body = None
        if data is not None:
            body = urlencode({**data, "csrfmiddlewaretoken": cookies.get("csrftoken", "")})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, body, headers)
            response = line.getresponse()
            return response.status, response.headers, response.read().decode()
        finally:
            line.close()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def start(
    environment: Mapping[str, str],
    folder: Path,
    *,
    application: str = "assembly.wsgi",
    workers: int = 4,
    alive: str = "/healthz/",
) -> Server:
    """Start the application and wait until the page `alive` answers with 200.

    However long the crowds of our tests wait, nobody is asked to come back, unless a test says so.
    """
    environment = {"LONGEST_WAIT_SECONDS": str(PATIENCE), **environment}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(port, folder)
    options = ["--workers", str(workers), "--threads", "8", "--access-logfile", str(server.log)]
    command = [sys.executable, "-m", "gunicorn", f"{application}:application", *options]
    # Loaded once and then divided among the processes: each need not load it again.
    command += ["--preload", "--bind", f"127.0.0.1:{port}", "--backlog", "512"]
    command += ["--log-level", "error"]
    with server.errors.open("wb") as errors:
        server.process = subprocess.Popen(
            [*command, "--no-control-socket"], env=environment, cwd=settings.BASE_DIR,
            stderr=errors,
        )  # fmt: skip
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if server.ask("GET", alive)[0] == 200:
                return server
        except OSError:
            time.sleep(0.2)
    server.stop()
    raise TimeoutError(f"The server did not start: {server.errors.read_text()}")
