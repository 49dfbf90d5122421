"""Tables without upright rules: aligned glyphs → grid. Lines across, where there are some, part header, rows and areas.

Lines that show several segments make a run; their columns are bands (``bands``), their rows groups of lines (``rowing``),
and what stands above the first row is the header (``heading``).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from notice_parser.load.source import Segment, Sheet
from notice_parser.tables.bands import Band, find_bands, overlapped
from notice_parser.tables.cells import is_figure
from notice_parser.tables.heading import Label, head_rows, solve_head
from notice_parser.tables.page import Area, FoundTable, cut_segment, evenness, extent, joined_text
from notice_parser.tables.rowing import Cells, group_lines

__all__ = ["find_unruled"]

Line = list[Segment]

FAR = 3.5  # sizes of room between two lines that end a run
SINGLES = 8  # lines of one segment between two of several: a cell that wraps so often
PROSE_WIDTH = 0.8  # of the widest line: a single segment as wide is prose
LEAST_LINES = 2  # lines of several segments
CLOSE = 0.8  # sizes of room within which a line of one segment still belongs to the row above it
SAME_SIZE = 0.15  # by which sizes within a header differ at most
HEAD_ROOM = 2.0  # sizes between two levels of a header
BETWEEN = 0.7  # of a size by which a group's text is off the middle of its columns at most
HEAD_COST = 0.5  # a line above the run is the header's where reading it so costs no more
WIDE_RULE = 0.95  # of the table's width that a rule between two rows takes
ROW_RULE = 0.5  # of the table's width that rules between two rows take together, merged cells between them
MAX_SPAN = 9  # rows: a single text at the middle of more is a cell among blanks
MAX_HEAD = 12  # printed lines of a header

_PROSE_END = re.compile("[。；：，、？！]$")
_LABEL = re.compile("[：:]")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_NOTE = re.compile("(?:注|备注|说明|附注)[ ]?[：:1]")


def find_unruled(sheet: Sheet, taken: Sequence[Area], partly: Sequence[Area], above: FoundTable | None = None) -> list[FoundTable]:
    """The tables of a page outside the areas ``taken``. ``partly``: frames whose cells hold columns of their own.

    ``above``: the table that the page before ends with, whose columns a table at the top of this page goes on with.
    """
    found: list[FoundTable] = []
    free = [[s for s in line if not any(_stands_in(s, area) for area in (*taken, *partly))] for line in sheet.lines]
    for area in partly:
        inside = [[s for s in line if _stands_in(s, area)] for line in sheet.lines]
        table = _table([line for line in inside if line], sheet, above if not found else None)
        if table is not None:
            found.append(table)
        else:
            free = [line + extra for line, extra in zip(free, inside, strict=True)]
    lines = [line for line in free if line]
    for first, last in _runs(lines, above):
        top = not any(line for line in lines[:first] if not _is_furniture(line)) if above is not None else False
        table = _table(lines[first:last], sheet, above if top else None, lines[max(0, first - 2) : first], lines[last : last + SINGLES])
        if table is not None:
            found.append(table)
    return found


def _is_furniture(line: Line) -> bool:
    return sum(len(s.text) for s in line) <= 12


def _stands_in(segment: Segment, area: Area) -> bool:
    middle = (segment.x0 + segment.x1) / 2
    return area[0] - 1 <= middle <= area[2] + 1 and area[1] - 1 <= segment.middle <= area[3] + 1


# -- where tables are


def _runs(lines: Sequence[Line], above: FoundTable | None) -> list[tuple[int, int]]:
    """Runs of lines as ``[first, last)`` that begin and end with a line of several segments."""
    widest = max((line[-1].x1 - line[0].x0 for line in lines), default=0.0)
    runs: list[tuple[int, int]] = []
    first: int | None = None
    last = 0
    for i, line in enumerate(lines):
        several = len(line) > 1 and not _is_labels(line)
        if first is not None and (i - last > SINGLES or _is_far(lines[i - 1], line) or (len(line) == 1 and _is_prose(line[0], widest))):
            runs.append((first, last + 1))
            first = None
        if several:
            first = i if first is None else first
            last = i
    if first is not None:
        runs.append((first, last + 1))
    return [run for run in runs if _is_run(lines[run[0] : run[1]], above if run[0] <= 1 else None)]


def _is_labels(line: Line) -> bool:
    """A line of labels beside a table, none of it: 填报单位：　　　单位：万元."""
    return len(line) <= 3 and all(_LABEL.search(s.text) for s in line)


def _is_far(above: Line, line: Line) -> bool:
    em = max(s.em for s in (*above, *line))
    return min(s.top for s in line) - max(s.bottom for s in above) > FAR * em


def _is_prose(segment: Segment, widest: float) -> bool:
    if _NOTE.match(segment.text):
        return True
    wide = segment.x1 - segment.x0 >= PROSE_WIDTH * widest
    return (wide and len(segment.text) > 20) or (bool(_PROSE_END.search(segment.text)) and len(segment.text) > 20)


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
        figured = sum(1 for line in several if any(is_figure(s.text) for s in line))
        return len(several) >= 3 and (2 * figured >= len(several) or _is_aligned(several))
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


# -- what is in them


def _table(
    lines: list[Line], sheet: Sheet, above: FoundTable | None, before: Sequence[Line] = (), after: Sequence[Line] = ()
) -> FoundTable | None:
    lines = [_cut(line, sheet) for line in lines]
    cuts = _cuts(lines, sheet)
    bands = find_bands(lines, cuts)
    bands = _carried(bands, above)
    if len(bands) < 2:
        return None
    lines = lines + _trailing(lines, after, bands)
    if above is not None:
        leading = _leading(lines, before, bands)
        if leading:
            lines, before = leading + lines, ()
    rule_at = _head_rule(lines, sheet)
    n_head, fixed = _n_head(lines, bands, rule_at)
    cells = [_cells(line, bands) for line in lines]
    widths = [b - a for a, b in bands]
    start, groups = group_lines(cells, len(bands), widths, n_head, fixed)
    narrowed = _without_group_bands(bands, lines[:start], lines[start:])
    if len(narrowed) < len(bands):
        bands = narrowed
        cells = [_cells(line, bands) for line in lines]
        start, groups = group_lines(cells, len(bands), [b - a for a, b in bands], n_head, fixed)
    groups = _split_by_rules(groups, lines, sheet)
    labels: tuple[Label, ...] = ()
    extra = 0
    if start:
        head = [s for line in lines[:start] for s in line]
        cost, labels = solve_head(head, bands)
        for taken in range(1, len(before) + 1):
            more = [s for line in before[-taken:] for s in line]
            if any(len(line) > 1 for line in before[-taken:]) or not _is_near(more, head):
                break
            wider, tried = solve_head(more + head, bands)
            groups_above = [label for label in tried if label.below]
            levels = {round(line[0].middle / line[0].em * 2) for line in lines[:start]}
            if (
                groups_above
                and len(levels) > 1
                and wider <= cost + HEAD_COST
                and all(label.last - label.first < len(bands) for label in groups_above)
            ):
                labels, extra = tried, taken
    rows, merged = head_rows(labels, len(bands))
    n_header = len(rows)
    body, body_merged, lost = _body(groups, lines, bands)
    merged += [(r + n_header, c, h, w) for r, c, h, w in body_merged]
    rows += body
    if not body and n_header:
        return None
    used = [s for line in (*before[len(before) - extra :], *lines) for s in line]
    area = extent(used)
    total = sum(len(s.text) for s in used)
    return FoundTable(
        rows=tuple(map(tuple, rows)),
        merged=tuple(merged),
        area=area,
        borders=_borders(bands, area),
        method="unruled",
        confidence=evenness(rows[n_header:], len(bands)) * (1 - lost / total if total else 1.0),
        lost=lost,
        n_header=n_header or None,
    )


def _without_group_bands(bands: list[Band], head: Sequence[Line], body: Sequence[Line]) -> list[Band]:
    """The bands without those that only a group's text makes, set over the gap between two columns of its own."""
    kept = list(bands)
    for band in bands:
        i = kept.index(band)
        if i == 0 or i + 1 == len(kept) or any(s.x0 < band[1] and s.x1 > band[0] for line in body for s in line):
            continue
        own = [s for line in head for s in line if s.x0 < band[1] and s.x1 > band[0]]
        if not own:
            continue
        bottom, em = max(s.bottom for s in own), own[0].em
        below = [
            [s for line in head for s in line if s.x0 < near[1] and s.x1 > near[0] and s.top > bottom - 0.3 * em]
            for near in (kept[i - 1], kept[i + 1])
        ]
        middle = (sum(kept[i - 1]) + sum(kept[i + 1])) / 4
        if all(below) and abs((band[0] + band[1]) / 2 - middle) <= BETWEEN * em:
            kept.pop(i)
    return kept


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


def _trailing(lines: Sequence[Line], after: Sequence[Line], bands: Sequence[Band]) -> list[Line]:
    """Lines of one segment right below that go on in one column: the last row's cells wrap."""
    taken: list[Line] = []
    bottom = max(s.bottom for s in lines[-1])
    em = lines[-1][0].em
    for line in after:
        if len(line) != 1 or len(overlapped(line[0], bands)) != 1 or line[0].top - bottom > CLOSE * em or _NOTE.match(line[0].text):
            break
        if abs(line[0].em - em) > SAME_SIZE * em or line[0].x0 < bands[0][0] - em or line[0].x1 > bands[-1][1] + em:
            break
        taken.append(line)
        bottom = line[0].bottom
    return taken


def _leading(lines: Sequence[Line], before: Sequence[Line], bands: Sequence[Band]) -> list[Line]:
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


def _is_near(more: Sequence[Segment], head: Sequence[Segment]) -> bool:
    em = head[0].em
    gap = min(s.top for s in head) - max(s.bottom for s in more)
    return gap <= HEAD_ROOM * em and all(abs(s.em - em) <= SAME_SIZE * em for s in more)


def _head_rule(lines: Sequence[Line], sheet: Sheet) -> int | None:
    """The number of lines above the first rule across that has lines above and below it: a three-line table's header."""
    area = extent(s for line in lines for s in line)
    for y, a, b in sheet.across:
        if area[1] < y < area[3] and min(b, area[2]) - max(a, area[0]) > WIDE_RULE * (area[2] - area[0]):
            n = sum(1 for line in lines if line[0].middle < y)
            if 0 < n < len(lines):
                return n
    return None


def _split_by_rules(groups: list[tuple[int, int]], lines: Sequence[Line], sheet: Sheet) -> list[tuple[int, int]]:
    """The rows as rules across part them, where each line stands between two; else as they are."""
    if not groups:
        return groups
    area = extent(s for line in lines[groups[0][0] :] for s in line)
    covered: dict[int, float] = {}
    for y, a, b in sheet.across:  # a merged cell interrupts the rule between two rows
        if area[1] < y < area[3]:
            covered[round(y)] = covered.get(round(y), 0.0) + max(0.0, min(b, area[2]) - max(a, area[0]))
    inner = sorted(float(y) for y, length in covered.items() if length > ROW_RULE * (area[2] - area[0]))
    if len(inner) < 3 or len(inner) * 2 < len(groups):
        return groups
    rows: list[tuple[int, int]] = []
    first = groups[0][0]
    for y in [*inner, float("inf")]:
        last = first
        while last < len(lines) and lines[last][0].middle < y:
            last += 1
        if last > first:
            rows.append((first, last))
        first = last
    return rows


def _n_head(lines: Sequence[Line], bands: Sequence[Band], rule_at: int | None) -> tuple[int, bool]:
    """How many lines may be header, and whether it is just so many: those above the first with figures, or above a rule."""
    first = next((i for i, line in enumerate(lines) if _has_figures(line)), None)
    if rule_at is not None and rule_at <= MAX_HEAD and (first is None or rule_at <= first + 1):
        return rule_at, True
    if first is None or first > MAX_HEAD:
        return 0, False
    return first, False


def _has_figures(line: Line) -> bool:
    figures = [s for s in line if is_figure(s.text)]
    return bool(figures) and not all(_YEAR.fullmatch(s.text) for s in figures)


def _cells(line: Line, bands: Sequence[Band]) -> Cells:
    """The line's segments by column; what goes over several has a place of its own behind the columns."""
    cells: Cells = {}
    for segment in line:
        cells.setdefault(_place(segment, bands), []).append(segment)
    return cells


def _place(segment: Segment, bands: Sequence[Band]) -> int:
    over = overlapped(segment, bands)
    if len(over) == 1:
        return over[0]
    if not over:
        middle = (segment.x0 + segment.x1) / 2
        gap = next((i for i in range(len(bands) - 1) if bands[i][1] <= middle <= bands[i + 1][0]), None)
        if gap is None:
            return 0 if middle < bands[0][0] else len(bands) - 1
        return len(bands) + gap
    return len(bands) + over[0]


def _body(
    groups: Sequence[tuple[int, int]], lines: Sequence[Line], bands: Sequence[Band]
) -> tuple[list[list[str]], list[tuple[int, int, int, int]], int]:
    """The body rows, their merged cells, and how many characters found no place."""
    rows: list[list[str]] = []
    merged: list[tuple[int, int, int, int]] = []
    grid: list[dict[int, list[Segment]]] = []
    for first, last in groups:
        held: dict[int, list[Segment]] = {}
        wide: list[tuple[int, int]] = []
        for line in lines[first:last]:
            for segment in line:
                place = _place(segment, bands)
                if place >= len(bands):
                    over = overlapped(segment, bands) or [place - len(bands), place - len(bands) + 1]
                    place = over[0]
                    wide.append((over[0], over[-1] + 1))
                held.setdefault(place, []).append(segment)
        r = len(rows)
        if len(held) == 1 and wide:
            wide = [(0, len(bands))]
            held = {0: next(iter(held.values()))}
        for a, b in wide:
            if not any(a < c < b for c in held):
                merged.append((r, a, 1, b - a))
        rows.append([joined_text(_by_line(held[c])) if c in held else "" for c in range(len(bands))])
        grid.append(held)
    return _with_rowspans(rows, grid, merged)


def _by_line(segments: Sequence[Segment]) -> list[list[Segment]]:
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (s.middle, s.x0)):
        if lines and segment.middle - lines[-1][0].middle < 0.4 * segment.em:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return lines


def _with_rowspans(
    rows: list[list[str]], grid: list[dict[int, list[Segment]]], merged: list[tuple[int, int, int, int]]
) -> tuple[list[list[str]], list[tuple[int, int, int, int]], int]:
    """The rows with cells that are set to the middle of several rows merged over them, in the leading columns."""
    floating = [r for r, held in enumerate(grid) if _floats(grid, r)]
    solid = [r for r in range(len(rows)) if r not in floating]
    if not solid:
        return rows, merged, 0
    heights = [_span_of(grid[r]) for r in solid]
    # each row reaches half way to its neighbours
    borders = [heights[0][0]] + [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(heights)] + [heights[-1][1]]
    out = [rows[r] for r in solid]
    at = {r: i for i, r in enumerate(solid)}
    new = [(at[r], c, h, w) for r, c, h, w in merged if r in at]
    n_columns = len(rows[0])
    for column in range(min(3, n_columns - 1)):
        texts = [(r, grid[r][column]) for r in range(len(rows)) if column in grid[r] and not any(m[0] == r and m[3] > 1 for m in merged)]
        taken = {r for r in floating if column in grid[r]}
        blanks = [i for i in range(len(out)) if not out[i][column]]
        if not texts or not (taken or blanks) or any(is_figure(joined_text(_by_line(cell))) for _, cell in texts):
            continue
        spans = _partition([_middle(cell) for _, cell in texts], borders)
        if spans is None or all(b - a == 1 for a, b in spans):
            continue
        if len(spans) == 1 and not taken and len(out) > MAX_SPAN:
            continue
        if any(not any(cell for c, cell in enumerate(row) if c != column) for row in out):
            continue  # a row of this cell alone stays one
        for (_, cell), (a, b) in zip(texts, spans, strict=True):
            for i in range(a, b):
                out[i][column] = ""
            out[a][column] = joined_text(_by_line(cell))
            if b - a > 1:
                new.append((a, column, b - a, 1))
        floating = [r for r in floating if column not in grid[r]]
    lost = 0
    for r in floating:  # what found no rows to stand for stays a row
        lost += sum(len(s.text) for cell in grid[r].values() for s in cell)
    return (rows, merged, 0) if lost else (out, sorted(new), 0)


def _floats(grid: Sequence[dict[int, list[Segment]]], r: int) -> bool:
    """Whether a row of few cells stands between two others without room of its own."""
    held = grid[r]
    if r == 0 or r + 1 == len(grid) or len(held) > 2 or max(held) > 2:
        return False
    top, bottom = _span_of(held)
    above, below = _span_of(grid[r - 1]), _span_of(grid[r + 1])
    em = next(iter(held.values()))[0].em
    return above[1] > top + 0.2 * em and below[0] < bottom - 0.2 * em


def _span_of(held: dict[int, list[Segment]]) -> tuple[float, float]:
    segments = [s for cell in held.values() for s in cell]
    return min(s.top for s in segments), max(s.bottom for s in segments)


def _middle(cell: Sequence[Segment]) -> float:
    return (min(s.top for s in cell) + max(s.bottom for s in cell)) / 2


def _partition(middles: Sequence[float], borders: Sequence[float]) -> list[tuple[int, int]] | None:
    """The rows parted into as many runs as there are texts, each text at the middle of its run; null where they do not fit."""
    spans: list[tuple[int, int]] = []
    first = 0
    n = len(borders) - 1
    for middle in middles:
        best = None
        for last in range(first + 1, n + 1):
            pitch = (borders[last] - borders[first]) / (last - first)
            off = abs((borders[first] + borders[last]) / 2 - middle)
            if off <= 0.3 * pitch and (best is None or off < best[0]):
                best = (off, last)
        if best is None:
            return None
        spans.append((first, best[1]))
        first = best[1]
    return spans if first == n else None
