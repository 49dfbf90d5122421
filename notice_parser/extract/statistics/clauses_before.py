"""What clauses without figures say of the figures behind them: of whom, by what a row is put in order, against which base."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notice_parser.extract.statistics.context import CHANGED, CONTEST, LIGHT, REMEMBERED
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.names import AREA, WORK_ENDS
from notice_parser.extract.statistics.naming import PREPOSITION, SO_MANY, Naming
from notice_parser.extract.statistics.phrases import split_names
from notice_parser.extract.statistics.totals import SEEN_FROM, is_row

__all__ = ["GATHERED", "ClausesBefore"]

# who tells, not who is spoken of: 市统计局数据显示, 市教育局近日发布年度报告, 市住建局透露
_PUBLISHES = re.compile(
    "^(?:[0-9]{1,2}日|近日|日前|今日|今天|对外|正式|最新|官网|新闻办|新闻发言人|有关负责人|相关负责人|相关人士|的){0,2}"
    "(?:(?:发布|公布|通报|披露|公开|印发)(?:了|的)?[^，,]{0,20}(?:数据|报告|公报|通报|消息|情况|结果|信息|统计)(?:显示|表明|称|指出)?"
    "|(?:[^，,]{0,6}(?:数据|统计|资料|消息|监测|报告|信息))?(?:显示|表明)|透露|介绍|获悉|消息|称|了解到|表示)$"
    # what came from it: 市政府2023年空气质量改善目标已下达, 市发改委对规划进行批复
    "|[^，,]{0,24}(?:目标|任务|计划|指标|方案|文件|办法|意见|通知|规划)(?:已经?)?(?:下达|印发|出台|发布|批复|分解|明确)$|(?:已经?)?对[^，,]{2,20}(?:进行|予以|作出)了?批复$"
)
# 产业园管委会挂牌成立，争取资金10亿元: that it is there now, no word of who did what follows
_SET_UP = re.compile(
    "(?:正式|顺利|已经?|全面|先后|率先){0,2}(?:(?:挂牌|揭牌)(?:成立|运行)?|(?:组建|筹建)(?:成立|完成)|成立|获批(?:设立)?|落户|开业|开馆|通车)(?:运行)?$"
)
_DIVIDED = re.compile("(?P<thing>[^，,]{2,16}?)按[^，,]{1,8}[分看]")
_UPON_US = re.compile("对(?P<level>[我本全][国省市县区州镇乡])[^，,]{0,40}(?:情况|结果)(?:通报|反馈|公布)?(?:如下|是|为)?$")
# 对整改率低于70%的城关镇、白河街道|予以通报批评，各扣1分: of whom the words behind are
_DEALT_WITH = re.compile("(?:对|.{0,80}的)?(?P<whom>[^的对]{4,60}?)(?:予以|给予|进行|作出|提出)[^，,的]{2,10}")
_BY_KIND = re.compile("按[^，,]{1,10}(?:分类?|划分|归类|统计)")
_NEXT_ONE = re.compile(
    "(?:其次|再次|再其次|然后|最后|[最较][高低多少大小好差快慢长短]的?|(?:居|排在?)?末位的?)(?:则?[是为]|依次[是为])(?P<name>[^，,、]{2,12})$"
)
_NEXT = re.compile("[，,；; 　]*(?:其次|再次|然后|最后)(?:则?是|为)")
_FLAT = re.compile(
    "(?:同比|环比|(?:与|和|同|较|比)[^，,]{0,8}?)?(?:基本|大体|总体)?(?:持平|相当|不变)$|由[升降增减正负][^，,]{0,2}转[升降增减正负]$"
)
# 同比|持平, 同比|增幅较大, 同比|有所回落: how it went, without saying by how much
_WENT = re.compile(
    "(?:(?:基本|大体|总体)?(?:持平|相当|不变)|(?:[增降升跌涨减]幅|增速)(?:较[大高快小]|明显|显著)"
    f"|(?:略有|有所|明显|大幅|小幅|显著|均|都|双双|持续)*{CHANGED})$"
)
_GROWING = re.compile(
    "(?:逐年|逐月|连年|持续|继续|大幅|明显|稳步|小幅|快速|显著|略有|有所)(?:上升|增长|下降|减少|增加|增多|提高|回落|回升|递增)$"
)  # 审结案件逐年上升，年均递增0.94%
_SINCE_WHEN = re.compile("(?:(?<=..)[增降涨跌]幅|(?<=..)增速)?[比较](?:上|去年|前|年初|同期|往年|常年)[^，,]{0,8}$")
_STANDS = re.compile(
    "(?:已|均|都)?(?:超|过|超过)(?:半数?|一半|[三四五六七八九]成)$|(?:总体|整体|持续|保持|基本|状况){1,3}(?:为优|为良|优良|良好|稳定|平稳|向好)$"
)  # 水质总体为优，居全省第3位
_SIZE_OF_CHANGE = re.compile(f"(?P<base>同比|环比)?(?:{CHANGED}(?:的?幅度|率|比例)|[增降升跌涨减]幅)")
# 同比增加最多, 改善幅度最大: by how much something grew or fell, so that the figure behind the name is that
_GREW_MOST = re.compile(f"(?P<base>同比|环比)?(?P<verb>{CHANGED})的?(?:幅度?[最较]为?[大小高低]|最为?[多大小少快慢])")
_TREND_OF = re.compile(f"(?P<base>同比|环比){CHANGED}的")
_SOME_OF = ("一些", "部分", "各类", "各项", "主要")
_OTHERS = ("其他", "其余", "其它")
_KIND_SHARE = re.compile("[^，,占]{0,8}(?:项目|类别|问题|品种|行业|产业|原因|因素)占")  # 不合格项目|占总量为：甲类42%
_HOW_IT_GOES = re.compile(
    "[ 　]*(?P<thing>[㐀-鿿]{3,14}?)(?:(?:的?(?:增速|降幅|增幅|涨幅|跌幅|增势))?"
    "(?:保持|继续|持续|稳步|稳中|较[快慢多少高低大]|平稳|快速|大幅|小幅|明显|总体|呈|再创|有所|略有|逐[年月季]|相对|不断|加快|放缓|收窄|扩大|回升|回落))"
)
_BOUND_ALONE = re.compile("(?:低于|高于|大于|小于|未达到?|不足|超过?|达到?)[0-9][^，,的]{0,8}")
_BOUND_AT = re.compile(f"(?<=..){_BOUND_ALONE.pattern}$")  # 办结率|低于85%的单位是甲局（74%）
_RANKS = ("位居", "位列", "排在", "排名", "名列", "居于")  # with 在…中 before: what is ranked was said there
_MEASURED_IN = re.compile("(?:从|在)?(?P<thing>[^，,、和及与0-9]{2,20}?(?:率|量|额|比例|比重|占比|得分|指数))方面(?:来?看)?")
_IN_FIELD = re.compile("(?P<thing>[^，,、0-9]{2,20}?)方面(?:来?看)?")
_WITHIN = re.compile("在?(?P<thing>[^，,0-9]{2,24}?)(?:之)?中")  # 在法人单位中，位居前三位的地区是：…
_IN_RANKING = re.compile(f"在?(?:全[国省市县区州镇乡](?=[^，,]{{3}}))?(?P<thing>[^，,0-9]{{2,24}}?{CONTEST})中$")
_LOCATED = re.compile("(?P<thing>.{2,16}?)(?:出现|发生(?=在)|位于|(?:主要)?集中(?=在))在?(?P<where>.{2,12})?$")
_BARE_PEAK = re.compile("(?:单[日月]|全年|期间)?(?:最[高大低小多少]|峰值)")  # 单日最高出现在2月15日，达24.6万辆: of what was told
_FINDS = ("发现", "查出", "反映")  # 审计发现：11个项目…: a clause of its own follows
_ROW = re.compile("(?:是|为|有)(?P<names>[^，,是为有、]{2,10}、[^，,是为有]{2,80})$")
_OF_CLASS = re.compile("^(?:[二三四五六七八九十]大|各类|各种|主要).*(?=[^，]{2}$)")  # 四大粮食作物|产量：玉米1822万吨
_FOUND = re.compile(
    "(?:通过|经|从|本次|此次|现场)?[㐀-鿿]{0,6}(?:督查|检查|督导|暗访|抽查|巡查|核查|调研|调查|测评|监测)(?:中?发现|情况来?看|结果来?看|(?:情况|结果)?(?:显示|表明)|来看)"
)
_IN_DETAIL = re.compile("(?:具体|详细)(?:情况|分配|安排|任务)?(?:为|是|如下)?|(?:资金|任务|指标)?(?:分配|安排)(?:情况)?(?:为|是|如下)?")
_OF_EACH = re.compile("(?:件|案|宗|起|次|单|票|户)数?$")  # 逾期件分别是：甲局12件
GATHERED = re.compile(
    "(?P<thing>.{2,30}?)(?:主要)?(?:(?:集中|分布)[在于]|主要(?:[为是有]|涉及))(?P<name>.{2,20})$"
)  # 问题主要集中在城乡建设


class ClausesBefore(Naming):
    """Takes into the memory what a clause without a figure says."""

    def note_clauses(self, parts: Sequence[str], before: int) -> None:
        """What clauses without figures say before the figure at ``before``: subject, base of comparison, 其中."""
        self.one_of = None
        for part in parts:
            rest, among = self.phrases.without_lead(self.phrases.bare(part))
            if among:
                self.open_among()
            self.note_fuller(rest, self.sentence.start)
            if self.note_base(part, before):
                continue
            if (work := self.work_named(rest) or self.next_work(part, rest)) is not None:  # 岚水治理柳坝段工程，投资2395万元，已完成97%
                if (one := self.ahead_named.match(rest)) is not None:  # 问题最多的是柳坝安置房项目，达19条
                    work = one.group("name")
                    self.put_ahead(one)
                self.speak_of_work(work)
                continue
            if (first := self.first_ones.match(rest)) is not None:
                self.put_ahead(first)
                continue
            if _IN_DETAIL.fullmatch(rest) is not None and self.records:
                last = self.records[-1]
                self.ahead, self.of_whom = (last.whole or last).draft.indicator, True  # 下达资金2亿元，其中…。具体为：甲县3126万元
                continue
            row, picked = self.row_at_end(rest), False
            if not row and (ahead := self.ahead_named.match(rest)) is not None:
                row, left = self.enumerated(ahead.group("name"))  # 投诉量较大的是甲县和乙县，占总量的20.8%和14.7%
                row = () if left else row
                if not row and not left.startswith("、"):  # 满意率最高的是市水务局，为99.1%
                    self.put_ahead(ahead)
                    rest, picked = ahead.group("name"), True
                    if self.phrases.subject_of(rest)[0] is None:
                        if (of := ahead.group("of")) and rest.endswith(of):
                            self.set_subject(rest)  # 得分最高的社区是柳坝社区
                        else:
                            self.memory.topics.append(Topic(rest + (self.ahead or ""), None, -1, None))  # 投诉量最多的是噪声扰民
                            self.one_of = rest
            if row:
                self.memory.subject, self.memory.names = self.memory.main, ()
                self.memory.listed = self.memory.series = row
                continue
            if _FOUND.fullmatch(rest) is not None and self.memory.main is not None and self.phrases.is_body(self.memory.main):
                self.memory.subject = self.memory.main = self.memory.level()  # 通过督查发现，…: what is found is not of who inspected
                continue
            if (divided := _DIVIDED.fullmatch(rest)) is not None:  # 地方收入按部门分：税务部门完成…
                self.memory.topics.append(Topic(self.indicator_of(divided.group("thing")), None, -1, None))
                continue
            if (upon := _UPON_US.search(rest)) is not None:  # 市热线办对我区三季度工单办理考核情况如下：…: of us, not of who tells
                self.memory.subject = self.memory.main = upon.group("level")
                self.memory.names = ()
                continue
            if self.note_dealt_with(rest):
                continue
            self.divided_anew = self.divided_anew or _BY_KIND.fullmatch(rest) is not None
            field = _MEASURED_IN.fullmatch(rest) or _IN_FIELD.fullmatch(rest)
            thing = self.phrases.subject_of(field.group("thing"))[1] if field is not None else ""
            if field is not None and (field.re is _MEASURED_IN or self.is_deed(thing)):
                self.ahead = self.indicator_of(thing)  # 开工率方面，甲县81.8%、乙县77.4%; 受理投诉方面，甲县86件
                continue
            if (inside := _WITHIN.fullmatch(rest)) is not None:
                self.within = inside.group("thing")
            if (field := _IN_RANKING.match(rest)) is not None:  # 在年度综合排名中，我县…
                self.memory.topics.append(Topic(field.group("thing"), None, -1, None))
                continue
            if rest.endswith("为主") and (name := self.indicator_of(rest)) is not None and not name.endswith("为主"):
                if (whose := self.phrases.subject_of(rest)[0]) is not None:
                    self.set_subject(whose)
                self.memory.topics.append(Topic(name, None, -1, None))  # 病原以流感为主（1203例），占73%
                continue
            gathered = GATHERED.fullmatch(rest)
            if gathered is not None and self.phrases.subject_of(gathered.group("name"))[0] is None:  # 问题主要集中在工程建设领域，共56个
                self.memory.things = tuple(split_names(gathered.group("name"))) if "、" in gathered.group("name") else ()
                self.memory.topics.append(Topic(gathered.group("name"), None, -1, None))
                continue
            if (located := _LOCATED.match(rest)) is not None:  # 最大点雨量出现在柳坝镇，达214毫米
                thing = located.group("thing")
                thing += (self.last_thing() or "") if _BARE_PEAK.fullmatch(thing) is not None else ""
                self.memory.topics.append(Topic(thing, None, -1, None))
                rest = located.group("where") or ""  # 最高车流量出现在2月17日: when
            if (after := _NEXT_ONE.match(rest)) is not None:  # 其次是西部，占30.2%
                rest = after.group("name")
            others = self.and_others(rest) if PREPOSITION.match(rest) is None else None  # 甲、乙等东部县区接警量最多
            subject, matter = self.phrases.subject_of(rest) if others is None else (others, rest[len(others) :])
            if self.after is not None and self.memory.topics[-1:] == [self.after]:
                self.memory.topics.pop()  # each of them speaks for its own share alone
            both = self.enumerated(rest)[0] if after is not None and subject is None else ()  # 最差的是岚川和禾州市
            self.after = Topic(rest, None, -1, None) if after is not None and subject is None and not both else None
            if self.after is not None:
                self.memory.topics.append(self.after)
                self.one_of = rest
            elif subject is None and _NEXT.match(part) is not None:
                self.one_of = rest  # 其次是臭氧，负荷比为23.9%
            flat = _FLAT.search(matter) or _GROWING.search(matter) or _STANDS.search(matter)
            told = _SINCE_WHEN.sub("", matter[: flat.start()]) if flat is not None else ""  # 收入增幅|比前几个月|有所回升
            if told and len(named := self.indicator_of(told) or "") > 1:
                self.memory.topics.append(Topic(named, None, -1, None))  # 二手住宅价格环比持平，同比上涨0.6%
            if subject is not None and (SEEN_FROM.match(rest) or (matter.startswith("、") and not self.enumerated(rest)[0])):
                subject = None  # 分部门看: no one acts; 服务网、岚办通收到的评价中: one of several, the others unknown
            if subject is not None and _PUBLISHES.match(matter) is not None and self.phrases.is_body(subject):
                continue  # 市统计局发布数据显示，…
            if subject is not None and _SET_UP.match(matter) is not None and self.memory.main != subject:
                continue
            if subject is not None and (most := _GREW_MOST.fullmatch(matter)) is not None:  # 松屏县同比增加最多，为6天
                self.grow_most(most)
            if subject is not None:
                main = self.memory.main
                self.set_subject(subject)
                self.memory.listed = self.enumerated(rest)[0] if "、" in rest or after is not None else ()
                self.memory.series = self.memory.listed
                if self.memory.listed and rest.startswith(subject):  # 甲县、乙县兑现滞后，涉及教师2130人: of both together
                    end = self.memory.listed[-1]
                    self.memory.subject = rest[: rest.rindex(end) + len(end)]
                if picked or after is not None or (self.memory.listed and main is not None):
                    self.memory.main = main  # several names, or the first of many: none of them speaks for what follows
            elif (so_many := SO_MANY.match(rest)) is not None and not so_many.group("all").endswith("者"):
                self.set_subject(so_many.group("all"))  # 两个乡镇开展综合执法以来，办案65起
            elif names := both or (self.enumerated(rest)[0] if "、" in rest else ()):
                self.memory.listed = self.memory.series = names  # 甲省、乙省由于…，到位率分别为
                self.memory.subject = rest if both else self.memory.subject
            elif (seen := SEEN_FROM.match(rest)) is not None:  # 从收入分类看: the whole is divided anew
                self.memory.subject = self.memory.main = self.divided_of() or self.memory.level() or self.of_total()
                self.memory.names = ()
                if (by := seen.group("by")) is not None and self.measured.search(by) is not None:
                    self.ahead = self.indicator_of(by)  # 从巡林率看，甲县98.4%

    def note_fuller(self, clause: str, end: int) -> None:
        """铁路发送量增速加快。完成|发送量: takes the thing of which a clause says how it goes, as a figure right behind names it short."""
        named = _HOW_IT_GOES.match(clause)
        if named is not None and self.phrases.subject_of(named.group("thing"))[0] is None:
            self.fuller = named.group("thing"), end

    def note_dealt_with(self, clause: str) -> bool:
        """Takes the names of 对城关镇、白河街道予以通报批评: what each of them lost or got stands behind. True where several are named."""
        dealt = _DEALT_WITH.fullmatch(clause) if "、" in clause or "和" in clause else None
        names, rest = self.enumerated(dealt.group("whom")) if dealt is not None else ((), "")
        if names and not rest:
            self.memory.listed, self.memory.names = names, ()
        return bool(names) and not rest

    def note_base(self, part: str, before: int) -> bool:
        """Takes the base that a clause without a figure compares with: 与上年相比; 同比持平, 六项浓度有五项同比下降: those behind it grew
        or fell against the same. True where the clause says nothing else.
        """
        if "比" not in part and "较" not in part:
            return False
        told = _WENT.sub("增长", part)
        told = told if told != part else f"{part}增长"
        base = self.changes.first(told, only=("statistics.changes.based",))
        if base is None or base.end != len(told):
            return False
        self.keep_base(base.group("base") or "", before)
        return told == f"{part}增长" and not base.group("thing")

    def next_work(self, part: str, rest: str) -> str | None:
        """问题最多的是甲项目，有19条；其次是|乙项目，有12条: the work that comes next to the one before; else none."""
        last = self.records[-1].draft.subject if self.records and rest.endswith(WORK_ENDS) else None
        return rest if (last or "").endswith(WORK_ENDS) and _NEXT.match(part) is not None else None

    def divided_of(self) -> str | None:
        """The body or level that the paragraph began with, where one did: it is theirs that is divided."""
        told = [r.draft for r in self.records[-REMEMBERED:] if r.draft.paragraph == self.paragraph]
        first = told[0].subject if told and not is_row(told[:2]) else None
        return first if first is not None and (AREA.fullmatch(first) is not None or self.phrases.is_body(first)) else None

    def put_ahead(self, said: re.Match[str]) -> None:
        """Takes what a row of names is put in order by, and whether those are bodies or places: 完成率居前的县区是…."""
        topic = _BOUND_AT.sub("", said.group("topic"))
        level = AREA.match(topic)
        each = self.class_of_whom.match(topic, 1) if topic.startswith("各") else None
        if each is not None and topic[each.end() :] and topic[each.end()] not in "中里内":
            topic = topic[each.end() :]  # 各县区|办结率
        topic = topic[level.end() :] if level is not None and len(topic) > level.end() + 1 else topic
        again = topic in _RANKS or (topic == said.group("topic") and _BOUND_ALONE.fullmatch(topic) is not None)  # 高于98%的有丙局（99%）
        ahead = self.within or self.ahead if again else self.indicator_of(topic)
        self.grow_most(_GREW_MOST.search(said.string, 0, said.start("name") if "name" in said.re.groupindex else len(said.string)))
        if (trend := _TREND_OF.search(said.string)) is not None:
            self.keep_base(trend.group("base"), self.sentence.start)  # 死亡人数同比上升的有望川县（增加2人）
        grew = self.changes.first(ahead or "")
        size = _SIZE_OF_CHANGE.fullmatch(topic)  # 同比改善幅度最大的是禾丰县，改善12.6%
        if size is not None and size.group("base"):
            self.keep_base(size.group("base"), self.sentence.start)
        if (size is not None or (grew is not None and grew.text == ahead)) and (self.memory.topics or self.ahead):
            # 生均经费增长5.2%，增长最快的是澄溪县，增长12.37%: what grew, and whose it is
            ahead = (self.ahead if size is not None else None) or self.last_thing()
            self.memory.topics.append(Topic(ahead, None, -1, self.phrases.subject_of(said.group("name"))[0]))
        self.ahead = ahead
        self.of_whom = self.class_of_whom.fullmatch(said.group("of") or "") is not None

    def grow_most(self, said: re.Match[str] | None) -> None:
        """Takes whether the figure of whom a clause picks out is by how much something grew or fell, and against which base."""
        self.grew = said.group("verb") if said is not None else None
        if said is None:
            return
        self.grew_size = "幅" in said.group() or said.group().endswith(("快", "慢"))
        if said.group("base"):
            self.keep_base(said.group("base"), self.sentence.start)
        self.ahead = self.ahead or self.last_thing()

    def last_thing(self) -> str | None:
        """What was named last that is no count of places or bodies: 17市同比改善，改善幅度最大的是…."""
        named = (topic.indicator for topic in reversed(self.memory.topics[-REMEMBERED:]))
        return next((one for one in named if self.class_of_whom.fullmatch(one or "") is None), None)

    def note_label(self, words: str) -> None:
        """综合评价结果：, 占总量的比重依次为：: what each name of the row behind the colon has a figure of."""
        named = self.phrases.without_lead(self.phrases.bare(words))[0]
        if (those := self.first_ones.match(f"{named}有")) is not None and those.group("whom"):
            self.put_ahead(those)  # 逾期办理的单位：甲局12件
            return
        said = self.label.fullmatch(named)
        if said is None:
            return
        thing = self.indicator_of(self.phrases.subject_of(said.group("topic"))[1])
        if thing is None:
            return
        thing = thing[2:] if thing.startswith(_OTHERS) else thing
        if "占" in thing and (thing.startswith(_SOME_OF) or _KIND_SHARE.match(thing) is not None):
            thing = thing[thing.index("占") :]  # 一些项目占总量为：甲类42%
        if self.measured.search(thing) is not None or thing.startswith("占"):
            self.ahead = _OF_CLASS.sub("", thing)
        elif "的" not in named and (_OF_EACH.search(thing) or self.is_deed(thing)):
            self.ahead, self.of_whom = thing, False  # 各县区受理情况如下：甲县1205件

    def is_deed(self, thing: str) -> bool:
        """Whether words say what was done, so that each of a row of names has a figure of it: 投诉受理, 受理投诉, 完成投资."""
        verb = self.verbs.at_start(thing)
        begins = verb not in ("", *_FINDS) and len(thing) > len(verb)
        return "工作" not in thing and (begins or self.verbs.at_end(thing) not in ("", *LIGHT, *_FINDS))

    def row_at_end(self, words: str) -> tuple[str, ...]:
        """The names with which a clause ends: 前三位城市依次为甲市、乙市、丙市，指数分别为…"""
        row = _ROW.search(words) if "、" in words else None
        names, rest = self.enumerated(row.group("names")) if row is not None else ((), "")
        return () if rest else names
