"""Grids: cells with their spans, as web pages, DOCX and sheets give them, set into rows of one length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from notice_parser.load.source import Grid

__all__ = ["MAX_CELLS", "MAX_SPAN", "Cell", "Laid", "is_frame", "lay_cells"]

MAX_CELLS = 1_000_000  # of one table, filled up; the largest real one we hold has thirty thousand
MAX_SPAN = 1000  # what HTML allows for colspan; a page may say more and mean "to the end"


_FRAME_ROWS = 8  # 版记 has three rows, the head of a joint notice one for each body
_IMPRINT = re.compile("抄[送报][：:]|主送[：:]|分送[：:]|主题词[：:]|.{2,40}(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日印[发制]$")


class Cell(NamedTuple):
    """The text of a cell, how many columns and rows it covers, and the tables that stand in it."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    is_header: bool = False
    inner: tuple[Grid, ...] = ()


class Laid(NamedTuple):
    """Cells at their places: the text of each at its first one, ``""`` elsewhere. ``inner``: as ``Grid.inner``."""

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]
    inner: tuple[tuple[int, int, Grid], ...] = ()


def is_frame(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table only sets lines on the page, as the printing block (版记) and the head are often set.

    >>> is_frame([["抄送：市政府办公室。"], ["岚川市水务局办公室", "2023年4月25日印发"]]), is_frame([["序号", "抄送单位"]])
    (True, False)
    """
    if len(rows) > _FRAME_ROWS:
        return False
    texts = ["".join(cell.split()) for row in rows for cell in row]
    joined = ["".join("".join(row).split()) for row in rows]
    return any(_IMPRINT.match(text) for text in (*texts, *joined))


def lay_cells(rows: Sequence[Iterable[Cell]]) -> Laid | None:
    """The cells of each row set beside those that come down from the rows above; null where the table is too large.

    >>> lay_cells([[Cell("序号", rowspan=2), Cell("办件", colspan=2)], [Cell("申请"), Cell("受理")]])
    Laid(rows=(('序号', '办件', ''), ('', '申请', '受理')), merged=((0, 0, 2, 1), (0, 1, 1, 2)), inner=())
    """
    placed: list[dict[int, str]] = [{} for _ in rows]
    merged: list[tuple[int, int, int, int]] = []
    inner: list[tuple[int, int, Grid]] = []
    until: dict[int, int] = {}  # column → the first row that is free again
    n_cells = 0
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while until.get(column, 0) > r:
                column += 1
            width = min(max(cell.colspan, 1), MAX_SPAN)
            height = min(max(cell.rowspan, 1), len(rows) - r)
            width = next((w for w in range(1, width) if until.get(column + w, 0) > r), width)
            placed[r][column] = cell.text
            for w in range(width):
                until[column + w] = r + height
            if width > 1 or height > 1:
                merged.append((r, column, height, width))
            inner += [(r, column, grid) for grid in cell.inner]
            column += width
            n_cells += width * height
            if n_cells > MAX_CELLS:
                return None
    n_columns = max(until, default=-1) + 1
    if n_columns * len(rows) > MAX_CELLS:
        return None
    return Laid(tuple(tuple(row.get(c, "") for c in range(n_columns)) for row in placed), tuple(merged), tuple(inner))
