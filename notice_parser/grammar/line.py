"""The search for a pattern in one line, with as little work as what is known of its matches allows.

Most searches find nothing. So what every match must hold is looked for first, then the places where one may begin, and only there
is the pattern tried, and compiled at its first try: most notices never come to that with most rules. Which of this is of use is settled
once a rule; what is found is what ``re.finditer`` would find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from notice_parser.grammar.match import Match
from notice_parser.grammar.shape import PLACES, Shape

__all__ = ["LineSearch", "Search", "WholeMatch", "gate_of", "landmark", "landmark_of", "line_search", "whole_match"]

LineSearch: TypeAlias = Callable[[str, int, int], list[Match]]  # text, start and end of a region without a line break
WholeMatch: TypeAlias = Callable[[str, int, int], "Match | None"]
Search: TypeAlias = Callable[[str, int, int], "re.Match[str] | None"]
Taken: TypeAlias = Callable[[Any], Match]
Compiled: TypeAlias = Callable[[], "re.Pattern[str]"]


def landmark(shape: Shape, anchors: tuple[str, ...]) -> Search | None:
    """Finds the next thing without which a region holds no match: an anchor, or a character of those that a match must hold."""
    if anchors:
        return re.compile("|".join(map(re.escape, anchors))).search
    return None if shape.is_aided or not shape.needs else re.compile(_set(shape.needs[0])).search


def landmark_of(rules: Sequence[tuple[Shape, tuple[str, ...]]]) -> Search | None:
    """Finds a character that a match of any of the rules must hold, by their shapes and anchors; None where one of them needs none."""
    characters: set[str] = set()
    for shape, anchors in rules:
        if not anchors and not shape.needs:
            return None
        characters |= {anchor[0] for anchor in anchors} or shape.needs[0]
    return re.compile(_set(frozenset(characters))).search if characters else None


def gate_of(shape: Shape, anchors: tuple[str, ...] = ()) -> str:
    """A pattern that looks ahead for a character of all that a match must hold, but the anchors; empty where nothing is known of use."""
    if shape.is_aided and not anchors:
        return ""
    needs = [need for need in shape.needs if need.isdisjoint("".join(anchors))]
    return "".join(f"(?={_set(need, negated=True)}*+{_set(need)})" for need in needs)


def _gate(shape: Shape, anchors: tuple[str, ...]) -> Search | None:
    """Finds something where a line has a character of all that a match must hold, but the anchors."""
    pattern = gate_of(shape, anchors)
    return re.compile(pattern).match if pattern else None


def _set(characters: frozenset[str], *, negated: bool = False) -> str:
    return f"[{'^' * negated}{re.escape(''.join(sorted(characters)))}]"


def line_search(
    compiled: Compiled, shape: Shape, *, anchors: tuple[str, ...], lookback: int | None, whole: bool, taken: Taken
) -> LineSearch:
    """The search for a rule's matches in order, none overlapping another.

    ``compiled`` gives the pattern when it is first tried.
    ``anchors``: literals of which every match holds one, at most ``lookback`` characters behind its beginning; ``whole``: a match
    takes the whole region. ``taken`` makes the match.
    """
    gate = _gate(shape, anchors)
    opening = None if shape.opening is None or shape.is_aided else shape.opening.search
    if whole:
        return _whole(compiled, gate, taken)
    if anchors:
        return _near_anchors(compiled, anchors, lookback, gate, opening, taken)
    if shape.is_initial:
        return _initial(compiled, gate, taken)
    if opening is not None:
        return _opened(compiled, gate, opening, shape.reach, taken)
    return _plain(compiled, gate, shape.reach, taken)


def whole_match(compiled: Compiled, shape: Shape, *, anchors: tuple[str, ...], taken: Taken) -> WholeMatch:
    """Gives the match that takes a whole region, which is not empty."""
    longest = shape.longest
    gate = _gate(shape, anchors)
    anchored = landmark(Shape(), anchors) if len(anchors) > 1 else None
    only = anchors[0] if len(anchors) == 1 else ""
    fullmatch: Search | None = None

    def match(text: str, start: int, stop: int) -> Match | None:
        nonlocal fullmatch
        if longest is not None and stop - start > longest:
            return None
        if (only and text.find(only, start, stop) < 0) or (anchored is not None and anchored(text, start, stop) is None):
            return None
        if gate is not None and gate(text, start, stop) is None:
            return None
        if fullmatch is None:
            fullmatch = compiled().fullmatch
        found = fullmatch(text, start, stop)
        return None if found is None else taken(found)

    return match


def _whole(compiled: Compiled, gate: Search | None, taken: Taken) -> LineSearch:
    fullmatch: Search | None = None

    def search(text: str, start: int, stop: int) -> list[Match]:
        nonlocal fullmatch
        if stop <= start or (gate is not None and gate(text, start, stop) is None):
            return []
        if fullmatch is None:
            fullmatch = compiled().fullmatch
        found = fullmatch(text, start, stop)
        return [] if found is None else [taken(found)]

    return search


def _initial(compiled: Compiled, gate: Search | None, taken: Taken) -> LineSearch:
    """A match stands at the beginning of the line, and is tried only behind the gate, which the pattern has at its own beginning."""
    match: Search | None = None

    def search(text: str, start: int, stop: int) -> list[Match]:
        nonlocal match
        if match is None:
            if gate is not None and gate(text, start, stop) is None:
                return []
            match = compiled().match
        found = match(text, start, stop)
        return [] if found is None or found.end() == start else [taken(found)]

    return search


def _plain(compiled: Compiled, gate: Search | None, reach: int | None, taken: Taken) -> LineSearch:
    """As ``re`` does it. A match that ends where the line does is no longer than ``reach``."""
    finditer: Callable[[str, int, int], Iterator[re.Match[str]]] | None = None

    def search(text: str, start: int, stop: int) -> list[Match]:
        nonlocal finditer
        if gate is not None and gate(text, start, stop) is None:
            return []
        if finditer is None:
            finditer = compiled().finditer
        if reach is not None and stop - start > reach:
            start = stop - reach
        return [taken(found) for found in finditer(text, start, stop) if found.end() > found.start()]

    return search


def _opened(compiled: Compiled, gate: Search | None, next_opening: Search, reach: int | None, taken: Taken) -> LineSearch:
    """From one place that can open a match to the next."""
    match: Search | None = None

    def search(text: str, start: int, stop: int) -> list[Match]:
        nonlocal match
        if gate is not None and gate(text, start, stop) is None:
            return []
        if reach is not None and stop - start > reach:
            start = stop - reach
        matches: list[Match] = []
        while (opened := next_opening(text, start, stop)) is not None:
            if match is None:
                match = compiled().match
            at = opened.start()
            found = match(text, at, stop)
            if found is None:
                start = at + 1
            else:
                matches.append(taken(found))
                start = found.end()
        return matches

    return search


def _near_anchors(
    compiled: Compiled,
    anchors: tuple[str, ...],
    lookback: int | None,
    gate: Search | None,
    next_opening: Search | None,
    taken: Taken,
) -> LineSearch:
    """From one anchor to the next: a match that begins behind an anchor holds the next one, and is looked for from there."""
    next_anchor = re.compile("|".join(map(re.escape, anchors))).search
    only = anchors[0] if len(anchors) == 1 else ""  # a single one is looked for faster than any pattern
    find: Search | None = None
    match: Search | None = None

    def search(text: str, start: int, stop: int) -> list[Match]:
        nonlocal find, match
        matches: list[Match] = []
        if only and text.find(only, start, stop) < 0:
            return matches
        anchored = next_anchor(text, start, stop)
        if anchored is None or (gate is not None and gate(text, start, stop) is None):
            return matches
        while anchored is not None:
            anchor = anchored.start()
            first = start if lookback is None or anchor - lookback < start else anchor - lookback
            if next_opening is None:
                if find is None:
                    find = compiled().search
                found = find(text, first, stop)
                if found is None:
                    break
            else:
                found = None
                seen = min(stop, anchor + PLACES)  # where an opening that begins at the anchor ends
                while (opened := next_opening(text, first, seen)) is not None:
                    first = opened.start()
                    if first > anchor:
                        break
                    if match is None:
                        match = compiled().match
                    if (found := match(text, first, stop)) is not None:
                        break
                    first += 1
            if found is None:
                start = anchor + 1
            elif found.end() > found.start():
                matches.append(taken(found))
                start = found.end()
            else:
                start = found.end() + 1
            anchored = next_anchor(text, start, stop)
        return matches

    return search
