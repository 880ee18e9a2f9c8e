"""Letter codes: twelve random characters and a check character, in Crockford's base 32.

60 bits of a keyed hash, so that a code can be made again for an identical reprint but stands
nowhere in the database. The check character is a weighted sum over GF(2⁵) with a different weight
for each place: it catches every single wrong character and every swap of two.
"""

import unicodedata

from assembly.encryption import keyed_hash

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM = 12
LENGTH = RANDOM + 1
_LOOKALIKES = str.maketrans("OIL", "011")
_REDUCING = 0b100101  # x⁵ + x² + 1, primitive over GF(2)


class Mistyped(ValueError):
    """The text cannot be a code; the message says why, for the person who typed it."""


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _REDUCING if value & 32 else value


def check_character(body: str) -> str:
    """Return the character that makes `body` (characters of `ALPHABET`) a code."""
    total = 0
    for character in body:
        total = _times_x(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def make(udprn: int, issue: int, assembly_id: int) -> str:
    """Return the code of one letter: the same for the same address, assembly and issue."""
    digest = keyed_hash("letter code", f"{assembly_id}:{udprn}:{issue}")
    number = int.from_bytes(digest[:8], "big") >> 4
    body = "".join(ALPHABET[number >> 5 * place & 31] for place in range(RANDOM))
    return body + check_character(body)


def pretty(code: str) -> str:
    """Return a code in groups, as printed: ABCD-EFGH-JKMN-P."""
    return "-".join((code[:4], code[4:8], code[8:12], code[12:]))


def normalise(text: str) -> str:
    """Return the code that was typed: any case, spaces and hyphens, O for 0, I or L for 1.

    Raise `Mistyped` if it is too short or long, holds a character no code has, or fails its check.
    """
    kept = unicodedata.normalize("NFKC", text).upper()
    code = "".join(character for character in kept if character.isalnum()).translate(_LOOKALIKES)
    if not code:
        raise Mistyped("Enter the code from your letter")
    if len(code) != LENGTH:
        raise Mistyped(f"The code has {LENGTH} letters and numbers. You entered {len(code)}")
    wrong = next((character for character in code if character not in ALPHABET), None)
    if wrong:
        raise Mistyped(f"The code never contains “{wrong}”. Check it against your letter")
    if check_character(code[:RANDOM]) != code[RANDOM]:
        raise Mistyped("One of the characters is not right. Check the code against your letter")
    return code


def index(code: str) -> bytes:
    """Return what is stored in place of a code, to look it up by."""
    return keyed_hash("letter code index", code)
