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
    joints = _joints(lines, widths, _usual_gap(lines))
    best: tuple[float, int, list[tuple[int, int]]] | None = None
    for mode in MODES:
        cost, start, rows = _grouped(lines, joints, n_columns, n_head, fixed_head, mode)
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


def _joints(lines: Sequence[Cells], widths: Sequence[float], usual: float) -> list[list[tuple[int, float]]]:
    """For each line, what its segments cost in a row with the segment above in their column: the line of that, and the cost."""
    joints: list[list[tuple[int, float]]] = []
    above: dict[int, tuple[int, Segment]] = {}
    for i, line in enumerate(lines):
        costs: list[tuple[int, float]] = []
        for column, segments in line.items():
            width = widths[column] if column < len(widths) else 0.0
            for segment in segments:
                if column in above:
                    first, last = above[column]
                    costs.append((first, _join_cost(last, segment, width, usual)))
                above[column] = (i, segment)
        joints.append(costs)
    return joints


def _grouped(
    lines: Sequence[Cells], joints: Sequence[list[tuple[int, float]]], n_columns: int, n_head: int, fixed_head: bool, mode: str
) -> tuple[float, int, list[tuple[int, int]]]:
    n = len(lines)
    infinite = float("inf")
    cost = [infinite] * (n + 1)
    back = [-1] * (n + 1)
    for h in range(n_head if fixed_head else 0, n_head + 1):
        cost[h] = HEADLESS * (n_head - h)
    across = [_is_across(line, n_columns) for line in lines]
    heights = [{c: (cell[0].top, cell[-1].bottom, cell[0].em) for c, cell in line.items() if cell} for line in lines]
    for first in range(n):
        if cost[first] == infinite:
            continue
        cells = heights[first]
        joins = 0.0
        for last in range(first, min(n, first + LINES)):
            if last > first and (across[last] or across[first]):
                break
            for above, joint in joints[last]:
                if above >= first:
                    joins += joint
            if joins > EMPTY * 4 * n_columns:
                break
            if last > first:
                cells = cells | {
                    column: (cells[column][0], cell[1], cells[column][2]) if column in cells else cell for column, cell in heights[last].items()
                }
            if last + 1 <= n_head:
                continue
            total = cost[first] + joins + EMPTY * max(0, 0 if across[first] else n_columns - len(cells))
            if total < cost[last + 1] - 1e-9:
                total += _set_cost(cells, mode)
                if total < cost[last + 1] - 1e-9:
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


def _set_cost(cells: dict[int, tuple[float, float, float]], mode: str) -> float:
    """How far the cells, each (top, bottom, size), are from being set as the mode says, in sizes, all together."""
    if len(cells) < 2:
        return 0.0
    tops, bottoms, sizes = zip(*cells.values(), strict=True)
    if mode == "top":
        return float(sum(tops) - min(tops) * len(tops)) / max(sizes)
    if mode == "bottom":
        return float(max(bottoms) * len(bottoms) - sum(bottoms)) / max(sizes)
    middle = min(tops) + max(bottoms)
    return sum([abs(top + bottom - middle) for top, bottom in zip(tops, bottoms, strict=True)]) / 2 / max(sizes)
