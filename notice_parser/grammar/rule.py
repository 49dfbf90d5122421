"""Rules: one pattern of a grammar file, and its matches in a text, line by line.

A line break is ``"\\n"``; no match crosses one. ``^`` and ``$`` are the borders of a line; ``$`` also matches where the
region ends, and a pattern may look behind, but not take, what stands before the region.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from msgspec import Struct

from notice_parser.errors import GrammarError
from notice_parser.grammar.line import LineSearch, Search, WholeMatch, gate_of, landmark, line_search, whole_match
from notice_parser.grammar.match import Match
from notice_parser.grammar.schema import Counterexample, Engine, Example
from notice_parser.grammar.shape import NEEDED, Shape, shape_of

__all__ = ["Rule"]


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
    def asked(self) -> re.Pattern[str]:
        """``compiled``, which of a pattern for the beginning of a line looks first for what every match must hold: most of what it is
        asked of lacks that, and is told at once."""
        gate = gate_of(self.shape) if self.pattern.startswith("^") and self.shape.is_initial else ""
        try:
            return re.compile(f"^{gate}(?:{self.pattern[1:]})", re.MULTILINE) if gate else self.compiled
        except re.error:
            return self.compiled  # tells what is wrong, and where

    @cached_property
    def shape(self) -> Shape:
        """What is known of every match before the pattern is tried; nothing of a pattern for ``regex``."""
        return shape_of(self.pattern) if self.engine == "re" else Shape()

    @cached_property
    def find_in_line(self) -> LineSearch:
        """Gives the rule's own matches in a region without a line break: called with text, start and end."""
        return line_search(lambda: self.asked, self.shape, anchors=self.anchors, lookback=self.lookback, whole=self.whole, taken=self.taken)

    @cached_property
    def _next_line(self) -> Search | None:
        """Finds the next thing that a line with a match must hold; None where that is not known."""
        if self.anchors:
            return landmark(Shape(), self.anchors)
        opening = None if self.shape.is_initial or self.whole else self.shape.opening
        return landmark(self.shape, ()) or (None if opening is None else opening.search)

    @cached_property
    def _needs(self) -> tuple[str, ...]:
        return tuple("".join(sorted(need)) for need in self.shape.needs if len(need) <= NEEDED)

    def may_be_in(self, text: str) -> bool:
        """Whether a text has the characters without which it holds no match: these are looked for faster than any pattern."""
        for anchor in self.anchors:
            if anchor[0] in text and anchor[-1] in text and anchor in text:  # one character is found far faster than two
                break
        else:
            if self.anchors:
                return False  # asked first: then the pattern need not even be read
        for need in self._needs:
            for character in need:
                if character in text:
                    break
            else:
                return False
        return True

    def first_in_line(self, line: str) -> Match | None:
        """The first match in a text without a line break."""
        found = self.find_in_line(line, 0, len(line))
        return found[0] if found else None

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """The rule's own matches in order, none overlapping another; lines that cannot hold one are not searched."""
        stop = len(text) if end is None else min(end, len(text))
        next_line = self._next_line
        at = start
        while start <= stop:
            if next_line is None:
                at = start
            elif (found := next_line(text, start, stop)) is None:
                return
            else:
                at = found.start()
                start = max(start, text.rfind("\n", start, at) + 1)
            line_end = text.find("\n", at, stop)
            if line_end < 0:
                line_end = stop
            yield from self.find_in_line(text, start, line_end)
            start = line_end + 1

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

    def taken(self, found: Any) -> Match:
        """``found`` as a match of this rule."""
        start, end = found.span()
        return Match(self.id, self.label, self.priority, start, end, found)

    @cached_property
    def match(self) -> WholeMatch:
        """Gives the match that takes a whole region, which is not empty: called with text, start and end."""
        return whole_match(lambda: self.compiled, self.shape, anchors=self.anchors, taken=self.taken)
