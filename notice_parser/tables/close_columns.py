"""Columns that stand closer than words do: a segment that goes over two of them is cut where no writing would leave room.

Sheets and reports set their cells two or three points from the border, so that the figure of one column and the text of the next look
like one. ::

    月补贴（元）          备注
        600
        800含季节性岗位5人          →   800 | 含季节性岗位5人

The room alone does not tell: a quarter of a character stands between 第 and 5 in good type. So another line has to show two
texts there, and the cut has to be of another kind: room where none is written, or a whole figure at the border of its column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from notice_parser.load.source import CLOSE_GAP, Segment, is_room
from notice_parser.tables.cells import is_figure
from notice_parser.tables.page import cut_segment

__all__ = ["cut_close_columns"]

ALIGNED = 0.15  # of a size: figures that end, or begin, at one place
SAME_BORDER = 0.3  # of a size by which the places of one border differ
SHOWN, ALONE = 1, 2  # kinds of room that may part columns
LEAST = 2  # characters of a part that is no figure: single ones may be set apart

Line = Sequence[Segment]


def cut_close_columns(lines: Sequence[Line]) -> list[list[Segment]]:
    """The lines of a table with the segments cut that go over two columns."""
    if not any(s.lefts for line in lines for s in line):
        return [list(line) for line in lines]
    found: dict[int, list[float]] = {}
    for i, line in enumerate(lines):
        if any(s.lefts for s in line):
            others = [other for k, other in enumerate(lines) if k != i and len(other) > 1]
            found |= {id(s): [x for x, kind in _rooms(s, others) if kind and _are_columns(s, x, others, kind)] for s in line if s.lefts}
    known = sorted({x for places in found.values() for x in places})
    if not known:
        return [list(line) for line in lines]
    cut: list[list[Segment]] = []
    for i, line in enumerate(lines):
        others = [other for k, other in enumerate(lines) if k != i and len(other) > 1] if any(s.lefts for s in line) else []
        cut.append([piece for s in line for piece in cut_segment(s, _cuts(s, found.get(id(s), ()), known, others))])
    return cut


def _cuts(segment: Segment, own: Sequence[float], known: Sequence[float], others: Sequence[Line]) -> list[float]:
    """The places at which a segment is two: its ``own``, and those where another of the table was cut."""
    if not segment.lefts:
        return []
    near = SAME_BORDER * segment.em
    rooms = [x for x, kind in _rooms(segment, others) if kind and any(abs(x - y) < near for y in known)]
    return sorted({*own, *rooms})


def _rooms(segment: Segment, others: Sequence[Line]) -> Iterator[tuple[float, int]]:
    """The places in a segment with room between two characters, and their kind: 0 is room that writing leaves, ``SHOWN`` may be that
    between two columns, ``ALONE`` is at the border of a column of figures that differ in length.

    ``others``: the table's other lines of several segments.
    """
    lefts, rights, text = segment.lefts, segment.rights, segment.text
    for i in range(1, len(text)):
        if text[i - 1] == " " or text[i] == " " or lefts[i] - rights[i - 1] < CLOSE_GAP * segment.em:
            continue
        before, behind = text[:i], text[i:]
        is_apart = is_room(before[-1], behind[0]) and min(len(before), len(behind)) >= LEAST and _is_wider(segment, i)
        kind = max(SHOWN if is_apart else 0, _border_of(before, rights[i - 1], others, 0), _border_of(behind, lefts[i], others, 1))
        yield (rights[i - 1] + lefts[i]) / 2, kind


def _is_wider(segment: Segment, i: int) -> bool:
    """Whether the room before a character is more than that between the segment's others, as most are."""
    rooms = sorted(b - a for a, b in zip(segment.rights, segment.lefts[1:], strict=False))
    return segment.lefts[i] - segment.rights[i - 1] - rooms[len(rooms) // 2] >= CLOSE_GAP * segment.em


def _are_columns(segment: Segment, place: float, others: Sequence[Line], kind: int) -> bool:
    """Whether another line shows two texts on the two sides of a place, each below or above its part unless the place alone tells enough,
    and none goes through it.
    """
    shown = False
    for line in others:
        for one, other in pairwise(line):
            is_over = kind == ALONE or (one.x1 > segment.x0 - segment.em and other.x0 < segment.x1)
            shown = shown or (is_over and one.x1 <= place <= other.x0)
        if any(s.x0 < place < s.x1 and not s.lefts for s in line):
            return False
    return shown


def _border_of(part: str, end: float, others: Sequence[Line], side: int) -> int:
    """The kind of a border at which a part is a figure that ends (or begins) where others of the table do."""
    if not is_figure(part):
        return 0
    there = [s for line in others for s in line if abs((s.x0 if side else s.x1) - end) < ALIGNED * s.em and is_figure(s.text)]
    return ALONE if any(len(s.text) != len(part) for s in there) else SHOWN if there else 0
