"""Which files a batch takes, and the name under which each one's JSON is written.

A file is one, or holds several: ZIP, TAR and WARC, and, with columns named, tables (JSONL, CSV, Parquet). Output names are safe on
NTFS, and told apart there, whatever the system.

>>> output_name("通知/a.txt"), output_name("通知/2023:1.txt"), output_name("con.txt")
('通知/a.txt.json', '通知/2023%3A1.txt.json', '%63on.txt.json')
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeAlias

from msgspec import structs

from notice_parser.batch.inputs import files_of
from notice_parser.batch.items import Columns, Item
from notice_parser.batch.pages import grouped
from notice_parser.batch.places import Found, is_url, opened

__all__ = ["Through", "output_name", "scan"]

_LONGEST = 200  # bytes of a name: file systems take 255, and ``.json`` and a number may be added
_HASH_DIGITS = 8

_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$|#(?=\d{1,9}$)')  # a#1 is the first of the notices of a
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


Through: TypeAlias = Callable[[Found, Callable[[], "Iterator[Item | None]"]], "Iterator[Item | None]"]


def scan(
    inputs: Sequence[str | os.PathLike[str]],
    *,
    shut: Iterable[str | os.PathLike[str]] = (),
    columns: Columns | None = None,
    group: str = "none",
    through: Through = lambda found, read: read(),
) -> Iterator[Item | None]:
    """The files under ``inputs``, null for each that is no notice. ``LoadError`` for an input that does not exist.

    Nothing under a path of ``shut`` is taken, so that a batch may write into a folder that it reads. Packed files go ``through`` what
    may know them already. ``group``: as ``Options.group``.
    """
    _real_folder.cache_clear()
    closed = frozenset(Path(one).resolve() for one in shut)
    with closing(_Names()) as names:
        for item in grouped(_found_once(inputs, closed, columns, through, names), group):
            if item is None:
                yield None
                continue
            path = _SURROGATE.sub("\ufffd", item.path)
            name = output_name(item.path)
            count = 1
            while not names.add(f"\0{_folded(name)}"):
                count += 1
                name = output_name(item.path, count)
            yield structs.replace(item, path=path, output=name)


def _found_once(
    inputs: Sequence[str | os.PathLike[str]], closed: frozenset[Path], columns: Columns | None, through: Through, names: _Names
) -> Iterator[Item | None]:
    """The files under ``inputs``, each once, though several inputs lead to it."""
    for given in inputs:
        for found in files_of(os.fspath(given), closed):
            real = found.place if is_url(found.place) else _real(found.place)
            if names.has(real):
                continue
            for item in _items_of(found, columns, through):
                if item is not None:
                    names.add(real)
                yield item


def output_name(relative: str, count: int = 1) -> str:
    """``relative`` with ``.json`` added, each part safe on NTFS; ``count`` above 1 tells names apart that would be the same."""
    *folders, file = relative.split("/")
    tail = f"~{count}" if count > 1 else ""
    return "/".join([*map(_safe, folders), f"{_safe(file)}{tail}.json"])


def _folded(name: str) -> str:
    """The name as NTFS and APFS compare it: a.txt is A.TXT there, and an accent or a mark may be composed or not."""
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def _real(path: str) -> str:
    """The path without links; of the files of one folder, the folder's is found once."""
    if os.path.islink(path):
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    return os.path.join(_real_folder(folder), name)


@lru_cache(maxsize=16)
def _real_folder(path: str) -> str:
    return os.path.realpath(path)


class _Names:
    """Names that were met, on the disk: those of millions of files would fill the memory."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)  # a file without a name, which goes with the connection
        self._base.execute("CREATE TABLE names (name BLOB PRIMARY KEY) WITHOUT ROWID")
        self._base.execute("BEGIN")

    def has(self, name: str) -> bool:
        return self._base.execute("SELECT 1 FROM names WHERE name = ?", (_short(name),)).fetchone() is not None

    def add(self, name: str) -> bool:
        """Whether the name is a new one."""
        return self._base.execute("INSERT OR IGNORE INTO names VALUES (?)", (_short(name),)).rowcount > 0

    def close(self) -> None:
        self._base.close()


def _short(name: str) -> bytes:
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _safe(part: str) -> str:
    part = _SURROGATE.sub("\ufffd", part)
    part = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", part)
    if _RESERVED.match(part):
        part = f"%{ord(part[0]):02X}{part[1:]}"
    data = part.encode("utf-8")
    if len(data) <= _LONGEST:
        return part
    kept = data[: _LONGEST - _HASH_DIGITS - 1].decode("utf-8", "ignore")
    return f"{kept}~{hashlib.sha256(data).hexdigest()[:_HASH_DIGITS]}"


def _items_of(found: Found, columns: Columns | None, through: Through) -> Iterator[Item | None]:
    """The file; of an archive its members, of a table its rows."""
    from notice_parser.batch import members, tables, warc

    if columns is not None and tables.is_table(found.place):
        yield from through(found, partial(tables.rows_of, found, columns))
    elif warc.is_warc(found.place):
        yield from through(found, partial(warc.pages_of, found))
    elif not found.is_notice:
        yield None
    elif members.is_archive(found):
        # the list of a ZIP is read in no time
        yield from members.members_of(found) if members.is_zip(found) else through(found, partial(members.members_of, found))
    else:
        kind, data = "file", None
        if is_url(found.place):
            kind = "url"
            if found.is_near:
                kind = "bytes"
                with opened(found.place) as file:
                    data = file.read()
        yield Item(
            path=found.relative,
            output="",
            kind=kind,
            place=found.place,
            size=found.size,
            mtime=found.mark,
            digest=found.digest,
            data=data,
        )
