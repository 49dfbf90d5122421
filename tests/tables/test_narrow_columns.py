"""Figures broken over two lines of a cell that is too narrow for them, in tables set in type alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from paper import titled
from read_back import names_of

from notice_parser import Notice, find_tables, parse


def narrow(rows: Sequence[tuple[str, str, str]], *, pad: float, valign: str = "middle", size: float = 10.0) -> Notice:
    """A page whose second column takes five digits; ``pad``: the room above and below the lines of a row, in points."""
    paper = titled("资金安排表")
    for x, label in zip([100, 152.5, 225], ("单位", "金额", "户数"), strict=True):
        paper.put(x, 100, label, size, "centre")
    y, lead = 120.0, 1.3 * size
    for name, amount, count in rows:
        parts = [amount[i : i + 5] for i in range(0, len(amount), 5)]
        own = y + pad + (0 if valign == "top" else (len(parts) - 1) * lead / 2)
        paper.put(100, own, name, size, "centre")
        for i, part in enumerate(parts):
            paper.put(165, y + pad + i * lead, part, size, "right")
        if count:
            paper.put(225, own, count, size, "centre")
        y += len(parts) * lead + 2 * pad
    return parse(paper.done())


ROWS = [("云坪区", "82667152", "364"), ("禾丰县", "705", "1501"), ("柳坝镇", "4633934", "77")]


@pytest.mark.parametrize("valign", ["middle", "top"])
@pytest.mark.parametrize("pad", [1.0, 4.0])
def test_a_figure_is_whole_where_its_row_is_told(pad: float, valign: str) -> None:
    notice = narrow(ROWS, pad=pad, valign=valign)
    (table,) = notice.tables
    assert list(table.raw) == ROWS
    assert table.rows[0][1] == Decimal(82667152)
    assert not [one for one in notice.diagnostics if one.code == "tables.broken"]


def test_the_total_tells_that_figures_without_room_between_rows_are_whole() -> None:
    rows = [("云坪区", "1234567890", "3"), ("禾丰县", "1000000001", "4"), ("合计", "2234567891", "7")]
    (table,) = narrow(rows, pad=0.0, valign="top").tables
    assert list(table.raw) == rows


def test_a_figure_that_only_the_whole_is_written_as() -> None:
    """1,234, above 567: no figure ends so."""
    rows = [("云坪区", "12,345", "3"), ("禾丰县", "705", "4")]
    (table,) = narrow(rows, pad=0.0, valign="top").tables
    assert table.raw[0] == rows[0]


def test_parts_that_may_be_two_figures_have_no_value_and_are_told() -> None:
    """No room tells the rows, no total and no other row broken so: the parts stay apart, in one cell."""
    notice = narrow([("云坪区", "12345678", "3"), ("禾丰县", "705", "4"), ("柳坝镇", "61", "9")], pad=0.0, valign="top")
    (table,) = notice.tables
    assert [row[1] for row in table.raw] == ["12345 678", "705", "61"]
    assert [row[1] for row in table.rows] == [None, Decimal(705), Decimal(61)]
    assert [one.params["rows"] for one in notice.diagnostics if one.code == "tables.broken"] == ["1"]


def test_two_records_of_one_name_are_no_broken_figures() -> None:
    paper = titled("分年情况")
    rows = [
        ["单位", "年份", "户数"],
        ["云坪区", "2021", "1234"],
        ["", "2022", "5678"],
        ["禾丰县", "2021", "2345"],
        ["", "2022", "6789"],
    ]
    paper.table(70, 100, [100, 34, 34], rows, rules="none", merged=[(1, 0, 2, 1), (3, 0, 2, 1)], size=9)
    (table,) = find_tables(paper.done())
    assert [row[1:] for row in table.raw] == [("2021", "1234"), ("2022", "5678"), ("2021", "2345"), ("2022", "6789")]


@pytest.mark.parametrize("width", [3, 4, 5])
def test_a_label_over_columns_without_their_own(width: int) -> None:
    """各季度完成数 is set to the middle of them."""
    rows = [["单位", "各季度完成数", *[""] * (width - 1), "合计"]]
    rows += [[name, *(str(100 * i + k) for k in range(width)), "999"] for i, name in enumerate(["云坪区", "禾丰县", "柳坝镇"], 1)]
    paper = titled("完成情况统计表")
    paper.table(60, 100, [90, *[50] * width, 60], rows, rules="none", merged=[(0, 1, 1, width)])
    (table,) = find_tables(paper.done())
    assert names_of(table) == ["单位", *["各季度完成数"] * width, "合计"]
    assert list(table.raw) == [tuple(row) for row in rows[1:]]


@pytest.mark.parametrize("rules", ["none", "three"])
def test_a_record_of_one_letter_above_its_total_numbers_no_columns(rules: str) -> None:
    rows = [["名称", "数量", "金额"], ["甲", "1", "2"], ["合计", "1", "2"]]
    paper = titled("物资统计表")
    paper.table(60, 100, [100, 80, 80], rows, rules=rules)
    (table,) = find_tables(paper.done())
    assert list(table.raw) == [("甲", "1", "2"), ("合计", "1", "2")]
    assert table.total_rows == (1,)


def test_one_record_of_two_columns_below_a_caption() -> None:
    paper = titled("面积统计表")
    paper.table(60, 100, [120, 120], [["单位", "面积"], ["云坪区", "123"]], rules="none")
    (table,) = find_tables(paper.done())
    assert (names_of(table), table.raw) == (["单位", "面积"], (("云坪区", "123"),))


def test_records_that_are_units_in_brackets_are_no_header() -> None:
    rows = [
        ["指标", "计量单位", "简写"],
        ["（长度）", "（米）", "（m）"],
        ["（质量）", "（千克）", "（kg）"],
        ["（时间）", "（小时）", "（h）"],
    ]
    paper = titled("计量单位一览")
    paper.table(60, 100, [100, 80, 80], rows, rules="none")
    (table,) = find_tables(paper.done())
    assert list(table.raw) == [tuple(row) for row in rows[1:]]
