"""The members of ZIP and TAR files, each a file of its own: ``x.zip/inner.pdf``. Nothing is unpacked to disk.

Names are repaired where a Chinese Windows wrote them in GB18030; whatever they say, they name outputs and nothing is
written there. What is encrypted, damaged or too large is told member by member.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import structs

from notice_parser.batch.framed import Texts
from notice_parser.batch.items import Item
from notice_parser.batch.places import Found, is_url, opened
from notice_parser.errors import LoadError
from notice_parser.load.archive import tar_name
from notice_parser.load.beside import MOST_BYTES, member_of, page_of
from notice_parser.load.sniff import kind_of_members

__all__ = ["is_archive", "is_tar_name", "is_zip", "members_of", "read_framed", "read_zip_member"]

MAX_BYTES = 256 << 20  # of a member: more than any notice, and a bomb goes no further
MAX_MEMBERS = 1_000_000
_ZIP = (".zip",)
_TAR = (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")
_UTF8 = 0x800  # the flag of a name in UTF-8


def is_archive(found: Found) -> bool:
    """Whether the file holds others, by its suffix; a document that was renamed to ``.zip`` does not."""
    if is_tar_name(found.place):
        return True
    if not is_zip(found):
        return False
    try:
        names = _zip(found.place, found.mark).namelist()
    except (OSError, LoadError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False  # the loader will say what is wrong with it
    return "mimetype" not in names and kind_of_members(names) == "ZIP"


def is_tar_name(place: str) -> bool:
    """Whether a file is an archive without a list of its members, by its suffix."""
    return place.lower().endswith(_TAR)


def is_zip(found: Found) -> bool:
    """Whether an archive has a list of its members."""
    return found.place.lower().endswith(_ZIP)


def members_of(found: Found) -> Iterator[Item | None]:
    """The files in an archive, null for each that is no notice. Where it cannot be read on, it is itself one that fails."""
    yield from _in_zip(found) if is_zip(found) else _in_tar(found)


def read_zip_member(path: str, member: str, mark: int) -> bytes:
    """The bytes of a member. ``LoadError`` where it is encrypted, damaged or too large. ``mark``: of the archive, as it was planned."""
    where = f"{path}/{member}"
    try:
        info = _zip(path, mark).getinfo(member)
        if info.flag_bits & 1:
            raise LoadError("unreadable", where=where, reason="encrypted")
        with _zip(path, mark).open(info) as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, zipfile.BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError) as error:
        raise LoadError("unreadable", where=where, reason=str(error) or type(error).__name__) from error
    except Exception as error:  # zlib.error and lzma.LZMAError, of modules that need not be there
        raise LoadError("unreadable", where=where, reason=f"{type(error).__name__}: {error}") from error
    if len(data) > MAX_BYTES:
        raise LoadError("unreadable", where=where, reason=f"more than {MAX_BYTES >> 20} MB")
    return data


def read_framed(path: str, member: str, mark: int, target: str) -> str | None:
    """The page that a frame of a member names, decoded; null where it leads out of the archive, or to no text."""
    try:
        name = member_of(_inner(_name_of(_zip(path, mark).getinfo(member))), target)
        info = _placed(path, mark).get(name) if name is not None else None
        if info is None or info.file_size > MOST_BYTES:
            return None
        return page_of(read_zip_member(path, info.filename, mark))
    except LoadError:
        return None


@lru_cache(maxsize=2)
def _placed(path: str, mark: int) -> Mapping[str, zipfile.ZipInfo]:
    """The members of a ZIP by where they stand in it."""
    return {_inner(_name_of(info)): info for info in _zip(path, mark).infolist() if not info.is_dir()}


@lru_cache(maxsize=2)
def _zip(path: str, mark: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(opened(path) if is_url(path) else path)


def _in_zip(found: Found) -> Iterator[Item | None]:
    path, relative, mtime = found.place, found.relative, found.mark
    infos = _zip(path, mtime).infolist()
    if len(infos) > MAX_MEMBERS:
        yield Item(path=relative, output="", kind="broken", place=path, member=f"more than {MAX_MEMBERS} members")
        return
    for info in infos:
        if info.is_dir():
            continue
        name = _name_of(info)
        if not _is_taken(name):
            yield None
            continue
        shown = f"{relative}/{_inner(name)}"
        yield Item(path=shown, output="", kind="zip", place=path, member=info.filename, size=info.file_size, mtime=mtime)


def _in_tar(found: Found) -> Iterator[Item | None]:
    path, relative, mtime = found.place, found.relative, found.mark
    texts, framed = Texts(), list[Item]()  # pages with frames wait for what may stand in them
    try:
        with opened(path) as packed, tarfile.open(fileobj=packed, mode="r|*", encoding="utf-8", errors="surrogateescape") as tar:
            for count, info in enumerate(tar):
                if count >= MAX_MEMBERS:
                    raise tarfile.TarError(f"more than {MAX_MEMBERS} members")
                file = tar.extractfile(info) if info.isfile() else None
                if file is None:
                    continue
                name = tar_name(info)
                if not _is_taken(name):
                    yield None
                    continue
                data = file.read(MAX_BYTES + 1) if info.size <= MAX_BYTES else None
                shown = f"{relative}/{_inner(name)}"
                if data is None:
                    yield Item(path=shown, output="", kind="broken", place=path, member=f"more than {MAX_BYTES >> 20} MB")
                    continue
                item = Item(path=shown, output="", kind="bytes", place=path, member=name, size=info.size, mtime=mtime, data=data)
                if texts.keep(_inner(name), data):
                    framed.append(item)
                else:
                    yield item
    except (OSError, LoadError, tarfile.TarError, EOFError) as error:  # the members before the fault are good
        yield from _with_frames(framed, texts)
        yield Item(path=relative, output="", kind="broken", place=path, member=str(error) or type(error).__name__)
    else:
        yield from _with_frames(framed, texts)


def _with_frames(items: Iterable[Item], texts: Texts) -> Iterator[Item]:
    """The pages with the frames of each that stand in the archive; one of which none does is as any member."""
    for item in items:
        whole = texts.framed(_inner(str(item.member)), item.data or b"")
        yield structs.replace(item, kind="framed", data=whole.pack()) if whole.frames else item


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: without the flag for UTF-8 it is in the writer's own encoding, here GB18030."""
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    try:
        data = info.filename.encode("cp437")
    except UnicodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    return info.filename


def _inner(name: str) -> str:
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _is_taken(name: str) -> bool:
    last = _inner(name).rpartition("/")[2]
    is_hidden = last.startswith((".", "~$")) or "__MACOSX" in name
    return bool(last) and not is_hidden and not last.lower().endswith((".json", ".jsonl", ".toml"))
