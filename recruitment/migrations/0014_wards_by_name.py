"""Wards of addresses that an ONS directory gave by code go by name, and people count in their area."""

import csv

from django.conf import settings
from django.db import migrations


def wards_by_name(apps, schema_editor):
    names = _names()
    Address = apps.get_model("recruitment", "Address")
    coded = Address.objects.filter(ward__in=names)
    assemblies = set(coded.values_list("assembly", flat=True))
    for code, name in names.items():
        Address.objects.filter(ward=code).update(ward=name)
    for draw in apps.get_model("recruitment", "AddressDraw").objects.filter(
        assembly__in=assemblies
    ):
        draw.wards = sorted(names.get(ward, ward) for ward in draw.wards)
        draw.save(update_fields=["wards"])
    for assembly in assemblies:
        _count_in_areas(apps, assembly)


def _names():
    names = {}
    for table in settings.DATA_DIR.glob("*/*_wards22.csv"):
        with table.open(encoding="utf-8", newline="") as file:
            names |= {row["ward_code"]: row["ward_name"] for row in csv.DictReader(file)}
    return names


def _count_in_areas(apps, assembly):
    """Give whoever registered without an area the one that their ward lies in."""
    values = apps.get_model("recruitment", "Value").objects.filter(category__assembly=assembly)
    areas = {
        ward: (value.category.key, value.key)
        for value in values.select_related("category")
        for ward in value.wards
    }
    people = apps.get_model("recruitment", "Registration").objects.filter(assembly=assembly)
    for person in people.select_related("invitation__address"):
        category, value = areas.get(person.invitation.address.ward, ("", ""))
        if category and person.answers and category not in person.answers:
            person.answers = {**person.answers, category: value}
            person.save(update_fields=["answers"])


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0013_letter_alarm")]

    operations = [migrations.RunPython(wards_by_name, migrations.RunPython.noop)]
