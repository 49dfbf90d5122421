"""Glyphs of a page → its printed lines, each as segments: runs that no wide gap parts. One geometry, whatever the format.

A line's order is that of its places on the page. What was printed twice to look bold is there once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from notice_parser.load.source import Segment

__all__ = ["SPACE", "Glyph", "lines_of"]

Glyph: TypeAlias = tuple[str, float, float, float, float]  # character, left, top, right, bottom

SPACE = " \t\u3000\u00a0\u2002\u2003\u2009"
WORD_GAP = 0.6  # of a Han character: a wider gap that no space fills parts two segments; autospace is a quarter
SPACED_GAP = 1.1  # and so wide a gap parts them where a space stands in it: 附件 1 is one segment
RATIO = 0.8  # of a Han character's width to the height of its line, in most fonts
LATIN_GAP = 0.2  # of the size: so wide a gap parts two Latin words whose space was not written
SAME_PLACE = 0.25  # of the size: the same character printed again so near is bold made by printing twice
SMALL = 0.75  # of a line's height: a raised or lowered character is no higher
LEAN = 0.3  # of the height: so near behind a character it stands
SHARED = 0.3  # of its own height that it shares with the line
SAME_LINE = 0.4  # of the smaller height: glyphs whose middles are no further apart stand on one line

_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]")


def lines_of(glyphs: list[Glyph]) -> tuple[tuple[Segment, ...], ...]:
    """The printed lines from top to bottom, each as its segments from left to right."""
    han = frozenset(char for char in {g[0] for g in glyphs} if _HAN.match(char))
    ratio = _ratio(glyphs, han)
    rows: list[list[Glyph]] = []
    centre = half = 0.0
    for glyph in sorted(glyphs, key=lambda g: ((g[2] + g[4]) / 2, g[1])):
        middle, height = (glyph[2] + glyph[4]) / 2, glyph[4] - glyph[2]
        if rows and middle - centre <= SAME_LINE * min(height, 2 * half):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            centre, half = middle, height / 2
    lines = []
    for row in _with_raised(rows):
        segments = _segments(row, ratio, han)
        if segments:
            lines.append(segments)
    return tuple(lines)


def _with_raised(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """The lines with small characters that stand half above or below one, behind its characters, set into it: m³, O₂."""
    heights = [max([g[4] - g[2] for g in row]) for row in rows]
    if not heights or min(heights) > SMALL * max(heights):
        return rows
    for i, row in enumerate(rows):
        for k in (i - 1, i + 1):
            if not (0 <= k < len(rows) and row and rows[k] and heights[i] <= SMALL * heights[k]):
                continue
            base = sorted(rows[k], key=lambda g: g[3])
            ends = [g[3] for g in base]
            for run in _runs(row):
                at = bisect_right(ends, run[0][1] + LEAN * heights[k]) - 1
                if at >= 0 and _is_raised(run, base[at], base, heights[k]):
                    rows[k].extend(run)
                    for glyph in run:
                        row.remove(glyph)
    return [row for row in rows if row]


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


def _segments(row: list[Glyph], ratio: float, han: frozenset[str]) -> tuple[Segment, ...]:
    """The segments of a line; white space at their ends is left out, and characters printed twice are there once."""
    row.sort(key=lambda g: (g[1], g[3]))
    segments: list[Segment] = []
    run: list[Glyph] = []
    spaces: list[Glyph] = []
    least = LATIN_GAP * ratio * min(g[4] - g[2] for g in row) * 0.9  # no smaller gap says anything
    for glyph in row:
        if glyph[0] in SPACE:
            spaces.append(glyph)
            continue
        if run:
            last = run[-1]
            gap = glyph[1] - last[3]
            if gap < 0:  # printed one over the other?
                em = _em(glyph, ratio, han)
                if any(g[0] == glyph[0] and abs(g[1] - glyph[1]) < SAME_PLACE * em and abs(g[2] - glyph[2]) < em for g in run[-2:]):
                    continue
            if spaces or gap > least:
                em = max(_em(last, ratio, han), _em(glyph, ratio, han))
                if gap > (SPACED_GAP if spaces else WORD_GAP) * em:
                    segments.append(_segment(run, ratio, han))
                    run = []
                elif spaces or (gap > LATIN_GAP * em and _is_latin(last[0]) and _is_latin(glyph[0])):
                    run.append((" ", last[3], glyph[2], glyph[1], glyph[4]))
        spaces = []
        run.append(glyph)
    if run:
        segments.append(_segment(run, ratio, han))
    return tuple(segments)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _em(glyph: Glyph, ratio: float, han: frozenset[str]) -> float:
    """The size of a glyph: the width of a Han character; of another, its height times what Han characters of the page have."""
    return glyph[3] - glyph[1] if glyph[0] in han else ratio * (glyph[4] - glyph[2])


def _ratio(glyphs: Iterable[Glyph], han: frozenset[str]) -> float:
    """The width of the page's Han characters to their height; as in most fonts where it has none."""
    ratios = sorted((g[3] - g[1]) / (g[4] - g[2]) for g in glyphs if g[0] in han)
    return ratios[len(ratios) // 2] if ratios else RATIO


def _segment(run: list[Glyph], ratio: float, han: frozenset[str]) -> Segment:
    wide = [g[3] - g[1] for g in run if g[0] in han]
    em = sorted(wide)[len(wide) // 2] if wide else ratio * (run[0][4] - run[0][2])
    texts: list[str] = []
    lefts: list[float] = []
    rights: list[float] = []
    for char, left, _, right, _ in run:
        texts.append(char)
        lefts += [left] * len(char)  # a ligature is several characters in one place
        rights += [right] * len(char)
    return Segment(
        "".join(texts),
        run[0][1],
        min([g[2] for g in run]),
        max([g[3] for g in run]),
        max([g[4] for g in run]),
        em,
        tuple(lefts),
        tuple(rights),
    )
