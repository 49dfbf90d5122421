"""Which fields rest on text that OCR was not sure of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from notice_parser.diagnostics import diagnose
from notice_parser.extract.facts import Facts
from notice_parser.layout.document import Document
from notice_parser.model import Diagnostic, Span

__all__ = ["doubted_fields"]

_FIELDS = (
    "kind",
    "title",
    "document_number",
    "issue_number",
    "issuers",
    "recipients",
    "date",
    "published",
    "printed",
    "effective",
    "expires",
    "security",
    "urgency",
    "signers",
    "attachments",
    "deadlines",
    "statistics",
)


def doubted_fields(document: Document, facts: Facts) -> Iterator[Diagnostic]:
    """A diagnostic for each value of a field that was read from a weak line or a mended figure."""
    if not document.doubts:
        return
    for name in _FIELDS:
        found: Any = getattr(facts, name)
        for value in found if isinstance(found, tuple) else (found,) if found is not None else ():
            span: Span | None = value.span
            if span is not None and _meets(span, document.doubts):
                yield diagnose("ocr.weak_field", field=name, span=span, raw=document.text[span[0] : span[1]])


def _meets(span: Span, doubts: Sequence[Span]) -> bool:
    """Whether a span shares a character with one of the doubts, which are in order."""
    at = bisect_left(doubts, span)
    return any(one[0] < span[1] and span[0] < one[1] for one in doubts[max(0, at - 1) : at + 1])
