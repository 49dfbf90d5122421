"""Blanks within figures: where a text breaks its figures, what is one figure is read as one, and what may be two stays two."""

from __future__ import annotations

import pytest

from notice_parser import parse_text
from notice_parser.layout.broken_figures import breaks_figures, joints


def mended(text: str) -> str:
    for start, end in reversed(joints(text)):
        text = text[:start] + text[end:]
    return text


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("共受理2844 06件", "共受理284406件"),
        ("占2 8.98%", "占28.98%"),
        ("占28. 9 8%", "占28.98%"),
        ("增长1 .2个百分点", "增长1.2个百分点"),
        ("完成12. 5亿元", "完成12.5亿元"),
        ("截至2 024年1 2月3 1日", "截至2024年12月31日"),
        ("　　　　202 3年10月7日", "　　　　2023年10月7日"),
        ("岚水发〔20 21〕1 2号", "岚水发〔2021〕12号"),
        ("ＰＭ和PM2. 5平均浓度为3 5微克/立方米", "ＰＭ和PM2.5平均浓度为35微克/立方米"),
        ("分别为27 305件、31 27件和2 6件", "分别为27305件、3127件和26件"),
        ("受理１２ ３４５件", "受理１２３４５件"),
    ],
)
def test_one_figure(printed: str, meant: str) -> None:
    assert mended(printed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "分别为12 34件",  # two figures of a row
        "整改3. 5个项目",  # the number of an item
        "位列第1 2名",
        "2023 12件",  # a year before a figure
        "见表1 23件",
        "电话：0571 8812件",
        "1 2023件",  # the number of a row
        "受理1. 2. 3件",
        "受理0 12件",
        "禾丰县 12 5.8%",  # rows of a table whose cells single blanks part
        "1 禾丰县 120 85 70.8%",
        "禾丰县 12 34 5件",
        "得票 95 92 90票",
        "占比85 70.8%，其余未变",  # no share has so many digits
        "拨打12345 2844件",
        "坐标（120 35）附近",
        "国道320 12公里",
        "1 2月5日检查",  # the number of a row before a day
    ],
)
def test_what_may_be_two(text: str) -> None:
    assert mended(text) == text


def test_rows_of_a_plain_table_show_nothing_and_stay_as_they_are() -> None:
    rows = ["禾丰县 120 85 70.8%", "云坪区 200 150 75.0%", "柳坝镇 90 80 88.9%", "青岚乡 45 4 8.9%"]
    assert not breaks_figures(rows)
    text = "岚川市数据局关于热线办理情况的通报\n各县区：\n单位 受理 办结 办结率\n" + "\n".join(rows) + "\n岚川市数据局\n2024年4月2日\n"
    assert [str(s.value) for s in parse_text(text).statistics] == []


def test_a_place_or_two_show_nothing() -> None:
    assert not breaks_figures(["共受理2844 06件，办结1203件。"])
    assert not breaks_figures(["共受理284 406件，办结12 036件，回访35 120件。"])  # thousands parted by blanks
    assert not breaks_figures(["共受理2844 06件，占2 8.98%。"])
    assert breaks_figures(["共受理2844 06件，占2 8.98%，办结12 03件。"])


def test_figures_are_told_and_read() -> None:
    head, foot = "岚川市政务服务管理局关于热线办理情况的通报\n各县区：\n", "\n岚川市政务服务管理局\n2024年4月1 2日\n"
    text = f"{head}2 024年3月，全市热线受理诉求284 4件，办结率98.6 5%，回访12 0件。{foot}"
    notice = parse_text(text)
    assert [(str(one.value), one.unit) for one in notice.statistics] == [("2844", "件"), ("98.65", "%"), ("120", "件")]
    assert notice.date is not None
    assert notice.date.iso == "2024-04-12"
    assert [one.params["count"] for one in notice.diagnostics if one.code == "figures.rejoined"] == [5]
    assert notice.review.level == "look"
    for one in notice.statistics:
        assert one.quantity == notice.text[slice(*one.quantity_span)]


def test_blanks_between_characters_part_names_where_they_are_rare() -> None:
    head = "岚川市财政局 岚川市教育局 关于下达补助资金的通知\n各县区：\n现将补助资金下达给你们，请加强管理。\n"
    assert "岚川市财政局 岚川市教育局" in parse_text(head).text
    strewn = "现将 补助资金下达 给你们，请加 强管理，专款 专用，并按 要求公开 结果，接 受监督。\n"
    assert "现将补助资金下达给你们" in parse_text(head + strewn).text


@pytest.mark.parametrize("text", ["受理" + "1 2" * 20_000, "受理123456789012345678901234567890ABCD " * 2_000, "1 " * 30_000])
def test_digits_without_end_are_no_figure(text: str) -> None:
    assert joints(text) == []
    assert not breaks_figures([text])
