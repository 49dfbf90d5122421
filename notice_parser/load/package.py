"""Zipped packages (DOCX, OFD, archives) within limits: nothing is written to disk, and no member grows beyond what is allowed."""

from __future__ import annotations

import zipfile
import zlib
from copy import copy
from io import BytesIO
from typing import Any

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.salvage import open_zip, salvaged
from notice_parser.model import Diagnostic

__all__ = ["MAX_MEMBER", "MAX_MEMBERS", "MAX_RATIO", "MAX_TOTAL", "Package", "parse_xml", "total_of"]

MAX_MEMBER = 256 * 2**20  # bytes of one member; an XML part of a 10,000 page document takes a tenth
MAX_TOTAL = 1024 * 2**20  # bytes read of one package
MAX_MEMBERS = 20_000
MAX_RATIO = 400  # bytes out for each byte in; XML of blank cells comes to 200
FREE = 8 * 2**20  # below so many bytes of a member, and eight times as many of a file, no ratio is looked at
_CHUNK = 2**20

_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError, UnicodeDecodeError)


def total_of(size: int) -> int:
    """How many bytes may be unpacked in all of a file of ``size`` bytes; what is read twice counts twice."""
    return min(MAX_TOTAL, max(8 * FREE, size * MAX_RATIO))


class Package:
    """The members of a ZIP file by name, read when they are asked for."""

    def __init__(self, data: bytes, kind: str, where: str | None) -> None:
        self.kind, self.where = kind, where
        self.left = total_of(len(data))
        self.damaged: list[str] = []  # members that could not be read, or not whole: other check sums, broken XML
        self.is_cut = False  # the file ends too early: it holds what was salvaged
        self.locked: tuple[str, ...] = ()  # members of such a file that are encrypted
        try:
            self.zip = open_zip(data)
            infos = self.zip.infolist()
        except _FAULTS as error:
            found = salvaged(data, self.left, MAX_MEMBERS) if isinstance(error, zipfile.BadZipFile) else None
            if found is None:
                raise LoadError("damaged", where=where, format=kind, reason=_said(error)) from error
            self.is_cut = True
            self.zip = zipfile.ZipFile(BytesIO(found.package))
            self.damaged += found.cut
            self.locked = found.locked
            infos = self.zip.infolist()
        if len(infos) > MAX_MEMBERS:
            raise LoadError("bomb", where=where, reason=f"{len(infos)} > {MAX_MEMBERS} members")
        self.infos = {info.filename.replace("\\", "/").lstrip("/"): info for info in infos if not info.is_dir()}
        self.folded = {name.lower(): name for name in self.infos}

    def names(self) -> tuple[str, ...]:
        """The names of the members, in the order of the file."""
        return tuple(self.infos)

    def has(self, name: str) -> bool:
        """Whether there is such a member, the case of its letters aside."""
        return name.lstrip("/").lower() in self.folded

    def read(self, name: str) -> bytes:
        """The content of a member. ``LoadError`` where it is damaged, encrypted or too large; one whose check sum alone differs is
        read, and named in ``damaged``.
        """
        known = self.folded.get(name.lstrip("/").lower())
        if known is None:
            raise LoadError("damaged", where=self.where, format=self.kind, reason=f"no {name}")
        unchecked = copy(self.infos[known])
        expected, unchecked.CRC = unchecked.CRC, None  # type: ignore[assignment]  # not compared by zipfile
        content = self.read_info(unchecked)
        if zlib.crc32(content) != expected:
            self.tell_damaged(known)
        return content

    def read_info(self, info: zipfile.ZipInfo) -> bytes:
        """The content of a member by its entry."""
        known = info.filename
        if info.flag_bits & 1:
            raise LoadError("locked", where=self.where, format=self.kind)
        limit = min(self.left, MAX_MEMBER, max(FREE, info.compress_size * MAX_RATIO))
        parts: list[bytes] = []
        size = 0
        try:
            with self.zip.open(info) as member:
                while part := member.read(_CHUNK):
                    size += len(part)
                    if size > limit:
                        raise LoadError("bomb", where=self.where, reason=f"{known}: > {limit} bytes")
                    parts.append(part)
        except _FAULTS as error:
            raise LoadError("damaged", where=self.where, format=self.kind, reason=f"{known}: {_said(error)}") from error
        self.left -= size
        return b"".join(parts)

    def read_xml(self, name: str) -> Any:
        """The root of an XML member; null where there is no such member or it is no XML at all."""
        return self.parse(name, self.read(name)) if self.has(name) else None

    def parse(self, name: str, content: bytes) -> Any:
        """The root of the content of an XML member; one that is mended is named in ``damaged``, for what it lost is not known."""
        root, is_whole = mended_xml(content)
        if not is_whole:
            self.tell_damaged(name)
        return root

    def tell_damaged(self, name: str) -> None:
        """Names a member among those that were not read whole."""
        if name not in self.damaged:
            self.damaged.append(name)

    def told(self) -> list[Diagnostic]:
        """What is to be said of it: that it ends too early, and which members were not read whole."""
        cut = [diagnose("source.cut_off")] if self.is_cut else []
        return cut + [diagnose("source.part_damaged", name=name) for name in self.damaged]

    def read_part(self, name: str) -> Any:
        """The root of an XML member without which the rest can be read; null, and named in ``damaged``, where it cannot be read."""
        try:
            root = self.read_xml(name)
        except LoadError as error:
            if error.code != "damaged":
                raise
            root = None
        if root is None and self.has(name):
            self.tell_damaged(name)
        return root


def parse_xml(data: bytes) -> Any:
    """The root of an XML document, damaged ones mended as far as they go; null where there is none."""
    return mended_xml(data)[0]


def mended_xml(data: bytes) -> tuple[Any, bool]:
    """The root of an XML document, damaged ones mended as far as they go, and whether there was nothing to mend.

    No entity is expanded and nothing is fetched; a document that defines entities of its own is none that an office program writes.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    return root, root is not None and not parser.error_log and root.getroottree().docinfo.internalDTD is None


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
