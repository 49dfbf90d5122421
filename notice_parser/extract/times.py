"""Every date and period in a text, in its words: where it stands and what is printed of it.

A rule of ``grammars/times.toml`` takes one time; here two are joined to a range, and what stands before and behind is
looked at: 截至 makes a state at a day, 以来 an open period, 前 a limit. Which days are meant may need the rest of the
notice (上月, 1—8月 without a year): that is said in ``link/relative_dates.py``, which gives one ``Time`` for each
``Mention``, in the same order.

Who looks for the period of a figure: ``Facts.mentions[i]`` and ``Facts.times[i]`` are the same place. ``mentions_within``
cuts out those of a clause; ``is_relative`` tells what was not said in full, ``granularity`` how long it is, ``basis`` that
something is only compared with it, ``quoted`` that it is part of a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.extract.time_atoms import find_atoms
from notice_parser.extract.time_ranges import with_ranges, with_their_days
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.model import Diagnostic, Span
from notice_parser.text.time_days import no_such_day
from notice_parser.text.times import Mention

__all__ = ["find_mentions", "mentions_of", "mentions_within"]


def find_mentions(document: Document, grammars: Grammars) -> tuple[tuple[Mention, ...], tuple[Diagnostic, ...]]:
    """The times of a document, in order; cells of tables are left out. And the days that no calendar has."""
    tables = [line.span for line in document.lines if line.role == "table"]
    return mentions_of(document.text, grammars, without=tables)


def mentions_within(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Those that lie in ``[start, end)``, of a sequence in order."""
    first = bisect_left(mentions, start, key=lambda mention: mention.start)
    last = bisect_right(mentions, end, lo=first, key=lambda mention: mention.end)
    return mentions[first:last]


def mentions_of(
    text: str, grammars: Grammars, *, without: Iterable[Span] = (), talk: bool = False
) -> tuple[tuple[Mention, ...], tuple[Diagnostic, ...]]:
    """The times of a text, in order. With ``talk`` also what only a speaker can mean: 周三, 5天前, 12/1."""
    field = grammars["times"]
    atoms, diagnostics = find_atoms(text, grammars, talk)
    skipped = sorted(without)
    if skipped:
        starts = [span[0] for span in skipped]
        atoms = [a for a in atoms if not (at := bisect_right(starts, a.start)) or skipped[at - 1][1] <= a.start]
        diagnostics = [
            d for d in diagnostics if d.span and (not (at := bisect_right(starts, d.span[0])) or skipped[at - 1][1] <= d.span[0])
        ]
    mentions = with_their_days(with_ranges(text, field, atoms, talk), text, field)
    breaks = [found.start() for found in re.finditer("\n", text)]
    quotes = _quotes(text)
    openings = [span[0] for span in quotes]
    found: list[Mention] = []
    for mention in mentions:
        if no_such_day(mention):
            diagnostics.append(diagnose("date.impossible", field="times", span=mention.span, raw=mention.raw))
        at = bisect_right(openings, mention.start)
        quoted = at > 0 and mention.start < quotes[at - 1][1]
        found.append(structs.replace(mention, line=bisect_left(breaks, mention.start), quoted=quoted))
    return tuple(found), tuple(diagnostics)


def _quotes(text: str) -> list[Span]:
    """What stands between 《 and the 》 that closes it, on one line."""
    spans: list[Span] = []
    opening = text.find("《")
    while opening >= 0:
        closing = text.find("》", opening)
        line_end = text.find("\n", opening)
        if closing < 0:
            break
        if line_end < 0 or closing < line_end:
            spans.append((opening, closing))
            opening = text.find("《", closing)
        else:
            opening = text.find("《", line_end)
    return spans
