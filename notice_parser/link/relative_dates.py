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
from datetime import date, timedelta

from msgspec import Struct, structs

from notice_parser.errors import OptionError
from notice_parser.extract.facts import Facts
from notice_parser.layout.document import Document
from notice_parser.model import Deadline, ResolvedBy, Section, Span, Time
from notice_parser.text import calendar
from notice_parser.text.calendar import Days
from notice_parser.text.time_days import ends_of, no_such_day
from notice_parser.text.times import Base, Mention, granularity_of, is_complete

__all__ = ["Outline", "anchored", "dated", "outline_of", "resolve_times"]

_LONGEST_BASE = 400  # days: a plan of five years says nothing about the year of “3月”
_TURN_OF_YEAR = 3  # until March, months from October on without a year are those of the year before
_LATE_MONTH = 10
_WEEK = 6  # days from the first to the last of a week
_WEEK_HAS_BEGUN = 2  # Wednesday: from then on 本周 is the week in which a notice is written
_UNTOLD = "deadlines.action_behind"  # the rule of deadlines without an order
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?=年第)")
_OPENING = re.compile("现将(?P<what>[^。\n]{2,80}?)(?:通报|报告|公布|公告|通告|汇报|反馈|说明)如下")
_HEAD = 3000  # characters within which a notice opens
_LOOKS_BACK = ("当", "同", "次", "该", "月", "季")  # 当月, 同月, 月末: the month just named


class Outline(Struct, frozen=True, kw_only=True):
    """What resolving needs to know of a notice: its title, its headings with the text each rules, its dates."""

    title: tuple[Span, ...] = ()
    opening: Span | None = None  # 现将2024年6月…情况通报如下: what the notice is about, where its title says nothing of when
    headings: tuple[tuple[Span, int], ...] = ()  # the heading, and where its section ends
    issued: str | None = None
    issued_span: Span | None = None
    effective_span: Span | None = None
    expires_span: Span | None = None


class _State:
    """What has been said so far."""

    def __init__(self, issued: Base | None, talking: bool) -> None:
        self.issued = issued
        self.talking = talking
        self.title: Base | None = None
        self.sections: list[tuple[int, Base]] = []
        self.last: Base | None = None  # period stated last
        self.day: Base | None = None  # single day stated last: it says the year where nothing else does
        self.year: Base | None = None  # what the title names of a year, where it is no period: 2021年国庆节
        self.here: tuple[int, Base] | None = None  # time stated last, with its line
        self.seasons: dict[str, Base] = {}  # holidays and seasons whose days were said: 国庆假期（10月1日至7日）

    def period(self, at: int) -> Base | None:
        while self.sections and self.sections[-1][0] <= at:
            self.sections.pop()
        return self.sections[-1][1] if self.sections else self.title


def resolve_times(mentions: Sequence[Mention], outline: Outline, *, today: date | None = None) -> tuple[Time, ...]:
    """One ``Time`` for each mention, in their order. ``today``: the day on which a text without a notice around it speaks."""
    issued = _issued(outline.issued, today)
    state = _State(issued, today is not None)
    inside = _Places(outline)
    times: list[Time | None] = [None] * len(mentions)
    titled = [i for i, m in enumerate(mentions) if inside.title(m)]
    for index in titled:  # the title first: a letterhead may stand before it
        mention = mentions[index]
        times[index], base = _resolve(mention, state, inside)
        if base is not None and _rules(mention, base):
            state.title = base
        elif mention.first.year is not None and (base := base or _year_of_season(mention)) is not None:
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
            state.day = state.day or _year_of_season(mention)
            continue
        said = mention.season or _begun_by(mentions[index - 1] if index else None, mention)
        if said is not None:
            state.seasons[said] = base
        ends = inside.heading(mention)
        if ends is not None and _rules(mention, base):
            state.period(mention.start)
            state.sections.append((ends, base))
        _remember(state, mention, base)
    return tuple(time for time in times if time is not None)


class _Places:
    """Where title, headings and deadlines stand."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline

    def title(self, mention: Mention) -> bool:
        return any(start <= mention.start and mention.end <= end for start, end in self.outline.title)

    def heading(self, mention: Mention) -> int | None:
        return next((ends for (start, end), ends in self.outline.headings if start <= mention.start and mention.end <= end), None)

    def role(self, mention: Mention) -> str | None:
        outline = self.outline
        named = (("issued", outline.issued_span), ("effective", outline.effective_span), ("expires", outline.expires_span))
        for role, span in named:
            if span is not None and span[0] < mention.end and mention.start < span[1]:
                return role
        return mention.role


def _begun_by(before: Mention | None, mention: Mention) -> str | None:
    """The season whose days are said right behind it: 2023年春运从1月7日开始，至2月15日结束."""
    goes_on = before is not None and before.end == mention.start and mention.last is not None
    return before.season if before is not None and goes_on else None


def _year_of_season(mention: Mention) -> Base | None:
    """The year that is named with a holiday whose days nothing says: 2023年国庆假期."""
    if mention.season is None or mention.first.year is None:
        return None
    whole = calendar.full_year(mention.first.year)
    return Base(days=whole, granularity="year") if whole else None


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


def _remember(state: _State, mention: Mention, base: Base) -> None:
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


# --- one mention ---


def _resolve(mention: Mention, state: _State, inside: _Places) -> tuple[Time, Base | None]:
    role = inside.role(mention)
    days, by, used = None, "written", None
    if mention.first.unit == "season":
        known = state.seasons.get(mention.season or "")
        if known is not None and mention.first.year in (None, known.year) and mention.first.year_shift in (None, 0):
            days, by, used = known.days, "last_stated", known
    elif not no_such_day(mention):
        if _needs(mention):
            for base, origin in _bases(mention, state, role):
                if not _suits(mention, base):
                    continue
                if not state.talking and _is_own_week(mention, base):
                    days, by, used = base.days, origin, base  # 本周, of a bulletin of Friday to Thursday
                    break
                days = ends_of(mention, base if state.talking else _reported(mention, _turned(mention, base, origin, role), origin, role))
                if days is None and state.talking:
                    days = _in_last_leap_year(mention, base)
                if days is not None:
                    if origin == "notice_date" and not state.talking:
                        days = _ahead(mention, days, base, role)
                    by, used = origin, base
                    break
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
    return time, Base(days=kept, granularity=granularity)


def _is_own_week(mention: Mention, base: Base) -> bool:
    """Is it 本周 in a text that has said from which day to which its week is?"""
    first = mention.first
    asked = (first.of, first.shift, first.unit) == ("week", 0, "week") and mention.last is None and mention.mode == "plain"
    return asked and base.granularity == "range" and (base.days.last - base.days.first).days == _WEEK


def _ahead(mention: Mention, days: Days, base: Base, role: str | None) -> Days:
    """The days, a year later where something would have been due before the notice was written."""
    first = mention.first
    due = role == "deadline" or mention.mode == "by"
    if due and first.of is None and first.year_shift is None and days.last < base.days.first:
        return calendar.year_shifted(days, 1) or days
    return days


def _in_last_leap_year(mention: Mention, base: Base) -> Days | None:
    """2月29日 as somebody says it: that of the last leap year."""
    for back in range(1, 8):
        moved = calendar.year_shifted(base.days, -back)
        days = ends_of(mention, Base(days=moved, granularity=base.granularity)) if moved else None
        if days is not None:
            return days
    return None


def _needs(mention: Mention) -> bool:
    first, last = mention.first, mention.last
    if is_complete(first):
        return last is not None and not is_complete(last) and (last.of is not None or last.year_shift is not None)
    return not (first.of is None and first.year_shift is None and last is not None and is_complete(last) and last.unit != "plan") or (
        first.unit in ("same", "now", "season", "vague")
    )


def _bases(mention: Mention, state: _State, role: str | None) -> list[tuple[Base, ResolvedBy]]:
    """The bases to try, in order."""
    first = mention.first
    if is_complete(first) and mention.last is not None:
        first = mention.last
    period = state.period(mention.start)
    about: list[tuple[Base, ResolvedBy]] = [(period, "notice_period")] if period else []
    stated: list[tuple[Base, ResolvedBy]] = [(state.last, "last_stated")] if state.last else []
    issued: list[tuple[Base, ResolvedBy]] = [(state.issued, "notice_date")] if state.issued else []
    if state.year is not None and not (period or state.last or state.issued):
        stated = [(state.year, "last_stated")]
    if state.day is not None and not (period or state.last or state.issued or state.year):
        stated = [(state.day, "last_stated")]
    here: list[tuple[Base, ResolvedBy]] = []
    if state.here is not None and state.here[0] == mention.line:
        here = [(state.here[1], "last_stated")]
    yearless = first.of is None and first.year_shift is None and first.unit not in ("same", "now", "season", "vague")
    if state.talking:
        return (here if yearless or first.unit == "same" else []) + issued
    if first.unit == "now":
        return issued
    if (first.of == "day" and first.shift == 0) or first.of in ("week", "year"):
        if first.of == "week":  # a week named at the head of a bulletin, though not in its title
            return about + here + stated + issued
        return here + issued if first.of == "day" else about + here + issued
    if first.unit == "same" or first.of == "day":
        return here + about + stated + issued
    if yearless and (role == "deadline" or mention.mode == "by"):
        if here and issued and here[0][0].days.last < issued[0][0].days.first:
            here = []  # 上半年完成…，请于9月底前…: what has passed does not say when something is due
        return here + issued + about + stated
    if here and mention.raw.startswith("全年") and here[0][0].granularity == "year":
        return here + about + issued  # 2023年，…。全年…: of the year that the paragraph speaks of
    if yearless or (first.of is not None and _points_back(mention)):
        return here + about + stated + issued
    return about + stated + here + issued


def _points_back(mention: Mention) -> bool:
    """Does it begin with 当, 同, 次 or 该?"""
    said = mention.raw.lstrip("截至止到")
    return said[:1] in _LOOKS_BACK or said in ("上旬", "中旬", "下旬")


def _suits(mention: Mention, base: Base) -> bool:
    """Is the base fine enough for what is counted from it? 上月 cannot be counted from a year."""
    first = mention.first
    if is_complete(first) and mention.last is not None:
        first = mention.last
    length = (base.days.last - base.days.first).days
    if first.unit == "day" and first.of is None and first.first is None:  # a bare day needs a month
        return base.granularity not in ("year", "half", "quarter")
    match first.of:
        case "month":
            return base.granularity not in ("year", "half", "quarter")
        case "quarter":
            return base.granularity not in ("year", "half")
        case "week":
            return length <= 6
        case "day":
            return length == 0 or base.granularity == "range"
        case _:
            return True


def _turned(mention: Mention, base: Base, origin: ResolvedBy, role: str | None) -> Base:
    """The base, a year back where a notice of the first months of a year speaks of the last ones of the year before."""
    first = mention.first
    missing = first.year is None and first.year_shift is None and first.of is None
    if origin != "notice_date" or not missing or role == "deadline" or mention.mode == "by" or first.first is None:
        return base
    if first.unit == "day" and mention.last is None and first.last_day is None:
        return base
    if base.days.last.month > _TURN_OF_YEAR or (mention.last or first).first is None:
        return base
    closing = (mention.last or first).last or first.first
    if closing < _LATE_MONTH:
        return base
    moved = calendar.year_shifted(base.days, -1)
    return Base(days=moved, granularity=base.granularity) if moved else base


def _reported(mention: Mention, base: Base, origin: ResolvedBy, role: str | None) -> Base:
    """The base, a week back where a bulletin of a Monday or Tuesday speaks of 本周: of the week that it reports on."""
    first = mention.first
    early = base.days.first.weekday() < _WEEK_HAS_BEGUN and base.days.first == base.days.last
    if origin != "notice_date" or not early or (first.of, first.shift, first.unit) != ("week", 0, "week") or role == "deadline":
        return base
    if mention.mode == "by" or mention.last is not None:
        return base
    back = Days(base.days.first - timedelta(days=7), base.days.last - timedelta(days=7))
    return Base(days=back, granularity=base.granularity)


def _until(days: Days, state: _State, used: Base | None) -> tuple[date | None, bool]:
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
