"""Numerals: Arabic and Chinese, as whole numbers.

Three ways of writing them stand side by side in official documents: Arabic digits, half- or full-width, with or without
separators of thousands; Chinese numerals with units (二十七); and Chinese digits read one by one, as in years (二〇一九).

>>> read_integer("１，２３４"), read_integer("一百零四"), read_integer("二○一九")
(1234, 104, 2019)
>>> read_integer("三四") is None  # three or four, not thirty-four
True
"""

from __future__ import annotations

import re

__all__ = ["read_integer"]

_ARABIC = re.compile(r"\d{1,18}|\d{1,3}(?:[,，]\d{3}){1,6}")  # \d takes full-width digits, and int() reads them

_DIGITS = {
    **dict.fromkeys("零〇○◯", 0),
    **dict.fromkeys("一壹", 1),
    **dict.fromkeys("二贰貳两兩", 2),
    **dict.fromkeys("三叁參", 3),
    **dict.fromkeys("四肆", 4),
    **dict.fromkeys("五伍", 5),
    **dict.fromkeys("六陆陸", 6),
    **dict.fromkeys("七柒", 7),
    **dict.fromkeys("八捌", 8),
    **dict.fromkeys("九玖", 9),
}
_UNITS = {
    **dict.fromkeys("十拾", 10),
    **dict.fromkeys("百佰", 100),
    **dict.fromkeys("千仟", 1000),
}
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_ZEROS = "零〇○◯"
_MIN_POSITIONAL = 3  # 二三 is "two or three"; 一二三 and what holds a zero can only be digits


def read_integer(text: str) -> int | None:
    """The whole number that ``text`` is, or None if it is none. White space around it does not count.

    >>> [read_integer(t) for t in ("二十七", "廿六", "两千", "一百二", "十万零三百", "〇五")]
    [27, 26, 2000, 120, 100300, 5]
    >>> [read_integer(t) for t in ("", "十百", "一二十", "3.5", "若干")]
    [None, None, None, None, None]
    """
    text = text.strip()
    if _ARABIC.fullmatch(text):
        return int(text.replace(",", "").replace("，", ""))
    if not text:
        return None
    if all(c in _DIGITS for c in text):
        return _read_digits(text)
    return _read_with_units("".join(_TENS.get(c, c) for c in text))


def _read_digits(text: str) -> int | None:
    if len(text) > 1 and len(text) < _MIN_POSITIONAL and not any(c in _ZEROS for c in text):
        return None
    return int("".join(str(_DIGITS[c]) for c in text)) if len(text) <= 18 else None


def _read_with_units(text: str) -> int | None:
    """The number that digits and units make: 万 and 亿 multiply all that stands before them, as far as a larger one."""
    for unit, value in sorted(_LARGE.items(), key=lambda item: -item[1]):
        head, found, tail = text.rpartition(unit)
        if not found:
            continue
        above = _read_with_units(head) if head and head[-1] not in _ZEROS else None
        if above is None:
            return None
        if not tail:
            return above * value
        if len(tail) == 1 and tail not in _ZEROS and tail in _DIGITS:
            return above * value + _DIGITS[tail] * value // 10  # 三万五
        below = _read_with_units(tail)
        return above * value + below if below is not None and 0 < below < value else None
    return _read_below_ten_thousand(text)


def _read_below_ten_thousand(text: str) -> int | None:
    total, last_unit, digit, after_zero = 0, 10**4, None, False
    for place, character in enumerate(text):
        if character in _ZEROS:
            if digit is not None or after_zero:
                return None
            after_zero = True
        elif character in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[character]
        elif character in _UNITS:
            unit = _UNITS[character]
            if unit >= last_unit or (digit is None and (place > 0 or unit != 10)):
                return None
            total += (1 if digit is None else digit) * unit
            last_unit, digit, after_zero = unit, None, False
        else:
            return None
    if digit is None:
        return total if total and not after_zero else None
    if not after_zero and 100 <= last_unit < 10**4:
        return total + digit * last_unit // 10  # 一百二
    return total + digit
