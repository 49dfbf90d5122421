"""The rows of a table, each a notice: JSONL (also gzip), CSV, Parquet, with the columns that hold text and name."""

from __future__ import annotations

import base64
import binascii
import codecs
import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from notice_parser.batch.items import Columns, Item
from notice_parser.batch.places import Found, opened
from notice_parser.errors import LoadError, OptionError

__all__ = ["is_table", "rows_of"]

_SUFFIXES = (".jsonl", ".jsonl.gz", ".csv", ".csv.gz", ".parquet")
_ROWS = 1000  # of a Parquet file that are held at a time
_LONGEST_CELL = 1 << 30
_HEAD = 1 << 20  # bytes that tell the encoding


def is_table(path: str) -> bool:
    """Whether the file is a table, by its suffix."""
    return path.lower().endswith(_SUFFIXES)


def rows_of(found: Found, columns: Columns) -> Iterator[Item]:
    """The rows of a table. ``OptionError`` for a column that it lacks, ``LoadError`` for a table that is damaged."""
    column = columns.content or columns.text
    if column is None or (columns.content and columns.text):
        raise OptionError("bad_option", option="text_column", reason="text or content", mend="give one of --text-column, --content-column")
    path, relative = found.place, found.relative
    for number, row in enumerate(_read(path), 1):
        if isinstance(row, str):
            yield Item(path=f"{relative}/{number}", output="", kind="broken", place=path, member=row)
            continue
        for name in filter(None, (column, columns.id)):
            if name not in row:
                raise OptionError("no_column", where=path, column=name, known="、".join(map(str, row)))
        name = str(row[columns.id]) if columns.id else str(number)
        data = _data_of(row[column], is_text=columns.content is None)
        if isinstance(data, str):
            yield Item(path=f"{relative}/{name.replace('/', '_')}", output="", kind="broken", place=path, member=data)
            continue
        rest = {str(key): value for key, value in row.items() if key not in (column, columns.id)}
        yield Item(
            path=f"{relative}/{name.replace('/', '_')}",
            output="",
            kind="text" if columns.content is None else "bytes",
            place=path,
            member=str(number),
            size=len(data),
            mtime=found.mark,
            extra=json.dumps(rest, ensure_ascii=False, default=str) if rest else None,
            data=data,
        )


def _read(path: str) -> Iterator[Mapping[str, Any] | str]:
    """The rows, or why one cannot be read."""
    low = path.lower()
    try:
        if low.endswith(".parquet"):
            yield from _read_parquet(path)
            return
        with opened(path) as raw, gzip.open(raw) if low.endswith(".gz") else raw as file:
            if ".csv" in low[-7:]:
                csv.field_size_limit(_LONGEST_CELL)
                head = file.read(_HEAD)
                file.seek(0)
                with io.TextIOWrapper(file, encoding=_encoding_of(head), newline="") as text:
                    yield from csv.DictReader(text)
                return
            for line in file:
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except ValueError as error:
                    yield str(error)
                    continue
                yield row if isinstance(row, dict) else f"{type(row).__name__} is no row"
    except (OSError, EOFError, UnicodeError, csv.Error, ValueError) as error:
        raise LoadError("unreadable", where=path, reason=str(error)) from error


def _encoding_of(head: bytes) -> str:
    """UTF-8, or what a Chinese spreadsheet writes where it is told nothing."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _read_parquet(path: str) -> Iterator[Mapping[str, Any]]:
    try:
        import pyarrow.parquet
    except ImportError as error:
        command = 'pip install "notice-parser[parquet]"'
        raise LoadError("missing_extra", where=path, format="Parquet", command=command) from error
    with opened(path) as raw, pyarrow.parquet.ParquetFile(raw) as file:
        for batch in file.iter_batches(batch_size=_ROWS):
            yield from batch.to_pylist()


def _data_of(value: Any, *, is_text: bool) -> bytes | str:
    """The bytes of a cell, or why it has none."""
    if value is None:
        return b""
    if is_text:
        return str(value).encode("utf-8", "surrogatepass")
    if isinstance(value, bytes):
        return value
    try:
        return base64.b64decode(str(value), validate=True)
    except binascii.Error as error:
        return f"base64: {error}"
