"""Cells of spreadsheets as they are printed: a value and its number format (ECMA-376, 18.8.30) → characters."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

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
_LITERAL = re.compile('"(?P<quoted>[^"]{0,200})"|\\\\(?P<single>.)')
_IS_DATE = re.compile("[ymdhs]", re.I)
_FIGURES = re.compile("[#0?](?:[#0?,]{0,60})(?P<fraction>\\.[#0?]{0,30})?")
_DATE_PART = re.compile("yyyy|yy|y|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|上午/下午|.", re.I)


def print_cell(value: float, form: str, *, is_1904: bool = False) -> str:
    """A number as its format prints it.

    >>> print_cell(0.9995, "0.00%"), print_cell(1234.5, "#,##0.00"), print_cell(45041, "yyyy年m月d日"), print_cell(12.0, "General")
    ('99.95%', '1,234.50', '2023年4月25日', '12')
    """
    section = _section(value, form)
    bare = _LITERAL.sub("", _ASIDE.sub("", section))
    if bare.strip().lower() in ("", "general", "@") and not _LITERAL.search(section):
        return plain(value)
    if _IS_DATE.search(bare.lower().replace("general", "").replace("e+", "").replace("e-", "")):
        return _date(value, _ASIDE.sub("", section), is_1904)
    return _figure(value, _ASIDE.sub("", section), negative_by_section=section is not form and form.count(";") > 0 and value < 0)


def plain(value: float) -> str:
    """A number without a format: as few digits as say it, never an exponent."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    try:
        return f"{Decimal(f'{value:.15g}'):f}"
    except InvalidOperation:
        return str(value)


def _section(value: float, form: str) -> str:
    """The part of a format for a number of this sign: positive;negative;zero."""
    parts = _split(form)
    if len(parts) > 2 and value == 0:
        return parts[2]
    if len(parts) > 1 and value < 0:
        return parts[1]
    return parts[0]


def _split(form: str) -> list[str]:
    parts, start, quoted = [], 0, False
    for i, char in enumerate(form[:500]):
        if char == '"':
            quoted = not quoted
        elif char == ";" and not quoted:
            parts.append(form[start:i])
            start = i + 1
    return [*parts, form[start:500]]


def _figure(value: float, form: str, *, negative_by_section: bool) -> str:
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match.group("quoted") if match.group("quoted") is not None else match.group("single"))
        return chr(0xE000 + len(literals) - 1)

    masked = _LITERAL.sub(keep, form)
    found = _FIGURES.search(masked)

    def shown(text: str) -> str:
        return "".join(literals[ord(c) - 0xE000] if "\ue000" <= c < chr(0xE000 + len(literals)) else c for c in text).strip()

    if found is None:  # a section that is words alone: "-" for nought
        return shown(masked)
    number = Decimal(repr(abs(value) if negative_by_section else value))
    if "%" in masked:
        number *= 100
    if "E+" in masked.upper() or "/" in masked[found.start() :]:
        return plain(value)
    fraction = (found.group("fraction") or "")[1:]
    number = number.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP) if abs(number) < Decimal("1e20") else number
    text = f"{number:,f}" if "," in found.group() else f"{number:f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    for _ in range(optional):
        if "." in text and text.endswith("0"):
            text = text[:-1]
    return shown(masked[: found.start()]) + text.rstrip(".") + shown(masked[found.end() :])


def _date(value: float, form: str, is_1904: bool) -> str:
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
            out.append(f"{moment.year:04d}" if len(part) > 2 else f"{moment.year % 100:02d}")
        elif lower.startswith("m"):
            rest = form[match.end() :].lower()
            minutes = hours or rest.lstrip(":分 ").startswith("s")
            figure = moment.minute if minutes else moment.month
            out.append(f"{figure:02d}" if len(part) == 2 else str(figure))
            hours = False
        elif lower.startswith("d"):
            out.append("" if len(part) > 2 else f"{moment.day:02d}" if len(part) == 2 else str(moment.day))
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
