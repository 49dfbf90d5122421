"""Tables that the file itself marks up (web page, DOCX, sheet), or that a loader drew from a page: their grids as pieces."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from notice_parser.layout.document import Document, PlacedGrid
from notice_parser.load.source import Grid
from notice_parser.model import Span, TablePart
from notice_parser.tables.raw import RawTable, clean_cell, inner_moved
from notice_parser.text.spans import trim

__all__ = ["find_grids"]

TITLES = 2  # lines right above a table in a cell that may be its caption and its unit
TITLE_LENGTH = 40


def find_grids(document: Document) -> tuple[RawTable, ...]:
    """A piece for each grid of the document, in order. Rows that layout took for something else are left out, blank ones too."""
    return tuple(_piece(document, placed) for placed in document.grids)


def _piece(document: Document, placed: PlacedGrid) -> RawTable:
    grid, first, last = placed.grid, placed.lines[0], placed.lines[-1]
    line_of = dict(zip(placed.rows, placed.lines, strict=True))
    row_of = {row: i for i, row in enumerate(placed.rows)}
    inner = [_inner(document, one, line_of[r], (row_of[r], c)) for r, c, one in grid.inner if r in line_of]
    return _raw(document, grid, placed.rows, (first, last + 1), tuple(inner))


def _inner(document: Document, grid: Grid, line: int, at: tuple[int, int]) -> RawTable:
    """A table in a cell of the row that is a line, ``at`` its row and column; what stands right above it in the cell (its caption, its
    unit) are its first rows.
    """
    inner = tuple(_inner(document, one, line, (r, c)) for r, c, one in grid.inner)
    raw = _raw(document, grid, range(len(grid.rows)), (line, line + 1), inner)
    titles = [_cell(text) for text in grid.above[-TITLES:] if len(text) <= TITLE_LENGTH and not text.endswith("。")]
    n = len(titles)
    return replace(
        raw,
        at=at,
        inner=inner_moved(raw.inner, n),
        rows=(*((title, *[""] * (raw.width - 1)) for title in titles), *raw.rows),
        merged=(*((i, 0, 1, raw.width) for i in range(n)), *((r + n, c, height, width) for r, c, height, width in raw.merged)),
        n_header=None if raw.n_header is None else raw.n_header + n,
    )


def _raw(document: Document, grid: Grid, rows: Sequence[int], lines: Span, inner: tuple[RawTable, ...]) -> RawTable:
    at = {row: i for i, row in enumerate(rows)}
    merged = []
    for r, c, height, width in grid.merged:
        covered = [at[i] for i in range(r, r + height) if i in at]
        if covered and (r in at or not grid.rows[r][c]) and (len(covered) > 1 or width > 1):
            merged.append((covered[0], c, len(covered), width))
    n_header = None if grid.n_header is None else sum(row < grid.n_header for row in rows)
    return RawTable(
        rows=tuple([tuple(map(_cell, grid.rows[row])) for row in rows]),
        n_header=n_header or None,
        lines=lines,
        parts=(_part(document, grid, lines),),
        merged=tuple(merged),
        borders=grid.borders if len(grid.borders) == len(grid.rows[0]) + 1 else (),
        inner=inner,
    )


def _cell(text: str) -> str:
    return clean_cell(text.replace("\n", " "))


def _part(document: Document, grid: Grid, lines: Span) -> TablePart:
    first, last = document.lines[lines[0]], document.lines[lines[1] - 1]
    return TablePart(
        page=grid.page,
        bbox=grid.bbox,
        span=trim(document.text, first.start, last.end),
        method=grid.method,  # type: ignore[arg-type]  # one of the literals
        confidence=grid.confidence,
    )
