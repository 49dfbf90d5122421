"""The names of a row, each with what only the last or the first spells out: 收入、支出预算 → 收入预算, 支出预算."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from notice_parser.extract.statistics.phrases import Phrases

__all__ = ["shared_ends"]

_MEASURE = re.compile("(?<=..)(?:价格|面积|收入|支出|投资|比重|比例|标准|产量|销量|人数|户数)$")
_SIZES = frozenset("大中小高低新老男女")  # 大、中、小型企业
_CLASS = re.compile("[0-9](?P<of>周?岁|元|[平公]?[里方米]+|分|年|个月|小时|天)(?:及?以[上下内])?")
_COUNT_OF = re.compile("(?:[批人件户家]次|[户人起件家宗批台处]数|金额|面积)$")
_PERSONS = re.compile("(?:在校生|在校学生|招生|毕业生|学生|教师|人员|对象|患者)$")
_ONE_PERSON = frozenset("人员者生师工户民众")
_PAIR = 2
_OPPOSITES = frozenset(
    ("内外", "外内", "进出", "出进", "男女", "女男", "上下", "新旧", "东西", "南北", "正副", "轻重", "早晚", "文理", "水旱", "公私")
)  # halves of words
_ILL = ("患者", "病人")  # 高血压、2型糖尿病患者规范管理率
_MANNER = ("综合", "平均", "总体", "实际", "累计", "人均", "户均", "亩均", "日均", "年均")  # 小麦、水稻综合机械化率
_NUMERAL = re.compile("第?[一二三四五六七八九十]")
_NUMBERED = re.compile("第?(?P<number>[一二三四五六七八九十])(?P<tail>[^一二三四五六七八九十、].*)")
_SHARE = re.compile("占(?![地用道线有])[^，,。；;、]{2,24}(?:比重|比例|份额)$")
_A_SIDE = re.compile("东北?|中|西|南|北")
_SIDE = re.compile("(?P<side>东北?|中|西|南|北)(?:部|线|片区?)")
_BY_NUMBER = re.compile("[0-9]{1,4}(?=号)")
_OF_CLASS = re.compile("[㐀-鿿]{2,6}?(?=类[㐀-鿿]{2})")
_COUNTED_SO = re.compile("产业|季度|批|轮|届|阶段|剂")  # 一、二、三产业: the first, the second …; 一、二级医院 are classes


def shared_ends(names: Sequence[str], phrases: Phrases) -> list[str]:
    """甲类水库、乙类水库蓄水率 → each with the shared end; 第一、二、三产业 → each with the shared beginning."""
    last = phrases.done(names[-1])
    full = [*names[:-1], last]
    if len(full) == _PAIR and f"{full[0]}{last[:1]}" in _OPPOSITES:
        return [full[0] + last[1:], last]  # 内、外贸吞吐量
    if (share := _SHARE.search(last, 2)) is not None and len(full) > 1 and not any("占" in name for name in full[:-1]):
        return [name + share.group() for name in shared_ends([*full[:-1], last[: share.start()]], phrases)]  # 甲业、乙业增加值占工业比重
    if (numbered := _NUMBERED.match(last)) is not None and all(map(_NUMERAL.fullmatch, full[:-1])):  # 第一、二、三产业
        th = "第" if names[0].startswith("第") or _COUNTED_SO.match(numbered.group("tail")) else ""
        return [f"{th}{name.removeprefix('第')}{numbered.group('tail')}" for name in (*full[:-1], numbered.group("number"))]
    if (side := _SIDE.match(last)) is not None and all(map(_A_SIDE.fullmatch, full[:-1])):  # 东、中、西部地区业务量
        return [*(name + last[side.end("side") :] for name in full[:-1]), last]
    if len(full) > 1 and (by_number := _BY_NUMBER.match(last)) is not None and all(name[-1:].isdigit() for name in full[:-1]):
        return [*(name + last[by_number.end() :] for name in full[:-1]), last]  # 4、5号样品
    if _COUNT_OF.fullmatch(last) and all(len(name) > len(last) and _COUNT_OF.search(name) for name in full[:-1]):
        return [*full[:-1], full[0][: -len(last)] + last]  # 来访批次、人次
    divided = phrases.clauses.words["division"] if len(full) > 1 else ()
    if all(name in divided for name in full[:-1]) and (of := next((kind for kind in divided if last.startswith(kind)), "")):
        return [*(name + last[len(of) :] for name in full[:-1]), last]  # 城镇、乡村消费品零售额
    kind = "".join({name[-1:] for name in names[:-1]})  # 刑事类、治安类警情: one, if all end in it
    if kind in phrases.clauses.words["kind_end"] and kind in last[:-1]:
        return [*(name + last[last.rindex(kind) + 1 :] for name in names[:-1]), last]
    if (of_class := _OF_CLASS.match(last)) is not None and all(len(name) > 1 and "类" not in name for name in full[:-1]):
        return [*(name + last[of_class.end() :] for name in full[:-1]), last]  # 咨询、投诉、举报类来信
    for pair in phrases.clauses.words["counterpart"] if len(full) > 1 else ():
        one, other = pair.split("/")
        before = other if last == one else one if last == other else ""
        halves = _halves(one, other, full) or _halves(other, one, full)
        if halves:  # 金融机构存、贷款余额
            return [*full[:-2], *halves]
        if before and full[-2].endswith(before) and full[-2] != before:  # 一般公共预算收入和支出
            return [*full[:-1], full[-2].removesuffix(before) + last]
    of_kind = next((at for kind in phrases.clauses.words["kind"] if (at := last.find(kind)) > 0 and len(last) > at + len(kind)), 0)
    if of_kind > 1 and all(
        len(name) > 1 and (abs(len(name) - of_kind) <= 1 or last.startswith(_ILL, of_kind)) and last[of_kind : of_kind + 2] not in name
        for name in full[:-1]
    ):
        return [*(name + last[of_kind:] for name in full[:-1]), last]  # 失业、工伤保险参保
    at_end = next((len(last) - len(kind) for kind in phrases.clauses.words["kind"] if last.endswith(kind)), 0)
    at_end -= at_end > 2 and last[at_end - 1] in phrases.clauses.words["kind_end"]  # 咨询、投诉类诉求
    if at_end > 1 and all(
        1 < len(name) <= at_end + 1 and last[at_end:] not in name and phrases.measure_end.search(name) is None for name in full[:-1]
    ):
        return [*(name + last[at_end:] for name in full[:-1]), last]  # 厂房、仓库火灾
    classes = [of_class for name in full if (of_class := _CLASS.search(name)) is not None]
    if len(classes) == len(full) and len({one.group("of") for one in classes}) == 1:  # 0—14岁、60岁及以上人口比重
        shared = last[classes[-1].end() :]
        return [name if one.end() < len(name) else name + shared for name, one in zip(full, classes, strict=True)]
    measure = phrases.measure_end.search(last)
    happened = phrases.acts.at_end(last) if measure is None else ""
    if happened and len(last) > len(happened) and not any(phrases.acts.at_start(name) or phrases.acts.at_end(name) for name in full[:-1]):
        return [*(name + happened for name in full[:-1]), last]  # 奶牛、猪、羊和家禽存栏
    if measure is None or measure.start() == 0:
        return [name + _behind_shared(name, last) for name in full[:-1]] + [last]
    if last[0] in _SIZES and all(name[-1] in _SIZES and len(name) in (1, 3) for name in full[:-1]):  # 抽查大、中、小型企业数
        return [*(name + last[1:] for name in full[:-1]), last]
    for i, name in enumerate(names[:-1]):
        if phrases.measure_end.search(name) or (name[:2] == last[:2] and 2 < len(name) >= len(last) - 1):
            continue  # 受灾人口、受灾面积: each is whole
        at = last.rfind(name[-2:])
        if at >= 0 and len(last) > at + 2:
            full[i] = name + last[at + 2 :]
        else:
            end = _end_for(name, last, phrases.clauses.words)
            noun = end[: -len(measure.group())] if end.endswith(measure.group()) else ""
            # 其他用品及服务、医疗保健、生活用品及服务价格: what another name has of its own is not shared
            full[i] = name + (measure.group() if noun and any(other.endswith(noun) for other in names[:-1]) else end)
    return full


def _behind_shared(name: str, last: str) -> str:
    """What both share behind the noun of the first: 参保 of 工伤保险、失业保险参保, 在校生 of 小学、初中在校生; else ""."""
    if (persons := _PERSONS.search(last)) is not None and persons.start() > 1 and name[-1] not in _ONE_PERSON:
        return persons.group()
    at = last.rfind(name[-2:])
    return last[at + 2 :] if 0 < at < len(last) - 3 and len(name) > 2 else ""


def _end_for(name: str, last: str, known: Mapping[str, Sequence[str]]) -> str:
    """What ``name`` shares with the last of its row: 失业 of 失业、工伤保险参保人数 → 保险参保人数, 小麦 of 小麦、玉米产量 → 产量."""
    from notice_parser.text.segment import words

    first, *others = words(last)
    if not others:  # one word to the dictionary, 粮食价格: its measure is what is shared
        return measure.group() if (measure := _MEASURE.search(last)) is not None else last
    for tail, rest in ((first[2:], others), (others[0], others[1:])):
        if (
            rest
            and len(tail) >= 2
            and (tail in known["kind"] or (len(found := words(name + tail)[-1]) > len(tail) and found.endswith(tail)))
        ):
            return tail + "".join(rest)
    at = len(others) - 1
    while at > 0 and (
        others[at - 1] in known["of_measure"] or others[at - 1] in known["nominal"] or others[at - 1] in _MANNER or len(others[at]) == 1
    ):
        at -= 1
    return "".join(others[at:])


def _halves(one: str, other: str, names: Sequence[str]) -> list[str]:
    """金融机构存|贷款余额 → 金融机构存款余额, 金融机构贷款余额, where ``one`` is 存款 and ``other`` 贷款; else none."""
    shared = one[-1:] if one[-1:] == other[-1:] else ""
    first, last = names[-2], names[-1]
    if not shared or not last.startswith(other) or not first.endswith(one[:-1]):
        return []
    before = first[: len(first) - len(one) + 1]
    return [first + last[len(other) - 1 :], before + last]
