"""Words that say none where a count could stand: 未发生较大事故 is 0起, 无新增病例 0例."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.model import Quantity, Span

__all__ = ["ZERO", "with_zero_words"]

ZERO = "statistics.clauses.zero"

_BORDERS = re.compile("[。！？；;\n]")
AROUND = 120  # characters of the sentence looked at on each side


def with_zero_words(document: Document, grammars: Grammars, times: Sequence[Span], figures: Sequence[Quantity]) -> list[Quantity]:
    """``figures`` with a 0 for each zero word of the body that reports what did not happen, in order; ``span`` is that of the word."""
    text, field = document.text, grammars["statistics.clauses"]
    reported, of_late, asked = (field.rule(f"statistics.clauses.zero_{name}").compiled for name in ("reported", "of_late", "asked"))
    units = [pair.split("/") for pair in field.words["zero_unit"]]
    zeros: list[Quantity] = []
    for above, line in pairwise((None, *document.lines)):
        if line is None or line.zone != "body" or line.role != "text":
            continue
        for match in field.find(text, line.start, line.end, only=(ZERO,)):
            first, last = _sentence(text, match.start, line.start, line.end)
            around = text[first:last]
            dated = any(first <= start < last for start, _ in times) and of_late.search(around) is None
            unit = next(unit for name, unit in units if match.group(name))
            # 共发生事故36起，…。未发生较大事故, in a paragraph of its own too
            since = above.start if above is not None and above.zone == "body" and above.role == "text" else line.start
            told = any(since <= one.span[0] < match.start and one.unit == unit for one in figures)
            if asked.search(around) is not None or not (dated or told or reported.search(around)):
                continue
            zeros.append(
                Quantity(
                    raw=match.text,
                    span=match.span,
                    value=Decimal(0),
                    unit=unit,
                    precision=Decimal(1),
                    qualifier="exact",
                    kind="count",
                    measure="count",
                    rule=match.rule,
                )
            )
    return sorted((*figures, *zeros), key=lambda figure: figure.span) if zeros else list(figures)


def _sentence(text: str, at: int, start: int, end: int) -> Span:
    """The sentence around a place, within its line."""
    first, last = max(start, at - AROUND), min(end, at + AROUND)
    before = max((border.end() for border in _BORDERS.finditer(text, first, at)), default=first)
    after = _BORDERS.search(text, at, last)
    return before, after.start() if after else last
