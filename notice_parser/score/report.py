"""A report as text and as JSON, and what changed since an earlier one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from notice_parser.score.cases import ScoreError
from notice_parser.score.run import Report
from notice_parser.score.verdicts import Counts

__all__ = ["as_json", "compare", "error_lines", "figure_lines", "read_report"]

_DIGITS = 4
_WORDS = {
    "zh": {
        "hit": "正确",
        "wrong": "有误",
        "missed": "遗漏",
        "false": "多出",
        "documents": "份",
        "better": "改善",
        "worse": "变差",
        "same": "各字段无变化",
    },
    "en": {
        "hit": "hit",
        "wrong": "wrong",
        "missed": "missed",
        "false": "false",
        "documents": "documents",
        "better": "better",
        "worse": "worse",
        "same": "no field changed",
    },
}


def figure_lines(report: Report, *, by: str | None = None, lang: str = "zh") -> Iterator[str]:
    """The figures as a table, a field a line; grouped, one table a group."""
    words = _WORDS[lang]
    yield f"{len(report.cases)} {words['documents']}"
    if by is None:
        yield from _table(report.fields(), words)
        return
    for group, fields in report.groups(by).items():
        n = sum(one.case.group(by) == group for one in report.cases)
        yield f"{by} = {group}: {n} {words['documents']}"
        yield from _table(fields, words)


def error_lines(report: Report, *, lang: str = "zh") -> Iterator[str]:
    """Every judgement that is not a hit, a line each."""
    for one in report.cases:
        for field, verdict, item in one.judgements:
            if verdict != "hit":
                yield f"{one.case.id} {field} {_WORDS[lang][verdict]}: {item}"


def as_json(report: Report, *, by: str | None = None) -> dict[str, Any]:
    """Figures by field, and by document what was not hit: what ``compare`` reads again."""
    made: dict[str, Any] = {"documents": len(report.cases), "fields": _figures(report.fields())}
    if by is not None:
        made["groups"] = {group: _figures(fields) for group, fields in report.groups(by).items()}
    made["errors"] = {
        one.case.id: [[field, verdict, item] for field, verdict, item in one.judgements if verdict != "hit"] for one in report.cases
    }
    return made


def read_report(path: Path) -> dict[str, Any]:
    """What ``as_json`` made, from a file. ``ScoreError`` if it is something else."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        old = {name: Counts(said["tp"], said["fp"], said["fn"]) for name, said in data["fields"].items()}
        errors = {case: [(str(field), str(verdict), str(item)) for field, verdict, item in said] for case, said in data["errors"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ScoreError(f"{path}: 不是 score --json 的结果 / no output of score --json ({type(error).__name__})") from error
    return {"fields": old, "errors": errors}


def compare(report: Report, old: Mapping[str, Any], *, lang: str = "zh") -> Iterator[str]:
    """What got better or worse since ``old``, field by field, then item by item for each document."""
    words = _WORDS[lang]
    before: dict[str, Counts] = old["fields"]
    now = report.fields()
    is_same = True
    for field in sorted(before.keys() | now.keys()):
        was, have = before.get(field), now.get(field)
        if was == have:
            continue
        is_same = False
        if was is None or have is None:
            yield f"  {field:<22} {_f1(was)} → {_f1(have)}"
            continue
        change = "" if have.f1 == was.f1 else words["better" if have.f1 > was.f1 else "worse"]
        detail = "  ".join(f"{name} {a}→{b}" for name, a, b in zip(("tp", "fp", "fn"), was, have, strict=True) if a != b)
        yield f"  {field:<22} {_f1(was)} → {_f1(have)}  {detail}  {change}".rstrip()
    if is_same:
        yield f"  {words['same']}"
    for one in report.cases:
        if one.case.id not in old["errors"]:
            yield f"+ {one.case.id}"
            continue
        errors = Counter((field, str(verdict), item) for field, verdict, item in one.judgements if verdict != "hit")
        earlier = Counter(old["errors"][one.case.id])
        for sign, changed in (("+", earlier - errors), ("-", errors - earlier)):
            for field, verdict, item in sorted(changed.elements()):
                yield f"{sign} {one.case.id} {field} {words[verdict]}: {item}"
    gone = sorted(old["errors"].keys() - {one.case.id for one in report.cases})
    yield from (f"- {case}" for case in gone)


def _table(fields: Mapping[str, Counts], words: Mapping[str, str]) -> Iterator[str]:
    for name, counts in fields.items():
        numbers = f"{words['hit']} {counts.tp:>5}  {words['false']} {counts.fp:>5}  {words['missed']} {counts.fn:>5}"
        yield f"  {name:<22} F1 {counts.f1:.3f}  {numbers}"


def _figures(fields: Mapping[str, Counts]) -> dict[str, dict[str, float | int]]:
    return {name: {"f1": round(said.f1, _DIGITS), "tp": said.tp, "fp": said.fp, "fn": said.fn} for name, said in fields.items()}


def _f1(counts: Counts | None) -> str:
    return "  -  " if counts is None else f"{counts.f1:.3f}"
