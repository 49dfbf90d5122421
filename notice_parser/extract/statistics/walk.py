"""Where the reading of a group of figures stands, and what a figure needs to know of those before it in the group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.extract.statistics.sentences import Group
from notice_parser.model import Quantity

__all__ = ["Before", "Walk"]


class Walk:
    """A place among the figures of a group: ``figure`` is the one that is read now."""

    def __init__(self, group: Group, broken: frozenset[int]) -> None:
        self.group = group
        self.figures = group.figures
        self.broken = broken  # numbers of the figures of which nobody can say what they are
        self.k = 0
        self.at = group.start  # where the words before the figure begin
        self.taken = ""  # those of them that the figure before has taken
        self.named = False  # 前3位城市依次为…: the words behind a figure that is left out name whom the next ones are about
        self.prefix = ""  # 60岁及以上人口: what a figure that is left out is part of, with the words before it
        self.counted_names = False  # whether the figure before counted names: 甲省、乙省2个省|法院收案均超…

    @property
    def figure(self) -> Quantity:
        return self.figures[self.k]

    @property
    def following(self) -> Quantity | None:
        return self.figures[self.k + 1] if self.k + 1 < len(self.figures) else None

    def start_of(self, k: int) -> int:
        """Where the words before figure ``k`` end: at the group's end behind the last one."""
        return self.figures[k].span[0] if k < len(self.figures) else self.group.end

    def go_past(self, n: int = 1, taken: str = "") -> None:
        """Goes past ``n`` figures, the last of which has taken the words ``taken`` behind it."""
        self.at, self.taken = self.figures[self.k + n - 1].span[1], taken
        self.k += n


class Before(NamedTuple):
    """The words before a figure."""

    words: str  # all of them, from the figure before on
    parts: Sequence[str]  # its clauses
    own: str  # the last of them, that names the figure
    earlier: Sequence[str]  # those in front of it that are about nothing but what follows
    labelled: bool  # whether the figure stands behind a label and its colon
