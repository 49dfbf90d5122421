"""One figure by itself: a rank, a multiple, a change, a share, or a plain value."""

from __future__ import annotations

import re

from msgspec import structs

from notice_parser.extract.statistics.around import LEVELS
from notice_parser.extract.statistics.context import REMEMBERED
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.names import COUNTS
from notice_parser.extract.statistics.naming import ADDED, TO, TO_ENDS
from notice_parser.extract.statistics.plain import Plain
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.extract.statistics.zeros import ZERO
from notice_parser.model import Quantity

__all__ = ["ACCIDENTS", "FROM_THEN", "Single"]

_NOBODY = re.compile("(?:未|没有|无)(?:造成|发生|出现)?(?P<what>人员(?:死亡|伤亡|受伤))")
_EVENLY = re.compile(
    "^(?P<names>.*?)(?:(?<![平人户日月年])均|都|(?:始终|一直|长期|持续|稳定|常年){1,2}(?=保持|维持|稳定|在|为|达))(?:达到?|为|在|实现|(?:稳定)?(?:保持|维持|稳定)在|完成)?$"
)
_MAY_BE_EVEN = re.compile("[均都终直期续定年]")
# 全市2023年|网办率、办结率均为; no 一季度、二季度均为
_WHOSE_TIME = re.compile(f"^(?P<who>[^，,、{TIME}]{{0,20}}){TIME}+(?![、和及与均都{TIME}])")
# 满意率、解决率|达到100%: of each of them, without 均
_RATES_REACH = re.compile("^(?P<names>[^，,分别]{0,60}[^、]率(?:[、和及与][^、，,]{2,10}率){1,4})(?:达到?|为)$")
_RATE_NOUN = re.compile(
    "(?:同比|环比|年均|年?平均|自然|可比|累计|名义|实际)?(?:增速|增幅|涨幅|升幅|(?<!自然)增长率|(?P<down>降幅|跌幅|减幅))(?:已|仅|高)?(?:为|达到?|至|约|超过?|近)?$"
)
# 高出各项贷款增速, 拉动工业增速: no change, though a rate is named
_EACH_GREW = re.compile(
    "(?:同比|环比|[比较与和同].{2,10}?)?(?:[增上升下降减提回][长升降加少高落])?(?:[增降涨跌升减]幅|增速)?(?:均(?![值衡线])|都)"
)
_EACH_WORD = re.compile("均(?![值衡线])|都")
_THAN_OTHERS = re.compile("(?<![对相占])[比较](?![重例率值])[^，,]{2,24}[高低快慢]$")  # 城市比农村增幅高
_THAN_ELSEWHERE = re.compile("[高低快慢]于|[高低快慢多少]出|(?:共同?|合计)?(?:拉动|下拉|拉高|拉低|带动|影响)")
_MOVES = re.compile("(?:前进|后退|退后|前移|后移|跃升|攀升|上升|下降|提升)了?$")  # 禾丰县退后5位
_PLACES = ("位次", "个位次")  # 同比提升3个位次: by how many places, no rank
_GROWS = re.compile(
    "(?:结余|结存|库存|利润|税收|产值|产量|客流|贷款|存款|资产|负债|资金|预算|债务|人口|就业|人员|供给|供应)$"
)  # 住户贷款增加1.4万亿元: what stands at a day grows
_PAUSES = tuple("，,；;、。）)")
_TOGETHER = re.compile(
    "(?:[一二三四五六七八九十两]者|(?P<of>[二三四五六七八九十两]?个?(?:项|地|街道|县区|[县区市州镇]|乡镇|部门|单位|企业|品种|行业|类))(?P<what>[^，,、0-9]{0,10}?)|者)?(?:合计|共计|总计)"
)
_ONLY_LINK = re.compile("(?:了|则|仅|约)?(?:为|达到?|是)")
# what comes in or goes out, of the same thing
_FLOWS_IN = re.compile("新增|新?纳入|迁入|转入|流入|新开|新设立?|新登记|新招|录用|出生|进入|新入")
_FLOWS_OUT = re.compile("(?:动态)?退出|退保?|迁出|转出|流出|注销|吊销|死亡|关闭|离职|减员|核减|清退")
FLOWS = 2
SEVERAL_GREW = 2  # amounts that grew by the same rate
NET = 3  # characters of 净减少
_OF_ANOTHER = re.compile("(?:是|为|相当于|达到?)[㐀-鿿]{2,12}的")
_EACH_GOT = re.compile(f"(?:各自?|均)(?=获|得|奖|补助|拨付|安排|投入|扣|罚|{ADDED})")
_NUMBERED = frozenset("一二三四五六七八九十两者")
_VICTIMS = re.compile("死|亡|伤")
ACCIDENTS = re.compile("(?:事故|火灾)(?:起数|总数|总量)?$")
# 标准为每人每月730元: of what each is so much, behind what it is
_PER = re.compile(
    "(?:为|达到?|[到至是由从]|标准|[额资金费产价格薪租酬])(?P<per>每[^，,。；每]{1,6}(?:每[^，,。；每]{1,2})?)$|(?<=..)(?P<both>(?<!每)每(?:斤|公斤|吨)|每[人户亩生名辆头只]每(?:月|年|季度?|天|日|学期|学年))$"
)
_AT_A_RATE = re.compile("以(?:年均|年平均|平均|平均每年|每年)?(?:近|约|超过?)?$")
_PACE = re.compile(
    "的(?:平均|年均|年)?(?:速度|增速|速率|幅度|增幅)(?:持续|快速|稳步|逐年)?(?:递增|增长|增加|上升|提高|(?P<down>递减|下降|减少|降低|回落))"
)
FROM_THEN = re.compile(f"(?:由|从){TIME}+(?:末|底|初)?的?$")
# 平均办理时限|全部压缩至法定时限的32%
_ALONG = ("上行", "下行")  # 上行36列: along the line; 物价上行0.3%: a change
_BROUGHT_TO = re.compile("(?<=..)(?:全部|平均|已|均)?(?:压缩|压减|缩短|缩减|减少|降低|下降)(?:至|到|为)[^，,、]{2,12}的$")
_FROM_HERE = re.compile("(?:由|从)(?:原来|原先|法定|规定|承诺)?的?$")
_FROM_THEN = re.compile(f"(?:由|从){TIME}+的?$")
_TURNS = re.compile("(?:优化|演变|转变|变化|上升|提高|增加|增长|提升|扩大|下降|降低|减少|缩小|回落|调整|变|[升降增减])(?:为|到|至)")
_JOINED, _SINCE = ("、", "和", "及", "与"), ("由", "从")
SEVERAL = 8  # figures of a row that begins with the time of all
_PUNCTUATED = re.compile("^[、，,：: 　]+(?:以及)?|^以及|^及其?(?=[所下直]属)")


class Single(Plain):
    """Reads one figure from the words around it."""

    def read_one(self, figure: Quantity, own: str, right: str, *, fused: bool) -> str:
        """Reads one figure; returns the words behind it that were taken for its indicator."""
        per = _PER.search(own) if "每" in own else None
        if per is None:
            taken = self.read_figure(figure, own, right, fused=fused)
            if self.text[figure.span[0] - 1 : figure.span[0]] in _JOINED:
                self.date_on(figure)
            return taken
        first = len(self.records)
        words = per.group("per") or per.group("both")
        taken = self.read_figure(figure, own.removesuffix(words), right, fused=fused)
        for record in self.records[first:]:
            record.draft = structs.replace(record.draft, per=words)
        return taken

    def each_counted(self, figure: Quantity, words: str) -> str:
        """2个单位 before 各扣: those just counted, of each of whom the figure is; else nothing."""
        last = self.last_draft
        if last is None or last.sentence_span[0] != self.sentence.start:
            return ""
        whom = self.text[last.quantity_span[0] : figure.span[0]].removesuffix(words).rstrip(" 　，,")
        noun = whom[last.quantity_span[1] - last.quantity_span[0] :]
        return whom if self.class_of_whom.fullmatch(noun) is not None or self.class_counted.fullmatch(noun) is not None else ""

    def listed_right_before(self) -> tuple[str, ...]:
        """The names that the clause right before enumerates; none where it names but one."""
        listed = self.memory.listed
        return listed if len(listed) > 1 and all(name in self.before_clause for name in listed) else ()

    def victims(self) -> str | None:
        """全市发生事故36起、死亡31人，…禾丰县9起|8人: what the people are that stand right behind a number of accidents; null where the
        text has told of no victims, or of several kinds of them."""
        told = {t.indicator.removesuffix("人数") for t in self.memory.topics[-REMEMBERED:] if t.unit == "人" and t.indicator}
        told = {one for one in told if _VICTIMS.search(one) is not None}
        return told.pop() if len(told) == 1 else None

    def read_figure(self, figure: Quantity, own: str, right: str, *, fused: bool) -> str:
        """As ``read_one``, where the words before the figure say nothing of for whom it is."""
        memory = self.memory
        rest, among = self.phrases.without_lead(_PUNCTUATED.sub("", own))
        if among:
            self.open_among()
        given = _EACH_GOT.match(rest)
        if given is not None and len(memory.listed) > 1 and not memory.names:
            memory.names = memory.listed  # 甲县、乙县被评为示范单位，各获奖励50万元
        if given is not None and (whom := self.each_counted(figure, rest)):
            self.add(figure, (whom,), self.indicator_of(rest[given.end() :]), rule="statistics.clauses.plain", topic=False)
            return ""  # 对2个单位各扣3分
        if rest.startswith("平均") and not memory.names and (listed := self.listed_right_before()):
            memory.subject = self.as_printed(listed, figure)  # 办结率最低的是甲县、乙县，平均为71.2%
        counted = (memory.together is not None and memory.together[0] == memory.names) or (
            memory.subject is not None and memory.subject == memory.counted[0]
        )  # 5个政务新媒体共计发布…: they, all together
        if not counted and "计" in own and (together := _TOGETHER.match(own)) is not None:  # 三者合计占41.2%: not the last of them alone
            before = memory.main_before if memory.main_said == self.sentence.start else memory.main
            count = COUNTS.get((together.group("of") or "")[:1], 0)
            if count and len(self.last_subjects(count)) == count:
                memory.subject = together.group("of")  # 甲县12批、乙县9批，两地合计占71.1%
            elif together.group() == "合计" and figure.unit in RATES and len(row := self.row_told()) > 1:
                memory.subject = self.as_printed(row, figure)  # 甲局、乙局分别为64件、48件，合计占52.1%
            elif before is not None or together.group("of") or together.group()[:1] in _NUMBERED:  # 97户，共计172人
                memory.subject = before
            memory.names = ()
            rest = (together.group("what") or "") + own[together.end() :] if figure.unit in RATES else rest
        by_places = figure.unit in _PLACES or (figure.unit in ("位", "名") and figure.raw[:1].isdigit())  # 较一季度前移6位
        moved = self.change_at_end(rest) if figure.kind == "rank" and by_places else None
        if figure.kind == "rank" and (moved is None or moved.label == "reached"):
            self.read_rank(figure, rest, right)
            return ""
        if fused and memory.last_change and not own and memory.topics and figure.rule != ZERO:
            last = self.records[-1].draft
            netted = "净" in self.text[last.quantity_span[0] - NET : last.quantity_span[0]]
            topic = Topic(last.indicator, None, -1, None) if netted else self.topic_for(figure)
            nobody = _NOBODY.search(self.sentence.work, 0, figure.span[0] - self.sentence.start) if figure.unit == "人" else None
            if nobody is not None:  # 发生事故1起，未造成人员死亡，同比减少1起2人
                topic = Topic(nobody.group("what"), None, -1, None)
            self.add_change(figure, topic, "down" if last.change and last.change.direction == "down" else "up", ())
            return ""
        before = self.records[-1].draft.unit if self.records else None
        if (
            fused
            and not own
            and figure.kind != "score"  # 3家单位低于80分
            and before not in (None, figure.unit, *RATES)
            and figure.unit not in (None, *RATES)
            and not self.phrases.behind(right)
            and not (figure.kind not in ("count", "bare") and self.is_class(self.records[-1].draft.indicator or ""))  # 138个村|595公里
        ):
            # 1386户4912人; 5镇3乡 are two things
            last = self.records[-1].draft
            # 涉及19个、146亩，其中甲县8个、62亩
            whole = self.whole_for(figure.unit, memory.among) if "indicator" in last.inherited else None
            said = whole.draft.indicator if whole is not None else last.indicator
            itself = figure.unit in self.place_units or self.class_of_whom.fullmatch(said or "") is not None
            if figure.unit == "人" and ACCIDENTS.search(last.indicator or "") is not None:
                said = self.victims()
                if said is None:
                    self.leave(figure)  # 禾丰县9起8人: dead or hurt, nobody can say
                    return ""
            indicator = figure.unit if itself else said  # 惠及43个村8.6万群众
            who = (last.subject,) if last.subject and "subject" not in last.inherited else None
            own_name = figure.unit in ("人", "口") and indicator == "户"  # 612户|2035人
            self.add(figure, who, figure.unit if own_name else indicator, carried=not own_name, rule="statistics.clauses.fused")
            return ""
        of_base = self.multiple_of(figure, rest)
        if of_base is not None and (figure.unit == "倍" or rest.startswith(("恢复", "相当于"), of_base)):
            self.add(figure, None, self.topic_indicator(rest[:of_base]), rule="statistics.clauses.multiple", carried=True, topic=False)
            return ""
        if figure.unit == "倍" and _OF_ANOTHER.fullmatch(rest) is not None and memory.topics:
            self.add(figure, None, memory.topics[-1].indicator, rule="statistics.clauses.multiple", carried=True, topic=False)
            return ""  # 医院为486千克，是学校的3.4倍
        if figure.unit == "番":
            rest = re.sub("(?:增速|增幅)?(?:实现|达到)$", "", rest)  # 增速实现翻番
            based = self.changes.first(rest + "增长", only=("statistics.changes.based",))
            start = based.start if based is not None and based.end == len(rest) + 2 else len(rest)
            self.read_change(
                figure, rest, start, based.group("base") if based is not None else None, "", False, "statistics.changes.based", among
            )
            return ""
        above = self.changes.first(rest, only=("statistics.changes.above",)) if TIME in rest and "于" in rest else None
        if above is not None:  # 办结率高于去年同期1.6个百分点
            self.read_change(figure, rest, above.start, above.group("base"), "", above.group("down") is not None, above.rule, among)
            return ""
        if self.read_base_value(figure, rest, figure.span[0]) or self.read_more(figure, rest):
            return ""
        if _ONLY_LINK.fullmatch(rest) is not None and self.is_growth(figure):  # 同比增加最多的是禾丰县，为12天
            self.add_most(figure, ())
            return ""
        if figure.unit in RATES and _EACH_GREW.match(rest) is not None and self.read_grown_together(figure, rest):
            return ""
        noun = _RATE_NOUN.search(rest) if figure.unit in RATES else None
        if noun is not None and not (_THAN_ELSEWHERE.match(rest) or _THAN_OTHERS.search(rest)):
            base = "同比" if "同比" in noun.group() else "环比" if "环比" in noun.group() else None
            self.read_change(figure, rest, noun.start(), base, "", noun.group("down") is not None, "statistics.changes.bare", among)
            return ""
        named = _WHOSE_TIME.sub(r"\g<who>", rest) if TIME in rest else rest
        even = _EVENLY.match(LEVELS.sub("", named)) if TIME not in named and _MAY_BE_EVEN.search(named) else None
        if even is None and figure.unit in RATES and "率" in rest:
            even = _RATES_REACH.match(rest)
        if even is not None and (each := self.names_and_things(even.group("names"))) is not None:
            for thing in each[1]:
                self.add(figure, each[0], thing, rule="statistics.clauses.even")
            return ""
        if (
            even is not None
            and len(names := self.even_names(even.group("names"))) > 1
            and not self.enumerated(self.phrases.bare(even.group("names")))[0]
        ):
            self.add_even(figure, names, None)
            return ""
        over = even.group("names").strip() if even is not None else ""
        if even is not None and not over and self.ahead and (listed := self.listed_right_before()):
            self.add_even(figure, listed, None)  # 最高的是甲县和乙县，均为58
            return ""
        if even is not None and over and len(memory.series) > 1 and not memory.names and self.is_series(over):
            self.add_even(figure, memory.series, self.indicator_of(self.phrases.bare(even.group("names"))))
            return ""
        if figure.unit in RATES and (by := _AT_A_RATE.search(rest)) is not None and (pace := _PACE.match(right)) is not None:
            down = pace.group("down") is not None  # 消费支出以年均14.1%的速度递增
            self.read_change(figure, rest, by.start(), None, "", down, "statistics.changes.bare", among)
            return ""
        brought = _BROUGHT_TO.search(rest) if figure.unit in RATES else None
        rest = rest[: brought.start()] if brought is not None else rest
        stripped = TO.sub("", rest) if rest.endswith(TO_ENDS) else rest
        if len(stripped) < len(rest) and self.text[figure.span[0] - len(rest) + len(stripped)] in "到至":
            stripped += "到"  # 增长到目前的4500件: the time begins with 到
        change = self.change_at_end(stripped) if figure.unit in RATES or not stripped.endswith(_ALONG) else None
        if change is not None:
            if change.label == "reached":
                before_it = self.records[-1].draft.unit if self.records and figure.unit == "个" else None
                unit = before_it if before_it is not None and before_it.startswith("个") else None  # 从20个工作日减少到5个
                from_it = self.said_of_then(figure) if change.start == 0 else None
                indicator = from_it or self.topic_indicator(stripped[: change.start])
                self.add(figure, None, indicator, unit=unit, rule=change.rule, carried=True)
                return ""
            if change.label == "alone" and (net := self.net_of(figure, change.group("verb") or "")):
                self.add_change(figure, Topic(net, None, -1, None), "down" if change.group("down") else "up", ())
                return ""
            grew = (
                change.label == "bare"
                and (  # 贷款余额增加4561亿元; 结转资金减少133万元，为1505万元
                    self.phrases.measure_end.search(stripped[: change.start]) is not None
                    or _GROWS.search(stripped[: change.start]) is not None
                    or self.is_thing_changed(stripped[: change.start], right)
                )
            )
            if grew or (by_places and _MOVES.search(stripped) is not None) or self.is_change(change.label or "", figure):
                self.read_change(
                    figure,
                    stripped,
                    change.start,
                    change.group("base"),
                    self.thing_changed(change, figure, stripped[: change.start]),
                    self.is_fall(change, figure, stripped[: change.start]),
                    change.rule,
                    among,
                )
                return ""
        unsaid = self.first_unsaid(stripped) if figure.unit in RATES else None
        if unsaid is not None:  # 同比11.4%
            self.read_change(figure, stripped, unsaid.start, unsaid.group("base"), "", False, unsaid.rule, among)
            return ""
        upon = self.upon.search(stripped) if figure.unit == "%" and figure.kind == "ratio" else None
        if upon is not None:  # 压减一般性支出5%
            subjects, _ = self.who_and_what(stripped[: upon.start()])
            self.add_change(figure, Topic(upon.group("object"), None, -1, None), "down" if upon.group("down") else "up", subjects)
            return ""
        memory.last_change = False
        if fused and not own.strip("和及与、") and self.read_more_of_share(figure):
            return ""
        was = FROM_THEN.search(rest) if figure.unit in RATES and TIME in rest else None
        share = self.first_share(rest[: was.start()] if was else rest) if figure.unit in RATES else None
        if share is not None:
            at = self.times_within(self.clause_span(figure)[0], figure.span[0])[-1:] if was else ()
            self.read_share(
                figure, rest[: was.start()] if was else rest, share.start, share.group("whole") or "", then=at[0] if at else None
            )
            return ""
        if rest.strip() == "的" and figure.unit in RATES and self.records:
            self.read_completion(figure)
            return ""
        taken = self.read_plain(figure, rest, right)
        self.date_back(figure, rest, right)
        return taken

    def read_grown_together(self, figure: Quantity, rest: str) -> bool:
        """融资3.2亿元，惠及企业150家，同比增长均为42%: by how much each of the amounts before it grew; whether there are several."""
        words = _EACH_WORD.sub("", rest).removesuffix("为")
        noun = _RATE_NOUN.fullmatch(words)
        change = self.change_at_end(words) if noun is None else None
        if noun is None and (change is None or change.start or change.group("thing")):
            return False
        row: list[Topic] = []
        for topic in reversed(self.memory.topics[self.first_topic :]):
            draft = self.records[topic.record].draft if topic.record >= 0 else None
            if draft is None or draft.change is not None or draft.unit in RATES or draft.sentence_span[0] != self.sentence.start:
                break
            row.insert(0, topic)
        if len(row) < SEVERAL_GREW:
            return False
        base = change.group("base") if change is not None else next((word for word in ("同比", "环比") if word in words), None)
        if base:
            self.keep_base(base, figure.span[0])
        down = (change.group("down") if change is not None else noun and noun.group("down")) is not None
        for topic in row:
            self.add_change(figure, topic, "down" if down else "up", ())
        return True

    def net_of(self, figure: Quantity, verb: str) -> str | None:
        """新增参保3.2万人，退保1.1万人，净增|2.1万人: what two flows before it are of, else the verb; null where
        no two flows stand there."""
        last = [t.indicator or "" for t in self.memory.topics[self.first_topic :] if t.unit == figure.unit and t.record >= 0][-FLOWS:]
        if not verb.startswith("净") or len(last) < FLOWS:
            return None
        ways = [_FLOWS_IN.search(one) or _FLOWS_OUT.search(one) for one in last]
        if None in ways or (_FLOWS_IN.search(last[0]) is None) == (_FLOWS_IN.search(last[1]) is None):
            return None
        things = [one[: way.start()] + one[way.end() :] for one, way in zip(last, ways, strict=True) if way is not None]
        named = max(things, key=len)
        return named if len(named) > 1 else verb

    def is_thing_changed(self, words: str, right: str) -> bool:
        """办理环节减少2个: whether words before a verb of change say of what there is more or less, and nothing behind the figure does
        (减少2个环节)."""
        if right[:1] not in ("", *_PAUSES):
            return False
        _, thing = self.phrases.subject_of(self.phrases.without_lead(self.phrases.bare(words))[0])
        return len(thing) > 1 and not self.verbs.at_end(thing) and self.manner.match(thing) is None

    def date_on(self, figure: Quantity) -> None:
        """由上年的22%、29%和49%调整为…: one more of a row is of the time from which the row begins."""
        if not self.records or self.records[-1].draft.quantity_span != figure.span:
            return
        last, first = self.records[-1], figure.span[0]
        for before in reversed(self.records[-SEVERAL:-1]):
            if before.draft.quantity_span[1] != first - 1 or before.draft.unit != figure.unit or self.text[first - 1] not in _JOINED:
                break
            first = before.draft.quantity_span[0]
        end = first - (self.text[first - 1] == "的")
        then = self.times_within(end - 1, end)[-1:] if first < figure.span[0] else []
        if then and then[0][1] == end and self.text[then[0][0] - 1 : then[0][0]] in _SINCE:
            last.draft = structs.replace(last.draft, period_span=then[0])

    def date_back(self, figure: Quantity, rest: str, right: str) -> None:
        """与上次普查相比，大学文化程度的由4371人上升为…: the first of the two is of the time compared with."""
        last = self.records[-1] if self.records else None
        if last is None or last.draft.quantity_span != figure.span or last.draft.change is not None or last.draft.period_span is not None:
            return
        if TIME in rest and _FROM_THEN.search(rest):  # 由去年同期的86.5%提升到…: a time that is a base elsewhere
            last.draft = structs.replace(last.draft, period_span=self.times_within(self.clause_span(figure)[0], figure.span[0])[-1])
        elif self.memory.base_spans and _FROM_HERE.search(rest) and _TURNS.match(right):
            last.draft = structs.replace(last.draft, period_span=self.memory.base_spans[-1])
