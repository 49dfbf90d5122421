"""A notice's JSON against its gold: every field that gold has, and no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from notice_parser.score.statistics import judge_statistics
from notice_parser.score.tables import judge_tables
from notice_parser.score.verdicts import Judgement
from notice_parser.score.wording import fold, is_number, readings, same_number

__all__ = ["judge", "judged_fields"]

_SINGLE = {"document_number": "text", "kind": "text", "title": "text", "date": "iso", "published": "iso"}
_ROLES = {"recipients": "main", "copies": "copy", "report_to": "report", "send_to": "send", "distribute_to": "distribute"}
_LISTS = {"issuers": "name", "attachments": "title"}
_DAY = len("2023-04-25")
_ROUNDING = 0.011  # gold's sums are worked out to the cent
_STATISTICS = ("value", "period", "subject", "indicator", "full", "flags", "exact_indicator")


def judged_fields(gold: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that a gold file judges, whether or not it holds items of them; tables are there only with items."""
    plain = [*_SINGLE, "issue_number", *_ROLES, *_LISTS, "references", "headings", "metadata", "findings"]
    fields = [name for name in plain if name in gold]
    return (*fields, *(f"stat.{facet}" for facet in _STATISTICS if "statistics" in gold))


def judge(notice: Mapping[str, Any], gold: Mapping[str, Any]) -> Iterator[Judgement]:
    """The judgements of all fields of one notice. An empty notice is one that has no answers."""
    for field, key in _SINGLE.items():
        if field in gold:
            answer = _value(notice.get(field), key)
            yield from _judge_single(field, answer[:_DAY] if field == "published" and answer else answer, gold[field])
    if "issue_number" in gold:
        yield from _judge_single("issue_number", _issue(notice.get("issue_number")), _issue(gold["issue_number"]))
    for field, key in _LISTS.items():
        if field in gold:
            yield from _judge_list(field, _values(notice.get(field), key), gold[field])
    for field, role in _ROLES.items():
        if field in gold:
            bodies = [body for body in notice.get("recipients") or () if body.get("role") == role]
            yield from _judge_list(field, _values(bodies, "name"), gold[field])
    if "references" in gold:
        yield from _judge_references(notice.get("references") or (), gold["references"])
    if "headings" in gold:
        optional = {fold(heading) for heading in gold.get("headings_optional", ())}
        found = [heading for heading in _headings(notice.get("sections") or ()) if heading not in optional]
        yield from _judge_list("headings", found, gold["headings"])
    if "metadata" in gold:
        wanted = {fold(name): fold(value) for name, value in gold["metadata"].items()}
        rows = {fold(row.get("name")): fold(row.get("value")) for row in notice.get("metadata") or ()}
        found = [f"{name}={value}" for name, value in rows.items() if name in wanted]
        yield from _judge_list("metadata", found, [f"{name}={value}" for name, value in wanted.items()])
    if "statistics" in gold:
        yield from judge_statistics(notice.get("statistics") or (), gold["statistics"])
    if "tables" in gold:
        yield from judge_tables(notice.get("tables") or (), gold["tables"])
    if "findings" in gold:
        yield from _judge_findings(notice.get("findings") or (), gold["findings"])


def _judge_single(field: str, answer: str | None, wanted: str | None) -> Iterator[Judgement]:
    """The judgement of a field that has one value or none; silence where gold takes it is not counted."""
    if answer is None and None in readings(wanted):
        return
    yield from _judge_list(field, [] if answer is None else [answer], [] if wanted is None else [wanted])


def _judge_list(field: str, answers: Iterable[str | None], gold: Iterable[str]) -> Iterator[Judgement]:
    rest = [fold(answer) for answer in answers]
    for wanted in gold:
        accepted = readings(wanted)
        taken = next((reading for reading in accepted if reading in rest), None)
        if taken is not None:
            rest.remove(taken)
        is_right = taken is not None or None in accepted
        yield Judgement(field, "hit" if is_right else "missed", wanted)
    yield from (Judgement(field, "false", str(answer)) for answer in rest)


def _judge_references(answers: Iterable[Mapping[str, Any]], gold: Iterable[Sequence[str | None]]) -> Iterator[Judgement]:
    """References by title and number together. One that has a number alone is neither right nor wrong."""
    found = [f"{fold(one['title'])}#{fold(_value(one.get('document_number'), 'text')) or ''}" for one in answers if one.get("title")]
    wanted = ["|".join(f"{title}#{number or ''}" for title in readings(titles) for number in readings(numbers)) for titles, numbers in gold]
    yield from _judge_list("references", found, wanted)


def _judge_findings(answers: Iterable[Mapping[str, Any]], gold: Iterable[Mapping[str, Any]]) -> Iterator[Judgement]:
    """Findings by rule and figures. ``info`` is no alarm; an optional one may be reported, once."""
    rest = [finding for finding in answers if finding.get("severity") != "info"]
    for wanted in sorted(gold, key=lambda one: bool(one.get("optional"))):
        shown = f"{wanted['kind']} {wanted['stated']} {wanted['computed']} {wanted.get('about', '')}".rstrip()
        place = next((i for i, finding in enumerate(rest) if _is_finding(finding, wanted)), None)
        if place is not None:
            del rest[place]
        if not wanted.get("optional"):
            yield Judgement("findings", "missed" if place is None else "hit", shown)
    yield from (Judgement("findings", "false", f"{finding.get('rule')} {finding.get('message')}") for finding in rest)


def _is_finding(finding: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    if finding.get("rule") != wanted["kind"]:
        return False
    stated, computed = finding.get("stated"), finding.get("computed")
    pairs = [(stated, computed)]
    if wanted["kind"] == "restatement":  # which of the two is the slip, the text cannot say
        pairs.append((computed, stated))
    return any(same_number(a, wanted["stated"]) and is_number(b) and abs(b - wanted["computed"]) <= _ROUNDING for a, b in pairs)


def _headings(sections: Iterable[Mapping[str, Any]]) -> Iterator[str | None]:
    for section in sections:
        if section.get("title"):
            yield fold((section.get("marker") or "") + section["title"])
        yield from _headings(section.get("children") or ())


def _issue(issue: Mapping[str, Any] | None) -> str | None:
    return f"{issue.get('year')}-{issue.get('number')}" if issue else None


def _value(part: Mapping[str, Any] | None, key: str) -> str | None:
    value = None if part is None else part.get(key)
    return None if value is None else str(value)


def _values(parts: Iterable[Mapping[str, Any]] | None, key: str) -> list[str]:
    return [value for part in parts or () if (value := _value(part, key)) is not None]
