"""Furniture: page numbers, running heads and feet. They are no part of the text.

GB/T 9704-2012, 7.5: the page number stands alone on its line between two dashes (``— 3 —``). Other producers write
``第4页 共9页``, ``4/9`` or a bare number at the middle of the line.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from notice_parser.layout.physical import PhysicalLine

__all__ = ["without_furniture"]

_DASHED = re.compile("[—–\\-－―─·•.]{1,3}[ \u3000]{0,3}[0-9０-９]{1,4}[ \u3000]{0,3}[—–\\-－―─·•.]{1,3}")
_COUNTED = re.compile(
    "第[ ]{0,2}[0-9]{1,4}[ ]{0,2}页(?:[ ，,/]{0,3}共[ ]{0,2}[0-9]{1,4}[ ]{0,2}页)?"
    "|[0-9]{1,4}[ ]?/[ ]?[0-9]{1,4}|Page [0-9]{1,4}(?: of [0-9]{1,4})?"
)
_BARE = re.compile("[0-9]{1,4}")
_ROMAN = re.compile("X{0,3}(?:I[XV]|V?I{1,3}|V)|X{1,3}")
_FOOTNOTE_RULE = re.compile("[─━—_＿-]{6,40}")
_NO_TEXT = re.compile("[（(]?此页无正文[）)]?")

# a heading or an item, or words that are long for a cell
_PARAGRAPH = re.compile(
    "(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[.．、](?![0-9]))[^|]{2,2000}\\|$|[^|]{20,2000}\\|$"
)

_FORM_LABEL = re.compile("[\u3400-\u9fff（）()、/]{1,10}[：:]?")  # 负责人

FORM_BARS = 2  # in a row of a label and its value
FRAME_BARS = 3  # bars of a row of which all cells but one are empty
CENTRED = 16  # columns of indentation from which a bare number is set to the middle of the page, not a cell or a marker
NUMBER_LENGTH = 6  # characters of a bare number
REPEATS = 2  # a running head stands on at least so many pages
FOOTNOTE_LINES = 12  # more lines below a rule are no footnotes
HEAD_LENGTH = 40  # a running head is shorter than this


def without_furniture(lines: Sequence[PhysicalLine]) -> tuple[PhysicalLine, ...]:
    """The lines that are text. What follows furniture has ``after_page`` set: the line before it may go on there."""
    out = [line.grid is None and _is_page_number(line) for line in lines]
    _mark_bare_numbers(lines, out)
    _mark_running_heads(lines, out)
    notes = _footnotes(lines, out)
    frames = _frames(lines)
    kept: list[PhysicalLine] = []
    broken, gap = False, 0
    for i, (line, furniture) in enumerate(zip(lines, out, strict=True)):
        if furniture:
            broken = True
            gap += line.gap
            continue
        if i in notes:
            kept.append(line._replace(footnote=True))
            continue
        if _NO_TEXT.fullmatch(line.text):
            continue
        if i in frames:
            words = line.text.strip("| \u3000")
            if not words:
                gap += line.gap
                continue
            line = _cut(line, line.text.index(words), words)
        elif _is_lone_bar(lines, i):
            if not line.text.strip("| \u3000"):
                gap += line.gap
                continue
            line = line._replace(text=line.text[:-1].rstrip(), is_whole=True)
        new_page = bool(kept) and not kept[-1].footnote and line.page != kept[-1].page
        kept.append(line._replace(after_page=broken or new_page, gap=line.gap + gap))
        broken, gap = False, 0
    return tuple(kept)


def _frames(lines: Sequence[PhysicalLine]) -> set[int]:
    """The lines of a frame that a page sets around its document, printed in bars: rows of many cells, one of which
    holds words, or none. A table that was printed a cell a line has one bar behind each; a form to be filled in holds labels alone."""
    frames: set[int] = set()
    run: list[int] = []
    for i in range(len(lines) + 1):
        if i < len(lines) and lines[i].grid is None and "|" in lines[i].text and "\t" not in lines[i].text:
            run.append(i)
            continue
        holds = [_holds(lines[j].text) for j in run]
        worded = [lines[j].text.count("|") for j, n in zip(run, holds, strict=True) if n]
        labels = sum(_FORM_LABEL.fullmatch("".join(lines[j].text.split()).strip("|")) is not None for j in run)
        if worded and min(worded) >= FRAME_BARS and max(holds) == 1 and 2 * labels < len(worded):
            frames.update(run)
        run = []
    return frames


def _holds(text: str) -> int:
    """How many cells of a row hold words."""
    return sum(bool(cell.strip(" \u3000")) for cell in text.split("|"))


def _cut(line: PhysicalLine, start: int, text: str) -> PhysicalLine:
    """The part ``text`` of a line, which begins at ``start``."""
    before = [run for run in line.runs if run[0] <= start][-1:]
    runs = [(0, offset + start - at) for at, offset in before] + [(at - start, offset) for at, offset in line.runs if at > start]
    blocks = [(max(0, at - start), block) for at, block in line.blocks]
    return line._replace(text=text, runs=tuple(runs), blocks=tuple(blocks), is_whole=True)


def _is_lone_bar(lines: Sequence[PhysicalLine], i: int) -> bool:
    """Whether a line ends in the one bar of its neighbourhood: the frame of a page, no cell of a table."""
    text = lines[i].text
    if not text.endswith("|") or text.count("|") != 1:
        return False
    if _PARAGRAPH.match(text) and all(line.text.count("|") <= FORM_BARS for line in lines[max(0, i - 2) : i + 3]):
        return True  # a heading or paragraph in a form of two columns, set as one cell
    # a bar alone on its line says nothing of itself: what stands beyond it does
    reach = 1 if all(line.text.strip("| \u3000") for line in lines[max(0, i - 1) : i + 2]) else 2
    near = [line.text for line in lines[max(0, i - reach) : i + reach + 1] if line.text.strip("| \u3000")]
    return sum(line.count("|") for line in near) <= 1


def _footnotes(lines: Sequence[PhysicalLine], out: list[bool]) -> set[int]:
    """The lines between a footnote rule and the end of its page; the rule itself becomes furniture."""
    notes: set[int] = set()
    for i, line in enumerate(lines):
        if not _FOOTNOTE_RULE.fullmatch(line.text):
            continue
        last = i + 1
        while last < len(lines) and not out[last] and lines[last].page == line.page and last - i <= FOOTNOTE_LINES:
            last += 1
        if i + 1 < last <= i + FOOTNOTE_LINES and last < len(lines):
            out[i] = True
            notes |= set(range(i + 1, last))
    return notes


def _is_page_number(line: PhysicalLine) -> bool:
    text = line.text.strip()
    return bool(_DASHED.fullmatch(text) or (_COUNTED.fullmatch(text) and "/" not in text)) or (
        line.indent >= CENTRED and bool(_COUNTED.fullmatch(text))
    )


def _mark_bare_numbers(lines: Sequence[PhysicalLine], out: list[bool]) -> None:
    """Bare numbers set to the middle, or next to a page break, that count up: 1, 2, 3; or that follow the count of the pages."""
    found = [
        (i, int(line.text))
        for i, line in enumerate(lines)
        if line.grid is None and _BARE.fullmatch(line.text) and (line.indent >= CENTRED or _at_page_edge(lines, i))
    ]
    rising = all(b[1] - a[1] == 1 for a, b in pairwise(found))
    if found and rising and (len(found) > 1 or lines[found[0][0]].indent >= CENTRED):
        for i, _ in found:
            out[i] = True
    _mark_numbers_of_pages(lines, out)


def _mark_numbers_of_pages(lines: Sequence[PhysicalLine], out: list[bool]) -> None:
    """Bare numbers, Arabic or Roman, next to page breaks that are by the same amount ahead of or behind their pages' places."""
    ahead: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if line.grid is None and not out[i] and len(line.text) <= NUMBER_LENGTH and _at_page_edge(lines, i):
            if _BARE.fullmatch(line.text):
                ahead["", int(line.text) - line.page].append(i)
            elif _ROMAN.fullmatch(line.text.upper()):
                ahead["roman", _roman(line.text.upper()) - line.page].append(i)
    for found in ahead.values():
        if len({lines[i].page for i in found}) >= REPEATS:
            for i in found:
                out[i] = True


def _roman(text: str) -> int:
    values = ["IVX".index(char) for char in text]
    worth = [(1, 5, 10)[value] for value in values]
    return sum(-one if one < max(worth[i:]) else one for i, one in enumerate(worth))


def _at_page_edge(lines: Sequence[PhysicalLine], i: int) -> bool:
    return (i + 1 < len(lines) and lines[i + 1].page != lines[i].page) or (i > 0 and lines[i - 1].page != lines[i].page)


def _mark_running_heads(lines: Sequence[PhysicalLine], out: list[bool]) -> None:
    """Short lines that come again next to page numbers or page breaks. The first line of all counts but stays: it may be a letterhead."""
    edges: list[int] = []
    for i, line in enumerate(lines):
        beside_number = (i > 0 and out[i - 1]) or (i + 1 < len(lines) and out[i + 1])
        if (
            not out[i]
            and line.grid is None
            and (beside_number or _at_page_edge(lines, i))
            and len(line.text) <= HEAD_LENGTH
            and "|" not in line.text
        ):
            edges.append(i)
    counts = Counter(lines[i].text for i in edges)
    if lines and 0 not in edges:
        counts[lines[0].text] += any(lines[i].page > lines[0].page for i in edges)
    for i in edges:
        if counts[lines[i].text] >= REPEATS:
            out[i] = True
