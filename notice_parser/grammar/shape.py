"""What the form of a pattern says before it is tried: what a match begins with, and what it must hold.

>>> shape = shape_of("(?<![0-9])[第总][0-9]{1,3}期")
>>> shape.opening.pattern
'[\\\\u7b2c\\\\u603b](?<![0-9][\\\\s\\\\S])(?=[0-9][0-9\\\\u671f])'
>>> [sorted(needed) for needed in shape.needs]
[['期'], ['总', '第']]

Patterns are read with the parser of ``re`` itself. Where that is not to be had, or says what is not known here, nothing is
known of the pattern, and it is tried everywhere, as ``re`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from typing import Any, TypeAlias

from msgspec import Struct

__all__ = ["NEEDED", "PLACES", "Shape", "shape_of"]

Places: TypeAlias = frozenset[int]  # of a match: 0 is that of its first character
Member: TypeAlias = "tuple[int, int] | str"  # of a set of characters: the first and the last of a range, or a category

PLACES = 3  # so many of the first characters of a match are asked for before the pattern is tried
WAYS = 4  # so many branches are told apart by what follows their first character
DENSE = 400  # a range of more characters than this does not tell where a match may begin: Chinese text is full of them
NEEDS = 2  # so many of what a match must hold are asked for
NEEDED = 12  # a match that must hold one of more characters than this says too little
NEEDED_AT_START = 48  # the same where a match stands at the beginning of a line: that is asked of phrases, which hold few characters
FAR = 100  # characters of a match beyond which it is as well to look for it from the beginning of a line
LONGEST = 1000  # characters of a match from which on its length tells nothing
COMMON = frozenset("0123456789.,，。、：；（）一二三四五六七八九十年月日的 ")
WEIGHT = 6  # a common character counts as so many rare ones
FIGURE = 2  # a figure stands as this character in each of the texts in which it is looked for

_PASSED = ("AT", "ASSERT", "ASSERT_NOT")  # take no character
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_NOWHERE: Places = frozenset()
ANY = r"[\s\S]"
_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}


class Shape(Struct, frozen=True, dict=True):
    """What every match of a pattern has in common; null where that is not known or of no use.

    ``is_initial``: it stands at the beginning of a line. ``is_final``: it ends where the line does. ``is_aided``: ``re`` itself looks for
    its first character. ``first``, ``last``: the characters that it begins and ends with. ``needs``: of each of these a match holds at
    least one character, of the rarer ones first. ``longest``: of how many characters it is at most; ``reach``: the same, and it is final.
    """

    is_initial: bool = False
    is_final: bool = False
    is_aided: bool = False
    first: tuple[Member, ...] | None = None
    last: tuple[Member, ...] | None = None
    opening_set: str | None = None
    needs: tuple[frozenset[str], ...] = ()
    longest: int | None = None
    reach: int | None = None

    def may_begin(self, character: str) -> bool:
        """Whether a match may begin with the character."""
        return self.first is None or _is_of(character, self.first)

    def may_end(self, character: str) -> bool:
        """Whether a match may end with the character."""
        return self.last is None or _is_of(character, self.last)

    @cached_property
    def opening(self) -> re.Pattern[str] | None:
        """``first`` where few characters of a text are of it, with what must stand right before and behind."""
        return None if self.opening_set is None else re.compile(self.opening_set)


def _is_of(character: str, members: Iterable[Member]) -> bool:
    """Whether a character is one of a set. Asked of the ranges: a set of thousands takes ``re`` long to compile."""
    code = ord(character)
    return any(member[0] <= code <= member[1] if isinstance(member, tuple) else re.match(member, character) for member in members)


def shape_of(pattern: str) -> Shape:
    """The shape of a pattern for ``re``; an empty one for what cannot be read."""
    try:
        tree = import_module("re._parser").parse(pattern, re.MULTILINE)
        if tree.state.flags & ~(re.MULTILINE | re.UNICODE):
            return Shape()
        first, opening = _opening_of(tree)
        last = _last_of(tree)
        is_initial = bool(len(tree)) and str(tree[0][0]) == "AT" and str(tree[0][1]) == "AT_BEGINNING"
        longest = int(tree.getwidth()[1])
        needs = _needs_of(tree, NEEDED_AT_START if is_initial else NEEDED)
        return Shape(
            is_initial=is_initial,
            is_final=_is_final(tree),
            is_aided=_is_aided(tree),
            first=None if first is None else tuple(first),
            last=None if last is None else tuple(last),
            opening_set=opening,
            needs=tuple(frozenset(map(chr, need)) for need in needs[:NEEDS]),
            longest=longest if longest <= LONGEST else None,
            reach=longest if longest <= FAR and _is_final(tree) else None,
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


class _Places:
    """The characters that can stand in the first places of a match: one set a place, as far as every match has one there.

    ``backwards``: those in its last places, from the end on. ``sets``: the members of each set, and whether each is a rare one;
    ``width``: how many places are known.
    """

    def __init__(self, places: int, *, backwards: bool = False) -> None:
        self.sets: list[dict[Member, bool]] = [{} for _ in range(places)]
        self.width = places
        self.backwards = backwards

    def close(self, at: Places) -> Places:
        """From the first of these places on nothing is known."""
        self.width = min([self.width, *at])
        return _NOWHERE

    def read(self, items: Any, at: Places) -> Places:
        """Goes over ``items`` from the places ``at``; gives those behind them."""
        for name, value in reversed(list(items)) if self.backwards else items:
            at = self.read_item(str(name), value, at)
        return at

    def read_item(self, name: str, value: Any, at: Places) -> Places:
        at = frozenset(place for place in at if place < self.width)
        if name in _PASSED or not at:
            return at
        if name == "LITERAL":
            return self.add({(value, value): True}, at)
        if name == "IN":
            members = _members_of(value)
            return self.close(at) if members is None else self.add(members, at)
        if name == "BRANCH":
            return _NOWHERE.union(*[self.read(branch, at) for branch in value[1]])
        if name in _REPEATS:
            lowest, highest, repeated = value
            return self.repeat(lowest, int(highest), repeated, at)
        if name == "SUBPATTERN" and not value[1] and not value[2]:
            return self.read(value[3], at)
        return self.read(value, at) if name == "ATOMIC_GROUP" else self.close(at)

    def add(self, members: dict[Member, bool], at: Places) -> Places:
        for place in at:
            self.sets[place] |= members
        return frozenset(place + 1 for place in at)

    def repeat(self, lowest: int, highest: int, repeated: Any, at: Places) -> Places:
        """The places behind any number of repetitions; with as many of them as there are places all are passed."""
        behind = at if lowest == 0 else _NOWHERE
        for times in range(1, min(highest, lowest + len(self.sets)) + 1):
            at = self.read(repeated, at)
            if times >= lowest:
                behind |= at
        return behind


def _opening_of(tree: Any) -> tuple[dict[Member, bool] | None, str | None]:
    """The set of characters that a match begins with, and, if it is a sparse one, a pattern of that with what must stand around it."""
    first, _ = _places_of(tree)
    if first is None or not all(first.values()):
        return first, None
    ways = _ways(tree)
    around: dict[str, dict[Member, bool]] = {}  # what must stand around the character, by what that says: the characters
    for way in ways:
        characters, behind = _places_of(way)
        around.setdefault("".join(sorted(_look_behinds(way))) + behind, {}).update(characters or {})
    if len(around) > WAYS:
        common = frozenset[str]().union(_look_behinds(ways[0])).intersection(*map(_look_behinds, ways))
        around = {"".join(sorted(common)) + _places_of(tree)[1]: first}
    # all of it is asked behind the character, for the search to begin with a set
    if len(around) == 1:
        return first, _set(first) + next(iter(around))
    return first, f"{_set(first)}(?:{'|'.join(f'(?<={_set(characters)}){said}' for said, characters in around.items())})"


def _places_of(items: Any) -> tuple[dict[Member, bool] | None, str]:
    """The characters that a match begins with, null where they are not known, and what must follow, as a pattern."""
    places = _Places(PLACES)
    places.close(places.read(items, frozenset((0,))))
    if not places.width:
        return None, ""
    first, *others = places.sets[: places.width]
    while others and not all(others[-1].values()):
        others.pop()  # a dense set says little, and takes ``re`` long to compile
    return first, f"(?={''.join(_set(other) if all(other.values()) else ANY for other in others)})" if others else ""


def _last_of(items: Any) -> dict[Member, bool] | None:
    """The characters that a match ends with, null where they are not known."""
    places = _Places(1, backwards=True)
    places.close(places.read(items, frozenset((0,))))
    return places.sets[0] if places.width else None


def _ways(items: Any) -> list[list[Any]]:
    """The branches with which a pattern begins, each with all that stands before and behind it."""
    items = list(items)
    for at, (name, value) in enumerate(items):
        if str(name) in _PASSED:
            continue
        if str(name) == "BRANCH":
            return [[*items[:at], *branch, *items[at + 1 :]] for branch in value[1]]
        if str(name) == "SUBPATTERN" and not value[1] and not value[2]:
            return _ways([*items[:at], *value[3], *items[at + 1 :]])
        break
    return [items]


def _look_behinds(items: Any) -> frozenset[str]:
    """What may or must stand before a match, where the pattern says so of one character at its beginning."""
    found: set[str] = set()
    for name, value in items:
        if str(name) not in _PASSED:
            break
        if str(name) != "AT" and value[0] == -1 and len(value[1]) == 1 and (before := _set_of(*value[1][0])) is not None:
            found.add(f"(?<{'!' if str(name) == 'ASSERT_NOT' else '='}{before}{ANY})")
    return frozenset(found)


def _set_of(name: Any, value: Any) -> str | None:
    """One character as a set; null for what is none, or may not be known here."""
    if str(name) == "LITERAL":
        return _set([(value, value)])
    if str(name) != "IN":
        return None
    is_negated = str(value[0][0]) == "NEGATE"
    members = _members_of(value[1:] if is_negated else value)
    return None if not members else _set(members, negated=is_negated)


def _set(members: Iterable[Member], *, negated: bool = False) -> str:
    return f"[{'^' * negated}{''.join(map(_written, members))}]"


def _written(member: Member) -> str:
    """A member of a set as a pattern writes it."""
    if isinstance(member, str):
        return member
    low, high = member
    return _sign(low) if low == high else f"{_sign(low)}-{_sign(high)}"


def _members_of(value: Any) -> dict[Member, bool] | None:
    """The members of a set, and whether each is rare; null for one that says what it does not hold."""
    members: dict[Member, bool] = {}
    for kind, member in value:
        if str(kind) == "LITERAL":
            members[member, member] = True
        elif str(kind) == "RANGE":
            members[member] = member[1] - member[0] < DENSE
        elif str(kind) == "CATEGORY" and str(member) in _CATEGORIES:
            members[_CATEGORIES[str(member)]] = str(member) != "CATEGORY_WORD"
        else:
            return None
    return members


def _needs_of(items: Any, most: int) -> list[frozenset[int]]:
    """Sets of at most ``most`` of which every match of ``items`` holds a character, those that say most first, none sharing a character."""
    needs: list[frozenset[int]] = []
    found = (need for name, value in items for need in _needs_of_item(str(name), value, most))
    for need in sorted(found, key=_weight):
        if FIGURE not in need and all(need.isdisjoint(other) for other in needs):
            needs.append(need)
    return needs


def _needs_of_item(name: str, value: Any, most: int) -> list[frozenset[int]]:
    if name == "LITERAL":
        return [frozenset((value,))]
    if name == "IN":
        members = [member for kind, member in value if str(kind) == "LITERAL"]
        return [frozenset(members)] if len(members) == len(value) <= most else []
    if name == "BRANCH":
        needs = [_needs_of(branch, most) for branch in value[1]]
        union = frozenset[int]().union(*(need[0] for need in needs if need))
        return [union] if all(needs) and len(union) <= most else []
    if name == "SUBPATTERN":
        return _needs_of(value[3], most) if not value[1] and not value[2] else []
    if name == "ATOMIC_GROUP":
        return _needs_of(value, most)
    return _needs_of(value[2], most) if name in _REPEATS and value[0] > 0 else []


def _weight(need: frozenset[int]) -> int:
    """How little a need says."""
    return sum(WEIGHT if chr(code) in COMMON else 1 for code in need)


def _sign(code: int) -> str:
    """A character as a set takes it, whatever it means there."""
    return re.escape(chr(code)) if code < 0x80 else f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
