"""text_vs_table: the text gives a figure that its own table contradicts.

Which cell a figure of the text stands for is learned: figures of one kind (``线上受理``) go with the column in which the others of their
kind are found, a subject that is no row (``市本级``) with the table whose totals give its other figures.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct

from notice_parser.audit.column_sum import total_of
from notice_parser.audit.tally import Tally
from notice_parser.audit.tolerance import Figure, is_slip, meet, plain, verdict
from notice_parser.audit.view import Column, Grid, Stated, View
from notice_parser.text.width import squeeze

__all__ = ["check"]

RULE = "text_vs_table"
AGREEING = 2  # totals of a table that a subject must agree with before the table is taken for its population
_TELLING = 10  # below it an integer is found in any table
_SHORT = 2  # characters of a row's name by whose end a longer name is known

Slot: TypeAlias = tuple[object, ...]
Form: TypeAlias = tuple[object, ...]


class Cell(Struct, frozen=True, kw_only=True):
    """A cell, or the sum of a column, that a figure of the text may stand for."""

    grid: Grid
    column: Column
    figure: Figure
    row: int | None  # null for the total
    is_summed: bool = False


def check(view: View, tally: Tally) -> None:
    """Every figure of the text whose cell is known."""
    if not view.grids:
        return
    cells = _Cells(view)
    votes: dict[Slot, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    against: dict[Slot, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    populations = _populations(view, cells)
    candidates: list[tuple[Stated, list[Cell]]] = []
    for one in view.stated:
        if one.statistic.change is not None or one.statistic.measure == "multiple":
            continue
        found = cells.of(one, populations)
        if not found:
            continue
        candidates.append((one, found))
        slot, figure, vote = _slot(one), one.figure, 1 if _is_telling(one) else 0
        here, elsewhere = votes[slot], against[slot]
        for cell in found:
            if meet(figure, cell.figure):
                here[cell.column.path] += vote
            else:
                elsewhere[cell.column.path] += 1
    chosen_cells: dict[tuple[Slot, str], list[tuple[Stated, Cell]]] = defaultdict(list)
    for one, found in candidates:
        path = _path(one, found, votes[_slot(one)], against[_slot(one)])
        chosen = [cell for cell in found if cell.column.path == path]
        if path is None or len(chosen) != 1:
            tally.skip(RULE)
            continue
        chosen_cells[(_slot(one), one.subject)].append((one, chosen[0]))
    for (slot, _), group in chosen_cells.items():
        _judge_group(view, group, votes[slot], tally)


def _judge_group(view: View, group: list[tuple[Stated, Cell]], votes: dict[str, int], tally: Tally) -> None:
    """The figures of one name and subject: of several values the cell gives at most one, and the others are of something else."""
    values = {one.figure.value for one, _ in group}
    agreed = [(one, cell) for one, cell in group if meet(one.figure, cell.figure)]
    if len(values) > 1:
        tally.agree(RULE, len(agreed))
        tally.skip(RULE, len(group) - len(agreed))
        return
    for one, cell in group:
        _judge(view, one, cell, votes.get(cell.column.path, 0), tally)


def _slot(one: Stated) -> Slot:
    """What is counted, apart from whom."""
    return (one.statistic.measure == "rank", one.is_rate, one.period, one.scopes, "排名" if one.statistic.measure == "rank" else one.base)


def _is_telling(one: Stated) -> bool:
    return one.figure.step < 1 or abs(one.figure.value) >= _TELLING or one.statistic.measure == "rank"


def _path(one: Stated, found: list[Cell], votes: dict[str, int], against: dict[str, int]) -> str | None:
    """The column that figures of this kind stand in; null where nothing tells."""
    here = {cell.column.path: cell.column for cell in found}
    best: tuple[int, int, int, int] = (0, 0, 0, -1000)
    chosen: list[str] = []
    for path, column in here.items():
        alike = _alike(one, column)
        agreed = votes.get(path, 0)
        if not agreed or (not alike and agreed < AGREEING + 1) or against.get(path, 0) > max(agreed, 1):
            continue
        rank = (int(column.scopes == one.scopes), agreed, alike, -len(column.base))
        if rank > best:
            best, chosen = rank, [path]
        elif rank == best:
            chosen.append(path)
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        return None
    exact = [path for path, column in here.items() if column.base == one.base and column.scopes == one.scopes and len(one.base) >= _SHORT]
    return exact[0] if len(exact) == 1 else None


def _alike(one: Stated, column: Column) -> int:
    """How many characters the names of a figure and of a column have in common, in one run of two at least."""
    if one.statistic.measure == "rank" and column.is_rank:
        return 1
    return max(_common(one.base or one.name, column.base or column.leaf), _common(one.name, column.leaf))


def _common(name: str, leaf: str) -> int:
    best = 0
    for i in range(len(leaf)):
        while i + best < len(leaf) and leaf[i : i + best + 1] in name:
            best += 1
    if best < _SHORT and leaf and name and (leaf[-1] == name[-1] == "分" or leaf in name):
        return 1
    return best if best >= _SHORT else 0


def _judge(view: View, one: Stated, cell: Cell, agreed: int, tally: Tally) -> None:
    found = verdict(one.figure, cell.figure)
    if found.agrees:
        tally.agree(RULE)
        return
    if not agreed and not is_slip([one.figure, cell.figure], lambda pair: meet(pair[0], pair[1])):
        tally.skip(RULE)
        return
    where = f"“{cell.grid.keys[cell.row]}”行" if cell.row is not None else "各行之和" if cell.is_summed else "合计行"
    told = plain(found.computed) if cell.is_summed else cell.figure.shown
    message = (
        f"{one.title}：正文为{one.figure.shown}，{cell.grid.place}{where}“{cell.column.leaf}”为{told}，相差{plain(abs(found.difference))}"
    )
    tally.fail(RULE, message, [*one.figure.evidence, *cell.figure.evidence], verdict=found, severity=_severity(view, cell, agreed))


def _severity(view: View, cell: Cell, agreed: int) -> Literal["error", "warning", "info"]:
    """``info`` where a note says that the table counts more or less than its name does."""
    if cell.row is None and any(word in note for note in cell.grid.table.notes for word in view.words["limits"]):
        return "info"
    return "error" if agreed else "warning"


class _Totals:
    """Totals in the order of their values, so that a figure meets its own without a look at each."""

    def __init__(self, cells: list[Cell]) -> None:
        self.cells = sorted(cells, key=lambda cell: cell.figure.low)
        self.lows = [cell.figure.low for cell in self.cells]
        self.widest = max((cell.figure.high - cell.figure.low for cell in cells), default=Decimal(0))

    def met_by(self, figure: Figure) -> Iterator[Cell]:
        """Those whose bounds share a value with the figure's."""
        first, last = bisect_left(self.lows, figure.low - self.widest), bisect_right(self.lows, figure.high)
        return (cell for cell in self.cells[first:last] if meet(figure, cell.figure))


class _Cells:
    """Which cells a figure of the text may stand for."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.rows: dict[str, list[tuple[Grid, int]]] = defaultdict(list)
        self.sums: dict[tuple[str, int], tuple[Figure, bool] | None] = {}  # of a table's column, by its place
        self.fitting: dict[tuple[str, Form], tuple[Cell, ...]] = {}  # the totals of a table that figures of a form may stand for
        self.of_subject: dict[tuple[str, Form], list[Cell]] = {}
        for grid in view.grids:
            often = Counter(grid.keys)
            for row in grid.body:
                if grid.keys[row] and often[grid.keys[row]] == 1:
                    self.rows[grid.keys[row]].append((grid, row))

    def of(self, one: Stated, populations: dict[str, list[Grid]]) -> list[Cell]:
        cells: list[Cell] = []
        for grid, row in self.named(one.subject):
            for column in grid.columns:
                if row in column.cells and _fits(one, column):
                    cells.append(Cell(grid=grid, column=column, figure=column.cells[row], row=row))
        if not cells:
            subjects = [
                s
                for s in populations
                if s == one.subject or (min(len(s), len(one.subject)) >= _SHORT + 1 and _one_in_other(s, one.subject))
            ]
            for subject in subjects[:1]:
                key = (subject, _form(one))
                if key not in self.of_subject:
                    self.of_subject[key] = [cell for grid in populations[subject] for cell in self.totals(one, grid)]
                return self.of_subject[key]
        return cells

    def named(self, subject: str) -> list[tuple[Grid, int]]:
        """The rows of that name, or the only ones whose name it ends with or that end with it."""
        if subject in self.rows:
            return self.rows[subject]
        if len(subject) < _SHORT or subject in self.view.words["whole_places"]:
            return []
        near = [
            key
            for key in self.rows
            if len(key) >= _SHORT + 1 and len(subject) >= _SHORT + 1 and (key.endswith(subject) or subject.endswith(key))
        ]
        return self.rows[near[0]] if len(near) == 1 else []

    def totals(self, one: Stated, grid: Grid) -> tuple[Cell, ...]:
        """The totals of the columns that could be the figure's, looked for once for all figures of a form."""
        key = (grid.table.id, _form(one))
        if key not in self.fitting:
            totals = ((column, self.total(grid, place)) for place, column in enumerate(grid.columns) if _fits(one, column))
            self.fitting[key] = tuple(
                Cell(grid=grid, column=column, figure=total[0], row=None, is_summed=total[1])
                for column, total in totals
                if total is not None
            )
        return self.fitting[key]

    def total(self, grid: Grid, place: int) -> tuple[Figure, bool] | None:
        """What ``total_of`` says of a column, asked once."""
        key = (grid.table.id, place)
        if key not in self.sums:
            self.sums[key] = total_of(self.view, grid, grid.columns[place])
        return self.sums[key]


def _one_in_other(a: str, b: str) -> bool:
    """Whether one name is the beginning of the other: 市本级, 市本级部门."""
    return a.startswith(b) or b.startswith(a)


def _form(one: Stated) -> Form:
    """What ``_fits`` asks of a figure."""
    return (one.statistic.measure == "rank", one.is_rate, one.statistic.unit, one.period)


def _fits(one: Stated, column: Column) -> bool:
    """Whether unit and period let a figure stand in a column."""
    if (one.statistic.measure == "rank") != column.is_rank or one.is_rate != column.is_percent:
        return False
    unit = one.statistic.unit
    if (
        unit is not None
        and column.unit is not None
        and not column.is_percent
        and not column.is_rank
        and squeeze(column.unit) != squeeze(unit)
    ):
        return False
    period = column.period
    return period is None or not one.period[1] or (period.start, period.end) == one.period


def _populations(view: View, cells: _Cells) -> dict[str, list[Grid]]:
    """Subject → the tables whose totals give at least two of its figures, of different columns, by names that go together."""
    agreed: dict[tuple[str, str], set[str]] = defaultdict(set)
    grids = {grid.table.id: grid for grid in view.grids}
    whole = [grid for grid in view.grids if not any(word in grid.caption for word in view.words["excerpts"])]
    totals: dict[Form, _Totals] = {}
    for one in view.stated:
        if not one.is_count or not one.subject or cells.named(one.subject) or one.figure.value < _TELLING:
            continue
        form = _form(one)
        if form not in totals:
            totals[form] = _Totals([cell for grid in whole for cell in cells.totals(one, grid)])
        for cell in totals[form].met_by(one.figure):
            if _alike(one, cell.column):
                agreed[(one.subject, cell.grid.table.id)].add(cell.column.path)
    out: dict[str, list[Grid]] = defaultdict(list)
    for (subject, table), paths in agreed.items():
        if len(paths) >= AGREEING or subject in grids[table].caption:
            out[subject].append(grids[table])
    return out
