"""How pages are served: three processes of four threads, which share what they loaded."""

import gc
from typing import Any

wsgi_app = "assembly.wsgi:application"
workers, threads = 3, 4
timeout = 60
backlog = 2048
# A kept connection lives longer than any queue: it is not closed while its next request waits.
keepalive = 30
worker_connections = 4_000
preload_app = True
# A process that has grown is replaced: after a few minutes of the busiest morning planned for.
max_requests, max_requests_jitter = 50_000, 5_000


def pre_fork(server: Any, worker: Any) -> None:
    """Leave what was loaded before the fork out of every collection to come."""
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """A page makes some thousand objects and drops them all: look for cycles less often."""
    gc.set_threshold(20_000, 20, 20)
