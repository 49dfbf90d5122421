"""Figures as printed: where each numeral stands, its exact value, and how precise the print is.

A figure is what one writes with digits (``284,113``), with Chinese numerals (一百零四, 两千四百五, 壹佰), or with both
(3.5万, 1亿2千万); with a sign, a fraction (三分之二, 百分之九十五点六), or a vague word inside (二十几万, 十余万). Everything here
works on *folded* text (``fold_figures``), whose length is that of the printed one, in one pass, whatever the text is.

>>> [(f"{f.value:.0f}", f"{f.precision:.0f}") for f in figures_in(fold_figures("３８.31万条，一百二十余场"))]
[('383100', '100'), ('120', '10')]
>>> figures_in(fold_figures("岚川市"))
()
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from notice_parser.text.figure_value import (
    AFTER_POINT,
    DIGITS,
    FORMAL,
    HAN_DIGITS,
    HAN_UNITS,
    LARGE,
    ONE,
    SMALL,
    TENS,
    evaluate,
    neighbours,
    trailing_scale,
    with_units,
)
from notice_parser.text.width import FOLDED, replacer

__all__ = ["GROUPS", "STOP", "TELLS", "Figure", "Form", "figures_in", "fold_figures", "in_latin_name", "is_row_of_figures"]

# decimal: 万分之五, 十万分之一, a fraction of a power of ten from 万 on, exact
Form: TypeAlias = Literal["plain", "percent", "permille", "decimal", "fraction", "pair"]
LONGEST_RUN = 48  # characters of one numeral; 一千一百一十一万一千一百一十一亿一千一百一十一万一千一百一十一 has 31
LONGEST_DIGITS = 24  # digits in a row that are still a number; longer ones are identifiers
FRACTION_DIGITS = Decimal("0.000000000000001")  # a fraction that does not end is rounded here
_DIGIT_VALUES = {character: Decimal(digit) for character, digit in DIGITS.items()}
_HALF = Decimal("0.5")
# length kept: traditional forms of what numerals are written with, and the dash that a soft hyphen is
_MODERN = dict(zip("萬億點兩個貳參陸圓數幾餘約至\u00ad−﹪﹒", "万亿点两个贰叁陆圆数几余约至--%.", strict=True))
_fold = replacer({**{a: _MODERN.get(b, b) for a, b in FOLDED.items()}, **{a: b for a, b in _MODERN.items() if a not in FOLDED}})
_FOOTNOTE = re.compile(r"\[\d{1,2}\]$")
_NO_MINUS = "—–―‑‒­"  # dashes that fold to a hyphen, and are never a sign
_M = "百千万亿佰仟"
_S = " {0,2}"
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d++)(?:\.\d++)?|\.\d++"
_REST = (
    rf"(?:{_S}[{HAN_DIGITS}{HAN_UNITS}]|(?<=[{HAN_UNITS}零])\d{{1,9}}(?![\d.,])(?!{_S}[{HAN_DIGITS}%])"
    rf"|(?<=[{HAN_UNITS}]){_S}\d{{1,4}}(?={_S}[{_M}]))"
)
# 八点三十分 is a time of the day
_POINT = rf"(?:{_S}点{_S}(?:[{AFTER_POINT}]|\d)(?:{_S}(?:[{AFTER_POINT}]|\d))*+(?!{_S}[十拾廿卅])(?:{_S}[{_M}])*+)?"
_RUN = re.compile(rf"(?:(?:{_ARABIC})(?:(?:{_S}[{_M}]|十){_REST}*+)?|[{HAN_DIGITS}{HAN_UNITS}]{_REST}*+{_POINT})")
# a figure with blanks within, as copying and recognition leave them, before its unit: 受理42 817件, 占7 2 .6%, 林地1,32 6亩, 完成12. 5亿元
_SPREAD = re.compile(
    r"(?<=[\u4e00-\u9fff （(、-])(?<![第表图栋楼号区月])(?<!附件)"
    r"([0-9](?: {0,2}[0-9.,]){1,20})(?: {0,2}([万亿])|(?= {0,2}[\u4e00-\u9fff%‰℃]))"
)
# what is one figure for certain: blanks beside the point; groups of three digits parted by blanks (GB/T 15835-2011) or commas; a decimal
_BESIDE_POINT = re.compile(r"[0-9]{1,6} {0,2}\. {0,2}[0-9]{1,4}")
GROUPS = re.compile(r"[1-9][0-9]{0,2}(?: {1,2}[0-9]{3}){1,3}(?:\.[0-9]{1,4})?")
_ONE_FIGURE = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}(?:\.[0-9]{1,4})?|(?:0|[1-9][0-9]{0,5})\.[0-9]{1,4}")
# 整改3. 5个项目: the number of an item, where the unit does not tell
_ITEM = re.compile(r"[0-9]{1,6}\. ")
TELLS = re.compile(" {0,2}(?:[万亿%‰℃元吨亩倍米度]|个百分点|公[里斤顷]|平方|立方|毫米|千米)")
# 行业.39个, 亿元.1-8月: a stop rather than a point, behind a word and before what a fraction cannot be of
STOP = re.compile(rf"(?<=[\u4e00-\u9fff])\.(?=[0-9]{{1,9}}+(?!{TELLS.pattern})[\u4e00-\u9fff~-])")
# 增长5, 120家停产: a pause before a blank, which nothing else shows to be one of thousands; 分别完成12 300 452亿元: a row
_ROW = re.compile(r"[1-9][0-9,]{1,8}(?:\.[0-9]{1,4})?(?: {1,2}[1-9][0-9,]{1,8}(?:\.[0-9]{1,4})?){2,}")  # 120 85 70.8%
_SHARE_DIGITS = 3  # of a share before its point
_PAUSE = re.compile(r"[0-9]{1,3}, {1,2}[0-9]{3}")
_SEVERAL = re.compile("(?:分别|依次|[各均])[^，,。；;：:]{0,24}$")
CLAUSE = 24  # characters before a figure that say whether it is one of several
_DOTTED = re.compile(r"\d++(?:\.\d++){2,}+")
_POWER = re.compile(r"\^([+-]?\d{1,3})(?![\d.])")
_EXPONENT = re.compile(r"[eE]([+-]?\d{1,2})(?![\dA-Za-z.])")
_THOUSANDS = re.compile(r" {0,2}([kK])(?![A-Za-z])|M(?![A-Za-z\d/])")
_MEASURE_IN_LETTERS = re.compile(r"(?<![A-Za-z])(?:GDP|GNP|GEP|CPI|PPI|PMI|RPI|AQI|LPR)$")
_CAPITALS = re.compile(r"[A-Z]{2,4}$")
_NO_NAME = re.compile(  # 人均GDP1万元, 开通APP3个
    r" ?[万亿]{0,2}(?:元(?![首旦素宝件])|美元|%|‰)"
    "|个(?!基)|[家款户台套](?!庭|账)|项(?!目)|件|例(?![行如])|起(?![点始重])|座(?!谈)|处(?![于理置罚在])|所(?![有在需属])|批次"
)
_PARTS = re.compile(rf"{_S}分{_S}之{_S}(?:[负-]{_S})?")
_AND = re.compile(rf"{_S}又{_S}")
_MIXED = re.compile(r" (?=\d{1,3} {0,2}/ {0,2}\d)")
_SLASH = re.compile(rf"{_S}/{_S}")
_VAGUE_SCALE = re.compile(rf"{_S}([余多几来]){_S}((?:百|千)?[万亿]{{1,2}})")
# The next figure: one that needs no second look (digits, with 万 or 亿, behind which nothing stands that can belong to them; one Chinese
# digit alone), else the place where one may begin. The first character is taken by one set, which is what makes the search quick.
_GOES_ON = (
    rf" {{0,2}}(?:[kK{HAN_UNITS}又/]|\. ?[0-9]|分 {{0,2}}之|[余多几来] {{0,2}}[{_M}])"
    rf"| {{1,2}}[.,]? {{0,2}}[0-9]|[.,] {{1,2}}[0-9]|[.,]?[0-9]|[\^M]|[eE][+-]?[0-9]| [0-9]{{1,3}} {{0,2}}/"
)
_NEXT = re.compile(
    rf"[0-9.半{HAN_DIGITS}{HAN_UNITS}](?:"
    rf"(?<=[0-9])(?P<digits>[0-9]{{0,11}}+(?:\.[0-9]{{1,8}}+)?+)(?:(?P<large>[万亿])(?! {{0,2}}[{HAN_DIGITS}0-9]))?+(?!{_GOES_ON})"
    rf"|(?P<sign>(?<=[{HAN_DIGITS.replace('零', '')}])(?![{HAN_DIGITS}{HAN_UNITS} 点余多几来分又]))"
    rf"|(?<=[{HAN_DIGITS}{HAN_UNITS}0-9])|(?<=\.)(?=[0-9])|(?<=半)(?=个))"
)
_UNIT_OF_PLACE = tuple(ONE.scaleb(-places) for places in range(9))


class Figure(NamedTuple):
    """One figure of the folded text. The sign stands before ``start``, at ``sign``, and is not in ``value``."""

    start: int
    end: int
    value: Decimal
    precision: Decimal  # unit of the last printed digit, scaled
    form: Form = "plain"
    arabic: bool = True  # starts with an Arabic digit
    lone: bool = False  # one Chinese character
    bare: bool = False  # 百, 万 ... without a digit before it
    formal: bool = False  # of 壹贰叁 only
    vague: bool = False  # 余, 多, 几 inside
    sign: int = -1
    scale: Decimal = ONE  # what 万 and 亿 at its end multiply by
    high: Decimal | None = None  # of 三五, 四五千: the larger one


def fold_figures(text: str) -> str:
    """``text`` in the characters that the functions here look for, length kept."""
    return _fold(text)


def in_latin_name(text: str, start: int, end: int) -> bool:
    """Whether Latin letters right before make digits part of a name: PM2.5, G60; not of what letters are short for (人均GDP12668元), nor
    of what is counted (APP3个).

    >>> in_latin_name("PM2.5浓度", 2, 5), in_latin_name("人均GDP12668元", 5, 10), in_latin_name("CPI102.3", 3, 8)
    (True, False, False)
    >>> in_latin_name("APP3个", 3, 4)
    False
    """
    before = text[start - 1 : start]
    if not before.isascii() or not (before.isalpha() or before == "_"):
        return False
    return _MEASURE_IN_LETTERS.search(text, max(0, start - 5), start) is None and not (
        _CAPITALS.search(text, max(0, start - 5), start) is not None and _NO_NAME.match(text, end) is not None
    )


def _read_run(folded: str, start: int, end: int) -> Figure | None:
    """The longest figure from ``start`` that the run up to ``end`` holds."""
    while end > start:
        printed = folded[start:end]
        run = printed.replace(" ", "")
        arabic = run[0].isdigit() or run[0] == "."
        units = any(c in SMALL or c in LARGE or c in TENS for c in run)
        read = evaluate(run) if units or "点" in run or len(run) == len(printed) else None
        if read is not None:
            value, precision = read
            return Figure(
                start=start,
                end=end,
                value=value,
                precision=precision,
                arabic=arabic,
                lone=not arabic and len(run) == 1,
                bare=not arabic and run[0] in HAN_UNITS and run[0] not in "十拾廿卅卌",
                formal=all(c in FORMAL for c in run),
                scale=trailing_scale(run),
            )
        pair = neighbours(run) if len(run) == len(printed) else None
        if pair is not None:
            low, high, precision = pair
            return Figure(start, end, low, precision, form="pair", arabic=arabic, high=high, scale=trailing_scale(run))
        end -= 1
        while end > start and (folded[end - 1] in " 点" or (arabic and folded[end - 1] in ".,")):
            end -= 1
        if arabic and end > start and folded[end - 1].isdigit() and end - start < LONGEST_DIGITS and not units:
            return None
    return None


def _simple(folded: str, start: int) -> tuple[Figure | None, int]:
    """The figure that starts here, without sign and fraction, and where to look on."""
    if folded[start : start + 1].isdigit() and (spread := _SPREAD.match(folded, start)) is not None and " " in spread.group(1):
        figure = _spread(folded, spread, start)
        if figure is not None:
            return figure, figure.end
    run = _RUN.match(folded, start)
    if run is None:
        return None, start + 1
    end = run.end()
    if folded[start] == "." and STOP.match(folded, start) is not None:
        return None, start + 1
    digits = _leading_digits(folded, start, end)
    if end - start > LONGEST_RUN or digits > LONGEST_DIGITS:
        return None, end
    figure = _read_run(folded, start, end)
    return (None, start + 1 + (digits - 1 if digits > 1 else 0)) if figure is None else (figure, figure.end)


def _spread(folded: str, printed: re.Match[str], start: int) -> Figure | None:
    """The figure of digits with blanks between, where it can be but one and a clause has begun before it."""
    digits = printed.group(1)
    joined = digits.replace(" ", "")
    if not _is_within(folded, start):
        return None
    if _BESIDE_POINT.fullmatch(digits) is not None:
        if _ITEM.match(digits) is not None and TELLS.match(folded, printed.end(1)) is None:
            return None
    elif is_row_of_figures(digits, folded[printed.end(1) : printed.end(1) + 2].lstrip(" ")[:1]):
        return None
    elif GROUPS.fullmatch(digits) is None and _ONE_FIGURE.fullmatch(joined) is None:
        return None
    elif _PAUSE.fullmatch(digits) is not None or _SEVERAL.search(folded, max(0, start - CLAUSE), start) is not None:
        return None
    whole, _, places = joined.replace(",", "").partition(".")
    return _of_parts(whole, places, printed.group(2), start, printed.end())


def is_row_of_figures(digits: str, sign: str) -> bool:
    """Whether digits with blanks between are several figures side by side: three or more, each of which is one by itself, or more
    than a share has. ``sign``: the one behind them."""
    if GROUPS.fullmatch(digits) is not None:
        return False
    is_share = sign != "" and sign in "%％‰"
    return _ROW.fullmatch(digits) is not None or (is_share and len(re.sub("[ ,]", "", digits.partition(".")[0])) > _SHARE_DIGITS)


def _of_parts(whole: str, places: str, large: str | None, start: int, end: int) -> Figure:
    """The figure of its digits before and behind the point, and 万 or 亿."""
    scale = LARGE.get(large or "", ONE)
    return Figure(start, end, Decimal(f"{whole}.{places or 0}") * scale, _UNIT_OF_PLACE[len(places)] * scale, scale=scale)


def _is_within(folded: str, at: int) -> bool:
    """Whether a clause has begun before ``at``: its last character other than a blank is Chinese, a minus or what a row goes on with."""
    before = folded[max(0, at - 3) : at].rstrip(" ")
    return before != "" and ("\u4e00" <= before[-1] <= "\u9fff" or before[-1] in "（(、-")


def _leading_digits(folded: str, start: int, end: int) -> int:
    place = start
    while place < end and place - start <= LONGEST_DIGITS and folded[place].isdigit():
        place += 1
    return place - start


def _plain(folded: str, start: int) -> tuple[Figure | None, int]:
    """The same with k, powers and the vague words that stand before 万 and 亿."""
    figure, after = _simple(folded, start)
    if figure is None:
        return None, after
    end = figure.end
    if figure.arabic:
        if power := _POWER.match(folded, end):
            exponent = int(power.group(1))
            if abs(exponent) <= 64 and figure.value and len(figure.value.as_tuple().digits) <= 8:
                value = figure.value**exponent
                value = Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
                return figure._replace(end=power.end(), value=value, precision=ONE), power.end()
        if exponent_mark := _EXPONENT.match(folded, end):
            by = int(exponent_mark.group(1))
            value = figure.value.scaleb(by)
            return figure._replace(end=exponent_mark.end(), value=value, precision=figure.precision.scaleb(by)), exponent_mark.end()
        if (thousands := _THOUSANDS.match(folded, end)) and figure.scale == 1:
            by = 3 if thousands.group(1) else 6
            value, precision = figure.value.scaleb(by), figure.precision.scaleb(by)
            return figure._replace(end=thousands.end(), value=value, precision=precision), thousands.end()
    if vague := _VAGUE_SCALE.match(folded, end):
        scale = with_units(list(vague.group(2)))
        if scale is not None:
            by_scale = scale[0]
            figure = figure._replace(
                end=vague.end(),
                value=figure.value * by_scale,
                precision=figure.precision * by_scale,
                high=figure.high and figure.high * by_scale,
                vague=True,
                lone=False,
                scale=by_scale,
            )
            return figure, figure.end
    return figure, end


def _sign(folded: str, printed: str, start: int) -> int:
    """Where the sign before ``start`` stands, or -1."""
    place = start - 1
    if place < 0 or folded[place] not in " -负":
        return -1
    if folded[place] == " ":
        place -= 1
    if place < 0 or folded[place] not in "-负" or printed[place] in _NO_MINUS:
        return -1
    before = folded[place - 1] if place else " "
    if folded[place] == "负":
        return place
    if before == "]" and _FOOTNOTE.search(folded, max(0, place - 4), place):
        return place  # 能耗[3]-3.3%
    return -1 if before in "-.)]%‰/" or (before.isascii() and before.isalnum()) else place


def figures_in(folded: str, printed: str | None = None) -> tuple[Figure, ...]:
    """Every figure of a folded text, in order. ``printed`` tells a minus from a long dash."""
    printed = folded if printed is None else printed
    found: list[Figure] = []
    place = 0
    while candidate := _NEXT.search(folded, place):
        start = candidate.start()
        sign = _sign(folded, printed, start) if start and folded[start - 1] in " -负" else -1
        if candidate.lastgroup in ("digits", "large"):
            place = candidate.end()
            digits, large = candidate.group("digits", "large")
            value = Decimal(folded[start : start + 1 + len(digits)])
            precision = _UNIT_OF_PLACE[len(digits) - 1 - digits.index(".")] if "." in digits else ONE
            if large:
                scale = LARGE[large]
                found.append(Figure(start, place, value * scale, precision * scale, sign=sign, scale=scale))
            else:
                found.append(Figure(start, place, value, precision, "plain", True, False, False, False, False, sign))
        elif candidate.lastgroup == "sign":
            place = candidate.end()
            character = folded[start]
            found.append(Figure(start, place, _DIGIT_VALUES[character], ONE, "plain", False, True, False, character in FORMAL, False, sign))
        elif folded[start] == "半":
            place = start + 1
            found.append(Figure(start, place, _HALF, _HALF, arabic=False, lone=True))
        elif dotted := _DOTTED.match(folded, start):  # section and version numbers, dates
            place = dotted.end()
        else:
            figure, place = _whole(folded, start)
            if figure is not None:
                found.append(figure if sign < 0 else figure._replace(sign=sign))
    return tuple(found)


def _whole(folded: str, start: int) -> tuple[Figure | None, int]:
    """The figure that starts here, fractions put together, and where to look on."""
    figure, after = _plain(folded, start)
    if figure is None:
        return None, after
    if parts := _PARTS.match(folded, figure.end):
        fraction = _fraction(folded, figure, parts.end())
        if fraction is not None and parts.group().rstrip()[-1] in "负-":
            fraction = fraction._replace(value=-fraction.value)
        return (figure, after) if fraction is None else (fraction, fraction.end)
    if mixed := _AND.match(folded, figure.end):  # 三百五又三分之一
        below, _ = _plain(folded, mixed.end())
        parts = below and _PARTS.match(folded, below.end)
        fraction = _fraction(folded, below, parts.end()) if below and parts else None
        if fraction is not None and fraction.form in ("fraction", "decimal"):
            return fraction._replace(start=start, value=figure.value + fraction.value, arabic=figure.arabic), fraction.end
    if figure.arabic and (gap := _MIXED.match(folded, figure.end)):  # 4 6/3
        fraction, after_fraction = _whole(folded, gap.end())
        if fraction is not None and fraction.form in ("fraction", "decimal"):
            return fraction._replace(start=start, value=figure.value + fraction.value), after_fraction
    if figure.arabic and figure.value == figure.value.to_integral_value() and (slash := _SLASH.match(folded, figure.end)):
        below, _ = _simple(folded, slash.end())
        if below is not None and below.arabic and below.value and figure.end - start <= 3 and below.end - below.start <= 3:
            value = _rounded(figure.value / below.value)
            following = folded[below.end : below.end + 1]
            of_so_many = folded[below.end - 1 : below.end] == "万"  # 12/10万: a rate of so many, its unit behind the figure
            if following not in ("/", "-", ".") and folded[start - 1 : start] not in ("/", "-") and not of_so_many:
                return figure._replace(end=below.end, value=value, precision=FRACTION_DIGITS, form="fraction"), below.end
    return figure, after


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(FRACTION_DIGITS).normalize() if FRACTION_DIGITS * 10**4 <= abs(value) < 10**12 else value


def _fraction(folded: str, parts: Figure, start: int) -> Figure | None:
    """三分之二, 百分之五: ``parts`` is what stands before 分之, the other number starts at ``start``."""
    above, _ = _plain(folded, start)
    if above is None or not parts.value or above.form != "plain":
        return None
    hundred = folded[parts.start : parts.end].replace(" ", "")
    fraction = above._replace(start=parts.start, arabic=parts.arabic, lone=False, bare=False, formal=False, scale=ONE)
    if hundred in ("百", "佰"):
        return fraction._replace(form="percent")
    if hundred in ("千", "仟"):
        return fraction._replace(form="permille")
    if parts.value >= LARGE["万"] and parts.value == ONE.scaleb(parts.value.adjusted()):
        value, precision = above.value / parts.value, above.precision / parts.value
        return fraction._replace(form="decimal", value=value, precision=precision)
    return fraction._replace(form="fraction", value=_rounded(above.value / parts.value), precision=FRACTION_DIGITS, lone=False)
