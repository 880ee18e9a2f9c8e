"""Synthetic draws from a seed: their records written by `docs/lottery.md`, and what was drawn."""

import copy
import hashlib
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .second import CHAIN, KEY

START = datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)
ROUND = 657413  # of quicknet, whose signature is:
SIGNATURE = (
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be"
    "41076862b98fad56e91a6b85b89cd97b"
)
ANSWERS = {
    "age": ["16–29", "30–44", "45–59", "60+"],
    "gender": ["Female", "Male", "Neither"],
    "region": ["East", "North", "South", "West"],
    "education": ["None", "School", "College", "Degree"],
    "opinion": ["Against", "For", "Unsure"],
}
KINDS = ("balls", "beacon", "fallback")


@dataclass(frozen=True)
class Drawn:
    """One draw held: its record, the names drawn, and each person's receipt by id."""

    record: dict[str, Any]
    panel: str
    receipts: dict[str, dict[str, Any]]

    @property
    def content(self) -> bytes:
        return canonical(self.record)

    @property
    def fingerprint(self) -> str:
        return self.record["manifest_sha256"]


def canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def sealed(record: dict[str, Any]) -> bytes:
    """Return the record's bytes with the fingerprint and the seal that its content has now."""
    record = {name: part for name, part in record.items() if name != "seal"}
    record["manifest_sha256"] = digest(record["manifest"])
    return canonical({**record, "seal": digest(record)})


def recounted(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record with the chances that its panels give now, and the panel they give."""
    record = copy.deepcopy(record)
    people, panels = record["manifest"]["people"], record["manifest"]["panels"]
    for place, person in enumerate(people, start=1):
        person["chance"] = [sum(panel.count(place) for panel in panels), len(panels)]
    drawn = panels[int(record["draw"]["number"]) % len(panels)]
    record["panel"] = [people[place - 1]["id"] for place in drawn]
    return record


def draw(
    seed: int, how: str = "balls", before: Drawn | None = None, people: int | None = None
) -> Drawn:
    """Hold a draw over 3 to 40 people: the first of its assembly, or the one after `before`."""
    rng = random.Random(seed)
    receipts = register(rng, people or rng.randint(3, 40), before)
    names = list(receipts)
    seats = rng.randint(1, min(8, len(names)))
    panels = [sorted(rng.sample(names, seats)) for _ in range(1000)]
    manifest = write_manifest(rng, receipts, panels, before)
    number, manifest["randomness"], held = hold(rng, how)
    drawn = panels[number]
    record = {"format": "assembly-draw/2", "manifest": manifest, "draw": held, "panel": drawn}
    return Drawn(json.loads(sealed(record)), " ".join(drawn), receipts)


def register(rng: random.Random, people: int, before: Drawn | None) -> dict[str, dict[str, Any]]:
    """Return everyone's receipt by id, in the order of their commitments."""
    pool = before.record["manifest"]["pool"] + 1 if before else 1
    receipts = [
        {
            "format": "assembly-receipt/2",
            "pool": pool,
            "reference": f"R-{rng.randrange(10**6):06d}",
            "answers": {category: rng.choice(values) for category, values in ANSWERS.items()},
            "salt": rng.randbytes(32).hex(),
        }
        for _ in range(people)
    ]
    receipts.sort(key=commitment)
    return {
        f"P{place:04d}": {**receipt, "id": f"P{place:04d}"}
        for place, receipt in enumerate(receipts, start=1)
    }


def commitment(receipt: dict[str, Any]) -> str:
    return digest({name: receipt[name] for name in ("answers", "reference", "salt")})


def write_manifest(
    rng: random.Random,
    receipts: dict[str, dict[str, Any]],
    panels: list[list[str]],
    before: Drawn | None,
) -> dict[str, Any]:
    reasons = ["A seat is empty.", 'Ball “7” fell\n\tinto "the" \\ pit.', "Mesék ☂ \x1f\x7f 🎱"]
    return {
        "format": "assembly-manifest/2",
        "assembly": before.record["manifest"]["assembly"] if before else f"north-{rng.random()}",
        "pool": before.record["manifest"]["pool"] + 1 if before else 1,
        "kind": rng.choice(["redraw", "replacement"]) if before else "first",
        "reason": rng.choice(reasons) if before else "",
        "previous": before.fingerprint if before else "",
        "frozen_at": moment(-1800),
        "seats": len(panels[0]),
        "engine": "assembly 1.0",
        "targets_sha256": rng.randbytes(32).hex(),
        "attributes_sha256": rng.randbytes(32).hex(),
        "lottery_sha256": rng.randbytes(32).hex(),
        "people": [
            {
                "id": name,
                "commitment": commitment(receipt),
                "chance": [sum(name in panel for panel in panels), 1000],
            }
            for name, receipt in receipts.items()
        ],
        "panels": [[int(name[1:]) for name in panel] for panel in panels],
    }


def hold(rng: random.Random, how: str) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """Return the number drawn, what was promised, and what was done."""
    promised: dict[str, Any] = {"kind": "balls"}
    if how != "balls":
        promised = {
            "kind": "beacon",
            "chain": CHAIN,
            "public_key": KEY,
            "round": ROUND,
            "at": moment(0),
            "fallback_at": moment(3600),
        }
    if how == "beacon":
        signature = bytes.fromhex(SIGNATURE)
        number = int.from_bytes(hashlib.sha256(signature).digest(), "big") % 1000
        held = {"kind": "beacon", "round": ROUND, "signature": SIGNATURE, "entered_at": moment(0)}
    else:
        number = rng.randrange(1000)
        entered = 3600 if how == "fallback" else rng.randint(-900, 900)
        confirmed = entered + rng.choice([0, 1, 300])
        held = {"kind": "balls", "entered_at": moment(entered), "confirmed_at": moment(confirmed)}
    return number, promised, {**held, "committed_at": moment(-900), "number": f"{number:03d}"}


def moment(seconds: int) -> str:
    """Return a time so many seconds after the round's."""
    at = START + timedelta(seconds=3 * (ROUND - 1) + seconds)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
