"""Fields that the database only ever sees encrypted, and keyed hashes for looking them up.

AES-256-GCM with a key kept in a file outside the database. The table, the column and the row's
id are authenticated with each value, so a ciphertext moved elsewhere fails instead of being read.
"""

import base64
import hmac
import json
import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute

NONCE_BYTES = 12
KEY_ID_BYTES = 4


class Undecipherable(Exception):
    """A stored value does not belong to this row, or its key is missing."""


class Sealed(bytes):
    """A ciphertext as it stands in the database: key id, nonce, box."""


def make_key() -> str:
    """Return a fresh line for the key file: an id in hexadecimal, a colon, 32 bytes in base64."""
    return f"{os.urandom(KEY_ID_BYTES).hex()}:{base64.b64encode(os.urandom(32)).decode()}"


@cache
def _keys(path: str) -> dict[bytes, bytes]:
    """Read the key file; the first key encrypts, all of them decrypt."""
    try:
        lines = Path(path).read_text(encoding="ascii").split()
        keys = {bytes.fromhex(i): base64.b64decode(k) for i, k in (s.split(":") for s in lines)}
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"FIELD_KEY_FILE cannot be read: {path}") from error
    if not keys or any(len(key) != 32 for key in keys.values()):
        raise ImproperlyConfigured("FIELD_KEY_FILE must hold at least one key of 32 bytes")
    return keys


def keys() -> dict[bytes, bytes]:
    """Return the keys by id, the one that encrypts first."""
    return _keys(str(settings.FIELD_KEY_FILE))


def seal(plain: str, *, place: str) -> Sealed:
    """Encrypt `plain` for `place` (table:column:row)."""
    key_id, key = next(iter(keys().items()))
    nonce = os.urandom(NONCE_BYTES)
    return Sealed(key_id + nonce + AESGCM(key).encrypt(nonce, plain.encode(), place.encode()))


def unseal(box: bytes, *, place: str) -> str:
    """Decrypt what was sealed for `place`; raise `Undecipherable` for anything else."""
    key_id, nonce = box[:KEY_ID_BYTES], box[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES]
    try:
        key = keys()[key_id]
        return (
            AESGCM(key).decrypt(nonce, box[KEY_ID_BYTES + NONCE_BYTES :], place.encode()).decode()
        )
    except (KeyError, InvalidTag, ValueError) as error:
        raise Undecipherable(place) from error


def keyed_hash(purpose: str, value: str) -> bytes:
    """Return 32 bytes that only a holder of the oldest key can compute.

    Used to look a secret up without storing it, and to derive secrets that need no storing.
    The oldest key serves, so that adding a key for encryption changes no code on a letter.
    """
    oldest = list(keys().values())[-1]
    return hmac.digest(hmac.digest(oldest, purpose.encode(), sha256), value.encode(), sha256)


class _EncryptedAttribute(DeferredAttribute):
    """Decrypts on first use, so that lists which do not show a field never open it."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed):
            sealed = value
            value = self.field.loads(unseal(sealed, place=self.field.place(instance)))
            instance.__dict__[self.field.attname] = value
            instance.__dict__[self.field.sealed_attname] = sealed
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        """Make this a data descriptor, so that `__get__` comes before the instance's own dict."""
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text encrypted at rest. The model's primary key must be set before saving (a UUID)."""

    descriptor_class = _EncryptedAttribute
    loads: Callable[[str], Any] = staticmethod(str)
    dumps: Callable[[Any], str] = staticmethod(str)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def place(self, instance: models.Model) -> str:
        return f"{instance._meta.db_table}:{self.column}:{instance.pk}"

    @property
    def sealed_attname(self) -> str:
        return f"{self.attname}_as_sealed"

    def as_read(self, instance: models.Model) -> Sealed | None:
        """Return what stood in the database when the instance was read; None if it was not."""
        value = instance.__dict__.get(self.attname)
        return value if isinstance(value, Sealed) else instance.__dict__.get(self.sealed_attname)

    def from_db_value(self, value: bytes | None, *_: object) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return seal(self.dumps(value), place=self.place(model_instance))

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Sealed):
            return value
        raise TypeError(
            f"{self.name} is encrypted with its row: set it on the object and save that"
        )

    def get_default(self) -> Any:
        return super(models.BinaryField, self).get_default() if self.has_default() else None

    def value_to_string(self, obj: models.Model) -> str:
        return self.dumps(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        return None


class EncryptedJSONField(EncryptedTextField):
    """Any JSON value encrypted at rest."""

    loads = staticmethod(json.loads)
    dumps = staticmethod(lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True))
