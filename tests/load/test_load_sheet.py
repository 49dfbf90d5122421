"""Sheets: the table of each is a grid, what is typed above and below it is text; separated values with lines around them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from time import process_time

import pytest
from builders import xlsx, zipped

from notice_parser import Notice, parse
from notice_parser.load import load
from notice_parser.load.separated import separator_of
from notice_parser.load.sheet_blocks import blocks_of
from notice_parser.load.sheet_rows import ReadSheet
from notice_parser.load.source import Block, Grid, Paragraph

NOTICE = [
    ["岚川市教育局关于2023年第三季度校车安全检查情况的通报"],
    ["岚教发〔2023〕28号"],
    ["各县（区）教育局："],
    ["第三季度，全市共检查校车1286辆次，整改率95.74%。现将有关情况通报如下。"],
    ["附表：各县区校车安全检查情况表"],
    ["填报单位：岚川市教育局", "", "单位：辆次"],
    ["序号", "县区", "检查", "", "备注"],
    ["", "", "辆次", "隐患"],
    ["1", "云坪区", "500", "20"],
    ["2", "禾丰县", "400", "15"],
    ["合计", "", "900", "35"],
    ["注：数据截至2023年9月30日。"],
    ["", "", "", "岚川市教育局"],
    ["", "", "", "2023年10月12日"],
]
MERGED = [(0, 0, 1, 5), (3, 0, 1, 5), (6, 0, 2, 1), (6, 1, 2, 1), (6, 2, 1, 2), (6, 4, 2, 1)]


def sheet(
    rows: Sequence[Sequence[str]],
    merged: Sequence[tuple[int, int, int, int]] = (),
    name: str = "",
    hidden_columns: frozenset[int] = frozenset(),
) -> ReadSheet:
    cells = {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if text}
    return ReadSheet(name, cells, list(merged), hidden_columns=hidden_columns)


def shape(blocks: Sequence[Block]) -> list[str | int]:
    """Lines as their text, grids as the number of their rows."""
    return [block.text if isinstance(block, Paragraph) else len(block.rows) for block in blocks]


def as_xlsx(rows: Sequence[Sequence[str]], merged: Sequence[tuple[int, int, int, int]]) -> bytes:
    def ref(r: int, c: int) -> str:
        return f"{'ABCDEFGH'[c]}{r + 1}"

    lines = [
        f'<row r="{r + 1}">'
        + "".join(f'<c r="{ref(r, c)}" t="inlineStr"><is><t>{text}</t></is></c>' for c, text in enumerate(row) if text)
        + "</row>"
        for r, row in enumerate(rows)
    ]
    spans = "".join(f'<mergeCell ref="{ref(r, c)}:{ref(r + height - 1, c + width - 1)}"/>' for r, c, height, width in merged)
    return xlsx(lines, merged=f"<mergeCells>{spans}</mergeCells>")


def test_a_notice_typed_in_a_sheet_is_read_as_a_notice() -> None:
    notice = parse(as_xlsx(NOTICE, MERGED))
    assert notice.title is not None
    assert notice.title.text == NOTICE[0][0]
    assert notice.document_number is not None
    assert notice.document_number.text == "岚教发〔2023〕28号"
    assert [one.name for one in notice.recipients] == ["各县（区）教育局"]
    assert [one.name for one in notice.issuers] == ["岚川市教育局"]
    assert notice.date is not None
    assert notice.date.iso == "2023-10-12"
    assert {one.quantity for one in notice.statistics} == {"1286辆次", "95.74%"}
    (table,) = notice.tables
    assert [column.name for column in table.columns] == ["序号", "县区", "检查/辆次", "检查/隐患", "备注"]
    assert table.total_rows == (2,)
    assert table.unit == "辆次"
    assert table.notes == ("数据截至2023年9月30日。",)


def test_two_tables_and_the_lines_between_them() -> None:
    rows = [
        ["表1 客运量"],
        ["指标", "数量"],
        ["一、班线"],
        ["市际", "120"],
        ["表2 货运量"],
        ["指标", "数量"],
        ["普通", "500"],
        ["危险品", "20"],
    ]
    assert shape(blocks_of([sheet(rows, [(2, 0, 1, 2)])])) == ["表1 客运量", 3, "表2 货运量", 3]


def test_rows_that_are_still_to_be_filled_in_stay_in_the_table() -> None:
    rows = [["任务表"], ["镇", "次数", "负责人"], ["柳坝镇", "4", "林某"], ["南渡镇"], ["西坪镇"], ["审核：陈某", "", "填表：周某"]]
    assert shape(blocks_of([sheet(rows)])) == ["任务表", 4, "审核：陈某　　填表：周某"]


def test_the_upper_line_of_a_header_is_no_caption() -> None:
    rows = [["各镇情况表"], ["", "", "2023年"], ["序号", "镇", "户数", "人数"], ["1", "柳坝镇", "3", "9"]]
    assert shape(blocks_of([sheet(rows, [(0, 0, 1, 4), (1, 2, 1, 2)])])) == ["各镇情况表", 3]


def test_labels_below_each_other_are_a_form() -> None:
    rows = [["申请表"], ["姓名：", "林某", "性别：", "男"], ["电话：", "略", "地址：", "柳坝镇"], ["学历：", "本科", "职务：", "科员"]]
    assert shape(blocks_of([sheet(rows)])) == ["申请表", 3]


def test_the_lines_of_a_cell_are_lines() -> None:
    rows = [["禾丰县水务局\n关于下达维修资金的通知"], ["各乡镇：\n  请于9月底前完成。"], ["镇", "资金"], ["柳坝镇", "120"]]
    assert shape(blocks_of([sheet(rows)])) == ["禾丰县水务局", "关于下达维修资金的通知", "各乡镇：", "请于9月底前完成。", 2]


def test_a_merged_title_whose_first_column_is_hidden_is_seen() -> None:
    rows = [["河道巡查任务表"], ["编码", "镇", "次数"], ["X1", "柳坝镇", "4"]]
    blocks = blocks_of([sheet(rows, [(0, 0, 1, 3)], hidden_columns=frozenset([0]))])
    assert shape(blocks) == ["河道巡查任务表", 2]
    grid = blocks[1]
    assert isinstance(grid, Grid)
    assert grid.rows[1] == ("柳坝镇", "4")


@pytest.mark.parametrize(
    ("names", "same", "given"),
    [
        (["通报"], False, ["安排表甲"]),
        (["附件3"], False, ["附件3", "安排表甲"]),
        (["云坪区", "禾丰县"], True, ["云坪区", "安排表", "禾丰县", "安排表"]),
        (["Sheet1", "禾丰县"], False, ["安排表甲", "安排表乙"]),
    ],
)
def test_names_of_sheets_that_say_something(names: list[str], same: bool, given: list[str]) -> None:
    titles = ["安排表"] * 2 if same else ["安排表甲", "安排表乙"]
    sheets = [sheet([[title], ["镇", "资金"], ["柳坝镇", "1"]], name=name) for name, title in zip(names, titles, strict=False)]
    assert [one for one in shape(blocks_of(sheets)) if isinstance(one, str)] == given


def test_the_words_of_a_text_box_stand_behind_its_sheet() -> None:
    whole = zipfile.ZipFile(BytesIO(xlsx(['<row r="1"><c r="A1" t="inlineStr"><is><t>共巡查水库128座。</t></is></c></row>'])))
    members = {name: whole.read(name) for name in whole.namelist()}
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    members["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships><Relationship Id="r1" Type="{office}/drawing" Target="../drawings/drawing1.xml"/></Relationships>'.encode()
    )
    paragraph = "<a:p><a:r><a:t>{}</a:t></a:r></a:p>"
    box = "<xdr:sp><xdr:txBody>" + paragraph.format("注：不含") + "<a:p/>" + paragraph.format("市本级12座。") + "</xdr:txBody></xdr:sp>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    members["xl/drawings/drawing1.xml"] = f'<xdr:wsDr xmlns:xdr="x" xmlns:a="a" xmlns:mc="m">{twice}</xdr:wsDr>'.encode()
    assert parse(zipped(members)).text.splitlines() == ["共巡查水库128座。", "注：不含", "市本级12座。"]


def test_what_is_hidden_or_not_computed_is_told() -> None:
    rows = [
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v></v></c><c r="C1" t="str"><f>""</f><v></v></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
        '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>',
        '<row r="3" hidden="1"/>',
    ]
    source = load(xlsx(rows, sheets='<sheet name="一" r:id="r1"/><sheet name="底稿" state="hidden" r:id="r1"/>'))
    assert {d.code: d.params for d in source.diagnostics} == {
        "source.uncomputed": {"count": 2},  # the last one's result is an error
        "source.hidden_cells": {"sheets": 1, "rows": 1, "columns": 0},
    }


VALUES = """禾丰县2023年1—9月项目资金拨付情况表
单位：万元,,,
序号,项目,计划,拨付
1,河道清淤,120.5,100
2,水闸维修,"1,300.00",1200
合计,,1420.5,1300
注：数据截至2023年9月30日。
"""


def _table_of(notice: Notice) -> tuple[object, ...]:
    (table,) = notice.tables
    return table.caption, table.unit, table.raw, table.notes


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (VALUES, "资金.csv"),
        (VALUES, None),
        (VALUES.replace('"1,300.00"', "1,300.00"), "资金.csv"),
        (VALUES.replace(",", ";").replace("1;300", "1,300"), "资金.csv"),
        ("sep=;\n" + VALUES.replace(",", ";").replace("1;300", "1,300"), None),
        (VALUES.replace(",", "\t").replace("1\t300", "1,300"), None),
    ],
    ids=["quoted", "unnamed", "thousands", "semicolons", "stated", "tabs"],
)
def test_separated_values_with_lines_above_and_below(text: str, name: str | None) -> None:
    caption, unit, raw, notes = _table_of(parse(text.encode("gb18030"), name=name))
    assert (caption, unit, notes) == ("禾丰县2023年1—9月项目资金拨付情况表", "万元", ("数据截至2023年9月30日。",))
    assert raw == (
        ("1", "河道清淤", "120.5", "100"),
        ("2", "水闸维修", "1,300.00", "1200"),
        ("合计", "", "1420.5", "1300"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "各县(市、区)人民政府,市政府各部门,各直属机构:\n现将有关事项通知如下,请认真贯彻执行,并及时报告。\n一,加强值守,落实责任,及时报告。\n",
        "单位\t完成\t计划\n柳坝镇\t1,362,404\t4375\n南渡镇\t1,020,750\t3199\n云坪镇\t2,020,751\t3198\n",
        "联系人:林某,电话:0901-1234567\n地址:岚川市,邮编:123456\n",
    ],
)
def test_prose_with_commas_is_no_table_of_values(text: str) -> None:
    assert separator_of(text, None) is None


def test_cells_far_apart_take_no_room_between_them() -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("值守")
    for row, column, value in ((0, 0, "岚川市水务局关于水闸的通知"), (65_535, 255, 12)):
        sheet.write(row, column, value)
    out = BytesIO()
    book.save(out)
    begun = process_time()
    assert [block.text for block in load(out.getvalue()).blocks if isinstance(block, Paragraph) and block.text] == [
        "岚川市水务局关于水闸的通知",
        "12",
    ]
    assert process_time() - begun < 5
