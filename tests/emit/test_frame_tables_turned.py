"""Whom the figures of a table are about: columns of places, names before codes; and their units where the table states several."""

from __future__ import annotations

from typing import Any

import pytest

from notice_parser import parse_text


def said(text: str, *columns: str) -> list[tuple[Any, ...]]:
    pytest.importorskip("pyarrow")
    rows = [row for row in parse_text(text).statistics_frame(tables=True).to_pylist() if row["origin"] == "table"]
    return [tuple(row[column] for column in columns) for row in rows]


@pytest.mark.parametrize("label", ["指标名称", "项目"])
def test_columns_of_places_say_whom_the_figures_are_about(label: str) -> None:
    text = f"""2024年农业生产目标任务

| {label} | 单位 | 全市 | 云坪区 | 禾丰县 |
| --- | --- | --- | --- | --- |
| 粮食播种面积 | 万亩 | 186.5 | 38.2 | 82.7 |
| 生猪出栏 | 万头 | 62.0 | 11.5 | 28.0 |
"""
    assert said(text, "subject", "indicator", "unit")[:4] == [
        ("全市", "粮食播种面积", "万亩"),
        ("云坪区", "粮食播种面积", "万亩"),
        ("禾丰县", "粮食播种面积", "万亩"),
        ("全市", "生猪出栏", "万头"),
    ]


def test_rows_of_places_below_sums_stay_subjects() -> None:
    text = """2024年补助资金分配表

| 县（区） | 合计 | 本级 |
| --- | --- | --- |
| 云坪区 | 186.5 | 38.2 |
| 禾丰县 | 62.0 | 11.5 |
"""
    assert said(text, "subject", "indicator") == [("云坪区", "合计"), ("云坪区", "本级"), ("禾丰县", "合计"), ("禾丰县", "本级")]


def test_a_name_goes_before_the_code_on_its_left() -> None:
    text = """2023年度支出决算表

| 科目编码 | 科目名称 | 支出（万元） |
| --- | --- | --- |
| 208 | 社会保障和就业支出 | 412.6 |
| 210 | 卫生健康支出 | 201.5 |
"""
    assert said(text, "subject") == [("社会保障和就业支出",), ("卫生健康支出",)]


def test_units_by_what_is_counted_and_growth_without_that_of_the_amounts() -> None:
    text = """2023年营造林任务完成情况表

单位：亩、株、公里、万元

| 乡镇 | 任务面积 | 植树株数 | 防火道里程 | 资金来源 | | 总额同比 |
| | | | | 省补 | 自筹 | |
| --- | --- | --- | --- | --- | --- | --- |
| 柳坝镇 | 8600 | 42000 | 12.5 | 178.2 | 20.1 | 4.7 |
| 南渡镇 | 7400 | 38600 | 10.2 | 148.0 | 18.4 | -1.2 |
"""
    assert said(text, "indicator", "unit")[:6] == [
        ("任务面积", "亩"),
        ("植树株数", "株"),
        ("防火道里程", "公里"),
        ("资金来源/省补", "万元"),
        ("资金来源/自筹", "万元"),
        ("总额同比", None),
    ]


def test_a_group_s_unit_is_no_part_of_the_name() -> None:
    text = """2023年就业工作目标完成情况

| 县（区） | 城镇新增就业（人） | | |
| | 目标 | 完成 | 完成率（%） |
| --- | --- | --- | --- |
| 云坪区 | 9200 | 9876 | 107.3 |
| 禾丰县 | 6100 | 6244 | 102.4 |
"""
    assert said(text, "indicator", "unit")[:3] == [
        ("城镇新增就业/目标", "人"),
        ("城镇新增就业/完成", "人"),
        ("城镇新增就业/完成率", "%"),
    ]


def test_units_of_columns_of_places_go_by_the_rows() -> None:
    text = """2023年末养老服务情况

单位：人、张、个

| 项目 | 全市 | 云坪区 |
| --- | --- | --- |
| 老年人口 | 482310 | 186420 |
| 养老机构数 | 46 | 18 |
| 养老床位数 | 12870 | 5340 |
"""
    assert said(text, "indicator", "unit")[::2] == [("老年人口", "人"), ("养老机构数", "个"), ("养老床位数", "张")]


def test_persons_and_projects_have_no_unit_of_length_or_area() -> None:
    text = """2023年河长制工作情况表

单位：名、公里、亩、元

| 乡镇 | 县级河长 | 建设用地项目 | 装机容量 | 管护里程 |
| --- | --- | --- | --- | --- |
| 柳坝镇 | 12 | 5 | 3 | 86.5 |
| 南渡镇 | 9 | 4 | 2 | 71.2 |
"""
    assert said(text, "indicator", "unit")[:4] == [("县级河长", None), ("建设用地项目", None), ("装机容量", None), ("管护里程", "公里")]


@pytest.mark.parametrize(
    ("label", "rows"),
    [("企业名称", ("甲公司", "乙公司")), ("承办单位", ("市水务局", "市林业局")), ("月份", ("1月", "2月")), ("姓名", ("林某某", "沈某某"))],
)
def test_rows_of_bodies_persons_and_times_are_not_what_is_counted(label: str, rows: tuple[str, str]) -> None:
    text = f"""2024年办理事项统计表

| {label} | 云坪区 | 禾丰县 | 合计 |
| --- | --- | --- | --- |
| {rows[0]} | 12 | 8 | 20 |
| {rows[1]} | 9 | 7 | 16 |
"""
    assert [subject for (subject,) in said(text, "subject") if subject in ("云坪区", "禾丰县", "合计")] == []
    assert said(text, "indicator")[:2] == [("云坪区",), ("禾丰县",)]
