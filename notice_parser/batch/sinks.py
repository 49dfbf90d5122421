"""Where results go, told by the form of the output: what is written part by part, and what is made once all parts are there.

A folder of JSON grows part by part. Parquet files are made part by part, and joined at the end to files of a good size. JSONL, databases,
workbooks and the catalogue are one file, made anew from the parts in their order, whenever something has changed; until then the old
one stands.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Protocol

import msgspec
from msgspec import Struct

from notice_parser.batch.durable import flush_all, move_whole, write_whole
from notice_parser.batch.manifest import Manifest
from notice_parser.batch.records import Entry, Failure, Record, failure_of, read_part, render
from notice_parser.emit.json import from_json
from notice_parser.emit.row_columns import TABLES
from notice_parser.emit.rows import Rows, failure_row, rows_of
from notice_parser.errors import NoticeParserError, OptionError

__all__ = ["FORMS", "LIVE", "Sink", "finish", "form_of", "prepare_sink", "publish", "work_folder"]

FORMS = ("json", "jsonl", "parquet", "duckdb", "sqlite", "xlsx", "csv")
LIVE = "_live.json"  # of a folder of Parquet: the files that are in force
_SUFFIXES = {
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".jsonl.zst": "jsonl",
    ".parquet": "parquet",
    ".duckdb": "duckdb",
    ".sqlite": "sqlite",
    ".xlsx": "xlsx",
    ".csv": "csv",
}
_NOT_WRITTEN = (".json", ".db", ".xls", ".html", ".md", ".zip", ".tar", ".gz", ".zst", ".txt")
_DIGITS = 8  # of a signature in a file's name
_PIECES = "tables"  # within the work folder: Parquet files, one a part
_JOINED = 64  # parts whose files are one, in the output


class Sink(Struct, frozen=True, kw_only=True):
    """The output: its path, its form, and how it is written.

    ``indent``: spaces a level in a folder of JSON. ``only``: a document class, the others are left out.
    ``is_catalogue``: of a workbook, the catalogue alone.
    """

    path: str
    form: str
    indent: int | None = None
    only: str | None = None
    is_catalogue: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether the output is a folder that grows part by part."""
        return self.form in ("json", "parquet")

    def signature(self) -> str:
        """What of it decides on the bytes."""
        return f"{self.form} {self.indent} {self.only} {self.is_catalogue}"


class _Writer(Protocol):
    def add(self, rows: Rows) -> None: ...

    def close(self) -> None: ...


def form_of(path: str, form: str | None = None) -> str:
    """The form of an output, as its name says it, if none is named. ``OptionError`` for one that is not written."""
    if form is not None:
        if form not in FORMS:
            raise OptionError("bad_option", option="to", reason=form, mend="、".join(FORMS))
        return form
    low = path.rstrip("/\\").lower()
    for suffix, found in _SUFFIXES.items():
        if low.endswith(suffix):
            return found
    if low.endswith(_NOT_WRITTEN) and not os.path.isdir(path):
        raise OptionError("bad_output", where=path, known=" ".join(_SUFFIXES))
    return "json"


def work_folder(sink: Sink) -> str:
    """Where parts and manifest are kept: within an output that is a folder, beside one that is a file."""
    return os.path.join(sink.path, ".notice-parser") if sink.is_folder else f"{sink.path}.work"


def prepare_sink(sink: Sink) -> None:
    """Loads what the sink is written with; ``NoticeParserError`` where it is not installed."""
    if sink.form in ("parquet", "duckdb"):
        from notice_parser.emit.parquet import arrow_schema

        arrow_schema("notices")
    if sink.form == "parquet":
        import pyarrow.parquet  # noqa: F401  # before the memory of a worker is measured
    elif sink.form == "duckdb":
        from notice_parser.emit.database import check_duckdb

        check_duckdb()
    elif sink.form == "xlsx":
        from notice_parser.emit.workbook import check_workbook

        check_workbook()
    elif sink.form == "jsonl":
        from notice_parser.emit.jsonl import check_packing

        check_packing(sink.path)


def publish(
    sink: Sink, part: int, signature: str, records: Sequence[Record], entries: Sequence[Entry], folder: str
) -> list[tuple[str, Failure]]:
    """Writes the part's output, if it has any of its own; gives the outputs that could not be written, and why."""
    unwritten: list[tuple[str, Failure]] = []
    if sink.form == "json":
        unwritten = _publish_json(sink, records, entries, folder)
    elif sink.form == "parquet":
        _publish_parquet(sink, part, signature, records, entries, folder)
    if sink.is_folder:
        flush_all()
    return unwritten


def finish(sink: Sink, manifest: Manifest, folder: str) -> None:
    """Makes the output whole: retires what no file stands behind any more, or makes the one file anew."""
    if sink.form == "json":
        for output in manifest.retired_outputs():
            for path in _outputs_of(sink.path, output, 0):
                os.remove(path)
    elif sink.form == "parquet":
        _finish_parquet(sink, manifest, folder)
    else:
        _finish_file(sink, manifest, folder)


def _publish_json(sink: Sink, records: Sequence[Record], entries: Sequence[Entry], folder: str) -> list[tuple[str, Failure]]:
    unwritten = []
    by_key = {record.key: record for record in records}
    for entry in entries:
        record = by_key[entry.key]
        written = set()
        try:
            for number, data in render(record, entry, only=sink.only):
                path = _output_of(sink.path, entry.output, number)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                write_whole(path, _indented(data, sink.indent) + b"\n", os.path.join(folder, "tmp"), is_flushed=False)
                written.add(path)
            for path in _outputs_of(sink.path, entry.output, len(record.notices)):
                if path not in written:  # of a file that held more or fewer notices, or of a class that is not wanted now
                    os.remove(path)
        except OSError as error:
            why = NoticeParserError("unwritable", reason=error.strerror or type(error).__name__)
            unwritten.append((entry.output, failure_of(why)))
    return unwritten


def _indented(data: bytes, indent: int | None) -> bytes:
    return msgspec.json.format(data, indent=indent) if indent else data


def _output_of(root: str, output: str, number: int) -> str:
    """The file of a notice: ``a.txt.json``, or ``a.zip#1.json`` where the file holds several."""
    path = os.path.join(root, *output.split("/"))
    return f"{path.removesuffix('.json')}#{number}.json" if number else path


def _outputs_of(root: str, output: str, count: int) -> list[str]:
    """The files that stand for an output whose file holds, or may have held, ``count`` notices or more."""
    found = []
    number = 0
    while True:
        path = _output_of(root, output, number)
        if os.path.isfile(path):
            found.append(path)
        elif number > count:
            return found
        number += 1


def _rows_of_part(sink: Sink, records: Sequence[Record], entries: Sequence[Entry]) -> Rows:
    rows: Rows = {table: [] for table in TABLES}
    by_key = {record.key: record for record in records}
    for entry in entries:
        record = by_key[entry.key]
        for _, data in render(record, entry, only=sink.only):
            for table, some in rows_of(from_json(data)).items():
                rows[table].extend(some)
        if record.failure is not None:
            rows["failures"].append(failure_row(entry.path, record.failure.code, str(record.failure.error(entry.path))))
    return rows


def _publish_parquet(sink: Sink, part: int, signature: str, records: Sequence[Record], entries: Sequence[Entry], folder: str) -> None:
    from notice_parser.emit.parquet import parquet_bytes

    for table, rows in _rows_of_part(sink, records, entries).items():
        os.makedirs(os.path.join(folder, _PIECES, table), exist_ok=True)
        path = os.path.join(folder, _PIECES, _parquet_name(table, part, signature))
        write_whole(path, parquet_bytes(table, rows), os.path.join(folder, "tmp"), is_flushed=False)


def _parquet_name(table: str, part: int, signature: str) -> str:
    return f"{table}/part-{part:06}-{signature[:_DIGITS]}.parquet"


def _finish_parquet(sink: Sink, manifest: Manifest, folder: str) -> None:
    """Joins the parts' files, those of a range of numbers at a time: what has changed in one part touches the files of its range alone."""
    from notice_parser.emit.parquet import join_parquet

    parts = [(part, str(manifest.published(part))) for part in manifest.parts()]
    live: dict[str, list[str]] = {table: [] for table in TABLES}
    for first, some in groupby(parts, key=lambda one: (one[0] - 1) // _JOINED):
        known = list(some)
        signature = hashlib.sha256(str(known).encode()).hexdigest()
        for table in TABLES:
            os.makedirs(os.path.join(sink.path, table), exist_ok=True)
            pieces = [os.path.join(folder, _PIECES, _parquet_name(table, *one)) for one in known]
            stem = f"{table}/part-{first * _JOINED + 1:06}-{signature[:_DIGITS]}"
            live[table] += _joined(sink, stem, partial(join_parquet, table, pieces), folder)
    data = msgspec.json.format(msgspec.json.encode({"format": 1, "tables": live}), indent=1)
    write_whole(os.path.join(sink.path, LIVE), data + b"\n", os.path.join(folder, "tmp"))
    for table, names in live.items():
        _keep_only(os.path.join(sink.path, table), {name.rpartition("/")[2] for name in names})
        _keep_only(os.path.join(folder, _PIECES, table), {_parquet_name(table, *one).rpartition("/")[2] for one in parts})


def _joined(sink: Sink, stem: str, join: Callable[[str], list[str]], folder: str) -> list[str]:
    """The files of a range, made where they are not there; the last one is put in its place last, so that it tells that all are."""
    found = sorted(name for name in os.listdir(os.path.join(sink.path, os.path.dirname(stem))) if name.startswith(os.path.basename(stem)))
    if not any(name.endswith("-last.parquet") for name in found):
        found = []
        drafts = join(os.path.join(folder, "tmp", "join"))
        for number, draft in enumerate(drafts, 1):
            tail = "-last" if number == len(drafts) else ""
            found.append(f"{os.path.basename(stem)}-{number:03}{tail}.parquet")
            move_whole(draft, os.path.join(sink.path, os.path.dirname(stem), found[-1]))
    return [f"{os.path.dirname(stem)}/{name}" for name in found]


def _keep_only(folder: str, kept: set[str]) -> None:
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        if name.startswith("part-") and name not in kept:
            os.remove(os.path.join(folder, name))


def _finish_file(sink: Sink, manifest: Manifest, folder: str) -> None:
    """Makes the file anew, if a part has changed since it was made."""
    signature = sink.signature() + "".join(f" {part}:{manifest.published(part)}" for part in manifest.parts())
    if manifest.get("finished") == signature and os.path.isfile(sink.path):
        return
    draft = os.path.join(folder, "tmp", f"draft{os.path.splitext(sink.path)[1]}")
    for stale in (draft, f"{draft}.wal"):
        if os.path.exists(stale):
            os.remove(stale)
    if sink.form == "jsonl":
        from notice_parser.emit.jsonl import opened_lines

        with opened_lines(draft, sink.path) as file:
            for records, entries in _parts(manifest, folder):
                by_key = {record.key: record for record in records}
                for entry in entries:
                    for _, data in render(by_key[entry.key], entry, only=sink.only):
                        file.write(data + b"\n")
    else:
        writer = _writer(sink, draft)
        for records, entries in _parts(manifest, folder):
            writer.add(_rows_of_part(sink, records, entries))
        writer.close()
    move_whole(draft, sink.path)
    manifest.put("finished", signature)


def _parts(manifest: Manifest, folder: str) -> Iterator[tuple[list[Record], tuple[Entry, ...]]]:
    for part in manifest.parts():
        yield list(read_part(folder, part)), manifest.entries(part)


def _writer(sink: Sink, draft: str) -> _Writer:
    if sink.form == "sqlite":
        from notice_parser.emit.database import SqliteWriter

        return SqliteWriter(draft)
    if sink.form == "duckdb":
        from notice_parser.emit.database import DuckWriter

        return DuckWriter(draft)
    from notice_parser.emit.workbook import CatalogueWriter, WorkbookWriter

    return CatalogueWriter(draft) if sink.form == "csv" else WorkbookWriter(draft, is_catalogue=sink.is_catalogue)
