"""Saving a row so that what the model or the database refuses can be read by who gave it."""

from collections.abc import Collection

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction

from assembly.errors import BadInput


def check(row: models.Model, *, but: Collection[str] = ()) -> None:
    """Raise `BadInput` naming each field whose value its model does not take."""
    try:
        row.clean_fields(exclude=set(but))
    except ValidationError as error:
        parts = (
            f"{_label(row, name)}: {' '.join(messages)}"
            for name, messages in error.message_dict.items()
        )
        raise BadInput(" ".join(parts)) from error


def save(row: models.Model, *, otherwise: str) -> None:
    """Check and save; `otherwise` is what to say when a rule of the database refuses."""
    check(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise BadInput(otherwise) from error


def _label(row: models.Model, name: str) -> str:
    try:
        label = str(getattr(row._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        label = name
    return label[:1].upper() + label[1:]
