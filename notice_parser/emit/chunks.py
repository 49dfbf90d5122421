"""A notice cut for retrieval: pieces of its text within one section, and tables, whole or by rows with the header repeated.

>>> [cut for cut in _cuts("全市共受理9件。办结8件。", 0, 12, 9)]
[(0, 8), (8, 12)]
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from hashlib import sha256

from msgspec.structs import replace

from notice_parser.emit.tables import to_markdown
from notice_parser.errors import OptionError
from notice_parser.model import Chunk, Notice, Section, Span, Table

__all__ = ["LEAST", "chunks"]

LEAST = 50  # characters below which a chunk would not hold a sentence
_SENTENCE_END = re.compile("[。！？；!?;][”’）)》」]{0,2}|\n")
_CLAUSE_END = re.compile("[，、,：:]")
_ID_DIGITS = 32  # of a sha-256: no two chunks of 10^15 are alike by chance


def chunks(notice: Notice, max_chars: int) -> tuple[Chunk, ...]:
    """The chunks in the order of the text. ``OptionError`` for a ``max_chars`` below ``LEAST``.

    A chunk of text is a slice of ``notice.text`` of at most ``max_chars`` characters: whole paragraphs of one section of the first level
    (or of an annex) as long as they fit, else whole sentences. A table is Markdown with caption, unit and header; one that
    is longer is cut between rows, and the header is set over each piece, so that a single row with its header may be longer
    than ``max_chars``. Forms are tables too. Nothing but blank lines lies outside all chunks.
    """
    if isinstance(max_chars, bool) or not isinstance(max_chars, int) or max_chars < LEAST:
        raise OptionError("bad_option", option="max_chars", reason=f"{max_chars!r}", mend=f"give a whole number of at least {LEAST}")
    outline = _Outline(notice)
    pieces: list[tuple[Span, str, Table | None, Span | None]] = []
    at = 0
    for table, span in _placed(notice):
        pieces += [((a, b), notice.text[a:b], None, None) for a, b in _of_text(notice.text, outline, at, span[0], max_chars)]
        pieces += [(span, text, table, rows) for text, rows in _of_table(table, max_chars)]
        at = max(at, span[1])
    pieces += [((a, b), notice.text[a:b], None, None) for a, b in _of_text(notice.text, outline, at, len(notice.text), max_chars)]
    seen: dict[str, int] = {}
    made = []
    for index, (span, text, one, rows) in enumerate(pieces):
        seen[text] = seen.get(text, 0) + 1
        key = sha256(f"{notice.id}\n{seen[text]}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]
        made.append(
            Chunk(
                id=key,
                notice_id=notice.id,
                index=index,
                kind="text" if one is None else "table",
                text=text,
                span=span,
                section=outline.path(*span),
                pages=_pages(notice.pages, span),
                table=None if one is None else one.id,
                rows=rows,
                title=notice.title.text if notice.title else None,
                document_number=notice.document_number.text if notice.document_number else None,
                issuers=tuple(issuer.name for issuer in notice.issuers),
                date=notice.date.iso if notice.date else None,
            )
        )
    return tuple(made)


class _Outline:
    """The headings over each place of the text."""

    def __init__(self, notice: Notice) -> None:
        self.text = notice.text
        self.trees: list[tuple[Span, str | None, tuple[Section, ...]]] = [(one.span, None, (one,)) for one in notice.sections]
        self.trees += [(one.span, one.title or f"附件{one.number or ''}", one.sections) for one in notice.annexes]
        self.borders = sorted({edge for span, _, _ in self.trees for edge in span})

    def path(self, start: int, end: int) -> tuple[str, ...]:
        """The headings, outermost first, of what holds all of ``[start, end)``: an annex by its title, sections."""
        for span, title, sections in self.trees:
            if span[0] <= start and end <= span[1]:
                return (*((title,) if title else ()), *self._within(sections, start, end))
        return ()

    def _within(self, sections: Sequence[Section], start: int, end: int) -> Iterator[str]:
        for section in sections:
            if section.span[0] <= start and end <= section.span[1]:
                yield self.text[slice(*section.heading_span)].replace("\n", "").strip()
                yield from self._within(section.children, start, end)
                return


def _placed(notice: Notice) -> list[tuple[Table, Span]]:
    """The tables with the text that they stand in, in order; one that overlaps the one before is within it."""
    spans = []
    for table in notice.tables:
        held = [part.span for part in table.parts if part.span is not None]
        if held:
            spans.append((table, (min(a for a, _ in held), max(b for _, b in held))))
    spans.sort(key=lambda one: one[1])
    return spans


def _of_text(text: str, outline: _Outline, start: int, end: int, limit: int) -> Iterator[Span]:
    """Runs of whole paragraphs, none over the border of a section of the first level."""
    borders = outline.borders
    inner = borders[bisect_right(borders, start) : bisect_left(borders, end)]
    for a, b in zip([start, *inner], [*inner, end], strict=True):
        yield from _packed(text, a, b, limit)


def _packed(text: str, start: int, end: int, limit: int) -> Iterator[Span]:
    first: int | None = None
    last = start
    for a, b in _lines(text, start, end):
        if first is not None and b - first <= limit:
            last = b
            continue
        if first is not None:
            yield first, last
        cuts = list(_cuts(text, a, b, limit))
        yield from cuts[:-1]
        first, last = cuts[-1]
    if first is not None:
        yield first, last


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines that are not blank, without the blanks at their ends."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = text[start:stop]
        if line.strip():
            yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        start = stop + 1


def _cuts(text: str, start: int, end: int, limit: int) -> Iterator[Span]:
    """A paragraph in pieces of at most ``limit``: behind sentences, else behind clauses, else where the limit is."""
    while end - start > limit:
        cut = start + limit
        for border in (_SENTENCE_END, _CLAUSE_END):
            ends = [found.end() for found in border.finditer(text, start, start + limit)]
            if ends:
                cut = ends[-1]
                break
        yield start, cut
        start = cut
    if end > start:
        yield start, end


def _of_table(table: Table, limit: int) -> Iterator[tuple[str, Span | None]]:
    """A table as Markdown, with the rows it holds where it is not whole."""
    whole = to_markdown([table]).strip()
    if len(whole) <= limit or len(table.raw) < 2:
        yield whole, None
        return
    # a row counts for what it adds to a piece
    empty = len(to_markdown([_rows_of(table, 0, 0)]).strip())
    sizes = [len(to_markdown([_rows_of(table, n, n + 1)]).strip()) - empty for n in range(len(table.raw))]
    start, size = 0, empty
    for n, more in enumerate(sizes):
        if n > start and size + more > limit:
            yield to_markdown([_rows_of(table, start, n)]).strip(), (start, n)
            start, size = n, empty
        size += more
    yield to_markdown([_rows_of(table, start, len(sizes))]).strip(), (start, len(sizes))


def _rows_of(table: Table, start: int, end: int) -> Table:
    notes = table.notes if end == len(table.raw) else ()
    return replace(table, rows=table.rows[start:end], raw=table.raw[start:end], notes=notes, total_rows=(), section_rows=(), merged=())


def _pages(pages: Sequence[Span], span: Span) -> Span | None:
    """The first and the last page, from 1, that the span touches; null where the source has no pages."""
    touched = [n for n, (start, end) in enumerate(pages, 1) if start < span[1] and span[0] < end]
    return (touched[0], touched[-1]) if touched else None
