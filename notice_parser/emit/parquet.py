"""The rows of ``rows.py`` as Arrow tables and Parquet files; imports pyarrow, and is imported where that is needed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from notice_parser.emit.rows import DIGITS, PLACES, TABLES
from notice_parser.errors import NoticeParserError

__all__ = ["arrow_schema", "parquet_bytes", "to_arrow"]

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


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise NoticeParserError("missing_package", package="pyarrow", what="Parquet", command=_INSTALL) from error
    return pyarrow
