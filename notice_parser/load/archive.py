"""Archives: the files in a ZIP, a TAR, a packed file or a mail, within limits and in memory only.

A member whose name leads out of the archive (``..``, an absolute path, a link) is refused and told; names that Chinese Windows
wrote in GBK are read as such. Of an archive that was cut off, or of which some members are damaged or encrypted, the others are read.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.mail import members_of_mail
from notice_parser.load.package import FREE, MAX_MEMBER, MAX_MEMBERS, MAX_RATIO, Package, total_of
from notice_parser.load.packed import unpacked
from notice_parser.load.salvage import name_of
from notice_parser.model import Diagnostic

__all__ = ["MAX_DEPTH", "Budget", "Member", "is_tar", "read_archive", "tar_name"]

MAX_DEPTH = 3  # archives within archives
MAX_FRAMED = 32 * 2**20  # bytes that frames add to the pages of a file, each as often as it is set in
_UTF8_NAME = 0x800
_NO_NOTICE = re.compile(
    "(?:^|/)(?:__MACOSX/|\\.|~\\$|thumbs\\.db$|desktop\\.ini$)|\\.(?:css|js|map|gif|ico|svg|woff2?|ttf|eot|mp[34]|exe|dll|db|json|xsl|dtd)$",
    re.I,
)
_DRIVE = re.compile("[A-Za-z]:")


class Member(NamedTuple):
    """A file of an archive: its content, the error that says why there is none, or null where its name leads out.

    ``is_cut``: the archive ends before it does.
    """

    name: str
    data: bytes | LoadError | None
    is_cut: bool = False


class Budget:
    """What may still be unpacked of a file; the archives within it draw on it too, so that a tree of bombs is no more than one."""

    def __init__(self, size: int) -> None:
        """``size``: bytes of the file."""
        self.left = total_of(size)
        self.members = MAX_MEMBERS
        self.framed = MAX_FRAMED

    def take_member(self, where: str | None) -> None:
        """Counts a member. ``LoadError`` where there were too many."""
        self.members -= 1
        if self.members < 0:
            raise LoadError("bomb", where=where, reason=f"> {MAX_MEMBERS} members")

    def may_frame(self, size: int) -> bool:
        """Counts a page that is set into a frame of another, if there is room for it: the same may be set into thousands."""
        if size > self.framed:
            return False
        self.framed -= size
        return True

    def take(self, size: int, where: str | None, name: str) -> None:
        """Counts what a member unpacked to. ``LoadError`` where there is no more to be had."""
        self.left -= size
        if self.left < 0:
            raise LoadError("bomb", where=where, reason=f"{name}: {size} bytes")


def read_archive(data: bytes, kind: str, where: str | None, budget: Budget, told: list[Diagnostic]) -> Iterator[Member]:
    """The files of an archive, one at a time; ``told`` takes what is to be said of the archive itself.

    ``LoadError`` where it is damaged so that nothing of it can be read, or grows beyond the limits.
    """
    found: Iterator[Member]
    if kind == "ZIP":
        found = _zip(data, where, budget, told)
    elif kind == "TAR":
        found = _tar(data, where, budget, told)
    elif kind == "EML":
        found = _mail(data, where, budget, told)
    else:
        found = _packed(kind, data, where, budget, told)
    for member in found:
        if member.data is None or not _is_inside(member.name):
            yield Member(member.name, None)
        elif member.data and not _NO_NOTICE.search(member.name):
            yield member


def _is_inside(name: str) -> bool:
    return not (name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or "\0" in name)


def _zip(data: bytes, where: str | None, budget: Budget, told: list[Diagnostic]) -> Iterator[Member]:
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
            yield Member(name, None)
        elif not _NO_NOTICE.search(name):
            try:
                content = package.read_info(info)
            except LoadError as error:
                if error.code == "bomb":
                    raise
                yield Member(name, error)
                continue
            budget.take(len(content), where, name)
            yield Member(name, content, info.filename in package.damaged)
    for name in package.locked:
        yield Member(name, LoadError("locked", where=where, format="ZIP"))
    told += package.told()


def _decoded(name: str) -> str:
    """A member's name that ``zipfile`` took for code page 437, in the encoding that it is valid in."""
    try:
        return name_of(name.encode("cp437"))
    except UnicodeEncodeError:
        return name


def _mail(data: bytes, where: str | None, budget: Budget, told: list[Diagnostic]) -> Iterator[Member]:
    members, n_beyond = members_of_mail(data)
    if n_beyond:
        told.append(diagnose("archive.beyond", count=n_beyond))
    for name, content in members:
        budget.take_member(where)
        budget.take(len(content), where, name)
        yield Member(name, content)


def _tar(data: bytes, where: str | None, budget: Budget, told: list[Diagnostic]) -> Iterator[Member]:
    """The files of a TAR; what stands before a place where it breaks off is good."""
    count = 0
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                count += 1
                budget.take_member(where)
                if info.isdir():
                    continue
                name = tar_name(info)
                if not info.isreg() or not _is_inside(name):
                    yield Member(name, None)
                    continue
                budget.take(info.size, where, name)
                if info.size > MAX_MEMBER:
                    raise LoadError("bomb", where=where, reason=f"{name}: {info.size} bytes")
                yield Member(name, _content_of(archive, info, data), info.offset_data + info.size > len(data))
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        if not count:
            raise LoadError("damaged", where=where, format="TAR", reason=str(error)) from error
        told.append(diagnose("source.cut_off"))


def _content_of(archive: tarfile.TarFile, info: tarfile.TarInfo, data: bytes) -> bytes:
    """The content of a file; of the last one of a TAR that was cut off, what there is of it."""
    if info.offset_data + info.size > len(data) and not info.sparse:
        return data[info.offset_data :]
    file = archive.extractfile(info)
    return file.read() if file is not None else b""


def tar_name(info: tarfile.TarInfo) -> str:
    """A member's name as it was meant: what is no UTF-8 is in the writer's own encoding, here GB18030."""
    try:
        return info.name.encode("utf-8", "surrogateescape").decode("gb18030") if not _is_text(info.name) else info.name
    except UnicodeError:
        return info.name


def _is_text(name: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in name)


def _packed(kind: str, data: bytes, where: str | None, budget: Budget, told: list[Diagnostic]) -> Iterator[Member]:
    """What is in a file that packs one other: itself, or the files of a TAR."""
    content, is_whole = unpacked(kind, data, min(budget.left, MAX_MEMBER, max(FREE, len(data) * MAX_RATIO)), where)
    if is_tar(content):
        yield from _tar(content, where, budget, told)
    else:
        budget.take(len(content), where, kind)
        yield Member("", content)
    if not is_whole and not any(one.code == "source.cut_off" for one in told):
        told.append(diagnose("source.cut_off"))


def is_tar(data: bytes) -> bool:
    """Whether the bytes are a TAR archive: its mark stands in the first header."""
    return data[257:262] == b"ustar"
