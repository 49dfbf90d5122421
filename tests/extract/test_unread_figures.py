"""Figures that nobody can read are told as unread, never as others."""

from __future__ import annotations

from notice_parser import parse_text


def test_the_halves_of_a_figure_with_two_points_are_left() -> None:
    notice = parse_text("2023年上半年，全市原盐产量18.2万吨，同比下降6..4%。")
    assert [one.quantity for one in notice.statistics] == ["18.2万吨"]
    assert [one.raw for one in notice.unread] == ["6", ".4%"]
