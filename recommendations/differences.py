"""What changed between two wordings, word by word, for people to read."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Part:
    """A stretch of text; `kind` is "same", "added" or "removed"."""

    kind: str
    text: str


def between(old: str, new: str) -> list[Part]:
    """Return the new text with what was removed left in; joined neighbours, nothing empty."""
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    parts: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part("same", "".join(after[c:d])))
            continue
        if removed := "".join(before[a:b]):
            parts.append(Part("removed", removed))
        if added := "".join(after[c:d]):
            parts.append(Part("added", added))
    return parts
