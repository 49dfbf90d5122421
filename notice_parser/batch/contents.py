"""The bytes of a content, wherever it lies: a file, a URL, the member of an archive, pages that are files of their own, the spool."""

from __future__ import annotations

import hashlib

from msgspec import structs

from notice_parser.batch.manifest import Content
from notice_parser.errors import LoadError

__all__ = ["check_unchanged", "data_of"]


def check_unchanged(content: Content) -> None:
    """``LoadError`` where the file is no more what was planned: the record would be that of a content that its copies do not hold."""
    from notice_parser.batch.places import is_url, stat_of

    for page in _pages_of(content):
        check_unchanged(page)
    # what is in the spool does not change; of a URL each look is a request, and its content is held against its digest
    if content.kind not in ("file", "zip", "warc") or is_url(content.place):
        return
    size, mark = stat_of(content.place)
    if mark != content.mtime or (content.kind == "file" and size != content.size):
        raise LoadError("changed")


def data_of(content: Content, folder: str) -> bytes:
    """The bytes of a content; ``folder``: of the run, which holds its spool. ``LoadError`` or ``OSError`` where they cannot be had."""
    if content.kind == "file":
        with open(content.place, "rb") as file:
            return file.read()
    if content.kind == "pages":
        from notice_parser.batch.pages import digest_of_pages, names_of, packed

        known = _pages_of(content)
        pages = [data_of(page, folder) for page in known]
        read = (one.digest or hashlib.sha256(data).hexdigest() for one, data in zip(known, pages, strict=True))
        if any(one.kind == "url" for one in known) and digest_of_pages(read) != content.digest:
            raise LoadError("changed", where=content.place)
        return packed(zip(names_of(content.member), pages, strict=True))
    if content.kind == "url":
        from notice_parser.batch.places import read_url

        return read_url(content.place, content.size, content.digest)
    if content.kind == "zip":
        from notice_parser.batch.members import read_zip_member

        return read_zip_member(content.place, str(content.member), content.mtime)
    if content.kind == "warc":
        from notice_parser.batch.warc import read_page

        return read_page(content.place, str(content.member))
    from notice_parser.batch.spool import fetch

    kept = fetch(folder, content.digest)
    if content.kind == "framed":
        from notice_parser.batch.framed import page_in

        return page_in(kept)
    return kept


def _pages_of(content: Content) -> list[Content]:
    """The pages of a notice that are files of their own, as contents; none of any other."""
    if content.kind != "pages":
        return []
    from notice_parser.batch.pages import pages_of

    return [
        structs.replace(content, kind=kind, place=place, member=member, size=size, mtime=mark, digest=digest or "")
        for kind, place, member, size, mark, digest in pages_of(content.member)
    ]
