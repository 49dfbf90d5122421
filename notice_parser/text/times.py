"""What a written time means: the parts that stand in the text, and the days that they are, seen from some day or period.

``read_written`` turns the named groups of a grammar rule into a ``Written``, which says only what is printed: 3月 has no
year, 上月 neither year nor month. ``days_of`` gives its days, from a ``Base`` where something is missing. A ``Mention`` is
one place in a text: one ``Written``, or two for a range, and how they are meant.

>>> from datetime import date
>>> about = Base(days=Days(date(2022, 1, 1), date(2022, 3, 31)), granularity="quarter")
>>> march = read_written({"month": "三"})
>>> str(days_of(march, about).first), days_of(march, None) is None
('2022-03-01', True)
>>> str(days_of(read_written({"ryear": "上年", "half": "上"}), about).last)
'2021-06-30'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal, TypeAlias

from msgspec import Struct, structs

from notice_parser.model import Granularity, Span
from notice_parser.text import calendar
from notice_parser.text.calendar import Days, TenDays
from notice_parser.text.dates import read_month_or_day, read_year
from notice_parser.text.numerals import read_integer

__all__ = [
    "Base",
    "Mention",
    "Mode",
    "Unit",
    "Written",
    "days_of",
    "ends_of",
    "granularity_of",
    "is_complete",
    "no_such_day",
    "read_written",
]

Unit: TypeAlias = Literal[
    "day", "month", "months", "quarter", "half", "year", "years", "week", "school_year", "plan", "decade", "same", "now", "vague"
]
Step: TypeAlias = Literal["year", "half", "quarter", "month", "week", "day"]

# plain: the days themselves; as_of: 截至, 年末; since: 以来; by: 前, the last day on which a thing is in time
Mode: TypeAlias = Literal["plain", "as_of", "since", "by"]


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


_YEARS = {
    **dict.fromkeys(
        ("今年", "本年", "本年度", "当年", "同年", "全年", "年内", "这一年", "该年", "该年度", "今年度", "当年度", "今年内"), 0
    ),
    **dict.fromkeys(("去年", "上年", "上年度", "上一年", "上一年度", "去年度"), -1),
    **dict.fromkeys(("前年", "上上年"), -2),
    **dict.fromkeys(("大前年",), -3),
    **dict.fromkeys(("明年", "次年", "来年", "翌年", "下年", "下年度", "下一年", "下一年度", "明年度", "第二年"), 1),
    **dict.fromkeys(("后年",), 2),
}
_STEPS = {
    "本": 0, "当": 0, "这": 0, "这个": 0, "同": 0, "该": 0, "今": 0, "今个": 0, "本个": 0, "当前": 0,
    "上": -1, "上个": -1, "上一": -1, "上一个": -1, "前一": -1, "前一个": -1, "上上": -2, "上上个": -2,
    "下": 1, "下个": 1, "下一": 1, "下一个": 1, "次": 1, "后一": 1, "后一个": 1, "下下": 2, "下下个": 2, "": 0,
}  # fmt: skip
_DAYS = {
    **dict.fromkeys(("今天", "今日", "本日", "当天", "当日", "同日", "今", "即日", "最近", "同一天"), 0),
    **dict.fromkeys(("昨天", "昨日", "昨", "前一天", "前一日"), -1),
    **dict.fromkeys(("前天", "前日"), -2),
    **dict.fromkeys(("大前天",), -3),
    **dict.fromkeys(("明天", "明日", "次日", "翌日", "第二天", "明", "隔天", "隔日"), 1),
    **dict.fromkeys(("后天", "后日", "後日", "後天"), 2),
    **dict.fromkeys(("大后天", "大後天"), 3),
    **dict.fromkeys(("大大后天",), 4),
}
_WEEKDAYS = {**dict(zip("一二三四五六", range(6), strict=True)), **dict.fromkeys("日天末", 6)}
_TENS: dict[str, TenDays] = {
    "上": "early",
    "中": "middle",
    "下": "late",
    "上中": "early_middle",
    "中上": "early_middle",
    "中下": "middle_late",
}
_HOLIDAYS = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "劳动": (5, 1),
    "六一": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "国庆": (10, 1),
    "十一": (10, 1),
}


# --- reading ---


def _number(text: str | None) -> int | None:
    if not text:
        return None
    return read_integer("".join(text.split()).replace("两", "二")) or read_month_or_day(text)


def _year(groups: Mapping[str, str]) -> dict[str, object]:
    if year := groups.get("year"):
        year = year.replace("\u00ad", "").replace("\u200b", "")
        positional = read_year(year)
        return {"year": positional if positional is not None else _number(year)}
    if short := groups.get("short"):
        digits = read_year("20" + "".join(short.split()))
        return {"year": digits % 100, "short": True} if digits is not None else {}
    if groups.get("era"):
        number = 1 if groups["era_year"] == "元" else _number(groups["era_year"])
        return {"year": None if number is None else calendar.ERAS[groups["era"]] + number - 1}
    if word := groups.get("ryear"):
        return {"year_shift": _YEARS["".join(word.split())]}
    return {}


def _edge(groups: Mapping[str, str]) -> dict[str, object]:
    """旬, 初 or 末 behind a month, a quarter or a year."""
    if tens := groups.get("tens"):
        return {"ten_days": _TENS[tens.translate({ord(c): None for c in "、和"})]}
    edge = groups.get("edge")
    return {"edge": "start" if edge in ("初", "年初", "期初", "初期", "头") else "end"} if edge else {}


def read_written(groups: Mapping[str, str]) -> Written | None:
    """What the named groups of a rule say; None for figures that no calendar has. See ``docs/times.md`` for the names."""
    year = _year(groups)
    if groups.get("vague"):
        return Written(unit="vague")
    if groups.get("now"):
        return Written(unit="now", of="day")
    if "same" in groups:
        return Written(unit="same", **({"year_shift": 0} | year))  # type: ignore[arg-type]  # the keys are fields
    for reader in (_week, _day, _month, _part, _long):
        written = reader(groups, year)
        if written is not None:
            return written
    if year.get("year") is not None or "year_shift" in year:
        return Written(unit="year", **(year | _edge(groups)))  # type: ignore[arg-type]  # the keys are fields
    return None


def _week(groups: Mapping[str, str], year: dict[str, object]) -> Written | None:
    number, weekday = _number(groups.get("week")), groups.get("weekday")
    month = _number(groups.get("month"))
    shifted: dict[str, object] = {}
    if "rmonth" in groups:
        shifted = {"of": "month", "shift": _STEPS[groups["rmonth"]]}
    if number is not None:
        of_week: dict[str, object] = {"number": number, "first": month, **shifted, **year}
        if weekday:
            of_week["weekday"] = _WEEKDAYS[weekday]
        return Written(unit="week", **of_week)  # type: ignore[arg-type]  # the keys are fields
    if "rweek" in groups or weekday:
        said = groups.get("rweek", "")
        if weekday == "末":
            return Written(unit="week", of="week", shift=_STEPS[said], edge="end")
        if weekday:
            return Written(unit="day", of="week", shift=_STEPS[said], weekday=_WEEKDAYS[weekday], number=1 if said else 0)
        return Written(unit="week", of="week", shift=_STEPS[said])
    return None


def _day(groups: Mapping[str, str], year: dict[str, object]) -> Written | None:
    if "rday" in groups:
        return Written(unit="day", of="day", shift=_DAYS[groups["rday"]], **year)  # type: ignore[arg-type]  # the keys are fields
    if "days_ago" in groups or "days_on" in groups:
        count = _number(groups.get("days_ago") or groups.get("days_on"))
        return None if count is None else Written(unit="day", of="day", shift=-count if "days_ago" in groups else count)
    if "years_ago" in groups or "years_on" in groups:
        count = _number(groups.get("years_ago") or groups.get("years_on"))
        return None if count is None else Written(unit="day", of="year", shift=-count if "years_ago" in groups else count)
    if holiday := groups.get("holiday"):
        month, number = _HOLIDAYS[holiday]
        return Written(unit="day", first=month, last=month, day=number, **year)  # type: ignore[arg-type]  # see above
    if not groups.get("day"):
        return None
    first, last = read_month_or_day(groups["day"]), read_month_or_day(groups["day2"]) if groups.get("day2") else None
    if "rmonth" in groups:
        return Written(unit="day", of="month", shift=_STEPS[groups["rmonth"]], day=first, last_day=last, **year)  # type: ignore[arg-type]  # see above
    month_number = read_month_or_day(groups["month"]) if groups.get("month") else None
    return Written(unit="day", first=month_number, last=month_number, day=first, last_day=last, **year)  # type: ignore[arg-type]  # see above


def _month(groups: Mapping[str, str], year: dict[str, object]) -> Written | None:
    fields: dict[str, object] = year | _edge(groups)
    if count := groups.get("first_days"):
        fields["days_in"] = _number(count)
    if "rmonth" in groups:
        return Written(unit="month", of="month", shift=_STEPS[groups["rmonth"]], **fields)  # type: ignore[arg-type]  # see above
    if count := groups.get("first_months"):
        last = _number(count)
        return Written(unit="months", first=1, last=last, **fields) if last is not None and 1 <= last <= 12 else None  # type: ignore[arg-type]  # see above
    if not groups.get("month"):
        return None
    month = read_month_or_day(groups["month"])
    if not groups.get("month2"):
        return Written(unit="month", first=month, last=month, **fields)  # type: ignore[arg-type]  # see above
    return Written(unit="months", first=month, last=read_month_or_day(groups["month2"]), **fields)  # type: ignore[arg-type]  # see above


def _part(groups: Mapping[str, str], year: dict[str, object]) -> Written | None:
    fields: dict[str, object] = year | _edge(groups)
    if count := groups.get("first_quarters"):
        number = _number(count)
        return Written(unit="months", first=1, last=3 * number, **fields) if number in (1, 2, 3, 4) else None  # type: ignore[arg-type]  # see above
    if quarter := groups.get("quarter"):
        first, last = _number(quarter), _number(groups.get("quarter2"))
        if first not in (1, 2, 3, 4) or last not in (None, 1, 2, 3, 4):
            return None
        unit: Unit = "quarter" if last is None else "months"
        return Written(unit=unit, first=3 * first - 2, last=3 * (last or first), **fields)  # type: ignore[arg-type]  # see above
    if "rquarter" in groups:
        return Written(unit="quarter", of="quarter", shift=_STEPS[groups["rquarter"]], **fields)  # type: ignore[arg-type]  # see above
    if half := groups.get("half"):
        first_half = half in ("上", "前")
        return Written(unit="half", first=1 if first_half else 7, last=6 if first_half else 12, **fields)  # type: ignore[arg-type]  # see above
    return None


def _long(groups: Mapping[str, str], year: dict[str, object]) -> Written | None:
    """学年, several years, a plan, a decade."""
    if plan := groups.get("plan"):
        ordinals = plan.removesuffix("五")
        number = _number(ordinals)
        return None if number is None else Written(unit="plan", number=number, **_edge(groups))  # type: ignore[arg-type]  # see above
    if "decade" in groups:
        tens = _number(groups["decade"])
        century = _number(groups.get("century")) if groups.get("century") else None
        if groups.get("rcentury"):
            century = 20 if groups["rcentury"] == "上" else 21
        return None if tens is None else Written(unit="decade", number=century, first=tens)
    if "school" in groups:
        opening = year.get("year")
        closing = _second_year(groups["year2"], opening) if groups.get("year2") else None
        if opening is None and "year_shift" not in year:
            return None
        if isinstance(opening, int) and closing is not None and closing != opening + 1:
            return Written(unit="years", year=opening, last_year=closing)
        return Written(unit="school_year", **year)  # type: ignore[arg-type]  # see above
    if groups.get("year2"):
        opening = year.get("year")
        if not isinstance(opening, int):
            return None
        closing = _second_year(groups["year2"], opening)
        return None if closing is None or closing < opening else Written(unit="years", year=opening, last_year=closing)
    return None


def _second_year(text: str, opening: object) -> int | None:
    """The later year of a range, 2020—21 included."""
    digits = "".join(text.replace("\u00ad", "").split())
    if len(digits) == 2 and isinstance(opening, int):
        short = read_year("20" + digits)
        return None if short is None else opening // 100 * 100 + short % 100
    return read_year(digits)


# --- meaning ---


def is_complete(written: Written) -> bool:
    """Does it say by itself which days are meant? Years of two digits do, but for their century."""
    if written.unit in ("plan",):
        return True
    if written.unit == "decade":
        return written.number is not None
    if written.of is not None or written.year_shift is not None or written.unit in ("same", "now", "vague"):
        return False
    return written.year is not None and not (written.unit == "day" and written.first is None)


def granularity_of(first: Written, last: Written | None = None, mode: Mode = "plain") -> Granularity:
    """``day`` to ``year`` for one unit, ``range`` for what has no name of its own, ``as_of`` for a state at a day."""
    if first.unit == "vague":
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
    if written.unit in ("vague", "now", "same"):
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
