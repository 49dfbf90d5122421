"""The times of a table: what its header says of a column, and a column of times of each row → periods with their days.

A header gives a time with what its levels say together, and the year from the caption, else the notice's title, where it says none::

    2022年      |            caption: 2023年用水情况         截至6月底完成投资
    1月 | 2月   |  → 2022-01, 2022-02     1—5月累计 → 2023-01/2023-05     → as of 2023-06-30
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from notice_parser.grammar import Field, Match
from notice_parser.model import Period
from notice_parser.text.calendar import full_year
from notice_parser.text.time_days import days_of, no_such_day
from notice_parser.text.time_words import read_written
from notice_parser.text.times import Base, Mention, Written, granularity_of, is_complete

__all__ = ["base_of", "column_periods", "row_periods"]

_TIME_SIGNS: Final = re.compile("[年月季半期]|(?:19|20)[0-9]{2}")

HALF = 6  # months: no series of months goes back so far

_RULES = (
    "times.month",
    "times.months",
    "times.first_months",
    "times.quarter",
    "times.first_quarters",
    "times.half",
    "times.year",
    "times.years",
    "times.relative_year",
    "times.same_period",
)
_DAYS = ("times.day", "times.days", "times.numeric", *_RULES)
_AS_OF = re.compile("(?:截至|截止到?|至)")
_LIMIT = re.compile("[之以]?[前内后]|起")
_COMPARED = re.compile("[比较增减升降涨跌]")
_YEAR = re.compile("(?:19|20)[0-9]{2}(?:年度?)?")
_MONTH_OF_YEAR = re.compile("(?P<year>(?:19|20)[0-9]{2})[-./．](?P<month>1[0-2]|0?[1-9])")
_MONTH = re.compile("(?:1[0-2]|0?[1-9])")


def base_of(titles: Sequence[str | None], field: Field) -> Base | None:
    """The last time that says its year of the first of the titles that has one: from it the times in the table are seen.

    The first is the caption; of the others one of several years (2021—2025年) says none.
    """
    for i, title in enumerate(titles):
        if not title or _TIME_SIGNS.search(title) is None:
            continue
        for match in reversed(field.find(title, only=_DAYS)):
            written = _written(match)
            if written is not None and is_complete(written):
                days = days_of(written, None)
                if days is not None and (not i or days.first.year == days.last.year):
                    return Base(days=days, granularity=granularity_of(written))
    return None


def column_periods(paths: Sequence[Sequence[str]], base: Base | None, field: Field) -> list[Period | None]:
    """The time of each column. Months without a year that begin anew behind the last ones of a year (11月, 12月, 1月) are of the next."""
    periods: list[Period | None] = []
    last = 0  # month, of those without a year
    for path in paths:
        period = _column_period(path, base, field)
        if period is not None and period.resolved_by == "notice_period" and period.granularity == "month" and period.start is not None:
            month = int(period.start[5:7])
            following = None if base is None or last - month < HALF else full_year(base.year + 1)
            if following is not None:
                base = Base(days=following, granularity="year")
                period = _column_period(path, base, field)
            last = month
        periods.append(period)
    return periods


def _column_period(path: Sequence[str], base: Base | None, field: Field) -> Period | None:
    """The time that the levels of a header give, a year from the caption taken where they say none; null where they give none."""
    found = [read for level in path if _TIME_SIGNS.search(level) and (read := _year(level) or _read(level, field, _RULES)) is not None]
    if not found:
        return None
    years = [read for read in found if read[1].unit == "year"]
    parts = [read for read in found if read[1].unit != "year"]
    if parts and years and years[-1][1].year is not None:
        days = days_of(years[-1][1], None)
        base = base if days is None else Base(days=days, granularity="year")
    raw, written, as_of = parts[-1] if parts else years[-1]
    return _period(raw, written, as_of, base, is_written=is_complete(written) or bool(parts and years))


def _year(level: str) -> tuple[str, Written, bool] | None:
    """A level that is a year, with its sign or without."""
    return (level, Written(unit="year", year=int(level[:4])), False) if _YEAR.fullmatch(level) else None


def row_periods(cells: Sequence[str], header: str, base: Base | None, field: Field) -> tuple[Period | None, ...]:
    """The time that each cell of a column of times gives: 2018, 2018年, 2023.5, 1月; a year from the row above or the caption."""
    periods: list[Period | None] = []
    for cell in cells:
        read = _read_cell(cell, header, field)
        period = None if read is None else _period(*read, base, is_written=is_complete(read[1]))
        periods.append(period)
        if period is not None and read is not None and read[1].year is not None:
            days = days_of(read[1], base)
            base = base if days is None else Base(days=days, granularity="year")
    return tuple(periods)


def _read_cell(cell: str, header: str, field: Field) -> tuple[str, Written, bool] | None:
    if match := _MONTH_OF_YEAR.fullmatch(cell):
        month = int(match["month"])
        return cell, Written(unit="month", year=int(match["year"]), first=month, last=month), False
    if (year := _year(cell)) is not None:
        return year
    if header.startswith("月") and _MONTH.fullmatch(cell):
        return cell, Written(unit="month", first=int(cell), last=int(cell)), False
    read = _read(cell, field, _DAYS)
    return read if read is not None and (len(read[0]) == len(cell) or cell[len(read[0])] in "（(") else None


def _read(text: str, field: Field, rules: tuple[str, ...]) -> tuple[str, Written, bool] | None:
    """The time at the beginning of a text, as printed and as meant, and whether it is that of a state; null where there is none."""
    lead = _AS_OF.match(text)
    start = lead.end() if lead else 0
    match = field.first(text, start, only=rules)
    if match is None or match.start != start or _LIMIT.match(text, match.end):
        return None
    written = _written(match)
    if written is None or (not is_complete(written) and written.year_shift is not None and _COMPARED.search(text, match.end)):
        return None
    if written.unit == "same" and not written.year_shift:
        return None  # 同期: of which year is not said
    return text[: match.end], written, lead is not None


def _written(match: Match) -> Written | None:
    groups = match.groups()
    if "listed" in groups:
        return None
    written = read_written(groups)
    mention = None if written is None else Mention(start=0, end=match.end, raw=match.text, rule=match.rule, first=written)
    return None if mention is None or no_such_day(mention) else written


def _period(raw: str, written: Written, as_of: bool, base: Base | None, *, is_written: bool) -> Period | None:
    days = days_of(written, base)
    if days is None:
        return None
    granularity = granularity_of(written, None, "as_of" if as_of else "plain")
    if written.unit == "same" and base is not None:
        granularity = base.granularity
    return Period(
        raw=raw,
        start=None if granularity == "as_of" else days.first.isoformat(),
        end=days.last.isoformat(),
        granularity=granularity,
        resolved_by="written" if is_written else "notice_period",
    )
