"""Draft: a statistic as its own sentence says it, with holes where the sentence leaves something out."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct

from notice_parser.model import Change, Diagnostic, Qualifier, Span

__all__ = ["Draft", "Excluded", "Measure", "StatisticsFound"]

Measure: TypeAlias = Literal["count", "amount", "ratio", "rank", "score", "duration", "size", "change", "multiple"]


class Draft(Struct, frozen=True, kw_only=True):
    """What one sentence says of one figure and one subject.

    ``subject``, ``indicator``: as the clause has them, or null; ``inherited``: which of them came from an earlier clause.
    ``whole``: index among the drafts of what 其中, a bracket or 占 points back to. ``period_span``: the time itself, where
    names paired off are times; ``base_spans``: times that are a base, never the figure's own period. ``paragraph``: index
    of the line it stands in. ``announced``: a target only because it stands behind what somebody has to do, or in a
    paragraph of aims. ``place``: which of how many figures of one thing, where a range names their years or months (2020—2022年分别
    为…). ``per``: 每人每月, where the words between indicator and figure say of what each it is so much.
    """

    span: Span
    quantity_span: Span
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    precision: Decimal | None
    qualifier: Qualifier
    subject: str | None
    indicator: str | None
    measure: Measure
    change: Change | None
    whole: int | None
    modality: Literal["actual", "target"]
    inherited: tuple[str, ...]
    paragraph: int
    sentence_span: Span
    base_spans: tuple[Span, ...]
    period_span: Span | None = None
    per: str | None = None
    place: tuple[int, int] | None = None
    announced: bool = False
    rule: str


class Excluded(Struct, frozen=True, kw_only=True):
    """A figure that is no statistic, and the rule that says so."""

    span: Span
    rule: str


class StatisticsFound(Struct, frozen=True, kw_only=True):
    """What reading the statistics of a document gives."""

    drafts: tuple[Draft, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    unread: tuple[Span, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
