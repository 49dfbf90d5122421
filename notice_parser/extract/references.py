"""引用文件, the documents that a notice cites: title in 《》, number in the bracket behind it, and what it is cited for.

One entry a document: a short name (以下简称《办法》), a title without its number, the number alone are further mentions of it.
Annexed texts cite on their own account and are not looked at; nor are tables and what a site prints around the notice.

``《岚川市节水条例》`` → cites
``《关于增设检验室的请示》（禾卫请〔2012〕24号）收悉`` → answers, number 禾卫请〔2012〕24号
``认真落实水发〔2021〕9号`` → title None
"""

from __future__ import annotations

import re

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.extract.cited_titles import INNER_SPACE, OPEN, TRAILING_BRACKET, Citation, citations_in
from notice_parser.extract.citing_words import CONTEXT, RANK, lead_of_list
from notice_parser.extract.document_number import find_document_number
from notice_parser.extract.document_number_form import find_numbers, same_number
from notice_parser.grammar import Field, Grammars
from notice_parser.layout.document import Document, Line, Role
from notice_parser.model import Diagnostic, DocumentNumber, Reference, Relation
from notice_parser.text.width import fold

__all__ = ["find_references"]

_ROLES: tuple[Role, ...] = ("heading", "text", "recipients", "remark")
_UNCLOSED = "references.unclosed"
# relations that two documents of one title have: the one printed, and the one before it
_OLD_AND_NEW = ({"issues", "repeals"}, {"forwards", "repeals"})
# a line of a list of documents, and the sentence that leads in such a list
_LISTED = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,3}[.．、]|[•●])?[ \t\u3000]{0,4}")
STAGE = 12  # characters of a bracket behind a title, which says what the paper is: （征求意见稿）
_NATION = "中华人民共和国"


def find_references(document: Document, grammars: Grammars) -> tuple[tuple[Reference, ...], tuple[Diagnostic, ...]]:
    """The distinct documents cited in the title and the body, in the order of their first mention."""
    field = grammars["references"]
    text, regions = _regions(document)
    diagnostics: list[Diagnostic] = []
    mentions: list[Citation] = []
    lead: Relation | None = None
    for start, end, in_title in regions:
        found = citations_in(text, start, end, in_title, field, grammars)
        listed = _LISTED.match(text, start, end)
        lead = lead if listed and found and found[0].span[0] == listed.end() else None
        if lead and found and found[0].relation == "cites":
            found[0] = found[0]._replace(relation=lead)
        lead = lead_of_list(text, start, end) or lead
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
    tail = document.text[max(above.start, above.end - CONTEXT) : above.end].rstrip()
    head = document.text[below.start : min(below.end, below.start + CONTEXT)].lstrip()
    if tail.endswith("》"):
        return head[:1] in tuple(OPEN)
    return tail.rfind("《") > tail.rfind("》") and head.find("》") > -1 and ("《" not in head or head.find("》") < head.find("《"))


def _key(title: str) -> str:
    """What is equal for one title however it is printed."""
    folded = INNER_SPACE.sub("", fold(title))
    return "".join(c for c in folded if c not in "〈〉《》<>“”\"'‘’ \n")


class _Cited:
    """What is known so far of one document: its mentions, and the title and number that they gave."""

    def __init__(self, mention: Citation) -> None:
        self.mentions = [mention]
        self.title = mention.title
        self.number = mention.number

    def add(self, mention: Citation) -> None:
        """Another mention; a full one may add the title or the number."""
        self.mentions.append(mention)
        if not mention.short:
            self.title = self.title or mention.title
            self.number = self.number or mention.number


def _distinct(
    document: Document, mentions: list[Citation], own_title: str, own: tuple[DocumentNumber, ...], field: Field
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
        if (
            key == own_title
            and mention.relation not in ("forwards", "repeals", "amends")
            and (mention.number is None or not own or any(same_number(mention.number, number) for number in own))
        ):
            continue  # another's number beside our title, or forwarded, or what ours replaces: a paper of the same name
        known = _known(key, mention, by_key, by_number, cited, field)
        if known is not None:
            cited[known].add(mention)
        elif mention.title in field.words["short_names"] and mention.number is None:
            continue
        else:
            known = len(cited)
            cited.append(_Cited(mention))
        last_titled = known
        for name in (key, key.removeprefix(_NATION), TRAILING_BRACKET.sub("", key)):
            by_key.setdefault(name, known)
        if mention.number is not None:
            by_number.setdefault(mention.number.text, known)
    return tuple(_reference(document, known) for known in cited)


def _known(key: str, mention: Citation, by_key: dict[str, int], by_number: dict[str, int], cited: list[_Cited], field: Field) -> int | None:
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
            if title is not None and (TRAILING_BRACKET.sub("", title).endswith(mention.title) or mention.title in title[-STAGE:]):
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
        relation=min((mention.relation for mention in full), key=RANK.index),
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
