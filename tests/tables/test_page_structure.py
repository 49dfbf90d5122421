"""Tables whose place or form on the page is not the plain one: read back from drawn pages."""

from __future__ import annotations

import pytest
from paper import LANDSCAPE, Paper, titled, width_of, wrapped
from read_back import drawn_table, names_of

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
    table = drawn_table("闸站情况统计表", [60, 120, 80, 80, 90], SECTIONED, rules="open", merged=[(1, 0, 1, 5), (4, 0, 1, 5), (6, 0, 1, 2)])
    assert table.caption == "闸站情况统计表"
    assert names_of(table) == SECTIONED[0]
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
    paper = titled("办件统计表")
    turned = [(0, 2), (0, 3)]
    paper.table(60, 100, [60, 120, 40, 40], rows, merged=[*((0, c, 3, 1) for c in range(4)), (3, 0, 3, 1)], turned=turned, angle=angle)
    first, second = (83, 97) if angle == 90 else (97, 83)
    paper.turned(first, 193, "东部", angle=angle)
    paper.turned(second, 193, "片区", angle=angle)
    paper.turned(20, 400, "内部资料", angle=angle)
    notice = parse(paper.done())
    (table,) = notice.tables
    assert names_of(table) == head
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
    paper = titled("重点任务分工表")
    align = ["centre", "centre", "left", "centre"]
    paper.table(60, 100, [80, 70, 230, 80], rows, rules=rules, merged=[(1, 0, 3, 1), (4, 0, 2, 1)], align=align)
    (table,) = find_tables(paper.done())
    assert names_of(table) == rows[0]
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
    table = drawn_table("办件统计表", [80, 100, 80, 80, 80], rows, rules=rules, merged=[(1, 0, 3, 1), (4, 0, 2, 1), (6, 0, 1, 2)])
    assert names_of(table) == rows[0]
    assert table.raw == tuple(map(tuple, rows[1:]))
    assert table.total_rows == (5,)


@pytest.mark.parametrize("mark", ["", "续附件2", "（接上页）"])
def test_table_goes_on_over_a_page_of_another_size(mark: str) -> None:
    """No header comes again; the columns are the same shares of a wider table, and the count goes on."""
    head = ["序号", "单位", "申请", "受理", "备注"]
    rows = [[str(i), f"第{i}中心", str(i * 3), str(i * 2), "在建"] for i in range(1, 44)]
    paper = titled("办件统计表")
    paper.table(60, 100, [60, 120, 90, 90, 100], [head, *rows[:33]])
    paper.turn_over(LANDSCAPE)
    if mark:
        paper.put(100, 40, mark)
    paper.table(80, 60, [80, 170, 126, 126, 140], rows[33:], n_head=0)
    (table,) = find_tables(paper.done())
    assert names_of(table) == head
    assert table.raw == tuple(map(tuple, rows))


@pytest.mark.parametrize("rules", ["all", "three", "none"])
def test_notes_under_a_table_by_the_marks_in_it(rules: str) -> None:
    rows = [["序号", "单位", "申请", "受理"], ["1", "柳坝镇*", "12", "10"], ["2", "南渡镇**", "31", "29"], ["3", "松溪乡", "8", "7"]]
    paper = titled("办件统计表")
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
    paper = titled("闸站情况统计表")
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
    paper = titled("案件移送审批表")
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


@pytest.mark.parametrize("rules", ["three", "none"])
def test_a_caption_whose_number_stands_apart_is_no_row(rules: str) -> None:
    """Two tables in the same columns, the second under a caption of its own: 表2 and its words are parted by a gap."""
    paper = Paper()
    y = 60.0
    for number, words in (("表1", "各镇水闸情况"), ("表2", "各镇泵站情况")):
        paper.put(150, y, number)
        paper.put(200, y, words)
        y = paper.table(
            60, y + 20, [100, 100, 100], [["镇", "座数（座）", "占比（%）"], ["柳坝镇", "3", "37.5"], ["南渡镇", "5", "62.5"]], rules=rules
        )
        y += 12
    tables = find_tables(paper.done())
    assert [table.caption for table in tables] == ["表1各镇水闸情况", "表2各镇泵站情况"]
    assert [[row[0] for row in table.raw] for table in tables] == [["柳坝镇", "南渡镇"]] * 2


def test_a_caption_without_a_number_parts_two_tables() -> None:
    paper = Paper()
    y = 60.0
    for words, unit in (("各镇水闸建设情况", "座"), ("各镇河道清淤情况", "公里")):
        paper.put(210, y, words, 10.5, "centre")
        y = paper.table(
            60,
            y + 18,
            [100, 100, 100],
            [["镇", f"计划（{unit}）", f"完成（{unit}）"], ["柳坝镇", "3", "2"], ["南渡镇", "5", "5"]],
            rules="none",
        )
        y += 8
    tables = find_tables(paper.done())
    assert [table.caption for table in tables] == ["各镇水闸建设情况", "各镇河道清淤情况"]
    assert [[column.unit for column in table.columns] for table in tables] == [[None, "座", "座"], [None, "公里", "公里"]]


@pytest.mark.parametrize("rules", ["three", "none"])
def test_rows_that_number_a_section_are_rows(rules: str) -> None:
    rows = [
        ["序号", "项目名称", "法人", "总投资", "完成投资"],
        ["一", "水库工程", "", "", ""],
        ["1", "青溪水库扩建", "水投公司", "32000", "5200"],
        ["2", "松岭水库加固", "水务局", "2600", "1200"],
        ["二", "河道工程", "", "", ""],
        ["3", "岚江堤防提升", "水务局", "12000", "1850"],
        ["合计", "合计", "合计", "46600", "8250"],
    ]
    table = drawn_table("工程进度表", [50, 140, 100, 80, 80], rows, rules=rules, merged=[(6, 0, 1, 3)])
    assert names_of(table) == rows[0]
    assert table.raw == tuple(map(tuple, rows[1:]))
    assert table.total_rows == (5,)


@pytest.mark.parametrize("rules", ["three", "none"])
def test_a_last_column_over_several_rows(rules: str) -> None:
    """What holds for four rows stands between the second and the third."""
    place = "企业废水总排放口"
    rows = [
        ["序号", "项目", "限值", "监控位置"],
        *[[str(i), f"项目{i}号", str(10 * i), place] for i in range(1, 5)],
        ["5", "总铬", "2", "车间排放口"],
    ]
    table = drawn_table("排放浓度限值", [50, 140, 80, 150], rows, rules=rules, merged=[(1, 3, 4, 1)])
    assert table.raw == tuple(map(tuple, rows[1:]))


def test_labels_above_the_header_and_below_the_rows_of_a_grid() -> None:
    """A sheet printed whole: caption, who filled it in and the unit stand in cells of the grid, so does who signed."""
    rows = [
        ["信访事项办理情况表", "", "", ""],
        ["填报单位：岚川市信访局", "", "单位：件", ""],
        ["县（区）", "受理数", "办结数", "办结率"],
        ["云坪区", "120", "118", "98.33%"],
        ["禾丰县", "98", "98", "100%"],
        ["填报人：林某　审核人：方某", "", "", ""],
    ]
    paper = Paper()
    paper.table(60, 100, [100, 100, 100, 100], rows, merged=[(0, 0, 1, 4), (1, 0, 1, 2), (1, 2, 1, 2), (5, 0, 1, 4)])
    (table,) = find_tables(paper.done())
    assert (table.caption, table.unit) == ("信访事项办理情况表", "件")
    assert [column.path for column in table.columns] == [("县（区）",), ("受理数",), ("办结数",), ("办结率",)]
    assert [row[0] for row in table.raw] == ["云坪区", "禾丰县"]
    assert [note[:3] for note in table.notes] == ["填报人"]


def test_a_page_that_is_a_table_alone() -> None:
    """Its unit is no title, the mark above it says which annex it is; words that a site's labels have (日期, 时间) are its header."""
    paper = Paper()
    paper.put(60, 40, "附件2")
    paper.put(297, 60, "水价表", 14, "centre")
    paper.put(460, 84, "单位：元/立方米", 10.5, "right")
    paper.table(
        60,
        100,
        [100, 100, 100, 100],
        [["日期", "时间", "水价", "地点"], ["6月12日", "上午", "2.10", "柳坝镇"], ["6月13日", "下午", "3.15", "南渡镇"]],
    )
    (table,) = parse(paper.done()).tables
    assert (table.caption, table.unit, table.attachment) == ("水价表", "元/立方米", "2")
    assert names_of(table) == ["日期", "时间", "水价", "地点"]
