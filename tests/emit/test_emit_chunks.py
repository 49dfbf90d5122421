"""emit/chunks.py: nothing is lost, nothing is too long, every chunk says where it is from."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from notice_parser import parse, parse_text
from notice_parser.errors import OptionError
from notice_parser.model import Notice

TABLED = """岚川市水务局关于水闸巡查情况的通报

各县（市、区）水利局：
一、总体情况
2023年第一季度，全市共巡查水闸312座次。
二、存在问题
个别单位巡查不到位。

附件：水闸巡查情况表

岚川市水务局
2023年4月6日

附件
水闸巡查情况表
（单位：座次）
序号\t县（市、区）\t1月\t2月\t3月
""" + "".join(f"{n}\t第{n}镇\t{n * 3}\t{n * 5}\t{n * 7}\n" for n in range(1, 41))


def uncovered(notice: Notice, max_chars: int) -> str:
    """What no chunk's span covers, blanks left out; each chunk is looked at on the way."""
    at, lost = 0, ""
    for number, chunk in enumerate(notice.chunks(max_chars)):
        assert chunk.index == number
        assert chunk.notice_id == notice.id
        if chunk.kind == "text":
            assert chunk.text == notice.text[slice(*chunk.span)]
            assert 0 < len(chunk.text) <= max_chars
        lost += notice.text[at : max(at, chunk.span[0])]
        at = max(at, chunk.span[1])
    return "".join((lost + notice.text[at:]).split())


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").glob("*/notice.*")), ids=lambda path: path.parent.name)
def test_nothing_is_lost(path: Path) -> None:
    notice = parse(path)
    for max_chars in (60, 800):
        assert uncovered(notice, max_chars) == ""


@given(st.text(st.sampled_from("一二，。；、\n\t 　关于附件表1|"), max_size=400), st.integers(50, 120))
def test_any_text(text: str, max_chars: int) -> None:
    assert uncovered(parse_text(text), max_chars) == ""


def test_a_chunk_says_where_it_is_from() -> None:
    notice = parse_text(TABLED)
    by_text = {chunk.text: chunk for chunk in notice.chunks(800)}
    chunk = next(one for text, one in by_text.items() if "312座次" in text)
    assert chunk.section == ("一、总体情况",)
    assert (chunk.title, chunk.issuers, chunk.date) == ("岚川市水务局关于水闸巡查情况的通报", ("岚川市水务局",), "2023-04-06")
    assert chunk.pages == (1, 1)
    assert not any("312座次" in text and "巡查不到位" in text for text in by_text)  # sections of the first level stay apart


def test_a_table_is_cut_between_rows_and_its_header_repeated() -> None:
    notice = parse_text(TABLED)
    (whole,) = [chunk for chunk in notice.chunks(20_000) if chunk.kind == "table"]
    assert whole.rows is None
    pieces = [chunk for chunk in notice.chunks(300) if chunk.kind == "table"]
    assert len(pieces) > 2
    borders = [edge for piece in pieces if piece.rows for edge in piece.rows]
    assert borders[0] == 0
    assert borders[-1] == 40
    assert borders[1:-1:2] == borders[2::2]  # each piece begins where the one before ended
    for piece in pieces:
        assert "| 序号 | 县（市、区） | 1月 | 2月 | 3月 |" in piece.text
        assert len(piece.text) <= 300
    cells = [line for piece in pieces for line in piece.text.splitlines() if "第" in line]
    assert cells == [line for line in whole.text.splitlines() if "第" in line]


def test_ids_are_stable_and_apart() -> None:
    notice = parse_text(TABLED + "同上。\n" * 3)
    first, again = notice.chunks(300), notice.chunks(300)
    assert [chunk.id for chunk in first] == [chunk.id for chunk in again]
    assert len({chunk.id for chunk in first}) == len(first)


@pytest.mark.parametrize("max_chars", [0, -1, 49, True, 3.5])
def test_too_short(max_chars: int) -> None:
    with pytest.raises(OptionError, match="max_chars"):
        parse_text("岚川市").chunks(max_chars)
