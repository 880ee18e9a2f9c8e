"""What a row is: a home, or left out for a reason. The reasons and the choices staff have."""

from dataclasses import dataclass
from typing import Literal

Choice = Literal["keep", "leave"]

REASONS = {
    "deleted": "No longer exists, by the file itself",
    "large_user": "A large user’s own postcode",
    "po_box": "A PO box",
    "forces": "A British Forces post office",
    "organisation": "A business or another organisation",
    "shell": "A building whose homes are listed one by one",
    "property_class": "Not a home, by its property class",
    "unclassified": "Not classified yet",
    "institution": "A care home, hostel or another institution",
    "multi_residence": "Several households behind one door",
    "outside": "Outside the area",
    "same_letterbox": "Behind a letterbox that the list has already",
}
KEPT = {
    "flat_with_organisation": "Homes listed under an organisation’s name",
    "dual_use": "Homes that share a building with a business (dual use)",
    "institution": "Care homes, hostels and other institutions",
    "multi_residence": "Doors with several households behind them",
    "no_udprn": "Homes without a letterbox of their own in Royal Mail’s list",
}
CODES = ["", *REASONS]  # a reason as a small number; 0 is a home


@dataclass(frozen=True)
class Choices:
    """What staff decided about the rows that may or may not be homes to write to."""

    multi_residence: Choice = "keep"
    institutions: Choice = "leave"
