"""What is set to the middle in type alone: labels that wrap above the others, wholes beside 其中, totals, cells over several rows."""

from __future__ import annotations

import pytest
from paper import titled
from read_back import drawn_table, names_of

from notice_parser import find_tables

RULES = ["three", "none"]


@pytest.mark.parametrize("label", ["行政处罚\n决定书文号", "不合格项目\n检验结果\n标准值"])
def test_a_label_that_wraps_above_the_others(label: str) -> None:
    """Its first line stands alone above the header's other labels; it is no caption."""
    rows = [["序号", label, "单位名称", "数量"], ["1", "甲", "柳坝镇鲜蔬超市", "12"], ["2", "乙", "南渡镇水产店", "8"]]
    table = drawn_table("抽检情况表", [40, 100, 140, 60], rows, rules="none")
    assert table.caption == "抽检情况表"
    assert names_of(table) == ["序号", label.replace("\n", ""), "单位名称", "数量"]


@pytest.mark.parametrize("rules", ["all", *RULES])
def test_a_whole_and_its_part_under_one_label(rules: str) -> None:
    """The column of the whole has no label of its own below."""
    rows = [
        ["项目", "资产总额", "", "负债总额", "负债率"],
        ["", "", "其中：固定资产", "", ""],
        ["企业国有资产", "862.4", "311.7", "524.9", "60.9"],
        ["行政事业性国有资产", "296.1", "182.5", "41.3", "13.9"],
    ]
    merged = [(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1), (0, 4, 2, 1)]
    table = drawn_table("国有资产情况表", [120, 80, 90, 80, 80], rows, rules=rules, merged=merged, n_head=2, align=["left", *["right"] * 4])
    assert names_of(table) == ["项目", "资产总额", "资产总额/其中：固定资产", "负债总额", "负债率"]
    assert [list(row) for row in table.raw] == rows[2:]


@pytest.mark.parametrize("rules", RULES)
def test_a_total_in_a_column_of_names(rules: str) -> None:
    """It begins where the names do: the column of numbers beside it is blank."""
    rows = [
        ["序号", "项目名称", "总投资", "自筹"],
        ["", "总计", "9460", "2400"],
        ["一", "防洪工程", "6280", "1400"],
        ["1", "岚河干流治理", "4180", "900"],
        ["2", "白沙堤防达标", "2100", "500"],
    ]
    table = drawn_table("投资计划表", [40, 130, 60, 60], rows, rules=rules, align=["centre", "left", "right", "right"])
    assert [list(row) for row in table.raw] == rows[1:]
    assert 0 in table.total_rows


@pytest.mark.parametrize("rules", RULES)
def test_one_cell_over_two_columns_of_words(rules: str) -> None:
    """It goes over the gap that only the header shows on one line; the other cells stand on either side of it."""
    rows = [
        ["区域", "车型", "计费时段", "封顶"],
        ["一类区域", "小型车", "7:00—21:00", "40"],
        ["", "大型车", "7:00—21:00", "80"],
        ["二类区域", "小型车", "7:00—21:00", "25"],
        ["", "大型车", "7:00—21:00", "50"],
        ["夜间（全域）", "", "21:00—次日7:00", "—"],
    ]
    merged = [(1, 0, 2, 1), (3, 0, 2, 1), (5, 0, 1, 2)]
    table = drawn_table("停车收费标准", [80, 70, 110, 70], rows, rules=rules, merged=merged)
    assert names_of(table) == rows[0]
    assert [row[0] for row in table.raw] == ["一类区域", "一类区域", "二类区域", "二类区域", "夜间（全域）"]
    assert [row[1] for row in table.raw] == ["小型车", "大型车", "小型车", "大型车", "夜间（全域）"]


@pytest.mark.parametrize("rules", RULES)
def test_figures_over_the_rows_of_the_word_beside_them(rules: str) -> None:
    """Each stands at the height of a cell that goes over several rows, and alone there."""
    rows = [
        ["类别", "区域", "标准", "人数", "资金"],
        ["最低生活保障", "云坪区", "960", "3860", "412.6"],
        ["", "禾丰县", "", "5120", "486.3"],
        ["", "经开区", "", "316", "38.9"],
        ["特困人员", "云坪区", "1344", "512", "73.2"],
        ["", "禾丰县", "", "698", "97.5"],
    ]
    merged = [(1, 0, 3, 1), (1, 2, 3, 1), (4, 0, 2, 1), (4, 2, 2, 1)]
    table = drawn_table("救助标准及资金表", [90, 80, 60, 70, 70], rows, rules=rules, merged=merged)
    assert [row[2] for row in table.raw] == ["960", "960", "960", "1344", "1344"]
    assert set(table.merged) == {(0, 0, 3, 1), (0, 2, 3, 1), (3, 0, 2, 1), (3, 2, 2, 1)}


def test_a_figure_in_one_row_of_several_stays_there() -> None:
    """A blank is no merged cell where a figure stands beside only some of the words."""
    rows = [
        ["类别", "区域", "增补", "人数"],
        ["最低生活保障", "云坪区", "", "3860"],
        ["", "禾丰县", "12", "5120"],
        ["", "经开区", "", "316"],
        ["特困人员", "云坪区", "", "512"],
        ["", "禾丰县", "", "698"],
    ]
    table = drawn_table("救助人数表", [90, 80, 60, 70], rows, rules="three", merged=[(1, 0, 3, 1), (4, 0, 2, 1)])
    assert [row[2] for row in table.raw] == ["", "12", "", "", ""]


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("wide", [0, 2], ids=["one cell", "three cells"])
def test_rows_in_pairs_with_a_cell_over_both(rules: str, wide: int) -> None:
    """What stands half way between two rows is of both, though their cells might be lines of one."""
    rows = [
        ["奖项", "获奖单位", "参赛项目", "总数", "备注"],
        ["一等奖", "市水务局河道中心", "堤防无人机巡检", "1", "第一批"],
        ["二等奖", "市供排水集团", "管网漏损智能识别", "2", "第二批"],
        ["", "禾丰县水利站", "小水库雨水情测报", "", ""],
        ["三等奖", "柳坝镇水管所", "农灌渠道衬砌", "2", "第三批"],
        ["", "南渡镇水管所", "泵站节能改造", "", ""],
    ]
    merged = [(2, 0, 2, 1), (4, 0, 2, 1)] + [(r, c, 2, 1) for r in (2, 4) for c in (3, 4) if wide]
    kept = [row[: 3 + wide] for row in rows]
    table = drawn_table("劳动竞赛获奖名单", [60, 140, 140, 40, 60][: 3 + wide], kept, rules=rules, merged=merged)
    assert [row[1] for row in table.raw] == [row[1] for row in rows[1:]]
    assert [row[0] for row in table.raw] == ["一等奖", "二等奖", "二等奖", "三等奖", "三等奖"]
    if wide:
        assert [row[3:] for row in table.raw][1:] == [("2", "第二批")] * 2 + [("2", "第三批")] * 2


def test_a_row_set_with_wide_leading_is_one() -> None:
    """Cells that are full go on in the line below, however far it is: the number between them is no cell over two rows."""
    paper = titled("重点事项清单")
    for y, number in ((110, "1"), (170, "2")):
        paper.put(70, y, number)
        for x, first, last in ((100, "完善政务服务事项动态管理", "机制"), (260, "推进高频事项跨域通办并", "公布清单")):
            paper.put(x, y - 11, first)
            paper.put(x, y + 11, last)
    for x, label in ((64, "序号"), (130, "事项"), (290, "措施")):
        paper.put(x, 80, label)
    (table,) = find_tables(paper.done())
    assert [row[0] for row in table.raw] == ["1", "2"]
    assert table.raw[0][1:] == ("完善政务服务事项动态管理机制", "推进高频事项跨域通办并公布清单")
