"""RawTable: a grid of cells as printed, the one result of every finder, and what of it is markup rather than reading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from notice_parser.layout.document import Document
from notice_parser.model import Span, TablePart
from notice_parser.text.spans import trim

__all__ = ["RawTable", "clean_cell", "inner_moved", "part_of", "rectangle", "same_text"]

_HAN = "㐀-䶿一-鿿豈-﫿〇"
_WIDE = f"{_HAN}（）、，。；：“”《》〔〕％"
_BLANK = "[ \\t\u3000\u00a0\u2002\u2003]"
# spaces that typesetting or a line break within the cell left: beside a Han character they are no part of the words
_GAP = re.compile(f"(?<=[{_WIDE}]){_BLANK}{{1,40}}(?=[{_WIDE}0-9A-Za-z(±+%-])|(?<=[0-9A-Za-z)%]){_BLANK}{{1,40}}(?=[{_WIDE}])")
_HAS_BLANK = re.compile(_BLANK)


class RawTable(Struct, frozen=True, kw_only=True):
    """``rows`` are of one length. ``n_header``: the header rows that the markup states, null where it states none.

    ``merged``: ``(row, column, rowspan, colspan)`` of merged cells, where the markup tells them, the text at their first
    place. ``lines``: ``[first, last)`` of ``Document.lines``. ``borders``: the places of the column
    borders on the page, in points, where it was found on one. ``is_doubtful``: the columns were told from a stable count. ``inner``: the
    tables that stand in its cells; ``at``: the row and column of the table around it where it stands itself; the row is -1 where that
    was dropped.
    """

    rows: tuple[tuple[str, ...], ...]
    n_header: int | None
    lines: Span
    parts: tuple[TablePart, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    borders: tuple[float, ...] = ()
    is_doubtful: bool = False
    inner: tuple[RawTable, ...] = ()
    at: tuple[int, int] | None = None

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0


def inner_moved(inner: Sequence[RawTable], by: int) -> tuple[RawTable, ...]:
    """The tables of cells whose rows stand ``by`` rows lower than before, higher where it is negative."""
    if not by:
        return tuple(inner)
    return tuple(replace(one, at=(-1 if min(one.at[0], one.at[0] + by) < 0 else one.at[0] + by, one.at[1])) for one in inner if one.at)


def clean_cell(text: str) -> str:
    """The cell without padding, line breaks and the spaces that they leave between Han characters.

    >>> clean_cell(" 1 月份 巡查次数 "), clean_cell("No 1 of 2"), clean_cell("合\u00a0\u00a0计")
    ('1月份巡查次数', 'No 1 of 2', '合计')
    """
    text = text.strip()
    if not text or text.isascii():
        return text if " " not in text and "\t" not in text else " ".join(text.split())
    return _GAP.sub("", text) if _HAS_BLANK.search(text) else text


def rectangle(rows: list[list[str]], width: int | None = None) -> tuple[tuple[str, ...], ...]:
    """The rows, each filled with blanks to the widest or cut to ``width``."""
    width = max(map(len, rows), default=0) if width is None else width
    return tuple(tuple(row) if len(row) == width else (*row[:width], *[""] * (width - len(row))) for row in rows)


def part_of(document: Document, first: int, last: int, method: str = "markdown") -> TablePart:
    """Where the lines ``[first, last)`` stand."""
    start, end = trim(document.text, document.lines[first].start, document.lines[last - 1].end)
    page = document.lines[first].page
    return TablePart(page=page, bbox=None, span=(start, end), method=method, confidence=None)  # type: ignore[arg-type]  # of the literals


def same_text(row: tuple[str, ...]) -> bool:
    """Whether one text stands in every cell, as where a merged cell was filled in."""
    return len(row) > 1 and bool(row[0]) and row.count(row[0]) == len(row)
