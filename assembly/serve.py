"""The web server: `python -m assembly.serve [--port 8000]`.

Its processes are forked from one that has loaded everything, so that they share it and nobody waits
for it. Each has more threads than it serves requests at once: the others wait in a line that the
application itself keeps (assembly/waiting.py), and it answers at once whoever has to come back.
"""

import argparse
import gc
import importlib
import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

SERVED_AT_ONCE = 2  # one computes while the other waits for the database; more only get in the way
# A body that is still being sent may need its connection to the database after its place is free.
SENDING = 8
THREADS = 200  # more than have room in the line, so that there is one to turn newcomers away
BACKLOG, CONNECTIONS = 2_048, 10_000
LARGEST = 512  # megabytes: a process that has grown beyond is replaced
LOGS = {
    "formatters": {
        "asked": {"format": "%(message)s"},
        "wrong": {"()": "assembly.logs.FirstLine"},
    },
    "handlers": {
        name: {"class": "logging.StreamHandler", "formatter": name, "stream": f"ext://sys.{where}"}
        for name, where in (("asked", "stdout"), ("wrong", "stderr"))
    },
    "loggers": {
        "_granian": {"handlers": ["wrong"], "propagate": False},
        "granian.access": {"handlers": ["asked"], "level": "INFO", "propagate": False},
    },
}


def main() -> None:
    """Serve until told to stop; then what is under way is finished first."""
    asked = _arguments()
    os.environ.setdefault("SERVED_AT_ONCE", str(SERVED_AT_ONCE))
    os.environ["DATABASE_POOL"] = str(int(os.environ["SERVED_AT_ONCE"]) + SENDING)
    importlib.import_module(asked.application)
    gc.freeze()  # what was loaded before the fork is left out of every collection to come
    # A page makes some thousand objects and drops them all: look for cycles less often.
    gc.set_threshold(20_000, 20, 20)
    Granian(
        f"{asked.application}:application",
        address=asked.address,
        port=asked.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=asked.processes,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        log_level=LogLevels.error,
        log_dictconfig=LOGS,
        log_access=asked.log,
        respawn_failed_workers=True,
        workers_max_rss=LARGEST,
        workers_kill_timeout=30,
    ).serve()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m assembly.serve", description=__doc__)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--log", action="store_true", help="write down each request")
    parser.add_argument("--application", default="assembly.wsgi", help="the module that has it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
