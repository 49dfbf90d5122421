"""Unruled headers of groups of groups whose rules meet, groups over wide columns, and sums set over leading columns."""

from __future__ import annotations

import pytest
from paper import LANDSCAPE, Paper, page_of_table
from read_back import names_of

from notice_parser import find_tables, parse_text
from notice_parser.load.glyphs import _runs_of

LEAVES = [("肢体", 204), ("精神", 256), ("机构", 397), ("居家", 441)]
VALUES = [160, 219, 271, 363, 410, 455, 525]  # where the figures end


def test_groups_of_groups_are_no_tables_beside_each_other() -> None:
    """The rules below two groups end where these do; one right above them and one below go over all."""
    paper = Paper()
    paper.put(297, 80, "残疾人事业主要数据", 14, "centre")
    for x, y, text in [(208, 130, "康复服务"), (411, 130, "就业保障"), (230, 147, "成人"), (419, 147, "托养服务")]:
        paper.put(x, y, text, 9, "centre")
    for x, y, text in [(95, 148, "县（区）"), (155, 156, "儿童"), (330, 156, "就业"), (501, 156, "补贴")]:
        paper.put(x, y, text, 9, "centre")
    for text, x in LEAVES:
        paper.put(x, 165, text, 9, "centre")
    names = ["云坪区", "禾丰县", "松屏县"]
    for i, name in enumerate(names):
        paper.put(61, 183 + 16 * i, name, 9)
        for k, x in enumerate(VALUES):
            paper.put(x, 183 + 16 * i, str(312 + 31 * k + 7 * i), 9, "right")
    for y, left, right in [
        (126, 57, 539),
        (143, 133, 539),
        (161, 178, 283),
        (161, 374, 463),
        (179, 178, 283),
        (179, 374, 463),
        (232, 57, 539),
    ]:
        paper.rule(left, y, right, y)
    (table,) = find_tables(paper.done())
    assert names_of(table) == [
        "县（区）",
        "康复服务/儿童",
        "康复服务/成人/肢体",
        "康复服务/成人/精神",
        "就业保障/就业",
        "就业保障/托养服务/机构",
        "就业保障/托养服务/居家",
        "就业保障/补贴",
    ]
    assert [row[0] for row in table.raw] == names


def test_a_group_over_two_wide_columns_touches_the_label_of_the_second() -> None:
    """Labels to the left, figures to the right: the group's text reaches over the first label, and not quite to the second."""
    paper = Paper(LANDSCAPE)
    paper.put(260, 106, "城镇新增就业（人）", 10, "centre")
    paper.put(692.6, 106, "城镇登记失业率（%）", 10.5, "centre")
    paper.put(98, 115, "县（区）", 10, "centre")
    for x, text in [(172, "目标"), (232, "完成"), (321, "完成率（%）"), (658.4, "控制目标"), (751.8, "实际")]:
        paper.put(x, 124, text, 10, "centre")
    rows = [
        ("云坪区", "9200", "9876", "107.3", "4.5", "3.1"),
        ("禾丰县", "6100", "6244", "102.4", "4.5", "3.4"),
        ("松屏县", "5400", "5820", "107.8", "4.5", "2.9"),
        ("全市", "24000", "25452", "106.1", "4.5", "3.2"),
    ]
    for i, (name, *figures) in enumerate(rows):
        paper.put(61, 143 + 18 * i, name, 10)
        for x, figure in zip([197.5, 258.7, 375.5, 713.7, 782], figures, strict=True):
            paper.put(x, 143 + 18 * i, figure, 10, "right")
    for y in (102, 139, 216):
        paper.rule(57, y, 786, y)
    (table,) = find_tables(paper.done())
    assert names_of(table) == [
        "县（区）",
        "城镇新增就业（人）/目标",
        "城镇新增就业（人）/完成",
        "城镇新增就业（人）/完成率（%）",
        "城镇登记失业率（%）/控制目标",
        "城镇登记失业率（%）/实际",
    ]


@pytest.mark.parametrize("word", ["总计", "合计"])
def test_a_sum_over_two_columns_before_a_blank_one(word: str) -> None:
    rows = [
        ["序号", "项目名称", "建设年限", "总投资", "市级"],
        ["1", "岚河干流堤防加固工程", "2023—2025", "21,000", "2,000"],
        ["2", "柳溪综合治理", "2024—2026", "13,800", "1,300"],
        ["3", "云坪区排涝泵站", "2024", "7,800", "800"],
        [word, "", "", "42,600", "4,100"],
    ]
    content = page_of_table(
        "投资计划表",
        [34, 160, 80, 80, 80],
        rows,
        rules="three",
        merged=[(4, 0, 1, 2)],
        align=["centre", "left", "centre", "right", "right"],
    )
    (table,) = find_tables(content)
    assert table.raw[-1] == (word, word, "", "42,600", "4,100")
    assert table.total_rows == (3,)


def test_a_subtotal_below_two_names_that_begin_where_it_does_is_of_their_column() -> None:
    """A class over three rows, its name at their middle."""
    rows = [
        ["县（区）", "补助项目", "资金"],
        ["云坪区", "城乡低保", "820"],
        ["", "特困人员供养", "310"],
        ["", "小计", "1,130"],
        ["禾丰县", "城乡低保", "1,460"],
        ["", "特困人员供养", "540"],
        ["", "小计", "2,000"],
    ]
    merged = [(1, 0, 3, 1), (4, 0, 3, 1)]
    content = page_of_table("资金分配表", [80, 120, 80], rows, rules="none", merged=merged, align=["left", "left", "right"])
    (table,) = find_tables(content)
    assert table.raw[:3] == (("云坪区", "城乡低保", "820"), ("云坪区", "特困人员供养", "310"), ("云坪区", "小计", "1,130"))


def test_the_ink_of_two_characters_leaves_no_room_between_them() -> None:
    """人口, of which the engine gives the ink alone, in a line of 10 points: neither is as wide as it is set."""
    boxes = [(10.0, 100.0, 20.0, 112.5), (20.4, 103.0, 29.6, 112.0), (30.9, 102.0, 39.1, 111.4), (40.0, 100.0, 50.0, 112.5)]
    _runs_of("住人口床", boxes)
    assert [(left, round(right, 1)) for left, _, right, _ in boxes] == [(10.0, 20.0), (20.0, 30.0), (30.0, 40.0), (40.0, 50.0)]


def test_a_caption_with_a_number_does_not_hang_on_the_title() -> None:
    text = "2023年水利发展统计简报（节选）\n表1 主要水利指标\n\n| 指标 | 数量 |\n| --- | --- |\n| 水闸 | 42 |\n| 泵站 | 15 |\n"
    assert parse_text(text).tables[0].caption == "表1主要水利指标"
