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
from notice_parser.extract.statistics.around import AMONG_THEM, LEVELS
from notice_parser.extract.statistics.context import BOUNDARY
from notice_parser.extract.statistics.draft import Excluded, StatisticsFound
from notice_parser.extract.statistics.exclusions import WHO_FALL_UNDER
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.names import AREA
from notice_parser.extract.statistics.sentences import Group, Sentence, groups, split_sentences
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.extract.statistics.whom import Whom
from notice_parser.extract.statistics.zeros import ZERO, with_zero_words
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.model import Quantity, Span

__all__ = ["read_statistics"]

_POPULATION = re.compile("(?:位列|位居|名列|排名|列|居|排)[^，,]{0,8}$")
_ALTOGETHER = ("", "共", "共计", "合计", "总计", "共有")
_PICTURE = re.compile("图[ ]?[0-9一二三四五六七八九十]{1,3}(?:[-—.][0-9]{1,2})?[：:.、 　]?[^，,。；;！？：:\n]{2,40}")
_LABEL = re.compile("[ 　、]*(?P<label>[^，,；;。：:]{2,18}(?<![下示是为中看]))[ 　]*")
_RUNNING = re.compile("(?P<what>.{2,}?)(?:已经?)?连续")  # 占比连续五年保持在80%以上
_AMONG_WHOM = re.compile(
    "(?:[省市县区镇乡]|重点|街道|单位|部门|城市|省份|地区|国家|企业|高校|医院|（[^（）]{1,8}）){1,4}[中里]?(?:综合)?(?:排名|排位|位列|位居|列|居|排)(?:正数|倒数)?第?"
)
_ONLY_WHERE = re.compile("在?全[国省市县区州]")
_RANKING = re.compile("(?:综合|总)?(?:排名|排位|位列|位居|列|居|排).{0,4}$")
_BEFORE_MATTER = re.compile("^.{0,40}?关于(?:印发|转发|报送|做好|开展)?")
_YEAR_INSIDE = re.compile("(?<=[省市县区旗州镇乡局委])[0-9]{4}年(?:度|第?[一二三四]季度|[上下]半年)?")  # 禾丰县2023年…
_TITLED = re.compile("全[国省市县区州镇乡](?=.{2})")
_TIME_IN_FRONT = re.compile(
    "^(?:[0-9]{4}年度?)?(?:[0-9]{1,2}(?:月?[-—~～至到][0-9]{1,2})?月份?|第?[一二三四]季度|[上下]半年|前三季度|全年|前[0-9一二三四五六七八九十]{1,2}个?月)?的?"
)
_SERVES = re.compile("(?:热线|平台|信箱|中心|法院|检察院|公司|医院|学校|大学|学院)$")
_MATTER = re.compile(".{0,8}(?:情况|方面|进展|数据)")
_ASIDE = re.compile("^[（(][^（()）]{1,120}[）)](?:[和及与、]|以及)?(?=.)")  # 5镇3乡（除南渡镇外）上报: of what stands before
_OF_SECTION = re.compile("(?P<what>.{2,16}?)的?(?:工作)?(?:总体|基本|完成|进展)?(?:情况|进度)(?:$|[（(])")  # 2022年搬迁入住情况
_DOUBLED = re.compile(r"\.{1,2}(?=\.?[0-9]|$)")  # $: where the next figure begins
_CLOSED = frozenset("。！？；：.!?;:，,")
_ADDED_TO = re.compile("[ 　]*(?:再|另)?加(?!强|大|快|入|工|班|油)")
_ALL_NEW = re.compile("[ 　]*(?:共计?|累计|总计|合计|另外?|此外)(?![同享有产识建])")  # …，其中酒驾60起；共办理案件430起
_SOME_OF = re.compile("等[0-9]")
LONGEST = 400  # characters before a figure that may name what it is
_OF_THESE = re.compile("[^，,。；;]{0,12}中[，,：:]")
_TOLD = re.compile("现(?:就|将|对)(?P<what>.{4,60}?)(?:情况|结果|事项|名单)")  # 现将上半年全县…情况通报如下
_UPON = re.compile("^(?:组织)?(?:对|在|面向)(?=[全我本])")
_LEVEL = re.compile("[全我本]")  # what a level begins with
RANKED = 6  # characters between the number of those ranked and the rank
TOP_LEVELS = 2  # headings that open a new subject matter: what the section before spoke of no longer holds
_SINCE = re.compile("(?:以?来|期间)(?=.{2})")


def read_statistics(document: Document, grammars: Grammars, times: Sequence[Span], figures: Sequence[Quantity]) -> StatisticsFound:
    """Every figure of body and annexes as a draft, an exclusion with its rule, or unread.

    ``times``: spans of dates and periods; ``figures``: quantities in order (both of ``document.text``).
    """
    return _Reader(document, grammars, times, with_zero_words(document, grammars, times, figures)).read()


def _place(figure: Quantity) -> int:
    return figure.span[0]


class _Reader(Whom):
    """The walk over lines, sentences and brackets."""

    def read(self) -> StatisticsFound:
        at = 0
        self.memory.titled = self.of_title()
        self.titles = {h.line: h.title for h in self.document.headings if h.title}
        headed = {h.line for h in self.document.headings if h.marker is not None and h.title is not None and h.level <= TOP_LEVELS}
        for number, line in enumerate(self.document.lines):
            if number in headed:
                self.memory.opener = self.memory.opener or self.memory.titled or self.memory.main
                self.opened = self.memory.main = self.of_heading(number) or self.memory.level()
            if number in self.titles and (matter := _OF_SECTION.match(_TIME_IN_FRONT.sub("", self.titles[number]))) is not None:
                self.section = self.indicator_of(matter.group("what")), len(self.records)
            while at < len(self.figures) and self.figures[at].span[0] < line.start:
                at += 1
            if line.role not in ("text", "remark") or line.zone not in ("body", "annex"):
                continue
            last = at
            while last < len(self.figures) and self.figures[last].span[0] < line.end:
                last += 1
            if _PICTURE.fullmatch(self.document.of(line).strip()) is not None:  # 图2 办理事项前4热点问题
                self.excluded += [Excluded(span=one.span, rule="statistics.exclusions.list_item") for one in self.figures[at:last]]
                at = last
                continue
            self.read_line(number, line.start, line.end, self.figures[at:last])
            at = last
        return self.finish()

    def of_title(self) -> str | None:
        """Whom the title speaks of: 关于全市…的通报, 禾丰县…统计公报, 市热线…运行情况; an issuer in front of 关于 is none."""
        title = "".join(self.document.of(line).strip() for line in self.document.with_role("title"))
        matter = _YEAR_INSIDE.sub("", _BEFORE_MATTER.sub("", title))
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
        goes_on = number == self.paragraph + 1 and self.unclosed  # one figure a line, no mark at its end
        self.unclosed = bool(figures) and self.text[end - 1 : end] not in _CLOSED
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
                if _ADDED_TO.match(sentence.work) or _ALL_NEW.match(sentence.work):
                    self.memory.among = self.memory.outer = None  # …，其中税收3亿元；加上级补助1亿元
            elif not (goes_on and sentence.start == start):
                self.first_topic = len(self.memory.topics)
            for group in groups(sentence, held):
                if group.depth == 0 and not group.figures:
                    self.note_order(sentence)
                elif group.depth == 0:
                    self.read_group(group)
                else:
                    self.read_bracket(group)
            if self.memory.home is None:
                self.memory.home = self.level_in(sentence)
            self.opened, first = (self.memory.main if first else self.opened), False
        who = {record.draft.subject for record in self.records[at:]}
        if self.member and len(who) > 1 and self.opened in who and AREA.fullmatch(self.opened or "") is None:
            self.opened = self.memory.main = opened  # 甲局99件；乙局77件: a row of bodies, and the next paragraph is about none of them

    def note_order(self, sentence: Sentence) -> None:
        """办件量居前五位的是：甲县（99件）、乙县（77件）: what the names are put in order by, where all figures stand in brackets."""
        clauses = (self.phrases.bare(part) for part in BOUNDARY.split(sentence.work))
        first = next((found for clause in clauses if (found := self.first_ones.match(clause)) is not None), None)
        if first is not None:
            self.put_ahead(first)

    def note_level(self, sentence: Sentence) -> None:
        """A sentence without figures may still say of whom the next ones speak: 全市…取得进展."""
        if (subject := self.level_in(sentence)) is not None:
            self.memory.main = self.memory.subject = subject
            self.memory.home = self.memory.home or subject

    def level_in(self, sentence: Sentence) -> str | None:
        """The level that a clause of the sentence speaks of: 全市…取得进展, 现将全县…情况通报如下, 对全区…开展检查."""
        for part in BOUNDARY.split(sentence.work) if _LEVEL.search(sentence.work) else ():
            told = _TOLD.search(part)
            words = self.phrases.bare(part if told is None else told.group("what"))
            subject, _ = self.phrases.subject_of(_UPON.sub("", self.phrases.without_lead(words)[0]))
            if subject and AREA.fullmatch(subject):
                return subject
        return None

    def finish(self) -> StatisticsFound:
        ordered = sorted(self.records, key=lambda r: r.draft.quantity_span)
        index = {id(record): i for i, record in enumerate(ordered)}
        drafts = tuple(
            record.draft if record.whole is None else structs.replace(record.draft, whole=index[id(record.whole)]) for record in ordered
        )
        return StatisticsFound(drafts=drafts, excluded=tuple(self.excluded), unread=tuple(self.unread), diagnostics=tuple(self.diagnostics))

    def read_group(self, group: Group) -> None:
        figures = group.figures
        broken = self.fallen_apart(figures)
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
                if AMONG_THEM.match(words) is not None:
                    words = words[1:]  # 9230件诉求|中咨询类86件
                    self.open_among()
                if self.is_measure_of(taken, words):
                    words = taken + words  # 18座|大型水库|蓄水24亿立方米
            parts = BOUNDARY.split(words)
            labelled = False
            own = prefix + parts[-1].lstrip("" if prefix else "、 　") if len(parts) == 1 else parts[-1].lstrip("、 　")
            if (
                own.strip() in _ALTOGETHER
                and len(parts) > 1
                and words.rstrip(" 　").removesuffix(own.strip()).rstrip(" 　")[-1:] in ("：", ":")
                and (label := _LABEL.fullmatch(parts[-2]))
            ):
                labelled, own, parts = True, label.group("label"), parts[:-1]  # 受理量：386件; 物业服务方面：共329件
            if own.startswith("或") and len(parts) > (2 if k else 1) and parts[-2].strip():
                own, parts = f"{parts[-2]}，{own}", [*parts[:-2], parts[-1]]  # 已经解决，或已列入计划的22件: one thing
            if k and own[:1] == "中" and own[1:].startswith(tuple(self.verbs)):
                own = own[1:]  # 28个单位中抽取10家
            if prefix and len(parts) > 1:
                parts[0], named = prefix + parts[0], True  # 21—25岁年龄段事故最多，为12起
            if k and len(parts) == 1 and not prefix and own.rstrip(" 　").endswith("、"):
                own = ""  # 12家提供照料服务、8家提供康复服务: what stands before belongs to the figure before
            prefix, own = "", (_ASIDE.sub("", own) if k else own)
            earlier = parts[:-1] if k == 0 or named else parts[1:-1]
            named = False
            if len(parts) > 1 and self.records:
                self.close_row()
            self.note_clauses(earlier, figure.span[0])
            if len(earlier) > 0 and words[len(words) - len(parts[-1]) - 1] in "：:":
                self.note_label(parts[-2])
            after = self.behind_none(figures, k) if figure.rule == ZERO else k + 1
            right = self.between(figure.span[1], figures[after].span[0] if after < len(figures) else group.end)
            if (
                k in broken
                or (_DOUBLED.match(right) and (k + 1 < len(figures) or right.strip() != "."))
                or (figure.raw.startswith(".") and own.endswith("."))
            ):  # 14..3%: which that is, nobody can say
                self.leave(figure)
                at, taken = figure.span[1], ""
                k += 1
                continue
            after_names, counted_names = counted_names, False
            listed = self.is_list_count(own, figure, right)
            rule = None if listed else self.exclusion(figure, words, right, k + 1 < len(figures))
            if rule is not None:
                self.excluded.append(Excluded(span=figure.span, rule=rule))
                more = figures[k + 1].unit if k + 1 < len(figures) else figure.unit
                measure = self.falls_under(own, right) if rule == "statistics.exclusions.threshold" and more == figure.unit else None
                if measure is not None:  # 完成率低于50%的县区有甲县43.2%
                    self.ahead, self.of_whom = self.indicator_of(self.phrases.subject_of(measure)[1]), True
                elif k + 1 < len(figures) and self.is_of_a_name(rule, figure, right, own):
                    prefix = ("" if labelled else own) + figure.raw  # 签收速度：0—30秒签收占98%
                    if figure.unit not in (None, *RATES) and self.phrases.measure_end.search(own):  # 总值超10亿元的有5个，其中甲县52亿元
                        self.memory.topics.append(Topic(self.indicator_of(own), figure.unit, -1, None))
                elif (
                    rule == "statistics.exclusions.duration" and (running := _RUNNING.fullmatch(own)) is not None and right[:1] not in "，,"
                ):
                    prefix = running.group("what")
                elif rule == "statistics.exclusions.rank_class":
                    named = True
                    self.note_listed(figure, own)
                    first = self.first_ones.match(self.phrases.bare(f"{own}{figure.raw}{re.split('[：:]', right)[0]}"))
                    if first is not None:
                        self.put_ahead(first)
                elif own in ("据", "根据") and (joined := self.class_and_more(figure, "", right)) is not None:
                    self.speak_of(joined.subject)  # 据31个省（自治区、直辖市）和…报告，…
                else:
                    self.note_clauses((own,), figure.span[0])
            since = _SINCE.match(right) if rule == "statistics.exclusions.duration" else None  # 五年来全市…: how long, and no word of what
            excepted = None
            if right.startswith("外"):
                self.memory.names = ()  # 除甲县、乙县2县外: those are not spoken of
                if own.startswith("除"):
                    own, right, excepted = own[1:], right[1:], len(self.memory.topics)  # 除信息科报送1篇外
            if listed or rule is not None:
                under = WHO_FALL_UNDER.match(right) if rule is not None and self.ahead is not None else None
                left = self.class_left(right) if listed and self.memory.names else since or under
                at, taken = figure.span[1], left.group() if left else ""
                if taken and right.startswith(f"{taken}的"):
                    taken += "的"
                if listed and self.memory.names:
                    counted_names = True
                    self.join_names(figure, taken.removesuffix("的"))
                    if own.endswith("这") and self.memory.together is not None:
                        self.memory.subject, self.memory.names = self.memory.together[1], ()  # all of them as one
                k += 1
                continue
            own = self.own_name(own[-LONGEST:])
            ahead = self.ahead_named.match(own)
            if ahead is not None and self.phrases.subject_of(ahead.group("name")) == (ahead.group("name"), ""):
                pairing = None  # 满意率较低的分别是望川区87.3%、禾丰县86.9%
            else:
                pairing = self.first_pairing(own) or self.more_less.search(own)
            run = self.run_of(figures, k) if pairing is not None else 1
            if pairing is not None and run == 1 and (bare := self.without_pairing(own, right)) is not None:
                pairing, own = None, bare
            if pairing is not None:
                last = figures[k + run].span[0] if k + run < len(figures) else group.end
                if not self.pair_off(own, earlier, figures[k : k + run], self.between(figures[k + run - 1].span[1], last)):
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
            if run > 1 and self.is_row(own, figures[k : k + run]) and self.pair_off(f"{own}分别为", earlier, figures[k : k + run], ""):
                at, taken = figures[k + run - 1].span[1], ""
                k += run
                continue
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
            if (
                run > 1
                and (changed := self.change_at_end(own)) is not None
                and changed.start == 0
                and (of := self.last_things(run, figures[k]))
            ):
                self.memory.things = of
                self.add_changes(changed, figures[k : k + run])
                at, taken = figures[k + run - 1].span[1], ""
                k += run
                continue
            share = self.first_share(own) if run == len(self.memory.listed) > 1 and figure.unit in RATES else None
            if share is not None and not own[: share.start].strip("也均都分别 "):
                for name, one in zip(self.memory.listed, figures[k : k + run], strict=True):
                    self.read_share(one, name + own, len(name) + share.start, share.group("whole") or "")
                at, taken = figures[k + run - 1].span[1], ""
                k += run
                continue
            following = figures[k + 1] if k + 1 < len(figures) else None
            ranked = following is not None and following.kind == "rank" and figure.kind != "rank"  # 居第2位，增速居全市第3位: each is one
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
            if following is not None and (joined := self.class_and_more(figure, own, right)) is not None:
                self.add(
                    figure, (joined.level,) if joined.level else None, right[: joined.noun], topic=False, rule="statistics.clauses.behind"
                )
                if "等" in own:
                    self.memory.subject = joined.subject  # some of them: the next sentence is of others
                else:
                    self.speak_of(joined.subject)
                at, taken, counted_names = figure.span[1], right[: joined.end], True
                k += 1
                continue
            says_which = following is not None and figure.kind == "count" and self.is_bound(right, following)
            bound = following.span[1] - figure.span[1] if following is not None and says_which else 0
            if bound and following is not None:
                self.excluded.append(Excluded(span=following.span, rule="statistics.exclusions.threshold"))
                right = self.between(following.span[1] + 1, figures[k + 2].span[0] if k + 2 < len(figures) else group.end)
            self.speak_anew(figure, own, right)
            self.before_clause = earlier[-1] if earlier else ""
            if own.endswith("等") and _SOME_OF.search(self.memory.subject or "") is not None:
                self.memory.subject = self.memory.main or self.memory.home  # 甲市等44个城市…，乙市等85个城市…: the next row
            self.of_names = after_names and len(parts) == 1
            taken = self.read_one(figure, own, right, fused=k > 0 and not words.strip("、和及 "))
            if excepted is not None:
                del self.memory.topics[excepted:]  # the others are not spoken of in its words
            if _OF_THESE.match(right) and self.records[-1:] and self.records[-1].draft.quantity_span == figure.span:
                self.memory.among = (self.records[-1],)  # 被处分的510人中，县处级干部49人
            if following is not None and taken and (who := self.stands_for(figure, own, taken, right)) is not None:
                self.memory.counted = who, self.memory.subject
                self.memory.subject, self.memory.names = who, ()
                counted_names = True
            at = figure.span[1] + (bound + 1 if bound else 0)
            k += 2 if bound else 1
        if self.records and BOUNDARY.search(self.text, at, group.end):
            self.close_row()
