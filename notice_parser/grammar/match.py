"""Matches: what a rule took of a text, and which of overlapping ones wins."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from msgspec import Struct

from notice_parser.model import Span

__all__ = ["Match", "resolve"]


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
