"""column_sum: a 合计 row is not the sum of the rows that it totals.

Which rows it totals is told from the columns that agree: all above it, those since the total before, or the 小计 rows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from notice_parser.audit.tally import Tally
from notice_parser.audit.tolerance import Figure, Verdict, is_slip_of_sum, plain, sum_of, verdict
from notice_parser.audit.view import Column, Grid, View

__all__ = ["Totals", "check", "total_of"]

RULE = "column_sum"
_MOST_TOTALS = 100  # of a table; of more, only the first and the last are tried as the total of all rows
_LONG_SUM = 6  # terms that a message prints; more are told by their number


class Totals(Struct, frozen=True, kw_only=True):
    """What the rows ``parts`` add up to in row ``total``, column by column."""

    total: int
    parts: tuple[int, ...]
    agreed: tuple[Column, ...]
    trivial: int
    failed: tuple[tuple[Column, Verdict], ...]


def check(view: View, tally: Tally) -> None:
    """Each total row against the rows that it totals."""
    for grid in view.grids:
        for totals in of_grid(view, grid):
            if not _is_sure(grid, totals):
                tally.skip(RULE, len(totals.failed))
                tally.agree(RULE, len(totals.agreed) + totals.trivial)
                continue
            tally.agree(RULE, len(totals.agreed) + totals.trivial)
            for column, found in totals.failed:
                _report(grid, totals, column, found, tally)


def _is_sure(grid: Grid, totals: Totals) -> bool:
    """Whether a column that does not add up is the column's fault, not of our reading which rows are totalled."""
    if len(totals.agreed) > len(totals.failed) or (totals.agreed and len(totals.failed) == 1):
        return True
    if len(totals.failed) != 1 or totals.agreed or totals.total not in grid.table.total_rows:
        return False
    column = totals.failed[0][0]
    terms = [column.cells[row] for row in totals.parts if row in column.cells]
    return is_slip_of_sum([column.cells[totals.total], *terms])


def _report(grid: Grid, totals: Totals, column: Column, found: Verdict, tally: Tally) -> None:
    terms = [(row, column.cells[row]) for row in totals.parts if row in column.cells]
    stated = column.cells[totals.total]
    if len(terms) <= _LONG_SUM:
        summed = "＋".join(term.shown for _, term in terms)
    else:
        summed = f"{terms[0][1].shown}＋……＋{terms[-1][1].shown}（共{len(terms)}行）"
    message = (
        f"{grid.place}“{column.leaf}”列：{summed}＝{plain(found.computed)}，合计行所载为{stated.shown}，相差{plain(abs(found.difference))}"
    )
    evidence = [*stated.evidence, *(one for _, term in terms for one in term.evidence)]
    tally.fail(RULE, message, evidence, verdict=found, severity="error" if totals.agreed else "warning")


def of_grid(view: View, grid: Grid) -> list[Totals]:
    """The total rows, each with the rows that best explain it."""
    columns = grid.additive
    marked = set(grid.table.total_rows)
    rows = grid.rows
    totals = [row for row in rows if row in marked] or _unmarked(grid, columns, rows)
    marked |= set(totals)
    of_all = totals if len(totals) <= _MOST_TOTALS else [totals[0], totals[-1]]
    body = tuple(row for row in rows if row not in marked)
    borders = sorted({*marked, *grid.table.section_rows, -1, len(grid.table.rows)})
    out: list[Totals] = []
    for total in totals:
        groups = _near(total, body, borders)
        if total in of_all:
            groups = [*_whole(total, body, rows, marked), *groups, tuple(row for row in body if "其中" not in grid.keys[row])]
        tried = [_try(total, parts, columns) for parts in dict.fromkeys(groups) if len(parts) >= 2]
        best = max(tried, key=lambda one: (len(one.agreed), -len(one.failed)), default=None)
        if best is not None and (best.agreed or best.failed):
            out.append(best)
    return out


def _unmarked(grid: Grid, columns: Sequence[Column], rows: Sequence[int]) -> list[int]:
    """A first or last row that is the sum of all others, though it does not say so: 全市 above its counties."""
    for row in (rows[0], rows[-1]) if len(rows) >= 4 else ():
        found = _try(row, tuple(other for other in rows if other != row), columns)
        if len(found.agreed) >= 2 and len(found.agreed) > len(found.failed):
            return [row]
    return []


def _near(total: int, body: tuple[int, ...], borders: Sequence[int]) -> list[tuple[int, ...]]:
    """The rows between a total and the mark before it, and those between it and the mark after it."""
    at = bisect_left(borders, total)
    first, before, behind, last = (bisect_left(body, row) for row in (borders[at - 1] + 1, total, total + 1, borders[at + 1]))
    return [body[first:before], body[behind:last]]


def _whole(total: int, body: tuple[int, ...], rows: Sequence[int], marked: set[int]) -> list[tuple[int, ...]]:
    """The rows that a total of the whole table may be of: all, those above it, the other totals."""
    return [body, body[: bisect_left(body, total)], tuple(row for row in rows if row in marked and row != total)]


def _try(total: int, parts: tuple[int, ...], columns: Sequence[Column]) -> Totals:
    agreed: list[Column] = []
    failed: list[tuple[Column, Verdict]] = []
    trivial = 0
    for column in columns:
        stated = column.cells.get(total)
        terms = [column.cells[row] for row in parts if row in column.cells]
        if stated is None or len(terms) < 2:
            continue
        found = verdict(stated, sum_of(terms))
        if not found.agrees:
            failed.append((column, found))
        elif stated.value == 0 or any(term.value == stated.value for term in terms):
            trivial += 1
        else:
            agreed.append(column)
    return Totals(total=total, parts=parts, agreed=tuple(agreed), trivial=trivial, failed=tuple(failed))


def total_of(view: View, grid: Grid, column: Column) -> tuple[Figure, bool] | None:
    """The figure of a column for all that the table lists, and whether it had to be added up here; null where that is not told."""
    totals = [row for row in grid.table.total_rows if row in column.cells]
    if len(totals) == 1:
        return column.cells[totals[0]], False
    if totals or not column.is_additive:
        return None
    rows = [row for row in grid.body if row in column.cells]
    if len(rows) < 2:
        return None
    marked = _unmarked(grid, grid.additive, grid.body)
    if marked:
        return (column.cells[marked[0]], False) if marked[0] in column.cells else None
    return sum_of([column.cells[row] for row in rows]), True
