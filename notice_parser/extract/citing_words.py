"""How a document is cited, by the words before and behind its title: issued, forwarded, answered, repealed, amended, implemented."""

from __future__ import annotations

import re

from notice_parser.grammar import Field, Match
from notice_parser.model import Relation, Span

__all__ = ["CONTEXT", "RANK", "lead_of_list", "relation_at", "relations_of"]

_TITLE_BEFORE = ("references.title_issues", "references.title_forwards", "references.before_repeals", "references.before_amends")
_BODY_BEFORE = (
    "references.before_repeals",
    "references.before_amends",
    "references.before_implements",
    "references.before_answers",
    "references.before_now_issues",
    "references.before_now_forwards",
)
_AGREED = ("references.before_agreed",)
_HANDED = ("references.before_handed",)
_BEHIND = (
    "references.behind_answers",
    "references.behind_repeals",
    "references.behind_amends",
    "references.behind_now_forwards",
    "references.behind_now_issues",
)
_BEHIND_HANDED = ("references.behind_handed_forwards", "references.behind_handed_issues")
_OF_NEXT = ("references.behind_repeals", "references.behind_now_forwards", "references.behind_now_issues")
# Which of several mentions says most about why a document is there
RANK: tuple[Relation, ...] = ("issues", "forwards", "answers", "repeals", "amends", "implements", "cites")
CONTEXT = 80  # characters before and behind a title that may say how it is cited
_ASKS = re.compile("(?:请示|申请|请求)[〉》]")  # a title of what asks for an answer
_CLAUSE_BREAK = re.compile(r"[。；;！!？?\n]")
# What may stand between titles of one list: 、 和 及, and the body that wrote the next one
_BETWEEN = re.compile(
    r"(?:[（(][^（）()《》。；]{1,30}[）)])?[、，,\s]{0,3}(?:以及|和|及|与|或|暨)?(?:[㐀-䶿一-鿿、]{0,20}[部委局厅办会院府省市县区司署行])?[\s：:]?"
)
_LEADS = re.compile(r"(?:(?P<repeals>废止|失效|停止执行)|(?P<amends>修改|修订|修正))[^。；：:《》]{0,30}[：:]\s{0,9}$")


def lead_of_list(text: str, start: int, end: int) -> Relation | None:
    """What becomes of the documents listed below a line: 决定废止下列文件：; null where it says nothing of it."""
    found = _LEADS.search(text, max(start, end - CONTEXT), end)
    if found is None:
        return None
    return "repeals" if found["repeals"] else "amends"


def relations_of(text: str, start: int, end: int, in_title: bool, titles: list[tuple[Match, Span]], field: Field) -> list[Relation]:
    """How each title is cited. Titles of one list share the words before the first and behind the last of them."""
    relations: list[Relation] = []
    index = 0
    while index < len(titles):
        last = index
        while last + 1 < len(titles) and _BETWEEN.fullmatch(text, titles[last][1][1], titles[last + 1][1][0]):
            last += 1
        relation = relation_at(text, titles[index][1][0], titles[last][1][1], start, end, in_title, field)
        relations += [relation] * (last + 1 - index)
        index = last + 1
    return relations


def relation_at(text: str, first: int, last: int, start: int, end: int, in_title: bool, field: Field) -> Relation:
    low = max(start, first - CONTEXT)
    for found in _CLAUSE_BREAK.finditer(text, low, first):
        low = found.end()
    high = min(end, last + CONTEXT)
    next_title = text.find("《", last, high)
    high = high if next_title < 0 else next_title
    if in_title:
        return _label(field.find(text, low, first, _TITLE_BEFORE))
    handed = bool(field.find(text, low, first, _HANDED))
    for only in (_BEHIND_HANDED, _BEHIND) if handed else (_BEHIND,):
        behind = [match for match in field.find(text, last, high, only) if match.start == last and not _of_next(match, next_title)]
        if behind:
            return _label(behind)
    if _ASKS.search(text, first, last) and (agreed := field.find(text, low, first, _AGREED)):
        return _label(agreed)
    return _label(field.find(text, low, first, _BODY_BEFORE))


def _of_next(match: Match, title: int) -> bool:
    """Whether the verb is said of the title right behind it: 贯彻《…》，现印发《…》."""
    return match.end == title and match.rule in _OF_NEXT


def _label(matches: list[Match]) -> Relation:
    for match in matches:
        for relation in RANK:
            if match.label == relation:
                return relation
    return "cites"
