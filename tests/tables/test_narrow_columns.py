"""Figures broken over two lines of a cell that is too narrow for them, in tables set in type alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from paper import Paper, titled
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


def put_rows(paper: Paper, rows: Sequence[Sequence[str]], *, step: float, size: float) -> None:
    """Rows of three cells set to the middle of their columns, ``step`` points apart."""
    for i, row in enumerate(rows):
        for x, text in zip([100, 200, 300], row, strict=True):
            if text:
                paper.put(x, 100 + step * i, text, size, "centre")


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


def stacked(label: str, rows: Sequence[tuple[str, Sequence[str], str]], lead: float = 13.0, pad: float = 6.0) -> Notice:
    """A page whose second column has figures one above the other, with the rest of the row at the middle of them."""
    paper = titled("完成情况表")
    for x, text in zip([100, 165, 225], ("单位", label, "户数"), strict=True):
        paper.put(x, 100, text, 10, "centre")
    y = 122.0
    for name, figures, count in rows:
        own = y + (len(figures) - 1) * lead / 2
        paper.put(100, own, name, 10, "centre")
        for i, text in enumerate(figures):
            paper.put(165, y + i * lead, text, 10, "centre")
        paper.put(225, own, count, 10, "centre")
        y += len(figures) * lead + 2 * pad
    return parse(paper.done())


@pytest.mark.parametrize("pad", [3.0, 6.0])
@pytest.mark.parametrize(
    ("label", "figures"),
    [
        ("金额", [("12345", "98.7%"), ("70521", "87.6%"), ("46339", "76.5%")]),
        ("金额", [("2023", "12345"), ("2023", "70521"), ("2023", "46339")]),
        ("年度", [("2022", "2023"), ("2021", "2022"), ("2020", "2021")]),
        ("得分", [("98.5", "2"), ("97.2", "11"), ("96.8", "3")]),
        ("得分", [("98.5", "2"), ("97.2",), ("96.8",)]),
        ("房号", [("101", "102", "103"), ("201", "202"), ("301",)]),
        ("人数", [("985", "97"), ("972", "96"), ("968", "95")]),
        ("人数", [("985", "97"), ("972", "96"), ("968",)]),
        ("人数", [("985", "97"), ("68",), ("77",)]),
        ("户数", [("100", "200"), ("300", "400"), ("500", "80")]),
    ],
)
def test_two_figures_of_a_cell_are_never_one(label: str, figures: list[tuple[str, ...]], pad: float) -> None:
    names = ["云坪区", "禾丰县", "柳坝镇"]
    rows = [(name, own, str(36 + 7 * i)) for i, (name, own) in enumerate(zip(names, figures, strict=True))]
    (table,) = stacked(label, rows, pad=pad).tables
    printed = {figure for own in figures for figure in own}
    read = [cell for row in table.raw for cell in row[1].split()]
    assert set(read) <= printed
    assert printed - set(read) <= {figure for figure in printed if figure in (table.columns[1].name or "")}
    assert {row[1] for row in table.rows} <= {None, *(Decimal(figure.rstrip("%")) for figure in printed)}


@pytest.mark.parametrize("years", [("2022", "2023"), ("2021", "2022", "2023")])
@pytest.mark.parametrize("n_places", [2, 3, 5])
@pytest.mark.parametrize("align", ["centre", "right"])
def test_the_years_of_a_name_are_records(n_places: int, years: tuple[str, ...], align: str) -> None:
    """As many figures as the row above has, in all its columns: no rest of them."""
    paper = titled("各地完成投资情况表")
    names = ["云坪区", "禾丰县", "柳坝镇", "青溪县", "南渡县"][:n_places]
    rows = [["地区", "年度", "完成投资", "户数"]]
    for i, name in enumerate(names):
        for k, year in enumerate(years):
            rows.append(["" if k else name, year, str(12345 + 11111 * i + 1111 * k), str(364 + 17 * i + k)])
    for i, row in enumerate(rows):
        for x, text in zip([90, 190, 300, 400], row, strict=True):
            if text:
                paper.put(x, 100 + 18 * i, text, 10.5, align)
    (table,) = find_tables(paper.done())
    assert [list(row[1:]) for row in table.rows] == [[Decimal(text) for text in row[1:]] for row in rows[1:]]


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        (["", "80237", "46666"], True),  # the total, without its label
        (["", "80237", ""], False),
        (["", "345", "123"], True),
        (["", "", "3"], False),  # the number of the page
        (["", "12", ""], False),
    ],
)
def test_what_stands_below_the_last_row_is_no_rest_of_it(last: list[str], kept: bool) -> None:
    rows = [["单位", "计划", "完成"], ["云坪区", "34567", "12345"], ["禾丰县", "45670", "34321"], last]
    paper = titled("水利投资情况表")
    put_rows(paper, rows, step=16, size=10.5)
    (table,) = find_tables(paper.done())
    assert [list(row[1:]) for row in table.rows] == [[Decimal(text) for text in row[1:]] for row in rows[1 : 4 if kept else 3]]


def test_the_total_tells_that_a_figure_above_another_is_whole() -> None:
    """46912 is 12345 and 34567: 820 below is no rest of it."""
    rows = [
        ["地区", "完成额", "占比"],
        ["云坪区", "12345", "23.1"],
        ["禾丰县", "34567", "45.2"],
        ["", "820", ""],
        ["合计", "46912", "68.3"],
    ]
    paper = titled("水利投资情况")
    put_rows(paper, rows, step=14, size=10)
    (table,) = find_tables(paper.done())
    assert [row[1] for row in table.rows] == [Decimal(row[1]) for row in rows[1:]]
