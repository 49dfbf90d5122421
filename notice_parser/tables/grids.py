"""Tables that the file itself marks up (web page, DOCX, sheet), or that a loader drew from a page: their grids as pieces."""

from __future__ import annotations

from notice_parser.layout.document import Document, PlacedGrid
from notice_parser.model import TablePart
from notice_parser.tables.raw import RawTable, clean_cell
from notice_parser.text.spans import trim

__all__ = ["find_grids"]


def find_grids(document: Document) -> tuple[RawTable, ...]:
    """A piece for each grid of the document, in order. Rows that layout took for something else are left out, blank ones too."""
    return tuple(_piece(document, placed) for placed in document.grids)


def _piece(document: Document, placed: PlacedGrid) -> RawTable:
    grid, first, last = placed.grid, placed.lines[0], placed.lines[-1]
    at = {row: i for i, row in enumerate(placed.rows)}
    merged = []
    for r, c, height, width in grid.merged:
        rows = [at[i] for i in range(r, r + height) if i in at]
        if rows and r in at and (len(rows) > 1 or width > 1):
            merged.append((rows[0], c, len(rows), width))
    n_header = None if grid.n_header is None else sum(row < grid.n_header for row in placed.rows)
    return RawTable(
        rows=tuple([tuple([clean_cell(cell.replace("\n", " ")) for cell in grid.rows[row]]) for row in placed.rows]),
        n_header=n_header or None,
        lines=(first, last + 1),
        parts=(_part(document, grid_line=(first, last), placed=placed),),
        merged=tuple(merged),
        borders=grid.borders if len(grid.borders) == len(grid.rows[0]) + 1 else (),
    )


def _part(document: Document, *, grid_line: tuple[int, int], placed: PlacedGrid) -> TablePart:
    grid = placed.grid
    first, last = document.lines[grid_line[0]], document.lines[grid_line[1]]
    return TablePart(
        page=grid.page,
        bbox=grid.bbox,
        span=trim(document.text, first.start, last.end),
        method=grid.method,  # type: ignore[arg-type]  # one of the literals
        confidence=grid.confidence,
    )
