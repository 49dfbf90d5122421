"""Which figure of the text a cell of a table is: the same value of the same thing, told twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from notice_parser.model import Period, Statistic

__all__ = ["Restated"]

_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SCALED = re.compile("(?P<scale>[十百千]?[万亿])(?P<unit>.{1,8})")  # what the text's figures are multiplied by
_OF_ALL = re.compile("全.|本.|我.|.{1,8}(?:全[省市县区域]|本级)")
# words that make another thing of the one behind them
_OTHER = re.compile("上年|去年|上月|上期|同期|累计|计划|目标|预算|未|不|应|拟|新增|其中|人均")
_BARE = re.compile("(?:总?数|总?量|情况)$")


class Restated:
    """The figures of the text by value and unit, to be asked for each cell."""

    def __init__(self, statistics: Sequence[Statistic]) -> None:
        self._of: dict[tuple[Decimal, str | None], list[Statistic]] = defaultdict(list)
        for statistic in statistics:
            if statistic.value is not None and statistic.value_max is None:
                self._of[statistic.value.normalize(), statistic.unit].append(statistic)

    def of(
        self, value: Decimal, unit: str | None, subject: str | None, indicator: str | None, period: Period | None, *, is_total: bool
    ) -> str | None:
        """The id of the first figure of the text that says the same of the same; null where none does."""
        scaled = _SCALED.fullmatch(unit or "")
        if scaled is not None:
            for char in scaled["scale"]:
                value *= _SCALE[char]
            unit = scaled["unit"]
        for one in self._of.get((value.normalize(), unit), ()):
            if _is_of(one, subject, is_total) and _counts(one, indicator) and _is_then(one.period, period):
                return one.id
        return None


def _is_of(one: Statistic, subject: str | None, is_total: bool) -> bool:
    """Whether both are about the same: by name, or a total and the whole place."""
    if is_total or subject is None:
        return one.subject is None or _OF_ALL.fullmatch(one.subject) is not None
    return one.subject is not None and (one.subject.endswith(subject) or subject.endswith(one.subject))


def _counts(one: Statistic, indicator: str | None) -> bool:
    """Whether both count the same: a level of the header and the words of the text hold each other."""
    said = _BARE.sub("", one.indicator or "")
    levels = [_BARE.sub("", level) for level in (indicator or "").split("/")]
    if set(_OTHER.findall(said)) != set(_OTHER.findall("/".join(levels))):
        return False
    return len(said) > 1 and any(len(level) > 1 and (level in said or said in level) for level in levels)


def _is_then(one: Period | None, other: Period | None) -> bool:
    return one is None or other is None or one.end is None or other.end is None or one.end == other.end
