"""emit/frame.py: one row a record, the same columns for every notice, figures exact."""

from __future__ import annotations

import builtins
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from notice_parser import Notice, NoticeParserError, parse_text
from notice_parser.emit.frame import COLUMNS, INSTALL

pyarrow = pytest.importorskip("pyarrow")

TEXT = """岚川市水务局关于2022年节水工作情况的通报

　　2022年，全市用水总量2.36亿立方米，同比下降3.20%。截至12月底，全市新建泵站12座，其中云坪区5座；力争达到95%以上。

附件

各县（区）用水情况表（单位：万立方米）

| 序号 | 地区 | 用水量 | 重复利用率 |
| --- | --- | --- | --- |
| 1 | 云坪区 | 8600.50 | 91.30% |
| 2 | 禾丰县 | 15000 | - |
| 合计 | | 23600.50 | 90.10% |
"""


@pytest.fixture(scope="module")
def notice() -> Notice:
    return parse_text(TEXT)


def test_one_row_a_record(notice: Notice) -> None:
    rows = notice.statistics_frame().to_pylist()
    assert [row["id"] for row in rows] == [statistic.id for statistic in notice.statistics]
    assert {row["origin"] for row in rows} == {"text"}
    assert {row["title"] for row in rows} == {"岚川市水务局关于2022年节水工作情况的通报"}
    total, change = rows[0], rows[1]
    assert (total["subject"], total["indicator"], total["value"], total["unit"]) == ("全市", "用水总量", Decimal(236000000), "立方米")
    assert (total["period_start"], total["period_end"]) == (date(2022, 1, 1), date(2022, 12, 31))
    assert (change["value"], change["direction"], change["basis"], change["precision"]) == (
        Decimal("-3.2"),
        "down",
        "上年同期",
        Decimal("0.01"),
    )
    assert notice.text[total["start"] : total["end"]] == total["quantity"] == "2.36亿立方米"
    pumps, part, aim = rows[2], rows[3], rows[4]
    assert (pumps["period_start"], pumps["period_end"]) == (None, date(2022, 12, 31))
    assert part["part_of"] == pumps["id"]
    assert (aim["modality"], aim["qualifier"]) == ("target", "at_least")


def test_tables_come_below(notice: Notice) -> None:
    rows = [row for row in notice.statistics_frame(tables=True).to_pylist() if row["origin"] == "table"]
    said = [(row["subject"], row["indicator"], row["value"], row["unit"], row["row"], row["column"], row["is_total"]) for row in rows]
    assert said == [
        ("云坪区", "用水量", Decimal("8600.5"), "万立方米", 0, 2, False),
        ("云坪区", "重复利用率", Decimal("91.3"), "%", 0, 3, False),
        ("禾丰县", "用水量", Decimal(15000), "万立方米", 1, 2, False),
        (None, "用水量", Decimal("23600.5"), "万立方米", 2, 2, True),
        (None, "重复利用率", Decimal("90.1"), "%", 2, 3, True),
    ]
    assert rows[0]["precision"] == Decimal("0.01")
    assert notice.statistics_frame().num_rows + len(rows) == notice.statistics_frame(tables=True).num_rows


OF_TABLES = """岚川市水务局关于印发闸站情况的通知

各县水务局：

现将情况印发给你们。

岚川市水务局
2023年7月5日

附件1

闸站情况统计表（2023年6月）

单位：万元、%

| 序号 | 单位 | 投资 | 上年同期 | 增长率 | 排名 | 监测位置 | 备注 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | 柳坝镇 | 120 | 100 | 20 | 2 | 闸口 | 含续建项目 |
| 2 | 南渡镇 | 90 | 80 | 12.5 | 1 | 泵房 |  |

附件2

工程量完成情况

| 项目 | 单位 | 计划 | 完成/% | 时段 |
| --- | --- | --- | --- | --- |
| 清淤 | 立方米 | 3000 | 80 | 汛前 |
| 护坡 | 米 | 450 | 95 | 汛前 |
| 护坡 | 米 | 500 | 60 | 汛后 |
"""


def test_what_a_figure_of_a_table_is_about() -> None:
    """Of key columns those that tell the rows apart, no remark; the unit and the time that hold for the figure."""
    rows = [row for row in parse_text(OF_TABLES).statistics_frame(tables=True).to_pylist() if row["origin"] == "table"]
    said = [(row["subject"], row["indicator"], row["unit"], row["period"], row["inherited"]) for row in rows]
    assert said[:4] == [
        ("柳坝镇", "投资", "万元", "2023年6月", "period"),
        ("柳坝镇", "上年同期", "万元", "上年同期", None),
        ("柳坝镇", "增长率", "%", "2023年6月", "period"),
        ("柳坝镇", "排名", None, "2023年6月", "period"),
    ]
    assert said[8:] == [
        ("清淤/汛前", "计划", "立方米", None, None),
        ("清淤/汛前", "完成/%", "%", None, None),
        ("护坡/汛前", "计划", "米", None, None),
        ("护坡/汛前", "完成/%", "%", None, None),
        ("护坡/汛后", "计划", "米", None, None),
        ("护坡/汛后", "完成/%", "%", None, None),
    ]


ABOUT = {
    "projects": """2023年供水项目清单

| 序号 | 项目名称 | 建设地点 | 建设内容 | 总投资（万元） | 年度投资计划（万元） | 开工时间 |
| --- | --- | --- | --- | --- | --- | --- |
| 1 | 柳坝镇供水工程 | 柳坝镇 | 铺设管网，新建水厂 | 860 | 300 | 2022.10 |
| 2 | 南渡镇供水工程 | 南渡镇 | 改造水厂，铺设管网 | 120.5 | 120 | 2023.8 |
""",
    "indicators": """主要指标完成情况

| 类别 | 指标名称 | 单位 | 2022年 | | 2023年 | |
| --- | --- | --- | --- | --- | --- | --- |
| | | | 绝对数 | 增速（%） | 绝对数 | 增速（%） |
| 经济 | 工业增加值 | 亿元 | 520.3 | 5.6 | 556.1 | 6.2 |
| 民生 | 新增就业 | 人 | 12000 | 3.1 | 12500 | 4.2 |
""",
    "years": """2020—2022年用水情况表

| 年份 | 用水总量（万立方米） | 人均用水量（立方米） |
| --- | --- | --- |
| 2020 | 3280 | 55.0 |
| 2021 | 3250 | 50.2 |
| 2022 | 3200 | 47.9 |
""",
    "beside": """2023年6月空气质量排名表

| 排名 | 县（区） | 指数 | 排名 | 县（区） | 优良率 |
| --- | --- | --- | --- | --- | --- |
| 1 | 云坪区 | 42 | 1 | 禾丰县 | 100% |
| 2 | 禾丰县 | 45 | 2 | 云坪区 | 96.7% |
""",
    "prices": """2023年5月价格变动情况表

| 项目 | 环比涨跌（%） | 1—5月累计同比（%） |
| --- | --- | --- |
| 一、食品 | -0.2 | 0.8 |
| 其中：粮食 | 0.1 | 1.3 |
""",
    "stated": """2023年水利基础数据

| 指标 | 数值 | 同比 |
| --- | --- | --- |
| 中型水库（座） | 6 | — |
| 总库容（亿立方米） | 7.86 | 1.2% |
| 万元产值用水系数 | 0.57 | 0.01 |
""",
    "signs": """2023年水资源指标

| 指标 | 计量单位 | 数量 | 增减 |
| --- | --- | --- | --- |
| 年降水量 | 毫米 | 1052.1 | 6.7% |
| 灌溉水利用系数 | — | 0.571 | 0.009 |
""",
    "as_of": """重点工程进展情况表
（截至2023年6月30日）

| 工程 | 累计完成投资（万元） | 投入劳力（万工日） | 设计水位①（米） |
| --- | --- | --- | --- |
| 岚河堤防工程 | 860 | 3.2 | 188.5 |
| 东岭水库③ | 120 | 1.1 | 190.3 |
""",
}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("projects", ("柳坝镇供水工程", "总投资", "万元", "2023-12-31", "actual")),
        ("projects", ("南渡镇供水工程", "年度投资计划", "万元", "2023-12-31", "target")),
        ("indicators", (None, "工业增加值/绝对数", "亿元", "2022-12-31", "actual")),
        ("indicators", (None, "新增就业/增速", "%", "2023-12-31", "actual")),
        ("years", (None, "用水总量", "万立方米", "2021-12-31", "actual")),
        ("beside", ("云坪区", "指数", None, "2023-06-30", "actual")),
        ("beside", ("云坪区", "优良率", "%", "2023-06-30", "actual")),
        ("prices", ("食品", "环比涨跌", "%", "2023-05-31", "actual")),
        ("prices", ("粮食", "累计同比", "%", "2023-05-31", "actual")),
        ("stated", (None, "中型水库/数值", "座", "2023-12-31", "actual")),
        ("stated", (None, "总库容/数值", "亿立方米", "2023-12-31", "actual")),
        ("stated", (None, "总库容/同比", "%", "2023-12-31", "actual")),
        ("stated", (None, "万元产值用水系数/数值", None, "2023-12-31", "actual")),
        ("signs", (None, "年降水量/数量", "毫米", "2023-12-31", "actual")),
        ("signs", (None, "年降水量/增减", "%", "2023-12-31", "actual")),
        ("signs", (None, "灌溉水利用系数/数量", None, "2023-12-31", "actual")),
        ("as_of", ("岚河堤防工程", "累计完成投资", "万元", "2023-06-30", "actual")),
        ("as_of", ("岚河堤防工程", "投入劳力", "万工日", "2023-06-30", "actual")),
        ("as_of", ("东岭水库", "设计水位", "米", "2023-06-30", "actual")),
    ],
)
def test_records_of_tables_say_what_they_are_about(table: str, said: tuple[Any, ...]) -> None:
    """Whom, without what only describes the row; what, without unit and time; and of which time, the row's or the column's own."""
    text = f"岚川市水务局关于印发有关情况的通知\n\n各县水务局：\n\n现印发给你们。\n\n岚川市水务局\n2023年7月5日\n\n附件\n\n{ABOUT[table]}"
    rows = [row for row in parse_text(text).statistics_frame(tables=True).to_pylist() if row["origin"] == "table"]
    assert said in [
        (row["subject"], row["indicator"], row["unit"], row["period_end"] and row["period_end"].isoformat(), row["modality"])
        for row in rows
    ]
    assert "年份" not in {row["indicator"] for row in rows}
    assert "开工时间" not in {row["indicator"] for row in rows}


def test_a_cell_that_the_text_restates_names_its_figure() -> None:
    text = """岚川市水务局关于2022年用水情况的通报

　　2022年，全市用水总量2.36亿立方米。云坪区用水量8600.5万立方米，重复利用率91.3%；禾丰县新建泵站15000座。

附件

各县（区）用水情况表（单位：万立方米）

| 序号 | 地区 | 用水量 | 重复利用率 | 上年用水量 |
| --- | --- | --- | --- | --- |
| 1 | 云坪区 | 8600.50 | 91.30% | 8600.50 |
| 2 | 禾丰县 | 15000 | 91.30% | 14000 |
| 合计 | | 23600 | 90.10% | 22600.5 |
"""
    notice = parse_text(text)
    rows = notice.statistics_frame(tables=True).to_pylist()
    ids = {(row["subject"], row["indicator"]): row["id"] for row in rows if row["origin"] == "text"}
    same = {(row["row"], row["column"]): row["same_as"] for row in rows if row["origin"] == "table" and row["same_as"]}
    whole = next(one for (subject, _), one in ids.items() if subject == "全市")
    assert same == {(0, 2): ids["云坪区", "用水量"], (0, 3): ids["云坪区", "重复利用率"], (2, 2): whole}


SAID: dict[str, tuple[str, str, dict[tuple[str, ...], str]]] = {
    # one figure in two cells of the table: of the same words the cell is, of more words it is not
    "words": (
        "2023年6月，云坪区受理诉求860件，办结诉求860件。",
        "| 地区 | 诉求受理量（件） | 诉求办结量（件） | 按期办结诉求（件） |\n| --- | --- | --- | --- |\n| 云坪区 | 860 | 860 | 860 |",
        {("云坪区", "诉求受理量"): "受理诉求", ("云坪区", "诉求办结量"): "办结诉求"},
    ),
    "held": (
        "2023年6月，云坪区办结860件。",
        "| 地区 | 受理办结（件） | 办结（件） |\n| --- | --- | --- |\n| 云坪区 | 860 | 860 |",
        {("云坪区", "办结"): "办结"},
    ),
    "other": (
        "2023年6月，云坪区办结诉求860件。",
        "| 地区 | 按期办结诉求（件） | 排名 |\n| --- | --- | --- |\n| 云坪区 | 860 | 1 |",
        {},
    ),
    # the month and the months until then end on one day
    "months": (
        "2023年1—6月，云坪区用水量860吨。",
        "| 地区 | 2023年6月用水量（吨） | 2023年1—6月用水量（吨） |\n| --- | --- | --- |\n| 云坪区 | 860 | 860 |",
        {("云坪区", "用水量", "2023-01-01"): "用水量"},
    ),
    # a name that ends like another is no part of its place
    "names": (
        "2023年，东安县用水量860吨，岚川市云坪区用水量520吨。",
        "| 地区 | 用水量（吨） | 人口（人） |\n| --- | --- | --- |\n| 安县 | 860 | 3000 |\n| 云坪区 | 520 | 4000 |",
        {("云坪区", "用水量"): "用水量"},
    ),
    # the same characters, and another thing
    "turned": (
        "2023年，云坪区农转城人口860人。",
        "| 地区 | 城转农人口（人） | 排名 |\n| --- | --- | --- |\n| 云坪区 | 860 | 1 |",
        {},
    ),
    # two cells that the words fit alike, of different things
    "alike": (
        "2023年，云坪区用水量860吨。",
        "| 地区 | 生活用水量（吨） | 工业用水量（吨） |\n| --- | --- | --- |\n| 云坪区 | 860 | 860 |",
        {},
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_a_figure_of_the_text_is_tied_to_the_cell_that_agrees_best_or_to_none(case: str) -> None:
    said, table, tied = SAID[case]
    notice = parse_text(f"岚川市人民政府办公室关于有关情况的通报\n\n各县（区）人民政府：\n\n　　{said}\n\n附件\n\n有关情况表\n\n{table}\n")
    rows = notice.statistics_frame(tables=True).to_pylist()
    names = {row["id"]: row["indicator"] for row in rows if row["origin"] == "text"}
    found = [row for row in rows if row["origin"] == "table" and row["same_as"]]
    assert len(found) == len(tied)
    for row in found:
        key: tuple[str, ...] = (row["subject"], row["indicator"])
        dated = (*key, str(row["period_start"]))
        assert names[row["same_as"]] == tied[dated if dated in tied else key]


def test_frames_of_all_notices_fit_together(notice: Notice, full_notice: Notice) -> None:
    frames = [notice.statistics_frame(), full_notice.statistics_frame(tables=True), parse_text("").statistics_frame()]
    assert [frame.column_names for frame in frames] == [list(COLUMNS)] * 3
    assert pyarrow.concat_tables(frames).num_rows == sum(frame.num_rows for frame in frames)
    assert frames[2].num_rows == 0


def test_figures_are_exact_or_null(full_notice: Notice) -> None:
    (one,) = full_notice.statistics
    for value, read in [("708150000000000.07", "708150000000000.07"), ("9" * 26, "9" * 26), ("1E+26", None), ("-1E-12", "-0.000000000001")]:
        frame = replace(full_notice, statistics=(replace(one, value=Decimal(value)),)).statistics_frame()
        assert frame["value"].to_pylist() == [None if read is None else Decimal(read)]
        assert frame["quantity"].to_pylist() == ["36座"]


def test_a_date_without_a_day_has_none(full_notice: Notice) -> None:
    assert full_notice.statistics_frame()["period_start"].to_pylist() == [None]


def test_without_pyarrow_the_error_says_what_to_run(full_notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "pyarrow":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NoticeParserError) as told:
        full_notice.statistics_frame()
    assert "pyarrow" in str(told.value)
    assert INSTALL in str(told.value)
    assert INSTALL in told.value.render("en")
