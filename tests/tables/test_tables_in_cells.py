"""Tables in cells of tables: tables of their own that name their cell, whose text the outer one keeps, whatever the format."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from paper import titled
from read_back import names_of

from notice_parser import CellPlace, Table, find_tables, parse

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "load"))

from builders import cell, docx, paragraph

PLAN = [["科目", "2024年", "2025年"], ["设备费", "18.0", "6.0"], ["测试费", "9.5", "12.5"]]
AIMS = [["指标", "目标值"], ["预警准确率", "90%"], ["示范点", "6处"]]
PRINTED = "（一）考核指标指标目标值预警准确率90%示范点6处（二）经费预算（单位：万元）科目2024年2025年设备费18.0 6.0测试费9.5 12.5"


def as_html() -> bytes:
    def table(rows: list[list[str]]) -> str:
        return f"<table>{''.join('<tr>' + ''.join(f'<td>{one}</td>' for one in row) + '</tr>' for row in rows)}</table>"

    held = f"<p>（一）考核指标</p>{table(AIMS)}<p>（二）经费预算（单位：万元）</p>{table(PLAN)}"
    rows = [["承担单位", "岚川市水文局"], ["指标及经费", held], ["项目负责人", "沈某某"]]
    return f"<html><body><p>科技项目任务书</p>{table(rows)}</body></html>".encode()


def as_docx() -> bytes:
    def table(rows: list[list[str]]) -> str:
        lines = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
        return f"<w:tbl><w:tblPr/><w:tblGrid/>{lines}</w:tbl>"

    held = f"{paragraph('（一）考核指标')}{table(AIMS)}{paragraph('（二）经费预算（单位：万元）')}{table(PLAN)}{paragraph('')}"
    rows = [cell("承担单位") + cell("岚川市水文局"), cell("指标及经费") + f"<w:tc>{held}</w:tc>", cell("项目负责人") + cell("沈某某")]
    outer = f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    return docx(paragraph("科技项目任务书") + outer)


def as_pdf(gap: float) -> bytes:
    """``gap``: points between the borders of the inner tables and those of their cell."""
    paper = titled("科技项目任务书")
    left, middle, right = 60.0, 150.0, 520.0
    width = right - middle - 2 * 6
    paper.put(64, 104, "承担单位")
    paper.put(154, 104, "岚川市水文局")
    paper.put(154, 127, "（一）考核指标")
    y = paper.table(middle + 6, 142, [width / 2] * 2, AIMS)
    paper.put(154, y + 5, "（二）经费预算（单位：万元）")
    y = paper.table(middle + 6, y + 20, [width / 3] * 3, PLAN)
    paper.put(64, 180, "指标及经费")
    paper.put(64, y + gap + 4, "项目负责人")
    paper.put(154, y + gap + 4, "沈某某")
    for at in (100, 122, y + gap, y + gap + 22):
        paper.rule(left, at, right, at)
    for at in (left, middle, right):
        paper.rule(at, 100, at, y + gap + 22)
    return paper.done()


@pytest.mark.parametrize("content", [as_html(), as_docx(), as_pdf(8), as_pdf(2.3)], ids=["html", "docx", "pdf", "pdf close to the border"])
def test_two_tables_in_a_cell(content: bytes) -> None:
    notice = parse(content)
    outer, aims, plan = notice.tables
    assert outer.kind == "form"
    assert [row[0] for row in outer.raw] == ["承担单位", "指标及经费", "项目负责人"]
    assert squeezed(outer.raw[1][1]) == squeezed(PRINTED)
    assert [within(table) for table in notice.tables] == [None, (outer.id, 1, 1), (outer.id, 1, 1)]
    assert [grid_of(aims), grid_of(plan)] == [AIMS, PLAN]
    assert [(table.caption, table.unit) for table in (aims, plan)] == [("（一）考核指标", None), ("（二）经费预算", "万元")]
    assert all(notice.text[slice(*part.span)] for table in notice.tables for part in table.parts if part.span is not None)


def squeezed(text: str) -> str:
    return "".join(text.split())


def within(table: Table) -> tuple[str, int | None, int | None] | None:
    place: CellPlace | None = table.within
    return None if place is None else (place.table, place.row, place.column)


def grid_of(table: Table) -> list[list[str]]:
    return [[column.name or "" for column in table.columns], *map(list, table.raw)]


def test_a_table_in_a_cell_of_a_data_table() -> None:
    inner = (
        "<table><tr><th>扣分事项</th><th>扣分</th></tr><tr><td>占道经营</td><td>3.5</td></tr><tr><td>乱贴乱画</td><td>2.0</td></tr></table>"
    )
    rows = "".join(
        f"<tr><td>{number}</td><td>{street}</td><td>{score}</td><td>{why}</td></tr>"
        for number, street, score, why in [
            ("1", "石桥街道", "96.5", "—"),
            ("2", "河湾街道", "92.0", inner),
            ("3", "北塘街道", "94.0", "暴露垃圾"),
        ]
    )
    page = f"<p>考核结果</p><table><tr><th>序号</th><th>街道</th><th>得分</th><th>扣分情况</th></tr>{rows}</table>"
    outer, points = find_tables(page.encode())
    assert [row[1:3] for row in outer.raw] == [("石桥街道", "96.5"), ("河湾街道", "92.0"), ("北塘街道", "94.0")]
    assert within(points) == (outer.id, 1, 3)
    assert points.raw == (("占道经营", "3.5"), ("乱贴乱画", "2.0"))


def test_a_table_that_sets_the_page_is_none() -> None:
    """Two tables side by side in a row of one without a label: no outer table, and nothing names one."""
    one = "<table><tr><td>项目</td><td>数量</td></tr><tr><td>水闸</td><td>42</td></tr><tr><td>泵站</td><td>15</td></tr></table>"
    page = f"<p>设施情况</p><table><tr><td><p>城区</p>{one}</td><td><p>农村</p>{one.replace('42', '66')}</td></tr></table>"
    tables = find_tables(page.encode())
    assert [(table.caption, table.raw[0], table.within) for table in tables] == [
        ("城区", ("水闸", "42"), None),
        ("农村", ("水闸", "66"), None),
    ]


@pytest.mark.parametrize(
    ("label", "below"),
    [
        ("最新文件", ""),
        ("<a href='1'>通知</a><br><a href='2'>公告</a>", ""),
        ("最新文件", "<tr><td>版权所有</td><td>岚川市水务局</td></tr>"),
    ],
)
@pytest.mark.parametrize("held", ["", "<table><tr><td>序号</td><td>名称</td></tr><tr><td>1</td><td>甲闸</td></tr></table>"])
def test_the_frame_of_a_site_is_no_table(label: str, below: str, held: str) -> None:
    """One row of two cells says nothing of what stands in the next: a notice, set in one column."""
    body = f"各县水务局：<br>现将名录公布如下。全市水闸共有125座。<br>{held}岚川市水务局<br>2023年5月6日"
    inner = f"<table><tr><td>岚川市水务局关于公布水闸名录的通知</td></tr><tr><td>{body}</td></tr></table>"
    page = f"<table><tr><td>首页</td><td>政务公开</td></tr><tr><td>{label}</td><td>{inner}</td></tr>{below}</table>"
    notice = parse(page.encode())
    assert notice.document_class.text == "notice"
    assert notice.date is not None
    assert notice.date.iso == "2023-05-06"
    assert [body.name for body in notice.recipients] == ["各县水务局"]
    assert [table.raw for table in notice.tables] == ([(("1", "甲闸"),)] if held else [])


def test_a_page_that_is_one_table_keeps_its_title_and_header() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td><td>{value + 3}</td></tr>" for name, value in [("云坪区", 320), ("禾丰县", 418)])
    head = "<thead><tr><th>地区</th><th>1月</th><th>2月</th></tr></thead>"
    page = f"<p>2024年用电情况表</p><p>单位：万千瓦时</p><table>{head}<tbody>{rows}</tbody></table>"
    (table,) = find_tables(page.encode())
    assert (table.caption, table.unit) == ("2024年用电情况表", "万千瓦时")
    assert names_of(table) == ["地区", "1月", "2月"]
    assert table.raw == (("云坪区", "320", "323"), ("禾丰县", "418", "421"))


@pytest.mark.parametrize("last", ["丙闸", "备注"])
def test_a_column_of_equal_tables_is_one_of_a_data_table(last: str) -> None:
    inner = "<table><tr><td>类别</td><td>金额（万元）</td></tr><tr><td>中央</td><td>120</td></tr><tr><td>省级</td><td>30</td></tr></table>"
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in [("项目", "投资构成"), ("甲闸", inner), ("乙闸", inner), (last, "无")])
    outer, *held = find_tables(f"<p>水闸投资情况</p><table>{rows}</table>".encode())
    assert outer.kind == "data"
    assert names_of(outer) == ["项目", "投资构成"]
    assert [within(table) for table in held] == [(outer.id, 0, 1), (outer.id, 1, 1)]


def a_form(held: list[list[str]], *, labels: list[str], above: str = "") -> bytes:
    """A ruled form whose second row holds lines set in columns without rules, beside these lines of a label."""
    paper = titled("科技项目任务书")
    paper.put(64, 104, "承担单位")
    paper.put(154, 104, "岚川市水文局")
    y = 127.0
    if above:
        paper.put(154, y, above)
        y += 20
    for i, label in enumerate(labels):
        paper.put(64, y + 18 * i, label)
    for row in held:
        for x, text in zip([180, 300, 420], row, strict=False):
            paper.put(x, y, text)
        y += 18
    paper.put(64, y + 6, "项目负责人")
    paper.put(154, y + 6, "沈某某")
    for at in (100, 122, y, y + 25):
        paper.rule(60, at, 520, at)
    for at in (60, 150, 520):
        paper.rule(at, 100, at, y + 25)
    return paper.done()


def test_a_table_without_rules_in_a_ruled_cell() -> None:
    plan = [*PLAN, ["差旅费", "3.5", "2.5"]]
    outer, inner = find_tables(a_form(plan, labels=["经费"], above="（二）经费预算（单位：万元）"))
    assert [row[0] for row in outer.raw] == ["承担单位", "经费", "项目负责人"]
    assert squeezed(outer.raw[1][1]) == "（二）经费预算（单位：万元）" + "".join("".join(row) for row in plan)
    assert (grid_of(inner), inner.caption, inner.unit) == (plan, "（二）经费预算", "万元")
    assert within(inner) == (outer.id, 1, 1)


@pytest.mark.parametrize(
    "held",
    [
        [["□新建", "□改建", "□扩建"], ["□国有", "□集体", "□民营"], ["□独立", "□联合", "□委托"]],
        [["单位意见", "专家意见"], ["签字：", "签字："], ["年 月 日", "年 月 日"]],
        [["12", "18.0", "6.0"], ["14", "9.5", "12.5"], ["16", "3.5", "2.5"]],
    ],
)
def test_what_a_cell_sets_in_columns_is_no_table_without_a_header_of_figures(held: list[list[str]]) -> None:
    assert not [table for table in find_tables(a_form(held, labels=["意见"])) if table.within is not None]


def test_rows_without_rules_between_them_are_no_table_in_a_cell() -> None:
    """The upright rules are drawn as far as one goes; each line of the first column is a row's."""
    rows = [["名称", "数量", "金额"], ["水闸", "42", "18.5"], ["泵站", "15", "9.0"], ["水库", "8", "77.2"]]
    tables = find_tables(a_form([row[1:] for row in rows], labels=[row[0] for row in rows]))
    assert not [table for table in tables if table.within is not None]
