"""Rows of a site's key-value table: pipe rows, one line, one token a line, 【…】, front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from notice_parser.grammar import Field, Grammars, Match
from notice_parser.layout.document import Document, Line
from notice_parser.model import MetadataRow
from notice_parser.text.spans import cells, trim
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
LABELS = 3  # cells of a row of labels, at least
_PADDING = " \t\n\u3000|：:•"
_PAIR = re.compile(
    "(?:[|\t]|(?<![^\n]))[ 　]{0,4}(?P<name>[\u3400-\u9fff]{2,8})[ 　]{0,4}[|\t]"
    "[ 　]{0,4}(?P<value>[^|\t\n ：:][^|\t\n]{0,200}?)[ 　]{0,4}(?=[|\t]|$)"
)
_BRACKETS = "（）()"
_OPEN = ("（", "(")
_OPENED = re.compile("[（(]")
_FIGURE = re.compile("[0-9０-９]")
_FRONT_NAME = re.compile("[A-Za-z][A-Za-z0-9 _.-]{0,40}")  # 2023-12-13 16 of a time is none
_TIME_BEHIND = re.compile(
    "(?<=[^0-9\\s])[ 　]{1,12}(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}[ ]{1,4}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$"
)
_FRONT_TITLE = "title"
FRONT_RULE = "metadata.front_matter"


def find_metadata(document: Document, grammars: Grammars) -> tuple[MetadataRow, ...]:
    """All rows in order, each distinct one once; counters of visits are left out. ``value`` is null where it is blank."""
    lines = [line for line in document.lines if line.role == "metadata"]
    if not lines:
        return ()
    field = grammars["metadata"]
    meaning = {word: FIELDS.get(name) for word, name in field.list_of.items()}
    counters = set(field.words["counter"])
    rows: list[MetadataRow] = []
    valued: Line | None = None  # the row of values under a row of labels
    for i, line in enumerate(lines):
        if line is valued:
            continue
        columns = _columns(document.text, line, lines[i + 1], meaning) if i + 1 < len(lines) else []
        if columns:
            rows += columns
            valued = lines[i + 1]
            continue
        matches = field.find(document.text, line.start, line.end)
        if (not matches or matches[0].start > line.start + 2) and (row := _front_row(document, line)) is not None:
            rows.append(row)
            continue
        if not matches:
            rows += _pairs(document.text, line.start, line.end)
        for match, following in zip(matches, [*matches[1:], None][: len(matches)], strict=True):
            end = following.start if following else line.end
            if following is None and len(matches) == 1 and not document.text[match.end : end].strip(_PADDING):
                end = _value_below(document, lines, i, field) or end
            name = match.group("name") or ""
            cell = _cell_end(document.text, match.end, end)
            if name not in counters:
                row = _row(document, match, cell, meaning.get(squeeze(name)))
                if name in field.words["size"] and not _FIGURE.search(row.value or ""):
                    continue
                if row.value is not None or match.rule != _UNLISTED:  # a button without a value is no row
                    rows.append(row)
            rows += _pairs(document.text, cell, end)
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
    if field is None and (time := _TIME_BEHIND.search(document.text, start, stop)) is not None:
        stop = time.start()  # 来源：岚川日报 2016-08-17 11:05:24
    if document.text[start:stop].endswith(("）", ")")) and not _OPENED.search(document.text, start, stop):
        stop = trim(document.text, start, stop - 1, _PADDING)[1]  # （来源：岚川日报 编辑：方某）
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


def _columns(text: str, labels: Line, values: Line, meaning: Mapping[str, str | None]) -> list[MetadataRow]:
    """The rows that a line of labels and the line of values under it make, cell by cell; none where they are something else."""
    names, held = cells(text, labels.start, labels.end), cells(text, values.start, values.end)
    if len(names) < LABELS or len(names) != len(held) or not all(squeeze(text[a:b]) in meaning for a, b in names):
        return []
    return [
        MetadataRow(
            name=squeeze(text[a:b]),
            value=text[c:d] or None,
            field=meaning[squeeze(text[a:b])],
            raw=text[c:d] if c < d else text[a:b],
            span=(c, d) if c < d else (a, b),
            value_span=(c, d) if c < d else None,
            rule="metadata.spaced",
        )
        for (a, b), (c, d) in zip(names, held, strict=True)
    ]


def _cell_end(text: str, start: int, end: int) -> int:
    """Where the cell of a value ends, in a row of pipes or tabs: at the next one behind it."""
    first = start + len(text[start:end]) - len(text[start:end].lstrip(_PADDING))
    return min((at for bar in "|\t" if (at := text.find(bar, first, end)) >= 0), default=end)


def _pairs(text: str, start: int, end: int) -> Iterator[MetadataRow]:
    """The rows of the cells behind a value, in a row of pipes or tabs: labels that no list has, with their values; a blank one is none."""
    for match in _PAIR.finditer(text, start, end):
        yield MetadataRow(
            name=squeeze(match["name"]),
            value=match["value"],
            field=None,
            raw=text[match.start("name") : match.end("value")],
            span=(match.start("name"), match.end("value")),
            value_span=match.span("value"),
            rule=_UNLISTED,
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
    if not colon or not _FRONT_NAME.fullmatch(name.strip()):
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
