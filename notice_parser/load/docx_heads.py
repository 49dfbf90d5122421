"""The page headers and footers of a DOCX that are looked at for text (``page_heads``)."""

from __future__ import annotations

from typing import Any, NamedTuple

from notice_parser.load.docx_parts import RELATION, Parts, W, is_on

__all__ = ["Heads", "heads_of"]


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
