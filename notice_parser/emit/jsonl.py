"""Lines of JSON in a file, plain or packed by its suffix (``.gz``, ``.zst``); the same lines give the same bytes."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from notice_parser.errors import NoticeParserError

__all__ = ["check_packing", "opened_lines", "read_lines"]

_ZSTD = 'pip install "notice-parser[zstd]"'


def check_packing(path: str) -> None:
    """``NoticeParserError`` where what packs such a file is not installed."""
    if path.lower().endswith(".zst"):
        _zstandard()


@contextmanager
def opened_lines(draft: str, path: str) -> Iterator[IO[bytes]]:
    """The file ``draft``, to be written; packed as the suffix of ``path`` says."""
    with open(draft, "wb") as file:
        low = path.lower()
        if low.endswith(".gz"):
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                yield packed  # type: ignore[misc]  # a GzipFile writes bytes as any file does
        elif low.endswith(".zst"):
            with _zstandard().ZstdCompressor(level=10).stream_writer(file, closefd=False) as packed:
                yield packed
        else:
            yield file


def read_lines(path: str) -> Iterator[bytes]:
    """The lines of such a file."""
    low = path.lower()
    with open(path, "rb") as file:
        if low.endswith(".gz"):
            with gzip.open(file) as packed:
                yield from packed
        elif low.endswith(".zst"):
            import io

            with _zstandard().ZstdDecompressor().stream_reader(file) as packed:
                yield from io.BufferedReader(packed)
        else:
            yield from file


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError as error:
        raise NoticeParserError("missing_package", package="zstandard", what=".zst", command=_ZSTD) from error
    return zstandard
