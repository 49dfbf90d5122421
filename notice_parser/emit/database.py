"""The rows of ``rows.py`` as a SQLite or a DuckDB file, written from the beginning.

SQLite has no decimals: a figure is its nearest REAL, or an INTEGER where it is whole; the exact one is in DuckDB and Parquet.
Lists are JSON there, days ISO text.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from notice_parser.emit.row_columns import TABLES
from notice_parser.emit.rows import Rows
from notice_parser.errors import NoticeParserError

__all__ = ["DuckWriter", "SqliteWriter", "check_duckdb"]

_INSTALL = 'pip install "notice-parser[duckdb]"'
_SQLITE_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "decimal": "NUMERIC"}
_INDEXED = {"notices": "id", "statistics": "notice", "tables": "notice", "cells": "notice", "findings": "notice"}
_BATCH = 20_000  # rows that are handed over at a time
_MOST = 2**63  # integers beyond are no INTEGER


class SqliteWriter:
    """Writes the tables into a new SQLite file."""

    def __init__(self, path: str) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")  # a draft: whole, or thrown away
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("BEGIN")
        for table, fields in TABLES.items():
            columns = ", ".join(f'"{one.name}" {_SQLITE_TYPES.get(one.type, "TEXT")}' for one in fields)
            self._base.execute(f'CREATE TABLE "{table}" ({columns})')

    def add(self, rows: Rows) -> None:
        """Adds rows to each of the tables."""
        for table, some in rows.items():
            marks = ", ".join("?" * len(TABLES[table]))
            self._base.executemany(f'INSERT INTO "{table}" VALUES ({marks})', [tuple(map(_plain, row)) for row in some])

    def close(self) -> None:
        """Finishes the file."""
        for table, column in _INDEXED.items():
            self._base.execute(f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}")')
        self._base.execute("COMMIT")
        self._base.close()


class DuckWriter:
    """Writes the tables into a new DuckDB file, by way of Arrow. ``OSError`` where it cannot be written, as for any other file."""

    def __init__(self, path: str) -> None:
        from notice_parser.emit.parquet import to_arrow

        self._to_arrow = to_arrow
        self._duckdb = check_duckdb()
        self._base = self._duckdb.connect(path)
        self._base.execute("SET threads = 1")
        self._held: Rows = {}
        for table in TABLES:
            self._base.register("fresh", to_arrow(table, []))
            self._run(f'CREATE TABLE "{table}" AS SELECT * FROM fresh')
            self._base.unregister("fresh")

    def add(self, rows: Rows) -> None:
        """Adds rows to each of the tables."""
        for table, some in rows.items():
            held = self._held.setdefault(table, [])
            held.extend(some)
            if len(held) >= _BATCH:
                self._hand_over(table)

    def close(self) -> None:
        """Finishes the file."""
        for table in TABLES:
            self._hand_over(table)
        self._run("CHECKPOINT")
        self._base.close()

    def _run(self, query: str) -> None:
        try:
            self._base.execute(query)
        except self._duckdb.Error as error:  # a full disk is one of several classes, by the moment at which it shows
            raise OSError(str(error)) from error

    def _hand_over(self, table: str) -> None:
        rows = self._held.pop(table, [])
        if rows:
            self._base.register("fresh", self._to_arrow(table, rows))
            self._run(f'INSERT INTO "{table}" SELECT * FROM fresh')
            self._base.unregister("fresh")


def check_duckdb() -> Any:
    """The module; ``NoticeParserError`` with what installs it."""
    try:
        import duckdb
        import pyarrow  # noqa: F401  # rows go over by it
    except ImportError as error:
        raise NoticeParserError("missing_package", package="duckdb", what=".duckdb", command=_INSTALL) from error
    return duckdb


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < _MOST else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence | Mapping) and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return value
