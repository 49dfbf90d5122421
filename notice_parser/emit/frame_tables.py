"""What a figure of a table is about: the cells that name its row, what is counted, its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from notice_parser.model import Column, Table

__all__ = ["Block", "blocks_of", "indicator_of", "is_target", "subject_of", "unit_of"]

NEARLY = 0.75  # of the rows
UNIT = 6  # characters: a longer text is no unit

_REMARK = re.compile("备\\s*注|说\\s*明|备考|^注$")
_INDICATOR = re.compile("指标(?:名称|项)?$")
# headers of what names a row further, though the columns before it tell the rows apart by themselves
_NAMING = re.compile("(?<!所在)(?<!所属)(?:名称?|项目|事项|任务|类别|分类|[省市县区镇乡村]|街道|社区)(?:[（(].{1,12}[）)])?$")
_MARKER = re.compile("(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[、.．](?![0-9])|其中[：:]?)")
_BODIES = ("局", "委", "办", "院", "镇", "乡", "区", "县", "市", "队", "会", "司", "心", "站", "校")
_NOTED = re.compile("[①-⑳*＊]{1,4}$")  # the mark of a note below the table
_SEPARATOR = re.compile("[、，,；;]")
_SHARES = ("%", "％", "‰")
_SHARE = re.compile("率|占比|比重|比例|增长|增幅|增速|升降|±|[%％]|[同环]比(?=/|$)")
_CODE = re.compile("(?:编[码号]|代码|证号|文号)$")
# levels, places and their sums, which head columns where the rows name what is counted
_PLACE = re.compile("全[国省市区州县镇乡]|.{0,10}(?:[省市区县旗州镇乡]|街道|本级|市直)|[合总小]计")
# what heads the rows of such a table, and rows that say by themselves that they are counted, below a header without a word
_COUNTED = re.compile("(?:指标(?:名称|项)?|项目|内容|类别|分类|科目|品种)(?:[（(].{1,12}[）)])?$")
_COUNT = re.compile("[数量率额]$|比重$|占比$|面积$|人口$|[（(][^（）()]{1,10}[）)]$")
_RANK = re.compile("排名|名次|位次|排序|得分|分值|权重")
_PART = re.compile("其中[：:]?")
_SUM = re.compile("[合小总共]计|总[数量额]")
_SIGN = re.compile("(?<=[\u4e00-\u9fff])±?[%％‰]$")
_MONEY = re.compile(
    "(?:资金(?:来源|构成|筹措|安排)?|投资|[金总余差]额|补[助贴]|奖励|经费|费用?|收入|支出|产值|增加值|总价|价款|贷款|[预决]算|债务|税款?|税收|报酬|工资|损失)(?:[额数量]|总额|合计)?$"
)
# what else a column may count by the end of its name, and the units of it; what may be counted in other units too is left out:
# 用地 (宗), 装机容量 (千瓦), 储量 (立方米), and offices of persons: 河长, 路长
_KINDS = tuple(
    (re.compile(f"(?:{name})(?:合计|总计|总[数量])?$"), re.compile(f"[千万亿]?(?:{units})"))
    for name, units in (
        ("面积|亩数|用地规模", "亩|公顷|平方米|平方[公千][里米]|平米|㎡|k?m²"),
        ("里程|长度|[全总]长|[宽高深]度", "公里|千米|米|k?m"),
        ("库容量?|(?<!降)[水方]量|土石方量?|容积", "立方米|方|m³"),
        ("降[水雨]量", "毫米|mm"),
        ("产量|重量|吨位", "吨|公斤|千克|克|kg|t"),
        ("人[数口次员]|(?:劳动力|职工|[学考]生|[党团]员)数?", "人次?|名"),
        ("户数|(?:[农住用]户|家庭)数?", "户"),
        ("床位数?", "张|床"),
        ("(?:机构|单位|企业|个)数", "个|家|所"),
        ("电量", "千瓦时|度|kWh"),
    )
)
_NUMBER_OF = re.compile("[数量人户个]$")
_BRACKETED = re.compile("[（(][^（）()]{1,20}[）)]$")
_YEAR = re.compile("(?:19|20)[0-9]{2}年度?")
_TARGET = re.compile("目标|计划(?!生育)|预期")
_AIM = re.compile("(?<!完成)(?<!实现)目标[值数]?(?:[（(][^（）()]{1,12}[）)])?$")
_RATE = re.compile("占|为|比|率|[%％]")
_DONE = re.compile("占|为|比|率|完成|实际|%|％")


class Block(NamedTuple):
    """Columns that belong together, with those of them that name whom a row is about, what it counts, and its unit."""

    columns: range
    subjects: tuple[int, ...]
    indicators: tuple[int, ...]
    units: int | None
    is_turned: bool = False  # its figures' columns say whom they are about, its rows what is counted


def blocks_of(table: Table) -> list[Block]:
    """The table as one block, or as many as stand side by side in its rows under headers that begin alike, 单位 得分 单位 得分, or are
    alike but for what names the rows: 收入项目 预算数 支出项目 预算数.
    """
    times = _time_column(table)
    starts = _starts(table.columns)
    ranges = [range(a, b) for a, b in zip(starts, [*starts[1:], len(table.columns)], strict=True)]
    if len(ranges) < 2 or not all(_is_whole([table.columns[i] for i in one]) for one in ranges):
        ranges = [range(len(table.columns))]
    return [_turned(table, _block(table, one, times)) for one in ranges]


def _starts(columns: Sequence[Column]) -> list[int]:
    """Where a label comes again that begins the header, or one of another group that does (收入/项目, 支出/项目（按功能分类））; else 0,
    and the middle where both halves are alike behind what names their rows.
    """
    names = [_BRACKETED.sub("", column.path[-1]) if column.path else "" for column in columns]
    same = [i for i, column in enumerate(columns) if column.path and column.path == columns[0].path]
    if len(same) > 1:
        return same
    begins = [i for i, column in enumerate(columns) if column.role == "key" and (not i or columns[i - 1].role == "measure")]
    if begins[:1] == [0] and len(again := [i for i in begins if names[i] and names[i] == names[0]]) > 1:
        return again
    half = len(columns) // 2
    if {0, half} <= set(begins) and all(names) and names[1:half] == names[half + 1 :]:
        return [0, half]
    return [0]


def _turned(table: Table, block: Block) -> Block:
    """The block, turned where all its figures stand below places (全市, 云坪区) and its rows name no more than what is counted::

    指标名称 │ 单位 │ 全市 │ 云坪区 │ 禾丰县

    Rows of bodies, persons and times (单位, 企业名称, 月份) are not counted.
    """
    names = [table.columns[i].path[-1] if table.columns[i].path else "" for i in block.columns if table.columns[i].role == "measure"]
    if len(set(names)) < 2 or not all(map(_PLACE.fullmatch, names)) or all(map(_SUM.fullmatch, names)):
        return block
    rows = block.indicators or block.subjects
    if not rows or (block.indicators and block.subjects) or not all(_is_counted(table, i) for i in rows):
        return block
    return block._replace(subjects=(), indicators=rows, is_turned=True)


def _is_counted(table: Table, place: int) -> bool:
    """Whether a column says what is counted, by its header, else by all its cells; not where most of these are places or levels."""
    cells = [row[place] for row in table.raw if row[place]]
    if 2 * sum(_PLACE.fullmatch(cell) is not None for cell in cells) > len(cells):
        return False
    path = table.columns[place].path
    return _COUNTED.search("".join(path[-1].split())) is not None if path else all(map(_COUNT.search, cells))


def _is_whole(columns: Sequence[Column]) -> bool:
    return {"key", "measure"} <= {column.role for column in columns}


def _block(table: Table, columns: range, times: int | None) -> Block:
    units = _unit_column(table, columns)
    keys = [
        i
        for i in columns
        if table.columns[i].role == "key" and i not in (units, times) and not _is_remark(table.columns[i], [row[i] for row in table.raw])
    ]
    first = next((i for i in columns if table.columns[i].role == "measure" and any(key < i for key in keys)), columns.stop)
    left = [i for i in keys if i < first]
    indicators = tuple(i for i in left if table.columns[i].path and _INDICATOR.search(table.columns[i].path[-1]))
    rest = [i for i in (*left, *(i for i in keys if i > first)) if i not in indicators]
    rest.sort(
        key=lambda i: bool(table.columns[i].path) and _CODE.search(table.columns[i].path[-1]) is not None
    )  # a name goes before a code
    told = [_told_apart(table, (*rest[:n], *indicators)) for n in range(len(rest) + 1)]
    for share in (1.0, NEARLY):  # the fewest columns that tell all rows apart, else most
        n = next((n for n, one in enumerate(told) if one >= share and (n or indicators)), None)
        if n is not None:
            more = [i for i in rest[n:] if i < first and not indicators and _names(table.columns[i])]
            return Block(columns, (*rest[:n], *more), indicators, units)
    return Block(columns, tuple(i for i in left if i not in indicators), indicators, units)


def _names(column: Column) -> bool:
    return bool(column.path) and _NAMING.search(column.path[-1]) is not None


def _told_apart(table: Table, columns: Sequence[int]) -> float:
    """The share of body rows that say something of their own in these columns, for their time."""
    body = [i for i in range(len(table.raw)) if i not in table.section_rows and i not in table.total_rows]
    body = [i for i in body if any(table.raw[i][c] for c in columns)] or body
    times = table.row_periods or (None,) * len(table.raw)
    said = {(tuple(table.raw[i][c] for c in columns), (time.start, time.end) if (time := times[i]) else None) for i in body}
    return len(said) / len(body) if body else 1.0


def _time_column(table: Table) -> int | None:
    """The column from which the times of the rows were read."""
    if not any(table.row_periods):
        return None
    pairs = [(row, period.raw or "") for row, period in zip(table.raw, table.row_periods, strict=True) if period is not None]
    return next(
        (i for i, column in enumerate(table.columns) if column.role == "key" and all(row[i].startswith(raw) for row, raw in pairs)), None
    )


def _is_remark(column: Column, cells: Sequence[str]) -> bool:
    """Whether a column remarks on its rows: 备注, sentences, and clauses under a header that promises no name."""
    if (column.path and _REMARK.search(column.path[-1])) or any(cell.endswith("。") for cell in cells):
        return True
    filled = [cell for cell in cells if cell]
    return not _names(column) and 2 * sum("，" in cell or "；" in cell for cell in filled) > len(filled) > 0


def _unit_column(table: Table, columns: range) -> int | None:
    """The column that gives each row its unit (计量单位, or 单位 behind what it is of); not one of bodies."""
    for i in columns:
        column = table.columns[i]
        name = "".join(column.path[-1].split()) if column.path else ""
        if name == "计量单位" or (name == "单位" and any(table.columns[k].role == "key" for k in range(columns.start, i))):
            cells = [row[i] for row in table.raw if row[i]]
            if cells and all(len(cell) <= UNIT and not cell.endswith(_BODIES) for cell in cells):
                return i
    return None


def subject_of(table: Table, place: int, block: Block, cells: Sequence[object], stated: str | None = None) -> str | None:
    """Whom a figure is about: what the naming cells of its row say, once each, without numbers of an outline, 其中 and the unit ``stated``
    in them; in a block that is turned its column's name. ``place``: of its column.
    """
    if block.is_turned:
        return table.columns[place].path[-1]
    return "/".join(_said(block.subjects, cells, stated)) or None


def _said(columns: Sequence[int], cells: Sequence[object], stated: str | None) -> list[str]:
    # a merged cell says it in several columns
    said = dict.fromkeys(_NOTED.sub("", str(cells[i])) or str(cells[i]) for i in columns if cells[i] is not None)
    if stated:
        said = dict.fromkeys(_without_unit(one, stated) for one in said)
    return [one[mark.end() :].strip() or one if (mark := _MARKER.match(one)) else one for one in said]


def indicator_of(table: Table, place: int, block: Block, cells: Sequence[object], stated: str | None = None) -> str | None:
    """What a figure counts: what its row names as an indicator, and its column's name without the unit and the time that it states.

    ``place``: of its column; one that is a part (其中：中央) follows what it is of: 资金总额/中央. One of several columns of one name that
    tell how those on their left changed, or what share they are (火灾 │ 同比 │ 车祸 │ 同比), follows its own: 车祸/同比.
    """
    column = table.columns[place]
    units = {other.unit for other in table.columns if other.unit}
    levels = [one for level in column.path[: -1 if block.is_turned else None] if (one := _bare(level, column, units))]
    part = _PART.match(levels[-1]) if levels else None
    if part is not None and part.end() < len(levels[-1]):
        levels = [*levels[:-1], *_whole_of(table, place), levels[-1][part.end() :]]
    elif levels and (beside := _beside(table, place)) is not None:
        levels = [*levels[:-1], beside, levels[-1]]
    return "/".join([*_said(block.indicators, cells, stated), *levels]) or column.name


def _beside(table: Table, place: int) -> str | None:
    """The name of the column on the left, where several of one name say how such columns changed or what share they are."""
    column, left = table.columns[place], table.columns[place - 1]
    is_told = bool(column.path) and _SHARE.search(column.path[-1]) is not None and sum(one.path == column.path for one in table.columns) > 1
    if not is_told or not place or left.role != "measure" or left.path[:-1] != column.path[:-1] or left.path == column.path:
        return None
    return _bare(left.path[-1], left, ()) or None


def _whole_of(table: Table, place: int) -> list[str]:
    """The name of the column that one of a part is of: the last before it in its group that is none; nothing where that sums the group."""
    group = table.columns[place].path[:-1]
    for column in reversed(table.columns[:place]):
        if not column.path or column.role != "measure" or column.path[:-1] != group:
            break
        if _PART.match(column.path[-1]) is None:
            name = _bare(column.path[-1], column, ())
            return [name] if name and _SUM.fullmatch(name) is None else []
    return []


def _without_unit(text: str, unit: str) -> str:
    """A text without the unit in brackets at its end."""
    if not text.endswith(("）", ")", "】", "]")):
        return text
    return re.sub(f"[（(\\[【](?:单位[：:])?±?{re.escape(unit)}[）)\\]】]$", "", text)


def _bare(level: str, column: Column, units: Iterable[str]) -> str:
    """A level of a column's name without the mark of a note, the unit and the time in it; a group's unit is that of others (``units``)."""
    level = _NOTED.sub("", level)
    if column.unit:
        level = _NOTED.sub("", _without_unit(level, column.unit))
        if column.unit in _SHARES:
            level = _SIGN.sub("", level) or level
    if level != column.path[-1]:
        for unit in units:
            level = _without_unit(level, unit)
    if column.period is not None and column.period.raw:
        if level == column.period.raw or _YEAR.fullmatch(level):
            return ""
        rest = level.removeprefix(column.period.raw)
        level = rest if len(rest) > 1 else level
    return level


def is_target(column: Column) -> bool:
    """Whether a column gives what is aimed at (目标值, 年度投资计划), not what was reached."""
    name = "/".join(column.path)
    if any(_AIM.search(level) for level in column.path) and _RATE.search(name) is None:
        return True  # 累计完成投资目标
    return _TARGET.search(name) is not None and _DONE.search(name) is None


def unit_of(table: Table, column: Column, of_row: str | None, raw: str = "", counted: str | None = None) -> str | None:
    """The unit of a figure: the sign behind it, its column's, else its row's, else the table's; what is a share or a rank has not that of
    the amounts, and a row that states a dash has none. ``counted``: what it counts, where the row says that and the column a place.
    """
    if raw.endswith(_SHARES):
        return raw[-1].replace("％", "%")
    if column.unit or column.type == "percent":
        return column.unit or "%"
    if of_row and not of_row.strip("-—–－/／ "):
        return None
    units = [one.strip() for one in _SEPARATOR.split(of_row or table.unit or "") if one.strip()]
    shares, others = [one for one in units if one in _SHARES], [one for one in units if one not in _SHARES]
    path = (counted,) if counted else column.path
    if _SHARE.search("/".join(path)):
        return shares[0] if shares else None
    if _RANK.search(path[-1] if path else ""):
        return "分" if others == ["分"] and "分" in path[-1] else None
    one = (_of_kind(others, path, [] if counted else _whole(table, column)) if len(others) > 1 else others) or shares
    return one[0] if len(one) == 1 else None


def _whole(table: Table, column: Column) -> list[str]:
    """The name of what a column that is a part (其中：中央) is of."""
    is_part = bool(column.path) and _PART.match(_BRACKETED.sub("", column.path[-1])) is not None
    return _whole_of(table, table.columns.index(column)) if is_part else []


def _of_kind(units: Sequence[str], path: Sequence[str], whole: Sequence[str]) -> list[str]:
    """Of the units of a table (户、万元) those that figures below these levels may have: of money, where they or the ``whole`` that they
    belong to are, else the others; that of what they count (面积: 亩), where one is.
    """
    name = _BRACKETED.sub("", path[-1] if path else "")
    levels = (_BRACKETED.sub("", level) for level in (*path, *whole))
    is_money = any(_MONEY.search(level) is not None for level in levels) and _NUMBER_OF.search((*whole, name)[0]) is None
    units = [unit for unit in units if unit.endswith("元") == is_money]
    counted = [unit for unit in units if any(what.search(name) and of.fullmatch(unit) for what, of in _KINDS)]
    return [unit for unit in units if unit in name] or counted or units
