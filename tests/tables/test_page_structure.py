"""Tables whose place or form on the page is not the plain one: read back from drawn pages."""

from __future__ import annotations

import pytest
from paper import LANDSCAPE, Paper, width_of, wrapped

from notice_parser import find_tables, parse

SECTIONED = [
    ["序号", "单位", "水闸", "泵站", "备注"],
    ["一、市直单位", "", "", "", ""],
    ["1", "水务局", "3", "5", ""],
    ["2", "财政局", "4", "6", "在建"],
    ["二、各县（区）", "", "", "", ""],
    ["3", "云坪区", "7", "8", ""],
    ["合计", "", "14", "19", ""],
]


def test_full_width_rows_do_not_part_a_grid_with_open_sides() -> None:
    paper = Paper()
    paper.put(297, 60, "闸站情况统计表", 14, "centre")
    paper.table(60, 100, [60, 120, 80, 80, 90], SECTIONED, rules="open", merged=[(1, 0, 1, 5), (4, 0, 1, 5), (6, 0, 1, 2)])
    (table,) = find_tables(paper.done())
    assert table.caption == "闸站情况统计表"
    assert [column.name for column in table.columns] == SECTIONED[0]
    assert (table.section_rows, table.total_rows) == ((0, 3), (5,))
    assert [row[2] for row in table.raw] == ["一、市直单位", "3", "4", "二、各县（区）", "7", "14"]


def test_grids_with_open_sides_stay_apart_under_captions_of_their_own() -> None:
    paper = Paper()
    y = 80.0
    for number, places in ((1, "柳坝镇"), (2, "南渡镇")):
        paper.put(297, y, f"表{number} 闸站座数", 10.5, "centre")
        y = paper.table(60, y + 16, [60, 120, 80], [["序号", "镇", "水闸"], ["1", places, "3"], ["2", places, "5"]], rules="open") + 6
    tables = find_tables(paper.done())
    assert [[row[1] for row in table.raw] for table in tables] == [["柳坝镇"] * 2, ["南渡镇"] * 2]


@pytest.mark.parametrize("angle", [90, 270])
def test_text_that_runs_up_or_down_a_cell_is_read(angle: int) -> None:
    """A spreadsheet's narrow columns: their names and a merged area's, of two lines, are turned; a mark in the margin is no cell."""
    head = ["片区", "单位", "申请办件数", "受理办件数"]
    rows = [head, ["", "", "", ""], ["", "", "", ""], ["", "柳坝镇", "12", "10"], ["", "南渡镇", "31", "29"], ["", "松溪乡", "8", "7"]]
    paper = Paper()
    paper.put(297, 60, "办件统计表", 14, "centre")
    turned = [(0, 2), (0, 3)]
    paper.table(60, 100, [60, 120, 40, 40], rows, merged=[*((0, c, 3, 1) for c in range(4)), (3, 0, 3, 1)], turned=turned, angle=angle)
    first, second = (83, 97) if angle == 90 else (97, 83)
    paper.turned(first, 193, "东部", angle=angle)
    paper.turned(second, 193, "片区", angle=angle)
    paper.turned(20, 400, "内部资料", angle=angle)
    notice = parse(paper.done())
    (table,) = notice.tables
    assert [column.name for column in table.columns] == head
    assert [row[0] for row in table.raw] == ["东部片区"] * 3
    assert [one.params["count"] for one in notice.diagnostics if one.code == "pdf.aside"] == [4]


@pytest.mark.parametrize("rules", ["three", "none"])
def test_first_column_over_rows_of_unlike_height(rules: str) -> None:
    """No room of their own tells the names of the classes: they stand at the middle of rows that wrap, on no row's line."""
    rows = [
        ["类别", "序号", "任务", "完成时限"],
        ["水利工程", "1", "完成柳坝镇水闸加固和南渡镇泵站改造，实施河道清淤二十公里", "6月底"],
        ["水利工程", "2", "编制灌区续建配套方案", "9月底"],
        ["水利工程", "3", "建成松溪乡山洪预警平台并投入使用，开展群测群防培训", "年底"],
        ["农业生产", "4", "落实粮食播种面积", "6月底"],
        ["农业生产", "5", "推广节水灌溉技术五万亩，建设高标准农田三万亩，完成土地整治项目验收工作", "年底"],
    ]
    paper = Paper()
    paper.put(297, 60, "重点任务分工表", 14, "centre")
    align = ["centre", "centre", "left", "centre"]
    paper.table(60, 100, [80, 70, 230, 80], rows, rules=rules, merged=[(1, 0, 3, 1), (4, 0, 2, 1)], align=align)
    (table,) = find_tables(paper.done())
    assert [column.name for column in table.columns] == rows[0]
    assert table.raw == tuple(map(tuple, rows[1:]))
    assert table.merged == ((0, 0, 3, 1), (3, 0, 2, 1))


@pytest.mark.parametrize("rules", ["three", "none"])
def test_total_between_two_columns_is_none_of_its_own(rules: str) -> None:
    rows = [
        ["片区", "单位", "申请", "受理", "办结率"],
        ["东部片区", "柳坝镇", "12", "10", "98.2%"],
        ["东部片区", "南渡镇", "31", "29", "97.0%"],
        ["东部片区", "松溪乡", "8", "8", "100%"],
        ["西部片区", "东岭乡", "9", "7", "91.1%"],
        ["西部片区", "西河乡", "11", "10", "90.9%"],
        ["合计", "合计", "71", "64", "95.4%"],
    ]
    paper = Paper()
    paper.put(297, 60, "办件统计表", 14, "centre")
    paper.table(60, 100, [80, 100, 80, 80, 80], rows, rules=rules, merged=[(1, 0, 3, 1), (4, 0, 2, 1), (6, 0, 1, 2)])
    (table,) = find_tables(paper.done())
    assert [column.name for column in table.columns] == rows[0]
    assert table.raw == tuple(map(tuple, rows[1:]))
    assert table.total_rows == (5,)


@pytest.mark.parametrize("mark", ["", "续附件2", "（接上页）"])
def test_table_goes_on_over_a_page_of_another_size(mark: str) -> None:
    """No header comes again; the columns are the same shares of a wider table, and the count goes on."""
    head = ["序号", "单位", "申请", "受理", "备注"]
    rows = [[str(i), f"第{i}中心", str(i * 3), str(i * 2), "在建"] for i in range(1, 44)]
    paper = Paper()
    paper.put(297, 60, "办件统计表", 14, "centre")
    paper.table(60, 100, [60, 120, 90, 90, 100], [head, *rows[:33]])
    paper.turn_over(LANDSCAPE)
    if mark:
        paper.put(100, 40, mark)
    paper.table(80, 60, [80, 170, 126, 126, 140], rows[33:], n_head=0)
    (table,) = find_tables(paper.done())
    assert [column.name for column in table.columns] == head
    assert table.raw == tuple(map(tuple, rows))


@pytest.mark.parametrize("rules", ["all", "three", "none"])
def test_notes_under_a_table_by_the_marks_in_it(rules: str) -> None:
    rows = [["序号", "单位", "申请", "受理"], ["1", "柳坝镇*", "12", "10"], ["2", "南渡镇**", "31", "29"], ["3", "松溪乡", "8", "7"]]
    paper = Paper()
    paper.put(297, 60, "办件统计表", 14, "centre")
    y = paper.table(60, 100, [60, 140, 90, 90], rows, rules=rules) + 6
    for i, note in enumerate(("*  柳坝镇含分中心数据。", "**  南渡镇按受理地统计。", "注：数据截至6月底。")):
        paper.put(60, y + 16 * i, note)
    (table,) = find_tables(paper.done())
    assert table.raw == tuple(map(tuple, rows[1:]))
    assert table.notes == ("柳坝镇含分中心数据。", "南渡镇按受理地统计。", "数据截至6月底。")


BELOW = "本表由各县（区）水务局于6月30日前报送，不含市直部门，超时件按实际办结日期统计，退件补正后重新提交的按一件计算，下同。"


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("mode", ["hanging", "flush", "set in"])
def test_notes_of_several_lines(mode: str, numbered: bool) -> None:
    """Smaller than the text, as wide as the table: their lines go on at the note's text or at its border."""
    paper = Paper()
    paper.put(297, 60, "闸站情况统计表", 14, "centre")
    rows = [["序号", "单位", "水闸", "泵站"], ["1", "水务局", "3", "5"], ["2", "财政局", "4", "6"]]
    y = paper.table(60, 90, [60, 120, 80, 80], rows) + 6
    for label in ("注：1.", "　　2.") if numbered else ("注：",):
        room, begin = 340.0, 60.0
        if mode == "hanging":
            paper.put(60, y, label)
            begin = 60 + width_of(label, 10.5)
            room -= begin - 60
            said = BELOW
        else:
            said = label + BELOW if mode == "flush" else f"　　{label.strip()}{BELOW}"
        for line in wrapped(said, room, 10.5):
            paper.put(begin, y, line)
            y += 16
    y += 10
    for line in ("（三）存在的问题", "3.设施老化", "4.2  自7月1日起执行表2的规定。"):
        paper.put(88, y, line, 14)
        y += 24
    (table,) = find_tables(paper.done())
    assert table.notes == (BELOW,) * (2 if numbered else 1)


@pytest.mark.parametrize(
    ("below", "notes"), [("2.含续建项目。", 2), ("3.存在的问题", 1), ("（二）存在的问题", 1), ("2.1  各县应当巡查。", 1)]
)
def test_what_follows_the_notes_of_a_table(below: str, notes: int) -> None:
    (table,) = find_tables(f"| 镇 | 水闸 |\n| --- | --- |\n| 柳坝镇 | 3 |\n| 南渡镇 | 5 |\n\n注：1.数据截至6月底。\n\n{below}\n".encode())
    assert len(table.notes) == notes


def test_a_label_that_opens_the_notes_is_none() -> None:
    (table,) = find_tables(
        "| 镇 | 水闸 |\n| --- | --- |\n| 柳坝镇 | 3 |\n| 南渡镇 | 5 |\n\n说明：\n\n1.数据截至6月底。\n\n2.含续建项目。\n".encode()
    )
    assert table.notes == ("数据截至6月底。", "含续建项目。")


def test_a_form_keeps_its_first_label_and_is_told_by_its_blanks() -> None:
    """Labels with blanks, among them a cell of the first column alone: no caption; the line of labels above is none either."""
    rows = [
        ["案由", "", "", ""],
        ["当事人", "", "证照号码", ""],
        ["住所", "", "邮编", ""],
        ["案情简介", "", "", ""],
        ["承办人意见", "年　月　日", "", ""],
    ]
    paper = Paper()
    paper.put(297, 60, "案件移送审批表", 14, "centre")
    paper.put(60, 84, "审批号：　　　　　　　　　　填写人：")
    paper.table(60, 104, [100, 140, 100, 120], rows, merged=[(0, 1, 1, 3), (3, 1, 1, 3), (4, 1, 1, 3)], n_head=0)
    (table,) = find_tables(paper.done())
    assert (table.kind, table.caption) == ("form", "案件移送审批表")
    assert [row[0] for row in table.raw] == [row[0] for row in rows]


@pytest.mark.parametrize(
    ("caption", "unit"),
    [("闸站座数（座）", "座"), ("用地指标（公顷/处）", "公顷/处"), ("闸站统计表（一季度）", None), ("闸站统计表（年）", None)],
)
def test_the_unit_at_the_end_of_a_caption(caption: str, unit: str | None) -> None:
    above = f"各县水务局：\n\n现将指标印发给你们。\n\n附件1\n\n{caption}\n\n"
    (table,) = find_tables(f"{above}| 镇 | 水闸 |\n| --- | --- |\n| 柳坝镇 | 3 |\n| 南渡镇 | 5 |\n".encode())
    assert (table.caption, table.unit) == (caption, unit)
