"""Calendar units as runs of days: month, quarter, half, year, 旬, week, 学年, five-year plan, era.

Days are ``datetime.date``; a ``Days`` holds its first and its last day. Nothing here reads text or asks the clock.

>>> str(ten_days(2024, 2, "late").last), str(week_of_year(2023, 19).first)
('2024-02-29', '2023-05-08')
>>> five_year_plan(14).first.year, five_year_plan(14).last.year
(2021, 2025)
>>> months(2023, 13, 13) is None
True
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal, NamedTuple, TypeAlias

__all__ = [
    "ERAS",
    "Days",
    "TenDays",
    "day",
    "decade",
    "five_year_plan",
    "full_year",
    "month_after",
    "months",
    "one_of_equal",
    "school_year",
    "short_year",
    "ten_days",
    "week_of",
    "week_of_month",
    "week_of_year",
    "weekday_of_month",
    "year_shifted",
]

TenDays: TypeAlias = Literal["early", "middle", "late", "early_middle", "middle_late", "first_half", "second_half"]

_FUTURE_OF_SHORT_YEARS = 11  # a year of two digits lies at most so far ahead of the date that it is read by
_SPLIT_OF_SHORT_YEARS = 50  # without such a date: 00 to 49 are 2000 to 2049
_THIRD_PLAN = 1966  # the third plan's first year; every five years since
_PLANS = {1: (1953, 1957), 2: (1958, 1962)}

# first year of each era that inventories of monuments and archives still use
ERAS = {
    "贞观": 627,
    "永徽": 650,
    "神龙": 705,
    "开元": 713,
    "天宝": 742,
    "洪武": 1368,
    "永乐": 1403,
    "宣德": 1426,
    "成化": 1465,
    "弘治": 1488,
    "正德": 1506,
    "嘉靖": 1522,
    "万历": 1573,
    "天启": 1621,
    "崇祯": 1628,
    "顺治": 1644,
    "康熙": 1662,
    "雍正": 1723,
    "乾隆": 1736,
    "嘉庆": 1796,
    "道光": 1821,
    "咸丰": 1851,
    "同治": 1862,
    "光绪": 1875,
    "宣统": 1909,
    "民国": 1912,
}


class Days(NamedTuple):
    """A run of days, both ends included."""

    first: date
    last: date

    def contains(self, other: Days) -> bool:
        """Does the other run lie within this one?"""
        return self.first <= other.first and other.last <= self.last


def _valid(year: int) -> bool:
    return MINYEAR <= year < MAXYEAR


def day(year: int, month: int, number: int) -> Days | None:
    """That one day; None where the calendar has no such day.

    >>> day(2023, 2, 30) is None
    True
    """
    if not _valid(year) or not 1 <= month <= 12 or not 1 <= number <= monthrange(year, month)[1]:
        return None
    return Days(date(year, month, number), date(year, month, number))


def months(year: int, first: int, last: int) -> Days | None:
    """The months ``first`` to ``last`` of a year; if ``last`` comes before ``first``, that of the next year."""
    if not _valid(year) or not 1 <= first <= 12 or not 1 <= last <= 12:
        return None
    closing = year + (last < first)
    return Days(date(year, first, 1), date(closing, last, monthrange(closing, last)[1]))


def full_year(year: int) -> Days | None:
    """1 January to 31 December."""
    return Days(date(year, 1, 1), date(year, 12, 31)) if _valid(year) else None


def ten_days(year: int, month: int, which: TenDays) -> Days | None:
    """上旬, 中旬 or 下旬 of a month, or two of them: the 1st to 10th, the 11th to 20th, the 21st to its last day; 上半月, 下半月."""
    whole = months(year, month, month)
    if whole is None:
        return None
    first = {"early": 1, "middle": 11, "late": 21, "early_middle": 1, "middle_late": 11, "first_half": 1, "second_half": 16}[which]
    last = {"early": 10, "middle": 20, "early_middle": 20, "first_half": 15}.get(which, whole.last.day)
    return Days(date(year, month, first), date(year, month, last))


def week_of(moment: date, shift: int = 0) -> Days:
    """The week, Monday to Sunday, that holds a day, or one so many weeks later.

    >>> str(week_of(date(2024, 7, 10)).first)
    '2024-07-08'
    """
    monday = moment - timedelta(days=moment.weekday()) + timedelta(weeks=shift)
    return Days(monday, monday + timedelta(days=6))


def week_of_year(year: int, number: int) -> Days | None:
    """第N周 of a year by GB/T 7408 (ISO 8601): the first is the one with the year's first Thursday."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Days(monday, monday + timedelta(days=6))


def week_of_month(year: int, month: int, number: int) -> Days | None:
    """第N周 of a month: the first begins on its first Monday."""
    found = weekday_of_month(year, month, number, 0)
    return None if found is None else Days(found.first, found.first + timedelta(days=6))


def weekday_of_month(year: int, month: int, number: int, weekday: int) -> Days | None:
    """The N-th Monday (``weekday`` 0) to Sunday (6) of a month; None if it has fewer."""
    whole = months(year, month, month)
    if whole is None or number < 1:
        return None
    ahead = (weekday - whole.first.weekday()) % 7 + 7 * (number - 1)
    return day(year, month, 1 + ahead)


def school_year(year: int) -> Days | None:
    """学年: 1 September to 31 August (《学校学年》 as schools keep it)."""
    return Days(date(year, 9, 1), date(year + 1, 8, 31)) if _valid(year) else None


def five_year_plan(number: int) -> Days | None:
    """The years of the N-th five-year plan: “八五”, “十四五”."""
    if not 1 <= number <= 30:
        return None
    first, last = _PLANS.get(number, (_THIRD_PLAN + 5 * (number - 3), _THIRD_PLAN + 5 * (number - 3) + 4))
    return Days(date(first, 1, 1), date(last, 12, 31))


def decade(century: int, tens: int) -> Days | None:
    """The eighties of the 20th century: ``decade(20, 80)`` is 1980 to 1989."""
    first = (century - 1) * 100 + tens
    return Days(date(first, 1, 1), date(first + 9, 12, 31)) if _valid(first) and _valid(first + 9) else None


def short_year(number: int, near: int | None) -> int:
    """The year that two digits mean, for a reader of the year ``near``.

    >>> short_year(98, 2013), short_year(15, 2013), short_year(27, 2016), short_year(7, None)
    (1998, 2015, 2027, 2007)
    """
    if near is None:
        return number + (2000 if number < _SPLIT_OF_SHORT_YEARS else 1900)
    latest = near + _FUTURE_OF_SHORT_YEARS
    return latest - (latest - number) % 100


def month_after(moment: date, shift: int) -> tuple[int, int] | None:
    """Year and month ``shift`` months after that of a day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + shift, 12)
    return (year, month + 1) if _valid(year) else None


def one_of_equal(days: Days, which: int, of: int) -> Days | None:
    """The year or the month of a run that has ``of`` whole years or months; None where it has not.

    >>> str(one_of_equal(Days(date(2020, 1, 1), date(2022, 12, 31)), 1, 3).first)
    '2021-01-01'
    """
    first, last = days
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return None
    if (first.month, last.month, last.year - first.year + 1) == (1, 12, of):
        return full_year(first.year + which)
    if first.year == last.year and last.month - first.month + 1 == of:
        return months(first.year, first.month + which, first.month + which)
    return None


def year_shifted(days: Days, shift: int) -> Days | None:
    """The same days of another year; 29 February becomes the 28th, but the end of a month stays its end."""

    def moved(moment: date, closing: bool) -> date:
        year = moment.year + shift
        longest = monthrange(year, moment.month)[1]
        at_end = closing and moment.day == monthrange(moment.year, moment.month)[1]
        return date(year, moment.month, longest if at_end else min(moment.day, longest))

    if not _valid(days.first.year + shift) or not _valid(days.last.year + shift):
        return None
    return Days(moved(days.first, False), moved(days.last, days.last > days.first))
