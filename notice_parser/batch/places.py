"""Where files are: on this machine, or under a URL of any file system that ``fsspec`` knows (``s3://``, ``gs://``, ``hdfs://``).

A store that tells the MD5 of its objects is believed, so that nothing is fetched to plan a run; of any other, a file is read
once for its digest and once to be parsed.
"""

from __future__ import annotations

import base64
import binascii
import glob
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple

from notice_parser.errors import LoadError

__all__ = ["Found", "check_url", "found_under", "is_url", "opened", "read_slice", "read_url", "stat_of"]

_URL = re.compile(r"[a-z][a-z0-9+]{1,20}://")
_INSTALL = 'pip install "notice-parser[remote]"'
_MD5 = "md5-"  # before a digest that the store told
_HEX = re.compile(r"[0-9a-f]{32}")
# where a store tells the MD5 of the content: by the protocol, the name in what it says of a file
_TOLD = {"s3": "ETag", "s3a": "ETag", "gs": "md5Hash", "gcs": "md5Hash"}
_MARKS = ("ETag", "etag", "LastModified", "last_modified", "mtime", "updated", "created", "modificationTime")
_ONE_PROCESS = "memory"  # a file system that no other process sees


class Found(NamedTuple):
    """A file of an input. ``relative``: to the input's root, with ``/``. ``mark`` changes with the content (the time of change).

    ``is_notice``: it is taken, not skipped. ``digest``: of the content, where a store tells it. ``is_near``: only this process can
    read it.
    """

    place: str
    relative: str
    size: int
    mark: int
    is_notice: bool = True
    digest: str | None = None
    is_near: bool = False


def is_url(place: str) -> bool:
    """Whether the place is a URL, and no path of this machine."""
    return _URL.match(place) is not None


def check_url(url: str) -> None:
    """``LoadError`` where what reads such URLs is not installed, or nothing is there."""
    system, path = _system(url)
    with _told(url):
        if not (system.glob(path) if glob.has_magic(path) else system.exists(path)):
            raise LoadError("not_found", where=url)


def opened(place: str) -> IO[bytes]:
    """The file, open for reading, with ``seek``."""
    if not is_url(place):
        return open(place, "rb")
    system, path = _system(place)
    with _told(place):
        return system.open(path, "rb")  # type: ignore[no-any-return]  # fsspec is not typed


def stat_of(place: str) -> tuple[int, int]:
    """Size, and what changes with the content (of a local file the time of change); zeros for what is not there."""
    try:
        if is_url(place):
            system, path = _system(place)
            info = system.info(path)
            return int(info.get("size") or 0), _mark(info)
        found = os.stat(place)
    except (OSError, ValueError, LoadError):
        return 0, 0
    return found.st_size, found.st_mtime_ns


def found_under(url: str) -> Iterator[Found]:
    """The files that a URL means: one, all under a folder, or those of a pattern; in the order of their names."""
    system, path = _system(url)
    protocol = url.partition("://")[0]
    with _told(url):
        system.invalidate_cache()
        if glob.has_magic(path):
            root = _fixed_part(path)
            infos: Iterator[tuple[str, Any]] = (one for one in sorted(system.glob(path, detail=True).items()) if "/." not in one[0])
        elif system.isfile(path):
            root = path.rpartition("/")[0]
            infos = iter([(path, system.info(path))])
        else:
            root = path
            infos = _walk(system, path)
        for name, info in infos:
            if info.get("type") == "file":
                yield Found(
                    place=system.unstrip_protocol(name),
                    relative=name.removeprefix(root).lstrip("/"),
                    size=int(info.get("size") or 0),
                    mark=_mark(info),
                    digest=_digest(info, protocol),
                    is_near=protocol == _ONE_PROCESS,
                )


def read_url(url: str, size: int, digest: str) -> bytes:
    """The content of a URL; ``LoadError`` where it is no more that of the digest, empty where the caller looks himself.

    ``size``: 0 where it is empty or not known.
    """
    system, path = _system(url)
    with _told(url):
        # told where to begin and end, no store is asked for the size first; what is empty has no beginning
        data = bytes(system.cat_file(path, start=0, end=size) if size else system.cat_file(path))
        if not digest:
            return data
        if digest.startswith(_MD5):
            # what a store tells is no MD5 where it encrypts with a key of its own; then it is asked again
            is_same = f"{_MD5}{hashlib.md5(data, usedforsecurity=False).hexdigest()}" == digest or (
                _digest(system.info(path), url.partition("://")[0]) == digest
            )
        else:
            is_same = hashlib.sha256(data).hexdigest() == digest
    if not is_same:
        raise LoadError("changed", where=url)
    return data


def read_slice(place: str, offset: int, length: int) -> bytes:
    """So many bytes of a file, in one request."""
    if is_url(place):
        system, path = _system(place)
        with _told(place):
            return bytes(system.cat_file(path, start=offset, end=offset + length))
    with open(place, "rb") as file:
        file.seek(offset)
        return file.read(length)


def _walk(system: Any, root: str) -> Iterator[tuple[str, Any]]:
    """Path and description of every file, folder by folder: a listing of all at once may not fit."""
    for folder, folders, files in system.walk(root, detail=True):
        order = sorted(folders.items())
        folders.clear()
        folders.update((name, info) for name, info in order if not name.startswith("."))
        for name in sorted(files):
            if name:  # a folder's own mark has none
                yield f"{folder.rstrip('/')}/{name}", files[name]


def _fixed_part(pattern: str) -> str:
    parts = pattern.split("/")
    fixed = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    return "/".join(parts[:fixed])


def _mark(info: Any) -> int:
    said = next((str(info[name]) for name in _MARKS if info.get(name)), "")
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=7).digest(), "big") if said else 0


def _digest(info: Any, protocol: str) -> str | None:
    name = _TOLD.get(protocol)
    told = str(info.get(name) or "").strip('"') if name else ""
    if told.endswith("=="):
        try:
            told = base64.b64decode(told, validate=True).hex()
        except binascii.Error:
            return None
    return f"{_MD5}{told}" if _HEX.fullmatch(told) else None


def _system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    protocol = url.partition("://")[0]
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise LoadError("missing_extra", where=url, format=f"{protocol}://", command=_INSTALL) from error
    try:
        system, path = url_to_fs(url)
    except ImportError as error:
        raise LoadError("missing_extra", where=url, format=f"{protocol}://", command=f'pip install "fsspec[{protocol}]"') from error
    except ValueError as error:
        raise LoadError("unreadable", where=url, reason=str(error)) from error
    return system, str(path)


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Tells what a store raises as a ``LoadError`` of the URL: their libraries have no error in common but ``Exception``."""
    try:
        yield
    except LoadError:
        raise
    except FileNotFoundError as error:
        raise LoadError("not_found", where=url) from error
    except Exception as error:
        raise LoadError("unreadable", where=url, reason=f"{type(error).__name__}: {error}") from error
