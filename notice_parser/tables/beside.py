"""Unruled tables beside each other: told by rules across that end where the tables do, or by two captions on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from notice_parser.load.source import Segment, Sheet
from notice_parser.tables.page import Area
from notice_parser.tables.runs import Line
from notice_parser.tables.three_line import SAME, rule_stacks

__all__ = ["areas_beside", "parted_by_captions"]

FAR = 3.5  # sizes of room between two lines behind which nothing is below a caption
LINES = 120  # below two captions, on a page
GROUPED = 42.0  # points from the rule above groups of a header to that below them, at most
GAP = 1.5  # sizes between two tables at least

_CAPTION = re.compile("附?表[ ]?[0-9一二三四五六七八九十]{1,3}(?:[-.－][0-9]{1,2})?[ 　：:]")


def areas_beside(sheet: Sheet) -> tuple[Area, ...]:
    """The areas of rules across that stand beside each other, each from its first to its last rule; none where none do."""
    areas = [(left, rules[0], right, rules[-1]) for left, right, rules in rule_stacks(sheet) if len(rules) > 1]
    return tuple(one for one in areas if any(_are_beside(one, other, sheet) or _are_beside(other, one, sheet) for other in areas))


def _are_beside(one: Area, other: Area, sheet: Sheet) -> bool:
    """Whether one stands left of the other, and no rule goes over both: that is of a table whose merged cells interrupt its rules, or, one
    right above and one below, of a table whose header has groups of groups.
    """
    if one[2] >= other[0] or one[3] <= other[1] or other[3] <= one[1]:
        return False
    top, bottom = min(one[1], other[1]) - SAME, max(one[3], other[3]) + SAME
    over = [y for y, left, right in sheet.across if left < one[2] - SAME and right > other[0] + SAME]
    is_enclosed = any(top - GROUPED <= y < top for y in over) and any(y > bottom for y in over)
    return not is_enclosed and not any(top <= y <= bottom for y in over)


def parted_by_captions(parts: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each part; those below two captions (表1 …　表2 …) by the side of the gap on which they stand."""
    out: list[list[Line]] = []
    for lines in parts:
        rest: list[Line] = []
        i = 0
        while i < len(lines):
            line = lines[i]
            rest.append(line)
            i += 1
            if len(line) != 2 or not all(_CAPTION.match(s.text) for s in line):
                continue
            last, place = _below(lines, i, line)
            if place is None:
                continue
            sides = ([[s for s in one if (s.x0 < place) is left] for one in lines[i:last]] for left in (True, False))
            out += [rest, *([line for line in side if line] for side in sides)]
            rest, i = [], last
        if rest:
            out.append(rest)
    return out


def _below(lines: Sequence[Line], first: int, captions: Line) -> tuple[int, float | None]:
    """Where the lines below two captions end that leave a gap between these, and the middle of the gap."""
    low, high = ((s.x0 + s.x1) / 2 for s in captions)
    gap: tuple[float, float] | None = None
    last, above = first, captions
    while last < min(len(lines), first + LINES):
        line = lines[last]
        if line[0].top - above[0].bottom > FAR * line[0].em:
            break
        narrowed = _gap([*line, *(s for one in lines[first:last] for s in one)], low, high)
        if narrowed is None:
            break
        gap, above = narrowed, line
        last += 1
    return last, sum(gap) / 2 if gap else None


def _gap(segments: Sequence[Segment], low: float, high: float) -> tuple[float, float] | None:
    """The widest gap between two places that no segment stands in."""
    inside = sorted((s.x0, s.x1) for s in segments if s.x1 > low and s.x0 < high)
    ends: list[tuple[float, float]] = [(low, low)]
    for x0, x1 in inside:
        ends.append((x0, max(x1, ends[-1][1])))
    gaps = [(a[1], b[0]) for a, b in pairwise([*ends, (high, high)])]
    widest = max(gaps, key=lambda gap: gap[1] - gap[0])
    return widest if widest[1] - widest[0] > GAP * segments[0].em else None
