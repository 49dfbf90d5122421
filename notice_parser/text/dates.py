"""Dates as they are written: 2023年3月7日, 二○二三年三月, 2023.3.7, and what is left where signs were lost.

A document's date stands in full, in Arabic figures since GB/T 9704-2012 (7.3.5.4), before that in Chinese ones, with
the zero in half a dozen shapes. Text taken from web pages may have lost its 年, 月 and 日; a run of digits is read only
where the calendar leaves one reading.

>>> iso_date(read_year("二○○六"), read_month_or_day("九"), read_month_or_day("十八"))
'2006-09-18'
>>> readings_of_run(2017, "825")
('2017-08-25',)
>>> readings_of_run(2018, "111")
('2018-01-11', '2018-11-01')
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import product

from notice_parser.text.numerals import read_integer

__all__ = ["add_months", "day_before", "iso_date", "misread_years", "read_month_or_day", "read_year", "readings_of_run"]

FIRST_YEAR, LAST_YEAR = 1800, 2099  # the years that a notice can speak of as its own
LATEST_LIKELY_YEAR = 2059  # a misread digit never makes a year beyond it

_ZEROS = "〇○◯零OＯo"
_DIGITS = str.maketrans(
    {
        **dict.fromkeys(_ZEROS, "0"),
        **{chr(0xFF10 + n): str(n) for n in range(10)},
        **dict(zip("一二三四五六七八九", "123456789", strict=True)),
    }
)

# what character recognition makes of a digit: 2Oq7 was 2017, ZOI9 was 2019
_MISREAD = {"I": "1", "l": "1", "|": "1", "Z": "2", "z": "2", "q": "19", "S": "5", "B": "8"}


def _positional(text: str) -> str:
    return "".join(text.split()).translate(_DIGITS)


def read_year(text: str) -> int | None:
    """The year of four digits, Arabic or Chinese, whatever its zeros look like; None for anything else.

    >>> read_year("二O一四"), read_year("２０ 20"), read_year("98")
    (2014, 2020, None)
    """
    digits = _positional(text)
    if len(digits) != 4 or not digits.isascii() or not digits.isdigit():
        return None
    year = int(digits)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def misread_years(text: str) -> tuple[int, ...]:
    """The years that four characters can have been before they were misread.

    >>> misread_years("2Oq7"), misread_years("ZOI9")
    ((2017,), (2019,))
    """
    choices = [_MISREAD.get(c, c) for c in _positional(text)]
    if len(choices) != 4:
        return ()
    years = (read_year("".join(digits)) for digits in product(*choices))
    return tuple(dict.fromkeys(y for y in years if y is not None and y <= LATEST_LIKELY_YEAR))


def read_month_or_day(text: str) -> int | None:
    """The number of a month or day: 8, ０8, 十二, 廿五, 元 (元月); None for anything else.

    >>> read_month_or_day("1O"), read_month_or_day("廿五"), read_month_or_day("元"), read_month_or_day("月")
    (10, 25, 1, None)
    """
    squeezed = "".join(text.split()).removeprefix("初")
    if squeezed in ("元", "正"):
        return 1
    digits = _positional(squeezed)
    if digits.isascii() and digits.isdigit():
        return int(digits) if len(digits) <= 2 else None
    if squeezed.startswith("卅"):
        squeezed = "三十" + squeezed[1:]
    return read_integer(squeezed)


def iso_date(year: int | None, month: int | None, day: int | None = None) -> str | None:
    """``2006-09-18``, or ``2006-09`` without a day; None where the calendar has no such day.

    >>> iso_date(2023, 2, 29) is None
    True
    """
    if year is None or month is None or not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= monthrange(year, month)[1] else None


def readings_of_run(year: int, run: str, *, with_day: bool = False) -> tuple[str, ...]:
    """All dates that ``run`` can be as month, or month and day, without anything between them.

    >>> readings_of_run(2018, "11"), readings_of_run(2018, "929", with_day=True)
    (('2018-01-01', '2018-11'), ('2018-09-29',))
    """
    found: list[str | None] = [] if with_day or len(run) > 2 else [iso_date(year, int(run))]
    for cut in range(1, len(run)):
        month, day = run[:cut], run[cut:]
        if len(month) <= 2 and len(day) <= 2:
            found.append(iso_date(year, int(month), int(day)))
    return tuple(sorted({iso for iso in found if iso is not None}))


def add_months(iso: str, months: int) -> str:
    """The same day ``months`` later, or the last of that month where it has no such day.

    >>> add_months("2024-02-29", 12), add_months("2023-11-30", 3)
    ('2025-02-28', '2024-02-29')
    """
    day = date.fromisoformat(iso)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).isoformat()


def day_before(iso: str) -> str:
    """The day before.

    >>> day_before("2024-03-01")
    '2024-02-29'
    """
    return (date.fromisoformat(iso) - timedelta(days=1)).isoformat()
