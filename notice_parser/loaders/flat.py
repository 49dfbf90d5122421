"""What goes beside a chunk into a store of vectors: flat values, as such stores take no lists."""

from __future__ import annotations

from notice_parser.model import Chunk

__all__ = ["metadata_of"]


def metadata_of(chunk: Chunk, source: str) -> dict[str, str | int]:
    """Strings and whole numbers by name, those that are not known left out; ``span`` and ``pages`` as two numbers each.

    ``section`` is the headings joined by `` > ``, ``issuers`` the names joined by ``、``.
    """
    values: dict[str, str | int | None] = {
        "source": source,
        "notice_id": chunk.notice_id,
        "chunk": chunk.index,
        "kind": chunk.kind,
        "title": chunk.title,
        "document_number": chunk.document_number,
        "issuers": "、".join(chunk.issuers) or None,
        "date": chunk.date,
        "section": " > ".join(chunk.section) or None,
        "table": chunk.table,
        "span_start": chunk.span[0],
        "span_end": chunk.span[1],
        "page_first": chunk.pages[0] if chunk.pages else None,
        "page_last": chunk.pages[1] if chunk.pages else None,
    }
    return {name: value for name, value in values.items() if value is not None}
