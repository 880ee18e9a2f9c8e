"""What a person is counted as: asked for, or derived from their birth date and their address."""

from collections.abc import Iterable
from datetime import date

from assembly.errors import BadInput
from assembly.models import Assembly
from assembly.translations import own_text

from .models import Address, Category, Value


def asked(assembly: Assembly) -> list[Category]:
    """Return the categories that registration asks about, with their values, in order."""
    found = assembly.categories.exclude(question="").order_by("place").prefetch_related("values")
    return list(found.select_related("assembly"))


def name(category: Category) -> str:
    """Return a category's name in the reader's language."""
    return own_text(category.assembly, f"category:{category.key}", category.name)


def question(category: Category) -> str:
    """Return a category's question in the reader's language."""
    return own_text(category.assembly, f"category:{category.key}:question", category.question)


def value_name(category: Category, value: Value) -> str:
    """Return a value's name in the reader's language."""
    return own_text(category.assembly, f"value:{category.key}:{value.key}", value.name)


def choices(category: Category) -> list[tuple[str, str]]:
    """Return a category's values as a form wants them."""
    values = sorted(category.values.all(), key=lambda value: value.place)
    return [(value.key, value_name(category, value)) for value in values]


def require_areas(assembly: Assembly, wards: Iterable[str]) -> None:
    """Refuse wards that no area has: who lives there would be nowhere, and no lottery could count
    them. Before there are areas any ward will do.
    """
    values = Value.objects.filter(category__assembly=assembly)
    known = {ward for value in values for ward in value.wards}
    if known and (lost := sorted(set(wards) - known)):
        named = ", ".join(f"“{ward}”" for ward in lost[:5])
        more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
        raise BadInput(
            f"No area of the targets has the ward {named}{more}. Who registers from there could "
            "not be counted in any area. Use a postcode file of the area only, with the names of "
            "the wards or their ONS codes, or add the ward to an area in categories.json."
        )


def derive(assembly: Assembly, address: Address, born: date) -> dict[str, str]:
    """Return the age band and the area of someone at this address, as category key → value key."""
    values = Value.objects.filter(category__assembly=assembly).select_related("category")
    age = assembly.age_on_first_day(born)
    bands = [value for value in values if value.from_age is not None and value.from_age <= age]
    areas = [value for value in values if address.ward in value.wards]
    derived = {}
    if bands:
        derived[bands[0].category.key] = max(bands, key=lambda band: band.from_age or 0).key
    if areas:
        derived[areas[0].category.key] = areas[0].key
    return derived
