"""Prose in two columns is read column by column; a heading or a table across parts it, and no table is taken for it."""

from __future__ import annotations

import pytest
from paper import Paper
from read_back import names_of

from notice_parser import find_tables, parse
from notice_parser.load import load

PATROL = (
    "各县区应当建立巡查台账，对发现的问题逐项登记，由岚川市水务局会同有关部门研究处理，责任单位应当在规定期限内完成整改，"
    "并将整改结果报送市人民政府办公室。"
)
MONEY = (
    "未按要求整改的予以通报。巡查人员应当如实填写记录，涉及多个部门的由牵头单位负责协调，所需经费列入同级财政预算，重大问题应当及时报告。"
)
HEAD = ["序号", "镇", "水闸（座）", "泵站（座）", "备注"]
ROWS = [HEAD, ["1", "柳坝镇", "3", "5", ""], ["2", "南渡镇", "4", "6", "在建"], ["3", "松溪乡", "7", "8", ""]]


@pytest.mark.parametrize("rules", ["all", "three", "none"])
def test_a_heading_and_a_table_across_part_the_columns(rules: str) -> None:
    paper = Paper()
    paper.put(297, 60, "岚川市水务局关于巡查情况的通报", 18, "centre")
    left = paper.flow(60, 100, 225, "左上。" + PATROL + MONEY)
    right = paper.flow(310, 100, 225, "右上。" + MONEY + PATROL)
    y = max(left, right) + 20
    paper.put(297, y, "巡查情况统计表", 12, "centre")
    y = paper.table(60, y + 24, [60, 120, 100, 100, 95], ROWS, rules=rules) + 20
    paper.flow(60, y, 225, "左下。" + MONEY + PATROL)
    paper.flow(310, y, 225, "右下。" + PATROL + MONEY)
    notice = parse(paper.done())
    assert notice.text.split("\n") == [
        "岚川市水务局关于巡查情况的通报",
        "左上。" + PATROL + MONEY,
        "右上。" + MONEY + PATROL,
        "巡查情况统计表",
        *("\t".join(row).rstrip("\t") for row in ROWS),
        "左下。" + MONEY + PATROL,
        "右下。" + PATROL + MONEY,
    ]
    (table,) = notice.tables
    assert names_of(table) == HEAD
    assert table.raw == tuple(map(tuple, ROWS[1:]))


def test_lines_off_each_other_and_a_table_in_one_column() -> None:
    """The columns' lines stand at other heights; a heading and a table belong to one of them; a paragraph goes on in the next."""
    paper = Paper()
    paper.put(297, 50, "岚川市人民政府公报", 18, "centre")
    paper.put(172, 110, "一、巡查工作", 10.5, "centre")
    y = 134.0
    for i in range(6):
        y = paper.flow(60, y, 225, f"左{i}。" + PATROL)
    paper.flow(60, y, 225, "左末" + MONEY[:38])
    paper.put(310, 118, MONEY[38:59])
    paper.put(310, 134, MONEY[59:])
    y = paper.flow(310, 150, 225, "右首。" + MONEY)
    y = paper.table(310, y + 6, [45, 90, 90], [["序号", "镇", "座数"], ["1", "柳坝镇", "3"], ["2", "南渡镇", "4"]]) + 6
    paper.flow(310, y, 225, "右末。" + MONEY)
    paper.put(535, 800, "· 7 ·", 10.5, "right")
    lines = parse(paper.done()).text.split("\n")
    assert lines == [
        "岚川市人民政府公报",
        "一、巡查工作",
        *(f"左{i}。" + PATROL for i in range(6)),
        "左末" + MONEY,
        "右首。" + MONEY,
        "序号\t镇\t座数",
        "1\t柳坝镇\t3",
        "2\t南渡镇\t4",
        "右末。" + MONEY,
    ]


@pytest.mark.parametrize("rules", ["all", "three", "none"])
def test_two_wide_columns_of_a_table_are_cells(rules: str) -> None:
    paper = Paper()
    paper.put(297, 50, "条文对照表", 18, "centre")
    rows = [["序号", "修改前", "修改后"], ["1", PATROL + MONEY, MONEY + PATROL], ["2", MONEY, PATROL], ["3", PATROL, MONEY + MONEY]]
    paper.table(60, 100, [60, 208, 207], rows, rules=rules, align=["centre", "left", "left"])
    assert load(paper.done()).sheets[0].columns == ()


@pytest.mark.parametrize("rules", ["all", "three"])
def test_a_table_goes_on_at_the_top_of_the_next_column(rules: str) -> None:
    """Its header comes again; what stands in the left column comes first."""
    head, widths = ["县区", "巡河次数", "发现问题"], [75, 75, 75]
    paper = Paper()
    paper.put(297, 50, "水利工作简报", 18, "centre")
    y = 100.0
    for i in range(6):
        y = paper.flow(60, y, 225, f"左{i}。" + PATROL)
    paper.put(172, y, "各县区巡河情况", 10.5, "centre")
    paper.table(60, y + 20, widths, [head, ["云坪区", "1260", "31"]], rules=rules)
    y = paper.table(310, 98, widths, [head, ["禾丰县", "1875", "46"], ["松屏县", "906", "12"]], rules=rules) + 8
    for i in range(5):
        y = paper.flow(310, y, 225, f"右{i}。" + MONEY)
    (table,) = find_tables(paper.done())
    assert table.caption == "各县区巡河情况"
    assert [row[0] for row in table.raw] == ["云坪区", "禾丰县", "松屏县"]
