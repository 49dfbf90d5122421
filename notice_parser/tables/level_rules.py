"""Level rules of a table without upright ones: which lines they part, and what stands between the upper one and the header."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from notice_parser.load.source import Segment, Sheet
from notice_parser.tables.bands import Band, overlapped
from notice_parser.tables.page import extent
from notice_parser.tables.runs import Line

__all__ = ["head_rule", "is_framed", "is_parted", "lines_under_rule", "split_by_rules"]

WIDE_RULE = 0.95  # of the table's width that a rule between two rows takes
ROW_RULE = 0.5  # of the table's width that rules between two rows take together, merged cells between them


def lines_under_rule(lines: Sequence[Line], before: Sequence[Line], bands: Sequence[Band], sheet: Sheet) -> list[Line]:
    """The lines of one text right above the first that stand in one column and below the table's upper rule: a label that wraps."""
    area = extent([s for line in lines for s in line])
    wide = WIDE_RULE * (area[2] - area[0])
    top = max((y for y, a, b in sheet.across if y < area[1] and min(b, area[2]) - max(a, area[0]) > wide), default=inf)
    taken: list[Line] = []
    for line in reversed(before):
        if len(line) != 1 or line[0].middle < top or len(overlapped(line[0], bands)) != 1:
            break
        taken.insert(0, line)
    return taken


def is_parted(above: Sequence[Segment], below: Sequence[Segment], bands: Sequence[Band], sheet: Sheet) -> bool:
    """Whether a rule over all columns stands between two groups of lines."""
    left, right = bands[0][0], bands[-1][1]
    bottom, top = max(s.middle for s in above), min(s.middle for s in below)
    return any(bottom < y < top and min(b, right) - max(a, left) > WIDE_RULE * (right - left) for y, a, b in sheet.across)


def is_framed(lines: Sequence[Segment], bands: Sequence[Band], sheet: Sheet) -> bool:
    """Whether a rule over all columns stands right above lines."""
    top, em = min(s.top for s in lines), lines[0].em
    left, right = bands[0][0], bands[-1][1]
    return any(top - em < y < top and min(b, right) - max(a, left) > WIDE_RULE * (right - left) for y, a, b in sheet.across)


def head_rule(lines: Sequence[Line], sheet: Sheet) -> int | None:
    """The number of lines above the first rule across that has lines above and below it: a three-line table's header."""
    if not sheet.across:
        return None
    area = extent([s for line in lines for s in line])
    for y, a, b in sheet.across:
        if area[1] < y < area[3] and min(b, area[2]) - max(a, area[0]) > WIDE_RULE * (area[2] - area[0]):
            n = sum(1 for line in lines if line[0].middle < y)
            if 0 < n < len(lines):
                return n
    return None


def split_by_rules(groups: list[tuple[int, int]], lines: Sequence[Line], sheet: Sheet) -> list[tuple[int, int]]:
    """The rows as rules across part them, where each line stands between two; else as they are."""
    if not groups or not sheet.across:
        return groups
    area = extent(s for line in lines[groups[0][0] :] for s in line)
    covered: dict[int, float] = {}
    for y, a, b in sheet.across:  # a merged cell interrupts the rule between two rows
        if area[1] < y < area[3]:
            covered[round(y)] = covered.get(round(y), 0.0) + max(0.0, min(b, area[2]) - max(a, area[0]))
    inner = sorted(float(y) for y, length in covered.items() if length > ROW_RULE * (area[2] - area[0]))
    if len(inner) < 3 or len(inner) * 2 < len(groups):
        return groups
    rows: list[tuple[int, int]] = []
    first = groups[0][0]
    for y in [*inner, float("inf")]:
        last = first
        while last < len(lines) and lines[last][0].middle < y:
            last += 1
        if last > first:
            rows.append((first, last))
        first = last
    return rows
