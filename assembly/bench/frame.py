"""Reading an address file and choosing a wave, with its memory and its growth."""

import csv
import gzip
import io
import resource
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from recruitment import frames
from recruitment.frames.order import Plan, choose

from .row import Row, cpu

ROWS = (100_000, 1_000_000, 3_000_000)
QUICK = ROWS[:1]
DRAWN = 10_000
MOST = 500.0
GOAL = 500_000.0  # 30 million in a minute
SEED = "bench"
PROGRAM = (
    "import django, pathlib, sys; django.setup(); "
    "from assembly.bench import frame; frame.one(pathlib.Path(sys.argv[1]))"
)


def measure(*, quick: bool) -> list[Row]:
    """Each size runs in a process of its own, so that memory is that of one reading."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for count in QUICK if quick else ROWS:
            path = Path(folder, f"{count}.csv")
            make(path, count)
            seconds, megabytes, digest = _apart(path)
            case = f"{count:,} rows"
            rate, same = count / seconds, digest == _apart(path)[2]
            rows += [
                Row("frame", case, rate, "rows/CPU s", GOAL, holds=rate >= GOAL),
                Row("frame", f"memory, {case}", megabytes, "MB", MOST, holds=megabytes <= MOST),
                Row("frame", f"same again, {case}", float(same), "1 = yes", 1.0, holds=same),
            ]
    return rows


def make(path: Path, count: int) -> None:
    """Write a PAF file of so many rows: the borough's own, again and again with new UDPRNs."""
    source = settings.DATA_DIR / "waltham_forest" / "wf_paf_synthetic.csv.gz"
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        points = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number in range(count):
            point = list(points[number % len(points)])
            point[12] = str(10_000_000 + number)
            writer.writerow(point)


def _apart(path: Path) -> tuple[float, float, str]:
    """Read and choose in another process; return CPU seconds, most megabytes, what was chosen."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)],
        capture_output=True, text=True, check=True, cwd=settings.BASE_DIR,
    )  # fmt: skip
    seconds, megabytes, digest = done.stdout.split()
    return float(seconds), float(megabytes), digest


def one(path: Path) -> None:
    """Read one file, choose a wave, and print what `_apart` wants to know."""
    lookup = frames.read_lookup(settings.DATA_DIR / "waltham_forest" / "wf_postcodes.csv")
    with cpu() as clock:
        chosen = choose(frames.read(path, lookup), Plan(DRAWN, 80, 3, SEED), frozenset())
    names = io.StringIO()
    for point in [*chosen.even, *chosen.extra]:
        names.write(f"{point.udprn}\n")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(clock.seconds, most, sha256(names.getvalue().encode()).hexdigest())
