"""Tables of a DOCX: cells as they were read, those that are merged downwards, and whether a table only sets the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.load.grid import Cell, is_frame
from notice_parser.load.nested import CellSize, cell_text, is_around_tables, tables_in
from notice_parser.load.source import Block, Grid

__all__ = ["ReadCell", "is_page_frame", "merge_down"]


class ReadCell(NamedTuple):
    """A cell; whether it begins one over several rows, whether it goes on with the one above; what it holds."""

    cell: Cell
    begins: bool = False
    goes_on: bool = False
    blocks: Sequence[Block] = ()

    def wider(self, columns: int) -> ReadCell:
        """The cell, going on over so many columns more."""
        return self._replace(cell=self.cell._replace(colspan=self.cell.colspan + columns))

    def read(self) -> ReadCell:
        """The cell with the text of what it holds, and the tables within it."""
        return self._replace(cell=self.cell._replace(text=cell_text(self.blocks), inner=tables_in(self.blocks)))


def is_page_frame(rows: Sequence[Sequence[ReadCell]]) -> bool:
    """Whether a table only sets the page: one of one column, a printing block, or one around tables within it that is none itself."""
    if max(map(len, rows), default=0) < 2 or is_frame([[one.cell.text for one in row] for row in rows]):
        return True
    if not any(one.cell.inner for row in rows for one in row):
        return False
    sizes = [[CellSize(_size(one.cell.text), _size(one.cell.text) - _within(one), bool(one.cell.inner)) for one in row] for row in rows]
    if is_around_tables(sizes):
        return False
    return 2 * sum(_within(one) for row in rows for one in row) > sum(cell.size for row in sizes for cell in row)


def _within(cell: ReadCell) -> int:
    """The characters of a cell that stand in tables within it."""
    return sum(_size(text) for block in cell.blocks if isinstance(block, Grid) for row in block.rows for text in row)


def _size(text: str) -> int:
    return len("".join(text.split()))


def merge_down(rows: Sequence[Sequence[ReadCell]]) -> list[list[Cell]]:
    """The cells with their heights; those that only go on with the cell above are left out."""
    open_at: dict[int, tuple[int, int]] = {}  # column → row and place in it of the cell that goes on there
    result: list[list[Cell]] = []
    for r, row in enumerate(rows):
        column = 0
        kept: list[Cell] = []
        result.append(kept)
        for cell, begins, goes_on, _ in row:
            if goes_on and column in open_at:
                at, place = open_at[column]
                above = result[at][place]
                result[at][place] = above._replace(rowspan=r - at + 1)
            else:
                for c in range(column, column + cell.colspan):
                    open_at.pop(c, None)
                if begins:
                    open_at[column] = (r, len(kept))
                kept.append(cell)
            column += cell.colspan
    return result
