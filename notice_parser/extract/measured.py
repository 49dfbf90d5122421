"""A figure with its unit and its vague words: how far it reaches, and what it is worth.

Figures are read from left to right. Each takes the words before it (近, 不超过), the unit behind it (with 多 or 余 between), the
other end of a range, and the words behind the unit (以上, 左右).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple, cast

from notice_parser.model import Measure, Qualifier
from notice_parser.text.figures import Figure, evaluate, figures_in
from notice_parser.text.number_words import ends_word_before_one, in_word
from notice_parser.text.units import Unit, is_kilo_unit, unit_after

__all__ = ["Found", "read_measured"]

ROUNDED = Decimal("0.000001")  # what a fraction that does not end is rounded to
HALF = Decimal("0.5")
LONGEST_BARE = 16  # characters of a figure without a unit; longer ones are identifiers

_BEFORE: tuple[tuple[Qualifier, str], ...] = (
    ("at_least", "不低于 不少于 不小于 不下 不得低于 不得少于 不能低于 不能少于 至少 最少 最低 起码 ≥ ⩾ ≧ 大于等于 大于或等于"),
    ("at_most", "不超过 不高于 不大于 不多于 不得超过 不得高于 不能超过 不超 至多 最多 最高 最长 最大 ≤ ⩽ ≦ 小于等于 小于或等于 控制在"),
    ("over", "超过 超出 超 逾 突破 冲破 破 高于 大于 多于 > ＞ 上 过"),
    ("under", "将近 接近 近 不足 不到 未满 不满 未到 未达 少于 低于 小于 < ＜"),
    ("about", "大约 约为 约合 约有 约 大概 大致 大体 左右 平均约 ≈ 估计"),
)
_AFTER: tuple[tuple[Qualifier, str], ...] = (
    ("at_least", "及以上 （含）以上 (含)以上 以上（含） 含以上 以上 起步"),
    ("under", "及以下 （含）以下 (含)以下 以下"),
    ("at_most", "以内 之内 封顶 为限"),
    ("about", "左右 上下 许 前后"),
    ("over", "开外 有余 挂零"),
)
_QUALIFIERS = {word: qualifier for qualifier, words in (*_BEFORE, *_AFTER) for word in words.split()}
LONGEST_BEFORE = max(map(len, _QUALIFIERS)) + 4  # 达到 between word and figure, a space


def _alternation(table: tuple[tuple[Qualifier, str], ...]) -> str:
    words = sorted((word for _, words in table for word in words.split()), key=len, reverse=True)
    return "|".join(map(re.escape, words))


# 近 of 最近 and 附近 is told apart by what stands before it; 上 and 过 are read before 百, 千, 万 only
_FILLERS = ("达到", "达", "有", "为", "了")
_PREFIX = re.compile(rf"(?:{_alternation(_BEFORE)})(?:{'|'.join(_FILLERS)})? {{0,2}}$")
_NOT_NEAR = "最附邻远贴亲靠"
_NOT_BREAKING = "打侦告识"
_MONEY_SIGN = re.compile(r"(?:人民币|港币|美金|RMB|USD|CNY|HKD|EUR|[¥￥$€£]) ?$")
_MONEY_NAMES = {
    "人民币": "元",
    "RMB": "元",
    "CNY": "元",
    "¥": "元",
    "￥": "元",
    "$": "美元",
    "USD": "美元",
    "美金": "美元",
    "HKD": "港元",
    "港币": "港元",
    "EUR": "欧元",
    "€": "欧元",
    "£": "英镑",
}
_SUFFIX = re.compile(rf" {{0,2}}(?:{_alternation(_AFTER)})")
_START_FROM = re.compile(r" ?[起止](?![\u4e00-\u9fff])")
_WITHIN = re.compile(r" ?内(?![\u4e00-\u9fff]{0,2}[部外容])")
_VAGUE = re.compile(r" {0,2}[多余来几]+(?= {0,2}[^\s\d，。；、,;])")
_VAGUE_END = re.compile(r"[多余](?![\u4e00-\u9fffA-Za-z])")
_LARGE_MEMBER = re.compile(r" {0,2}(大|小|重点|整)(?=[类项件块批组])")
_HALF_LATER = re.compile(r"半(?![\u4e00-\u9fff])|半(?=左右|以上|以内|以下|内|时间)")
_TO = re.compile(r" {0,2}(?:-{1,2}|~{1,2}|至|到|—{1,2}) {0,2}")
_SMALL_MONEY = {"角": Decimal("0.1"), "毛": Decimal("0.1"), "分": Decimal("0.01"), "毛钱": Decimal("0.1"), "分钱": Decimal("0.01")}
_WHOLE_MONEY = frozenset({"元", "块", "圆", "美元", "港元", "欧元"})
_PERCENT_TENTHS = re.compile(r" ?(半|[一二三四五六七八九])(?![十百千万亿点个件家户项人名分])")
_NOT_TENTHS = "合叠旧算立为员功果本品交绩长分熟效套型年"  # 成立, 折合: words that go on
_DIMENSIONS = frozenset({"energy", "power", "mass", "length", "volume", "area", "time"})
_HALF_UNITS = {"月": "个月", "小时": "个小时", "工作日": "个工作日", "星期": "个星期", "季度": "个季度", "世纪": "个世纪", "学期": "个学期"}
_AND_HALF = re.compile("半(" + "|".join(_HALF_UNITS) + ")")
_SHORT_METRE = re.compile(r"[一二三四五六七八九](?![\u4e00-\u9fff\d])")
_COUNTING = "共仅只各了加少增减设计达含列约近超逾满足余"  # before 一 that counts; elsewhere it is an article (是一个, 收到一份)
_RULE_UNIT, _RULE_BARE, _RULE_RATIO = "quantities.unit", "quantities.bare", "quantities.ratio"


class Found(NamedTuple):
    """A quantity on its way: everything but what the neighbours decide."""

    start: int
    end: int
    value: Decimal
    precision: Decimal
    unit: str | None
    kind: str
    measure: Measure
    qualifier: Qualifier = "exact"
    rule: str = _RULE_UNIT
    high: Decimal | None = None
    carried: bool = False
    scale: Decimal = Decimal(1)  # what 万 and 亿 multiply by, for the figures that share them


def read_measured(folded: str, text: str) -> list[Found]:
    """Every quantity of a folded text that is written with a figure, in order."""
    return _Reader(folded, text).read()


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


class _Reader:
    """One pass over the figures of a text."""

    def __init__(self, folded: str, text: str) -> None:
        self.folded = folded
        self.text = text
        self.figures = figures_in(folded, text)
        self.place = 0

    def read(self) -> list[Found]:
        found: list[Found] = []
        last_end = 0
        while self.place < len(self.figures):
            figure = self.figures[self.place]
            self.place += 1
            if figure.start < last_end:
                continue
            one = self._quantity(figure, last_end)
            if one is not None:
                found.append(one)
                last_end = one.end
        return found

    def _next_at(self, start: int) -> Figure | None:
        """The figure that starts at ``start``, if one does."""
        place = self.place
        while place < len(self.figures) and self.figures[place].start < start:
            place += 1
        return self.figures[place] if place < len(self.figures) and self.figures[place].start == start else None

    def _quantity(self, figure: Figure, last_end: int) -> Found | None:
        """The quantity that the figure begins, with all that belongs to it."""
        if self._is_no_figure(figure):
            return None
        begin, before = self._words_before(figure, last_end)
        lone_unit = figure.bare and figure.end - figure.start == 1  # 百, 万: only 近百, 百余
        if lone_unit and before == "exact" and not _VAGUE.match(self.folded, figure.end):
            return None
        one = self._with_unit(figure)
        if one is None:
            return None
        one = self._range(one, figure) or one
        if one.rule == _RULE_BARE and not figure.arabic:
            return None
        if figure.sign >= last_end and one.high is None:
            one = one._replace(value=-one.value)
            begin = min(begin, figure.sign)
        return self._with_words_behind(one._replace(start=begin, qualifier=before if before != "exact" else one.qualifier))

    def _words_before(self, figure: Figure, last_end: int) -> tuple[int, Qualifier]:
        """Where the quantity begins, and what the vague word before it says."""
        folded = self.folded
        start = figure.start
        money = _MONEY_SIGN.search(folded, max(0, start - 5), start)
        if money:
            start = money.start()
        prefix = _PREFIX.search(folded, max(last_end, start - LONGEST_BEFORE), start)
        if prefix is None:
            return start, "exact"
        word = prefix.group().strip()
        for filler in _FILLERS:
            if word not in _QUALIFIERS:
                word = word.removesuffix(filler)
        outside = folded[prefix.start() - 1 : prefix.start()]
        in_other_word = outside and ((word == "近" and outside in _NOT_NEAR) or (word == "破" and outside in _NOT_BREAKING))
        if in_other_word or (word in ("上", "过") and not figure.bare):
            return start, "exact"
        return prefix.start(), _QUALIFIERS[word]

    def _is_no_figure(self, figure: Figure) -> bool:
        folded = self.folded
        before = folded[figure.start - 1 : figure.start]
        if figure.arabic:
            in_name = before.isascii() and (before.isalpha() or before == "_")
            return in_name and not _MONEY_SIGN.search(folded, max(0, figure.start - 4), figure.start)
        if figure.form in ("percent", "permille", "fraction"):
            return False
        if before and before in "数几" and folded[figure.start] in "十百千万亿":  # 数十, 几百: no figure
            return True
        return folded[figure.start : figure.end] == "一" and ends_word_before_one(before)

    def _with_unit(self, figure: Figure) -> Found | None:
        """The figure with its unit; None for a Chinese numeral that counts nothing."""
        if figure.form in ("percent", "permille"):
            sign = "%" if figure.form == "percent" else "‰"
            return Found(
                figure.start, figure.end, figure.value, figure.precision, sign, "ratio", "ratio", "exact", _RULE_RATIO, figure.high
            )
        figure, unit, end, qualifier = self._unit_of(figure)
        if figure.form == "fraction" and (unit is None or not figure.arabic or unit.plain):
            value = figure.value.quantize(ROUNDED) if abs(figure.value) >= ROUNDED * 1000 else figure.value
            return Found(figure.start, figure.end, value, ROUNDED, None, "ratio", "ratio", "exact", _RULE_RATIO)
        if unit is None:
            return self._without_unit(figure, end, qualifier)
        if not figure.arabic and not self._counts(figure, unit):
            return None
        if unit.text in ("成", "折"):
            return self._tenths(figure, unit, qualifier)
        one = Found(
            start=figure.start,
            end=unit.end,
            value=figure.value,
            precision=figure.precision,
            unit=self._printed(unit),
            kind=unit.kind,
            measure=cast(Measure, unit.measure),  # the tests of the lexicon hold it to the closed set
            qualifier=qualifier,
            high=figure.high,
            scale=figure.scale,
        )
        return self._with_small_parts(one)

    def _unit_of(self, figure: Figure) -> tuple[Figure, Unit | None, int, Qualifier]:
        """The figure (without a 千 that is the unit's), its unit, where figure and vague word end, and what that word says."""
        folded = self.folded
        kilo = self._kilo(figure)
        if kilo is not None:
            return kilo[0], kilo[1], kilo[0].end, "exact"
        qualifier: Qualifier = "over" if figure.vague else "exact"
        vague = _VAGUE.match(folded, figure.end)
        if vague and (unit := unit_after(folded, vague.end())):
            return figure, unit, vague.end(), "over"
        member = _LARGE_MEMBER.match(folded, figure.end)
        unit = unit_after(folded, member.end() if member else figure.end)
        if unit is None and figure.arabic and (ended := _VAGUE_END.match(folded, figure.end)):
            return figure, None, ended.end(), "over"
        return figure, unit, figure.end, qualifier

    def _kilo(self, figure: Figure) -> tuple[Figure, Unit] | None:
        """The figure without its last 千 or 百, and the unit that begins with it: 12千公顷, 三千瓦, 0.5百分点."""
        last = figure.end - 1
        if self.folded[last] not in "千百" or figure.end - figure.start < 2 or not is_kilo_unit(self.folded, last, arabic=figure.arabic):
            return None
        unit = unit_after(self.folded, last)
        read = evaluate(self.folded[figure.start : last].replace(" ", ""))
        if unit is None or read is None:
            return None
        return figure._replace(end=last, value=read[0], precision=read[1], scale=Decimal(1)), unit

    def _printed(self, unit: Unit) -> str:
        """The unit as printed; 百分点 is always 个百分点, ％ always %."""
        if unit.text == "百分点":
            return "个百分点"
        return unit.text

    def _counts(self, figure: Figure, unit: Unit) -> bool:
        """Whether a Chinese numeral before this unit counts, and is not the beginning of a word."""
        if unit.plain and (figure.lone or figure.formal):
            member = unit.end - len(unit.text) > figure.end  # 八大类
            before, after = self.folded[figure.start - 1 : figure.start], self.folded[unit.end : unit.end + 1]
            if not member and (_is_han(before) or _is_han(after)):
                return False
        if in_word(self.folded, figure.start, figure.end, unit.end):
            return False
        if figure.lone and self.folded[figure.start] == "一" and unit.kind == "count":  # an article, unless something says that it counts
            before = self.folded[figure.start - 1 : figure.start]
            if _is_han(before) and before not in _COUNTING and not _AND_HALF.match(self.folded, unit.end):
                return False
        return not (figure.formal and figure.lone)

    def _without_unit(self, figure: Figure, end: int, qualifier: Qualifier) -> Found | None:
        """A figure that no unit follows: behind ¥ it is money, in Arabic digits it stands for itself."""
        folded = self.folded
        money = _MONEY_SIGN.search(folded, max(0, figure.start - 5), figure.start)
        if money is not None:
            name = _MONEY_NAMES[money.group().strip()]
            return Found(figure.start, end, figure.value, figure.precision, name, "money", "amount", qualifier, scale=figure.scale)
        if end - figure.start > LONGEST_BARE:
            return None
        to = _TO.match(folded, end)
        if not figure.arabic and (to is None or self._next_at(to.end()) is None):
            return None
        following = folded[end : end + 1]
        if following and (following in "\x00/^_" or (following.isascii() and following.isalpha())):
            return None
        return Found(
            figure.start,
            end,
            figure.value,
            figure.precision,
            None,
            "bare",
            "amount",
            qualifier,
            _RULE_BARE,
            figure.high,
            scale=figure.scale,
        )

    def _tenths(self, figure: Figure, unit: Unit, qualifier: Qualifier) -> Found | None:
        """成 and 折 as ten % each: 三成五 is 35 %, 9.9折 is 99 %."""
        value, precision, end = figure.value * 10, figure.precision * 10, unit.end
        digits = self.folded[figure.start : figure.end].replace(" ", "")
        if unit.text == "折" and len(digits) == 2 and figure.value >= 10:  # 72折
            value, precision = figure.value, Decimal(1)
        elif figure.value > 10 and not figure.arabic:
            return None
        elif unit.text == "成" and (more := _PERCENT_TENTHS.match(self.folded, end)):
            tenth = evaluate("五" if more.group(1) == "半" else more.group(1))
            value, precision, end = value + (tenth[0] if tenth else 0), Decimal(1), more.end()
        elif self.folded[end : end + 1] and self.folded[end] in _NOT_TENTHS:
            return None
        high = None if figure.high is None else figure.high * 10
        return Found(figure.start, end, value, precision, "%", "ratio", "ratio", qualifier, _RULE_RATIO, high)

    def _with_small_parts(self, one: Found) -> Found:
        """半 behind the unit (一吨半, 3个半月), 角 and 分 behind 元, one digit behind 米 (两米九)."""
        folded = self.folded
        if one.unit == "个" and (and_half := _AND_HALF.match(folded, one.end)):
            unit = _HALF_UNITS[and_half.group(1)]
            return one._replace(value=one.value + HALF, precision=HALF, end=and_half.end(), unit=unit, kind="time", measure="duration")
        if one.kind in (*_DIMENSIONS, "money") and (half := _HALF_LATER.match(folded, one.end)):
            return one._replace(value=one.value + HALF, precision=HALF, end=half.end())
        if one.unit in _WHOLE_MONEY:
            return self._with_small_money(one)
        if one.unit == "米" and (short := _SHORT_METRE.match(folded, one.end)):
            tenths = evaluate(short.group())
            if tenths is not None:
                return one._replace(value=one.value + tenths[0] / 10, precision=Decimal("0.1"), end=short.end())
        return one

    def _with_small_money(self, one: Found) -> Found:
        """角 and 分 behind 元: 50元6角三分 is 50.63, 九十九块九 is 99.9."""
        for _ in range(2):
            later = self._next_at(one.end)
            if later is None or later.value >= 10 or later.form != "plain":
                break
            unit = unit_after(self.folded, later.end)
            part = _SMALL_MONEY.get(unit.text) if unit else None
            end = unit.end if unit else later.end
            if unit is None and later.lone and one.precision == Decimal("0.1"):  # 两块九毛九
                part = Decimal("0.01")
            elif unit is None and later.lone and one.unit == "块":
                part = Decimal("0.1")
            if part is None:
                break
            one = one._replace(value=one.value + later.value * part, precision=part, end=end, kind="money", measure="amount")
        return one

    def _range(self, low: Found, figure: Figure) -> Found | None:
        """``low`` as the lower end of a range, if a dash or 至 and a larger figure follow."""
        to = _TO.match(self.folded, low.end)
        upper = self._next_at(to.end()) if to and low.high is None else None
        if upper is None or (upper.form != figure.form and "fraction" in (upper.form, figure.form)):
            return None
        high = self._with_unit(upper)
        if high is None or high.unit is None:
            return None
        value, precision = low.value, low.precision
        if low.unit is None:
            if figure.scale == 1 and value * high.scale <= high.value:
                value, precision = value * high.scale, precision * high.scale
            if high.unit == "%" and high.rule == _RULE_RATIO and upper.form == "plain":
                value *= 10  # 三到五成
        elif low.unit != high.unit:
            of_one_kind = high.kind == low.kind and (low.kind not in _DIMENSIONS or low.unit in high.unit)
            if low.unit != "个" and not of_one_kind:
                return None
        if value >= high.value:
            return None
        qualifier = high.qualifier if low.qualifier == "exact" else low.qualifier
        return high._replace(start=low.start, value=value, high=high.value, precision=min(precision, high.precision), qualifier=qualifier)

    def _with_words_behind(self, one: Found) -> Found:
        """The quantity with what stands behind it: 以上, 左右, 内, 起."""
        folded = self.folded
        end, said = one.end, one.qualifier
        if suffix := _SUFFIX.match(folded, end):
            word = suffix.group().strip()
            if one.kind == "bare" and word in ("许", "前后"):
                return one
            return one._replace(end=suffix.end(), qualifier=_QUALIFIERS[word] if said in ("exact", "over") else said)
        within = _WITHIN.match(folded, end) if one.kind == "time" else None
        bound = _START_FROM.match(folded, end) if one.kind in ("money", "price") else None
        found: Qualifier
        if within:
            end, found = within.end(), "at_most"
        elif one.kind == "time" and folded[end : end + 1] in ("多", "余"):
            end, found = end + 1, "over"
        elif one.unit is not None and (ended := _VAGUE_END.match(folded, end)):
            end, found = ended.end(), "over"
        elif bound:
            end, found = bound.end(), "at_least" if "起" in bound.group() else "at_most"
        else:
            return one
        return one._replace(end=end, qualifier=found if said == "exact" else said)
