"""Reading an address file and choosing a wave: rate, memory, growth; the plain way beside it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

from recruitment import frames
from recruitment.frames.order import Plan, choose

from . import national, plain_frame
from .row import Row
from .tree import watched

ROWS = (1_000_000, 3_000_000, 10_000_000)
QUICK = (300_000, 1_000_000)
MOST_PLAIN, COUNTRY = 3_000_000, 30_000_000
PLAN = Plan(size=10_000, even_share=80, deprived_deciles=3, seed="bench")
MOST_SECONDS, MOST_MEGABYTES = 60.0, 500.0
PROGRAM = (
    "import django, pathlib, sys; django.setup(); from assembly.bench import frame; "
    "frame.{}(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))"
)


@dataclass(frozen=True)
class Run:
    """One reading in processes of its own: what it took, and what came of it."""

    seconds: float
    cpu: float
    megabytes: float
    drawn: str
    result: str


def measure(*, quick: bool) -> list[Row]:
    """Measure growing files; the plain way reads all but the largest."""
    found: list[Row] = []
    runs: list[tuple[int, Run]] = []
    for count in QUICK if quick else ROWS:
        with files(count) as paths:
            run, again = apart("ours", *paths), apart("ours", *paths)
            if count <= MOST_PLAIN:
                found += against(count, apart("plainly", *paths), run)
        runs.append((count, run))
        found += figures(count, run, again)
    return found + grown(runs)


@contextmanager
def files(count: int) -> Iterator[tuple[Path, Path]]:
    """Make an address file of so many rows and its postcodes under var/, and delete them after."""
    settings.VAR.mkdir(exist_ok=True)
    folder = Path(mkdtemp(prefix="frame-", dir=settings.VAR))
    try:
        yield national.make(folder, count)
    finally:
        shutil.rmtree(folder)


def figures(count: int, run: Run, again: Run) -> list[Row]:
    case, same = f"{count:,} rows", run.result == again.result
    fits = run.megabytes <= MOST_MEGABYTES
    return [
        Row("frame", case, count / run.seconds, "rows/s", COUNTRY / MOST_SECONDS),
        Row("frame", f"CPU, {case}", count / run.cpu, "rows/CPU s"),
        Row("frame", f"memory, {case}", run.megabytes, "MB", MOST_MEGABYTES, holds=fits),
        Row("frame", f"same bytes again, {case}", float(same), "1 = yes", 1.0, holds=same),
    ]


def against(count: int, plain: Run, ours: Run) -> list[Row]:
    same = plain.drawn == ours.drawn
    return [
        Row(
            "frame", f"times plain streaming, {count:,} rows", plain.seconds / ours.seconds, "×",
            peer=count / plain.seconds, ratio=plain.seconds / ours.seconds,
        ),
        Row(
            "frame", f"the same per CPU second, {count:,} rows", plain.cpu / ours.cpu, "×",
            peer=count / plain.cpu, ratio=plain.cpu / ours.cpu,
        ),
        Row("frame", f"same addresses, {count:,} rows", float(same), "1 = yes", 1.0, holds=same),
    ]  # fmt: skip


def grown(runs: list[tuple[int, Run]]) -> list[Row]:
    """Say how time and memory grow between the two largest sizes, and where 30 million ends."""
    (few, first), (many, last) = runs[-2:]
    further = (COUNTRY - many) / (many - few)
    rows = []
    for what, unit, goal, start, end in (
        ("seconds", "s", MOST_SECONDS, first.seconds, last.seconds),
        ("CPU seconds", "s", None, first.cpu, last.cpu),
        ("memory", "MB", MOST_MEGABYTES, first.megabytes, last.megabytes),
    ):
        then = end + (end - start) * further
        holds = None if goal is None else then <= goal
        rows += [
            Row("frame", f"growth of {what}, {many / few:.1f} times the rows", end / start, "×"),
            Row("frame", f"{what}, 30 million rows, projected", then, unit, goal, holds=holds),
        ]
    return rows


def apart(way: str, addresses: Path, postcodes: Path) -> Run:
    """Run one way in another process, the postcode file's reading included."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(way), str(addresses), str(postcodes)],
        capture_output=True, text=True, check=True, cwd=settings.BASE_DIR,
    )  # fmt: skip
    return Run(**json.loads(done.stdout))


def ours(addresses: Path, postcodes: Path) -> None:
    with watched() as tree:
        beside = addresses.stat().st_size >= frames.WORTH_PROCESSES
        reading = frames.Reading(addresses, frames.read_lookup(postcodes), beside=beside)
        chosen = choose(reading, PLAN)
    points = [*chosen.even, *chosen.extra]
    counts = [reading.rows, reading.residential, reading.exclusions, reading.kept, reading.sha256]
    _tell(
        Run(
            tree.seconds, tree.cpu, tree.megabytes,
            _digest([f"{point.number:08d}" for point in points], reading.exclusions),
            _digest(points, counts, chosen.available, chosen.available_deprived),
        )
    )  # fmt: skip


def plainly(addresses: Path, postcodes: Path) -> None:
    with watched() as tree:
        drawn, left_out = plain_frame.draw(
            addresses, postcodes, size=PLAN.size, even=PLAN.even,
            deciles=PLAN.deprived_deciles, seed=PLAN.seed,
        )  # fmt: skip
    digest = _digest(drawn, left_out)
    _tell(Run(tree.seconds, tree.cpu, tree.megabytes, digest, digest))


def _digest(*values: object) -> str:
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _tell(run: Run) -> None:
    print(json.dumps(asdict(run)))
