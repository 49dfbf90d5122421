"""Figures that are no statistics, each left out by a named rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from notice_parser.extract.statistics.context import BODIES, BOUNDARY, CONTEST
from notice_parser.extract.statistics.draft import Excluded
from notice_parser.extract.statistics.phrases import split_names
from notice_parser.extract.statistics.records import Records
from notice_parser.extract.statistics.sentences import FIGURE, TIME
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.grammar import Field
from notice_parser.model import Quantity
from notice_parser.text.units import is_word

__all__ = ["RANKED", "THESE", "WHO_FALL_UNDER", "Exclusions"]

_AT_LEAST = re.compile("不(?:得|能|应)?(?:少于|低于|超过|多于|高于)|至少|最多|最少")
_EACH = "每(?:[周月日天旬年]|季度?|半年|学期)"
_EACH_TIME = re.compile(f"{_EACH}[^，,。；;]{{0,16}}$")
_EACH_TIME_DONE = re.compile(f"{_EACH}[^，,。；;]{{0,10}}(?:至少|最少|不少于)[^，,。；;0-9]{{1,8}}$")
_FOOTNOTED = re.compile("[”》）)]$")
_WHO_IS_MEANT = re.compile("的[^，,。；;]{1,12}(?:[：:]|是|为|有|依次|分别)")  # 位居前三的工单：交通类783件
_MEANT_BY_RANK = re.compile("的(?!是|为|有|依次|分别)[㐀-鿿]{2,}")
_REST_OF = re.compile("(?:其余|其他|另外|剩余)$")
_MEASURED_TIME = re.compile(
    "(?:时长|用时|工期|周期|历时|平均|天数|日数|时数|月数|年数|年限|[优良]|污染|缩短|压缩|提速|减少|增加|延长|提前|下降|偏[早晚多少]|提高|上升|增长|寿命|年龄|住院日)(?:分别|依次)?[为至到了]?的?$"
    "|[比较](?![重例率])[^，,]{2,14}[快慢早晚]了?$|(?:[户人次日年月]均|平均|累计|累积)[^，,]{0,10}$|(?:办理|审批|处理|办结|响应|处置|停留|等候|平均)[^，,]{0,4}(?:时间|时限)[为至到]?$"
    "|(?:超出|超过|超)(?:规定|法定|承诺|要求|省定|国定|办理|答复|办结){1,2}的?(?:时限|期限|时间|标准)[达约]?$"
    "|(?:最长|最多|最久|平均|累计)(?:已|达)?(?:拖欠|逾期|超期|超时|延期|延误|闲置|积压|滞后)(?:时间)?[达了约]?$"
    "|可(?:支付|支撑|使用)(?:月数|时间|能力)?[为达约]?$"
)
_OVERDUE = re.compile("(?:逾期|超期|超时|延误|滞后)了?$")
THESE = ("这", "该", "此", "上述", "以上", "前述")
_LIST_LEAD = re.compile(
    "^.*?(?:包括|含|除|其中|有|为|集中在|分布在|涉及|来自|主要是|造成|导致|致使|波及|(?:抽查|检查|督查|审计|走访|抽取|选取)了)"
)
_OF_DATE = re.compile("月|日|时|点|號|号|(?:不变|可比|当年)?价(?![值格位差])")  # 90价, 1990不变价: of which year
_SMALL_CHINESE = re.compile("^[一二两三四五六七八九十](?![一二三四五六七八九十百千])个?")
# 有效申诉九件，: behind the noun that it counts, before a pause; 每月一次, 不止一次, 这三项 count nothing
_NOUN_BEFORE = re.compile("(?<![每不这那各某])(?<![每不][㐀-鿿])(?<![每不][㐀-鿿]{2})[㐀-鿿）”]{2}$")
_NO_NOUN = re.compile("每[㐀-鿿]?$|[这那某任同另又再各该此第每不分前后头上下近几数是了过把和与及或对向于在以从按为之的]$")
_ROUND_CHINESE = re.compile("^[一二两三四五六七八九十][万千百亿]")  # 两万份: counted
_ITEM = re.compile("[.．、][ 　]?[㐀-鿿“]")
_ROW_NAME = re.compile("[㐀-鿿]{2,10}")
_CLASS = re.compile("以[上下内]$")
_OF_NOUN = re.compile("(?!的|及|的?(?:共?有|为|达|占))[㐀-鿿]{2,24}")
_IN_BRACKETS = re.compile("[（(][㐀-鿿]{1,8}[）)]")  # 10人以上集体劳动（人事）争议
_OPENS = re.compile("(?:^|[，,、；;：:中含有括])[ 　]*$")
_AND_ABOVE = re.compile("口?[及以]{0,2}[上下]的")
_BY_SIZE = re.compile("级?(?:项目|企业|园区|工程|产业|集群|乡镇|村)")
_IS_VALUE = re.compile("[额值资金款费入出税价][^，,]{0,4}$|[为达计共是有了获奖得]$")  # 投入5万元以上: an amount of its own
_OF_CLASS = re.compile("的(?:[^，,。；;：:、]{1,12}|$)")
_OF_COUNTED = re.compile("的(?!有|共|占|为|达|均|已|是|情况|目标)[㐀-鿿]{2,24}(?=[，,。；;、：:（(]|$)")
_NEXT_OF_ROW = re.compile(
    "[，,、；;](?:其中)?(?:[最较][长短快慢]的(?:是|为))?(?P<name>[㐀-鿿（）]{2,16}?)(?:[最较][长短快慢])?[，,]?(?:平均)?(?:仅|为|达到?|约|需|是|用时){0,2}"
)  # one more of a row of times measured
_BODIES = re.compile(BODIES)
_PAUSES = re.compile("[，,；;：:。、（(]|^$")
WHO_FALL_UNDER = re.compile(
    "(?:及?以[上下])?的(?:(?=[，,])|[有为是]|[^，,。；;：:、]{0,6}?(?:县（市、区）|单位|部门|县区?|区|乡?镇|街道|企业|学校|人员|网站|账号)(?:(?:分别|依次)?[有为是])?)"
)
# 倾倒废渣8吨以上|的，从重处罚: the case that a rule speaks of, and no case that was counted behind it (的，有5家)
_IN_CASE = re.compile(
    "的[ 　]*(?:$|[；;。、\n]|[，,]"
    "(?!(?:就|也|已|共|仅|只|还|均|都)?有|共|为|是|占|均|都|分别|依次|包括|[^，,。；;]{0,16}(?:等|共|有)[0-9]))"
)
_IN_THAT_CASE = re.compile("(?<=[㐀-鿿])(?:为|只有|仅有|满|达到?)$")  # but 最大的为禾丰县，达到|186毫米的
_CASE_ENDS = re.compile("的[；;。 　]*$")
_SAYS = re.compile("是(?!否)|属于|[超达][过到]了")  # 出栏120万头以上，是近年来最好的: a sentence, and no case
# what a sentence says that somebody has to do, and what the words before a figure say that he has to have (各村应有村医|3名以上，
# 全市共有超过1800名: that is of the first alone); 供应有, 反应有 are other words, 不宜耕种的 which ones
_DUTY = re.compile("(?<!查[处获出])(?<!发现)(?<!清[退理查])(?:应当|不得|严禁|禁止|可以处|方可)")
_MUST_HAVE = re.compile("(?<![供反响适对相感效])应(?:有(?!尽)|具[备有]|配备|设[立置])")
_TO_HAVE = re.compile(f"{_MUST_HAVE.pattern}[^0-9]*$|不[宜应]$")
_MAY_NOT = ("不宜", "不应")
_IS_SO = re.compile("已|目前|实有|实际(?!经营)|全[省市县区]共|查[处获出]|发现")
_AS_ORDERED = re.compile("(?:按照?|参照|针对|对|待|给|跟)$")
_INCLUDING, _BRACKET_ENDS = ("（含", "(含"), ("）", ")")
_OF_THOSE = ("的", "的有", "的共", "的为", "的是", "的共有")
_ISSUED = re.compile(
    "(?:部门|部委|单位)?(?:办公[厅室])?(?:联合|共同)?(?:印发|发布|出台|制定|下发|转发)?(?:的|了)?《|(?:部门|部委|单位)关于"
)
_STANDS_WITHIN = re.compile("(?:之?中|里)[^，,。；;]{0,4}(?:排|居|列|处于|领先|第|首|前|后|最|名)")  # 在31个省区市|中保持领先
_CONTEST_OF = re.compile(f"(?P<thing>[^，,。；;0-9]{{0,16}}{CONTEST})中(?P<aside>[，,])?(?=[^，,。；;]{{0,12}}[排居列位名])")
_NOT_REACHED = re.compile("(?:未|未能|没有)(?:达到?|完成)?$")
_ALL_OF_CLASS = re.compile("[㐀-鿿]{2,12}?(?:已|均|都|全部|全面|实现|完成)")
_BOUNDED = re.compile("(?:超过?|不足|少于|低于|高于|大于|小于|达到?)[0-9]|[0-9][^0-9]{1,6}以[上下]|[0-9][^0-9]{0,6}至[0-9]")
_PUNISHED = re.compile(f"{FIGURE}.*(?:罚款|罚金|拘留|有期徒刑)$")  # 停产6件、移送行政拘留9件: counted, no measure of a punishment
_FULL_MARKS = re.compile("满分[㐀-鿿]{2}")  # 满分未学习129人
_BOUND = re.compile("(?:低于|高于|大于|小于|未达到?|不足|超过|达到?|在)$")
_HAN_BEHIND = re.compile("[㐀-鿿]{2}")
_SOURCE = re.compile("[^，,。；;]{0,40}?(?:报告|统计|监测|调查|调度|测算|分析|反映|上报)(?:显示|结果显示)?(?:[，,：:]|$)")
_SAMPLE = re.compile("[^，,。；;0-9]{0,10}抽样(?:调查|监测|$)")
_ACCORDING = re.compile("(?:^|[，,：:])[ 　]{0,4}(?:据|根据|依据)[^，,]{0,12}$")
_OF_SPAN = re.compile("(?!内|以内|之间|左右|期间|为|的?(?:共?有|为|达|占))[㐀-鿿]{2}")  # 0-30秒签收, 0-14岁人口: a class by its bounds
_KIND_OF = re.compile("[㐀-鿿]{0,4}(?:领域|行业|方面|类别|环节|种类|门类)[㐀-鿿]{2,8}")
_NOUN = re.compile("[㐀-鿿]{2,10}")
_MEAN_OF = re.compile("得分$|(?:平均|总|综合|考核|测评|考评)分数?$|[人户]均[㐀-鿿]{2,6}$")  # 法官人均结案|超过300件的有
_STEPS = ("阶段", "方面", "层面", "步骤", "环节", "维度")
_SPEAKS = re.compile("[：:说称道]$|(?:指出|表示|强调|介绍|透露|要求)[，,]?$")  # what is said, and not a name, is quoted behind it
_PAUSE = re.compile("[，,；;。]")
QUOTED = 12  # characters behind a figure within which a name in quotation marks ends
_AGES = ("岁", "周岁", "月龄")
_EACH_HAS = ("各", "各有", "均", "均有", "各为", "分别有")
_CLASS_BEHIND = re.compile("(?:及其?以[上下内]|以[上下内]|[及含]以上)?的|[及以][上下]|及以|以?内(?=.{2})")
_IN_WORDS = re.compile("[一二三四五六七八九十百]{2,6}[㐀-鿿]{1,2}")
_ENDS = ("", "，", ",", "、", "；", ";", "。")
_ABOUT_SO_MANY = re.compile("^(?!.*以[上下内])(?:.*(?:余|多(?!于))|(?:将|接)?近)")
# 贫困人口30多人|的村12个, 10多辆|以上车队36支, 300余人|村庄12个: of which the next figure says how many there are
_COUNTED_BEHIND = re.compile("的[㐀-鿿]{1,10}[0-9]|[及含]?以[上下内]")
_HOLDS = ("人", "户", "张")  # what a place or a house has, by which it is of a class
_OF_SO_MANY = re.compile("[㐀-鿿]{1,4}[0-9]")
_JOINTS = ("、", "和", "及", "至", "-", "—", "～")
NEAR = 200  # characters in which an open quotation mark is looked for
_POPULATION = re.compile("(?:处于|位列|位居|名列|排名|列|居|排)[^，,]{0,8}$")
_AMONG_WHOM = re.compile(
    "(?:地级|及?以上|[省市县区镇乡州]|重点|街道|单位|部门|城市|省份|地区|国家|企业|高校|医院|[中高]级法院|基层法院|法院|检察院|学校|乡镇|站点?|断面|（[^（）]{1,8}）){1,4}[中里]?(?:综合|均|分别|同时|双双)?(?:排名|排位|位列|位居|列|居|排)(?:正数|倒数)?第?"
)
_PLACED = ("居", "列", "位居", "位列", "排名", "排在", "分列", "分居", "分别位居", "分别位列", "名列")
_COMPARED_WITH = re.compile(
    "(?:[比较距与]|[高低多少快慢]出|[高低多少快慢]于|落后于?|领先于?|超过|超出)(?:排名|位列|位居)?(?:全[国省市县区])?第?$"
)
_STANDS_AMONG = re.compile("[中里]?(?:综合)?(?:排名|排位|位列|位居|列|居|排)(?:正数|倒数)?第?")
_STANDS_STILL = re.compile(f"(?:[（(][市区州旗场]{{1,3}}[）)])?中?(?:继续|仍然?|依然|连续|持续|稳定|始终|再次)+(?:{_STANDS_AMONG.pattern})")
RANKED = 6  # characters between the number of those ranked and the rank
LEFT = 40  # characters before a figure that exclusion rules look at
RIGHT = 24  # and behind it


@lru_cache(maxsize=8)
def _changed(changes: Field) -> re.Pattern[str]:
    """A verb of growth or decline at the end of words."""
    return re.compile(f"(?:{changes.patterns['up']}|{changes.patterns['down']})(?:分别|依次)?[了为至到]?$")


def is_in_name(figure: Quantity) -> bool:
    """Whether what looks like a count may be the number by which something is called, as its unit is a word too: 十六洞村, 二十四道弯."""
    return figure.kind == "count" and _IN_WORDS.fullmatch(figure.raw) is not None and is_word(figure.unit or "")


def says_bound(figure: Quantity, text: str) -> bool:
    """Whether a figure may be the bound of a class (超过30个, 30个以上, 投资近亿元的项目), and counts nothing (30余个项目挪用资金)."""
    if figure.qualifier in ("exact", "about"):
        return False
    if figure.kind != "count" or _ABOUT_SO_MANY.match(figure.raw) is None or _COUNTED_BEHIND.match(text, figure.span[1]):
        return True
    return figure.unit in _HOLDS and _OF_SO_MANY.match(text, figure.span[1]) is not None


class Exclusions(Records):
    """Says of a figure whether a rule leaves it out."""

    def are_ranked(self, figure: Quantity, own: str, right: str) -> bool:
        """Whether a figure says how many are ranked, before the rank: 在全市16县区中|排名第五, 居全省21个市第3位."""
        whom = self.class_of_whom.match(right) if figure.kind == "count" else None
        if figure.unit in self.place_units and _STANDS_AMONG.fullmatch(right):
            return True
        if whom is not None and _STANDS_STILL.fullmatch(right, whom.end()):
            return True  # 在全省91个县（市）中继续排名第一
        return (_POPULATION.search(own) is not None and len(right) <= RANKED) or _AMONG_WHOM.fullmatch(right) is not None

    def share_places(self, figure: Quantity) -> bool:
        """Whether the places up to a rank (前三位) are those of as many figures of one unit right before it."""
        n = int(figure.value) if figure.value is not None and figure.raw.startswith(("前", "后")) else 0
        row = self.records[-n:] if n > 1 else []
        return (
            len(row) == n > 1
            and all(r.draft.sentence_span[0] == self.sentence.start and r.draft.unit == row[0].draft.unit for r in row)
            and self.text[row[0].draft.quantity_span[1] : figure.span[0]].count("、") == n - 1
        )

    def exclusion(self, figure: Quantity, words: str, right: str, more: bool) -> str | None:
        around = words[-LEFT:] + FIGURE + right[:RIGHT]
        match = self.exclusions.first(
            around,
            only=(
                "statistics.exclusions.prescription",
                "statistics.exclusions.list_item",
                "statistics.exclusions.formula",
                "statistics.exclusions.rank_class",
            ),
        )
        counted = match is not None and figure.kind == "count" and (_PUNISHED.match(match.text) or _FULL_MARKS.match(match.text))
        if match is not None and not counted:
            return match.rule
        if figure.unit == "条" and figure.value % 1:
            return "statistics.exclusions.list_item"  # 符合6.2条的规定: a clause of a standard
        if figure.unit is None and len(figure.raw) == 1 and _FOOTNOTED.search(words):
            return "statistics.exclusions.footnote"  # a footnote's digit, stuck to the word
        if figure.unit is None and self.sentence.work.strip() == figure.raw:
            return "statistics.exclusions.footnote"  # the mark of a note on a line of its own
        if figure.unit is None and _ITEM.match(right) and words.rstrip(" 　")[-1:] in ("", "：", ":", "；", ";", "。"):
            return "statistics.exclusions.list_item"  # 主要涉及：1. 因…；2. 因…
        if figure.kind == "rank" and figure.raw.startswith(("前", "后")) and _WHO_IS_MEANT.match(right):
            return "statistics.exclusions.rank_class"
        if figure.kind == "rank" and words in _PLACED and self.share_places(figure):
            return "statistics.exclusions.rank_class"  # 食品2860件、服装1920件居前两位: the row together, none of them
        if figure.kind == "rank" and _COMPARED_WITH.search(words) and not figure.raw.startswith(("前", "后")):
            return "statistics.exclusions.rank_class"  # 比第一名低11.4分, 高出第二名1.8分
        if figure.kind == "rank" and _MEANT_BY_RANK.match(right):
            return "statistics.exclusions.rank_class"  # 居首位的举报量为109件
        if figure.kind == "rank" and figure.raw.startswith("第") and _AS_ORDERED.search(words):
            return "statistics.exclusions.rank_class"  # 按照第1名选定的班级检索: who is meant
        if self.is_bound_again(figure):
            return "statistics.exclusions.threshold"  # 超过50人（含50人）: the bound once more
        if figure.unit is None and _OF_DATE.match(right):
            return "statistics.exclusions.date"
        if self.quoted(figure) or words.rstrip(" 　：:").endswith(("以下简称", "以下统称", "以下称", "下称", "简称")):
            return "statistics.exclusions.quoted"
        if self.none[0] < figure.span[0] < self.none[1]:
            return "statistics.exclusions.threshold"  # 未发生一次死亡3人以上的事故
        bounded = says_bound(figure, self.text) or figure.value_max is not None
        if bounded and ((self.obliged and self.is_duty(figure)) or (_AT_LEAST.match(figure.raw) and _EACH_TIME.search(words))):
            return "statistics.exclusions.prescription"  # 每周更新不少于2次: how often it is to be done
        if figure.kind == "count" and _EACH_TIME_DONE.search(words):
            return "statistics.exclusions.prescription"  # 每月至少维护1次
        by_range = figure.value_max is not None and right == "" and figure.kind == "score"  # 80—90分24家
        if more and right[:1] in ("", "占") and (_CLASS.search(figure.raw) or by_range):
            return "statistics.exclusions.threshold"  # 50亿元以上3个
        by_size = more and figure.kind == "money" and _OPENS.search(words) is not None and _BY_SIZE.fullmatch(right) is not None
        if by_size or _AND_ABOVE.match(right):
            return "statistics.exclusions.threshold"  # 20万人口以上的镇, 其中10亿元项目2个
        if bounded and figure.unit is None and _OF_CLASS.match(right):
            return "statistics.exclusions.threshold"  # 户籍人口超过100万的城市
        if figure.kind == "count" and words.rstrip(" 　").endswith(("据", "据对", "根据")) and _SOURCE.match(right):
            return "statistics.exclusions.incidental"  # 据31个省报告, 据对4000个养殖点监测: where it is known from
        if figure.unit in RATES and _SAMPLE.match(right) is not None and _ACCORDING.search(words) is not None:
            return "statistics.exclusions.incidental"  # 据全省5‰人口变动抽样调查: how many were asked
        alone = not more or BOUNDARY.search(right) is not None
        if figure.kind == "count" and words.endswith("在") and alone and self.is_among_class(right):
            return "statistics.exclusions.population"  # 社会团体数量在31个省区市中保持领先
        if figure.kind == "count" and words.rstrip(" 　").endswith("等") and _ISSUED.match(right):
            return "statistics.exclusions.incidental"  # 财政部等11部门《关于…的通知》: who issued a paper
        last = self.excluded[-1] if self.excluded and words in _JOINTS else None
        if last is not None and last.rule == "statistics.exclusions.list_item" and last.span[1] + len(words) == figure.span[0]:
            return last.rule  # 第17、18件
        if (figure.unit is None and right.startswith("者")) or self.are_those_named(figure, words, right):
            return "statistics.exclusions.list_count"  # 上述3者合计
        if figure.unit is None and right.startswith("台阶"):
            return "statistics.exclusions.incidental"  # 再上百亿台阶
        if figure.unit is None and right.startswith("大") and figure.kind != "ratio" and _HAN_BEHIND.match(right, 1):
            return "statistics.exclusions.incidental"  # 10大重点领域
        if (
            bounded
            and more
            and figure.kind != "ratio"
            and not (figure.kind == "money" and _IS_VALUE.search(words) is not None)
            and _CLASS.search(figure.raw)
            and _OF_NOUN.fullmatch(_IN_BRACKETS.sub("", right.replace(TIME, "")))
        ):
            return "statistics.exclusions.threshold"  # 一次死亡5人以上道路交通事故同比减少3起, 7座以上客车348万辆次
        if bounded and (figure.unit in RATES or figure.kind == "score") and self.falls_under(words, right) is not None:
            return "statistics.exclusions.threshold"  # 办结率低于90%的单位，将…; 未达100%的，予以通报
        if bounded and figure.kind in ("score", "ratio") and right.startswith("的") and self.is_bound_of_one(words, right[1:]):
            return "statistics.exclusions.threshold"  # 得分低于70分的石泉乡（64.5分）
        if bounded and figure.unit in RATES and self.goes_on_bounding(right):
            return "statistics.exclusions.threshold"  # 完成率超过80%的有甲县（86%），低于60%的有乙县（52%）
        if self.is_of_case(figure, words, bounded=bounded):
            return "statistics.exclusions.threshold"
        if bounded and more and right.replace("，", "").strip() in _OF_THOSE:
            return "statistics.exclusions.threshold"  # 80—90分的7家，80分以下的3家; 3次以上的，有218件
        if figure.unit in RATES and right.startswith("的") and _NOT_REACHED.search(words) is not None:
            return "statistics.exclusions.threshold"  # 未达到95%的目标
        if _CLASS.search(figure.raw) and figure.kind in ("count", "area", "length") and self.opens_with_class(figure, words, right):
            return "statistics.exclusions.threshold"  # 66人以上超大班额已全部消除
        more_or_heading = more or (self.paragraph in self.titles and right.endswith(("情况", "进展")))  # 二、5亿元以上项目情况
        if bounded and more_or_heading and self.exclusions.first(FIGURE + right, only=("statistics.exclusions.threshold",)):
            return "statistics.exclusions.threshold"
        overdue = figure.qualifier == "exact" and _OVERDUE.search(words) is not None and (right == "" or right[0] in "，,。；;、")
        if figure.kind == "time" and not (overdue or self.shortened or self.is_measured(words) or self.goes_on_measuring(figure)):
            return "statistics.exclusions.duration"
        if figure.unit in self.place_units and _REST_OF.search(words.strip()):
            return "statistics.exclusions.list_count"
        if is_in_name(figure) and not self.is_counted(BOUNDARY.split(words)[-1].rstrip(), right):
            return "statistics.exclusions.incidental"  # 十六洞村, 二十四道弯, 十二点前; but 建成十二站
        if right.startswith(_STEPS) and _SMALL_CHINESE.match(figure.raw):
            return "statistics.exclusions.incidental"  # 分自查、抽查两个阶段
        if (
            figure.kind == "count"
            and (_SMALL_CHINESE.match(figure.raw) or _ROUND_CHINESE.match(figure.raw))
            and (_ROUND_CHINESE.match(figure.raw) is None or figure.qualifier in ("at_least", "at_most"))
            and not self.is_counted(BOUNDARY.split(words)[-1].rstrip(), right)
            and not self.is_in_row(figure, words, right)
        ):
            return "statistics.exclusions.incidental"
        if more and self.is_of_a_noun(figure, right):
            return "statistics.exclusions.incidental"  # 办理四个领域案件117414件
        return None

    def is_counted(self, own: str, right: str) -> bool:
        """Whether a small number in words is a count: 查处两起, 共两起, 有效申诉九件，; what each is to have at least is none."""
        at_least = _AT_LEAST.search(own) is not None
        if at_least and "每" in own:
            return False
        if self.verbs.at_end(own) or own.endswith(("为", "达", "共", "有")):
            return True
        return not at_least and right[:1] in _ENDS and _NOUN_BEFORE.search(own) is not None and _NO_NOUN.search(own) is None

    def is_of_case(self, figure: Quantity, words: str, *, bounded: bool) -> bool:
        """Whether a figure belongs to a case that a rule speaks of: 倾倒废渣8吨以上的，从重处罚; 报名单位为4家的，…; 林地5亩以上，
        其他土地20亩以上基本功能丧失的；"""
        bounded = bounded and _CLASS.search(figure.raw) is not None
        if (bounded or _IN_THAT_CASE.search(words) is not None) and _IN_CASE.match(self.text, figure.span[1]) is not None:
            return True
        if not bounded or _CASE_ENDS.search(self.sentence.work) is None:
            return False
        return _SAYS.search(self.sentence.work, figure.span[1] - self.sentence.start) is None

    def is_duty(self, figure: Quantity) -> bool:
        """Whether a bound is of what somebody has to do or to have, in a sentence that says so, and of nothing that is told beside it."""
        work, at = self.sentence.work, figure.span[0] - self.sentence.start
        before, behind = BOUNDARY.split(work[:at])[-1], BOUNDARY.split(work[at:], maxsplit=1)[0]
        if figure.raw.startswith(_MAY_NOT) or _TO_HAVE.search(before) is not None or _DUTY.search(before + behind) is not None:
            return True
        if _AT_LEAST.match(figure.raw):  # 应具备下列条件：注册资本不低于500万元
            return _DUTY.search(work) is not None or (_MUST_HAVE.search(work) is not None and _IS_SO.search(work) is None)
        return _DUTY.search(work) is not None and (_IS_SO.search(before) is None or behind.startswith("的", len(figure.raw)))

    def is_bound_again(self, figure: Quantity) -> bool:
        """超过50人（含|50人|）: whether a bracket holds the bound before it and no more; （含50人次回访） is a part."""
        start, end = figure.span
        if not (self.text.endswith(_INCLUDING, 0, start) and self.text.startswith(_BRACKET_ENDS, end)):
            return False
        return self.text.endswith(figure.raw, 0, start - 2)

    def is_bound(self, before: str, figure: Quantity) -> bool:
        """建成23个|日处理能力|超500吨|的污水处理厂: whether a figure says which ones the count before it, and no pause, counts."""
        bounded = says_bound(figure, self.text) or _CLASS.search(figure.raw) is not None
        if not before.strip() and (figure.unit in _AGES or _CLASS.search(figure.raw) is not None):
            return True  # 5.2万名|65周岁以上|老年人, 12所|500人以上|学校
        return (
            bounded
            and not _PAUSES.search(before)
            and _OF_COUNTED.match(self.sentence.work, figure.span[1] - self.sentence.start) is not None
        )

    def is_class_in_bracket(self, figure: Quantity, end: int) -> bool:
        """（15岁及以上不识字的人）, （65岁以上）: whether a bracket says of which class the thing before it is."""
        bounded = says_bound(figure, self.text) or figure.value_max is not None
        before_figure = self.text[end + 1 : end + 2].isdigit()  # 高温日数（≥35℃）31天
        return bounded and (figure.unit in _AGES or before_figure or _HAN_BEHIND.match(self.text, figure.span[1], end) is not None)

    def name_in_row(self, first: str, last: str) -> None:
        """禾丰县办结率、满意率2项…: whose they are; a place in the name of the first of several things (禾丰县输变电工程、…2个) is
        whose that one is, for its part of the sentence alone."""
        memory = self.memory
        before = memory.subject, memory.main, memory.home
        self.set_subject(first)
        if self.phrases.measure_end.search(last) is None:
            memory.passing = before[:1]
            _, memory.main, memory.home = before

    def opens_with_class(self, figure: Quantity, words: str, right: str) -> bool:
        """Whether a clause begins with a class and goes on to say of it what is no figure."""
        opens = not self.phrases.bare(BOUNDARY.split(words)[-1])
        return opens and _ALL_OF_CLASS.match(right) is not None

    def is_next_class(self) -> bool:
        """超过50万人的县有2个，少于30万人的有4个: whether what was counted before is one of several classes, so that this is another."""
        topics = self.memory.topics[self.first_topic :]
        return bool(topics) and _BOUNDED.search(topics[-1].indicator or "") is not None

    def behind_none(self, figures: Sequence[Quantity], k: int) -> int:
        """The place of the figure behind a word that says none, those left out that are part of what there was none of."""
        after = k + 1
        while after < len(figures) and BOUNDARY.search(self.between(figures[k].span[1], figures[after].span[0])) is None:
            after += 1
        self.none = figures[k].span[0], figures[after - 1].span[1]
        return after

    def falls_under(self, words: str, right: str) -> str | None:
        """办结率 of 办结率|低于90%的单位: the measure by whose bound those are told apart of whom the sentence speaks, else null."""
        measure = BOUNDARY.split(_BOUND.sub("", words))[-1] if WHO_FALL_UNDER.match(right) is not None else ""
        return measure if self.phrases.measure_end.search(measure) or _MEAN_OF.search(measure) else None

    def is_bound_of_one(self, words: str, name: str) -> bool:
        """得分|低于70分的|石泉乡: whether a bound says of a measure which one is meant that is named behind it."""
        measure = BOUNDARY.split(_BOUND.sub("", words))[-1]
        told = self.phrases.measure_end.search(measure) or _MEAN_OF.search(measure)
        return told is not None and self.phrases.subject_of(re.split("[（(、，,]", name)[0])[1] == "" != name

    def goes_on_bounding(self, right: str) -> bool:
        """Whether a bound tells apart some more of whom the sentence speaks, behind one that did so."""
        last = self.excluded[-1] if self.excluded and WHO_FALL_UNDER.match(right) is not None else None
        return last is not None and last.rule == "statistics.exclusions.threshold" and last.span[0] >= self.sentence.start

    def is_in_row(self, figure: Quantity, words: str, right: str) -> bool:
        """咨询类95件、求助类两件、投诉类36件: whether a small number in words is one of a row of figures in its unit."""
        last = self.last_draft
        if (
            last is None
            or last.unit != figure.unit
            or last.sentence_span[0] != self.sentence.start
            or right[:1] not in ("", "、", "，", ",")
        ):
            return False
        return words[:1] in ("、", "，", ",") and _ROW_NAME.fullmatch(words[1:]) is not None

    def is_of_a_noun(self, figure: Quantity, right: str) -> bool:
        """Whether a small number in words only says of which kinds the things are that the next figure counts."""
        few = figure.kind == "count" and figure.unit in ("个", "类", "种", "大") and _SMALL_CHINESE.match(figure.raw)
        return bool(few) and _KIND_OF.fullmatch(right) is not None and self.inner_verb.search(right) is None

    def goes_on_measuring(self, figure: Quantity) -> bool:
        """平均住院日为8.8日，其中公立医院为8.4日；民营医院为9.1日: whether a length of time was measured in this unit right before."""
        last = self.last_draft
        if last is None or last.unit != figure.unit or last.measure not in ("duration", "change"):
            return False
        if figure.qualifier == "at_most" and last.qualifier != "at_most":
            return False  # 投诉类需5个工作日内办结: what is allowed
        if last.sentence_span[0] != self.sentence.start:
            return self.member and last.sentence_span[0] >= self.chain
        between = self.sentence.work[last.quantity_span[1] - self.sentence.start : figure.span[0] - self.sentence.start]
        row = _NEXT_OF_ROW.fullmatch(between)
        if row is not None:  # 特急件平均用时1.6天，急件3.2天; 禾丰县最快，为14分钟，云坪区最慢，达38分钟
            name = row.group("name")
            return name[-1:] in (last.indicator or "") or self.phrases.subject_of(name) == (name, "")
        return "其中" in between

    def is_measured(self, words: str) -> bool:
        """Whether the words before a time, or what a row is put in order by, say that it was measured."""
        said = words.replace(TIME, "")
        if words.endswith("连续"):
            return False
        return any(_MEASURED_TIME.search(one) for one in (said, self.ahead or "")) or _changed(self.changes).search(said) is not None

    def is_among_class(self, right: str) -> bool:
        """Whether the words behind a count say that it is of a class among which one stands: 31个|省区市中."""
        of_class = self.class_of_whom.match(right)
        return of_class is not None and _STANDS_WITHIN.match(right, of_class.end()) is not None

    def contest_of(self, figure: Quantity, right: str) -> re.Match[str] | None:
        """在全市6个|县区执法质量考评中，我县列第2位: within what those are put in order whom a figure counts, else null."""
        whose = self.class_of_whom.match(right) if figure.kind == "count" else None
        return _CONTEST_OF.match(right, whose.end()) if whose is not None else None

    def is_of_a_name(self, rule: str, figure: Quantity, right: str, own: str = "") -> bool:
        """两年以上的资金3.15亿元, 60岁及以上人口9万人: whether a figure left out is part of what the next figure counts."""
        if rule == "statistics.exclusions.quoted":
            return right.startswith("”")  # “710”政务督办系统
        if rule == "statistics.exclusions.threshold" and right.replace("，", "").strip() in _OF_THOSE:
            return True  # 80—90分的7家, 80—90分的有7家
        if rule == "statistics.exclusions.threshold" and _AND_ABOVE.match(right):
            return BOUNDARY.search(right) is None  # 20万人口以上的镇2个
        if rule == "statistics.exclusions.incidental" and (self.is_of_a_noun(figure, right) or is_in_name(figure)):
            return True
        if rule == "statistics.exclusions.incidental" and own and figure.unit == "项" and _NOUN.fullmatch(right):
            return self.inner_verb.search(right) is None  # 享受残疾人两项补贴6.9万人
        if figure.unit in _AGES and BOUNDARY.search(right, 1) is not None:
            right = BOUNDARY.split(right)[0]  # 21—25岁年龄段事故最多，为12起
        if (
            rule not in ("statistics.exclusions.threshold", "statistics.exclusions.duration") and not self.is_term(rule, figure)
        ) or BOUNDARY.search(right):
            return False
        return (
            (figure.value_max is not None and (right == "" or _OF_SPAN.match(right) is not None))
            or (right.startswith("之间") and self.is_next_class())
            or says_bound(figure, self.text)
            or _CLASS.search(figure.raw) is not None
            or figure.unit in _AGES
            or _CLASS_BEHIND.match(right) is not None
        )

    def is_term(self, rule: str, figure: Quantity) -> bool:
        """判处三年以上有期徒刑134人: a term of years that says of which kind those are that the next figure counts."""
        return rule == "statistics.exclusions.prescription" and figure.kind == "time"

    def quoted(self, figure: Quantity) -> bool:
        """Whether a figure stands within a title, or within a name in quotation marks; what somebody says is none."""
        work, at = self.sentence.work, figure.span[0] - self.sentence.start
        start = max(0, at - NEAR)
        before = work[start:at]
        if "《" not in before and "“" not in before:
            return False
        if before.count("《") > before.count("》"):
            return True
        if figure.unit is None and before.endswith("“"):
            return True  # “1100252农林水转移支付收入”: the code of an account
        if before.count("“") <= before.count("”"):
            return False
        opening, end = start + before.rindex("“"), figure.span[1] - self.sentence.start
        closing = work.find("”", end)
        if closing < 0 or _SPEAKS.search(work, 0, opening) is not None or work[closing - 1] in "。！":
            return False  # “一期占地120亩，年产值15亿元。”
        if _PAUSE.search(work, opening, closing) is None:
            return closing < end + QUOTED
        return _HAN_BEHIND.match(work, closing + 1) is not None  # “每月1次检查，每季3次通报”制度

    def are_those_named(self, figure: Quantity, own: str, right: str) -> bool:
        """上述3个单位, 这5个县区: the count of those who were named before."""
        return figure.kind == "count" and own.strip("，, 　") in THESE and self.class_named(right) is not None

    def class_named(self, words: str) -> re.Match[str] | None:
        """The class of places or bodies with which words begin."""
        return self.class_of_whom.match(words) or _BODIES.match(words)

    def is_of_the_last(self, names: Sequence[str]) -> bool:
        """甲局、乙局各签约项目2个: whether the last of the names goes on with what they have or did, so that this is counted."""
        last, rest = self.phrases.subject_of(names[-1])
        if last is None or not rest or rest.startswith(("分别", "依次")):
            return False
        return all(self.phrases.subject_of(name) == (name, "") for name in names[:-1])

    def is_list_count(self, own: str, figure: Quantity, right: str = "") -> bool:
        """甲县、乙县、丙县3县: the count of names just given. They are the subjects of what follows."""
        unit = (figure.unit or "").partition("(")[0] or (right[:1] if right[:1] in "县市区镇乡省州地村" else None)
        if own.rstrip(" 　").endswith(("各", "均")):
            return False  # 北街、东街建成食堂各2个
        these = own.endswith("这")  # 甲、乙、丙这三座水库: names, whatever they end in
        if own.rstrip().endswith(_EACH_HAS):
            return False  # 柳坝镇、南渡镇各2项: what each of them has
        if "、" not in own or not (these or unit in self.list_units) or figure.value != figure.value.to_integral_value():
            return False
        listed = _LIST_LEAD.sub("", self.phrases.bare(own.removesuffix("这"))).removesuffix("等")
        ahead = self.ahead_named.match(listed)  # 投诉件较多的是甲局、乙局2个单位
        names = split_names(ahead.group("name") if ahead is not None else listed, int(figure.value))
        if len(names) != int(figure.value) or (ahead is None and self.is_of_the_last(names)):
            return False
        if ahead is not None:
            self.put_ahead(ahead)
        self.excluded.append(Excluded(span=figure.span, rule="statistics.exclusions.list_count"))
        first, rest = self.phrases.subject_of(names[0])
        of_class = self.class_of_whom.match(right) is not None
        if of_class and first is not None and rest:
            self.set_subject(first)  # 岚川市云坪、望川、禾丰3个县区: of which city
        if (
            these
            or of_class
            or unit in self.place_units
            or ((noun := self.class_of_whom.match(right)) is not None and noun.end() > 1)  # 云坪、望川两个行政区
            or all(self.phrases.subject_of(name)[0] == name or self.phrases.is_short_place(name) for name in names)
        ):
            self.memory.names = tuple(names)
            return True
        if first is not None and rest:
            self.name_in_row(first, names[-1])
        self.memory.things = (rest.removeprefix("的") if first else names[0], *names[1:])
        return True
