"""Rows of aligned glyphs: printed lines → rows, though cells wrap. The grouping of lines with the least cost is taken.

In a row all cells are set to its middle, its top or its bottom; a cell that wraps is full before it goes on; a row has
something in most columns. What breaks with these costs, in sizes; the page's lines are grouped by the least sum.
"""

from __future__ import annotations

from collections.abc import Sequence

from notice_parser.load.source import Segment
from notice_parser.tables.cells import is_figure

__all__ = ["group_lines"]

Cells = dict[int, list[Segment]]  # column → its segments, top to bottom; twice the number of columns: a text over all

EMPTY = 0.35  # the cost of a blank cell: three of them weigh as much as a cell that is set a line off
UNFULL = 0.6  # of going on in a second line though the first had room
TWO_FIGURES = 1.5  # of a whole figure below something else in one cell
NARROW = 1.0  # over the width of the column in sizes: of going on in a second line at all, which wide cells do and narrow ones seldom
GAP = 1.5  # of each size of room between two lines of a cell beyond the usual
HEADLESS = 0.01  # of a line above the first figures that is taken into the first row: of equals the header is preferred
SETTLED = 0.2  # a reading that costs no more needs no other
LINES = 24  # a row has no more printed lines
ROOM = 1.6  # sizes that are left free at the end of a full line, at most: the next character did not fit
MODES = ("middle", "top", "bottom")


def group_lines(
    lines: Sequence[Cells], n_columns: int, widths: Sequence[float], n_head: int, fixed_head: bool
) -> tuple[int, list[tuple[int, int]]]:
    """How many lines are header, and the rows below as ``[first, last)`` lines.

    ``n_head``: so many lines may be header at most; exactly so many if ``fixed_head``.
    """
    usual = _usual_gap(lines)
    best: tuple[float, int, list[tuple[int, int]]] | None = None
    for mode in MODES:
        cost, start, rows = _grouped(lines, n_columns, widths, n_head, fixed_head, mode, usual)
        if best is None or cost < best[0] - 1e-6:
            best = (cost, start, rows)
        if cost < SETTLED:
            break
    assert best is not None
    return best[1], best[2]


def _usual_gap(lines: Sequence[Cells]) -> float:
    """The least room between one line of a column and the next, in sizes: that within a cell."""
    gaps = []
    last: dict[int, Segment] = {}
    for line in lines:
        for column, segments in line.items():
            above = last.get(column)
            if above is not None:
                gaps.append((segments[0].top - above.bottom) / segments[0].em)
            last[column] = segments[-1]
    gaps.sort()
    return gaps[len(gaps) // 20] if gaps else 0.0


def _grouped(
    lines: Sequence[Cells], n_columns: int, widths: Sequence[float], n_head: int, fixed_head: bool, mode: str, usual: float
) -> tuple[float, int, list[tuple[int, int]]]:
    n = len(lines)
    infinite = float("inf")
    cost = [infinite] * (n + 1)
    back = [-1] * (n + 1)
    for h in range(n_head if fixed_head else 0, n_head + 1):
        cost[h] = HEADLESS * (n_head - h)
    for first in range(n):
        if cost[first] == infinite:
            continue
        columns: Cells = {}
        joins = 0.0
        for last in range(first, min(n, first + LINES)):
            if last > first and (_is_across(lines[last], n_columns) or _is_across(lines[first], n_columns)):
                break
            for column, segments in lines[last].items():
                for segment in segments:
                    held = columns.setdefault(column, [])
                    if held:
                        joins += _join_cost(held[-1], segment, widths[column] if column < len(widths) else 0.0, usual)
                    held.append(segment)
            if joins > EMPTY * 4 * n_columns:
                break
            total = (
                cost[first]
                + joins
                + _set_cost(columns, mode)
                + EMPTY * max(0, 0 if _is_across(lines[first], n_columns) else n_columns - len(columns))
            )
            if total < cost[last + 1] - 1e-9 and last + 1 > n_head:
                cost[last + 1], back[last + 1] = total, first
    if cost[n] == infinite:
        return 0.0, n_head, []
    rows = []
    at = n
    while at > 0 and back[at] >= 0:
        rows.append((back[at], at))
        at = back[at]
    return cost[n], at, rows[::-1]


def _is_across(line: Cells, n_columns: int) -> bool:
    """Whether a line is one text over all columns, which makes a row of its own."""
    return 2 * n_columns in line


def _join_cost(above: Segment, below: Segment, width: float, usual: float) -> float:
    em = above.em
    if below.middle - above.middle < 0.4 * em:
        return 0.0  # one line, parted by a gap
    cost = max(0.0, (below.top - above.bottom) / em - max(usual, 0.0) - 0.1) * GAP
    room = width - (above.x1 - above.x0)
    if room > ROOM * em:
        cost += UNFULL
    if width > 0:
        cost += NARROW * em / max(width, em)
    whole = is_figure(above.text) and (len(below.text) > 1 or len(above.text) > 1)  # a number may be broken at its digits: 1, 0
    if is_figure(below.text) and (whole or any("\u3400" <= char <= "\u9fff" for char in above.text)):
        cost += TWO_FIGURES
    return cost


def _set_cost(columns: Cells, mode: str) -> float:
    """How far the cells are from being set as the mode says, in sizes, all together."""
    if len(columns) < 2:
        return 0.0
    tops = [cell[0].top for cell in columns.values()]
    bottoms = [cell[-1].bottom for cell in columns.values()]
    em = max(cell[0].em for cell in columns.values())
    if mode == "top":
        least = min(tops)
        return sum(top - least for top in tops) / em
    if mode == "bottom":
        most = max(bottoms)
        return sum(most - bottom for bottom in bottoms) / em
    middle = (min(tops) + max(bottoms)) / 2
    return sum(abs((top + bottom) / 2 - middle) for top, bottom in zip(tops, bottoms, strict=True)) / em
