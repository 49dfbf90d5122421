"""A document in which the names of its places hold no words: 和平区, 同心县, 市中区 are read as any other name is.

Names are made of the characters of which rules ask: 和平区 begins with a joint, 万年县 with a numeral, 同心县 with a base. Where a name of
the table of places stands as a word, or names of towns in a row, its characters stand for themselves no longer, but for characters that no
text has, one for one; what the rules make of these is given back in those that are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import structs

from notice_parser.extract.statistics.draft import Draft, StatisticsFound
from notice_parser.layout.document import Document
from notice_parser.text.regions import is_division

__all__ = ["StandIns", "stand_ins"]

# what can stand for a character of a name: behind the last one that is in use
_FIRST, _LAST = 0x9FB0, 0x9FFF
# characters that are words of the rules too; a name without one is read as it is
_WORDS = frozenset(
    "其和与及以共各同比较为是有占达增减分中合总计年月日时万百千亿一二三四五六七八九十两双均仅约近超未无已将被由从对向给在到至于上下大小高低多少前后新旧老全"
    "我本该办建管立开完成实现进出转接收发通过经因据按把让使令得了的之而且或但并又再也还都就才只另余升降提设"
)
_LAST_WORD = re.compile("(?:[㐀-鿿]{1,4}族)*自治[县州旗区]$|新区$|街道$|.$")
_NO_COUNTY = re.compile("[老新旧主中]城区|新市区|新建[县区]|合作市|.[区市]")
_COUNTY_ENDS = re.compile("[县区市旗州省]")
# three towns and more in a row: nothing else stands so
_TOWNS = re.compile("(?:(?<![㐀-鿿])|(?<=其中))[㐀-鿿]{1,2}(?P<kind>[镇乡]|街道)(?:、[㐀-鿿]{1,3}(?P=kind)){2,40}")
_GOES_ON = "级域城区市"  # 建水县城, 市中区域: the name of something else
_LONGEST_COUNTY = 12
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


def stand_ins(document: Document) -> StandIns:
    """The document with the names of places that hold words of the rules in characters that hold none."""
    text = document.text
    names = {name: None for name in _names(text) if not _WORDS.isdisjoint(name[: -len(_ending(name))])}
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


def _ending(name: str) -> str:
    """The last word of a name: 县, 新区, 彝族自治州."""
    found = _LAST_WORD.search(name)
    return found.group() if found is not None and found.start() else name[-1]


def _names(text: str) -> Iterator[str]:
    """The names of counties and cities that stand as words in a text, and of towns in a row."""
    for row in _TOWNS.finditer(text):
        yield from row[0].split("、")
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


def _is_han(char: str) -> bool:
    return "㐀" <= char <= "鿿"
