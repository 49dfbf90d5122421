"""Tables of a DOCX: cells as they were read, those that are merged downwards, and whether a table only sets the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.load.grid import Cell, is_frame
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

    def with_text(self) -> ReadCell:
        """The cell with the text of what it holds; of a table within it, row by row."""
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Grid):
                lines += [" ".join(filter(None, row)) for row in block.rows]
            else:
                lines.append(block.text.strip())
        return self._replace(cell=self.cell._replace(text="\n".join(line for line in lines if line)))


def is_page_frame(rows: Sequence[Sequence[ReadCell]]) -> bool:
    """Whether a table only sets the page: one of one column, a printing block, or one of whose text most stands in tables within it."""
    if max(map(len, rows), default=0) < 2 or is_frame([[one.cell.text for one in row] for row in rows]):
        return True
    inner = [block for row in rows for one in row for block in one.blocks if isinstance(block, Grid)]
    if not inner:
        return False
    within = sum(len(text) for grid in inner for line in grid.rows for text in line)
    return 2 * within > sum(len(one.cell.text) for row in rows for one in row)


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
