"""Cells set to the middle of several rows of an unruled table: merged over them, in the leading columns; in others where some stand
between two rows."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence

from notice_parser.load.source import Segment
from notice_parser.tables.cells import is_figure
from notice_parser.tables.page import text_of

__all__ = ["with_rowspans"]

NEAR = 0.6  # of the least usual room between two rows: lines of one cell stand nearer
OFF = 0.5  # sizes from the middle of its row
ONE_LINE = 1.5  # sizes: a row that is less high is one printed line
LEADING = 3  # columns that name groups of rows
MAX_SPAN = 9  # rows: a single text at the middle of more is a cell among blanks


def with_rowspans(
    rows: list[list[str]], grid: list[dict[int, list[Segment]]], merged: list[tuple[int, int, int, int]]
) -> tuple[list[list[str]], list[tuple[int, int, int, int]], int]:
    """The rows with cells that are set to the middle of several rows merged over them."""
    extents = [{c: _extent(cell) for c, cell in held.items()} for held in grid]
    heights_of = [_span_of(held.values()) for held in extents]
    usual = _usual_room(grid, heights_of)
    floating = [r for r in range(1, len(grid) - 1) if _floats(grid, heights_of, r, usual)]
    solid = [r for r in range(len(rows)) if r not in floating]
    if not solid:
        return rows, merged, 0
    out = [rows[r] for r in solid]
    at = {r: i for i, r in enumerate(solid)}
    new = [(at[r], c, h, w) for r, c, h, w in merged if r in at]
    n_columns = len(rows[0])
    off = _columns_off(grid, extents, heights_of) if n_columns > LEADING else set()
    for column in range(n_columns):
        taken = {r for r in floating if column in grid[r]}
        if column >= min(LEADING, n_columns - 1) and not taken and column not in off:
            continue
        heights = [_span_of([span for c, span in extents[r].items() if c != column] or extents[r].values()) for r in solid]
        borders = _borders(heights)
        texts = [(r, grid[r][column]) for r in range(len(rows)) if column in grid[r] and not any(m[0] == r and m[3] > 1 for m in merged)]
        blocks = _blocks(texts, heights)
        blanks = [i for i in range(len(out)) if not out[i][column]]
        if not texts or not (taken or blanks or len(blocks) < len(texts)) or any(is_figure(text_of(b)) for _, b in blocks):
            continue
        spans = _partition([_middle(cell) for _, cell in texts], borders)
        if spans is None:
            texts, spans = blocks, _partition([_middle(cell) for _, cell in blocks], borders)
        if spans is None or all(b - a == 1 for a, b in spans):
            continue
        if len(spans) == 1 and not taken and len(out) > MAX_SPAN:
            continue
        if any(not any(cell for c, cell in enumerate(row) if c != column) for row in out):
            continue  # a row of this cell alone stays one
        for (_, cell), (a, b) in zip(texts, spans, strict=True):
            for i in range(a, b):
                out[i][column] = ""
            out[a][column] = text_of(cell)
            if b - a > 1:
                new.append((a, column, b - a, 1))
        floating = [r for r in floating if column not in grid[r]]
    lost = 0
    for r in floating:  # what found no rows to stand for stays a row
        lost += sum(len(s.text) for cell in grid[r].values() for s in cell)
    return (rows, merged, 0) if lost else (out, sorted(new), 0)


def _borders(heights: Sequence[tuple[float, float]]) -> list[float]:
    """Where the rows end: half way to their neighbours, and as far beyond the first and the last."""
    inner = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(heights)]
    if not inner:
        return [*heights[0]]
    return [sum(heights[0]) - inner[0], *inner, sum(heights[-1]) - inner[-1]]


def _blocks(texts: Sequence[tuple[int, list[Segment]]], heights: Sequence[tuple[float, float]]) -> list[tuple[int, list[Segment]]]:
    """The texts of a column, those joined whose lines stand nearer to each other than one row to the next: one cell that wraps."""
    gaps = sorted(b[0] - a[1] for a, b in itertools.pairwise(heights))
    near = NEAR * gaps[len(gaps) // 8] if gaps else 0.0
    blocks: list[tuple[int, list[Segment]]] = []
    for r, cell in texts:
        if blocks and min(s.top for s in cell) - max(s.bottom for s in blocks[-1][1]) < near:
            blocks[-1] = (blocks[-1][0], [*blocks[-1][1], *cell])
        else:
            blocks.append((r, list(cell)))
    return blocks


def _usual_room(grid: Sequence[dict[int, list[Segment]]], heights: Sequence[tuple[float, float]]) -> float:
    """The room between two rows of several cells."""
    rooms = sorted(heights[r + 1][0] - heights[r][1] for r in range(len(grid) - 1) if len(grid[r]) > 2 and len(grid[r + 1]) > 2)
    return rooms[len(rooms) // 2] if rooms else 0.0


def _floats(grid: Sequence[dict[int, list[Segment]]], heights: Sequence[tuple[float, float]], r: int, usual: float) -> bool:
    """Whether a row of few cells stands between two others without room of its own. ``usual``: the room between two rows."""
    held = grid[r]
    if len(held) > 2:
        return False
    top, bottom = heights[r]
    above, below = heights[r - 1], heights[r + 1]
    em = next(iter(held.values()))[0].em
    if len(held) == 1 and max(len(grid[r - 1]), len(grid[r + 1])) > 2 and below[0] - above[1] < 1.2 * usual + 0.3 * em:
        return True
    return above[1] > top + 0.2 * em and below[0] < bottom - 0.2 * em


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
