"""Notices as LangChain documents, one a chunk. Needs the extra ``langchain``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike

from notice_parser.errors import NoticeParserError
from notice_parser.loaders.flat import metadata_of
from notice_parser.options import Options
from notice_parser.pipeline import parse_many

try:
    from langchain_core.document_loaders import BaseLoader
    from langchain_core.documents import Document
except ImportError as error:
    raise NoticeParserError(
        "missing_package", package="langchain-core", what="LangChain", install='pip install "notice-parser[langchain]"'
    ) from error

__all__ = ["NoticeLoader"]


class NoticeLoader(BaseLoader):
    """Loads files as documents: ``page_content`` is the chunk's text, ``id`` its stable id, ``metadata`` flat values.

    ``paths``: one file or several, of any format that ``parse`` reads. ``max_chars``, ``options``: see ``Notice.chunks`` and ``parse``.
    ``workers``: processes of their own. A file that cannot be read raises its ``LoadError`` when it comes to it; with
    ``skip_failed`` it is passed over.
    """

    def __init__(
        self,
        paths: str | PathLike[str] | Iterable[str | PathLike[str]],
        *,
        max_chars: int = 800,
        options: Options | None = None,
        workers: int = 1,
        skip_failed: bool = False,
    ) -> None:
        self.paths = [paths] if isinstance(paths, str | PathLike) else list(paths)
        self.max_chars, self.options, self.workers, self.skip_failed = max_chars, options, workers, skip_failed

    def lazy_load(self) -> Iterator[Document]:
        """The documents in the order of the files and of their text, as they are asked for."""
        for result in parse_many(self.paths, workers=self.workers, options=self.options):
            if result.notice is None:
                if self.skip_failed:
                    continue
                raise result.error
            for chunk in result.notice.chunks(self.max_chars):
                yield Document(page_content=chunk.text, metadata=metadata_of(chunk, str(result.source)), id=chunk.id)
