"""What the Board's auditor gets: attributes by pseudonym, targets and the lottery, never a name."""

import csv
import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assembly import audit
from assembly.errors import DomainError
from assembly.permissions import Actor

from . import records
from .models import Pool

HOW = """How to check this lottery

people.csv      everyone in the pool by pseudonym, with the values the lottery used, and a number
                for the address they live at
targets.csv     at least and at most, for each value
lottery.json    chances, panels and the certificate
manifest.json   what was published, if it has been

Whoever has the software, with nothing of the service running, types

    python -m recruitment.lottery.check lottery.json \\
        --targets targets.csv --people people.csv --address-columns address

The SHA-256 of the first three files stand in the manifest as attributes_sha256, targets_sha256
and lottery_sha256. Five values together can point at a person: keep this to yourself.
"""


def bundle(pool: Pool, *, by: Actor, now: datetime) -> bytes:
    """Return the auditor's files as a ZIP archive, the same bytes each time."""
    with audit.act("lottery.audit", pool.assembly, by=by, now=now) as record:
        if not pool.lottery_file:
            raise DomainError("The chances have not been worked out yet.")
        record.about(pool)
    files = {
        "README.txt": HOW.encode(),
        "lottery.json": pool.lottery_file.encode(),
        "people.csv": people_csv(pool),
        "targets.csv": targets_csv(pool),
        "verify.py": records.verifier(),
    }
    if pool.committed_at:
        files["manifest.json"] = pool.manifest.encode()
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return made.getvalue()


def people_csv(pool: Pool) -> bytes:
    """Return pseudonym, one column a category, and the number of the address."""
    categories = sorted({name.partition("/")[0] for name in pool.targets})
    rows = [
        [
            entry.pseudonym,
            *((entry.answers or {}).get(key, "") for key in categories),
            str(entry.household),
        ]
        for entry in pool.entries.order_by("pseudonym")
    ]
    return _csv([["id", *categories, "address"], *rows])


def targets_csv(pool: Pool) -> bytes:
    """Return the targets the pool was frozen with, and the values without one as 0 to all seats."""
    rows = [
        [*name.partition("/")[::2], str(low), str(high)]
        for name, (low, high) in sorted(pool.targets.items())
    ]
    known = set(pool.targets)
    free = {
        f"{category}/{value}"
        for entry in pool.entries.all()
        for category, value in (entry.answers or {}).items()
    }
    categories = {name.partition("/")[0] for name in known}
    rows += [
        [*name.partition("/")[::2], "0", str(pool.seats)]
        for name in sorted(free - known)
        if name.partition("/")[0] in categories
    ]
    return _csv([["category", "value", "min", "max"], *rows])


def _csv(rows: list[list[str]]) -> bytes:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue().encode()
