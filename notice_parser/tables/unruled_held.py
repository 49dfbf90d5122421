"""Tables without rules in cells of a ruled table: beside a short label, with a header (经费 │ 科目 2024年 2025年)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from notice_parser.load.source import Segment, Sheet
from notice_parser.tables.held import INSET, Held
from notice_parser.tables.page import printed_lines
from notice_parser.tables.unruled import find_in_cell

__all__ = ["unruled_held"]

LEAST = 3  # lines of several segments: a header and two rows
LABEL = 40  # characters of the label beside


def unruled_held(
    segments: Sequence[Segment], owner: Sequence[Sequence[tuple[int, int]]], xs: Sequence[float], ys: Sequence[float], sheet: Sheet
) -> list[Held]:
    """The tables without rules in cells of a grid, from top to bottom. ``owner``: of each place the first of its cell."""
    if len(owner) < 2:
        return []
    cells: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    for segment in segments:
        row, column = bisect_right(ys, segment.middle) - 1, bisect_right(xs, (segment.x0 + segment.x1) / 2) - 1
        if 0 <= row < len(owner) and 0 <= column < len(owner[0]):
            cells[owner[row][column]].append(segment)
    held = []
    for cell, inside in cells.items():
        if len(inside) < 2 * LEAST:
            continue
        lines = printed_lines(inside)
        if sum(len(line) > 1 for line in lines) < LEAST or not _is_labelled(cell, len(lines), cells, owner):
            continue
        places = [(r, c) for r, row in enumerate(owner) for c, one in enumerate(row) if one == cell]
        left, right = xs[min(c for _, c in places)], xs[max(c for _, c in places) + 1]
        top, bottom = ys[min(r for r, _ in places)], ys[max(r for r, _ in places) + 1]
        own = replace(
            sheet,
            lines=tuple(map(tuple, lines)),
            across=tuple(one for one in sheet.across if top + INSET < one[0] < bottom - INSET and left < one[1] and one[2] < right),
            down=tuple(one for one in sheet.down if left + INSET < one[0] < right - INSET and top < one[1] and one[2] < bottom),
        )
        held += [Held(table, cell) for table in find_in_cell([sorted(line, key=lambda s: s.x0) for line in lines], own)]
    return held


def _is_labelled(
    cell: tuple[int, int], n_lines: int, cells: dict[tuple[int, int], list[Segment]], owner: Sequence[Sequence[tuple[int, int]]]
) -> bool:
    """Whether a short label stands beside a cell, whose lines do not go with the cell's, and another row says something in two cells."""
    rows = [frozenset(row) for row in owner]
    beside = {one for row in rows if cell in row for one in row if one != cell and cells.get(one)}
    if not beside or any(sum(len(s.text) for s in cells[one]) > LABEL or 2 * len(printed_lines(cells[one])) > n_lines for one in beside):
        return False
    return any(cell not in row and sum(bool(cells.get(one)) for one in row) > 1 for row in rows)
