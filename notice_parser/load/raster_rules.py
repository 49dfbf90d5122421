"""Ink of a page image → its rules, as a PDF has them: runs of ink that are long and thin, in pixels.

A rule is told from the strokes of characters by its length; a short one (the border of a single cell) by both of its ends
lying on rules that cross it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from notice_parser.load.ink import Mask
from notice_parser.load.rules import Rule

__all__ = ["rules_of"]

LONG_MM = 14.0  # no stroke of a character of the text is so long; two of a title together hardly
SHORT_MM = 3.5  # a row is at least so high
THICK_MM = 1.3  # and a rule no thicker
GAP_MM = 0.5  # white that a fold or a faint print leaves in a rule
DRIFT_MM = 0.6  # by which a rule of a page that is not quite level strays from one row of pixels to the next
MEET_MM = 1.0  # by which a short rule may miss what it ends at
BESIDE_MM = (0.8, 2.0)  # the bands on both sides of a rule that are mostly paper: smeared type has long runs too
BESIDE_INK = 0.4  # and no more than so much ink


def rules_of(ink: Mask, per_mm: float) -> tuple[list[Rule], list[Rule]]:
    """The rules across and down; ``per_mm``: pixels a millimetre."""
    turned = np.ascontiguousarray(ink.T)
    across = _long(ink, per_mm, LONG_MM)
    down = _long(turned, per_mm, LONG_MM)
    if across:
        down = _with_short(down, _long(turned, per_mm, SHORT_MM), across, per_mm)
    if down:
        across = _with_short(across, _long(ink, per_mm, SHORT_MM), down, per_mm)
    return across, down


def _long(ink: Mask, per_mm: float, least_mm: float) -> list[Rule]:
    """The runs along the rows that are at least so long and together with their neighbours no thicker than a rule."""
    least, gap, thick = least_mm * per_mm, max(1, round(GAP_MM * per_mm)), max(3, round(THICK_MM * per_mm))
    runs = _runs(ink, least, gap)
    drift = max(2, round(DRIFT_MM * per_mm))
    rules: list[list[int]] = []  # first row, last row, left, right, weighted row, weight
    waiting: list[int] = []
    for row, left, right in runs:
        waiting = [i for i in waiting if row - rules[i][1] <= drift]
        found = None
        for i in waiting:
            one = rules[i]
            if left <= one[3] + gap and right >= one[2] - gap:
                found = one
                break
        if found is None:
            rules.append([row, row, left, right, row * (right - left), right - left])
            waiting.append(len(rules) - 1)
            continue
        found[1] = row
        found[2], found[3] = min(found[2], left), max(found[3], right)
        found[4] += row * (right - left)
        found[5] += right - left
    straight = []
    for first, last, start, end, weighted, weight in rules:
        # a rule that is not quite level takes more rows than it is thick: the ink it has tells
        if weight <= thick * (end - start) and last - first <= thick + 0.02 * (end - start):
            rule = (weighted / weight, float(start), float(end))
            if _is_alone(ink, rule, per_mm):
                straight.append(rule)
    return straight


def _is_alone(ink: Mask, rule: Rule, per_mm: float) -> bool:
    """Whether there is paper on both sides of a rule."""
    near, far = (round(one * per_mm) for one in BESIDE_MM)
    place, left, right = round(rule[0]), int(rule[1]), int(rule[2])
    bands = (ink[max(0, place - far) : max(0, place - near), left:right], ink[place + near : place + far, left:right])
    return all(not band.size or band.mean() <= BESIDE_INK for band in bands)


def _runs(ink: Mask, least: float, gap: int) -> list[tuple[int, int, int]]:
    """``(row, left, right)`` of the runs of ink that are long enough, with gaps of up to ``gap`` pixels closed, row by row."""
    height, width = ink.shape
    padded = np.zeros((height, width + 2), dtype=np.int8)
    padded[:, 1:-1] = ink
    edges = np.diff(padded, axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    if not len(rows):
        return []
    new: Any = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:] != rows[:-1]) | (starts[1:] - ends[:-1] > gap)
    first = np.nonzero(new)[0]
    last: Any = np.append(first[1:], len(rows)) - 1
    size = ends[last] - starts[first]
    keep = size >= least
    return [(int(r), int(a), int(b)) for r, a, b in zip(rows[first][keep], starts[first][keep], ends[last][keep], strict=True)]


def _with_short(rules: list[Rule], short: list[Rule], crossing: list[Rule], per_mm: float) -> list[Rule]:
    """The rules and those of the short ones that begin and end at a rule that crosses them."""
    meet = MEET_MM * per_mm
    found = list(rules)
    for place, start, end in short:
        if any(abs(place - p) <= meet and a - meet <= start and end <= b + meet for p, a, b in rules):
            continue
        meets = [any(abs(at - p) <= meet and a - meet <= place <= b + meet for p, a, b in crossing) for at in (start, end)]
        if all(meets):
            found.append((place, start, end))
    return sorted(found)
