"""A header set in type alone: its segments → levels. The columns are parted into groups and single ones with the least cost.

A group's text is set to the middle of its columns, above their own; a column's own label to the middle (or the top, the
bottom) of the whole header. How far texts are off, in sizes, is the cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.load.source import Segment
from notice_parser.tables.bands import Band
from notice_parser.tables.page import joined_text, printed_lines

__all__ = ["Label", "head_rows", "solve_head"]

BLANK = 0.8  # the cost of a column without a label
GROUP = 0.1  # of a group, so that none is made for nothing
FAR_OFF = 1.5  # sizes from the middle of its columns at which a text is none of theirs
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
    return _solve(list(segments), bands, 0, len(bands), DEPTH)


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


def _solve(segments: list[Segment], bands: Sequence[Band], first: int, last: int, depth: int) -> tuple[float, tuple[Label, ...]]:
    best: tuple[float, tuple[Label, ...]] | None = None
    groups = _groups(segments, bands, first, last, depth) if depth and len(printed_lines(segments)) > 1 else {}
    for mode in MODES:
        found = _solve_as(segments, bands, first, last, groups, mode)
        if best is None or found[0] < best[0] - 1e-6:
            best = found
    assert best is not None
    return best


def _solve_as(
    segments: list[Segment],
    bands: Sequence[Band],
    first: int,
    last: int,
    groups: dict[tuple[int, int], tuple[float, Label]],
    mode: str,
) -> tuple[float, tuple[Label, ...]]:
    """The cheapest parting of columns ``[first, last)``, from left to right."""
    if not segments:
        return BLANK * (last - first), tuple(Label("", i, i + 1, ()) for i in range(first, last))
    top, bottom = min(s.top for s in segments), max(s.bottom for s in segments)
    at = _by_column(segments, bands, first, last)
    cost: list[float] = [0.0]
    back: list[tuple[int, Label]] = [(0, Label("", first, first, ()))]
    for end in range(first + 1, last + 1):
        alone, label = _alone(at[end - 1], bands, end - 1, top, bottom, mode)
        options: list[tuple[float, int, Label]] = [(cost[end - 1 - first] + alone, end - 1, label)]
        for begin in range(first, end - 1):
            group = groups.get((begin, end))
            if group is not None:
                options.append((cost[begin - first] + group[0], begin, group[1]))
        least = min(options, key=lambda option: (option[0], -option[1]))
        cost.append(least[0])
        back.append((least[1], least[2]))
    labels: list[Label] = []
    end = last
    while end > first:
        begin, label = back[end - first]
        labels.append(label)
        end = begin
    return cost[-1], tuple(labels[::-1])


def _by_column(segments: Sequence[Segment], bands: Sequence[Band], first: int, last: int) -> dict[int, list[Segment]]:
    at: dict[int, list[Segment]] = {i: [] for i in range(first, last)}
    for segment in segments:
        at[_column(segment, bands, first, last)].append(segment)
    return at


def _groups(
    segments: Sequence[Segment], bands: Sequence[Band], first: int, last: int, depth: int
) -> dict[tuple[int, int], tuple[float, Label]]:
    """Every run of columns that may be a group, with its cost."""
    at = _by_column(segments, bands, first, last)
    groups = {}
    for begin in range(first, last - 1):
        for end in range(begin + 2, last + 1):
            group = _group([s for i in range(begin, end) for s in at[i]], bands, begin, end, depth)
            if group is not None:
                groups[begin, end] = group
    return groups


def _column(segment: Segment, bands: Sequence[Band], first: int, last: int) -> int:
    """The column whose band is nearest to the middle of the segment."""
    middle = (segment.x0 + segment.x1) / 2
    return min(range(first, last), key=lambda i: (max(bands[i][0] - middle, middle - bands[i][1], 0.0), abs(sum(bands[i]) / 2 - middle)))


def _alone(segments: list[Segment], bands: Sequence[Band], i: int, top: float, bottom: float, mode: str) -> tuple[float, Label]:
    if not segments:
        return BLANK, Label("", i, i + 1, ())
    em = max(s.em for s in segments)
    high, low = min(s.top for s in segments), max(s.bottom for s in segments)
    off = abs((high + low) / 2 - (top + bottom) / 2) if mode == "middle" else high - top if mode == "top" else bottom - low
    beyond = _slant(segments)
    for segment in segments:  # over a neighbour's column
        if i:
            beyond += max(0.0, bands[i - 1][1] - segment.x0)
        if i + 1 < len(bands):
            beyond += max(0.0, segment.x1 - bands[i + 1][0])
    return (off + beyond) / em, Label(joined_text(printed_lines(segments)), i, i + 1, ())


def _slant(segments: Sequence[Segment]) -> float:
    """How far the lines of one label are from standing below each other, by their middles or by their left ends."""
    middles = [(line[0].x0 + line[-1].x1) / 2 for line in printed_lines(segments)]
    lefts = [line[0].x0 for line in printed_lines(segments)]
    return min(max(middles) - min(middles), max(lefts) - min(lefts))


def _group(segments: list[Segment], bands: Sequence[Band], first: int, last: int, depth: int) -> tuple[float, Label] | None:
    """Columns under one text: its lines above, their own labels below; null where nothing stands above them."""
    if len(segments) < 3:
        return None
    ordered = sorted(segments, key=lambda s: s.middle)
    if ordered[1].middle - ordered[0].middle < OFF * ordered[1].em:
        return None
    lines = printed_lines(segments)
    best: tuple[float, Label] | None = None
    for n_above in range(1, min(len(lines), MAX_WRAP + 1)):
        if len(lines[n_above - 1]) != 1:
            break
        above = [line[0] for line in lines[:n_above]]
        em = above[0].em
        left, right = min(s.x0 for s in above), max(s.x1 for s in above)
        below = [s for line in lines[n_above:] for s in line]
        off = _off_middle((left + right) / 2, bands, first, last, below) / em
        slant = max(abs((s.x0 + s.x1) / 2 - (left + right) / 2) for s in above) / em
        if off > FAR_OFF or slant > FAR_OFF or len({_column(s, bands, first, last) for s in below} & {first, last - 1}) < 2:
            continue
        inner, labels = _solve(below, bands, first, last, depth - 1)
        total = GROUP + min(off, slant + off) + inner
        if best is None or total < best[0] - 1e-9:
            best = (total, Label(joined_text([[s] for s in above]), first, last, labels))
    return best


def _off_middle(place: float, bands: Sequence[Band], first: int, last: int, below: Sequence[Segment]) -> float:
    """How far a place is from the middle of the columns, by their bands, by the labels below, or by the room that they have."""
    left = bands[first][0] if first == 0 else (bands[first - 1][1] + bands[first][0]) / 2
    right = bands[last - 1][1] if last == len(bands) else (bands[last - 1][1] + bands[last][0]) / 2
    middles = [(bands[first][0] + bands[last - 1][1]) / 2, (left + right) / 2]
    middles.append((sum(bands[first]) + sum(bands[last - 1])) / 4)
    ends = [s for s in below if _column(s, bands, first, last) in (first, last - 1)]
    if ends:
        middles.append((min(s.x0 for s in ends) + max(s.x1 for s in ends)) / 2)
    return min(abs(place - middle) for middle in middles)
