"""sequence: the serial numbers of a table leave one out or give one twice."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from notice_parser.audit.column_sum import of_grid
from notice_parser.audit.tally import Tally
from notice_parser.audit.view import Grid, View
from notice_parser.model import Evidence

__all__ = ["check"]

RULE = "sequence"
_MARKED = ("markdown", "tsv", "html", "docx", "sheet")  # tables whose rows the file itself tells
LEAST = 4  # rows that are numbered
_SECOND = 2  # a number that no table begins with, unless it goes on from another


def check(view: View, tally: Tally) -> None:
    """Index columns that count up by one; they may begin anew."""
    for grid in view.grids:
        for place, column in enumerate(grid.table.columns):
            if column.role == "index":
                _column(view, grid, place, tally)


def _column(view: View, grid: Grid, place: int, tally: Tally) -> None:
    table = grid.table
    merged = {row for first, left, height, _ in table.merged if left == place for row in range(first + 1, first + height)}
    rows = [row for row in grid.body if row not in merged]
    numbers = [(row, table.rows[row][place]) for row in rows]
    if len(numbers) < LEAST or any(not isinstance(number, Decimal) or number != number.to_integral_value() for _, number in numbers):
        tally.skip(RULE)
        return
    # a row may be lost where the rows themselves had to be told from a page's picture
    severity: Literal["warning", "info"] = "warning" if all(part.method in _MARKED for part in table.parts) else "info"
    if numbers[0][1] == _SECOND and _total_is_off(view, grid):
        message = f"{grid.place}序号自{table.raw[numbers[0][0]][place].strip()}起，缺第1行，合计也多于各行之和"
        evidence = [Evidence(table=table.id, row=numbers[0][0], column=place)]
        tally.fail(RULE, message, evidence, stated=numbers[0][1], computed=Decimal(1), severity=severity)
    wrong: list[tuple[tuple[int, Decimal], tuple[int, Decimal]]] = []
    last = numbers[0]
    for i, one in enumerate(numbers[1:], 1):
        after = numbers[i + 1][1] if i + 1 < len(numbers) else None
        if one[1] != last[1] + 1 and one[1] != 1:
            wrong.append((last, one))
            if after == last[1] + 2:  # this number alone is wrong: the next goes on as if it were right
                one = (one[0], last[1] + 1)
        last = one
    tally.agree(RULE, len(numbers) - len(wrong))
    repeated = sum(b[1] == a[1] for a, b in wrong)
    if len(wrong) > 1 and (repeated == len(wrong) or len(wrong) * 10 > len(numbers)):
        tally.skip(RULE, len(wrong))  # one number over several rows, or a number of another kind
        return
    for (before, previous), (row, number) in wrong:
        what = "重复" if number == previous else "跳号" if number > previous else "倒序"
        message = f"{grid.place}第{row + 1}行序号{what}：{table.raw[before][place].strip()}之后为{table.raw[row][place].strip()}"
        evidence = [Evidence(table=table.id, row=n, column=place) for n in (row, before)]
        tally.fail(RULE, message, evidence, stated=number, computed=previous + 1, severity=severity)


def _total_is_off(view: View, grid: Grid) -> bool:
    """Whether every total is more than its rows give, as where a row was left out."""
    found = of_grid(view, grid)
    return any(one.failed and not one.agreed and all(off.difference < 0 for _, off in one.failed) for one in found)
