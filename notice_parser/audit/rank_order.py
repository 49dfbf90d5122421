"""rank_order: a ranking that the figures beside it contradict."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from notice_parser.audit.tally import Tally
from notice_parser.audit.view import Column, Grid, Stated, View
from notice_parser.text.width import squeeze

__all__ = ["check"]

RULE = "rank_order"
LISTED = 3  # figures said to be in order before one that is not is reported
_IN_ORDER = re.compile("[从由按](?P<first>[高大多低小少])(?:[到至向])[高大多低小少]")
LEAD = 40  # characters before the words of the order that name what is ordered
_SHARES = ("率", "比", "比例", "比重")
_CLAUSE_ENDS = "。；;\n"
LEAST = 4  # rows that must be in the order of a column before one that is not is reported
_TENTH = 10


def check(view: View, tally: Tally) -> None:
    """Columns of ranks, then ranks of the text, then lists of which the text says how they are ordered."""
    for grid in view.grids:
        for column in grid.columns:
            if column.is_rank:
                _column(grid, column, tally)
    _text(view, tally)
    for line in view.lines:
        if len(line) >= LISTED:
            _listed(view, line, tally)


def _column(grid: Grid, ranks: Column, tally: Tally) -> None:
    """The ranks against the column that they follow best: nearly every row must fit, and the few that do not are reported."""
    rows = [row for row in grid.body if row in ranks.cells]
    best: tuple[int, int, Column, list[int], bool] | None = None
    for column in grid.columns:
        if column.is_rank or column.place == ranks.place:
            continue
        given = [row for row in rows if row in column.cells]
        if len(given) < LEAST or len({column.cells[row].value for row in given}) < LEAST:
            continue
        for falls in (True, False):
            wrong = _misplaced(given, ranks, column, falls=falls)
            entry = (len(given) - 2 * len(wrong), -abs(column.place - ranks.place), column, wrong, falls)
            if best is None or entry[:2] > best[:2]:
                best = entry
    if best is None:
        return
    _, _, column, wrong, falls = best
    given = [row for row in rows if row in column.cells]
    if len(wrong) * _TENTH > len(given) and not (len(wrong) == 1 and len(given) >= LEAST + 1):
        tally.skip(RULE, len(given))
        return
    tally.agree(RULE, len(given) - len(wrong))
    for row in wrong:
        others = [column.cells[other].value for other in given]
        mine = column.cells[row].value
        place = 1 + sum(value > mine if falls else value < mine for value in others)
        stated = ranks.cells[row]
        message = (
            f"{grid.place}“{grid.keys[row]}”：{column.leaf}{column.cells[row].shown}，按此应列第{place}，“{ranks.leaf}”所载为{stated.shown}"
        )
        tally.fail(
            RULE,
            message,
            [*stated.evidence, *column.cells[row].evidence],
            stated=stated.value,
            computed=type(stated.value)(place),
            severity="warning",
        )


def _misplaced(rows: list[int], ranks: Column, column: Column, *, falls: bool) -> list[int]:
    """The fewest rows whose removal leaves ranks and figures in one order."""
    ordered = sorted(rows, key=lambda row: (ranks.cells[row].value, -column.cells[row].value if falls else column.cells[row].value))
    values = [(-column.cells[row].value if falls else column.cells[row].value) for row in ordered]
    # longest non-decreasing subsequence
    best = [1] * len(values)
    back = [-1] * len(values)
    for i in range(len(values)):
        for j in range(i):
            if values[j] <= values[i] and best[j] + 1 > best[i]:
                best[i], back[i] = best[j] + 1, j
    i = max(range(len(values)), key=lambda k: best[k], default=-1)
    kept = set()
    while i >= 0:
        kept.add(ordered[i])
        i = back[i]
    return [row for row in ordered if row not in kept]


def _text(view: View, tally: Tally) -> None:
    """``甲镇95.6分，列第1位；乙镇96.1分，列第2位``: each rank with the score right before it, of the same subject."""
    pairs: dict[tuple[object, ...], list[tuple[Stated, Stated]]] = defaultdict(list)
    stated = view.stated
    for score, rank in pairwise(stated):
        if rank.statistic.measure != "rank" or score.statistic.measure not in ("score", "ratio") or score.statistic.change is not None:
            continue
        if score.line == rank.line and score.subject == rank.subject and score.period == rank.period:
            pairs[(score.statistic.measure, score.base, score.period, score.line)].append((score, rank))
    for group in pairs.values():
        if len(group) < LEAST - 1:
            continue
        ordered = sorted(group, key=lambda pair: pair[1].figure.value)
        wrong = [(a, b) for a, b in pairwise(ordered) if _lower(a, b)]
        rising = all(_lower(a, b) for a, b in pairwise(ordered))
        if not wrong or rising:
            tally.agree(RULE)
            continue
        for a, b in wrong[:1]:
            message = (
                f"{a[0].statistic.subject}{a[0].figure.shown}列{a[1].figure.shown}，{b[0].statistic.subject}{b[0].figure.shown}反列"
                f"{b[1].figure.shown}，名次与数值不符"
            )
            evidence = [*a[1].figure.evidence, *a[0].figure.evidence, *b[1].figure.evidence, *b[0].figure.evidence]
            tally.fail(RULE, message, evidence, stated=a[1].figure.value, computed=b[1].figure.value, severity="warning")


def _lower(a: tuple[Stated, Stated], b: tuple[Stated, Stated]) -> bool:
    """Whether the one ranked first has less, and is not equal in rank."""
    return a[1].figure.value < b[1].figure.value and a[0].figure.high < b[0].figure.low


def _listed(view: View, line: list[Stated], tally: Tally) -> None:
    """``满意率从高到低依次为：甲县98.6%、乙县98.2%、丙县98.4%``: figures of the kind named before the order, each of another body."""
    begin, last = view.document.lines[line[0].line].span
    for said in _IN_ORDER.finditer(view.text, begin, last):
        stop = min((at for mark in _CLAUSE_ENDS if (at := view.text.find(mark, said.end(), last)) >= 0), default=last)
        row = [one for one in line if said.end() <= one.statistic.quantity_span[0] < stop]
        lead = squeeze(view.text[max(begin, said.start() - LEAD) : said.start()])
        if len(row) < LISTED or not row[0].name or row[0].name not in lead:
            continue
        if len({one.subject for one in row}) < len(row) or len({(one.name, one.statistic.unit, one.statistic.measure) for one in row}) > 1:
            continue
        if (row[0].name.endswith(_SHARES) and not row[0].is_rate) or len({one.figure.step for one in row}) > 1:
            continue  # the names are in order, by something else than the figures behind them
        falls = said["first"] in "高大多"
        wrong = [(a, b) for a, b in pairwise(row) if (a.figure.value < b.figure.value if falls else a.figure.value > b.figure.value)]
        if len(wrong) != 1:
            tally.agree(RULE) if not wrong else tally.skip(RULE)
            continue
        ((a, b),) = wrong
        message = f"“{said.group()}”所列{b.subject}{b.figure.shown}在{a.subject}{a.figure.shown}之后，次序与数值不符"
        tally.fail(
            RULE, message, [*a.figure.evidence, *b.figure.evidence], stated=a.figure.value, computed=b.figure.value, severity="warning"
        )
