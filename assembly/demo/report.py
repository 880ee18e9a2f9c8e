"""To come."""

from .chapters import Say, at

OPENS_AT = at("2024-03-24 14:10")


def tell(say: Say) -> None:
    say("…")
