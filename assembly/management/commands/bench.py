"""Measure what the product exists for, and print one row a case.

Figures are CPU seconds of this process unless the unit says otherwise: this machine may be shared.
"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assembly.bench import BENCHES
from assembly.bench.row import Row

COLUMNS = ("bench", "case", "figure", "unit", "goal", "peer", "ratio", "holds")


class Command(BaseCommand):
    help = "Measure: script/bench [name…] [--quick] [--json]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", help=", ".join(BENCHES))
        parser.add_argument("--quick", action="store_true", help="at most a minute for each name")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, names: list[str], quick: bool, **options: Any) -> None:
        if unknown := set(names) - BENCHES.keys():
            raise CommandError(f"There is no bench {unknown.pop()}: {', '.join(BENCHES)}")
        rows = [row for name in names or BENCHES for row in BENCHES[name](quick=quick)]
        if options["json"]:
            self.stdout.write(json.dumps([asdict(row) for row in rows], indent=1))
            return
        table = [COLUMNS, *(tuple(_text(row, name) for name in COLUMNS) for row in rows)]
        widths = [max(len(line[place]) for line in table) for place in range(len(COLUMNS))]
        for line in table:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def _text(row: Row, name: str) -> str:
    value = getattr(row, name)
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    if isinstance(value, float):
        return f"{value:,.3g}" if value < 100 else f"{value:,.0f}"
    return str(value)
