"""Figures that their column is too narrow for, broken over two lines of a cell: found and made whole before rows are told.

The parts stand below each other, above or below the line that has the name of their row; but for such parts nothing else stands in
their lines. ::

                  82667   46339                                   the column takes five digits, and 82667 is as wide as any
    东岭开发区                      364        →   东岭开发区   82667152   4633934   364
                  152     34

That may also be two rows of one name, or two figures of one cell. A figure is made whole where more tells that it is one: how figures
are written, the total, the room within a cell and between rows, other cells of the row set to its middle. Else its parts stay apart
in the one cell, as text that is no figure. What cannot be one figure (a year, a share below a count, figures that add up apart) stays
as it was: lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from math import inf
from typing import NamedTuple

from notice_parser.load.source import Segment
from notice_parser.tables.bands import Band, overlapped
from notice_parser.tables.cells import is_figure, read_cell

__all__ = ["is_total", "is_year", "with_whole_figures"]

NEAR = 1.3  # sizes of room between two lines of a cell at most
TIGHT = 0.1  # sizes by which there is less room than between two rows
REPEATED = 2  # figures of a column broken where it is full
PARTS = 4  # lines of a figure at most
DIGIT = 0.95  # of a digit's width: with no more room no further digit stands in the line

_PART = re.compile("[-+－−]?[0-9.,，．]{1,16}[%％]?|[%％]")
_OPEN = re.compile("[-+－−]?[0-9][0-9.,，．]{0,15}")  # what may go on in the next line
_YEAR = re.compile("(?:19|20)[0-9]{2}年?")
_TOTAL = re.compile("(?:[合总共]计|总合计)(?:[（(].{1,12}[）)])?")

Line = Sequence[Segment]
Place = tuple[int, Segment]  # a line's number, and a segment in it


class Broken(NamedTuple):
    """The parts of a figure from top to bottom, their column, and the line that has the name of their row. ``is_tight``: there is less
    room between them than to what stands above and below.
    """

    parts: tuple[Place, ...]
    column: int
    host: int
    is_tight: bool

    @property
    def whole(self) -> str:
        """The figure."""
        return "".join(s.text for _, s in self.parts)

    @property
    def is_shorter(self) -> bool:
        """Whether the last part is shorter than those that fill their lines."""
        return len(self.parts[-1][1].text) < len(self.parts[0][1].text)


def with_whole_figures(lines: Sequence[Line], bands: Sequence[Band], after: Sequence[Line]) -> tuple[list[list[Segment]], int]:
    """The lines with each broken figure as one segment, and how many lines of ``after``, right below, are rests of the last row."""
    first = bands[0][1]
    bare = {i for i, line in enumerate(lines) if line[0].x0 > first and all(_PART.fullmatch(s.text) for s in line)}
    n_after = 1 if after and len(after[0]) == 1 and after[0][0].x0 > first and _PART.fullmatch(after[0][0].text) else 0
    if not bare and not n_after and not any(_may_wrap(line, bands) for line in lines):
        return list(map(list, lines)), 0
    every = [*lines, *after[:n_after]]
    bare |= set(range(len(lines), len(every)))
    columns = _columns(every, bands)
    widths = _widths(columns)
    wrapped = _wrapped(every, columns, widths, bare)
    found = [one for c, column in enumerate(columns) for one in _broken(column, c, widths[c], bare | wrapped)]
    found = _only_parts([one for one in found if one.is_tight or not any(i in wrapped for i, _ in one.parts)], every, bare | wrapped)
    if not found:
        return list(map(list, lines)), 0
    sums = {c: _sums([one for one in found if one.column == c], columns[c], every) for c in {one.column for one in found}}
    found = [one for one in found if sums[one.column] == "whole" or (sums[one.column] != "apart" and _may_be_one(one, columns[one.column]))]
    found = _only_parts(found, every, bare | wrapped)
    sure = _sure(found, columns, every, sums)
    own = {c: [one for one in found if one.column == c] for c in sums}
    out = [list(line) for line in every]
    for one in found:
        is_apart = (
            one.parts[-1][0] < len(lines) and bool(_others(own[one.column], columns[one.column])) and _is_of_one_row(one, found, every)
        )
        if one not in sure and not is_apart:
            continue
        for i, part in one.parts:
            out[i].remove(part)
        out[one.host].append(_as_one(one, "" if one in sure else " "))
        out[one.host].sort(key=_left)
    n_taken = sum(1 for line in out[len(lines) :] if not line)
    return [line for line in out[: len(lines)] if line], n_taken


def is_year(text: str) -> bool:
    """Whether a figure is a year: 2023."""
    return _YEAR.fullmatch(text) is not None


def is_total(name: str) -> bool:
    """Whether a row's name says that it is the total: 合 计."""
    return _TOTAL.fullmatch("".join(name.split())) is not None


def _left(segment: Segment) -> float:
    return segment.x0


def _as_one(one: Broken, between: str) -> Segment:
    """The parts as one segment."""
    parts = [s for _, s in one.parts]
    text = between.join(s.text for s in parts)
    return Segment(text, min(s.x0 for s in parts), parts[0].top, max(s.x1 for s in parts), parts[-1].bottom, parts[0].em)


def _columns(lines: Sequence[Line], bands: Sequence[Band]) -> list[list[Place]]:
    """What stands in each column alone, from top to bottom."""
    columns: list[list[Place]] = [[] for _ in bands]
    for i, line in enumerate(lines):
        for segment in line:
            over = overlapped(segment, bands)
            if len(over) == 1:
                columns[over[0]].append((i, segment))
    return columns


def _may_wrap(line: Line, bands: Sequence[Band]) -> bool:
    """Whether a line may be the second one of a row: it has a name, or the rest of one, something like a figure, and blanks."""
    return 1 < len(line) < len(bands) and line[0].x0 <= bands[0][1] and any(_PART.fullmatch(s.text) for s in line[1:])


def _widths(columns: Sequence[Sequence[Place]]) -> list[float]:
    """The widest that stands in each column, or in the label beside it where that stands over none of its cells."""
    widths = [max((s.x1 - s.x0 for _, s in column), default=0.0) for column in columns]
    first = _first_figured(columns)
    has_label = [any(i < first for i, _ in column) for column in columns]
    is_label = [bool(column) and all(i < first for i, _ in column) for column in columns]
    for c, column in enumerate(columns):
        if column and not has_label[c]:
            widths[c] = max([widths[c], *(widths[k] for k in (c - 1, c + 1) if 0 <= k < len(columns) and is_label[k])])
    return widths


def _first_figured(columns: Sequence[Sequence[Place]]) -> int:
    return min((i for column in columns for i, s in column if is_figure(s.text)), default=0)


def _wrapped(lines: Sequence[Line], columns: Sequence[Sequence[Place]], widths: Sequence[float], bare: set[int]) -> set[int]:
    """The lines of parts, and of words that go on with those above them, which fill their column."""
    above: dict[int, tuple[Segment, float, bool]] = {}
    for column, widest in zip(columns, widths, strict=True):
        for k in range(1, len(column)):
            inner = column[k][1].top - column[k - 1][1].bottom
            outer = min(
                (b.top - a.bottom for n in (k - 1, k + 1) if 0 < n < len(column) for (_, a), (_, b) in [column[n - 1 : n + 1]]),
                default=inf,
            )
            above[id(column[k][1])] = (column[k - 1][1], widest, inner < min(outer, NEAR * column[k][1].em))
    first = _first_figured(columns)
    most = sum(1 for column in columns if any(i >= first for i, _ in column))
    found = set()
    for i, line in enumerate(lines):
        if i in bare or not 1 < len(line) < most:
            continue
        words = [s for s in line if not _PART.fullmatch(s.text)]
        if len(words) == len(line) or any(id(s) not in above for s in line):
            continue
        if all(one.x1 - one.x0 + s.em > widest and is_near for s in words for one, widest, is_near in [above[id(s)]]):
            found.add(i)
    return found


def _broken(column: Sequence[Place], c: int, widest: float, bare: set[int]) -> list[Broken]:
    """The figures of a column that may be broken: each part but the last fills the column, and one line has more than such parts."""
    found: list[Broken] = []
    first = 0
    while first < len(column):
        last = first + 1
        while last < len(column) and _goes_on(column[last - 1], column[last], widest, bare):
            last += 1
        for a, b in _parted(column[first:last], bare):
            parts = tuple(column[first + a : first + b])
            if len(parts) > 1:
                found.append(Broken(parts, c, _hosts(parts, bare)[0], _is_tight(column, first + a, first + b - 1)))
        first = last
    return found


def _text(parts: Sequence[Place]) -> str:
    return "".join(s.text for _, s in parts).replace("，", ",")


def _hosts(parts: Sequence[Place], bare: set[int]) -> list[int]:
    """The lines from the first part to the last that have more than parts."""
    return [i for i in range(parts[0][0], parts[-1][0] + 1) if i not in bare]


def _parted(parts: Sequence[Place], bare: set[int]) -> list[tuple[int, int]]:
    """What may go on with each other as figures ``[first, last)``, each with one line that has more than parts; of several ways that with
    the least room within the figures.
    """
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
    for last in range(1, len(parts) + 1):
        ways = []
        for first in range(max(0, last - PARTS), last):
            own = parts[first:last]
            hosts = _hosts(own, bare)
            if len(hosts) != 1:
                continue
            if len(own) > 1 and not is_figure(_text(own)):
                continue
            room = sum(b.top - a.bottom for (_, a), (_, b) in pairwise(own)) * (len(own) - 1)  # of as much room many short figures
            under = own[0][1].em if len(own) > 1 and hosts[0] == own[-1][0] else 0.0  # cells are seldom set to the bottom
            ways.append((best[first][0] + room + under, [*best[first][1], (first, last)]))
        best.append(min(ways, default=(inf, [])))
    return best[-1][1]


def _goes_on(one: Place, other: Place, widest: float, bare: set[int]) -> bool:
    """Whether a part fills its column, so that what stands below it may be its rest."""
    (i, upper), (k, lower) = one, other
    if (i not in bare and k not in bare) or not _OPEN.fullmatch(upper.text) or not _PART.fullmatch(lower.text) or lower.text[0] in "-+－−":
        return False
    width = upper.x1 - upper.x0
    return lower.top - upper.bottom <= NEAR * upper.em and width + DIGIT * width / len(upper.text) > widest


def _is_tight(column: Sequence[Place], first: int, last: int) -> bool:
    """Whether there is less room between the parts than to what stands above and below them in their column."""
    inner = max(b.top - a.bottom for (_, a), (_, b) in pairwise(column[first : last + 1]))
    around = [b.top - a.bottom for k in (first, last + 1) if 0 < k < len(column) for (_, a), (_, b) in [column[k - 1 : k + 1]]]
    return bool(around) and inner < min(around) - TIGHT * column[first][1].em


def _only_parts(found: list[Broken], lines: Sequence[Line], bare: set[int]) -> list[Broken]:
    """Those in whose ``bare`` lines no figures stand but such parts, of the same row."""
    while True:
        part_of = {id(s): one.host for one in found for _, s in one.parts}
        kept = [
            one
            for one in found
            if all(part_of.get(id(s)) == one.host for i, _ in one.parts if i in bare for s in lines[i] if _PART.fullmatch(s.text))
        ]
        if len(kept) == len(found):
            return kept
        found = kept


def _may_be_one(one: Broken, column: Sequence[Place]) -> bool:
    """Whether the parts may be one figure by how they are written: no part is a year, the last is no longer than the first, no share or
    figure with decimals below a count, and behind decimals digits only where other figures have as many.
    """
    parts = [s.text for _, s in one.parts]
    first, last = parts[0], parts[-1]
    if any(map(is_year, (first, last))) or len(last) > len(first):
        return False
    if any(is_figure(a) and _way(a)[0] and b[0].isdecimal() for a, b in pairwise(parts)):
        return _way(one.whole)[0] in {_way(text)[0] for text in _others([one], column)}
    return not is_figure(last) or _way(last) == (0, False) or not is_figure(first) or _way(first) != (0, False)


def _others(own: Sequence[Broken], column: Sequence[Place]) -> list[str]:
    """The figures of a column that are no parts of those."""
    parts = {id(s) for one in own for _, s in one.parts}
    return [s.text for _, s in column if id(s) not in parts and is_figure(s.text)]


def _sure(found: Sequence[Broken], columns: Sequence[Sequence[Place]], lines: Sequence[Line], sums: Mapping[int, str]) -> set[Broken]:
    """Those that are one figure, whatever else might stand so."""
    sure: set[Broken] = set()
    for c in sorted({one.column for one in found}):
        own = [one for one in found if one.column == c]
        shorter = [one for one in own if one.is_shorter]
        is_full = sums[c] == "" and _shows_its_width(own, columns[c])
        for one in own:
            beside = _has_beside(one, found, lines)
            is_between = one.parts[0][0] < one.host
            is_below = one.parts[-1][0] >= len(lines) - 1 and one.parts[-1][0] > one.host  # may be the number of the page
            if (
                sums[c] == "whole"
                or _is_written_so(one, columns[c])
                or (is_full and one.is_shorter and (one.is_tight or (is_between and beside) or (len(shorter) >= REPEATED and not is_below)))
            ):
                sure.add(one)
    return sure


def _shows_its_width(own: Sequence[Broken], column: Sequence[Place]) -> bool:
    """Whether figures that are whole are shorter than the first lines of those broken, which fill the column: where each row has two lines,
    or all first lines are as long as what is whole, two figures may stand in a cell.
    """
    least = min(len(one.parts[0][1].text) for one in own)
    return any(len(text) < least for text in _others(own, column))


def _has_beside(one: Broken, found: Sequence[Broken], lines: Sequence[Line]) -> bool:
    """Whether the line of the row's name has a figure that is no part, so that the row has one line."""
    parts = {id(s) for other in found for _, s in other.parts}
    return any(is_figure(s.text) and id(s) not in parts for s in lines[one.host][1:])


def _is_of_one_row(one: Broken, found: Sequence[Broken], lines: Sequence[Line]) -> bool:
    """Whether the parts may be halves in one row: they are no records of one name, each with all its figures, nor alike in length."""
    return one.is_shorter and _has_beside(one, found, lines)


def _is_written_so(one: Broken, column: Sequence[Place]) -> bool:
    """Whether only the whole is written as figures are, or as all others of the column: 12,34 and 5,678; 98.7 and 6%."""
    parts = [s.text for _, s in one.parts]
    if any(a[-1] in ".,，．" or b[0] in ".,，．" for a, b in pairwise(parts)) or parts[-1] in ("%", "％"):
        return True
    if not all(map(is_figure, parts)):
        return True
    others = _others([one], column)
    written = {_way(text) for text in others}
    return len(others) >= REPEATED and len(written) == 1 and _way(one.whole) in written and any(_way(part) not in written for part in parts)


def _way(text: str) -> tuple[int, bool]:
    """How a figure is written: its decimals, and whether it has a sign behind it."""
    plain = text.rstrip("%％").replace("．", ".")
    return (len(plain) - plain.index(".") - 1 if "." in plain else 0), plain != text.replace("．", ".")


def _sums(own: Sequence[Broken], column: Sequence[Place], lines: Sequence[Line]) -> str:
    """What the total tells: ``whole``, the figures of the column add up to it with those broken as one; ``apart``, they do with their parts
    by themselves, or a last part is the total; ``neither``; and nothing without a total.
    """
    of_part = {id(s): (one, k) for one in own for k, (_, s) in enumerate(one.parts)}
    total: list[Decimal] | None = None
    terms: list[list[Decimal]] = []
    for i, segment in column:
        one, k = of_part.get(id(segment), (None, 0))
        if k:
            continue
        texts = [segment.text] if one is None else [one.whole, *(s.text for _, s in one.parts)]
        values = [value for value in map(read_cell, texts) if isinstance(value, Decimal)]
        if len(values) < len(texts):
            if one is None or not values:
                continue
            values = values[:1]
        if not is_total(lines[i if one is None else one.host][0].text):
            terms.append(values)
        elif total is None:
            total = values
        else:
            return ""
    firsts = sum(values[min(1, len(values) - 1)] for values in terms)
    if total is None:
        return "apart" if len(terms) > 1 and len(terms[-1]) > 1 and terms[-1][-1] == firsts else ""
    if len(terms) > 1 and sum(values[0] for values in terms) == total[0]:
        return "whole"
    lasts = sum(values[-1] for values in terms)
    every = sum(value for values in terms for value in (values[1:] or values))
    is_apart = firsts == total[min(1, len(total) - 1)] or lasts == total[-1] or every == sum(total[1:] or total)
    return "apart" if len(terms) > 1 and is_apart else "neither"
