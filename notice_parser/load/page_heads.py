"""What of a file's page headers and footers is text: the marks of a notice's head that stand in the header, its foot in the footer.

A header is furniture: it comes again on every page. But 份号, 密级, 紧急程度, the letterhead and the signer (GB/T 9704-2012, 7.2) are
often set into it, the copies and the printing line (7.4) into the footer; they are read once. A header that the first page has for
itself is read whole, for it stands on that page alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from notice_parser.load.source import Block, Paragraph, in_file_order

__all__ = ["foot_lines", "head_lines", "with_heads"]

_GAP = "[ \\t\\u00a0\\u3000]{0,9}"
_HEAD = re.compile(
    f"(?:№{_GAP})?[0-9]{{6}}|(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)(?:{_GAP}★[^\\n]{{0,12}})?|特{_GAP}急|加{_GAP}急|平{_GAP}急|特{_GAP}提|"
    f"[^\\n。，：]{{3,40}}文{_GAP}件|[^\\n。]{{0,40}}签{_GAP}发{_GAP}人{_GAP}[：:][^\\n]{{1,40}}|"
    "[^\\n。，：]{1,20}[〔﹝\\[［【][0-9]{4}[〕﹞\\]］】][^\\n。，：]{0,6}号"
)
_FOOT = re.compile(
    f"(?:抄{_GAP}[送报]|分{_GAP}送|主{_GAP}送|印{_GAP}发)[：:][^\\n]{{1,400}}|[^\\n]{{2,60}}印{_GAP}发|[（(]?共印[^\\n]{{1,12}}份[）)]?"
)
_PARTED = re.compile("(?<=[0-9密年急月])[ \\t\\u3000]{2,40}")


def with_heads(body: Sequence[Block], header: Sequence[Block], footers: Iterable[Sequence[Block]], *, is_own: bool = False) -> list[Block]:
    """The blocks of a file with what of its first page's header is text before them, and what of the footers is behind them.

    Their offsets and places count through all.
    """
    page = max((block.page for block in body), default=0)
    head = head_lines(header, body, is_own=is_own)
    foot: list[Block] = []
    for footer in footers:
        foot += foot_lines(footer, [*body, *foot])
    moved = [*(structs.replace(one, page=0) for one in head), *body, *(structs.replace(one, page=page) for one in foot)]
    return list(in_file_order(structs.replace(one, place=None) for one in moved))


def head_lines(blocks: Sequence[Block], body: Sequence[Block], *, is_own: bool) -> list[Block]:
    """What of the first page's header is text, and not said in the body: all of it where it ``is_own``, else the marks of a head."""
    return [
        one
        for one in _unsaid(blocks, body)
        if is_own or (isinstance(one, Paragraph) and all(_HEAD.fullmatch(part) for part in _PARTED.split(one.text.strip())))
    ]


def foot_lines(blocks: Sequence[Block], body: Sequence[Block]) -> list[Block]:
    """What of a footer is text, and not said in the body: the foot of a notice."""
    return [one for one in _unsaid(blocks, body) if isinstance(one, Paragraph) and _FOOT.fullmatch(one.text.strip())]


def _unsaid(blocks: Sequence[Block], body: Sequence[Block]) -> Iterator[Block]:
    said = {"".join(block.text.split()) for block in body if isinstance(block, Paragraph)}
    return (one for one in blocks if not isinstance(one, Paragraph) or (one.text.strip() and "".join(one.text.split()) not in said))
