"""Tables without upright rules: aligned glyphs → grid. Lines across, where there are some, part header, rows and areas.

Lines that show several segments make a run; their columns are bands (``bands``), their rows groups of lines (``rowing``),
and what stands above the first row is the header (``heading``).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import inf
from typing import TypeAlias

from notice_parser.load.source import Segment, Sheet
from notice_parser.tables.bands import Band, find_bands, overlapped
from notice_parser.tables.beside import areas_beside, parted_by_captions
from notice_parser.tables.broken_figures import is_total, with_whole_figures
from notice_parser.tables.cells import is_figure, is_null
from notice_parser.tables.close_columns import cut_close_columns
from notice_parser.tables.head_bands import Places, group_texts, with_labels, without_group_bands, without_total_bands
from notice_parser.tables.head_words import heads_words
from notice_parser.tables.headers import numbers_columns
from notice_parser.tables.heading import Label, head_rows, solve_head
from notice_parser.tables.level_rules import head_rule, is_framed, is_parted, lines_under_rule, split_by_rules
from notice_parser.tables.meant import is_meant
from notice_parser.tables.page import Area, FoundTable, cut_segment, evenness, extent, joined_text, text_of
from notice_parser.tables.rowing import Cells, group_lines
from notice_parser.tables.rowspans import with_rowspans
from notice_parser.tables.runs import (
    SAME_SIZE,
    SINGLES,
    Line,
    find_runs,
    is_labels,
    leading_lines,
    trailing_lines,
    with_bare_total,
    with_titles,
)
from notice_parser.tables.three_line import is_filled, three_line_frames

__all__ = ["find_in_cell", "find_unruled"]

HEAD_ABOVE = 2  # lines above a run that may be its header's
CAPTION = 4  # lines above a run that may be its caption
HEAD_ROOM = 2.0  # sizes between two levels of a header
HEAD_COST = 0.5  # a line above the run is the header's where reading it so costs no more
LESS = 0.2  # and in one column, a label's that wraps, where it costs so much less
LEADING = 0.1  # sizes by which the lines of such a label differ in how far they stand from each other and from its middle
BEFORE = 0.5  # size: a text that begins further left than a column set to the left is none of it alone
CENTRED = 1.0  # size: a text no further off is set to the middle
OFF_MIDDLE = 0.03  # of the table's width by which its middle is not known
TOTAL = 2.0  # sizes from the middle of the first two columns at most: their borders are not known
INTO = 0.3  # sizes by which a line reaches into the one below it where both are of one row
MAX_HEAD = 12  # printed lines of a header
UNLIKE = 3  # lengths of a column's texts that tell how they are set
SET = 0.3  # sizes by which such texts are off at most

Setting: TypeAlias = tuple[float, float]  # where the cells of a column begin, and where they have their middle; one is infinite

_SECTION = re.compile("[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_ORDINAL = re.compile("[一二三四五六七八九十]{1,3}|[（(][一二三四五六七八九十]{1,3}[）)]")  # the number of a section
_TITLE = re.compile("(?=.{4,60}$).{0,40}[\u4e00-\u9fff].{0,40}[\u4e00-\u9fff]")
_NUMBERED = re.compile("[续附]?[表图][ ]?(?:[0-9A-Z]{1,2}|[一二三四五六七八九十]{1,3})(?:[-—.．][0-9]{1,2}){0,2}[：:.．、]?")
_PROSE_END = re.compile("[。；！？]$")
_NAMED = re.compile("(?:表|名单|名册|清单|台账)(?:[（(].{1,20}[）)])?$")  # a table, not a group of columns
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_DIGIT = re.compile("[0-9]")


def find_unruled(sheet: Sheet, taken: Sequence[Area], partly: Sequence[Area], above: FoundTable | None = None) -> list[FoundTable]:
    """The tables of a page outside the areas ``taken``. ``partly``: frames whose cells hold columns of their own.

    ``above``: the table that the page before ends with, whose columns a table at the top of this page goes on with.
    """
    if above is not None and above.method != "unruled":
        above = None
    found: list[FoundTable] = []
    areas = (*taken, *partly)
    free = [_titled(_outside(line, areas)) for line in sheet.lines]
    for area in partly:
        inside = [[s for s in line if _stands_in(s, area)] for line in sheet.lines]
        table = _table([line for line in inside if line], sheet, above if not found else None)
        if table is not None:
            found.append(table)
        else:
            free = [line + extra for line, extra in zip(free, inside, strict=True)]
    for lines in parted_by_captions(_by_column(free, sheet.columns or areas_beside(sheet))):
        for first, last in find_runs(lines, above):
            top = above if above is not None and all(map(_is_furniture, lines[:first])) else None
            table = _table(lines[first:last], sheet, top, lines[max(0, first - SINGLES) : first], lines[last : last + SINGLES])
            near = lines[max(0, first - CAPTION) : first]
            if table is not None and is_meant(table, sheet, lines[first:last], near, goes_on=top is not None):
                found.append(with_titles(with_bare_total(table, lines, last), lines, first, last, top))
    for area in three_line_frames(sheet, [*taken, *partly, *(table.area for table in found)]):
        table = _table([line for line in ([s for s in line if _stands_in(s, area)] for line in free) if line], sheet, None)
        if table is not None and is_filled(table):
            found.append(table)
    return found


def find_in_cell(lines: Sequence[Line], sheet: Sheet) -> list[FoundTable]:
    """The tables in the lines of a ruled cell, which have a header each. ``sheet``: the cell as a page of its own."""
    found = []
    for first, last in find_runs(lines, None):
        table = _table(list(lines[first:last]), sheet, None, lines[max(0, first - SINGLES) : first], lines[last : last + SINGLES])
        near = lines[max(0, first - CAPTION) : first]
        if table is not None and table.n_header and is_meant(table, sheet, lines[first:last], near, goes_on=False):
            found.append(table)
    return found


def _titled(line: Line) -> Line:
    """The line; where it is a caption whose number a gap parts from it (表4　各镇得分情况), as one segment."""
    if len(line) < 2 or not _NUMBERED.fullmatch(line[0].text):
        return line
    left, top, right, bottom = extent(line)
    return [Segment(" ".join(s.text for s in line), left, top, right, bottom, line[0].em)]


def _by_column(free: Sequence[Line], areas: Sequence[Area]) -> list[list[Line]]:
    """The lines of a page; of areas beside each other, text in two columns or tables, those of each by themselves."""
    if not areas:
        return [[line for line in free if line]]
    inside = [[[s for s in line if _stands_in(s, area)] for line in free] for area in areas]
    across = [[s for s in line if not any(_stands_in(s, area) for area in areas)] for line in free]
    return [[line for line in part if line] for part in (across, *inside)]


def _outside(line: Sequence[Segment], areas: Sequence[Area]) -> Line:
    """The segments of a line that stand in none of the areas."""
    if not areas:
        return list(line)
    kept: Line = []
    for segment in line:
        x, y = (segment.x0 + segment.x1) / 2, (segment.top + segment.bottom) / 2
        for left, top, right, bottom in areas:
            if left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1:
                break
        else:
            kept.append(segment)
    return kept


def _is_furniture(line: Line) -> bool:
    return sum(len(s.text) for s in line) <= 12


def _stands_in(segment: Segment, area: Area) -> bool:
    middle = (segment.x0 + segment.x1) / 2
    return area[0] - 1 <= middle <= area[2] + 1 and area[1] - 1 <= segment.middle <= area[3] + 1


def _table(
    lines: list[Line], sheet: Sheet, above: FoundTable | None, before: Sequence[Line] = (), after: Sequence[Line] = ()
) -> FoundTable | None:
    lines = cut_close_columns([_cut(line, sheet) for line in lines])
    cuts = _cuts(lines, sheet) if sheet.down else []
    groups_above = group_texts(lines[: _first_figured(lines)])
    bands = without_total_bands(find_bands(_without_titles(lines, groups_above, sheet.width / 2), cuts), lines)
    bands = _carried(bands, above)
    if len(bands) < 2:
        return None
    lines, n_rests = with_whole_figures(lines, bands, after)
    lines = lines + trailing_lines(lines, after[n_rests:], bands)
    if above is not None:
        leading = leading_lines(lines, before, bands)
        if leading:
            lines, before = leading + lines, ()
    rule_at = head_rule(lines, sheet)
    places = _places(lines, bands)
    cells = _cells(lines, bands, places, sheet.width / 2)
    n_head, fixed = _n_head(lines, bands, rule_at, cells)
    widths = [b - a for a, b in bands]
    start, groups = group_lines(cells, len(bands), widths, n_head, fixed)
    narrowed = without_group_bands(bands, lines[:start], lines[start:])
    if len(narrowed) < len(bands):
        places = _places(lines, narrowed)
    labelled = [[p for s, p in zip(line, over, strict=True) if id(s) not in groups_above] for line, over in zip(lines, places, strict=True)]
    narrowed = with_labels(narrowed, labelled[:start], places[start:])
    if len(narrowed) < len(bands):
        bands = narrowed
        cells = _cells(lines, bands, _places(lines, bands), sheet.width / 2)
        start, groups = group_lines(cells, len(bands), [b - a for a, b in bands], n_head, fixed)
    if start and len(lines[start - 1]) == len(bands) and numbers_columns([s.text for s in lines[start - 1]]):
        start -= 1
        groups = [(start, start + 1), *groups]
    groups = split_by_rules(groups, lines, sheet)
    labels: tuple[Label, ...] = ()
    extra = 0
    if start:
        head = [s for line in lines[:start] for s in line]
        cost, labels = solve_head(head, bands)
        for taken in range(1, min(HEAD_ABOVE, len(before)) + 1):
            more = [s for line in before[-taken:] for s in line]
            if _PROSE_END.search(before[-taken][-1].text) or _NAMED.search(before[-taken][-1].text) or is_parted(more, head, bands, sheet):
                break
            if any(len(line) > 1 or is_labels(line) for line in before[-taken:]) or not _is_near(more, head):
                break
            wider, tried = solve_head(more + head, bands)
            grouped = [label for label in tried if label.below]
            levels = {round(line[0].middle / line[0].em * 2) for line in lines[:start]}
            if _begins_label(more, head, bands, cost - wider) or (
                grouped
                and (len(levels) > 1 or is_framed(more, bands, sheet))
                and wider <= cost + HEAD_COST
                and all(label.last - label.first < len(bands) for label in grouped)
            ):
                labels, extra = tried, taken
    if above is None and not extra and (under := lines_under_rule(lines, before, bands, sheet)):
        return _table(under + lines, sheet, None)
    rows, merged = head_rows(labels, len(bands))
    n_header = len(rows)
    body, body_merged = _body(groups, cells, bands, above, sheet.across)
    merged += [(r + n_header, c, h, w) for r, c, h, w in body_merged]
    rows += body
    if not body and n_header:
        return None
    used = [s for line in (*before[len(before) - extra :], *lines) for s in line]
    area = extent(used)
    total = len("".join([s.text for s in used]).replace(" ", ""))
    lost = total - len("".join([cell for row in rows for cell in row]).replace(" ", ""))
    return FoundTable(
        rows=tuple(map(tuple, rows)),
        merged=tuple(merged),
        area=area,
        borders=_borders(bands, area),
        method="unruled",
        confidence=evenness(rows[n_header:], len(bands)) * (1 - lost / total if lost > 0 else 1.0),
        lost=max(0, lost),
        n_header=n_header or None,
    )


def _cut(line: Line, sheet: Sheet) -> Line:
    """The line with its segments cut where an upright rule goes through them."""
    places = [x for x, a, b in sheet.down if a <= line[0].middle <= b]
    return [piece for segment in line for piece in cut_segment(segment, sorted(places))] if places else list(line)


def _cuts(lines: Sequence[Line], sheet: Sheet) -> list[float]:
    area = extent(s for line in lines for s in line)
    high = area[3] - area[1]
    return sorted(x for x, a, b in sheet.down if area[0] < x < area[2] and min(b, area[3]) - max(a, area[1]) > 0.5 * high)


def _carried(bands: list[Band], above: FoundTable | None) -> list[Band]:
    """The columns of the table that goes on here, where every band stands in one of its own."""
    if above is None or len(above.borders) - 1 < len(bands):
        return bands
    columns = [(a, b) for a, b in zip(above.borders, above.borders[1:], strict=False)]
    at = [next((i for i, (a, b) in enumerate(columns) if a <= (x0 + x1) / 2 < b), -1) for x0, x1 in bands]
    if -1 in at or len(set(at)) != len(at):
        return bands
    held = dict(zip(at, bands, strict=True))
    return [held.get(i, column) for i, column in enumerate(columns)]


def _borders(bands: Sequence[Band], area: Area) -> tuple[float, ...]:
    inner = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(bands)]
    return (min(area[0], bands[0][0]) - 2, *inner, max(area[2], bands[-1][1]) + 2)


def _is_near(more: Sequence[Segment], head: Sequence[Segment]) -> bool:
    em = head[0].em
    gap = min(s.top for s in head) - max(s.bottom for s in more)
    return gap <= HEAD_ROOM * em and all(abs(s.em - em) <= SAME_SIZE * em for s in more)


def _begins_label(more: Sequence[Segment], head: Sequence[Segment], bands: Sequence[Band], saved: float) -> bool:
    """Whether lines above the header begin the label of one column, which wraps: by what the header costs less with them, or as the
    lines of that label stand.
    """
    places = {tuple(overlapped(s, bands)) for s in more}
    if len(places) != 1 or len(place := places.pop()) != 1:
        return False
    if saved > LESS:
        return True
    left, right = bands[place[0]]
    label = sorted([*more, *(s for s in head if left <= (s.x0 + s.x1) / 2 <= right)], key=lambda s: s.middle)
    if len(label) < len(more) + 2 or saved < -LEADING:
        return False
    near = LEADING * label[0].em
    pitches = [b.middle - a.middle for a, b in itertools.pairwise(label)]
    middles = [(s.x0 + s.x1) / 2 for s in label]
    return max(pitches) - min(pitches) < near and max(middles) - min(middles) < near


def _first_figured(lines: Sequence[Line]) -> int:
    """The first line with figures; 0 where there is none near the top."""
    return next((i for i, line in enumerate(lines[: MAX_HEAD + 1]) if _has_figures(line)), 0)


def _n_head(lines: Sequence[Line], bands: Sequence[Band], rule_at: int | None, cells: Sequence[Cells]) -> tuple[int, bool]:
    """How many lines may be header, and whether it is just so many: those above the first with figures, or above a rule."""
    first = next((i for i, line in enumerate(lines) if _has_figures(line)), None)
    if first is None and not any(_DIGIT.search(s.text) for s in lines[0]):  # dates, numbers of lines: 7月1日, 3路
        first = next((i for i, line in enumerate(lines) if any(s.text[:1].isdigit() for s in line)), None)
    if first is None and len(lines) > 2 and heads_words([s.text for s in lines[0]]):  # a table of words
        first = 1
    if rule_at is not None and rule_at <= MAX_HEAD and (first is None or rule_at <= first + 1):
        return rule_at, True
    for i in range(max(1, (first or 0) - SINGLES), first or 0):
        head = lines[i][0].text
        is_title = len(lines[i]) == 1 and (_is_at_middle(lines[i], bands) or 2 * len(bands) in cells[i] or _SECTION.match(head))
        if is_title or _ORDINAL.fullmatch(head):
            first = i  # the title of the first section
            break
    while first and first > 1 and _reaches_into(lines[first - 1], lines[first]):
        first -= 1  # the first line of a cell that wraps
    if first is None or first > MAX_HEAD:
        return 0, False
    return first, False


def _reaches_into(above: Line, line: Line) -> bool:
    """Whether a line reaches far into the height of the one below it."""
    return max([s.bottom for s in above]) - min([s.top for s in line]) > INTO * line[0].em


def _has_figures(line: Line) -> bool:
    """Whether a line has figures that are no years, in brackets too, or dashes in their place."""
    texts = [s.text.strip("（）()") for s in line]
    figures = [text for text in texts if is_figure(text)]
    return any(map(is_null, texts)) or (bool(figures) and not all(map(_YEAR.fullmatch, figures)))


def _places(lines: Sequence[Line], bands: Sequence[Band]) -> list[list[list[int]]]:
    """For each segment of each line the columns that it stands in."""
    return [[overlapped(segment, bands) for segment in line] for line in lines]


def _cells(lines: Sequence[Line], bands: Sequence[Band], over: Sequence[Places], centre: float) -> list[Cells]:
    """Each line's segments by column; what goes over several has a place of its own behind the columns. ``centre``: of the page."""
    words = _columns_of_words(lines, over)
    set_at = _settings(lines, over, words) if any(len(line) == 1 for line in lines) else {}
    found: list[Cells] = []
    for i, (line, places) in enumerate(zip(lines, over, strict=True)):
        cells: Cells = {}
        if _is_across(line, bands, words, set_at, centre) and _is_apart(lines, i):
            cells[2 * len(bands)] = list(line)
        else:
            for segment, place in zip(line, places, strict=True):
                cells.setdefault(place[0] if len(place) == 1 else _place(segment, place, bands), []).append(segment)
        found.append(cells)
    return found


def _is_at_middle(line: Line, bands: Sequence[Band], centre: float | None = None) -> bool:
    """Whether a line is one text set to the middle of the whole table, or right at the page's ``centre``."""
    if len(line) > 1 or len(bands) < 3 or not _TITLE.match(line[0].text):
        return False
    segment, middle = line[0], (line[0].x0 + line[0].x1) / 2
    if centre is not None and abs(middle - centre) <= SET * segment.em:
        return True
    # the bands of the first and last column do not reach to their borders
    near = max(CENTRED * segment.em, OFF_MIDDLE * (bands[-1][1] - bands[0][0]))
    return abs(middle - (bands[0][0] + bands[-1][1]) / 2) <= near


def _is_across(line: Line, bands: Sequence[Band], words: frozenset[int], set_at: Mapping[int, Setting], centre: float) -> bool:
    """Whether a line is one text set to the middle, where no column has its own: the title of a section.

    What stands within a column of words is none of its cells where these are set otherwise.
    """
    if not _is_at_middle(line, bands, centre):
        return False
    over = overlapped(line[0], bands)
    if len(over) != 1 or over[0] not in words:
        return True
    (left, right), i = bands[over[0]], over[0]
    return _is_off(line[0], *set_at[i]) if i in set_at else line[0].x0 < left or line[0].x1 > right


def _is_apart(lines: Sequence[Line], i: int) -> bool:
    """Whether a line stands apart from those above and below, as the title of a section does, and the first line of a cell does not."""
    return not (i and _reaches_into(lines[i - 1], lines[i])) and not (i + 1 < len(lines) and _reaches_into(lines[i], lines[i + 1]))


def _is_off(segment: Segment, left: float, middle: float) -> bool:
    """Whether a text is set otherwise than the cells of its column."""
    near = CENTRED * segment.em
    return not (abs(segment.x0 - left) <= near or abs((segment.x0 + segment.x1) / 2 - middle) <= near)


def _settings(lines: Sequence[Line], over: Sequence[Places], words: frozenset[int]) -> dict[int, Setting]:
    """Of the columns of words whose cells, unlike in length, are all set to the left or to the middle: where."""
    cells: dict[int, list[Segment]] = {}
    for line, places in zip(lines, over, strict=True):
        if len(line) > 1:
            for segment, place in zip(line, places, strict=True):
                if len(place) == 1 and place[0] in words:
                    cells.setdefault(place[0], []).append(segment)
    found: dict[int, Setting] = {}
    for i, held in cells.items():
        if len({len(s.text) for s in held}) < UNLIKE:
            continue
        lefts, middles = sorted(s.x0 for s in held), sorted((s.x0 + s.x1) / 2 for s in held)
        for places_of, is_left in ((lefts, True), (middles, False)):
            usual = places_of[len(places_of) // 2]
            if sum(1 for x in places_of if abs(x - usual) > SET * held[0].em) <= 1:  # the header may be set otherwise
                found[i] = (usual, inf) if is_left else (inf, usual)
                break
    return found


def _without_titles(lines: list[Line], groups: frozenset[int], centre: float) -> list[Line]:
    """The lines without those of one text at the middle of the others or of the page, and without the texts of ``groups``: they say
    nothing of the columns.
    """
    if groups:
        lines = [kept for line in lines if (kept := [s for s in line if id(s) not in groups])]
    several = [line for line in lines if len(line) > 2]
    if len(several) < 2:
        return lines
    left, _, right, _ = extent(s for line in several for s in line)
    whole = [(left, left), (left, right), (right, right)]
    return [line for i, line in enumerate(lines) if not (_is_at_middle(line, whole, centre) and _is_apart(lines, i))]


def _columns_of_words(lines: Sequence[Line], over: Sequence[Places]) -> frozenset[int]:
    """The columns that hold something, and no more figures than words. ``over``: the columns in which each segment stands."""
    figures: Counter[int] = Counter()
    for line, places in zip(lines, over, strict=True):
        if len(line) > 1:
            for segment, place in zip(line, places, strict=True):
                if len(place) == 1:
                    figures[place[0]] += 1 if is_figure(segment.text) else -1
    return frozenset(i for i, n in figures.items() if n <= 0)


def _place(segment: Segment, over: Sequence[int], bands: Sequence[Band]) -> int:
    """The place of a segment that stands in no column or in several."""
    if not over:
        middle = (segment.x0 + segment.x1) / 2
        gap = next((i for i in range(len(bands) - 1) if bands[i][1] <= middle <= bands[i + 1][0]), None)
        if gap is None:
            return 0 if middle < bands[0][0] else len(bands) - 1
        return len(bands) + gap
    return len(bands) + over[0]


def _body(
    groups: Sequence[tuple[int, int]],
    lines: Sequence[Cells],
    bands: Sequence[Band],
    above: FoundTable | None,
    across: Sequence[tuple[float, float, float]],
) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """The body rows and their merged cells. ``across``: the page's level rules."""
    n = len(bands)
    rows: list[list[str]] = []
    merged: list[tuple[int, int, int, int]] = []
    grid: list[dict[int, list[Segment]]] = []
    for first, last in groups:
        held: dict[int, list[Segment]] = {}
        wide: list[tuple[int, int]] = []
        for line in lines[first:last]:
            for place, segments in line.items():
                if place < n:
                    held.setdefault(place, []).extend(segments)
                    continue
                for segment in segments:
                    over = [0, n - 1] if place == 2 * n else overlapped(segment, bands) or [place - n, place - n + 1]
                    wide.append((over[0], over[-1] + 1))
                    held.setdefault(over[0], []).append(segment)
        r = len(rows)
        if n_leading := _total_over(held, lines, bands) or _leading_over(held, wide, bands):
            wide = [(a, b) for a, b in wide if a >= n_leading]
            held[0] = held.pop(min(held))
            wide.append((0, n_leading))
        elif (
            0 not in held and 1 in held and (_is_total(held[1], [cell[1] for cell in grid if 1 in cell], bands) or _totals(held[1], above))
        ):
            held[0] = held.pop(1)
            wide.append((0, 2))
        if len(held) == 1 and wide:
            wide = [(0, n)]
            held = {0: next(iter(held.values()))}
        for a, b in wide:
            if not any(a < c < b for c in held):
                merged.append((r, a, 1, b - a))
        rows.append([_cell_text(held[c]) if c in held else "" for c in range(n)])
        grid.append(held)
    return _section_by_section(rows, grid, merged, across, bands)


def _cell_text(cell: Sequence[Segment]) -> str:
    """The text of a cell; figures below each other stay apart where nothing told that they are one."""
    if len(cell) > 1 and all(is_figure(s.text) for s in cell):
        return " ".join([s.text for s in cell])
    return text_of(cell)


def _section_by_section(
    rows: list[list[str]],
    grid: list[dict[int, list[Segment]]],
    merged: list[tuple[int, int, int, int]],
    across: Sequence[tuple[float, float, float]],
    bands: Sequence[Band],
) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """The rows with cells merged over several, none over the title of a section or over a total whose word takes the leading columns."""
    titles = [r for r, column, _, _ in merged if column == 0]
    out: list[list[str]] = []
    spans: list[tuple[int, int, int, int]] = []
    for first, last in itertools.pairwise([-1, *titles, len(rows)]):
        if first >= 0:
            spans += [(len(out), c, h, w) for r, c, h, w in merged if r == first]
            out.append(rows[first])
        inner = [(r - first - 1, c, h, w) for r, c, h, w in merged if first < r < last]
        part, found = with_rowspans(rows[first + 1 : last], grid[first + 1 : last], inner, across, bands)
        spans += [(r + len(out), c, h, w) for r, c, h, w in found]
        out += part
    return out, spans


def _total_over(held: dict[int, list[Segment]], lines: Sequence[Cells], bands: Sequence[Band]) -> int:
    """Over how many leading columns, blank but for it, 合计 is set to the middle; 0 where it is not, or begins as most cells of its own."""
    first, *others = sorted(held)
    if not first or not others or len(held[first]) > 1 or not is_total(held[first][0].text):
        return 0
    word = held[first][0]
    cells = [line[first][0] for line in lines if first in line]
    if 2 * (sum(1 for s in cells if abs(s.x0 - word.x0) < LEADING * word.em) - 1) > len(cells) - 1:
        return 0
    near = max(TOTAL * word.em, OFF_MIDDLE * (bands[-1][1] - bands[0][0]))
    off = {k: _off_leading(word, k, bands) for k in range(others[0], first, -1)}
    best = min(off, key=lambda k: (off[k], -k))  # a column behind those that it takes may be blank
    return best if off[best] <= near else 0


def _leading_over(held: dict[int, list[Segment]], wide: Sequence[tuple[int, int]], bands: Sequence[Band]) -> int:
    """To the middle of how many leading columns, blank but for it, the title of a section with its sums beside it is set: a text over
    several of them, or one with a marker; 0 where it is not.
    """
    first, *others = sorted(held)
    if not first or not others or len(held[first]) > 1:
        return 0
    title = held[first][0]
    last = next((b for a, b in wide if a == first), first + 1 if _SECTION.match(title.text) else others[0] + 1)
    off = {k: _off_leading(title, k, bands) for k in range(last, others[0] + 1)}
    near = max(TOTAL * title.em, OFF_MIDDLE * (bands[-1][1] - bands[0][0]))
    best = min(off, key=lambda k: (off[k], k), default=0)
    return best if best and off[best] <= near else 0


def _off_leading(text: Segment, n: int, bands: Sequence[Band]) -> float:
    """How far a text is from the middle of ``n`` leading columns, whose border is somewhere between their last band and the next."""
    middle, left = (text.x0 + text.x1) / 2, bands[0][0]
    return max((left + bands[n - 1][1]) / 2 - middle, middle - (left + bands[n][0]) / 2, 0.0)


def _totals(cell: Sequence[Segment], above: FoundTable | None) -> bool:
    """Whether 合计 at the top of a page is set to the middle of the first two columns that the table had on the page before."""
    if above is None or len(above.borders) < 4 or len(cell) > 1 or "计" not in cell[0].text:
        return False
    middle, (left, inner, right) = (cell[0].x0 + cell[0].x1) / 2, above.borders[:3]
    off = abs(middle - (left + right) / 2)
    return off <= TOTAL * cell[0].em and off < abs(middle - (inner + right) / 2)


def _is_total(cell: Sequence[Segment], above: Sequence[Sequence[Segment]], bands: Sequence[Band]) -> bool:
    """Whether a text of the second column is set to the middle of the first two, other than those above it: 合计."""
    em, left, right = cell[0].em, cell[0].x0, cell[0].x1
    if len(cell) > 1 or not above or is_figure(cell[0].text):
        return False
    if abs((left + right) / 2 - (bands[0][0] + bands[1][1]) / 2) > TOTAL * em:
        return False
    lefts = sorted(one[0].x0 for one in above)
    usual = lefts[len(lefts) // 2]
    if 2 * sum(1 for x in lefts if abs(x - usual) < 0.1 * em) > len(lefts) > 1 and len({len(joined_text([one])) for one in above}) > 1:
        return left - usual > CENTRED * em or usual - left > BEFORE * em  # a column set to the left
    middles = sorted((one[0].x0 + one[0].x1) / 2 for one in above)
    return abs(middles[len(middles) // 2] - (left + right) / 2) > CENTRED * em
