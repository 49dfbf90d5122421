"""Matches of a field's rules in a text: anchored search, line by line, overlaps resolved.

A line break is ``"\\n"``; no match crosses one. ``^`` and ``$`` are the borders of a line; ``$`` also matches where the
region ends, and a pattern may look behind, but not take, what stands before the region.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from notice_parser.errors import GrammarError
from notice_parser.grammar.schema import Counterexample, Engine, Example
from notice_parser.model import Span

__all__ = ["Field", "Grammars", "Match", "Rule", "resolve"]


class Match(Struct, frozen=True, eq=False):
    """What a rule took. ``group`` and ``span_of`` give None for a group that took no part, or that the rule lacks."""

    rule: str
    label: str | None
    priority: int
    start: int
    end: int
    found: Any  # re.Match[str], or that of the regex package

    @property
    def span(self) -> Span:
        """``(start, end)`` in the text that was searched."""
        return (self.start, self.end)

    @property
    def text(self) -> str:
        """The characters taken."""
        return str(self.found.group())

    def group(self, name: str) -> str | None:
        """The characters that the group ``name`` took, or None."""
        try:
            taken: str | None = self.found.group(name)
        except IndexError:
            return None
        return taken

    def span_of(self, name: str) -> Span | None:
        """Where the group ``name`` stands, or None."""
        try:
            start, end = self.found.span(name)
        except IndexError:
            return None
        return None if start < 0 else (start, end)

    def groups(self) -> dict[str, str]:
        """The named groups that took part, in the order of the pattern."""
        return {name: taken for name, taken in self.found.groupdict().items() if taken is not None}


class Rule(Struct, frozen=True, eq=False, kw_only=True, dict=True):
    """A rule in force. ``written`` is the pattern of the file, ``pattern`` the same with every ``${name}`` expanded."""

    id: str
    file: str
    written: str
    pattern: str
    anchors: tuple[str, ...]
    lookback: int | None
    label: str | None
    priority: int
    engine: Engine
    whole: bool
    about: str | None
    examples: tuple[Example, ...]
    counterexamples: tuple[Counterexample, ...]
    # makes the GrammarError for a pattern that does not compile, from what is wrong and where in ``pattern``
    fault: Callable[[str, int | None], GrammarError]

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled when first needed. ``GrammarError`` if it is no pattern."""
        if self.engine == "regex":
            import regex  # type: ignore[import-untyped]  # it ships none

            try:
                # a class of its own, with the same methods and arguments
                return regex.compile(self.pattern, regex.MULTILINE | regex.VERSION0)  # type: ignore[no-any-return]  # see above
            except regex.error as error:
                raise self.fault(str(error.msg), error.pos) from None
        try:
            return re.compile(self.pattern, re.MULTILINE)
        except re.error as error:
            raise self.fault(error.msg, error.pos) from None
        except (OverflowError, RecursionError) as error:
            raise self.fault(str(error), None) from None

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """The rule's own matches in order, none overlapping another; lines without an anchor are not searched."""
        stop = len(text) if end is None else min(end, len(text))
        if self.whole:
            return self._find_whole(text, start, stop)
        return self._find_anchored(text, start, stop) if self.anchors else self.find_plain(text, start, stop)

    def find_plain(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """The same without the help of anchors: what ``find`` must be equal to."""
        stop = len(text) if end is None else min(end, len(text))
        finditer = self.compiled.finditer
        fullmatch = self.compiled.fullmatch
        while start <= stop:
            line_end = text.find("\n", start, stop)
            if line_end < 0:
                line_end = stop
            if self.whole:
                whole = fullmatch(text, start, line_end)
                if whole is not None and line_end > start:
                    yield self.taken(whole)
            else:
                for found in finditer(text, start, line_end):
                    if found.end() > found.start():
                        yield self.taken(found)
            start = line_end + 1

    def _find_whole(self, text: str, start: int, stop: int) -> Iterator[Match]:
        while start <= stop:
            line_end = text.find("\n", start, stop)
            if line_end < 0:
                line_end = stop
            match = self.match(text, start, line_end)
            if match is not None:
                yield match
            start = line_end + 1

    def _find_anchored(self, text: str, start: int, stop: int) -> Iterator[Match]:
        search = self.compiled.search
        anchors = self.anchors
        lookback = self.lookback
        # where each anchor stands next; looked up again only when passed, so that the text is gone through once an anchor
        following = [text.find(anchor, start, stop) for anchor in anchors]
        line_end = start - 1
        while start <= stop:
            hit = -1
            for index, anchor in enumerate(anchors):
                at = following[index]
                if 0 <= at < start:
                    at = following[index] = text.find(anchor, start, stop)
                if at >= 0 and (hit < 0 or at < hit):
                    hit = at
            if hit < 0:
                return
            if hit > line_end:
                start = max(start, text.rfind("\n", start, hit) + 1)
                line_end = text.find("\n", hit, stop)
                if line_end < 0:
                    line_end = stop
            found = search(text, start if lookback is None else max(start, hit - lookback), line_end)
            if found is None:
                start = line_end + 1
            elif found.end() > found.start():
                yield self.taken(found)
                start = found.end()
            else:
                start = found.end() + 1

    def taken(self, found: Any) -> Match:
        """``found`` as a match of this rule."""
        return Match(self.id, self.label, self.priority, found.start(), found.end(), found)

    def match(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        """The match that takes the whole region, or None."""
        stop = len(text) if end is None else min(end, len(text))
        if stop <= start or (self.anchors and not any(text.find(anchor, start, stop) >= 0 for anchor in self.anchors)):
            return None
        found = self.compiled.fullmatch(text, start, stop)
        return None if found is None else self.taken(found)


class Field(Struct, frozen=True, eq=False, kw_only=True, dict=True):
    """All rules of a field. ``words`` holds its word lists and the shared ones."""

    name: str
    about: str | None
    rules: tuple[Rule, ...]
    words: Mapping[str, tuple[str, ...]]

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; ``KeyError`` if there is none."""
        return self._by_id[rule_id]

    def _chosen(self, only: tuple[str, ...] | None) -> tuple[Rule, ...]:
        return self.rules if only is None else tuple(self._by_id[rule_id] for rule_id in only)

    def find(self, text: str, start: int = 0, end: int | None = None, only: tuple[str, ...] | None = None) -> list[Match]:
        """The matches of all rules (or of ``only`` those) in order; of overlapping ones the winner, as ``resolve`` says."""
        return resolve([match for rule in self._chosen(only) for match in rule.find(text, start, end)])

    def first(self, text: str, start: int = 0, end: int | None = None, only: tuple[str, ...] | None = None) -> Match | None:
        """The first of ``find``, without reading on behind its line."""
        stop = len(text) if end is None else min(end, len(text))
        earliest: Match | None = None
        for rule in self._chosen(only):
            match = next(rule.find(text, start, stop), None)
            if match is not None and (earliest is None or match.start < earliest.start):
                earliest = match
                line_end = text.find("\n", match.end, stop)
                if line_end >= 0:
                    stop = line_end
        if earliest is None:
            return None
        return self.find(text, max(start, text.rfind("\n", start, earliest.start) + 1), stop, only)[0]

    def match(self, text: str, start: int = 0, end: int | None = None, only: tuple[str, ...] | None = None) -> Match | None:
        """The match that takes the whole region: of several that of the higher priority, then of the rule written first."""
        stop = len(text) if end is None else min(end, len(text))
        if text.find("\n", start, stop) >= 0:
            return None
        best: Match | None = None
        for rule in self._chosen(only):
            match = rule.match(text, start, stop)
            if match is not None and (best is None or match.priority > best.priority):
                best = match
        return best


class Grammars(Struct, frozen=True, eq=False, kw_only=True):
    """The fields in force, and a hash of all files they came from."""

    fields: Mapping[str, Field]
    hash: str

    def __getitem__(self, name: str) -> Field:
        return self.fields[name]

    def __contains__(self, name: object) -> bool:
        return name in self.fields

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)


def _rank(match: Match) -> tuple[int, int, int]:
    return (match.start - match.end, -match.priority, match.start)


def resolve(matches: list[Match]) -> list[Match]:
    """The winners, in order. Of overlapping matches the longer wins, then the higher priority, then the earlier start,
    then the rule written first (``matches`` come in the order of the rules)."""
    matches.sort(key=lambda match: match.start)
    winners: list[Match] = []
    group: list[Match] = []
    group_end = -1
    for match in matches:
        if match.start >= group_end:
            winners += group if len(group) < 2 else _resolve_group(group)
            group = []
        group.append(match)
        group_end = max(group_end, match.end)
    winners += group if len(group) < 2 else _resolve_group(group)
    return winners


def _resolve_group(group: list[Match]) -> list[Match]:
    winners: list[Match] = []
    starts: list[int] = []
    for match in sorted(group, key=_rank):
        index = bisect_left(starts, match.end)  # the winners before it start in front of this match's end
        if index == 0 or winners[index - 1].end <= match.start:
            winners.insert(index, match)
            starts.insert(index, match.start)
    return winners
