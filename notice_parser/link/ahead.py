"""Which figures stand where a notice says what is to be done: under 下一步工作打算, 2024年目标任务, in a paragraph that begins 下一步，…,
in a notice that is a plan by its title (实施方案, 工作要点)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date

from notice_parser.extract.statistics.draft import Draft
from notice_parser.grammar import Field
from notice_parser.layout.document import Document, Heading
from notice_parser.link.periods import Periods
from notice_parser.model import Period, Span

__all__ = ["Ahead"]

YOUNG = 75  # days of a year, a quarter in which a notice still tells what it will bring
SENTENCE = 300  # characters of a sentence before a figure that can say it is of what was so far


class Ahead:
    """The parts of a document that announce the future, and which of their figures tell of the past all the same."""

    def __init__(self, document: Document, periods: Periods, clauses: Field, plan: Span | None) -> None:
        self.text = document.text
        self.plan = plan  # the title, where it is that of a plan
        self.periods = periods
        self.so_far, self.to_come = (clauses.rule(f"statistics.clauses.{name}").compiled for name in ("so_far", "to_come"))
        self.told, self.tasks, self.basis, self.there_is = (
            clauses.rule(f"statistics.clauses.{name}").compiled for name in ("told", "tasks", "basis", "there_is")
        )
        marked = [heading for heading in document.headings if heading.title] if plan is not None else []
        self.headed = [heading.span[0] for heading in marked]
        self.is_basis = [self.basis.search(heading.title or "") is not None for heading in marked]
        self.sections = self.find_sections(document, clauses)
        self.starts = [section[0] for section, _ in self.sections]

    def holds(self, draft: Draft, period: Period | None, *, own: bool) -> bool:
        """Whether a figure is of what its section announces: not where words before it say that it is of what was so far, or its clause
        names (``own``) a time that ended before what is announced. A plan announces all that is not of a time before its own."""
        heading = self.heading_of(draft)
        if heading is None:
            return False
        begun = self.planned() or self.periods.dated or ""
        if self.plan is not None and period is not None and period.end is not None and period.end < begun:
            said = own or self.text.find(period.raw or "\n", draft.sentence_span[0], draft.quantity_span[0]) >= 0
            if said or heading == self.plan:
                return False  # “十三五”末，全县有床位2863张: of a time before the plan's own
        titled = self.periods.title[1] if self.periods.title is not None else None
        told = titled is not None and period is not None and (period.start, period.end) == (titled.start, titled.end)
        if period is None or period.end is None or (not own and (told or heading == self.plan)):
            return True
        first, last = bisect_left(self.periods.starts, heading[0]), bisect_left(self.periods.starts, heading[1])
        if (named := next((time for _, time in self.periods.pairs[first:last] if time.start), None)) is not None:
            turns = not own and self.to_come.search(self.text, draft.span[0], draft.quantity_span[0]) is not None
            return period.end >= str(named.start) or turns  # 2022年已建成2.4万亩，在此基础上再改造1万亩
        if not own or titled is None or titled.start is None or titled.end is None:
            return True
        # a year is the one ahead, as of a plan, or the one that is reported on
        return period.end >= titled.start if titled.granularity == "year" else period.end > titled.end

    def planned(self) -> str | None:
        """The first day of the time that the title names; none where it names none."""
        titled = self.periods.title[1] if self.periods.title is not None else None
        return str(titled.start) if titled is not None and titled.start is not None else None

    def heading_of(self, draft: Draft) -> Span | None:
        """The heading, or the first word of the paragraph, that announces what a figure is of; none where it is of what was so far."""
        at = bisect_right(self.starts, draft.quantity_span[0]) - 1
        heading = self.plan if at < 0 or self.sections[at][0][1] <= draft.quantity_span[0] else self.sections[at][1]
        if heading is None:
            return None
        words = self.text[max(draft.sentence_span[0], draft.quantity_span[0] - SENTENCE) : draft.quantity_span[0]]
        told = next(reversed(list(self.so_far.finditer(words))), None)
        if told is not None and self.to_come.search(words, told.end()) is None:
            return None
        return None if heading == self.plan and self.is_of_now(draft, words) else heading

    def is_of_now(self, draft: Draft, words: str) -> bool:
        """Whether a figure of a plan tells of what there is: under 基本情况, behind 共有 or 发现, before what is planned."""
        at = bisect_right(self.headed, draft.quantity_span[0]) - 1
        return (at >= 0 and self.is_basis[at]) or self.there_is.search(words) is not None

    def find_sections(self, document: Document, clauses: Field) -> list[tuple[Span, Span]]:
        """Where each announcing part begins and ends, and the heading that announces it; in order, none within another."""
        announces, opens = (clauses.rule(f"statistics.clauses.{name}").compiled for name in ("ahead", "ahead_opens"))
        found: list[tuple[Span, Span]] = []
        open_level, begun, heading_span = 0, 0, (0, 0)
        for heading in document.headings:
            if open_level and heading.level <= open_level:
                found.append(((begun, heading.span[0]), heading_span))
                open_level = 0
            if not open_level and heading.title and (announces.search(heading.title) is not None or self.is_to_come(heading)):
                open_level, begun, heading_span = heading.level, heading.span[1], heading.span
        if open_level:
            found.append(((begun, len(document.text)), heading_span))
        held, begins = [span for span, _ in found], [span[0] for span, _ in found]
        for line in document.lines:
            said = opens.match(document.text, line.start, line.end) if line.zone == "body" and line.role == "text" else None
            at = bisect_right(begins, line.start) - 1 if said is not None else -1
            if said is not None and (at < 0 or held[at][1] <= line.start):
                found.append(((line.start, line.end), said.span()))
        return sorted(found)

    def is_to_come(self, heading: Heading) -> bool:
        """二、2024年重点工作, where the title reports on 2023 or the notice is of January 2024: whether a heading names a time that had
        not been yet, and does not say that it tells of it."""
        first = bisect_left(self.periods.starts, heading.span[0])
        named = next((time for mention, time in self.periods.pairs[first : first + 1] if mention.end <= heading.span[1]), None)
        if named is None or named.start is None or named.end is None or self.told.search(heading.title or "") is not None:
            return False
        titled, dated = self.periods.title, self.periods.dated
        after = titled is not None and titled[1].end is not None and named.start > titled[1].end
        after = after and (dated is None or named.end > dated)
        young = dated is not None and named.end > dated and (date.fromisoformat(_day(dated)) - date.fromisoformat(named.start)).days < YOUNG
        return after or (young and self.tasks.search(heading.title or "") is not None)


def _day(iso: str) -> str:
    """The first day of a date that may be a month: 2024-01 → 2024-01-01."""
    return iso if len(iso) == len("2024-01-01") else f"{iso}-01"
