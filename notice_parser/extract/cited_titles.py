"""The titles and numbers that a line of a notice cites, each with what belongs to it: its number, the body that wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from msgspec import structs

from notice_parser.extract.citing_words import relation_at, relations_of
from notice_parser.extract.document_number_form import find_numbers
from notice_parser.grammar import Field, Grammars, Match
from notice_parser.model import DocumentNumber, Relation, Span
from notice_parser.text.regions import divisions

__all__ = ["INNER_SPACE", "OPEN", "TRAILING_BRACKET", "Citation", "citations_in"]

_MARKS = (
    "references.title_marks",
    "references.mixed_marks",
    "references.angle_marks",
    "references.unmarked",
    "references.unclosed",
    "references.short_name",
)
_SHORT_NAME = "references.short_name"
_UNMARKED = "references.unmarked"
_ISSUER_BEFORE = 34  # characters before a title in which the name of its body stands
_BRACKET = 200  # the longest bracket behind a title that is looked into
_LONGEST_TITLE = 250
OPEN = "(（[［【〔﹝〈<"
_CLOSE = ")）]］】〕﹞〉>"
# what may stand before the notice's own title in marks: nothing, or its number
_OWN_NUMBER = re.compile(r"\s{0,24}(?:[^\s，。；：《》]{1,20}[〔\[（(](?:19|20)[0-9]{2}[〕\]）)][0-9]{1,5}[号號])?\s{0,24}")
_GAP = re.compile(r"[ \t\u3000\u00a0\n]{0,24}")
INNER_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
TRAILING_BRACKET = re.compile(r"[(（][^()（）]{1,30}[)）]$")
_BODY_NAME = re.compile(r"(?:[㐀-䶿一-鿿]{1,30}(?:部|委|局|厅|会|院|政府|办公室|总队|中心|银行|署|法院))$")
# what leads to a body's name: of 和 that behind another body or before a place, not one within a name (住房和城乡建设部)
_LEADING = re.compile(
    r".{0,32}(?:根据|依据|按照|依照|遵照|参照|对照|落实|贯彻|执行|转发|印发|修订|废止|将|对|按|同意|批准"
    r"|(?:(?<=[部局厅委会府院室办行署队心以])|(?<![㐀-鿿])|(?=[和及与](?:[省市县区州](?![容政场域乡城块])|国家|[㐀-鿿]{1,4}(?<![城都])[省市县区州](?![容政场域乡城块]))))"
    r"[和及与])"
)
# what leads to a title without marks around it: 现将省水利厅关于…, 根据省政府关于…
_LEADS_TO = re.compile(
    r".{0,250}(?:[根依]据|[按依遵参]照|对照|落实|贯彻|执行|[转轉印][发發]|收到|接到|学习|传达|[现特并已經经][将將]|结合|违反|[的了])|[将按]"
)
# an item of a list, and a body that handed on another's paper: 2.岚川市人民政府办公室转发市农业局|关于…
_ITEM_SIGNS = 6
_ITEM = re.compile(
    r"(?:^|\n)[ \t\u3000]{0,4}(?:[0-9]{1,3}[.．、]|[一二三四五六七八九十]{1,3}、|[（(][0-9一二三四五六七八九十]{1,3}[）)])?[ ]?$"
)
_HANDED_ON = re.compile(r"[㐀-鿿]{2,24}[部委局厅廳会會院府室办辦署](?:[转轉印][发發]|批[转轉])[㐀-鿿]{0,20}")
_ENDS_IN_BODY = re.compile(r"[部委局厅廳会會院府室办辦处處队隊心行署组組]$")
_PRONOUN = re.compile(r"^(?:你|我|贵|该|本|各)")
_TITLE_ISSUER = re.compile(
    r"^(?P<name>[^关關转轉印批《〈]{2,60}?(?:部|委|局|厅|会|院|府|办公室|办|银行|署|法院|处|队|中心|公司|大学))(?:[关關][于於]|[转轉][发發]|印[发發]|批[转轉])"
)
# 《推荐函》（附件1）: a paper of the notice's own
_ATTACHED = re.compile("[（(](?:详?见)?附[件表][ ]?[0-9一二三四五六七八九十]{0,2}(?:[-—][0-9]{1,2})?[）)]")
# between a number and the title that it belongs to: 国务院令第743号公布的《…》
_GIVEN_OUT_BY = re.compile(r"\s{0,9}(?:文件?)?\s{0,9}(?:(?:[公发颁]布|[印下颁]发|批准)(?:实施|施行)?的)?\s{0,9}")
# a paper to be filled in has no number; one that was issued has
_NUMBERED = re.compile("[（(][^（）()\n]{1,24}[〔\\[（(](?:19|20)[0-9]{2}[〕\\]）)]第?[0-9]{1,6}号")


class Citation(NamedTuple):
    """A title, or a number alone, where it stands. ``short``: a short name given here to the document before it."""

    title: str | None
    span: Span
    number: DocumentNumber | None
    relation: Relation
    issuer: str | None
    rule: str
    short: bool = False


def citations_in(text: str, start: int, end: int, in_title: bool, field: Field, grammars: Grammars) -> list[Citation]:
    numbers = find_numbers(text, start, end, grammars)
    marks = field.find(text, start, end, _MARKS)
    marks = [_without_lead(text, match) if match.rule == _UNMARKED else match for match in marks]
    matches = [match for match in marks if _is_title(text, match, start, end, in_title, field)]
    taken: set[int] = set()
    placed: list[tuple[Match, DocumentNumber | None, Span]] = []
    following = 0  # index of the first number that starts at or behind the title at hand
    for match in matches:
        while following < len(numbers) and _at(numbers[following]) < match.start:
            following += 1
        index, span = _number_of(text, match, end, numbers, following, taken)
        if index is not None:
            taken.add(index)
        placed.append((match, None if index is None else numbers[index], span))
    relations = relations_of(text, start, end, in_title, [(m, s) for m, _, s in placed], field)
    found = [
        Citation(
            title=_title(_words(text, match)),
            span=span,
            number=number,
            relation=relation,
            issuer=_issuer(text, start, match),
            rule=match.rule,
            short=match.rule == _SHORT_NAME,
        )
        for (match, number, span), relation in zip(placed, relations, strict=True)
        if relation != "cites" or not _ATTACHED.match(text, match.end, end)
    ]
    if not in_title:
        found += _alone(text, start, end, numbers, taken, tuple(match.span for match in marks), field)
    return sorted(found, key=lambda mention: mention.span)


def _without_lead(text: str, match: Match) -> Match:
    """A title without marks around it, without the words before it that are not its own: it begins with a body's name, or with 关于."""
    about = match.start + re.search("[关關][于於]", match.text).start()  # type: ignore[union-attr]  # the rule says so
    if _ITEM.search(text, max(0, match.start - _ITEM_SIGNS), match.start) and _HANDED_ON.fullmatch(text, match.start, about):
        return match
    lead = _LEADS_TO.match(text, match.start, about)
    start = lead.end() if lead else match.start
    if start and text[start - 1] in "》）)" and text[start] in "和及与":
        start += 1
    if not _ENDS_IN_BODY.search(text, start, about) or _PRONOUN.match(text[start:about]):
        start = about
    return structs.replace(match, start=start)


def _words(text: str, match: Match) -> str:
    """The characters of a title as they are printed, without the marks around it."""
    return text[match.start : match.end] if match.rule == _UNMARKED else match.group("title") or ""


def _at(number: DocumentNumber) -> int:
    return number.span[0] if number.span is not None else 0


def _is_title(text: str, match: Match, start: int, end: int, in_title: bool, field: Field) -> bool:
    """Whether a title in marks is a document: no form to be filled in, newspaper or work; not the notice's own title."""
    title = _words(text, match)
    if in_title and match.rule == _UNMARKED:
        return False
    if not title.strip() or len(title) > _LONGEST_TITLE:
        return False
    if in_title and _OWN_NUMBER.fullmatch(text, start, match.start):
        return False
    bare = TRAILING_BRACKET.sub("", title.strip())
    if bare.endswith((*field.words["forms"], *field.words["papers"])) and not _NUMBERED.match(text, match.end, end):
        return False
    return not text[max(start, match.start - 8) : match.start].endswith(field.words["works_before"])


def _number_of(
    text: str, match: Match, end: int, numbers: tuple[DocumentNumber, ...], following: int, taken: set[int]
) -> tuple[int | None, Span]:
    """Which number belongs to a title, and the span of both: in the bracket behind it, right behind it, or right before it
    (国发〔2008〕30号文《…》)."""
    gap = _GAP.match(text, match.end, end)
    behind = gap.end() if gap else match.end
    bracket_end = _bracket_end(text, behind, min(end, behind + _BRACKET))
    for index in range(following, len(numbers)):
        at, until = numbers[index].span or (0, 0)
        if at > max(behind, bracket_end):
            break
        if index not in taken and match.end <= at and (at == behind or (behind < at and until <= bracket_end)):
            return index, (match.start, max(until, bracket_end))
    before = following - 1
    if before >= 0 and before not in taken:
        at, until = numbers[before].span or (0, 0)
        if until <= match.start and _GIVEN_OUT_BY.fullmatch(text, until, match.start):
            return before, (at, match.end)
    return None, match.span


def _bracket_end(text: str, start: int, end: int) -> int:
    """Where the bracket that opens at ``start`` ends; ``start`` itself if none opens there or it does not end in time."""
    depth = 0
    for place in range(start, end):
        depth += (text[place] in OPEN) - (text[place] in _CLOSE)
        if depth <= 0:
            return place + 1 if place > start else start
    return start


@cache
def _places_in_and() -> tuple[str, ...]:
    """The divisions whose name begins with 和, which is no conjunction there: 和平区, 和田市; not 和县, which reads like 和 and a 县."""
    return tuple({division.name for division in divisions() if division.name.startswith("和") and len(division.name) > 2})


def _issuer(text: str, start: int, match: Match) -> str | None:
    """The body that wrote the document: named in front of 关于 in the title, else right before the title."""
    named = _TITLE_ISSUER.match(_title(_words(text, match)))
    if named:
        return named.group("name")
    found = _BODY_NAME.search(text, max(start, match.start - _ISSUER_BEFORE), match.start)
    if found is None:
        return None
    lead = _LEADING.match(found.group())
    if lead is None and found.start() > start and "㐀" <= text[found.start() - 1] <= "鿿":
        return None  # more stands before it, of which it is a part
    begin = lead.end() if lead is not None else 0
    if begin and found.group().startswith(_places_in_and(), begin - 1):
        begin -= 1  # 对照|和平区水务局: the first character of a place
    name = found.group()[begin:].removeprefix("原")
    return name if len(name) > 2 and not _PRONOUN.match(name) else None


def _alone(
    text: str, start: int, end: int, numbers: tuple[DocumentNumber, ...], taken: set[int], marks: tuple[Span, ...], field: Field
) -> Iterator[Citation]:
    """The numbers that stand without a title, as mentions."""
    mark = 0
    for index, number in enumerate(numbers):
        if index in taken or number.span is None:
            continue
        at, until = number.span
        while mark < len(marks) and marks[mark][1] <= at:
            mark += 1
        if mark < len(marks) and marks[mark][0] <= at:
            continue
        relation = relation_at(text, at, until, start, end, False, field)
        yield Citation(None, number.span, number, relation, None, "references.number_alone")


def _title(printed: str) -> str:
    """A title as we write it: without spaces between Han characters, inner marks as 〈〉.

    >>> _title("关于修订<云坪区  水闸名录>的函")
    '关于修订〈云坪区水闸名录〉的函'
    """
    title = INNER_SPACE.sub("", printed.strip())
    title = title.replace("《", "〈").replace("》", "〉")
    if title.count("<") == title.count(">"):
        title = title.replace("<", "〈").replace(">", "〉")
    elif title.count("<") == title.count("〉") - title.count("〈"):
        title = title.replace("<", "〈")
    return title
