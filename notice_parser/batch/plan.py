"""Which files a batch takes, and the name under which each one's JSON is written.

Inputs are files, folders, glob patterns, ``@list`` (a file with a path a line), ZIP and TAR files and, with columns named,
tables (JSONL, CSV, Parquet). Folders are walked whole; hidden files, ``README.*``, ``*.json`` and ``*.toml`` in them are no notices and are
counted as skipped. A file that is named itself is always taken. Output names are safe on NTFS, and told apart there,
whatever the system.

>>> output_name("通知/a.txt"), output_name("通知/2023:1.txt"), output_name("con.txt")
('通知/a.txt.json', '通知/2023%3A1.txt.json', '%63on.txt.json')
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, structs

from notice_parser.errors import LoadError

__all__ = ["Columns", "Item", "output_name", "scan"]

_NOT_NOTICES = (".json", ".jsonl", ".toml")
_LONGEST = 200  # bytes of a name: file systems take 255, and ``.json`` and a number may be added
_HASH_DIGITS = 8
_BLOCK = 1 << 20

_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$|#(?=\d{1,9}$)')  # a#1 is the first of the notices of a
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_URL = re.compile(r"[a-z][a-z0-9+]{1,20}://")


class Columns(Struct, frozen=True, kw_only=True):
    """The columns of a table input: ``text``, or ``content`` with a file's bytes (base64 in JSONL and CSV), and ``id`` for its name.

    All others are passed through to ``source.extra``.
    """

    text: str | None = None
    content: str | None = None
    id: str | None = None


class Item(Struct, frozen=True, kw_only=True):
    """One file to be parsed. ``path``: relative to the input root, with ``/``; ``output`` relative to the output folder.

    ``kind``: ``file``; ``zip``, a member to be read from ``place``; ``bytes`` or ``text``, which is in ``data``; ``broken``, for
    the reason that ``member`` tells.
    """

    path: str
    output: str
    kind: str = "file"
    place: str
    member: str | None = None
    size: int = 0
    mtime: int = 0
    extra: str | None = None  # JSON
    data: bytes | None = None
    digest: str | None = None

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]

    @property
    def hint(self) -> str:
        """What, besides its content, a file is read by."""
        return "text" if self.kind == "text" else os.path.splitext(self.name)[1].lower()

    def make_digest(self) -> str:
        """The sha-256 of the content; of a file that cannot be read, ``!`` and its path: the parser will say why."""
        from notice_parser.batch.members import read_zip_member

        try:
            if self.kind == "broken":
                return f"!{self.output}"
            if self.data is not None:
                return hashlib.sha256(self.data).hexdigest()
            if self.kind == "zip":
                return hashlib.sha256(read_zip_member(self.place, str(self.member))).hexdigest()
            said = hashlib.sha256()
            with open(self.place, "rb") as file:
                while block := file.read(_BLOCK):
                    said.update(block)
            return said.hexdigest()
        except (OSError, LoadError, ValueError):
            return f"!{self.output}"


def scan(
    inputs: Sequence[str | os.PathLike[str]], *, shut: Iterable[str | os.PathLike[str]] = (), columns: Columns | None = None
) -> Iterator[Item | None]:
    """The files under ``inputs``, null for each that is no notice. ``LoadError`` for an input that does not exist.

    Nothing under a path of ``shut`` is taken, so that a batch may write into a folder that it reads.
    """
    closed = frozenset(Path(one).resolve() for one in shut)
    seen: set[bytes] = set()
    taken: set[bytes] = set()
    for given in inputs:
        for item in _items_of(os.fspath(given), closed, columns):
            if item is not None and item.kind == "file":
                key = _short(os.path.realpath(item.place))
                if key in seen:
                    continue
                seen.add(key)
                if not item.path:
                    yield None
                    continue
            if item is None:
                yield None
                continue
            path = _SURROGATE.sub("\ufffd", item.path)
            name = output_name(item.path)
            count = 1
            while (folded := _short(_folded(name))) in taken:
                count += 1
                name = output_name(item.path, count)
            taken.add(folded)
            yield structs.replace(item, path=path, output=name)


def check_inputs(inputs: Sequence[str | os.PathLike[str]]) -> None:
    """``LoadError`` for an input that means no file, before anything is written."""
    for given in (os.fspath(one) for one in inputs):
        if _URL.match(given):
            raise LoadError("not_local", where=given)
        named = given[1:] if given.startswith("@") and not os.path.exists(given) else given
        if not os.path.exists(named) and not (glob.has_magic(named) and glob.glob(named, recursive=True)):
            raise LoadError("not_found", where=named)


def output_name(relative: str, count: int = 1) -> str:
    """``relative`` with ``.json`` added, each part safe on NTFS; ``count`` above 1 tells names apart that would be the same."""
    *folders, file = relative.split("/")
    tail = f"~{count}" if count > 1 else ""
    return "/".join([*map(_safe, folders), f"{_safe(file)}{tail}.json"])


def _folded(name: str) -> str:
    """The name as NTFS and APFS compare it: a.txt is A.TXT there, and an accent or a mark may be composed or not."""
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


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


def _items_of(given: str, shut: frozenset[Path], columns: Columns | None) -> Iterator[Item | None]:
    if _URL.match(given):
        raise LoadError("not_local", where=given)
    for path, relative, is_notice in _files_of(given, shut):
        yield from _opened(path, relative, is_notice, columns)


def _opened(path: str, relative: str, is_notice: bool, columns: Columns | None) -> Iterator[Item | None]:
    """The file; of an archive its members, of a table its rows."""
    from notice_parser.batch import members, tables

    if columns is not None and tables.is_table(path):
        yield from tables.rows_of(path, relative, columns)
    elif not is_notice:
        yield Item(path="", output="", place=path)
    elif members.is_archive(path):
        yield from members.members_of(path, relative)
    else:
        size, mtime = members.stat_of(path)
        yield Item(path=relative, output="", place=os.path.abspath(path), size=size, mtime=mtime)


def _files_of(given: str, shut: frozenset[Path]) -> Iterator[tuple[str, str, bool]]:
    """Path, path relative to the root, and whether it is taken, of each file that ``given`` means."""
    if os.path.isdir(given):
        yield from _walk(given, shut)
    elif os.path.exists(given):
        yield given, os.path.basename(given), True
    elif given.startswith("@"):
        yield from _listed(given[1:], shut)
    elif glob.has_magic(given) and (found := sorted(glob.glob(given, recursive=True))):
        root = _fixed_part(given)
        for path in found:
            if os.path.isdir(path):
                continue
            relative = os.path.relpath(path, root).replace(os.sep, "/")
            yield path, relative, _is_notice(os.path.basename(path))
    else:
        raise LoadError("not_found", where=given)


def _listed(name: str, shut: frozenset[Path]) -> Iterator[tuple[str, str, bool]]:
    """The files that a list names, a path a line, under the path as it is written there."""
    try:
        lines = Path(name).read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise LoadError("not_found", where=name) from error
    except UnicodeError as error:
        raise LoadError("unreadable", where=name, reason=str(error)) from error
    for line in filter(None, map(str.strip, lines)):
        if os.path.isdir(line):
            yield from _walk(line, shut)
        else:  # one that is missing is told with the others that fail
            parts = [part for part in Path(line).parts if part not in (Path(line).anchor, ".", "..")]
            yield line, "/".join(parts), True


def _walk(root: str, shut: frozenset[Path]) -> Iterator[tuple[str, str, bool]]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(_open_folders(folder, folders, shut))
        for name in sorted(files):
            path = os.path.join(folder, name)
            if shut and Path(path).resolve() in shut:
                continue
            if os.path.isfile(path) or os.path.islink(path):  # a broken link is told as missing, a pipe is left alone
                yield path, os.path.relpath(path, root).replace(os.sep, "/"), _is_notice(name)


def _open_folders(folder: str, names: Iterable[str], shut: frozenset[Path]) -> Iterator[str]:
    for name in names:
        if not name.startswith(".") and not (shut and Path(folder, name).resolve() in shut):
            yield name


def _is_notice(name: str) -> bool:
    return not name.startswith((".", "~$")) and not name.lower().startswith("readme.") and not name.lower().endswith(_NOT_NOTICES)


def _fixed_part(pattern: str) -> str:
    """The folder before the first part of ``pattern`` that holds a wildcard."""
    parts = Path(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    return os.path.join(*parts[:fixed]) if fixed else "."
