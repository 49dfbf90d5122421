"""Ruled tables: a page's rules → grid. Rules that touch make a component; what it parts are cells.

A border between two places of the base grid counts where a rule covers most of it; places without one between them are
a merged cell. Outer borders that were not drawn are taken from the ends of the rules that cross them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from notice_parser.load.source import Segment, Sheet
from notice_parser.tables.held import Held, held_tables, titled, without_held
from notice_parser.tables.open_frames import joined_frames
from notice_parser.tables.page import Area, FoundTable, cut_segment, printed_lines, text_of
from notice_parser.tables.stacked import Spans, with_stacked_rows
from notice_parser.tables.unruled_held import unruled_held

__all__ = ["find_ruled", "rule_frames"]

Rule = tuple[float, float, float]

TOUCH = 3.0  # points by which two rules may miss each other and still meet
MEET = 1.2  # points by which the end of a rule that stands on another may miss it
SAME = 3.0  # points between the two strokes of a double rule
COVER = 0.5  # of a border that a rule must cover
LEAST = 4.0  # points: a row or column no wider is the space between double rules
SEVERAL = 4  # segments of a cell at least whose lines show several
PLACED = 0.5  # of the lines of a cell that show several segments, before the cell is taken to hold columns of its own


def rule_frames(sheet: Sheet) -> list[tuple[list[Rule], list[Rule]]]:
    """The components of rules that touch: those across, those down. Rules alone are components too.

    A rule that ends on another does not reach out for one beyond it: so close stands a table in a cell under the cell's border.
    """
    across, down = sheet.across, sheet.down
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(i: int, j: int) -> None:
        one, other = root(i), root(j)
        if one != other:
            parent[other] = one

    near: list[tuple[int, int]] = []  # rules that miss each other by a little
    ends: set[tuple[int, bool]] = set()  # the ends of rules down that stand on one across
    for i, (y, a, b) in enumerate(across):
        for j, (x, c, d) in enumerate(down):
            if a - TOUCH <= x <= b + TOUCH and c - TOUCH <= y <= d + TOUCH:
                if c - MEET <= y <= d + MEET:
                    join(i, len(across) + j)
                    ends |= {(j, y - c > d - y)} if min(y - c, d - y) <= MEET else set()
                else:
                    near.append((i, j))
    for i, j in near:
        if (j, across[i][0] > down[j][2]) not in ends:
            join(i, len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate(across):
        groups[root(i)][0].append(rule)
    for j, rule in enumerate(down):
        groups[root(len(across) + j)][1].append(rule)
    return list(groups.values())


def find_ruled(sheet: Sheet) -> tuple[list[FoundTable], list[Area]]:
    """The ruled tables of a page, and the areas of frames whose cells hold columns of their own: partly ruled tables."""
    tables: list[FoundTable] = []
    partly: list[Area] = []
    for across, down in sorted(joined_frames(rule_frames(sheet), sheet), key=_size):  # tables in cells before those around them
        if not across or not down:
            continue
        segments = _inside(sheet, across, down)
        if not segments:
            continue
        xs = _borders([x for x, _, _ in down], [(a, b) for _, a, b in across], [(s.x0, s.x1) for s in segments])
        ys = _borders([y for y, _, _ in across], [(a, b) for _, a, b in down], [(s.top, s.bottom) for s in segments])
        if len(xs) < 3 or len(ys) < 2:
            if len(xs) == 2 and len(ys) >= 2:
                partly.append((xs[0], ys[0], xs[-1], ys[-1]))
            continue
        owner = _owners(across, down, xs, ys)
        held = held_tables(tables, owner, xs, ys)
        if not held:
            held = unruled_held(segments, owner, xs, ys, sheet)
        found = _table(without_held(segments, held), sheet.beside, down, xs, ys, owner, held)
        if found is None:
            partly.append((xs[0], ys[0], xs[-1], ys[-1]))
        elif _counts(found):
            tables.append(found)
    outer = [table for table in tables if not any(_within(table.area, other.area) for other in tables if other is not table)]
    outer.sort(key=lambda table: (table.area[1], table.area[0]))
    return outer, [area for area in partly if not any(_within(area, table.area) or _within(table.area, area) for table in outer)]


def _size(frame: tuple[list[Rule], list[Rule]]) -> float:
    """The area of a frame; 0 of rules that make none."""
    across, down = frame
    if not across or not down:
        return 0.0
    return (max(b for _, _, b in across) - min(a for _, a, _ in across)) * (max(b for _, _, b in down) - min(a for _, a, _ in down))


def _within(inner: Area, outer: Area) -> bool:
    return inner[0] >= outer[0] - 1 and inner[1] >= outer[1] - 1 and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1


def _counts(table: FoundTable) -> bool:
    """Whether a grid says enough to be a table: cells side by side in some row."""
    return any(sum(map(bool, row)) >= 2 for row in table.rows) or len(table.rows) > 1


def _inside(sheet: Sheet, across: Sequence[Rule], down: Sequence[Rule]) -> list[Segment]:
    left = min(min(a for _, a, _ in across), min(x for x, _, _ in down)) - TOUCH
    right = max(max(b for _, _, b in across), max(x for x, _, _ in down)) + TOUCH
    top = min(min(y for y, _, _ in across), min(a for _, a, _ in down)) - TOUCH
    bottom = max(max(y for y, _, _ in across), max(b for _, _, b in down)) + TOUCH
    return [s for line in sheet.lines for s in line if s.x1 > left and s.x0 < right and top < s.middle < bottom]


def _borders(places: list[float], reaches: list[tuple[float, float]], texts: list[tuple[float, float]]) -> list[float]:
    """The borders of rows or columns: places of the rules, and the ends of crossing rules where text stands beyond the last."""
    clusters: list[list[float]] = []
    for place in sorted(places):
        if clusters and place - clusters[-1][-1] <= SAME:
            clusters[-1].append(place)
        else:
            clusters.append([place])
    borders = [sum(cluster) / len(cluster) for cluster in clusters]
    low, high = min(a for a, _ in reaches), max(b for _, b in reaches)
    if low < borders[0] - LEAST and any(low - TOUCH <= (a + b) / 2 < borders[0] for a, b in texts):
        borders.insert(0, low)
    if high > borders[-1] + LEAST and any(borders[-1] < (a + b) / 2 <= high + TOUCH for a, b in texts):
        borders.append(high)
    return [b for i, b in enumerate(borders) if not i or b - borders[i - 1] > LEAST]


def _table(
    segments: Sequence[Segment],
    beside: Sequence[Segment],
    down: Sequence[Rule],
    xs: list[float],
    ys: list[float],
    owner: list[list[tuple[int, int]]],
    held: Sequence[Held],
) -> FoundTable | None:
    """The grid; null where its cells hold columns of their own. ``held``: the tables in its cells."""
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    cells: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    lost = total = 0
    for whole in segments:
        middle = whole.middle
        row = bisect_right(ys, middle) - 1
        # cut only where a rule stands at this height: a merged cell's text goes over the borders of other rows
        inner = xs[bisect_right(xs, whole.x0) : bisect_left(xs, whole.x1)]
        cuts = [x for x in inner if any(abs(x - p) <= SAME and a <= middle <= b for p, a, b in down)] if inner else ()
        for segment in cut_segment(whole, cuts) if cuts else (whole,):
            column = bisect_right(xs, (segment.x0 + segment.x1) / 2) - 1
            total += len(segment.text)
            if 0 <= row < n_rows and 0 <= column < n_cols:
                cells[owner[row][column]].append(segment)
            else:
                lost += len(segment.text)
    if _holds_columns(cells, total):
        return None
    spans: Spans = {}
    for r, places in enumerate(owner):
        for c, first in enumerate(places):  # the last place of a cell tells how far it goes
            spans[first] = (r - first[0] + 1, c - first[1] + 1)
    rows = [[""] * n_cols for _ in range(n_rows)]
    for (r, c), inside in cells.items():
        rows[r][c] = text_of(inside, xs[c + spans[r, c][1]] - xs[c])
    n_beside = _set_beside(rows, beside, owner, spans, xs, ys) if beside else 0
    if not held:  # rules alone part the rows of a table around others
        rows, spans = with_stacked_rows(rows, spans, cells, xs, down)
    own_rows, own_columns = sorted({r for r, _ in spans}), sorted({c for _, c in spans})
    rows, spans, kept_x = _without_slivers(rows, spans, xs, own_rows, own_columns)
    if not rows or len(rows[0]) < 2:
        return None
    merged = tuple((r, c, h, w) for (r, c), (h, w) in sorted(spans.items()) if h * w > 1)
    return FoundTable(
        rows=tuple(map(tuple, rows)),
        merged=merged,
        area=(xs[0], ys[0], xs[-1], ys[-1]),
        borders=tuple(kept_x),
        method="ruled",
        confidence=1.0 - lost / total if total else 0.0,
        lost=lost + sum(one.table.lost for one in held),
        beside=n_beside,
        inner=tuple((own_rows.index(r), own_columns.index(c), titled(one, cells[r, c], held)) for one in held for r, c in (one.cell,)),
    )


def _set_beside(
    rows: list[list[str]],
    beside: Sequence[Segment],
    owner: list[list[tuple[int, int]]],
    spans: Spans,
    xs: list[float],
    ys: list[float],
) -> int:
    """Puts lines that run up or down the page into the cells that hold them whole; gives how many characters they have."""
    placed = 0
    for segment in beside:
        row, column = bisect_right(ys, segment.middle) - 1, bisect_right(xs, (segment.x0 + segment.x1) / 2) - 1
        if not (0 <= row < len(rows) and 0 <= column < len(rows[0])):
            continue
        r, c = owner[row][column]
        height, width = spans[r, c]
        if (
            xs[c] - TOUCH < segment.x0
            and segment.x1 < xs[c + width] + TOUCH
            and ys[r] - TOUCH < segment.top
            and segment.bottom < ys[r + height] + TOUCH
        ):
            is_word = rows[r][c][-1:].isascii() and rows[r][c][-1:].isalpha() and segment.text[:1].isascii()
            rows[r][c] += f" {segment.text}" if is_word else segment.text
            placed += len("".join(segment.text.split()))
    return placed


def _owners(across: Sequence[Rule], down: Sequence[Rule], xs: list[float], ys: list[float]) -> list[list[tuple[int, int]]]:
    """For each place of the base grid the first place of the cell that covers it."""
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    upright, level = [_rules_at(down, x) for x in xs], [_rules_at(across, y) for y in ys]
    right = [[_is_covered(upright[c + 1], ys[r], ys[r + 1]) for c in range(n_cols - 1)] + [True] for r in range(n_rows)]
    below = [[_is_covered(level[r + 1], xs[c], xs[c + 1]) for c in range(n_cols)] for r in range(n_rows - 1)]
    owner = [[(-1, -1)] * n_cols for _ in range(n_rows)]
    for r in range(n_rows):
        for c in range(n_cols):
            if owner[r][c] != (-1, -1):
                continue
            last = c
            while last + 1 < n_cols and not right[r][last] and owner[r][last + 1] == (-1, -1):
                last += 1
            end = r
            while (
                end + 1 < n_rows
                and not any(below[end][c : last + 1])
                and not any(right[end + 1][c:last])
                and right[end + 1][last]
                and (c == 0 or right[end + 1][c - 1])
            ):
                end += 1
            for i in range(r, end + 1):
                for j in range(c, last + 1):
                    owner[i][j] = (r, c)
    return owner


def _rules_at(rules: Sequence[Rule], place: float) -> list[tuple[float, float]]:
    """From where to where rules stand at a place."""
    return [(a, b) for p, a, b in rules if abs(p - place) <= SAME]


def _is_covered(strokes: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    covered = 0.0
    for a, b in strokes:
        if a < end and b > start:
            covered += (b if b < end else end) - (a if a > start else start)
    return covered >= COVER * (end - start)


def _holds_columns(cells: dict[tuple[int, int], list[Segment]], total: int) -> bool:
    """Whether most characters stand in cells whose lines show several segments, one below the other."""
    inside = 0
    for segments in cells.values():
        if len(segments) < SEVERAL:
            continue
        lines = printed_lines(segments)
        several = [line for line in lines if len(line) > 1]
        if len(several) > 1 and len(several) >= PLACED * len(lines):
            inside += sum(len(s.text) for s in segments)
    return 2 * inside > total


def _without_slivers(
    rows: list[list[str]], spans: Spans, xs: list[float], own_row: list[int], own_col: list[int]
) -> tuple[list[list[str]], Spans, list[float]]:
    """The grid without rows and columns in which no cell begins; ``own_row``, ``own_col``: those in which one does."""
    n_rows, n_cols = len(rows), len(rows[0])
    if len(own_col) == n_cols and len(own_row) == n_rows:
        return rows, spans, xs
    col_at = {c: i for i, c in enumerate(own_col)}
    row_at = {r: i for i, r in enumerate(own_row)}
    kept = [[rows[r][c] for c in own_col] for r in own_row]
    moved = {}
    for (r, c), (h, w) in spans.items():
        moved[row_at[r], col_at[c]] = (sum(r <= k < r + h for k in own_row), sum(c <= k < c + w for k in own_col))
    return kept, moved, [xs[c] for c in own_col] + [xs[-1]]
