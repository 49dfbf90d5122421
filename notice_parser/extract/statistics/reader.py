"""The reader: goes over the figures of a document in order and says of each who, what, how much, against which base.

One sentence at a time; within it a small memory of what was said before: the subject, the names just enumerated, the
topics (indicators with their units) that a later change or share refers to, the base of comparison. What a sentence does
not say stays open and is filled by ``link``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec import structs

from notice_parser.extract.masks import Mask, blanked
from notice_parser.extract.statistics.context import BOUNDARY
from notice_parser.extract.statistics.draft import Excluded, StatisticsFound
from notice_parser.extract.statistics.in_order import InOrder
from notice_parser.extract.statistics.names import AREA
from notice_parser.extract.statistics.sentences import Sentence, groups, split_sentences
from notice_parser.extract.statistics.zeros import with_zero_words
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document, Heading, Line
from notice_parser.model import Quantity, Span
from notice_parser.text.line_marks import MARKED
from notice_parser.text.numerals import read_integer

__all__ = ["read_statistics", "text_to_read"]

_PICTURE = re.compile("图[ ]?[0-9一二三四五六七八九十]{1,3}(?:[-—.][0-9]{1,2})?[：:.、 　]?[^，,。；;！？：:\n]{2,40}")
_NUMBERED = re.compile("[0-9]{1,2}[ 　]{0,4}[㐀-鿿、（）]{2,24}")  # a heading of a plan with its number
_CLOSED = frozenset("。！？；：.!?;:，,")
_ADDED_TO = re.compile("[ 　]*(?:再|另)?加(?!强|大|快|入|工|班|油)")
_ALL_NEW = re.compile("[ 　]*(?:共计?|累计|总计|合计|另外?|此外)(?![同享有产识建])")  # …，其中酒驾60起；共办理案件430起
_ITEM = re.compile("[ 　]*(?:[一二三四五六七八九十]{1,2}是|其[一二三四五六七八九]，|[①-⑩])")
_SEVERAL_OF = re.compile("、.*等")
_AMONG_SO_MANY = re.compile("[ 　]{0,4}[0-9]{1,5}[个家所](?P<who>[㐀-鿿]{1,12})中")
_DAY = re.compile("[ 　]{0,4}(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日(?:[0-9]{1,2}时(?:许|[0-9]{1,2}分许?)?)?[，,]")
_TOWN = re.compile("(?:[镇乡]|街道(?:办事处)?)$")
_ELSEWHERE = re.compile("[全我]国|[全我]省|省内|各地|先进|国际|世界")
_SUMS_UP = re.compile("(?:总结|回顾)(?:的?(?:报告|汇报|通报))?$")  # 2023年工作总结: all of it looks back
_LOOKS_ON = re.compile("计划|打算|安排|下一?步|思路|目标|展望|任务|部署")
_LISTS = re.compile("(?:其中|包括|分别[为是])[：:，,]?[ 　]*$")  # the parts of what was told stand below
_LIST_ENDS = ("。", "！", "？", "：", ":")
ARTICLES = 3  # articles that a text of a rule has at least
LEAD = 8  # characters at the end of a line that lead in to what stands below
TOP_LEVELS = 2  # headings that open a new subject matter: what the section before spoke of no longer holds


def text_to_read(document: Document) -> str:
    """``document.text`` with ``BLANK`` for all lines that are not gone over, its length kept: no figure of a table is looked for."""
    return blanked(document.text, tuple(Mask("", line.span) for line in document.lines if not _is_read(line)))


def _is_read(line: Line) -> bool:
    return line.role in ("text", "remark") and line.zone in ("body", "annex")


def read_statistics(document: Document, grammars: Grammars, times: Sequence[Span], figures: Sequence[Quantity]) -> StatisticsFound:
    """Every figure of body and annexes as a draft, an exclusion with its rule, or unread.

    ``times``: spans of dates and periods; ``figures``: the quantities of ``text_to_read``, in order.
    """
    return _Reader(document, grammars, times, with_zero_words(document, grammars, times, figures)).read()


class _Reader(InOrder):
    """The walk over lines, sentences and brackets."""

    of_place = False  # whether the title speaks of a place
    listing = False  # whether the parts of what a line tells stand below it, a line each
    run_in: dict[int, int]  # where headings end, by the line that they stand in

    def read(self) -> StatisticsFound:
        at = 0
        self.memory.titled = titled = self.of_title()
        words = "".join(self.document.of(line).strip() for line in self.document.with_role("title"))
        self.is_review = looks_back = self.reviewed.search(words) is not None and _SUMS_UP.search(words) is not None
        self.of_place = titled is not None and not self.phrases.is_body(titled)
        self.titles = titles = {h.line: h.title for h in self.document.headings if h.title}
        self.run_in = {h.line: h.span[1] for h in self.document.headings}
        headed = {h.line for h in self.document.headings if h.marker is not None and h.title is not None and h.level <= TOP_LEVELS}
        marked = {h.line: h.title for h in self.document.headings if h.marker is not None}
        articles = _article_lines(self.document.headings)
        by_number = any((h.marker or "").isdecimal() for h in self.document.headings)  # 2 组织指挥体系, 2.1 领导机构
        for number, line in enumerate(self.document.lines):
            if number in headed:
                opener = self.memory.main if self.memory.main != self.inspector else None
                if not self.titles_told:
                    self.memory.opener, self.titles_told = self.memory.opener or self.memory.titled or opener, True
                self.opened = self.memory.main = self.of_heading(titles.get(number, "")) or self.memory.level()
            if number in marked:
                self.head_work(self.work_named(marked[number] or ""))
            if number in titles and (number in headed or number not in marked):
                title = titles[number] or ""
                self.is_review = self.reviewed.search(title) is not None or (looks_back and _LOOKS_ON.search(title) is None)
            if number in titles:
                self.headed = len(self.records)
            if number in titles and (matter := self.of_matter(titles[number], run_in=self.run_in[number] < line.end)) is not None:
                self.section = self.indicator_of(matter), len(self.records)
            while at < len(self.figures) and self.figures[at].span[0] < line.start:
                at += 1
            if not _is_read(line):
                continue
            last = at
            while last < len(self.figures) and self.figures[last].span[0] < line.end:
                last += 1
            words = self.document.of(line).strip(" 　")
            if number in articles:
                self.excluded += [Excluded(span=one.span, rule="statistics.exclusions.article") for one in self.figures[at:last]]
                at = last
                continue
            if _PICTURE.fullmatch(words) is not None or (by_number and _NUMBERED.fullmatch(words) is not None):  # 图2 办理事项前4热点问题
                self.excluded += [Excluded(span=one.span, rule="statistics.exclusions.list_item") for one in self.figures[at:last]]
                at = last
                continue
            self.planned = False
            self.read_line(number, line.start, line.end, self.figures[at:last])
            at = last
        return self.finish()

    def read_line(self, number: int, start: int, end: int, figures: Sequence[Quantity]) -> None:
        goes_on = number == self.paragraph + 1 and self.unclosed  # one figure a line, no mark at its end
        is_part = number == self.paragraph + 1 and self.listing  # 接收投诉举报3.2万件，其中：⏎投诉1.8万件；⏎举报1.4万件。
        leads = _LISTS.search(self.text, max(start, end - LEAD), end) is not None
        self.listing = leads or (is_part and self.text[end - 1 : end] not in _LIST_ENDS)
        self.unclosed = bool(figures) and self.text[end - 1 : end] not in _CLOSED
        semicolon = number == self.paragraph + 1 and self.text[self.document.lines[number - 1].end - 1] in "；;"
        self.continued = semicolon and MARKED.match(self.text, start) is None
        self.paragraph = number
        self.begins = max(start, self.run_in.get(number, start))
        if self.memory.main is not None and AREA.fullmatch(self.memory.main) is None:
            self.memory.main = self.opened  # whom a paragraph comes to speak of later on, the next one does not take over
        ended, first = ("；", False) if self.continued else ("。", True)
        opened, at = self.opened, len(self.records)
        if figures:
            self.open_paragraph()
        last = 0
        for sentence in split_sentences(self.text, start, end, self.times_within(start, end)):
            self.member = ended in ("；", ";")  # one of several in a row: it speaks for itself alone
            self.chain = self.chain if self.member else sentence.start
            if not self.member and sentence.start > start and self.is_next_case(sentence):
                self.memory.main = self.memory.level()
            acts = self.member and self.memory.leads == self.chain and self.goes_on_acting(sentence)
            self.memory.open_sentence(new=not (self.member or (is_part and sentence.start == start)), acts=acts)
            if (item := _ITEM.match(sentence.work)) is not None:
                self.open_item()
                first = False
                sentence = sentence._replace(work=" " * item.end() + sentence.work[item.end() :])  # no word of what is told
            ended = sentence.ends
            begin = bisect_left(figures, sentence.start, last, key=_place)
            last = bisect_left(figures, sentence.end, begin, key=_place)
            held = figures[begin:last]
            if not held:
                self.note_unfigured(sentence)
                if self.work.match(self.memory.main or "") is None:
                    self.opened = self.opener() if first else self.opened
                first = first and sentence.end <= self.begins
                continue
            self.open(sentence)
            if self.member:
                self.close_whole()
                if _ADDED_TO.match(sentence.work) or _ALL_NEW.match(sentence.work):
                    self.memory.among = self.memory.outer = None  # …，其中税收3亿元；加上级补助1亿元
            elif not (goes_on and sentence.start == start):
                self.first_topic = len(self.memory.topics)
            if not self.member and not is_part:
                self.divide(sentence, opens=len(self.records) == at)
            if is_part and sentence.start == start and self.memory.among is None:
                self.open_among()
            for group in groups(sentence, held):
                if group.depth == 0 and not group.figures:
                    self.note_order(sentence)
                elif group.depth == 0:
                    self.read_group(group)
                else:
                    self.read_bracket(group)
            if self.memory.home is None:
                self.memory.home = self.level_in(sentence)
            if first and not self.unclosed and not self.is_within_level():
                self.opened = self.opener()
            first = False
        self.leave_inspector(start, end)
        who = {record.draft.subject for record in self.records[at:] if not record.inner and record.draft.subject is not None}
        if self.member and len(who) > 1 and self.opened in who and AREA.fullmatch(self.opened or "") is None:
            self.opened = self.memory.main = opened  # 甲局99件；乙局77件: a row of bodies, and the next paragraph is about none of them

    def goes_on_acting(self, sentence: Sentence) -> bool:
        """岚川市划定风险区16个；投放物资1260吨: whether a member begins with what was done, behind one who did so and is not ranked."""
        ranked = self.last_draft is not None and self.last_draft.measure == "rank"  # 禾丰县签约12个，居首位；完成投资9亿元: all again
        return not ranked and self.verbs.at_start(sentence.work.lstrip(" 　")) != ""

    def is_next_case(self, sentence: Sentence) -> bool:
        """8月12日，禾丰县某工地…。9月3日，一辆货车…: whether a sentence begins with a day, of another case than that before.

        Or counts those of whom the one before told what each did: 各试点镇投入资金…。28个试点镇中，…
        """
        main = self.memory.main
        if main is not None and main.startswith("各") and (many := _AMONG_SO_MANY.match(sentence.work)) is not None:
            return many.group("who") == main[1:]
        if main is None or _DAY.match(self.text, sentence.start, sentence.end) is None:
            return False
        return AREA.fullmatch(main) is None and not self.phrases.is_body(main)

    def opener(self) -> str | None:
        """Whom the paragraph's first sentence speaks of, for the next one too: none where several acted together (税务、公安等部门)."""
        main = self.memory.main
        return main if main is None or _SEVERAL_OF.search(main) is None else self.opened

    def is_within_level(self) -> bool:
        """Whether a body has told its figures where the section speaks of a level: of the body for its paragraph alone."""
        main, level, titled = self.memory.main, self.opened, self.memory.titled
        if level is None:  # whose place the title names, and the first figure is of
            within = titled is not None and self.of_place and bool(self.records) and self.records[0].draft.subject == titled
        else:
            within = AREA.fullmatch(level) is not None
        return within and main is not None and (self.phrases.is_body(main) or self.is_town_in_passing(main))

    def is_town_in_passing(self, main: str) -> bool:
        """Whether a paragraph speaks of a town that the heading above it does not name: of the town for that paragraph alone."""
        if _TOWN.search(main) is None:
            return False
        above = max((line for line in self.titles if line <= self.paragraph), default=-1)
        return main not in self.titles.get(above, "")

    def note_order(self, sentence: Sentence) -> None:
        """办件量居前五位的是：甲县（99件）、乙县（77件）: what the names are put in order by, where all figures stand in brackets."""
        clauses = (self.phrases.bare(part) for part in BOUNDARY.split(sentence.work))
        first = next((found for clause in clauses if (found := self.first_ones.match(clause)) is not None), None)
        if first is not None:
            self.put_ahead(first)

    def name_home(self) -> None:
        """实现生产总值34亿元。…。我区投资增速靠后: what a paragraph has told of nobody, before it names the notice's own place."""
        home = self.memory.home
        if home is None or home[0] not in "我本" or AREA.fullmatch(home) is None:
            return
        at = self.text.find(home)
        line = next((line for line in self.document.lines if line.start <= at < line.end), None)
        if line is None or _ELSEWHERE.search(self.text, line.start, at) is not None:
            return
        for record in self.records:
            if record.draft.subject is None and line.start <= record.draft.quantity_span[0] < at:
                record.draft = structs.replace(record.draft, subject=home)

    def finish(self) -> StatisticsFound:
        self.name_home()
        ordered = sorted(self.records, key=lambda r: r.draft.quantity_span)
        index = {id(record): i for i, record in enumerate(ordered)}
        drafts = tuple(
            record.draft if record.whole is None else structs.replace(record.draft, whole=index[id(record.whole)]) for record in ordered
        )
        return StatisticsFound(drafts=drafts, excluded=tuple(self.excluded), unread=tuple(self.unread), diagnostics=tuple(self.diagnostics))


def _article_lines(headings: Sequence[Heading]) -> frozenset[int]:
    """The lines of rules that are set out in articles, to the last one's first line: what stands there is fixed, and was not counted.

    An article goes on to the next line of its rule, 第六条 to 第七条; where another follows it (第六条…第九条…) it is quoted.
    """
    lines: set[int] = set()
    found = [heading for heading in headings if heading.rule == "outline.article"]
    for one, after in zip(found, [*found[1:], None], strict=True) if len(found) >= ARTICLES else ():
        goes_on = after is not None and _article(after) - _article(one) in (0, 1)
        lines.update(range(one.line, after.line if after is not None and goes_on else one.line + 1))
    return frozenset(lines)


def _article(heading: Heading) -> int:
    """The number of an article: 7 of 第七条, of 第七条之一, too."""
    return read_integer((heading.marker or "").partition("条")[0].removeprefix("第")) or 0


def _place(figure: Quantity) -> int:
    return figure.span[0]
