"""The total that sentences and paragraphs divide one after the other: 从诉求类型看，…。从属地看，甲县1983件."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from notice_parser.extract.statistics.draft import Draft
from notice_parser.extract.statistics.memory import Record, Topic
from notice_parser.extract.statistics.names import Names
from notice_parser.extract.statistics.sentences import Sentence

__all__ = ["SEEN_FROM", "Totals", "is_row"]

SEEN_FROM = re.compile(
    "^(?:从(?P<by>.{2,16}?)(?:情况|来|上)?|[按分].{1,8})[看分]$|^分.{1,8}情况(?:是|为|如下|看)?$"
)  # a clause that says by what it divides

_DIVIDES = re.compile(
    "(?:^|[，,、；;])[ \u3000]*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．][ \u3000]?|[一二三四五六七八九十]是)?"
    "(?:从|按|分)[^，,。；;：:]{1,12}?(?:来看|看|划分|分|统计|情况(?:是|为|如下)?)[，,：:。]"
)


class Totals(Names):
    """Keeps what is divided: what was counted before the first of a row of sentences or paragraphs that divide."""

    def open_paragraph(self) -> None:
        """A paragraph with figures begins."""
        self.told = self.told[1], len(self.records)

    def divide(self, sentence: Sentence, *, opens: bool) -> None:
        """Notes whether a sentence divides; ``opens``: it is the first of its paragraph, so that the one before holds the total."""
        self.dividing = _DIVIDES.search(sentence.work) is not None
        if self.dividing and self.total is None:
            self.total = max(self.told[0 if opens else 1], self.headed), len(self.records)
        elif opens and not self.dividing:
            self.total = None

    def of_total(self) -> str | None:
        """Whose the total is that the sentence divides; null where nobody was named."""
        counted = (self.records[i] for i in range(*self.total) if _counts(self.records[i])) if self.dividing and self.total else ()
        drafts = [record.draft for record in counted]
        return drafts[0].subject if drafts and not is_row(drafts[:2]) else None

    def total_of(self, unit: str | None) -> Topic | None:
        """What the sentence divides: the first thing counted there in this unit, else in one of its kind (件次 beside 件); else null."""
        if not self.dividing or self.total is None or unit is None:
            return None
        counted = [i for i in range(*self.total) if _counts(self.records[i])]
        same = next((i for i in counted if self.records[i].draft.unit == unit), None)
        kind = next((i for i in counted if (self.records[i].draft.unit or " ")[0] == unit[0]), None)
        at = same if same is not None else kind
        if at is None:
            return None
        draft = self.records[at].draft
        return Topic(draft.indicator, draft.unit, at, draft.subject)


def is_row(drafts: Sequence[Draft]) -> bool:
    """Whether two next to each other say the same of two, each by its name: 承办量较大的有甲局62件、乙局48件."""
    return any(
        (a.sentence_span, a.indicator, a.unit) == (b.sentence_span, b.indicator, b.unit) and a.subject != b.subject
        for a, b in pairwise(drafts)
    )


def _counts(record: Record) -> bool:
    draft = record.draft
    return draft.change is None and draft.measure in ("count", "amount") and draft.modality == "actual"
