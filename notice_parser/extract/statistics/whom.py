"""Whom figures are of, where a count or a row says it: those that were counted, who act together, names with a figure each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.extract.statistics.around import LEVELS
from notice_parser.extract.statistics.brackets import Brackets
from notice_parser.extract.statistics.context import AMISS, BODIES, BOUNDARY, GOODS, LIGHT, REMEMBERED
from notice_parser.extract.statistics.draft import Draft
from notice_parser.extract.statistics.indicators import CAUSED
from notice_parser.extract.statistics.names import AREA
from notice_parser.extract.statistics.phrases import split_names
from notice_parser.extract.statistics.plain import WIDE
from notice_parser.extract.statistics.shares import LONG
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.model import Quantity, Span

__all__ = ["Whom"]

_EACH_NAMED = re.compile("(?:分别|依次)[是为](?P<name>[^，,、]{2,16})$")
_KIND_NAMED = re.compile("的[^，,、的]{0,8}(?:分别|依次)[是为](?P<name>[^，,、]{2,16})$")
_SIDE = re.compile("[、和及与]")
_UNITS = re.compile("[㐀-鿿]{1,8}(?:单位|部门)")
_KINDS = re.compile("[㐀-鿿]{0,8}(?:新媒体|网站|平台|窗口|大厅|中心|站点?|账号|公众号)")
_THEN_ACTS = re.compile("共计?|累计|合计|先后")
# 17家医疗机构|通过重复收费等方式多收取医保基金: how those counted did it, or what they did amiss
_HOW_DONE = re.compile(f"通过|采取|采用|利用|借|{AMISS}")
_MOVED = re.compile("(?:推动|推进|督促|督导|指导|引导|协调|带动|促使|支持|要求|监督|联合|协同|会同|组织)(?=.{2})")  # who were made to act
_CLOSED = re.compile("[，,；;：:、][ 　]{0,3}有?$")
_INSTITUTIONS = ("机构", "企业", "公司", "学校", "医院", "银行")
_DEALT_WITH = ("对", "向", "给", "从")
_SIDE_BY_SIDE = ("、", "和", "及")
_THERE_ARE = re.compile("(?:(?:已经?|仍|尚|还)?(?:共|只|仅)?有|共)$")
_REACHES = re.compile("(?:均|都)?(?:为|达到?|是|低于|高于|超过|不足)?$")
# 21个乡镇、34个部门: counted side by side; 25个承办单位主要负责人: their people
_NOT_THEY = re.compile("[、和及与]|的?(?:主要|分管|相关|有关|班子)?(?:负责|领导|干部|代表|人员|工作人员)")
_CLASS_LEFT = re.compile(f"(?:[县市区镇乡省州地村](?![委级属直内民容场]))?(?:{LEVELS.pattern})?")
_MEASURES = re.compile("(?:总|现|共|实际)?(?:蓄水|供水|用水|装机|用电|产水|来水)(?:总?量)?")
_KIND_OF_GOODS = re.compile(f"{GOODS}$")
_RATE_OF_KIND = re.compile("[^，,、]{0,6}(?:率|浓度|比例|占比)(?:均|都)?(?:[高低]于|超过?|达到?|为|在|不足)?")


class _Joined(NamedTuple):
    """Who act together, and where in the words behind the figure the class and all of them end."""

    subject: str
    level: str
    noun: int
    end: int


_ONE_BODY = re.compile("[㐀-鿿]{2}(?:局|委|厅|署)$")
_SUCH_BODIES = re.compile("的(?:单位|部门|县区|乡镇|镇街|企业|学校|窗口|网站|账号)(?:共?有|为|达)?$")
_BODIES = re.compile(BODIES)
_ROW_ENDS = re.compile("、[^，,、]{2,12}等[ 　]*$")
_OF_KIND = re.compile("[㐀-鿿]{2,8}(?:类|系列|序列|组)")
_LINES = re.compile("(?:[0-9]{1,3}路[、，,和及与]?){1,60}$")
_PEOPLE_SAY = re.compile("(?:群众|企业|职工|师生|村民|居民)?(?:反映|评价|口碑|反响)(?:较|很|良|普遍)[^，,]{0,4}[，,][^，,有]{2,40}率")
_TWO_ROWS = re.compile("[^，,0-9]{4,60}等[0-9]{1,4}[个家][^，,0-9]{1,10}[和及与][^，,0-9]{4,60}等[0-9]{1,4}[个家]")
_WORKS = re.compile("..(?:项目|工程|企业|地块|园区|基地|合作社|学校|院校|医院|景区)$")
_OF_WHOLE = re.compile("分别[为是]|其中")
_NAMES_ALONE = re.compile("[，, ]+(?:有|[和、及][^，,、]{2,16}各)?")  # 甲局2件，|乙镇和丙局各|1件
_AND_OTHERS = re.compile("等(?:省市|省份|市县|[省市县区州])?$")  # 岚川、禾州等市|12县


class Whom(Brackets):
    """Answers whom the figures of a row or behind a count are of."""

    def is_measure_of(self, counted: str, words: str) -> bool:
        """Whether the few words behind what was counted say what of it the next figure measures: 大型水库|蓄水, no verb like 完成."""
        bare = words.strip(" 　")
        if _WORKS.search(counted) is not None and (act := self.verbs.at_start(bare)) and (len(act) < len(bare) or bare in LIGHT):
            return True  # 91个续建项目|完成投资: of them, beside those of another class
        if _KIND_OF_GOODS.search(counted) is not None and _RATE_OF_KIND.fullmatch(bare) is not None:
            return True  # 21类食品|不合格率低于1%
        plain = _MEASURES.fullmatch(self.phrases.without_link(bare)) is not None and not self.verbs.at_start(bare)
        return plain and self.class_of_whom.fullmatch(counted) is None and self.phrases.subject_of(counted)[0] is None

    def last_things(self, n: int, figure: Quantity) -> tuple[str, ...]:
        """收入102.3亿元，接待游客1560万人次，同比增长23.5%、18.2%: the things that so many rates of change are of; none where the
        sentence has named more or fewer, or one of them has grown before."""
        if figure.unit not in RATES:
            return ()
        member = self.sentence.start + self.sentence.work.rfind("；", 0, figure.span[0] - self.sentence.start) + 1
        here = [r.draft for r in self.records[-REMEMBERED:] if r.draft.quantity_span[0] >= member and r.draft.measure != "rank"]
        if any(draft.change is not None or draft.unit in RATES for draft in here):
            return ()
        named = tuple(dict.fromkeys(draft.indicator for draft in here if draft.indicator))
        if len(named) == 1 and len(here) == n and len({draft.subject for draft in here}) == 1:
            return named * n  # 接待来访47批136人次，同比下降22%和18%
        return named if len(named) == n else ()

    def join_names(self, count: Quantity, noun: str) -> None:
        """甲县、乙县、丙县3个县区: the names and their count as one, for amounts that all of them have together."""
        names = self.memory.names
        first = self.text.rfind(names[0], self.clause_span(count)[0], count.span[0])
        if first >= 0:
            self.memory.together = (names, self.text[first : count.span[1]] + noun)

    def is_row(self, own: str, figures: Sequence[Quantity]) -> bool:
        """教育、科技、卫生支出8.1亿元、0.9亿元和2亿元: as many names as figures of one unit, though no 分别 says so."""
        if "、" not in own or len({figure.unit for figure in figures}) > 1 or self.change_at_end(own) is not None:
            return False
        names, _ = self.phrases.without_lead(self.phrases.bare(own))
        return len(split_names(names, len(figures))) == len(figures) > 1 and not self.verbs.at_end(names)

    def class_left(self, right: str) -> re.Match[str] | None:
        """What the count of names given before leaves behind it: 甲县、乙县2|县区|受灾人口."""
        named = self.class_of_whom.match(right)
        return named if named is not None and named.end() > 1 else _CLASS_LEFT.match(right)

    def close_row(self) -> None:
        """不合格5批次，分别为甲县3批次、乙县2批次，主要项目为…: behind a row the sentence goes on about whom it spoke of before."""
        row = 1
        last = self.records[-1].draft
        while row < len(self.records):
            one, before = self.records[-row].draft, self.records[-row - 1].draft
            between = self.text[before.quantity_span[1] : one.quantity_span[0]]
            same = (before.indicator, before.unit, before.sentence_span) == (last.indicator, last.unit, last.sentence_span)
            of_both = one.quantity_span == before.quantity_span  # 柳坝镇和县文旅局各1件
            # 甲县3批次、乙县2批次; 甲县3批次，乙县2批次: the name alone stands between
            beside = between[:1] in _SIDE_BY_SIDE and BOUNDARY.search(between) is None and (one.subject or "，") in between
            alone = _NAMES_ALONE.fullmatch(between.replace(one.subject or "，", "", 1)) is not None
            next_one = beside or (alone and self.within_whole(before))
            if not (same and one.subject and (of_both or next_one) and one.subject != before.subject):
                break
            row += 1
        whole = self.records[-row - 1].draft if row < len(self.records) else None
        names = {record.draft.subject for record in self.records[-row:]}
        if row > 1 and whole is not None and whole.sentence_span == last.sentence_span and self.memory.subject in names:
            self.memory.subject = whole.subject

    def within_whole(self, draft: Draft) -> bool:
        """不合格5批次，分别为|甲县3批次: whether 其中 or 分别 stands before a figure of a row, so that the row ends with its last name."""
        return _OF_WHOLE.search(self.text, draft.sentence_span[0], draft.quantity_span[0]) is not None

    def are_classes(self, noun: str) -> bool:
        """Whether a noun is a class of those who act, or several: 县区, 市直部门和中央驻市单位."""
        parts = [noun] if self.class_of_whom.fullmatch(noun) is not None else _SIDE.split(noun)
        return all(self.class_of_whom.fullmatch(part) is not None or _UNITS.fullmatch(part) is not None for part in parts)

    def stands_for(self, figure: Quantity, own: str, noun: str, right: str) -> str | None:
        """中西部22个省份投入…, 6个县区结转…: the counted ones, where they are those that the next figure is about."""
        acts = _KINDS.fullmatch(noun) is not None and _THEN_ACTS.match(right, len(noun)) is not None  # 5个政务新媒体|共计发布
        acts = acts or (noun.endswith(_INSTITUTIONS) and _HOW_DONE.match(right, len(noun)) is not None)
        acts = acts or (_BODIES.fullmatch(noun) is not None and _ROW_ENDS.search(own) is not None)  # 甲店、乙店等8个书店
        if not (acts or self.are_classes(noun)) or figure.kind != "count" or _NOT_THEY.match(right, len(noun)):
            return None
        if own.rstrip(" 　").endswith(_DEALT_WITH):
            return None  # 对26个县的267件信访件进行督察: none who acts
        who = _MOVED.sub("", CAUSED.sub("", self.phrases.without_lead(self.phrases.bare(own))[0]))
        named = who.removeprefix("有")
        if _AND_OTHERS.search(named) is not None and (both := self.with_row_before(figure)):
            return f"{both}{noun}"
        if self.phrases.is_short_place(who) and right.startswith(("有", "共有", "已有"), len(noun)):
            return f"{who}{figure.raw}{noun}"  # 岚川8个县|有110万人受灾
        alone = not who or WIDE.fullmatch(who) is not None or who in ("上述", "以上") or (who in ("全国", "我国") and "城市" in noun)
        if _AND_OTHERS.search(named) is not None and (
            "、" in named or self.phrases.subject_of(named[:-1]) == (named[:-1], "") or self.phrases.is_short_place(named[:-1])
        ):
            alone, who = True, named  # 青岚等14个地区, 柳坝镇、南渡镇等9个乡镇
        elif _OF_KIND.fullmatch(who) is not None:
            alone = True  # 综合管理类26个单位平均得分93.1分
        elif not named and _PEOPLE_SAY.match(right, len(noun)) is not None:
            alone = True  # 有31个单位|群众反映较好，办结率均为100%
        elif BOUNDARY.search(right):
            return None
        counted = self.memory.together
        if not who and counted is not None and counted[0] == self.memory.names and self.text.endswith(counted[1], 0, figure.span[0]):
            self.memory.names = ()
            return f"{counted[1]}{figure.raw}{noun}"  # 金华、衢州2市|4个县（市）
        measured = self.phrases.measure_end.search(_REACHES.sub("", right[len(noun) :])) is not None
        if measured and _THERE_ARE.search(own) is not None:
            return f"{figure.raw}{noun}"  # 全省有34个县合格率达到100%
        last = next((r.draft for r in reversed(self.records[-2:]) if r.draft.quantity_span[1] <= figure.span[0]), None)
        same = last is not None and last.subject == self.memory.counted[0] is not None  # 7个乡镇公开189条、27个部门公开2243条
        if not who and last is not None and not same and self.verbs.at_start(last.indicator or ""):
            row = self.text[last.quantity_span[1] : figure.span[0]]
            if len(row) <= LONG and row.endswith(("、", "和", "及")):
                return None  # 涉及4个方面、29个单位共计50项: what the verb is about
        if not who and last is not None and (beside := self.class_beside(last.quantity_span, figure.span[0])):
            return f"{beside}{figure.raw}{noun}"  # 47家省级单位和8个市州归集…: both together
        if not who and last is not None and self.class_of_whom.fullmatch(self.text, last.quantity_span[1], figure.span[0]):
            row, before = self.text[last.quantity_span[0] : figure.span[0]], self.memory.subject or ""
            # 造成8个县（市、区）47个乡镇11.3万人受灾; 甲、乙2县12个乡镇86个村8.6万人受灾
            return f"{before if before.endswith(row) else row}{figure.raw}{noun}"
        if not who and last is not None and not LEVELS.sub("", self.text[last.quantity_span[1] : figure.span[0]]).strip():
            before = self.memory.subject or ""  # 青岚等24省（自治区、直辖市）536县: both; 全国28省536县: the whole that was named
            whole = before.endswith(figure_before) if (figure_before := self.text[slice(*last.quantity_span)]) else False
            return before + self.text[last.quantity_span[1] : figure.span[1]] + noun if whole else None
        more = LEVELS.match(right, len(noun))
        return f"{who}{figure.raw}{noun}{more.group() if more is not None else ''}" if alone else None

    def with_row_before(self, figure: Quantity) -> str:
        """甲省、乙省等16个地区和丙局、丁局等39个|部门: all that the clause names up to the count, where it names two rows; else nothing."""
        clause = self.text[self.clause_span(figure)[0] : figure.span[1]]
        both = self.phrases.without_lead(self.phrases.bare(clause))[0].removeprefix("有")
        return both if _TWO_ROWS.fullmatch(both) is not None else ""

    def class_beside(self, before: Span, end: int) -> str:
        """47家省级单位和|8个市州: the count before and its class, where nothing but what joins two stands behind it; else nothing."""
        between = self.text[before[1] : end]
        return self.text[before[0] : end] if between[-1:] in _SIDE_BY_SIDE and self.are_classes(between[:-1]) else ""

    def speak_anew(self, figure: Quantity, own: str, right: str) -> None:
        """5家单位结算率不足50%；2个乡镇列支会议费…: others that are counted are none of those counted before."""
        who, before = self.memory.counted
        if who and who == self.memory.subject and _OF_KIND.fullmatch(self.phrases.bare(own)) is not None:
            self.memory.subject = before  # 综合管理类26个单位…，执法监管类|19个单位…
        if (
            figure.kind == "count"
            and self.member
            and _SUCH_BODIES.search(own) is not None
            and not self.verbs.at_start(self.phrases.bare(own))
        ):
            self.memory.subject = self.opened or self.memory.level()  # 甲局迟报19条；零报送的单位|3个: others
        if self.is_of_many(figure, right):
            self.memory.subject = self.memory.main = self.memory.level() or self.memory.titled
        if not who or who != self.memory.subject or figure.kind != "count":
            return
        opens = _CLOSED.search(self.text, max(0, self.sentence.start - 1), figure.span[0]) is not None
        noun = self.phrases.behind(right) if opens and self.phrases.bare(own) in ("", "有") else ""
        if noun == "":
            return
        of_kind = _KINDS.match(noun) is not None and _KINDS.search(who) is not None  # 12个站点发电350万度，3个中心接待5万人次
        anew = of_kind or self.class_of_whom.match(noun) is not None or self.are_classes(noun)
        begins = figure.span[0] == self.sentence.start and self.text[max(0, self.sentence.start - 1)] in "；;"
        befell = BOUNDARY.split(right)[0].endswith(self.happens)  # 8市35个县55万人受灾；600间|房屋倒塌: of the same
        if anew or (begins and not befell):
            self.memory.subject = before

    def is_of_many(self, figure: Quantity, right: str) -> bool:
        """市发改委采用137条。有9个|部门采用5条以下: whether a sentence begins with so many bodies, that the one before has none of."""
        who = self.memory.subject or ""
        if figure.kind != "count" or self.member or not who or not who == self.memory.main != self.memory.own_work:
            return False
        if _ONE_BODY.search(who) is None or self.class_of_whom.match(right) is None:
            return False
        return not self.phrases.without_lead(self.phrases.bare(self.text[self.sentence.start : figure.span[0]]))[0].removesuffix("有")

    def speak_of(self, subject: str) -> None:
        """Several together are whom the paragraph is about, whatever figure counts them."""
        self.set_subject(subject)
        self.memory.passing, self.memory.main = None, subject

    def class_and_more(self, figure: Quantity, own: str, right: str) -> _Joined | None:
        """31个省（自治区、直辖市）和新疆生产建设兵团报告…: a number of a class and one more by name, who act together."""
        noun = self.class_of_whom.match(right) if figure.kind == "count" else None
        if noun is None or right[noun.end() : noun.end() + 1] not in ("和", "及", "与"):
            return None
        more, rest = self.phrases.subject_of(right[noun.end() + 1 :])
        before = self.phrases.without_lead(self.phrases.bare(own))[0]
        among = AREA.fullmatch(before) is not None or (before.endswith("等") and "、" in before)  # 甲省、乙省等7个省和…
        if more is None or not rest or (before and not among):
            return None
        end = right.index(more, noun.end()) + len(more)
        return _Joined(
            subject=f"{before}{figure.raw}{right[:end]}", level="" if before.endswith("等") else before, noun=noun.end(), end=end
        )

    def own_name(self, own: str, right: str) -> str:
        """分别是望川区87.3%、禾丰县86.9%; 的病种依次为流感26例、水痘12例: each figure stands behind its name, nothing is paired off.
        涉及8路、16路3条线路: what is counted stands behind."""
        own = _LINES.sub("", own) if own.endswith("路") else own
        named = _EACH_NAMED.match(own)
        if named is None:
            named = _KIND_NAMED.match(own) if right.startswith("、") and len(right) > 1 else None
            return named.group("name") if named is not None else own
        each = right[:1] in ("、", "，", ",") and len(right) > 1  # 分别为企业860户、个体工商户2340户
        return named.group("name") if each or self.phrases.subject_of(named.group("name"))[0] is not None else own
