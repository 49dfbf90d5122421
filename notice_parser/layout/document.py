"""Document: the text that all spans point into, its lines with their zones, its outline."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, TypeAlias

from msgspec import Struct

from notice_parser.load.source import Grid
from notice_parser.model import Diagnostic, Place, Span

__all__ = ["Document", "Heading", "Line", "OffsetMap", "PlacedGrid", "Role", "Zone"]

# 版头, 主体, 版记, 附件 of GB/T 9704-2012 (7.1), and what web pages put around them
Zone: TypeAlias = Literal["site", "head", "body", "imprint", "annex"]

# What a line is within its zone
Role: TypeAlias = Literal[
    "metadata",  # a row of a site's key-value table
    "site",  # crumbs, counters, share bars, source lines
    "letterhead",  # 发文机关标志, alone on its line
    "number",  # 发文字号 or 期号, alone on its line
    "mark",  # 密级, 紧急程度, 份号, 签发人
    "title",
    "recipients",
    "contents",  # 目录, 要目
    "heading",
    "text",
    "table",
    "note",  # 注： under a table
    "attachments",  # 附件说明
    "signature",
    "date",
    "remark",  # 附注
    "imprint",  # 抄送, 印发, 主题词
    "annex_mark",  # 附件1, alone on its line
]


class OffsetMap(Struct, frozen=True, kw_only=True):
    """Where each character of ``text`` stood in the decoded file: runs that were kept whole, as parallel tuples."""

    starts: tuple[int, ...]  # in text, ascending
    sources: tuple[int, ...]  # in the file

    def to_source(self, position: int) -> int:
        """The offset in the file of ``text[position]``.

        >>> OffsetMap(starts=(0, 4), sources=(2, 9)).to_source(5)
        10
        """
        run = max(0, bisect_right(self.starts, position) - 1)
        return self.sources[run] + position - self.starts[run] if self.starts else position


class Line(Struct, frozen=True, kw_only=True):
    """One line of ``Document.text``, which is one paragraph of the notice. ``[start, end)`` without the line break.

    ``indent``: columns of white space before it in the file; ``gap``: blank lines before it; ``page`` from 0.
    """

    start: int
    end: int
    zone: Zone
    role: Role
    indent: int = 0
    gap: int = 0
    page: int = 0

    @property
    def span(self) -> Span:
        return (self.start, self.end)


class Heading(Struct, frozen=True, kw_only=True):
    """A heading: marker and title as printed, and where. ``title`` null where a bare number opens a long paragraph."""

    marker: str | None
    title: str | None
    level: int
    span: Span
    line: int  # index into Document.lines
    rule: str


class PlacedGrid(Struct, frozen=True, kw_only=True):
    """A table that the file marks up and where it stands: ``rows`` of ``grid`` that are a table's, each with its line."""

    grid: Grid
    rows: tuple[int, ...]
    lines: tuple[int, ...]  # indexes into Document.lines


class Document(Struct, frozen=True, kw_only=True):
    """What layout makes of a source."""

    text: str
    lines: tuple[Line, ...]
    pages: tuple[Span, ...]
    offsets: OffsetMap
    headings: tuple[Heading, ...]
    annexes: tuple[tuple[int, int], ...]  # [first, last) line of each annexed text
    diagnostics: tuple[Diagnostic, ...] = ()
    grids: tuple[PlacedGrid, ...] = ()
    places: tuple[Place, ...] = ()  # where each part of the text stands in the file
    files: tuple[tuple[str, str], ...] = ()  # text and target of links to files
    doubts: tuple[Span, ...] = ()  # what OCR was not sure of: weak lines, mended figures
    recognised: frozenset[int] = frozenset()  # the pages that were read by OCR
    is_index: bool = False  # a page of a site that lists others
    hidden: tuple[str, ...] = ()  # short lines that the file holds but does not show: no text, but they may say a number

    def of(self, line: Line) -> str:
        """The characters of a line."""
        return self.text[line.start : line.end]

    def with_role(self, *roles: Role, zone: Zone | None = None) -> tuple[Line, ...]:
        """The lines of these roles, in order, of one zone or of all."""
        return tuple(line for line in self.lines if line.role in roles and (zone is None or line.zone == zone))
