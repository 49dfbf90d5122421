"""The boxes of the rows of a table that was found on a page: the lines that hold a row's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notice_parser.load.source import Box, Segment, point

__all__ = ["row_boxes"]

_SPACE = re.compile("[^\\S\n]+")
_AHEAD = 3  # rows that a line may lie ahead: cells merged over rows are printed in their middle


def row_boxes(
    rows: Sequence[Sequence[str]], lines: Sequence[Sequence[Segment]], area: tuple[float, float, float, float]
) -> tuple[Box | None, ...]:
    """For each row the box across the table from the top of its first line to the bottom of its last; null where no line is its own.

    Lines go to rows in order: each to the row, of those that may come now, that holds most of its words.
    """
    left, top, right, bottom = area
    words = [_SPACE.sub("", "\n".join(row)) for row in rows]
    found: list[tuple[float, float] | None] = [None] * len(rows)
    at = 0
    for line in lines:
        if line[0].bottom < top or line[0].top > bottom:  # segments of a line share a height
            continue
        inside = [one for one in line if top <= (one.top + one.bottom) / 2 <= bottom and one.x1 > left and one.x0 < right]
        if not inside:
            continue
        pieces = [piece for one in inside for piece in one.text.split()]
        best, most, whole = at, 0, sum(map(len, pieces))
        for r in range(at, min(at + _AHEAD, len(rows))):
            row = words[r]
            share = sum([len(piece) for piece in pieces if piece in row])
            if share > most:
                best, most = r, share
                if share == whole:
                    break
        if not most:
            continue
        at = best
        first, last = min([one.top for one in inside]), max([one.bottom for one in inside])
        known = found[at]
        found[at] = (first, last) if known is None else (min(known[0], first), max(known[1], last))
    first_x, last_x = point(left), point(right)
    return tuple([None if one is None else (first_x, point(one[0]), last_x, point(one[1])) for one in found])
