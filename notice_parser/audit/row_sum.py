"""row_sum: the total at the end of a row is not the sum of the row's other figures."""

from __future__ import annotations

from collections.abc import Sequence

from notice_parser.audit.learned import MAX_COLUMNS, Relation, best_relation, hold
from notice_parser.audit.tally import Tally
from notice_parser.audit.tolerance import Figure, plain, sum_of
from notice_parser.audit.view import Column, Grid, View

__all__ = ["check", "row_name"]

RULE = "row_sum"


def check(view: View, tally: Tally) -> None:
    """Each column that its rows show to be the sum of neighbouring ones."""
    for grid in view.grids:
        for relation in relations(view, grid):
            tally.agree(RULE, len(relation.agreed) + relation.trivial)
            for row, found in relation.failed:
                terms = [source.cells[row] for source in relation.sources]
                stated = relation.column.cells[row]
                message = (
                    f"{grid.place}{row_name(grid, row)}：{'＋'.join(term.shown for term in terms)}＝{plain(found.computed)}，"
                    f"“{relation.column.leaf}”所载为{stated.shown}，相差{plain(abs(found.difference))}"
                )
                evidence = [*stated.evidence, *(one for term in terms for one in term.evidence)]
                tally.fail(RULE, message, evidence, verdict=found)


def row_name(grid: Grid, row: int) -> str:
    """How a message names a row."""
    if row in grid.table.total_rows:
        return "合计行"
    return f"“{grid.keys[row]}”" if grid.keys[row] else f"第{row + 1}行"


def relations(view: View, grid: Grid) -> list[Relation]:
    """One relation at most for each column: the run of neighbours on one side whose sums agree in most rows."""
    columns = grid.additive
    if not 3 <= len(columns) <= MAX_COLUMNS:
        return []
    rows = grid.rows
    found: list[Relation] = []
    for i, column in enumerate(columns):
        is_named = any(word in column.leaf for word in view.words["totals"])
        candidates = [
            relation
            for run in _runs(columns, i)
            if (relation := hold(grid, column, tuple(run), _total, rows=rows, known=is_named)) is not None
            and (is_named or len(relation.agreed) >= 3 + (len(relation.failed) > 0))
        ]
        best = best_relation(candidates)
        if best is not None and not any(_mirrors(best, other) for other in found):
            found.append(best)
    return found


def _runs(columns: Sequence[Column], i: int) -> list[Sequence[Column]]:
    """The runs of two columns and more that end right before or begin right after a column; and all others together."""
    before = [columns[j:i] for j in range(max(0, i - 12), i - 1)]
    after = [columns[i + 1 : j] for j in range(i + 3, min(len(columns), i + 13) + 1)]
    return [*before, *after]


def _mirrors(a: Relation, b: Relation) -> bool:
    """Whether two relations say the same: one column twice as whole and as part."""
    return a.column.place in {c.place for c in b.sources} and b.column.place in {c.place for c in a.sources}


def _total(terms: Sequence[Figure]) -> Figure | None:
    return sum_of(terms)
