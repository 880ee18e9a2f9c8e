"""Addresses, letters and categories for the tests of recruitment."""

from datetime import timedelta
from itertools import count
from typing import Any

from assembly import stages
from assembly.models import Assembly
from assembly.permissions import SOMEONE
from recruitment import codes, members, registrations
from recruitment.models import (
    AddedQuestion,
    Address,
    AddressDraw,
    Category,
    Frame,
    Invitation,
    LostCode,
    Member,
    Registration,
    Value,
)

from . import make

WARDS = {
    "north": ["Chingford Green", "Endlebury", "Hatch Lane"],
    "central": ["Chapel End", "Hoe Street", "High Street"],
    "south": ["Leyton", "Grove Green", "Cathall"],
}
_number = count(1)

Row = tuple[str, str, int | None, int | None, int | None, dict[str, Any]]

# key, name, at least, at most, population, and what else a value has
AGES: list[Row] = [
    ("16-29", "16 to 29", 11, 13, 52_000, {"from_age": 16}),
    ("30-44", "30 to 44", 15, 17, 73_000, {"from_age": 30}),
    ("45-64", "45 to 64", 14, 16, 66_000, {"from_age": 45}),
    ("65-and-over", "65 and over", 6, 8, 31_000, {"from_age": 65}),
]
GENDERS: list[Row] = [
    ("woman", "Woman", 24, 26, 113_000, {}),
    ("man", "Man", 23, 26, 109_000, {}),
    ("other", "I describe myself in another way", None, None, None, {}),
    ("prefer-not", "I prefer not to say", None, None, None, {}),
]
ETHNICITIES: list[Row] = [
    ("asian", "Asian or Asian British", 9, 11, 44_000, {}),
    ("black", "Black, Black British, Caribbean or African", 7, 9, 33_000, {}),
    ("mixed", "Mixed or multiple ethnic groups", 2, 4, 14_000, {}),
    ("white", "White", 25, 29, 118_000, {}),
    ("other", "Other ethnic group", 1, 3, 13_000, {}),
    ("prefer-not", "I prefer not to say", None, None, None, {}),
]
DISABILITIES: list[Row] = [
    ("yes", "Yes", 6, 9, 33_000, {}),
    ("no", "No", 40, 44, 189_000, {}),
    ("prefer-not", "I prefer not to say", None, None, None, {}),
]
AREAS: list[Row] = [
    (key, key.title(), 15, 18, 74_000, {"wards": wards}) for key, wards in WARDS.items()
]
CATEGORIES: list[tuple[str, str, str, list[Row]]] = [
    ("age", "Age", "", AGES),
    ("gender", "Gender", "What is your gender?", GENDERS),
    ("ethnicity", "Ethnic group", "What is your ethnic group?", ETHNICITIES),
    ("disability", "Disability", "Are you disabled?", DISABILITIES),
    ("area", "Area", "", AREAS),
]


def categories(in_assembly: Assembly) -> dict[str, Category]:
    """Give the assembly five categories with targets for 50 seats."""
    made = {}
    for place, (key, name, question, rows) in enumerate(CATEGORIES, start=1):
        category = made[key] = Category.objects.create(
            assembly=in_assembly,
            key=key,
            name=name,
            question=question,
            place=place,
            source="Invented for the tests, people aged 16 and over",
        )
        Value.objects.bulk_create(
            Value(
                category=category,
                key=value,
                name=label,
                place=number,
                low=low,
                high=high,
                population=population,
                **more,
            )
            for number, (value, label, low, high, population, more) in enumerate(rows, start=1)
        )
    return made


def address_draw(in_assembly: Assembly, wave: int = 1) -> AddressDraw:
    """Return the assembly's wave of addresses, made at first use."""
    frame, _ = Frame.objects.get_or_create(
        assembly=in_assembly,
        kind=Frame.Kind.PAF,
        edition="January 2024",
        defaults={
            "licence": "TEST-1",
            "file_name": "paf.csv",
            "sha256": "0" * 64,
            "rows": 120_000,
            "residential": 100_000,
            "read_at": make.NOW,
        },
    )
    return AddressDraw.objects.get_or_create(
        assembly=in_assembly,
        wave=wave,
        defaults={
            "frame": frame,
            "seed": "test",
            "size": in_assembly.letters,
            "even_share": 80,
            "drawn_at": make.NOW,
        },
    )[0]


def address(in_assembly: Assembly, **fields: Any) -> Address:
    """Add a drawn address, in Chapel End (Central) unless told otherwise."""
    number = next(_number)
    return Address.objects.create(
        **{
            "assembly": in_assembly,
            "draw": fields.pop("draw", None) or address_draw(in_assembly),
            "udprn": 50_000_000 + number,
            "lines": [f"{number} Invented Road", "London"],
            "postcode": "E17 0ZZ",
            "ward": "Chapel End",
            "lsoa": "E01004300",
            "decile": 4,
            "stratum": "even",
            "rank": number,
            **fields,
        }
    )


def invitation(in_assembly: Assembly, **fields: Any) -> tuple[Invitation, str]:
    """Post a letter to a new address; return the invitation and the code printed on it.

    Fields of the address may be named too: `invitation(assembly, ward="Leyton")`.
    """
    own = {field.name for field in Invitation._meta.get_fields()} - {"draw"}
    about_letter = {name: value for name, value in fields.items() if name in own}
    about_address = {name: value for name, value in fields.items() if name not in own}
    to = about_letter.pop("address", None) or address(in_assembly, **about_address)
    issue = about_letter.pop("issue", 1)
    code = codes.make(to.udprn, issue, in_assembly.pk)
    posted = about_letter.pop("posted_at", make.NOW - timedelta(days=5))
    made = Invitation.objects.create(
        assembly=in_assembly,
        address=to,
        issue=issue,
        code_hash=codes.index(code),
        posted_at=posted,
        **about_letter,
    )
    return made, code


ANSWERS: dict[str, Any] = {
    "lives_here": True,
    "name": "Charlie Campbell",
    "email": "charlie@example.org",
    "phone": "",
    "date_of_birth": "1980-05-17",
    "categories": {"gender": "man", "ethnicity": "black", "disability": "no"},
    "needs": {"diet": "No nuts"},
}


def answers(**fields: Any) -> dict[str, Any]:
    """Return a resident's complete answers; a category may be named like any other field."""
    asked = {key: fields.pop(key) for key in list(fields) if key in ANSWERS["categories"]}
    return {**ANSWERS, **fields, "categories": {**ANSWERS["categories"], **asked}}


def registration(in_assembly: Assembly, letter: str = "", **fields: Any) -> Registration:
    """Register a resident with a new letter, or with the code named.

    The assembly must be open and have its categories. Fields are those of `answers`, and `ward`.
    """
    address_fields = {"ward": fields.pop("ward")} if "ward" in fields else {}
    code = letter or invitation(in_assembly, **address_fields)[1]
    return registrations.register_with_code(
        in_assembly, code, answers(**fields), by=SOMEONE, now=make.NOW
    )


def open_assembly(**fields: Any) -> Assembly:
    """Make an assembly that takes registrations at `make.NOW`, with its categories."""
    made = make.assembly(stage=stages.REGISTER.key, **fields)
    categories(made)
    return made


def registered(in_assembly: Assembly, number: int = 0, **fields: Any) -> Registration:
    """Return someone who has registered, with answers that vary by `number`."""
    letter = fields.pop("invitation", None) or invitation(in_assembly)[0]
    answers = {
        "age": AGES[number % 4][0],
        "gender": GENDERS[number % 2][0],
        "ethnicity": ETHNICITIES[number % 5][0],
        "disability": DISABILITIES[0 if number % 6 == 0 else 1][0],
        "area": AREAS[number % 3][0],
        **fields.pop("answers", {}),
    }
    return Registration.objects.create(
        **{
            "assembly": in_assembly,
            "invitation": letter,
            "status": Registration.Status.REGISTERED,
            "reference": f"T{next(_number):08d}",
            "name": f"Person {number}",
            "email": f"person{next(_number)}@example.org",
            "date_of_birth": "1980-05-01",
            "answers": answers,
            "started_at": make.NOW,
            "registered_at": make.NOW,
            **fields,
        }
    )


def lost_code(in_assembly: Assembly, **fields: Any) -> LostCode:
    """Return a request of someone who lost their letter."""
    number = next(_number)
    return LostCode.objects.create(
        **{
            "assembly": in_assembly,
            "attempt": f"attempt-{number}",
            "name": "Alice Adeyemi",
            "address": "7 Invented Road",
            "postcode": "E17 0ZZ",
            "email": "alice@example.org",
            "phone": "",
            "asked_at": make.NOW,
            **fields,
        }
    )


def added_question(in_assembly: Assembly, **fields: Any) -> AddedQuestion:
    """Return a question that the assembly adds, answered in a few words unless told otherwise."""
    number = in_assembly.added_questions.count() + 1
    return AddedQuestion.objects.create(
        **{
            "assembly": in_assembly,
            "key": f"question-{number}",
            "place": number,
            "text": "How did you hear of us?",
            "why": "So that we know which letters work. Only staff see it.",
            **fields,
        }
    )


def targets(in_assembly: Assembly, seats: int) -> None:
    """Give every value with a target the widest one, but for gender: within one of half."""
    values = Value.objects.filter(category__assembly=in_assembly, low__isnull=False)
    values.update(low=0, high=seats)
    values.filter(category__key="gender").update(low=seats // 2 - 1, high=seats // 2 + 1)


def member(in_assembly: Assembly, **fields: Any) -> Member:
    """Return a confirmed member with an account and the role."""
    return members.confirm(registered(in_assembly, **fields), now=make.NOW)
