"""Facts → linked facts: what needs more than one field to be said."""

from __future__ import annotations

from msgspec import structs

from notice_parser.extract.facts import Facts
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.link.doubts import doubted_fields
from notice_parser.link.files import link_links
from notice_parser.link.regions import link_regions, region_context
from notice_parser.link.relative_dates import dated, outline_of, resolve_times
from notice_parser.link.statistics import link_statistics

__all__ = ["link"]


def link(document: Document, facts: Facts, grammars: Grammars) -> Facts:
    """The facts with times resolved (``times[i]`` are the days of ``mentions[i]``), regions found, statistics made whole,
    attachments with the links that are theirs."""
    outline = outline_of(document, facts)
    deadlines, times = dated(facts.deadlines, resolve_times(facts.mentions, outline), outline.issued)
    issuers, region = link_regions(facts, grammars)
    facts = structs.replace(facts, times=times, deadlines=deadlines, issuers=issuers, region=region)
    statistics, unread = link_statistics(document, facts, region_context(facts, region, grammars), grammars["statistics.clauses"])
    facts = structs.replace(facts, statistics=statistics, unread=unread)
    facts = structs.replace(facts, attachments=link_links(facts.attachments, document.files))
    return structs.replace(facts, diagnostics=(*facts.diagnostics, *doubted_fields(document, facts)))
