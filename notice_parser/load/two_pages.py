"""Two pages side by side in one image: where the gutter between them stands, told by the lines that were read.

An open volume on the glass, or two sheets copied onto one of A3, is wider than high, nothing stands across its middle, and the prose of
one side at least is set in half of the width. A table across, a title set to the middle, two columns of a gazette show otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["gutter_of"]

SHAPE = (1.15, 1.75)  # width to height: two sheets of A4 have 1.41, scans are cut more or less close
MIDDLE = 0.06  # of the width: no further from its middle stands the gutter
GUTTER = 0.045  # of the width: two pages with margins of a centimetre; columns of a gazette stand closer
FULL = 0.5  # of half the width: so long is a line of prose
LEAST = 3  # such lines on both sides
SHARE = 0.4  # of one side's characters that stand in them


def gutter_of(lines: Sequence[tuple[str, float, float]], rules: Sequence[tuple[float, float]], width: float, height: float) -> float | None:
    """The place between two pages; null where one page is seen. ``lines``: text, left and right end; ``rules``: ends of level rules.

    >>> page = [("一" * 20, 10.0, 180.0)] * 4 + [("一", 240.0, 260.0)]
    >>> gutter_of(page, [], 400, 283), gutter_of(page, [(100.0, 300.0)], 400, 283), gutter_of(page, [], 283, 400)
    (210.0, None, None)
    """
    if not height or not SHAPE[0] <= width / height <= SHAPE[1]:
        return None
    ends = [(a, b) for _, a, b in lines] + list(rules)
    left = max((b for a, b in ends if (a + b) / 2 < width / 2), default=None)
    right = min((a for a, b in ends if (a + b) / 2 >= width / 2), default=None)
    if left is None or right is None or right - left < GUTTER * width or abs((left + right) / 2 - width / 2) > MIDDLE * width:
        return None
    gutter = (left + right) / 2
    sides = [[one for one in lines if (one[1] + one[2]) / 2 < gutter], [one for one in lines if (one[1] + one[2]) / 2 >= gutter]]
    long = [[text for text, a, b in side if b - a >= FULL * width / 2] for side in sides]
    is_prose = any(sum(map(len, some)) >= SHARE * sum(len(text) for text, _, _ in side) > 0 for some, side in zip(long, sides, strict=True))
    return gutter if all(sides) and is_prose and sum(map(len, long)) >= LEAST else None
