"""The columns of pieces of one table, each ruled on its page for the rows it has there, set on the borders of all.

A table cut by a page break shows in each piece the borders that its rows use: where none of them divides a column, the piece
has one where its neighbour has two. ::

    page 1   |序号|行业      |限值|          page 2   |序号|行业|工段|限值|
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from notice_parser.tables.raw import RawTable

__all__ = ["all_borders", "are_as_wide", "are_in_line", "is_part_of", "moved_to", "set_on"]

ALIGNED = 6.0  # points: the same table printed on two pages stands no further off
SHARE = 0.06  # of the width of a table by which its borders differ on a page of another size
NEAR = 4.0  # points: borders no further apart are one


def are_in_line(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two pieces begin and end at the same places of their pages."""
    return abs(one[0] - other[0]) <= ALIGNED and abs(one[-1] - other[-1]) <= ALIGNED


def are_as_wide(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two pieces have as many columns, each the same share of the whole: the same table on a page of another size.

    >>> are_as_wide((0, 50, 200), (10, 87, 310)), are_as_wide((0, 50, 200), (0, 150, 200))
    (True, False)
    """
    if len(one) != len(other):
        return False
    shares = ([(x - places[0]) / ((places[-1] - places[0]) or 1.0) for x in places] for places in (one, other))
    return all(abs(a - b) <= SHARE for a, b in zip(*shares, strict=True))


def is_part_of(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether every inner border of one piece is one of the other's."""
    return all(min(abs(x - y) for y in other) <= NEAR for x in one[1:-1])


def all_borders(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    """The borders of both, those of one that are near the other's left out.

    >>> all_borders((50, 100, 200), (51, 150, 199))
    (50, 100, 150, 200)
    """
    return tuple(sorted([*one, *(x for x in other[1:-1] if min(abs(x - y) for y in one) > NEAR)]))


def moved_to(piece: RawTable, first: RawTable, head: range) -> RawTable:
    """The piece with its borders where the first piece has them, told from the cells of the header, rows ``head`` of the first."""
    here, there = _header_borders(piece, range(len(head))), _header_borders(first, head)
    if len(here) != len(there):
        return piece
    places = [piece.borders[i] for i in here]
    onto = [first.borders[i] for i in there]
    return replace(piece, borders=tuple(_moved(x, places, onto) for x in piece.borders))


def _header_borders(table: RawTable, head: range) -> list[int]:
    """The borders at which a cell of the header rows begins or ends."""
    inner = {(r, c + i) for r, c, height, width in table.merged for r in range(r, r + height) for i in range(1, width)}
    return [c for c in range(table.width + 1) if c in (0, table.width) or any((r, c) not in inner for r in head)]


def _moved(x: float, places: Sequence[float], onto: Sequence[float]) -> float:
    i = max(0, min(len(places) - 2, bisect_right(places, x) - 1))
    wide = places[i + 1] - places[i] or 1.0
    return onto[i] + (x - places[i]) / wide * (onto[i + 1] - onto[i])


def set_on(table: RawTable, borders: tuple[float, ...]) -> RawTable:
    """The table with the columns that ``borders`` part: a cell that goes over several of them is merged."""
    if len(borders) == len(table.borders):
        return replace(table, borders=borders)
    places = [min(range(len(borders)), key=lambda i: abs(borders[i] - x)) for x in table.borders]
    at, width = places[:-1], len(borders) - 1
    rows = []
    merged = {(r, c): (height, last) for r, c, height, last in table.merged}
    covered = {(i, j) for (r, c), (h, w) in merged.items() for i in range(r, r + h) for j in range(c, c + w)}
    spans = [(r, at[c], height, places[min(c + wide, len(at))] - at[c]) for (r, c), (height, wide) in merged.items()]
    for r, row in enumerate(table.rows):
        cells = [""] * width
        for c, cell in enumerate(row):
            cells[at[c]] = cell
            if (r, c) not in covered and places[c + 1] - at[c] > 1:
                spans.append((r, at[c], 1, places[c + 1] - at[c]))
        rows.append(tuple(cells))
    inner = tuple(replace(one, at=(one.at[0], at[one.at[1]])) for one in table.inner if one.at)
    return replace(table, rows=tuple(rows), merged=tuple(sorted(spans)), borders=borders, inner=inner)
