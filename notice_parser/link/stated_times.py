"""The times of a document by place: those of its title, its opening, a sentence; and what kind of words each stands in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from notice_parser.extract.facts import Facts
from notice_parser.extract.statistics.draft import Draft
from notice_parser.grammar import Field
from notice_parser.layout.document import Document
from notice_parser.model import Span, Time
from notice_parser.text.times import Mention, is_left_over

__all__ = ["BRACKET", "QUALIFIED", "StatedTimes"]

_RECORD = re.compile(
    "以?来?(?:的)?(?:历史)?(?:同期)?(?:最[大高低小多少好强](?!法院?|人民|检)|新高|新低|首次|第[一二三四五六七八九十]{1,2}次(?=创|突破|刷新|超|达|获|出现)|第[一二三](?=[，,。；;、）)高低大多位名]|$))"
)
_EXTREME_OF = re.compile("最[大高低小多少][，,](?:为|达到?|是|有|共|约|仅|只){0,2}[0-9]")  # 2月最少，仅143起: that month's own
_CLAUSE_END = re.compile("[，,。；;\n]")
_OF_A_THING = re.compile(
    "价|不变价|可比价|(?:[^，,。；;]{0,6}(?:平均|中间)?)?汇率|假|黄金周|小长假|长假|中秋|结转|结余|滚存|版|本(?![届级市县省区州镇乡年月次期轮])|修订|印发|出台|发布|制定|颁布"
)
_OF_PLAN = re.compile("(?:重点)?(?:工作)?(?:计划|打算|安排|思路|谋划)")  # 2023年工作总结和2024年|工作计划: not what is told of
# 2022年工作回顾, 2023年工作安排: what a heading without a mark says that the section is of
_OF_SECTION = re.compile(
    "度?(?:(?:主要|重点|检察|审判|财政|人大|政府|各项)?工作)?(?:的?(?:回顾|总结|小结|安排|打算|计划|思路|任务|(?:完成|进展|执行)?情况))|度?(?:主要|重点)?工作"
)
_OF_WHICH = re.compile("[ 　]*其中")
_NOW = re.compile("现(?:就|将|对|把)[^，,。；;：:\n]{0,40}$")
_AS_FOLLOWS = re.compile("[^，,。；;：:\n]{0,60}如下")
OPENING = 4  # lines of text at the head of the body that can say what period the notice is about
BRACKET = 200  # characters within which a bracket that holds a time is closed
QUALIFIED = 10  # characters behind a time that can say what it qualifies


@lru_cache(maxsize=8)
def _patterns(clauses: Field) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Indicators of what stands at a day; a verb at the end of words."""
    return re.compile("|".join(clauses.words["stock"])), re.compile(f"{clauses.patterns['verb']}了?$")


class StatedTimes:
    """The times of a document, and where figures and headings stand to them."""

    def __init__(self, document: Document, facts: Facts, drafts: Sequence[Draft], clauses: Field, *, is_plan: bool) -> None:
        self.stock, self.verb_before = _patterns(clauses)
        self.bases = frozenset(span for draft in drafts for span in draft.base_spans)  # the times that something is compared with
        self.drafts = drafts
        self.is_plan = is_plan  # by the title: what the notice tells is to be done
        self.dated = facts.date.iso if facts.date else None  # when the notice was written
        title = facts.title.span if facts.title else None
        self.text = document.text
        self.lines = document.lines
        self.headings = {heading.line: heading for heading in document.headings}
        self.pairs = [(m, t) for m, t in zip(facts.mentions, facts.times, strict=True) if not m.quoted and (t.start or t.end or m.season)]
        self.starts = [m.start for m, _ in self.pairs]
        # 截至目前 of a notice without a date: what was said before it is past
        self.untold = [
            m.start
            for m, t in zip(facts.mentions, facts.times, strict=True)
            if m.raw.startswith(("截", "至")) and t.granularity == "as_of" and t.end is None
        ]
        body = next((line.start for line in self.lines if line.zone == "body" and line.role == "text"), 0)
        texts = [line.end for line in self.lines if line.start >= body and line.zone == "body" and line.role == "text"]
        opened = texts[min(OPENING, len(texts)) - 1] if texts else body
        opening = (p for p in self.pairs if body <= p[0].start < opened and p[1].granularity != "day" and p[0].raw != "现在")
        self.openings = [p for p in opening if not (p[0].basis or self.is_of_a_word(p[0]) or self.is_in_bracket(p[0]))]
        self.announced = [p for p in self.openings if self.is_announced(p[0])]
        marked = (heading.span[0] for heading in document.headings if heading.marker is not None)
        self.first_heading = next((at for at in marked if at >= body), len(self.text))
        named = [title] if title else []
        named += [line.span for line in self.lines if line.zone == "head" and line.role == "text" and title and line.start >= title[1]]
        titled = (p for span in named for p in reversed(self.pairs) if span[0] <= p[0].start < span[1] and self.is_of_title(p, span, title))
        stated = [p for p in titled if not self.is_of_a_word(p[0])]
        told = next((p for p in stated if _OF_PLAN.match(self.text, p[0].end) is None), None)
        self.title = told or next(iter(stated), None)
        self.plan = next((p for p in stated if told is not None and _OF_PLAN.match(self.text, p[0].end)), None)  # and 2024年工作打算
        self.chosen: list[tuple[Mention, Time] | None] = []  # what the figures so far were found to be about
        self.of_more: set[int] = set()  # figures found to be of more than the month that was said before them
        self.full_starts: dict[int, int] = {}  # of sentences, by where each begins
        self.opened = opened
        self.body = body

    def is_announced(self, mention: Mention) -> bool:
        """Whether the opening says that what follows is of a time: 现将2020年遭受自然灾害情况报告如下."""
        before = self.text[max(0, mention.start - BRACKET) : mention.start]
        return _NOW.search(before) is not None and _AS_FOLLOWS.match(self.text, mention.end) is not None

    def is_in_bracket(self, mention: Mention) -> bool:
        """教师2799人（含2019年以来招聘的229人）: whether a time stands in a bracket behind other words, and so says nothing of the rest."""
        start = max(0, mention.start - BRACKET)
        before = (
            self.text[max(start, self.text.rfind("\n", start, mention.start) + 1) : mention.start].replace("(", "（").replace(")", "）")
        )
        at = before.rfind("（")
        return at > before.rfind("）") and before[at + 1 :].strip() != ""

    def is_of_title(self, pair: tuple[Mention, Time], span: Span, title: Span | None) -> bool:
        """Whether a time stands in the title, or fills the line below it and is no single day: （2023年四季度）, 2022年工作回顾."""
        line = self.text[slice(*span)].strip(" \u3000（）()")
        told = line == pair[0].raw or self.rules(pair[0], span)
        return span == title or (told and pair[1].granularity not in ("day", "as_of", "unknown"))

    def rules(self, mention: Mention, span: Span) -> bool:
        """Whether a line says of a time, with which it begins, that what stands below is what was done then, or is to be."""
        begins = not self.text[span[0] : mention.start].strip(" \u3000")
        return begins and _OF_SECTION.fullmatch(self.text[mention.end : span[1]].strip()) is not None

    def is_of_a_word(self, mention: Mention) -> bool:
        """Whether a time is part of a name: 2023年国庆假期, 2010年以来最大, 2020年版."""
        behind = self.text[mention.end : mention.end + QUALIFIED]
        record = _RECORD.match(behind) is not None and _EXTREME_OF.match(behind) is None
        return is_left_over(self.text, mention.span) or record or _OF_A_THING.match(behind) is not None

    def pairs_at(self, spans: Sequence[Span]) -> list[tuple[Mention, Time]]:
        """The times that stand at ``spans``."""
        at = ((bisect_left(self.starts, span[0]), span) for span in spans)
        return [self.pairs[i] for i, span in at if i < len(self.pairs) and self.pairs[i][0].span == span]

    def is_heading(self, number: int) -> bool:
        """Whether a line is a heading and nothing else: one with a mark, or 2022年工作回顾."""
        heading = self.headings.get(number)
        if heading is None or heading.marker is not None:
            return heading is not None
        named = self.pairs[bisect_left(self.starts, heading.span[0]) :][:1]
        return bool(named) and named[0][0].end <= heading.span[1] and self.rules(named[0][0], heading.span)

    def full_start(self, draft: Draft) -> int:
        """Where the sentence begins in full: what semicolons part is one, and so is 资产负债率64.5%。其中，中央企业67.5%."""
        start = draft.sentence_span[0]
        known = self.full_starts.get(start)
        if known is None:
            line = self.lines[draft.paragraph].start
            known = max(line, self.text.rfind("。", line, start) + 1)
            if known > line and _OF_WHICH.match(self.text, known) is not None:
                known = max(line, self.text.rfind("。", line, known - 1) + 1)
            self.full_starts[start] = known
        return known

    def clause_of(self, mention: Mention) -> str:
        """The words behind a time, up to the end of its clause."""
        end = _CLAUSE_END.search(self.text, mention.end, mention.end + BRACKET)
        return self.text[mention.end : end.start() if end else mention.end]
