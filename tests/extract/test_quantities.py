"""Quantities: what the specification's lines cannot say: precision, kinds, carried units, and that nothing breaks."""

from __future__ import annotations

import doctest
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser import find_quantities
from notice_parser.extract import masks, quantities
from notice_parser.extract.masks import BLANK, Mask, blanked, find_masks


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("38.31万条", "100"),
        ("99.90%", "0.01"),
        ("300亩", "1"),
        ("三百亩", "100"),
        ("1.20亿元", "1000000"),
        ("一百二十场", "10"),
        ("3个半月", "0.5"),
    ],
)
def test_precision_is_the_last_printed_digit(text: str, precision: str) -> None:
    (found,) = find_quantities(text)
    assert found.precision == Decimal(precision)


@pytest.mark.parametrize(
    ("text", "kind", "measure"),
    [
        ("12件", "count", "count"),
        ("5亿元", "money", "amount"),
        ("300亩", "area", "size"),
        ("3.2%", "ratio", "ratio"),
        ("全省第六，", "rank", "rank"),
        ("98分", "score", "score"),
        ("3个工作日", "time", "duration"),
        ("2.3倍", "multiple", "multiple"),
        ("元/平方米 8500元/平方米", "price", "amount"),
        ("25件/万人", "rate", "amount"),
    ],
)
def test_kind_and_measure(text: str, kind: str, measure: str) -> None:
    found = find_quantities(text)[-1]
    assert (found.kind, found.measure) == (kind, measure)


def test_a_carried_unit_says_so() -> None:
    first, second = find_quantities("来电290件，接通287。")
    assert (first.carried, second.carried) == (False, True)
    assert [q.unit for q in find_quantities("来电290件。接通287。")] == ["件", None], "not over a sentence's end"


def test_values_print_without_exponents() -> None:
    (found,) = find_quantities("708.15万亿元")
    assert str(found.value) == "708150000000000"
    assert str(find_quantities("1.50万元")[0].value) == "15000"
    assert str(find_quantities("3.50%")[0].value) == "3.5"


def test_every_quantity_and_mask_names_its_rule() -> None:
    text = "岚水发〔2023〕12号：办件3.5万件，占三成，居全省首位，超过三分之二，翻一番，得分103.2"
    assert {q.rule.split(".")[0] for q in find_quantities(text)} == {"quantities"}
    assert [mask.rule for mask in find_masks(text)] == ["masks.document_number"]


def test_the_callers_masks_are_used() -> None:
    text = "受理12件，办结5件"
    assert [q.raw for q in find_quantities(text, masks=(Mask("masks.own", (2, 5)),))] == ["5件"]
    assert blanked(text, (Mask("masks.own", (2, 5)),)) == "受理" + BLANK * 3 + "，办结5件"


@pytest.mark.parametrize("module", [masks, quantities], ids=lambda module: str(module.__name__))
def test_doctests(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]  # modules, typed as what parametrize takes


@given(
    st.text(
        alphabet="0159.,%％‰万亿千百十一三两半成折分之点负-—至~多余个件元人年月日时第位名前居近约超不以上内左右、，。：（） \u3000\nkm",
        max_size=40,
    )
)
def test_spans_hold_what_was_read_and_do_not_overlap(text: str) -> None:
    found = find_quantities(text)
    assert all(text[q.span[0] : q.span[1]] == q.raw for q in found)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
    assert all(q.value_max is None or q.value_max > q.value for q in found)
    assert find_quantities(text) == found
