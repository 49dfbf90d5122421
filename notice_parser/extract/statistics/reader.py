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

from notice_parser.diagnostics import diagnose
from notice_parser.extract.statistics.draft import Excluded, StatisticsFound
from notice_parser.extract.statistics.memory import Record, Topic
from notice_parser.extract.statistics.records import (
    AHEAD,
    AREA,
    BOUNDARY,
    CAUSED,
    CLAUSE,
    FIRST_ONES,
    LEVELS,
    MORE_LESS,
    RATES,
    REMEMBERED,
    WIDE,
)
from notice_parser.extract.statistics.sentences import TIME, Group, Sentence, groups, split_sentences
from notice_parser.extract.statistics.single import Single
from notice_parser.extract.statistics.zeros import with_zero_words
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.model import Quantity, Span

__all__ = ["read_statistics"]

_TAIL_OF_LIST = re.compile("(?:[、，,]?[^（()）、，,。；]{1,16}[（(][^（）()]{0,200}[）)]){0,200}[、]?(?P<tail>[^，,。；;（）()]{0,200})")
_POPULATION = re.compile("(?:位列|位居|名列|排名|列|居|排)[^，,]{0,8}$")
_CALLED = re.compile(".{2,30}?(?:有|是|为)(?P<name>.{2,20})$")
_EACH_NAMED = re.compile("(?:分别|依次)[是为](?P<name>[^，,、]{2,16})$")
_LABEL = re.compile("[ 　、]*(?P<label>[^，,；;。：:]{2,18}(?<![下示是为中看]))[ 　]*")
_GATHERED = re.compile(".{2,30}?(?:(?:集中|分布)[在于]|主要[为是有])(?P<name>.{2,20})$")
_RUNNING = re.compile("(?P<what>.{2,}?)(?:已经?)?连续")  # 占比连续五年保持在80%以上
_AMONG_WHOM = re.compile(
    "(?:[省市县区镇乡]|重点|街道|单位|部门|城市|省份|地区|国家|企业|高校|医院|（[^（）]{1,8}）){1,4}[中里]?(?:综合)?(?:排名|排位|位列|位居|列|居|排)(?:正数|倒数)?第?"
)
_ONLY_WHERE = re.compile("在?全[国省市县区州]")
_RANKING = re.compile("(?:综合|总)?(?:排名|排位|位列|位居|列|居|排).{0,4}$")
_BEFORE_MATTER = re.compile("^.{0,40}?关于(?:印发|转发|报送|做好|开展)?")
_TITLED = re.compile("全[国省市县区州镇乡](?=.{2})")
_TIME_IN_FRONT = re.compile(
    "^(?:[0-9]{4}年度?)?(?:[0-9]{1,2}(?:月?[-—~～至到][0-9]{1,2})?月份?|第?[一二三四]季度|[上下]半年|前三季度|全年|前[0-9一二三四五六七八九十]{1,2}个?月)?的?"
)
_SERVES = re.compile("(?:热线|平台|中心|法院|检察院|公司|医院|学校|大学|学院)$")
_MATTER = re.compile(".{0,8}(?:情况|方面|进展|数据)")
_DOUBLED = re.compile(r"\.{1,2}(?=\.?[0-9]|$)")
_YEAR_ALONE = re.compile("(?:19|20)[0-9]{2}")
_RESTATED = re.compile("(?:按[^，,]{2,12})?(?:折算)?(?:折合|约合|合|折|相当于)|按[^，,]{2,12}折算")
_SOME_OF = re.compile("等[0-9]")
_OF_THESE = re.compile("[^，,。；;]{0,12}中[，,：:]")
# what the count of names given before leaves behind it: 甲县、乙县2|县区|受灾人口
_CLASS_LEFT = re.compile(
    "(?:(?:设区市|城市|地市|县区|区县|县市|市县|乡镇|镇街|街道|部门|单位)|[县市区镇乡省州地村](?![委级属直内民容场]))?(?:[（(][省市县区旗州镇乡、]{1,12}[）)])?"
)
_LEVEL = re.compile("[全我本]")  # what a level begins with
RANKED = 6  # characters between the number of those ranked and the rank
TOP_LEVELS = 2  # headings that open a new subject matter: what the section before spoke of no longer holds


def read_statistics(document: Document, grammars: Grammars, times: Sequence[Span], figures: Sequence[Quantity]) -> StatisticsFound:
    """Every figure of body and annexes as a draft, an exclusion with its rule, or unread.

    ``times``: spans of dates and periods; ``figures``: quantities in order (both of ``document.text``).
    """
    return _Reader(document, grammars, times, with_zero_words(document, grammars, times, figures)).read()


def _place(figure: Quantity) -> int:
    return figure.span[0]


class _Reader(Single):
    """The walk over lines, sentences and brackets."""

    def read(self) -> StatisticsFound:
        at = 0
        self.memory.titled = self.of_title()
        self.titles = {h.line: h.title for h in self.document.headings if h.title}
        headed = {h.line for h in self.document.headings if h.marker is not None and h.title is not None and h.level <= TOP_LEVELS}
        for number, line in enumerate(self.document.lines):
            if number in headed:
                self.opened = self.memory.main = self.of_heading(number) or self.memory.home
            while at < len(self.figures) and self.figures[at].span[0] < line.start:
                at += 1
            if line.role not in ("text", "remark") or line.zone not in ("body", "annex"):
                continue
            last = at
            while last < len(self.figures) and self.figures[last].span[0] < line.end:
                last += 1
            self.read_line(number, line.start, line.end, self.figures[at:last])
            at = last
        return self.finish()

    def of_title(self) -> str | None:
        """Whom the title speaks of: 关于全市…的通报, 禾丰县…统计公报, 市热线…运行情况; an issuer in front of 关于 is none."""
        title = "".join(self.document.of(line).strip() for line in self.document.with_role("title"))
        matter = _BEFORE_MATTER.sub("", title)
        if (level := _TITLED.search(matter)) is not None:
            return level.group()
        subject, _ = self.phrases.subject_of(_TIME_IN_FRONT.sub("", matter))
        return subject if subject is not None and (not self.phrases.is_body(subject) or _SERVES.search(subject)) else None

    def of_heading(self, number: int) -> str | None:
        """The subject that a heading names and nothing else: 二、云坪区, （二）市本级情况."""
        title = self.titles.get(number, "")
        subject, rest = self.phrases.subject_of(title)
        return subject if subject and (not rest or _MATTER.fullmatch(rest)) else None

    def read_line(self, number: int, start: int, end: int, figures: Sequence[Quantity]) -> None:
        self.paragraph = number
        if self.memory.main is not None and AREA.fullmatch(self.memory.main) is None:
            self.memory.main = self.opened  # whom a paragraph comes to speak of later on, the next one does not take over
        ended, first = "。", True
        opened, at = self.opened, len(self.records)
        last = 0
        for sentence in split_sentences(self.text, start, end, self.times_within(start, end)):
            self.member = ended in ("；", ";")  # one of several in a row: it speaks for itself alone
            self.chain = self.chain if self.member else sentence.start
            self.memory.open_sentence(new=not self.member)
            ended = sentence.ends
            begin = bisect_left(figures, sentence.start, last, key=_place)
            last = bisect_left(figures, sentence.end, begin, key=_place)
            held = figures[begin:last]
            if not held:
                self.note_level(sentence)
                self.opened, first = (self.memory.main if first else self.opened), False
                continue
            self.open(sentence)
            if self.member:
                self.close_whole()
            else:
                self.first_topic = len(self.memory.topics)
            for group in groups(sentence, held):
                if group.depth == 0 and not group.figures:
                    self.note_order(sentence)
                elif group.depth == 0:
                    self.read_group(group)
                else:
                    self.read_bracket(group)
            self.opened, first = (self.memory.main if first else self.opened), False
        who = {record.draft.subject for record in self.records[at:]}
        if self.member and len(who) > 1 and self.opened in who and AREA.fullmatch(self.opened or "") is None:
            self.opened = self.memory.main = opened  # 甲局99件；乙局77件: a row of bodies, and the next paragraph is about none of them

    def note_order(self, sentence: Sentence) -> None:
        """办件量居前五位的是：甲县（99件）、乙县（77件）: what the names are put in order by, where all figures stand in brackets."""
        clauses = (self.phrases.bare(part) for part in BOUNDARY.split(sentence.work))
        first = next((found for clause in clauses if (found := FIRST_ONES.match(clause)) is not None), None)
        if first is not None:
            self.ahead = self.indicator_of(first.group("topic"))

    def note_level(self, sentence: Sentence) -> None:
        """A sentence without figures may still say of whom the next ones speak: 全市…取得进展."""
        for part in BOUNDARY.split(sentence.work) if _LEVEL.search(sentence.work) else ():
            subject, _ = self.phrases.subject_of(self.phrases.without_lead(self.phrases.bare(part))[0])
            if subject and AREA.fullmatch(subject):
                self.memory.main = self.memory.subject = subject
                self.memory.home = self.memory.home or subject
                return

    def finish(self) -> StatisticsFound:
        ordered = sorted(self.records, key=lambda r: r.draft.quantity_span)
        index = {id(record): i for i, record in enumerate(ordered)}
        drafts = tuple(
            record.draft if record.whole is None else structs.replace(record.draft, whole=index[id(record.whole)]) for record in ordered
        )
        return StatisticsFound(drafts=drafts, excluded=tuple(self.excluded), unread=tuple(self.unread), diagnostics=tuple(self.diagnostics))

    def read_group(self, group: Group) -> None:
        figures = group.figures
        at, taken = group.start, ""
        named = False  # 前3位城市依次为…: the words behind a figure that is left out name whom the next ones are about
        prefix = ""  # 60岁及以上人口: what a figure that is left out is part of, with the words before it
        counted_names = False  # whether the figure before counted names: 甲省、乙省2个省|法院收案均超…
        k = 0
        while k < len(figures):
            figure = figures[k]
            words = self.between(at, figure.span[0])
            if taken and words.startswith(taken):
                words = words[len(taken) :]
            parts = BOUNDARY.split(words)
            own = prefix + parts[-1].lstrip("" if prefix else "、 　") if len(parts) == 1 else parts[-1].lstrip("、 　")
            if not own.strip() and len(parts) > 1 and words.rstrip(" 　")[-1:] in ("：", ":") and (label := _LABEL.fullmatch(parts[-2])):
                own, parts = label.group("label"), parts[:-1]  # 受理量：386件
            prefix = ""
            earlier = parts[:-1] if k == 0 or named else parts[1:-1]
            named = False
            self.note_clauses(earlier, figure.span[0])
            stop = figures[k + 1].span[0] if k + 1 < len(figures) else group.end
            right = self.between(figure.span[1], stop)
            if _DOUBLED.match(right) or (figure.raw.startswith(".") and own.endswith(".")):  # 14..3%: which figure that is, nobody can say
                self.leave(figure)
                at, taken = figure.span[1], ""
                k += 1
                continue
            after_names, counted_names = counted_names, False
            listed = self.is_list_count(own, figure, right)
            rule = None if listed else self.exclusion(figure, words, right, k + 1 < len(figures))
            if rule is not None:
                self.excluded.append(Excluded(span=figure.span, rule=rule))
                if k + 1 < len(figures) and self.is_of_a_name(rule, figure, right):
                    prefix = own + figure.raw
                elif (
                    rule == "statistics.exclusions.duration" and (running := _RUNNING.fullmatch(own)) is not None and right[:1] not in "，,"
                ):
                    prefix = running.group("what")
                elif rule == "statistics.exclusions.rank_class":
                    named = True
                else:
                    self.note_clauses((own,), figure.span[0])
            if right.startswith("外"):
                self.memory.names = ()  # 除甲县、乙县2县外: those are not spoken of
            if listed or rule is not None:
                left = _CLASS_LEFT.match(right) if listed and self.memory.names else None
                at, taken = figure.span[1], left.group() if left else ""
                if taken and right.startswith(f"{taken}的"):
                    taken += "的"
                if listed and self.memory.names:
                    counted_names = True
                    self.join_names(figure, taken.removesuffix("的"))
                k += 1
                continue
            own = self.own_name(own)
            ahead = AHEAD.match(own)
            if ahead is not None and self.phrases.subject_of(ahead.group("name")) == (ahead.group("name"), ""):
                pairing = None  # 满意率较低的分别是望川区87.3%、东陵区86.9%
            else:
                pairing = self.first_pairing(own) or MORE_LESS.search(own)
            if pairing is not None:
                run = self.run_of(figures, k)
                if not self.pair_off(own, earlier, figures[k : k + run]):
                    for unpaired in figures[k : k + run]:
                        self.unread.append(unpaired.span)
                    self.diagnostics.append(
                        diagnose(
                            "statistics.pairing",
                            field="statistics",
                            span=(figure.span[0], figures[k + run - 1].span[1]),
                            raw=self.text[self.clause_span(figure)[0] : figures[k + run - 1].span[1]],
                            count=run,
                        )
                    )
                at, taken = figures[k + run - 1].span[1], ""
                k += run
                continue
            run = self.run_of(figures, k)
            if run > 1 and run == len(self.memory.series) and own and self.is_series(own):
                self.add_series(own, figures[k : k + run])
                at, taken = figures[k + run - 1].span[1], ""
                k += run
                continue
            if run > 1 and run == len(self.memory.things) and (changed := self.change_at_end(own)) is not None and changed.start == 0:
                self.add_changes(changed, figures[k : k + run])
                at, taken = figures[k + run - 1].span[1], ""
                k += run
                continue
            following = figures[k + 1] if k + 1 < len(figures) else None
            ranked = following is not None and following.kind == "rank"
            if ranked and ((_POPULATION.search(own) and len(right) <= RANKED) or _AMONG_WHOM.fullmatch(right)):
                self.excluded.append(Excluded(span=figure.span, rule="statistics.exclusions.population"))
                said = _RANKING.search(right) if _ONLY_WHERE.fullmatch(own) is not None else None  # 在全国280个城市中名列第7位
                self.before_rank = said.group() if said is not None else own
                at, taken = figure.span[1], right if len(right) <= RANKED or said is not None else ""
                k += 1
                continue
            if (
                following is not None
                and not LEVELS.sub("", right).strip()
                and (who := self.stands_for(figure, own, figure.unit or "", right)) is not None
            ):
                self.add(figure, None, figure.unit, topic=False, rule="statistics.clauses.behind")  # 松屏县等26县（市、区）1938人受灾
                self.memory.subject = who.removesuffix(figure.unit or "")
                at, taken = figure.span[1], ""
                k += 1
                continue
            self.before_clause = earlier[-1] if earlier else ""
            if own.endswith("等") and _SOME_OF.search(self.memory.subject or "") is not None:
                self.memory.subject = self.memory.main or self.memory.home  # 甲市等44个城市…，乙市等85个城市…: the next row
            self.of_names = after_names and len(parts) == 1
            taken = self.read_one(figure, own, right, fused=k > 0 and not words.strip("、和及 "))
            if _OF_THESE.match(right) and self.records[-1:] and self.records[-1].draft.quantity_span == figure.span:
                self.memory.among = (self.records[-1],)  # 被处分的510人中，县处级干部49人
            if following is not None and taken and (who := self.stands_for(figure, own, taken, right)) is not None:
                self.memory.subject = who
                counted_names = True
            at = figure.span[1]
            k += 1

    def join_names(self, count: Quantity, noun: str) -> None:
        """甲县、乙县、丙县3个县区: the names and their count as one, for amounts that all of them have together."""
        names = self.memory.names
        first = self.text.rfind(names[0], self.clause_span(count)[0], count.span[0])
        if first >= 0:
            self.memory.together = (names, self.text[first : count.span[1]] + noun)

    def stands_for(self, figure: Quantity, own: str, noun: str, right: str) -> str | None:
        """中西部22个省份投入…, 6个县区结转…: the counted ones, where they are those that the next figure is about."""
        if self.class_of_whom.fullmatch(noun) is None or BOUNDARY.search(right) or figure.kind != "count":
            return None
        who = CAUSED.sub("", self.phrases.without_lead(self.phrases.bare(own))[0])
        named = who.removeprefix("有")
        alone = not who or WIDE.fullmatch(who) is not None or (who in ("全国", "我国") and "城市" in noun)
        if named.endswith("等") and (
            "、" in named or self.phrases.subject_of(named[:-1]) == (named[:-1], "") or self.phrases.is_short_place(named[:-1])
        ):
            alone, who = True, named  # 青岚等14个地区, 柳坝镇、南渡镇等9个乡镇
        last = next((r.draft for r in reversed(self.records[-2:]) if r.draft.quantity_span[1] <= figure.span[0]), None)
        if not who and last is not None and not LEVELS.sub("", self.text[last.quantity_span[1] : figure.span[0]]).strip():
            before = self.memory.subject or ""  # 北京等24省（自治区、直辖市）536县: both; 全国28省536县: the whole that was named
            whole = before.endswith(figure_before) if (figure_before := self.text[slice(*last.quantity_span)]) else False
            return before + self.text[last.quantity_span[1] : figure.span[1]] + noun if whole else None
        return f"{who}{figure.raw}{noun}" if alone else None

    def own_name(self, own: str) -> str:
        """分别是望川区87.3%、东陵区86.9%: each figure stands behind its name, nothing is paired off."""
        named = _EACH_NAMED.match(own)
        return named.group("name") if named is not None and self.phrases.subject_of(named.group("name"))[0] is not None else own

    def read_bracket(self, group: Group) -> None:
        assert group.at is not None
        figures = group.figures
        parent = max(
            (
                r
                for r in self.records[-REMEMBERED:]
                if r.draft.quantity_span[1] <= group.at and r.draft.sentence_span == (self.sentence.start, self.sentence.end)
            ),
            key=lambda r: r.draft.quantity_span,
            default=None,
        )
        touching = parent is not None and not self.between(parent.draft.quantity_span[1], group.at).strip()
        inner = self.between(group.start, figures[0].span[0])
        if len(figures) == 1 and figures[0].unit is None and group.end - group.start <= 2 and self.text[group.at] in "[〔":
            self.excluded.append(Excluded(span=figures[0].span, rule="statistics.exclusions.footnote"))
            return
        if inner.lstrip().startswith(("以下简称", "简称")):
            self.excluded += (Excluded(span=figure.span, rule="statistics.exclusions.quoted") for figure in figures)
            return  # （以下简称168城市）
        if len(figures) == 1 and figures[0].unit is None and _YEAR_ALONE.fullmatch(self.between(group.start, group.end)):
            self.excluded.append(Excluded(span=figures[0].span, rule="statistics.exclusions.date"))
            return  # 第十一届（2012）评估
        if len(figures) == 1 and figures[0].raw == "100" and inner[-1:] in ("为", "=", "＝"):
            self.excluded.append(Excluded(span=figures[0].span, rule="statistics.exclusions.index_base"))  # 性别比为105.2（女性为100）
            return
        opening = group.at - self.sentence.start
        if (
            len(figures) == 1
            and figures[0].kind == "time"
            and not inner.strip("共计 ")
            and self.sentence.work[opening - 1 : opening] == TIME
        ):
            self.excluded.append(Excluded(span=figures[0].span, rule="statistics.exclusions.duration"))
            return  # 6月5日至11日（7天）
        if len(figures) == 1 and not inner.strip("，,、 ") and not touching:
            self.read_named_bracket(group, figures[0])
            return
        kept = (self.memory.subject, self.memory.among, self.memory.names)
        self.memory.among = (parent,) if parent is not None else None
        self.parent = parent
        later = self.topics_behind(group.at)
        at = group.start
        for figure in figures:
            words = self.between(at, figure.span[0])
            at = figure.span[1]
            own = BOUNDARY.split(words)[-1].strip("、 　")
            if figure is figures[0] and parent is not None:
                own = own.removeprefix("其中")  # the bracket says as much
            if (rule := self.exclusion(figure, words, self.between(figure.span[1], group.end), False)) is not None:
                self.excluded.append(Excluded(span=figure.span, rule=rule))
                continue
            if self.is_list_count(own, figure):
                continue
            bare = self.phrases.without_lead(self.phrases.bare(own))[0]
            if touching and parent is not None and parent.draft.change is not None and len(figures) == 1 and not bare:
                self.restate_change(figure, parent)
                continue
            subject, rest = self.phrases.subject_of(bare)
            if subject is None and parent is not None and parent.draft.unit == figure.unit and self.phrases.is_short_place(bare):
                subject, rest = bare, ""  # 境外输入11例（山东4例，上海2例）
            indicator = parent.draft.indicator if parent is not None else None
            if subject is not None or (bare and parent is not None and bare in self.memory.names):
                self.add(
                    figure,
                    (subject or bare,),
                    self.indicator_of(rest) or indicator,
                    carried=not rest,
                    rule="statistics.clauses.bracket",
                    topic=False,
                )
            elif touching and _RESTATED.match(bare):
                self.add(figure, None, indicator, carried=True, rule="statistics.clauses.restated", topic=False)
            elif touching and not bare and parent is not None and parent.draft.change is not None and figure.unit not in (None, *RATES):
                self.add_change(  # 增加701千公顷（1052万亩）
                    figure, Topic(parent.draft.indicator, None, -1, parent.draft.subject), parent.draft.change.direction, ()
                )
            elif touching and not bare and len(figures) == 1 and parent is not None and figure.unit in ("%", "‰"):  # 咨询类26件（10.5%）
                self.add(figure, None, indicator, carried=True, whole=parent.whole, rule="statistics.clauses.bracket", topic=False)
            else:
                self.read_one(figure, own, self.between(figure.span[1], group.end), fused=False)
        self.memory.subject, self.memory.among, self.memory.names = kept
        self.parent = None
        self.memory.topics += later

    def topics_behind(self, at: int) -> list[Topic]:
        """Takes out of the memory what the sentence names behind a bracket, which is read last though it stands before."""
        topics = self.memory.topics
        first = next(
            (
                i
                for i in range(self.first_topic, len(topics))
                if topics[i].record >= 0 and self.records[topics[i].record].draft.quantity_span[0] > at
            ),
            len(topics),
        )
        self.memory.topics, later = topics[:first], topics[first:]
        return later

    def restate_change(self, figure: Quantity, parent: Record) -> None:
        """比2020年增加296.7万吨（59.3亿斤）: the change once more, in another unit."""
        said = parent.draft
        self.add(
            figure,
            (said.subject,) if said.subject is not None else None,
            said.indicator,
            measure="change",
            change=said.change,
            sign=-1 if said.value < 0 < figure.value else 1,
            carried=True,
            stated="subject" not in said.inherited,
            rule="statistics.clauses.restated",
            topic=False,
        )

    def read_named_bracket(self, group: Group, figure: Quantity) -> None:
        """高新区（99.7%）、…主动评价率较高: the value in the bracket is that of the name before it."""
        assert group.at is not None
        work, start = self.sentence.work, self.sentence.start
        before = re.split("[，,；;、：:）)]", work[max(0, group.at - start - CLAUSE) : group.at - start])[-1]
        if self.read_base_value(figure, before, group.at):
            return
        name = self.phrases.without_lead(self.phrases.bare(before))[0]
        if name[:1] in ("和", "及", "与") and self.phrases.subject_of(name[1:]) == (name[1:], ""):
            name = name[1:]  # 云坪区（3.8万件）和望川区（2.1万件）
        if (gathered := _GATHERED.match(name)) is not None:
            name = gathered.group("name")  # 问题主要集中在城乡建设（31.2%）
        tail = _TAIL_OF_LIST.match(work, group.end - start + 1)
        topic = self.phrases.topic(self.phrases.bare(tail.group("tail"))) if tail else ""
        ahead = AHEAD.match(name)
        if ahead is not None:
            name = ahead.group("name")
            self.ahead = self.indicator_of(ahead.group("topic"))
        if (called := _CALLED.match(name)) is not None and self.phrases.subject_of(called.group("name")) == (called.group("name"), ""):
            name = called.group("name")  # 低于80分的有柳坝镇
        subject, rest = self.phrases.subject_of(name)
        topic = topic or (self.ahead if self.ahead and subject is not None else "") or ""
        if subject is not None and not rest:
            last = self.memory.topics[-1].indicator if self.memory.topics else None
            self.add(figure, (subject,), topic or last, carried=not topic, rule="statistics.clauses.bracket", topic=False)
        elif name:
            subjects, indicator = self.who_and_what(name)
            self.add(figure, subjects or None, indicator, rule="statistics.clauses.bracket", topic=False)
        else:
            self.leave(figure)
