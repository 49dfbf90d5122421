"""The specification of times: tests/spec/times_*.jsonl, one case a line, each form in several sentences.

A case has ``text``, the ``anchor`` (the day that "today" is, or null), the ``times`` expected, all of them, and ``why``. What is
known to be right and cannot yet be done has ``todo``: it must fail, so that the day it passes shows.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import ROOT

from notice_parser import find_times

FILES = sorted((ROOT / "tests" / "spec").glob("times_*.jsonl"))
CASES: list[dict[str, Any]] = [json.loads(line) for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]
LEAST = 500


def params() -> list[Any]:
    """The cases, those to do marked as failing."""
    known = pytest.mark.xfail(strict=True, reason="known and not yet read")
    return [
        pytest.param(case, id=f"{number}-{case['text']}", marks=[known] if case.get("todo") else []) for number, case in enumerate(CASES)
    ]


@pytest.mark.parametrize("case", params())
def test_times(case: dict[str, Any]) -> None:
    found = find_times(case["text"], anchor=case["anchor"])
    said = [{"raw": t.raw, "start": t.start, "end": t.end, "granularity": t.granularity, "inferred": t.inferred} for t in found]
    assert said == case["times"], case["why"]
    assert [case["text"][t.span[0] : t.span[1]] for t in found if t.span] == [t.raw for t in found]


def test_there_are_enough_cases_and_negatives_among_them() -> None:
    assert len(CASES) >= LEAST
    assert sum(not case["times"] for case in CASES) >= LEAST // 10
    assert len({(case["text"], case["anchor"]) for case in CASES}) == len(CASES)
