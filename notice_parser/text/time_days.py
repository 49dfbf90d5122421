"""The days of times: those that a written time is, seen from some day or period where it leaves something out.

>>> from datetime import date
>>> from notice_parser.text.time_words import read_written
>>> about = Base(days=Days(date(2022, 1, 1), date(2022, 3, 31)), granularity="quarter")
>>> march = read_written({"month": "三"})
>>> str(days_of(march, about).first), days_of(march, None) is None
('2022-03-01', True)
>>> str(days_of(read_written({"ryear": "上年", "half": "上"}), about).last)
'2021-06-30'
"""

from __future__ import annotations

from datetime import timedelta

from msgspec import structs

from notice_parser.text import calendar
from notice_parser.text.calendar import Days
from notice_parser.text.times import Base, Mention, Written, is_complete

__all__ = ["days_of", "ends_of", "no_such_day", "year_of"]


def year_of(written: Written, base: Base | None) -> int | None:
    """The year it lies in; None if it says none and there is no base."""
    if written.year is not None:
        return calendar.short_year(written.year, base.year if base else None) if written.short else written.year
    if base is None:
        return None
    if written.year_shift is not None:
        return base.year + written.year_shift
    first, last = base.days.first.year, base.days.last.year
    if first != last and written.first is not None and (first, base.days.first.month) <= (first, written.first):
        return first  # 11月 in a period from September to March belongs to its first year
    return last


def days_of(written: Written, base: Base | None) -> Days | None:
    """The days that are meant, seen from the base; None if that cannot be told, or if there are none such."""
    if written.unit in ("vague", "season", "now", "same"):
        if written.unit == "now" and base is not None:
            return Days(base.days.last, base.days.last)
        if written.unit == "same" and base is not None:
            shift = (written.year_shift or 0) if written.year is None else written.year - base.days.last.year
            return calendar.year_shifted(base.days, shift)
        return None
    if written.unit == "plan":
        return _at_edge(written, calendar.five_year_plan(written.number or 0))
    if written.unit == "decade":
        century = written.number if written.number is not None else 20
        return calendar.decade(century, written.first or 0)
    if written.of in ("day", "week", "year") and base is None:
        return None
    if written.of == "day" and base is not None:
        return _shifted_day(written, base)
    if written.of == "year" and base is not None:
        moved = calendar.year_shifted(Days(base.days.last, base.days.last), written.shift)
        return moved
    if written.unit == "week" or written.of == "week":
        return _week_days(written, base)
    if written.of in ("month", "quarter"):
        return _shifted_part(written, base)
    year = year_of(written, base)
    if year is None:
        return None
    return _in_year(written, year, base)


def _shifted_day(written: Written, base: Base) -> Days | None:
    moved = base.days.last + timedelta(days=written.shift)
    found: Days | None = Days(moved, moved)
    if written.year_shift and found is not None:
        found = calendar.year_shifted(found, written.year_shift)
    return found


def _week_days(written: Written, base: Base | None) -> Days | None:
    if written.of == "week":
        assert base is not None
        week = calendar.week_of(base.days.last, written.shift)
        if written.unit == "day" and written.weekday is not None:
            found = week.first + timedelta(days=written.weekday)
            if not written.number and found <= base.days.last:  # 周三, without 本 or 下: the next one
                found += timedelta(days=7)
            return Days(found, found)
        return Days(week.first + timedelta(days=5), week.last) if written.edge == "end" else week
    number = written.number or 0
    place: tuple[int, int] | None = None
    if written.of == "month":
        place = calendar.month_after(base.days.last, written.shift) if base else None
        if place is None:
            return None
    elif written.first is not None:
        year = year_of(written, base)
        place = None if year is None else (year, written.first)
        if place is None:
            return None
    if place is None:
        year = year_of(written, base)
        return None if year is None else calendar.week_of_year(year, number)
    if written.weekday is not None:
        return calendar.weekday_of_month(*place, number, written.weekday)
    return calendar.week_of_month(*place, number)


def _shifted_part(written: Written, base: Base | None) -> Days | None:
    if base is None:
        return None
    if written.of == "quarter":
        quarter = (base.days.last.month - 1) // 3 + written.shift
        year = base.year + quarter // 4
        return _at_edge(written, calendar.months(year, quarter % 4 * 3 + 1, quarter % 4 * 3 + 3))
    place = calendar.month_after(base.days.last, written.shift)
    if place is None:
        return None
    year = place[0] + (written.year_shift or 0)
    return _in_year(structs.replace(written, first=place[1], last=place[1]), year, base)


def _in_year(written: Written, year: int, base: Base | None) -> Days | None:
    """The days in a year that is known."""
    first, last = written.first, written.last
    if written.unit == "year":
        return _at_edge(written, calendar.full_year(year))
    if written.unit == "years":
        whole, closing = calendar.full_year(year), calendar.full_year(written.last_year or 0)
        return Days(whole.first, closing.last) if whole and closing else None
    if written.unit == "school_year":
        return calendar.school_year(year)
    if first is None:
        if base is None or written.day is None or written.unit != "day":
            return None
        first = last = base.days.last.month  # a bare day: that of the month last spoken of
    if written.unit == "day":
        opening = calendar.day(year, first, written.day or 0)
        closing_day = calendar.day(year, first, written.last_day) if written.last_day is not None else opening
        return Days(opening.first, closing_day.last) if opening and closing_day and opening.first <= closing_day.last else None
    if written.ten_days is not None:
        return calendar.ten_days(year, first, written.ten_days)
    span = calendar.months(year, first, last or first)
    if span is not None and written.days_in is not None:
        closing_day = calendar.day(year, first, written.days_in)
        return closing_day and Days(span.first, closing_day.last)
    return _at_edge(written, span)


def _at_edge(written: Written, days: Days | None) -> Days | None:
    """The days themselves; of 初 the first ten of a month, the first month of anything longer; of 末 the last day,
    in speech the last ten days or the last month."""
    if days is None or written.edge is None:
        return days
    if written.edge == "end":
        return Days(days.last, days.last)
    start = days.first if written.edge == "start" else days.last
    if written.unit == "month":
        return calendar.ten_days(start.year, start.month, "early" if written.edge == "start" else "late")
    return calendar.months(start.year, start.month, start.month)


def ends_of(mention: Mention, base: Base | None) -> Days | None:
    """The days of a mention, both ends of a range put together: what one end leaves out is taken from the other."""
    first, last = mention.first, mention.last
    if last is None:
        return days_of(first, base)
    if first.unit == "day" and first.first is None and first.of is None and last.first is not None:
        first = structs.replace(first, first=last.first, last=last.last)
    borrowed = first.year is None and first.year_shift is None and first.of is None and first.unit != "plan"
    if borrowed and (last.year is not None or last.year_shift is not None):
        first = structs.replace(first, year=last.year, short=last.short, year_shift=last.year_shift)
    opening = days_of(first, base)
    if opening is None:
        return None
    if is_complete(last) or last.of is not None or last.year_shift is not None:
        closing = days_of(last, base if not last.short else Base(days=opening, granularity="day"))
    else:
        closing = days_of(last, Base(days=Days(opening.first, opening.first), granularity="day"))
        if closing is not None and closing.last < opening.first and last.first is not None and not (borrowed and last.year is not None):
            closing = days_of(structs.replace(last, year=opening.first.year + 1), None)
        elif closing is not None and last.unit == "day" and last.first is None and closing.last < opening.first:
            closing = None
    if closing is None:
        return None
    if borrowed and opening.first > closing.last:
        opening = calendar.year_shifted(opening, -1) or opening
    return Days(opening.first, closing.last) if opening.first <= closing.last else None


def no_such_day(mention: Mention) -> bool:
    """Is it a day that no calendar has, whatever the base: 2月30日, 2023年2月29日, 13月?"""
    for written in (mention.first, mention.last):
        if written is None or written.of is not None:
            continue
        year = written.year if written.year is not None and not written.short else 2000  # a leap year has all days
        months = [m for m in (written.first, written.last) if m is not None and written.unit in ("day", "month", "months")]
        if any(not 1 <= m <= 12 for m in months):
            return True
        if written.unit == "day" and (written.day is not None or written.last_day is not None):
            month = written.first or 1
            if any(calendar.day(year, month, d) is None for d in (written.day, written.last_day) if d is not None):
                return True
    return False
