"""Where unruled tables may stand: runs of printed lines that show several segments, and the lines beside them that belong to them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from msgspec.structs import replace

from notice_parser.load.source import Segment
from notice_parser.tables.bands import Band, overlapped
from notice_parser.tables.captions import ends_as_caption
from notice_parser.tables.cells import is_figure
from notice_parser.tables.page import FoundTable

__all__ = [
    "SAME_SIZE",
    "SINGLES",
    "Line",
    "find_runs",
    "is_labels",
    "leading_lines",
    "trailing_lines",
    "with_bare_total",
    "with_titles",
]

Line: TypeAlias = list[Segment]

FAR = 3.5  # sizes of room between two lines that end a run
SINGLES = 8  # lines of one segment between two of several: a cell that wraps so often
PROSE_WIDTH = 0.8  # of the widest line: a single segment as wide is prose
LEAST_LINES = 2  # lines of several segments
CLOSE = 0.8  # sizes of room within which a line of one segment still belongs to the row above it
OFF_MIDDLE = 0.1  # of the width of the lines above a caption, at most
FOOT = 24  # characters of a page's foot
SAME_SIZE = 0.15  # by which sizes within a table's part differ at most

_PROSE_END = re.compile("[。；：，、？！]$")
_TITLE_NUMBER = re.compile("[（(]?([一二三四五六七八九十])[）)、]")
_LABEL = re.compile("[：:]")
_NUMBERED = re.compile("[续附]?表[ ]?[0-9一二三四五六七八九十]{1,3}(?:[-.－][0-9]{1,2}){0,2}[ 　：:]")
_IS_TABLE = re.compile("[续附]?表[ ]?[0-9一二三四五六七八九十]{1,3}(?:[-.－][0-9]{1,2}){0,2}")  # and its name right behind it
_TOTAL = re.compile("[合总共]\\s{0,4}计")
_BRACKETS = ("（", "(")
_NOTE = re.compile("(?:注|备注|说明|附注)[ ]?[：:1]")


def find_runs(lines: Sequence[Line], above: FoundTable | None) -> list[tuple[int, int]]:
    """Runs of lines as ``[first, last)`` that begin and end with a line of several segments."""
    widest = max((line[-1].x1 - line[0].x0 for line in lines), default=0.0)
    runs: list[tuple[int, int]] = []
    first: int | None = None
    last = 0
    for i, line in enumerate(lines):
        several = len(line) > 1 and not is_labels(line)
        if first is not None and (
            i - last > SINGLES
            or _is_far(lines[i - 1], line)
            or (len(line) == 1 and (_is_prose(line[0], widest, lines[first:i]) or _opens_table(lines, first, i)))
        ):
            runs.append((first, last + 1))
            first = None
        if several:
            first = i if first is None else first
            last = i
    if first is not None:
        runs.append((first, last + 1))
    return [run for run in runs if _is_run(lines[run[0] : run[1]], above if run[0] <= 1 else None)]


def is_labels(line: Line) -> bool:
    """A line of labels beside a table, none of it: 填报单位：　　　单位：万元."""
    return len(line) <= 3 and all(_LABEL.search(s.text) for s in line)


def _is_far(above: Line, line: Line) -> bool:
    em = max([s.em for s in above] + [s.em for s in line])
    return min([s.top for s in line]) - max([s.bottom for s in above]) > FAR * em


def _opens_table(lines: Sequence[Line], first: int, i: int) -> bool:
    """Whether a line of one text is the caption of another table: 表2 …, or it names one, at the middle of the lines, and no figures
    follow at once as above, or below it the first label comes again. ``first``: the line with which the table above begins.
    """
    title, above = lines[i][0], lines[i - 1]
    if _NUMBERED.match(title.text) or (_IS_TABLE.match(title.text) and ends_as_caption(title.text)):
        return True
    if i + 1 == len(lines) or len(lines[i + 1]) < 2:
        return False
    if _heads_anew(lines[i + 1], lines[first], above):
        return True
    if not ends_as_caption(title.text):
        return False
    off = abs((title.x0 + title.x1) / 2 - (above[0].x0 + above[-1].x1) / 2)
    if off > OFF_MIDDLE * (above[-1].x1 - above[0].x0) or any(is_figure(s.text) for s in lines[i + 1]):
        return False
    return any(is_figure(s.text) for s in above)


def _heads_anew(line: Line, head: Line, above: Line) -> bool:
    """Whether a line heads another table: its first label is that of the one before, others differ, and no figures stand in it."""
    if len(head) < 2 or any(is_figure(s.text) for s in line) or not any(is_figure(s.text) for s in above):
        return False
    return line[0].text == head[0].text and [s.text for s in line] != [s.text for s in head]


def _is_prose(segment: Segment, widest: float, above: Sequence[Line]) -> bool:
    """Whether a line of one text is none of the table's. ``above``: the table's lines, in which a cell may begin where this does."""
    if _NOTE.match(segment.text):
        return True
    if len(segment.text) <= 20:
        return False
    if segment.x1 - segment.x0 >= PROSE_WIDTH * widest:
        return True
    if _PROSE_END.search(segment.text) is None:
        return False
    return not any(abs(s.x0 - segment.x0) < SAME_SIZE * s.em for line in above for s in line[1:])


def _is_run(lines: Sequence[Line], above: FoundTable | None) -> bool:
    """Whether the lines may be a table: enough of several segments, or fewer with figures, or one that goes on with a table."""
    several = [line for line in lines if len(line) > 1]
    if above is not None and any(_fits(line, above) for line in several):
        return True
    if len(several) < LEAST_LINES:
        return False
    counts = Counter(len(line) for line in several)
    k = max(counts, key=lambda n: (counts[n] > 1, n))
    if k == 2:
        if len(several) == LEAST_LINES:  # a label each, a name and its figure: a caption or rules have to say the rest
            return is_figure(several[1][1].text) and not any(is_figure(s.text) for s in several[0])
        figured = sum(1 for line in several if any(is_figure(s.text) for s in line))
        return 2 * figured >= len(several) or _is_aligned(several)
    return len(several) >= 3 or any(is_figure(s.text) for line in several for s in line) or _is_aligned(several)


def _is_aligned(lines: Sequence[Line]) -> bool:
    """Whether the segments of most lines begin, end or are centred at the same places."""
    firsts = Counter(round(line[-1].x0 / 3) for line in lines) + Counter(round((line[-1].x0 + line[-1].x1) / 6) for line in lines)
    return max(firsts.values()) * 2 >= len(lines)


def _fits(line: Line, above: FoundTable) -> bool:
    """Whether the segments stand in different columns of a table."""
    columns = [
        next((i for i, (a, b) in enumerate(zip(above.borders, above.borders[1:], strict=False)) if a <= (s.x0 + s.x1) / 2 < b), -1)
        for s in line
    ]
    return -1 not in columns and len(set(columns)) == len(columns) and len(columns) > 1


def trailing_lines(lines: Sequence[Line], after: Sequence[Line], bands: Sequence[Band]) -> list[Line]:
    """Lines of one segment right below that go on in one column: the last row's cells wrap."""
    taken: list[Line] = []
    figures = {column for s in lines[-1] if is_figure(s.text) for column in overlapped(s, bands)}
    bottom = max(s.bottom for s in lines[-1])
    em = lines[-1][0].em
    for line in after:
        if len(line) != 1 or len(columns := overlapped(line[0], bands)) != 1 or line[0].top - bottom > CLOSE * em:
            break
        if _NOTE.match(line[0].text) or _TOTAL.fullmatch(line[0].text):
            break
        if columns[0] in figures and not line[0].text.startswith(_BRACKETS):  # a figure does not go on in words
            break
        if abs(line[0].em - em) > SAME_SIZE * em or line[0].x0 < bands[0][0] - em or line[0].x1 > bands[-1][1] + em:
            break
        taken.append(line)
        bottom = line[0].bottom
    return taken


def leading_lines(lines: Sequence[Line], before: Sequence[Line], bands: Sequence[Band]) -> list[Line]:
    """Lines of one segment right above a table that goes on: its first row's cells wrap."""
    taken: list[Line] = []
    top, em = min(s.top for s in lines[0]), lines[0][0].em
    for line in reversed(before):
        if (
            len(line) != 1
            or len(overlapped(line[0], bands)) != 1
            or top - line[0].bottom > CLOSE * em
            or abs(line[0].em - em) > SAME_SIZE * em
        ):
            break
        taken.insert(0, line)
        top = line[0].top
    return taken


def with_bare_total(table: FoundTable, lines: Sequence[Line], last: int) -> FoundTable:
    """The table with a row of the line below that says 合计 and no sum, as far from the last line as the ones above are from each other.

    ``last``: of the line behind those of the table.
    """
    if not 2 <= last < len(lines) or len(lines[last]) > 1 or _TOTAL.fullmatch(lines[last][0].text) is None:
        return table
    total, row = lines[last][0], lines[last - 1]
    left, top, right, bottom = table.area
    step = row[0].middle - lines[last - 2][0].middle
    if abs(total.middle - row[0].middle - step) > SAME_SIZE * step or abs(total.em - row[0].em) > SAME_SIZE * total.em:
        return table
    if not left - total.em < total.x0 < row[-1].x0 or row[0].middle > bottom:
        return table
    column = max(0, bisect_right(table.borders, (total.x0 + total.x1) / 2) - 1)
    merged = table.merged
    if column == 1 and _is_between(total, [line for line in lines[:last] if top <= line[0].middle <= bottom], table):
        column, merged = 0, (*merged, (len(table.rows), 0, 1, 2))
    cells = tuple(total.text if c == column else "" for c in range(len(table.rows[0])))
    area = (min(left, total.x0), top, right, max(bottom, total.bottom))
    return replace(table, rows=(*table.rows, cells), merged=merged, area=area)


def _is_between(total: Segment, lines: Sequence[Line], table: FoundTable) -> bool:
    """Whether a word stands between the texts of the first two columns, in neither: set to the middle of both."""
    border, cells = table.borders[1], {row[1] for row in table.rows[table.n_header or 0 :]}
    seconds = [line[1].x0 for line in lines if len(line) > 1 and line[0].x1 < border < line[1].x0 and line[1].text in cells]
    return len(seconds) > 1 and border < total.x0 and total.x1 < min(seconds)


def with_titles(table: FoundTable, lines: Sequence[Line], first: int, last: int, above: FoundTable | None) -> FoundTable:
    """The table with the title of a section that begins or ends the page: it stands at its rows as these at each other, and counts on.

    ``first``, ``last``: the lines of the table. ``above``: the table of the page before, where this one goes on with it.
    """
    width = len(table.rows[0])
    titles = [table.rows[r][0] for r, c, _, w in sorted(table.merged) if (c, w) == (0, width) and _title_number(table.rows[r][0])]
    if above is not None and 0 < first < last - 1:
        before = [row[0] for row in above.rows if not any(row[1:]) and _title_number(row[0])]
        if _is_title(lines, first - 1, first, before[-1:], titles[:1]):
            row = (lines[first - 1][0].text, *[""] * (width - 1))
            moved = [(r + 1, c, h, w) for r, c, h, w in table.merged]
            if not table.n_header:
                table = replace(table, rows=(row, *table.rows), merged=((0, 0, 1, width), *moved), area=_around(table, lines[first - 1]))
    is_last = last < len(lines) and sum(len(s.text) for line in lines[last + 1 :] for s in line) <= FOOT
    if is_last and last - first > 1 and _is_title(lines, last, last - 1, titles[-1:], ()):
        row = (lines[last][0].text, *[""] * (width - 1))
        merged = (*table.merged, (len(table.rows), 0, 1, width))
        table = replace(table, rows=(*table.rows, row), merged=merged, area=_around(table, lines[last]))
    return table


def _is_title(lines: Sequence[Line], i: int, row: int, before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether a line is the title of a section beside a ``row`` of its table: as far from it as that from the next, its number between
    those of the titles ``before`` and ``behind``, of which there is one.
    """
    line, number = lines[i][0], _title_number(lines[i][0].text)
    if len(lines[i]) > 1 or not number or not (before or behind):
        return False
    if any(_title_number(one) != number - 1 for one in before) or any(_title_number(one) != number + 1 for one in behind):
        return False
    beside, next_one = lines[row][0], lines[2 * row - i][0]
    off = abs(abs(beside.middle - line.middle) - abs(next_one.middle - beside.middle))
    return off < SAME_SIZE * line.em and abs(beside.em - line.em) < SAME_SIZE * line.em


def _around(table: FoundTable, line: Line) -> tuple[float, float, float, float]:
    """The area of a table with a line at its top or its bottom."""
    left, top, right, bottom = table.area
    return min(left, line[0].x0), min(top, line[0].top), max(right, line[-1].x1), max(bottom, line[0].bottom)


def _title_number(text: str) -> int:
    """The number of a section's title, of 一、 and （一）; 0 where it is none."""
    mark = _TITLE_NUMBER.match(text)
    return 0 if mark is None else "零一二三四五六七八九十".index(mark[1])
