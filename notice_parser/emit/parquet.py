"""The rows of ``rows.py`` as Arrow tables and Parquet files; imports pyarrow, and is imported where that is needed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from notice_parser.emit.row_columns import DIGITS, PLACES, TABLES
from notice_parser.errors import NoticeParserError

__all__ = ["arrow_schema", "join_parquet", "parquet_bytes", "to_arrow"]

_ROW_GROUP = 32 << 20  # bytes, unpacked
_FILE = 512 << 20
_INSTALL = 'pip install "notice-parser[parquet]"'


def arrow_schema(table: str) -> Any:
    """The schema of one of the tables, each column with its Chinese name in the field's metadata."""
    pyarrow = _pyarrow()
    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "boolean": pyarrow.bool_(),
        "decimal": pyarrow.decimal128(DIGITS, PLACES),
        "date": pyarrow.date32(),
        "strings": pyarrow.list_(pyarrow.string()),
        "integers": pyarrow.list_(pyarrow.int64()),
    }
    return pyarrow.schema([pyarrow.field(one.name, types[one.type], metadata={"title": one.title}) for one in TABLES[table]])


def to_arrow(table: str, rows: Sequence[tuple[Any, ...]]) -> Any:
    """The rows as a ``pyarrow.Table``."""
    pyarrow = _pyarrow()
    schema = arrow_schema(table)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [pyarrow.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def parquet_bytes(table: str, rows: Sequence[tuple[Any, ...]]) -> bytes:
    """A Parquet file with the rows, packed by zstd; the same rows give the same bytes."""
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(to_arrow(table, rows), out, compression="zstd")
    return out.getvalue()


def join_parquet(table: str, pieces: Sequence[str], draft: str) -> list[str]:
    """Joins Parquet files of one of the tables, one in memory at a time; the paths of the new ones, ``draft`` with a number, none
    much larger than half a gigabyte unpacked. The same pieces give the same bytes."""
    import pyarrow.parquet

    schema = arrow_schema(table)
    written: list[str] = []
    writer: Any = None
    n_bytes = 0
    held: list[Any] = []

    def flush() -> None:
        nonlocal writer, n_bytes
        if writer is None:
            written.append(f"{draft}-{len(written):03}")
            writer = pyarrow.parquet.ParquetWriter(written[-1], schema, compression="zstd")
        rows = pyarrow.concat_tables(held).combine_chunks() if held else schema.empty_table()
        writer.write_table(rows, row_group_size=max(1, rows.num_rows))
        n_bytes += rows.nbytes
        held.clear()
        if n_bytes >= _FILE:
            writer.close()
            writer, n_bytes = None, 0

    try:
        for path in pieces:
            piece = pyarrow.parquet.read_table(path, schema=schema)
            if piece.num_rows:
                held.append(piece)
            if sum(one.nbytes for one in held) >= _ROW_GROUP:
                flush()
        if held or not written:
            flush()
    finally:
        if writer is not None:
            writer.close()
    return written


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise NoticeParserError("missing_package", package="pyarrow", what="Parquet", command=_INSTALL) from error
    return pyarrow
