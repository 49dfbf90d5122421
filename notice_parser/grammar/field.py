"""Fields: the rules of a grammar file together. Their matches in a text, with overlaps resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from notice_parser.grammar.line import Search, landmark_of
from notice_parser.grammar.match import Match, resolve
from notice_parser.grammar.rule import Rule
from notice_parser.text.width import squeeze

__all__ = ["Field", "Grammars"]


class _Ends:
    """Rules that are tried together, and of them those that can match a region, by the characters with which it begins and ends, and
    by whether it holds one of those that any of their matches needs.

    ``whole``: a match takes the whole region, whatever the rule; else only where the rule says so of its matches.
    """

    def __init__(self, rules: tuple[Rule, ...], *, whole: bool) -> None:
        self.rules = rules
        self.whole = whole
        self.first: dict[str, int] = {}  # by a character, the rules that are left: a bit each
        self.last: dict[str, int] = {}
        self.left: dict[int, tuple[tuple[Rule, ...], Search | None]] = {}

    def of(self, text: str, start: int, stop: int) -> tuple[Rule, ...]:
        """Those that may be found in a region, which is not empty."""
        first, last = text[start], text[stop - 1]
        begun, ended = self.first.get(first), self.last.get(last)
        if begun is None:
            begun = self.first[first] = self._bits(lambda rule: not self._begins(rule) or rule.shape.may_begin(first))
        if ended is None:
            ended = self.last[last] = self._bits(lambda rule: not self._ends(rule) or rule.shape.may_end(last))
        known = self.left.get(begun & ended)
        if known is None:
            rules = tuple(rule for i, rule in enumerate(self.rules) if begun & ended & 1 << i)
            known = self.left[begun & ended] = rules, landmark_of([(rule.shape, rule.anchors) for rule in rules])
        rules, needed = known
        return rules if needed is None or needed(text, start, stop) is not None else ()

    def _begins(self, rule: Rule) -> bool:
        return self.whole or rule.whole or rule.shape.is_initial

    def _ends(self, rule: Rule) -> bool:
        return self.whole or rule.whole or rule.shape.is_final

    def _bits(self, may_be: Callable[[Rule], bool]) -> int:
        return sum(1 << i for i, rule in enumerate(self.rules) if may_be(rule))


class _Choice(NamedTuple):
    """Rules that are tried together: all, those for a line, those for a whole."""

    rules: tuple[Rule, ...]
    line: _Ends
    whole: _Ends


class Field(Struct, frozen=True, eq=False, kw_only=True, dict=True):
    """All rules of a field. ``words`` holds its word lists and the shared ones, ``patterns`` what each ``${name}`` stands for."""

    name: str
    about: str | None
    rules: tuple[Rule, ...]
    words: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, str]
    shared: frozenset[str] = frozenset()  # names of the word lists that are those of all fields

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def list_of(self) -> dict[str, str]:
        """In which list of its own each word stands, by the word without blanks; of two lists the later one."""
        return {squeeze(word): name for name, words in self.words.items() if name not in self.shared for word in words}

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
            choice = self._choices[only] = _Choice(rules, _Ends(rules, whole=False), _Ends(rules, whole=True))
        return choice

    def find(self, text: str, start: int = 0, end: int | None = None, only: tuple[str, ...] | None = None) -> list[Match]:
        """The matches of all rules (or of ``only`` those) in order; of overlapping ones the winner, as ``resolve`` says."""
        matches = self.find_each(text, start, end, only)
        return resolve(matches) if len(matches) > 1 else matches

    def find_each(self, text: str, start: int = 0, end: int | None = None, only: tuple[str, ...] | None = None) -> list[Match]:
        """The matches of all rules (or of ``only`` those), one rule after the other; overlaps stay."""
        stop = len(text) if end is None else min(end, len(text))
        matches: list[Match] = []
        choice = self._choices.get(only) or self._chosen(only)
        if text.find("\n", start, stop) >= 0:
            region = text[start:stop]
            for rule in choice.rules:
                if rule.may_be_in(region):
                    matches += rule.find(text, start, stop)
        elif start < stop:
            for rule in choice.line.of(text, start, stop):
                matches += rule.find_in_line(text, start, stop)
        return matches

    def first_of_each(self, line: str) -> list[Match]:
        """The first match of every rule that has one in a line, in the order of the rules; overlaps stay."""
        if not line:
            return []
        return [found[0] for rule in self._chosen(None).line.of(line, 0, len(line)) if (found := rule.find_in_line(line, 0, len(line)))]

    def first(self, text: str, start: int = 0, end: int | None = None, only: tuple[str, ...] | None = None) -> Match | None:
        """The first of ``find``, without reading on behind its line."""
        stop = len(text) if end is None else min(end, len(text))
        if text.find("\n", start, stop) < 0:
            matches: list[Match] = []
            for rule in (self._choices.get(only) or self._chosen(only)).line.of(text, start, stop) if start < stop else ():
                matches += rule.find_in_line(text, start, stop)
            return None if not matches else matches[0] if len(matches) == 1 else resolve(matches)[0]
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
        for rule in (self._choices.get(only) or self._chosen(only)).whole.of(text, start, stop):
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
