"""A source with traditional characters, full-width figures or straight quotes, folded for the stages behind, and the way back to what
is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import structs

from notice_parser.layout.document import Document
from notice_parser.layout.physical import physical_lines
from notice_parser.load.source import Block, Grid, Source
from notice_parser.text.traditional import fold, is_traditional
from notice_parser.text.width import half_width, has_full_width

__all__ = ["folded", "printed_text"]

_STRAIGHT = re.compile('["＂]')
_ENDS = tuple("。！？：!?:")  # of a line: no quote is open behind it


def folded(source: Source) -> Source | None:
    """The source with each traditional character as the simplified one, if it is written in them as a whole, each full-width digit and
    letter as the plain one, and straight quotes as those that open and close (“”); None where there is nothing to fold."""
    text = "\n".join(text for block in source.blocks for text in _texts(block))
    one: Callable[[str], str] = str
    if is_traditional(text):
        one = _both if has_full_width(text) else fold
    elif has_full_width(text):
        one = half_width
    elif _STRAIGHT.search(text) is None:
        return None
    if _STRAIGHT.search(text) is not None:
        source = structs.replace(source, blocks=tuple(_curled(source.blocks)))
    return structs.replace(
        source,
        blocks=tuple(_folded(block, one) for block in source.blocks),
        hidden=tuple(map(one, source.hidden)),
        files=tuple((one(text), target) for text, target in source.files),
    )


def printed_text(document: Document, source: Source) -> str:
    """``document.text``, laid out from the folded source, in the characters of ``source``; of the same length."""
    printed = {
        offset + at - start: char
        for line in physical_lines(source)
        for (start, offset), end in zip(line.runs, [*(a for a, _ in line.runs[1:]), len(line.text)], strict=True)
        for at, char in enumerate(line.text[start:end], start)
    }
    to_source = document.offsets.to_source
    found = ((char, printed.get(to_source(at), char)) for at, char in enumerate(document.text))
    return "".join(original if original != char and _is_folded(original, char) else char for char, original in found)


def _is_folded(original: str, char: str) -> bool:
    return _both(original) == char or (char in "“”" and _STRAIGHT.match(original) is not None)


def _curled(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks with each straight quote as “ or ”, by turns; a quote that a line leaves open is closed on the next."""
    is_open = False

    def turned(_: re.Match[str]) -> str:
        nonlocal is_open
        is_open = not is_open
        return "“" if is_open else "”"

    for block in blocks:
        if isinstance(block, Grid) or _STRAIGHT.search(block.text) is None:
            yield block
            continue
        text = _STRAIGHT.sub(turned, block.text)
        yield structs.replace(block, text=text)
        if text.endswith(_ENDS):
            is_open = False


def _both(text: str) -> str:
    return half_width(fold(text))


def _texts(block: Block) -> tuple[str, ...]:
    return tuple(cell for row in block.rows for cell in row) if isinstance(block, Grid) else (block.text,)


def _folded(block: Block, one: Callable[[str], str]) -> Block:
    if isinstance(block, Grid):
        inner = tuple((r, c, _folded(grid, one)) for r, c, grid in block.inner)
        return structs.replace(block, rows=tuple(tuple(map(one, row)) for row in block.rows), inner=inner)
    return structs.replace(block, text=one(block.text))
