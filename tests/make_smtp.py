"""A mail server on this machine that takes, refuses, defers or drops messages as it is told."""

import re
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TAKE, REFUSE, DEFER, SPAM, DROP_BEFORE, DROP_AFTER, LOSE = (
    "take", "refuse", "defer", "spam", "drop before data", "take and drop", "drop and lose",
)  # fmt: skip


class Server(socketserver.ThreadingTCPServer):
    """`decide` tells for each address and visit what happens; `taken` counts what was accepted."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, decide: Callable[[str, int], str]) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.decide = decide
        self.taken: Counter[str] = Counter()
        self.visits: Counter[str] = Counter()
        self.texts: list[str] = []
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def visit(self, address: str) -> str:
        with self.lock:
            self.visits[address] += 1
            return self.decide(address, self.visits[address])

    def keep(self, text: str) -> None:
        with self.lock:
            self.taken[re.search(r"(?im)^message-id: (\S+)", text)[1]] += 1
            self.texts.append(text)

    def handle_error(self, request, client_address) -> None:
        """A client that went away is no news."""


class _Session(socketserver.StreamRequestHandler):
    """One connection: as much of SMTP as smtplib speaks."""

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 ready")
        fate = TAKE
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            verb = line.split(" ")[0].upper()
            if verb == "RCPT":
                address = re.search(r"<(.+?)>", line)[1]
                fate = self.server.visit(address)
                refusals = {REFUSE: f"550 5.1.1 <{address}>: no such mailbox", DEFER: "451 later"}
                self.say(refusals.get(fate, "250 ok"))
            elif verb == "DATA":
                if fate == DROP_BEFORE:
                    return
                self.say("354 go on")
                text = self._text()
                if fate == LOSE:
                    return
                if fate == SPAM:
                    self.say("554 5.7.1 looks like spam")
                    continue
                self.server.keep(text)
                if fate == DROP_AFTER:
                    return
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def _text(self) -> str:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.decode("utf-8", "replace"))
        return "".join(lines)


@contextmanager
def server(decide: Callable[[str, int], str] = lambda _address, _visit: TAKE) -> Iterator[Server]:
    """Run a server for the length of a block."""
    with Server(decide) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()


def use(settings, running: Server) -> None:
    """Let mail leave through a server."""
    settings.EMAIL_BACKEND = "assembly.outbox.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
    settings.EMAIL_TIMEOUT = 5
