"""What the sentences before have said: subjects, topics, bases. A small memory, forgotten at the right places."""

from __future__ import annotations

import re
from typing import NamedTuple

from notice_parser.extract.statistics.draft import Draft
from notice_parser.model import Span

__all__ = ["Memory", "Record", "Topic"]

_OF_PLAN = re.compile(".{0,8}(?:预算|计划|目标|任务)数?")  # what a figure is compared with that is no time


class Topic(NamedTuple):
    indicator: str | None
    unit: str | None
    record: int  # index into the records
    subject: str | None


class Record:
    """A draft in the making; ``whole`` is another record until the end, when positions are known. ``inner``: it stands in a bracket."""

    def __init__(self, draft: Draft, whole: Record | None, *, inner: bool = False) -> None:
        self.draft = draft
        self.whole = whole
        self.inner = inner


class Memory:
    """What the sentences before have said."""

    def __init__(self) -> None:
        self.home: str | None = None  # the level that the notice speaks of as a whole: the first 全市, 我省
        self.opener: str | None = None  # whom the opening speaks of, above all headings
        self.own_work: str | None = None  # the body that reports what it has done itself, by the title
        self.titled: str | None = None  # whom the title speaks of, where the text names nobody
        self.main: str | None = None  # whom the paragraph speaks of
        self.main_before: str | None = None
        self.main_said: int = -1  # the sentence, with all that semicolons join to it, that said it
        self.several: int = -1  # the sentence, so counted, that spoke of several, one by one
        self.subject: str | None = None
        self.passing: tuple[str | None] | None = None  # whom the sentence spoke of before one that it names in passing
        self.leads = -1  # the sentence, so counted, that one who is named in passing opens
        self.counted: tuple[str, str | None] = "", None  # those counted who act (5家单位结算…), and whom the sentence spoke of before
        self.names: tuple[str, ...] = ()  # subjects just enumerated
        self.together: tuple[tuple[str, ...], str] | None = None  # names that were counted, and all as printed: 甲县、乙县2县
        self.listed: tuple[str, ...] = ()  # subjects that an earlier clause of the sentence enumerates: 甲省、乙省进展较慢，…分别为
        self.things: tuple[str, ...] = ()  # indicators just enumerated
        self.kinds: tuple[str, ...] = ()  # what told the things just enumerated apart: 同城、异地 of 同城、异地业务量
        self.shares: set[tuple[int, str]] = set()  # records that are shares of a whole, and the words that name it
        self.ratio: Topic | None = None  # the last rate or share: what percentage points refer to
        self.topics: list[Topic] = []
        self.series: tuple[str, ...] = ()  # subjects that figures were just paired with
        self.series_times: tuple[Span, ...] = ()  # times that figures were just paired with
        self.base: str | None = None
        self.base_spans: tuple[Span, ...] = ()
        self.among: tuple[Record, ...] | None = None  # what 其中 may point back to: the records before it
        self.outer: tuple[Record, ...] | None = None  # what an outer 其中 points back to, while an inner one is open
        self.outside: tuple[str | None] | None = None  # whom the sentence spoke of before its 其中
        self.last_change: bool = False

    def level(self) -> str | None:
        """Whom a section speaks of that names nobody: who reports of itself, the level of the notice, else whom its opening speaks of."""
        return self.own_work or self.home or (self.opener if self.titled is None else None)

    def open_sentence(self, *, new: bool, acts: bool = False) -> None:
        """A full stop takes back what held within the sentence; a semicolon only the enumeration.

        ``acts``: whether the one goes on to act who was named in passing.
        """
        self.names = self.things = self.listed = ()
        if self.base is not None and _OF_PLAN.fullmatch(self.base) is not None:
            self.base = None  # 较预算减少186万元；资本性支出增长68.3%: against what was before
        self.last_change = False
        if not new and self.passing is not None and not acts:
            (self.subject,) = self.passing
        self.passing = self.passing if acts else None
        if not new and self.outside is not None:
            (self.subject,), self.outside = self.outside, None  # what 其中 spoke of ends with its member
        if self.outer is not None:
            self.among, self.outer = self.outer, None
        if new:
            self.subject = self.main or (self.home if self.home is not None and self.home[0] in "全我本" else None)
            self.outside = None
            self.among = None
            self.base, self.base_spans = None, ()
            self.ratio = None
            self.series = self.kinds = ()
            self.series_times = ()
