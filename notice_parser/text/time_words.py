"""Words of times: the named groups of a grammar rule → what is written.

>>> read_written({"ryear": "上年", "half": "上"}).year_shift
-1
"""

from __future__ import annotations

from collections.abc import Mapping

from notice_parser.text.calendar import ERAS, TenDays
from notice_parser.text.dates import read_month_or_day, read_year
from notice_parser.text.numerals import read_integer
from notice_parser.text.times import Unit, Written

__all__ = ["read_written"]

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
    "上半": "first_half",
    "下半": "second_half",
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
        return {"year": None if number is None else ERAS[groups["era"]] + number - 1}
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
    if groups.get("season"):
        return Written(unit="season", **year)  # type: ignore[arg-type]  # the keys are fields
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
