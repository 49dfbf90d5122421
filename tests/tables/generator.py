"""Random tables and the text that carries them, from a seed: pipes or tabs, one to three header levels, page cuts, notes.

What is written is known cell by cell, so that reading it back can be compared without a difference.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

__all__ = ["Made", "make_document", "make_table"]

GROUPS = ("办件情况（件）", "承诺件办理", "线上办理", "资金投入（万元）", "巡查情况", "整改情况", "项目数量（个）", "完成投资")
LEAVES = ("申请", "受理", "办结", "超时", "按期", "总数", "已开工", "已完工", "年度计划", "累计完成", "上年同期", "本年", "得分", "占比")
MIDDLES = ("其中县级", "其中市级", "上半年", "下半年", "年内", "往年")
PLACES = ("云坪区", "禾丰县", "柳坝镇", "南渡镇", "松屏县", "澄溪县", "望川区", "石澜县", "市水利局", "市财政局", "岚川高新区", "市公安局")
SECTIONS = ("一、市直部门", "二、县（区）", "（三）其他单位")
NOTES = ("数据截至6月底", "含续建项目", "按折算面积统计", "不含南渡镇", "以年报为准")
NULLS = ("-", "—", "", "/", "（略）")
METHODS = ("ruled", "bare", "open", "tabs")  # pipes with a rule, without one, without outer pipes, tabs


class Made(NamedTuple):
    """A table as it is meant. ``values`` are the typed cells of ``raw``."""

    caption: str
    attachment: str
    unit: str | None
    paths: tuple[tuple[str, ...], ...]
    raw: tuple[tuple[str, ...], ...]
    values: tuple[tuple[Any, ...], ...]
    totals: tuple[int, ...]
    sections: tuple[int, ...]
    notes: tuple[str, ...]
    n_parts: int
    text: str


def make_document(seed: int) -> tuple[str, list[Made]]:
    """A notice with two annexed tables."""
    random = Random(seed)
    tables = [make_table(random, number) for number in (1, 2)]
    head = "岚川市水务局关于通报巡查情况的通知\n\n各县（区）水务局：\n\n现将情况通报如下，请认真整改。\n\n岚川市水务局\n2023年6月5日\n"
    return head + "".join(f"\n附件{table.attachment}\n\n{table.text}" for table in tables), tables


def make_table(random: Random, number: int) -> Made:
    """A table of 4 to 40 rows; everything about it is drawn from ``random``."""
    method = random.choice(METHODS)
    paths, header = _header(random, random.choice((1, 1, 2, 2, 3)))
    rows, totals, sections = _body(random, len(paths))
    notes = random.sample(NOTES, random.choice((0, 0, 1, 2, 3)))
    unit = random.choice((None, "件", "万元"))
    caption = f"岚川市2023年巡查情况{random.choice(('统计', '汇总', '明细'))}表"
    above = [caption, ""] + ([f"（单位：{unit}）" if random.random() < 0.5 else f"单位：{unit}", ""] if unit else [])
    pieces = _cut(random, len(rows), sections)
    lines: list[str] = []
    for place, (first, last) in enumerate(pieces):
        body = [[cell for cell, _ in row] for row in rows[first:last]]
        if place:
            lines.append("")
            if random.random() < 0.2:
                lines += [random.choice(("续表", "（续表）", f"{caption}（续）")), ""]
        how = "header" if not place else random.choice(("header", "header", "none", "ruled"))
        lines += _write(method, header, body, how)
    below = _notes(random, notes)
    raw = [tuple(cell for cell, _ in row) for row in rows]
    values = [tuple(value for _, value in row) for row in rows]
    for i in sections:
        raw[i] = (raw[i][0],) * len(paths)
    text = "\n".join([*above, *lines, *below]) + "\n"
    return Made(caption, str(number), unit, paths, tuple(raw), tuple(values), totals, sections, tuple(notes), len(pieces), text)


def _header(random: Random, depth: int) -> tuple[tuple[tuple[str, ...], ...], list[list[str]]]:
    """The paths of the columns, and the header rows that print them: blank where a cell above or on the left goes on."""
    paths: list[tuple[str, ...]] = [("序号",), ("单位",)]
    groups = random.sample(GROUPS, random.randint(2, 3))
    if depth == 1:
        paths += [(leaf,) for leaf in random.sample(LEAVES, random.randint(2, 6))]
    for group in groups if depth > 1 else ():
        if random.random() < 0.2 and group is not groups[0]:
            paths.append((f"{group}合计数",))
            continue
        leaves = random.sample(LEAVES, random.randint(2, 4))
        middles = random.sample(MIDDLES, 2) if depth == 3 and (group is groups[0] or random.random() < 0.5) else []
        paths += [(group, leaf) for leaf in leaves]
        paths += [(group, middle, leaf) for middle in middles for leaf in leaves[:2]]
    rows = []
    for level in range(depth):
        row = []
        for i, path in enumerate(paths):
            opens = len(path) > level and (i == 0 or paths[i - 1][: level + 1] != path[: level + 1])
            row.append(path[level] if opens else "")
        rows.append(row)
    return tuple(paths), rows


def _body(random: Random, width: int) -> tuple[list[list[tuple[str, Any]]], tuple[int, ...], tuple[int, ...]]:
    kinds = [random.choice(("integer", "decimal", "percent", "thousands")) for _ in range(width - 2)]
    n = random.randint(4, 40)
    sections_at = sorted(random.sample(range(1, n), random.choice((0, 0, 1, 2)))) if width > 3 else []
    rows: list[list[tuple[str, Any]]] = []
    totals, sections = [], []
    total_first = random.random() < 0.2
    for i in range(n):
        if i in sections_at and n > 6:
            sections.append(len(rows))
            rows.append([(SECTIONS[len(sections) - 1], SECTIONS[len(sections) - 1]), *[("", None)] * (width - 1)])
        place = random.choice(PLACES)
        cells = [(str(i + 1), Decimal(i + 1)), (place, place), *[_cell(random, kind) for kind in kinds]]
        cells[2] = _cell(random, kinds[0], never_null=True)
        rows.append(cells)
    word = random.choice(("合计", "总计", "全市合计", "小计"))
    total = [(word, word), ("", None), *[_cell(random, kind, never_null=True) for kind in kinds]]
    if total_first and not sections:
        rows.insert(0, total)
        totals.append(0)
    elif random.random() < 0.5:
        totals.append(len(rows))
        rows.append(total)
    return rows, tuple(totals), tuple(sections)


def _cell(random: Random, kind: str, never_null: bool = False) -> tuple[str, Decimal | None]:
    if not never_null and random.random() < 0.1:
        return random.choice(NULLS), None
    if kind == "integer":
        number = random.randint(-50, 5000)
        return str(number), Decimal(number)
    if kind == "thousands":
        number = random.randint(1000, 9_999_999)
        return f"{number:,}", Decimal(number)
    hundredths = Decimal(random.randint(0, 20000)) / 100
    return (f"{hundredths:.2f}", hundredths) if kind == "decimal" else (f"{hundredths:.2f}%", hundredths)


def _cut(random: Random, n: int, sections: tuple[int, ...]) -> list[tuple[int, int]]:
    """Where page breaks fall: never beside a full-width row, which without a neighbour is a line of text."""
    allowed = [i for i in range(2, n - 1) if not {i - 1, i} & set(sections)]
    cuts = sorted(random.sample(allowed, min(len(allowed), random.choice((0, 0, 1, 2)))))
    return list(zip([0, *cuts], [*cuts, n], strict=True))


def _write(method: str, header: list[list[str]], body: list[list[str]], how: str) -> list[str]:
    rows = [*header, *body] if how == "header" else body
    if method == "tabs":
        return ["\t".join(row).rstrip("\t") for row in rows]
    if method == "open":  # without outer pipes a blank last cell would leave no trace: such rows end in a pipe
        lines = [" | ".join(cell.replace("|", "\\|") for cell in row) + (" |" if not row[-1] else "") for row in rows]
    else:
        lines = ["| " + " | ".join(row) + " |" for row in rows]
    if method != "bare" and how != "none":
        lines.insert(1, "|" + "---|" * len(rows[0]) if method == "ruled" else " | ".join(["---"] * len(rows[0])))
    return lines


def _notes(random: Random, notes: list[str]) -> list[str]:
    if not notes:
        return []
    if len(notes) == 1:
        return ["", f"注：{notes[0]}"]
    first = random.choice((1, 1, 8))
    gap = [""] if random.random() < 0.5 else []
    lines = ["", f"注：{first}. {notes[0]}"]
    for i, note in enumerate(notes[1:], first + 1):
        lines += [*gap, f"{i}. {note}"]
    return lines
