"""Blanks between Chinese characters, as recognition and copying strew them over a text: 本季 度受理群众 诉求, 各 地要高度 重视.

One such blank may part words: bodies that sign together, names, the cells of a row. Where a text has them all over its sentences they
part nothing, but for those behind which a row of bodies or of short words goes on.

>>> strewn_blanks("本季 度受理群众 诉求，请岚川市水务局 云坪区财政局 办理。")
[(2, 3), (8, 9), (26, 27)]
>>> strewn_blanks("岚川市水务局 岚川市财政局"), strewn_blanks("值班：张某某 李某 王某")
([], [])
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["COLUMNS", "has_strewn_blanks", "strewn_blanks"]

# a line whose gaps part columns or labels: they stay
COLUMNS = re.compile("\t|\\|| {3}|\u3000{2}")
_HAN = re.compile("[㐀-鿿豈-﫿〇]")
_BLANK = re.compile(f"(?<={_HAN.pattern})[ ](?={_HAN.pattern})")
_STREWN = re.compile("(?<=[㐀-鿿豈-﫿〇）)》”〕])[ ](?=[㐀-鿿豈-﫿〇（(《“〔])")  # beside brackets and quotes too
# a sentence, and what a blank may part from it
_SENTENCE = re.compile(f"{_HAN.pattern} ?[，。；,;] ?(?:{_HAN.pattern}|[0-9])|{_HAN.pattern} ?。$")
_ARTICLE = re.compile("[\\s\u3000]{0,20}第[一二三四五六七八九十百零〇0-9]{1,5}[章节条款]")
_CLAUSE = re.compile("[^，。；：、]++")
_BODY = "(?:[局委办厅府院会部]|中心|公司|大学|学校|集团)"
_BODY_BEFORE, _BODY_BEHIND = re.compile(f"{_BODY}$"), re.compile(f"(?:{_HAN.pattern} ?){{2,30}}?{_BODY}(?!{_HAN.pattern})")
_ROW = re.compile(
    f"[\\s\u3000]*(?:(?:[^：:]{{1,12}}[：:] ?)?{_HAN.pattern}{{2,3}}(?: {_HAN.pattern}{{2,3}}){{2,200}}"
    f"|{_HAN.pattern}{{2,12}}(?: {_HAN.pattern}{{2,12}}){{1,8}}(?: [0-9][0-9.,]{{0,12}}[%％]?){{1,40}})[\\s\u3000]*"
)
STREWN = 6  # fewer blanks within sentences may part words
IN_CLAUSE = 2  # so many of a clause are counted: more may be a row of names
LENGTH = 50  # Chinese characters to a blank, on average, where they are strewn


def has_strewn_blanks(texts: Sequence[str]) -> bool:
    """Whether blanks stand between Chinese characters in clauses all over the sentences of a text."""
    blanks = ends = 0
    sentences = [text for text in texts if _SENTENCE.search(text) is not None]
    for text in sentences:
        if " " in text and not COLUMNS.search(text.strip()):
            article = _ARTICLE.match(text)
            begin = article.end() if article else 0
            for clause in _CLAUSE.finditer(text, begin):
                found = sum(1 for at in _BLANK.finditer(text, *clause.span()) if at.start() > begin)
                blanks += min(found, IN_CLAUSE)
            ends += text.count("。 ") + text.count("： ")
    return blanks >= STREWN and blanks > ends and blanks * LENGTH >= sum(len(_HAN.findall(text)) for text in sentences)


def strewn_blanks(text: str) -> list[tuple[int, int]]:
    """The blanks of a line of such a text that part nothing."""
    if " " not in text or _ROW.fullmatch(text):
        return []
    return [found.span() for found in _STREWN.finditer(text) if not _parts_bodies(text, *found.span())]


def _parts_bodies(text: str, start: int, end: int) -> bool:
    return _BODY_BEFORE.search(text, max(0, start - 2), start) is not None and _BODY_BEHIND.match(text, end) is not None
