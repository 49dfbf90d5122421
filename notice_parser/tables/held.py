"""Ruled tables in cells of a ruled table: which cell holds one, what of the page is its own, what stands above it in the cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from msgspec.structs import replace

from notice_parser.load.source import Segment
from notice_parser.tables.page import Area, FoundTable, joined_text, printed_lines

__all__ = ["Held", "held_tables", "titled", "without_held"]

INSET = 1.0  # points by which a table stands within the borders of its cell


class Held(NamedTuple):
    """A table, and the first place of the cell that holds it in the grid of the table around it."""

    table: FoundTable
    cell: tuple[int, int]


def held_tables(
    tables: Sequence[FoundTable], owner: Sequence[Sequence[tuple[int, int]]], xs: Sequence[float], ys: Sequence[float]
) -> list[Held]:
    """The tables that stand each whole within one cell of a grid, from top to bottom. ``owner``: of each place the first of its cell."""
    held = []
    for table in tables:
        left, top, right, bottom = table.area
        if len(table.rows) < 2 or left < xs[0] + INSET or right > xs[-1] - INSET or top < ys[0] - INSET or bottom > ys[-1] - INSET:
            continue
        columns = range(bisect_right(xs, left) - 1, bisect_right(xs, right))
        rows = range(max(0, bisect_right(ys, top + INSET) - 1), min(len(owner), bisect_right(ys, bottom - INSET)))
        cells = {owner[r][c] for r in rows for c in columns}
        if len(cells) == 1:
            held.append(Held(table, cells.pop()))
    inside = [one for one in held if not any(other is not one and _is_within(one.table.area, other.table.area) for other in held)]
    return sorted(inside, key=lambda one: (one.table.area[1], one.table.area[0]))


def without_held(segments: Sequence[Segment], held: Sequence[Held]) -> list[Segment]:
    """The segments of a table with one for each row of a table in its cells in the place of those that this is made of."""
    left = [s for s in segments if not any(_stands_in(s, one.table.area) for one in held)] if held else list(segments)
    for one in held:
        x0, top, x1, bottom = one.table.area
        height = (bottom - top) / len(one.table.rows)
        em = min(height, (x1 - x0) / 2)
        left += [
            Segment(" ".join(filter(None, row)), x0, top + i * height, x1, top + (i + 1) * height, em)
            for i, row in enumerate(one.table.rows)
            if any(row)
        ]
    return left


def titled(one: Held, inside: Sequence[Segment], held: Sequence[Held]) -> FoundTable:
    """The table with the lines of its cell above it, down from the table before. ``inside``: what the cell holds; ``held``: all tables."""
    top = one.table.area[1]
    start = max([other.table.area[3] for other in held if other.cell == one.cell and other.table.area[3] <= top], default=-inf)
    above = [segment for segment in inside if start <= segment.middle <= top]
    return replace(one.table, above=tuple(joined_text([line]) for line in printed_lines(above)))


def _stands_in(segment: Segment, area: Area) -> bool:
    return area[0] <= (segment.x0 + segment.x1) / 2 <= area[2] and area[1] <= segment.middle <= area[3]


def _is_within(inner: Area, outer: Area) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
