"""Which files a batch takes, and the name under which each one's JSON is written.

Folders are walked whole; hidden files, ``*.json`` and ``*.toml`` in them are no notices and are counted as skipped. A file
that is named itself is always taken. Output names are safe on NTFS, and told apart there, whatever the system.

>>> output_name("通知/a.txt"), output_name("通知/2023:1.txt"), output_name("con.txt")
('通知/a.txt.json', '通知/2023%3A1.txt.json', '%63on.txt.json')
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from notice_parser.errors import LoadError

__all__ = ["Plan", "Work", "make_plan", "output_name"]

_NOT_NOTICES = (".json", ".jsonl", ".toml")
_LONGEST = 200  # bytes of a name: file systems take 255, and ``.json`` and a number may be added
_HASH_DIGITS = 8

_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Work(Struct, frozen=True):
    """One file: where it is, its path relative to the input root with ``/``, and its output relative to the output folder."""

    path: str
    relative: str
    output: str


class Plan(Struct, frozen=True):
    """All files of a batch in a fixed order, and how many in the folders were no notices."""

    works: tuple[Work, ...]
    n_skipped: int


def make_plan(inputs: Sequence[str | os.PathLike[str]], output: str | os.PathLike[str] | None = None) -> Plan:
    """The files under ``inputs``: files, folders, glob patterns. ``LoadError`` for one that does not exist.

    Nothing under ``output`` is taken, so that a batch may write into a folder that it reads.
    """
    shut = Path(output).resolve() if output is not None else None
    works: list[Work] = []
    seen: set[str] = set()
    taken: set[str] = set()
    n_skipped = 0
    for given in inputs:
        for path, relative, is_notice in _files_of(os.fspath(given), shut):
            key = os.path.realpath(path)
            if key in seen:
                continue
            seen.add(key)
            if not is_notice:
                n_skipped += 1
                continue
            name = output_name(relative)
            count = 1
            while name.casefold() in taken:  # NTFS and APFS do not tell a.txt from A.TXT
                count += 1
                name = output_name(relative, count)
            taken.add(name.casefold())
            works.append(Work(path, _SURROGATE.sub("\ufffd", relative), name))
    return Plan(tuple(works), n_skipped)


def output_name(relative: str, count: int = 1) -> str:
    """``relative`` with ``.json`` added, each part safe on NTFS; ``count`` above 1 tells names apart that would be the same."""
    *folders, file = relative.split("/")
    tail = f"~{count}" if count > 1 else ""
    return "/".join([*map(_safe, folders), f"{_safe(file)}{tail}.json"])


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


def _files_of(given: str, shut: Path | None) -> Iterator[tuple[str, str, bool]]:
    """Path, path relative to the root, and whether it is taken, of each file that ``given`` means."""
    if os.path.isdir(given):
        yield from _walk(given, shut)
    elif os.path.exists(given):
        yield given, os.path.basename(given), True
    elif glob.has_magic(given) and (found := sorted(glob.glob(given, recursive=True))):
        root = _fixed_part(given)
        for path in found:
            if os.path.isdir(path):
                continue
            relative = os.path.relpath(path, root).replace(os.sep, "/")
            yield path, relative, _is_notice(os.path.basename(path))
    else:
        raise LoadError("not_found", where=given)


def _walk(root: str, shut: Path | None) -> Iterator[tuple[str, str, bool]]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(_open_folders(folder, folders, shut))
        for name in sorted(files):
            path = os.path.join(folder, name)
            if os.path.isfile(path) or os.path.islink(path):  # a broken link is told as missing, a pipe is left alone
                yield path, os.path.relpath(path, root).replace(os.sep, "/"), _is_notice(name)


def _open_folders(folder: str, names: Iterable[str], shut: Path | None) -> Iterator[str]:
    for name in names:
        if not name.startswith(".") and (shut is None or Path(folder, name).resolve() != shut):
            yield name


def _is_notice(name: str) -> bool:
    return not name.startswith((".", "~$")) and not name.lower().endswith(_NOT_NOTICES)


def _fixed_part(pattern: str) -> str:
    """The folder before the first part of ``pattern`` that holds a wildcard."""
    parts = Path(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    return os.path.join(*parts[:fixed]) if fixed else "."
