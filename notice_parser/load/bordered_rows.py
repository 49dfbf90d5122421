"""Tables whose cells are told by their borders (RTF, DOC): widths from the borders that the rows share, heights from marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.load.grid import Cell
from notice_parser.load.source import Grid

__all__ = ["BEGINS", "GOES_ON_DOWN", "GOES_ON_RIGHT", "BorderedRow", "merge_by_borders"]

GOES_ON_RIGHT, GOES_ON_DOWN, BEGINS = "<", "^", "v"  # with the cell on the left; with the one above; a cell over several rows begins
_NEAR, _FAR = 20, 120  # twips: borders so near are one; so far apart they never are
_SHARE = 0.3  # of the narrowest cell's width: borders nearer than that are one


class BorderedRow(NamedTuple):
    """The cells of a row; ``borders``: the left one of each, in twips, and the right one of the last; ``marks``: those of each cell.

    ``inner``: the tables in each cell.
    """

    texts: Sequence[str]
    borders: Sequence[int] = ()
    marks: Sequence[str] = ()
    inner: Sequence[tuple[Grid, ...]] = ()


def merge_by_borders(rows: Sequence[BorderedRow]) -> list[list[Cell]]:
    """The cells of each row with the columns and rows that they cover; those that only go on with another are left out.

    >>> rows = [BorderedRow(["县区", "水库"], [0, 1000, 3000]), BorderedRow(["甲", "2", "31"], [0, 1005, 2000, 3000])]
    >>> [(cell.text, cell.colspan) for cell in merge_by_borders(rows)[0]]
    [('县区', 1), ('水库', 2)]
    """
    borders = _shared(rows)
    result: list[list[Cell]] = []
    open_at: dict[int, tuple[int, int]] = {}  # column → row and place in it of the cell that goes on there
    for r, row in enumerate(rows):
        kept: list[Cell] = []
        result.append(kept)
        places = [_place(borders, border) for border in row.borders] if borders and _is_told(row) else []
        column = places[0] if places else 0
        if column:
            kept.append(Cell("", column))
        for i, text in enumerate(row.texts):
            mark = row.marks[i] if i < len(row.marks) else ""
            width = max(1, places[i + 1] - places[i]) if places else 1
            if GOES_ON_RIGHT in mark and kept:
                kept[-1] = kept[-1]._replace(colspan=kept[-1].colspan + width)
            elif GOES_ON_DOWN in mark and column in open_at:
                at, place = open_at[column]
                result[at][place] = result[at][place]._replace(rowspan=r - at + 1)
            else:
                for c in range(column, column + width):
                    open_at.pop(c, None)
                if BEGINS in mark:
                    open_at[column] = (r, len(kept))
                kept.append(Cell(text, width, inner=row.inner[i] if i < len(row.inner) else ()))
            column += width
    return result


def _is_told(row: BorderedRow) -> bool:
    return len(row.borders) == len(row.texts) + 1


def _shared(rows: Sequence[BorderedRow]) -> list[int]:
    """The borders of all rows, those that are as good as one taken together; none where the rows have one shape, only set apart."""
    told = [row for row in rows if _is_told(row)]
    if len({len(row.texts) for row in rows}) == 1 and not any(GOES_ON_RIGHT in mark for row in rows for mark in row.marks):
        return []
    widths = [b - a for row in told for a, b in zip(row.borders, row.borders[1:], strict=False) if b > a]
    near = max(_NEAR, min(_FAR, _SHARE * min(widths, default=0)))
    borders: list[int] = []
    for border in sorted({border for row in told for border in row.borders}):
        if not borders or border - borders[-1] > near:
            borders.append(border)
    return borders


def _place(borders: Sequence[int], border: int) -> int:
    return min(range(len(borders)), key=lambda i: abs(borders[i] - border))
