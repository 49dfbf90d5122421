"""Pages whose text does not stand upright: the direction in which most glyphs run is made so, whatever the format.

Glyphs at a right angle to it are kept: cells are set so; those at another angle are watermarks and stamps, and are counted. An angle is
that by which a text is turned, clockwise, in degrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import NamedTuple

from notice_parser.load.glyphs import SPACE, Glyphs, lines_of
from notice_parser.load.rules import Rule
from notice_parser.load.source import Segment

__all__ = ["Upright", "by_direction", "lines_beside", "moved_in", "upright"]

_RIGHT = (0, 90, 180, 270)
_LEFT, _TOP = itemgetter(0), itemgetter(1)


class Upright(NamedTuple):
    """A page as it is read: its glyphs and rules, the glyphs at a right angle to them by that angle, its width and height."""

    glyphs: Glyphs
    across: list[Rule]
    down: list[Rule]
    beside: tuple[tuple[int, Glyphs], ...]
    size: tuple[float, float]


def by_direction(found: Mapping[int, Glyphs]) -> tuple[Glyphs, dict[int, Glyphs], int, int]:
    """The glyphs that run in the page's direction, those at a right angle to it, that direction, and how many run in another.

    ``found``: the glyphs by their angle.
    """
    counts = {angle: len(found.get(angle, ())) for angle in _RIGHT}
    turn = max(_RIGHT, key=lambda angle: (counts[angle], -angle))
    beside: dict[int, Glyphs] = {}
    aside = 0
    for angle, glyphs in found.items():
        if not glyphs:
            continue
        if (angle - turn) % 360 in (90, 270):
            beside[(angle - turn) % 360] = glyphs
        elif angle != turn:
            aside += sum(char not in SPACE for char in glyphs.chars)
    return found.get(turn) or Glyphs(), beside, turn, aside


def upright(
    glyphs: Glyphs,
    beside: Mapping[int, Glyphs],
    turn: int,
    across: list[Rule],
    down: list[Rule],
    size: tuple[float, float],
) -> Upright:
    """The page turned so that ``glyphs``, which run at the angle ``turn``, stand upright; none left of or above its corner."""
    if turn:
        glyphs, across, down = _turned(glyphs, across, down, turn)
        beside = {angle: _turned(own, [], [], turn)[0] for angle, own in beside.items()}
        size = (size[1], size[0]) if turn in (90, 270) else size
    kept, across, down = moved_in(glyphs, across, down)
    if not beside:
        return Upright(kept, across, down, (), size)
    dx, dy = (one - other for one, other in zip(kept.boxes[0][:2], glyphs.boxes[0][:2], strict=True))
    return Upright(kept, across, down, tuple([(angle, _moved(own, dx, dy)) for angle, own in beside.items()]), size)


def lines_beside(beside: Iterable[tuple[int, Glyphs]]) -> tuple[Segment, ...]:
    """The lines at a right angle to the page's others, in their reading order, where they stand on the page."""
    found: list[Segment] = []
    for angle, glyphs in beside:
        for line in lines_of(_turned(glyphs, [], [], angle)[0], ()):
            for s in line:
                x0, top, x1, bottom = (-s.bottom, s.x0, -s.top, s.x1) if angle == 90 else (s.top, -s.x1, s.bottom, -s.x0)
                found.append(Segment(s.text, x0, top, x1, bottom, s.em))
    return tuple(found)


def _turned(glyphs: Glyphs, across: list[Rule], down: list[Rule], turn: int) -> tuple[Glyphs, list[Rule], list[Rule]]:
    """Everything turned so that glyphs set at ``turn`` degrees, clockwise, stand upright."""
    chars, boxes = glyphs.chars, glyphs.boxes
    if turn == 270:  # text that runs up the page
        return (
            Glyphs(chars, [(-y1, x0, -y0, x1) for x0, y0, x1, y1 in boxes]),
            [(x, -b, -a) for x, a, b in down],
            [(-y, a, b) for y, a, b in across],
        )
    if turn == 90:
        return (
            Glyphs(chars, [(y0, -x1, y1, -x0) for x0, y0, x1, y1 in boxes]),
            [(-x, a, b) for x, a, b in down],
            [(y, -b, -a) for y, a, b in across],
        )
    return (
        Glyphs(chars, [(-x1, -y1, -x0, -y0) for x0, y0, x1, y1 in boxes]),
        [(-y, -b, -a) for y, a, b in across],
        [(-x, -b, -a) for x, a, b in down],
    )


def moved_in(glyphs: Glyphs, across: list[Rule], down: list[Rule]) -> tuple[Glyphs, list[Rule], list[Rule]]:
    """Everything moved so that no glyph stands left of or above the page's corner."""
    dx = min(map(_LEFT, glyphs.boxes), default=0.0)
    dy = min(map(_TOP, glyphs.boxes), default=0.0)
    if dx >= 0 and dy >= 0:
        return glyphs, across, down
    dx, dy = min(dx, 0.0), min(dy, 0.0)
    return (
        _moved(glyphs, -dx, -dy),
        [(y - dy, a - dx, b - dx) for y, a, b in across],
        [(x - dx, a - dy, b - dy) for x, a, b in down],
    )


def _moved(glyphs: Glyphs, dx: float, dy: float) -> Glyphs:
    return Glyphs(glyphs.chars, [(x0 + dx, y0 + dy, x1 + dx, y1 + dy) for x0, y0, x1, y1 in glyphs.boxes])
