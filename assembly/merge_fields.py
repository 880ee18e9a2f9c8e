"""Merge fields: `((name))` in a text that staff write. No template language ever reads the text."""

import re
from difflib import get_close_matches

FIELD = re.compile(r"\(\(([^()]{0,60})\)\)")
LOOSE = re.compile(r"\(\(|\)\)")


def name_of(written: str) -> str:
    """Return a field's name however its capitals and spaces were written."""
    return " ".join(written.lower().split())


def used(text: str) -> list[str]:
    """Return the names of the fields that a text uses."""
    return [name_of(found) for found in FIELD.findall(text)]


def unknown(text: str, known: set[str]) -> list[str]:
    """Say in words which fields of a text do not exist, and which brackets do not close."""
    found = []
    for name in dict.fromkeys(used(text)):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean (({near[0]}))?" if near else ""
            found.append(f"(({name})) is not a field of this message.{hint}")
    if LOOSE.search(FIELD.sub("", text)):
        found.append("A field’s double brackets do not match. Write it like ((name)).")
    return found


def fill(text: str, values: dict[str, str]) -> str:
    """Return the text with its fields replaced once; what a field says is never read again."""
    return FIELD.sub(lambda found: values.get(name_of(found[1]), found[0]), text)
