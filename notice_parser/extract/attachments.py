"""附件说明 (GB/T 9704-2012, 7.3.4): the list of attachments below the body; number and file suffix off the titles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.grammar import Field, Grammars
from notice_parser.layout.document import Document, Line
from notice_parser.model import Attachment, Diagnostic, Span
from notice_parser.text.file_names import plain_number
from notice_parser.text.spans import squeezed, trim
from notice_parser.text.width import squeeze

__all__ = ["find_attachments"]

# within one line a new entry begins behind a stop, a semicolon or a wide gap
_NEXT = re.compile(
    "(?:[；;。]|[ 　]{2,})[ 　]{0,20}(?=(?:附[ 　]?件[ ]?)?[0-9]{1,2}(?:[-—－][0-9]{1,2})?[ ]?[.．、：:](?:[^0-9]|(?:19|20)[0-9]{2}[ ]?年)"
    "|[一二三四五六七八九十]{1,3}、)"
)
# or behind one blank, or none that is left, where the numbers count on
_COUNTED = re.compile("(?<=[ 　：:㐀-鿿）)》])(?P<number>[0-9]{1,2})[ ]?[.．、](?=[^0-9]|(?:19|20)[0-9]{2}[ ]?年)")
_LINK = re.compile("\\[(?P<title>[^\\[\\]\n]{1,200})\\]\\((?P<file>[^()\\s]{1,400})\\)")
# a title in marks, as one is cited: 附：《取水申请表》
_MARKED = re.compile("《(?P<title>[^《》\n]{1,200})》")
_BARE = re.compile("附[ 　]{0,6}[件表]")
_TRAIL = " \t\u3000。；;，,、：:"


class _Entry(NamedTuple):
    number: str | None
    start: int
    end: int
    first: int  # where the entry begins, number included


def find_attachments(document: Document, grammars: Grammars) -> tuple[tuple[Attachment, ...], tuple[Diagnostic, ...]]:
    """The entries in order; ``number`` as a string (``1``, ``B``, ``1-1``) or null, Chinese numerals as Arabic."""
    field = grammars["attachments"]
    entries: list[_Entry] = []
    links = {squeeze(text): target for text, target in document.files}
    # a site lists what is to be fetched below the document, and so below the texts that are annexed to it
    below = (line for line in document.lines if line.zone == "annex" and links and _is_listed(document.of(line), links, field))
    last: Line | None = None  # the line of the list above
    for line in (*document.with_role("attachments", zone="body"), *below):
        goes_on = last is None or not document.text[last.end : line.start].strip()  # nothing else stands between
        last = line
        for start, end in _pieces(document.text, line.start, line.end):
            entry = _entry(document.text, start, end, field)
            if entry is None:
                continue
            if entry.number is None and entries and _is_tail(document.text[start:end]) and _is_file(document.text, entries[-1], field):
                continue  # of a name that is no attachment's, broken within its bracket
            hangs = (
                goes_on
                and entry.number is None
                and bool(entries)
                and entry.first == start
                and not _is_file(document.text, entries[-1], field)
            )
            if hangs and not _stands_alone(document.text, start, end, field, links):
                entries[-1] = entries[-1]._replace(end=end)  # hangs on the title above
            else:
                entries.append(entry)
    attachments: list[Attachment] = []
    diagnostics: list[Diagnostic] = []
    for entry in entries:
        if (attachment := _attachment(document, entry, field)) is not None:
            # a line that is a link leads to the file, with the label before it or without
            named = squeeze(document.text[entry.first : entry.end])
            file = links.get(named) or next((links[key] for key in (f"附件：{named}", f"附件:{named}") if key in links), attachment.file)
            _add(attachments, structs.replace(attachment, file=file))
        elif entry.number is not None:
            raw = document.text[entry.first : entry.end]
            diagnostics.append(diagnose("attachments.no_title", field="attachments", span=(entry.first, entry.end), raw=raw))
    return tuple(attachments), tuple(diagnostics)


def _is_listed(text: str, links: Mapping[str, str], field: Field) -> bool:
    """Whether a line is a link to a file, under the label of an attachment."""
    label = field.first(text, 0, len(text), only=("attachments.label",)) if squeeze(text) in links else None
    return label is not None and label.start == 0


def _add(attachments: list[Attachment], attachment: Attachment) -> None:
    """Puts an entry behind the others; one listed before, now as a file to be fetched, gives that entry its file and is no other."""
    for i, known in enumerate(attachments):
        same_title = known.title.removesuffix("（略）") == attachment.title.removesuffix("（略）")
        if not same_title or not attachment.file or attachment.number not in (known.number, None):
            continue
        if not known.file:
            attachments[i] = structs.replace(known, file=attachment.file)
            return
        if attachment.number is None or attachment.file == known.file:
            return
    attachments.append(attachment)


def _pieces(text: str, start: int, end: int) -> list[Span]:
    found = {m.end() for m in _NEXT.finditer(text, start, end)}
    last = 0
    for match in _COUNTED.finditer(text, start, end):
        if int(match["number"]) == last + 1:
            found.update([match.start()] if last else [])
            last += 1
    cuts = sorted(found)
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _stands_alone(text: str, start: int, end: int, field: Field, links: Mapping[str, str]) -> bool:
    """Whether a piece without a number is an entry of its own: labelled, a link, or a file's name."""
    if links and squeeze(text[start:end]) in links:
        return True
    label = field.first(text, start, end, only=("attachments.label",))
    link = _LINK.match(text, *trim(text, start, end))
    return (label is not None and label.start == start) or link is not None


def _is_tail(piece: str) -> bool:
    """Whether a piece closes a bracket that it does not open: 办).pdf."""
    at = re.search("[（(）)]", piece)
    return at is not None and at.group() in "）)"


def _is_file(text: str, entry: _Entry, field: Field) -> bool:
    """Whether an entry is a file's name to its suffix: nothing hangs on it."""
    return field.first(text, entry.start, entry.end, only=("attachments.file",)) is not None


def _entry(text: str, start: int, end: int, field: Field) -> _Entry | None:
    """The entry of a piece: label and number off; None where nothing but the label is left."""
    start, end = trim(text, start, end)
    at, number = start, None
    label = field.first(text, at, end, only=("attachments.label",))
    if label is not None and label.start == at:
        at, number = label.end, label.group("number")
    first = at if number is None else start
    item = field.first(text, at, end, only=("attachments.item",)) if number is None else None
    if item is not None and item.start == at:
        first, at = at, item.end
        number = item.group("number") or item.group("bracketed") or item.group("cn")
    at, end = trim(text, at, end)
    if number is None and (at >= end or _BARE.fullmatch(text, at, end)):
        return None
    return _Entry(plain_number(number), at, end, first)


def _attachment(document: Document, entry: _Entry, field: Field) -> Attachment | None:
    text = document.text
    start, end = trim(text, entry.start, entry.end, _TRAIL)
    while end > start and text[end - 1] in ".．":
        end -= 1
    if start >= end:
        return None
    file = None
    raw_end = end
    if link := _LINK.match(text, start, end):
        file = link.group("file")
        start, end = link.span("title")
        inner = _entry(text, start, end, field)
        if inner is not None and inner.number is not None and entry.number in (None, inner.number):
            entry, (start, end) = entry._replace(number=inner.number), (inner.start, inner.end)
    suffix = field.first(text, start, end, only=("attachments.file",))
    if suffix is not None:
        file = file or squeezed(text, start, end).text
        end = suffix.start
    if marked := _MARKED.fullmatch(text, start, end):
        start, end = marked.span("title")
    title = squeezed(text, start, end).text
    if not title:
        return None
    return Attachment(
        number=entry.number,
        title=title,
        raw=text[entry.first : raw_end],
        file=file,
        span=(entry.first, raw_end),
        rule="attachments.item" if entry.number else "attachments.label",
    )
