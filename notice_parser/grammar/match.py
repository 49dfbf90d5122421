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
from notice_parser.grammar.shape import PLACES, Shape, shape_of
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

    @cached_property
    def shape(self) -> Shape:
        """What is known of every match before the pattern is tried; nothing of a pattern for ``regex``."""
        return shape_of(self.pattern) if self.engine == "re" else Shape()

    @cached_property
    def _opening(self) -> re.Pattern[str] | None:
        """The characters to try the pattern at; None where it is as well to try it everywhere."""
        return None if self.shape.is_aided and self.anchors else self.shape.opening

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """The rule's own matches in order, none overlapping another; lines without an anchor are not searched."""
        stop = len(text) if end is None else min(end, len(text))
        if self.whole:
            return self._find_by_line(text, start, stop)
        if self.anchors:
            return self._find_anchored(text, start, stop)
        if self.shape.is_initial:
            return self._find_by_line(text, start, stop)
        if self.shape.need is not None and not self.shape.is_aided:
            return self._find_needed(text, start, stop)
        return self.find_plain(text, start, stop) if self.shape.opening is None else self._find_opened(text, start, stop)

    def find_in_line(self, text: str, start: int, stop: int) -> list[Match]:
        """The same in a region without a line break, with less ado: most calls are of this kind, and find nothing."""
        if self.anchors:
            for anchor in self.anchors:
                if text.find(anchor, start, stop) >= 0:
                    break
            else:
                return []
        shape = self.shape
        if shape.need is not None and not shape.is_aided and shape.need.search(text, start, stop) is None:
            return []
        if self.whole:
            found = self.compiled.fullmatch(text, start, stop) if stop > start else None
            return [] if found is None else [self.taken(found)]
        if shape.reach is not None and stop - start > shape.reach:
            start = stop - shape.reach
        if self.anchors:
            return list(self._find_anchored(text, start, stop))
        if shape.is_initial:
            found = self.compiled.match(text, start, stop)
            return [] if found is None or found.end() == start else [self.taken(found)]
        if shape.is_aided:
            return [self.taken(found) for found in self.compiled.finditer(text, start, stop) if found.end() > found.start()]
        if shape.opening is None:
            return [self.taken(found) for found in self.compiled.finditer(text, start, stop) if found.end() > found.start()]
        return list(self._find_opened(text, start, stop)) if shape.opening.search(text, start, stop) is not None else []

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

    def _find_by_line(self, text: str, start: int, stop: int) -> Iterator[Match]:
        """Line by line, where a line holds one match at most."""
        while start <= stop:
            line_end = text.find("\n", start, stop)
            if line_end < 0:
                line_end = stop
            yield from self.find_in_line(text, start, line_end)
            start = line_end + 1

    def _find_needed(self, text: str, start: int, stop: int) -> Iterator[Match]:
        """From one line that has what a match must hold to the next."""
        assert self.shape.need is not None
        next_needed = self.shape.need.search
        while (needed := next_needed(text, start, stop)) is not None:
            at = needed.start()
            line_end = text.find("\n", at, stop)
            if line_end < 0:
                line_end = stop
            start = max(start, text.rfind("\n", start, at) + 1)
            if self.shape.opening is None:
                for found in self.compiled.finditer(text, start, line_end):
                    if found.end() > found.start():
                        yield self.taken(found)
            else:
                yield from self._find_opened(text, start, line_end)
            start = line_end + 1

    def _find_opened(self, text: str, start: int, stop: int) -> Iterator[Match]:
        """From one character that can open a match to the next."""
        assert self.shape.opening is not None
        next_opening = self.shape.opening.search
        take = self.compiled.match
        line_end = start - 1
        while (opening := next_opening(text, start, stop)) is not None:
            at = opening.start()
            if at > line_end:
                line_end = text.find("\n", at, stop)
                if line_end < 0:
                    line_end = stop
            found = take(text, at, line_end)
            if found is None:
                start = at + 1
            else:
                yield self.taken(found)
                start = found.end()

    def _find_anchored(self, text: str, start: int, stop: int) -> Iterator[Match]:
        anchors = self.anchors
        # where each anchor stands next; looked up again only when passed, so that the text is gone through once an anchor
        following = [text.find(anchor, start, stop) for anchor in anchors]
        if max(following) < 0:
            return
        lookback = self.lookback
        search = self.compiled.search
        is_opened = self._opening is not None
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
            first = start if lookback is None else max(start, hit - lookback)
            # a match that begins behind this anchor holds the next one, and is looked for from there
            found = self._search_opened(text, first, hit, line_end) if is_opened else search(text, first, line_end)
            if found is None:
                start = (hit if is_opened else line_end) + 1
            elif found.end() > found.start():
                yield self.taken(found)
                start = found.end()
            else:
                start = found.end() + 1

    def _search_opened(self, text: str, first: int, last: int, line_end: int) -> Any:
        """The first match that begins between ``first`` and ``last``, and ends within the line."""
        assert self._opening is not None
        next_opening = self._opening.search
        take = self.compiled.match
        stop = min(line_end, last + PLACES)  # an opening is so long at most
        while (opening := next_opening(text, first, stop)) is not None:
            first = opening.start()
            if first > last:
                return None
            found = take(text, first, line_end)
            if found is not None:
                return found
            first += 1
        return None

    def taken(self, found: Any) -> Match:
        """``found`` as a match of this rule."""
        return Match(self.id, self.label, self.priority, found.start(), found.end(), found)

    def match(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        """The match that takes the whole region, or None."""
        stop = len(text) if end is None else min(end, len(text))
        if stop <= start:
            return None
        if self.anchors:
            for anchor in self.anchors:
                if text.find(anchor, start, stop) >= 0:
                    break
            else:
                return None
        found = self.compiled.fullmatch(text, start, stop)
        return None if found is None else self.taken(found)


class _Choice(Struct, frozen=True, eq=False):
    """Rules that are tried together, and of them, by a character, those that a region beginning with it can match.

    ``initial``: what ``of_line`` gave before; ``opened``: what ``of_whole`` gave.
    """

    rules: tuple[Rule, ...]
    initial: dict[str, tuple[Rule, ...]]
    opened: dict[str, tuple[Rule, ...]]

    def of_line(self, character: str) -> tuple[Rule, ...]:
        """Those that may be found in a line that begins so."""
        rules = self.initial.get(character)
        if rules is None:
            rules = self.initial[character] = tuple(
                rule for rule in self.rules if not (rule.whole or rule.shape.is_initial) or _may_begin(rule, character)
            )
        return rules

    def of_whole(self, character: str) -> tuple[Rule, ...]:
        """Those that may take a whole that begins so."""
        rules = self.opened.get(character)
        if rules is None:
            rules = self.opened[character] = tuple(rule for rule in self.rules if _may_begin(rule, character))
        return rules


def _may_begin(rule: Rule, character: str) -> bool:
    return rule.shape.first is None or rule.shape.first.match(character) is not None


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

    @cached_property
    def _choices(self) -> dict[tuple[str, ...] | None, _Choice]:
        return {}

    def _chosen(self, only: tuple[str, ...] | None) -> _Choice:
        choice = self._choices.get(only)
        if choice is None:
            rules = self.rules if only is None else tuple(self._by_id[rule_id] for rule_id in only)
            choice = self._choices[only] = _Choice(rules, {}, {})
        return choice

    def find(self, text: str, start: int = 0, end: int | None = None, only: tuple[str, ...] | None = None) -> list[Match]:
        """The matches of all rules (or of ``only`` those) in order; of overlapping ones the winner, as ``resolve`` says."""
        stop = len(text) if end is None else min(end, len(text))
        matches: list[Match] = []
        choice = self._choices.get(only) or self._chosen(only)
        if text.find("\n", start, stop) >= 0:
            for rule in choice.rules:
                matches += rule.find(text, start, stop)
        elif start < stop:
            character = text[start]
            for rule in choice.initial.get(character) or choice.of_line(character):
                matches += rule.find_in_line(text, start, stop)
        return resolve(matches) if len(matches) > 1 else matches

    def first_of_each(self, line: str) -> list[Match]:
        """The first match of every rule that has one in a line, in the order of the rules; overlaps stay."""
        if not line:
            return []
        return [found[0] for rule in self._chosen(None).of_line(line[0]) if (found := rule.find_in_line(line, 0, len(line)))]

    def first(self, text: str, start: int = 0, end: int | None = None, only: tuple[str, ...] | None = None) -> Match | None:
        """The first of ``find``, without reading on behind its line."""
        stop = len(text) if end is None else min(end, len(text))
        if text.find("\n", start, stop) < 0:
            found = self.find(text, start, stop, only)
            return found[0] if found else None
        earliest: Match | None = None
        for rule in self._chosen(only).rules:
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
        if start >= stop or text.find("\n", start, stop) >= 0:
            return None
        best: Match | None = None
        for rule in self._chosen(only).of_whole(text[start]):
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
