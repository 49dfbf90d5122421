"""Source: what a loader makes of bytes, before anyone asks what the characters mean."""

from __future__ import annotations

from msgspec import Struct

from notice_parser.model import Diagnostic

__all__ = ["Paragraph", "Source"]


class Paragraph(Struct, frozen=True, kw_only=True):
    """One line or paragraph as the file has it. ``offset``: where its first character stands in the decoded file."""

    text: str
    offset: int
    page: int = 0


class Source(Struct, frozen=True, kw_only=True):
    """A file, read: blocks in file order. ``digest`` is the sha-256 of its content.

    ``style`` says what the marks in it mean: ``plain``, or ``markdown``.
    """

    name: str | None
    path: str | None = None
    url: str | None = None
    media_type: str
    loader: str
    digest: str
    n_bytes: int
    n_pages: int | None = None
    blocks: tuple[Paragraph, ...]
    style: str = "plain"
    backends: tuple[tuple[str, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
