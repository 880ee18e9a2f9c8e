"""What residents do with a letter's code: begin, answer, register, correct, withdraw, be erased."""

from .correcting import (
    asks_guardian,
    correct,
    correct_answers,
    correct_birth_date,
    correct_needs,
)
from .drafts import (
    begin,
    begin_late,
    forget_unfinished,
    remove_tests,
    save_answers,
    send_for_later,
    try_out,
)
from .erasing import complete_due, erase, forget, forget_farewells
from .gate import WrongCode
from .links import (
    consent_link,
    draft,
    of_consent,
    of_consent_hash,
    of_link,
    of_link_hash,
    personal_link,
    personal_token,
)
from .lost import ask_for_link, send_links
from .registered import (
    consent,
    open_one,
    register,
    register_with_code,
    withdraw,
)

__all__ = [
    "WrongCode",
    "ask_for_link",
    "asks_guardian",
    "begin",
    "begin_late",
    "complete_due",
    "consent",
    "consent_link",
    "correct",
    "correct_answers",
    "correct_birth_date",
    "correct_needs",
    "draft",
    "erase",
    "forget",
    "forget_farewells",
    "forget_unfinished",
    "of_consent",
    "of_consent_hash",
    "of_link",
    "of_link_hash",
    "open_one",
    "personal_link",
    "personal_token",
    "register",
    "register_with_code",
    "remove_tests",
    "save_answers",
    "send_for_later",
    "send_links",
    "try_out",
    "withdraw",
]
