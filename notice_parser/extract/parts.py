"""A quantity in two units, one a part of the other: 50元6角三分 is 50.63 元, 3斤5两 is 3.5 斤, 1小时20分钟 is 80 分钟.

The value is told in the larger unit where that is a decimal part of it, so that it stays exact; else in the smaller one.
``[parts]`` of ``grammars/lexicon/units.toml`` says how many of the smaller make one of the larger.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from notice_parser.text.figures import Figure
from notice_parser.text.units import parts_in, unit_after

__all__ = ["Whole", "with_parts"]

MOST_PARTS = 3  # 天, 小时, 分钟, 秒
_TENTHS = {
    "块": "毛",
    "毛": "分",
    "角": "分",
    "米": "分米",
    "m": "分米",
}  # the unit that one Chinese digit has behind these: 九十九块九, 两米九
_END_OF_SHORT = re.compile(r"(?![\u4e00-\u9fff\d])")
_BETWEEN = re.compile(r"零|又| (?=\d)")


class Whole(NamedTuple):
    """The whole: up to ``end``, its value in ``unit``, which is ``larger`` or the last part's."""

    value: Decimal
    precision: Decimal
    unit: str
    kind: str
    end: int


def with_parts(folded: str, whole: Whole, next_at: Callable[[int], Figure | None]) -> Whole:
    """``whole`` with the parts that stand right behind it; itself where none do. ``next_at`` gives the figure that begins at a place."""
    last, scale = whole.unit, Decimal(1)  # the unit of the last part, and how much of the whole's one of it is
    for _ in range(MOST_PARTS):
        if whole.value % 1 and last == whole.unit:
            break  # 1.5小时30分 is no sum
        between = _BETWEEN.match(folded, whole.end)
        later = next_at(between.end() if between else whole.end)
        if later is None or later.form != "plain" or later.value % 1:
            break
        unit = unit_after(folded, later.end)
        if unit is not None:
            name, end, kind = unit.text, unit.end, unit.kind
        elif later.lone and last in _TENTHS and (last in ("块", "毛") or _END_OF_SHORT.match(folded, later.end)):
            name, end, kind = _TENTHS[last], later.end, whole.kind
        else:
            break
        many = parts_in(last, name)
        if many is None or later.value >= many:
            break
        if many == Decimal(10).scaleb(many.adjusted() - 1):
            scale /= many
            whole = whole._replace(value=whole.value + later.value * scale, precision=scale, end=end)
        elif scale == 1:
            kind = "time" if kind == "score" else kind  # 1小时20分
            whole = Whole(whole.value * many + later.value, Decimal(1), name, kind, end)
        else:
            break
        last = name
    return whole
