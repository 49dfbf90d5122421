"""文件类别: whether the page is a notice at all, from the last words of its title and what an official document has."""

from __future__ import annotations

import re

from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.model import DocumentClass, DocumentNumber, Kind, Recipient, Title

__all__ = ["find_document_class"]

OPENING = 3  # lines of the body in which a page that lost its title says what it is
_ANNOUNCED = re.compile("现[^。；\n]{0,80}(?:通知|通告|公告|公示|通报|批复|答复|决定)如下[：:。]?$")


def find_document_class(
    document: Document,
    grammars: Grammars,
    title: Title | None,
    kind: Kind | None,
    number: DocumentNumber | None,
    recipients: tuple[Recipient, ...],
) -> DocumentClass:
    """One class always; ``other`` where nothing shows what it is."""
    if document.is_index:
        return DocumentClass(text="list", rule="document_class.index_page")
    match = grammars["document_class"].match(title.text) if title else None
    if match is not None and match.label == "regulation" and recipients:
        match = None
    if match is not None and match.label is not None:
        return DocumentClass(text=match.label, rule=match.rule)  # type: ignore[arg-type]  # the grammar's labels are the classes
    if kind is not None and kind.rule in ("kind.statutory", "kind.letterhead"):
        return DocumentClass(text="notice", rule="document_class.kind")
    if number is not None or recipients or document.with_role("signature", "date", zone="body"):
        return DocumentClass(text="notice", rule="document_class.official_parts")
    if title is None and any(_ANNOUNCED.search(document.of(line)) for line in document.with_role("text", zone="body")[:OPENING]):
        return DocumentClass(text="notice", rule="document_class.opening")
    if title is not None and kind is None and any("。" in document.of(line) for line in document.with_role("text", zone="body")):
        return DocumentClass(text="news", rule="document_class.headline_only")
    return DocumentClass(text="notice" if kind is not None else "other", rule="document_class.kind" if kind else "document_class.none")
