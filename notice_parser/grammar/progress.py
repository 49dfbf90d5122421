"""How far a pattern gets in a text that it does not match: what a person who mends it wants to know first."""

from __future__ import annotations

from functools import cache
from typing import Any

from notice_parser.grammar.rule import Rule
from notice_parser.model import Span

__all__ = ["furthest", "stops_at"]

WINDOW = 120  # characters tried around an anchor: a pattern that got further than that has all but matched


@cache
def _partial(pattern: str) -> Any:
    """The pattern for the regex package, the one that knows partial matches; None if it cannot read the pattern."""
    import regex  # type: ignore[import-untyped]  # it ships none

    try:
        return regex.compile(pattern, regex.MULTILINE | regex.VERSION0)
    except regex.error:
        return None


def stops_at(rule: Rule, text: str, start: int, end: int) -> int:
    """The place up to which ``text[start:end]`` is the beginning of a match, at most ``end``."""
    compiled = _partial(rule.pattern)
    if compiled is None:
        return start
    good, bad = start, end + 1  # of what may begin a match, every beginning may
    while bad - good > 1:
        middle = (good + bad) // 2
        if compiled.fullmatch(text, start, middle, partial=True):
            good = middle
        else:
            bad = middle
    return good


def furthest(rule: Rule, text: str, start: int, end: int) -> Span | None:
    """The longest stretch of the region that begins a match; None if not one character does."""
    best: Span | None = None
    for at in range(start, min(end, start + 2 * WINDOW)):
        stop = stops_at(rule, text, at, min(end, at + WINDOW))
        if stop > at and (best is None or stop - at > best[1] - best[0]):
            best = (at, stop)
    return best
