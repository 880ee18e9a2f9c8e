"""Which column of an address file holds what: PAF's, AddressBase Core's, or as staff say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assembly.errors import BadInput

from .lines import lines

Kind = Literal["paf", "addressbase"]

# Royal Mail, CSV PAF: columns 17 to 20 are there in the variant with keys.
PAF = (
    "postcode", "post_town", "dependent_locality", "double_dependent_locality",
    "thoroughfare_and_descriptor", "dependent_thoroughfare_and_descriptor", "building_number",
    "building_name", "sub_building_name", "po_box", "department_name", "organisation_name",
    "udprn", "postcode_type", "su_organisation_indicator", "delivery_point_suffix", "address_key",
    "organisation_key", "number_of_households", "locality_key",
)  # fmt: skip
# Ordnance Survey, AddressBase Core technical specification.
CORE = (
    "uprn", "parent_uprn", "udprn", "usrn", "toid", "classification_code", "easting", "northing",
    "latitude", "longitude", "rpc", "last_update_date", "single_line_address", "po_box",
    "organisation", "sub_building", "building_name", "building_number", "street_name", "locality",
    "town_name", "post_town", "island", "postcode", "delivery_point_suffix", "gss_code",
    "change_code",
)  # fmt: skip
UNUSED = "-"
LONGEST_UDPRN = 8


@dataclass(frozen=True)
class Format:
    """A kind of address file. `number` is the column that names an address for good."""

    kind: Kind
    title: str
    columns: tuple[str, ...]
    fewest: int
    number: str
    fewest_digits: int
    digits: int
    needed: tuple[str, ...]
    envelope: tuple[str, ...]  # in PAF's order: postcode, town, localities, streets, house
    streets: tuple[str, ...]
    # The column without which a reason to leave a row out cannot be seen.
    told_by: dict[str, str] = field(hash=False)


FORMATS: dict[Kind, Format] = {
    "paf": Format(
        kind="paf", title="PAF", columns=PAF, fewest=16, number="udprn", fewest_digits=8, digits=8,
        needed=("udprn", "postcode", "organisation_name", "postcode_type"), envelope=PAF[:9],
        streets=("thoroughfare_and_descriptor", "dependent_thoroughfare_and_descriptor",
                 "double_dependent_locality", "dependent_locality"),
        told_by={"po_box": "po_box", "multi_residence": "number_of_households"},
    ),
    "addressbase": Format(
        kind="addressbase", title="AddressBase Core", columns=CORE, fewest=len(CORE),
        number="uprn", fewest_digits=1, digits=12,
        needed=("uprn", "postcode", "classification_code"),
        envelope=("postcode", "post_town", "locality", "", "street_name", "", "building_number",
                  "building_name", "sub_building"),
        streets=("street_name", "locality"),
        told_by={"deleted": "change_code", "po_box": "po_box", "same_letterbox": "udprn"},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """The columns of one file, by name, and how many there are."""

    format: Format
    width: int
    places: dict[str, int] = field(hash=False)

    @property
    def untold(self) -> list[str]:
        """The reasons to leave a row out that this file has no column for."""
        return [why for why, name in self.format.told_by.items() if name not in self.places]

    @property
    def tells_letterboxes(self) -> bool:
        """Whether rows name their letterbox, by its UDPRN, beside their own number."""
        return self.format.number != "udprn" and "udprn" in self.places

    def get(self, row: Sequence[str], name: str) -> str:
        place = self.places.get(name)
        return "" if place is None else row[place]

    def letterbox(self, row: Sequence[str]) -> int:
        """Return the UDPRN of a row's letterbox; 0 where it names none beside its own number."""
        text = self.get(row, "udprn") if self.tells_letterboxes else ""
        is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_UDPRN
        return int(text) if is_number else 0

    def lines(self, row: Sequence[str]) -> list[str]:
        """Return a row as the lines of an envelope, without the postcode."""
        parts = [self.get(row, name) for name in self.format.envelope]
        town = self.get(row, "town_name")
        if not parts[1]:
            parts[1] = town
        elif town and town.upper() != parts[1].upper():
            parts[2] = ", ".join(part for part in (parts[2], town) if part)
        return lines(parts)


def of_row(kind: Kind, row: Sequence[str]) -> tuple[Layout, bool]:
    """Return the layout that a file's first row shows, and whether that row is a header."""
    form = FORMATS[kind]
    names = [_plain(cell) for cell in row]
    if form.number in names and "postcode" in names:
        return _layout(form, [name if name in form.columns else UNUSED for name in names]), True
    if not form.fewest <= len(row) <= len(form.columns):
        raise BadInput(
            f"Row 1: {len(row)} columns. {form.title} has {_span(form)}. Choose another kind of "
            "file, or say which columns yours has."
        )
    return _layout(form, form.columns[: len(row)]), False


def of_names(kind: Kind, text: str) -> Layout:
    """Return the layout that staff wrote down: names by commas, a dash for what is not needed."""
    form = FORMATS[kind]
    names = [_plain(name) or UNUSED for name in text.split(",")]
    for name in names:
        if name != UNUSED and name not in form.columns:
            raise BadInput(
                f"{form.title} has no column “{name[:40]}”. It has: {', '.join(form.columns)}."
            )
        if name != UNUSED and names.count(name) > 1:
            raise BadInput(f"The column “{name}” is named twice.")
    return _layout(form, names)


def _layout(form: Format, names: Sequence[str]) -> Layout:
    places = {name: place for place, name in enumerate(names) if name != UNUSED}
    for name in form.needed:
        if name not in places:
            raise BadInput(f"The file must have a column “{name}”.")
    if not any(name in places for name in form.streets):
        raise BadInput(f"The file must have a column for the street: “{form.streets[0]}”.")
    return Layout(form, len(names), places)


def _plain(name: str) -> str:
    """Building Number → building_number."""
    return "_".join(name.replace("_", " ").lower().split())


def _span(form: Format) -> str:
    most = len(form.columns)
    span = f"{form.fewest} to {most}" if form.fewest < most else str(most)
    return f"{span} columns"
