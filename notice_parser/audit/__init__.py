"""Linked facts and tables → what does not add up. One rule a file; each tries, and tells what it has tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from notice_parser.audit import (
    attachment_count,
    column_sum,
    date_order,
    duplicate_row,
    growth,
    part_whole_sum,
    percent_bounds,
    rank_order,
    ratio,
    restatement,
    row_sum,
    sequence,
    text_vs_table,
)
from notice_parser.audit.tally import RULES, Tally
from notice_parser.audit.view import View
from notice_parser.extract.facts import Facts
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.model import Check, Finding, Table

__all__ = ["RULES", "audit"]

_CHECKS = (
    part_whole_sum.check,
    ratio.check,
    text_vs_table.check,
    row_sum.check,
    column_sum.check,
    restatement.check,
    growth.check,
    rank_order.check,
    date_order.check,
    attachment_count.check,
    duplicate_row.check,
    sequence.check,
    percent_bounds.check,
)


def audit(facts: Facts, tables: Sequence[Table], document: Document, grammars: Grammars) -> tuple[tuple[Finding, ...], tuple[Check, ...]]:
    """The findings, by rule and in the order of the text, and how often each rule was tried."""
    view = View(facts, tables, document, grammars["audit"])
    tally = Tally(_recognised(facts, tables, document))
    for check in _CHECKS:
        check(view, tally)
    return tally.findings(), tally.checks()


def _recognised(facts: Facts, tables: Sequence[Table], document: Document) -> Iterator[str]:
    """The ids of what may be misread: recognised tables, statistics that share a character with what OCR was not sure of."""
    yield from (table.id for table in tables if any(part.method == "ocr" for part in table.parts))
    for one in facts.statistics if document.doubts else ():
        if any(doubt[0] < one.span[1] and one.span[0] < doubt[1] for doubt in document.doubts):
            yield one.id
