"""What a kitchen counts, read from what people write about their food.

Guessing food is dangerous. A text is read only as far as it says something in words known here, and
whatever else stands in it makes the organiser ask.
"""

import re
from collections.abc import Collection

from assembly.errors import BadInput

ASK = "ask"
DIETS = {
    "vegetarian": "Vegetarian",
    "vegan": "Vegan",
    "halal": "Halal",
    "kosher": "Kosher",
    "no-pork": "No pork",
    "no-beef": "No beef",
    "no-gluten": "No gluten",
    "no-milk": "No milk",
    "no-egg": "No egg",
    "no-nuts": "No nuts",
    "no-fish": "No fish",
    "no-shellfish": "No shellfish",
    ASK: "Ask the organiser",
}

_FOODS = {
    "no-pork": "pork",
    "no-beef": "beef",
    "no-gluten": "gluten|wheat",
    "no-milk": "milk|dairy|lactose",
    "no-egg": "eggs?",
    "no-nuts": "nuts?|peanuts?",
    "no-fish": "fish",
    "no-shellfish": "shellfish|prawns?|crabs?",
}
_REFUSED = (
    r"(?:no|without|avoid|(?:do not|don['’]?t|cannot|can['’]?t) (?:eat|have)|"
    r"allergic to|allergy to|intolerant (?:to|of)) (?:any )?(?:{food})|"
    r"(?:{food})[- ](?:free|allergy|intolerance|intolerant)"
)
_SAYS = {
    "vegetarian": "vegetarian|veggie",
    "vegan": "vegan",
    "halal": "halal",
    "kosher": "kosher",
    **{key: _REFUSED.format(food=food) for key, food in _FOODS.items()},
}
_SAYS["no-gluten"] += "|coeliac|celiac"
_PATTERNS = {key: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for key, words in _SAYS.items()}
# Words that change nothing about what was said beside them.
_NOTHING = re.compile(
    r"\b(?:allergy|i['’]?m|i am|i|an?|and|please|thanks?|thank you|food|meals?|diet|only|eat)\b"
    r"|[^\w]",
    re.IGNORECASE,
)


def heard(text: str) -> list[str]:
    """Return the keys of `DIETS` that a text says, with “ask” unless all of it is understood."""
    found, rest = [], text
    for key, pattern in _PATTERNS.items():
        without = pattern.sub(" ", rest)
        if without != rest:
            found.append(key)
        rest = without
    return found if found and not _NOTHING.sub("", rest) else [*found, ASK]


def known(keys: Collection[str]) -> list[str]:
    """Return the keys in the list's order. Raises BadInput for one that is not on it."""
    if unknown := set(keys) - DIETS.keys():
        raise BadInput(f"“{unknown.pop()}” is not on the kitchen’s list.")
    return [key for key in DIETS if key in keys]
