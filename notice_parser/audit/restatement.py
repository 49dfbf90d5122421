"""restatement: the same thing is stated twice, with two values."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from notice_parser.audit.tally import Tally
from notice_parser.audit.tolerance import is_slip, meet, plain, verdict
from notice_parser.audit.view import Stated, View

__all__ = ["check"]

RULE = "restatement"
NEAR = Decimal("0.05")  # how far two statements of one figure may be apart before they are two figures of one name
_OF_ANOTHER = ("完成", "占", "实现")
_SHORT = 3  # characters of a name below which it may be of anything: 受理


def check(view: View, tally: Tally) -> None:
    """Figures of one subject, name, unit and period in different paragraphs, where the name is used once in each."""
    groups: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for one in view.stated:
        if one.statistic.change is None and one.subject and len(one.name) >= _SHORT and _says_what(one):
            name = one.base if len(one.base) >= _SHORT else one.name
            groups[(one.subject, one.statistic.measure, one.statistic.unit, one.period, one.scopes, name)].append(one)
    for group in groups.values():
        _judge(group, tally)


def _says_what(one: Stated) -> bool:
    """Whether a statistic's own words say what it is of: 完成年度预算的99.9% is of whatever was named before."""
    bare = one.is_rate and (one.name.startswith(_OF_ANOTHER) or len(one.name) <= _SHORT)  # 采纳率: of what was named before it
    return "indicator" not in one.statistic.inherited and not bare


def _judge(group: list[Stated], tally: Tally) -> None:
    if len(group) < 2:
        return
    lines = {one.line for one in group}
    values = {one.figure.value for one in group}
    if len(values) == 1:
        tally.agree(RULE)
        return
    if len(group) != 2 or len(lines) != 2 or any(one.is_inner for one in group):
        tally.skip(RULE)
        return
    first, second = group
    found = verdict(first.figure, second.figure)
    if found.agrees:
        tally.agree(RULE)
        return
    largest = max(abs(first.figure.value), abs(second.figure.value))
    if abs(found.difference) > largest * NEAR or (
        first.is_count and not is_slip([first.figure, second.figure], lambda pair: meet(pair[0], pair[1]))
    ):
        tally.skip(RULE)
        return
    message = (
        f"{first.title}前后不一：前为{first.figure.shown}，后为{second.figure.shown}，"
        f"相差{plain(abs(found.difference))}{'个百分点' if first.is_rate else first.statistic.unit or ''}"
    )
    tally.fail(RULE, message, [*first.figure.evidence, *second.figure.evidence], verdict=found)
