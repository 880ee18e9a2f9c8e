"""The command line: python -m recruitment.lottery solve|draw|relax|alternates. Needs no database.

Exit status 0; 1 if no panel meets the targets (the advice is printed); 2 for input that cannot be
used (nothing is written).
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from . import (
    OBJECTIVES,
    PANELS,
    BadProblem,
    NoPanel,
    Problem,
    advise,
    choose_alternates,
    equal_panels,
    exact_panels,
)
from . import solve as find
from .files import BadFile, read_people, read_targets
from .record import canonical, lottery_file

PROGRESS = "lottery: %s"
PATIENCE = 1.0  # seconds between lines of progress


def main(words: list[str] | None = None) -> int:
    options = _options().parse_args(words)
    try:
        return int(options.do(options))
    except (BadFile, BadProblem) as error:
        print(f"lottery: {error}", file=sys.stderr)
        return 2
    except NoPanel as refusal:
        print(refusal, file=sys.stderr)
        return 1


def solve(options: argparse.Namespace) -> int:
    problem = _problem(options)
    report = _Progress()
    found = find(problem, objective=options.objective, cap=options.cap, report=report)
    exact = exact_panels(problem, found, report=report)
    uniform = equal_panels(problem, found, count=options.panels, report=report)
    content = canonical(lottery_file(problem, found, exact, uniform))
    aside = options.out.with_name(f".{options.out.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        aside.replace(options.out)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise BadFile(f"{options.out}: {error.strerror}") from error
    print(
        f"{len(problem.people)} people, {problem.size} seats, {found.objective}: "
        f"the lowest chance is {found.lowest:.4%}; no lottery can give more than {found.bound:.4%}"
    )
    return 0


def draw(options: argparse.Namespace) -> int:
    print("\n".join(_panel(options)))
    return 0


def alternates(options: argparse.Namespace) -> int:
    problem, panel = _problem(options), _panel(options)
    found = choose_alternates(
        problem,
        panel,
        count=options.count,
        rates=dict.fromkeys(panel, options.rate),
        seed=str(options.number),
        report=_Progress(),
    )
    print("\n".join(found.ids))
    print(
        f"lottery: {found.expected:.2f} seats missed on average, {found.without:.2f} without "
        f"alternates; no choice of {options.count} can expect less than {found.bound:.2f}",
        file=sys.stderr,
    )
    return 0


def _panel(options: argparse.Namespace) -> list[str]:
    try:
        panels = json.loads(options.lottery.read_bytes())["uniform"]["panels"]
        panels = ["\n".join(panel).split("\n") for panel in panels]
    except OSError as error:
        raise BadFile(f"{options.lottery}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadFile(f"{options.lottery.name} is no lottery file") from error
    if not 0 <= options.number < len(panels):
        raise BadFile(f"There are panels 0 to {len(panels) - 1}, none with number {options.number}")
    return list(panels[options.number])


def relax(options: argparse.Namespace) -> int:
    changes = advise(_problem(options))
    if changes:
        print(NoPanel(changes))
        return 0
    find(_problem(options), objective="maximin")
    print("A panel that meets every target can be made: nothing need be relaxed.")
    return 0


def _problem(options: argparse.Namespace) -> Problem:
    targets = read_targets(options.targets)
    columns = [name for name in (options.address_columns or "").split(",") if name.strip()]
    people = read_people(
        options.people, targets, id_column=options.id_column, address_columns=columns
    )
    return Problem(people, targets, options.size)


class _Progress:
    """Say on standard error how far a long solve is, once a second at most."""

    def __init__(self) -> None:
        self.said = time.monotonic()

    def __call__(self, step: str) -> None:
        if time.monotonic() - self.said > PATIENCE:
            self.said = time.monotonic()
            print(PROGRESS % step, file=sys.stderr, flush=True)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m recruitment.lottery", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="solve|draw|relax|alternates")
    solving = commands.add_parser("solve", help="find the fairest lottery and write it to a file")
    relaxing = commands.add_parser(
        "relax", help="say the cheapest change that makes a panel possible"
    )
    standing = commands.add_parser(
        "alternates", help="name people to ask when members drop out, and print their ids"
    )
    for each, act in ((solving, solve), (relaxing, relax), (standing, alternates)):
        each.set_defaults(do=act)
        each.add_argument("--targets", type=Path, required=True, help="CSV: category,value,min,max")
        each.add_argument("--people", type=Path, required=True, help="CSV: one row a person")
        each.add_argument("--size", type=int, required=True, help="seats on the panel")
        each.add_argument("--id-column", help="the column with the ids (the first)")
        each.add_argument("--address-columns", help="columns that make up an address: A,B")
    solving.add_argument("--objective", choices=OBJECTIVES, default="leximin")
    solving.add_argument("--cap", type=float, help="the most that anybody's chance may be")
    solving.add_argument("--panels", type=int, default=PANELS, help="equally likely panels")
    solving.add_argument("--out", type=Path, required=True, help="lottery.json")
    drawing = commands.add_parser("draw", help="print the panel of a number drawn")
    drawing.set_defaults(do=draw)
    for each in (drawing, standing):
        each.add_argument("--lottery", type=Path, required=True)
        each.add_argument("--number", type=int, required=True)
    standing.add_argument("--count", type=int, required=True, help="alternates to name")
    standing.add_argument(
        "--rate", type=float, default=0.1, help="each member's chance to drop out (0.1)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
