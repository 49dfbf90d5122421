"""Columns that stand closer than words do, and headers whose labels are set over two columns, wrapped, or right behind a caption."""

from __future__ import annotations

from decimal import Decimal

import pytest
from paper import Paper, titled
from read_back import names_of

from notice_parser import Notice, find_tables, parse

LISTED = (("1", "水闸", "42", "18.5"), ("2", "泵站", "15", "9.0"), ("3", "水库", "8", "77.2"))


@pytest.mark.parametrize("rules", ["rows", "none"])
def test_a_text_right_behind_the_figure_of_the_column_before(rules: str) -> None:
    """As sheets print it: figures end, and remarks begin, two points from the border between them."""
    rows = [
        ("河道保洁员", "46", "600", ""),
        ("护林员", "32", "800", "含季节性岗位5人"),
        ("公路养护员", "18", "600", ""),
        ("水管员", "12", "500", "驻村"),
    ]
    paper = titled("公益性岗位设置汇总表")
    for x, label in zip([110, 250, 330, 440], ["岗位名称", "人数", "月补贴（元）", "备注"], strict=True):
        paper.put(x, 100, label, 10, "centre")
    y = 118.0
    for name, count, pay, remark in rows:
        paper.put(62, y, name, 10)
        paper.put(278, y, count, 10, "right")
        paper.put(378, y, pay, 10, "right")
        paper.put(380.4, y, remark, 10)
        if rules == "rows":
            paper.rule(60, y - 3, 500, y - 3)
        y += 16
    (table,) = find_tables(paper.done())
    assert names_of(table) == ["岗位名称", "人数", "月补贴（元）", "备注"]
    assert list(table.raw) == rows


def test_two_labels_with_less_room_than_a_character() -> None:
    """受灾人口（人）转移安置（人）: nothing is written with room between ） and 转."""
    paper = titled("灾情统计")
    paper.put(80, 100, "灾种", 10)
    paper.put(217.3, 100, "受灾人口（人）", 10)
    paper.put(289.9, 100, "转移安置（人）", 10)
    for i, row in enumerate([("洪涝", "7,215", "1,180"), ("风雹", "1,425", "56"), ("合计", "8,640", "1,236")]):
        for x, text, how in zip([80, 285.6, 358.1], row, ["left", "right", "right"], strict=True):
            paper.put(x, 118 + 16 * i, text, 10, how)
    (table,) = find_tables(paper.done())
    assert names_of(table) == ["灾种", "受灾人口（人）", "转移安置（人）"]
    assert table.raw[0] == ("洪涝", "7,215", "1,180")


def test_room_beside_a_digit_within_a_cell_is_no_border() -> None:
    """第 5 批: good type leaves a quarter of a character beside a digit; no other line shows two columns there."""
    paper = titled("补助资金明细表")
    for x, label in zip([130, 330, 440], ["批次", "金额（万元）", "备注"], strict=True):
        paper.put(x, 100, label, 10, "centre")
    for i, (batch, number, amount) in enumerate([("第", "15批", "320.5"), ("第", "16批", "88.0"), ("第", "17批", "104.2")]):
        paper.put(110, 118 + 16 * i, batch, 10)
        paper.put(122.5, 118 + 16 * i, number, 10)
        paper.put(350, 118 + 16 * i, amount, 10, "right")
        paper.put(420, 118 + 16 * i, "已拨付", 10)
    (table,) = find_tables(paper.done())
    assert [row[0] for row in table.raw] == ["第15批", "第16批", "第17批"]


def test_a_label_over_two_columns_without_their_own() -> None:
    """日期 stands over the day and the part of the day."""
    paper = titled("培训班日程安排")
    rows = [
        ["日期", "", "时间", "内容"],
        ["6月12日", "上午", "9:00—9:30", "开班仪式"],
        ["", "下午", "14:30—17:30", "政策解读"],
        ["6月13日", "上午", "8:30—11:30", "现场教学"],
        ["", "下午", "14:30—17:00", "分组讨论"],
    ]
    paper.table(70, 100, [90, 60, 110, 180], rows, rules="none", merged=[(0, 0, 1, 2), (1, 0, 2, 1), (3, 0, 2, 1)])
    (table,) = find_tables(paper.done())
    assert names_of(table) == ["日期", "日期", "时间", "内容"]
    assert [row[:2] for row in table.raw] == [("6月12日", "上午"), ("6月12日", "下午"), ("6月13日", "上午"), ("6月13日", "下午")]


def test_a_label_that_wraps_begins_below_the_upper_rule() -> None:
    """Its first line stands alone, and is no caption."""
    rows = [
        ["用水类别", "分档水量（立方\n米/户）", "基本水价", "到户价"],
        ["居民生活用水", "180—300（含）", "2.93", "3.88"],
        ["非居民用水", "—", "3.10", "4.50"],
        ["特种用水", "—", "9.80", "11.20"],
    ]
    paper = Paper()
    paper.put(530, 84, "单位：元/立方米", 10.5, "right")
    paper.table(60, 100, [110, 140, 110, 110], rows, rules="three")
    (table,) = find_tables(paper.done())
    assert names_of(table) == ["用水类别", "分档水量（立方米/户）", "基本水价", "到户价"]
    assert (table.caption, table.unit) == (None, "元/立方米")


def test_a_caption_at_the_left_with_its_name_right_behind_the_number() -> None:
    paper = Paper()
    y = paper.flow(60, 60, 475, "各大厅办理情况如下。")
    paper.put(60, y, "表1各大厅事项办理情况（单位：件）")
    head = ["大厅", "受理量", "办结量"]
    y = paper.table(60, y + 20, [150, 150, 150], [head, ["市本级", "46,210", "45,988"], ["云坪区", "33,072", "32,410"]], rules="none")
    paper.put(81, y + 6, "各大厅评价情况如下：")
    paper.put(60, y + 26, "表2各大厅“好差评”情况")
    head = ["大厅", "评价数", "主动评价率", "好评率"]
    rows = [head, ["市本级", "40,111", "86.80%", "99.97%"], ["云坪区", "25,678", "77.64%", "99.90%"]]
    paper.table(60, y + 46, [110, 110, 120, 110], rows, rules="none")
    first, second = find_tables(paper.done())
    assert (first.caption, second.caption) == ("表1各大厅事项办理情况", "表2各大厅“好差评”情况")
    assert [row[0] for row in first.raw] == ["市本级", "云坪区"]
    assert second.raw[1] == ("云坪区", "25,678", "77.64%", "99.90%")


def test_no_cell_goes_over_a_rule() -> None:
    """Texts of a long column may stand at the middle of all rows by chance; rules across it part them."""
    rows = [
        ["序号", "单位", "存在问题", "整改状态"],
        ["1", "宏达化工", "报警器未按期检定；\n动火作业票审批不规\n范，缺少现场监护\n人签字。", "已整改"],
        ["2", "石桥商贸城", "疏散通道堆放货\n物，占用宽度约\n0.8米。", "已整改"],
        ["3", "柳坝采石场", "边坡角度大于设计\n值，未设置安全警\n示标志；未开展班\n前安全教育。", "整改中"],
        ["4", "长滩电站", "应急预案未更新。", "整改中"],
    ]
    paper = Paper()
    y = 100.0
    xs = [80, 130, 250, 420]
    for row in rows:
        paper.rule(60, y, 520, y)
        for x, text in zip(xs, row, strict=True):
            for k, line in enumerate(text.split("\n")):
                paper.put(x, y + 3 + 14 * k, line, 10)
        y += 14 * max(text.count("\n") + 1 for text in row) + 3
    paper.rule(60, y, 520, y)
    (table,) = find_tables(paper.done())
    assert [row[2] for row in table.raw] == [row[2].replace("\n", "") for row in rows[1:]]


def test_upright_rules_alone_round_one_column_of_figures() -> None:
    """Whole texts beside each figure in two columns show the rows; another column wraps."""
    rows = [
        ["物资名称", "规格", "数量", "存放地点"],
        ["编织袋", "大号", "120000", "市防汛物资中心\n仓库"],
        ["冲锋舟", "12座", "18", "东岭水库管理所"],
        ["救生衣", "成人", "2600", "市防汛物资中心\n仓库、各县（区）\n分仓"],
        ["移动泵车", "柴油", "4", "市排水管理处"],
    ]
    paper = titled("应急物资储备情况表")
    y = paper.table(60, 100, [100, 100, 100, 110], rows, rules="upright", align=["left", "centre", "right", "left"])
    paper.rule(60, y, 470, y)
    (table,) = find_tables(paper.done())
    assert [row[0] for row in table.raw] == ["编织袋", "冲锋舟", "救生衣", "移动泵车"]
    assert [row[3] for row in table.raw] == [row[3].replace("\n", "") for row in rows[1:]]


@pytest.mark.parametrize(
    "head",
    [
        ["日期", "时间", "内容"],
        ["文号", "文件名称", "发布日期", "状态"],
        ["发文机关", "文件名称", "发布日期", "效力状态"],
    ],
)
@pytest.mark.parametrize("rules", ["all", "none"])
def test_labels_of_a_site_that_head_a_table(head: list[str], rules: str) -> None:
    """Right below the title, where a page of a site has its own labels."""
    paper = titled("规范性文件清理情况表")
    rows = [[f"岚水发{i}", f"3{i}", "继续有效", "已公布"][: len(head)] for i in range(4)]
    paper.table(60, 100, [110] * len(head), [head, *rows], rules=rules)
    (table,) = find_tables(paper.done())
    assert names_of(table) == head
    assert len(table.raw) == 4


def test_a_figure_at_the_border_of_its_column_though_no_label_stands_above_it() -> None:
    """The labels are at the middle of wide columns, the figures at their right: 3000含麻袋."""
    paper = titled("物资定额")
    for x, label in zip([110, 250, 380], ["类别", "乡级", "备注"], strict=True):
        paper.put(x, 100, label, 10, "centre")
    rows = [("编织袋（条）", "3000", "含麻袋"), ("块石（立方米）", "80", ""), ("救生衣（件）", "60", "成人型")]
    for i, (name, count, remark) in enumerate(rows):
        paper.put(62, 118 + 16 * i, name, 10)
        paper.put(328, 118 + 16 * i, count, 10, "right")
        paper.put(330.5, 118 + 16 * i, remark, 10)
    (table,) = find_tables(paper.done())
    assert list(table.raw) == rows


def test_a_group_over_three_columns_of_unlike_labels() -> None:
    """Its text stands above the gap between the second and the third, off the middle of these two."""
    paper = titled("各县（区）事故情况")
    paper.rule(57, 92, 540, 92)
    for x, label in zip([222.3, 419.6], ["事故起数", "死亡人数"], strict=True):
        paper.put(x, 97, label, 10.5)
    paper.put(79.8, 106, "县（区）", 10.5)
    labels = ["4月", "同比", "1—4月累计"]
    for x, label in zip([157.5, 201.5, 263.8, 354.8, 398.8, 461.1], labels * 2, strict=True):
        paper.put(x, 115, label, 10.5)
    for i, row in enumerate([["云坪区", "4", "-1", "15", "1", "0", "4"], ["禾丰县", "3", "1", "12", "2", "1", "5"]]):
        for x, text in zip([60.8, 183.1, 233.5, 338.2, 380.4, 430.8, 535.5], row, strict=True):
            paper.put(x, 134 + 18 * i, text, 10.5, "left" if text == row[0] else "right")
    paper.rule(57, 170, 540, 170)
    (table,) = find_tables(paper.done())
    assert [column.path for column in table.columns] == [
        ("县（区）",),
        *(("事故起数", one) for one in labels),
        *(("死亡人数", one) for one in labels),
    ]
    assert table.raw[0] == ("云坪区", "4", "-1", "15", "1", "0", "4")


def test_what_stands_above_the_upper_rule_is_no_header() -> None:
    """A sentence as large as the header, and the caption."""
    paper = Paper()
    y = paper.flow(60, 60, 475, "4月份，全市共发生各类事故9起，死亡3人，各县（区）情况见附表。", 11.5)
    paper.put(297, y + 2, "附表各县（区）事故情况", 11.5, "centre")
    rows = [[("县（区）"), "事故起数", ""], ["", "4月", "累计"], ["云坪区", "4", "15"], ["禾丰县", "3", "12"]]
    paper.table(60, y + 22, [150, 150, 150], rows, rules="three", merged=[(0, 0, 2, 1), (0, 1, 1, 2)], n_head=2)
    (table,) = find_tables(paper.done())
    assert [column.path for column in table.columns] == [("县（区）",), ("事故起数", "4月"), ("事故起数", "累计")]
    assert table.caption == "附表各县（区）事故情况"


def test_a_section_beside_its_sums_in_a_wide_leading_column() -> None:
    """The border behind the second column is far right of its texts."""
    rows = [
        ["序号", "项目名称", "总投资", "带动就业人数"],
        ["一、云坪区", "", "820", "96"],
        ["1", "柳坝镇产业路", "460", "52"],
        ["2", "石桥街道沟渠整治", "360", "44"],
        ["合计", "", "820", "96"],
    ]
    paper = titled("以工代赈项目计划表")
    align = ["centre", "left", "right", "right"]
    paper.table(60, 100, [40, 240, 90, 90], rows, rules="three", merged=[(1, 0, 1, 2), (4, 0, 1, 2)], align=align)
    (table,) = find_tables(paper.done())
    assert [row[:2] for row in table.raw] == [("一、云坪区",) * 2, ("1", "柳坝镇产业路"), ("2", "石桥街道沟渠整治"), ("合计",) * 2]


def test_a_header_that_begins_anew_ends_the_table_above() -> None:
    """Two tables under headings of one list; the second has the first label of the first, and others."""
    paper = titled("物资管理")
    paper.put(60, 84, "（一）物资定额")
    rows = [["类别", "县级", "乡级"], ["编织袋（条）", "20000", "3000"], ["块石（立方米）", "500", "80"]]
    y = paper.table(60, 104, [150, 100, 100], rows, rules="none")
    paper.put(60, y + 6, "（二）储备期限")
    rows = [["类别", "储备年限（年）"], ["编织袋", "5"], ["救生衣", "8"], ["冲锋舟", "10"]]
    paper.table(60, y + 26, [150, 200], rows, rules="none")
    first, second = find_tables(paper.done())
    assert names_of(first) == ["类别", "县级", "乡级"]
    assert [row[0] for row in second.raw] == ["编织袋", "救生衣", "冲锋舟"]


def test_who_made_a_table_stands_between_caption_and_unit() -> None:
    """编制单位 is a label of sites, too."""
    paper = titled("水务集团主要财务指标")
    paper.put(60, 84, "编制单位：岚川市水务集团有限公司")
    paper.put(500, 100, "单位：万元", 10.5, "right")
    paper.table(
        60, 116, [200, 120, 120], [["项目", "年初数", "年末数"], ["资产总额", "386,420.15", "361,208.77"], ["负债总额", "218.44", "209.30"]]
    )
    (table,) = find_tables(paper.done())
    assert (table.caption, table.unit) == ("水务集团主要财务指标", "万元")


def listed(lead: float, x: float, below: str, room: float = 0.0) -> Notice:
    """A page of a table, ``lead`` points from line to line, and a text below it, ``room`` points further off."""
    paper = titled("水利工程情况表")
    for i, row in enumerate([("序号", "工程名称", "数量", "投资（万元）"), *LISTED]):
        for at, text in zip([80, 140, 300, 400], row, strict=True):
            paper.put(at, 100 + lead * i, text)
    paper.put(x, 100 + lead * (len(LISTED) + 1) + room, below)
    return parse(paper.done())


@pytest.mark.parametrize(("x", "column"), [(80, 0), (140, 1)])
@pytest.mark.parametrize("lead", [14, 18])
def test_a_total_without_a_sum_is_the_last_row(x: float, column: int, lead: float) -> None:
    """The form was not filled in."""
    (table,) = listed(lead, x, "合计").tables
    assert table.raw == (*LISTED, tuple("合计" if c == column else "" for c in range(4)))
    assert table.total_rows == (3,)


@pytest.mark.parametrize("lead", [14, 18])
@pytest.mark.parametrize(("below", "rooms"), [("合计", 3), ("合计见附表", 0), ("合计见附表", 3)])
def test_a_total_that_stands_far_off_or_says_more_is_text(lead: float, below: str, rooms: int) -> None:
    notice = listed(lead, 80, below, rooms * lead)
    (table,) = notice.tables
    assert table.raw == LISTED
    assert notice.text.endswith(f"\n{below}")


CLOSE = [("云坪区", "55030", "54797", "54001"), ("禾丰县", "42011", "41998", "40120"), ("青岚区", "31002", "30990", "29871")]


def close(head: tuple[str, ...], gap: float) -> Notice:
    """Columns of five digits, and of four half sizes more in the header, with so little room between them."""
    paper = titled("承诺件情况表")
    for i, row in enumerate([head, *CLOSE]):
        for c, text in enumerate(row):
            paper.put(80 if not c else 160 + (22.5 + gap) * (c - 1), 100 + 16 * i, text, 9)
    return parse(paper.done())


@pytest.mark.parametrize("gap", [1.5, 4.0, 12.0])
def test_columns_of_figures_with_nearly_no_gap_are_cut_where_labels_are(gap: float) -> None:
    """A word's room between two figures, or less, in every row at one place."""
    notice = close(("地区", "申请", "受理", "办结"), gap)
    (table,) = notice.tables
    assert names_of(table) == ["地区", "申请", "受理", "办结"]
    assert list(table.raw) == CLOSE
    assert not any(one.code == "tables.close" for one in notice.diagnostics)


def test_digits_set_apart_are_one_figure() -> None:
    """As sheets that fill the width of the column print them, under a label set so too."""
    paper = titled("户数统计表")
    rows = [("地区", "户数", "面积"), ("云坪区", "135", "6.5"), ("禾丰县", "246", "7.5"), ("柳坝镇", "807", "8.5")]
    for i, (name, count, area) in enumerate(rows):
        paper.put(80, 100 + 16 * i, name, 10)
        for k, char in enumerate(count):
            paper.put(160 + (8 if i else 16) * k, 100 + 16 * i, char, 10)
        paper.put(240, 100 + 16 * i, area, 10)
    (table,) = find_tables(paper.done())
    assert all(len(row) == 3 for row in table.raw)
    assert ["".join(row[1].split()) for row in table.raw] == ["135", "246", "807"]


@pytest.mark.parametrize("gap", [1.5, 4.0])
def test_figures_that_no_label_parts_are_told(gap: float) -> None:
    """As long in every row: they may be the groups of one number."""
    notice = close(("地区", "", "承诺件办理情况"), gap)
    (table,) = notice.tables
    assert all(len(row) < 4 for row in table.rows)
    assert any(one.code == "tables.close" for one in notice.diagnostics)
    assert not any(isinstance(value, Decimal) for row in table.rows for value in row)


@pytest.mark.parametrize(("rest", "is_told"), [({1: "5678"}, True), ({1: "56.7", 2: ".1"}, True), ({0: "南渡镇", 1: "87"}, False)])
def test_figures_that_may_be_broken_at_the_end_of_their_line_are_told(rest: dict[int, str], is_told: bool) -> None:
    """A column too narrow for 12345678: its rest stands below it, and in no row with a name of its own."""
    head, first, *others = (
        line.split() for line in ("镇 计划投资 完成投资 户数", "柳坝镇 1234 2345 12", "松溪乡 652 87 9", "白沙乡 77 61 5")
    )
    paper = titled("资金安排表")
    lines = [enumerate(head), enumerate(first), rest.items(), *map(enumerate, others)]
    for y, line in zip([110, 134, 148, 172, 196], lines, strict=True):
        for c, text in line:
            paper.put(60 + 100 * c, y, text, 10)
    assert any(one.code == "tables.broken" for one in parse(paper.done()).diagnostics) == is_told
