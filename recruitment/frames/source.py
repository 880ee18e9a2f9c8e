"""A file as a stream of whole lines: its SHA-256 grows as it is read, gzip is undone on the way."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from assembly.errors import BadInput

LONGEST_LINE = 65_536
CHUNK = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
MARK = b"\xef\xbb\xbf"
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f]")


class _Hashed(io.RawIOBase):
    """Hands a binary file on and hashes every byte of it once."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.hash = sha256()
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        chunk = self.file.read(len(buffer))
        self.hash.update(chunk)
        self.size += len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)


class Source:
    """One file. `sha256` is that of the file as given, once all of it was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._hashed = _Hashed(file)
        self._buffer = _buffered(self._hashed)

    def blocks(self) -> Iterator[bytes]:
        """Yield whole lines, about a megabyte at a time, each with its end, the last one too.

        No line is held that is longer than `LONGEST_LINE`: `BadInput` names the row.
        """
        rows, rest = 0, b""
        for chunk in self._chunks():
            text = rest + chunk
            cut = text.rfind(b"\n") + 1
            block, rest = text[:cut], text[cut:]
            if block:
                yield block
            rows += lines_of(block)
            if len(rest) >= LONGEST_LINE:
                raise too_long(rows + 1)
        if rest:
            yield rest + b"\n"

    def _chunks(self) -> Iterator[bytes]:
        file = self._unzipped()
        try:
            chunk = file.read(CHUNK).removeprefix(MARK)
            while chunk:
                yield chunk
                chunk = file.read(CHUNK)
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

    @property
    def bytes_read(self) -> int:
        return self._hashed.size


def rows(block: bytes, first: int) -> Iterator[list[str]]:
    """Yield a block's rows one by one; `first` is the number of its first row in the file.

    Raise `BadInput`, naming the row, where a line is too long, is not UTF-8, holds a control
    character or is not CSV: a quoted field ends on the line on which it began.
    """
    lines = block.removesuffix(b"\n").split(b"\n")
    texts = (_decode(line, number) for number, line in enumerate(lines, start=first))
    reader = csv.reader(texts, strict=True)
    for place in range(len(lines)):
        try:
            row = next(reader)
        except (csv.Error, BadInput) as error:
            # The reader goes on to the next lines only where a quotation mark is not closed.
            goes_on = reader.line_num > place + isinstance(error, csv.Error)
            if goes_on or "unexpected end" in str(error):
                raise _unclosed(first + place) from None
            if isinstance(error, BadInput):
                raise
            raise BadInput(f"Row {first + place:,}: {error}.") from error
        if reader.line_num > place + 1:
            raise _unclosed(first + place)
        yield row


def lines_of(block: bytes) -> int:
    """Return how many lines a block has (several times faster than counting its bytes)."""
    return int(np.count_nonzero(np.frombuffer(block, np.uint8) == ord("\n")))


def too_long(row: int) -> BadInput:
    return BadInput(f"Row {row:,} is longer than {LONGEST_LINE:,} bytes.")


def _unclosed(row: int) -> BadInput:
    return BadInput(f"Row {row:,}: a quotation mark is not closed on its line.")


def _buffered(file: io.RawIOBase | gzip.GzipFile) -> io.BufferedReader:
    return io.BufferedReader(cast(io.RawIOBase, file), CHUNK)


def _decode(line: bytes, number: int) -> str:
    if len(line) >= LONGEST_LINE:
        raise too_long(number)
    try:
        text = line.removesuffix(b"\r").decode("utf-8")
    except UnicodeDecodeError as error:
        column = _column(line[: error.start].decode("utf-8"))
        raise BadInput(
            f"Row {number:,}, column {column}: this is not UTF-8. Save it as UTF-8."
        ) from None
    if found := _CONTROL.search(text):
        column = _column(text[: found.start()])
        raise BadInput(f"Row {number:,}, column {column}: this is not text (a control character).")
    return text


def _column(before: str) -> int:
    """Return in which column of a row the text before a place ends."""
    return len(next(csv.reader([before.replace("\r", " ")]), [""])) or 1


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
