"""What the rules have tried and found, counted by rule."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from notice_parser.audit.tolerance import Verdict
from notice_parser.model import Check, Evidence, Finding

__all__ = ["RULES", "Tally"]

RULES = (
    "part_whole_sum",
    "ratio",
    "text_vs_table",
    "row_sum",
    "column_sum",
    "restatement",
    "growth",
    "rank_order",
    "date_order",
    "attachment_count",
    "duplicate_row",
    "sequence",
    "percent_bounds",
)


class Tally:
    """Collects the findings and the counts. One is made for each notice.

    ``recognised``: ids of what was recognised from a picture and may be misread: tables, statistics of weak lines and mended
    figures; what rests on them is ``info``.
    """

    def __init__(self, recognised: Iterable[str] = ()) -> None:
        self.recognised = frozenset(recognised)
        self.found: list[Finding] = []
        self.counts = {rule: [0, 0, 0] for rule in RULES}  # agreed, failed, skipped
        self.seen: set[tuple[str, tuple[Evidence, ...]]] = set()

    def agree(self, rule: str, number: int = 1) -> None:
        self.counts[rule][0] += number

    def skip(self, rule: str, number: int = 1) -> None:
        self.counts[rule][2] += number

    def fail(
        self,
        rule: str,
        message: str,
        evidence: Iterable[Evidence],
        *,
        verdict: Verdict | None = None,
        stated: Decimal | None = None,
        computed: Decimal | None = None,
        severity: Literal["error", "warning", "info"] = "error",
    ) -> None:
        """One finding; the same figures are reported once a rule. Evidence is kept in the order of the message."""
        rest = tuple(dict.fromkeys(evidence))
        if (rule, rest) in self.seen:
            return
        self.seen.add((rule, rest))
        self.counts[rule][1] += 1
        if any(one.table in self.recognised or one.statistic in self.recognised for one in rest):
            severity = "info"
        if verdict is not None:
            stated, computed = verdict.stated, verdict.computed
        self.found.append(
            Finding(
                rule=rule,
                severity=severity,
                message=message,
                stated=stated,
                computed=computed,
                difference=None if stated is None or computed is None else computed - stated,
                tolerance=None if verdict is None else verdict.tolerance,
                evidence=rest,
            )
        )

    def findings(self) -> tuple[Finding, ...]:
        """By rule, then in the order of the text."""
        return tuple(
            sorted(self.found, key=lambda one: (RULES.index(one.rule), one.evidence[0].span or (0, 0) if one.evidence else (0, 0)))
        )

    def checks(self) -> tuple[Check, ...]:
        """The rules that had something to look at."""
        return tuple(
            Check(rule=rule, tried=agreed + failed, agreed=agreed, failed=failed, skipped=skipped)
            for rule, (agreed, failed, skipped) in self.counts.items()
            if agreed or failed or skipped
        )
