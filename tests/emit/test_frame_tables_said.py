"""What a table's figures take from around it: the time of the title, the unit of their kind, the column that they are a part of."""

from __future__ import annotations

from typing import Any

import pytest

from notice_parser import parse_text

FUNDS = """岚川市财政局文件
岚财农〔2024〕18号

关于下达{title}水利专项资金的通知

各县（区）财政局：

现下达水利专项资金，具体安排见下表。

单位：户、万元

| 县（区） | 农户总数 | 资金总额 | 其中：中央 | 改造任务 | 补助户数 | 得分 |
| --- | --- | --- | --- | --- | --- | --- |
| 云坪区 | 410 | 860 | 600 | 52 | 48 | 95 |
| 禾丰县 | 380 | 940 | 700 | 44 | 40 | 91 |

岚川市财政局
2024年4月16日
"""


def rows_of(text: str) -> list[dict[str, Any]]:
    pytest.importorskip("pyarrow")
    return [row for row in parse_text(text).statistics_frame(tables=True).to_pylist() if row["origin"] == "table"]


def test_units_by_kind_and_parts_with_what_they_are_of() -> None:
    said = [(row["indicator"], row["unit"]) for row in rows_of(FUNDS.format(title="2024年"))[:6]]
    assert said == [
        ("农户总数", "户"),
        ("资金总额", "万元"),
        ("资金总额/中央", "万元"),
        ("改造任务", "户"),
        ("补助户数", "户"),
        ("得分", None),
    ]


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("2024年", "2024-01-01", "2024-12-31"),
        ("2024年第一季度", "2024-01-01", "2024-03-31"),
        ("", None, None),
        ("2024—2026年", None, None),  # of which of the years is not said
        ("2023年结转和2024年", None, None),
    ],
)
def test_the_time_of_the_title(title: str, start: str | None, end: str | None) -> None:
    found = {(str(row["period_start"] or "") or None, str(row["period_end"] or "") or None) for row in rows_of(FUNDS.format(title=title))}
    assert found == {(start, end)}


def test_a_part_of_a_sum_is_of_its_group() -> None:
    text = """2024年用水总量控制指标

单位：万立方米

| 县（区） | 用水总量 | 非常规水利用量 | |  增长% |
| --- | --- | --- | --- | --- |
| | | 合计 | 其中：再生水 | |
| 云坪区 | 21700 | 960 | 700 | 3.1 |
| 禾丰县 | 25600 | 180 | 60 | 2.0 |
"""
    assert [(row["indicator"], row["unit"]) for row in rows_of(text)[:4]] == [
        ("用水总量", "万立方米"),
        ("非常规水利用量/合计", "万立方米"),
        ("非常规水利用量/再生水", "万立方米"),
        ("增长", "%"),
    ]


def test_scores_have_the_unit_that_the_table_states() -> None:
    text = "2023年度考核得分表\n\n单位：分\n\n| 乡镇 | 得分 | 位次 |\n| --- | --- | --- |\n| 柳坝镇 | 97.5 | 1 |\n| 南渡镇 | 95.0 | 2 |\n"
    assert [(row["indicator"], row["unit"]) for row in rows_of(text)[:2]] == [("得分", "分"), ("位次", None)]


def test_years_without_their_sign_head_columns() -> None:
    text = """2019—2021年水资源主要指标

| 指标 | 单位 | 2019 | 2020 | 2021 |
| --- | --- | --- | --- | --- |
| 水资源总量 | 亿立方米 | 28.4 | 33.1 | 30.2 |
| 用水总量 | 亿立方米 | 6.51 | 6.40 | 6.38 |
"""
    assert [(row["indicator"], row["period"], str(row["period_start"])) for row in rows_of(text)[:3]] == [
        ("水资源总量", "2019", "2019-01-01"),
        ("水资源总量", "2020", "2020-01-01"),
        ("水资源总量", "2021", "2021-01-01"),
    ]


@pytest.mark.parametrize(
    ("label", "modality"), [("累计完成投资目标", "target"), ("完成投资占目标", "actual"), ("目标完成率（%）", "actual")]
)
def test_what_ends_as_an_aim_is_one(label: str, modality: str) -> None:
    text = f"2024年水利投资情况表\n\n| 单位 | {label} | 备注 |\n| --- | --- | --- |\n| 云坪区 | 8.5 | 无 |\n| 禾丰县 | 12.2 | 无 |\n"
    assert {row["modality"] for row in rows_of(text)} == {modality}


@pytest.mark.parametrize(
    "head",
    [
        "| 收入项目 | 执行数 | 预算数 | 支出项目 | 执行数 | 预算数 |",
        "| 项目 | 执行数 | 预算数 | 项目（按功能分类） | 执行数 | 预算数 |",
        "| 项目 | 上年执行数 | 预算数 | 项目（按功能分类） | 合计 | 基本支出 |",
    ],
)
def test_receipts_beside_expenses(head: str) -> None:
    """Each half has its own names: 92300 is what education takes, no part of the taxes beside it."""
    text = f"""2025年一般公共预算收支表

单位：万元

{head}
| --- | --- | --- | --- | --- | --- |
| 税收收入 | 128650 | 136400 | 一般公共服务支出 | 45210 | 44800 |
| 增值税 | 52310 | 55600 | 教育支出 | 88960 | 92300 |
| 收入合计 | 180960 | 192000 | 支出合计 | 134170 | 137100 |
"""
    about = {int(row["value"]): row["subject"] for row in rows_of(text)}
    assert (about[55600], about[92300]) == ("增值税", "教育支出")


def test_how_columns_changed_is_said_of_those_on_the_left() -> None:
    table = """2024年上半年安全生产情况

| 县（区） | 火灾 | 同比 | 交通事故 | 同比 | 合计 | 同比增长 |
| --- | --- | --- | --- | --- | --- | --- |
| 云坪区 | 12 | -25% | 31 | 3.3% | 43 | -6.5% |
| 禾丰县 | 8 | 14.3% | 22 | -12% | 30 | -6.3% |
"""
    said = [row["indicator"] for row in rows_of(table)[:6]]
    assert said == ["火灾", "火灾/同比", "交通事故", "交通事故/同比", "合计", "同比增长"]
