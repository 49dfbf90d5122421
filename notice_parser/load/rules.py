"""Rules of a page: strokes and thin boxes → ``(place, start, end)`` across and down, those that make one line joined."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import TypeAlias

__all__ = ["Rule", "add_box", "add_line", "is_thin", "merged_rules"]

Rule: TypeAlias = tuple[float, float, float]  # across: y, left, right; down: x, top, bottom

THIN = 3.0  # points: a filled rectangle no wider is a rule, as most producers draw them
SHORT_RULE = 2.0  # points: shorter strokes are dots and dashes, joined with their neighbours before they count
SAME_LEVEL = 1.5  # points between rules that are drawn as one
DASH_GAP = 4.0  # points between the dashes of a dashed rule


def is_thin(box: tuple[float, float, float, float]) -> bool:
    """Whether a rectangle, if it is filled, is a rule."""
    return box[3] - box[1] <= THIN or box[2] - box[0] <= THIN


def add_box(box: tuple[float, float, float, float], across: list[Rule], down: list[Rule], stroked: bool, filled: bool) -> None:
    """The rules that a rectangle makes: one where it is thin, its four sides where it is stroked."""
    x0, y0, x1, y1 = box
    if filled and y1 - y0 <= THIN and x1 - x0 > y1 - y0:
        across.append(((y0 + y1) / 2, x0, x1))
    elif filled and x1 - x0 <= THIN:
        down.append(((x0 + x1) / 2, y0, y1))
    elif stroked:
        if y1 - y0 <= THIN:
            across.append(((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= THIN:
            down.append(((x0 + x1) / 2, y0, y1))
        else:
            across += [(y0, x0, x1), (y1, x0, x1)]
            down += [(x0, y0, y1), (x1, y0, y1)]


def add_line(x0: float, y0: float, x1: float, y1: float, across: list[Rule], down: list[Rule]) -> None:
    """The rule that a stroke makes; none where it slants."""
    if -1 <= y1 - y0 <= 1 and x0 != x1:
        across.append(((y0 + y1) / 2, x0, x1) if x0 < x1 else ((y0 + y1) / 2, x1, x0))
    elif -1 <= x1 - x0 <= 1:
        down.append(((x0 + x1) / 2, y0, y1) if y0 < y1 else ((x0 + x1) / 2, y1, y0))


def merged_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules with those on one line that touch, or that are dashes of one, joined; what stays a dot is left out."""
    at: dict[float, list[tuple[float, float, float]]] = {}  # start, place and end of what stands at each place
    for place, start, end in rules:
        if place in at:
            at[place].append((start, place, end))
        else:
            at[place] = [(start, place, end)]
    levels: list[list[tuple[float, float, float]]] = []
    first = -inf
    for place in sorted(at):
        if place - first <= SAME_LEVEL:
            levels[-1] += at[place]
        else:
            levels.append(at[place])
            first = place
    merged: list[Rule] = []
    for level in levels:
        level.sort()
        start, place, end = level[0]
        for a, _, b in level:
            if a <= end + DASH_GAP:
                if b > end:
                    end = b
            else:
                merged.append((place, start, end))
                start, end = a, b
        merged.append((place, start, end))
    return tuple(rule for rule in merged if rule[2] - rule[1] > SHORT_RULE)
