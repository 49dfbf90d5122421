"""Figures that nobody can read are told as unread, never as others."""

from __future__ import annotations

import pytest

from notice_parser import parse_text


def test_the_halves_of_a_figure_with_two_points_are_left() -> None:
    notice = parse_text("2023年上半年，全市原盐产量18.2万吨，同比下降6..4%。")
    assert [one.quantity for one in notice.statistics] == ["18.2万吨"]
    assert [one.raw for one in notice.unread] == ["6", ".4%"]


@pytest.mark.parametrize(
    ("row", "raws"),
    [
        ("柳坝镇、南渡镇、砚坪镇办结率分别为98%、97%。", ["98%", "97%"]),
        ("柳坝镇、南渡镇分列全县第一、第三、第五。", ["第一", "第三", "第五"]),
    ],
)
def test_a_row_of_names_and_figures_that_are_not_as_many_is_told_and_left_unread(row: str, raws: list[str]) -> None:
    notice = parse_text(f"关于2024年上半年工作情况的通报\n\n{row}\n")
    assert not notice.statistics
    assert [one.raw for one in notice.unread] == raws
    assert "statistics.pairing" in [one.code for one in notice.diagnostics]


@pytest.mark.parametrize(
    ("sentence", "raws"),
    [
        ("发现问题1 2个，建成泵站3 6座。", ["1 2个", "3", "6座"]),  # which figure that was, nobody can say
        ("分别下降2 0%、18%。", ["2", "0%", "18%"]),  # nor how many there are in the row
        ("清理病枯死松树，面积3 54l 亩。", ["3", "54l"]),  # nor what the digits are that a letter ends
        ("发放3000万农民工工资。", ["3000万"]),  # money, and no count of people
        ("禾丰县、云坪区、望川区、澄溪县分列第2位到第5位。", ["第2位", "第5位"]),  # each has a rank of its own, most of them not printed
    ],
)
def test_what_may_be_several_figures_is_left_whole(sentence: str, raws: list[str]) -> None:
    notice = parse_text(f"关于2024年上半年工作情况的通报\n\n{sentence}\n")
    assert not notice.statistics
    assert [one.raw for one in notice.unread] == raws


def test_rates_of_a_longer_row_are_nobodys() -> None:
    """Four amounts side by side and 分别 with three rates."""
    notice = parse_text(
        "关于2024年上半年执法情况的通报\n\n检查企业3562户，受理投诉486件，立案126件，发现隐患926处，同比分别下降15.2%、12.8%、9.6%。"
    )
    assert [one.raw for one in notice.unread] == ["15.2%", "12.8%", "9.6%"]
    assert "statistics.pairing" in [one.code for one in notice.diagnostics]


def test_numbers_of_headings_count_nothing() -> None:
    """2 组织指挥体系 is no 2组, 9 名词术语 no 9名."""
    lines = [
        "岚川市突发事件总体应急预案",
        "",
        "1 总则",
        "1.1 编制目的",
        "为提高能力，制定本预案。",
        "2 组织指挥体系",
        "2.1 领导机构",
        "成立领导小组。",
    ]
    notice = parse_text("\n".join([*lines, "9 名词术语", "本预案自印发之日起施行。"]))
    assert not notice.statistics
    assert not notice.unread
