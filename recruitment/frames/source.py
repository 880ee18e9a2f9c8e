"""A file as a stream of lines: its SHA-256 grows as it is read, gzip is undone on the way."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

from assembly.errors import BadInput

LONGEST_LINE = 65_536
CHUNK = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"


class _Hashed(io.RawIOBase):
    """Hands a binary file on and hashes every byte of it once."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.hash = sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        chunk = self.file.read(len(buffer))
        self.hash.update(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)


class Source:
    """The lines of one file. `sha256` is that of the file as given, once all lines were read."""

    def __init__(self, file: BinaryIO) -> None:
        self._hashed = _Hashed(file)
        self._buffer = _buffered(self._hashed)

    def lines(self) -> Iterator[str]:
        """Yield decoded lines; raise `BadInput` naming row and column where it is not UTF-8."""
        file = self._unzipped()
        try:
            for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE), b""), start=1):
                yield _decode(line, number)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise BadInput(f"The compressed file is damaged: {error}.") from error
        while self._buffer.read(CHUNK):
            pass

    def _unzipped(self) -> io.BufferedReader:
        if not self._buffer.peek(2).startswith(GZIP_MAGIC):
            return self._buffer
        return _buffered(gzip.GzipFile(fileobj=self._buffer))

    @property
    def sha256(self) -> str:
        return self._hashed.hash.hexdigest()


def _buffered(file: io.RawIOBase | gzip.GzipFile) -> io.BufferedReader:
    return io.BufferedReader(cast(io.RawIOBase, file), CHUNK)


def _decode(line: bytes, number: int) -> str:
    if len(line) == LONGEST_LINE:
        raise BadInput(f"Row {number:,} is longer than {LONGEST_LINE:,} bytes.")
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        column = len(next(csv.reader([line[: error.start].decode("utf-8")]), [""])) or 1
        raise BadInput(
            f"Row {number:,}, column {column}: this is not UTF-8. Save it as UTF-8."
        ) from None


@contextmanager
def opened(file: Path | BinaryIO) -> Iterator[BinaryIO]:
    """Open a path; a file that is open already is read from its start and left open."""
    if isinstance(file, Path):
        with file.open("rb") as handle:
            yield handle
    else:
        file.seek(0)
        yield file


def name_of(file: Path | BinaryIO) -> str:
    return Path(str(getattr(file, "name", "file"))).name[:120]
