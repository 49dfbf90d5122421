"""Which days a time means: 上月, 全年, 1—8月 without a year, seen from the period that the notice is about.

In order: the period that the notice is about (its title's; within a section that of the heading; else none), the period
stated last, the notice's own date. Never the clock. Three kinds are looked up differently, because officials write them so:

* 当月, 同期, 次日 and a month without a year point to what the same sentence has just said, if it said one;
* a day without a year by which something is due is counted from the notice's date: titles name the year reported on;
* 目前 and the end of …以来 are the notice's date.

``resolved_by`` says which it was. What nothing resolves has neither start nor end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import structs

from notice_parser.errors import OptionError
from notice_parser.extract.facts import Facts
from notice_parser.layout.document import Document
from notice_parser.link.said_times import Outline, Places, Said, year_of_season
from notice_parser.link.time_bases import bases_for, in_last_leap_year, is_fine_enough, is_own_week, needs_base, reported, still_due, turned
from notice_parser.model import Deadline, ResolvedBy, Section, Time
from notice_parser.text import calendar
from notice_parser.text.calendar import Days
from notice_parser.text.time_days import ends_of, no_such_day
from notice_parser.text.times import Base, Mention, granularity_of, is_complete

__all__ = ["anchored", "dated", "outline_of", "resolve_times"]

_LONGEST_BASE = 400  # days: a plan of five years says nothing about the year of “3月”
_UNTOLD = "deadlines.action_behind"  # the rule of deadlines without an order
# 2023年工作总结|暨2024年工作计划: beside what a notice reports on
_PLAN_TOO = re.compile(
    "(?<=总结|情况|回顾|报告|汇报|小结)(?:和|及|与|暨|、|以及)(?=[0-9]{4}年[^\n]{0,12}(?:计划|打算|安排|思路|谋划|要点|重点|部署))"
)
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?=年第)")
_OPENING = re.compile("现将(?P<what>[^。\n]{2,80}?)(?:通报|报告|公布|公告|通告|汇报|反馈|说明)如下")
_HEAD = 3000  # characters within which a notice opens


def resolve_times(mentions: Sequence[Mention], outline: Outline, *, today: date | None = None) -> tuple[Time, ...]:
    """One ``Time`` for each mention, in their order. ``today``: the day on which a text without a notice around it speaks."""
    issued = _issued(outline.issued, today)
    state = Said(issued, today is not None)
    inside = Places(outline)
    times: list[Time | None] = [None] * len(mentions)
    titled = [i for i, m in enumerate(mentions) if inside.title(m)]
    for index in titled:  # the title first: a letterhead may stand before it
        mention = mentions[index]
        times[index], base = _resolve(mention, state, inside)
        if base is not None and _rules(mention, base):
            state.title = base
        elif mention.first.year is not None and (base := base or year_of_season(mention)) is not None:
            state.year = base
    if state.title is None and state.year is None and outline.opening is not None:
        start, end = outline.opening
        told = (m for m in mentions if start <= m.start and m.end <= end)
        state.title = next((base for m in told if (base := _resolve(m, state, inside)[1]) is not None and _rules(m, base)), None)
    for index, mention in enumerate(mentions):
        if times[index] is not None:
            continue
        times[index], base = _resolve(mention, state, inside)
        if base is None:
            state.day = state.day or year_of_season(mention)
            continue
        if mention.role == "deadline":
            state.due = base
        said = mention.season or _begun_by(mentions[index - 1] if index else None, mention)
        if said is not None:
            state.seasons[said] = base
        ends = inside.heading(mention)
        if ends is not None and _rules(mention, base):
            state.period(mention.start)
            state.sections.append((ends, base))
        _remember(state, mention, base)
    return tuple(time for time in times if time is not None)


def _begun_by(before: Mention | None, mention: Mention) -> str | None:
    """The season whose days are said right behind it: 2023年春运从1月7日开始，至2月15日结束."""
    goes_on = before is not None and before.end == mention.start and mention.last is not None
    return before.season if before is not None and goes_on else None


def _issued(iso: str | None, today: date | None) -> Base | None:
    if today is not None:
        return Base(days=Days(today, today), granularity="day")
    if iso is None:
        return None
    if len(iso) == 4:
        whole = calendar.full_year(int(iso))
        return Base(days=whole, granularity="year") if whole else None
    if len(iso) == 7:
        month = calendar.months(int(iso[:4]), int(iso[5:]), int(iso[5:]))
        return Base(days=month, granularity="month") if month else None
    one = date.fromisoformat(iso)
    return Base(days=Days(one, one), granularity="day")


def _rules(mention: Mention, base: Base) -> bool:
    """Can it be the period that a notice or a section is about?"""
    if mention.first.unit in ("day", "now", "vague", "season", "same", "plan", "decade") and mention.last is None:
        return False
    return not mention.basis and mention.mode != "by" and (base.days.last - base.days.first).days <= _LONGEST_BASE


def _remember(state: Said, mention: Mention, base: Base) -> None:
    first = mention.first
    long = (base.days.last - base.days.first).days > _LONGEST_BASE
    if mention.quoted or mention.basis or mention.mode == "by" or long or first.year_shift not in (None, 0):
        return
    if first.unit in ("now", "vague", "season", "same", "plan", "decade"):
        return
    if first.of in ("month", "quarter", "week") and first.shift:  # 上季度, 上月末: what this one is compared with
        return
    if (
        base.granularity == "year"
        and state.here is not None
        and state.here[0] == mention.line
        and base.days.last < state.here[1].days.first
    ):
        return  # 2022年，收到…及2021年转办2件。全年…: a year to which the line only looks back
    state.here = (mention.line, base)
    if first.unit != "day" or mention.last is not None or first.last_day is not None or mention.mode == "as_of":
        state.last = base
    else:
        state.day = base


def _resolve(mention: Mention, state: Said, inside: Places) -> tuple[Time, Base | None]:
    role = inside.role(mention)
    days, by, used = None, "written", None
    if mention.first.unit == "season":
        known = state.seasons.get(mention.season or "")
        if known is not None and mention.first.year in (None, known.year) and mention.first.year_shift in (None, 0):
            days, by, used = known.days, "last_stated", known
    elif not no_such_day(mention):
        if (later := _still_later(mention, state)) is not None:
            (days, used), by = later, "last_stated"
        elif needs_base(mention):
            for base, origin in bases_for(mention, state, role):
                if not is_fine_enough(mention, base):
                    continue
                if not state.talking and is_own_week(mention, base):
                    days, by, used = base.days, origin, base  # 本周, of a bulletin of Friday to Thursday
                    break
                days = ends_of(mention, base if state.talking else reported(mention, turned(mention, base, origin, role), origin, role))
                if days is None and state.talking:
                    days = in_last_leap_year(mention, base)
                if days is not None:
                    if origin == "notice_date" and not state.talking:
                        days = still_due(mention, days, base, role)
                    by, used = origin, base
                    break
            if days is None and mention.last is not None and is_complete(mention.first) and not state.talking:
                days, by, used = _ended_later(mention, state, role) or (None, by, used)
        else:
            days = ends_of(mention, state.issued)
    granularity = granularity_of(mention.first, mention.last, mention.mode)
    if mention.first.unit in ("same", "season") and used is not None:
        granularity = used.granularity
    start = days.first if days else None
    end = days.last if days else None
    if mention.mode == "since" and days is not None:
        end, closed = _until(days, state, used)
        by = "notice_date" if closed and by == "written" else by
    if granularity == "as_of":
        start = None
    resolved_by: ResolvedBy = by  # type: ignore[assignment]  # one of the four
    time = Time(
        raw=mention.raw,
        start=None if start is None else start.isoformat(),
        end=None if end is None else end.isoformat(),
        granularity=granularity,
        inferred=used is not None or mention.first.short or (mention.mode == "since" and end is not None),
        resolved_by=resolved_by,
        role=role or ("event" if granularity == "day" else "period"),
        span=mention.span,
        rule=mention.rule,
    )
    if days is None or (granularity == "as_of" and mention.first.unit == "now"):
        return time, None
    kept = Days(days.first, end) if end is not None and end >= days.first else days
    since_year = mention.mode == "since" and mention.first.unit == "year"  # 为2016年以来最大。…17日: of no month that it names
    return time, Base(days=kept, granularity="year" if since_year else granularity)


def _still_later(mention: Mention, state: Said) -> tuple[Days, Base] | None:
    """The days of a deadline without a year behind another of its sentence, in whose year they come later: 2024年9月底前…，10月12日前…"""
    first = mention.first
    base = state.due
    if not mention.next_due or base is None or first.of is not None or first.year_shift is not None or is_complete(first):
        return None
    if first.unit not in ("day", "month") or base.granularity not in ("day", "month", "as_of"):
        return None
    days = ends_of(mention, base)
    return (days, base) if days is not None and days.first >= base.days.last else None


def _ended_later(mention: Mention, state: Said, role: str | None) -> tuple[Days, ResolvedBy, Base] | None:
    """2015年8月至今年7月底, of what a notice tells of 2015: the year after, in which alone it can end."""
    for base, origin in bases_for(mention, state, role):
        moved = calendar.year_shifted(base.days, 1)
        later = Base(days=moved, granularity=base.granularity) if moved else None
        if later is not None and is_fine_enough(mention, later) and (days := ends_of(mention, later)) is not None:
            return days, origin, later
    return None


def _until(days: Days, state: Said, used: Base | None) -> tuple[date | None, bool]:
    """The end of …以来: the notice's date; if that lies in a later year than the period spoken of, the end of that period."""
    if state.issued is None:
        return (used.days.last if used is not None and used.days.last > days.first else None), False
    if used is not None and used is not state.issued and used.days.last.year < state.issued.days.last.year and used.days.last > days.first:
        return used.days.last, False
    return (state.issued.days.last if state.issued.days.last >= days.first else None), True


def outline_of(document: Document, facts: Facts) -> Outline:
    """The outline of a notice, from its facts."""
    title = [line.span for line in document.with_role("title")]
    if facts.title is not None and facts.title.span is not None:
        title.append(facts.title.span)
    title = [(start, plan.start() if (plan := _PLAN_TOO.search(document.text, start, end)) else end) for start, end in title]
    sections = list(_flat(facts.sections))
    for annex in facts.annexes:
        sections += _flat(annex.sections)
    own = facts.date or facts.printed or facts.published
    numbered = next((n.year for n in (facts.issue_number, facts.document_number) if n is not None and n.year is not None), None)
    if numbered is None and facts.title is not None and (said := _YEAR.search(facts.title.text)) is not None:
        numbered = int(said.group())  # 2023年第12期…通报
    return Outline(
        title=tuple(title),
        opening=said_in.span("what") if (said_in := _OPENING.search(document.text, 0, _HEAD)) is not None else None,
        headings=tuple((section.heading_span, section.span[1]) for section in sections),
        issued=own.iso if own else str(numbered) if numbered else None,
        issued_span=facts.date.span if facts.date else None,
        effective_span=facts.effective.span if facts.effective else None,
        expires_span=facts.expires.span if facts.expires else None,
    )


def _flat(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _flat(section.children)


def anchored(anchor: str | date | None) -> date | None:
    """The day that a caller names. ``OptionError`` if it is none."""
    if anchor is None or isinstance(anchor, date):
        return anchor
    try:
        return date.fromisoformat(anchor)
    except (TypeError, ValueError):
        raise OptionError("bad_option", option="anchor", reason=f"{anchor!r}", mend="give a day as 2023-04-25") from None


def dated(deadlines: Sequence[Deadline], times: Sequence[Time], issued: str | None) -> tuple[tuple[Deadline, ...], tuple[Time, ...]]:
    """The deadlines with their days, each that of the first time in its span which has that role; and the times.

    What nobody is told to do, and was to be done before the notice was written, is an account of it (于2022年底前完成整改): no deadline,
    and its time an event or a period.
    """
    due = [(time.span[0], at) for at, time in enumerate(times) if time.role == "deadline" and time.span is not None]
    kept, told = [], list(times)
    for one in deadlines:
        at = next((at for start, at in due if one.span is not None and one.span[0] <= start < one.span[1]), None)
        day = times[at].end if at is not None else None
        if at is not None and day is not None and issued is not None and day < issued and one.rule == _UNTOLD:
            told[at] = structs.replace(times[at], role="event" if times[at].granularity == "day" else "period")
            continue
        kept.append(structs.replace(one, due=day) if day is not None else one)
    return tuple(kept), tuple(told)
