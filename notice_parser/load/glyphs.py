"""Glyphs of a page → its printed lines, each as segments: runs that no wide gap parts. One geometry, whatever the format.

A line's order is that of its places on the page. What was printed twice to look bold is there once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from notice_parser.load.source import CLOSE_GAP, Segment, is_room

__all__ = ["SPACE", "UNMAPPED", "Glyph", "lines_of"]

Glyph: TypeAlias = tuple[str, float, float, float, float]  # character, left, top, right, bottom
Run: TypeAlias = list[Glyph]  # characters of one height that stand close to each other, or one space

SPACE = " \t\u3000\u00a0\u2002\u2003\u2009"
UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")  # what a font without a map of its characters gives
WORD_GAP = 0.6  # of a Han character: a wider gap that no space fills parts two segments; autospace is a quarter
SPACED_GAP = 1.1  # and so wide a gap parts them where a space stands in it: 附件 1 is one segment
RATIO = 0.8  # of a Han character's width to the height of its line, in most fonts
LATIN_GAP = 0.2  # of the size: so wide a gap parts two Latin words whose space was not written
NUMBER_GAP = 0.3  # and two numbers (表3 2023年), where it is wider than the gap before: letters may be set apart
TALL = 0.55  # of its height: a Han character that is less wide has a box of its font's, over the lines above and below
SAME_PLACE = 0.25  # of the size: the same character printed again so near is bold made by printing twice
SMALL = 0.85  # of a line's height: a raised or lowered character is no higher
LEAN = 0.3  # of the height: so near behind a character it stands
SHARED = 0.3  # of its own height that it shares with the line
FIGURE = 16  # characters of a figure at most
NEAR_RULE = 3.0  # points by which a rule may stand off the border that it makes, and then cut a segment
CLOSE = 0.08  # of its height: so near a character stands to the next of a run
LEVEL = 0.01  # points by which the heights of a run's characters differ at most
BEARING = 0.2  # of that height: what the ink of one keeps free on its left, at most
INKED = 0.7  # of the height of a line's characters: so large is the ink of a whole one, in its height or its width
SAME_LINE = 0.4  # of the smaller height: glyphs whose middles are no further apart stand on one line

_FIGURE = frozenset("0123456789+-")  # what a figure begins with
_CHAR = itemgetter(0)
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]")


class Type(NamedTuple):
    """How a page is set: the width of its Han characters to their height, these, and its upright rules, if they are known.

    ``same``: the numbers of its segments, each once; most stand in a line or a column and are shared.
    """

    ratio: float
    han: frozenset[str]
    places: list[float] | None
    same: dict[float, float]


def lines_of(glyphs: list[Glyph], upright: Iterable[float] | None = None) -> tuple[tuple[Segment, ...], ...]:
    """The printed lines from top to bottom, each as its segments from left to right.

    ``upright``: the places of the page's upright rules, if they are known. A segment that none of them may cut, and that
    has no room between its characters, keeps no borders.
    """
    places = None if upright is None else sorted(upright)
    han = frozenset(_HAN.findall("".join(set(map(_CHAR, glyphs)))))
    ratio = _ratio(glyphs, han)
    if ratio < TALL:
        glyphs = _lowered(glyphs, han, ratio)
        ratio = RATIO
    page = Type(ratio, han, places, {})
    rows: list[list[Run]] = []
    centre = half = 0.0
    for run in sorted(_runs_of(glyphs), key=_place):
        middle, height = (run[0][2] + run[0][4]) / 2, run[0][4] - run[0][2]
        if rows and middle - centre <= SAME_LINE * min(height, 2 * half):
            rows[-1].append(run)
        else:
            rows.append([run])
            centre, half = middle, height / 2
    lines = []
    for row in _with_raised(rows):
        segments = _segments(row, page)
        if segments:
            lines.append(segments)
    return tuple(lines)


def _place(run: Run) -> tuple[float, float]:
    return (run[0][2] + run[0][4]) / 2, run[0][1]


def _runs_of(glyphs: Iterable[Glyph]) -> list[Run]:
    """The glyphs as the page prints them one after the other: close, of one height, none a space. A space is a run of its own.

    A Han character of which the engine gives the ink alone (pdfium, where the font maps it to a radical: ⼀ for 一) is as high as its line.
    """
    runs: list[Run] = []
    run: Run = []
    end = high = low = least = most = 0.0
    before = ""
    for glyph in glyphs:
        char, left, top, right, bottom = glyph
        if (
            least < left - end <= most
            and (top == high or -LEVEL < top - high < LEVEL)
            and (bottom == low or -LEVEL < bottom - low < LEVEL)
            and char not in SPACE
            and (left >= end or char != before)
        ):
            run.append(glyph)
            end, before = right, char
            continue
        if char in SPACE:
            runs.append([glyph])
            least = most = 0.0
            continue
        if high - LEVEL <= top and bottom <= low + LEVEL and bottom - top < low - high - LEVEL:
            if abs(left - end) < WORD_GAP * (low - high) and _is_ink(glyph, low - high):
                # what it keeps free on its left it keeps free on its right, or nearly so
                free = left - end if 0 < left - end < BEARING * (low - high) else 0.0
                glyph = (char, left - free, high, right + min(free, CLOSE * (low - high)), low)
        elif top - LEVEL <= high and low <= bottom + LEVEL and low - high < bottom - top - LEVEL and len(run) == 1 and _HAN.match(char):
            _heighten(runs, left, top, bottom)
        run = [glyph]
        runs.append(run)
        _, _, high, end, low = glyph
        before, top, bottom = char, high, low
        most = CLOSE * (bottom - top)
        least = -most
    return runs


def _is_ink(glyph: Glyph, height: float) -> bool:
    """Whether the box of a Han character is that of its ink, in a line of that height."""
    char, left, top, right, bottom = glyph
    return max(right - left, bottom - top) > INKED * height and _HAN.match(char) is not None


def _heighten(runs: list[Run], begin: float, high: float, low: float) -> None:
    """Makes the characters of ink right before ``begin``, the last that were printed, as high as the one that follows there."""
    for i in range(len(runs) - 1, -1, -1):
        char, left, top, right, bottom = runs[i][0]
        if (
            len(runs[i]) > 1
            or top < high - LEVEL
            or bottom > low + LEVEL
            or bottom - top >= low - high - LEVEL
            or abs(begin - right) >= WORD_GAP * (low - high)
            or not _is_ink(runs[i][0], low - high)
        ):
            return
        runs[i] = [(char, left, high, right, low)]
        begin = left


def _with_raised(rows: list[list[Run]]) -> list[list[Run]]:
    """The lines with small characters that stand half above or below one, behind its characters, set into it: m³, O₂."""
    heights = [max([run[0][4] - run[0][2] for run in row]) for row in rows]
    if not heights or min(heights) > SMALL * max(heights):
        return rows
    for i, row in enumerate(rows):
        for k in (i - 1, i + 1):
            if not (0 <= k < len(rows) and rows[i] and rows[k] and heights[i] <= SMALL * heights[k] and _overlap(row, rows[k])):
                continue
            small = [glyph for run in rows[i] for glyph in run]
            base = sorted([glyph for run in rows[k] for glyph in run], key=lambda g: g[3])
            ends = [g[3] for g in base]
            for group in _runs(small):
                at = bisect_right(ends, group[0][1] + LEAN * heights[k]) - 1
                if at >= 0 and _is_raised(group, base[at], base, heights[k]):
                    rows[k].extend([glyph] for glyph in group)
                    small = [glyph for glyph in small if not any(glyph is one for one in group)]
                    rows[i] = [[glyph] for glyph in small]
    return [row for row in rows if row]


def _overlap(row: Sequence[Run], other: Sequence[Run]) -> bool:
    """Whether two lines share a height."""
    return min([run[0][2] for run in row]) < max([run[0][4] for run in other]) and min([run[0][2] for run in other]) < max(
        [run[0][4] for run in row]
    )


def _runs(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """The characters of a line in groups that no gap parts."""
    runs: list[list[Glyph]] = []
    for glyph in sorted(row, key=lambda g: g[1]):
        if runs and glyph[1] - runs[-1][-1][3] <= LEAN * (glyph[4] - glyph[2]):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _is_raised(run: Sequence[Glyph], before: Glyph, base: Sequence[Glyph], height: float) -> bool:
    """Whether a group of small characters stands right behind a character, partly at its height, over none of its line."""
    left, right = run[0][1], run[-1][3]
    if before[0] in SPACE or left - before[3] > LEAN * height or max(g[4] - g[2] for g in run) > SMALL * height:
        return False
    overlap = min(before[4], run[0][4]) - max(before[2], run[0][2])
    if overlap < SHARED * (run[0][4] - run[0][2]):
        return False
    middle = (left + right) / 2
    return not any(g[1] < middle < g[3] and g[0] not in SPACE for g in base)


def _segments(row: list[Run], page: Type) -> tuple[Segment, ...]:
    """The segments of a line; white space at their ends is left out, and characters printed twice are there once."""
    ratio, han = page.ratio, page.han
    row.sort(key=_left)
    segments: list[Segment] = []
    line: list[Glyph] = []
    spaced = False
    rooms: list[int] = []  # the characters of the line with room before them
    end = em_before = 0.0
    for run in row:
        char, left, top, right, bottom = run[0]
        if char in SPACE:
            spaced = True
            continue
        em = right - left if char in han else ratio * (bottom - top)
        if line:
            gap = left - end
            if gap < 0:
                if len(run) == 1 and _is_again(run[0], line, em):
                    continue
                if any(map(_is_long, row)) and (line[-1][0] == char or gap < -CLOSE * (bottom - top)):
                    return _segments([[glyph] for each in row for glyph in each], page)  # one is printed over the other
            wide = em if em > em_before else em_before
            if gap > (SPACED_GAP if spaced else WORD_GAP) * wide:
                segments.append(_segment(line, page, rooms))
                line, rooms = [], []
            elif spaced or (gap > LATIN_GAP * wide and _parts_words(gap, wide, line, char)):
                line.append((" ", end, top, left, bottom))
            elif gap > CLOSE_GAP * wide:
                rooms.append(len(line))
        spaced = False
        line += run
        char, left, top, end, bottom = run[-1]
        em_before = end - left if char in han else ratio * (bottom - top)
    if line:
        segments.append(_segment(line, page, rooms))
    return tuple(segments)


def _may_be_cut(line: Sequence[Glyph], rooms: Sequence[int]) -> bool:
    """Whether one of the rooms is none that writing leaves, or parts a figure from what stands behind or before it."""
    if any(is_room(line[i - 1][0], line[i][0]) for i in rooms):
        return True
    first, last = rooms[0], rooms[-1]
    begins, ends = line[:first], line[last:]
    return any(len(part) < FIGURE and part[0][0] in _FIGURE and all(glyph[0].isascii() for glyph in part) for part in (begins, ends))


def _is_long(run: Run) -> bool:
    return len(run) > 1


def _left(run: Run) -> tuple[float, float]:
    return run[0][1], run[0][3]


def _is_again(glyph: Glyph, line: Sequence[Glyph], em: float) -> bool:
    """Whether a character is printed over the same one."""
    return any(g[0] == glyph[0] and abs(g[1] - glyph[1]) < SAME_PLACE * em and abs(g[2] - glyph[2]) < em for g in line[-2:])


def _parts_words(gap: float, wide: float, line: Sequence[Glyph], char: str) -> bool:
    """Whether a gap without a space parts two Latin words or two numbers."""
    before = line[-1][0]
    if not before.isascii() or not char.isascii():
        return False
    if before.isalpha():
        return char.isalpha()
    if gap <= NUMBER_GAP * wide or not before.isdigit() or not char.isdigit():
        return False
    return len(line) > 1 and line[-1][1] - line[-2][3] < NUMBER_GAP * wide


def _ratio(glyphs: Iterable[Glyph], han: frozenset[str]) -> float:
    """The width of the page's Han characters to their height; as in most fonts where it has none."""
    ratios = sorted([(right - left) / (bottom - top) for char, left, top, right, bottom in glyphs if char in han])
    return ratios[len(ratios) // 2] if ratios else RATIO


def _lowered(glyphs: Iterable[Glyph], han: frozenset[str], ratio: float) -> list[Glyph]:
    """The glyphs, those as high for their width as most Han characters of the page with boxes that are usual, at the same middle."""
    tall = {round(bottom - top, 1) for char, left, top, right, bottom in glyphs if char in han and right - left < TALL * (bottom - top)}
    less = (1 - ratio / RATIO) / 2
    return [
        (char, left, top + less * (bottom - top), right, bottom - less * (bottom - top))
        if round(bottom - top, 1) in tall
        else (char, left, top, right, bottom)
        for char, left, top, right, bottom in glyphs
    ]


def _segment(line: list[Glyph], page: Type, rooms: Sequence[int]) -> Segment:
    """The segment of characters. ``rooms``: before which of them there is room; where it may be cut there, it keeps their borders."""
    ratio, han, places, same = page
    chars, lefts, tops, rights, bottoms = zip(*line, strict=True)
    text = "".join(chars)
    top, bottom = min(tops), max(bottoms)
    if text.isascii():
        em = ratio * (bottoms[0] - tops[0])
    else:
        wide = sorted([glyph[3] - glyph[1] for glyph in line if glyph[0] in han])
        em = wide[len(wide) // 2] if wide else ratio * (bottoms[0] - tops[0])
    x0, x1 = lefts[0], max(rights)
    shared = same.setdefault
    x0, top, x1, bottom, em = shared(x0, x0), shared(top, top), shared(x1, x1), shared(bottom, bottom), shared(em, em)
    if places is not None and not (rooms and _may_be_cut(line, rooms)):
        i = bisect_right(places, x0 - NEAR_RULE)
        if i == len(places) or places[i] > x1 + NEAR_RULE:
            return Segment(text, x0, top, x1, bottom, em)
    if len(text) > len(chars):  # a ligature is several characters in one place
        lefts = tuple([left for char, left in zip(chars, lefts, strict=True) for _ in char])
        rights = tuple([right for char, right in zip(chars, rights, strict=True) for _ in char])
    return Segment(text, x0, top, x1, bottom, em, lefts, rights)
