"""Figures that are measured by another: ranks, shares of a whole, completion of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from notice_parser.extract.statistics.context import BOUNDARY, CONTEST, LIGHT, REMEMBERED
from notice_parser.extract.statistics.draft import Excluded
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.names import AREA
from notice_parser.extract.statistics.pairing import Pairing
from notice_parser.extract.statistics.phrases import split_names
from notice_parser.extract.statistics.records import TO_EACH
from notice_parser.extract.statistics.shared_ends import shared_ends
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.model import Quantity, Span

__all__ = ["LONG", "PLAN", "TREND", "Shares"]

PLAN = re.compile("预算(?!收入|支出)|计划|目标|任务|指标|预期(?!寿命)")
_TOWARDS_PLAN = re.compile("(?:完成|达到|超过|超额|实现)[^，,]{0,8}(?:预算|计划|目标|任务|指标)")
_NAMED_SHARE = re.compile("(?!其).(?:占比|比重|比例)$")
TREND = re.compile(
    "(?:明显|大幅|持续|继续|稳步|有所|进一步|略有|[较最更]为?)?(?:突出|凸显|突显|明显|集中|普遍|多发|频发|上升|增长|下降|增加|增多|减少|提高|回升|回落|[较居最]?[多高大少低快慢好差])$"
)
_FIELDS = ("方面", "领域")
LONGEST_KIND = 16  # characters of what a clause names by itself
_AMONG_ITS = re.compile("(?<=..)全[国省市县区州镇]$")
_SHARE_ALONE = ("占", "占比", "占比例", "占比重")
_DOES = re.compile("(?:在|从事|取得|具有|拥有|居住在|未)[^，,]{2,20}的")  # 在公办学校就读的占: those who do so
_PLACES = ("市", "县", "区", "镇", "乡", "省", "州", "村")
_OF_LEVEL = re.compile("^[省市县区州]直(?=.)")
_TOGETHER_SHARE = re.compile("(?P<all>(?:总共|共|合计|共计)占)(?:比|了)?$")
_AMONG_ALL = re.compile("^在?全[国省市县区州](?=$|(?:综合)?(?:排名|排位|位列|位居|排在|居|列|排)|第)")  # among whom, not who
_AMONG_BEHIND = re.compile(
    "在(?:全[国省市县区州]|[^，,在]{2,6}[省市县区])(?:各(?:[市县区州地]{1,2}|设区市|部门|单位|乡镇)?中?)?$"
)  # 办件量在全省（21个市）
_AMONG_SAID = re.compile(f"{_AMONG_BEHIND.pattern}|(?<=..)全[国省市县区州]$")  # 平均浓度在全省|排名
_GROWTHS = re.compile("、.*(?P<of>增速|增幅|增长率)$")
_CONTEST_AT = re.compile(f"(?:全[国省市县区州镇乡])?(?P<thing>[^，,0-9]{{2,14}}{CONTEST})")
_WITHIN_CONTEST = re.compile(f"在?(?:全[国省市县区州镇乡])?(?P<thing>(?P<field>[^，,0-9在]{{0,22}}?){CONTEST})中$")
_RANKED_NAME = re.compile("[：: 　]{1,3}(?P<name>[㐀-鿿]{2,16})")
_RANK_IS = re.compile("的(?:依次)?(?:是|为)(?P<name>[㐀-鿿A-Za-z“”]{2,16}?)(?=[，,。；;（(]|$)")  # 办件量居首位的是|禾丰县
_UP_TO = ("到", "至", "—", "-")
_RANKS_FROM = re.compile("第[0-9一二三四五六七八九十]{1,3}[位名]?(?:到|至|—|-)$")
_AMONG_DISTRICTS = re.compile(".{0,6}(?:辖|各)[省市县区州]{1,2}(?:[（(][^（）()]{1,6}[）)])?")  # 位列全省第七，岚川辖市（区）第一
_FROM_LAST = ("倒数", "后")  # 居全省倒数第3位, 排名后20位: counted from the last
_ROSE_FROM = re.compile(
    "[由从](?:倒数)?第?[0-9一二三四五六七八九十]{1,3}[位名]?(?=(?:跃升|上升|提升|攀升|前移|后移|下降|滑落|升|降)[至到]?$)"
)
_COMPARED = re.compile("[高低快慢多少大小]于|[高低多少]出|[比较](?![重例])|超(?=[过出全]|平均|目标|计划|预期)")
SHORT = 3  # characters of a whole (收入, 总数) that is looked for in its own paragraph alone
NEAR = 6  # records before a share among which its numerator is
LONG = 8  # characters from which what stands before a counted thing is a clause, not a name
_OF_EACH = re.compile(
    "(?:主要)?(?:经济)?(?:指标)?的?(?P<of>增速|增幅|总量|增量|完成率|达标率)?(?:均|都)?(?:排名|位居|位列|居|列|排)?(?:全[国省市县区州])第?"
)
_IN_PLACE = re.compile("(?:分?列|分?居|分?别?位列|分?别?位居|排(?:在|名)?)[^，,、]{0,12}$")  # 甲类、乙类、丙类居前三位
_LISTED = re.compile("(?:分列|分居|分别?位列|分别?位居)[^，,]{0,12}$")
_IN_ORDER = re.compile("(?:(?P<before>.*?)分别?)?(?:位?列|位?居|名列|排名?|排在)(?:全[国省市县区州])?第?")
_AS_RANKS = ("位", "名")  # 分列第2、3位
_BOTH = re.compile("(?P<names>.*[、和与及].*?)(?:均|都|分别)")


class Shares(Pairing):
    """Reads ranks, shares and completions."""

    def is_measure(self, name: str) -> bool:
        """Whether a name is that of something measured: 生产总值, 固定资产投资."""
        return self.phrases.measure_end.search(name) is not None or self.of_money.search(name) is not None

    def read_rank(self, figure: Quantity, rest: str, right: str) -> None:
        opens = right in _UP_TO and not rest.endswith(("由", "从"))
        if opens or _RANKS_FROM.search(self.text, max(self.sentence.start, figure.span[0] - LONG), figure.span[0]):
            self.leave(figure)  # 甲、乙、丙、丁分列第2位到第5位: each has a rank of its own, none of them printed
            return
        named = _RANKED_NAME.match(right) if not rest else None
        if named is not None and self.phrases.subject_of(named.group("name")) == (named.group("name"), ""):  # 第一名：柳坝镇
            self.add(figure, (named.group("name"),), None, measure="rank", rule="statistics.clauses.rank", topic=False)
            return
        rest, self.before_rank = self.before_rank or re.sub("^[至到](?=[全居列])", "", rest), ""
        each = _OF_EACH.fullmatch(rest) if len(self.memory.things) > 1 and not self.before_rank else None
        if each is not None:  # 工业增加值、工业投资2项指标增速全市第一
            for name in self.memory.things:
                self.add(figure, None, name + (each.group("of") or ""), measure="rank", rule="statistics.clauses.rank", topic=False)
            return
        rest = _ROSE_FROM.sub("", rest)
        rest = _AMONG_BEHIND.sub("", _AMONG_ALL.sub("", rest))
        rest = rest.removesuffix("在") or rest  # 综合指数在|168个城市中排名第9位
        last = self.last_draft
        ranked = last is not None and last.measure == "rank" and last.sentence_span == (self.sentence.start, self.sentence.end)
        known = ranked or self.memory.topics[self.first_topic :]
        rank = self.clauses.first(rest.rstrip("第"), only=("statistics.clauses.rank",))
        thing = None
        if rank is not None:
            said = _AMONG_SAID.sub("", self.phrases.bare(rank.group("thing") or ""))
            if (even := _BOTH.fullmatch(said)) is not None and len(names := self.even_names(even.group("names"))) > 1:
                for name in names:
                    self.add(figure, None, self.indicator_of(name), measure="rank", rule="statistics.clauses.rank", topic=False)
                return
            if (growth := _GROWTHS.search(said)) is not None and all(map(self.is_measure, (several := split_names(said))[:-1])):
                for name in several:  # 生产总值、固定资产投资增速居全市第二位: each of them
                    grew = self.indicator_of(name if name is several[-1] else name + growth.group("of"))
                    self.add(figure, None, grew, measure="rank", rule="statistics.clauses.rank", topic=False)
                return
            within = _WITHIN_CONTEST.search(said)  # 在全市法治建设考评中居第1位
            if within is not None and (who := self.phrases.subject_of(said[: within.start()])[0]) is not None:
                self.set_subject(who)  # 云坪区在全省营商环境评价中居第3位
            matter = within.group("thing") if within is not None else "" if said.endswith("中") else said
            if within is not None and not within.group("field"):
                matter = said[: within.start()] or ("" if known else matter)  # 营商环境在全国评价中居第4位: what is judged
            _, thing = self.who_and_what(matter)
            if not thing and (judged := _CONTEST_AT.fullmatch(rank.group("scope") or "")) is not None:
                thing = judged.group("thing")  # 居全省法治建设考评第1位
            if not thing or len(thing) < 2:
                named = re.search("(?:综合|总)(?:排名|排位|名次|得分)|(?:排名|排位|名次)", rest)
                thing = named.group() if named and (len(named.group()) > 2 or not known) else None
        elif rest.strip("第") and not (ranked and _AMONG_DISTRICTS.fullmatch(rest.strip("第 "))):
            _, thing = self.who_and_what(_AMONG_ITS.sub("", rest.strip("第")))  # 增幅|全省|第1
        if self.note_listed(figure, rest):
            self.excluded.append(Excluded(span=figure.span, rule="statistics.exclusions.rank_class"))
            return
        if figure.raw.startswith(("前", "后")) and int(figure.value) in (len(self.memory.names), len(self.memory.series)):
            self.excluded.append(Excluded(span=figure.span, rule="statistics.exclusions.rank_class"))
            if thing:
                self.memory.topics.append(Topic(thing, None, -1, None))
            return
        of_row = {r.draft.subject for r in self.records[-REMEMBERED:] if r.draft.sentence_span[0] == self.sentence.start}
        if figure.raw.startswith(("前", "后")) and not thing and len(of_row) == int(figure.value) > 1:
            self.excluded.append(Excluded(span=figure.span, rule="statistics.exclusions.rank_class"))
            return  # 甲县12起、乙县9起、丙县8起，分列前三位
        if thing in LIGHT or thing in ("由", "从"):
            thing = None  # 完成排名全州第6位, 我县由二季度的第12位上升到第6位
        carried = not thing
        if not thing and last is not None and ranked:
            thing = (last.indicator or "").removesuffix("倒数") or None  # 居全省第7位，全国第36位
        here = (r.draft for r in reversed(self.records) if r.draft.change is None and _COMPARED.match(r.draft.indicator or "") is None)
        last = next(here, None)  # 税收占比72.5%，较上年提高3.1个百分点，高于全省4.2个百分点，居全省第3位
        if not thing and last is not None and last.measure == "ratio" and (self.sentence.start, self.sentence.end) == last.sentence_span:
            thing = last.indicator if _NAMED_SHARE.search(last.indicator or "") else None  # 税收占比为62.6%，居全市第9位
        if not thing:  # 评估的39个部门中，财政局名列第1位: how many are ranked is not what they are ranked by
            near = (t for t in reversed(self.memory.topics[-NEAR:]) if t.record < 0 or self.is_of_paragraph(t.record))
            before = (_COMPARED.split(t.indicator)[0] for t in near if t.indicator)
            thing = next((what for what in before if what and not self.is_class(what)), None)  # 增速高于全省0.9个百分点，居第4位
        if thing and (called := _RANK_IS.match(right)) is not None:
            self.rank_of_name(figure, called.group("name"), thing)
            return
        what = thing + "倒数" if thing and figure.raw.startswith(_FROM_LAST) else thing
        self.add(figure, None, what, measure="rank", carried=carried, rule="statistics.clauses.rank", topic=False)
        if thing and not carried:
            self.memory.topics.append(Topic(thing, None, -1, None))  # 办件量居全市首位，为3820件

    def rank_of_name(self, figure: Quantity, name: str, thing: str) -> None:
        """办件量居首位的是禾丰县，为3820件: the rank and what follows are of the name; 投诉量居首位的是物业管理: of a kind of them."""
        if self.phrases.subject_of(name) == (name, ""):
            main = self.memory.main
            self.set_subject(name)
            self.memory.main = main  # the first of many speaks for none of what follows
            self.add(figure, (name,), thing, measure="rank", rule="statistics.clauses.rank", topic=False)
        else:
            thing = name + thing
            self.add(figure, None, thing, measure="rank", rule="statistics.clauses.rank", topic=False)
        self.memory.topics.append(Topic(thing, None, -1, None))

    def ranked_in_order(self, own: str, figures: Sequence[Quantity]) -> Sequence[tuple[str | None, str | None]] | None:
        """甲区95.2分、乙区94.7分，|分列|第二、第三: whose rank each of a row of ranks is, and of what; null where none is set so.

        Empty where the names or things and the ranks are not as many.
        """
        order = _IN_ORDER.fullmatch(own) if all(figure.kind == "rank" or figure.unit in _AS_RANKS for figure in figures) else None
        if order is None:
            return None
        if order.group("before"):
            names, what = self.enumerated(self.phrases.bare(order.group("before")))
            indicator = self.indicator_of(what) or self.topic_of_unit(None)
            who, kinds = self.phrases.subject_of(self.phrases.bare(order.group("before")))
            if not names and len(things := split_names(kinds, len(figures))) == len(figures):
                if who is not None:
                    self.set_subject(who)
                things = shared_ends(things, self.phrases)
                self.memory.things = tuple(things)  # 家居用品、交通工具分列第三、第四位，分别为…
                return [(None, thing) for thing in things]
            return None if not names else [(name, indicator) for name in names] if len(names) == len(figures) else ()
        before = (r.draft for r in reversed(self.records[-REMEMBERED:]) if r.draft.sentence_span[0] == self.sentence.start)
        row = list(dict.fromkeys((draft.subject, draft.indicator) for draft in before if draft.measure != "rank"))[: len(figures)][::-1]
        return row if len(row) == len(figures) and 1 in (len({who for who, _ in row}), len({what for _, what in row})) else ()

    def note_listed(self, figure: Quantity, rest: str) -> bool:
        """甲类、乙类投诉数量分列前两位，分别为…: whether as many names as the rank says stand before it; takes them."""
        listing = _IN_PLACE if figure.raw.startswith(("前", "后")) or rest.endswith(("前", "后")) else _LISTED
        if listing.search(rest) is None or len(listed := split_names(listing.sub("", rest), int(figure.value))) != int(figure.value):
            return False
        if listing is _IN_PLACE and self.phrases.subject_of(listed[0])[0] is not None:
            return False  # names of bodies or places, each of which has the figure
        own = {len(name) for name in listed[:-1]}
        tail = listed[-1][min(own) :] if len(own) == 1 else ""  # 食品、服装、家电|投诉数量: names of one length
        full = (
            [*(name + tail for name in listed[:-1]), listed[-1]]
            if self.phrases.measure_end.search(tail)
            else shared_ends(listed, self.phrases)
        )
        self.memory.things = tuple(self.indicator_of(name) or name for name in full)
        return True

    def read_share(self, figure: Quantity, rest: str, start: int, whole: str, *, then: Span | None = None) -> None:
        """占…: the words of the base belong to the indicator; what it is a share of is looked for among the topics.

        ``then``: the time before, of which the share is (占比由上年的15.7%上升为…).
        """
        subjects, prefix = (
            self.who_and_what(rest[:start]) if _DOES.fullmatch(rest[:start]) is None else ((), rest[:start].removesuffix("的"))
        )
        words = self.phrases.without_link(rest[start:]).rstrip("的")
        indicator = (prefix or "") + words
        alone = not prefix and words in _SHARE_ALONE  # 投诉类86件，占21.6%; 咨询类53件，占比13.3%
        whole = "" if words in _SHARE_ALONE else whole
        last = self.last_draft
        here = last is not None and last.sentence_span == (self.sentence.start, self.sentence.end)
        if here and last is not None and last.rule == "statistics.clauses.pairing" and not subjects and len(self.memory.names) > 1:
            subjects = ("、".join(self.memory.names),)  # 甲县、乙县分别为31起、24起，占总数的58.7%: both together
        counted = self.memory.together
        if not subjects and counted is not None and counted[0] == self.memory.names and TO_EACH.search(rest) is None:
            subjects = (counted[1],)  # 甲局、乙局两家单位承办量占总量的56.3%: of both together
            if prefix and self.measured.search(prefix) is not None:
                self.memory.topics.append(Topic(prefix, None, -1, None))  # …，分别为386件、271件
        if not subjects and len(self.memory.names) > 1 and TO_EACH.search(rest) is None:
            subjects = (self.as_printed(self.memory.names, figure),)  # 甲局、乙局承办量居前两位，占总量的56.3%: one share, of both together
        ranked = last.indicator if last is not None and here and last.measure == "rank" else None
        level = AREA.match(whole)
        said = (i for i in range(len(self.records) - 1, max(-1, len(self.records) - NEAR), -1) if self.records[i].draft.unit not in RATES)
        numerator = next((i for i in said if self.records[i].draft.change is None), -1) if here else -1
        led = self.records[numerator].whole if numerator >= 0 else None
        # 其中税收…占收入的76.5%, 其中较大火灾60起、占总数的92.3%
        is_led = led is not None and whole != "" and (whole in (led.draft.indicator or "") or "总" in whole)
        record = (
            led
            if is_led
            else next(
                (
                    self.records[t.record]
                    for t in reversed(self.memory.topics)
                    if whole
                    and t.record >= 0
                    and t.indicator
                    and (whole in t.indicator or t.indicator in whole)
                    and not (PLAN.search(whole) and _TOWARDS_PLAN.match(t.indicator))  # 超额完成任务的3项: not how many tasks there are
                    and not (numerator >= 0 and not self.holds(t.record, numerator))
                    and (t.record, whole) not in self.memory.shares
                    and (len(whole) > SHORT or self.records[t.record].draft.paragraph == self.paragraph)
                    and not (level is not None and t.subject not in (None, level.group(), self.memory.home))
                    and self.records[t.record].draft.unit not in RATES
                ),
                None,
            )
        )
        if whole and numerator >= 0 and record is not None:
            self.memory.shares.add((numerator, whole))
        at = figure.span[0] - self.sentence.start
        if alone and (together := _TOGETHER_SHARE.search(self.sentence.work, max(0, at - LONG), at)) is not None:
            indicator = together.group("all")  # 质量问题42件、合同问题33件，共占59.4%: not the last of them
        elif alone and here and last is not None and last.rule == "statistics.clauses.behind" and self.records[-1].whole is not None:
            indicator = words  # 抽查的160户中有9户未及时更新，占5.6%: of those, whatever was named before
        elif alone and ranked is not None:
            indicator = ranked + words  # 质量问题排名第一，占51.6%
        elif alone and self.one_of is not None and not subjects and here and last is not None and "subject" not in last.inherited:
            subjects, indicator = (self.one_of,), last.indicator or indicator  # 东部地区占45.3%，其次是西部，占30.2%
        elif alone and self.one_of is not None and not subjects:
            indicator = f"{self.one_of}{self.ahead or ''}{words}"  # 诉求最多的是供热，占45%；其次是物业，占30%
        elif alone and subjects and here and last is not None and last.rule == "statistics.clauses.share":
            indicator = last.indicator or indicator  # 东部人口占39.9%，中部占25.8%
        elif alone and (name := self.named_alone()):
            indicator = name + words  # 集中的分别是：城建类，占27.2%；教育类，占20.2%
        elif alone and self.memory.topics[self.first_topic :] and (topic := self.memory.topics[-1].indicator):
            of_kind = len(topic) <= LONG or topic.endswith(tuple(self.clauses.words["kind_end"]))
            indicator = topic + words if words == "占" or of_kind else words  # 占比 alone is a word
        elif alone and (trend := TREND.search(clause := self.phrases.bare(self.before_clause))) and trend.start() > 1:
            indicator = f"{self.indicator_of(clause[: trend.start()]) or ''}{words}"  # 物业管理问题突出，占比25%
        elif not prefix and whole and not subjects and (kind := self.named_alone()):
            indicator = kind + words  # 有机物污染问题，占不合格样品总量的6.65%
        among = self.memory.among[-1] if self.memory.among else None
        if among is not None and among is self.parent:
            among = self.parent.whole  # 医院38万张（占78.4%）: of what the hospitals' beds are part of
        if among is not None and numerator >= 0 and among.draft.unit != self.records[numerator].draft.unit:
            among = None  # 保护财产2516万元。其中，建筑火灾43起，占29.7%
        whole_record = (record or among) if then is None else None
        self.add(
            figure,
            subjects or None,
            indicator,
            measure="ratio",
            whole=whole_record,
            period_span=then,
            rule="statistics.clauses.share",
            topic=False,
        )

    def as_printed(self, names: Sequence[str], figure: Quantity) -> str:
        """A row of names as it stands before the figure in its sentence (甲局和乙局); joined by 、 where figures stand between them."""
        start = self.text.rfind(names[0], self.sentence.start, figure.span[0])
        end = self.text.find(names[-1], max(start, 0), figure.span[0])
        row = self.text[start : end + len(names[-1])] if 0 <= start < end else ""
        return row if row and not any(map(str.isdigit, row)) else "、".join(names)

    def named_alone(self) -> str:
        """The kind of things that the clause before a share names by itself, where it opens its member of the sentence or what stands
        behind a colon: 集中的是：城建类，占27.2%; else nothing."""
        name = self.phrases.bare(self.before_clause)
        if not 1 < len(name) <= LONGEST_KIND or not name.endswith((*self.clauses.words["kind_end"], *self.clauses.words["kind"], *_FIELDS)):
            return ""
        before = self.sentence.work.rpartition(name)[0].rstrip("，, 　")
        opens = not any(self.phrases.without_lead(self.phrases.bare(part))[0] for part in BOUNDARY.split(before))
        return name if self.member or opens or before.endswith(("看", "：", ":", "其中")) else ""

    def is_of_paragraph(self, number: int) -> bool:
        """Whether a record stands in the paragraph that is read."""
        return self.records[number].draft.paragraph == self.paragraph

    def is_class(self, what: str) -> bool:
        """Whether what was counted are places or bodies: 市, 省直部门."""
        return what in _PLACES or self.class_of_whom.fullmatch(_OF_LEVEL.sub("", what)) is not None

    def holds(self, whole: int, part: int) -> bool:
        """Whether one record can be what another is a share of: another one, and no smaller in the same unit."""
        if whole == part:
            return False
        a, b = self.records[whole].draft, self.records[part].draft
        return a.unit != b.unit or a.value >= b.value

    def read_more_of_share(self, figure: Quantity) -> bool:
        """占总量的65.2%和64.3%: a second share of the same whole."""
        before = self.records[-1] if self.records and figure.unit in RATES else None
        if before is None or before.draft.rule not in ("statistics.clauses.share", "statistics.changes.reached"):
            return False
        self.add(
            figure,
            None,
            before.draft.indicator,
            measure="ratio",
            whole=before.whole,
            period_span=before.draft.period_span,
            rule=before.draft.rule,
            topic=False,
        )
        return True

    def read_completion(self, figure: Quantity) -> None:
        """完成年度任务数500处的40.4%: the rate takes the words before the plan's figure, which is a target."""
        plan = self.records[-1]
        indicator = plan.draft.indicator or ""
        bare = re.sub("^(?:完成|占|达到?|为)", "", indicator)
        if bare and bare != indicator:
            modality = "target" if PLAN.search(bare) else plan.draft.modality
            plan.draft = structs.replace(plan.draft, indicator=bare, modality=modality, rule="statistics.clauses.base_of_share")
        if self.memory.topics and self.memory.topics[-1].record == len(self.records) - 1:
            self.memory.topics.pop()  # later changes speak of what was measured, not of the plan
        before = self.text[plan.draft.span[0] : plan.draft.quantity_span[0]]
        if before.endswith("占") and plan.draft.sentence_span[0] == self.sentence.start:  # 有8个部门未整改，占13个部门的61.5%
            thing = self.indicator_of(before[:-1]) or (self.memory.topics[-1].indicator if self.memory.topics[self.first_topic :] else None)
            indicator = f"{thing}占" if thing else f"占{bare}"
            self.add(figure, None, indicator, measure="ratio", whole=plan, rule="statistics.clauses.completion", topic=False)
            return
        self.add(figure, None, indicator, measure="ratio", rule="statistics.clauses.completion", topic=False)
