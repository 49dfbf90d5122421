"""Archives: the files in a ZIP, a TAR or a gzip, within limits and in memory only.

A member whose name leads out of the archive (``..``, an absolute path, a link) is refused and told; names that Chinese Windows
wrote in GBK are read as such.
"""

from __future__ import annotations

import re
import tarfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from notice_parser.errors import LoadError
from notice_parser.load.package import FREE, MAX_MEMBER, MAX_MEMBERS, MAX_RATIO, Package, total_of

__all__ = ["MAX_DEPTH", "Budget", "Member", "is_tar", "read_archive", "tar_name"]

MAX_DEPTH = 3  # archives within archives
_UTF8_NAME = 0x800
_NO_NOTICE = re.compile(
    "(?:^|/)(?:__MACOSX/|\\.|~\\$|thumbs\\.db$|desktop\\.ini$)|\\.(?:css|js|map|gif|ico|svg|woff2?|ttf|eot|mp[34]|exe|dll|db|json|xsl|dtd)$",
    re.I,
)
_DRIVE = re.compile("[A-Za-z]:")


class Member(NamedTuple):
    """A file of an archive; ``data`` is null for one that is refused because its name leads out."""

    name: str
    data: bytes | None


class Budget:
    """What may still be unpacked of a file; the archives within it draw on it too, so that a tree of bombs is no more than one."""

    def __init__(self, size: int) -> None:
        """``size``: bytes of the file."""
        self.left = total_of(size)
        self.members = MAX_MEMBERS

    def take_member(self, where: str | None) -> None:
        """Counts a member. ``LoadError`` where there were too many."""
        self.members -= 1
        if self.members < 0:
            raise LoadError("bomb", where=where, reason=f"> {MAX_MEMBERS} members")

    def take(self, size: int, where: str | None, name: str) -> None:
        """Counts what a member unpacked to. ``LoadError`` where there is no more to be had."""
        self.left -= size
        if self.left < 0:
            raise LoadError("bomb", where=where, reason=f"{name}: {size} bytes")


def read_archive(data: bytes, kind: str, where: str | None, budget: Budget) -> Iterator[Member]:
    """The files of an archive, one at a time. ``LoadError`` where it is damaged or grows beyond the limits."""
    for name, content in {"ZIP": _zip, "TAR": _tar, "gzip": _gzip}[kind](data, where, budget):
        if content is None or not _is_inside(name):
            yield Member(name, None)
        elif content and not _NO_NOTICE.search(name):
            yield Member(name, content)


def _is_inside(name: str) -> bool:
    return not (name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or "\0" in name)


def _zip(data: bytes, where: str | None, budget: Budget) -> Iterator[tuple[str, bytes | None]]:
    package = Package(data, "ZIP", where)
    package.left = min(package.left, budget.left)
    for info in package.zip.infolist():
        name = info.filename
        if not info.flag_bits & _UTF8_NAME:
            name = _decoded(info.orig_filename)
        name = name.replace("\\", "/")
        budget.take_member(where)
        if info.is_dir():
            continue
        if (info.external_attr >> 16) & 0o170000 == 0o120000 or not _is_inside(name):  # a symbolic link, or a way out
            yield name, None
        elif not _NO_NOTICE.search(name):
            content = package.read_info(info)
            budget.take(len(content), where, name)
            yield name, content


def _decoded(name: str) -> str:
    """A member's name that ``zipfile`` took for code page 437, in the encoding that it is valid in."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _tar(data: bytes, where: str | None, budget: Budget) -> Iterator[tuple[str, bytes | None]]:
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                budget.take_member(where)
                if info.isdir():
                    continue
                name = tar_name(info)
                if not info.isreg() or not _is_inside(name):
                    yield name, None
                    continue
                budget.take(info.size, where, name)
                if info.size > MAX_MEMBER:
                    raise LoadError("bomb", where=where, reason=f"{name}: {info.size} bytes")
                file = archive.extractfile(info)
                yield name, file.read() if file is not None else None
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise LoadError("damaged", where=where, format="TAR", reason=str(error)) from error


def tar_name(info: tarfile.TarInfo) -> str:
    """A member's name as it was meant: what is no UTF-8 is in the writer's own encoding, here GB18030."""
    try:
        return info.name.encode("utf-8", "surrogateescape").decode("gb18030") if not _is_text(info.name) else info.name
    except UnicodeError:
        return info.name


def _is_text(name: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in name)


def _gzip(data: bytes, where: str | None, budget: Budget) -> Iterator[tuple[str, bytes | None]]:
    limit = min(budget.left, MAX_MEMBER, max(FREE, len(data) * MAX_RATIO))
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise LoadError("damaged", where=where, format="gzip", reason=str(error)) from error
    if len(content) > limit:
        raise LoadError("bomb", where=where, reason=f"> {limit} bytes")
    if not unpacker.eof:
        raise LoadError("damaged", where=where, format="gzip", reason="unexpected end")
    if is_tar(content):
        yield from _tar(content, where, budget)
    else:
        budget.take(len(content), where, "gzip")
        yield "", content


def is_tar(data: bytes) -> bool:
    """Whether the bytes are a TAR archive: its mark stands in the first header."""
    return data[257:262] == b"ustar"
