"""A source with traditional characters, full-width figures, letters in its figures, straight quotes or dots for full stops, folded for
the stages behind, and the way back to what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import structs

from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.layout.physical import row_text
from notice_parser.layout.recognition import mender_of
from notice_parser.load.source import Block, Grid, Source
from notice_parser.text.traditional import fold, is_traditional
from notice_parser.text.width import half_width, has_full_width

__all__ = ["folded", "printed_text"]

_STRAIGHT = re.compile('["＂]')
# a dot that ends a sentence: behind a Chinese word, before the next one or the end of its line; none is that behind the number of an item
# (一.加强领导, 1.1.完善预案), before a kind of file, or within a unit
_DOT = re.compile(
    "^[ \u3000]{0,20}[0-9]{1,3}(?:[.．][0-9]{1,3}){0,4}[.．]"
    "|(?:(?<![㐀-鿿])[第（(]?|附件)[一二三四五六七八九十]{1,3}[）)]?[.．](?!$)"
    '|(?P<stop>(?<!/[㐀-鿿])(?:(?<=[㐀-鿿%％‰）)”"])|(?<=[0-9][.:：][0-9])(?![.．][0-9]))[.．]'
    "(?!(?:PDF|DOCX?|XLSX?|PPTX?|WPS|OFD|ET|ZIP|RAR|JPE?G|PNG|TXT|HTML?)(?![A-Za-z])|(?<=瓦[.．])时|(?<=人[.．])次|(?<=吨[.．])公里)"
    "(?=[㐀-鿿“《（A-Z]|(?![0-9]{1,9}[ ]?(?:[%％‰万亿]|个百分点))[0-9]|(?P<last>[ \u3000]{0,8}$)))",
    re.M,
)
_LAST_DOT = re.compile("[.．][ \u3000]{0,8}$", re.M)  # without one at the end of a line, how many there are does not matter
# so many of them, more than full stops, and one at the end of a line at least (买买提.艾力 has none) show that a text ends its sentences so
DOTS = 3
_ENDS = tuple("。！？：!?:.．")  # of a line: no quote is open behind it
_CLOSED = re.compile('.?["＂](?:[，。；、！？）》,;!?)])|[。！？!?]["＂]$')  # a quote that opens nothing


def folded(source: Source, grammars: Grammars) -> Source | None:
    """The source with each traditional character as the simplified one, if it is written in them as a whole, each full-width digit and
    letter as the plain one, straight quotes as those that open and close (“”), dots as full stops, if it ends its sentences with
    them, and the letters in its figures (2O23年) as the digits that they look like; None where there is nothing to fold."""
    text = "\n".join(text for block in source.blocks for text in _texts(block))
    steps: list[Callable[[str], str]] = []
    if is_traditional(text):
        steps.append(fold)
    if has_full_width(text):
        steps.append(half_width)
        text = half_width(text)
    if _ends_with_dots(text):
        steps.append(_stopped)
    if not source.recognised and (mend := mender_of(text, grammars)) is not None:
        steps.append(mend)
    is_quoted = '"' in text or "＂" in text
    if is_quoted:
        source = structs.replace(source, blocks=tuple(_curled(source.blocks)))
    elif not steps:
        return None

    def one(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    return structs.replace(
        source,
        blocks=tuple(_folded(block, one) for block in source.blocks),
        hidden=tuple(map(one, source.hidden)),
        files=tuple((one(text), target) for text, target in source.files),
    )


def printed_text(document: Document, source: Source, plain: Source) -> str:
    """``document.text``, laid out from ``plain``, in the characters of ``source``, of which it is the folded form; of the same length."""
    printed: dict[int, tuple[str, str]] = {}
    for original, block in zip(source.blocks, plain.blocks, strict=True):
        at = block.offset
        for before, after in zip(_lines_of(original), _lines_of(block), strict=True):
            if before != after:
                printed |= {at + i: pair for i, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]}
            at += len(after) + 1
    signs = {sign for _, sign in printed.values()}
    to_source = document.offsets.to_source
    chars = list(document.text)
    for at, char in enumerate(chars):
        if char in signs and (pair := printed.get(to_source(at))) is not None and pair[1] == char:
            chars[at] = pair[0]
    return "".join(chars)


def _lines_of(block: Block) -> tuple[str, ...]:
    """The text of a paragraph, or the rows of a table: as offsets count them."""
    return tuple(map(row_text, block.rows)) if isinstance(block, Grid) else (block.text,)


def _ends_with_dots(text: str) -> bool:
    if _LAST_DOT.search(text) is None:
        return False
    stops = text.count("。")
    dots, is_last = 0, False
    for found in _DOT.finditer(text):
        dots += found["stop"] is not None
        is_last = is_last or found["last"] is not None
        if is_last and dots >= max(DOTS, stops + 1):
            return True
    return False


def _stopped(text: str) -> str:
    return _DOT.sub(lambda found: found.group() if found["stop"] is None else "。", text)


def _curled(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks with each straight quote as “ or ”, by turns; a quote that a line leaves open is closed on the next, unless the line
    ends a sentence. Inches stay."""
    is_open = False
    for block in blocks:
        if isinstance(block, Grid):
            yield block
            continue
        text = block.text
        places = [found.start() for found in _STRAIGHT.finditer(text)]
        if places:
            chars = list(text)
            for n, at in enumerate(places):
                if not is_open and _is_inch(text, places, n):
                    continue
                is_open = not is_open and not _CLOSED.match(text, at - 1 if at else 0)
                chars[at] = "“" if is_open else "”"
            block = structs.replace(block, text="".join(chars))
        yield block
        if text.rstrip().endswith(_ENDS):
            is_open = False


def _is_inch(text: str, places: list[int], n: int) -> bool:
    """Whether a quote behind a digit, where none is open, is the sign of inches: the next one is such a one too, or all others pair."""
    at = places[n]
    if not text[at - 1 : at].isdigit():
        return False
    behind = len(places) - n - 1
    return behind % 2 == 0 or text[places[n + 1] - 1].isdigit()


def _texts(block: Block) -> tuple[str, ...]:
    return tuple(cell for row in block.rows for cell in row) if isinstance(block, Grid) else (block.text,)


def _folded(block: Block, one: Callable[[str], str]) -> Block:
    if isinstance(block, Grid):
        inner = tuple((r, c, _folded(grid, one)) for r, c, grid in block.inner)
        return structs.replace(block, rows=tuple(tuple(map(one, row)) for row in block.rows), inner=inner)
    return structs.replace(block, text=one(block.text))
