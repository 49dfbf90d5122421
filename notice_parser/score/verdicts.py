"""What was judged: an item of a field, and whether it was right. All counts are made from these."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

__all__ = ["Counts", "Judgement", "Verdict", "count"]

Verdict: TypeAlias = Literal["hit", "wrong", "missed", "false"]


class Judgement(NamedTuple):
    """One item judged. ``wrong`` is an answer in the place of another: it counts as missed and as false."""

    field: str
    verdict: Verdict
    item: str


class Counts(NamedTuple):
    """Right answers, false ones and missed ones."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 1.0


def count(judgements: Iterable[Judgement]) -> Counts:
    """The counts of these judgements.

    >>> count([Judgement("title", "hit", "甲"), Judgement("title", "wrong", "乙")])
    Counts(tp=1, fp=1, fn=1)
    """
    tp = fp = fn = 0
    for one in judgements:
        tp += one.verdict == "hit"
        fp += one.verdict in ("wrong", "false")
        fn += one.verdict in ("wrong", "missed")
    return Counts(tp, fp, fn)
