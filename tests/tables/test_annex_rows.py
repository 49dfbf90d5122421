"""Rows of annexes whose columns no upright rule parts: titles of sections, sums beside them, rows without room, cells over several rows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from paper import Paper, titled
from read_back import drawn_table, names_of

from notice_parser import find_tables, parse
from notice_parser.load.glyphs import Glyphs, lines_of

RULES = ["three", "none"]


@pytest.mark.parametrize("rules", RULES)
def test_titles_of_sections_within_a_wide_column(rules: str) -> None:
    """Set to the middle of the page, they stand above the names of the cases, which begin at the left."""
    rows = [
        ["序号", "案例名称", "报送单位"],
        ["一等奖（2个）", "", ""],
        ["1", "政策公开一码知全程", "市政务服务局"],
        ["2", "村级小微权力清单公开的禾丰实践和长效机制", "禾丰县政府办公室"],
        ["二等奖（2个）", "", ""],
        ["3", "河长公示牌扫码即问", "市水务局"],
        ["4", "义务教育招生信息一图读懂、一网通查、一键咨询", "市教育局"],
    ]
    table = drawn_table(
        "政务公开优秀案例名单", [50, 271, 160], rows, rules=rules, merged=[(1, 0, 1, 3), (4, 0, 1, 3)], align=["centre", "left", "left"]
    )
    assert names_of(table) == rows[0]
    assert table.section_rows == (0, 3)
    assert [row[0] for row in table.raw] == ["一等奖（2个）", "1", "2", "二等奖（2个）", "3", "4"]
    assert [row[1] for row in table.raw if len(set(row)) > 1] == [row[1] for row in rows[1:] if row[1]]


@pytest.mark.parametrize("rules", RULES)
def test_a_title_with_its_sums_goes_over_the_leading_columns(rules: str) -> None:
    rows = [
        ["序号", "项目名称", "建设地点", "建设内容", "总投资", "年度投资"],
        ["一、防洪工程（2个）", "", "", "", "2780", "860"],
        ["1", "岚河堤防加固", "云坪区", "加固堤防23.6公里", "2000", "580"],
        ["2", "柳溪小流域治理", "禾丰县", "治理面积15平方公里", "780", "280"],
        ["二、供水工程（1个）", "", "", "", "1500", "500"],
        ["3", "城乡供水一体化", "全市", "铺设管网86公里", "1500", "500"],
    ]
    table = drawn_table("水利项目清单", [40, 110, 80, 140, 60, 60], rows, rules=rules, merged=[(1, 0, 1, 4), (4, 0, 1, 4)])
    assert [row[0] for row in table.raw] == ["一、防洪工程（2个）", "1", "2", "二、供水工程（1个）", "3"]
    assert table.merged == ((0, 0, 1, 4), (3, 0, 1, 4))
    assert [row[4:] for row in table.raw] == [tuple(row[4:]) for row in rows[1:]]


def test_rows_without_room_between_them() -> None:
    """A cell goes over lines that end in 、 and are as long as prose; the header's label is not set as its cells are."""
    paper = titled("公交线路调整方案")
    head = ["线路", "类型", "途经站点", "首末班", "实施时间"]
    xs = [75.0, 100.0, 185.0, 405.0, 490.0]
    for x, label in zip([75.0, 135.0, 280.0, 430.0, 505.0], head, strict=True):
        paper.put(x, 100, label, 9, "centre")
    rows = [
        (
            "1路",
            "延伸",
            ["火车站、岚川广场、市政务中心、云坪区医院、河湾", "社区、石桥街道办、东岭开发区管委会、高铁东站", "（延伸段）"],
            "6:00—21:30",
            "7月1日",
        ),
        ("3路", "缩线", ["市一中、图书馆、体育中心"], "6:30—20:00", "7月1日"),
        ("12路", "新开", ["高铁东站、物流园、云坪新城一期、云坪新城二期、", "职教园区"], "6:40—19:30", "8月1日"),
        ("15路", "撤销", ["—"], "—", "7月5日"),
    ]
    y = 111.0
    for line, kind, stops, hours, day in rows:
        middle = y + 10.4 * (len(stops) - 1) / 2
        for x, text in zip([xs[0], xs[1], xs[3], xs[4]], [line, kind, hours, day], strict=True):
            paper.put(x, middle, text, 9, "centre" if x == xs[0] else "left")
        for stop in stops:
            paper.put(xs[2], y, stop, 9)
            y += 10.4
    (table,) = find_tables(paper.done())
    assert names_of(table) == head
    assert table.raw == tuple((line, kind, "".join(stops), hours, day) for line, kind, stops, hours, day in rows)
    assert [column.role for column in table.columns] == ["key"] * 5


def test_a_day_over_sessions_and_a_room_between_two() -> None:
    """Times of day below each other are rows, though what holds for both stands between them."""
    rows = [
        ["日期", "时间", "内容", "主讲人", "地点"],
        ["6月18日\n（星期二）", "8:30—9:00", "开班仪式", "许某某", "一楼报告厅"],
        ["", "9:00—11:30", "河湖长制政策解读", "林某某", ""],
        ["", "14:30—17:00", "河湖管理规范化", "何某", ""],
        ["6月19日\n（星期三）", "8:30—11:30", "水行政执法实务", "高某（检察院）", "二楼会议室"],
        ["", "14:30—17:00", "分组讨论", "召集人", ""],
    ]
    merged = [(1, 0, 3, 1), (1, 4, 3, 1), (4, 0, 2, 1), (4, 4, 2, 1)]
    table = drawn_table("培训班日程安排", [90, 90, 130, 90, 90], rows, rules="none", merged=merged)
    assert [row[1] for row in table.raw] == [row[1] for row in rows[1:]]
    assert [row[0] for row in table.raw] == ["6月18日（星期二）"] * 3 + ["6月19日（星期三）"] * 2
    assert [row[4] for row in table.raw] == ["一楼报告厅"] * 3 + ["二楼会议室"] * 2


def test_a_class_beside_rows_that_no_rule_parts_and_others_over_both_columns() -> None:
    rows = [
        ["用水类别", "", "水价", "污水处理费"],
        ["居民生活用水", "第一阶梯", "2.10", "0.95"],
        ["", "第二阶梯", "3.15", "0.95"],
        ["", "第三阶梯", "6.30", "0.95"],
        ["非居民生活用水", "", "3.20", "1.40"],
        ["特种用水", "", "9.00", "1.40"],
    ]
    paper = titled("供水价格表")
    merged = [(0, 0, 1, 2), (1, 0, 3, 1), (4, 0, 1, 2), (5, 0, 1, 2)]
    widths = [100, 100, 80, 100]
    bottom = paper.table(60, 100, widths, rows, rules="none", merged=merged)
    high = (bottom - 100) / len(rows)
    for y in (100.0, 100 + high, bottom):
        paper.rule(60, y, 440, y)
    for x in (60, 260, 340, 440):
        paper.rule(x, 100, x, bottom)
    paper.rule(160, 100 + high, 160, 100 + 4 * high)
    (table,) = find_tables(paper.done())
    assert [row[0] for row in table.raw] == ["居民生活用水"] * 3 + ["非居民生活用水", "特种用水"]
    assert [row[1] for row in table.raw][:3] == ["第一阶梯", "第二阶梯", "第三阶梯"]


def test_whose_table_it_is_stands_above_it_and_is_no_caption() -> None:
    paper = Paper()
    paper.put(297, 60, "2024年部门支出总表", 16, "centre")
    paper.put(60, 90, "部门：岚川市水务局")
    paper.put(440, 90, "单位：万元", 10.5, "right")
    rows = [["科目", "合计", "基本支出"], ["行政运行", "8652.37", "2318.44"], ["防汛", "412.60", "398.10"]]
    paper.table(60, 110, [140, 120, 120], rows, rules="three")
    notice = parse(paper.done())
    (table,) = notice.tables
    assert (table.caption, table.unit) == ("2024年部门支出总表", "万元")
    assert notice.recipients == ()


def _glyphs(text: str, x: float, gaps: dict[int, float], *, top: float = 100.0, bottom: float = 110.0) -> Glyphs:
    """The characters of a line of size 10, ``gaps[i]`` before the i-th."""
    out = Glyphs()
    for i, char in enumerate(text):
        x += gaps.get(i, 0.0)
        wide = 5.0 if char.isascii() else 10.0
        out.add(char, (x, top, x + wide, bottom))
        x += wide
    return out


@pytest.mark.parametrize(
    ("text", "gaps", "read"),
    [
        ("表32023年水情", {2: 4.5}, "表3 2023年水情"),
        ("共2023件", {1: 2.5}, "共2023件"),
        ("2023年水情", dict.fromkeys(range(1, 7), 4.5), "2023年水情"),  # a title whose letters are set apart
    ],
)
def test_a_gap_between_two_numbers(text: str, gaps: dict[int, float], read: str) -> None:
    (line,) = lines_of(_glyphs(text, 60, gaps))
    assert "".join(segment.text for segment in line) == read


def test_boxes_of_a_font_higher_than_its_lines() -> None:
    """They reach over the lines above and below; each line has its own height all the same."""
    page = Glyphs()
    for i, text in enumerate(("单位：万元", "县区水量", "云坪区")):
        page.extend(_glyphs(text, 60, {}, top=86 + 14 * i, bottom=114 + 14 * i))
    lines = lines_of(page)
    assert [line[0].text for line in lines] == ["单位：万元", "县区水量", "云坪区"]
    assert all(above[0].bottom <= below[0].top for above, below in pairwise(lines))


@pytest.mark.parametrize("rules", RULES)
def test_groups_over_columns_whose_labels_and_figures_do_not_meet(rules: str) -> None:
    """Figures to the right, labels and groups to the middle: each group stands above a label of one column and the figures of another."""
    paper = titled("财政收支情况表")
    paper.put(540, 84, "单位：亿元", 9, "right")
    edges = [130.0, 230.0, 330.0, 430.0, 540.0]
    paper.put(90, 107, "地区", 9, "centre")
    for x, group in ((230.0, "一般公共预算收入"), (430.0, "一般公共预算支出")):
        paper.put(x, 100, group, 9, "centre")
    for a, b, label in zip(edges, edges[1:], ["1—8月完成", "同比", "1—8月完成", "同比"], strict=False):
        paper.put((a + b) / 2, 114, label, 9, "centre")
    body = [
        ["云坪区", "13.02", "7.4", "49.55", "5.5"],
        ["禾丰县", "15.03", "6.6", "56.02", "4.9"],
        ["松屏县", "10.00", "5.3", "39.64", "4.2"],
    ]
    for r, (place, *figures) in enumerate(body):
        paper.put(75, 130 + 14 * r, place, 9)
        for edge, figure in zip(edges[1:], figures, strict=True):
            paper.put(edge - 1, 130 + 14 * r, figure, 9, "right")
    if rules == "three":
        for y in (97, 127, 175):
            paper.rule(70, y, 540, y)
    (table,) = find_tables(paper.done())
    assert table.unit == "亿元"
    assert names_of(table) == [
        "地区",
        *(f"一般公共预算{what}/{label}" for what in ("收入", "支出") for label in ("1—8月完成", "同比")),
    ]
    assert table.raw == tuple(map(tuple, body))


def test_a_class_set_to_the_top_of_its_numbered_rows() -> None:
    paper = titled("任务清单")
    for x, label in zip([85.0, 145.0, 280.0, 470.0], ["类别", "序号", "任务措施", "责任单位"], strict=True):
        paper.put(x, 100, label, 10.5, "centre")
    rows = [
        ("市场准入", ["全面实施市场准入负面清单，清理废除妨碍统一", "市场和公平竞争的政策措施。"], "市发展改革委"),
        ("", ["推行企业开办一次办。"], "市市场监管局"),
        ("要素保障", ["供水、供电、供气报装实行零材料、零跑腿、零", "费用。"], "市住房城乡建设局"),
        ("", ["推广不动产登记和水电气联动过户。"], "市自然资源和规划局"),
        ("", ["落实工业用地标准地出让。"], "市自然资源和规划局"),
    ]
    y = 120.0
    for number, (kind, lines, body) in enumerate(rows, 1):
        paper.put(65, y, kind)
        paper.put(142, y, str(number))
        paper.put(420, y, body)
        for line in lines:
            paper.put(165, y, line)
            y += 14
        y += 5
    (table,) = find_tables(paper.done())
    assert [row[0] for row in table.raw] == ["市场准入"] * 2 + ["要素保障"] * 3
    assert [row[2] for row in table.raw] == ["".join(lines) for _, lines, _ in rows]


def test_a_form_keeps_its_blank_last_column() -> None:
    paper = titled("专家登记表")
    rows = [["姓名", "", "性别", ""], ["工作单位", "", "职称", ""], ["专业特长", "", "", ""]]
    paper.table(60, 100, [80, 120, 80, 120], rows, merged=[(2, 1, 1, 3)])
    (table,) = find_tables(paper.done())
    assert table.kind == "form"
    assert table.raw[0] == ("姓名", "", "性别", "")
