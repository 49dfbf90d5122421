"""Rows of aligned glyphs: printed lines → rows, though cells wrap. The grouping of lines with the least cost is taken.

In a row all cells are set to its middle, its top or its bottom; a cell that wraps is full before it goes on; a row has
something in most columns. What breaks with these costs, in sizes; the page's lines are grouped by the least sum.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence, Set
from math import inf
from typing import NamedTuple

from notice_parser.load.source import Segment
from notice_parser.tables.cells import is_figure
from notice_parser.tables.page import ROOM

__all__ = ["group_lines"]

Joint = tuple[int, Segment, Segment, float]  # a line, a segment of it, the one below that in their column, and its width
Cells = dict[int, list[Segment]]  # column → its segments, top to bottom; twice the number of columns: a text over all

EMPTY = 0.35  # the cost of a blank cell: three of them weigh as much as a cell that is set a line off
UNFULL = 0.6  # of going on in a second line though the first had room
TWO_FIGURES = 1.5  # of a whole figure below something else in one cell
NUMBER = 8  # characters that the number of a row has at most
NUMBERED = 4.0  # of the number of a section (一) and another number in one cell
NARROW = 1.0  # over the width of the column in sizes: of going on in a second line at all, which wide cells do and narrow ones seldom
GAP = 1.5  # of each size of room between two lines of a cell beyond the usual
HEADLESS = 0.01  # of a line above the first figures that is taken into the first row: of equals the header is preferred
TIGHT = 0.3  # of a row that begins without room above it, where white bands part others
BAND, BANDS = 0.5, 2  # sizes by which the room between rows is more than that within cells; so many such bands in a table
TOUCH, HALF_WAY = 0.1, 0.2  # sizes by which a line between two rows may reach into them, and stand off their middle
SETTLED = 0.2  # a reading that costs no more needs no other
SURELY = 1e-6  # by which one reading costs more than another, and not for the rounding of sums
LINES = 24  # a row has no more printed lines
MODES = ("middle", "top", "bottom")

_ORDINAL = frozenset("一二三四五六七八九十（(")  # what the number of a section begins with
_SECTION = re.compile("[一二三四五六七八九十]{1,3}|[（(][一二三四五六七八九十]{1,3}[）)]")
# a time of day or a day, whole: none goes on in another
_TIME = re.compile("[0-9]{1,2}[:：][0-9]{2}(?:[-—–~～至]{1,2}[0-9]{1,2}[:：][0-9]{2})?|(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日|底)前?")
_NUMBER = re.compile("[0-9]{1,3}(?:[.．][0-9]{1,2}){0,2}|[（(][0-9]{1,2}[）)]")


class Candidate(NamedTuple):
    """Lines that may be a row: the line behind them, what the row costs however it is set, and of each cell top, bottom and size."""

    end: int
    cost: float
    tops: tuple[float, ...]
    bottoms: tuple[float, ...]
    sizes: tuple[float, ...]


def group_lines(
    lines: Sequence[Cells], n_columns: int, widths: Sequence[float], n_head: int, fixed_head: bool
) -> tuple[int, list[tuple[int, int]]]:
    """How many lines are header, and the rows below as ``[first, last)`` lines.

    ``n_head``: so many lines may be header at most; exactly so many if ``fixed_head``.
    """
    least = n_head if fixed_head else 0
    between = _between_rows(lines, widths)
    candidates = _candidates(lines, widths, n_columns, n_head, least, between)
    best: tuple[float, int, list[tuple[int, int]]] | None = None
    floor: float | None = None
    for mode in MODES:
        cost, start, rows = _grouped(candidates, n_head, least, mode)
        if best is None or cost < best[0] - 1e-6:
            best = (cost, start, rows)
        if cost < SETTLED:
            break
        if floor is None:
            floor = _grouped(candidates, n_head, least, None)[0] + 1e-6
        if cost <= floor:  # no other way of setting the cells can cost less
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


def _joints(lines: Sequence[Cells], widths: Sequence[float]) -> list[list[Joint]]:
    """For each line, its segments that have one above them in their column."""
    joints: list[list[Joint]] = []
    above: dict[int, tuple[int, Segment]] = {}
    for i, line in enumerate(lines):
        found: list[Joint] = []
        for column, segments in line.items():
            width = widths[column] if column < len(widths) else 0.0
            for segment in segments:
                if column in above:
                    found.append((*above[column], segment, width))
                above[column] = (i, segment)
        joints.append(found)
    return joints


def _candidates(
    lines: Sequence[Cells],
    widths: Sequence[float],
    n_columns: int,
    n_head: int,
    start: int,
    between: Set[int],
) -> list[list[Candidate]]:
    """What may be a row from each line on, from line ``start``; none ends in the header. ``between``: lines that cost nothing alone.

    Lines that cost more together than each by itself, however it is set, are no row and left out.
    """
    n = len(lines)
    across = [_is_across(line, n_columns) for line in lines]
    heights = [{c: (cell[0].top, cell[-1].bottom, cell[0].em) for c, cell in line.items()} for line in lines]
    tight = _without_room(lines)
    joints, usual = _joints(lines, widths), max(_usual_gap(lines), 0.0)
    costs: list[list[float | None]] = [[None] * len(joint) for joint in joints]  # most are never asked for

    def blank(first: int, last: int, cells: Collection[int]) -> int:
        if across[first] or (first == last and first in between):
            return 0
        # a cell between two rows is of both
        beside = [c for k in (first - 1, last + 1) if k in between for c in heights[k] if c not in cells]
        return max(0, n_columns - len(cells) - len(beside))

    found: list[list[Candidate]] = [[] for _ in lines]
    apart = [0.0] * (n + 1)  # at most, of the lines before each one as rows of their own
    for i in range(max(start, n_head), n):
        cells = heights[i]
        alone = Candidate(i + 1, (TIGHT if i in tight else 0.0) + EMPTY * blank(i, i, cells), *zip(*cells.values(), strict=True))
        found[i].append(alone)
        uneven = max(max(alone.tops) - min(alone.tops), max(alone.bottoms) - min(alone.bottoms)) * len(cells) / max(alone.sizes)
        apart[i + 1] = apart[i] + alone.cost + uneven
    for first in range(start, n):
        cells, upto, joins = heights[first], first, TIGHT if first in tight else 0.0
        less = apart[max(first, n_head)] - SURELY
        most = min(EMPTY * 4 * n_columns, apart[min(n, first + LINES)] - less)
        for last in range(first + 1, min(n, first + LINES)):
            if across[last] or across[first]:
                break
            known = costs[last]
            for k, (above, upper, lower, width) in enumerate(joints[last]):
                if above >= first:
                    cost = known[k]
                    if cost is None:
                        cost = known[k] = _join_cost(upper, lower, width, usual)
                    joins += cost
                    if joins > most:
                        break
            if joins > most:
                break
            if last < n_head or joins > apart[last + 1] - less:
                continue
            for held in heights[upto + 1 : last + 1]:
                cells = cells | {
                    column: (cells[column][0], cell[1], cells[column][2]) if column in cells else cell for column, cell in held.items()
                }
            upto = last
            found[first].append(Candidate(last + 1, joins + EMPTY * blank(first, last, cells), *zip(*cells.values(), strict=True)))
    return found


def _between_rows(lines: Sequence[Cells], widths: Sequence[float]) -> set[int]:
    """The lines that stand half way between two others, over and under none of their cells: of cells that go over both of these rows.

    The rows are two where half of the cells of the upper one have room for what stands below them.
    """
    found: set[int] = set()
    for i in range(1, len(lines) - 1):
        above, line, below = lines[i - 1], lines[i], lines[i + 1]
        if len(line) > max(len(above), len(below)) + 1 or not line.keys().isdisjoint(above) or not line.keys().isdisjoint(below):
            continue
        shared = [column for column in above if column in below and column < len(widths)]
        one, upper, lower = next(iter(line.values()))[0], next(iter(above.values()))[0], next(iter(below.values()))[0]
        if not shared or one.top < upper.bottom - TOUCH * one.em or one.bottom > lower.top + TOUCH * one.em:
            continue
        if abs(upper.middle + lower.middle - 2 * one.middle) > 2 * HALF_WAY * one.em:
            continue
        roomy = sum(1 for c in shared if widths[c] - (above[c][-1].x1 - above[c][0].x0) > ROOM * one.em or is_figure(below[c][0].text))
        if 2 * roomy >= len(shared):
            found.add(i)
    return found


def _without_room(lines: Sequence[Cells]) -> set[int]:
    """The lines above which there is no more room than within a cell, in a table whose rows white bands part; else none."""
    rooms: list[float] = []
    bottom = -inf
    for line in lines:
        segments = [s for cell in line.values() for s in cell]
        rooms.append((min([s.top for s in segments]) - bottom) / segments[0].em)
        bottom = max(bottom, *[s.bottom for s in segments])
    inner = sorted(room for room in rooms[1:] if room >= 0)
    if not inner or sum(1 for room in inner if room > inner[0] + BAND) < BANDS:
        return set()
    return {i for i, room in enumerate(rooms) if i and 0 <= room < inner[0] + BAND / 2}


def _grouped(
    candidates: Sequence[Sequence[Candidate]], n_head: int, start: int, mode: str | None
) -> tuple[float, int, list[tuple[int, int]]]:
    """The cost of the cheapest rows, the line at which they begin, and they themselves. Without a mode, however they are set."""
    n = len(candidates)
    cost = [inf] * (n + 1)
    back = [-1] * (n + 1)
    for h in range(start, n_head + 1):
        cost[h] = HEADLESS * (n_head - h)
    for first in range(start, n):
        if cost[first] == inf:
            continue
        for row in candidates[first]:
            total = cost[first] + row.cost
            if total < cost[row.end] - 1e-9:
                total += _set_cost(row, mode) if mode else 0.0
                if total < cost[row.end] - 1e-9:
                    cost[row.end], back[row.end] = total, first
    if cost[n] == inf:
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
    if below.top + below.bottom - above.top - above.bottom < 0.8 * em:
        return 0.0  # one line, parted by a gap
    beyond = (below.top - above.bottom) / em - usual - 0.1
    cost = beyond * GAP if beyond > 0 else 0.0
    if width - (above.x1 - above.x0) > ROOM * em:
        cost += UNFULL
    if width > 0:
        cost += NARROW * em / (width if width > em else em)
    if is_figure(below.text):
        whole = is_figure(above.text) and (len(below.text) > 1 or len(above.text) > 1)  # a number may be broken at its digits: 1, 0
        if whole or any("\u3400" <= char <= "\u9fff" for char in above.text):
            cost += TWO_FIGURES
    elif below.text[0].isdigit() and above.text[0].isdigit() and _TIME.fullmatch(below.text) and _TIME.fullmatch(above.text):
        cost += TWO_FIGURES
    is_numbered = above.text[0] in _ORDINAL or below.text[0] in _ORDINAL  # most are not
    if is_numbered and len(above.text) <= NUMBER and len(below.text) <= NUMBER and _are_numbers(above.text, below.text):
        cost += NUMBERED
    return cost


def _are_numbers(above: str, below: str) -> bool:
    """Whether two texts number rows, one of them a section: 一 above 1, 3 above 二."""
    if _SECTION.fullmatch(above):
        return bool(_SECTION.fullmatch(below) or _NUMBER.fullmatch(below))
    return bool(_SECTION.fullmatch(below) and _NUMBER.fullmatch(above))


def _set_cost(row: Candidate, mode: str) -> float:
    """How far the cells are from being set as the mode says, in sizes, all together."""
    tops, bottoms = row.tops, row.bottoms
    if len(tops) < 2:
        return 0.0
    if mode == "top":
        off = sum(tops) - min(tops) * len(tops)
    elif mode == "bottom":
        off = max(bottoms) * len(bottoms) - sum(bottoms)
    else:
        middle = min(tops) + max(bottoms)
        off = sum([abs(top + bottom - middle) for top, bottom in zip(tops, bottoms, strict=True)]) / 2
    return off / max(row.sizes)
