"""The specification of deadlines: ``tests/spec/deadlines.jsonl``, one case a line.

A case is a sentence of a notice of 1 March 2023 and all deadlines in it: what is to be done and by when (null where no day can be told).
``todo`` marks what is known to be right and cannot be done yet: it must fail, so that doing it shows.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import ROOT

from notice_parser import parse_text

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (ROOT / "tests" / "spec" / "deadlines.jsonl").read_text(encoding="utf-8").splitlines()
]
NOTICE = "岚川市水务局关于做好有关工作的通知\n\n各县（市、区）水务局：\n    {}\n    特此通知。\n\n岚川市水务局\n2023年3月1日\n"
FEWEST = 80


def params() -> list[Any]:
    """The cases, those to do marked as failing."""
    known = pytest.mark.xfail(strict=True, reason="known and not yet read")
    return [pytest.param(case, id=case["text"], marks=[known] if case.get("todo") else []) for case in CASES]


@pytest.mark.parametrize("case", params())
def test_deadlines(case: dict[str, Any]) -> None:
    notice = parse_text(NOTICE.format(case["text"]))
    assert [(one.action, one.due) for one in notice.deadlines] == [(action, due) for action, due in case["deadlines"]]
    assert all(one.span is not None and notice.text[one.span[0] : one.span[1]] == one.raw for one in notice.deadlines)


def test_there_are_enough_cases_and_none_stands_twice() -> None:
    assert len({case["text"] for case in CASES}) == len(CASES) >= FEWEST
    assert any(not case["deadlines"] for case in CASES)
