"""Figures, units and words with numerals: what the pieces below the finders give."""

from __future__ import annotations

import doctest
from decimal import Decimal
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser import find_numbers, find_quantities
from notice_parser.model import Measure
from notice_parser.text import figures, number_words, numbers, units
from notice_parser.text.figure_value import evaluate
from notice_parser.text.figures import figures_in, fold_figures
from notice_parser.text.units import unit_after, unit_examples, units_of

DIGITS = "零一二三四五六七八九"


def in_chinese(value: int) -> str:
    """``value`` below 10^8 in standard Chinese numerals."""
    if value >= 10**4:
        rest = value % 10**4
        return in_chinese(value // 10**4) + "万" + ("零" if 0 < rest < 1000 else "") + (in_chinese(rest) if rest else "")
    out, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            out += ("零" if pending and out else "") + DIGITS[digit] + name
        pending = not digit
    return out or "零"


@pytest.mark.parametrize("module", [figures, number_words, numbers, units], ids=lambda module: str(module.__name__))
def test_doctests(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]  # modules, typed as what parametrize takes
    assert result.attempted
    assert not result.failed


@given(st.integers(min_value=1, max_value=10**8 - 1))
def test_standard_numerals_are_read(value: int) -> None:
    read = evaluate(in_chinese(value))
    assert read is not None
    assert read[0] == value


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=6))
def test_arabic_figures_keep_value_and_precision(digits: int, places: int) -> None:
    value = Decimal(digits).scaleb(-places)
    (figure,) = figures_in(f"{value:f}")
    assert (figure.value, figure.precision) == (value, Decimal(1).scaleb(-places))


@pytest.mark.parametrize("printed", ["３８.３１万", "1,234.50", "萬", "二○一九", "2016\u00ad2019", "5％", "㎡"])
def test_folding_keeps_the_length(printed: str) -> None:
    assert len(fold_figures(printed)) == len(printed)


@given(st.text(alphabet="0129.,万亿千百十零一二两半分之又点负-至~％%kKeE^/ \u3000余多几", max_size=40))
def test_spans_hold_what_was_read(text: str) -> None:
    found = find_numbers(text)
    assert all(text[number.span[0] : number.span[1]] == number.raw for number in found)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))


@pytest.mark.parametrize("example", unit_examples(), ids=lambda example: str(example[1]))
def test_every_example_of_the_lexicon(example: tuple[str, str, str]) -> None:
    kind, text, unit = example
    (found,) = find_quantities(text)
    assert found.raw == text
    assert (found.unit, found.kind) == (unit, kind)


def test_measures_of_the_lexicon_are_those_of_the_model() -> None:
    kinds = {kind for kind, _, _ in unit_examples()}
    assert len(kinds) >= 15
    for kind in kinds:
        for unit in units_of(kind):
            found = unit_after(unit, 0)
            assert found is not None
            assert found.measure in get_args(Measure)


def test_there_are_several_hundred_units() -> None:
    assert sum(len(units_of(kind)) for kind in {kind for kind, _, _ in unit_examples()}) >= 400


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("元/平方米", "元/平方米"),
        ("件/万人", "件/万人"),
        ("元/人·天", "元/人·天"),
        ("个 百 分 点", "个百分点"),
        ("  万", None),
        ("metro", None),
    ],
)
def test_units(text: str, unit: str | None) -> None:
    found = unit_after(text, 0)
    assert (found.text if found else None) == unit
