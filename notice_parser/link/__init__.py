"""Facts → linked facts: what needs more than one field to be said."""

from __future__ import annotations

from msgspec import structs

from notice_parser.extract.facts import Facts
from notice_parser.layout.document import Document
from notice_parser.link.relative_dates import outline_of, resolve_times

__all__ = ["link"]


def link(document: Document, facts: Facts) -> Facts:
    """The facts with their times resolved: ``times[i]`` are the days of ``mentions[i]``."""
    return structs.replace(facts, times=resolve_times(facts.mentions, outline_of(document, facts)))
