"""What the form of a pattern says before it is tried: what a match begins with, and what it must hold.

>>> shape = shape_of("(?<![0-9])(?:第[0-9]{1,3}|[(（]一[)）])期")
>>> shape.opening.pattern
'[\\\\u7b2c\\\\(\\\\uff08](?<![0-9][\\\\s\\\\S])'
>>> shape.need.pattern
'[\\\\u671f]'

Patterns are read with the parser of ``re`` itself. Where that is not to be had, or says what is not known here, nothing is
known of the pattern, and it is tried everywhere, as ``re`` does.
"""

from __future__ import annotations

import re
from functools import cached_property
from importlib import import_module
from typing import Any

from msgspec import Struct

__all__ = ["Shape", "shape_of"]

DENSE = 400  # a range of more characters than this does not tell where a match may begin: Chinese text is full of them
NEEDED = 12  # a match that must hold one of more characters than this says too little
FAR = 100  # characters of a match beyond which it is as well to look for it from the beginning of a line
COMMON = frozenset("0123456789.,，。、：；（）一二三四五六七八九十年月日的 ")
WEIGHT = 6  # a common character counts as so many rare ones

_PASSED = ("AT", "ASSERT", "ASSERT_NOT")  # take no character
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
_NOT_BEHIND = re.compile(r"\(\?<!(\[\^?(?:[^\[\]\\\n]|\\.){1,200}\])\)")


class Shape(Struct, frozen=True, dict=True):
    """What every match of a pattern has in common; null where that is not known or of no use.

    ``is_initial``: it stands at the beginning of a line. ``is_aided``: ``re`` itself looks for its first character. The sets are
    compiled when first asked for. ``reach``: every match ends where the line does and is at most so long.
    """

    is_initial: bool = False
    is_aided: bool = False
    first_set: str | None = None
    opening_set: str | None = None
    need_set: str | None = None
    reach: int | None = None

    @cached_property
    def first(self) -> re.Pattern[str] | None:
        """The character that a match begins with."""
        return None if self.first_set is None else re.compile(self.first_set)

    @cached_property
    def opening(self) -> re.Pattern[str] | None:
        """The same where few characters of a text are of that set, with what must not stand before it."""
        return None if self.opening_set is None else re.compile(self.opening_set)

    @cached_property
    def need(self) -> re.Pattern[str] | None:
        """Of these characters a match holds at least one."""
        return None if self.need_set is None else re.compile(self.need_set)


class _UnknownError(Exception):
    """The first character may be any, or is not known here."""


def shape_of(pattern: str) -> Shape:
    """The shape of a pattern for ``re``; an empty one for what cannot be read."""
    try:
        tree = import_module("re._parser").parse(pattern, re.MULTILINE)
        if tree.state.flags & ~(re.MULTILINE | re.UNICODE):
            return Shape()
        first, is_sparse = _first_of(tree)
        behind = _NOT_BEHIND.match(pattern)
        is_branched = len(tree) == 1 and str(tree[0][0]) == "BRANCH"
        # the look behind is moved after the character, for the search to begin with a set
        tail = f"(?<!{behind[1]}[\\s\\S])" if behind and not is_branched else ""
        need = _need_of(tree)
        return Shape(
            is_initial=bool(len(tree)) and str(tree[0][0]) == "AT" and str(tree[0][1]) == "AT_BEGINNING",
            is_aided=_is_aided(tree),
            first_set=first,
            opening_set=first + tail if first and is_sparse else None,
            need_set=f"[{''.join(map(_sign, sorted(need)))}]" if need else None,
            reach=_reach_of(tree),
        )
    except (ImportError, AttributeError, TypeError, ValueError, re.error, OverflowError, RecursionError):
        return Shape()


def _is_aided(items: Any) -> bool:
    if not len(items):
        return False
    name, value = str(items[0][0]), items[0][1]
    if name == "SUBPATTERN":
        return _is_aided(value[3])
    if name == "BRANCH":
        return all(len(item) and str(item[0][0]) == "LITERAL" for item in value[1])
    return name in ("LITERAL", "IN")


def _reach_of(tree: Any) -> int | None:
    longest = int(tree.getwidth()[1])
    return longest if longest <= FAR and _is_final(tree) else None


def _is_final(items: Any) -> bool:
    """Whether every match of ``items`` ends at the end of a line."""
    if not len(items):
        return False
    name, value = str(items[-1][0]), items[-1][1]
    if name == "BRANCH":
        return all(_is_final(branch) for branch in value[1])
    if name == "SUBPATTERN":
        return _is_final(value[3])
    return name == "AT" and str(value) == "AT_END"


def _first_of(tree: Any) -> tuple[str | None, bool]:
    """The set of characters that a match begins with, as a pattern, and whether it is a sparse one."""
    signs: dict[str, bool] = {}
    try:
        may_be_empty = _read(tree, signs)
    except _UnknownError:
        return None, False
    if may_be_empty or not signs:
        return None, False
    return f"[{''.join(signs)}]", all(signs.values())


def _read(items: Any, signs: dict[str, bool]) -> bool:
    """Adds to ``signs`` what a match of ``items`` can begin with, and whether that is rare; whether it may be empty."""
    return all(_read_item(str(name), value, signs) for name, value in items)


def _read_item(name: str, value: Any, signs: dict[str, bool]) -> bool:
    if name in _PASSED:
        return True
    if name in _REPEATS:
        lowest, _, repeated = value
        return _read(repeated, signs) or lowest == 0
    if name == "LITERAL":
        signs[_sign(value)] = True
    elif name == "IN":
        for kind, member in value:
            _read_member(str(kind), member, signs)
    elif name == "BRANCH":
        may_be_empty = [_read(branch, signs) for branch in value[1]]  # all of them, to the last
        return any(may_be_empty)
    elif name == "SUBPATTERN" and not value[1] and not value[2]:
        return _read(value[3], signs)
    elif name == "ATOMIC_GROUP":
        return _read(value, signs)
    else:
        raise _UnknownError
    return False


def _read_member(kind: str, member: Any, signs: dict[str, bool]) -> None:
    if kind == "LITERAL":
        signs[_sign(member)] = True
    elif kind == "RANGE":
        signs[f"{_sign(member[0])}-{_sign(member[1])}"] = member[1] - member[0] < DENSE
    elif kind == "CATEGORY" and str(member) in _CATEGORIES:
        signs[_CATEGORIES[str(member)]] = str(member) != "CATEGORY_WORD"
    else:
        raise _UnknownError


def _need_of(items: Any) -> frozenset[int]:
    """The smallest set found of which every match of ``items`` holds a character; empty if there is none."""
    best: frozenset[int] = frozenset()
    for name, value in items:
        need = _need_of_item(str(name), value)
        if need and (not best or _weight(need) < _weight(best)):
            best = need
    return best


def _need_of_item(name: str, value: Any) -> frozenset[int]:
    none: frozenset[int] = frozenset()
    if name == "LITERAL":
        return frozenset((value,))
    if name == "IN":
        members = [member for kind, member in value if str(kind) == "LITERAL"]
        return frozenset(members) if len(members) == len(value) <= NEEDED else none
    if name == "BRANCH":
        needs = [_need_of(branch) for branch in value[1]]
        union = none.union(*needs)
        return union if all(needs) and len(union) <= NEEDED else none
    if name == "SUBPATTERN":
        return _need_of(value[3]) if not value[1] and not value[2] else none
    if name == "ATOMIC_GROUP":
        return _need_of(value)
    return _need_of(value[2]) if name in _REPEATS and value[0] > 0 else none


def _weight(need: frozenset[int]) -> int:
    return sum(WEIGHT if chr(code) in COMMON else 1 for code in need)


def _sign(code: int) -> str:
    """A character as a set takes it, whatever it means there."""
    return re.escape(chr(code)) if code < 0x80 else f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
