"""Separated values: told by their shape, since the format has no mark of its own; lines of text may stand above and below the rows."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby

from notice_parser.load.grid import MAX_CELLS
from notice_parser.load.sheet_blocks import blocks_of
from notice_parser.load.sheet_rows import ReadSheet
from notice_parser.load.source import Block

__all__ = ["read_separated", "separator_of"]

_ROWS = 3  # so many rows of so many cells at least: commas in prose do not come to that
_HEADER = 4  # rows above the first figure: unit, header of two levels, a total left blank
_SAMPLE = 50_000  # characters that are looked at
_SEPARATORS = (",", "\t", ";", "|")
_STATED = re.compile("sep=(?P<separator>[,;\t|])\r?\n", re.I)  # a line that Excel reads and does not show
_FIGURE = re.compile("[-+]?[0-9][0-9,.]{0,20}[%％]?|[-—－/]?")
_QUOTED = re.compile('(?:^|\t)"[^"\t\n]{0,5000}"(?=\t|$)', re.M)
_THOUSANDS, _GROUP = re.compile("[-+]?[0-9]{1,3}(?:,[0-9]{3}){0,6}"), re.compile("[0-9]{3}(?:\\.[0-9]{1,6})?")


def separator_of(text: str, name: str | None) -> str | None:
    """The character that parts the values of a text; null for a text that is no rows of values.

    Of a file that is called so any row of two will do. Else it takes three rows of as many cells each; where the text has other
    lines too, a column of figures in these rows.
    """
    sample = text[:_SAMPLE]
    if stated := _STATED.match(sample):
        return stated.group("separator")
    if name is not None and name.lower().endswith((".csv", ".tsv")):
        counted = [(*_most_common(_rows(sample, one)), one) for one in _SEPARATORS]
        width, _, separator = max(counted, key=lambda found: (found[0] > 1, found[1], found[0]))
        return separator if width > 1 else None
    if sample.count("\t") >= _ROWS and _QUOTED.search(sample):
        return "\t"  # cells in quotes are no text that is set with tabs
    return "," if sample.count(",") >= _ROWS and _is_values(_rows(sample, ",")) else None


def read_separated(text: str, separator: str) -> tuple[Block, ...]:
    """The rows as one grid, what stands above and below them as lines."""
    stated = _STATED.match(text)
    rows = _rows(text[stated.end() :] if stated else text, separator)
    width = _most_common(rows)[0]
    cells = {
        (r, c): cell.strip()
        for r, row in enumerate(rows)
        for c, cell in enumerate(_regrouped(row, width) if separator == "," and len(row) > width else row)
        if cell.strip()
    }
    return blocks_of([ReadSheet("", cells, [])])


def _rows(text: str, separator: str) -> list[list[str]]:
    """The rows; where quotes do not pair, they are taken for characters."""
    csv.field_size_limit(MAX_CELLS)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return [line.split(separator) for line in text.splitlines()]


def _most_common(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """How many cells most rows of several have, and how many rows these are."""
    found = Counter(len(row) for row in rows if len(row) > 1).most_common(1)
    return found[0] if found else (1, 0)


def _is_values(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are no prose with commas: each of one width, or most in one run of it, with a column of figures."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    runs = [list(run) for _, run in groupby(filled, key=len)]
    longest = max(runs, key=len, default=[])
    if len(longest) < _ROWS or len(longest[0]) < 2 or any(mark in cell for row in longest for cell in row for mark in "。，\t|"):
        return False
    if len(longest) == len(filled):
        return True
    return len(longest[0]) > 2 and any(map(_is_figures, zip(*longest, strict=True)))


def _is_figures(column: Sequence[str]) -> bool:
    """Whether a column is figures, below its header at most."""
    cells = [cell.strip() for cell in column]
    while cells and not cells[0][:1].isdigit():
        del cells[0]
    return len(cells) + _HEADER >= len(column) and sum(map(bool, cells)) > 1 and all(map(_FIGURE.fullmatch, cells))


def _regrouped(row: Sequence[str], width: int) -> Sequence[str]:
    """A row with the thousands put together that a writer without quotes left apart (1,300.00); as it is where that does not come out.

    >>> _regrouped(["2", "水闸维修", "1", "300.00", "1200"], 4)
    ['2', '水闸维修', '1,300.00', '1200']
    """
    joined = list(_joined(row))
    return joined if len(joined) == width else row


def _joined(row: Sequence[str]) -> Iterator[str]:
    held: str | None = None
    for cell in row:
        if held is not None and _GROUP.fullmatch(cell) and _THOUSANDS.fullmatch(held):
            held = f"{held},{cell}"
            continue
        if held is not None:
            yield held
        held = cell
    if held is not None:
        yield held
