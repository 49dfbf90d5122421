"""Automatic numbers of paragraphs, as a word processor prints them: formats of ST_NumberFormat (ECMA-376, 17.18.59)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from notice_parser.load.symbol_fonts import symbol

__all__ = ["chinese", "fill_level", "write_number"]

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MAX = 100_000  # a number beyond is a fault of the file
_PLACE = re.compile("%([1-9])")
_BULLETS = {"\uf0b7": "●", "o": "○"}  # a dot of Symbol, a ring of Courier; the others are signs of Wingdings


def chinese(number: int, *, digits: str = _DIGITS, units: str = "十百千", short_ten: bool = True) -> str:
    """A whole number in Chinese characters.

    >>> chinese(12), chinese(20), chinese(105), chinese(1010)
    ('十二', '二十', '一百零五', '一千零一十')
    """
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        rest = ("零" if low < 1000 else "") + chinese(low, digits=digits, units=units, short_ten=False) if low else ""
        return chinese(high, digits=digits, units=units) + "万" + rest
    if number == 0:
        return digits[0]
    text, pending = "", False
    for power in (3, 2, 1, 0):
        figure = number // 10**power % 10
        if figure:
            text += ("零" if pending and text else "") + digits[figure] + (units[power - 1] if power else "")
            pending = False
        elif text:
            pending = True
    return text[1:] if short_ten and text.startswith(digits[1] + units[0]) and number < 20 else text


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(c)] for c in str(number))


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _enclosed(first: str, last: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= last else str(number)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord("０") + int(c)) for c in str(number)),
    "decimalFullWidth2": lambda number: "".join(chr(ord("０") + int(c)) for c in str(number)),
    "decimalHalfWidth": str,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": chinese,
    "taiwaneseDigital": _digital,
    "chineseLegalSimplified": lambda number: chinese(number, digits=_LEGAL, units="拾佰仟", short_ten=False),
    "ideographLegalTraditional": lambda number: chinese(number, digits="零壹貳參肆伍陸柒捌玖", units="拾佰仟", short_ten=False),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedCircleChinese": _enclosed("①", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "ideographEnclosedCircle": _enclosed("㊀", 10),
    "ordinal": lambda number: f"{number}.",
    "numberInDash": lambda number: f"-{number}-",
    "none": lambda number: "",
}


def write_number(number: int, form: str) -> str:
    """``number`` in the format of that name, or as that first number is written (001); in figures where we do not know the format.

    >>> write_number(3, "chineseCounting"), write_number(4, "decimalEnclosedCircle"), write_number(9, "upperRoman"), write_number(7, "001")
    ('三', '④', 'IX', '007')
    """
    if form.isdecimal():
        return f"{number:0{min(len(form), 9)}d}"
    return _FORMATS.get(form, str)(number) if 0 < number <= _MAX else str(number)


def fill_level(pattern: str, counts: list[int], forms: list[str], *, is_bullet: bool, is_legal: bool = False) -> str:
    """The label of a paragraph: ``%1`` of the pattern is the first level's number, and so on.

    >>> fill_level("（%1）", [2], ["chineseCounting"], is_bullet=False), fill_level("%1.%2", [2, 3], ["decimal"] * 2, is_bullet=False)
    ('（二）', '2.3')
    """
    if is_bullet:
        if "\ue000" <= pattern[:1] <= "\uf8ff":
            return _BULLETS.get(pattern) or symbol(ord(pattern[0]), None) or "●"
        return _BULLETS.get(pattern, pattern if pattern.isprintable() else "●")

    def number(match: re.Match[str]) -> str:
        level = int(match.group(1)) - 1
        if level >= len(counts):
            return ""
        return write_number(counts[level], "decimal" if is_legal else forms[level])

    return _PLACE.sub(number, pattern)
