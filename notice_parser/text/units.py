"""Units: what figures count and measure, from ``grammars/lexicon/units.toml``.

>>> unit_after("12亿千瓦时电", 3)
Unit(text='千瓦时', end=6, kind='energy', measure='amount', plain=False)
>>> unit_after("5元/平方米", 1).text, unit_after("38件/万人", 2).text
('元/平方米', '件/万人')
>>> unit_after("12岁月", 0) is None
True
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from notice_parser.resources import grammar_folder

__all__ = ["Unit", "is_kilo_unit", "is_word", "parts_in", "unit_after", "unit_examples", "units_of"]

LEXICON = "units.toml"
LONGEST_GAP = 2  # spaces between figure and unit, as print and copying leave them

_PER = re.compile(r" ?(?:/|／|每) ?(?:[百千万亿]{1,2}|\d{1,5}(?=[\u4e00-\u9fff]))?")
_TIMES = re.compile(r"[·•・.]|(?=[月年日天](?![\u4e00-\u9fff]))")  # 元/人·月, 元/人月
_CONNECTORS = frozenset(" /／每·•・.月年日天")  # what either begins with
_MONTHLY = re.compile(r"月(?![均份底末初内中度])|季度?(?!节)")  # a time only as the lower part: 元/月
# a unit whose last character makes another word with what follows: 145项|目标任务, 百万|市民, 零|支出, 表4|所列
_RUNS_INTO = {
    unit: re.compile(behind)
    for unit, behind in {
        "支": "出|付",
        "台": "阶|账",
        "项目": "标",
        "部门": "户",
        "师": "生",
        "所": "[列示](?![为入范])|规定的",
        "市": "民(?!生)",
        "村": "民(?![生房居宅企])",
    }.items()
}
_EACH_TIME = re.compile(r" ?每 ?[年月日天季周]")  # 800元每人每月: to whom and how often


class Unit(NamedTuple):
    """A unit that stands in a text up to ``end``; ``text`` as printed, without spaces."""

    text: str
    end: int
    kind: str
    measure: str
    plain: bool = False  # a word in itself as well: needs a figure that cannot be anything else


class _Lexicon(NamedTuple):
    units: dict[str, tuple[str, str, bool]]
    lengths: dict[str, tuple[int, ...]]  # of the units that begin with a character, the longest first
    kilo_arabic: frozenset[str]
    kilo_chinese: frozenset[str]
    examples: tuple[tuple[str, str, str], ...]
    parts: dict[tuple[str, str], Decimal]


@cache
def _lexicon() -> _Lexicon:
    groups = tomllib.loads((grammar_folder() / "lexicon" / LEXICON).read_text(encoding="utf-8"))
    kilo, parts = groups.pop("kilo"), groups.pop("parts")
    units: dict[str, tuple[str, str, bool]] = {}
    examples: list[tuple[str, str, str]] = []
    for kind, group in groups.items():
        plain = frozenset(group.get("plain", "").split())
        for unit in group["units"].split():
            units.setdefault(unit, (kind, group["measure"], unit in plain))
        examples += [(kind, text, unit) for text, unit in group["examples"]]
    lengths: dict[str, set[int]] = {}
    for unit in units:
        lengths.setdefault(unit[0], set()).add(len(unit))
    return _Lexicon(
        units=units,
        lengths={first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        kilo_arabic=frozenset(kilo["arabic"].split()),
        kilo_chinese=frozenset(kilo["chinese"].split()),
        examples=tuple(examples),
        parts={
            (larger, smaller): Decimal(many)
            for many, wholes, pieces in parts["many"]
            for larger in wholes.split()
            for smaller in pieces.split()
        },
    )


@cache
def units_of(kind: str) -> tuple[str, ...]:
    """All units of a kind, in the order of the lexicon."""
    return tuple(unit for unit, (of, _, _) in _lexicon().units.items() if of == kind)


def is_word(unit: str) -> bool:
    """Whether a unit is a word in itself as well, so that a number before it may be part of a name: 十六洞, 十四站.

    >>> is_word("洞"), is_word("家")
    (True, False)
    """
    known = _lexicon().units.get(unit)
    return known is not None and known[2]


def unit_examples() -> tuple[tuple[str, str, str], ...]:
    """(kind, quantity, unit) for every example of the lexicon."""
    return _lexicon().examples


def parts_in(larger: str, smaller: str) -> Decimal | None:
    """How many of the smaller unit make one of the larger; None where they are not written together.

    >>> str(parts_in("小时", "分钟")), parts_in("分钟", "小时")
    ('60', None)
    """
    return _lexicon().parts.get((larger, smaller))


def is_kilo_unit(text: str, place: int, *, arabic: bool) -> bool:
    """Whether 千 or 百 at ``place`` belongs to the unit: 12千公顷, but not 5千人."""
    lexicon = _lexicon()
    units = lexicon.kilo_arabic if arabic else lexicon.kilo_chinese
    return any(text[place : place + length] in units for length in range(2, 6))


def _base_unit(text: str, place: int) -> Unit | None:
    lexicon = _lexicon()
    for length in lexicon.lengths.get(text[place : place + 1], ()):
        name = text[place : place + length]
        known = lexicon.units.get(name)
        if known is None or len(name) < length:
            continue
        end = place + length
        if name in _RUNS_INTO and _RUNS_INTO[name].match(text, end):
            continue
        if length > 1 and name[-1] == "次" and text.startswith("之", end) and not text.startswith("之多", end):
            continue  # 市住建局1033件次之; 服务3286人次之多
        if name[-1].isascii() and name[-1].isalpha() and end < len(text) and text[end].isascii() and text[end].isalpha():
            continue  # 5 m, not 5 metro
        return Unit(name, end, *known)
    return None


def _spaced_unit(text: str, place: int) -> Unit | None:
    """A unit of two or more characters with spaces inside: 个 百 分 点."""
    window = text[place : place + 16].partition("\n")[0]
    places = [place + i for i, character in enumerate(window) if character != " "]
    for length in range(min(6, len(places)), 1, -1):
        name = "".join(text[i] for i in places[:length])
        known = _lexicon().units.get(name)
        if known is not None and not name.isascii():
            return Unit(name, places[length - 1] + 1, *known)
    return None


def unit_after(text: str, place: int) -> Unit | None:
    """The longest unit at ``place``, spaces skipped, a compound one included; None where none stands."""
    start = place
    while start < len(text) and text[start] == " " and start - place < LONGEST_GAP:
        start += 1
    unit = _base_unit(text, start)
    window = text[start : start + 8]
    if " " in window[1:-1]:
        spaced = _spaced_unit(text, start)
        if spaced is not None and (unit is None or len(spaced.text) > len(unit.text)):
            return spaced
    if unit is None:
        return None
    return _compound(text, unit)


def _month(text: str, place: int) -> Unit | None:
    """月 or 季度 behind a stroke or 每: no unit by itself."""
    found = _MONTHLY.match(text, place)
    return Unit(found.group(), found.end(), "time", "duration") if found else None


def _compound(text: str, unit: Unit) -> Unit:
    for _ in range(3):
        if text[unit.end : unit.end + 1] not in _CONNECTORS:
            break
        per = _PER.match(text, unit.end)
        times = None if per else _TIMES.match(text, unit.end)
        connector = per or times
        if connector is None or (times and "/" not in unit.text and "每" not in unit.text):
            break
        below = _base_unit(text, connector.end()) or _month(text, connector.end())
        if below is None:
            break
        each = connector.group().strip()[:1] == "每"
        if each and unit.kind not in ("money", "price") and text[below.end - 1] == "月":
            break  # 办结3件，每月通报: with money alone
        if each and below.text == unit.text:
            break  # 连续两年每年招收…: how often, for so long
        if each and below.kind not in ("area", "time", "mass", "volume", "length") and not _EACH_TIME.match(text, below.end):
            break
        text_of = unit.text + connector.group().replace(" ", "") + below.text
        kind = unit.kind if "/" in unit.text or "每" in unit.text else ("price" if unit.kind == "money" else "rate")
        unit = Unit(text_of, below.end, kind, "amount" if unit.measure != "ratio" else "ratio", False)
    return unit
