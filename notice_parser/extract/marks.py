"""份号, 密级和保密期限, 紧急程度 (GB/T 9704-2012, 7.2.1 to 7.2.3) and 附注 (7.3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from notice_parser.grammar import Grammars, Match
from notice_parser.layout.document import Document
from notice_parser.model import Diagnostic, Mark, MetadataRow, Span
from notice_parser.text.width import squeeze

__all__ = ["Marks", "find_marks"]

# a row of labels below the date (联系人：…) is no 附注, which stands in brackets
_LABELLED = re.compile("^[^：:（(]{2,16}[：:]")


class Marks(Struct, frozen=True, kw_only=True):
    """The marks of one notice, each under the name of its field."""

    security: Mark | None = None
    urgency: Mark | None = None
    copy_number: Mark | None = None
    remark: Mark | None = None


def find_marks(document: Document, grammars: Grammars, metadata: tuple[MetadataRow, ...]) -> tuple[Marks, tuple[Diagnostic, ...]]:
    """What the head of the first page and the line under the date say; a site's table fills what they leave out."""
    marks = Marks(
        security=_on_page(document, grammars, "marks.security") or _in_table(document, grammars, metadata, "security"),
        urgency=_on_page(document, grammars, "marks.urgency") or _in_table(document, grammars, metadata, "urgency"),
        copy_number=_on_page(document, grammars, "marks.copy_number", group="number"),
        remark=_remark(document, grammars),
    )
    return marks, ()


def _mark(match: Match, text: str, span: Span) -> Mark:
    raw = text[span[0] : span[1]]
    return Mark(text=squeeze(raw), raw=raw, span=span, rule=match.rule)


def _on_page(document: Document, grammars: Grammars, rule: str, group: str | None = None) -> Mark | None:
    for line in document.with_role("mark", "number"):
        match = grammars["marks"].first(document.text, line.start, line.end, (rule,)) if line.zone in ("site", "head") else None
        if match is not None:
            return _mark(match, document.text, (match.span_of(group) if group else None) or match.span)
    return None


def _in_table(document: Document, grammars: Grammars, metadata: Iterable[MetadataRow], name: str) -> Mark | None:
    for row in metadata:
        if row.field != name or not row.value:
            continue
        text, start, end = (document.text, *row.value_span) if row.value_span else (row.value, 0, len(row.value))
        match = grammars["marks"].first(text, start, end, (f"marks.{name}",))
        if match is not None:
            found = _mark(match, text, match.span)
            return found if row.value_span else Mark(text=found.text, raw=found.raw, span=None, rule=found.rule)
    return None


def _remark(document: Document, grammars: Grammars) -> Mark | None:
    """附注: the one that says who may read the paper, else the first; else what a bulletin prints on top."""
    field, text = grammars["marks"], document.text
    lines = [line for line in document.with_role("remark") if line.zone in ("body", "imprint")]
    publicity = [line for line in lines if field.match(text, line.start, line.end, ("marks.publicity",))]
    for line in (*publicity, *lines):
        match = field.match(text, line.start, line.end, ("marks.remark", "marks.remark_open"))
        if match is None:
            raw = document.of(line).strip()
            start = line.start + document.of(line).find(raw)
            if raw and (raw[0] in "（(" or not _LABELLED.search(raw)):
                return Mark(text=raw, raw=raw, span=(start, start + len(raw)), rule="marks.remark")
            continue
        lead = len(match.text) - len(match.text.lstrip())
        tail = len(match.text) - len(match.text.rstrip())
        span = (match.start + lead, match.end - tail)
        return Mark(text=(match.group("text") or "").strip(), raw=text[span[0] : span[1]], span=span, rule=match.rule)
    for line in document.with_role("mark", "letterhead", zone="head"):
        kept = field.first(text, line.start, line.end, ("marks.keeping",))
        if kept is not None:
            return Mark(text=" ".join(kept.text.split()), raw=kept.text, span=kept.span, rule=kept.rule)
    return None
