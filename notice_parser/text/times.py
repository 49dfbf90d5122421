"""Times as they are written: the parts that stand in the text, and how they are meant. Not yet days.

A ``Written`` says only what is printed: 3月 has no year, 上月 neither year nor month. A ``Base`` is the period that it is seen from. A
``Mention`` is one place in a text: one ``Written``, or two for a range.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from msgspec import Struct

from notice_parser.model import Granularity, Span
from notice_parser.text.calendar import Days, TenDays

__all__ = ["Base", "Mention", "Mode", "Step", "Unit", "Written", "granularity_of", "is_complete", "is_left_over"]

Unit: TypeAlias = Literal[
    "day", "month", "months", "quarter", "half", "year", "years", "week", "school_year", "plan", "decade", "same", "now", "season", "vague"
]
Step: TypeAlias = Literal["year", "half", "quarter", "month", "week", "day"]

# plain: the days themselves; as_of: 截至, 年末; since: 以来; by: 前, the last day on which a thing is in time
Mode: TypeAlias = Literal["plain", "as_of", "since", "by"]

_LEFT_OVER = re.compile("[㐀-鿿]{1,4}(?:[（(][㐀-鿿]{1,6}[）)])?(?:结转|结余|滚存)")


class Written(Struct, frozen=True, kw_only=True):
    """What is printed of one time. ``shift`` counts steps ``of`` a unit from the base: 上月 is -1 month, 本季度 0 quarters."""

    unit: Unit
    year: int | None = None
    short: bool = False  # ``year`` has two digits
    year_shift: int | None = None  # 去年 -1
    last_year: int | None = None
    of: Step | None = None
    shift: int = 0
    first: int | None = None  # months of the year
    last: int | None = None
    day: int | None = None
    last_day: int | None = None
    ten_days: TenDays | None = None
    edge: Literal["start", "end", "late"] | None = None  # 年初, 6月底; 6月底 as somebody speaks: its last ten days
    number: int | None = None  # of a week, of a plan
    weekday: int | None = None  # Monday is 0
    days_in: int | None = None  # 前4天 of a month


class Base(Struct, frozen=True, kw_only=True):
    """The period or day from which a time is read that does not say all."""

    days: Days
    granularity: Granularity

    @property
    def year(self) -> int:
        """The year in which it ends."""
        return self.days.last.year


class Mention(Struct, frozen=True, kw_only=True):
    """One time in the text, in the words of the text.

    ``[start, end)`` is its place, 截至 before it and 以来 behind it included. ``first`` is what is written, ``last`` the other
    end of a range. ``quoted``: it stands between 《 and 》 and is part of a name. ``basis``: something else is compared with it
    (比上年, 较2019年, 同期). ``line``: how many line breaks stand before it. ``role``: what the words behind it make it.
    ``season``: the holiday or season that it names (国庆假期, 春运期间), whether or not its days stand beside it. ``next_due``: a
    deadline of the same sentence stands before it.
    """

    start: int
    end: int
    raw: str
    rule: str
    first: Written
    last: Written | None = None
    mode: Mode = "plain"
    role: str | None = None
    quoted: bool = False
    basis: bool = False
    season: str | None = None
    next_due: bool = False
    line: int = 0

    @property
    def span(self) -> Span:
        return (self.start, self.end)

    @property
    def is_relative(self) -> bool:
        """Does it take something from elsewhere to say which days are meant?"""
        return not is_complete(self.first)

    @property
    def granularity(self) -> Granularity:
        """As far as what is written tells it."""
        return granularity_of(self.first, self.last, self.mode)


def is_complete(written: Written) -> bool:
    """Does it say by itself which days are meant? Years of two digits do, but for their century."""
    if written.unit in ("plan",):
        return True
    if written.unit == "decade":
        return written.number is not None
    if written.of is not None or written.year_shift is not None or written.unit in ("same", "now", "season", "vague"):
        return False
    return written.year is not None and not (written.unit == "day" and written.first is None)


def granularity_of(first: Written, last: Written | None = None, mode: Mode = "plain") -> Granularity:
    """``day`` to ``year`` for one unit, ``range`` for what has no name of its own, ``as_of`` for a state at a day."""
    if first.unit in ("vague", "season"):
        return "unknown"
    if mode == "as_of" or first.unit == "now" or (last is None and first.edge == "end" and first.unit != "week"):
        return "as_of"
    if last is not None or mode == "since" or first.last_day is not None:
        return "range"
    if first.unit == "day":
        return "day"
    if first.ten_days or first.days_in:
        return "range"
    if first.edge is not None and first.unit != "week":
        return "range" if first.unit == "month" else "month"
    match first.unit:
        case "month" | "quarter" | "half" | "year":
            return first.unit
        case "same":
            return "unknown"
        case _:
            return "range"


def is_left_over(text: str, span: Span) -> bool:
    """上年镇街（平台）结余: whether a year only says of when the money is that was left."""
    return text.startswith(("上年", "去年", "历年"), span[0]) and _LEFT_OVER.match(text, span[1]) is not None
