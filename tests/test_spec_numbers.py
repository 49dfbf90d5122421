"""The specification of numerals, quantities and masks: ``tests/spec/*.jsonl``, one case a line.

A case is a text and all that is found in it, in order; nothing else may be found. ``todo`` marks what is known to be right and cannot be
done yet: it must fail, so that doing it shows.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from conftest import ROOT

from notice_parser import find_numbers, find_quantities
from notice_parser.extract.masks import find_masks

SPEC = ROOT / "tests" / "spec"


def cases(name: str) -> list[Any]:
    lines = (SPEC / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    marks = [pytest.mark.xfail(strict=True, reason="not yet") if case.get("todo") else () for case in read]
    return [pytest.param(case, id=case["text"].replace("\n", "⏎"), marks=mark) for case, mark in zip(read, marks, strict=True)]


def decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


@pytest.mark.parametrize("case", cases("quantities"))
def test_quantities(case: dict[str, Any]) -> None:
    found = find_quantities(case["text"])
    assert [(q.raw, q.value, q.unit, q.qualifier, q.value_max) for q in found] == [
        (want["raw"], Decimal(want["value"]), want["unit"], want["qualifier"], decimal(want.get("value_max")))
        for want in case["quantities"]
    ]
    assert all(case["text"][q.span[0] : q.span[1]] == q.raw for q in found)


@pytest.mark.parametrize("case", cases("numbers"))
def test_numbers(case: dict[str, Any]) -> None:
    found = find_numbers(case["text"])
    assert [(number.raw, number.value, number.value_max) for number in found] == [
        (want["raw"], Decimal(want["value"]), decimal(want.get("value_max"))) for want in case["numbers"]
    ]
    assert all(case["text"][number.span[0] : number.span[1]] == number.raw for number in found)


@pytest.mark.parametrize("case", cases("masks"))
def test_masks(case: dict[str, Any]) -> None:
    found = find_masks(case["text"])
    assert [(mask.rule, case["text"][mask.span[0] : mask.span[1]]) for mask in found] == [
        (want["rule"], want["raw"]) for want in case["masks"]
    ]


@pytest.mark.parametrize(("name", "fewest"), [("quantities", 350), ("numbers", 100), ("masks", 50)])
def test_no_case_stands_twice(name: str, fewest: int) -> None:
    texts = [json.loads(line)["text"] for line in (SPEC / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(set(texts)) == len(texts) >= fewest
