"""Cells of spreadsheets as they are printed: a value and its number format (ECMA-376, 18.8.30) → characters."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from notice_parser.load.figure_format import print_figure, section_of
from notice_parser.load.numbering import write_number

__all__ = ["BUILT_IN", "print_cell"]

# formats that have a number and no text in the file; those of dates are as Chinese Excel prints them
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy-m-d",
    15: "yyyy-m-d",
    16: "m月d日",
    17: "yyyy年m月",
    18: "h:mm",
    19: "h:mm:ss",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-m-d h:mm",
    27: "yyyy年m月",
    28: "m月d日",
    29: "m月d日",
    30: "yyyy-m-d",
    31: "yyyy年m月d日",
    32: "h时mm分",
    33: "h时mm分ss秒",
    36: "yyyy年m月",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    49: "@",
    50: "yyyy年m月",
    51: "m月d日",
    52: "yyyy年m月",
    53: "m月d日",
    54: "m月d日",
    55: "yyyy年m月",
    56: "m月d日",
    57: "yyyy年m月",
    58: "m月d日",
}
_EPOCH = datetime(1899, 12, 30)
_DAYS_1904 = 1462
_LAST_DAY = 2_958_465  # 9999-12-31
_ASIDE = re.compile("\\[[^\\]]{0,60}\\]|_.|\\*.")  # colours and conditions, padding, filling
_LITERAL = re.compile('"(?P<quoted>[^"]{0,200})"|[\\\\!](?P<single>.)')
_IS_DATE = re.compile("[ymdhs]|aaa", re.I)
_ELAPSED = re.compile("\\[(?:h{1,4}|m{1,4}|s{1,4})\\]", re.I)
_TIME_PART = re.compile("\\[[^\\]]{0,60}\\]|h{1,2}|m{1,2}|s{1,2}", re.I)
_WORDS = re.compile("\\[dbnum[12]\\]", re.I)
_DATE_PART = re.compile("aaaa|aaa|yyyy|yy|y|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|上午/下午|.", re.I)


def print_cell(value: float, form: str, *, is_1904: bool = False) -> str:
    """A number as its format prints it.

    >>> print_cell(0.9995, "0.00%"), print_cell(1234.5, "#,##0.00"), print_cell(45041, "yyyy年m月d日"), print_cell(12.0, "General")
    ('99.95%', '1,234.50', '2023年4月25日', '12')
    """
    section = section_of(value, form)
    if not section.form and ";" in form:  # an empty part hides its values: 0;-0;;@ shows no noughts
        return ""
    kind = _kind_of(section.form)
    if kind == "general":
        return plain(value)
    if kind == "elapsed":
        return _elapsed(value, section.form)
    if kind == "date":
        return _date(value, _ASIDE.sub("", section.form), is_1904, in_words=_WORDS.search(section.form) is not None)
    return print_figure(value, section, plain(value))


@lru_cache(maxsize=1000)
def _kind_of(form: str) -> str:
    """What a section prints: ``general`` as it is, a length of time, a date, a figure."""
    bare = _LITERAL.sub("", _ASIDE.sub("", form))
    if bare.strip().lower() in ("", "general", "@") and not _LITERAL.search(form) and not _WORDS.search(form):
        return "general"
    if _ELAPSED.search(form):
        return "elapsed"
    return "date" if _IS_DATE.search(bare.lower().replace("general", "").replace("e+", "").replace("e-", "")) else "figure"


def plain(value: float) -> str:
    """A number without a format: as few digits as say it, never an exponent."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    try:
        return f"{Decimal(f'{value:.15g}'):f}"
    except InvalidOperation:
        return str(value)


def _elapsed(value: float, form: str) -> str:
    """A length of time: hours, minutes or seconds beyond a day's count on."""
    seconds = round(abs(value) * 86_400)
    parts = {"h": seconds // 3600, "m": seconds // 60, "s": seconds}
    rest = {"h": seconds // 3600 % 24, "m": seconds // 60 % 60, "s": seconds % 60}

    def figure(match: re.Match[str]) -> str:
        text = match.group()
        if text.startswith("["):
            return f"{parts[text[1].lower()]:0{len(text) - 2}d}" if text[1].lower() in parts else ""
        return f"{rest[text[0].lower()]:0{len(text)}d}"

    form = _LITERAL.sub(lambda m: (m.group("quoted") or "") if m.group("single") is None else m.group("single"), form)
    return ("-" if value < 0 else "") + _TIME_PART.sub(figure, form).strip()


def _date(value: float, form: str, is_1904: bool, *, in_words: bool = False) -> str:
    """A day, or a time of it; ``in_words``: 二〇二三年四月."""
    days = value + (_DAYS_1904 if is_1904 else 0)
    if not 0 <= days <= _LAST_DAY:
        return plain(value)
    moment = _EPOCH + timedelta(seconds=round(days * 86_400))
    form = _LITERAL.sub(lambda m: m.group("quoted") if m.group("quoted") is not None else m.group("single"), form)
    out: list[str] = []
    hours = False
    for match in _DATE_PART.finditer(form[:200]):
        part, lower = match.group(), match.group().lower()
        if lower.startswith("y"):
            year = f"{moment.year:04d}" if len(part) > 2 else f"{moment.year % 100:02d}"
            out.append("".join(write_number(int(c), "chineseCounting") if c != "0" else "〇" for c in year) if in_words else year)
        elif (lower.startswith("a") and lower != "am/pm") or lower in ("ddd", "dddd"):
            out.append(("星期" if len(part) > 3 else "周" if lower == "ddd" else "") + "一二三四五六日"[moment.weekday()])
        elif lower.startswith("m"):
            rest = form[match.end() :].lower()
            minutes = hours or rest.lstrip(":分 ").startswith("s")
            figure = moment.minute if minutes else moment.month
            said = write_number(figure, "chineseCounting") if in_words and not minutes else str(figure)
            out.append(f"{figure:02d}" if len(part) == 2 and not in_words else said)
            hours = False
        elif lower.startswith("d"):
            said = write_number(moment.day, "chineseCounting") if in_words else str(moment.day)
            out.append(f"{moment.day:02d}" if len(part) == 2 and not in_words else said)
        elif lower in ("h", "hh"):
            out.append(f"{moment.hour:02d}" if len(part) == 2 else str(moment.hour))
            hours = True
        elif lower in ("s", "ss"):
            out.append(f"{moment.second:02d}")
        elif lower in ("am/pm", "上午/下午") or part == "@":
            continue
        else:
            out.append(part)
    return "".join(out).strip()
