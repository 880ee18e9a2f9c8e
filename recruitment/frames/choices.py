"""What a row is: a home, or left out for a reason. The reasons and the choices staff have."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_noop as _

Choice = Literal["keep", "leave"]

REASONS = {
    "deleted": _("No longer exists, by the file itself"),
    "large_user": _("A large user’s own postcode"),
    "po_box": _("A PO box"),
    "forces": _("A British Forces post office"),
    "organisation": _("A business or another organisation"),
    "shell": _("A building whose homes are listed one by one"),
    "property_class": _("Not a home, by its property class"),
    "unclassified": _("Not classified yet"),
    "institution": _("A care home, hostel or another institution"),
    "multi_residence": _("Several households behind one door"),
    "outside": _("Outside the area"),
    "same_letterbox": _("Behind a letterbox that the list has already"),
}
KEPT = {
    "flat_with_organisation": _("Homes listed under an organisation’s name"),
    "dual_use": _("Homes that share a building with a business (dual use)"),
    "institution": _("Care homes, hostels and other institutions"),
    "multi_residence": _("Doors with several households behind them"),
    "no_udprn": _("Homes without a letterbox of their own in Royal Mail’s list"),
}
CODES = ["", *REASONS]  # a reason as a small number; 0 is a home


@dataclass(frozen=True)
class Choices:
    """What staff decided about the rows that may or may not be homes to write to."""

    multi_residence: Choice = "keep"
    institutions: Choice = "leave"
