"""Whom a clause names: one subject or several, and of whom the sentences after it go on to speak."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notice_parser.extract.statistics.context import BODIES, NAMED_NEAR, REMEMBERED
from notice_parser.extract.statistics.indicators import Indicators
from notice_parser.extract.statistics.phrases import split_names
from notice_parser.extract.statistics.sentences import TIME

__all__ = ["ALL_OF", "AREA", "COUNTS", "WORK_ENDS", "Names"]

_TOGETHER_WITHIN = 40  # characters of a row of names before what they did
_KINDS_OF_PLACE = ("地区", "流域")
WORK_ENDS = ("工程", "项目", "公路", "大桥", "隧道", "段", "期", "）", ")")  # of what statistics.clauses.work takes
_DIVISION = re.compile(
    "(?:[县市镇乡州旗村]|(?<!开发)(?<!高新)(?<!经开)(?<!新)(?<!园)区)$"
)  # 禾丰县发生洪涝…。转移安置1200人: of the county still, but for 禾丰县产38万吨，居首位
AREA = re.compile("[全我本][国省市县区州镇乡盟旗村域]")
# 云坪、望川两县（区）|生产夏粮, 禾丰县、云坪区|合计生产夏粮
ALL_OF = re.compile(
    "(?P<all>(?P<names>[^，,；;。：:]{2,10}?(?:[、和][^，,；;。：:、和]{2,10}?){1,12}?)"
    f"(?:(?P<count>[二两三四五六七八九十]{{1,2}})个?(?:(?:[家所]{BODIES}|单位|部门|企业|机构|学校|医院|公司)|省市|市县|县区|县市|乡镇|[省市县区镇乡州地])(?:[（(][省市县区旗州镇乡、自治直辖]{{1,12}}[）)])?|(?=合计|共计|总计|一共)))"
    "(?:合计|共计|总计|一共)?"
)
COUNTS = {"两": 2, **{digit: number for number, digit in enumerate("二三四五六七八九十", 2)}}

_PLAIN_NAME = re.compile("(?![各其全另有])[㐀-鿿]{2,10}")
_BEFORE_NAME = f"{TIME}，, 　"


class Names(Indicators):
    """Takes subjects into the memory, and tells the names of a row."""

    def set_subject(self, subject: str) -> None:
        memory = self.memory
        before, memory.subject = memory.subject, subject
        memory.names = ()
        if subject.startswith("每"):
            memory.passing = memory.passing or (before,)  # 每个县至少建成1个: each of some, not what is spoken of
            return
        opens = memory.titled is None and not self.records and not (self.phrases.is_body(subject) or subject.endswith("级"))
        if memory.home is None and self.ahead is None and (AREA.fullmatch(subject) or opens):
            memory.home = subject
        general = AREA.fullmatch(subject) is not None
        if memory.home is not None and memory.home[0] in "我本该" and subject == f"全{memory.home[1:]}":
            memory.home = subject  # 现将我县…报告如下。…全县共收到: one place, by the word that the report uses
        if memory.among is not None and (memory.main or memory.level() or memory.titled):
            return
        here = memory.main_said == self.chain
        if not here and not general and not self.member and self.said_before():
            memory.passing = memory.passing or (before,)  # 共受理99件，热线办直办7件: named in passing, the paragraph is not about it
            return
        if here and memory.main not in (None, subject):
            if general:
                memory.main = subject
            elif AREA.fullmatch(memory.main or "") is None:
                memory.main, memory.several = memory.main_before, self.chain  # 甲县…，乙县…: none of them speaks for what follows
        elif (
            not general
            and self.is_whole(memory.main)
            and not self.opens_paragraph()
            and (memory.main is not None or _DIVISION.search(subject) is None)
        ):
            memory.passing = memory.passing or (before,)
            # 全市产粮128万吨。禾丰县产38万吨，居首位。大豆12万亩: of one part for a sentence, and then of all again
            if not self.member and self.sentence.work.lstrip(_BEFORE_NAME).startswith(subject):
                memory.leads = self.chain  # 全省…。岚川市划定风险区16个；投放物资1260吨: who goes on to act behind a semicolon
        elif self.member and not general and self.goes_on_from(memory.main):
            memory.main = subject  # 甲县浓度70。发生重污染3天；乙县浓度46。发生重污染2天: one after the other, in several sentences each
        elif (
            not self.member
            and memory.several != self.chain
            and (
                general
                or memory.main is None
                or not self.phrases.is_body(subject)
                or self.phrases.is_body(memory.main)
                or self.opens_paragraph()
            )
        ):
            if not here:
                memory.main_before = memory.main
            memory.main, memory.main_said = subject, self.chain

    def goes_on_from(self, main: str | None) -> bool:
        """Whether the sentence, with what semicolons join to it, began with figures of ``main`` without its name, and no level is known."""
        near = (r.draft for r in self.records[-NAMED_NEAR:] if self.chain <= r.draft.sentence_span[0] < self.sentence.start)
        first = next(near, None) if main is not None and self.memory.level() is None else None
        return first is not None and first.subject == main and "subject" in first.inherited

    def is_whole(self, main: str | None) -> bool:
        """Whether the paragraph speaks of all: of a level, of the body that reports what it has done itself, or of the place of the title,
        of which it has told figures without a name."""
        memory = self.memory
        if main is None:
            last = self.last_draft
            told = last is not None and last.paragraph == self.paragraph and last.subject == memory.titled
            return told and memory.titled is not None and not self.phrases.is_body(memory.titled)
        return AREA.fullmatch(main) is not None or main == memory.own_work

    def opens_paragraph(self) -> bool:
        """Whether the sentence is the first of its paragraph behind a heading that runs in, or joined to it by semicolons; no line opens
        one that goes on behind the semicolon of the line above."""
        return not self.continued and self.text[self.begins : self.chain].strip(" \u3000。") == ""

    def work_named(self, words: str) -> str | None:
        """The one work that words name, and nothing else: 柳坝水库除险加固工程; None for what somebody does, and for a class of works."""
        if not words.endswith(WORK_ENDS):
            return None
        named = self.work.match(words)
        if named is None or self.verbs.at_start(words):
            return None
        manner = self.at_work.match(words) is not None  # 扎实推进危桥改造工程
        return None if manner and (self.verbs.at_start(words[2:]) or self.at_work.match(words[2:])) else named.group("work")

    def speak_of_work(self, work: str) -> None:
        """A work is what its member of the row is about, and nothing behind that."""
        memory = self.memory
        memory.passing = memory.passing or (memory.subject,)
        memory.subject, memory.names = work, ()

    def said_before(self) -> bool:
        """Whether the sentence has given a figure before."""
        return bool(self.records) and self.records[-1].draft.sentence_span[0] == self.sentence.start

    def acting_together(self, subject: str, rest: str) -> str | None:
        """服务网、岚办通收到…, 市委有关部门、群团组织承办…: all of a row of which only the first is known, before what they did."""
        did = self.did.search(rest, 3, _TOGETHER_WITHIN)
        if did is None or rest[did.start() - 1] in "、和及与等":
            return None
        return subject + rest[: did.start()]

    def are_names(self, words: str) -> bool:
        """Whether words are several names and nothing else: 云坪、望川, 禾丰县和云坪区."""
        names = split_names(words)
        return len(names) > 1 and all(self.phrases.subject_of(name) == (name, "") or self.phrases.is_short_place(name) for name in names)

    def enumerated(self, bare: str) -> tuple[tuple[str, ...], str]:
        """甲县、乙县、丙区评价率: the names, if each is a subject by itself, and the rest behind the last."""
        counted = ALL_OF.match(bare)
        if counted is not None and counted.group("count"):  # 禾丰、澄溪、松屏三镇办结率
            row = split_names(counted.group("names"))
            if len(row) == COUNTS.get(counted.group("count")):
                return tuple(row), bare[counted.end() :]
        nearly: tuple[tuple[str, ...], str] | None = None  # where all but one are known, and no other way of parting them knows all
        for names in (split_names(bare), bare.split("、")):  # 柳坝镇、石泉镇和|区消防救援大队, else 区发展和改革局
            if len(names) < 2:
                continue
            last, rest = self.phrases.subject_of(names[-1])
            if last is None and all(map(self.phrases.is_short_place, names[:-1])):
                end = next((end for end in (2, 3, 4) if self.phrases.is_short_place(names[-1][:end])), 0)
                last, rest = names[-1][:end] or None, names[-1][end:]  # 岚川、禾州、青溪|办结率
            kind = next((kind for kind in _KINDS_OF_PLACE if last and last.endswith(kind) and len(last) > len(kind) + 1), "")
            if kind and not any(name.endswith(kind) for name in names[:-1]):
                names = [*(name + kind for name in names[:-1]), names[-1]]  # 东部、中部、西部地区
            if last is None or rest[:1] in ("和", "及", "与", "等"):
                continue
            known = [self.phrases.subject_of(name) == (name, "") or self.phrases.is_short_place(name) for name in names[:-1]]
            if all(known):
                return (*names[:-1], last), rest
            if nearly is None and self.is_one_between(names, known):
                nearly = (*names[:-1], last), rest
        return nearly or ((), bare)

    def is_one_between(self, names: Sequence[str], known: Sequence[bool]) -> bool:
        """Whether the one name of a row that is not known stands between two that are: 县图书馆、农资店、博物馆."""
        other = names[known.index(False)]
        return known[0] and known.count(False) == 1 and _PLAIN_NAME.fullmatch(other) is not None and not self.verbs.at_start(other)

    def row_told(self) -> tuple[str, ...]:
        """Whom the sentence's last figures are of, one by one, of one thing in one unit."""
        names: list[str] = []
        for record in reversed(self.records[-REMEMBERED:]):
            one, last = record.draft, self.records[-1].draft
            alike = (one.indicator, one.unit, one.sentence_span[0]) == (last.indicator, last.unit, self.sentence.start)
            if not alike or not one.subject or one.subject in names or AREA.fullmatch(one.subject) is not None:
                break
            names.append(one.subject)
        return tuple(reversed(names))

    def last_subjects(self, n: int) -> tuple[str, ...]:
        """Whom the last ``n`` figures of the sentence are of, of one thing in one unit each; none where the sentence has more or fewer."""
        here = [r.draft for r in self.records[-REMEMBERED:] if r.draft.sentence_span[0] == self.sentence.start]
        row = [draft for draft in here if (draft.indicator, draft.unit) == (here[-1].indicator, here[-1].unit)]
        names = tuple(dict.fromkeys(draft.subject for draft in row if draft.subject and AREA.fullmatch(draft.subject) is None))
        return names if len(names) == n else ()
