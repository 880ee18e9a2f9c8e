"""Receipt codes: what a voter keeps to find their own paper in the published list."""

from collections.abc import Callable

from recruitment.codes import ALPHABET, RANDOM, check_character

RandomBytes = Callable[[int], bytes]


def draw(random_bytes: RandomBytes) -> str:
    """Return twelve random characters (60 bits) and a check character."""
    number = int.from_bytes(random_bytes(8), "big") >> 4
    body = "".join(ALPHABET[number >> 5 * place & 31] for place in range(RANDOM))
    return body + check_character(body)
