"""Drafts → statistics: holes filled from sentence, paragraph, heading and title; periods, regions, wholes; ids and keys.

Subject left open: the last one stated before, else the level that the title or opening names, else the place of the government
that tells how things stand (禾丰县人民政府办公室关于…情况的通报). Period: the nearest time
before the figure in its sentence that is no base of comparison, else in its paragraph, else in those before under the
same heading, else that of the heading, else that of the title.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Literal

from msgspec import structs

from notice_parser.extract.facts import Facts
from notice_parser.extract.statistics.draft import Draft
from notice_parser.grammar import Field
from notice_parser.layout.document import Document
from notice_parser.link.ahead import Ahead
from notice_parser.link.periods import Periods
from notice_parser.link.regions import RegionContext, resolve_region
from notice_parser.model import Period, Region, Statistic, Unread
from notice_parser.text.calendar import Days, one_of_equal

__all__ = ["link_statistics"]

# how things stand in a place, told by its government or the office of that
_TELLS_HOW = re.compile("(?:情况|结果|排名|进度|进展)(?:的|等)?(?:通报|公报|公告|简报|报告)$")
_GOVERNMENT_OF = re.compile("(?:[㐀-鿿]{2,10}[省市州盟])?(?P<place>[㐀-鿿]{1,8}[省市县区州盟旗镇乡])(?:人民)?政府(?:办公[室厅])?$")
KEY_LENGTH = 16  # hexadecimal digits of a key: enough for the figures of one notice


def link_statistics(
    document: Document, facts: Facts, context: RegionContext, clauses: Field
) -> tuple[tuple[Statistic, ...], tuple[Unread, ...]]:
    """The statistics in reading order, and the figures that no rule read or left out."""
    found = facts.figures
    if found is None:
        return (), ()
    is_plan = facts.title is not None and clauses.rule("statistics.clauses.plan_title").compiled.search(facts.title.text) is not None
    periods = Periods(document, facts, found.drafts, clauses, is_plan=is_plan)
    ahead = Ahead(document, periods, clauses, facts.title.span if is_plan and facts.title is not None else None)
    region_of = cache(lambda subject: resolve_region(subject, context) if subject else None)
    seen: dict[str, int] = {}
    place = _place_told_of(facts)
    drafts = (draft if draft.subject or place is None else _of_place(draft, place) for draft in found.drafts)
    statistics = tuple(_statistic(document, draft, i, periods, ahead, region_of, seen) for i, draft in enumerate(drafts))
    unread = tuple(Unread(raw=document.text[a:b], span=(a, b)) for a, b in found.unread)
    return statistics, unread


def _place_told_of(facts: Facts) -> str | None:
    """禾丰县 of 禾丰县人民政府办公室关于…情况的通报: whose figures those are that name nobody, where a government alone tells them."""
    if facts.title is None or len(facts.issuers) != 1 or _TELLS_HOW.search(facts.title.text) is None:
        return None
    government = _GOVERNMENT_OF.fullmatch(facts.issuers[0].name)
    return government.group("place") if government is not None else None


def _of_place(draft: Draft, place: str) -> Draft:
    """A figure of nobody, of the place that the notice tells of."""
    inherited = draft.inherited if "subject" in draft.inherited else ("subject", *draft.inherited)
    return structs.replace(draft, subject=place, inherited=inherited)


def _statistic(
    document: Document,
    draft: Draft,
    number: int,
    periods: Periods,
    ahead: Ahead,
    region_of: Callable[[str | None], Region | None],
    seen: dict[str, int],
) -> Statistic:
    text = document.text
    raw = text[draft.span[0] : draft.span[1]]
    quantity = text[draft.quantity_span[0] : draft.quantity_span[1]]
    period, own = periods.of(draft)
    announced = ahead.holds(draft, period, own=own)
    period = periods.of_plan(period) if announced and not own else period
    period = _of_its_turn(period, draft)
    inherited = draft.inherited if own or period is None else (*draft.inherited, "period")
    return Statistic(
        id=f"s{number + 1}",
        key=_key(raw, quantity, draft.subject, seen),
        raw=raw,
        span=draft.span,
        quantity=quantity,
        quantity_span=draft.quantity_span,
        value=draft.value,
        value_max=draft.value_max,
        unit=draft.unit,
        per=draft.per,
        precision=draft.precision,
        qualifier=draft.qualifier,
        subject=draft.subject,
        region=region_of(draft.subject),
        indicator=draft.indicator,
        period=period,
        measure=draft.measure,
        change=draft.change,
        part_of=None if draft.whole is None or periods.are_apart(number, draft.whole) else f"s{draft.whole + 1}",
        modality=_modality(draft, announced, periods.is_past(number, draft)),
        inherited=_as_told(inherited),
        rule=draft.rule,
    )


def _of_its_turn(period: Period | None, draft: Draft) -> Period | None:
    """2020—2022年支出分别为3.2亿元、3.5亿元、3.8亿元: of a range as long as the row that year or month whose turn it is."""
    if draft.place is None or period is None or period.granularity != "range" or period.start is None or period.end is None:
        return period
    days = one_of_equal(Days(date.fromisoformat(period.start), date.fromisoformat(period.end)), *draft.place)
    if days is None:
        return period
    whole_year = days.first.month != days.last.month
    return structs.replace(period, start=days.first.isoformat(), end=days.last.isoformat(), granularity="year" if whole_year else "month")


def _modality(draft: Draft, ahead: bool, past: bool) -> Literal["actual", "target"]:
    """``ahead``: the figure's section announces it; ``past``: its sentence names a time that was over when the notice was written."""
    return "target" if ahead else "actual" if draft.announced and past else draft.modality


@cache
def _as_told(inherited: tuple[str, ...]) -> tuple[str, ...]:
    """What was taken over, in the order in which it is told."""
    return tuple(name for name in ("subject", "indicator", "period", "unit") if name in inherited)


def _key(raw: str, quantity: str, subject: str | None, seen: dict[str, int]) -> str:
    """From clause, figure and occurrence: the same while the words stay, whatever the rules make of them."""
    base = f"{raw}\x1f{quantity}"
    seen[base] = seen.get(base, 0) + 1
    return hashlib.sha256(f"{base}\x1f{seen[base]}".encode()).hexdigest()[:KEY_LENGTH]
