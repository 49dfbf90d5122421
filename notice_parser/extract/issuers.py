"""发文机关 (GB/T 9704-2012, 7.2.4, 7.3.5): from the signature, else letterhead, title, metadata; joint issuers in order.

Each body once, in the fullest form printed: a short signature (``中国证监会``-like) gives way to the full name of title or
letterhead whose characters it keeps in order. A section named below its body (``水文处`` under a bureau) belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from notice_parser.diagnostics import diagnose
from notice_parser.grammar import Field, Grammars
from notice_parser.layout.document import Document, Line
from notice_parser.model import Diagnostic, DocumentNumber, Issuer, IssuerEvidence, MetadataRow, Span, Title
from notice_parser.text.spans import squeezed, trim
from notice_parser.text.width import squeeze

__all__ = ["cut_names", "find_issuers"]

_BRACKET = re.compile("[（(](?:印章|公[ 　]*章|盖章|章|代章|[^（）()]{2,16}代章)[）)]$")
_STANDS_IN = re.compile("(?:代章|盖章)$")
# a blank that was lost on the way leaves a question mark
_GAP = re.compile("[ 　\t\n、?？]+")
_MASK = re.compile("[*＊×]{3,}|[（(]略[）)]|[*＊×xXＸ]{1,4}(?=[省市县縣区區州旗镇乡])")
_ORDER = re.compile("(?:令|公告|通告)[ 　]{0,3}(?=[〔\\[（(第]|(?:19|20)[0-9]{2})")
# minutes and bulletins are named after the body and what kind of meeting it held
_MINUTES = "(?:专题|常务|办公|全体|协调|联席|工作|党组|党委|主任|主席|院长|(?<!人大)常委会|(?<!委)会){0,3}(?:会议纪要|工作简报)"
_LETTERHEAD_TAIL = re.compile(f"(?:文件|令|公报|公告|通告|{_MINUTES})$")
_OPENER = re.compile(
    "等[0-9一二三四五六七八九十]{1,3}(?:个?部门|家|个?单位)|对(?!外|口|台)|致(?=全|广大|各)|同意|批准|任免|任命|表彰|授予|关于|關于|關於|转发|轉發|印发|批转|报送|呈报|下达|公布|发布|公告|通告|(?<=[局厅委会府院部署处队行])(?:行政(?:处罚|處罰|许可|强制|复议|处理)|责令|責令|不予行政)|公开(?:选|招|遴|征|竞|拍)|(?<=[府局厅委部院会办室心\n])政府信息公开|招聘|招录|选聘|(?<=[府厅局委部院会办室])(?:贯彻|落实)|(?:19|20)[0-9]{2}年"
)
_PASSED = re.compile("《(?P<bodies>[^《》〈〉，。；：\n]{4,40}?)关于[^《》\n]{2,200}》[^。\n]{0,60}通过[^。\n]{0,20}(?:公布|发布|施行)")
_KIND_ALONE = re.compile(f"(?:通告|公告|通知|通报|公报|公示|决定|令|函|{_MINUTES})$")
PLACE = 2  # first characters by which two bodies are of one place
_ASIDE = re.compile("[（(][^（）()]{1,16}[）)]$")  # another name of the same body
_OFFICE_WORDS = ("司", "局", "处", "科", "室", "组", "中心", "部")
_LEVELS = ("中共", "中国", "中华", "中央", "国家", "国务院", "全国", "最高", "省", "市", "县", "區", "区", "州", "镇", "乡", "原")
_PLACE = re.compile("[㐀-鿿]{1,7}?(?:省|自治区|市|州|盟|县|縣|区|區|旗|镇|鎮|乡|鄉|街道)")
_PLACES = re.compile(f"(?:{_PLACE.pattern}){{1,4}}")


def find_issuers(
    document: Document, grammars: Grammars, title: Title | None, metadata: tuple[MetadataRow, ...], number: DocumentNumber | None = None
) -> tuple[tuple[Issuer, ...], tuple[Diagnostic, ...]]:
    """The issuing bodies, and a diagnostic where there is none or its name is masked."""
    field = grammars["issuers"]
    signature = _of_lines(document, field, document.with_role("signature", zone="body"), "signature")
    letterhead = _of_lines(document, field, _letterheads(document), "letterhead")
    if letterhead and _is_byline(document):
        signature = ()
    titled = _of_title(document, field, title)
    listed = _of_metadata(document, field, metadata)
    ordered = _of_order(document, field, number)
    passed = _of_passed(document, field)
    found = next((group for group in (signature, letterhead, titled, listed, ordered, passed) if group), ())
    if found is letterhead and titled and (len(titled) > len(letterhead) or _is_placed(document, letterhead, titled)):
        found = titled
    if found is signature and len(titled) > len(signature) and {one.name for one in signature} <= {one.name for one in titled}:
        found = titled  # a joint notice that only the first of its bodies has signed
    others = [i for group in (letterhead, titled, listed) if group is not found for i in group]
    issuers = tuple(_fullest(issuer, others) for issuer in found)
    masked = [line for line in document.with_role("signature", "letterhead") if _MASK.search(document.of(line))]
    diagnostics = [diagnose("issuers.masked", field="issuers", span=line.span, raw=document.of(line)) for line in masked]
    if not issuers:
        diagnostics.append(diagnose("issuers.missing", field="issuers"))
    return _distinct(issuers), tuple(diagnostics)


def _is_placed(document: Document, letterhead: Sequence[Issuer], titled: Sequence[Issuer]) -> bool:
    """Whether the one bare name beside a title (青岚省人大常委会, no 文件) is not of the body with whose name the title begins: under whose
    papers a collection filed it."""
    (one, *more) = letterhead
    line = next((line for line in document.with_role("letterhead", zone="head") if one.span and line.start <= one.span[0] < line.end), None)
    if more or len(titled) > 1 or line is None or _LETTERHEAD_TAIL.search(document.of(line).rstrip("　 ")):
        return False
    name = titled[0].name
    about = titled[0].span is not None and document.text.startswith(("关于", "關於", "關于"), titled[0].span[1])
    return about and not _abbreviates(one.name, name) and not _abbreviates(name, one.name) and name not in one.name


def _letterheads(document: Document) -> tuple[Line, ...]:
    """The lines of the letterhead. Bulletins and minutes print the issuing body beside its date: that line says it alone."""
    lines = document.with_role("letterhead", zone="head")
    dates = {date.start for date in document.with_role("date", zone="head")}
    beside = tuple(line for line in lines if any(line.end < at and "\n" not in document.text[line.end : at] for at in dates))
    return beside or lines


def _is_byline(document: Document) -> bool:
    """Whether the signature is a bracket without a date, in a paper whose head has both: who sent in a bulletin's last item."""
    signed = document.with_role("signature", zone="body")
    bracketed = len(signed) == 1 and document.of(signed[0]).strip().startswith(("（", "("))
    return bracketed and not document.with_role("date", zone="body") and bool(document.with_role("date", zone="head"))


def cut_names(text: str, start: int, end: int, field: Field) -> tuple[Span, ...]:
    """The bodies' names in a region that holds nothing else: parted by gaps, 、 or nothing at all.

    ``中共岚川市委办公室岚川市人民政府办公室`` is two: a body's word ends and a new place begins.
    """
    spans: list[Span] = []
    at = start
    while at < end:
        if gap := _GAP.match(text, at, end):
            at = gap.end()
            continue
        match = field.first(text, at, end)
        if match is None or match.start != at:
            stop = _GAP.search(text, at, end)
            at = stop.end() if stop else end
            continue
        spans.append(match.span)
        at = match.end
    return tuple(spans)


def _of_lines(document: Document, field: Field, lines: Sequence[Line], evidence: IssuerEvidence) -> tuple[Issuer, ...]:
    issuers: list[Issuer] = []
    for line in lines:
        start, end = trim(document.text, line.start, line.end, " \t\u3000（()）")
        if stand_in := _STANDS_IN.search(document.text, start, end):
            end = stand_in.start()
            if issuers:
                continue  # whose seal stands in for that of the body above
        if bracket := _BRACKET.search(document.text, start, line.end):
            end = bracket.start()
        if evidence == "letterhead" and (tail := _LETTERHEAD_TAIL.search(document.text, start, end)):
            end = tail.start()
        for span in cut_names(document.text, start, end, field):
            issuer = _issuer(document, span, evidence)
            is_section = _is_section_of(issuer.name, field) and not issuer.name.startswith(issuers[-1].name[:PLACE]) if issuers else False
            if is_section and not _is_section_of(issuers[-1].name, field):
                issuers[-1] = _joined(document, issuers[-1], issuer)
            else:
                issuers.append(issuer)
    return _distinct(issuers)


def _is_section_of(name: str, field: Field) -> bool:
    """Whether a name alone says no level and no place: a section of the body printed above it."""
    return (
        _ASIDE.sub("", name).endswith(_OFFICE_WORDS)
        and not name.startswith(_LEVELS)
        and not name.startswith(field.words["central"])
        and _PLACE.match(name) is None
    )


def _joined(document: Document, first: Issuer, second: Issuer) -> Issuer:
    assert first.span is not None
    assert second.span is not None
    return _issuer(document, (first.span[0], second.span[1]), first.evidence)


def _of_title(document: Document, field: Field, title: Title | None) -> tuple[Issuer, ...]:
    """The bodies that open the title, up to 关于 or the verb."""
    if title is None or title.span is None:
        return ()
    if (alone := _of_bare_title(document, field, title.span)) is not None:
        return (alone,)
    opener = _OPENER.search(document.text, *title.span)
    if opener is not None and opener.start() == title.span[0]:
        return ()
    # 岚川市水务局⏎行政处罚决定书: without 关于 the first line alone may be the body's name
    first = opener.start() if opener else document.text.find("\n", *title.span)
    if first < 0:
        return ()
    start, end = trim(document.text, title.span[0], first)
    spans = cut_names(document.text, start, end, field)
    covered = sum(b - a for a, b in spans)
    if not spans or covered < len(squeeze(document.text[start:end])) - document.text.count("、", start, end):
        return ()
    return tuple(_issuer(document, span, "title") for span in spans)


def _of_bare_title(document: Document, field: Field, span: Span) -> Issuer | None:
    """The body of a title that is its name and a kind, over any number of lines: 岚川市防汛抗旱指挥部⏎通　告."""
    words = squeezed(document.text, *span)
    kind = _KIND_ALONE.search(words.text)
    if kind is None:
        return None
    match = field.first(words.text, 0, kind.start())
    if match is None or match.span != (0, kind.start()):
        return None
    return _issuer(document, words.span(0, kind.start()), "title")


def _of_metadata(document: Document, field: Field, metadata: Iterable[MetadataRow]) -> tuple[Issuer, ...]:
    for row in metadata:
        if row.field == "issuers" and row.value_span is not None:
            spans = cut_names(document.text, *row.value_span, field)
            if not spans and _PLACES.fullmatch(document.text, *row.value_span):
                spans = (row.value_span,)  # a township's or a village's own site names itself by its place
            if spans:
                return tuple(_issuer(document, span, "metadata") for span in spans)
    return ()


def _of_order(document: Document, field: Field, number: DocumentNumber | None) -> tuple[Issuer, ...]:
    """The bodies whose order or announcement it is by its number: 水利部 财政部令〔2022〕第4号."""
    if number is None or number.span is None or (order := _ORDER.search(document.text, *number.span)) is None:
        return ()
    return tuple(_issuer(document, span, "letterhead") for span in cut_names(document.text, number.span[0], order.start(), field))


def _of_passed(document: Document, field: Field) -> tuple[Issuer, ...]:
    """The body whose official makes known, by an order without a head, what it has passed: 《某市关于…的决定》已经…通过，现予公布."""
    first = next((line for line in document.lines if line.zone == "body"), None)
    if first is None or first.role != "text" or not (passed := _PASSED.match(document.text, first.start, first.end)):
        return ()
    spans = cut_names(document.text, *passed.span("bodies"), field)
    covered = sum(b - a for a, b in spans) == len(squeeze(passed["bodies"]))
    return tuple(_issuer(document, span, "title") for span in spans) if covered else ()


def _issuer(document: Document, span: Span, evidence: IssuerEvidence) -> Issuer:
    return Issuer(
        name=squeezed(document.text, *span).text.replace(" ", ""),
        raw=document.text[span[0] : span[1]],
        evidence=evidence,
        span=span,
        rule=f"issuers.{evidence}",
    )


def _fullest(issuer: Issuer, others: Iterable[Issuer]) -> Issuer:
    """The longest form among ``others`` that the issuer's name abbreviates, else itself."""
    longer = [other for other in others if len(other.name) > len(issuer.name) and _abbreviates(issuer.name, other.name)]
    return max(longer, key=lambda other: len(other.name), default=issuer)


def _abbreviates(short: str, full: str) -> bool:
    """Whether all characters of ``short`` stand in ``full`` in this order, with the same first and last one; or the place is left out.

    >>> _abbreviates("县人民政府", "禾丰县人民政府")
    True

    >>> _abbreviates("岚川水务局", "岚川市水利局")
    False
    >>> _abbreviates("中国水利会", "中国水利工程委员会")
    True
    """
    if full.endswith(short) and short.startswith(_LEVELS):
        return True
    if short[0] != full[0] or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(c in rest for c in short)


def _distinct(issuers: Iterable[Issuer]) -> tuple[Issuer, ...]:
    """Each body once; of a name printed with and without what stands above it (青岚省岚川市人民政府, 市人民政府) the whole one."""
    seen: dict[str, Issuer] = {}
    for issuer in issuers:
        seen.setdefault(issuer.name, issuer)
    return tuple(issuer for issuer in seen.values() if not any(name != issuer.name and name.endswith(issuer.name) for name in seen))
