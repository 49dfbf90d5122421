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

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from notice_parser.load.source import CLOSE_GAP, Segment, is_room
from notice_parser.tables.cells import is_figure
from notice_parser.tables.page import cut_segment

__all__ = ["cut_close_columns"]

ALIGNED = 0.15  # of a size: figures that end, or begin, at one place
SAME_BORDER = 0.3  # of a size by which the places of one border differ
SHOWN, ALONE = 1, 2  # kinds of room that may part columns
LEAST = 2  # characters of a part that is no figure: single ones may be set apart

ROWS = 2  # rows at least that show room between two figures, at one place
THOUSANDS = 3  # digits of a group
NEAR_LABEL = 2.5  # sizes from a border within which a label begins or ends

_FIGURES = re.compile("(?:[^0-9]{0,19}[^0-9 .,%+-])?[-+0-9.,%‰ ]{1,60}")  # behind a name, it may be

Line = Sequence[Segment]


class Room(NamedTuple):
    """Room between two figures, and these."""

    left: float
    right: float
    before: str
    behind: str


def cut_close_columns(lines: Sequence[Line]) -> list[list[Segment]]:
    """The lines of a table with the segments cut that go over two columns."""
    if not any(s.lefts for line in lines for s in line):
        return [list(line) for line in lines]
    lines = _without_close_figures(lines)
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


def _without_close_figures(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, cut where each row has room between two figures: at a place that all rows share, of columns that have nearly no gap.

    A figure is written without room; groups of as many digits in every row are cut only where the header has a label on either side.
    """
    rooms = {id(s): _figure_rooms(s) for line in lines for s in line if s.lefts and _FIGURES.fullmatch(s.text)}
    if not any(rooms.values()):
        return lines
    rows = [
        i
        for i, line in enumerate(lines)
        if any(is_figure(part) for s in line for part in s.text.split()) or any(rooms.get(id(s)) for s in line)
    ]
    head = lines[: rows[0]]
    places: list[float] = []
    unsure: list[float] = []
    for room in sorted({room for every in rooms.values() for room in every}):
        if places and places[-1] > room.left:
            continue
        shared = _shared(room, [lines[i] for i in rows], rooms)
        if not shared or _are_groups(shared):
            continue
        place = (max(one.left for one in shared) + min(one.right for one in shared)) / 2
        if _is_headed(room, head) or (_differ(shared) and all(is_figure(one.before) for one in shared)):
            places.append(place)
        else:
            unsure.append(place)
    if unsure:
        lines = [[_set_apart(s, unsure) if rooms.get(id(s)) else s for s in line] for line in lines]
    if not places:
        return lines
    cut = [[piece for s in line for piece in cut_segment(s, [x for x in places if s.x0 < x < s.x1])] for line in lines]
    return [
        [piece for s in line for piece in cut_segment(s, _label_cuts(s, places))] if i < rows[0] else line for i, line in enumerate(cut)
    ]


def _set_apart(segment: Segment, places: Sequence[float]) -> Segment:
    """The segment with a blank where it may be two figures: it is none."""
    text, lefts, rights = segment.text, list(segment.lefts), list(segment.rights)
    for i in range(len(text) - 1, 0, -1):
        if any(rights[i - 1] <= x <= lefts[i] for x in places) and " " not in text[i - 1 : i + 1]:
            text = f"{text[:i]} {text[i:]}"
            lefts.insert(i, rights[i - 1])
            rights.insert(i, lefts[i + 1])
    return replace(segment, text=text, lefts=tuple(lefts), rights=tuple(rights)) if text != segment.text else segment


def _figure_rooms(segment: Segment) -> list[Room]:
    """The room between the figures of a segment."""
    text, lefts, rights = segment.text, segment.lefts, segment.rights
    ends = [0]
    rooms: list[tuple[int, int]] = []  # the last character before one, and the first behind it
    i = 1
    while i < len(text):
        k = i
        while text[k] == " ":
            k += 1
        if k > i or lefts[i] - rights[i - 1] >= CLOSE_GAP * segment.em:
            rooms.append((i - 1, k))
            ends += [i, k]
        i = k + 1
    parts = [text[a:b] for a, b in zip(ends[::2], [*ends[1::2], len(text)], strict=True)]
    if max(map(len, parts)) == 1:  # digits set apart
        return []
    if not all(map(is_figure, parts[1:])) or (is_figure(parts[0]) is False and parts[0][-1:].isascii()):
        return []
    return [Room(rights[a], lefts[b], before, behind) for (a, b), (before, behind) in zip(rooms, pairwise(parts), strict=True)]


def _shared(room: Room, rows: Sequence[Line], rooms: dict[int, list[Room]]) -> list[Room]:
    """The rooms of the rows that share a place with one; none where something stands there, or too few do."""
    left, right = room.left, room.right
    shared: list[Room] = []
    for line in rows:
        for segment in line:
            if segment.x1 <= left or segment.x0 >= right:
                continue
            own = next((one for one in rooms.get(id(segment), ()) if one.left < right and one.right > left), None)
            if own is not None:
                left, right = max(left, own.left), min(right, own.right)
                shared.append(own)
            elif segment.x0 <= left and segment.x1 >= right:
                return []
            elif segment.x0 > left:
                right = min(right, segment.x0)
            else:
                left = max(left, segment.x1)
        shared += [
            Room(one.x1, other.x0, one.text.split()[-1], other.text.split()[0])
            for one, other in pairwise(line)
            if one.x1 < right and other.x0 > left and other.x0 - one.x1 < NEAR_LABEL * one.em and is_figure(other.text.split()[0])
        ]
    return shared if len(shared) >= ROWS and left < right else []


def _differ(rooms: Sequence[Room]) -> bool:
    """Whether the figures before a room or behind it differ in length, as those of columns do, and groups of one number do not."""
    return len(rooms) > ROWS and (len({len(one.before) for one in rooms}) > 1 or len({len(one.behind) for one in rooms}) > 1)


def _are_groups(rooms: Sequence[Room]) -> bool:
    """Whether all rooms may part the thousands of one number."""
    return all(len(one.before) <= THOUSANDS and len(one.behind) == THOUSANDS and one.behind.isdecimal() for one in rooms)


def _is_headed(room: Room, head: Sequence[Line]) -> bool:
    """Whether a label ends before a room and the next begins behind it, or two labels have room of their own there."""
    for line in head:
        for one, other in pairwise(line):
            near = NEAR_LABEL * one.em
            if room.left - near < one.x1 <= room.right + one.em and room.left - other.em <= other.x0 < room.right + near:
                return True
        if any(_label_cuts(s, [(room.left + room.right) / 2]) for s in line):
            return True
    return False


def _label_cuts(segment: Segment, places: Sequence[float]) -> list[float]:
    """Where labels that look like one are cut: at the room nearest to each place that they go over."""
    if not segment.lefts:
        return []
    rooms = [
        (segment.rights[i - 1] + segment.lefts[i]) / 2
        for i in range(1, len(segment.text))
        if segment.lefts[i] - segment.rights[i - 1] >= CLOSE_GAP * segment.em
        and is_room(segment.text[i - 1], segment.text[i])
        and _is_wider(segment, i)
    ]
    near = NEAR_LABEL * segment.em
    cuts = {min(rooms, key=lambda x: abs(x - place)) for place in places if rooms and segment.x0 < place < segment.x1}
    return sorted(x for x in cuts if any(abs(x - place) < near for place in places))


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
