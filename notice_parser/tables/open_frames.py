"""Frames of rules that belong together though no upright rule holds them: tables without outer uprights, cut by full-width rows.

::

    ─────┬──────┬─────        the rules of the header and of each section touch no other;
     序号 │ 单位 │ 座数         what stands between them is one line over the whole width
    ─────┴──────┴─────
     一、市直单位
    ─────┬──────┬─────
       1 │ 水务局│   3
    ─────┴──────┴─────
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from notice_parser.load.source import Area, Segment, Sheet
from notice_parser.tables.captions import ends_as_caption

__all__ = ["Frame", "joined_frames"]

Rule: TypeAlias = tuple[float, float, float]
Frame: TypeAlias = tuple[list[Rule], list[Rule]]  # rules across, rules down

SAME = 3.0  # points by which rules of one table miss each other
MOST = 60  # frames on a page; what has more is a drawing
ROOM = 1.8  # of the height of a row: a full-width row between two frames is no higher
_NUMBERED = re.compile("(?:续?表|附[表件])[ ]?[0-9一二三四五六七八九十A-Z]")


def joined_frames(frames: Sequence[Frame], sheet: Sheet) -> list[Frame]:
    """The frames, those of one table as one: below each other, as wide, their columns the same, one line of text between them."""
    whole = [frame for frame in frames if frame[0] and frame[1]]
    if not 1 < len(whole) <= MOST:
        return list(frames)
    rest = [frame for frame in frames if not (frame[0] and frame[1])]
    out: list[Frame] = []
    for frame in sorted(whole, key=lambda one: _area(one)[1]):
        for i, above in enumerate(out):
            if _go_on(above, frame, sheet):
                out[i] = (above[0] + frame[0], above[1] + frame[1])
                break
        else:
            out.append(frame)
    return out + rest


def _area(frame: Frame) -> Area:
    across = frame[0]
    return min(a for _, a, _ in across), min(y for y, _, _ in across), max(b for _, _, b in across), max(y for y, _, _ in across)


def _go_on(above: Frame, frame: Frame, sheet: Sheet) -> bool:
    left, _, right, bottom = _area(above)
    x0, y0, x1, _ = _area(frame)
    if abs(left - x0) > SAME or abs(right - x1) > SAME or not -SAME < y0 - bottom <= ROOM * _row_height(frame):
        return False
    one, other = {round(x) for x, _, _ in above[1]}, {round(x) for x, _, _ in frame[1]}
    if not (_is_part(one, other) or _is_part(other, one)) or any(
        x - SAME <= edge <= x + SAME for x in one | other for edge in (left, right)
    ):
        return False  # uprights at the sides would hold the rows between
    between = [line for line in (_inside(line, left, right) for line in sheet.lines) if line and bottom < line[0].middle < y0]
    if len(between) > 1 or any(len(line) > 1 or _is_caption(line[0].text) for line in between):
        return False
    return _first_row(above, sheet) != _first_row(frame, sheet)


def _row_height(frame: Frame) -> float:
    """The height of the frame's usual row."""
    places = sorted(y for y, _, _ in frame[0])
    heights = sorted(b - a for a, b in pairwise(places) if b - a > SAME)
    return heights[len(heights) // 2] if heights else 0.0


def _is_part(some: set[int], of: set[int]) -> bool:
    return all(any(abs(x - y) <= SAME for y in of) for x in some)


def _inside(line: Sequence[Segment], left: float, right: float) -> list[Segment]:
    return [s for s in line if s.x1 > left and s.x0 < right]


def _is_caption(text: str) -> bool:
    return ends_as_caption(text) or _NUMBERED.match(text) is not None


def _first_row(frame: Frame, sheet: Sheet) -> list[str]:
    """The texts in the first row of a frame: a header that comes again heads another table."""
    left, top, right, _ = _area(frame)
    lines = [_inside(line, left, right) for line in sheet.lines if line[0].middle > top]
    return [s.text for s in lines[0]] if lines else []
