"""Dates as written: every shape of a year, month and day, and runs of digits that lost their signs."""

from __future__ import annotations

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.text import dates
from notice_parser.text.dates import add_months, day_before, iso_date, misread_years, read_month_or_day, read_year, readings_of_run


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(dates).failed == 0


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2017", 2017),
        ("２０１７", 2017),
        ("2 0 1 7", 2017),
        ("二〇〇六", 2006),
        ("二○○三", 2003),
        ("二◯一一", 2011),
        ("二OO七", 2007),
        ("二ＯＯ七", 2007),
        ("二oo七", 2007),
        ("二零一一", 2011),
        ("二0一五", 2015),
        ("一九九三", 1993),
        ("98", None),
        ("20178", None),
        ("1723", None),
        ("二十年", None),
        ("", None),
    ],
)
def test_a_year_is_read_whatever_its_zeros_look_like(written: str, year: int | None) -> None:
    assert read_year(written) == year


@pytest.mark.parametrize(
    ("written", "number"),
    [("8", 8), ("08", 8), ("1 2", 12), ("１O", 10), ("十", 10), ("十二", 12), ("二十九", 29), ("三十一", 31), ("廿五", 25), ("卅", 30),
     ("卅一", 31), ("二〇", 20), ("二一", 21), ("元", 1), ("初三", 3), ("123", None), ("月", None), ("", None)],
)  # fmt: skip
def test_a_month_or_day_is_read(written: str, number: int | None) -> None:
    assert read_month_or_day(written) == number


@pytest.mark.parametrize(
    ("year", "run", "with_day", "readings"),
    [
        (2017, "825", False, ("2017-08-25",)),
        (2018, "929", False, ("2018-09-29",)),
        (2018, "0929", False, ("2018-09-29",)),
        (2018, "111", False, ("2018-01-11", "2018-11-01")),
        (2018, "121", False, ("2018-01-21", "2018-12-01")),
        (2018, "131", False, ("2018-01-31",)),
        (2018, "11", False, ("2018-01-01", "2018-11")),
        (2018, "11", True, ("2018-01-01",)),
        (2018, "1332", False, ()),
        (2023, "229", False, ("2023-02-29",)[:0]),
        (2024, "229", False, ("2024-02-29",)),
    ],
)
def test_a_run_of_digits_gives_every_reading_the_calendar_leaves(year: int, run: str, with_day: bool, readings: tuple[str, ...]) -> None:
    assert readings_of_run(year, run, with_day=with_day) == readings


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_padded_date_without_signs_is_among_its_readings(day: date) -> None:
    assert day.isoformat() in readings_of_run(day.year, day.strftime("%m%d"))
    assert day.isoformat() in readings_of_run(day.year, f"{day.month}{day.day}")
    assert day_before(day.isoformat()) == (day - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2Oq7", (2017,)),
        ("ZOI9", (2019,)),
        ("20l8", (2018,)),
        ("2017", (2017,)),
        ("qqqq", (1911, 1919, 1991, 1999)),
        ("I7Z9", ()),
        ("201", ()),
    ],
)
def test_a_misread_year_is_mended_where_one_likely_year_is_left(text: str, years: tuple[int, ...]) -> None:
    assert misread_years(text) == years


def test_days_that_do_not_exist_are_refused() -> None:
    assert iso_date(2023, 2, 29) is None
    assert iso_date(2024, 2, 29) == "2024-02-29"
    assert iso_date(2024, 13) is None
    assert iso_date(2024, 4, 31) is None
    assert iso_date(None, 4, 3) is None
    assert iso_date(2024, 4) == "2024-04"


def test_months_are_added_within_the_calendar() -> None:
    assert add_months("2013-08-19", 48) == "2017-08-19"
    assert add_months("2024-02-29", 12) == "2025-02-28"
    assert add_months("2023-08-31", 18) == "2025-02-28"
