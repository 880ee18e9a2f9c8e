"""The welcome pack: what a new member takes home, in words that staff can change."""

from .pack import INVENTED, open_one, print_pdf
from .wording import FIELDS, current, save

__all__ = ["FIELDS", "INVENTED", "current", "open_one", "print_pdf", "save"]
