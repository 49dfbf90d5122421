"""发文字号, the number of a document (GB/T 9704-2012, 7.2.5): which of those on a page is the notice's own.

It stands below the letterhead; web pages print it below or beside the title, in a bracket behind it, or in a row of
their table. The first number on a page is often a cited one, so the body is never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.extract.document_number_form import (
    ORDER_END,
    WHOLE,
    Reading,
    as_number,
    bracket_end,
    order_number,
    read_document_number,
    same_number,
)
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document, Line
from notice_parser.model import Diagnostic, DocumentNumber, MetadataRow, Span
from notice_parser.text.width import squeeze

__all__ = ["find_document_number"]

_BARE_ORDER = ("document_number.bare_order",)
_LONGEST_ORDER = 40  # bodies whose order or announcement it is; a longer line is a title
_BODY = re.compile("[㐀-鿿]{1,40}[部委会局署院行厅办府关社队]")  # of a joint order, above its last body
_OPENING = "(（[［【〔<＜ \t\u3000\u00a0"
_CLOSING = ")）]］】〕>＞ \t\u3000\u00a0"
_DIGIT = "[0-9０-９〇○零一二三四五六七八九十廿]"
_DATE_BEFORE = re.compile(rf"{_DIGIT}{{4}}\s?年\s?{_DIGIT}{{1,3}}\s?月(?:\s?{_DIGIT}{{1,3}}\s?日)?\s?[，,]?\s?$")
_LABEL_BEFORE = re.compile(r"(?:发文字号|发文编号|发布文号|文\s{0,4}号|编\s{0,4}号|字\s{0,4}号)\s?[:：】]?\s?$")
_LEAD = 60  # characters before a number that may hold a date and a label


def find_document_number(document: Document, grammars: Grammars, metadata: tuple[MetadataRow, ...]) -> Reading:
    """The notice's own number: from the head of the page, else from its metadata, else from its page title, else from a line
    that the page does not show; never from the body."""
    printed, diagnostics = _first(_printed(document, grammars))
    rows = [_in_row(document, row, grammars) for row in metadata if row.field == "document_number" and row.value]
    listed, row_diagnostics = _first(iter(rows))
    if printed is not None:
        if listed is not None and not same_number(printed, listed):
            diagnostics += (_differs(printed.text, listed.text, printed.span),)
        return printed, diagnostics
    if listed is not None:
        damaged = next((d for d in diagnostics if d.code == "document_number.broken"), None)
        differs = () if damaged is None else (_differs(str(damaged.params["raw"]), listed.text, damaged.span),)
        return listed, row_diagnostics + differs
    titled = _in_page_titles(document, grammars) or _in_other_rows(document, grammars, metadata)
    if titled is not None:
        return titled, ()
    return _in_hidden(document, grammars) or (None, diagnostics or row_diagnostics)


def _in_hidden(document: Document, grammars: Grammars) -> Reading | None:
    """The number that a line holds which the page does not show, if the line holds nothing else; it has no span."""
    for text in document.hidden:
        match = grammars["document_number"].match(text, only=WHOLE)
        number, _ = read_document_number(text, 0, len(text), grammars) if match is not None else (None, ())
        if number is not None:
            return structs.replace(number, span=None), (diagnose("document_number.hidden", field="document_number", raw=number.raw),)
    return None


def _differs(text: str, other: str, span: Span | None) -> Diagnostic:
    return diagnose("document_number.differs", field="document_number", span=span, text=text, other=other)


def _first(readings: Iterator[Reading]) -> Reading:
    """The first reading with a number; without one, the diagnostics of the first that was damaged."""
    damaged: tuple[Diagnostic, ...] = ()
    for number, diagnostics in readings:
        if number is not None:
            return number, diagnostics
        damaged = damaged or diagnostics
    return None, damaged


def _printed(document: Document, grammars: Grammars) -> Iterator[Reading]:
    """What each place of the head gives, the surest place first."""
    text = document.text
    for line in document.with_role("number", zone="head"):
        yield _below_order(document, line, grammars) or read_document_number(text, line.start, line.end, grammars)
    for line in document.with_role("title", zone="head"):
        yield _beside_title(text, line, grammars), ()
    yield _below_title(document, grammars)
    for line in document.with_role("letterhead", zone="head"):
        yield read_document_number(text, line.start, line.end, grammars)


def _below_order(document: Document, line: Line, grammars: Grammars) -> Reading | None:
    """第318号 centred below 青岚省人民政府令, or in a bracket behind it: one number in two parts."""
    match = grammars["document_number"].match(document.text, line.start, line.end, _BARE_ORDER)
    index = document.lines.index(line)
    if match is None or index == 0:
        return None
    name = document.lines[index - 1]
    if name.zone != "head" or not ORDER_END.search(document.of(name)):
        return None
    end = ORDER_END.search(document.of(name))
    # below a whole title the number counts announcements: 公告2023年第8号
    is_title = end is not None and ("关于" in document.of(name) or "關於" in document.of(name) or name.end - name.start > _LONGEST_ORDER)
    start = name.start + end.start() if is_title and end else _first_of_joint(document, index - 1)
    return order_number(document.text, match, (start, name.end)), ()


def _first_of_joint(document: Document, last: int) -> int:
    """Where the names of the bodies begin whose joint order it is: each on a line of its own, the last of them with 令 behind it."""
    lines, first = document.lines, last
    order = squeeze(document.of(lines[last]))
    while first and lines[first - 1].zone == "head" and lines[first - 1].role == "letterhead":
        name = squeeze(document.of(lines[first - 1]))
        if not _BODY.fullmatch(name) or name in order:
            break
        first -= 1
    return lines[first].start


def _beside_title(text: str, line: Line, grammars: Grammars) -> DocumentNumber | None:
    """A number before or behind the title on its line; one inside the title is cited by it."""
    field = grammars["document_number"]
    for match in field.find(text, line.start, line.end, WHOLE):
        number = as_number(text, match, field)
        if number is None or number.span is None:
            continue
        start, end = number.span
        before = text[max(line.start, start - _LEAD) : start].rstrip(_OPENING)
        before = _DATE_BEFORE.sub("", before).rstrip(_OPENING)
        before = _LABEL_BEFORE.sub("", before).rstrip(_OPENING)
        after = text[end : min(line.end, end + _LEAD)]
        if after.lstrip(_CLOSING).startswith(field.words["cited_by"]) and not after.startswith(tuple(_CLOSING)):
            continue
        if not before or before.endswith((*field.words["title_ends"], "》", ")", "）", "〉", ">")):
            return number
    return None


def _below_title(document: Document, grammars: Grammars) -> Reading:
    """A number in the line right below the title: alone on it, or in a bracket that opens it, maybe behind the date."""
    titles = [index for index, line in enumerate(document.lines) if line.zone == "head" and line.role == "title"]
    if not titles or titles[-1] + 1 >= len(document.lines):
        return None, ()
    line = document.lines[titles[-1] + 1]
    if line.role in ("table", "metadata") or line.zone not in ("head", "body"):
        return None, ()
    text, field = document.text, grammars["document_number"]
    match = field.match(text, line.start, line.end, WHOLE)
    if match is not None:
        return read_document_number(text, line.start, line.end, grammars)
    if text[line.start] in "(（[［【〔":
        return read_document_number(text, line.start, bracket_end(text, line.start, line.end), grammars)
    return None, ()


def _in_row(document: Document, row: MetadataRow, grammars: Grammars) -> Reading:
    if row.value_span is not None:
        return read_document_number(document.text, *row.value_span, grammars)
    value = row.value or ""
    number, diagnostics = read_document_number(value, 0, len(value), grammars)
    placed = None if number is None else structs.replace(number, span=None)
    return placed, tuple(structs.replace(diagnostic, span=None) for diagnostic in diagnostics)


def _in_other_rows(document: Document, grammars: Grammars, metadata: tuple[MetadataRow, ...]) -> DocumentNumber | None:
    """The number that is all that stands under a label of another meaning (作者：岚安办〔2015〕19号), if one row has such."""
    found = []
    for row in metadata:
        if row.field is None and row.value_span is not None and grammars["document_number"].match(document.text, *row.value_span, WHOLE):
            number, _ = read_document_number(document.text, *row.value_span, grammars)
            if number is not None and number.span == row.value_span:
                found.append(number)
    return found[0] if len(found) == 1 else None


def _in_page_titles(document: Document, grammars: Grammars) -> DocumentNumber | None:
    """The number beside a page title, if all page titles give the same: a list of other papers gives several."""
    found: DocumentNumber | None = None
    for line in document.lines:
        if line.zone == "body":
            break  # what a site prints below is about other papers
        if line.zone != "site" or line.role not in ("site", "title"):
            continue
        number = _beside_title(document.text, line, grammars)
        if number is None:
            continue
        if found is not None and not same_number(found, number):
            return None
        found = found or number
    return found
