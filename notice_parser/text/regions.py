"""行政区划 of GB/T 2260 down to the county, each with the years in which it held its name: looked up in a dict.

The table is ``grammars/lexicon/regions.tsv``. It is read when it is first asked for, and once. A name that several places
bear (``朝阳区``, ``鼓楼区``) is decided by where the asker is at home, or not at all.

>>> find_division("石泉县").code
'610922'
>>> find_division("石泉", home="610900").name
'石泉县'
>>> find_division("鼓楼区") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from notice_parser.resources import grammar_folder

__all__ = ["Division", "divisions", "find_division", "is_division", "lineage", "named_in", "read_place", "short_names"]

_LONGEST = 15  # characters of the longest name of the table, 双江拉祜族佤族布朗族傣族自治县 with one to spare
_SHORTEST = 2  # 沙县; a shorter form (城, 郊) names nothing
_PEOPLES = (
    "满族|蒙古族|蒙古|回族|达斡尔族|朝鲜族|畲族|土家族|苗族|瑶族|侗族|壮族|各族|仫佬族|毛南族|黎族|羌族|彝族|藏族|仡佬族|布依族|水族|傣族"
    "|纳西族|哈尼族|拉祜族|佤族|布朗族|白族|景颇族|傈僳族|独龙族|怒族|普米族|裕固族|哈萨克族|哈萨克|东乡族|保安族|撒拉族|土族|维吾尔|塔吉克"
    "|柯尔克孜|锡伯"
)
_AUTONOMOUS = re.compile(f"(.{{2,}}?)(?:{_PEOPLES})*自治([州县旗])")
_REGION = re.compile(f"(内蒙古|.{{2}})(?:{_PEOPLES})?自治区")
_PLAIN = re.compile("(.{2,}?)(?:特别行政区|地区|林区|特区|新区|[省市县区盟旗])")
_ENDINGS = ("省", "市", "县", "区", "盟", "旗", "地区", "林区", "特区", "新区", "特别行政区")  # what ``_PLAIN`` cuts off
_LAST_WORDS = ("州", "县", "旗")  # a cut-down name that keeps one of these is as clear as a full one: 恩施州, 元江县
_OPEN = 9999  # stands for "still in force" where years are compared
_NO_SHORT = re.compile(".*(?:矿区|[左右前后中]旗|联合旗|群岛|海域)")


class Division(NamedTuple):
    """One place under one name: ``first`` and ``last`` are the years from and to which it held, null where open."""

    code: str
    name: str
    parent: str | None
    first: int | None
    last: int | None

    def holds(self, year: int | None) -> bool:
        """Whether the name was in force in a year; without a year, whether it is today. Both names hold in a year of change."""
        if year is None:
            return self.last is None
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@cache
def divisions() -> tuple[Division, ...]:
    """All rows of the table, by code."""
    return tuple(_division(line) for lines in _table()[1].values() for line in lines)


def short_names(name: str) -> tuple[str, ...]:
    """The forms that official texts cut a full name down to, longest first.

    >>> short_names("石泉县"), short_names("恩施土家族苗族自治州"), short_names("东乡族自治县")
    (('石泉',), ('恩施州', '恩施'), ('东乡县', '东乡'))
    >>> short_names("城区"), short_names("巴林左旗"), short_names("广西壮族自治区")
    ((), (), ('广西',))
    """
    if match := _AUTONOMOUS.fullmatch(name):
        core = match[1].removesuffix("族") if len(match[1]) > _SHORTEST else match[1]
        return core + match[2], core
    if match := _REGION.fullmatch(name):
        return (match[1],)
    if _NO_SHORT.fullmatch(name):
        return ()
    match = _PLAIN.fullmatch(name)
    return (match[1],) if match else ()


def lineage(code: str) -> tuple[str, ...]:
    """The codes of a place and of all above it, its own first.

    >>> lineage("610922"), lineage("500112")
    (('610922', '610900', '610000'), ('500112', '500000'))
    """
    codes = [code]
    while lines := _table()[1].get(codes[-1]):
        parent = _division(lines[-1]).parent
        if parent is None:
            break
        codes.append(parent)
    return tuple(codes)


def named_in(code: str, year: int | None = None) -> Division | None:
    """The place of a code as it was called in a year; null for a code that was never given.

    >>> named_in("220203").name, named_in("000000")
    ('龙潭区', None)
    """
    rows = _at([_division(line) for line in _table()[1].get(code, ())], year)
    return rows[-1] if rows else None


def is_division(name: str) -> bool:
    """Whether some place of the table ever bore this full name, whichever.

    >>> is_division("鼓楼区"), is_division("城市中区")
    (True, False)
    """
    return name in _lines_by_name()


def find_division(name: str, *, home: str | None = None, year: int | None = None, is_short_taken: bool = True) -> Division | None:
    """The place that a name means to a body at ``home`` in ``year``; null if there is none, or more than one.

    The nearest place to ``home`` is meant: in its own area, else in its city's, else in its province's. Beyond the province
    a full name must be the only one of its kind, and a short one must name a province, or a city.
    """
    if name[:_SHORTEST] not in _beginnings():
        return None
    full = _at(_named(name), year)
    if not full and name.endswith(_LAST_WORDS):
        full = _at(_abbreviated(name), year)
    if full:
        return _nearest(full, home) or _only(full)
    short = _at(_abbreviated(name), year) if is_short_taken else []
    if any(scope in lineage(one.code) for one in short for scope in _scopes(home)):
        return _nearest(short, home)
    for suffix in ("0000", "00"):
        if wide := [one for one in short if one.code.endswith(suffix)]:
            return _only(wide)
    return None


def read_place(text: str, *, home: str | None = None, year: int | None = None, is_short_taken: bool = False) -> tuple[Division, int] | None:
    """The place with which ``text`` begins, and where its name ends: ``陕西省安康市石泉县`` is 石泉县. Null if it begins with none.

    Cut-down names of autonomous places that keep their last word (``恩施州``) are full enough; others (``石泉``) count
    only where ``is_short_taken``, or where a place within them follows.
    """
    found: tuple[Division, int] | None = None
    at = 0
    while (step := _step(text, at, found[0] if found else None, home, year, is_short_taken)) is not None:
        found = step
        at = step[1]
    return found


def _step(
    text: str, at: int, above: Division | None, home: str | None, year: int | None, is_short_taken: bool
) -> tuple[Division, int] | None:
    if text[at : at + _SHORTEST] not in _beginnings():
        return None
    for end in range(min(len(text), at + _LONGEST), at + _SHORTEST - 1, -1):
        name = text[at:end]
        if above is not None:
            inside = [one for one in _at(_named(name), year) if above.code in lineage(one.code)[1:]]
            if (one := _only(inside)) is not None:
                return one, end
            continue
        one = find_division(name, home=home, year=year, is_short_taken=is_short_taken)
        if one is not None:
            return one, end
        wide = find_division(name, home=home, year=year)
        if wide is not None and _step(text, end, wide, home, year, False) is not None:
            return wide, end
    return None


def _nearest(candidates: Sequence[Division], home: str | None) -> Division | None:
    for scope in _scopes(home):
        depths = [(lineage(one.code).index(scope), one) for one in candidates if scope in lineage(one.code)]
        if not depths:
            continue
        if len(depths) > 1 and any(depth == 0 for depth, _ in depths):
            return None  # 朝阳 in 朝阳市: the city, or its county of that name
        least = min(depth for depth, _ in depths)
        return _only([one for depth, one in depths if depth == least])
    return None


def _scopes(home: str | None) -> tuple[str, ...]:
    return lineage(home) if home else ()


def _at(candidates: Sequence[Division], year: int | None) -> list[Division]:
    """Those in force in the year; if none is, those given up last: a text of 2023 may look back on a name of 2020."""
    if not candidates:
        return []
    holding = [one for one in candidates if one.holds(year)]
    if len(holding) > 1:  # in a year of change, the one that goes on
        begun = {one.code[:2] for one in holding if one.first == year}
        holding = [one for one in holding if one.last is None or one.last != year or one.code[:2] not in begun]
    if holding:
        return holding
    latest = max((one.last or _OPEN for one in candidates), default=_OPEN)
    return [one for one in candidates if (one.last or _OPEN) == latest]


def _only(candidates: Sequence[Division]) -> Division | None:
    return candidates[0] if len(candidates) == 1 else None


def _named(name: str) -> list[Division]:
    """All places that ever bore this full name."""
    return [_division(line) for line in _lines_by_name().get(name, ())]


def _abbreviated(short: str) -> list[Division]:
    """All places whose full name is ever cut down to ``short``."""
    names = [short + ending for ending in _ENDINGS if short + ending in _lines_by_name()]
    names += _autonomous_names().get(short, ())
    return [one for name in names if short in short_names(name) for one in _named(name)]


@cache
def _table() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The rows of the table as they stand, by name and by code: a row is taken apart when it is asked for."""
    by_name: dict[str, list[str]] = {}
    by_code: dict[str, list[str]] = {}
    for line in (grammar_folder() / "lexicon" / "regions.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, name, _ = line.split("\t", 2)
            by_name.setdefault(name, []).append(line)
            by_code.setdefault(code, []).append(line)
    return by_name, by_code


def _lines_by_name() -> dict[str, list[str]]:
    return _table()[0]


@cache
def _division(line: str) -> Division:
    code, name, parent, first, last = line.split("\t")
    return Division(code, name, parent or None, int(first) if first else None, int(last) if last else None)


@cache
def _beginnings() -> frozenset[str]:
    """The first characters of all names, and so of all that they are cut down to."""
    return frozenset(name[:_SHORTEST] for name in _lines_by_name())


@cache
def _autonomous_names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for name in _lines_by_name():
        if "自治" in name:
            for short in short_names(name):
                names.setdefault(short, []).append(name)
    return names
