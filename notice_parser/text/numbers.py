"""Numerals of a text: every one, Arabic or Chinese, and no character of a word that only looks like one.

A longer numeral (二十七, 三百五) is one wherever it stands, unless a word holds it. A single character (三, 一, 十) is one only if it
counts something (三件), numbers something (第三, 三分之一), or stands alone between marks.

>>> [(n.raw, str(n.value)) for n in find_numbers("办件1.2亿件，占三成，第三方测评一百二十余场，统一受理")]
[('1.2亿', '120000000'), ('三', '3'), ('一百二十', '120')]
"""

from __future__ import annotations

import re
from decimal import Decimal

from notice_parser.model import Number
from notice_parser.text.figure_value import DIGITS, FORMAL, evaluate
from notice_parser.text.figures import Figure, figures_in, fold_figures, in_latin_name
from notice_parser.text.number_words import begins_word, ends_word_before_one, in_word, is_one_to_one
from notice_parser.text.units import is_kilo_unit, unit_after

__all__ = ["find_numbers"]

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_URL = re.compile(r"(?:[A-Za-z]{2,6}://|www\.)[\w\-.~:/?#@!$&()*+,;=%]{1,2000}", re.ASCII)
_NUMBERED = re.compile(r"[第前后列居近约超达]$")
_GOES_ON = re.compile(r"(?: ?分 ?之|个|[年月日时点分元块级类号倍成折]|的|和|与|或|至|到|、|[多余几]|对)")
_SPOKEN_OF = re.compile(r"[是为得叫写读]$")
# 壹拾壹元壹角: a sum in the characters of cheques is one numeral
_FORMAL_SUM = re.compile(r"[元圆](?:整|正)?零?(?=[壹贰叁肆伍陆柒捌玖][角分])(?:([壹贰叁肆伍陆柒捌玖])角零?)?(?:([壹贰叁肆伍陆柒捌玖])分)?")
_DOZEN = re.compile(r"打(?![\u4e00-\u9fff])")
TWELVE = 12


def find_numbers(text: str) -> tuple[Number, ...]:
    """Every numeral of ``text``, in order; numbers of articles and dates too, but no digits inside a name (PM2.5) or an address."""
    folded = fold_figures(text)
    if "://" in folded or "www." in folded:
        folded = _URL.sub(lambda address: "\x00" * len(address.group()), folded)
    found: list[Number] = []
    last: Figure | None = None
    taken = 0
    for figure in figures_in(folded, text):
        if not _is_number(figure, folded, last):
            continue
        last = figure
        start, end, value, precision = figure[:4]
        if start < taken:
            continue
        if folded[end - 1] in "千百" and end - start > 1 and is_kilo_unit(folded, end - 1, arabic=figure.arabic):  # 3000千瓦
            end -= 1
            value, precision = evaluate(folded[start:end].replace(" ", "")) or (value, precision)
        elif folded[start] in FORMAL and (parts := _FORMAL_SUM.match(folded, end)):
            end, (jiao, fen) = parts.end(), parts.groups()
            value += Decimal(DIGITS.get(jiao, 0)) / 10 + Decimal(DIGITS.get(fen, 0)) / 100
            precision = Decimal("0.01") if fen else Decimal("0.1")
        taken = end
        if folded[end : end + 1] == "打" and (dozen := _DOZEN.match(folded, end)):
            value, end = value * TWELVE, dozen.end()
        if figure.sign >= 0:
            start, value = figure.sign, -value
        whole = value if precision == 1 and end == figure.end else _whole(value)
        found.append(Number(raw=text[start:end], span=(start, end), value=whole, value_max=figure.high, precision=precision))
    return tuple(found)


def _whole(value: Decimal) -> Decimal:
    """Without an exponent, so that it prints as it is."""
    if value.as_tuple().exponent == 0:
        return value
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _is_number(figure: Figure, folded: str, last: Figure | None) -> bool:
    before = folded[figure.start - 1 : figure.start]
    if figure.arabic:
        return not in_latin_name(folded, figure.start, figure.end)
    if figure.form in ("percent", "permille", "decimal", "fraction"):
        return True
    if before and before in "数几" and folded[figure.start] in "十百千万亿":
        return False
    numbered = bool(_NUMBERED.search(before))
    unit = unit_after(folded, figure.end)
    if before == "第" and begins_word(folded, figure.start - 1, figure.end):
        return False
    if not numbered and in_word(folded, figure.start, figure.end, None if unit is None or unit.plain else unit.end):
        return False
    if figure.bare and figure.end - figure.start == 1:
        return figure.vague
    return not figure.lone or numbered or figure.sign >= 0 or _counts(figure, folded, before, last)


def _counts(figure: Figure, folded: str, before: str, last: Figure | None) -> bool:
    """Whether one character is a numeral: it counts, or stands between marks."""
    character = folded[figure.start]
    after = folded[figure.end : figure.end + 1]
    if character in "拾佰仟肆陆伍" and before + after and (_HAN.match(before) or _HAN.match(after)):
        return False
    open_before, open_after = not _HAN.match(before), not _HAN.match(after)
    if open_before and open_after:
        return True
    if last is not None and last.end == figure.start and after == character:
        return False
    if character == "一" and ((before and ends_word_before_one(before)) or is_one_to_one(folded, figure.start)):
        return False
    unit = unit_after(folded, figure.end)
    if unit is not None and (not unit.plain or open_before) and not in_word(folded, figure.start, unit.end):
        return True
    if open_before and _GOES_ON.match(folded, figure.end):
        return True
    if _GOES_ON.match(folded, figure.end) and folded[figure.end] not in "的和与或至到、对":
        return True
    return bool(_SPOKEN_OF.search(before)) and (character != "一" or open_after)
