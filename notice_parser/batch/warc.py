"""The pages in a WARC file (ISO 28500), each a file of its own: ``x.warc.gz/www.example.cn/art/1.html``, with its URL in ``source.url``.

Answers that are no page (errors, redirections, pictures, scripts) are skipped. Nothing is unpacked to disk: a page is read again
at its offset when it is parsed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import msgspec

from notice_parser.batch.items import Item
from notice_parser.batch.places import Found, opened, read_slice
from notice_parser.errors import LoadError

__all__ = ["is_warc", "pages_of", "read_page"]

_SUFFIXES = (".warc", ".warc.gz")
_INSTALL = 'pip install "notice-parser[warc]"'
_GOOD = "200"
_TAIL = 64  # bytes; behind the last record stand empty lines at most
_MAX_BYTES = 256 << 20  # of a page: more than any notice
_TYPES = re.compile(r"text/(?:html|plain|markdown|csv|rtf)|application/(?!(?:x-)?(?:javascript|json|font|xml\b))|$", re.IGNORECASE)


def is_warc(path: str) -> bool:
    """Whether the file is one, by its suffix."""
    return path.lower().endswith(_SUFFIXES)


def pages_of(found: Found) -> Iterator[Item | None]:
    """The pages of a file, null for each answer that is none. Where it cannot be read on, it is itself one that fails."""
    iterator = _library()
    try:
        with opened(found.place) as file:
            records = iterator(file)
            end = 0
            for record in records:
                data = _content_of(record) if _is_page(record) else None
                records.read_to_end()
                if _is_cut(records, record):
                    raise EOFError("cut off")
                offset, length = records.member_info
                end = offset + length
                if data is not None:
                    yield _page(found, record, data, f"{offset}+{length}")
                elif record.rec_type == "response":
                    yield None
            file.seek(end)
            if file.read(_TAIL).strip():  # the head of a record that is cut off
                raise EOFError("cut off")
    except Exception as error:  # the library's own have no base of theirs
        reason = str(error) or type(error).__name__
        yield Item(path=found.relative, output="", kind="broken", place=found.place, member=reason)


def read_page(place: str, member: str) -> bytes:
    """The content of the page that stands at ``offset+length``. ``LoadError`` where it is not there any more."""
    offset, _, length = member.partition("+")
    try:
        record = next(iter(_library()(BytesIO(read_slice(place, int(offset), int(length))))), None)
        data = None if record is None else _content_of(record)
    except LoadError:
        raise
    except Exception as error:  # as above
        raise LoadError("unreadable", where=place, reason=f"{type(error).__name__}: {error}") from error
    if data is None:
        raise LoadError("unreadable", where=place, reason=f"no page at {offset}")
    return data


def _page(found: Found, record: Any, data: bytes, member: str) -> Item:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    when = record.rec_headers.get_header("WARC-Date")
    return Item(
        path=f"{found.relative}/{_path_of(url)}",
        output="",
        kind="warc",
        place=found.place,
        member=member,
        size=len(data),
        mtime=found.mark,
        extra=msgspec.json.encode({"warc_date": when}).decode() if when else None,
        url=url or None,
        digest=hashlib.sha256(data).hexdigest(),
    )


def _library() -> Any:
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as error:
        raise LoadError("missing_extra", format="WARC", command=_INSTALL) from error
    return ArchiveIterator


def _is_page(record: Any) -> bool:
    if record.rec_type == "resource":
        return bool(_TYPES.match(record.rec_headers.get_header("Content-Type") or ""))
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = record.http_headers.get_header("Content-Type") or ""
    return record.http_headers.get_statuscode() == _GOOD and bool(_TYPES.match(kind))


def _is_cut(records: Any, record: Any) -> bool:
    """Whether the file ends within the record: the library takes what is there without a word."""
    packed = getattr(records.reader, "decompressor", None)
    return getattr(record.raw_stream, "limit", 0) > 0 or not getattr(packed, "eof", True)


def _content_of(record: Any) -> bytes | None:
    """The content, without the encodings of its transfer; null where it is too long to be a notice."""
    data = bytes(record.content_stream().read(_MAX_BYTES + 1))
    return data if len(data) <= _MAX_BYTES else None


def _path_of(url: str) -> str:
    """The URL as a path: without its scheme, and with a name for what ends in none."""
    path = url.partition("://")[2] or url
    if path.endswith("/") or not path:
        path = f"{path}index"
    return "/".join(part for part in path.split("/") if part not in ("", ".", ".."))
