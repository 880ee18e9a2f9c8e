"""Letter codes: twelve random characters and a check character, in Crockford's base 32.

60 bits of a keyed hash, so that a code can be made again for an identical reprint but stands
nowhere in the database. The check character is a weighted sum over GF(2⁵) with a different weight
for each place: it catches every single wrong character and every swap of two.
"""

import unicodedata

from django.utils.translation import gettext as _

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


def read(text: str) -> str:
    """Return what was typed as a code is written: any case, spaces and hyphens, accents, full width
    and other scripts' digits, O for 0, I or L for 1.

    Raise `Mistyped` if it is too short or long or holds a character no code has. Whether the check
    character holds is another question: `is_whole`.
    """
    taken_apart = unicodedata.normalize("NFKD", text).upper()
    plain = (_plain(character) for character in taken_apart if character.isalnum())
    code = "".join(plain).translate(_LOOKALIKES)
    if not code:
        raise Mistyped(_("Enter the code from your letter"))
    if len(code) != LENGTH:
        raise Mistyped(
            _("The code has %(length)d letters and numbers. You entered %(given)d")
            % {"length": LENGTH, "given": len(code)}
        )
    wrong = next((character for character in code if character not in ALPHABET), None)
    if wrong:
        raise Mistyped(
            _("The code never contains “%(wrong)s”. Check it against your letter")
            % {"wrong": wrong}
        )
    return code


def _plain(character: str) -> str:
    """Return a digit of any script as 0 to 9, anything else as it is."""
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


def is_whole(code: str) -> bool:
    """Tell whether the check character fits the rest."""
    return check_character(code[:RANDOM]) == code[RANDOM]


def normalise(text: str) -> str:
    """Return the code that was typed, however it was; raise `Mistyped` for what cannot be one."""
    code = read(text)
    if not is_whole(code):
        raise Mistyped(_("One of the characters is not right. Check the code against your letter"))
    return code


def index(code: str) -> bytes:
    """Return what is stored in place of a code, to look it up by."""
    return keyed_hash("letter code index", code)
