"""Glyphs of a page → its printed lines, each as segments: runs that no wide gap parts. One geometry, whatever the format.

A line's order is that of its places on the page. What was printed twice to look bold is there once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import compress
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from notice_parser.load.source import CLOSE_GAP, Area, Segment, is_room

__all__ = ["SPACE", "UNMAPPED", "Glyphs", "lines_of"]

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
_FIGURE_END = frozenset("0123456789%")
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]")

# characters of one height that were printed one after the other and stand close, or one space: the middle of the first one's height,
# where it begins, the number of it and of the one behind the last, where the first ends, how high it is; top, bottom and right end of all
Run: TypeAlias = tuple[float, float, int, int, float, float, float, float, float]
_BEGIN = itemgetter(1, 4)


class Glyphs:
    """The characters of a page in the order in which they are printed, and the box of each."""

    __slots__ = ("boxes", "chars")

    def __init__(self, chars: list[str] | None = None, boxes: list[Area] | None = None) -> None:
        self.chars: list[str] = [] if chars is None else chars
        self.boxes: list[Area] = [] if boxes is None else boxes

    def __len__(self) -> int:
        return len(self.chars)

    def add(self, char: str, box: Area) -> None:
        """Appends a character."""
        self.chars.append(char)
        self.boxes.append(box)

    def extend(self, others: Glyphs) -> None:
        """Appends others."""
        self.chars += others.chars
        self.boxes += others.boxes

    def with_room(self) -> Glyphs:
        """Those whose boxes have a width and a height; spaces and line ends that an engine adds have none."""
        kept = [x1 > x0 and y1 > y0 for x0, y0, x1, y1 in self.boxes]
        return Glyphs(list(compress(self.chars, kept)), list(compress(self.boxes, kept)))


class Page(NamedTuple):
    """The characters of a page and their boxes, to which the spaces are added that part words; the width of its Han characters to
    their height, these, and its upright rules, if they are known.

    ``same``: the numbers of its segments, each once; most stand in a line or a column and are shared.
    """

    chars: list[str]
    boxes: list[Area]
    ratio: float
    han: frozenset[str]
    places: list[float] | None
    same: dict[float, float]


def lines_of(glyphs: Glyphs, upright: Iterable[float] | None = None) -> tuple[tuple[Segment, ...], ...]:
    """The printed lines from top to bottom, each as its segments from left to right.

    ``upright``: the places of the page's upright rules, if they are known. A segment that none of them may cut, and that
    has no room between its characters, keeps no borders.
    """
    places = None if upright is None else sorted(upright)
    chars, boxes = list(glyphs.chars), list(glyphs.boxes)
    han = frozenset(_HAN.findall("".join(set(chars))))
    ratio = _ratio(chars, boxes, han)
    if ratio < TALL:
        boxes = _lowered(chars, boxes, han, ratio)
        ratio = RATIO
    page = Page(chars, boxes, ratio, han, places, {})
    rows: list[list[Run]] = []
    centre = tall = 0.0
    for run in sorted(_runs_of(chars, boxes)):
        middle, height = run[0], run[5]
        if rows and middle - centre <= SAME_LINE * (height if height < tall else tall):
            rows[-1].append(run)
        else:
            rows.append([run])
            centre, tall = middle, height
    lines = []
    for row in _with_raised(rows, page):
        segments = _segments(row, page)
        if segments:
            lines.append(segments)
    return tuple(lines)


def _runs_of(chars: Sequence[str], boxes: list[Area]) -> list[Run]:
    """The characters as the page prints them one after the other: close, of one height, none a space. A space is a run of its own.

    A Han character of which the engine gives the ink alone (pdfium, where the font maps it to a radical: ⼀ for 一) is made as high as its
    line.
    """
    runs: list[Run] = []
    begin, n_before = -1, 0  # of the run that goes on; how long the last one was
    first = right_of_first = far = end = high = low = peak = foot = least = most = 0.0
    for i, (char, (left, top, right, bottom)) in enumerate(zip(chars, boxes, strict=True)):
        gap = left - end
        if (
            least < gap <= most
            and (top == high or -LEVEL < top - high < LEVEL)
            and (bottom == low or -LEVEL < bottom - low < LEVEL)
            and char not in SPACE
            and (gap >= 0 or char != chars[i - 1])
        ):
            end = right
            if right > far:
                far = right
            if top < peak:
                peak = top
            if bottom > foot:
                foot = bottom
            continue
        if begin >= 0:
            runs.append(((high + low) / 2, first, begin, i, right_of_first, low - high, peak, foot, far))
            n_before, begin = i - begin, -1
        if char in SPACE:
            runs.append(_alone(i, boxes))
            least = most = 0.0
            continue
        if high - LEVEL <= top and bottom <= low + LEVEL and bottom - top < low - high - LEVEL:
            if abs(gap) < WORD_GAP * (low - high) and _is_ink(char, boxes[i], low - high):
                # what it keeps free on its left it keeps free on its right, or nearly so
                free = gap if 0 < gap < BEARING * (low - high) else 0.0
                left, top, right, bottom = boxes[i] = (left - free, high, right + min(free, CLOSE * (low - high)), low)
        elif top - LEVEL <= high and low <= bottom + LEVEL and low - high < bottom - top - LEVEL and n_before == 1 and _HAN.match(char):
            _heighten(runs, chars, boxes, left, top, bottom)
        begin, first, right_of_first, high, low = i, left, right, top, bottom
        end, far, peak, foot = right, right, top, bottom
        most = CLOSE * (bottom - top)
        least = -most
    if begin >= 0:
        runs.append(((high + low) / 2, first, begin, len(chars), right_of_first, low - high, peak, foot, far))
    return runs


def _alone(i: int, boxes: Sequence[Area]) -> Run:
    """A run of one character."""
    left, top, right, bottom = boxes[i]
    return (top + bottom) / 2, left, i, i + 1, right, bottom - top, top, bottom, right


def _each(runs: Iterable[Run]) -> list[int]:
    """The numbers of the characters of runs."""
    return [i for run in runs for i in range(run[2], run[3])]


def _is_ink(char: str, box: Area, height: float) -> bool:
    """Whether the box of a Han character is that of its ink, in a line of that height."""
    left, top, right, bottom = box
    return max(right - left, bottom - top) > INKED * height and _HAN.match(char) is not None


def _heighten(runs: list[Run], chars: Sequence[str], boxes: list[Area], begin: float, high: float, low: float) -> None:
    """Makes the characters of ink right before ``begin``, the last that were printed, as high as the one that follows there."""
    for k in range(len(runs) - 1, -1, -1):
        i = runs[k][2]
        left, top, right, bottom = boxes[i]
        if (
            runs[k][3] - i > 1
            or top < high - LEVEL
            or bottom > low + LEVEL
            or bottom - top >= low - high - LEVEL
            or abs(begin - right) >= WORD_GAP * (low - high)
            or not _is_ink(chars[i], boxes[i], low - high)
        ):
            return
        boxes[i] = (left, high, right, low)
        runs[k] = _alone(i, boxes)
        begin = left


def _with_raised(rows: list[list[Run]], page: Page) -> list[list[Run]]:
    """The lines with small characters that stand half above or below one, behind its characters, set into it: m³, O₂."""
    heights = [max([run[5] for run in row]) for row in rows]
    if not heights or min(heights) > SMALL * max(heights):
        return rows
    boxes = page.boxes
    for i, row in enumerate(rows):
        for k in (i - 1, i + 1):
            if not (0 <= k < len(rows) and rows[i] and rows[k] and heights[i] <= SMALL * heights[k] and _overlap(row, rows[k], boxes)):
                continue
            small = _each(rows[i])
            base = sorted(_each(rows[k]), key=lambda n: boxes[n][2])
            ends = [boxes[n][2] for n in base]
            for group in _groups(small, boxes):
                at = bisect_right(ends, boxes[group[0]][0] + LEAN * heights[k]) - 1
                if at >= 0 and _is_raised(group, base[at], base, heights[k], page):
                    rows[k] += [_alone(n, boxes) for n in group]
                    small = [n for n in small if n not in group]
                    rows[i] = [_alone(n, boxes) for n in small]
    return [row for row in rows if row]


def _overlap(row: Sequence[Run], other: Sequence[Run], boxes: Sequence[Area]) -> bool:
    """Whether two lines share a height."""
    one, two = [boxes[run[2]] for run in row], [boxes[run[2]] for run in other]
    return min([box[1] for box in one]) < max([box[3] for box in two]) and min([box[1] for box in two]) < max([box[3] for box in one])


def _groups(small: Sequence[int], boxes: Sequence[Area]) -> list[list[int]]:
    """The characters of a line in groups that no gap parts."""
    groups: list[list[int]] = []
    for i in sorted(small, key=lambda n: boxes[n][0]):
        left, top, _, bottom = boxes[i]
        if groups and left - boxes[groups[-1][-1]][2] <= LEAN * (bottom - top):
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _is_raised(group: Sequence[int], before: int, base: Sequence[int], height: float, page: Page) -> bool:
    """Whether a group of small characters stands right behind a character, partly at its height, over none of its line."""
    chars, boxes = page.chars, page.boxes
    (left, top, _, bottom), right = boxes[group[0]], boxes[group[-1]][2]
    _, top_before, end, bottom_before = boxes[before]
    if chars[before] in SPACE or left - end > LEAN * height or max(boxes[n][3] - boxes[n][1] for n in group) > SMALL * height:
        return False
    if min(bottom_before, bottom) - max(top_before, top) < SHARED * (bottom - top):
        return False
    middle = (left + right) / 2
    return not any(boxes[n][0] < middle < boxes[n][2] and chars[n] not in SPACE for n in base)


def _segments(row: list[Run], page: Page) -> tuple[Segment, ...]:
    """The segments of a line; white space at their ends is left out, and characters printed twice are there once."""
    chars, boxes, ratio, han = page.chars, page.boxes, page.ratio, page.han
    row.sort(key=_BEGIN)
    segments: list[Segment] = []
    line: list[Run] = []
    spaced = False
    rooms: list[int] = []  # the characters of the line with room before them
    end = em_before = 0.0
    for run in row:
        _, left, begin, stop, right, height, _, _, _ = run
        char = chars[begin]
        if char in SPACE:
            spaced = True
            continue
        em = right - left if char in han else ratio * height
        if line:
            gap = left - end
            if gap < 0:
                if stop - begin == 1 and _is_again(begin, line, em, page):
                    continue
                if any(map(_is_long, row)) and (chars[line[-1][3] - 1] == char or gap < -CLOSE * height):
                    return _segments([_alone(i, boxes) for i in _each(row)], page)  # one is printed over the other
            wide = em if em > em_before else em_before
            if gap > (SPACED_GAP if spaced else WORD_GAP) * wide:
                segments.append(_segment(line, page, rooms))
                line, rooms = [], []
            elif spaced or (gap > LATIN_GAP * wide and _parts_words(gap, wide, line, char, page)):
                chars.append(" ")
                boxes.append((end, boxes[begin][1], left, boxes[begin][3]))
                line.append(_alone(len(chars) - 1, boxes))
                if char in _FIGURE and chars[line[-2][3] - 1] in _FIGURE_END:
                    rooms.append(sum([one[3] - one[2] for one in line]))  # of two columns of figures, it may be
            elif gap > CLOSE_GAP * wide:
                rooms.append(sum([one[3] - one[2] for one in line]))
        spaced = False
        line.append(run)
        if stop - begin == 1:
            end, em_before = right, em
        else:
            left, top, end, bottom = boxes[stop - 1]
            em_before = end - left if chars[stop - 1] in han else ratio * (bottom - top)
    if line:
        segments.append(_segment(line, page, rooms))
    return tuple(segments)


def _may_be_cut(line: Sequence[str], rooms: Sequence[int]) -> bool:
    """Whether one of the rooms is none that writing leaves, or parts a figure from what stands behind or before it."""
    if any(is_room(line[i - 1], line[i]) for i in rooms):
        return True
    first, last = rooms[0], rooms[-1]
    begins, ends = line[:first], line[last:]
    return any(len(part) < FIGURE and part[0] in _FIGURE and all(map(str.isascii, part)) for part in (begins, ends))


def _is_long(run: Run) -> bool:
    return run[3] - run[2] > 1


def _last_two(line: Sequence[Run]) -> list[int]:
    """The numbers of the last two characters of a line, or of its only one."""
    return _each(line[-2:])[-2:]


def _is_again(i: int, line: Sequence[Run], em: float, page: Page) -> bool:
    """Whether a character is printed over the same one."""
    char, (left, top, _, _) = page.chars[i], page.boxes[i]
    for n in _last_two(line):
        x0, y0, _, _ = page.boxes[n]
        if page.chars[n] == char and abs(x0 - left) < SAME_PLACE * em and abs(y0 - top) < em:
            return True
    return False


def _parts_words(gap: float, wide: float, line: Sequence[Run], char: str, page: Page) -> bool:
    """Whether a gap without a space parts two Latin words or two numbers."""
    before = page.chars[line[-1][3] - 1]
    if not before.isascii() or not char.isascii():
        return False
    if before.isalpha():
        return char.isalpha()
    if gap <= NUMBER_GAP * wide or not before.isdigit() or not char.isdigit():
        return False
    last = _last_two(line)
    return len(last) > 1 and page.boxes[last[1]][0] - page.boxes[last[0]][2] < NUMBER_GAP * wide


def _ratio(chars: Iterable[str], boxes: Iterable[Area], han: frozenset[str]) -> float:
    """The width of the page's Han characters to their height; as in most fonts where it has none."""
    if not han:
        return RATIO
    ratios = sorted([(x1 - x0) / (y1 - y0) for char, (x0, y0, x1, y1) in zip(chars, boxes, strict=True) if char in han])
    return ratios[len(ratios) // 2] if ratios else RATIO


def _lowered(chars: Sequence[str], boxes: Sequence[Area], han: frozenset[str], ratio: float) -> list[Area]:
    """The boxes, those as high for their width as most Han characters of the page made as high as is usual, at the same middle."""
    tall = {
        round(bottom - top, 1)
        for char, (left, top, right, bottom) in zip(chars, boxes, strict=True)
        if char in han and right - left < TALL * (bottom - top)
    }
    less = (1 - ratio / RATIO) / 2
    return [
        (left, top + less * (bottom - top), right, bottom - less * (bottom - top))
        if round(bottom - top, 1) in tall
        else (left, top, right, bottom)
        for left, top, right, bottom in boxes
    ]


def _segment(line: Sequence[Run], page: Page, rooms: Sequence[int]) -> Segment:
    """The segment of characters. ``rooms``: before which of them there is room; where it may be cut there, it keeps their borders."""
    chars, boxes, ratio, han, places, same = page
    _, x0, begin, stop, _, height, top, bottom, x1 = line[0]
    if len(line) == 1:
        signs, placed = chars[begin:stop], boxes[begin:stop]
    else:
        numbers = _each(line)
        signs, placed = [chars[i] for i in numbers], [boxes[i] for i in numbers]
        top, bottom, x1 = min([run[6] for run in line]), max([run[7] for run in line]), max([run[8] for run in line])
    text = "".join(signs)
    if text.isascii():
        em = ratio * height
    else:
        wide = sorted([right - left for char, (left, _, right, _) in zip(signs, placed, strict=True) if char in han])
        em = wide[len(wide) // 2] if wide else ratio * height
    shared = same.setdefault
    x0, top, x1, bottom, em = shared(x0, x0), shared(top, top), shared(x1, x1), shared(bottom, bottom), shared(em, em)
    if places is not None and not (rooms and _may_be_cut(signs, rooms)):
        i = bisect_right(places, x0 - NEAR_RULE)
        if i == len(places) or places[i] > x1 + NEAR_RULE:
            return Segment(text, x0, top, x1, bottom, em)
    lefts, rights = [box[0] for box in placed], [box[2] for box in placed]
    if len(text) > len(signs):  # a ligature is several characters in one place
        lefts = [left for char, left in zip(signs, lefts, strict=True) for _ in char]
        rights = [right for char, right in zip(signs, rights, strict=True) for _ in char]
    return Segment(text, x0, top, x1, bottom, em, tuple(lefts), tuple(rights))
