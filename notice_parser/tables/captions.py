"""What stands around a table: its caption, its unit, the number of its annex, the notes under it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from notice_parser.grammar import Field
from notice_parser.layout.document import Document
from notice_parser.load.source import Box
from notice_parser.model import Place, Span
from notice_parser.tables.raw import RawTable
from notice_parser.text.numerals import read_integer
from notice_parser.text.spans import squeezed
from notice_parser.text.width import fold

__all__ = [
    "Surroundings",
    "annex_of",
    "caption_of",
    "ends_as_caption",
    "is_continuation",
    "read_notes",
    "read_top",
    "shared_surroundings",
    "split_notes",
    "surroundings",
]

_SENTENCE = re.compile("[。；：！？:;!?，,]$|。|[，,；;].*[，,；;]")
_LABELLED = re.compile("(?![附表图续])[\u4e00-\u9fff]{2,10}[ ]?[：:]")  # what stands beside the unit: 编报机关：岚川市水务局
_ITEM = re.compile("(?<=[；;。）)])[ 　]{0,4}(?=(?P<number>[0-9]{1,2})[.．、](?![0-9]))")
_ENDS = re.compile(
    "(?:表|名单|名册|名录|目录|清单|一览|情况|明细|台账|计划|标准|统计|汇总|方案|指标|办法|通知|通报|安排|日程|分工|排名|名额|限值|分配)(?:[（(].{0,20}[）)])?$"
)

_NUMBERED = re.compile("[续附]?表[ ]?[0-9一二三四五六七八九十]{1,3}(?![类级档])")

UNIT = ("tables.unit_line", "tables.unit_stated")
TITLED = ("tables.annex_title", "tables.annex_title_tight")
MAX_ABOVE = 5  # lines above a table that are looked at: mark, two of the caption, date, unit
CAPTION_LENGTH = 80


class Surroundings(NamedTuple):
    """What the lines above a table say."""

    caption: str | None
    unit: str | None
    attachment: str | None


def surroundings(document: Document, table: RawTable, field: Field) -> Surroundings:
    """Caption, unit and annex number of a table, from the lines above it."""
    captions: list[str] = []
    unit = number = None
    first = table.lines[0]
    i = first - 1
    while i >= max(0, first - MAX_ABOVE):
        line = document.lines[i]
        text = document.of(line)
        if line.role == "annex_mark" and line.zone == "head" and (mark := field.match(text, only=("tables.annex_mark",))):
            number = number or read_number(mark.group("number"))  # the file is an attachment by itself
        if line.role == "metadata" and not captions and _is_label(text, field, "tables.aside", *UNIT):
            if match := field.first(text, only=UNIT):
                unit = unit or match.group("unit")
            i -= 1  # 编制单位 and 金额单位 below it are labels of sites, too
            continue
        if (
            len(text) > 2 * CAPTION_LENGTH
            or line.role == "annex_mark"
            or line.role not in ("text", "heading", "title")
            or line.zone not in ("body", "annex", "head")
        ):
            break
        if annex_of(document, i) != annex_of(document, first):
            break
        if match := field.first(text, only=UNIT):
            unit = unit or match.group("unit")
            text = text[: match.start].strip(" \t\u3000")
            if not text or _LABELLED.match(text):
                i -= 1
                continue
        if _is_label(text, field, "tables.aside", "tables.continued") and not captions:
            i -= 1
            continue
        if not _may_be_caption(text) or (captions and not _may_hang(text, captions[0])):
            break
        if titled := field.match(text, only=TITLED):
            if titled.group("number"):
                number = read_number(titled.group("number"))
            captions.insert(0, str(titled.group("title")))
            break
        captions.insert(0, text)
        if (line.zone == "body" and not _is_bracket(text)) or len(captions) > 2:
            break
        i -= 1
    caption = "".join(squeezed(text, 0, len(text)).text for text in captions) or None
    return Surroundings(_without_continuation(caption, field), unit, number or _annex_number(document, first, field))


def shared_surroundings(document: Document, table: RawTable, left: RawTable, field: Field) -> Surroundings | None:
    """What the lines above two tables beside each other say of both: the caption stands over the middle of both, not of the left one."""
    one, other = left.parts[-1], table.parts[0]
    if one.bbox is None or other.bbox is None or one.page != other.page or left.lines[1] != table.lines[0]:
        return None
    if one.bbox[2] > other.bbox[0] or one.bbox[3] < other.bbox[1] or other.bbox[3] < one.bbox[1]:
        return None
    around = surroundings(document, left, field)
    box = _box_of_caption(document, left.lines[0], around.caption)
    if box is None:
        return None
    middle = box[0] + box[2]
    return around if abs(middle - one.bbox[0] - other.bbox[2]) < abs(middle - one.bbox[0] - one.bbox[2]) else None


def _box_of_caption(document: Document, first: int, caption: str | None) -> Box | None:
    """Where the line above line ``first`` stands that ends a caption."""
    for line in document.lines[max(0, first - MAX_ABOVE) : first] if caption else ():
        text = document.of(line)
        if str(caption).endswith(squeezed(text, 0, len(text)).text):
            at = bisect_right(document.places, line.span, key=_span_of) - 1
            return document.places[at].bbox if at >= 0 and document.places[at].span == line.span else None
    return None


def _span_of(place: Place) -> Span:
    return place.span


def caption_of(document: Document, table: RawTable, field: Field) -> str | None:
    """The caption above a table."""
    return surroundings(document, table, field).caption


def read_top(texts: tuple[str, ...], field: Field) -> Surroundings:
    """What rows above the header of the grid say, the labels of one parted by tabs."""
    caption = unit = number = None
    for text in filter(None, [label for row in texts for label in row.split("\t")]):
        if match := field.first(text, only=UNIT):
            unit = match.group("unit")
            text = text[: match.start].strip(" \t\u3000")
        if mark := field.match(text, only=("tables.annex_mark",)):
            number = read_number(mark.group("number"))
        elif text and not _is_label(text, field, "tables.aside", "tables.continued", "tables.signed"):
            titled = field.match(text, only=TITLED)
            if titled is not None and titled.group("number"):
                number, text = read_number(titled.group("number")), str(titled.group("title"))
            caption = caption or squeezed(text, 0, len(text)).text
    return Surroundings(_without_continuation(caption, field), unit, number)


def is_continuation(document: Document, i: int, caption: str | None, field: Field) -> bool:
    """Whether a line between two pieces only says that the table goes on: 续表, the caption again, the unit."""
    text = document.of(document.lines[i]).strip()
    if _is_label(text, field, "tables.continued", *UNIT):
        return True
    again = field.match(text, only=("tables.continued_caption",))
    if again is not None:
        return True
    return caption is not None and squeezed(text, 0, len(text)).text == caption and document.lines[i].role == "text"


def annex_of(document: Document, line: int) -> int | None:
    """The annex that a line stands in, as an index; null in the body."""
    at = bisect_right(document.annexes, (line, len(document.lines))) - 1
    return at if at >= 0 and document.annexes[at][0] <= line < document.annexes[at][1] else None


def read_number(raw: str | None) -> str | None:
    """An annex number as the JSON has it.

    >>> read_number("二"), read_number("１"), read_number("B"), read_number("1-2")
    ('2', '1', 'B', '1-2')
    """
    if raw is None:
        return None
    folded = fold(raw)
    value = read_integer(folded) if not folded.isascii() else None
    return str(value) if value is not None else folded


def read_notes(document: Document, table: RawTable, field: Field) -> tuple[str, ...]:
    """The notes under a table: the lines of role ``note`` right below it."""
    texts: list[str] = []
    i = table.lines[1]
    while i < len(document.lines) and document.lines[i].role == "note":
        texts.append(document.of(document.lines[i]))
        i += 1
    return split_notes(texts, field)


def split_notes(texts: list[str], field: Field) -> tuple[str, ...]:
    """The notes, each without its number and without 注：; what has no number goes on with the note above.

    >>> from notice_parser.grammar import load_grammars
    >>> split_notes(["注：1.含续建项目；", "2. 按月统计。", "（下同）"], load_grammars()["tables"])
    ('含续建项目；', '按月统计。（下同）')
    """
    notes: list[str] = []
    last: int | None = None
    for text in texts:
        opened = field.match(text, only=("tables.note",))
        text = opened.group("text") or "" if opened else text
        for item in _items(text):
            number = field.first(item, 0, min(len(item), 12), only=("tables.note_number",))
            if number is not None and number.start == 0:
                raw = number.group("number") or number.group("bracketed")
                last = int(raw) if raw else last
                notes.append(item[number.end :].strip())
            elif notes and not opened:
                notes[-1] += item.strip()
            else:
                notes.append(item.strip())
    return tuple(note for note in notes if note)


def _items(text: str) -> list[str]:
    """A line cut before each number that counts on from the one before: 1.…；2.…"""
    first = re.match("(?P<number>[0-9]{1,2})[ ]?[.．、](?![0-9])", text)
    if first is None:
        return [text]
    items, begin, wanted = [], 0, int(first["number"]) + 1
    for match in _ITEM.finditer(text):
        if int(match["number"]) == wanted:
            items.append(text[begin : match.start()])
            begin, wanted = match.end(), wanted + 1
    return [*items, text[begin:]]


def _annex_number(document: Document, line: int, field: Field) -> str | None:
    annex = annex_of(document, line)
    if annex is None:
        return None
    mark = document.lines[document.annexes[annex][0]]
    text = document.of(mark)
    match = field.match(text, only=("tables.annex_mark",)) or field.match(text, only=TITLED)
    return read_number(match.group("number")) if match is not None else None


def _is_label(text: str, field: Field, *rules: str) -> bool:
    match = field.match(text.strip(), only=rules)
    return match is not None


def _may_be_caption(text: str) -> bool:
    return len(text) <= CAPTION_LENGTH and _SENTENCE.search(text.strip()) is None


def ends_as_caption(text: str) -> bool:
    """Whether a line's last word says that it names a table.

    >>> ends_as_caption("岚川市水闸名录"), ends_as_caption("巡查人员名单（第一批）"), ends_as_caption("现将情况通报如下")
    (True, True, False)
    """
    return _ENDS.search(text.strip()) is not None and _SENTENCE.search(text.strip()) is None


def _may_hang(above: str, below: str) -> bool:
    """Whether a line is the first half of the caption whose second half stands below it; one with a number (表1) is whole."""
    if _is_bracket(below):
        return True
    if _NUMBERED.match(below):
        return False
    return _ENDS.search(above) is None and _ENDS.search(below) is not None and len(above) >= 6


def _is_bracket(text: str) -> bool:
    """Whether a line only says to what the caption above it is limited: （第一批）."""
    return text[0] in "（(" and text[-1] in "）)"


def _without_continuation(caption: str | None, field: Field) -> str | None:
    if caption is None:
        return None
    again = field.match(caption, only=("tables.continued_caption",))
    return again.group("caption") if again is not None else caption
