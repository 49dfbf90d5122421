"""Rows between the labels and the records: units in cells of their own, numbers of the columns."""

from __future__ import annotations

import pytest
from paper import LANDSCAPE, Paper
from read_back import drawn_table, names_of

from notice_parser import find_tables

UNITS = [
    ["地区", "年度计划", "本月完成", "落实资金", ""],
    ["", "（亿元）", "（万元）", "中央", "地方"],
    ["岚川市", "40.10", "20114", "10.00", "18.85"],
    ["青岚市", "38.30", "18020", "9.87", "15.14"],
]
NUMBERED = [
    ["地区", "应征收", "实征收", "欠缴"],
    ["甲", "1", "2", "3=1-2"],
    ["禾丰县", "301.2", "300.0", "1.2"],
    ["云坪区", "411.3", "400.1", "11.2"],
]


@pytest.mark.parametrize("rules", ["all", "three", "none"])
def test_units_below_their_labels(rules: str) -> None:
    """They go with the labels; the row is no record."""
    merged = [(0, 0, 2, 1), (0, 3, 1, 2)]
    table = drawn_table("投资完成情况表", [80, 90, 90, 70, 70], UNITS, rules=rules, merged=merged, n_head=2)
    assert names_of(table) == ["地区", "年度计划（亿元）", "本月完成（万元）", "落实资金/中央", "落实资金/地方"]
    assert [list(row) for row in table.raw] == UNITS[2:]
    assert [column.unit for column in table.columns[1:3]] == ["亿元", "万元"]


def test_units_in_a_row_of_their_own() -> None:
    rows = [["地区", "投资", "完成率"], ["", "（万元）", "（%）"], ["岚川市", "120", "81.5"], ["青岚市", "96", "77.0"]]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    (table,) = find_tables(f"<html><body><p>投资情况表</p><table border=1>{cells}</table></body></html>".encode())
    assert names_of(table) == ["地区", "投资（万元）", "完成率（%）"]
    assert [list(row) for row in table.raw] == rows[2:]


def test_brackets_that_are_no_units_stay_in_their_rows() -> None:
    """A column of remarks in brackets beside figures."""
    rows = [["单位", "得分", "等次"], ["柳坝镇", "98", "（优）"], ["南渡镇", "91", "（良）"], ["松溪乡", "84", "（中）"]]
    table = drawn_table("考核得分表", [120, 90, 90], rows)
    assert [list(row) for row in table.raw] == rows[1:]


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        # 甲 of a series is a class, no number of a column
        ([["等级", "一组", "二组"], ["甲", "1", "2"], ["乙", "4", "0"], ["丙", "2", "5"]], []),
        # figures and marks in brackets are no units
        ([["项目", "本年", "上年"], ["", "（12）", "（30）"], ["支出", "98", "22"]], []),
        ([["单位", "初评", "复评"], ["", "（优）", "（良）"], ["柳坝镇", "98", "91"]], []),
        # words below groups of words are what the first record says
        ([["单位", "责任人", "", "完成时限"], ["", "林某某", "方某", "年中"], ["南渡镇", "周某", "陈某", "年底"]], [(0, 1, 1, 2)]),
    ],
)
@pytest.mark.parametrize("rules", ["all", "three"])
def test_the_first_record_is_kept(rules: str, rows: list[list[str]], merged: list[tuple[int, int, int, int]]) -> None:
    table = drawn_table("情况表", [90] * len(rows[0]), rows, rules=rules, merged=merged)
    assert [list(row) for row in table.raw] == rows[1:]


@pytest.mark.parametrize("row", [["禾丰县", "—", "—"], ["禾丰县", "（12）", "（30）"]])
def test_a_first_record_without_bare_figures_is_no_header(row: list[str]) -> None:
    """Dashes stand where figures are missing, brackets round those below zero."""
    rows = [["县区", "本年", "上年"], row, ["云坪区", "98", "22"]]
    assert [list(row) for row in drawn_table("结余情况表", [90, 90, 90], rows, rules="none").raw] == rows[1:]


@pytest.mark.parametrize("rules", ["all", "three", "none"])
def test_the_row_that_numbers_the_columns(rules: str) -> None:
    """甲, 1, 2, 3=1-2 is no record and no part of a label."""
    table = drawn_table("征收情况表", [90, 90, 90, 90], NUMBERED, rules=rules, n_head=2 if rules == "three" else 1)
    assert names_of(table) == NUMBERED[0]
    assert [list(row) for row in table.raw] == NUMBERED[2:]


def test_numbers_of_the_columns_come_again_on_the_next_page() -> None:
    paper = Paper()
    paper.table(60, 700, [90, 90, 90, 90], NUMBERED)
    paper.turn_over()
    paper.table(60, 60, [90, 90, 90, 90], [*NUMBERED[:2], ["松溪县", "100.0", "90.0", "10.0"]])
    (table,) = find_tables(paper.done())
    assert [row[0] for row in table.raw] == ["禾丰县", "云坪区", "松溪县"]


def test_a_group_over_columns_of_different_width() -> None:
    """Its text stands off the middle of their labels, on one line with other groups."""
    rows = [
        ["指标名称", "2023年", "", "2022年", "", "增减", ""],
        ["", "预算", "实际", "预算", "实际", "金额", "%"],
        ["营业收入", "42000.00", "43215.60", "40000.00", "39880.12", "3335.48", "8.36"],
        ["营业成本", "30000.00", "31002.11", "29500.00", "29610.00", "1392.11", "4.70"],
        ["净利润", "2400.00", "2210.55", "2250.00", "2330.20", "-119.65", "-5.13"],
    ]
    paper = Paper(LANDSCAPE)
    paper.put(421, 60, "经营情况表", 14, "centre")
    merged = [(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 1, 2), (0, 5, 1, 2)]
    paper.table(60, 100, [110, 110, 110, 110, 110, 110, 60], rows, rules="three", merged=merged, n_head=2)
    (table,) = find_tables(paper.done())
    assert names_of(table)[5:] == ["增减/金额", "增减/%"]
    assert [list(row) for row in table.raw] == rows[2:]


def test_the_title_of_a_section_at_the_top_of_a_page() -> None:
    """It is a row of the table that goes on there, without a header."""

    def rows(title: str, first: int) -> list[list[str]]:
        places = ("柳坝镇", "南渡镇", "松溪乡")
        return [[title, "", ""], *([str(first + i), place, str(31 * first + i)] for i, place in enumerate(places))]

    paper, widths = Paper(), [60, 120, 90]
    upper = [["序号", "乡镇", "处数"], *rows("一、禾丰县", 1), *rows("二、云坪区", 4)]
    paper.table(60, 560, widths, upper, rules="none", merged=[(1, 0, 1, 3), (5, 0, 1, 3)])
    paper.turn_over()
    lower = [*rows("三、松溪县", 7), *rows("四、北塘县", 10)]
    paper.table(60, 60, widths, lower, rules="none", merged=[(0, 0, 1, 3), (4, 0, 1, 3)])
    (table,) = find_tables(paper.done())
    assert [table.raw[i][0] for i in table.section_rows] == ["一、禾丰县", "二、云坪区", "三、松溪县", "四、北塘县"]
    assert len(table.raw) == 16


def test_a_total_alone_between_the_first_two_columns() -> None:
    rows = [
        ["序号", "单位名称", "备注"],
        *([str(i), place, "已办"] for i, place in enumerate(("柳坝镇", "南渡镇", "松溪乡"), 1)),
        ["合计", "", ""],
    ]
    table = drawn_table("巡查情况表", [60, 250, 120], rows, rules="three", merged=[(4, 0, 1, 2)])
    assert list(table.raw[-1]) == ["合计", "合计", ""]


def test_a_level_that_one_column_has_alone_too() -> None:
    """绩效 is over one column, 资金 over four: the row below is the header's, though it has a text below 绩效."""
    rows = [
        ["序号", "县区", "资金情况", "", "", "", "绩效", "备注"],
        ["", "", "下达", "", "支付", "", "评价等次", ""],
        ["", "", "中央", "省级", "中央", "省级", "", ""],
        ["1", "禾丰县", "250.96", "463.60", "377.15", "961.94", "良", ""],
        ["2", "云坪区", "628.11", "876.22", "45.60", "600.39", "中", ""],
    ]
    merged = [(0, 0, 3, 1), (0, 1, 3, 1), (0, 2, 1, 4), (1, 2, 1, 2), (1, 4, 1, 2), (1, 6, 2, 1), (0, 7, 3, 1)]
    table = drawn_table("资金情况表", [36, 80, 60, 60, 60, 60, 60, 60], rows, merged=merged, n_head=3)
    assert names_of(table) == [
        "序号",
        "县区",
        "资金情况/下达/中央",
        "资金情况/下达/省级",
        "资金情况/支付/中央",
        "资金情况/支付/省级",
        "绩效/评价等次",
        "备注",
    ]
    assert [list(row) for row in table.raw] == rows[3:]
