"""引用文件, the documents that a notice cites: title in 《》, number in the bracket behind it, and what it is cited for.

One entry a document: a short name (以下简称《办法》), a title without its number, the number alone are further mentions of it.
Annexed texts cite on their own account and are not looked at; nor are tables and what a site prints around the notice.

``《岚川市节水条例》`` → cites
``《关于增设检验室的请示》（禾卫请〔2012〕24号）收悉`` → answers, number 禾卫请〔2012〕24号
``认真落实水发〔2021〕9号`` → title None
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.extract.document_number import find_document_number, find_numbers, same_number
from notice_parser.grammar import Field, Grammars, Match
from notice_parser.layout.document import Document, Line, Role
from notice_parser.model import Diagnostic, DocumentNumber, Reference, Relation, Span
from notice_parser.text.width import fold

__all__ = ["find_references"]

_ROLES: tuple[Role, ...] = ("heading", "text", "recipients", "remark")

_MARKS = (
    "references.title_marks",
    "references.mixed_marks",
    "references.angle_marks",
    "references.unmarked",
    "references.unclosed",
    "references.short_name",
)
_SHORT_NAME = "references.short_name"
_UNCLOSED = "references.unclosed"
_UNMARKED = "references.unmarked"
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

# Which of several mentions says most about why a document is there
_RANK: tuple[Relation, ...] = ("issues", "forwards", "answers", "repeals", "amends", "implements", "cites")

# relations that two documents of one title have: the one printed, and the one before it
_OLD_AND_NEW = ({"issues", "repeals"}, {"forwards", "repeals"})

_CONTEXT = 80  # characters before and behind a title that may say how it is cited
_BRACKET = 200  # the longest bracket behind a title that is looked into
_LONGEST_TITLE = 250
_OPEN = "(（[［【〔﹝〈<"
_CLOSE = ")）]］】〕﹞〉>"
_ASKS = re.compile("(?:请示|申请|请求)[〉》]")  # a title of what asks for an answer
# what may stand before the notice's own title in marks: nothing, or its number
_OWN_NUMBER = re.compile(r"\s*(?:[^\s，。；：《》]{1,20}[〔\[（(](?:19|20)[0-9]{2}[〕\]）)][0-9]{1,5}[号號])?\s*")
_GAP = re.compile(r"[ \t\u3000\u00a0\n]{0,24}")
_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_TRAILING_BRACKET = re.compile(r"[(（][^()（）]{1,30}[)）]$")
_CLAUSE_BREAK = re.compile(r"[。；;！!？?\n]")
# What may stand between titles of one list: 、 和 及, and the body that wrote the next one
_BETWEEN = re.compile(
    r"(?:[（(][^（）()《》。；]{1,30}[）)])?[、，,\s]{0,3}(?:以及|和|及|与|或|暨)?(?:[㐀-䶿一-鿿、]{0,20}[部委局厅办会院府省市县区司署行])?[\s：:]?"
)
# a line of a list of documents, and the sentence that leads in such a list
_LISTED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,3}[.．、]|[•●])?[ \t\u3000]{0,4}《"
)
_LEADS = re.compile(r"(?:(?P<repeals>废止|失效|停止执行)|(?P<amends>修改|修订|修正))[^。；：:《》]{0,30}[：:]\s*$")
_BODY_NAME = re.compile(r"(?:[㐀-䶿一-鿿]{1,16}(?:部|委|局|厅|会|院|政府|办公室|总队|中心|银行|署|法院))$")
_LEADING = re.compile(r".*(?:根据|依据|按照|依照|遵照|参照|落实|贯彻|执行|转发|印发|修订|废止|将|和|及|与|对|按|同意|批准)")
# what leads to a title without marks around it: 现将省水利厅关于…, 根据省政府关于…
_LEADS_TO = re.compile(
    r".*(?:[根依]据|[按依遵参]照|对照|落实|贯彻|执行|[转轉印][发發]|收到|接到|学习|传达|[现特并已經经][将將]|结合|违反|[的了])|[将按]"
)
_ENDS_IN_BODY = re.compile(r"[部委局厅廳会會院府室办辦处處队隊心行署组組]$")
_PRONOUN = re.compile(r"^(?:你|我|贵|该|本|各)")
_TITLE_ISSUER = re.compile(
    r"^(?P<name>[^关關转轉印批《〈]{2,60}?(?:部|委|局|厅|会|院|府|办公室|办|银行|署|法院|处|队|中心|公司|大学))(?:[关關][于於]|[转轉][发發]|印[发發]|批[转轉])"
)
# 《推荐函》（附件1）: a paper of the notice's own
_ATTACHED = re.compile("[（(](?:详?见)?附[件表][ ]?[0-9一二三四五六七八九十]{0,2}(?:[-—][0-9]{1,2})?[）)]")
# a paper to be filled in has no number; one that was issued has
_NUMBERED = re.compile("[（(][^（）()\n]{1,24}[〔\\[（(](?:19|20)[0-9]{2}[〕\\]）)]第?[0-9]{1,6}号")
_NATION = "中华人民共和国"


class _Mention(NamedTuple):
    """A title, or a number alone, where it stands. ``short``: a short name given here to the document before it."""

    title: str | None
    span: Span
    number: DocumentNumber | None
    relation: Relation
    issuer: str | None
    rule: str
    short: bool = False


def find_references(document: Document, grammars: Grammars) -> tuple[tuple[Reference, ...], tuple[Diagnostic, ...]]:
    """The distinct documents cited in the title and the body, in the order of their first mention."""
    field = grammars["references"]
    text, regions = _regions(document)
    diagnostics: list[Diagnostic] = []
    mentions: list[_Mention] = []
    lead: Relation | None = None
    for start, end, in_title in regions:
        found = _mentions(text, start, end, in_title, field, grammars)
        lead = lead if _LISTED.match(text, start, end) else None
        if lead and found and found[0].relation == "cites":
            found[0] = found[0]._replace(relation=lead)
        lead = _lead(text, start, end) or lead
        mentions += found
        for mention in found:
            if mention.rule == _UNCLOSED:
                raw = document.text[mention.span[0] : mention.span[1]]
                diagnostics.append(diagnose(_UNCLOSED, field="references", span=mention.span, raw=raw))
    printed, _ = find_document_number(document, grammars, ())
    own: tuple[DocumentNumber, ...] = () if printed is None else (printed,)
    for line in document.with_role("metadata"):
        own += find_numbers(document.text, line.start, line.end, grammars)
    own_title = _key("".join(document.of(line) for line in document.with_role("title", zone="head")))
    return _distinct(document, mentions, own_title, own, field), tuple(diagnostics)


def _lead(text: str, start: int, end: int) -> Relation | None:
    """What becomes of the documents listed below a line: 决定废止下列文件：; null where it says nothing of it."""
    found = _LEADS.search(text, max(start, end - _CONTEXT), end)
    if found is None:
        return None
    return "repeals" if found["repeals"] else "amends"


def _regions(document: Document) -> tuple[str, tuple[tuple[int, int, bool], ...]]:
    """The text, same in length, with spaces for line breaks inside a title or a broken citation; and where to look."""
    regions: list[tuple[int, int, bool]] = []
    joints: list[int] = []
    previous: Line | None = None
    for line in document.lines:
        in_title = line.zone == "head" and line.role == "title"
        if not in_title and (line.zone != "body" or line.role not in _ROLES):
            previous = None
            continue
        if previous is not None and regions and regions[-1][2] == in_title and (in_title or _is_broken(document, previous, line)):
            joints.append(previous.end)
            regions[-1] = (regions[-1][0], line.end, in_title)
        else:
            regions.append((line.start, line.end, in_title))
        previous = line
    if not joints:
        return document.text, tuple(regions)
    pieces: list[str] = []
    at = 0
    for joint in joints:
        gap = document.text.find("\n", joint)
        pieces += (document.text[at:gap], " ")
        at = gap + 1
    pieces.append(document.text[at:])
    return "".join(pieces), tuple(regions)


def _is_broken(document: Document, above: Line, below: Line) -> bool:
    """Whether a citation runs over the border of two lines: 》 here and its bracket there, or 《 here and 》 there."""
    if document.text.count("\n", above.end, below.start) != 1:
        return False
    tail = document.text[max(above.start, above.end - _CONTEXT) : above.end].rstrip()
    head = document.text[below.start : min(below.end, below.start + _CONTEXT)].lstrip()
    if tail.endswith("》"):
        return head[:1] in tuple(_OPEN)
    return tail.rfind("《") > tail.rfind("》") and head.find("》") > -1 and ("《" not in head or head.find("》") < head.find("《"))


def _mentions(text: str, start: int, end: int, in_title: bool, field: Field, grammars: Grammars) -> list[_Mention]:
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
    relations = _relations(text, start, end, in_title, [(m, s) for m, _, s in placed], field)
    found = [
        _Mention(
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
    bare = _TRAILING_BRACKET.sub("", title.strip())
    if bare.endswith((*field.words["forms"], *field.words["papers"])) and not _NUMBERED.match(text, match.end, end):
        return False
    return not text[max(start, match.start - 8) : match.start].endswith(field.words["works_before"])


def _number_of(
    text: str, match: Match, end: int, numbers: tuple[DocumentNumber, ...], following: int, taken: set[int]
) -> tuple[int | None, Span]:
    """Which number belongs to a title, and the span of both: in the bracket behind it, right behind it, or right before it."""
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
        if until <= match.start and not text[until : match.start].strip():
            return before, (at, match.end)
    return None, match.span


def _bracket_end(text: str, start: int, end: int) -> int:
    """Where the bracket that opens at ``start`` ends; ``start`` itself if none opens there or it does not end in time."""
    depth = 0
    for place in range(start, end):
        depth += (text[place] in _OPEN) - (text[place] in _CLOSE)
        if depth <= 0:
            return place + 1 if place > start else start
    return start


def _relations(text: str, start: int, end: int, in_title: bool, titles: list[tuple[Match, Span]], field: Field) -> list[Relation]:
    """How each title is cited. Titles of one list share the words before the first and behind the last of them."""
    relations: list[Relation] = []
    index = 0
    while index < len(titles):
        last = index
        while last + 1 < len(titles) and _BETWEEN.fullmatch(text, titles[last][1][1], titles[last + 1][1][0]):
            last += 1
        relation = _relation(text, titles[index][1][0], titles[last][1][1], start, end, in_title, field)
        relations += [relation] * (last + 1 - index)
        index = last + 1
    return relations


def _relation(text: str, first: int, last: int, start: int, end: int, in_title: bool, field: Field) -> Relation:
    low = max(start, first - _CONTEXT)
    for found in _CLAUSE_BREAK.finditer(text, low, first):
        low = found.end()
    high = min(end, last + _CONTEXT)
    next_title = text.find("《", last, high)
    high = high if next_title < 0 else next_title
    if in_title:
        return _label(field.find(text, low, first, _TITLE_BEFORE))
    handed = bool(field.find(text, low, first, _HANDED))
    for only in (_BEHIND_HANDED, _BEHIND) if handed else (_BEHIND,):
        behind = [match for match in field.find(text, last, high, only) if match.start == last]
        if behind:
            return _label(behind)
    if _ASKS.search(text, first, last) and (agreed := field.find(text, low, first, _AGREED)):
        return _label(agreed)
    return _label(field.find(text, low, first, _BODY_BEFORE))


def _label(matches: list[Match]) -> Relation:
    for match in matches:
        for relation in _RANK:
            if match.label == relation:
                return relation
    return "cites"


def _issuer(text: str, start: int, match: Match) -> str | None:
    """The body that wrote the document: named in front of 关于 in the title, else right before the title."""
    named = _TITLE_ISSUER.match(_title(_words(text, match)))
    if named:
        return named.group("name")
    found = _BODY_NAME.search(text, max(start, match.start - 18), match.start)
    if found is None:
        return None
    name = _LEADING.sub("", found.group()).removeprefix("原")
    return name if len(name) > 2 and not _PRONOUN.match(name) else None


def _alone(
    text: str, start: int, end: int, numbers: tuple[DocumentNumber, ...], taken: set[int], marks: tuple[Span, ...], field: Field
) -> Iterator[_Mention]:
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
        relation = _relation(text, at, until, start, end, False, field)
        yield _Mention(None, number.span, number, relation, None, "references.number_alone")


def _title(printed: str) -> str:
    """A title as we write it: without spaces between Han characters, inner marks as 〈〉.

    >>> _title("关于修订<云坪区  水闸名录>的函")
    '关于修订〈云坪区水闸名录〉的函'
    """
    title = _SPACE.sub("", printed.strip())
    title = title.replace("《", "〈").replace("》", "〉")
    if title.count("<") == title.count(">"):
        title = title.replace("<", "〈").replace(">", "〉")
    elif title.count("<") == title.count("〉") - title.count("〈"):
        title = title.replace("<", "〈")
    return title


def _key(title: str) -> str:
    """What is equal for one title however it is printed."""
    folded = _SPACE.sub("", fold(title))
    return "".join(c for c in folded if c not in "〈〉《》<>“”\"'‘’ \n")


class _Cited:
    """What is known so far of one document: its mentions, and the title and number that they gave."""

    def __init__(self, mention: _Mention) -> None:
        self.mentions = [mention]
        self.title = mention.title
        self.number = mention.number

    def add(self, mention: _Mention) -> None:
        """Another mention; a full one may add the title or the number."""
        self.mentions.append(mention)
        if not mention.short:
            self.title = self.title or mention.title
            self.number = self.number or mention.number


def _distinct(
    document: Document, mentions: list[_Mention], own_title: str, own: tuple[DocumentNumber, ...], field: Field
) -> tuple[Reference, ...]:
    """One reference a document: the first full mention, later ones added to it."""
    cited: list[_Cited] = []
    by_key: dict[str, int] = {}
    by_number: dict[str, int] = {}
    last_titled: int | None = None
    for mention in mentions:
        if mention.title is None:
            if mention.number is None or any(same_number(mention.number, number) for number in own):
                continue
            index = by_number.setdefault(mention.number.text, len(cited))
            if index == len(cited):
                cited.append(_Cited(mention))
            else:
                cited[index].add(mention)
            continue
        key = _key(mention.title)
        if mention.short:
            if last_titled is not None:
                by_key.setdefault(key, last_titled)
                cited[last_titled].add(mention)
            continue
        if key == own_title and (mention.number is None or not own or any(same_number(mention.number, number) for number in own)):
            continue  # another's number beside our title: a paper of the same name, by the body above
        known = _known(key, mention, by_key, by_number, cited, field)
        if known is not None:
            cited[known].add(mention)
        elif mention.title in field.words["short_names"]:
            continue
        else:
            known = len(cited)
            cited.append(_Cited(mention))
        last_titled = known
        for name in (key, key.removeprefix(_NATION), _TRAILING_BRACKET.sub("", key)):
            by_key.setdefault(name, known)
        if mention.number is not None:
            by_number.setdefault(mention.number.text, known)
    return tuple(_reference(document, known) for known in cited)


def _known(key: str, mention: _Mention, by_key: dict[str, int], by_number: dict[str, int], cited: list[_Cited], field: Field) -> int | None:
    """The document already cited that this mention is about."""
    index = by_key.get(key)
    if index is not None and {mention.relation, cited[index].mentions[0].relation} in _OLD_AND_NEW:
        return None  # the new document and the one that it replaces
    if index is not None:
        number = cited[index].number
        return index if number is None or mention.number is None or same_number(number, mention.number) else None
    if mention.number is not None:
        return by_number.get(mention.number.text)
    if mention.title in field.words["short_names"]:
        for place in range(len(cited) - 1, -1, -1):
            title = cited[place].title
            if title is not None and _TRAILING_BRACKET.sub("", title).endswith(mention.title):
                by_key[key] = place
                return place
    return None


def _reference(document: Document, cited: _Cited) -> Reference:
    full = [mention for mention in cited.mentions if not mention.short]
    start, end = full[0].span
    return Reference(
        title=cited.title,
        document_number=_as_printed(document, cited.number),
        issuer=next((mention.issuer for mention in full if mention.issuer), None),
        relation=min((mention.relation for mention in full), key=_RANK.index),
        raw=document.text[start:end],
        span=(start, end),
        mentions=tuple(mention.span for mention in cited.mentions[1:]),
        rule=full[0].rule,
    )


def _as_printed(document: Document, number: DocumentNumber | None) -> DocumentNumber | None:
    """``number`` with the characters of the document itself, whose line breaks were spaces while we looked."""
    if number is None or number.span is None:
        return number
    return structs.replace(number, raw=document.text[number.span[0] : number.span[1]])
