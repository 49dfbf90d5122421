"""Prose in two columns: the lines of a page → the areas of its columns, in reading order. Gazettes and papers are set so.

::

    heading across                         heading across
    left 1        right 1          →       left 1, left 2
    left 2        right 2                  right 1, right 2
    table across                           table across

The columns are of one width, and most lines of both are full: that tells them from a table, a form, two signatures. A text, a row
or a rule across the gutter parts what stands above it from what stands below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.load.source import Area, Segment

__all__ = ["text_columns"]

Line = Sequence[Segment]

LONG = 8  # sizes: a segment as long is a line of prose
LEAST = 3  # long lines that begin at one place at the middle of the page, before it is looked at closer
MIDDLE = (0.4, 0.65)  # of the width of the text, between which the second column begins
SAME_WIDTH = 0.15  # by which the widths of two columns differ at most
GUTTER = 0.6  # sizes between two columns at least
TEXTS = 2  # on a side of a line of prose at most: a number and what it counts, a heading set apart
FULL = 2.5  # sizes: a full line begins and ends no further from its column's borders
MOST = 0.5  # of the characters of both columns that stand in full lines
OUTSIDE = 1.0  # sizes: prose begins no further left of its column
FRAMED = 1.2  # sizes: so near above and below stand the rules of a table
FAR = 2.5  # sizes of room between two lines that end the columns: below stands a page number


class Gutter(NamedTuple):
    """The borders of both columns, the place between them and the size of the type."""

    left: tuple[float, float]
    right: tuple[float, float]
    place: float
    em: float


def text_columns(lines: Sequence[Line], across: Sequence[tuple[float, float, float]]) -> tuple[Area, ...]:
    """The areas of columns of prose, each left one followed by its right one; none on a page set in one column.

    ``across``: the page's level rules.
    """
    gutter = _gutter([s for line in lines for s in line if s.x1 - s.x0 >= LONG * s.em])
    if gutter is None:
        return ()
    rules = [y for y, a, b in across if a < gutter.place < b]
    areas: list[Area] = []
    band: list[Line] = []
    for line in lines:
        is_split = _is_split(line, gutter, band)
        if band and (not is_split or _are_parted(band[-1], line, rules)):
            areas += _areas(band, gutter, rules)
            band = []
        if is_split:
            band.append(line)
    return tuple(areas + _areas(band, gutter, rules))


def _gutter(long: Sequence[Segment]) -> Gutter | None:
    """Where the page's long lines leave room between two columns of one width."""
    if len(long) < 2 * LEAST:
        return None
    first, last = min([s.x0 for s in long]), max([s.x1 for s in long])
    low, high = (first + share * (last - first) for share in MIDDLE)
    begins = Counter([round(s.x0) for s in long if low < s.x0 < high])
    begin, count = max(begins.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    if count < LEAST:
        return None
    em = sorted([s.em for s in long])[len(long) // 2]
    place = begin - GUTTER * em / 2
    left, right = [s for s in long if s.x1 < place], [s for s in long if s.x0 > place - 1]
    if len(left) < LEAST:
        return None
    lefts = (float(max(Counter([round(s.x0) for s in left]).items(), key=lambda item: (item[1], -item[0]))[0]), max([s.x1 for s in left]))
    rights = (float(begin), max([s.x1 for s in right]))
    one, other = lefts[1] - lefts[0], rights[1] - rights[0]
    if abs(one - other) > SAME_WIDTH * max(one, other) or rights[0] - lefts[1] < GUTTER * em:
        return None
    return Gutter(lefts, rights, (lefts[1] + rights[0]) / 2, em)


def _is_split(line: Line, gutter: Gutter, band: Sequence[Line]) -> bool:
    """Whether a line has no text across, and is no row of a table across: there stand few texts on a side, or a line of prose beside them.

    ``band``: the lines above it.
    """
    if any(s.x0 < gutter.place < s.x1 for s in line):
        return False
    left, right = [s for s in line if s.x1 <= gutter.place], [s for s in line if s.x0 >= gutter.place]
    if not left or not right or (len(left) <= TEXTS and len(right) <= TEXTS):
        return True
    beside = left if len(left) < len(right) else right
    borders = gutter.left if beside is left else gutter.right
    if len(beside) > 1:
        return False
    if _is_full(beside[0], borders, gutter.em):
        return True
    above = next((s for other in reversed(band) for s in other if (s.x0 < gutter.place) == (beside is left)), None)
    return above is not None and _is_full(above, borders, gutter.em) and beside[0].x0 - borders[0] < gutter.em  # ends a paragraph


def _are_parted(above: Line, line: Line, rules: Sequence[float]) -> bool:
    """Whether a rule stands between two lines, or room for lines that are not there."""
    return line[0].top - above[0].bottom > FAR * line[0].em or any(above[0].middle < y < line[0].middle for y in rules)


def _areas(band: Sequence[Line], gutter: Gutter, rules: Sequence[float]) -> list[Area]:
    """The two areas of a run of lines; none where the columns do not show in it."""
    segments = [s for line in band for s in line]
    left, right = [s for s in segments if s.x1 <= gutter.place], [s for s in segments if s.x0 >= gutter.place]
    if not left or not right or len(band) < 2 or min([s.x0 for s in left]) < gutter.left[0] - OUTSIDE * gutter.em:
        return []
    full = [s for s in left if _is_full(s, gutter.left, gutter.em)] + [s for s in right if _is_full(s, gutter.right, gutter.em)]
    if sum([len(s.text) for s in full]) < MOST * sum([len(s.text) for s in segments]):
        return []
    top, bottom = min([s.top for s in segments]), max([s.bottom for s in segments])
    near = FRAMED * gutter.em
    if any(top - near < y < top for y in rules) and any(bottom < y < bottom + near for y in rules):
        return []
    return [(gutter.left[0], top, gutter.left[1], bottom), (gutter.right[0], top, gutter.right[1], bottom)]


def _is_full(segment: Segment, borders: tuple[float, float], em: float) -> bool:
    return segment.x0 - borders[0] <= FULL * em and borders[1] - segment.x1 <= FULL * em
