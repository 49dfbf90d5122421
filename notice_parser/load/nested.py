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
_INNER = 2  # the level of a table in a cell of one that stands in the text
DEEPEST = 8  # levels of tables; what stands deeper is text


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
    """A cell that is being read, where the file marks the ends of lines, cells and rows within it and says at which ``level`` (RTF, DOC).

    A line of the cell itself is of level 1, a cell or row of a table in it of level 2, of a table in a cell of that one of level 3.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._tables: list[Grid] = []
        self._rows: list[list[str]] = []
        self._cells: list[str] = []
        self._inner: list[tuple[int, int, Grid]] = []  # the tables in the cells of the table that is open, with their places
        self._above: list[str] = []
        self._open: OpenCell | None = None  # the cell of that table that is being read

    def end_line(self, text: str, level: int = 1) -> None:
        """A line ends, outside the tables of the cell that it stands in."""
        if level > 1:
            self._deeper().end_line(text, min(level, DEEPEST) - 1)
            return
        self._end_table()
        self._lines.append(text.strip())
        if text.strip():
            self._above.append(text.strip())

    def end_cell(self, text: str, level: int) -> None:
        """A cell of a table within ends, with the last line of it."""
        if level > DEEPEST:
            self.end_line(text, DEEPEST)
        elif level > _INNER:
            self._deeper().end_cell(text, level - 1)
        else:
            lines, tables = self._deeper().take(text)
            self._inner += [(len(self._rows), len(self._cells), table) for table in tables]
            self._cells.append("".join(lines))
            self._open = None

    def end_row(self, level: int) -> None:
        """A row of a table within ends: a line of the cell that holds it."""
        if level > DEEPEST:
            return
        if level > _INNER:
            self._deeper().end_row(level - 1)
            return
        self._lines.append(" ".join(filter(None, self._cells)))
        self._rows.append(self._cells)
        self._cells = []

    def take(self, text: str) -> tuple[list[str], tuple[Grid, ...]]:
        """The lines of the cell, which ends with ``text``, and the tables in it; the next is another."""
        self._end_table()
        lines, tables = [line for line in (*self._lines, text.strip()) if line], tuple(self._tables)
        self._lines, self._tables, self._above = [], [], []
        return lines, tables

    def rest(self) -> list[str]:
        """The cell as text, where it has any and the file does not mark its end: it was cut off."""
        lines, _ = self.take("")
        return ["\n".join(lines)] if lines else []

    def _deeper(self) -> OpenCell:
        if self._open is None:
            self._open = OpenCell()
        return self._open

    def _end_table(self) -> None:
        if self._open is not None:
            self.end_cell("", _INNER)  # the file does not mark its end
        if self._cells:
            self.end_row(_INNER)
        rows, self._rows = self._rows, []
        inner, self._inner = self._inner, []
        width = max(map(len, rows), default=0)
        if len(rows) > 1 and width > 1:
            grid = tuple((*row, *[""] * (width - len(row))) for row in rows)
            self._tables.append(Grid(rows=grid, method="docx", offset=0, above=tuple(self._above), inner=tuple(inner)))
        else:  # they are lines
            self._tables += [table for _, _, table in inner]
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
