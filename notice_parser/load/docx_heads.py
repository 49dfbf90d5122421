"""What of a DOCX's page headers and footers is text: the marks of a notice's head that stand in the header, its foot in the footer.

A header is furniture: it comes again on every page. But 份号, 密级, 紧急程度, the letterhead and the signer (GB/T 9704-2012, 7.2) are
often set into it, the copies and the printing line (7.4) into the footer; they are read once. A header that the first page has for
itself is read whole, for it stands on that page alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from notice_parser.load.docx_parts import RELATION, Parts, W, is_on
from notice_parser.load.source import Block, Paragraph

__all__ = ["Heads", "foot_lines", "head_lines", "heads_of"]

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


class Heads(NamedTuple):
    """The parts of the first page's header, and of the footers, each once; whether that header is the first page's own."""

    header: Any
    is_own: bool
    footers: tuple[Any, ...]


def heads_of(body: Any, parts: Parts) -> Heads:
    """The header of the first section's first page, and the footers of all sections, first pages' too."""
    header, is_own = None, False
    footers: dict[str, Any] = {}
    for number, section in enumerate(body.iter(f"{W}sectPr")):
        has_own = is_on(section, "titlePg") is True
        for node in section:
            kind = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
            page, key = node.get(f"{W}type", "default"), str(node.get(RELATION))
            if kind == "headerReference" and number == 0 and page == ("first" if has_own else "default"):
                header, is_own = parts.root_of(key), has_own
            elif kind == "footerReference" and page in ("first", "default", "even"):
                footers.setdefault(key, parts.root_of(key))
    return Heads(header, is_own, tuple(one for one in footers.values() if one is not None))


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
