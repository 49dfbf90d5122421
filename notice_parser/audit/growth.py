"""growth: a value, by how much it rose, and the rate of the rise disagree; or a column of rates with those of now and then."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notice_parser.audit.learned import MAX_COLUMNS, best_relation, hold
from notice_parser.audit.row_sum import row_name
from notice_parser.audit.tally import Tally
from notice_parser.audit.tolerance import Figure, change_of, is_slip, meet, plain, verdict
from notice_parser.audit.view import Column, Grid, Stated, View

__all__ = ["check"]

RULE = "growth"
# of one year among several; of what is left when something is taken out, or is reckoned as it was then (剔除留抵退税后同口径下降6.1%)
_ON_OTHER_TERMS = re.compile("年?[平年]均|每年|剔除|扣除|剔掉|口径|可比|不变价|还原")

_COMPARED = re.compile("(?:比|较|同)[^，。；]{0,12}$")  # 较2021年的, before what it was then
_RATE_BEHIND = re.compile("、(?:增长|上升|提高|增加|增幅|下降|减少|降低|降幅|降)")
_RISE_BEHIND = re.compile("[，,、](?:净?增[加收]?|减[少收]?)")
_VERB = 6  # characters between that and the rate
_BACK = 8  # figures before it among which the present one stands


def check(view: View, tally: Tally) -> None:
    """Triples of the text, then columns."""
    for line in view.lines:
        for i in range(len(line) - 1):
            _beside_base(view, line, i, tally)
            # what stands between a figure and its rise: 完成8.46亿元，完成预算的52.5%，比上年同期增收0.62亿元
            now = next((one for one in reversed(line[max(0, i - 2) : i]) if one.is_count and one.statistic.change is None), None)
            if now is not None:  # 增长8.4%，增收0.53亿元 too
                rise, rate = line[i : i + 2][::-1] if _RISE_BEHIND.fullmatch(view.between(line[i], line[i + 1])) else line[i : i + 2]
                _triple(view, now, rise, rate, tally)
    for grid in view.grids:
        _columns(view, grid, tally)


def _triple(view: View, now: Stated, rise: Stated, rate: Stated, tally: Tally) -> None:
    """``1286家次，比上年同期增加143家次，增长12.51%``."""
    changes = (rise.statistic.change, rate.statistic.change)
    if now.statistic.change is not None or changes[0] is None or changes[1] is None or not now.is_count:
        return
    if rise.statistic.unit != now.statistic.unit or rate.statistic.unit != "%" or not now.line == rise.line == rate.line:
        return
    if now.sentence != rise.sentence or rise.sentence != rate.sentence or changes[0].direction != changes[1].direction:
        return
    if any(word in now.name for word in view.words["real_terms"]) or _ON_OTHER_TERMS.search(rate.own):
        tally.skip(RULE)  # its growth is that at constant prices, or of one year among several; the rise is not
        return
    alike = now.subject == rise.subject == rate.subject and now.period == rise.period == rate.period
    if not alike or changes[0].basis != changes[1].basis or "分别" in rate.own or ("、" in rate.own and not _is_pair(view, rise, rate)):
        tally.skip(RULE)
        return
    base = _less(now.figure, rise.figure)
    computed = change_of(now.figure, base)
    if computed is None or now.figure.value == rise.figure.value:
        tally.skip(RULE)
        return
    found = verdict(rate.figure, computed)
    if found.agrees:
        tally.agree(RULE)
        return
    sign = "－" if rise.figure.value >= 0 else "＋"
    message = (
        f"{now.title}：基数为{now.figure.shown}{sign}{rise.figure.shown}＝{plain(base.value)}"
        f"{now.statistic.unit or ''}，增幅应为{plain(found.computed)}%，所载为{rate.figure.shown}"
    )
    tally.fail(RULE, message, [*rate.figure.evidence, *now.figure.evidence, *rise.figure.evidence], verdict=found)


def _is_pair(view: View, rise: Stated, rate: Stated) -> bool:
    """Whether 、 parts nothing but a rise and its own rate: 同比减少31件、下降11.5%."""
    return bool(_RATE_BEHIND.fullmatch(view.between(rise, rate))) and "、" not in rise.own


def _beside_base(view: View, line: Sequence[Stated], i: int, tally: Tally) -> None:
    """``212.4公里，…，较2021年的186.5公里增长13.9%``: what it was stands before the rate. Reported where one digit explains it."""
    base, rate = line[i], line[i + 1]
    change = rate.statistic.change
    if change is None or rate.statistic.unit != "%" or not base.is_count or base.statistic.change is not None or base.line != rate.line:
        return
    if not _COMPARED.search(base.own) or len(view.between(base, rate)) > _VERB or base.period == rate.period:
        return
    same = [one for one in line[max(0, i - _BACK) : i] if one.is_count and one.statistic.unit == base.statistic.unit]
    same = [one for one in same if one.subject == base.subject and one.base == base.base and one.period != base.period]
    if not same or any(word in base.name for word in view.words["real_terms"]) or _ON_OTHER_TERMS.search(rate.own + base.own):
        return
    now = same[-1]
    computed = change_of(now.figure, base.figure)
    if computed is None:
        return
    found = verdict(rate.figure, computed)
    if found.agrees:
        tally.agree(RULE)
    elif is_slip([rate.figure, now.figure, base.figure], _is_grown):
        message = f"{now.title}：由{base.figure.shown}到{now.figure.shown}，增幅应为{plain(found.computed)}%，所载为{rate.figure.shown}"
        evidence = [*rate.figure.evidence, *now.figure.evidence, *base.figure.evidence]
        tally.fail(RULE, message, evidence, verdict=found, severity="warning")
    else:
        tally.skip(RULE)


def _is_grown(figures: Sequence[Figure]) -> bool:
    """Whether the first figure is by how much per cent the second is above the third."""
    computed = change_of(figures[1], figures[2])
    return computed is not None and meet(figures[0], computed)


def _less(now: Figure, rise: Figure) -> Figure:
    """What it was before."""
    return Figure(
        value=now.value - rise.value,
        low=now.low - rise.high,
        high=now.high - rise.low,
        step=min(now.step, rise.step),
        shown=plain(now.value - rise.value),
        evidence=(*now.evidence, *rise.evidence),
    )


def _columns(view: View, grid: Grid, tally: Tally) -> None:
    """Columns of rates, or of differences, that their rows show to be made of two others."""
    counts = grid.counts
    if not 2 <= len(counts) <= MAX_COLUMNS:
        return
    rows = grid.rows
    for column in grid.columns:
        if not any(word in column.path for word in ("增", "减", "±", "同比", "环比", "升", "降")):
            continue
        compute = _growth if column.is_percent or "%" in column.path or "％" in column.path or "率" in column.leaf else _difference
        relations = [
            relation
            for now in counts
            for base in counts
            if now.place != base.place and column.place not in (now.place, base.place)
            if (relation := hold(grid, column, (now, base), compute, rows=rows, known=False)) is not None
        ]
        best = best_relation(relations)
        if best is None:
            continue
        tally.agree(RULE, len(best.agreed) + best.trivial)
        for row, found in best.failed:
            now, base = (source.cells[row] for source in best.sources)
            stated = column.cells[row]
            how = f"（{now.shown}－{base.shown}）÷{base.shown}" if compute is _growth else f"{now.shown}－{base.shown}"
            sign = "%" if compute is _growth else ""
            message = f"{grid.place}{row_name(grid, row)}：{how}＝{plain(found.computed)}{sign}，“{_named(column)}”所载为{stated.shown}"
            tally.fail(RULE, message, [*stated.evidence, *now.evidence, *base.evidence], verdict=found)


def _named(column: Column) -> str:
    return column.leaf or column.path or "增减"


def _growth(terms: Sequence[Figure]) -> Figure | None:
    return change_of(terms[0], terms[1])


def _difference(terms: Sequence[Figure]) -> Figure | None:
    return _less(terms[0], terms[1])
