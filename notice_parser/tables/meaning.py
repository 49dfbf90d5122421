"""What columns mean: typed values, unit, time and role of each, told from its header and from what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from notice_parser.grammar import Field, Grammars
from notice_parser.model import Column, Period
from notice_parser.tables.cells import ColumnType, read_cell, read_month, type_of, unit_of_cells
from notice_parser.tables.periods import base_of, column_periods, row_periods

__all__ = ["columns_of", "times_of_rows", "unit_of_caption", "units_of_rows", "values_of"]

_DATES = ("年", "月", "日", "期", "周")
_NAMED = 2  # rows whose names end in a unit: one alone is a name that looks so

_PERCENT = re.compile("[（(\\[][±]?[%％][）)\\]]$")
_DATED = re.compile("(?:时间|日期|年月|时限|期限|节点)(?:[（(].{1,12}[）)])?$")
_BRACKET = re.compile("[（(].{1,12}[）)]$")


def values_of(
    body: Sequence[tuple[str, ...]], sections: frozenset[int], paths: Sequence[tuple[str, ...]], field: Field
) -> tuple[tuple[Any, ...], ...]:
    """The typed cells. Phone numbers and codes stay text; 2023.10 is a month where the header says that it is a time."""
    readers = [_reader(path, field) for path in paths]
    if not sections and all(reader is read_cell for reader in readers):
        return tuple([tuple(map(read_cell, row)) for row in body])
    values: list[tuple[Any, ...]] = []
    for i, row in enumerate(body):
        if i in sections:
            values.append((row[0], *[None] * (len(row) - 1)))
        else:
            values.append(tuple([reader(raw) for reader, raw in zip(readers, row, strict=True)]))
    return tuple(values)


def _reader(path: tuple[str, ...], field: Field) -> Any:
    """What reads the cells below a header."""
    name = "/".join(path)
    if any(word in name for word in field.words["code"]):
        return _as_text
    return read_month if path and _DATED.search(path[-1]) else read_cell


def _as_text(raw: str) -> str | None:
    return raw if read_cell(raw) is not None else None


def columns_of(
    paths: Sequence[tuple[str, ...]],
    body: Sequence[tuple[str, ...]],
    values: Sequence[tuple[Any, ...]],
    titles: Sequence[str | None],
    grammars: Grammars,
) -> tuple[Column, ...]:
    """The columns, told from their headers and from body rows without totals. ``titles``: the caption and the notice's, for the year."""
    field = grammars["tables"]
    periods = column_periods(paths, base_of(titles, grammars["times"]), grammars["times"])
    columns = []
    index = {word.lower() for word in field.words["index"]}
    for i, path in enumerate(paths):
        raws, typed = [row[i] for row in body], [row[i] for row in values]
        is_dated = bool(path) and _DATED.search(path[-1]) is not None
        kind = type_of(raws, typed, is_share=bool(path) and any(_PERCENT.search(level) for level in path), is_dated=is_dated)
        unit = _unit_of_path(path, field)
        suffix = unit_of_cells(raws, typed) if kind == "text" else None
        columns.append(
            Column(
                path=path,
                name="/".join(path) or None,
                type=kind,
                unit=unit or suffix or ("%" if kind == "percent" else None),
                period=periods[i],
                role=_role(path, kind, i, index, field, is_counted=suffix is not None and i > 0),  # type: ignore[arg-type]  # one of the literals
            )
        )
    return tuple(columns)


def _role(path: tuple[str, ...], kind: ColumnType, i: int, index: set[str], field: Field, *, is_counted: bool) -> str:
    if path and path[-1].lower() in index and (kind in ("integer", "empty") or i == 0):
        return "index"
    if kind in ("text", "date") and not is_counted:
        return "key"
    return "key" if _is_time(path, field) else "measure"


def _is_time(path: tuple[str, ...], field: Field) -> bool:
    """Whether a column says of which time its rows are: 年份, 月份."""
    return bool(path) and _BRACKET.sub("", path[-1]) in field.words["time"]


def times_of_rows(
    columns: Sequence[Column], body: Sequence[tuple[str, ...]], titles: Sequence[str | None], grammars: Grammars
) -> tuple[Period | None, ...]:
    """The time of each row, from the first column of times that gives any; empty where none does."""
    field, times = grammars["tables"], grammars["times"]
    for i, column in enumerate(columns):
        if column.role == "key" and _is_time(column.path, field):
            periods = row_periods([row[i] for row in body], column.path[-1], base_of(titles, times), times)
            if any(periods):
                return periods
    return ()


def units_of_rows(columns: Sequence[Column], body: Sequence[tuple[str, ...]], field: Field) -> tuple[str | None, ...]:
    """The unit that each row states in brackets behind its name (中型水库（座）), where columns without a unit stand beside several such
    names; empty where they do not.
    """
    first = next((i for i, column in enumerate(columns) if column.role == "measure"), 0)
    if all(column.unit for column in columns[first:] if column.role == "measure"):
        return ()
    for i in range(first - 1, -1, -1):
        if columns[i].role == "key":
            units = tuple(_unit_of_name(row[i], field) for row in body)
            if sum(map(bool, units)) >= _NAMED:
                return units
    return ()


def _unit_of_name(name: str, field: Field) -> str | None:
    unit = _unit_of_path((name,), field) if name[-1:] in ("）", ")") else None
    return None if unit in _DATES else unit


def unit_of_caption(caption: str | None, field: Field) -> str | None:
    """The unit in brackets at the end of a caption: 用地指标（公顷/处）. A bare 年 is a blank to fill in."""
    unit = _unit_of_path((caption,), field) if caption else None
    return None if unit in _DATES else unit


def _unit_of_path(path: Sequence[str], field: Field) -> str | None:
    """The unit at the end of a header level, the lowest first: in brackets, behind a slash, or a bare %."""
    for level in reversed(path):
        if (level[-1:] in "）)]】%％" or "/" in level) and (match := field.first(level, only=("tables.unit_bracket",))):
            return str(match.group("unit") or match.group("slashed") or match.group("share")).removeprefix("±")
    return None
