"""sequence: the serial numbers of a table leave one out or give one twice."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from notice_parser.audit.tally import Tally
from notice_parser.audit.view import Grid, View
from notice_parser.model import Evidence

__all__ = ["check"]

RULE = "sequence"
LEAST = 4  # rows that are numbered


def check(view: View, tally: Tally) -> None:
    """Index columns that count up by one; they may begin anew."""
    for grid in view.grids:
        for place, column in enumerate(grid.table.columns):
            if column.role == "index":
                _column(grid, place, tally)


def _column(grid: Grid, place: int, tally: Tally) -> None:
    table = grid.table
    merged = {row for first, left, height, _ in table.merged if left == place for row in range(first + 1, first + height)}
    rows = [row for row in grid.body if row not in merged]
    numbers = [(row, table.rows[row][place]) for row in rows]
    if len(numbers) < LEAST or any(not isinstance(number, Decimal) or number != number.to_integral_value() for _, number in numbers):
        tally.skip(RULE)
        return
    steps = [(a, b) for a, b in pairwise(numbers) if b[1] != 1]
    wrong = [(a, b) for a, b in steps if b[1] != a[1] + 1]
    tally.agree(RULE, len(numbers) - len(wrong))
    repeated = sum(b[1] == a[1] for a, b in wrong)
    if len(wrong) > 1 and (repeated == len(wrong) or len(wrong) * 10 > len(numbers)):
        tally.skip(RULE, len(wrong))  # one number over several rows, or a number of another kind
        return
    for (before, previous), (row, number) in wrong:
        what = "重复" if number == previous else "跳号" if number > previous else "倒序"
        message = f"{grid.place}第{row + 1}行序号{what}：{table.raw[before][place].strip()}之后为{table.raw[row][place].strip()}"
        evidence = [Evidence(table=table.id, row=n, column=place) for n in (row, before)]
        tally.fail(RULE, message, evidence, stated=number, computed=previous + 1, severity="warning")
