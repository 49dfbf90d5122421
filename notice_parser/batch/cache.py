"""Sources that were loaded, kept by content, loader, libraries and options: new rules do not read a scan again.

A folder with a file a content. An entry that cannot be read, or was made by another loader, is as good as none.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
from msgspec import structs

from notice_parser.batch.durable import write_whole
from notice_parser.load.beside import PageReader
from notice_parser.load.source import Source
from notice_parser.options import Options

__all__ = ["load_through", "prepare_cache"]

_LEVEL = 1  # of gzip: scans are dear to read, and their text is short
_CHEAP = ("plain", "html", "sheet")  # read in less time than an entry
_SOURCES = msgspec.msgpack.Decoder(tuple[Source, ...])


def prepare_cache(folder: str) -> None:
    """Makes the folder."""
    os.makedirs(os.path.join(folder, "tmp"), exist_ok=True)


def load_through(
    folder: str, key: str, name: str, read: Callable[[], bytes], options: Options, frame: PageReader | None = None
) -> tuple[Source, ...]:
    """The sources in a file; from the cache, if they are there. ``key``: of its content and suffix; ``read`` gives its bytes.

    ``frame``: gives the pages that the frames of a web page name.
    """
    from notice_parser.load import load_all

    path = _path(folder, key, options)
    data = read()
    kept = _kept(path)
    if kept is not None:
        # engines that look at the file again find it here; a file that holds one notice gives it its name
        found = tuple(structs.replace(one, content=data if one.sheets else None) for one in kept)
        return (structs.replace(found[0], name=name),) if len(found) == 1 and found[0].n_bytes == len(data) else found
    loaded = load_all(data, name=name, options=options, frame=frame)
    if not all(one.loader in _CHEAP for one in loaded):
        bare = tuple(structs.replace(one, content=None) for one in loaded)
        encoded = msgspec.msgpack.encode(bare)
        if _SOURCES.decode(encoded) == bare:  # what would come back otherwise is not kept
            os.makedirs(os.path.dirname(path), exist_ok=True)
            write_whole(path, gzip.compress(encoded, _LEVEL, mtime=0), os.path.join(folder, "tmp"), is_flushed=False)
    return loaded


def _path(folder: str, key: str, options: Options) -> str:
    said = hashlib.sha256(f"{key} {_loader()} {structs.asdict(structs.replace(options, grammars=None))}".encode()).hexdigest()
    return os.path.join(folder, said[:2], said[2:])


def _kept(path: str) -> tuple[Source, ...] | None:
    try:
        with gzip.open(path, "rb") as file:
            return _SOURCES.decode(file.read())
    except (OSError, EOFError, zlib.error, msgspec.DecodeError):
        return None


@cache
def _loader() -> str:
    """What loads: our own code, and the libraries and programs at hand with their versions."""
    from notice_parser import load
    from notice_parser.load.formats import doctor_lines

    said = hashlib.sha256("\n".join(doctor_lines("en")).encode())
    for path in sorted(Path(str(load.__file__)).parent.glob("*.py")):
        said.update(path.read_bytes())
    return said.hexdigest()
