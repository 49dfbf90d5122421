"""The specification of statistics: ``tests/spec/statistics/*.jsonl``, one case a line, in the form of the corpus's gold.

A case is a text (below a title, if it has one) and every statistic in it: ``[figure, value, unit, subject, indicator, period, flag...]``,
accepted readings parted by ``|``. No other statistic may be found, no figure left unread, and an indicator's wording must be one of those
given. Where it says so: ``parts`` (index of a statistic → index of its whole), ``bases`` (index → ``change.basis``), ``diagnostics`` (the
text must raise one). ``todo`` marks what is known to be right and cannot be done yet: it must fail, so that doing it shows.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import ROOT

from notice_parser import Notice, parse_text
from notice_parser.score.statistics import judge_statistics
from notice_parser.score.wording import fold, literal_readings, same_number

FILES = sorted((ROOT / "tests" / "spec" / "statistics").glob("*.jsonl"))
CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{path.stem}-{number}", json.loads(line))
    for path in FILES
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
]
FACETS = ("stat.value", "stat.period", "stat.subject", "stat.exact_indicator", "stat.flags")
LEAST = 300


def params() -> list[Any]:
    """The cases, those to do marked as failing."""
    known = pytest.mark.xfail(strict=True, reason="known and not yet read")
    ids = [f"{name}-{case['text']}".replace("\n", "⏎") for name, case in CASES]
    return [pytest.param(case, id=label, marks=[known] if case.get("todo") else []) for label, (_, case) in zip(ids, CASES, strict=True)]


def read(case: dict[str, Any]) -> Notice:
    """The notice that a case is: its title, a blank line, its text."""
    title = case.get("title")
    return parse_text(f"{title}\n\n{case['text']}\n" if title else f"{case['text']}\n")


def faults(case: dict[str, Any], notice: Notice) -> list[str]:
    """What is not as the case says, a line each."""
    answers = [statistic.to_dict() for statistic in notice.statistics]
    judged = [one for one in judge_statistics(answers, case["statistics"]) if one.field in FACETS and one.verdict != "hit"]
    told = [f"{one.field} {one.verdict}: {one.item}" for one in judged]
    if case.get("diagnostics"):
        if not any(one.field == "statistics" for one in notice.diagnostics):
            told.append("no diagnostic")
    else:
        told += [f"unread: {one.raw}" for one in notice.unread]
    at = {index: found for index, gold in enumerate(case["statistics"]) if (found := answer_to(gold, answers)) is not None}
    for part, whole in case.get("parts", {}).items():
        said = at.get(int(part), {}).get("part_of")
        if said is None or said != at.get(whole, {}).get("id"):
            told.append(f"part_of of {case['statistics'][int(part)][0]}: {said}")
    for index, basis in case.get("bases", {}).items():
        said = (at.get(int(index), {}).get("change") or {}).get("basis")
        if said not in literal_readings(basis):
            told.append(f"basis of {case['statistics'][int(index)][0]}: {said}")
    return told


def answer_to(gold: list[Any], answers: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The statistic that a record of the case stands for: same value, unit and, if several are, subject."""
    same = [a for a in answers if same_number(a["value"], gold[1]) and fold(a["unit"]) == fold(gold[2])]
    return next((a for a in same if a["subject"] in literal_readings(gold[3])), same[0] if same else None)


@pytest.mark.parametrize("case", params())
def test_statistics(case: dict[str, Any]) -> None:
    notice = read(case)
    told = faults(case, notice)
    assert not told, "\n".join([case["why"], *told])
    for one in notice.statistics:
        assert notice.text[slice(*one.span)] == one.raw
        assert notice.text[slice(*one.quantity_span)] == one.quantity


def test_there_are_enough_cases_and_figures_left_out_among_them() -> None:
    assert len(CASES) >= LEAST
    assert sum(not case["statistics"] for _, case in CASES) >= LEAST // 15
    assert len({(case.get("title"), case["text"]) for _, case in CASES}) == len(CASES)


def test_a_case_can_fail() -> None:
    """The comparison itself: one wrong facet at a time is told."""
    case = {"text": "2022年，全市受理业务512件，其中网上受理86件。", "why": "", "parts": {"1": 0}}
    year = "2022-01-01/2022-12-31"
    right = [["512件", 512, "件", "全市", "受理业务", year], ["86件", 86, "件", "全市", "网上受理", year]]
    notice = read(case)
    assert not faults({**case, "statistics": right}, notice)
    for place, wrong in ((1, 513), (2, "起"), (3, "全县"), (4, "业务量"), (5, "2021-01-01/2021-12-31")):
        twisted = [list(right[0]), right[1]]
        twisted[0][place] = wrong
        assert faults({**case, "statistics": twisted}, notice), place
    assert faults({**case, "statistics": [[*right[0], "about"], right[1]]}, notice)
    assert faults({**case, "statistics": right[:1], "parts": {}}, notice)
    assert faults({**case, "statistics": right, "parts": {"0": 1}}, notice)


def test_of_what_each_a_figure_is_so_much() -> None:
    text = "城乡低保标准为每人每月730元，公路密度达到每百平方公里156.3公里；夏粮单产每亩386公斤，提高0.5%；办结1200件。"
    told = [(one.indicator, one.per) for one in read({"text": text}).statistics]
    per = ["每人每月", "每百平方公里", "每亩", None, None]
    assert told == list(zip(["城乡低保标准", "公路密度", "夏粮单产", "夏粮单产", "办结"], per, strict=True))
