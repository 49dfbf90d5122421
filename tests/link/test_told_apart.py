"""Figures of one name: a notice with thousands of them is read in one go, and each keeps a name that is known to be its own."""

from __future__ import annotations

from itertools import pairwise

import pytest

import notice_parser

FIGURES = 1500


@pytest.mark.parametrize(("opening", "mark"), [("办结率分别为", "、"), ("发生事故50起，死亡", "，死亡")])
def test_a_row_of_any_length_is_read(opening: str, mark: str) -> None:
    unit = "%" if mark == "、" else "人"
    row = mark.join(f"{1 + n % 90}{unit}" for n in range(FIGURES))
    notice = notice_parser.parse_text(f"岚川市2023年上半年工作情况通报\n\n全市{opening}{row}。")
    found = [one for one in notice.statistics if one.unit == unit]
    assert len(found) == FIGURES
    assert all(one.indicator == other.indicator for one, other in pairwise(found))
