"""Number formats of spreadsheets for figures (ECMA-376, 18.8.31): sections by sign or condition, digits in their places, scaling, 万."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from notice_parser.load.numbering import write_number

__all__ = ["print_figure", "section_of"]

_CONDITION = re.compile("\\[(?P<sign><=|>=|<>|<|>|=)(?P<value>-?[0-9]{1,20}(?:\\.[0-9]{1,20})?)\\]")
_WORDS = re.compile("\\[dbnum(?P<kind>[12])\\]", re.I)
_TOKEN = re.compile(
    '"(?P<quoted>[^"]{0,200})"|[\\\\!](?P<single>.)|(?P<aside>\\[[^\\]]{0,60}\\]|[_*].)|(?P<general>general)|(?P<digit>[0#?])'
    "|(?P<exponent>e[+-]0{0,5})|(?P<other>.)",
    re.I,
)
_MAX = Decimal("1e20")
_FAR = 1e15
_FORMS = {"1": "chineseCounting", "2": "chineseLegalSimplified"}


class _Section(NamedTuple):
    """The format for one value; ``drops_sign``: the section itself says that the value is negative."""

    form: str
    drops_sign: bool


def section_of(value: float, form: str) -> _Section:
    """The part of a format for this value: by the conditions of its parts, else positive;negative;zero.

    >>> section_of(-2, "0;(0)").form, section_of(0, '0;-0;"-"').form, section_of(0.05, "[>=0.1]0.0%;0.00%").form
    ('(0)', '"-"', '0.00%')
    """
    parts = _split(form)
    if len(parts) == 1 and "[" not in form:
        return _Section(form[:500], drops_sign=False)
    conditions = [_CONDITION.search(part) for part in parts[:2]] if "[" in form else []
    if any(conditions):
        for part, condition in zip(parts, conditions, strict=False):
            if condition is not None and _holds(value, condition.group("sign"), float(condition.group("value"))):
                return _Section(part, drops_sign=False)
        rest = parts[len(conditions) :] or [part for part, condition in zip(parts, conditions, strict=True) if condition is None]
        return _Section(rest[0] if rest else "General", drops_sign=False)
    if len(parts) > 2 and value == 0:
        return _Section(parts[2], drops_sign=True)
    if len(parts) > 1 and value < 0:
        return _Section(parts[1], drops_sign=True)
    return _Section(parts[0], drops_sign=False)


def _holds(value: float, sign: str, than: float) -> bool:
    return {
        "<": value < than,
        ">": value > than,
        "=": value == than,
        "<=": value <= than,
        ">=": value >= than,
        "<>": value != than,
    }[sign]


@lru_cache(maxsize=1000)
def _split(form: str) -> tuple[str, ...]:
    parts: list[str] = []
    start, quoted = 0, False
    for i, char in enumerate(form[:500]):
        if char == '"':
            quoted = not quoted
        elif char == ";" and not quoted:
            parts.append(form[start:i])
            start = i + 1
    return (*parts, form[start:500])


@lru_cache(maxsize=1000)
def _tokens(form: str) -> tuple[tuple[str, str], ...]:
    """The parts of a section, as kind and text; of what only sets them apart or colours them a currency's sign alone."""
    found = []
    for match in _TOKEN.finditer(form):
        kind = str(match.lastgroup)
        text = match.group(kind)
        if kind == "aside":
            kind, text = "quoted", text[2:-1].partition("-")[0] if text.startswith("[$") else ""
        if text:
            found.append((kind, text))
    return tuple(found)


def print_figure(value: float, section: _Section, plain: str) -> str:
    """A figure as its section prints it; ``plain``: as it is printed without a format.

    >>> [print_figure(v, section_of(v, f), str(v)) for v, f in ((123456, '0\\\\.0,"万"'), (1234.5, "#,##0.00"), (0.5, "0%"))]
    ['12.3万', '1,234.50', '50%']
    """
    sign = "-" if value < 0 and not section.drops_sign else ""
    usual = _usual(section.form)
    if usual is not None and abs(value) < _FAR:
        number = abs(Decimal(repr(value))).scaleb(usual.power).quantize(usual.unit, rounding=ROUND_HALF_UP)
        return f"{sign}{usual.before}{number:{',f' if usual.grouped else 'f'}}{usual.behind}".strip()
    tokens = _tokens(section.form)
    words = _WORDS.search(section.form)
    kinds = [kind for kind, _ in tokens]
    if "exponent" in kinds or ("digit" in kinds and ("other", "/") in tokens):
        return plain
    number = abs(Decimal(repr(value)))
    if "digit" not in kinds:
        shown = plain.removeprefix("-") if section.drops_sign else plain
        if words is not None and number == int(number) and number < 10**8:
            shown = sign + (write_number(int(number), _FORMS[words.group("kind")]) if number else "零")
        return "".join(shown if kind == "general" else text for kind, text in tokens).strip()
    return (sign + _placed(number, tokens)).strip() if number < _MAX else plain


class _Usual(NamedTuple):
    """A format of digits that stand together, every one of them printed: 0.00, #,##0."""

    before: str
    behind: str
    grouped: bool
    unit: Decimal
    power: int


_USUAL = re.compile("(?:#,##)?0(?P<fraction>\\.0{1,20})?")


@lru_cache(maxsize=1000)
def _usual(form: str) -> _Usual | None:
    """A section as one of the usual forms; null where digits need places of their own."""
    tokens = _tokens(form)
    places = [i for i, (kind, text) in enumerate(tokens) if kind == "digit" or (text in (".", ",") and kind == "other")]
    if not places or any(kind in ("general", "exponent") or token == ("other", "/") for token in tokens for kind in token[:1]):
        return None
    digits = "".join(text for _, text in tokens[places[0] : places[-1] + 1])
    usual = _USUAL.fullmatch(digits)
    if usual is None:
        return None
    before, behind = ("".join(text for _, text in part) for part in (tokens[: places[0]], tokens[places[-1] + 1 :]))
    unit = Decimal(1).scaleb(-len((usual.group("fraction") or ".")[1:]))
    return _Usual(before, behind, "," in digits, unit, 2 * tokens.count(("other", "%")))


def _placed(number: Decimal, tokens: tuple[tuple[str, str], ...]) -> str:
    """The digits of a number in the places of a format."""
    digits = [i for i, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((i for i, token in enumerate(tokens) if token == ("other", ".")), len(tokens))
    whole = [i for i in digits if i < point]
    last = max(whole, default=-1) if point < len(tokens) or not digits else digits[-1]
    commas = [i for i, token in enumerate(tokens) if token == ("other", ",")]
    scaling = [i for i in commas if i > max(digits) or (last < i < point)]
    grouped = any(i < last for i in commas)
    number = number.scaleb(2 * tokens.count(("other", "%")) - 3 * len(scaling))
    fraction = [i for i in digits if i > point]
    figures = f"{number.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP):f}"
    before, _, behind = figures.partition(".")
    shown: dict[int, str] = dict.fromkeys(commas, "")
    left = before.lstrip("0")
    n_placed = 0
    for at in reversed(whole):
        take = left if at == whole[0] else left[-1:]
        left = left[: len(left) - len(take)]
        take = take or ("0" if tokens[at][1] == "0" else "")
        out = ""
        for figure in reversed(take):
            if grouped and n_placed and n_placed % 3 == 0:
                out = "," + out
            out = figure + out
            n_placed += 1
        shown[at] = out
    needed = len(behind)
    while needed and behind[needed - 1] == "0" and tokens[fraction[needed - 1]][1] != "0":
        needed -= 1
    for k, at in enumerate(fraction):
        shown[at] = behind[k] if k < needed else ""
    if fraction and not needed:
        shown[point] = ""
    return "".join(shown.get(i, text) for i, (_, text) in enumerate(tokens))
