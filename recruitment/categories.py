"""What a person is counted as: asked for, or derived from their birth date and their address."""

from datetime import date

from assembly.models import Assembly

from .models import Address, Category, Value


def asked(assembly: Assembly) -> list[Category]:
    """Return the categories that registration asks about, with their values, in order."""
    return list(
        assembly.categories.exclude(question="").order_by("place").prefetch_related("values")
    )


def choices(category: Category) -> list[tuple[str, str]]:
    """Return a category's values as a form wants them."""
    return [(value.key, value.name) for value in category.values.order_by("place")]


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
