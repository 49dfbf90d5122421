"""Rows of a ruled table that no rule parts: a drawn row whose cells show figures below each other → as many rows.

Statistics are often printed with upright rules and one below the header alone, or one round each group of rows. ::

    │ 序号 │ 单位   │ 申请 │ 受理 │
    ├──────┼────────┼──────┼──────┤
    │  1   │ 柳坝镇 │  12  │  11  │      two rows: figures of two columns stand at the same heights,
    │  2   │ 南渡镇 │   8  │   8  │      and none of them is the rest of the one above it
    └──────┴────────┴──────┴──────┘
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from notice_parser.load.source import Segment
from notice_parser.tables.cells import is_figure, is_null
from notice_parser.tables.page import PADDING, ROOM, SAME_LINE, printed_lines, text_of
from notice_parser.tables.rowing import group_lines
from notice_parser.tables.rowspans import with_rowspans

__all__ = ["Rule", "Spans", "with_stacked_rows"]

Rule: TypeAlias = tuple[float, float, float]
Spans: TypeAlias = dict[tuple[int, int], tuple[int, int]]  # the first place of each cell → rows, columns

FIGURED = 0.6  # of a cell's lines that are figures: others are 单价 above them, 小计 below
MIDDLE = 0.6  # sizes that a text is off the middle of its rows at most; of several rows, lines
SEVERAL = 4
SAME = 3.0  # points by which a rule is off the border that it makes


class Drawn(NamedTuple):
    """A drawn row: of the cells that end in it their columns ``[first, last)`` and segments, and the borders that part them."""

    columns: list[tuple[int, int]]
    cells: list[list[Segment]]
    xs: Sequence[float]
    down: Sequence[Rule]

    def width(self, i: int) -> float:
        """The width of a cell, in points."""
        first, last = self.columns[i]
        return self.xs[last] - self.xs[first]


def with_stacked_rows(
    rows: list[list[str]], spans: Spans, cells: Mapping[tuple[int, int], list[Segment]], xs: Sequence[float], down: Sequence[Rule]
) -> tuple[list[list[str]], Spans]:
    """The grid with each drawn row that holds several as these; what stands beside them in a higher cell goes over all of them.

    ``cells``: the segments of each cell, by its first place. ``xs``: the column borders; ``down``: the upright rules.
    """
    figured = {r for (r, c), held in cells.items() if len(held) > 1 and spans[r, c][0] == 1 and is_figure(held[1].text)}
    if not figured:
        return rows, spans
    ending: dict[int, list[tuple[int, int]]] = {}
    for (r, c), (height, width) in sorted(spans.items()):
        if height == 1 and r in figured:
            ending.setdefault(r, []).append((c, c + width))
    parts: dict[int, tuple[list[list[str]], Spans]] = {}
    for r, own in ending.items():
        drawn = Drawn(own, [cells.get((r, c), []) for c, _ in own], xs, down)
        stacks = _stacks(drawn)
        if stacks:
            whole = [i for i in range(stacks[0]) if _is_at_middle(drawn, i, stacks[0])]
            part = _parted(drawn, rows[r], whole)
            if len(part[0]) > 1:
                parts[r] = part
    return _put_in(rows, spans, parts) if parts else (rows, spans)


def _put_in(rows: list[list[str]], spans: Spans, parts: Mapping[int, tuple[list[list[str]], Spans]]) -> tuple[list[list[str]], Spans]:
    """The grid with the rows and cells of ``parts`` in the place of a row each."""
    placed: list[list[str]] = []
    begins: list[int] = []
    for r, row in enumerate(rows):
        begins.append(len(placed))
        placed += parts[r][0] if r in parts else [row]
    begins.append(len(placed))
    moved: Spans = {}
    for (r, c), (height, width) in spans.items():
        if height > 1 or r not in parts:
            moved[begins[r], c] = (begins[r + height] - begins[r], width)
    for r, (_, inner) in parts.items():
        moved |= {(begins[r] + i, c): span for (i, c), span in inner.items()}
    return placed, moved


def _parted(drawn: Drawn, row: Sequence[str], whole: Sequence[int]) -> tuple[list[list[str]], Spans]:
    """The rows that a drawn row holds, and the cells that begin in them. ``whole``: those that stand beside all of the rows."""
    n = len(drawn.columns)
    drawn = drawn._replace(cells=[[] if i in whole else cell for i, cell in enumerate(drawn.cells)])
    lines, wide = _lines(drawn)
    em = max(s.em for cell in drawn.cells for s in cell)
    _, groups = group_lines(lines, n, [drawn.width(i) - PADDING * em for i in range(n)], 0, True)
    grid: list[dict[int, list[Segment]]] = []
    merged: list[tuple[int, int, int, int]] = []
    for r, (first, last) in enumerate(groups):
        held: dict[int, list[Segment]] = {}
        for line, over in zip(lines[first:last], wide[first:last], strict=True):
            for place, segments in line.items():
                held.setdefault(place % n, []).extend(segments)
                if place >= n:
                    merged.append((r, place % n, 1, over[place % n]))
        grid.append(held)
    texts, merged = with_rowspans(
        [[text_of(held[i], drawn.width(i)) if i in held else "" for i in range(n)] for held in grid], grid, sorted(set(merged))
    )
    spans = {(r, i): (height, width) for r, i, height, width in merged}
    covered = {(r + h, i + w) for (r, i), (height, width) in spans.items() for h in range(height) for w in range(width)}
    spans |= {(r, i): (1, 1) for r in range(len(texts)) for i in range(n) if (r, i) not in covered}
    placed = [[""] * len(row) for _ in texts]
    begun: Spans = {}
    for (r, i), (height, width) in spans.items():
        c = drawn.columns[i][0]
        placed[r][c] = texts[r][i]
        begun[r, c] = (height, drawn.columns[i + width - 1][1] - c)
    for (c, last), cell in zip(drawn.columns, drawn.cells, strict=True):
        if row[c] and not cell:  # or what is set up or down the page
            placed[0][c] = row[c]
            begun = {at: span for at, span in begun.items() if at[1] != c} | {(0, c): (len(texts), last - c)}
    return placed, begun


def _lines(drawn: Drawn) -> tuple[list[dict[int, list[Segment]]], list[dict[int, int]]]:
    """The printed lines by cell, and of each line what goes over how many: the cells between which no rule stands at its height.

    That has its place behind the cells, where ``rowing`` looks for it.
    """
    n = len(drawn.columns)
    at = {id(s): i for i, cell in enumerate(drawn.cells) for s in cell}
    printed = printed_lines([s for cell in drawn.cells for s in cell])
    gaps = _gaps(drawn, printed[0][0].middle, printed[-1][0].middle)
    lines: list[dict[int, list[Segment]]] = []
    wide: list[dict[int, int]] = []
    for line in printed:
        y = line[0].middle
        begins = [i for i in range(n) if i not in gaps or any(a <= y <= b for a, b in gaps[i])]
        over = {first: last - first for first, last in pairwise([*begins, n])}
        placed: dict[int, list[Segment]] = {}
        for segment in line:
            first = at[id(segment)]
            while first not in over:
                first -= 1
            place = first if over[first] == 1 else 2 * n if over[first] == n else n + first
            placed.setdefault(place, []).append(segment)
        lines.append(placed)
        wide.append(over)
    return lines, wide


def _gaps(drawn: Drawn, top: float, bottom: float) -> dict[int, list[tuple[float, float]]]:
    """The cells on whose left no rule stands all along, but for cells of more rows, with the rules that stand there."""
    gaps: dict[int, list[tuple[float, float]]] = {}
    for i, ((_, end), (begin, _)) in enumerate(pairwise(drawn.columns), 1):
        rules = [(a, b) for place, a, b in drawn.down if abs(place - drawn.xs[begin]) <= SAME]
        if end == begin and not any(a <= top and bottom <= b for a, b in rules):
            gaps[i] = rules
    return gaps


def _stacks(drawn: Drawn) -> list[int]:
    """The cells in which figures stand below each other; none where only one has them, unless it counts on beside lines of another, or
    whole texts stand beside several of its figures in two others.
    """
    stacks = [(i, places) for i, cell in enumerate(drawn.cells) if (places := _figures(cell, drawn.width(i)))]
    for k, (i, places) in enumerate(stacks):
        near = SAME_LINE * drawn.cells[i][0].em
        others = [other for _, other in stacks[k + 1 :]]
        if i == 0 and _counts_on(drawn.cells[0]):
            others += [[line[0].middle for line in printed_lines(cell)] for cell in drawn.cells[1:]]
        if len(places) >= SEVERAL - 1:
            texts = [[y for y in _texts(cell, drawn.width(n)) if _is_at(y, places, near)] for n, cell in enumerate(drawn.cells)]
            beside = [text for n, text in enumerate(texts) if n != i and len(text) >= len(places) - 1]
            others += beside if len(beside) > 1 else []
        if any(sum(1 for y in places if _is_at(y, other, near)) > 1 for other in others):
            return [i for i, _ in stacks]
    return []


def _is_at(height: float, heights: Sequence[float], near: float) -> bool:
    """Whether one of ``heights``, from top to bottom, is so near to a height."""
    i = bisect_left(heights, height)
    return (i < len(heights) and heights[i] - height < near) or (i > 0 and height - heights[i - 1] < near)


def _is_at_middle(drawn: Drawn, i: int, stack: int) -> bool:
    """Whether a cell is one text, set to the middle of the figures in another: their rows' own."""
    lines, figures = printed_lines(drawn.cells[i]), drawn.cells[stack]
    if not lines or len(lines) >= len(figures):
        return False
    em = lines[0][0].em
    if any(drawn.width(i) - (line[-1].x1 - line[0].x0) > (PADDING + ROOM) * em for line in lines[:-1]):
        return False  # a line that ends before the border goes on in no other
    top, bottom = min(s.top for s in figures), max(s.bottom for s in figures)
    near = MIDDLE * em if len(figures) < SEVERAL else MIDDLE * (bottom - top) / (len(figures) - 1)
    return abs((lines[0][0].top + lines[-1][0].bottom) / 2 - (top + bottom) / 2) < near


def _figures(cell: Sequence[Segment], width: float) -> list[float]:
    """The heights of a cell's figures that stand below each other; none where most are no figures, or one may be the rest of another."""
    if len(cell) < 2 or not is_figure(cell[1].text):
        return []
    lines = printed_lines(cell)
    said = [line[0] for line in lines if is_figure(line[0].text) or is_null(line[0].text)]
    if len(said) < 2 or len(cell) > len(lines) or len(said) < FIGURED * len(lines):
        return []
    # a number that is broken at its digits fills its first line
    room = width - (PADDING + ROOM) * said[0].em
    if not any(a.x1 - a.x0 < max(room, b.x1 - b.x0 - 0.1 * a.em) for a, b in pairwise(said)):
        return []
    return [s.middle for s in said]


def _texts(cell: Sequence[Segment], width: float) -> list[float]:
    """The heights of a cell's lines, where none fills the cell, so that none goes on in the next."""
    lines = printed_lines(cell)
    if len(lines) < 2 or any(width - (line[-1].x1 - line[0].x0) < (PADDING + ROOM) * line[0].em for line in lines[:-1]):
        return []
    return [line[0].middle for line in lines]


def _counts_on(cell: Sequence[Segment]) -> bool:
    """Whether the figures of a cell are numbers, each the one after that above it."""
    texts = [s.text for s in sorted(cell, key=lambda s: s.middle) if is_figure(s.text)]
    return all(text.isdecimal() for text in texts) and all(int(b) == int(a) + 1 for a, b in pairwise(texts))
