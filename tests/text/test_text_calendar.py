"""Units of the calendar as runs of days."""

from __future__ import annotations

from datetime import date

import pytest

from notice_parser.text import calendar
from notice_parser.text.calendar import Days


def iso(days: Days | None) -> tuple[str, str] | None:
    return None if days is None else (days.first.isoformat(), days.last.isoformat())


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (calendar.months(2024, 2, 2), ("2024-02-01", "2024-02-29")),
        (calendar.months(2023, 11, 3), ("2023-11-01", "2024-03-31")),
        (calendar.ten_days(2023, 2, "late"), ("2023-02-21", "2023-02-28")),
        (calendar.ten_days(2023, 2, "early"), ("2023-02-01", "2023-02-10")),
        (calendar.school_year(2020), ("2020-09-01", "2021-08-31")),
        (calendar.five_year_plan(1), ("1953-01-01", "1957-12-31")),
        (calendar.five_year_plan(10), ("2001-01-01", "2005-12-31")),
        (calendar.five_year_plan(14), ("2021-01-01", "2025-12-31")),
        (calendar.decade(20, 90), ("1990-01-01", "1999-12-31")),
        (calendar.week_of_year(2023, 1), ("2023-01-02", "2023-01-08")),
        (calendar.week_of_year(2020, 53), ("2020-12-28", "2021-01-03")),
        (calendar.week_of(date(2024, 7, 14)), ("2024-07-08", "2024-07-14")),
        (calendar.week_of_month(2021, 6, 2), ("2021-06-14", "2021-06-20")),
        (calendar.weekday_of_month(2021, 8, 1, 1), ("2021-08-03", "2021-08-03")),
        (calendar.year_shifted(Days(date(2024, 2, 1), date(2024, 2, 29)), -1), ("2023-02-01", "2023-02-28")),
        (calendar.year_shifted(Days(date(2023, 2, 1), date(2023, 2, 28)), 1), ("2024-02-01", "2024-02-29")),
    ],
)
def test_units(days: Days | None, expected: tuple[str, str]) -> None:
    assert iso(days) == expected


@pytest.mark.parametrize(
    "days",
    [
        calendar.day(2023, 2, 29),
        calendar.day(2023, 13, 1),
        calendar.day(0, 1, 1),
        calendar.months(2023, 0, 3),
        calendar.week_of_year(2023, 53),
        calendar.weekday_of_month(2023, 2, 5, 0),
        calendar.five_year_plan(0),
        calendar.full_year(9999),
    ],
)
def test_what_no_calendar_has(days: Days | None) -> None:
    assert days is None


@pytest.mark.parametrize(
    ("number", "near", "year"), [(98, 2013, 1998), (15, 2013, 2015), (70, 1965, 1970), (33, 2021, 1933), (7, None, 2007), (50, None, 1950)]
)
def test_years_of_two_digits(number: int, near: int | None, year: int) -> None:
    assert calendar.short_year(number, near) == year


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    assert calendar.month_after(date(2023, 1, 31), -1) == (2022, 12)
    assert calendar.month_after(date(2022, 12, 1), 2) == (2023, 2)
