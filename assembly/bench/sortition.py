"""Find a lottery with `sortition-algorithms`, in a virtual environment of its own.

    python sortition.py TARGETS.csv PEOPLE.csv SIZE BACKEND SECONDS

Run as a program by `peer`, never imported: the library is under the GPL and no part of the product.
Leximin if its commercial solver is there, else maximin. After so many CPU seconds the system ends
the process. Prints JSON: the algorithm, its CPU seconds (reading left out), the lowest chance.
"""

import csv
import json
import os
import resource
import sys
from collections import Counter
from pathlib import Path


def main(targets: str, people: str, size: str, backend: str, seconds: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    import sortition_algorithms as peer
    from sortition_algorithms.committee_generation import (
        GUROBI_AVAILABLE,
        find_distribution_leximin,
        find_distribution_maximin,
    )

    head, rows = _table(targets)
    features, column, _ = peer.read_in_features(head, rows, int(size))
    head, rows = _table(people)
    settings = peer.Settings(
        id_column="id", columns_to_keep=[], check_same_address=True,
        check_same_address_columns=["address"],
    )  # fmt: skip
    pool, _ = peer.read_in_people(head, rows, features, settings, column)
    find = find_distribution_leximin if GUROBI_AVAILABLE else find_distribution_maximin
    began = _cpu()
    panels, chances, _ = find(features, pool, int(size), ["address"], backend)
    took = _cpu() - began
    held: Counter[str] = Counter()
    for panel, chance in zip(panels, chances, strict=True):
        for name in panel:
            held[name] += chance
    answer = {
        "algorithm": "leximin" if GUROBI_AVAILABLE else "maximin",
        "seconds": took,
        "lowest": min(held[row["id"]] for row in rows),
    }
    print(json.dumps(answer))


def _table(path: str) -> tuple[list[str], list[dict[str, str]]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return list(reader.fieldnames or []), rows


def _cpu() -> float:
    """Return the CPU seconds of this process and of those it started."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main(*sys.argv[1:])
