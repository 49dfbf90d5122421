"""Cells set to the middle of several rows of an unruled table: merged over them, in the leading columns; in others where some stand
between two rows."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from math import inf
from typing import NamedTuple

from notice_parser.load.source import Segment
from notice_parser.tables.cells import is_figure
from notice_parser.tables.page import printed_lines, text_of

__all__ = ["with_rowspans"]


class Held(NamedTuple):
    """A cell of one column and the rows ``[first, last)`` that it goes over."""

    cell: Sequence[Segment]
    first: int
    last: int


NEAR = 0.6  # of the least usual room between two rows: lines of one cell stand nearer
OFF = 0.5  # sizes from the middle of its row
ONE_LINE = 1.5  # sizes: a row that is less high is one printed line
CROSSES = 0.5  # of a column's width that a rule takes
LEADING = 3  # columns that name groups of rows
BESIDE = 2  # cells over several rows that tell of a column beside theirs
UNEVEN = 0.05  # of the least height of a row by which others of one height differ
LEVEL = 0.3  # sizes by which cells of the same rows differ in height
MAX_SPAN = 9  # rows: a single text at the middle of more is a cell among blanks


def with_rowspans(
    rows: list[list[str]],
    grid: list[dict[int, list[Segment]]],
    merged: list[tuple[int, int, int, int]],
    rules: Sequence[tuple[float, float, float]] = (),
    bands: Sequence[tuple[float, float]] = (),
) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """The rows with cells that are set to the middle of several rows merged over them.

    ``rules``: level ones, as ``(y, left, right)``; no cell goes over one that crosses its column. ``bands``: the columns, where they are
    asked of rules.
    """
    extents = [{c: _extent(cell) for c, cell in held.items()} for held in grid]
    heights_of = [_span_of(held.values()) for held in extents]
    usual = _usual_room(grid, heights_of)
    floating = [r for r in range(1, len(grid) - 1) if _floats(grid, heights_of, r, usual)]
    solid = [r for r in range(len(rows)) if r not in floating]
    if not solid:
        return rows, merged
    out = [list(rows[r]) for r in solid]
    at = {r: i for i, r in enumerate(solid)}
    new = [(at[r], c, h, w) for r, c, h, w in merged if r in at]
    n_columns = len(rows[0])
    waiting = {(r, column) for r in floating for column in grid[r]}
    off = _columns_off(grid, extents, heights_of) if n_columns > LEADING else set()
    known: dict[int, list[Held]] = {}
    for column in range(n_columns):
        taken = {r for r in floating if column in grid[r]}
        if column >= min(LEADING, n_columns - 1) and not taken and column not in off:
            continue
        heights = _heights([extents[r] for r in solid], [heights_of[r] for r in solid], column)
        walls = sorted({r for r, c, _, w in new if w > 1 and c <= column < c + w})
        cuts = _cuts([heights_of[r] for r in solid], rules, bands[column]) if rules else ()
        for first, last in _parted(_between(walls, len(out)), cuts):
            if last - first < 2:
                continue  # one row has no cell over several
            low, high = solid[first - 1] if first else -1, solid[last] if last < len(solid) else len(rows)
            texts = [(r, grid[r][column]) for r in range(low + 1, high) if column in grid[r]]
            inside = {r for r in taken if low < r < high}
            spans = _spans_of(texts, heights[first:last], [row[column] for row in out[first:last]], bool(inside))
            if not spans and not inside and _count(out[first:last], column + 1):
                spans = _from_the_top([(at[r] - first, cell) for r, cell in texts], heights[first:last])
            if not spans or any(not any(cell for c, cell in enumerate(row) if c != column) for row in out[first:last]):
                continue  # a row of this cell alone stays one
            held = [Held(cell, first + a, first + b) for cell, a, b in spans]
            known.setdefault(column, []).extend(held)
            new += _put(out, column, held)
            waiting -= {(r, column) for r in inside}
    for column in range(n_columns):
        if column not in known and (held := _set_beside([cells[column] for cells in grid if column in cells], known, heights_of, solid)):
            new += _put(out, column, held)
            waiting -= {(r, column) for r in floating}
    return (rows, merged) if waiting else (out, sorted(new))  # what found no rows to stand for stays a row


def _put(rows: list[list[str]], column: int, held: Sequence[Held]) -> list[tuple[int, int, int, int]]:
    """Puts cells of a column into the first of their rows; those that are merged."""
    for cell, first, last in held:
        for row in rows[first:last]:
            row[column] = ""
        rows[first][column] = text_of(cell)
    return [(first, column, last - first, 1) for _, first, last in held if last - first > 1]


def _set_beside(
    cells: Sequence[list[Segment]], known: Mapping[int, Sequence[Held]], heights: Sequence[tuple[float, float]], solid: Sequence[int]
) -> list[Held]:
    """The cells of a column, figures too, that stand each at the height of a merged cell of another column, alone in its rows: merged
    over the same. None unless all stand so, and several are over several rows.
    """
    for others in known.values():
        if sum(1 for one in others if one.last - one.first > 1) < BESIDE:
            continue
        held: list[Held] = []
        for cell, first, last in others:
            top, bottom = heights[solid[first]][0], heights[solid[last - 1]][1]
            here = [one for one in cells if top <= _middle(one) <= bottom]
            if len(here) != 1 or abs(_middle(here[0]) - _middle(cell)) > LEVEL * cell[0].em:
                break
            held.append(Held(here[0], first, last))
        else:
            return held
    return []


def _heights(
    rows: Sequence[Mapping[int, tuple[float, float]]], wholes: Sequence[tuple[float, float]], column: int
) -> list[tuple[float, float]]:
    """From where to where the cells of each row reach, but for those of a column; one that reaches into the next row is left out.

    ``wholes``: from where to where each row reaches with all of its cells.
    """
    inner = [[span for c, span in cells.items() if c != column] or list(cells.values()) for cells in rows]
    for i, (above, below) in enumerate(itertools.pairwise(inner)):
        if wholes[i][1] > wholes[i + 1][0] and len(above) > 2:
            deepest = max(above, key=_bottom)
            if deepest[1] > min(below)[0]:
                above.remove(deepest)
    return [_span_of(cells) for cells in inner]


def _bottom(span: tuple[float, float]) -> float:
    return span[1]


def _between(walls: Sequence[int], n: int) -> list[tuple[int, int]]:
    """The rows ``[first, last)`` between those that a cell over several columns takes."""
    return [(a + 1, b) for a, b in itertools.pairwise([-1, *walls, n]) if b - a > 1]


def _spans_of(
    texts: Sequence[tuple[int, list[Segment]]], heights: Sequence[tuple[float, float]], cells: Sequence[str], taken: bool
) -> list[tuple[list[Segment], int, int]]:
    """The cells of a column with the rows ``[first, last)`` to whose middle each is set; none where all have their own or none fit.

    ``taken``: some stand between two rows.
    """
    own = [cell for _, cell in texts]
    blocks = _blocks(own, heights)
    is_other = list(map(len, blocks)) != list(map(len, own))
    if (
        not texts
        or not (taken or not all(cells) or is_other)
        or any(is_figure(text_of(block)) or all(is_figure(s.text) for s in block) for block in blocks)
    ):
        return []
    if all(cells) and not taken and _have_their_own(own, heights):
        return []
    borders = _borders(heights)
    off, spans = _partition([_middle(cell) for cell in own], borders)
    if is_other:  # each line of a cell may stand near a row of its own, or a line near that of another
        joined, tried = _partition([_middle(cell) for cell in blocks], borders)
        if joined < off:
            own, spans = blocks, tried
    if all(b - a == 1 for a, b in spans) or (len(spans) == 1 and not taken and len(heights) > MAX_SPAN):
        return []
    return [(cell, a, b) for cell, (a, b) in zip(own, spans, strict=True)]


def _have_their_own(cells: Sequence[Sequence[Segment]], heights: Sequence[tuple[float, float]]) -> bool:
    """Whether each cell is set to the middle of its own row."""
    if len(cells) != len(heights):
        return False
    return all(abs(2 * _middle(cell) - sum(height)) <= 2 * OFF * cell[0].em for cell, height in zip(cells, heights, strict=True))


def _count(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column counts the rows: each number the one after that above."""
    numbers = [row[column] for row in rows if column < len(row)]
    if len(numbers) < 2 or not all(one.isdecimal() and one.isascii() for one in numbers):
        return False
    return all(int(b) == int(a) + 1 for a, b in itertools.pairwise(numbers))


def _from_the_top(
    texts: Sequence[tuple[int, list[Segment]]], heights: Sequence[tuple[float, float]]
) -> list[tuple[list[Segment], int, int]]:
    """The cells of a class beside numbered rows, set to the top of its first one: each goes on to the next; none where none is set so."""
    if not texts or texts[0][0]:
        return []
    tops = [(cell, heights[r]) for r, cell in texts]
    if not any(cell[0].top - top < 0.3 * cell[0].em and bottom - cell[-1].bottom > OFF * cell[0].em for cell, (top, bottom) in tops):
        return []
    ends = [*(r for r, _ in texts[1:]), len(heights)]
    return [(cell, r, end) for (r, cell), end in zip(texts, ends, strict=True)]


def _borders(heights: Sequence[tuple[float, float]]) -> list[float]:
    """Where the rows end: half way to their neighbours, and as far beyond the first and the last."""
    inner = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(heights)]
    if not inner:
        return [*heights[0]]
    if solved := _solved_borders([sum(height) / 2 for height in heights]):
        return solved
    return [sum(heights[0]) - inner[0], *inner, sum(heights[-1]) - inner[-1]]


def _solved_borders(middles: Sequence[float]) -> list[float]:
    """Where rows end whose cells are set to their middle, where two that are least high stand next to each other: a row is as much higher
    as its middle is further off. None where a row would be less high than these, or all are of one height.
    """
    pitches = [b - a for a, b in itertools.pairwise(middles)]
    least = min(pitches)
    if max(pitches) - least < UNEVEN * least:
        return []
    at = pitches.index(least)
    high = [0.0] * len(middles)
    high[at] = high[at + 1] = least
    for i in range(at + 2, len(middles)):
        high[i] = 2 * pitches[i - 1] - high[i - 1]
    for i in range(at - 1, -1, -1):
        high[i] = 2 * pitches[i] - high[i + 1]
    if min(high) < least * (1 - UNEVEN):
        return []
    return [middles[0] - high[0] / 2, *(middle + own / 2 for middle, own in zip(middles, high, strict=True))]


def _cuts(heights: Sequence[tuple[float, float]], rules: Sequence[tuple[float, float, float]], band: tuple[float, float]) -> list[int]:
    """The rows above which a rule crosses a column."""
    crossing = sorted(y for y, a, b in rules if min(b, band[1]) - max(a, band[0]) > CROSSES * (band[1] - band[0]))
    middles = [sum(height) / 2 for height in heights]
    return [r for r in range(1, len(middles)) if bisect_left(crossing, middles[r]) > bisect_left(crossing, middles[r - 1])]


def _parted(ranges: Sequence[tuple[int, int]], cuts: Sequence[int]) -> list[tuple[int, int]]:
    """The ranges of rows, cut above those of ``cuts``."""
    parted: list[tuple[int, int]] = []
    for first, last in ranges:
        parted += itertools.pairwise([first, *(cut for cut in cuts if first < cut < last), last])
    return parted


def _blocks(cells: Sequence[list[Segment]], heights: Sequence[tuple[float, float]]) -> list[list[Segment]]:
    """The lines of a column's cells, those together that stand nearer to each other than one row to the next: one cell that wraps."""
    gaps = sorted(b[0] - a[1] for a, b in itertools.pairwise(heights))
    near = NEAR * gaps[len(gaps) // 8] if gaps else 0.0
    blocks: list[list[Segment]] = []
    bottom = -inf
    for line in (line for cell in cells for line in printed_lines(cell)):
        if blocks and min([s.top for s in line]) - bottom < near:
            blocks[-1] += line
        else:
            blocks.append(list(line))
        bottom = max([bottom, *[s.bottom for s in line]])
    return blocks


def _usual_room(grid: Sequence[dict[int, list[Segment]]], heights: Sequence[tuple[float, float]]) -> float:
    """The room between two rows of several cells."""
    for several in (2, 1):
        rooms = sorted(
            heights[r + 1][0] - heights[r][1] for r in range(len(grid) - 1) if len(grid[r]) > several and len(grid[r + 1]) > several
        )
        if rooms:
            return rooms[len(rooms) // 2]
    return 0.0


def _floats(grid: Sequence[dict[int, list[Segment]]], heights: Sequence[tuple[float, float]], r: int, usual: float) -> bool:
    """Whether a row of few cells stands between two others without room of its own. ``usual``: the room between two rows."""
    held = grid[r]
    top, bottom = heights[r]
    above, below = heights[r - 1], heights[r + 1]
    em = next(iter(held.values()))[0].em
    beside = grid[r - 1], grid[r + 1]
    most = max(map(len, beside))
    apart = len(held) <= most + 1 and all(held.keys().isdisjoint(row) for row in beside)
    alone = len(held) == 1
    if (apart or (alone and most > 2)) and below[0] - above[1] < 1.2 * usual + 0.3 * em:
        return True
    if alone and any(_goes_on(held, row, usual) for row in beside):
        return True
    return len(held) <= 2 and above[1] > top + 0.2 * em and below[0] < bottom - 0.2 * em


def _goes_on(held: Mapping[int, list[Segment]], row: Mapping[int, list[Segment]], usual: float) -> bool:
    """Whether the one text of a row and that of its column in a row of several stand nearer to each other than rows do: lines of a cell."""
    ((column, cell),) = held.items()
    if len(row) < 3 or column not in row:
        return False
    one, other = _extent(cell), _extent(row[column])
    return max(one[0], other[0]) - min(one[1], other[1]) < NEAR * usual


def _columns_off(
    grid: Sequence[dict[int, list[Segment]]], extents: Sequence[dict[int, tuple[float, float]]], heights: Sequence[tuple[float, float]]
) -> set[int]:
    """The columns with a text that is not set to the middle of its row's other cells."""
    found: set[int] = set()
    for cells, held, (top, bottom) in zip(grid, extents, heights, strict=True):
        em = next(iter(cells.values()))[0].em
        if len(held) < 2 or bottom - top < ONE_LINE * em:
            continue
        for c, (above, below) in held.items():
            if c not in found:
                others = _span_of([span for k, span in held.items() if k != c])
                if abs(above + below - sum(others)) > 2 * OFF * em:
                    found.add(c)
    return found


def _extent(cell: Sequence[Segment]) -> tuple[float, float]:
    """Top and bottom of a cell's text."""
    if len(cell) == 1:
        return cell[0].top, cell[0].bottom
    return min([s.top for s in cell]), max([s.bottom for s in cell])


def _span_of(cells: Collection[tuple[float, float]]) -> tuple[float, float]:
    """From the top of the highest to the bottom of the lowest."""
    return min([top for top, _ in cells]), max([bottom for _, bottom in cells])


def _middle(cell: Sequence[Segment]) -> float:
    return (min(s.top for s in cell) + max(s.bottom for s in cell)) / 2


def _partition(middles: Sequence[float], borders: Sequence[float]) -> tuple[float, list[tuple[int, int]]]:
    """The rows parted into as many runs as there are texts, each text at the middle of its run, and how far off they are together;
    infinite, and none, where they do not fit.
    """
    spans: list[tuple[int, int]] = []
    first = 0
    whole = 0.0
    n = len(borders) - 1
    for middle in middles:
        best = None
        for last in range(first + 1, n + 1):
            pitch = (borders[last] - borders[first]) / (last - first)
            off = abs((borders[first] + borders[last]) / 2 - middle)
            if off <= 0.3 * pitch and (best is None or off < best[0]):
                best = (off, last)
        if best is None:
            return inf, []
        spans.append((first, best[1]))
        whole += best[0]
        first = best[1]
    return (whole, spans) if first == n else (inf, [])
