"""Which files the inputs of a batch mean: files, folders, patterns, lists (``@list``, a path a line), URLs of all these.

Folders are walked whole, and those that links lead to with them, each once. Hidden files, ``README.*``, ``*.json``, ``*.jsonl`` and
``*.toml`` in them are no notices. A file that is named itself is always one.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from notice_parser.batch.places import Found, check_url, found_under, is_url, opened, stat_of
from notice_parser.errors import LoadError

__all__ = ["check_inputs", "files_of"]

_NOT_NOTICES = (".json", ".jsonl", ".toml")
_BOM = b"\xef\xbb\xbf"


def files_of(given: str, shut: frozenset[Path]) -> Iterator[Found]:
    """The files of one input, none of them under a path of ``shut``. ``LoadError`` for an input that means none."""
    if is_url(given):
        for found in found_under(given):
            yield found._replace(is_notice=found.place == given or _is_notice(found.place))
    elif os.path.isdir(given):
        yield from _walk(given, shut)
    elif os.path.exists(given):
        yield _local(given, os.path.basename(given))
    elif given.startswith("@"):
        yield from _listed(given[1:], shut)
    elif glob.has_magic(given) and (paths := sorted(glob.glob(given, recursive=True))):
        root = _fixed_part(given)
        for path in paths:
            if not os.path.isdir(path):
                yield _local(path, os.path.relpath(path, root).replace(os.sep, "/"), _is_notice(path))
    else:
        raise LoadError("not_found", where=given)


def check_inputs(inputs: Sequence[str]) -> None:
    """``LoadError`` for an input that means no file, before anything is written."""
    for given in inputs:
        named = given[1:] if given.startswith("@") and not os.path.exists(given) else given
        if is_url(named):
            check_url(named)
        elif not os.path.exists(named) and not (glob.has_magic(named) and glob.glob(named, recursive=True)):
            raise LoadError("not_found", where=named)


def _local(path: str, relative: str, is_notice: bool = True) -> Found:
    size, mark = stat_of(path)
    return Found(os.path.abspath(path), relative, size, mark, is_notice)


def _listed(name: str, shut: frozenset[Path]) -> Iterator[Found]:
    """The files that a list names, under the path as it is written there; one that is missing is told with the others that fail."""
    try:
        with opened(name) as lines:
            for number, line in enumerate(lines):
                place = _decoded(line.removeprefix(_BOM) if number == 0 else line).strip()
                if not place:
                    continue
                if is_url(place) or os.path.isdir(place):
                    yield from files_of(place, shut)
                else:
                    parts = [part for part in Path(place).parts if part not in (Path(place).anchor, ".", "..")]
                    yield _local(place, "/".join(parts))
    except OSError as error:
        raise LoadError("not_found", where=name) from error


def _decoded(line: bytes) -> str:
    """A line of a list, in UTF-8 or as a Chinese Windows writes it."""
    try:
        return line.decode("utf-8")
    except UnicodeError:
        return line.decode("gb18030", "replace")


def _walk(root: str, shut: frozenset[Path]) -> Iterator[Found]:
    absolute = os.path.abspath(root)
    names = {path.name for path in shut}
    closed: list[str] = []  # folders that may not be looked into
    linked = [os.path.realpath(absolute)]
    for folder, folders, files in os.walk(absolute, onerror=lambda error: closed.append(str(error.filename)), followlinks=True):
        folders[:] = sorted(_open_folders(folder, folders, shut, linked))
        inner = os.path.relpath(folder, absolute).replace(os.sep, "/")
        start = "" if inner == "." else f"{inner}/"
        for name in sorted(files):
            path = os.path.join(folder, name)
            if (name in names or os.path.islink(path)) and Path(path).resolve() in shut:
                continue
            try:
                found = os.stat(path)
            except OSError:
                found = None
            # a broken link is told as missing, a pipe is left alone
            if os.path.islink(path) if found is None else stat.S_ISREG(found.st_mode):
                size, mark = (0, 0) if found is None else (found.st_size, found.st_mtime_ns)
                yield Found(path, f"{start}{name}", size, mark, _is_notice(name))
    for path in closed:
        yield Found(path, os.path.relpath(path, absolute).replace(os.sep, "/"), 0, 0)


def _open_folders(folder: str, names: Iterable[str], shut: frozenset[Path], linked: list[str]) -> Iterator[str]:
    """The folders that are looked into. ``linked``: the real paths of the root, first, and of those that links led to."""
    for name in names:
        path = os.path.join(folder, name)
        if name.startswith(".") or (shut and Path(path).resolve() in shut):
            continue
        if os.path.islink(path):
            real = os.path.realpath(path)
            if _is_within(linked[0], real) or any(_is_within(real, known) for known in linked):
                continue  # it would lead round, or is walked anyway
            linked.append(real)
        yield name


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _is_notice(path: str) -> bool:
    name = path.replace(os.sep, "/").rpartition("/")[2].lower()
    return not name.startswith((".", "~$", "readme.")) and not name.endswith(_NOT_NOTICES)


def _fixed_part(pattern: str) -> str:
    """The folder before the first part of ``pattern`` that holds a wildcard."""
    parts = Path(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    return os.path.join(*parts[:fixed]) if fixed else "."
