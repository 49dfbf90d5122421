"""Zones: what each line is within the notice (版头, 主体, 版记, 附件; GB/T 9704-2012, 7.1) and within a web page around it.

A cascade in reading order, each step narrowing what is left: page rubbish and metadata, title, recipients, body, signature
and date, list of attachments, annexes, printing block. Cues are shapes of single lines (``grammars/zones.toml``); here is
the order in which they may stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from notice_parser.grammar import Field, Grammars
from notice_parser.layout.physical import PhysicalLine
from notice_parser.layout.zones.body import place_body
from notice_parser.layout.zones.head import place_head
from notice_parser.layout.zones.lines import PROSE, VALUE_LENGTH, Cue, Lines, Piece
from notice_parser.layout.zones.recipients import place_recipients
from notice_parser.text.width import squeeze

LABEL_LENGTH = 12  # within which the colon of a label stands
_COLON = re.compile("[：:】]")

__all__ = ["Piece", "is_border", "is_row", "is_title", "zone_lines"]


def is_border(text: str, cue: Cue) -> bool:
    """Whether a line, by its own shape alone, is not the continuation of the one before it."""
    match = cue(text)
    return match is not None and match.label not in ("recipients", "recipients_bare")


def is_row(text: str, metadata: Field) -> bool:
    """Whether a line begins with a label of a site's table and its colon or brackets; [编辑] is a wiki's button."""
    if len(text) > VALUE_LENGTH or not _COLON.search(text[:LABEL_LENGTH]):
        return False
    first = metadata.first(text, only=("metadata.bracketed", "metadata.colon"))
    return first is not None and first.start == 0


def is_title(text: str, grammars: Grammars) -> bool:
    """Whether words are a whole title with a statutory kind: 关于做好水闸巡查工作的通知."""
    if len(text) > VALUE_LENGTH or PROSE.search(text):
        return False
    words = squeeze(text)
    kind = grammars["kind"].match(words)
    return kind is not None and kind.rule == "kind.statutory" and grammars["title"].match(words) is not None


def zone_lines(physical: Sequence[PhysicalLine], grammars: Grammars, cue: Cue, files: frozenset[str] = frozenset()) -> tuple[Piece, ...]:
    """Every line with its zone and role, in order; a line that holds two things is cut in two.

    ``cue``: gives what takes a whole line of ``grammars/zones.toml``; ``files``: the words of links to files.
    """
    lines = Lines(physical, grammars, cue, files)
    at, start = place_head(lines)
    place_body(lines, place_recipients(lines, at, start))
    return tuple(lines.pieces)
