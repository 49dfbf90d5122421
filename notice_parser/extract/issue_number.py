"""期号 of a bulletin, 次 of minutes: which one of a row of papers this is.

It stands in the letterhead, below the title, or ends the title; a 期 inside a title (第2期培训班) numbers something else.

``2021年第2期`` → year 2021, number 2
``第17期（总第283期）`` → number 17, total 283
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import structs

from notice_parser.grammar import Field, Grammars, Match
from notice_parser.layout.document import Document
from notice_parser.model import Diagnostic, IssueNumber, MetadataRow, Span
from notice_parser.text.numerals import read_integer
from notice_parser.text.width import fold, squeeze

__all__ = ["find_issue_number"]

_OPENING = "(（［[【〔 \t\u3000\u00a0"
_CLOSING = ")）］]】〕 \t\u3000\u00a0"
_REST = 40  # characters of space and brackets, at most
_LEAD = 8  # characters before a number that may hold the word for a bulletin


def find_issue_number(
    document: Document, grammars: Grammars, metadata: tuple[MetadataRow, ...]
) -> tuple[IssueNumber | None, tuple[Diagnostic, ...]]:
    """The issue number in the head of the page, else in its metadata."""
    for found in _printed(document, grammars["issue_number"]):
        return _with_total(document, found, grammars["issue_number"]), ()
    for row in metadata:
        if row.field != "issue_number" or not row.value:
            continue
        text, start, end = (document.text, *row.value_span) if row.value_span else (row.value, 0, len(row.value))
        for match in grammars["issue_number"].find(text, start, end):
            number = _as_number(match, match.span if row.value_span else None)
            if number is not None:
                return number, ()
    return None, ()


def _with_total(document: Document, found: IssueNumber, field: Field) -> IssueNumber:
    """``found`` with the total that stands alone on the next line: 第63期, and below it （总第1127期）."""
    if found.total is not None or found.span is None:
        return found
    for above, line in pairwise(document.lines):
        if above.start <= found.span[0] < above.end and line.zone == "head" and line.role == "number":
            match = field.match(squeeze(document.of(line)).strip(_OPENING + _CLOSING), only=("issue_number.total",))
            if match is not None:
                raw = document.text[found.span[0] : line.end]
                total = read_integer(match.group("total") or "")
                return structs.replace(found, text=_tidy(raw), raw=raw, total=total, span=(found.span[0], line.end))
    return found


def _printed(document: Document, field: Field) -> Iterator[IssueNumber]:
    text = document.text
    for line in document.lines:
        if line.zone != "head" or line.role not in ("number", "letterhead", "mark"):
            continue
        for match in field.find(text, line.start, line.end):
            if line.role != "number" and not _stands_apart(text, match.span, line.span, field):
                continue
            number = _as_number(match, match.span)
            if number is not None:
                yield number
    below = -1
    for index, line in enumerate(document.lines):
        if line.zone == "head" and line.role == "title":
            below = index + 1
        elif index != below or line.zone not in ("head", "body") or line.role in ("table", "metadata"):
            continue
        for match in field.find(text, line.start, line.end):
            alone = _opens_line(text, line.start, match.start) and _ends_line(text, match.end, line.end)
            if alone or (line.role == "title" and _stands_apart(text, match.span, line.span, field)):
                number = _as_number(match, match.span)
                if number is not None:
                    yield number


def _stands_apart(text: str, span: Span, line: Span, field: Field) -> bool:
    """Whether a number ends its line, or stands right behind the word for a bulletin."""
    before = text[max(line[0], span[0] - _LEAD) : span[0]].rstrip(_OPENING)
    return _ends_line(text, span[1], line[1]) or before.endswith(field.words["bulletins"])


def _opens_line(text: str, start: int, end: int) -> bool:
    """Whether only spaces and opening brackets stand before."""
    return end - start <= _REST and not text[start:end].strip(_OPENING)


def _ends_line(text: str, start: int, end: int) -> bool:
    """Whether only spaces and closing brackets follow; a long rest is text."""
    return end - start <= _REST and not text[start:end].strip(_CLOSING)


def _as_number(match: Match, span: Span | None) -> IssueNumber | None:
    year = read_integer(fold(match.group("year") or ""))
    total = read_integer(match.group("total") or "")
    number = read_integer(match.group("number") or "")
    number = total if number is None else number
    if number is None:
        return None
    return IssueNumber(text=_tidy(match.text), raw=match.text, year=year, number=number, total=total, span=span, rule=match.rule)


def _tidy(printed: str) -> str:
    """``printed`` without spaces, its digits half-width, its brackets as they are."""
    return "".join(fold(c) if c.isdigit() else c for c in squeeze(printed))
