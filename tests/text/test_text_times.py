"""What a written time means, from its parts and a base."""

from __future__ import annotations

from datetime import date

import pytest

from notice_parser.text.calendar import Days
from notice_parser.text.time_days import days_of, ends_of, no_such_day
from notice_parser.text.time_words import read_written
from notice_parser.text.times import Base, Mention, Written, granularity_of, is_complete

QUARTER = Base(days=Days(date(2022, 1, 1), date(2022, 3, 31)), granularity="quarter")
WINTER = Base(days=Days(date(2020, 9, 1), date(2021, 8, 31)), granularity="range")


@pytest.mark.parametrize(
    ("groups", "base", "expected"),
    [
        ({"year": "2023", "month": "三", "day": "七"}, None, ("2023-03-07", "2023-03-07")),
        ({"month": "2"}, QUARTER, ("2022-02-01", "2022-02-28")),
        ({"ryear": "去年", "half": "下"}, QUARTER, ("2021-07-01", "2021-12-31")),
        ({"rmonth": "上"}, QUARTER, ("2022-02-01", "2022-02-28")),
        ({"rmonth": "下", "tens": "中"}, QUARTER, ("2022-04-11", "2022-04-20")),
        ({"rquarter": "上"}, QUARTER, ("2021-10-01", "2021-12-31")),
        ({"same": "同期", "ryear": "上年"}, QUARTER, ("2021-01-01", "2021-03-31")),
        ({"first_quarters": "三", "year": "2022"}, None, ("2022-01-01", "2022-09-30")),
        ({"month": "11"}, WINTER, ("2020-11-01", "2020-11-30")),
        ({"month": "3"}, WINTER, ("2021-03-01", "2021-03-31")),
        ({"plan": "十四五"}, None, ("2021-01-01", "2025-12-31")),
        ({"year": "2020", "year2": "21", "school": "学年"}, None, ("2020-09-01", "2021-08-31")),
        ({"era": "光绪", "era_year": "元"}, None, ("1875-01-01", "1875-12-31")),
    ],
)
def test_days(groups: dict[str, str], base: Base | None, expected: tuple[str, str]) -> None:
    written = read_written(groups)
    assert written is not None
    days = days_of(written, base)
    assert days is not None
    assert (days.first.isoformat(), days.last.isoformat()) == expected


@pytest.mark.parametrize(
    "groups", [{"month": "3"}, {"ryear": "今年"}, {"rmonth": "上"}, {"same": "同期"}, {"vague": "近年来"}, {"day": "5"}]
)
def test_nothing_is_guessed_without_a_base(groups: dict[str, str]) -> None:
    written = read_written(groups)
    assert written is not None
    assert not is_complete(written)
    assert days_of(written, None) is None


def mention(first: Written, last: Written | None = None) -> Mention:
    return Mention(start=0, end=1, raw="x", rule="times.test", first=first, last=last)


def test_ends_of_a_range_lend_each_other_what_is_missing() -> None:
    november = Written(unit="month", year=2022, first=11, last=11)
    march = Written(unit="month", first=3, last=3)
    assert ends_of(mention(november, march), None) == Days(date(2022, 11, 1), date(2023, 3, 31))
    later = Written(unit="month", year=2023, first=5, last=5)
    assert ends_of(mention(march, later), None) == Days(date(2023, 3, 1), date(2023, 5, 31))
    october = Written(unit="month", first=10, last=10)
    assert ends_of(mention(october, later), None) == Days(date(2022, 10, 1), date(2023, 5, 31))


def test_a_range_that_runs_backwards_has_no_days() -> None:
    first, last = Written(unit="year", year=2022), Written(unit="year", year=2020)
    assert ends_of(mention(first, last), None) is None


@pytest.mark.parametrize(
    ("month", "day", "year", "impossible"),
    [(2, 30, None, True), (2, 29, None, False), (2, 29, 2023, True), (13, 1, None, True), (4, 30, 2023, False)],
)
def test_days_that_no_calendar_has(month: int, day: int, year: int | None, impossible: bool) -> None:
    assert no_such_day(mention(Written(unit="day", year=year, first=month, last=month, day=day))) is impossible


def test_granularity() -> None:
    assert granularity_of(Written(unit="year", year=2020, edge="end")) == "as_of"
    assert granularity_of(Written(unit="month", first=3, last=3, ten_days="early")) == "range"
    assert granularity_of(Written(unit="day", first=3, last=3, day=1), mode="as_of") == "as_of"
    assert granularity_of(Written(unit="quarter", first=1, last=3)) == "quarter"
