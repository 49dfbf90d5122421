"""Ruled tables whose rows no rule parts, all or some of them: a drawn row of several is read as these, one of one stays whole."""

from __future__ import annotations

import pytest
from paper import Paper
from read_back import drawn_table, names_of

from notice_parser import find_tables

HEAD = ["序号", "单位", "申请数", "办结率"]
WIDTHS = [50, 140, 90, 90]
BODY = [["1", "云坪区", "120", "98.20%"], ["2", "禾丰县", "87", "—"], ["3", "柳坝镇", "1034", "100%"]]


def read(*rows: list[str], rules: str = "all", widths: list[float] | None = None, **how: object) -> list[list[str]]:
    """The body cells of the one table that is drawn."""
    table = drawn_table("办件情况统计表", widths or WIDTHS, rows, rules=rules, **how)
    assert names_of(table) == rows[0]
    return [list(row) for row in table.raw]


def test_no_rule_below_the_header() -> None:
    assert read(HEAD, *BODY, rules="upright") == BODY


def test_cells_that_wrap_stay_whole() -> None:
    body = [*BODY, ["4", "南渡镇政务服务和大数据管理办公室（筹）", "12", "91.00%"], ["5", "松溪乡", "", "88.50%"]]
    assert read(HEAD, *body, rules="upright") == body


@pytest.mark.parametrize("align", ["left", "centre", "right"])
def test_one_rule_round_each_group(align: str) -> None:
    """The class has a cell of its own beside the rows, or stands in the middle of the drawn row."""
    rows = [
        ["类别", "项目", "计划", "完成"],
        ["水利工程", "水闸\n泵站\n堤防", "3\n12\n105", "2\n8\n90"],
        ["农田建设", "高标准农田\n灌溉渠系", "64\n7", "60\n7"],
    ]
    assert read(*rows, widths=[90, 120, 90, 90], align=["centre", "left", align, align]) == [
        ["水利工程", "水闸", "3", "2"],
        ["水利工程", "泵站", "12", "8"],
        ["水利工程", "堤防", "105", "90"],
        ["农田建设", "高标准农田", "64", "60"],
        ["农田建设", "灌溉渠系", "7", "7"],
    ]


def test_numbers_that_count_on_part_rows_of_words() -> None:
    rows = [["序号", "姓名", "职务"], ["1\n2\n3", "方某\n许某某\n林某", "组长\n副组长\n成员"]]
    assert read(*rows, widths=[50, 120, 160]) == [["1", "方某", "组长"], ["2", "许某某", "副组长"], ["3", "林某", "成员"]]


def test_header_and_sum_within_the_frame() -> None:
    """An invoice's list: labels, figures and the sum in one drawn row."""
    paper = Paper()
    rows = [
        ["货物名称\n水泵\n电机\n小计", "数量\n1\n12\n", "单价\n218.00\n43.40\n", "金额\n218.00\n520.80\n738.80元"],
        ["备注", "", "", ""],
    ]
    paper.table(60, 100, [140, 80, 90, 90], rows, merged=[(1, 1, 1, 3)], n_head=0)
    (table,) = find_tables(paper.done())
    assert names_of(table) == ["货物名称", "数量", "单价", "金额"]
    assert table.raw[:3] == (("水泵", "1", "218.00", "218.00"), ("电机", "12", "43.40", "520.80"), ("小计", "", "", "738.80元"))


def test_a_drawn_row_is_one_where_one_cell_alone_holds_two_figures() -> None:
    rows = [["项目", "限值", "时间"], ["二氧化硫", "400\n550", "1小时均值"], ["颗粒物", "80", "1小时均值"]]
    assert read(*rows, widths=[120, 90, 120])[0] == ["二氧化硫", "400 550", "1小时均值"]


def test_a_number_that_is_broken_at_its_digits_is_one() -> None:
    rows = [["序号", "投资额", "完成额"], ["1", "12345678.55", "12345670.05"], ["2", "87654321.00", "87650021.50"]]
    assert read(*rows, widths=[40, 41, 41]) == rows[1:]
