"""Pools: who can be drawn, frozen. From the freeze on, a database trigger refuses changes."""

import json
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from . import lottery
from .models import Member, Offer, Pool, PoolEntry, Registration, Value

SALT_BYTES = 32


def canonical(content: Any) -> str:
    """Return JSON with sorted keys and no spaces: the same bytes everywhere (no floats allowed)."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def commitment(salt: str, reference: str, answers: dict[str, str]) -> str:
    """Return the SHA-256 that binds a person's reference and answers without showing them."""
    content = canonical({"answers": answers, "reference": reference, "salt": salt})
    return sha256(content.encode()).hexdigest()


def freeze(
    assembly: Assembly,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
    seen: str = "",
    relax: bool = False,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> Pool:
    """Freeze everyone who can be drawn for the seats that are empty; return the new pool.

    The first pool is everyone registered. A later one leaves out all who were offered a seat and
    the households of those who hold one, and is chained to the pool before it.
    With `relax`, targets that nobody can meet are changed as little as possible, and the reason,
    which is published, says how. `seen` is the mark of the outlook on which somebody decided: if
    anything has changed since, the freeze is refused.
    """
    with audit.act("lottery.freeze", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        previous = assembly.pools.order_by("number").last()
        if previous and previous.status == Pool.Status.ABANDONED:
            reason = reason.strip() or previous.abandoned_because
        _refuse_before_its_time(previous, reason)
        ahead = outlook(assembly, advise=relax or bool(seen))
        seats, people = ahead.seats, ahead.people
        if seats == 0:
            raise DomainError("Every seat is filled or offered.")
        if len(people) < seats:
            raise DomainError(f"{len(people)} people cannot fill {seats} seats.")
        if seen and seen != ahead.mark:
            raise DomainError("Something has changed since you looked. Look again, then decide.")
        if relax and ahead.changes:
            reason = f"{reason.strip()} Changed for this draw: {'; '.join(ahead.words)}."
        pool = Pool.objects.create(
            assembly=assembly,
            number=(previous.number if previous else 0) + 1,
            kind=_kind(assembly, previous),
            previous=previous,
            seats=seats,
            targets=ahead.relaxed if relax else ahead.targets,
            reason=reason,
            frozen_at=now,
            frozen_by=by.label,
        )
        _enter(pool, people, random_bytes)
        record.about(pool, seats=seats, people=len(people))
    return pool


def _refuse_before_its_time(previous: Pool | None, reason: str) -> None:
    """A further pool fills seats that were refused, or follows one abandoned with a reason."""
    if previous is None:
        return
    if previous.status == Pool.Status.ABANDONED:
        return
    if previous.status != Pool.Status.DRAWN:
        raise DomainError("The pool before this one has not been drawn yet.")
    if not previous.draw.offers.exists():
        raise DomainError("A panel is drawn. Offer its seats: a second draw is refused.")
    if not reason.strip():
        raise BadInput("Say why seats must be filled again. The reason is published.")


def _kind(assembly: Assembly, previous: Pool | None) -> str:
    if previous is None:
        return Pool.Kind.FIRST
    offered = Offer.objects.filter(assembly=assembly).exists()
    return Pool.Kind.REPLACEMENT if offered else Pool.Kind.REDRAW


def abandon(pool: Pool, *, reason: str, by: Actor, now: datetime) -> None:
    """Give a pool up before any seat is offered. What was published stays; the reason joins it.

    A new pool can then be frozen, as a numbered draw that names this one.
    """
    with audit.act("lottery.abandon", pool.assembly, by=by, now=now) as record:
        pool = Pool.objects.select_for_update(of=("self",)).get(pk=pool.pk)
        if not reason.strip():
            raise BadInput("Say why this draw is given up. The reason is published.")
        if pool.status in (Pool.Status.SOLVING, Pool.Status.ABANDONED):
            raise DomainError("A pool can be given up once, and not while it is worked on.")
        if Offer.objects.filter(draw__pool=pool).exists():
            raise DomainError("Its seats have been offered: this draw stands.")
        pool.status, pool.abandoned_because = Pool.Status.ABANDONED, reason.strip()
        if not pool.manifest:
            notice = {
                "abandoned": reason.strip(),
                "frozen_at": pool.frozen_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "pool": pool.number,
            }
            pool.manifest = canonical(notice)
            pool.manifest_sha256 = sha256(pool.manifest.encode()).hexdigest()
        pool.save(update_fields=["status", "abandoned_because", "manifest", "manifest_sha256"])
        record.about(pool, reason=reason.strip())


@dataclass(frozen=True)
class Outlook:
    """What a pool frozen now would hold: seats, people, and the targets left for those seats.

    `changes` is the cheapest relaxation as category/value → [low, high] if no panel meets the
    targets, and `words` say it of the whole panel.
    """

    seats: int
    people: list[Registration]
    targets: dict[str, list[int]]
    changes: dict[str, list[int]]
    words: list[str]

    @property
    def relaxed(self) -> dict[str, list[int]]:
        return {**self.targets, **self.changes}

    @property
    def homes(self) -> int:
        return len({person.invitation_id for person in self.people})

    @property
    def is_possible(self) -> bool:
        """Tell whether a panel can be drawn, if need be with the changes: one person a home."""
        return 0 < self.seats <= self.homes

    @property
    def mark(self) -> str:
        """Return what stands for all of this, so that a later look can be told from this one."""
        people = sorted(person.reference for person in self.people)
        content = canonical([self.seats, people, self.targets, self.changes])
        return sha256(content.encode()).hexdigest()[:32]


def outlook(assembly: Assembly, *, advise: bool = True) -> Outlook:
    """Return what could be drawn now. Without `advise` nobody looks whether a panel is possible."""
    holders = seated(assembly)
    seats = assembly.seats - len(holders)
    people = eligible(assembly, holders)
    targets = _targets(assembly, holders)
    changes: dict[str, list[int]] = {}
    if advise and 0 < seats <= len(people):
        problem = lottery.Problem(
            [
                lottery.Person(person.reference, person.answers or {}, str(person.invitation_id))
                for person in people
            ],
            [_target(name, low, high) for name, (low, high) in targets.items()],
            seats,
        )
        changes = {each.target.name: [each.low, each.high] for each in lottery.advise(problem)}
    return Outlook(seats, people, targets, changes, _words(assembly, targets, changes))


def _target(name: str, low: int, high: int) -> lottery.Target:
    category, _, value = name.partition("/")
    return lottery.Target(category, value, low, high)


def _words(
    assembly: Assembly, targets: dict[str, list[int]], changes: dict[str, list[int]]
) -> list[str]:
    """Say each change of the empty seats' targets as one of the whole panel's."""
    values = {
        f"{value.category.key}/{value.key}": value
        for value in Value.objects.filter(category__assembly=assembly).select_related("category")
    }
    words = []
    for name, (low, high) in changes.items():
        value, (had_low, had_high) = values[name], targets[name]
        if low < had_low:
            asked = (value.low or 0) - (had_low - low)
            words.append(f"at least {asked} “{value.name}”, not {value.low}")
        if high > had_high:
            asked = (value.high or 0) + (high - had_high)
            words.append(f"at most {asked} “{value.name}”, not {value.high}")
    return words


def seated(assembly: Assembly) -> list[Registration]:
    """Return those who hold a seat or have been offered one that they have not refused."""
    offered = Offer.objects.filter(assembly=assembly, status=Offer.Status.OFFERED)
    members = Member.objects.filter(assembly=assembly, status=Member.Status.CONFIRMED)
    pks = [
        *offered.values_list("registration", flat=True),
        *members.values_list("registration", flat=True),
    ]
    return list(Registration.objects.filter(pk__in=pks))


def eligible(assembly: Assembly, seated: list[Registration]) -> list[Registration]:
    """Return who can be drawn. A trigger makes writers wait for the lock on the assembly."""
    homes = {person.invitation_id for person in seated}
    people = Registration.objects.filter(
        assembly=assembly, status=Registration.Status.REGISTERED, offer=None
    ).exclude(invitation__in=homes)
    return list(people)


def _targets(assembly: Assembly, seated: list[Registration]) -> dict[str, list[int]]:
    """Return what the empty seats must still meet, as category/value → [at least, at most]."""
    held = Counter(
        f"{category}/{value}"
        for person in seated
        for category, value in (person.answers or {}).items()
    )
    values = Value.objects.filter(category__assembly=assembly, low__isnull=False)
    targets = {}
    for value in values.select_related("category").order_by("category__place", "place"):
        name = f"{value.category.key}/{value.key}"
        low, high = value.low or 0, value.high or 0
        targets[name] = [max(low - held[name], 0), max(high - held[name], 0)]
    return targets


def _enter(pool: Pool, people: list[Registration], random_bytes: Callable[[int], bytes]) -> None:
    """Give each person a salt, a commitment, and a pseudonym in the order of the commitments."""
    entries = []
    for person in people:
        salt = random_bytes(SALT_BYTES).hex()
        bound = commitment(salt, person.reference, person.answers)
        entries.append(
            PoolEntry(
                pool=pool,
                registration=person,
                answers=person.answers,
                salt=salt,
                commitment=bound,
            )
        )
    entries.sort(key=lambda entry: entry.commitment)
    homes: dict[int, int] = {}
    for number, entry in enumerate(entries, start=1):
        entry.pseudonym = f"P{number:04d}"
        entry.household = homes.setdefault(entry.registration.invitation_id, len(homes) + 1)
    PoolEntry.objects.bulk_create(entries)
