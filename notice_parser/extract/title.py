"""标题 (GB/T 9704-2012, 7.3.1): lines joined, spacing removed; what is no part of it taken off at both ends.

Taken off: the document number in brackets behind it or bare in front of it, a list number and a file suffix of a page's
title, what a collection says of its force (【全文失效】) or counts behind it (（精选8篇）, 通知合集8篇), title marks around the whole.
"""

from __future__ import annotations

import re

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.extract.metadata import FRONT_RULE
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.model import Diagnostic, MetadataRow, Span, Title
from notice_parser.text.spans import squeezed, trim

__all__ = ["find_title"]

_SUFFIX = re.compile("\\.(?:docx?|wps|pdf|ofd|html?|txt|rtf)$", re.I)
# what a collection of samples counts behind a title: （精选8篇）; bare (合集15篇) only behind what a notice is called
_COLLECTED = re.compile(
    "[ 　]{0,3}(?:[（(](?:[㐀-鿿]{2,4})?[0-9]{1,3}篇[）)]"
    "|(?<=通[知告报]|公[告示报]|方案|报告|意见)(?:合集|精选|集合|汇总|锦集)[0-9]{1,3}篇)$"
)
# what a collection says of the force of a paper, behind its title
_FORCE = re.compile("[ 　]{0,3}[【\\[〖](?:全文|部分|条款|條款|已)?(?:失效|废止|廢止|有效|修改|现行有效)[】\\]〗]$")
_FOOTNOTE = re.compile("(?:[\\[［【〔][0-9]{1,2}[\\]］】〕]|[①-⑳])[ 　]{0,4}$")
_LIST_NUMBER = re.compile("[0-9]{1,2}[.．、](?=[^0-9])")
_NUMBER_BEHIND = re.compile(
    "[ 　]{0,4}[（(【]?[^（）()【】《》〔〕\\[\\]\n]{1,24}[〔\\[（(][ ]?(?:19"
    "|20)[0-9]{2}[ ]?[〕\\]）)][ ]?第?[ ]?[0-9]{1,5}[ ]?号[）)】]?[ 　]{0,4}$"
    "|[ 　]{0,4}[（(][㐀-鿿]{1,16}[〔\\[]?(?:19|20)[0-9]{3,8}[〕\\]]?[ ]?号[）)][ 　]{0,4}$"  # its own brackets were lost
    "|(?<=令)[ 　]{0,4}[（(][ ]?第[ ]?[0-9一二三四五六七八九十百]{1,6}[ ]?号[）)][ 　]{0,4}$"
)
# the whole title in marks, as pages that reprint it set it; the day behind it is read by itself
_MARKED = re.compile(
    "《(?P<title>[^《》\n]{0,200}(?:《[^《》\n]{1,200}》[^《》\n]{0,200}){0,3})》(?:[ 　]{0,4}[（(][^（）()\n]{4,40}[）)])?"
)
# an order's name and number on one line: 岚川市人民政府令（第12号）
_NUMBERED_ORDER = re.compile("(?P<name>[㐀-鿿 　、]{2,60}令)[ 　]{0,4}(?=[（(〔\\[第]|(?:19|20)[0-9]{2})")
_NUMBER_BEFORE = re.compile(
    "[^（）()《》〔〕\\[\\]\n 关]{1,24}[〔\\[（(【][ ]?(?:19|20)[0-9]{2}[ ]?[〕\\]）)】][ ]?第?[ ]?[0-9]{1,5}[ ]?号[ 　]{0,4}"
)


def find_title(document: Document, grammars: Grammars, metadata: tuple[MetadataRow, ...]) -> tuple[Title | None, tuple[Diagnostic, ...]]:
    """The title of the title zone, else of the metadata; where the one is cut off, the fuller copy of the other."""
    printed = _printed(document)
    rows = [row for row in metadata if row.field == "title" and row.value_span is not None]
    listed = _cleaned(document.text, rows[0].value_span, "title.metadata") if rows and rows[0].value_span else None
    if printed is None and listed is None:
        return _hidden(document, grammars)
    if printed is None:
        return listed, ()
    if listed is not None and listed.text != printed.text:
        if grammars["kind"].match(listed.text) and not grammars["kind"].match(printed.text):
            return listed, ()  # the page's own title is cut off, or only a headline
        if rows[0].rule == FRONT_RULE and printed.text[-4:] not in listed.text and printed.text[:4] not in listed.text:
            return listed, ()  # the file says its title itself; what stands first in it is a heading
        return printed, (diagnose("title.differs", field="title", span=printed.span, text=printed.text, other=listed.text),)
    return printed, _cut_off(printed, grammars)


def _hidden(document: Document, grammars: Grammars) -> tuple[Title | None, tuple[Diagnostic, ...]]:
    """The title that a line holds which the page does not show; it has no span."""
    for text in (part for line in document.hidden for part in (*line.split(), line)):  # a number may stand behind a space
        title = _cleaned(text, (0, len(text)), "title.hidden")
        if title is not None and grammars["title"].match(title.text) and grammars["kind"].match(title.text):
            return structs.replace(title, span=None), (diagnose("title.hidden", field="title", text=title.text),)
    return None, (diagnose("title.missing", field="title"),)


def _cut_off(title: Title, grammars: Grammars) -> tuple[Diagnostic, ...]:
    """A diagnostic where a title opens with 关于 or 印发 but ends in no kind word: its end is lost."""
    opened = "关于" in title.text or "印发" in title.text
    if opened and grammars["kind"].match(title.text) is None:
        return (diagnose("title.cut_off", field="title", span=title.span, text=title.text),)
    return ()


def _printed(document: Document) -> Title | None:
    lines = document.with_role("title", zone="head")
    if lines:
        return _cleaned(document.text, (lines[0].start, lines[-1].end), "title.zone")
    orders = [line.span for line in document.with_role("letterhead", zone="head") if document.of(line).endswith("令")]
    for line in document.with_role("number", zone="head"):
        numbered = _NUMBERED_ORDER.match(document.text, line.start, line.end)
        orders += [numbered.span("name")] if numbered else []
    return _cleaned(document.text, orders[0], "title.letterhead") if orders else None  # 7.3: an order's letterhead is all its title


def _cleaned(text: str, span: Span, rule: str) -> Title | None:
    start, end = trim(text, *span)
    if match := _LIST_NUMBER.match(text, start, end):
        start = match.end()
    if match := _SUFFIX.search(text, start, end):
        end = match.start()
    for behind in (_FORCE, _COLLECTED):
        if match := behind.search(text, start, end):
            end = match.start()
    if (match := _NUMBER_BEHIND.search(text, max(start, end - 60), end)) and match.start() > start + 4:
        end = match.start()
    if (match := _NUMBER_BEFORE.match(text, start, end)) and end - match.end() > 4:
        start = match.end()
    if match := _FOOTNOTE.search(text, start, end):
        end = match.start()
    start, end = trim(text, start, end)
    if marked := _MARKED.fullmatch(text, start, end):
        start, end = marked.span("title")
    if start >= end:
        return None
    return Title(text=squeezed(text, start, end).text, raw=text[start:end], span=(start, end), rule=rule)
