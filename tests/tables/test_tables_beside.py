"""Tables beside each other: each by itself, under its own caption, and nothing that stands beside one is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from paper import Paper, titled
from read_back import drawn_table, names_of

from notice_parser import find_tables, parse

LEFT = [["序号", "单位", "申请数"], ["1", "云坪区", "120"], ["2", "禾丰县", "127"], ["3", "柳坝镇", "134"]]
RIGHT = [["项目", "金额"], ["水闸", "220"], ["泵站", "227"]]
GOES_ON = [["序号", "单位", "申请数"], ["4", "松溪乡", "85"], ["5", "东岭乡", "96"], ["6", "石桥街道", "77"]]


def drawn(rules: str, right: list[list[str]], *, captions: bool, lower: float = 0.0) -> bytes:
    paper = Paper()
    paper.put(297, 40, "闸站情况", 14, "centre")
    if captions:
        paper.put(165, 80, "表1 办件情况", align="centre")
        paper.put(410, 80 + lower, "表2 投资情况", align="centre")
    paper.table(50, 100, [40, 110, 80], LEFT, rules=rules)
    paper.table(320, 100 + lower, [40, 110, 80][-len(right[0]) :], right, rules=rules)
    return paper.done()


@pytest.mark.parametrize("lower", [0.0, 27.0])
@pytest.mark.parametrize("rules", ["all", "three", "none"])
def test_each_has_its_own_caption(rules: str, lower: float) -> None:
    if rules == "none" and lower:
        return  # without a rule and without captions on one line nothing tells where one ends
    notice = parse(drawn(rules, RIGHT, captions=True, lower=lower))
    assert [table.raw for table in notice.tables] == [tuple(map(tuple, rows[1:])) for rows in (LEFT, RIGHT)]
    assert [names_of(table) for table in notice.tables] == [LEFT[0], RIGHT[0]]
    assert [table.caption for table in notice.tables] == ["表1办件情况", "表2投资情况"]
    printed = Counter("".join(["闸站情况表1办件情况表2投资情况", *(cell for row in (*LEFT, *RIGHT) for cell in row)]))
    assert Counter(char for char in notice.text if not char.isspace()) == printed


@pytest.mark.parametrize("rules", ["all", "three"])
def test_one_that_counts_on_is_the_same_table(rules: str) -> None:
    (table,) = find_tables(drawn(rules, GOES_ON, captions=False))
    assert [row[1] for row in table.raw] == [row[1] for row in (*LEFT[1:], *GOES_ON[1:])]
    assert len(table.parts) == 2


def test_what_stands_beside_a_table_is_kept() -> None:
    paper = Paper()
    paper.put(60, 60, "岚川市水务局关于闸站情况的通报", 14)
    paper.table(60, 100, [60, 120, 80], [["序号", "镇", "水闸"], ["1", "柳坝镇", "3"], ["2", "南渡镇", "5"]])
    paper.put(400, 122, "数据截至6月底")
    notice = parse(paper.done())
    assert len(notice.tables[0].raw) == 2
    assert "数据截至6月底" in notice.text


LONG = [
    ["事项", "具体要求"],
    ["水闸安全管理", "各县要对辖区内全部水闸进行一次拉网式排查，建立隐患清单和整改清单，逐项明确责任单位和完成时限，整改一项销号一项。"],
    [
        "泵站运行维护，含排涝泵站的日常养护与汛前试机",
        "汛前完成全部机组试运行，备足易损件，落实二十四小时值班制度，值班记录保存三年以上备查。",
    ],
    ["堤防巡查", "巡查频次不少于每周两次，汛期每日一次，发现险情立即上报并采取应急处置措施，做到早发现、早报告、早处置。"],
]


def test_three_lines_and_two_long_columns() -> None:
    table = drawn_table("重点工作任务清单", [140, 330], LONG, rules="three", align=["left", "left"])
    assert (names_of(table), table.raw) == (LONG[0], tuple(map(tuple, LONG[1:])))


def test_long_columns_without_a_rule_behind_numbers_that_count() -> None:
    paper = titled("重点工作任务清单")
    rows = [["序号", *LONG[0]], *([str(i), *row] for i, row in enumerate(LONG[1:], 1))]
    paper.table(60, 100, [40, 130, 300], rows, rules="none", align=["centre", "left", "left"])
    (table,) = find_tables(paper.done())
    assert table.raw == tuple(map(tuple, rows[1:]))


def test_rules_of_the_imprint_are_no_table() -> None:
    """版记: three rules of one length, a list of names and two texts set apart between them."""
    paper = titled("岚川市水务局关于开展巡查的通知")
    for y in (640, 664, 688):
        paper.rule(60, y, 535, y)
    paper.put(68, 646, "抄送：市委办公室，市人大常委会办公室，市政协办公室。")
    paper.put(68, 670, "岚川市水务局办公室")
    paper.put(527, 670, "2023年6月5日印发", align="right")
    notice = parse(paper.done())
    assert notice.tables == ()
    assert len(notice.recipients) == 3


@pytest.mark.parametrize("rules", ["all", "three"])
@pytest.mark.parametrize(("x", "shared"), [(297, True), (165, False)])
def test_a_caption_over_the_middle_of_two_tables_is_of_both(rules: str, x: float, shared: bool) -> None:
    paper = Paper()
    paper.put(x, 60, "表3 各镇水费收缴情况", 12, "centre")
    paper.put(535, 82, "单位：万元", 9, "right")
    widths = [70, 70, 70]
    paper.table(60, 100, widths, [["镇", "应收", "实收"], ["柳坝镇", "51.2", "50.1"], ["南渡镇", "48.6", "48.6"]], rules=rules)
    paper.table(325, 100, widths, [["街道", "应收", "实收"], ["石桥街道", "36.0", "35.5"], ["长滩街道", "28.4", "28.4"]], rules=rules)
    left, right = find_tables(paper.done())
    assert (left.caption, left.unit) == ("表3各镇水费收缴情况", "万元")
    assert (right.caption, right.unit) == ((left.caption, left.unit) if shared else (None, None))
