"""Which figure of the text a cell of a table is: the same value of the same thing, told twice.

A figure goes with the cells that agree with it best in whom, what and when; where two of one table that say different things agree alike,
with none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from notice_parser.model import Period, Statistic

__all__ = ["Restated"]

Rank: TypeAlias = tuple[int, int, int]  # how well whom, what and when agree; a 0 is a contradiction

_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SCALED = re.compile("(?P<scale>[十百千]?[万亿])(?P<unit>.{1,8})")  # what the text's figures are multiplied by
_OF_ALL = re.compile("全.|本.|我.|.{1,8}(?:全[省市县区域]|本级)")
# words that make another thing of the one behind them
_OTHER = re.compile(
    "上年|去年|上月|上期|同期|累计|计划|目标|预算|未|不|应|拟|新增|其中|人均|按[期时]|及时|[超逾]期|主动|重复|首次|有效|退回|在办|其他|以[上下]"
)
_BARE = re.compile("(?:总?数|总?量|情况)$")
_PLACE = re.compile("[省市州盟县区旗乡镇]$")  # behind a whole place a name goes on with one in it
_PART = "小计"
WORD = 2  # characters of a word at least


class _Cell(NamedTuple):
    """A figure of a table: the place of its record, its table, and what it says."""

    record: int
    table: str
    said: tuple[str, str, str | None, str | None]


class Restated:
    """The figures of the text by value and unit, and the cells that may say the same: put in one by one, then settled."""

    def __init__(self, statistics: Sequence[Statistic]) -> None:
        self._of: dict[tuple[Decimal, str | None], list[Statistic]] = defaultdict(list)
        for statistic in statistics:
            if statistic.value is not None and statistic.value_max is None:
                self._of[statistic.value.normalize(), statistic.unit].append(statistic)
        self._cells: dict[str, list[tuple[Rank, _Cell]]] = defaultdict(list)  # by the figure of the text that they may say

    def put(
        self,
        record: int,
        table: str,
        value: Decimal,
        unit: str | None,
        subject: str | None,
        indicator: str | None,
        period: Period | None,
        *,
        is_total: bool,
    ) -> None:
        """A figure of a table, with the place of its record."""
        scaled = _SCALED.fullmatch(unit or "")
        if scaled is not None:
            for char in scaled["scale"]:
                value *= _SCALE[char]
            unit = scaled["unit"]
        for one in self._of.get((value.normalize(), unit), ()):
            rank = (_is_of(one, subject, is_total), _counts(one, indicator), _is_then(one.period, period))
            if all(rank):
                when = (period.start, period.end) if period is not None else (None, None)
                self._cells[one.id].append((rank, _Cell(record, table, (subject or "", "".join(_levels(indicator)), *when))))

    def settled(self) -> Iterator[tuple[int, str]]:
        """The records of cells that restate a figure of the text, each with that figure's id; of several the best, the first."""
        best: dict[int, tuple[Rank, str]] = {}
        for name, found in self._cells.items():
            highest = max(rank for rank, _ in found)
            cells = [cell for rank, cell in found if rank == highest]
            n_said = Counter([table for table, _ in {(cell.table, cell.said) for cell in cells}])
            for cell in cells:
                if n_said[cell.table] == 1 and (cell.record not in best or best[cell.record][0] < highest):
                    best[cell.record] = highest, name
        return ((record, name) for record, (_, name) in best.items())


def _is_of(one: Statistic, subject: str | None, is_total: bool) -> int:
    """Whether both are about the same: by name, or a total and the whole place."""
    if is_total or subject is None:
        if one.subject is not None and _OF_ALL.fullmatch(one.subject) is None:
            return 0
        return 1 if _PART in (subject or "") else 2
    if one.subject is None:
        return 0
    if one.subject == subject:
        return 3
    long, short = (one.subject, subject) if len(one.subject) > len(subject) else (subject, one.subject)
    if not long.endswith(short):
        return 0
    if _PLACE.search(long.removesuffix(short).rstrip("/")):
        return 2
    return 0 if _PLACE.search(short) else 1


def _counts(one: Statistic, indicator: str | None) -> int:
    """Whether both count the same: in the same words, or a level of the header and the words of the text hold each other."""
    said, levels = _BARE.sub("", one.indicator or ""), _levels(indicator)
    if len(said) < 2 or set(_OTHER.findall(said)) != set(_OTHER.findall("/".join(levels))):
        return 0
    if any(_are_one(said, name) for name in ("".join(levels), levels[-1])):
        return 3
    if said in levels:
        return 2
    return int(any(len(level) > 1 and (level in said or said in level) for level in levels))


def _levels(indicator: str | None) -> list[str]:
    return [_BARE.sub("", level) for level in (indicator or "").split("/")]


def _are_one(one: str, other: str) -> bool:
    """Whether two names are one, or have two words of it the other way round: 受理诉求 is 诉求受理; 省对市补助 is not 市对省补助."""
    if one == other or len(one) != len(other):
        return one == other
    alike = [a == b for a, b in zip(one, other, strict=True)]
    first, last = alike.index(False), len(one) - alike[::-1].index(False)
    one, other = one[first:last], other[first:last]
    return any(one[at:] + one[:at] == other for at in range(WORD, len(one) - WORD + 1))


def _is_then(one: Period | None, other: Period | None) -> int:
    """Whether both are of one time, as far as it is known: 6月 and 1—6月 end on one day and are two."""
    if one is None or other is None or one.end is None or other.end is None:
        return 1
    if one.end != other.end:
        return 0
    if one.start == other.start:
        return 2
    return int(one.start is None or other.start is None)
