"""A mail provider on this machine that speaks as much of Postmark's API as anymail does."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Provider(ThreadingHTTPServer):
    """`decide` tells for each address and visit whether the answer is kept back."""

    daemon_threads = True

    def __init__(self, decide: Callable[[str, int], bool]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.decide = decide
        self.taken: Counter[str] = Counter()
        self.visits: Counter[str] = Counter()
        self.lock = threading.Lock()


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        """Take the message, then answer or break off."""
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        one = sent[0] if isinstance(sent, list) else sent
        to = one["To"]
        with self.server.lock:
            self.server.visits[to] += 1
            self.server.taken[one["Metadata"]["message"]] += 1
            silent = self.server.decide(to, self.server.visits[to])
        if silent:
            self.connection.close()
            return
        answer = json.dumps({"To": to, "MessageID": f"m-{to}", "ErrorCode": 0, "Message": "OK"})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def provider(decide: Callable[[str, int], bool]) -> Iterator[Provider]:
    """Run a provider for the length of a block."""
    with Provider(decide) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()


def use(settings: Any, running: Provider) -> None:
    """Let mail leave through a provider."""
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "unused",
        "POSTMARK_API_URL": f"http://127.0.0.1:{running.server_address[1]}/",
        "REQUESTS_TIMEOUT": 5,
    }
