"""文种: the last kind word of the title (《党政机关公文处理工作条例》第八条).

A notice that prints a regulation is a 通知; one that forwards a request too: the last noun decides. Behind it only
brackets such as （试行） may stand. 情况 and 形势 name no kind.
"""

from __future__ import annotations

from collections.abc import Mapping

from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.model import Kind, Title
from notice_parser.text.spans import squeezed

__all__ = ["find_kind"]

# traditional characters of mirror sites
_SIMPLIFIED: Mapping[str, str] = {
    "通報": "通报",
    "報告": "报告",
    "批復": "批复",
    "意見": "意见",
    "決定": "决定",
    "請示": "请示",
    "辦法": "办法",
    "規定": "规定",
    "條例": "条例",
    "細則": "细则",
    "計劃": "计划",
}


def find_kind(document: Document, grammars: Grammars, title: Title | None) -> Kind | None:
    """The kind that the title ends in, or of an order without a title the 令 of its letterhead; else null."""
    if title is not None and title.span is not None:
        return _of_region(document, grammars, *title.span)
    if title is not None:
        match = grammars["kind"].match(title.text)
        word = match.group("kind") if match and match.rule != "kind.none" else None
        return Kind(text=_SIMPLIFIED.get(word, word), raw=word, span=None, rule=match.rule) if match and word else None
    for line in document.with_role("letterhead", zone="head"):
        if document.of(line).endswith("令"):
            return Kind(text="令", raw="令", span=(line.end - 1, line.end), rule="kind.letterhead")
    return None


def _of_region(document: Document, grammars: Grammars, start: int, end: int) -> Kind | None:
    region = squeezed(document.text, start, end)
    match = grammars["kind"].match(region.text)
    place = match.span_of("kind") if match and match.rule != "kind.none" else None
    if match is None or place is None:
        return None
    span = region.span(*place)
    word = region.text[place[0] : place[1]]
    return Kind(text=_SIMPLIFIED.get(word, word), raw=document.text[span[0] : span[1]], span=span, rule=match.rule)
