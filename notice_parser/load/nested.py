"""Tables in cells of tables: what such a cell says, the tables in it, and whether the outer one is a table or only sets the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import structs

from notice_parser.load.source import Block, Grid

__all__ = ["CellSize", "OpenCell", "cell_text", "is_around_tables", "tables_in"]

_LABEL = 40  # characters of the label beside a cell that holds a table
_BESIDE = 200  # characters that such a cell holds besides its tables; a page's text has more
_CELL = 600  # characters of any other cell


class CellSize(NamedTuple):
    """The number of a cell's characters, of those outside the tables in it, whether it holds one, and whether what it holds is a part of a
    page: sentences, a title, or a table of one column."""

    size: int
    outside: int
    holds: bool
    is_page: bool = False


def cell_text(blocks: Iterable[Block]) -> str:
    """The text of a cell line by line, of a table within it row by row."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            lines += [" ".join(filter(None, row)) for row in block.rows]
        else:
            lines.append(block.text.strip())
    return "\n".join(line for line in lines if line)


def tables_in(blocks: Iterable[Block]) -> tuple[Grid, ...]:
    """The tables of a cell, each with the lines above it, down from the table before."""
    tables: list[Grid] = []
    above: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            tables.append(structs.replace(block, above=tuple(above)))
            above = []
        elif block.text.strip():
            above.append(block.text.strip())
    return tuple(tables)


class OpenCell:
    """The tables of a cell that is being read, where the file marks the ends of cells and rows within it (RTF, DOC)."""

    def __init__(self) -> None:
        self._tables: list[Grid] = []
        self._rows: list[list[str]] = []
        self._cells: list[str] = []
        self._above: list[str] = []

    def end_cell(self, text: str) -> None:
        """A cell of a table within the cell ends, and says so."""
        self._cells.append(text)

    def end_row(self) -> str:
        """A row of that table ends: a line of the cell."""
        self._rows.append(self._cells)
        self._cells = []
        return " ".join(filter(None, self._rows[-1]))

    def end_line(self, text: str) -> None:
        """A line of the cell ends, outside its tables."""
        self._end_table()
        if text.strip():
            self._above.append(text.strip())

    def take(self) -> tuple[Grid, ...]:
        """The tables of the cell, which ends here; the next is another."""
        self._end_table()
        tables, self._tables, self._above = tuple(self._tables), [], []
        return tables

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        width = max(map(len, rows), default=0)
        if len(rows) > 1 and width > 1:  # else they are lines
            grid = tuple((*row, *[""] * (width - len(row))) for row in rows)
            self._tables.append(Grid(rows=grid, method="docx", offset=0, above=tuple(self._above)))
        if rows:
            self._above = []


def is_around_tables(rows: Sequence[Sequence[CellSize]]) -> bool:
    """Whether a table whose cells hold tables is one itself (项目名称 …, 投资构成 its table), and does not only set the page.

    A short label stands beside each cell that holds one, which is no part of a page, and some other row says something in two cells.

    >>> above, label = [CellSize(4, 4, False), CellSize(9, 9, False)], CellSize(4, 4, False)
    >>> is_around_tables([above, [label, CellSize(80, 0, True)]])
    True
    >>> is_around_tables([above, [label, CellSize(80, 0, True, is_page=True)]]), is_around_tables([above, [CellSize(900, 820, True)]])
    (False, False)
    """
    plain = 0
    for row in rows:
        if any(cell.is_page for cell in row):
            return False
        others = [cell.size for cell in row if cell.size and not cell.holds]
        if any(size > _CELL for size in others):
            return False
        if not any(cell.holds for cell in row):
            plain += len(others) > 1
        elif not any(size <= _LABEL for size in others) or any(cell.outside > _BESIDE for cell in row if cell.holds):
            return False
    return plain > 0
