"""From which day or period a time is counted that does not say all of itself: 上月, 3月, 本周."""

from __future__ import annotations

from datetime import timedelta

from notice_parser.link.said_times import Said
from notice_parser.model import ResolvedBy
from notice_parser.text import calendar
from notice_parser.text.calendar import Days
from notice_parser.text.time_days import ends_of
from notice_parser.text.times import Base, Mention, is_complete

__all__ = ["bases_for", "in_last_leap_year", "is_fine_enough", "is_own_week", "needs_base", "reported", "still_due", "turned"]

_TURN_OF_YEAR = 3  # until March, months from October on without a year are those of the year before
_LATE_MONTH = 10
_WEEK = 6  # days from the first to the last of a week
_WEEK_HAS_BEGUN = 2  # Wednesday: from then on 本周 is the week in which a notice is written
_LOOKS_BACK = ("当", "同", "次", "该", "月", "季")  # 当月, 同月, 月末: the month just named


def is_own_week(mention: Mention, base: Base) -> bool:
    """Is it 本周 in a text that has said from which day to which its week is?"""
    first = mention.first
    asked = (first.of, first.shift, first.unit) == ("week", 0, "week") and mention.last is None and mention.mode == "plain"
    return asked and base.granularity == "range" and (base.days.last - base.days.first).days == _WEEK


def still_due(mention: Mention, days: Days, base: Base, role: str | None) -> Days:
    """The days, a year later where something would have been due before the notice was written."""
    first = mention.first
    due = role == "deadline" or mention.mode == "by"
    if due and first.of is None and first.year_shift is None and days.last < base.days.first:
        return calendar.year_shifted(days, 1) or days
    return days


def in_last_leap_year(mention: Mention, base: Base) -> Days | None:
    """2月29日 as somebody says it: that of the last leap year."""
    for back in range(1, 8):
        moved = calendar.year_shifted(base.days, -back)
        days = ends_of(mention, Base(days=moved, granularity=base.granularity)) if moved else None
        if days is not None:
            return days
    return None


def needs_base(mention: Mention) -> bool:
    first, last = mention.first, mention.last
    if is_complete(first):
        return last is not None and not is_complete(last) and (last.of is not None or last.year_shift is not None)
    return not (first.of is None and first.year_shift is None and last is not None and is_complete(last) and last.unit != "plan") or (
        first.unit in ("same", "now", "season", "vague")
    )


def bases_for(mention: Mention, state: Said, role: str | None) -> list[tuple[Base, ResolvedBy]]:
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


def is_fine_enough(mention: Mention, base: Base) -> bool:
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


def turned(mention: Mention, base: Base, origin: ResolvedBy, role: str | None) -> Base:
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


def reported(mention: Mention, base: Base, origin: ResolvedBy, role: str | None) -> Base:
    """The base, a week back where a bulletin of a Monday or Tuesday speaks of 本周: of the week that it reports on."""
    first = mention.first
    early = base.days.first.weekday() < _WEEK_HAS_BEGUN and base.days.first == base.days.last
    if origin != "notice_date" or not early or (first.of, first.shift, first.unit) != ("week", 0, "week") or role == "deadline":
        return base
    if mention.mode == "by" or mention.last is not None:
        return base
    back = Days(base.days.first - timedelta(days=7), base.days.last - timedelta(days=7))
    return Base(days=back, granularity=base.granularity)
