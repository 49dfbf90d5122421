"""Numerals: what each way of writing gives, and what is no number."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.text import numerals
from notice_parser.text.numerals import read_integer

DIGITS = "零一二三四五六七八九"


def in_chinese(value: int) -> str:
    """``value`` below 10^12 in standard Chinese numerals."""
    if value >= 10**8:
        rest = value % 10**8
        gap = "零" if rest and rest < 10**7 else ""
        return in_chinese(value // 10**8) + "亿" + gap + (in_chinese(rest) if rest else "")
    if value >= 10**4:
        rest = value % 10**4
        gap = "零" if rest and rest < 10**3 else ""
        return in_chinese(value // 10**4) + "万" + gap + (in_chinese(rest) if rest else "")
    out, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            out += ("零" if pending and out else "") + DIGITS[digit] + name
            pending = False
        else:
            pending = True
    return out or "零"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("007", 7),
        ("284,113", 284113),
        ("２０１５", 2015),
        ("１，２３４", 1234),
        ("十", 10),
        ("十二", 12),
        ("二十七", 27),
        ("一百零四", 104),
        ("一百〇四", 104),
        ("一百一十", 110),
        ("一百二", 120),
        ("一千零三十", 1030),
        ("两千", 2000),
        ("廿", 20),
        ("廿六", 26),
        ("卅一", 31),
        ("三万五", 35000),
        ("三万零五", 30005),
        ("十万零三百", 100300),
        ("一亿二千万", 120000000),
        ("两万亿", 2 * 10**12),
        ("二〇一九", 2019),
        ("二○一九", 2019),
        ("一九九三", 1993),
        ("贰仟零拾", None),
        ("贰仟壹佰", 2100),
        ("〇", 0),
        (" 八 ", 8),
    ],
)
def test_read_integer(text: str, value: int | None) -> None:
    assert read_integer(text) == value


@pytest.mark.parametrize("text", ["", "十百", "一二十", "三四", "二三", "3.5", "1,23", "12万", "百", "若干", "万", "三十四十", "一百零"])
def test_refused(text: str) -> None:
    assert read_integer(text) is None


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_every_number_in_standard_writing_is_read(value: int) -> None:
    assert read_integer(in_chinese(value)) == value


@given(st.text(alphabet="零〇一二两三九十百千万亿廿1２,", max_size=12))
def test_never_fails(text: str) -> None:
    value = read_integer(text)
    assert value is None or value >= 0


def test_doctests() -> None:
    assert doctest.testmod(numerals).failed == 0
