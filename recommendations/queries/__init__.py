"""Reads. The homes of each audience need `summary` and `open_ballot_for`."""

from .answers import answers_of, clocks
from .chosen import chosen, speakers
from .home import Summary, summary
from .votes import latest_ballot, open_ballot_for, results

__all__ = [
    "Summary",
    "answers_of",
    "chosen",
    "clocks",
    "latest_ballot",
    "open_ballot_for",
    "results",
    "speakers",
    "summary",
]
