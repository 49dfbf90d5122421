"""Rows of a site's key-value table: pipe rows, one line, one token a line, 【…】, front matter."""

from __future__ import annotations

from collections.abc import Mapping

from notice_parser.grammar import Field, Grammars, Match
from notice_parser.layout.document import Document, Line
from notice_parser.model import MetadataRow
from notice_parser.text.spans import trim
from notice_parser.text.width import squeeze

__all__ = ["FIELDS", "FRONT_RULE", "find_metadata"]

# word list of labels → field of the notice; the other lists feed none
FIELDS: Mapping[str, str | None] = {
    "document_number": "document_number",
    "title": "title",
    "issuers": "issuers",
    "date": "date",
    "published": "published",
    "made": "published",
    "effective": "effective",
    "expires": "expires",
    "printed": "printed",
    "security": "security",
    "urgency": "urgency",
}
_UNLISTED = "metadata.unlisted"
_PADDING = " \t\n\u3000|：:"
_BRACKETS = "（）()"
_OPEN = ("（", "(")
_FRONT_TITLE = "title"
FRONT_RULE = "metadata.front_matter"


def find_metadata(document: Document, grammars: Grammars) -> tuple[MetadataRow, ...]:
    """All rows in order, each distinct one once; counters of visits are left out. ``value`` is null where it is blank."""
    lines = [line for line in document.lines if line.role == "metadata"]
    if not lines:
        return ()
    field = grammars["metadata"]
    meaning = {squeeze(word): FIELDS.get(group) for group, words in field.words.items() for word in words}
    counters = set(field.words["counter"])
    rows: list[MetadataRow] = []
    for i, line in enumerate(lines):
        matches = field.find(document.text, line.start, line.end)
        if (not matches or matches[0].start > line.start + 2) and (row := _front_row(document, line)) is not None:
            rows.append(row)
            continue
        for match, following in zip(matches, [*matches[1:], None][: len(matches)], strict=True):
            end = following.start if following else line.end
            if following is None and len(matches) == 1 and not document.text[match.end : end].strip(_PADDING):
                end = _value_below(document, lines, i, field) or end
            name = match.group("name") or ""
            if name not in counters:
                row = _row(document, match, end, meaning.get(squeeze(name)))
                if row.value is not None or match.rule != _UNLISTED:  # a button without a value is no row
                    rows.append(row)
    seen: set[tuple[str, str | None]] = set()
    distinct = []
    for row in rows:
        if (row.name, row.value) not in seen:
            seen.add((row.name, row.value))
            distinct.append(row)
    return tuple(distinct)


def _row(document: Document, match: Match, end: int, field: str | None) -> MetadataRow:
    start, stop = trim(
        document.text, match.end, end, _PADDING + _BRACKETS if document.text[match.start - 1 : match.start] in _OPEN else _PADDING
    )
    if stop > start and document.text[start:stop].strip("-—–【】 ") == "":
        start = stop = match.end  # dashes where a value should be
    value = (start, stop) if stop > start else None
    last = value[1] if value else match.end
    return MetadataRow(
        name=squeeze(match.group("name") or ""),
        value=document.text[start:stop] if value else None,
        field=field,
        raw=document.text[match.start : last],
        span=(match.start, last),
        value_span=value,
        rule=match.rule,
    )


def _value_below(document: Document, lines: list[Line], i: int, field: Field) -> int | None:
    """The end of the next metadata line, if it is this label's value: directly below, and no label itself."""
    if i + 1 >= len(lines):
        return None
    below = lines[i + 1]
    index = document.lines.index(lines[i])
    if document.lines[index + 1] is not below or field.find(document.text, below.start, below.end):
        return None
    return below.end


def _front_row(document: Document, line: Line) -> MetadataRow | None:
    """A row of a Markdown front matter: ``title: …``."""
    name, colon, _ = document.of(line).partition(":")
    if not colon or not name.isascii() or not name.strip():
        return None
    start, stop = trim(document.text, line.start + len(name) + 1, line.end, " \"'")
    return MetadataRow(
        name=name.strip(),
        value=document.text[start:stop] or None,
        field="title" if name.strip().lower() == _FRONT_TITLE else None,
        raw=document.text[line.start : stop if stop > start else line.end],
        span=(line.start, stop if stop > start else line.end),
        value_span=(start, stop) if stop > start else None,
        rule=FRONT_RULE,
    )
