"""Who and what the words before a figure name: its subjects and its indicator."""

from __future__ import annotations

import re

from notice_parser.extract.statistics.context import BODIES, NAMED_NEAR
from notice_parser.extract.statistics.indicators import CAUSED
from notice_parser.extract.statistics.names import ALL_OF, AREA, COUNTS
from notice_parser.extract.statistics.phrases import split_names
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.topics import Topics

__all__ = ["ADDED", "ALL_TOGETHER", "PREPOSITION", "SO_MANY", "TO", "TO_ENDS", "Naming"]

TO = re.compile(f"(?:{TIME}+|目前|现在|如今|当前)的?$")
TO_ENDS = (TIME, "前", "在", "今", "的")  # of what is matched by it
PREPOSITION = re.compile(
    "^(?:用于|投向|面向|在(?!.$|院|营|用|运|途|建|职|校|编|册|岗|线|库|园|籍|训|读|押|保|贷|养|售)|对于|对(?!口|外|象|接)|于|从(?!业|事|军|教|医|属|容|严|重|优|快|简|宽|速|轻)|向|将|把|按(?![期时规日周旬月季年劳]|比例(?!尺))|以(?!上|下|内|.[代换促]|[^，,]{1,12}为)"
    "|为(?!主|民|年|[^，,]{0,8}(?:预算|决算|计划|目标|任务|指标)数?的?$)|与(?!会)|和|同(?![比期口城业行步类等时省市质])|给(?![予付养排水]))(?=.)"
)
_SEVERAL = re.compile("[、和与及]")
_DEALT_WITH = re.compile("(?P<who>[^，,]{2,40}?)(?<![面针核绝校相反])对(?![口外象比应照])(?P<whom>.{2,40})$")
_HELD = re.compile("^[^，,]{0,24}(?:持平|不变)[、和及与](?=.{2}|$)")  # 事故起数持平、死亡人数增加2人
_FORESEEN = re.compile("^(?:我们|我[市县区镇乡])?[将要须应]{0,2}(?:预计|预期|力争|确保)(?=.{2})")
_RECKONED = re.compile("^(?:按照?|以)[^，,]{2,12}?(?:(?:计算|折算|测算|口径)的?(?=.{2}|为?$)|口径$)")  # 按常住人口计算人均地区生产总值
_TRADE = re.compile("[对自从向与][^，,、]{1,14}?(?:进出口|出口|进口|贸易额|双边贸易)(?![^，,]{0,4}产品)")  # 对欧盟出口: with whom, and what
# 对GDP增长的贡献率, 对窗口服务的满意度: of what on what, one name
_REGARDING = re.compile("对(?!全[省市县区])[^，,、]{2,16}的(?:[^，,的]{0,6}(?:率|度|系数)|贡献|影响)$")
_OF_WORK = re.compile("(?:工程|项目|公路|大桥|隧道|段|一期|二期|三期|四期|五期|六期|）|\\))(?=[^的建设个数]{2}|建筑面积|建设规模|设计)")
_WHICH = re.compile(
    "^(?:(?:[^，,的、0-9]{3,12}|[首末][位名])的|[^，,的、0-9]{2,8}包括)(?=[㐀-鿿]{2,8}[省市县区州旗镇乡村])"
)  # 结对帮扶的望川区采购…
_STAFF = re.compile(
    "(?:各级)?(?:人民)?(?:法院|检察院|检察机关|公安机关|税务机关)(?=[^，,的总率数工干警队][^，,率])"
    "|(?:各级)?[㐀-鿿]{2,6}(?:机关|机构|部门|部队|队伍|力量)(?=共(?![同有享])|累计|已|先后)"
)  # 全国法院收案, 全市审计机关共审计…
_DONE_UPON = re.compile("(?:进行|开展|实施)了?[^，,对的]{2,14}$")
UPON = 8  # characters of what something was done upon, from which it is a clause of its own
BARE_HIGHEST = 2  # characters of 最大, 最高, without what is highest
_OWN_INSIDE = re.compile(
    "(?<=.{2})(?<![比较居列])(?<![高低优快慢好差多少大小]于)(?P<level>我[省市县区州盟旗镇乡])(?:(?=.{2})|$)"
)  # 督察反馈我市的…, 学业水平考试我县
_AND_OTHERS = re.compile(
    "^(?P<subject>[^，,；;。：:、]{2,10}(?:、[^，,；;。：:、]{2,10}){1,12}?等(?:其[他它余])?(?:[^，,；;。：:、0-9]{1,12}的[^，,；;。：:、0-9]{0,4}?)?(?:[0-9一二三四五六七八九十]{1,3}个?)?(?:[公共重点有相关企事业各级基层直属]{2,6})?"
    "(?:省区市|区域|流域|场所|渠道|省区|省份|省|市县|市|县市区|县区|县|区|地区|地(?![方税块段质类理块价票标])|乡镇|镇街|镇|乡|街道|部门|单位|企业|学校|机构|机关|公司|医院|高校|院校|银行|协会|组织|团体|园区|景区))(?=.{2})"
)
ALL_TOGETHER = re.compile("合计|共计|总计|合并")  # said of several names: the figure is that of all, a rate too
_IN_ALL = re.compile("^(?:共有|总共)")
# 甲水库、乙水库这两大水库|平均蓄水率
_THESE = re.compile(
    "(?P<all>(?P<names>[^，,；;。：:]{2,12}(?:[、和][^，,；;。：:、和]{2,12}){1,9}?)这(?P<count>[二两三四五六七八九十])(?:大|座|个|家|条|所|类)"
    "(?:[^，,；;。：:的]{0,8}?(?:水库|河流|湖泊|医院|学校|企业|公司|银行|景区|机场|区县|县区|市县|行业|产业|领域|指标)))"
)
# 甲县完成投资58.6亿元，乙县完成投资46.2亿元，两地均|超序时进度10个百分点
SO_MANY = re.compile(
    f"(?P<all>(?:这|上述|以上)?(?P<count>[两二三四五六七八九十])(?:个?(?:县市区|县区|区县|市县|乡镇|镇街|[县区市州镇乡地省])|者(?=相差|之间)|[家个]{BODIES}))"
    "(?P<each>均|都)?(?=.{2}|$)"
)
_LEADERS = ("主要领导", "主要负责", "党政主要", "分管领导", "领导班子", "领导干部")  # 市委、市政府主要领导带队…: together
_JOINTLY = ("组成", "联合", "共同", "抽调", "协同")  # 县委督查室、县政府督查室组成4个督查组
_UPON_AREA = re.compile("对[全我本][国省市县区州镇乡]")
_CONCERNS = re.compile("(?:主要)?(?:涉及|来自|属于?|[分散]布[在于]|集中[在于])(?=.{2})")
# 省联席办|交办的63件，化解58件: who gave them to others has done nothing of what follows
_GIVEN_BY = re.compile(
    "(?:统一|集中|分批|[一二三四五六七八九十0-9]批)?(?:交办|转办|移交|转送|转交|转来|派发|分办|督办|挂牌督办)(?:案件|信件|件)?的$"
)
_ABOVE_US = ("中央", "国家", "国务院", "全国", "省", "自治区", "上级", "中纪委", "最高")
_BY_WAY_OF = re.compile("通过|利用|依托|运用|共计?(?![同有享])|累计|已")
# 在实地查看中|各部门承诺…: while what was done, before who did it
_WHILE = re.compile("在[^，,、0-9的]{2,10}?(?:过程中|期间|[中时])(?=[各全我本该][㐀-鿿])")
_MONEY_OF = re.compile("(?:专项|预算内?|配套|奖补|奖励|扶持|帮扶)?(?:补助|奖补|配套|专项)(?:资金|经费|款)(?:共|达|为)?")
# 对逾期办理的柳坝镇、石泉镇各|扣2分, 对禾丰县、青溪县分别奖励50万元、30万元: who got it, and what
ADDED = "加(?=[^强大快]|$)"  # 加3分, no 加强
_GOT = f"(?:扣(?:减|除|缴|发|罚)?|{ADDED}|核减|核增|奖励|奖补|补偿|处罚|罚款)[㐀-鿿]{{0,8}}?(?:得?分|资金|经费|金)?(?:共计?|为)?"
_DEALT_OUT = re.compile(f"^对(?:(?P<which>[^，,]{{2,40}})的)?(?P<whom>[^，,的]{{2,60}}?)(?:各自?|分别|均|每[个家])?(?P<got>{_GOT})$")
_PICKED = re.compile("(?:最|较)[高低快慢大小多少好差]的(?:是|为)?(?=.{2})")


class Naming(Topics):
    """Reads subjects and indicator from the words of a clause."""

    def topic_indicator(self, before: str) -> str | None:
        _, indicator = self.who_and_what(before)
        return indicator or (self.memory.topics[-1].indicator if self.memory.topics else None)

    def and_others(self, words: str) -> str | None:
        """税务、公安等部门|办理…: several who act together; none where they are what something was done to (检查学校、医院等单位)."""
        listed = _AND_OTHERS.match(words) if "、" in words else None
        if listed is None or "、" not in listed.group("subject"):
            return None
        first = words[: words.index("、")]
        done_to = self.verbs.at_start(first) and first not in self.verbs and self.phrases.subject_of(first) != (first, "")
        return None if done_to else listed.group("subject")

    def who_and_what(self, words: str) -> tuple[tuple[str, ...], str | None]:
        """The subjects that a clause names, and its indicator; both may be missing. Names enumerated become the subjects."""
        bare = self.phrases.bare(_HELD.sub("", words) if "持平" in words or "不变" in words else words)
        bare, among = self.phrases.without_lead(bare)
        if among:
            self.open_among()
        bare = _RECKONED.sub("", _FORESEEN.sub("", bare.removeprefix("的")))
        bare = bare[1:] if bare.startswith(("经对", "经向")) else bare  # 经对全市36家网站检查
        if bare.startswith("如") and self.phrases.subject_of(bare[1:])[0] is not None and self.phrases.subject_of(bare)[0] is None:
            bare = bare[1:]  # 如禾丰县政府网站有14个未更新栏目
        if bare in self.memory.names:
            return (bare,), None  # 甲县、乙县2县…，其中甲县…
        if (
            ("造" in bare or "致" in bare)
            and (caused := CAUSED.match(bare)) is not None
            and self.phrases.subject_of(bare[caused.end() :])[0] is not None
        ):
            bare = bare[caused.end() :]  # 强降雨造成禾丰县1646人受灾
        if bare[:1] in "对自从向与" and (_TRADE.match(bare) is not None or _REGARDING.match(self.phrases.without_link(bare)) is not None):
            return (), self.indicator_of(bare)
        if bare.startswith(("由", "转由", "交由", "分别由")) and (charged := self.charged.match(bare)) is not None:
            who = charged.group("who")
            several = self.enumerated(who)[0] if "、" in who or "和" in who else ()
            if several or self.phrases.subject_of(who) == (who, ""):
                self.set_subject(who)  # 由市公安局、市教育局联合办理的: all of them together
                return (who,), self.indicator_of(bare[charged.end() :])
        if "对" in bare and (dealt := _DEALT_WITH.match(bare)) is not None:  # 市政府办委托评测机构对全市40家网站
            whom, rest = self.phrases.subject_of(dealt.group("whom"))
            who, _ = self.phrases.subject_of(dealt.group("who"))
            if whom is not None and (who is not None or AREA.fullmatch(whom) is not None):
                self.set_subject(who or whom)
                return (who or whom,), self.indicator_of(rest)
        if bare.startswith("对") and (dealt_out := self.dealt_out(bare)) is not None:
            return dealt_out
        if bare.startswith("在") and (meanwhile := _WHILE.match(bare)) is not None:
            bare = bare[meanwhile.end() :]
        if bare.startswith(("通过", "采取", "采用")):
            bare = self.phrases.without_locative(bare)  # 采取抽签方式在全乡28个单位中
        placed = PREPOSITION.match(bare)
        relative = bare.endswith("的") and _UPON_AREA.match(bare) is not None  # 对全市纳入备案管理的6家网站: whose they are
        relative = relative or (bare.startswith("对于") and bare.endswith("的"))  # 对于因条件限制不能办理的30件提案: which ones
        if placed is not None and not relative and (given := self.given.match(bare)) is not None:  # 向困难群众发放棉衣: to whom, not who
            done = bare[given.end() :]
            if bare.startswith("对") and done in self.verbs:
                return (), self.indicator_of(bare[1:])  # 对民事裁判监督受理10件: no one it was done to
            return (), self.indicator_of(done)
        if placed is not None and self.phrases.is_known_place(bare):
            placed = None
        if placed is not None:  # 在全国280个城市中: where, not who
            whom, rest = self.phrases.subject_of(bare[placed.end() :])
            if placed.group() == "对" and (upon := _DONE_UPON.search(rest, UPON)) is not None:
                rest = upon.group()  # 对燃气、超市等重点地段|进行安全检查
            if whom is not None and placed.group() == "对" and AREA.fullmatch(whom) is not None:
                self.memory.subject = whom
                return (whom,), self.indicator_of(rest)  # 对全区53份文件、15份合同进行审查: whose they are
            if placed.group() in ("与", "同") and whom is None:  # 与各单位沟通去电, 与企业|签订协议: with whom is not what
                verb = self.did.search(rest, 2)
                return (), self.indicator_of(rest[verb.start() :] if verb is not None else bare)
            return (), self.indicator_of(rest)
        if (listed := self.and_others(bare.removeprefix("有"))) is not None:  # 甲、乙等省份参加…: all of them together
            self.set_subject(listed)
            return (listed,), self.indicator_of(bare.removeprefix("有")[len(listed) :])
        is_row = _SEVERAL.search(bare) is not None
        whole = ALL_OF.match(bare) if is_row else None
        if whole is not None and (
            COUNTS.get(whole.group("count")) == len(split_names(whole.group("names"))) or self.are_names(whole.group("names"))
        ):
            self.memory.names = tuple(split_names(whole.group("names")))
            self.memory.together = (self.memory.names, whole.group("all"))
            return (), self.indicator_of(bare[whole.end() :])
        if (
            "这" in bare
            and (these := _THESE.match(bare)) is not None
            and len(split_names(these.group("names"))) == COUNTS.get(these.group("count"))
        ):
            return (these.group("all"),), self.indicator_of(bare[these.end() :])
        if (so_many := SO_MANY.match(bare)) is not None:
            here = [r.draft.subject for r in self.records[-NAMED_NEAR:] if r.draft.sentence_span[0] == self.sentence.start]
            named = tuple(dict.fromkeys(name for name in here if name))
            named = self.last_subjects(COUNTS.get(so_many.group("count"), 0)) or named or self.memory.listed
            if so_many.group("all").endswith("者"):
                # 甲县最高（96%），乙县最低（71%），两者相差25个百分点
                return (so_many.group("all"),), self.indicator_of(bare[so_many.end() :])
            if len(named) == COUNTS.get(so_many.group("count")):
                return named if so_many.group("each") else (so_many.group("all"),), self.indicator_of(bare[so_many.end() :])
        if is_row:
            names, rest = self.enumerated(bare)
            if names:
                self.memory.names = names
                done = self.phrases.did_so_far(rest)
                one_act = (self.verbs.at_start(done) or done.startswith((*_LEADERS, *_JOINTLY))) and all(
                    self.phrases.is_body(name) or name.startswith("各") for name in names
                )  # 县教育局、财政局拨付资金
                of_both = bare.endswith("的") and all(map(self.phrases.is_body, names))  # 市委、市政府确定的|28项民生实事
                if one_act or of_both or _IN_ALL.match(rest) or (rest and ALL_TOGETHER.search(rest) is not None):  # 甲县、乙县发病率合计
                    self.memory.together = (names, bare[: bare.rindex(rest)])
                    return (), self.indicator_of(_IN_ALL.sub("", ALL_TOGETHER.sub("", rest)))
                return names, self.indicator_of(rest)
        if self.of_names:
            return (), self.indicator_of(bare)
        if (concerns := _CONCERNS.match(bare)) is not None and self.phrases.subject_of(name := bare[concerns.end() :]) == (name, ""):
            bare = name  # 滞后项目15个，涉及县住建局4个、县水利局3个
        if (picked := _PICKED.match(bare)) is not None and self.phrases.subject_of(bare[picked.end() :])[0] is not None:
            bare = bare[picked.end() :]  # 最高的禾丰县增长11.2%
        subject, rest = self.phrases.subject_of(bare)
        if subject is not None and _MONEY_OF.fullmatch(rest) is not None and self.phrases.is_body(subject):
            return (), self.indicator_of(bare)  # 其中省发展改革委补助资金1.2亿元: whose money it was that others got
        if subject is not None and "我" in rest and (given_to := self.given_to.match(rest)) is not None:
            by_whom = bare[: bare.rindex(given_to.group("level"))] if given_to.end() == len(rest) else ""
            subject, rest = given_to.group("level"), rest[given_to.end() :] or by_whom  # 市政府下达我县任务16.4万亩: whose task it is
        if subject is not None and subject.startswith(_ABOVE_US) and _GIVEN_BY.fullmatch(rest) is not None:
            return (), bare.removesuffix("的")
        if subject is not None and (more := self.class_besides(rest)):
            subject, rest = subject + more, rest[len(more) :]  # 县政府各部门|及镇办
        if subject is None and "我" in bare and (own := _OWN_INSIDE.search(bare)) is not None:
            subject, rest = own.group("level"), bare[own.end() :].removeprefix("的") or bare[: own.start()]
            self.speak_of_own(subject)
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
            if rest.startswith("全") and (whole := AREA.match(rest)) is not None and not self.phrases.is_body(subject):
                rest = rest[whole.end() :]  # 青岚|全省|续建项目: all of it
            if AREA.fullmatch(subject) is not None:
                rest = _STAFF.sub("", rest, count=1) if _STAFF.match(rest) else rest
            return (subject,), self.indicator_of(rest)
        if (told := self.told_apart(bare)) is not None:
            (self.speak_of_work if self.work_named(told[0]) == told[0] else self.set_subject)(told[0])
            return (told[0],), self.indicator_of(told[1])
        return (), self.indicator_of(bare)

    def dealt_out(self, bare: str) -> tuple[tuple[str, ...], str | None] | None:
        """对柳坝镇、石泉镇各|扣2分: each of those named, with what it lost or got; null where none is named."""
        said = _DEALT_OUT.match(bare)
        names = tuple(split_names(said.group("whom"))) if said is not None else ()
        if said is None or not names or any(self.phrases.subject_of(name) != (name, "") for name in names):
            return None
        self.memory.passing = self.memory.passing or (self.memory.subject,)
        self.memory.names = names if len(names) > 1 else ()
        return names, said.group("got")

    def without_which(self, words: str) -> str:
        """对改善幅度居前的|禾丰县、青溪县|分别奖励: the names alone, where a row of them stands behind 对 and which of all they are."""
        names = words.rpartition("的")[2] if words.startswith("对") and "的" in words else words.removeprefix("对")
        return names if names != words and self.are_names(names) else words

    def class_besides(self, rest: str) -> str:
        """县政府各部门|及镇办|通过网站上传…: a class of others that is named with a body before how they did it; else nothing."""
        whom = self.class_of_whom.match(rest, 2 if rest[1:2] == "各" else 1) if rest[:1] in ("及", "和") else None
        return rest[: whom.end()] if whom is not None and _BY_WAY_OF.match(rest, whom.end()) is not None else ""

    def speak_of_own(self, level: str) -> None:
        """上级下达我县任务16.4万亩，已完成9万亩: whose notice it is, and whom it speaks of where it has named nobody."""
        memory = self.memory
        memory.home = memory.home or level
        if memory.subject is None and memory.titled is None:
            memory.subject = memory.main = level

    def told_apart(self, words: str) -> tuple[str, str] | None:
        """A work with what is measured of it, a place behind what tells it from others: S305线改建工程|全长, 进度较慢的石桥乡|完成."""
        for end in reversed(list(_OF_WORK.finditer(words))):
            if (work := self.work_named(words[: end.end()])) is not None:
                return work, words[end.end() :]
        if (which := _WHICH.match(words)) is None:
            return None
        place, rest = self.phrases.subject_of(words[which.end() :])
        return (place, rest) if place is not None and not self.phrases.is_body(place) else None
