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
# However long a crowd of ours waits, nobody is asked to come back.
NOBODY_LEAVES = {"LONGEST_WAIT_SECONDS": "60", "LONGEST_LINE": "10000"}


class Server:
    """A web server: where it listens, where it writes what it was asked and what it says."""

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
    """Start the application and wait until the page `alive` answers with 200."""
    environment = {**NOBODY_LEAVES, **environment}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(port, folder)
    command = [sys.executable, "-m", "assembly.serve", "--application", application, "--log"]
    command += ["--port", str(port), "--processes", str(workers)]
    with server.log.open("wb") as log, server.errors.open("wb") as errors:
        server.process = subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=errors
        )
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if server.ask("GET", alive)[0] == 200:
                return server
        except OSError:
            time.sleep(0.2)
    server.stop()
    raise TimeoutError(f"The server did not start: {server.errors.read_text()}")
