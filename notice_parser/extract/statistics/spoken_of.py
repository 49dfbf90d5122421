"""Whom title, headings and sentences without figures say that the figures behind them are about."""

from __future__ import annotations

import re

from notice_parser.extract.statistics.context import clauses_of
from notice_parser.extract.statistics.names import AREA
from notice_parser.extract.statistics.row_names import HOW_IT_GOES
from notice_parser.extract.statistics.sentences import TIME, Sentence
from notice_parser.extract.statistics.whom import Whom

__all__ = ["SpokenOf"]

_BEFORE_MATTER = re.compile("^.{0,40}?关于(?:印发|转发|报送|做好|开展)?")
_YEAR_INSIDE = re.compile("(?<=[省市县区旗州镇乡局委])[0-9]{4}年(?:度|第?[一二三四]季度|[上下]半年)?")  # 禾丰县2023年…
_TITLED = re.compile("全[国省市县区州镇乡](?!委员会|政协|人大|人民代表|工商联|总工会|妇联)(?=.{2})")
_TIME_IN_FRONT = re.compile(
    "^(?:[0-9]{4}年度?)?(?:[0-9]{1,2}(?:月?[-—~～至到][0-9]{1,2})?月份?|第?[一二三四]季度|[上下]半年|前三季度|全年|前[0-9一二三四五六七八九十]{1,2}个?月|第[0-9一二三四五六七八九十]{1,3}[周期次批轮])?的?"
)
_SERVES = re.compile("(?:热线|平台|信箱|中心|法院|检察院|公司|医院|学校|大学|学院)$")
# 禾丰县民政局（关于）2023年工作总结, …2023年政府信息公开工作年度报告: the body reports what it has done itself
_OWN_WORK = re.compile(
    "(?:(?:主要|重点|全年|政府信息公开|政务公开|法治政府建设|法治建设|依法行政|普法|建议提案办理)(?:工作|履职|述职)?|工作|履职|述职|年度)"
    "(?:开展|完成|落实|进展|年度)?(?:情况|总结|报告|汇报|小结|简报)|总结|述职报告|汇报"
)
_REPORTS = re.compile("[㐀-鿿]{2,16}(?:社区|村|居|[村居]委会|街道|[镇乡局委办院校站所园馆队部厅署社]|中心|公司|协会|联合会)(?=[0-9]{4}年)")
_SUMS_UP = re.compile("总结|述职|汇报|(?:工作|年度|情况)的?报告")
_GOVERNS = re.compile("(?:政府|[省市县区州旗镇乡]委|委员会)(?:办公[室厅])?$")  # what a government reports is about its place
_GOVERNMENT = re.compile("(?:政府|[省市县区州旗镇乡]委|委员会)$")
_SOME = ("相关", "有关", "各相关", "各有关")  # 相关部门: nobody in particular
_GOVERNMENT_OF = re.compile("(?P<place>[㐀-鿿]{1,12}[省市县区州旗镇乡])(?:人民)?政府")
_PLACE_ENDS = "省市县区州旗镇乡"
# ——2024年1月8日在禾丰县第十八届人民代表大会第四次会议上: before whom it is told how the place does
_SESSION = re.compile("在(?P<place>[㐀-鿿]{2,14}?[省市县区州旗镇乡])(?:第?[0-9一二三四五六七八九十]{1,3}届)?(?:人民代表大会|人大|委员会)")
_LEADS_IN = re.compile("(?:[：:]|如下)[ 　]*$")
# 主要指标完成情况如下, 主要做法有: no 对各县区进行了检查，情况如下
# what a body or a place itself did, and no matter of others (下属单位情况), nor what it found with them (审计发现的问题)
_ITS_MATTER = re.compile(
    f"(?:{TIME}|[上下]半年|[全本年月季度的]|主要|重点|有关|相关|总体|基本|整体|目标|工作|指标|任务|业务|完成|落实|推进|进展|开展|整改|运行){{0,9}}"
    "(?:情况|工作|指标|任务|做法|措施|举措|成效|成绩|成果|问题|进展|数据|结果|特点|亮点)(?:如下)?"
)
_TELLS_OF_OTHERS = re.compile("审计|统计|督查|督察|信访|纪委|监委|巡察|巡视|监测|调查队")
_NO_SUCH_NAME = re.compile("现[将就把对]|关于|[请比与按为就]")
_MATTER = re.compile(
    "(?![对将把向就关])[^，,。：:]{0,24}(?:情况|工作|指标|任务|做法|措施|举措|成效|成绩|成果|问题|进展|数据|结果|特点|亮点)[^，,。：:]{0,8}"
)
_MATTER = re.compile(".{0,8}(?:情况|方面|进展|进度|数据|结果|排名|得分)")
_TOLD = re.compile("现(?:就|将|对)(?P<what>.{4,60}?)(?:情况|结果|事项|名单)")  # 现将上半年全县…情况通报如下
_OF_OURS = re.compile(
    f"现(?:就|将|把)(?P<who>[我本](?:[局厅部院委校行司办会站所队处院]|中心|集团|公司))(?:{TIME}|[^，,。])*(?:报告|汇报|总结|通报|函告|公布|说明|上报)"
)
_TELLS = re.compile("现(?:就|将|对)?[^，,。]{0,60}(?:通报|报告|公布|公示|公告|汇报|通告)")
_UPON = re.compile("^(?:组织)?(?:对|在|面向)(?=[全我本])")
_LEVEL = re.compile("[全我本]")  # what a level begins with
# 全省排名第3位, 全市平均水平: among whom somebody stands, not of whom it is told
_PLACED = re.compile(
    "(?:各[市县区州]{1,2}|[0-9]{1,3}个?[^，,0-9]{1,6}?)?[中里]?(?:综合)?(?:排[名位第]|第[0-9一二三四五六七八九十]|[位名][居列次]|居(?!民)|前[列茅0-9三五十]|首位|倒数|领先|率先|首[家个批创次推]|唯一|最[早先高大]|平均(?:水平|值|数)|同类)"
)
_UPON_LEVEL = re.compile("对(?P<level>全[国省市县区州镇乡])")
_ADVERBIAL = re.compile(f"(?:在|按照|根据|依据|为了?(?!民)|以|随着|经|通过|自|对照|面对|{TIME}).*")
# 2022年搬迁入住情况, 承办单位工单办理量
_OF_SECTION = re.compile(
    "(?P<what>.{2,16}?(?:[量率]|得分|次数)|.{2,16}?(?=的?(?:工作)?(?:总体|基本|完成|进展)?(?:情况|进度)))(?:的?(?:工作)?(?:总体|基本|完成|进展)?(?:情况|进度))?(?:$|[（(])"
)
_NO_MATTER = re.compile("(?:各项|主要|重点|基本|总体|有关|相关|工作|指标|任务|完成|进展|开展|落实|推进)+")  # 工作情况 names no thing
_THING = re.compile(
    "[㐀-鿿A-Za-z]{2,10}(?<!情况)(?<!问题)(?<!要求)(?<!工作)(?<!建议)(?<!做法)(?<!措施)(?<!特点)(?<!成效)(?<!安排)(?<!重点)"
)


class SpokenOf(Whom):
    """Takes the subject of what stands around the sentences with figures."""

    def of_title(self) -> str | None:
        """Whom the title speaks of: 关于全市…的通报, 禾丰县…统计公报, 市热线…运行情况; an issuer in front of 关于 is none, unless it tells
        what it has done itself: by the whole of what it reports (市教育局关于2022年工作情况的报告), else where nobody else is named."""
        title = "".join(self.document.of(line).strip() for line in self.document.with_role("title"))
        issuer, _, matter = title.rpartition("关于")
        body, rest = self.phrases.subject_of(_TIME_IN_FRONT.sub("", issuer or title))
        if body is not None and self.phrases.is_body(body) and _GOVERNS.search(body) is None and not (issuer and rest):
            own = _TIME_IN_FRONT.sub("", matter if issuer else rest)
            if _OWN_WORK.match(own) is not None:
                self.memory.own_work = body
                return body
        if (
            not issuer
            and (reports := _REPORTS.match(title)) is not None
            and _OWN_WORK.match(_TIME_IN_FRONT.sub("", title[reports.end() :]))
        ):
            self.memory.own_work = reports.group()
            return reports.group()  # 青石社区2017年工作总结
        matter = _YEAR_INSIDE.sub("", _BEFORE_MATTER.sub("", title))
        if (level := _TITLED.search(matter)) is not None:
            return level.group()
        subject, _ = self.phrases.subject_of(_TIME_IN_FRONT.sub("", matter))
        if subject is not None and (not self.phrases.is_body(subject) or _SERVES.search(subject)):
            return subject
        sums_up = body is not None and self.phrases.is_body(body) and _SUMS_UP.search(matter if issuer else rest) is not None
        if sums_up and body is not None and (of := _GOVERNMENT_OF.fullmatch(body)) is not None:
            return of.group("place")  # 禾丰县政府工作报告: what a government reports is about its place
        return body if sums_up else self.of_session()

    def of_session(self) -> str | None:
        """The place before whose assembly it is told what was done, by a line below the title that names nobody itself (政府工作报告)."""
        below = (line for line in self.document.lines if line.zone == "head" and line.role in ("text", "date"))
        session = next((found for line in below if (found := _SESSION.search(self.document.of(line))) is not None), None)
        return session.group("place") if session is not None else None

    def head_work(self, work: str | None) -> None:
        """1.柳坝水库除险加固工程: what its paragraphs are about, up to the next heading."""
        if work is not None:
            self.headed_work = self.opened = self.memory.main = work
        elif self.headed_work is not None and self.opened == self.headed_work:
            self.headed_work, self.opened, self.memory.main = None, self.memory.level(), self.memory.level()

    def open_item(self) -> None:
        """二是资金不到位: one point of several speaks of whom their paragraph does, not of whom the point before came to speak."""
        self.memory.main = self.opened
        self.memory.subject = self.opened or self.memory.level()

    def of_heading(self, title: str) -> str | None:
        """The subject that a heading names and nothing else: 二、云坪区, （二）市本级情况."""
        subject, rest = self.phrases.subject_of(title)
        return subject if subject and (not rest or _MATTER.fullmatch(rest)) else None

    def note_unfigured(self, sentence: Sentence) -> None:
        """A sentence without figures may still say of whom the next ones speak: 全市…取得进展; 县教育局认真落实…."""
        memory = self.memory
        self.note_fuller(sentence.work, sentence.end)
        if (work := self.work_named(self.phrases.without_lead(self.phrases.bare(sentence.work))[0])) is not None:
            memory.main = memory.subject = work
            return
        if memory.own_work is None and memory.titled is None and (own := _OF_OURS.search(sentence.work)) is not None:
            memory.own_work = own.group("who")  # 现将我局2023年工作情况报告如下
        if (subject := self.level_in(sentence)) is not None:
            memory.home = memory.home or subject
            memory.main = memory.subject = subject
        elif (who := self.at_work_in(sentence) or self.led_in(sentence)) is not None:
            memory.main = memory.subject = who

    def level_in(self, sentence: Sentence) -> str | None:
        """The level that a clause of the sentence speaks of: 全市…取得进展, 现将全县…情况通报如下, 对全区…开展检查."""
        for part in clauses_of(sentence.work) if _LEVEL.search(sentence.work) else ():
            told = _TOLD.search(part)
            words = self.phrases.bare(part if told is None else told.group("what"))
            subject, rest = self.phrases.subject_of(_UPON.sub("", self.phrases.without_lead(words)[0]))
            if subject and AREA.fullmatch(subject) and _PLACED.match(rest) is None:
                return subject
        return None

    def at_work_in(self, sentence: Sentence) -> str | None:
        """The body or place with which the sentence begins, before how it goes about its work, or how that goes: 县教育局坚持…,
        该局认真落实…, 禾丰县各项工作进展顺利."""
        for part in clauses_of(sentence.work):
            words = self.phrases.without_lead(self.phrases.bare(part))[0]
            who, rest = self.phrases.subject_of(words)
            if who is not None and (self.at_work.match(rest) or HOW_IT_GOES.search(rest)) and self.is_at_work(who):
                return who
            if _ADVERBIAL.match(part.strip(" 　")) is None:
                return None
        return None

    def led_in(self, sentence: Sentence) -> str | None:
        """The body or place whose matter a sentence announces for what stands below: 上半年，禾丰县主要指标完成情况如下：."""
        if _LEADS_IN.search(sentence.work) is None:
            return None
        who, rest = self.phrases.subject_of(self.phrases.without_lead(self.phrases.bare(clauses_of(sentence.work.rstrip("：: 　"))[-1]))[0])
        if who is None or _NO_SUCH_NAME.match(who) is not None or _TELLS_OF_OTHERS.search(who) is not None:
            return None
        return who if _ITS_MATTER.fullmatch(rest) is not None and self.is_at_work(who) else None

    def is_at_work(self, who: str) -> bool:
        """Whether what follows is of who goes about its work: a body, or a place by its name; a government's figures are its place's,
        and 相关部门 are nobody that what follows could be of."""
        if self.phrases.is_body(who):
            return _GOVERNMENT.search(who) is None and not who.startswith(_SOME)
        return who[-1:] in _PLACE_ENDS and AREA.fullmatch(who) is None and who[0] not in "各其"

    def leave_inspector(self, start: int, end: int) -> None:
        """Who has inspected and now tells it (市督查室对…进行了督查。现将情况通报如下) is not whom the figures below are of."""
        memory = self.memory
        tells = _TELLS.search(self.text, start, end)
        if tells is None:
            if memory.opener is None and not self.titles_told and self.inspected(self.text[start:end]) is not None:
                self.inspector = memory.main  # 市督查室组成4个督查组对…开展督查: not whom the sections below are of
            return
        if self.inspected(told := self.text[start : tells.start()]) is None:
            return
        if memory.home is None and (upon := _UPON_LEVEL.search(told)) is not None:
            memory.home = upon.group("level")
        if memory.main is not None and self.phrases.is_body(memory.main):
            memory.main = memory.subject = self.opened = memory.level()

    def of_matter(self, title: str, *, run_in: bool) -> str | None:
        """What the figures of a section are of, by its heading: （一）2022年搬迁入住情况; one that its text follows (``run_in``) may be
        the name of the thing itself: 1.物业管理类。共2152件."""
        said = _OF_SECTION.match(_TIME_IN_FRONT.sub("", title))
        if said is not None:
            return said.group("what") if _NO_MATTER.fullmatch(said.group("what")) is None else None
        return title if run_in and _THING.fullmatch(title) is not None and self.phrases.subject_of(title)[0] is None else None
