"""The value of one numeral without blanks, and how precise it is printed: 两千四百五, 1亿2千万, 三五.

>>> evaluate("两千四百五"), evaluate("1亿2千万")
((Decimal('2450'), Decimal('10')), (Decimal('120000000'), Decimal('10000000')))
"""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = [
    "AFTER_POINT",
    "DIGITS",
    "FORMAL",
    "HAN_DIGITS",
    "HAN_UNITS",
    "LARGE",
    "ONE",
    "SMALL",
    "TENS",
    "evaluate",
    "neighbours",
    "trailing_scale",
    "with_units",
]

DIGITS = {
    **dict.fromkeys("零〇", 0),
    **dict.fromkeys("一壹", 1),
    **dict.fromkeys("二贰两", 2),
    **dict.fromkeys("三叁", 3),
    **dict.fromkeys("四肆", 4),
    **dict.fromkeys("五伍", 5),
    **dict.fromkeys("六陆", 6),
    **dict.fromkeys("七柒", 7),
    **dict.fromkeys("八捌", 8),
    **dict.fromkeys("九玖", 9),
}
SMALL = {**dict.fromkeys("十拾", Decimal(10)), **dict.fromkeys("百佰", Decimal(100)), **dict.fromkeys("千仟", Decimal(1000))}
LARGE = {"万": Decimal(10**4), "亿": Decimal(10**8)}
TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
_ZEROS = "零〇"
ONE = Decimal(1)
HAN_DIGITS = "零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖"
AFTER_POINT = "零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖"
HAN_UNITS = "十百千万亿拾佰仟廿卅卌"
_TOKEN = re.compile(r"点[\d零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖]+|\d[\d,]*(?:\.\d+)?|\.\d+|.")


def evaluate(run: str) -> tuple[Decimal, Decimal] | None:
    """Value and precision of a numeral without spaces, or None if it is none.

    >>> evaluate("两千四百五"), evaluate("1亿2千万")
    ((Decimal('2450'), Decimal('10')), (Decimal('120000000'), Decimal('10000000')))
    >>> evaluate("二三"), evaluate("一百零"), evaluate("百三十百")
    (None, None, None)
    """
    for short, full in TENS.items():
        run = run.replace(short, full)
    head, point, tail = run.partition("点")
    if point:
        whole = evaluate(head)
        digits = re.match(rf"[{HAN_DIGITS}\d]+", tail)
        if whole is None or digits is None:
            return None
        printed = "".join(str(DIGITS.get(c, c)) for c in digits.group())
        value, precision = whole[0] + Decimal("0." + printed), Decimal(1).scaleb(-len(printed))
        for unit in tail[digits.end() :]:
            by = SMALL.get(unit) or LARGE.get(unit)
            if by is None:
                return None
            value, precision = value * by, precision * by
        return value, precision
    if len(run) > 1 and all(c in DIGITS for c in run):
        if "两" in run or (len(run) == 2 and not any(c in _ZEROS for c in run)):
            return None
        return Decimal("".join(str(DIGITS[c]) for c in run)), ONE
    return with_units(_TOKEN.findall(run))


def with_units(tokens: list[str]) -> tuple[Decimal, Decimal] | None:
    """The sum that digits and units make: 十 百 千 in falling order below each 万 and 亿."""
    total = section = Decimal(0)
    digit: Decimal | None = None
    digit_precision = precision = ONE
    last_small: Decimal | None = None
    last_large: Decimal | None = None
    before: Decimal | None = None  # the unit that a closing digit counts tenths of: 一百二
    zero = False
    previous = ""
    for token in tokens:
        if token in SMALL:
            unit = SMALL[token]
            if digit is None:
                if previous and unit != 10:
                    return None
                digit = ONE
            if last_small is not None and unit >= last_small:
                return None
            section += digit * unit
            precision = digit_precision * unit
            last_small, before, digit, zero, digit_precision = unit, unit, None, False, ONE
        elif token in LARGE:
            unit = LARGE[token]
            value = section + (digit or 0)
            if digit is not None:
                precision = digit_precision
            if not value and digit is None:
                if previous and previous not in LARGE:
                    return None
                if previous:  # 万亿, 万万
                    total *= unit
                    precision *= unit
                else:
                    total, precision = unit, unit
            elif last_large is not None and unit > last_large:
                total = (total + value) * unit
                precision *= unit
            elif last_large is not None and unit == last_large:
                return None
            else:
                total += value * unit
                precision *= unit
            last_large, last_small, before, section, digit, zero, digit_precision = unit, None, unit, Decimal(0), None, False, ONE
        elif token in _ZEROS:
            if digit is not None or zero:
                return None
            if len(tokens) == 1:
                return Decimal(0), ONE
            zero = True
        else:
            if digit is not None:
                return None
            if token in DIGITS:
                digit, digit_precision = Decimal(DIGITS[token]), ONE
            elif token[0].isdigit() or token[0] == ".":
                digit = Decimal(token.replace(",", ""))
                digit_precision = ONE.scaleb(-len(token.partition(".")[2]))
                zero = zero or (before is not None and token[0] == "0")
            else:
                return None
        previous = token
    if digit is None:
        return None if zero else (total + section, precision)
    if before is None:
        return total + digit, digit_precision
    if previous == "两":  # 三十两 is 30 两
        return None
    if len(previous) > 1 or zero or before == 10:
        return (total + section + digit, digit_precision) if digit < before else None
    return total + section + digit * before / 10, before / 10


def trailing_scale(run: str) -> Decimal:
    scale = ONE
    for character in reversed(run):
        if character not in LARGE:
            break
        scale *= LARGE[character]
    return scale


_PAIR = re.compile(rf"((?:[{HAN_DIGITS}\d]{{0,4}}[{HAN_UNITS}])*零?)([{AFTER_POINT}两])([{AFTER_POINT}两])([{HAN_UNITS}]*)")


def neighbours(run: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """Lower end, upper end and precision of two neighbouring digits: 三五 (three to five), 四五千, 二三十, 十七八, 一百五六十万."""
    parts = _PAIR.fullmatch(run)
    if parts is None:
        return None
    head, first, second, tail = parts.groups()
    if not 0 < DIGITS[first] < DIGITS[second] <= DIGITS[first] + 2 or first in FORMAL:
        return None
    low, high = evaluate(head + first + tail), evaluate(head + second + tail)
    return (low[0], high[0], low[1]) if low and high and low[0] < high[0] else None
