"""Patterns as written: ``${name}`` expanded, and faults found that ``re`` would keep silent about.

>>> expand("${han}{2,4}号", {"han": "[一-鿿]"}).text
'[一-鿿]{2,4}号'
>>> silent_fault("甲|乙||丙")
('grammar_empty_alternative', (3, 5))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from notice_parser.model import Span

__all__ = ["Expansion", "expand", "names_used", "silent_fault", "words_pattern"]

MANY = 8  # a list whose words begin with more characters than this is a long one
_REFERENCE = re.compile(r"(?P<escaped>\\.)|\$\{(?P<name>[^{}\n]{0,80})\}", re.DOTALL)
_SIGN = re.compile(r"[\\\[()|]")  # what sets, groups and alternatives are made of; all else is stepped over at once
_SET = re.compile(r"\[\^?\]?(?:[^\]\\]|\\[\s\S])*+(?:\]|\\?\Z)")
_GROUP_OPENING = re.compile(r"\((?:\?(?:P<[^<>()]{0,80}>|P=|<[=!]|[aiLmsux-]{0,10}:|\([^()]{0,80}\)|[:=!>#]))?")


class Expansion(Struct, frozen=True):
    """An expanded pattern; ``pieces``: (start, end) in it and (start, end) of what was written there, for each ``${name}``."""

    text: str
    pieces: tuple[tuple[Span, Span], ...]

    def written_span(self, at: int) -> Span:
        """Where the character ``at`` of the expanded pattern was written: one character, or a whole ``${name}``."""
        shift = 0
        for (start, end), written in self.pieces:
            if at < start:
                break
            if at < end:
                return written
            shift = written[1] - end
        return (at + shift, at + shift + 1)


def names_used(written: str) -> tuple[tuple[str, Span], ...]:
    """The ``${name}``s of a pattern with their places. What is escaped is none."""
    return tuple((found["name"], found.span()) for found in _REFERENCE.finditer(written) if found["escaped"] is None)


def expand(written: str, names: Mapping[str, str]) -> Expansion:
    """``written`` with every ``${name}`` replaced. ``KeyError`` for a name that ``names`` lacks.

    What is more than one unit stays one: ``${year}?`` is ``(?:…)?``. Within ``[...]`` it is put in as it stands.
    """
    parts: list[str] = []
    pieces: list[tuple[Span, Span]] = []
    done = length = 0
    sets = _sets(written)
    for name, (start, end) in names_used(written):
        value = names[name]
        inside_set = any(left < start < right for left, right in sets)
        if not inside_set and not _is_unit(value):
            value = f"(?:{value})"
        parts += (written[done:start], value)
        length += start - done
        pieces.append(((length, length + len(value)), (start, end)))
        length += len(value)
        done = end
    parts.append(written[done:])
    return Expansion("".join(parts), tuple(pieces))


def words_pattern(words: Iterable[str]) -> str:
    """A group that matches one of ``words``, the longest that fits.

    Of many words ``re`` would try each at every place: it is asked first whether one can begin there.
    """
    longest_first = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    if len(longest_first) > 1 and all(len(word) == 1 for word in longest_first):
        return f"[{re.escape(''.join(longest_first))}]"
    listed = "|".join(map(re.escape, longest_first))
    starts = "".join(sorted({word[:1] for word in longest_first}))
    return f"(?:(?=[{re.escape(starts)}])(?:{listed}))" if len(starts) > MANY and all(longest_first) else f"(?:{listed})"


def _set_end(pattern: str, start: int) -> int:
    """Behind the ``]`` of the set that opens at ``start``; the end of the pattern, if there is none."""
    found = _SET.match(pattern, start)
    return len(pattern) if found is None else found.end()


def _next_sign(pattern: str, at: int) -> int:
    """Where the next backslash, set, bracket or bar stands from ``at`` on; the end of the pattern, if there is none."""
    found = _SIGN.search(pattern, at)
    return len(pattern) if found is None else found.start()


def _sets(pattern: str) -> list[Span]:
    sets: list[Span] = []
    at = 0
    while (at := _next_sign(pattern, at)) < len(pattern):
        if pattern[at] == "[":
            end = _set_end(pattern, at)
            sets.append((at, end))
            at = end
        else:
            at += 2 if pattern[at] == "\\" else 1
    return sets


@lru_cache(maxsize=1024)  # the same fragments come again and again
def _is_unit(pattern: str) -> bool:
    """Can a quantifier follow it, without brackets around it?"""
    if len(pattern) == 1:
        return pattern not in ".^$|" or pattern == "."
    if pattern.startswith("["):
        return _set_end(pattern, 0) == len(pattern)
    if pattern.startswith("\\"):
        return len(pattern) == 2
    if not pattern.startswith("("):
        return False
    depth = at = 0
    while (at := _next_sign(pattern, at)) < len(pattern):
        if pattern[at] == "[":
            at = _set_end(pattern, at)
            continue
        if pattern[at] == "\\":
            at += 2
            continue
        depth += (pattern[at] == "(") - (pattern[at] == ")")
        at += 1
        if depth == 0:
            return at == len(pattern)
    return False


def silent_fault(pattern: str) -> tuple[str, Span] | None:
    """Code and place of the first empty alternative, or of a set that reads like a set in a set; None if all is well."""
    opened: list[tuple[Span, bool]] = []  # the brackets open now, and whether a | has stood in each
    has_bar = False
    last: Span = (0, 0)  # the last ( or |
    at = 0
    while at <= len(pattern):
        at = _next_sign(pattern, at)
        sign = pattern[at] if at < len(pattern) else ""
        if sign == "\\":
            at += 2
        elif sign == "[":
            end = _set_end(pattern, at)
            fault = _set_fault(pattern, at, end)
            if fault is not None:
                return ("grammar_nested_set", fault)
            at = end
        elif sign == "(":
            found = _GROUP_OPENING.match(pattern, at)
            end = found.end() if found else at + 1
            if pattern.startswith("(?#", at) or pattern.startswith("(?P=", at):
                at = pattern.find(")", at) + 1 or len(pattern)
                continue
            opened.append((last, has_bar))
            has_bar = False
            last = (at, end)
            at = end
        else:
            if last[1] == at and (has_bar or sign == "|"):
                return ("grammar_empty_alternative", (last[0], max(at + len(sign), last[0] + 1)))
            if sign == "|":
                has_bar = True
                last = (at, at + 1)
            elif sign == ")" and opened:
                (_, _), has_bar = opened.pop()
                last = (-1, -1)  # what follows stands behind something
            at += 1
    return None


def _set_fault(pattern: str, start: int, end: int) -> Span | None:
    at = start + 1 + pattern.startswith("^", start + 1)
    if pattern.startswith("[", at):
        return (start, at + 1)
    at += 1  # a sign at the front stands for itself
    while at < end - 2:
        if pattern[at] == "\\":
            at += 2
        elif pattern[at] in "-&~|" and pattern[at + 1] == pattern[at]:
            return (at, at + 2)
        else:
            at += 1
    return None
