"""What a figure of a table is about: the columns that name its row, its unit, the time that its table gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from notice_parser.model import Column, Notice, Period, Table

__all__ = ["OTHER_TIME", "key_columns", "period_above", "unit_column", "unit_of"]

OTHER_TIME: Final = re.compile("[年月日]|季度|上期|同期|环比|累计")  # a column's own, which the caption's is not
UNIT = 6  # characters: a longer text is no unit
ABOVE, ASIDE = 160, 40  # characters above a table within which its caption stands; of a line that says when it was counted

_REMARK = re.compile("备\\s*注|说\\s*明|备考|^注$")
_BODIES = ("局", "委", "办", "院", "镇", "乡", "区", "县", "市", "队", "会", "司", "心", "站", "校")
_SEPARATOR = re.compile("[、，,；;]")
_SHARES = ("%", "％", "‰")
_SHARE = re.compile("率|占比|比重|比例|增长|增幅|增速|升降|±|[%％]")
_RANK = re.compile("排名|名次|位次|排序|得分|分值")
_COUNTED = re.compile("[（(]?(?:截至|截止|统计|数据|时间|日期|填报)|[（(](?:19|20)[0-9]{2}年[^（）()]{0,20}[）)]$")


def key_columns(table: Table, units: int | None) -> list[int]:
    """The columns that name what a row is about: those left of its figures, with those on the right where they do not tell rows apart.

    Remarks, sentences and the column of units are none.
    """
    columns = enumerate(table.columns)
    keys = [i for i, column in columns if column.role == "key" and i != units and not _is_remark(column, [row[i] for row in table.raw])]
    first = next((i for i, column in enumerate(table.columns) if column.role == "measure"), len(table.columns))
    left = [i for i in keys if i < first]
    body = [row for i, row in enumerate(table.raw) if i not in table.section_rows and i not in table.total_rows]
    return left if left and len({tuple(row[i] for i in left) for row in body}) == len(body) else keys


def _is_remark(column: Column, cells: Sequence[str]) -> bool:
    return bool(column.path and _REMARK.search(column.path[-1])) or any(cell.endswith("。") for cell in cells)


def unit_column(table: Table) -> int | None:
    """The column that gives each row its unit (计量单位, or 单位 behind what it is of); not one of bodies."""
    for i, column in enumerate(table.columns):
        name = "".join(column.path[-1].split()) if column.path else ""
        if name == "计量单位" or (name == "单位" and i and any(one.role == "key" for one in table.columns[:i])):
            cells = [row[i] for row in table.raw if row[i]]
            if cells and all(len(cell) <= UNIT and not cell.endswith(_BODIES) for cell in cells):
                return i
    return None


def unit_of(table: Table, column: Column, of_row: str | None) -> str | None:
    """The unit of a figure: its column's, else its row's, else the table's; what is a share or a rank has not that of the amounts."""
    if column.unit or column.type == "percent":
        return column.unit or "%"
    units = [one.strip() for one in _SEPARATOR.split(of_row or table.unit or "") if one.strip()]
    shares, others = [one for one in units if one in _SHARES], [one for one in units if one not in _SHARES]
    if _SHARE.search("/".join(column.path)):
        return shares[0] if shares else None
    if _RANK.search(column.path[-1] if column.path else ""):
        return None
    one = others or shares
    return one[0] if len(one) == 1 else None


def period_above(notice: Notice, table: Table) -> Period | None:
    """The last time that the table's caption, or a line of its own above the table (统计时间：…), gives; it holds for every row."""
    span = table.parts[0].span
    if span is None or not table.caption:
        return None
    caption = "".join(table.caption.split())
    for time in reversed(notice.times):
        if time.span is None or time.span[1] > span[0]:
            continue
        if time.span[0] < span[0] - ABOVE:
            break
        begin, end = notice.text.rfind("\n", 0, time.span[0]) + 1, notice.text.find("\n", time.span[1])
        line = "".join(notice.text[begin : end if end >= 0 else None].split())
        if line in caption or caption in line or (_COUNTED.match(line) and len(line) <= ASIDE):
            return Period(raw=time.raw, start=time.start, end=time.end, granularity=time.granularity, resolved_by=time.resolved_by)
    return None
