"""What residents do with a letter's code: begin, answer, register, correct, withdraw."""

from .drafts import begin, save_answers
from .links import draft, of_link, personal_link, personal_token
from .registered import correct, open_one, register, register_with_code, withdraw

__all__ = [
    "begin",
    "correct",
    "draft",
    "of_link",
    "open_one",
    "personal_link",
    "personal_token",
    "register",
    "register_with_code",
    "save_answers",
    "withdraw",
]
