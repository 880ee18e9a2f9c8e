"""The specialists' library, `sortition-algorithms`, beside ours: a program of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

BACKENDS = {"HiGHS": "highspy", "CBC": "mip-cbc"}
PYTHON = settings.BASE_DIR / "var" / "peer" / "bin" / "python"
PROGRAM = Path(__file__).with_name("sortition.py")
PATIENCE = 3  # clock seconds for each CPU second allowed: the machine may be shared


@dataclass(frozen=True)
class Answer:
    """What the peer found: CPU seconds, and the lowest chance of anybody."""

    algorithm: str
    seconds: float
    lowest: float


def install() -> bool:
    """Make the peer's environment if need be; return whether it is there."""
    bootstrap = settings.BASE_DIR / "script" / "bootstrap"
    made = subprocess.run([bootstrap, "peer"], stdout=sys.stderr.fileno(), check=False)
    return made.returncode == 0


def ask(targets: Path, people: Path, seats: int, backend: str, seconds: int) -> Answer | None:
    """Run one back end of `BACKENDS`; return None if it did not finish in so many CPU seconds."""
    words = [str(PYTHON), str(PROGRAM), str(targets), str(people), str(seats)]
    words += [BACKENDS[backend], str(seconds)]
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, check=False, timeout=PATIENCE * seconds
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode < 0:
        return None
    if done.returncode:
        raise RuntimeError(f"The peer failed with {backend}: {done.stderr[-500:]}")
    return Answer(**json.loads(done.stdout.splitlines()[-1]))
