"""The specification of what stands around the text: ``tests/spec/headers/*.jsonl``, one case a line.

A case is a whole text, ``why`` it is there, and the fields that it is about, each in the short form of ``SHORT``: no other value
may be found in a field that a case names. ``has`` and ``lacks`` are pieces that ``notice.text`` holds or does not hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from conftest import ROOT

from notice_parser import Notice, parse_text
from notice_parser.model import Section

FILES = sorted((ROOT / "tests" / "spec" / "headers").glob("*.jsonl"))
CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{path.stem}-{number}", json.loads(line))
    for path in FILES
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
]


def text_of(part: Any) -> str | None:
    return None if part is None else str(part.text)


def day_of(date: Any) -> str | None:
    return None if date is None else str(date.iso)


def tree(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from tree(section.children)


SHORT: dict[str, Callable[[Notice], Any]] = {
    "document_class": lambda notice: notice.document_class.text,
    "document_number": lambda notice: text_of(notice.document_number),
    "serial": lambda notice: notice.document_number.serial if notice.document_number else None,
    "issue_number": lambda notice: [notice.issue_number.number, notice.issue_number.total] if notice.issue_number else None,
    "kind": lambda notice: text_of(notice.kind),
    "title": lambda notice: text_of(notice.title),
    "urgency": lambda notice: text_of(notice.urgency),
    "remark": lambda notice: text_of(notice.remark),
    "issuers": lambda notice: [issuer.name for issuer in notice.issuers],
    "recipients": lambda notice: [body.name for body in notice.recipients if body.role == "main"],
    "copies": lambda notice: [body.name for body in notice.recipients if body.role == "copy"],
    "date": lambda notice: day_of(notice.date),
    "published": lambda notice: day_of(notice.published),
    "printed": lambda notice: day_of(notice.printed),
    "effective": lambda notice: day_of(notice.effective),
    "expires": lambda notice: day_of(notice.expires),
    "deadlines": lambda notice: [deadline.raw for deadline in notice.deadlines],
    "attachments": lambda notice: [[one.number, one.title, one.file] for one in notice.attachments],
    "annexes": lambda notice: [annex.title for annex in notice.annexes],
    "references": lambda notice: [[one.title, text_of(one.document_number), one.issuer, one.relation] for one in notice.references],
    "contacts": lambda notice: [[contact.name, contact.phone] for contact in notice.contacts],
    "metadata": lambda notice: [[row.name, row.value] for row in notice.metadata if row.value],
    "codes": lambda notice: [diagnostic.code for diagnostic in notice.diagnostics],
    "unread": lambda notice: [figure.raw for figure in notice.unread],
    "signers": lambda notice: [signer.name for signer in notice.signers],
    "markers": lambda notice: [section.marker for section in notice.sections],
    "headings": lambda notice: [[section.marker, section.title] for section in tree(notice.sections)],
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES])
def test_headers(case: dict[str, Any]) -> None:
    notice = parse_text(case["text"])
    wanted = {field: value for field, value in case.items() if field not in {"why", "text", "has", "lacks"}}
    assert {field: SHORT[field](notice) for field in wanted} == wanted, case["why"]
    for piece in case.get("has", ()):
        assert piece in notice.text, case["why"]
    for piece in case.get("lacks", ()):
        assert piece not in notice.text, case["why"]


def test_a_case_says_why_and_about_what() -> None:
    known = {"why", "text", "has", "lacks", *SHORT}
    for name, case in CASES:
        assert set(case) <= known, name
        assert len(case) > len({"why", "text"}), name
        assert case["why"], name
