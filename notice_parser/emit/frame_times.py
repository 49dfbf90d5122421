"""The time that a figure of a table is of: its column's, its row's, else that of the caption, of a line above the table, of the title."""

from __future__ import annotations

import re

from notice_parser.model import Column, Notice, Period, Table

__all__ = ["period_above", "period_of"]

ABOVE, ASIDE = 160, 40  # characters above a table within which its caption stands; of a line that says when it was counted
_PERIODS = ("month", "quarter", "half", "year", "range")
_COUNTED = re.compile("[（(]?(?:截至|截止|统计|数据|时间|日期|填报)|[（(](?:19|20)[0-9]{2}年[^（）()]{0,20}[）)]$")
# a column's own time, which the caption's is not; what is compared with another time is of the caption's all the same
_OTHER_TIME = re.compile("[0-9一二三四五六七八九十]{1,4}[年月日季]|季度|半年|[上去往历前]年|上月|上期|同期|累计|年[末底初]|月[末底]|全年")
_OWN_TIME = re.compile("[0-9][年月日]|累计|季度|半年")
_COMPARED = re.compile("[同环]比|[比较](?![例重率])|增[长减幅速]|升降|涨跌|±")


def period_of(table: Table, row: int, column: Column, above: Period | None) -> Period | None:
    """The time of a figure: its column's, else its row's, else ``above``, unless the column is of another time."""
    own = column.period or (table.row_periods[row] if table.row_periods else None)
    if own is not None:
        return own
    name = "/".join(column.path)
    if above is not None and above.granularity == "as_of":
        name = name.replace("累计", "")  # up to the day that is said
    if name.endswith(("年份", "年度")):
        return None  # 建成年份
    is_other = _OTHER_TIME.search(name) and (_OWN_TIME.search(name) or not _COMPARED.search(name))
    return None if is_other else above


def period_above(notice: Notice, table: Table) -> Period | None:
    """The last time that the table's caption, or a line of its own above the table (统计时间：…), gives, else the one time of the notice's
    title, where it is within a year; it holds for every row.
    """
    return _of_caption(notice, table) or _of_title(notice)


def _of_title(notice: Notice) -> Period | None:
    span = notice.title.span if notice.title is not None else None
    if span is None:
        return None
    inside = [time for time in notice.times if time.span is not None and span[0] <= time.span[0] and time.span[1] <= span[1]]
    if len(inside) != 1 or inside[0].granularity not in _PERIODS:
        return None
    (time,) = inside
    if time.start is None or time.end is None or time.start[:4] != time.end[:4]:
        return None
    return Period(raw=time.raw, start=time.start, end=time.end, granularity=time.granularity, resolved_by=time.resolved_by)


def _of_caption(notice: Notice, table: Table) -> Period | None:
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
