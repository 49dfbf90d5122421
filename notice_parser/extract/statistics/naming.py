"""Who and what words name: subjects, one or several, indicators, and what clauses without figures say of both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from notice_parser.extract.statistics.context import REMEMBERED
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.phrases import split_names
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.wholes import POINTS, RATES, Wholes
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.model import Quantity, Span

__all__ = ["ALL_TOGETHER", "AREA", "CAUSED", "GATHERED", "TO", "Naming"]

TO = re.compile(f"(?:{TIME}+|目前|现在|如今|当前)的?$")
_PREPOSITION = re.compile(
    "^(?:用于|投向|面向|在(?!.$|院|营|用|途|建|职|校|编|册|岗|线|库|园|籍|训|读|押)|对(?!口|外|象)|于|从(?!业|事|军|教|医|属|容|严|重|优|快|简|宽|速|轻)|向|将|把|按(?![期时规日周旬月季年])|以(?!上|下|内|.[代换促]|[^，,]{1,12}为)"
    "|为(?!主|民|年|[^，,]{0,8}(?:预算|决算|计划|目标|任务|指标)数?的?$)|与(?!会)|和|同(?![比期口城业行步类等时省市质])|给(?!予))(?=.)"
)
_TOGETHER_WITHIN = 40  # characters of a row of names before what they did
_SEVERAL = re.compile("[、和与及]")
# 洪涝灾害造成直接经济损失: what a notice is about; 重型货车肇事导致死亡 says of which kind they are, and stays
CAUSED = re.compile(
    "^(?:[^，,造导致]{0,8}(?:灾害?|雨|洪水?|洪涝|地震|[大暴台]风|风雹|雪|旱|疫情|天气|降水|降温|过程|滑坡|泥石流)|(?:此次|本次|该起?)?事故)(?:共|已|累计|先后|陆续)?(?:造成|导致|致使)(?=.{2})"
)
_DEALT_WITH = re.compile("(?P<who>[^，,]{2,40}?)(?<![面针核绝校相反])对(?![口外象比应照])(?P<whom>.{2,40})$")
_UNDER = re.compile("^受[^，,]{1,12}影响")  # 受疫情影响走高至6.1%
_SUFFERED = re.compile("^被(?=[^，,]{2,16}的?$)(?!征[用地]|子植物|动|告)")  # 被给予处分的
_AIMED = re.compile(
    "^(?:控制|稳定|维持|保持)在(?=.{2})"
    "|^[要须应]?(?:力争|确保|争取|要求(?=完成|[^，,]{0,4}建成|达到|开工|竣工|实现)|计划(?!烧除|生育|免疫|单列|[^，,]{0,4}率)|预计|拟(?![建征聘录任])|保持|预期)(?=.{2})|(?<=.{2})(?:力争|预计|预期|有望)$"
)
_HELD = re.compile("^[^，,]{0,24}(?:持平|不变)[、和及与](?=.{2}|$)")  # 事故起数持平、死亡人数增加2人
_FORESEEN = re.compile("^(?:预计|预期|力争|确保)(?=.{2})")
_RECKONED = re.compile("^(?:按照?|以)[^，,]{2,12}?(?:(?:计算|折算|测算|口径)的?(?=.{2}|为?$)|口径$)")  # 按常住人口计算人均地区生产总值
_RUNNING_ON = re.compile(
    "^(?:已经?)?连续[0-9一二两三四五六七八九十]{1,3}(?:个?[日天周月年季]|个?季度|年度)(?:均|都)?"
)  # 连续三日超过33亿立方米
_HAS = re.compile(
    "^(?:拥有(?![量率])|中?有(?![效关机色限序害毒罪期线偿价形息源奖照责籽]|证(?!据|人|书)|组织|资质|条件|劳动能力)|的)(?=.{2})"
)
_TRADE = re.compile("[对自从向与][^，,、]{1,14}?(?:进出口|出口|进口|贸易额|双边贸易)(?![^，,]{0,4}产品)")  # 对欧盟出口: with whom, and what
# 对GDP增长的贡献率, 对窗口服务的满意度: of what on what, one name
_REGARDING = re.compile("对(?!全[省市县区])[^，,、]{2,16}的(?:[^，,的]{0,6}(?:率|度|系数)|贡献|影响)$")
_STAFF = re.compile("(?:各级)?(?:人民)?(?:法院|检察院|检察机关|公安机关|税务机关)(?=[^，,的总率数工干警队][^，,率])")  # 全国法院收案
_ADDED = re.compile("^(?:加上|再加|加)(?=(?:上年|上级|上[解缴划]|中央|省|市|区|县|地方|动用|调入|转移性|年初|新增|债务|各项)[^，,]{2})")
_PLACES_MOVED = ("位", "名", "位次", "个位次")
BARE_HIGHEST = 2  # characters of 最大, 最高, without what is highest
_KINDS_OF_PLACE = ("地区", "流域")
_ONLY_MORE = ("又", "再", "还", "也", "并", "再次")
_BY_MONTH = re.compile("^(?:均|都)?按[日周旬月季年]度?(?=.{2})")  # 按月发放低保金
_OTHERS_ACT = re.compile("^等(?:单位|企业|部门|机构|人员|地区|学校|医院|公司|家庭|[地人])(?=.{4})")  # 34个代建企业|等单位违规出售住房
_JOINS = ("和", "及", "与")
AREA = re.compile("[全我本][国省市县区州镇乡盟旗村域]")
_OWN_INSIDE = re.compile("(?<=.{2})(?P<level>我[省市县区州镇乡])(?:(?=.{2})|$)")  # 督察反馈我市的…, 学业水平考试我县
_AND_OTHERS = re.compile(
    "^(?P<subject>[^，,；;。：:、]{2,10}(?:、[^，,；;。：:、]{2,10}){1,12}?等(?:其[他它余])?(?:[^，,；;。：:、0-9]{1,12}的[^，,；;。：:、0-9]{0,4}?)?(?:[0-9一二三四五六七八九十]{1,3}个?)?"
    "(?:省区市|区域|流域|场所|渠道|省区|省份|省|市县|市|县市区|县区|县|区|地区|地|乡镇|镇街|镇|乡|街道|部门|单位|企业|学校))(?=.{2})"
)
# 云坪、望川两县（区）|生产夏粮, 禾丰县、云坪区|合计生产夏粮
_ALL_OF = re.compile(
    "(?P<all>(?P<names>[^，,；;。：:]{2,10}?(?:[、和][^，,；;。：:、和]{2,10}?){1,12}?)"
    "(?:(?P<count>[二两三四五六七八九十]{1,2})个?(?:省市|市县|县区|县市|乡镇|[省市县区镇乡州地])(?:[（(][省市县区旗州镇乡、自治直辖]{1,12}[）)])?|(?=合计|共计|总计|一共)))"
    "(?:合计|共计|总计|一共)?"
)
ALL_TOGETHER = re.compile("合计|共计|总计|合并")  # said of several names: the figure is that of all, a rate too
# who tells, not who is spoken of: 市统计局数据显示, 市教育局近日发布年度报告, 市住建局透露
_PUBLISHES = re.compile(
    "^(?:[0-9]{1,2}日|近日|日前|今日|今天|对外|正式|最新|官网|新闻办|新闻发言人|有关负责人|相关负责人|相关人士|的){0,2}"
    "(?:(?:发布|公布|通报|披露|公开|印发)(?:了|的)?[^，,]{0,20}(?:数据|报告|公报|通报|消息|情况|结果|信息|统计)(?:显示|表明|称|指出)?"
    "|(?:[^，,]{0,6}(?:数据|统计|资料|消息|监测|报告|信息))?(?:显示|表明)|透露|介绍|获悉|消息|称|了解到|表示)$"
)
_COUNTS = {"两": 2, **{digit: number for number, digit in enumerate("二三四五六七八九十", 2)}}
# 甲水库、乙水库这两大水库|平均蓄水率
_THESE = re.compile(
    "(?P<all>(?P<names>[^，,；;。：:]{2,12}(?:[、和][^，,；;。：:、和]{2,12}){1,9}?)这(?P<count>[二两三四五六七八九十])(?:大|座|个|家|条|所|类)"
    "(?:[^，,；;。：:的]{0,8}?(?:水库|河流|湖泊|医院|学校|企业|公司|银行|景区|机场|区县|县区|市县|行业|产业|领域|指标)))"
)
_SEEN_FROM = re.compile("^(?:从.{2,16}|[按分].{1,8})[看分]$")
_DIVIDED = re.compile("(?P<thing>[^，,]{2,16}?)按[^，,]{1,8}[分看]")
_BRACKET = re.compile("[（(]")
_NEXT_ONE = re.compile(
    "(?:其次|再次|再其次|然后|最后|[最较][高低多少大小好差快慢]的?|(?:居|排在?)?末位的?)(?:则?[是为]|依次[是为])(?P<name>[^，,、]{2,12})$"
)
_FLAT = re.compile(
    "(?:同比|环比|(?:与|和|同|较|比)[^，,]{0,8}?)?(?:基本|大体|总体)?(?:持平|相当|不变)$|由[升降增减正负][^，,]{0,2}转[升降增减正负]$"
)
_RANKS = ("位居", "位列", "排在", "排名", "名列", "居于")  # with 在…中 before: what is ranked was said there
_WITHIN = re.compile("在?(?P<thing>[^，,0-9]{2,24}?)(?:之)?中")  # 在法人单位中，位居前三位的地区是：…
_IN_RANKING = re.compile("在?(?P<thing>[^，,0-9]{2,24}?(?:排名|排位|考核|评比|评价))中$")
_LOCATED = re.compile("(?P<thing>.{2,16}?)(?:出现|发生|位于|(?:主要)?集中(?=在))在?(?P<where>.{2,12})?$")
_ROW = re.compile("(?:是|为|有)(?P<names>[^，,是为有、]{2,10}、[^，,是为有]{2,80})$")
_BASIS_WORDS = {
    "同比": "上年同期",
    "按年": "上年同期",
    "环比": "上期",
    "按月": "上期",
    "按季": "上期",
    "去年同期": "上年同期",
    **dict.fromkeys(("日环比", "周环比", "旬环比", "月环比", "季环比"), "上期"),
    "同期": "上年同期",
    "同期相比": "上年同期",
}
_BASIS_STRIP = re.compile("^(?:与|和|比|较|同(?!期)比?)|(?<=查)时$|(?:相比|相较|比较|比)$")
_IN_DETAIL = re.compile("(?:具体|详细)(?:情况|分配|安排|任务)?(?:为|是|如下)?|(?:资金|任务|指标)?(?:分配|安排)(?:情况)?(?:为|是|如下)?")
_PICKED = re.compile("(?:最|较)[高低快慢大小多少好差]的(?:是|为)?(?=.{2})")
GATHERED = re.compile(
    "(?P<thing>.{2,30}?)(?:主要)?(?:(?:集中|分布)[在于]|主要(?:[为是有]|涉及))(?P<name>.{2,20})$"
)  # 问题主要集中在城乡建设
_SHARE_OF = re.compile("(?P<thing>.{2,30}?)占(?![用有地道据])(?:比(?:重|例)?|.{1,16}?的?(?:比重|比例|份额))?$")


class Naming(Wholes):
    """Reads names and indicators from words."""

    def __init__(self, document: Document, grammars: Grammars, times: Sequence[Span], figures: Sequence[Quantity]) -> None:
        super().__init__(document, grammars, times, figures)
        self.indicator_of = lru_cache(maxsize=REMEMBERED)(self._indicator_of)

    def note_clauses(self, parts: Sequence[str], before: int) -> None:
        """What clauses without figures say before the figure at ``before``: subject, base of comparison, 其中."""
        for part in parts:
            rest, among = self.phrases.without_lead(self.phrases.bare(part))
            if among:
                self.open_among()
            base = self.changes.first(part + "增长", only=("statistics.changes.based",)) if ("比" in part or "较" in part) else None
            if base is not None and base.end == len(part) + 2 and not base.group("thing"):
                self.keep_base(base.group("base") or "", before)
                continue
            if (first := self.first_ones.match(rest)) is not None:
                self.put_ahead(first)
                continue
            if _IN_DETAIL.fullmatch(rest) is not None and self.records:
                last = self.records[-1]
                self.ahead, self.of_whom = (last.whole or last).draft.indicator, True  # 下达资金2亿元，其中…。具体为：甲县3126万元
                continue
            row = self.row_at_end(rest)
            if not row and (ahead := self.ahead_named.match(rest)) is not None:
                row, left = self.enumerated(ahead.group("name"))  # 投诉量较大的是甲县和乙县，占总量的20.8%和14.7%
                row = () if left else row
                if not row and not left.startswith("、"):  # 满意率最高的是市水务局，为99.1%
                    self.put_ahead(ahead)
                    rest = ahead.group("name")
                    if self.phrases.subject_of(rest)[0] is None:
                        if (of := ahead.group("of")) and rest.endswith(of):
                            self.set_subject(rest)  # 得分最高的社区是柳坝社区
                        else:
                            self.memory.topics.append(Topic(rest + (self.ahead or ""), None, -1, None))  # 投诉量最多的是噪声扰民
            if row:
                self.memory.subject, self.memory.names = self.memory.main, ()
                self.memory.listed = self.memory.series = row
                continue
            if (divided := _DIVIDED.fullmatch(rest)) is not None:  # 地方收入按部门分：税务部门完成…
                self.memory.topics.append(Topic(self.indicator_of(divided.group("thing")), None, -1, None))
                continue
            if (inside := _WITHIN.fullmatch(rest)) is not None:
                self.within = inside.group("thing")
            if (field := _IN_RANKING.match(rest)) is not None:  # 在年度综合排名中，我县…
                self.memory.topics.append(Topic(field.group("thing"), None, -1, None))
                continue
            gathered = GATHERED.fullmatch(rest)
            if gathered is not None and self.phrases.subject_of(gathered.group("name"))[0] is None:  # 问题主要集中在工程建设领域，共56个
                self.memory.topics.append(Topic(gathered.group("name"), None, -1, None))
                continue
            if (located := _LOCATED.match(rest)) is not None:  # 最大点雨量出现在柳坝镇，达214毫米
                self.memory.topics.append(Topic(located.group("thing"), None, -1, None))
                rest = located.group("where") or ""  # 最高车流量出现在2月17日: when
            if (after := _NEXT_ONE.match(rest)) is not None:  # 其次是西部，占30.2%
                rest = after.group("name")
            others = _AND_OTHERS.match(rest) if "、" in rest and _PREPOSITION.match(rest) is None else None  # 甲、乙等东部县区接警量最多
            subject, matter = self.phrases.subject_of(rest) if others is None else (others.group("subject"), rest[others.end() :])
            if self.after is not None and self.memory.topics[-1:] == [self.after]:
                self.memory.topics.pop()  # each of them speaks for its own share alone
            self.after = Topic(rest, None, -1, None) if after is not None and subject is None else None
            if self.after is not None:
                self.memory.topics.append(self.after)
            if (flat := _FLAT.search(matter)) is not None and (named := self.indicator_of(matter[: flat.start()])):
                self.memory.topics.append(Topic(named, None, -1, None))  # 二手住宅价格环比持平，同比上涨0.6%
            if subject is not None and (_SEEN_FROM.match(rest) or (matter.startswith("、") and not self.enumerated(rest)[0])):
                subject = None  # 分部门看: no one acts; 服务网、岚办通收到的评价中: one of several, the others unknown
            if subject is not None and _PUBLISHES.match(matter) is not None and self.phrases.is_body(subject):
                continue  # 市统计局发布数据显示，…
            if subject is not None:
                main = self.memory.main
                self.set_subject(subject)
                self.memory.listed = self.enumerated(rest)[0] if "、" in rest else ()
                self.memory.series = self.memory.listed
                if self.memory.listed and main is not None:
                    self.memory.main = main  # several names: none of them speaks for what follows
            elif "、" in rest and (names := self.enumerated(rest)[0]):
                self.memory.listed = self.memory.series = names  # 甲省、乙省由于…，到位率分别为
            elif _SEEN_FROM.match(rest):  # 从收入分类看: the whole is divided anew
                self.memory.subject = self.memory.main = self.memory.level()
                self.memory.names = ()

    def put_ahead(self, said: re.Match[str]) -> None:
        """Takes what a row of names is put in order by, and whether those are bodies or places: 完成率居前的县区是…."""
        topic = said.group("topic")
        level = AREA.match(topic)
        topic = topic[level.end() :] if level is not None and len(topic) > level.end() + 1 else topic
        self.ahead = self.within if topic in _RANKS else self.indicator_of(topic)
        self.of_whom = self.class_of_whom.fullmatch(said.group("of")) is not None

    def note_label(self, words: str) -> None:
        """综合评价结果：, 占总量的比重依次为：: what each name of the row behind the colon has a figure of."""
        said = self.label.fullmatch(self.phrases.without_lead(self.phrases.bare(words))[0])
        if said is None:
            return
        thing = self.indicator_of(self.phrases.subject_of(said.group("topic"))[1])
        if thing is not None and self.measured.search(thing) is not None:
            self.ahead = thing

    def row_at_end(self, words: str) -> tuple[str, ...]:
        """The names with which a clause ends: 前三位城市依次为甲市、乙市、丙市，指数分别为…"""
        row = _ROW.search(words) if "、" in words else None
        names, rest = self.enumerated(row.group("names")) if row is not None else ((), "")
        return () if rest else names

    def set_subject(self, subject: str) -> None:
        memory = self.memory
        before, memory.subject = memory.subject, subject
        memory.names = ()
        opens = memory.titled is None and not self.records and not (self.phrases.is_body(subject) or subject.endswith("级"))
        if memory.home is None and self.ahead is None and (AREA.fullmatch(subject) or opens):
            memory.home = subject
        general = AREA.fullmatch(subject) is not None
        if memory.home is not None and memory.home[0] in "我本该" and subject == f"全{memory.home[1:]}":
            memory.home = subject  # 现将我县…报告如下。…全县共收到: one place, by the word that the report uses
        if memory.among is not None:
            return
        here = memory.main_said == self.chain
        if not here and not general and not self.member and self.said_before():
            memory.passing = (before,)  # 共受理99件，热线办直办7件: named in passing, the paragraph is not about it
            return
        if here and memory.main not in (None, subject):
            if general:
                memory.main = subject
            elif AREA.fullmatch(memory.main or "") is None:
                memory.main = memory.main_before  # 甲县完成…，乙县完成…: several, none of them speaks for what follows
        elif not self.member and (general or memory.main is None or not self.phrases.is_body(subject) or self.phrases.is_body(memory.main)):
            if not here:
                memory.main_before = memory.main
            memory.main, memory.main_said = subject, self.chain

    def said_before(self) -> bool:
        """Whether the sentence has given a figure before."""
        return bool(self.records) and self.records[-1].draft.sentence_span[0] == self.sentence.start

    def keep_base(self, base: str, end: int) -> None:
        """Takes a base of comparison, the last of its form before ``end`` (比2022年…，比2019年…: two of one form)."""
        printed = base
        if TIME in base:
            at = self.sentence.work.rfind(base, 0, max(0, end - self.sentence.start))
            if at >= 0:
                printed = self.text[self.sentence.start + at : self.sentence.start + at + len(base)]
                first = self.sentence.start + self.sentence.work.find(TIME, at)
                self.memory.base_spans += tuple(self.times_within(first, first + 1))
        bare = printed if printed in _BASIS_WORDS else _BASIS_STRIP.sub("", _BASIS_STRIP.sub("", printed))
        self.memory.base = _BASIS_WORDS.get(bare, bare) or None

    def topic_of_unit(self, unit: str | None) -> str | None:
        """What a row of names is put in order by, else the indicator last named for figures of this unit, else the last one."""
        if self.ahead is not None:
            return self.ahead
        topics = self.memory.topics
        if topics and topics[-1].record < 0 and topics[-1].unit is None:
            return topics[-1].indicator  # named right before, without a figure
        return next((t.indicator for t in reversed(topics) if t.unit == unit), topics[-1].indicator if topics else None)

    def topic_for(self, figure: Quantity) -> Topic:
        """What a change without a subject of its own refers to: for a count the topic of its unit, for a rate the last one."""
        last = self.records[-1].draft if self.records else None
        grew = last is not None and last.change is not None and last.unit in ("%", *POINTS) and last.sentence_span[0] == self.sentence.start
        grew = grew and last is not None and _BRACKET.search(self.text, last.quantity_span[1], figure.span[0]) is None
        if figure.unit in POINTS and self.memory.ratio is not None and not grew:  # 占32.6%，增长3.6%，比上月回落1.1个百分点: growth
            return self.memory.ratio
        if figure.unit in POINTS and grew and last is not None:
            return Topic(last.indicator, None, len(self.records) - 1, last.subject)
        if last is not None and last.measure == "rank" and figure.unit in _PLACES_MOVED and last.sentence_span[0] == self.sentence.start:
            return Topic(last.indicator, None, len(self.records) - 1, last.subject)  # 在11个市中排名第4位，较去年上升2位
        if figure.unit == "%" and last is not None and last.measure == "ratio" and last.sentence_span[0] == self.sentence.start:
            shared = _SHARE_OF.match(last.indicator or "")
            if shared is not None:  # 采矿业占比为16.2%，同比下降3.4%: what fell by a rate is no share
                return Topic(shared.group("thing"), None, len(self.records) - 1, last.subject)
        here = self.memory.topics[self.first_topic :] or self.memory.topics[-1:]
        if self.ahead is not None and not self.memory.topics[self.first_topic :]:
            return Topic(self.ahead, None, -1, None)  # 蓄水较差的有：甲县（比去年减少…）
        if here and here[-1].record < 0 and here[-1].unit is None:
            return here[-1]  # named right before, without a figure
        if figure.unit not in RATES:
            if not self.memory.topics[self.first_topic :] and (divided := self.last_with_parts(figure.unit)) is not None:
                return divided
            same = [t for t in here if t.unit == figure.unit]
            if not same and here and here[-1].unit in RATES:  # …，受理率91.9%。按被申请人划分，县政府部门58件: no rate is counted
                same = [t for t in self.memory.topics[-REMEMBERED:] if t.unit == figure.unit]
            if same:
                return same[-1]
        return here[-1] if here else Topic(None, None, -1, None)

    def last_with_parts(self, unit: str | None) -> Topic | None:
        """从区域看，甲街道968件、乙街道812件: what a sentence divides that names nothing: the last thing in this unit with parts."""
        wholes = {id(record.whole) for record in self.records[-REMEMBERED:] if record.whole is not None}
        near = [t for t in self.memory.topics[-REMEMBERED:] if t.unit == unit and t.record >= 0]
        return next((t for t in reversed(near) if id(self.records[t.record]) in wholes), None)

    def topic_indicator(self, before: str) -> str | None:
        _, indicator = self.who_and_what(before)
        return indicator or (self.memory.topics[-1].indicator if self.memory.topics else None)

    def who_and_what(self, words: str) -> tuple[tuple[str, ...], str | None]:
        """The subjects that a clause names, and its indicator; both may be missing. Names enumerated become the subjects."""
        bare = self.phrases.bare(_HELD.sub("", words))
        bare, among = self.phrases.without_lead(bare)
        if among:
            self.open_among()
        bare = _RECKONED.sub("", _FORESEEN.sub("", bare.removeprefix("的")))
        if bare in self.memory.names:
            return (bare,), None  # 甲县、乙县2县…，其中甲县…
        if (caused := CAUSED.match(bare)) is not None and self.phrases.subject_of(bare[caused.end() :])[0] is not None:
            bare = bare[caused.end() :]  # 强降雨造成禾丰县1646人受灾
        if _TRADE.match(bare) is not None or _REGARDING.match(self.phrases.without_link(bare)) is not None:
            return (), self.indicator_of(bare)
        if "对" in bare and (dealt := _DEALT_WITH.match(bare)) is not None:  # 市政府办委托评测机构对全市40家网站
            whom, rest = self.phrases.subject_of(dealt.group("whom"))
            who, _ = self.phrases.subject_of(dealt.group("who"))
            if whom is not None and (who is not None or AREA.fullmatch(whom) is not None):
                self.set_subject(who or whom)
                return (who or whom,), self.indicator_of(rest)
        if bare.startswith(("通过", "采取", "采用")):
            bare = self.phrases.without_locative(bare)  # 采取抽签方式在全乡28个单位中
        placed = _PREPOSITION.match(bare)
        if placed is not None and (given := self.given.match(bare)) is not None:  # 向困难群众发放棉衣: to whom, not who
            done = bare[given.end() :]
            if bare.startswith("对") and done in self.verbs:
                return (), self.indicator_of(bare[1:])  # 对民事裁判监督受理10件: no one it was done to
            return (), self.indicator_of(done)
        if placed is not None:  # 在全国280个城市中: where, not who
            whom, rest = self.phrases.subject_of(bare[placed.end() :])
            if whom is not None and placed.group() == "对" and AREA.fullmatch(whom) is not None:
                self.memory.subject = whom
                return (whom,), self.indicator_of(rest)  # 对全区53份文件、15份合同进行审查: whose they are
            return (), self.indicator_of(rest)
        if (listed := _AND_OTHERS.match(bare.removeprefix("有"))) is not None and "、" in listed.group(
            "subject"
        ):  # 甲、乙等省份参加…: all of them together
            self.set_subject(listed.group("subject"))
            return (listed.group("subject"),), self.indicator_of(bare.removeprefix("有")[listed.end() :])
        whole = _ALL_OF.match(bare)
        if whole is not None and (
            _COUNTS.get(whole.group("count")) == len(split_names(whole.group("names"))) or self.are_names(whole.group("names"))
        ):
            self.memory.names = tuple(split_names(whole.group("names")))
            self.memory.together = (self.memory.names, whole.group("all"))
            return (), self.indicator_of(bare[whole.end() :])
        if (these := _THESE.match(bare)) is not None and len(split_names(these.group("names"))) == _COUNTS.get(these.group("count")):
            return (these.group("all"),), self.indicator_of(bare[these.end() :])
        if _SEVERAL.search(bare):
            names, rest = self.enumerated(bare)
            if names:
                self.memory.names = names
                done = re.sub("^(?:共计?|累计)", "", rest)
                one_act = done.startswith(self.verbs) and all(
                    self.phrases.is_body(name) or name.startswith("各") for name in names
                )  # 县教育局、财政局拨付资金
                if one_act or (rest and ALL_TOGETHER.search(rest) is not None):  # 甲县、乙县发病率合计
                    self.memory.together = (names, bare[: bare.rindex(rest)])
                    return (), self.indicator_of(ALL_TOGETHER.sub("", rest))
                return names, self.indicator_of(rest)
        if self.of_names:
            return (), self.indicator_of(bare)
        if (picked := _PICKED.match(bare)) is not None and self.phrases.subject_of(bare[picked.end() :])[0] is not None:
            bare = bare[picked.end() :]  # 最高的禾丰县增长11.2%
        subject, rest = self.phrases.subject_of(bare)
        if subject is None and (own := _OWN_INSIDE.search(bare)) is not None:
            subject, rest = own.group("level"), bare[own.end() :].removeprefix("的") or bare[: own.start()]
        if subject is None and (inside := self.level_inside.search(bare)) is not None:
            subject, rest = inside.group("level"), bare[inside.end() :]
        if subject is None and (highest := self.highest.fullmatch(bare)) is not None:  # 最大点雨量柳坝镇: whose it is
            who = highest.group("who")
            if highest.group("site") or self.phrases.subject_of(who) == (who, ""):
                thing = highest.group("thing")
                if len(thing) == BARE_HIGHEST:  # 平均降雨量887毫米，其中最大柳坝镇1100毫米
                    thing += ((self.memory.topics[-1].indicator if self.memory.topics else None) or "").removeprefix("平均")
                return (who,), thing
        if subject is not None and rest.startswith("、") and (joint := self.acting_together(subject, rest)) is not None:
            self.set_subject(joint)
            return (joint,), self.indicator_of(bare[len(joint) :])
        if subject is not None:
            self.set_subject(subject)
            if (placed := _PREPOSITION.match(rest)) is not None and self.phrases.subject_of(rest[placed.end() :])[1] in ("", "的"):
                return (subject,), None  # 市政府办对全市86家网站: with whom it dealt
            if AREA.fullmatch(subject) is not None:
                rest = _STAFF.sub("", rest, count=1) if _STAFF.match(rest) else rest
            return (subject,), self.indicator_of(rest)
        return (), self.indicator_of(bare)

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
        for names in (bare.split("、"), split_names(bare)):
            if len(names) < 2:
                continue
            last, rest = self.phrases.subject_of(names[-1])
            kind = next((kind for kind in _KINDS_OF_PLACE if last and last.endswith(kind) and len(last) > len(kind) + 1), "")
            if kind and not any(name.endswith(kind) for name in names[:-1]):
                names = [*(name + kind for name in names[:-1]), names[-1]]  # 东部、中部、西部地区
            if (
                last is not None
                and rest[:1] not in ("和", "及", "与", "等")
                and all(self.phrases.subject_of(name) == (name, "") for name in names[:-1])
            ):
                return (*names[:-1], last), rest
        return (), bare

    def _indicator_of(self, words: str) -> str | None:
        """What is counted or measured: the words without all that only leads in, links, or says who, how and to whom."""
        words, _ = self.phrases.without_lead(words)
        words = self.phrases.without_locative(self.phrases.bare(words))
        words, _ = self.phrases.without_lead(words)
        words = self.phrases.bare(self.phrases.without_link(words))
        if words in _ONLY_MORE:
            return None  # 又为11名妇女争取资金
        words = _BY_MONTH.sub("", _OTHERS_ACT.sub("", words))
        words = _AIMED.sub("", _HAS.sub("", self.each.sub("", self.must.sub("", words))))
        words = self.inner_adverb.sub("", self.actor.sub("", _RUNNING_ON.sub("", words)))
        if (given := self.given.match(words)) is not None and len(words) > given.end() + 2:
            words = words[given.end() :]  # 向各地转送积案: to whom is no part of what is counted
        words = _UNDER.sub("", CAUSED.sub("", _ADDED.sub("", words)))
        words = self.manner.sub("", self.sought.sub("", _SUFFERED.sub("", words)))
        if words[:1] in _JOINS and "的" in words[:-1]:
            words = words.rpartition("的")[2] or words  # 平台|和自行受理的案件: what is left of a clause
        return self.stands_at.sub("", re.sub("(?<![案行讼同易卖]标)的$", "", words)) or None
