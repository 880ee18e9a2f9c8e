"""Files of a run: a name that holds the content's hash, written whole or not at all."""

import os
from hashlib import sha256
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def store(folder: str, name: str, content: bytes) -> tuple[str, str]:
    """Store a file; return its name in the storage and its SHA-256.

    The same content has the same name: whoever writes it twice writes the same file.
    """
    digest = sha256(content).hexdigest()
    stem, _, suffix = name.rpartition(".")
    full = f"letters/{folder}/{stem}-{digest[:12]}.{suffix}"
    try:
        path = Path(default_storage.path(full))
    except NotImplementedError:  # not on a disk of ours: the storage itself is all or nothing
        if not default_storage.exists(full):
            full = default_storage.save(full, ContentFile(content))
    else:
        _write(path, content)
    return full, digest


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
