"""Forms of pairs of labels and values, blanks of sheets, labels above a table, and radicals in the place of characters."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from read_back import names_of

from notice_parser import find_tables, parse

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "load"))

from builders import cell, docx, paragraph, xlsx

PAIRS = [
    ["取水项目名称", "第二水厂", "取水许可证号", "D360102S2021-0034"],
    ["取水水源", "岚河", "取水方式", "提水"],
    ["许可水量（万立方米）", "1825", "实际取水量（万立方米）", "1640.5"],
]


def page_of(rows: list[list[str]], last: str) -> bytes:
    lines = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in rows)
    return f"<p>取水工程核查登记表</p><table>{lines}{last}</table>".encode()


def test_pairs_of_labels_and_values_are_a_form() -> None:
    (table,) = find_tables(page_of(PAIRS, "<tr><td>存在问题</td><td colspan=3>未按要求报送数据。</td></tr>"))
    assert table.kind == "form"
    assert table.raw[0] == tuple(PAIRS[0])


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        (PAIRS, ""),  # nothing goes over the rest of a row
        ([["单位", "得分", "乡镇", "分数"], ["水务局", "91", "柳坝镇", "88"]], "<tr><td>合计</td><td colspan=3>179</td></tr>"),
        ([["项目", "任务", "2023年", "完成"], ["护岸", "5", "3", "2"]], "<tr><td>说明</td><td colspan=3>含续建</td></tr>"),
    ],
)
def test_tables_that_are_no_pairs(rows: list[list[str]], last: str) -> None:
    (table,) = find_tables(page_of(rows, last))
    assert table.kind == "data"


def sheet_rows(rows: list[list[str]]) -> list[str]:
    """The rows of a sheet as XML; a blank is no cell."""
    lines = []
    for r, row in enumerate(rows, 1):
        cells = [f'<c r="{"ABCDE"[c]}{r}" t="inlineStr"><is><t>{text}</t></is></c>' for c, text in enumerate(row) if text]
        lines.append(f'<row r="{r}">{"".join(cells)}</row>')
    return lines


def test_a_sheet_to_be_filled_in_keeps_its_first_row_and_its_blanks() -> None:
    rows = [["附件1"], ["科普示范基地申报表"], ["单位名称", ""], ["信用代码", "", "法定代表人"], ["通讯地址", "", "邮政编码"], ["简介："]]
    merged = '<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A2:D2"/><mergeCell ref="B3:D3"/><mergeCell ref="A6:D6"/></mergeCells>'
    (table,) = find_tables(xlsx(sheet_rows(rows), merged=merged))
    assert (table.kind, table.caption) == ("form", "科普示范基地申报表")
    assert table.raw[:2] == (("单位名称", "", "", ""), ("信用代码", "", "法定代表人", ""))


def test_a_sheet_of_numbered_blanks_is_a_table() -> None:
    rows = [["序号", "行业领域", "排查数", "整改数", "整改率"], ["1", "道路交通"], ["2", "建筑施工"], ["3", "燃气"]]
    (table,) = find_tables(xlsx(sheet_rows(rows)))
    assert names_of(table) == rows[0]
    assert [row[1] for row in table.raw] == ["道路交通", "建筑施工", "燃气"]


def test_the_unit_below_who_made_the_table() -> None:
    rows = [["科目名称", "支出"], ["基本支出", "31540108.77"], ["项目支出", "26673531.45"]]
    grid = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    above = "".join(map(paragraph, ["2023年度部门决算支出表", "编制单位：岚川市自然资源和规划局", "金额单位：元"]))
    (table,) = find_tables(docx(f"{above}<w:tbl><w:tblPr/><w:tblGrid/>{grid}</w:tbl>"))
    assert (table.caption, table.unit) == ("2023年度部门决算支出表", "元")


def test_radicals_of_a_font_are_the_characters_that_they_show() -> None:
    """As text is copied from a page whose font maps characters to radicals."""
    page = "<p>关于⼈⼝变动的通报</p><table><tr><td>乡镇</td><td>⼈⼝（⼈）</td></tr><tr><td>⽯⻔乡</td><td>1285</td></tr></table>"
    notice = parse(page.encode())
    (table,) = notice.tables
    assert notice.text.startswith("关于人口变动的通报")
    assert names_of(table) == ["乡镇", "人口（人）"]
    assert (table.columns[1].unit, table.raw) == ("人", (("石门乡", "1285"),))
    assert parse("关于⽔价的⽂件".encode()).text == "关于水价的文件"


@pytest.mark.parametrize(
    "rows",
    [
        [["指标", "数值", "单位", "来源"], ["水闸", "125", "座数", "台账"]],
        [["禾丰县", "12", "云坪区", "良好"], ["青泉县", "15", "柳坝镇", "9"]],
        [["指标", "数值", "同比（%）", "来源"], ["水闸", "125", "3.2", "台账"], ["泵站", "—", "持平", "报表"]],
    ],
)
def test_columns_above_a_note_are_no_pairs(rows: list[list[str]]) -> None:
    (table,) = find_tables(page_of(rows, "<tr><td>备注</td><td colspan=3>数据截至五月底</td></tr>"))
    assert table.kind == "data"


def test_two_rows_of_pairs_with_the_unit_of_a_figure() -> None:
    rows = [["工程名称", "甲闸", "投资（万元）", "120"], ["建设地点", "禾丰县", "座数", "3"]]
    (table,) = find_tables(page_of(rows, "<tr><td>主要内容</td><td colspan=3>除险加固，改造闸门</td></tr>"))
    assert table.kind == "form"


def test_a_merged_blank_beside_a_title_or_a_section_is_no_field() -> None:
    title = [["岚川市水务局关于公布水闸名单的通知"], ["各县水务局："], ["现将名单公布如下，请认真落实。"]]
    rows = [*title, ["县区", "数量"], ["禾丰县", "12"], ["云坪区", "8"]]
    blanks = "".join(f'<mergeCell ref="B{r}:D{r}"/>' for r in (1, 2, 3))
    notice = parse(xlsx(sheet_rows(rows), merged=f"<mergeCells>{blanks}</mergeCells>"))
    assert notice.title is not None
    assert notice.title.text == title[0][0]
    assert [recipient.name for recipient in notice.recipients] == ["各县水务局"]
    (table,) = notice.tables
    assert names_of(table) == ["县区", "数量"]
    assert table.raw == (("禾丰县", "12"), ("云坪区", "8"))


@pytest.mark.parametrize("second", ["二、泵站情况", "泵站情况"])
def test_two_tables_below_sections_with_a_merged_blank(second: str) -> None:
    head = ["县区", "数量", "问题"]
    rows = [["一、水闸情况"], head, ["禾丰县", "12", "3"], ["云坪区", "5", "2"], [second], head, ["云坪区", "8", "1"], ["注：截至五月底"]]
    blanks = "".join(f'<mergeCell ref="B{r}:C{r}"/>' for r in (1, 5, 8))
    tables = find_tables(xlsx(sheet_rows(rows), merged=f"<mergeCells>{blanks}</mergeCells>"))
    assert [table.raw for table in tables] == [(("禾丰县", "12", "3"), ("云坪区", "5", "2")), (("云坪区", "8", "1"),)]
