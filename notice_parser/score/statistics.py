"""Statistics against gold: paired so that most agrees, then judged facet by facet.

A gold record is ``[text, value, unit, subject, indicator, period, flag...]``. Only the same value in the same unit can be a pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from notice_parser.score.pairing import best_pairs
from notice_parser.score.verdicts import Judgement
from notice_parser.score.wording import fold, is_close, literal_readings, same_number

__all__ = ["judge_statistics"]

_QUALIFIERS = ("over", "under", "about", "at_least", "at_most")
_FACETS = ("value", "period", "subject", "indicator")
_DERIVED = ("full", "flags", "exact_indicator")
# what a pair weighs: a record that must be there before one that may, then each facet, then the flags
_REQUIRED, _OPTIONAL, _FACET = 1000, 1, 10


def judge_statistics(answers: Sequence[Mapping[str, Any]], gold: Sequence[Sequence[Any]]) -> Iterator[Judgement]:
    """Per facet, a judgement a required gold record, and one an answer that nothing in gold stands for."""
    weights = [[_weight(answer, record) for answer in answers] for record in gold]
    pairs = best_pairs(weights) if answers else {}
    for number, record in enumerate(gold):
        if _is_optional(record):
            continue
        shown = " ".join(str(part) for part in record)
        answer = answers[pairs[number]] if number in pairs else None
        if answer is None:
            yield from (Judgement(f"stat.{facet}", "missed", shown) for facet in (*_FACETS, *_DERIVED))
            continue
        for facet, is_right in _agreement(answer, record).items():
            if is_right:
                yield Judgement(f"stat.{facet}", "hit", shown)
            else:
                yield Judgement(f"stat.{facet}", "wrong", f"{shown}: {_said(answer, facet)}")
    taken = set(pairs.values())
    for number, answer in enumerate(answers):
        if number not in taken:
            shown = f"{answer.get('value')} {answer.get('unit')} {answer.get('subject')} {answer.get('indicator')} {_period(answer)}"
            yield from (Judgement(f"stat.{facet}", "false", shown) for facet in (*_FACETS, *_DERIVED))


def _weight(answer: Mapping[str, Any], record: Sequence[Any]) -> int:
    if not same_number(answer.get("value"), record[1]) or fold(answer.get("unit")) != fold(record[2]):
        return 0
    agreed = _agreement(answer, record)
    return (_OPTIONAL if _is_optional(record) else _REQUIRED) + _FACET * sum(agreed[facet] for facet in _FACETS) + agreed["flags"]


def _agreement(answer: Mapping[str, Any], record: Sequence[Any]) -> dict[str, bool]:
    agreed = {
        "value": True,
        "period": _period(answer) in literal_readings(record[5]),
        "subject": is_close(answer.get("subject"), record[3], is_part_enough=False),
        "indicator": is_close(answer.get("indicator"), record[4], is_part_enough=True),
    }
    agreed["full"] = all(agreed.values())
    agreed["flags"] = _flags(answer) == _wanted_flags(record)
    agreed["exact_indicator"] = is_close(answer.get("indicator"), record[4], is_part_enough=False)
    return agreed


def _flags(answer: Mapping[str, Any]) -> tuple[str, bool, bool, bool, bool]:
    return (
        answer.get("qualifier") or "exact",
        bool(answer.get("change")),
        answer.get("modality") == "target",
        answer.get("measure") == "rank",
        answer.get("value_max") is not None,
    )


def _wanted_flags(record: Sequence[Any]) -> tuple[str, bool, bool, bool, bool]:
    flags = record[6:]
    qualifier = next((flag for flag in flags if flag in _QUALIFIERS), "exact")
    return qualifier, "change" in flags, "target" in flags, "rank" in flags, "range" in flags


def _is_optional(record: Sequence[Any]) -> bool:
    return "optional" in record[6:]


def _period(answer: Mapping[str, Any]) -> str | None:
    period = answer.get("period") or {}
    start, end = period.get("start"), period.get("end")
    return f"{start or '..'}/{end or '..'}" if start or end else None


def _said(answer: Mapping[str, Any], facet: str) -> str:
    if facet == "period":
        return str(_period(answer))
    if facet == "flags":
        return " ".join(str(flag) for flag in _flags(answer))
    if facet == "full":
        return f"{answer.get('subject')} {answer.get('indicator')} {_period(answer)}"
    return str(answer.get("indicator" if facet == "exact_indicator" else facet))
