"""An output of a batch, read back: its tables as Arrow and under SQL, its notices one by one."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from notice_parser.batch.entries import entries_of
from notice_parser.batch.records import part_path, read_part, render
from notice_parser.batch.sinks import LIVE, form_of
from notice_parser.emit.json import from_json
from notice_parser.emit.row_columns import TABLES
from notice_parser.emit.rows import Rows, rows_of
from notice_parser.errors import NoticeParserError
from notice_parser.model import Notice

__all__ = ["Archive", "notices_of", "open_archive"]

_HIDDEN = ".notice-parser"


class Archive:
    """An output that was opened. ``tables``: the names of its tables.

    >>> open_archive("no-such-place")
    Traceback (most recent call last):
    notice_parser.errors.NoticeParserError: no-such-place：不是 notice-parser batch 的输出：no such file。请给出输出文件夹或文件。
    """

    tables = tuple(TABLES)

    def __init__(self, path: str, form: str) -> None:
        self.path = path
        self.form = form

    def arrow(self, table: str) -> Any:
        """A table as a ``pyarrow.Table``. ``NoticeParserError`` for one that does not exist."""
        if table not in TABLES:
            raise NoticeParserError("not_an_archive", where=self.path, reason=f"{table}: {'、'.join(TABLES)}")
        from notice_parser.emit.parquet import arrow_schema, to_arrow

        if self.form == "parquet":
            import pyarrow
            import pyarrow.parquet

            schema = arrow_schema(table)
            names = [os.path.join(self.path, name) for name in self._live[table]]
            read = [pyarrow.parquet.read_table(name, schema=schema) for name in names]
            return pyarrow.concat_tables(read) if read else schema.empty_table()
        if self.form == "duckdb":
            return to_arrow(table, self._base.execute(f'SELECT * FROM "{table}"').fetchall())
        return to_arrow(table, self._rows[table])

    def sql(self, query: str) -> Any:
        """The result of a query over the tables, as a DuckDB relation (``.df()``, ``.arrow()``, ``.fetchall()``, print it)."""
        return self._base.sql(query)

    def notices(self) -> Iterator[Notice]:
        """The notices, one by one, where the output holds them whole: a folder of JSON, or JSONL."""
        for _, data in notices_of(self.path):
            yield from_json(data)

    @cached_property
    def _live(self) -> dict[str, list[str]]:
        with open(os.path.join(self.path, LIVE), encoding="utf-8") as file:
            return dict(json.load(file)["tables"])

    @cached_property
    def _rows(self) -> Rows:
        rows: Rows = {table: [] for table in TABLES}
        for _, data in notices_of(self.path):
            for table, some in rows_of(from_json(data)).items():
                rows[table].extend(some)
        return rows

    @cached_property
    def _base(self) -> Any:
        from notice_parser.emit.database import check_duckdb

        duckdb = check_duckdb()
        if self.form == "duckdb":
            return duckdb.connect(self.path, read_only=True)
        base = duckdb.connect()
        for table in TABLES:
            if self.form == "parquet":
                names = [os.path.join(self.path, name) for name in self._live[table]]
                listed = ", ".join("'" + name.replace("'", "''") + "'" for name in names)
                base.execute(f'CREATE VIEW "{table}" AS SELECT * FROM read_parquet([{listed}])')
            else:
                base.register(table, self.arrow(table))
        return base


def open_archive(path: str | os.PathLike[str]) -> Archive:
    """An output of ``batch``: a folder of JSON or of Parquet, ``.jsonl`` (packed too), ``.duckdb``. ``NoticeParserError`` if it is none."""
    name = os.fspath(path)
    if not os.path.exists(name):
        raise NoticeParserError("not_an_archive", where=name, reason="no such file")
    form = "parquet" if os.path.isfile(os.path.join(name, LIVE)) else form_of(name)
    if form not in ("json", "jsonl", "parquet", "duckdb") or (form == "parquet") != os.path.isfile(os.path.join(name, LIVE)):
        raise NoticeParserError("not_an_archive", where=name, reason=form)
    if form == "json" and not os.path.isdir(name):
        raise NoticeParserError("not_an_archive", where=name, reason="no folder")
    return Archive(name, form)


def notices_of(path: str) -> Iterator[tuple[str, bytes]]:
    """Path and JSON of every notice of an output: from a folder of JSON or JSONL itself, else from the parts kept beside it."""
    form = "parquet" if os.path.isfile(os.path.join(path, LIVE)) else form_of(path)
    if form == "json":
        yield from _in_folder(path)
    elif form == "jsonl":
        from notice_parser.emit.jsonl import read_lines

        for line in read_lines(path):
            yield str(json.loads(line)["source"]["path"]), line.rstrip(b"\n")
    else:
        yield from _in_parts(path, os.path.join(path, _HIDDEN) if form == "parquet" else f"{path}.work")


def _in_folder(path: str) -> Iterator[tuple[str, bytes]]:
    """``NoticeParserError`` for a folder in which is no JSON, and which no batch has made."""
    is_output = os.path.isdir(os.path.join(path, _HIDDEN))
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith(".json"):
                with open(os.path.join(folder, name), "rb") as file:
                    data = file.read()
                yield os.path.relpath(os.path.join(folder, name), path).replace(os.sep, "/").removesuffix(".json"), data
                is_output = True
    if not is_output:
        raise NoticeParserError("not_an_archive", where=path, reason="no notices")


def _in_parts(path: str, folder: str) -> Iterator[tuple[str, bytes]]:
    manifest = os.path.join(folder, "manifest.sqlite")
    if not os.path.isfile(manifest):
        raise NoticeParserError("no_parts", where=path, missing=os.path.basename(folder))
    base = sqlite3.connect(manifest)
    try:
        for (part,) in base.execute("SELECT DISTINCT part FROM contents ORDER BY part").fetchall():
            if not os.path.isfile(kept := part_path(folder, part)):
                raise NoticeParserError("no_parts", where=path, missing=os.path.relpath(kept, os.path.dirname(folder)).replace(os.sep, "/"))
            records = {record.key: record for record in read_part(folder, part)}
            for entry in entries_of(base, part):
                for _, data in render(records[entry.key], entry):
                    yield entry.path, data
    finally:
        base.close()
