"""What is counted or measured: the words of a clause without all that only leads in, links, or says who, how and to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from notice_parser.extract.statistics.context import DONE, REMEMBERED
from notice_parser.extract.statistics.wholes import Wholes
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.model import Quantity, Span

__all__ = ["CAUSED", "Indicators"]

# 洪涝灾害造成直接经济损失: what a notice is about; 重型货车肇事导致死亡 says of which kind they are, and stays
CAUSED = re.compile(
    "^(?:[^，,造导致]{0,8}(?:灾害?|雨|洪水?|洪涝|地震|[大暴台]风(?:“[^“”]{1,8}”)?|风雹|雪|旱|疫情|天气|降水|降温|过程|滑坡|泥石流)|(?:此次|本次|该起?)?事故)(?:共|已|累计|先后|陆续)?(?:造成|导致|致使)(?=.{2})"
)
# 项目建成达产后可实现年产值: what is to be, once it is done
_ONCE_DONE = re.compile(
    f"^[^，,]{{0,12}}?(?:{DONE}|实施完成){{1,2}}(?:以?后)(?:预计|每年|年|将|可|能){{0,3}}(?=.{{3}})|^(?:每年|年)?可(?=(?:实现|新增|带动|创造|提供|形成|节约|解决|吸纳|增加).{{2}})"
)
_UNDER = re.compile("^受[^，,]{1,12}?(?:影响|委托(?:共|累计|先后)?(?=.{2}))")  # 受疫情影响走高至6.1%; 受区政府委托共|参加应诉案件
_SUFFERED = re.compile("^被(?=[^，,]{2,16}的?$)(?!征[用地]|[骗盗抢困]|子植物|动|告)")  # 被给予处分的
_AIMED = re.compile(
    "^(?:控制|稳定|维持|保持)在(?=.{2})"
    "|^(?:我们|我[国省市县区镇乡州局院])?[将要须应]{0,2}(?:力争|确保|争取|要求(?=完成|[^，,]{0,4}建成|达到|开工|竣工|实现)|计划(?!烧除|生育|免疫|单列|(?:总)?投资额?$|[^，,]{0,4}率)|预计|拟(?![建征聘录任])|保持|预期)(?=.{2})|(?<=.{2})(?:要|将)?(?:力争|预计|预期|有望)$|(?<=.[率度数量值例重])(?:必须|务必|应当|[要须应])$"
)
_RUNNING_ON = re.compile(
    "^(?:已经?)?连续[0-9一二两三四五六七八九十]{1,3}(?:个?[日天周月年季]|个?季度|年度)(?:均|都)?(?!未|无|没有)"
)  # 连续三日超过33亿立方米
_HAS = re.compile(
    "^(?:拥有(?![量率])|中?有(?![效关机色限序害毒罪期线偿价形息源奖照责籽]|证(?!据|人|书)|组织|资质|条件|劳动能力)|的|是(?![否非]))(?=.{2})"
)
_ADDED = re.compile(
    "^(?:再|另)?加上(?!年|级|[解缴划月])(?=..)|^(?:再加|加)(?=(?:上年|上级|上[解缴划]|中央|省|市|区|县|地方|动用|调入|转移性|年初|新增|债务|各项)[^，,]{2})"
    "|^加(?!上)(?=[^，,]{2,12}(?:收入|支出|结余|结转)$)"
)
_ON_SCOPE = re.compile(
    "(?:^|(?<=..)(?:按照?)?)(?:同|可比|自然|全)口径(?:计算)?(?=(?:完成|实现|达到?|为)?$)"
)  # 收入3.5亿元，同口径完成3.67亿元
_ONLY_MORE = ("又", "再", "还", "也", "并", "再次", "仅", "只", "仅仅", "均", "都", "已", "已经")
_DONE_WELL = re.compile("^(?:全面|圆满|顺利)+(?=(?:完成|实现)$)")  # 全面|完成13个司法所改造
# 市住建局|牵头的城区水体治理任务
_BY_MONTH = re.compile("^(?:均|都)?按[日周旬月季年]度?(?=.{2})")  # 按月发放低保金
_OTHERS_ACT = re.compile("^等(?:单位|企业|部门|机构|人员|地区|学校|医院|公司|家庭|[地人])(?=.{4})")  # 34个代建企业|等单位违规出售住房
# 失业率|为多年最低的3.9%, 标准降至历史最低的12元: how it stands among others, no part of its name
_RECORD = re.compile(
    "(?<=..)(?:为|是|达到?|创|处于|[降升增][至到为])(?:有(?:气象|水文)?记录以来|有史以来|建[国省市县区州]以来|历史(?:同期)?|近?[多数几一二三四五六七八九十]+年来?|历年|同期)的?"
    "(?:最[低高好大小快慢多少]|新[低高])(?:水平)?$"
)
_MAINLY = re.compile("[㐀-鿿]{0,10}?以(?P<name>[㐀-鿿“”]{2,12})为主")  # 病原以|流感|为主
LONGEST_DEED = 6  # characters before 共, 累计 that may be part of what is counted
_DONE_AGAIN = re.compile("(?P<deed>[㐀-鿿]{2})(?:共计?|累计)(?=(?P=deed))")  # 城乡医疗救助共|救助49208人
_JOINS = ("和", "及", "与")
_BY_MEANS = re.compile(
    "^(?:各[^，,]{1,8}?)?(?:通过|依托|利用)[^，,；;]{2,48}?(?:共计?|累计|先后)(?=.{2})"
)  # 通过“留言板”、市长信箱共|收到留言
_FROM_THEM = re.compile("(?:收到|接到|接收|收集|征集|受理|采用|采纳|汇总)")
_BY_THEM = re.compile("[^，,的]{2,6}的(?=.{2})")
_LEFT_OPEN = re.compile("(?<![案行讼同易卖]标)的$|(?<![理自事缘案])由$")
# 负责的|垃圾焚烧发电项目, 将|企业开办时间|压缩至, 党政主要负责同志共|外出招商: whose it is, what is done with it, through whom
_IN_CHARGE = re.compile(
    "^(?:牵头|负责|承担|承建|主管|主办|承办|分管|组织实施|实施|推进|管理|包联|包保|挂联|联系|经营|运营|所属|下属|所辖|下辖|管辖)"
    "(?:建设|实施|推进|办理|落实|整改)?的(?=.{2})"
)
_BY_PAPER = re.compile("^[^，,《》]{1,8}《[^《》]{2,60}》(?=[^，,《》等]{2})")  # 编制《…清单》|确定事项
_BY_RULE = re.compile("^(?:按照?|根据|依照)[^，,]{2,16}?(?:原则|要求|办法|方式|模式)(?=[㐀-鿿]{2})")  # 按照…原则|分成2个小组
_AFTER = re.compile("^(?:即(?=平均|每)|经[^，,经]{1,10}?后(?!续|期|勤|台|备)(?:已|共|又)?)(?=[^，,]{2})")  # 经督办后|拨付, 即|平均受理量
_TAKEN = re.compile("^[将把](?![军来近])(?=[^，,]{2})")
_THROUGH = re.compile(
    "^(?:党政|主要|分管|班子){1,2}(?:领导(?:干部|同志|班子成员)?|负责同志|负责人|成员)(?:共|先后|累计|带队|亲自|带头){0,2}(?=.{2})"
)
_NOTED = re.compile("^[（(][^（）()]{1,20}[）)](?=[㐀-鿿]{2})")  # 中心城区|（市级、云坪区）财政收入
_BECAUSE = re.compile("^因[^，,、]{2,16}?(?=(?:各自?|均|共|累计)?(?:扣|加分))")  # 因逾期|扣2分
# in this order; most words have none of them in front
_LED = re.compile("^牵头(?=(?:组成|组建|成立|制定|开展|召开|办理|承办|建设|起草|推进|完成)[^，,]*$)")
_IN_FRONT = (_LED, _NOTED, _BECAUSE, _BY_RULE, _AFTER, _TAKEN, _IN_CHARGE, _OTHERS_ACT, _ONCE_DONE, _BY_MONTH, _BY_PAPER, _THROUGH)
_ANY_IN_FRONT = re.compile("|".join(front.pattern for front in _IN_FRONT))


class Indicators(Wholes):
    """Reads the indicator from words."""

    def __init__(self, document: Document, grammars: Grammars, times: Sequence[Span], figures: Sequence[Quantity]) -> None:
        super().__init__(document, grammars, times, figures)
        self.indicator_of = lru_cache(maxsize=REMEMBERED)(self._indicator_of)

    def after_deed(self, words: str) -> str:
        """举办文化系列活动|共|接待游客: what so many were, behind how it came to that."""
        adverb = self.inner_adverb.search(words) if self.verbs.at_start(words) else None
        return words[adverb.end() :] if adverb is not None and adverb.start() > LONGEST_DEED else words

    def without_actor(self, words: str) -> str:
        """应急管理部门|检查企业: the words without who acts, unless it only says which ones are meant (内设机构开设的政务新媒体)."""
        actor = self.actor.match(words) if _FROM_THEM.match(words) is None else None  # 收到各部门报送公文
        return words if actor is None or _BY_THEM.match(words, actor.end()) is not None else words[actor.end() :]

    def _indicator_of(self, words: str) -> str | None:
        """What is counted or measured: the words without all that only leads in, links, or says who, how and to whom."""
        words, _ = self.phrases.without_lead(words)
        bare = self.phrases.bare(words)
        words = self.phrases.without_locative(bare)
        if words[:1] in _JOINS and "的" not in words:
            words = bare  # 帐篷平台|和木板安装: one of a row, and not where
        words, _ = self.phrases.without_lead(words)
        words = self.phrases.bare(self.phrases.without_link(words))
        words = _ON_SCOPE.sub("", words)
        if words in _ONLY_MORE:
            return None  # 又为11名妇女争取资金
        if _ANY_IN_FRONT.match(words) is not None:
            for front in _IN_FRONT:
                words = front.sub("", words)
        words = _BY_MEANS.sub("", words)
        words = _AIMED.sub("", _HAS.sub("", self.each.sub("", self.must.sub("", words))))
        words = self.after_deed(_DONE_AGAIN.sub("", words))
        words = self.inner_adverb.sub("", self.without_actor(_RUNNING_ON.sub("", words)))
        words = _DONE_WELL.sub("", self.manner.sub("", words))
        if (given := self.given.match(words)) is not None and len(words) > given.end() + 2:
            words = words[given.end() :]  # 向各地转送积案: to whom is no part of what is counted
        words = _UNDER.sub("", CAUSED.sub("", _ADDED.sub("", words)))
        words = self.sought.sub("", _SUFFERED.sub("", words))
        if words[:1] in _JOINS and "的" in words[:-1]:
            words = words.rpartition("的")[2] or words  # 平台|和自行受理的案件: what is left of a clause
        if words.endswith("为主") and (mainly := _MAINLY.fullmatch(words)) is not None:
            words = mainly.group("name")
        return self.stands_at.sub("", _RECORD.sub("", _LEFT_OPEN.sub("", words))) or None
