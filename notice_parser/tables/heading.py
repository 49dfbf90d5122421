"""A header set in type alone: its segments → levels. The columns are parted into groups and single ones with the least cost.

A group's text is set to the middle of its columns, above their own; a column's own label to the middle (or the top, the
bottom) of the whole header. How far texts are off, in sizes, is the cost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import count
from math import inf
from typing import NamedTuple

from notice_parser.load.source import Segment
from notice_parser.tables.bands import Band
from notice_parser.tables.headers import PARTS
from notice_parser.tables.page import joined_text, printed_lines

__all__ = ["Label", "head_rows", "solve_head"]

BLANK = 0.8  # the cost of a column without a label
GROUP = 0.1  # of a group, so that none is made for nothing
FAR_OFF = 1.5  # sizes from the middle of its columns at which a text is none of theirs
DOUBLE = 0.5  # sizes from the middle of two columns, at most, of the label of both
SEVERAL = 1.0  # and of three and more, whose figures may be set to the right
OFF = 0.4  # of a size: segments no further apart in height stand on one line
DEPTH = 2  # levels of groups
MAX_WRAP = 3  # printed lines of a group's text
MODES = ("middle", "top", "bottom")


class Label(NamedTuple):
    """A header cell: columns ``[first, last)`` and what stands below it, if it is a group's."""

    text: str
    first: int
    last: int
    below: tuple[Label, ...]

    @property
    def depth(self) -> int:
        return 1 + max((label.depth for label in self.below), default=0)


def solve_head(segments: Sequence[Segment], bands: Sequence[Band]) -> tuple[float, tuple[Label, ...]]:
    """The header's labels, with the cost of reading it so."""
    at: dict[int, list[Segment]] = {i: [] for i in range(len(bands))}
    for segment in segments:
        at[_column(segment, bands)].append(segment)
    return _solve(at, bands, 0, len(bands), DEPTH)


def head_rows(labels: Sequence[Label], n_columns: int) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """The header as rows of cells, and its merged cells."""
    depth = max((label.depth for label in labels), default=0)
    rows = [[""] * n_columns for _ in range(depth)]
    merged: list[tuple[int, int, int, int]] = []

    def put(label: Label, level: int) -> None:
        rows[level][label.first] = label.text
        height = 1 if label.below else depth - level
        if height * (label.last - label.first) > 1:
            merged.append((level, label.first, height, label.last - label.first))
        for one in label.below:
            put(one, level + 1)

    for label in labels:
        put(label, 0)
    return rows, sorted(merged)


def _solve(at: dict[int, list[Segment]], bands: Sequence[Band], first: int, last: int, depth: int) -> tuple[float, tuple[Label, ...]]:
    """The labels of columns ``[first, last)`` with their cost. ``at``: the segments of each."""
    best: tuple[float, tuple[Label, ...]] | None = None
    segments = [s for i in range(first, last) for s in at[i]]
    groups = _groups(at, first, last) if depth and len(printed_lines(segments)) > 1 else {}

    @cache
    def group_of(begin: int, end: int) -> tuple[float, Label] | None:
        return _group(at, bands, begin, end, depth, groups[begin, end])

    single = {i: _single(at[i], bands, i) for i in range(first, last)}
    wide = _wide(single, at, bands, first, last)
    for mode in MODES:
        found = _solve_as(segments, first, last, groups, group_of, single, wide, mode)
        if best is None or found[0] < best[0] - 1e-6:
            best = found
    assert best is not None
    return best


def _solve_as(
    segments: list[Segment],
    first: int,
    last: int,
    groups: Collection[tuple[int, int]],
    group_of: Callable[[int, int], tuple[float, Label] | None],
    single: dict[int, Single],
    wide: dict[int, list[Single]],
    mode: str,
) -> tuple[float, tuple[Label, ...]]:
    """The cheapest parting of columns ``[first, last)``, from left to right. ``group_of``: one of the ``groups``, with its cost."""
    if not segments:
        return BLANK * (last - first), tuple(Label("", i, i + 1, ()) for i in range(first, last))
    top, bottom = min([s.top for s in segments]), max([s.bottom for s in segments])
    cost: list[float] = [0.0]
    back: list[tuple[int, Label]] = [(0, Label("", first, first, ()))]
    for end in range(first + 1, last + 1):
        least, at, label = cost[end - 1 - first] + _off(single[end - 1], top, bottom, mode), end - 1, single[end - 1].label
        for one in wide.get(end, ()):
            total = cost[one.label.first - first] + GROUP + _off(one, top, bottom, mode)
            if total < least:
                least, at, label = total, one.label.first, one.label
        for begin in range(end - 2, first - 1, -1):
            if (begin, end) in groups and cost[begin - first] + GROUP < least:  # what cannot cost less is not tried
                group = group_of(begin, end)
                if group is not None and (total := cost[begin - first] + group[0]) < least:
                    least, at, label = total, begin, group[1]
        cost.append(least)
        back.append((at, label))
    labels: list[Label] = []
    end = last
    while end > first:
        begin, label = back[end - first]
        labels.append(label)
        end = begin
    return cost[-1], tuple(labels[::-1])


def _groups(at: dict[int, list[Segment]], first: int, last: int) -> dict[tuple[int, int], list[Segment]]:
    """Every run of columns that may be a group, with its three highest texts."""
    groups = {}
    counted = count()  # of equal heights and places the first goes before
    upper = {i: sorted([(s.middle, s.x0, next(counted), s) for s in at[i]])[:3] for i in range(first, last)}
    for begin in range(first, last - 1):
        n_inside = 0
        highest: list[tuple[float, float, int, Segment]] = []  # the three highest texts
        for end in range(begin + 1, last + 1):
            n_inside += len(at[end - 1])
            if upper[end - 1]:
                highest = sorted([*highest, *upper[end - 1]])[:3]
            # a group's text stands above all others, alone
            if end < begin + 2 or n_inside < 2 or highest[1][0] - highest[0][0] < OFF * highest[1][3].em:
                continue
            if n_inside == 2 and not highest[1][3].text.startswith(PARTS):
                continue
            groups[begin, end] = [text for *_, text in highest]
    return groups


def _column(segment: Segment, bands: Sequence[Band]) -> int:
    """The column whose band is nearest to the middle of the segment."""
    middle = (segment.x0 + segment.x1) / 2
    i = bisect_right(bands, (middle, inf))  # a band that was carried over a page break may reach into its neighbour
    near = range(max(0, i - 2), min(len(bands), i + 1))
    return min(near, key=lambda k: (max(bands[k][0] - middle, middle - bands[k][1], 0.0), abs(sum(bands[k]) / 2 - middle)))


class Single(NamedTuple):
    """A column's own label, where it stands, and how far it is from being set as one, in points. ``em`` is 0 where there is none."""

    label: Label
    top: float
    bottom: float
    em: float
    off: float


def _off(single: Single, top: float, bottom: float, mode: str) -> float:
    """The cost of a column's own label in a header from ``top`` to ``bottom``."""
    if not single.em:
        return BLANK
    if mode == "middle":
        off = abs((single.top + single.bottom) / 2 - (top + bottom) / 2)
    else:
        off = single.top - top if mode == "top" else bottom - single.bottom
    return (off + single.off) / single.em


def _single(segments: list[Segment], bands: Sequence[Band], i: int) -> Single:
    if not segments:
        return Single(Label("", i, i + 1, ()), 0.0, 0.0, 0.0, 0.0)
    lines = printed_lines(segments)
    beyond = _slant(lines)
    for segment in segments:  # over a neighbour's column
        if i:
            beyond += max(0.0, bands[i - 1][1] - segment.x0)
        if i + 1 < len(bands):
            beyond += max(0.0, segment.x1 - bands[i + 1][0])
    top, bottom = min([s.top for s in segments]), max([s.bottom for s in segments])
    return Single(Label(joined_text(lines), i, i + 1, ()), top, bottom, max([s.em for s in segments]), beyond)


def _wide(single: dict[int, Single], at: dict[int, list[Segment]], bands: Sequence[Band], first: int, last: int) -> dict[int, list[Single]]:
    """The labels of columns beside which others have none, each as one of several columns, by the last of these: set to their middle."""
    found: dict[int, list[Single]] = {}
    if all(one.em for one in single.values()):
        return found
    for i in range(first, last):
        if not single[i].em:
            continue
        begin, end = i, i + 1
        while begin > first and not single[begin - 1].em:
            begin -= 1
        while end < last and not single[end].em:
            end += 1
        for a in range(begin, i + 1):
            for b in range(max(i + 1, a + 2), end + 1):
                if one := _over(single[i], at[i], bands, a, b, i):
                    found.setdefault(b, []).append(one)
    return found


def _over(label: Single, segments: Sequence[Segment], bands: Sequence[Band], first: int, last: int, own: int) -> Single | None:
    """A column's label as that of columns ``[first, last)``, the others without any, where it is set to their middle; of two it is off
    that of its own, and three and more are none with the first of the table, which says what the rows are about.
    """
    middle = (min([s.x0 for s in segments]) + max([s.x1 for s in segments])) / 2
    if last - first == 2:
        off = abs(middle - (bands[first][0] + bands[last - 1][1]) / 2)
        if off > DOUBLE * label.em or abs(middle - sum(bands[own]) / 2) < FAR_OFF * label.em:
            return None
    else:
        off = _off_middle(middle, bands, first, last, ())
        if off > SEVERAL * label.em or not first:
            return None
    return label._replace(label=Label(label.label.text, first, last, ()), off=label.off + off)


def _slant(lines: Sequence[Sequence[Segment]]) -> float:
    """How far the lines of one label are from standing below each other, by their middles or by their left ends."""
    if len(lines) < 2:
        return 0.0
    middles = [(line[0].x0 + line[-1].x1) / 2 for line in lines]
    lefts = [line[0].x0 for line in lines]
    return min(max(middles) - min(middles), max(lefts) - min(lefts))


def _group(
    at: dict[int, list[Segment]], bands: Sequence[Band], first: int, last: int, depth: int, highest: Sequence[Segment]
) -> tuple[float, Label] | None:
    """Columns under one text: its lines above, their own labels below; null where they are none. ``highest``: their three highest texts."""
    best: tuple[float, Label] | None = None
    for above in _texts_above(at, first, last, highest):
        em = above[0].em
        left, right = min([s.x0 for s in above]), max([s.x1 for s in above])
        slant = max([abs((s.x0 + s.x1) / 2 - (left + right) / 2) for s in above]) / em
        if slant > FAR_OFF:
            continue
        own = frozenset(map(id, above))
        begins, ends = ([s for s in at[i] if id(s) not in own] for i in (first, last - 1))
        is_whole = not begins and any(s.text.startswith(PARTS) for s in at[first + 1])  # its first column, and what is part of it beside
        if not (begins or is_whole) or not ends:
            continue
        off = _off_middle((left + right) / 2, bands, first, last, begins + ends) / em
        if off > FAR_OFF:
            continue
        least = GROUP + min(off, slant + off)
        if best is not None and least >= best[0] - 1e-9:
            continue
        below = {i: [s for s in at[i] if id(s) not in own] for i in range(first, last)}
        inner, labels = _solve(below, bands, first, last, depth - 1)
        total = least + inner - (BLANK if is_whole else 0.0)
        if best is None or total < best[0] - 1e-9:
            best = (total, Label(joined_text([[s] for s in above]), first, last, labels))
    return best


def _texts_above(at: dict[int, list[Segment]], first: int, last: int, highest: Sequence[Segment]) -> Iterator[list[Segment]]:
    """What may be the text of a group over the columns: the highest, then with it the lines below that hold one text alone."""
    above = [highest[0]]
    yield above
    if len(highest) < 3 or highest[2].middle - highest[1].middle < OFF * highest[2].em:
        return
    lines = printed_lines([s for i in range(first, last) for s in at[i]])
    for line in lines[1 : min(len(lines) - 1, MAX_WRAP)]:
        if len(line) != 1:
            return
        above = [*above, line[0]]
        yield above


def _off_middle(place: float, bands: Sequence[Band], first: int, last: int, ends: Sequence[Segment]) -> float:
    """How far a place is from the middle of the columns, by their bands, their room, or the labels ``ends`` of the outer ones."""
    left = bands[first][0] if first == 0 else (bands[first - 1][1] + bands[first][0]) / 2
    right = bands[last - 1][1] if last == len(bands) else (bands[last - 1][1] + bands[last][0]) / 2
    middles = [(bands[first][0] + bands[last - 1][1]) / 2, (left + right) / 2]
    middles.append((sum(bands[first]) + sum(bands[last - 1])) / 4)
    if ends:
        middles.append((min(s.x0 for s in ends) + max(s.x1 for s in ends)) / 2)
    return min(abs(place - middle) for middle in middles)
