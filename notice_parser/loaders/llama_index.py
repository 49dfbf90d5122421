"""Notices as LlamaIndex documents, one a chunk. Needs the extra ``llama-index``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike
from typing import Any

from notice_parser.errors import NoticeParserError
from notice_parser.loaders.flat import metadata_of
from notice_parser.options import Options
from notice_parser.pipeline import parse_many

try:
    from llama_index.core.readers.base import BaseReader
    from llama_index.core.schema import Document
except ImportError as error:
    raise NoticeParserError(
        "missing_package", package="llama-index-core", what="LlamaIndex", install='pip install "notice-parser[llama-index]"'
    ) from error

__all__ = ["NoticeReader"]

_NOT_EMBEDDED = ["source", "notice_id", "chunk", "kind", "table", "span_start", "span_end", "page_first", "page_last"]


class NoticeReader(BaseReader):
    """Reads files as documents: ``text`` is the chunk's, ``id_`` its stable id, ``metadata`` flat values.

    Title, number, issuers, date and section go into what is embedded; places and ids do not. ``max_chars``, ``options``: see
    ``Notice.chunks`` and ``parse``.
    """

    def __init__(self, *, max_chars: int = 800, options: Options | None = None, workers: int = 1) -> None:
        self.max_chars, self.options, self.workers = max_chars, options, workers

    def lazy_load_data(self, *paths: str | PathLike[str], **load_kwargs: Any) -> Iterable[Document]:
        """The documents in the order of ``paths`` and of their text; raises the ``LoadError`` of a file that cannot be read."""
        return self._documents(paths, load_kwargs.get("extra_info") or {})

    def _documents(self, paths: tuple[str | PathLike[str], ...], extra_info: dict[str, Any]) -> Iterator[Document]:
        for result in parse_many(paths, workers=self.workers, options=self.options):
            if result.notice is None:
                raise result.error
            for chunk in result.notice.chunks(self.max_chars):
                yield Document(
                    text=chunk.text,
                    id_=chunk.id,
                    metadata={**metadata_of(chunk, str(result.source)), **extra_info},
                    excluded_embed_metadata_keys=_NOT_EMBEDDED,
                    excluded_llm_metadata_keys=_NOT_EMBEDDED,
                )
