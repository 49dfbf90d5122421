"""A document in which the names of its places hold no words: 共和镇, 分水镇, 市中区 are read as any other name is.

Names of places are made of the characters of which rules ask: 和平区 begins with a joint, 万年县 with a numeral, 同福镇 with a base, 其塘镇
with a pronoun. Where a text shows that something is a name, its characters stand for themselves no longer, but for characters that no text
has, one for one; what the rules make of these is given back in those that are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from msgspec import structs

from notice_parser.extract.statistics.draft import Draft, StatisticsFound
from notice_parser.grammar import Field
from notice_parser.grammar.pattern import words_pattern
from notice_parser.grammar.verbs import verbs_of
from notice_parser.layout.document import Document
from notice_parser.text.regions import is_division
from notice_parser.text.word_list import WordList

__all__ = ["StandIns", "stand_ins"]

# what can stand for a character of a name: behind the last one that is in use
_FIRST, _LAST = 0x9FB0, 0x9FFF
# characters that are words of the rules too; a name without one is read as it is
_WORDS = frozenset(
    "其和与及以共各同比较为是有占达增减分中合总计年月日时万百千亿一二三四五六七八九十两双均仅约近超未无已将被由从对向给在到至于上下大小高低多少前后新旧老全"
    "我本该办建管立开完成实现进出转接收发通过经因据按把让使令得了的之而且或但并又再也还都就才只另余升降提设"
)
_END = "(?:街道|(?:经济技术|高新技术产业|经济)?开发区|高新区|经开区|新区|[县区市镇乡村州旗省])"
_ENDS = re.compile(f"{_END}(?![县区市镇乡村级域场委街办直属辖])")
_CLASS = frozenset("县区市镇乡村道州旗省")
_BY_ITSELF = frozenset(("县", "镇", "乡", "街道"))  # 小区, 上市, 跨省: before the others most words are no names
_LONGEST = 3  # characters before the last word of a name, for more are words with it
_COUNT = re.compile("[（(]?[0-9][0-9.]{0,8}[万亿]?[^0-9.个处家座所条片块]")  # 3个 counts what is before it
_ROW_AHEAD = re.compile(f"(?:[（(][0-9][^（）()]{{0,12}}[）)])?[、和与及](?!其)[㐀-鿿]{{2,5}}?{_END}(?:[、：:（(0-9]|[㐀-鿿]{{2}})")
_LED = re.compile("其中|[次别的][是为]")
_JOINTS = frozenset("、和与及")
_COLONS = ("：", ":")
_NO_TOWN = frozenset("城乡集村小强古名")  # 城镇, 小镇: no name
# what stands before a name, or makes a class of it
_NO_NAME = re.compile(
    "[该每某此]|.*[全各本我给到对第不类批期级型]|.+[县区镇乡市]|其[他它余中]|有关|相关|所有|上述|以[上下]|周边|部分|关于|[一二三四五六七八九十]是"
    "|[一二三四五六七八九十两几多数]+(?:个|条|座|$)|同一|[多少]数|大[多部]|个别|一般|普通|优秀|优良|良好|合格|达标|先进|后进|落后|高档|低档|大型|中型|小型"
    "|[新老旧在共]建|新[增设划晋脱摘入]|老旧|[未已拟无有零超]|首批|集中|统一|分[管到散]|[上中下]游|[上下]级|[上本今当去历往]年|[高中低][风收等]|[迁输转派][出入]"
    "|[不相共]同|平均|总体|[前后][一二两三四五六七八九十]|.*[部强好优差快慢大等管直]$"
    "|.*(?:[省市县区镇乡村城社园景郊辖]|行政|自然|建制|中心|试点|重点|示范|合作|工业|功能|保护|保税|风险|问题)$"
)
# what is done to those of a class, or by means of them
_NO_BODY = re.compile(
    "(?:通过|经[由过]|由[各此]|会同|[协连随陪]同|[联结配综]合|提[高升醒]|[降减][低少]|[增补][加充]|[较更许][多少]|[极多]少|以及|[原设拥占具]有|[共同][享治步管]|前[往述者]"
    "|后者|[作成]为|[认列定评改设]为|[开通发前派转][往达]|[走深进][进入驻]|转[向变由]|[交转]由|管[理控]|[包协主]联|下[沉放派设]|[内外]设|至今|[就邻附靠][近]|都是|[建构成][立建成]|通[知报])"
)
_RATE = re.compile("[㐀-鿿]{1,3}率")
_NO_FIRST = frozenset("的在对由从向将被给以于据按到达占比较")
_TO_WHOM = frozenset("在对由从向将被给据按")
_NO_COUNTY = re.compile("[老新旧主中]城区|新市区|新建[县区]|合作市|.[区市]")
_COUNTY_ENDS = re.compile("[县区市旗州省]")
_GOES_ON = "级域城区市"  # 建水县城, 市中区域: the name of something else
_LONGEST_COUNTY = 12
_LABEL = re.compile(f"(?<![㐀-鿿])([㐀-鿿]{{1,11}}?{_END})[：:]")
_PARAGRAPH = 120  # characters either way in which another label of a row is looked for
_ASIDE = "(?:[（(][^（）()]{0,16}[）)])?"
_ROW_BEHIND = re.compile(f"(?<![㐀-鿿])([㐀-鿿]{{1,11}}?{_END}){_ASIDE}[、和与及]$")
_ROW_NEXT = re.compile(f"{_ASIDE}[、和与及]([㐀-鿿]{{1,11}}?{_END})")
_NEAR = 32
_OF = "省市州县区旗盟"  # 岚川市和平区, but 市和县: the short ones are words there
_BEFORE = "和与及在对向给由从为是至到于赴被将经以"
# 会同县水利局: together with that of the county
_WITH = re.compile("会同(?=县(?:[、和与及]?[乡镇村街市区省直级]|[㐀-鿿]{0,10}(?:[局委]|部门|单位|政府|法院|检察院|中心|[支大]队)))")
_EDGE = f"(?:(?<![㐀-鿿])|(?<=[{_BEFORE}])|(?<=其中)"


class StandIns:
    """The document that the rules read, and the way back from it."""

    def __init__(self, document: Document, printed: dict[int, str]) -> None:
        self.document = document
        self._printed = printed

    def printed(self, word: str | None) -> str | None:
        """A word that the rules gave, in the characters that are printed."""
        return word if word is None else word.translate(self._printed)

    def given_back(self, found: StatisticsFound) -> StatisticsFound:
        """What was read, with its names as they are printed."""
        return structs.replace(found, drafts=tuple(map(self._as_printed, found.drafts))) if self._printed else found

    def _as_printed(self, draft: Draft) -> Draft:
        change = draft.change
        if change is not None and change.basis is not None:
            change = structs.replace(change, basis=self.printed(change.basis))
        words = {name: self.printed(getattr(draft, name)) for name in ("subject", "indicator", "per")}
        return structs.replace(draft, change=change, **words)


def stand_ins(document: Document, clauses: Field) -> StandIns:
    """The document with the names of places that hold words of the rules in characters that hold none."""
    text = document.text
    names = {name: None for name in _names(text, clauses) if not _WORDS.isdisjoint(name[: -len(_ending(name))])}
    if not names or any(chr(_FIRST) <= char <= chr(_LAST) for char in text):
        return StandIns(document, {})
    to: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (text.find(name), -len(name))):
        new = dict.fromkeys(char for char in name[: -len(_ending(name))] if char not in to)
        if len(to) + len(new) > _LAST - _FIRST + 1:
            del names[name]  # a name is folded as a whole or not at all
        else:
            to |= {char: chr(_FIRST + number) for number, char in enumerate(new, len(to))}
    table = str.maketrans(to)
    pattern = _places_of(names)

    def folded(words: str) -> str:
        return pattern.sub(lambda found: found[0][: -len(_ending(found[0]))].translate(table) + _ending(found[0]), words)

    headings = tuple(structs.replace(one, title=folded(one.title)) if one.title else one for one in document.headings)
    printed = {ord(stand_in): char for char, stand_in in to.items()}
    return StandIns(structs.replace(document, text=folded(text), headings=headings), printed)


def _places_of(names: Iterable[str]) -> re.Pattern[str]:
    """Where names stand as words: 建成县乡公路 does not hold 成县, nor 省和县 和县."""
    short, long = (
        [re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)) if (len(name) > 2) is is_long]
        for is_long in (False, True)
    )
    kinds = [f"{_EDGE}|(?<=[{_OF}]))(?:{'|'.join(long)})"] if long else []
    kinds += [f"{_EDGE})(?:{'|'.join(short)})"] if short else []
    return re.compile(f"(?!{_WITH.pattern})(?:{'|'.join(kinds)})(?![{_GOES_ON}])")


@lru_cache(maxsize=8)
def _leads(clauses: Field) -> re.Pattern[str]:
    """What leads in to a name: 其次是, 分别是, 有."""
    return re.compile(f"{words_pattern((*clauses.words['lead'], *clauses.words['link'], *clauses.words['in_all']))}++")


@cache
def _last_word() -> re.Pattern[str]:
    return re.compile(f"(?:[㐀-鿿]{{1,4}}族)*自治[县州旗区]$|{_END}$")


def _ending(name: str) -> str:
    """The last word of a name: 镇, 新区, 彝族自治州."""
    found = _last_word().search(name)
    return found.group() if found is not None and found.start() else name[-1]


def _names(text: str, clauses: Field) -> Iterator[str]:
    """The names of places that a text holds: those of counties and cities where they stand as words, others where it shows them."""
    for end in _COUNTY_ENDS.finditer(text):
        for start in range(end.start() - 1, max(-1, end.start() - _LONGEST_COUNTY), -1):
            if not _is_han(text[start]):
                break
            name = text[start : end.end()]
            before = text[start - 1 : start]
            alone = not before or not _is_han(before)
            if is_division(name) and (alone or (len(name) > 2 and (before in _BEFORE or before in _OF))):  # 和县, but 省和县
                if _NO_COUNTY.fullmatch(name) is None and text[end.end() : end.end() + 1] not in (*_GOES_ON, "（", "("):
                    yield name
                break
    leads, verbs = _leads(clauses), verbs_of(clauses)
    holds: dict[str, bool] = {}
    for end in _ENDS.finditer(text):
        if (begin := _begins(text, end.start())) is None:
            continue
        led = _LED.match(text, begin, end.start())
        start = begin if led is None else led.end()
        body = text[start : end.start()]
        name = text[start : end.end()]
        if not body or (len(body) == 1 and not is_division(name)) or not _is_shown(text, start, end, verbs, led=led is not None):
            continue
        lead = leads.match(body)
        begun = any(body[:length] in verbs for length in range(2, len(body) + 1))  # 发现问题镇
        if (
            begun
            or _NO_NAME.match(body) is not None
            or _NO_BODY.match(body) is not None
            or (lead is not None and (lead.end(), len(body)) != (1, 2))
        ):
            continue
        if name not in holds:
            holds[name] = _holds_name(name, len(body), text)
        if not holds[name]:
            yield name


def _is_han(char: str) -> bool:
    return "㐀" <= char <= "鿿"


def _begins(text: str, end: int) -> int | None:
    """Where the words begin that stand before the last word of what may be a name: behind a mark, or what joins it to a name."""
    for start in range(end, max(-1, end - _LONGEST - 3), -1):
        if start == 0 or not _is_han(text[start - 1]) or (text[start - 1] in _JOINTS and text[start - 2 : start - 1] in _CLASS):
            return start
    return None


def _is_shown(text: str, start: int, end: re.Match[str], verbs: WordList, *, led: bool) -> bool:
    """Whether what stands around words shows that they are a name: the others of a row, marks, a figure of its own."""
    left, right, length = text[start - 1 : start], text[end.end() : end.end() + 1], end.start() - start
    if length > _LONGEST or (text[start] in _TO_WHOM and length > 1):
        return False  # （对柳坝镇、石泉镇各扣2分）
    if right in _COLONS:
        return _has_known_label(text, end.end())  # 优秀县：8个；合格县：12个
    if end.group() not in _BY_ITSELF and not _is_beside_known(text, start, end.end()):
        return False
    counted = _COUNT.match(text, end.end()) is not None
    before = text[start - 2 : start - 1]
    if left in _JOINTS and not led:
        return before in _CLASS or (left == "、" and (right == "、" or (counted and before != "个")))
    if left in ("（", "("):
        return counted or right == "、"
    if left in ("", "\n", "：", ":", " ", "\u3000") and counted:
        return True
    if text[start] in _NO_FIRST:
        return False
    if (led and counted) or _ROW_AHEAD.match(text, end.end()) is not None:
        return True
    does = verbs.at_start(text, end.end()) or _RATE.match(text, end.end()) is not None  # 通过镇干部: no name
    return bool(does) and end.group() in ("镇", "街道") and text[end.start() - 1] not in _NO_TOWN


def _has_known_label(text: str, at: int) -> bool:
    """Whether a name that is in the table of places stands before some colon of the same paragraph too."""
    first, last = max(text.rfind("\n", 0, at) + 1, at - _PARAGRAPH), at + _PARAGRAPH
    until = text.find("\n", at, last)
    return any(is_division(label[1]) for label in _LABEL.finditer(text, first, last if until < 0 else until) if label.end(1) != at)


def _is_beside_known(text: str, start: int, end: int) -> bool:
    """Whether the name before or behind in a row is in the table of places, and of the same kind."""
    kind = text[end - 1]
    near = (_ROW_BEHIND.search(text, max(0, start - _NEAR), start), _ROW_NEXT.match(text, end))
    return any(one is not None and one[1][-1] == kind and is_division(one[1]) for one in near)


def _holds_name(name: str, length: int, text: str) -> bool:
    """关于禾丰县: whether another name, that stands elsewhere too, follows the first characters of what was taken for one."""
    for start in range(1, length - 1):
        inner = name[start:]
        at = text.find(inner)
        while at >= 0:
            if at < start or text[at - start : at] != name[:start]:
                return True
            at = text.find(inner, at + 1)
    return False
