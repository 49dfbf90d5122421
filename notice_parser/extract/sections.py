"""Sections and annexes: the outline as a tree, the notice's own and that of each annexed text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document, Heading, Line
from notice_parser.model import Annex, Section
from notice_parser.text.file_names import plain_number
from notice_parser.text.spans import squeezed
from notice_parser.text.width import squeeze

__all__ = ["find_annexes", "find_sections"]

TITLE_LENGTH = 80  # an annex title takes two lines at the most
TITLE_LINES = 3
CONTENTS = 6  # characters of 本期要目: what is longer names the text
# the state or edition of a text, its years, or how many it lists, in brackets below its title: （试行）, （修订征求意见稿）, （2021年版）,
# （2021—2025年）, （共12件）
_STAGE = re.compile(
    "[（(][^（）()，。；：\n]{0,10}(?:试行|暂行|草案|稿|修订|修正|[版本]|第[一二三四五六七八九十0-9]{1,3}[批次号]"
    "|[0-9一二三四五六七八九十百]{1,5}[件个项份家条种人名]|[12][0-9]{3}年?[ ]?[-—－–~～至][ ]?[12][0-9]{3}年?(?:度)?)[）)]"
)
# a title may end in what is to be filled in or looked at
_FORM = re.compile("(?:(?<!代)表|(?<![意企])图|册|问卷|回执|台账)$")


def find_sections(document: Document) -> tuple[Section, ...]:
    """The sections of the body. A section reaches to the next heading of its level or a higher one."""
    lines = document.lines
    own = [h for h in document.headings if lines[h.line].zone == "body"]
    end = max((line.end for line in lines if line.zone == "body" and line.role in ("text", "table", "note")), default=0)
    return _tree(own, end)


def find_annexes(document: Document, grammars: Grammars) -> tuple[Annex, ...]:
    """Every annexed text with its title, kind and number, and its own sections."""
    return tuple(_annex(document, grammars, first, last) for first, last in document.annexes)


def _annex(document: Document, grammars: Grammars, first: int, last: int) -> Annex:
    lines = [line for line in document.lines[first:last] if line.zone == "annex"]
    mark = lines[0] if lines[0].role == "annex_mark" else None
    number = grammars["attachments"].first(document.of(mark) + "：", only=("attachments.label",)) if mark else None
    title = _annex_title(document, grammars, lines[1 if mark else 0 :])
    kind = grammars["kind"].match(title) if title else None
    headings = [h for h in document.headings if first <= h.line < last and not (h.marker is None and squeeze(h.title or "") == title)]
    return Annex(
        title=title,
        kind=kind.group("kind") if kind and kind.rule != "kind.none" else None,
        number=plain_number(number.group("number")) if number else None,
        span=(lines[0].start, lines[-1].end),
        sections=_tree(headings, lines[-1].end),
    )


def _annex_title(document: Document, grammars: Grammars, lines: Sequence[Line]) -> str | None:
    """The first lines, as far as they are a title: short, no sentence; joined up to the one that ends in a kind word."""
    taken: list[Line] = []
    for i, line in enumerate(lines[:TITLE_LINES]):
        words = document.of(line)
        if i == 0 and line.role == "contents" and len(squeeze(words)) > CONTENTS:  # 水闸应急预案目录
            return squeezed(document.text, line.start, line.end).text.removesuffix("目录").removesuffix("目次")
        if line.role != "text" or words[-1] in "。；：:;，," or len(words) > TITLE_LENGTH or words[0] in "（(":
            break
        taken.append(line)
        if grammars["kind"].match(squeeze("".join(document.of(t) for t in taken))) or _FORM.search(words):
            below = lines[i + 1] if i + 1 < len(lines) else None
            stage = below is not None and below.role == "text" and _STAGE.fullmatch(document.of(below))
            return squeezed(document.text, taken[0].start, below.end if stage and below else line.end).text
    if not taken or any(h.line == document.lines.index(taken[0]) and h.marker for h in document.headings):
        return None
    return squeezed(document.text, taken[0].start, taken[0].end).text


def _tree(headings: Sequence[Heading], end: int) -> tuple[Section, ...]:
    if not headings:
        return ()
    sections: list[Section] = []
    top = min(h.level for h in headings)
    starts = [i for i, h in enumerate(headings) if h.level == top]
    if starts[0] > 0:  # deeper ones before the first of the top level stand for themselves
        sections += _tree(headings[: starts[0]], headings[starts[0]].span[0])
    for i, following in zip(starts, [*starts[1:], len(headings)], strict=True):
        heading = headings[i]
        stop = headings[following].span[0] if following < len(headings) else max(end, heading.span[1])
        sections.append(
            Section(
                marker=heading.marker,
                title=heading.title,
                level=heading.level,
                span=(heading.span[0], stop),
                heading_span=heading.span,
                rule=heading.rule,
                children=_tree(headings[i + 1 : following], stop),
            )
        )
    return tuple(sections)
