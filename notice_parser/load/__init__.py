"""Bytes → ``Source``. The format is told from the bytes, never from the file's suffix.

One module reads each format, imported only when such a file comes; known formats that nobody reads are named in the
``LoadError`` that refuses them, with what to do.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.archive import MAX_DEPTH, Budget, read_archive
from notice_parser.load.beside import MOST_BYTES, PageReader, digest_with, has_frames, member_of, noting, page_of
from notice_parser.load.formats import FORMATS, Loaded, refusal
from notice_parser.load.page_names import group_pages, is_image_name
from notice_parser.load.plain import decode, is_binary, is_markdown, replace_surrogates, split_lines
from notice_parser.load.radicals import without_radicals
from notice_parser.load.readers import (
    ARCHIVES,
    IMAGES,
    READERS,
    office_suffix,
    read_ofd_pages,
    read_page,
    read_picture,
    read_pictured,
    read_pictures,
    read_values,
)
from notice_parser.load.separated import separator_of
from notice_parser.load.sniff import format_of
from notice_parser.load.source import Block, Paragraph, Source
from notice_parser.model import Diagnostic
from notice_parser.options import Options
from notice_parser.text.file_names import files_beside

__all__ = ["format_of_office", "load", "load_all", "load_text"]

_WITH_IMAGES = frozenset(("PDF", "OFD", "DOCX", "DOC/WPS"))
_MAX_SCAN = 512 * 2**20  # bytes of a file of images, which say nothing of its characters
_MAX_LINES = 500_000  # lines, cells in a row and pages; of real text ten million characters have two thirds of that
_MAX_TOLD = 3  # members of an archive of which none can be read that are named
_MAX_HELD = 64 * 2**20  # bytes of the texts of an archive that are held for the frames of its pages
_BYTES_A_CHAR = 4  # at most, in UTF-8, UTF-16, UTF-32 and GB18030; so more bytes than this are surely too many characters

# binary formats without a mark of their own that we know of
_SUFFIXES = {".ceb": "CEB", ".gd": "GD", ".wps": "WPS", ".et": "ET"}

_HTML = re.compile(r"<(?:!doctype\s{1,9}html|html|head|body)\b", re.IGNORECASE)
_HTML_PART = re.compile(r"\s{0,200}<(?:[a-z!?][^<>]{0,300}>[^<]{0,200}<){0,9}(?:div|table|meta|script|style|p|span)\b", re.IGNORECASE)
_HTML_HEAD = 2000


def load(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    name: str | None = None,
    url: str | None = None,
    options: Options | None = None,
    frame: PageReader | None = None,
) -> Source:
    """The source, read. A ``str`` is a path; for text in hand there is ``load_text``. Of an archive the first file that can be read.

    ``frame`` gives the pages that the frames of a web page name.

    ``LoadError`` for what is missing, a folder, empty, too long, binary, damaged, or of a format that is not read.
    """
    found = load_all(source, name=name, url=url, options=options, frame=frame)
    if len(found) == 1:
        return found[0]
    told = diagnose("source.several_notices", count=len(found))
    return structs.replace(found[0], diagnostics=(told, *found[0].diagnostics))


def load_all(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    name: str | None = None,
    url: str | None = None,
    options: Options | None = None,
    frame: PageReader | None = None,
) -> tuple[Source, ...]:
    """The sources that a file holds, in its order: one, or of an archive those of its files. Raises as ``load`` does."""
    options = options or Options()
    limit = options.max_chars * _BYTES_A_CHAR + _BYTES_A_CHAR  # and a byte order mark
    where = name
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, str | os.PathLike):
        if "\n" in str(source) and not os.path.lexists(source):
            raise LoadError("text_not_path")
        where = str(source)
        data = _read_path(Path(source), where, limit)
        if len(data) > limit and _is_printed(format_of(data)):
            data = _read_path(Path(source), where, max(limit, _MAX_SCAN))
        name = name or Path(source).name
    elif hasattr(source, "read"):
        given = getattr(source, "name", None)
        name = name or (Path(given).name if isinstance(given, str) else None)
        where = name
        data = _read_file(source, where, limit)
        if len(data) > limit and _is_printed(format_of(data)):
            data += _read_file(source, where, max(limit, _MAX_SCAN) - len(data))
    else:
        raise LoadError("bad_source", kind=type(source).__name__)
    return _load_bytes(data, name, url, options, where, 0, Budget(len(data)), frame)


def _load_bytes(
    data: bytes,
    name: str | None,
    url: str | None,
    options: Options,
    where: str | None,
    depth: int,
    budget: Budget,
    frame: PageReader | None = None,
) -> tuple[Source, ...]:
    """The sources in ``data``. ``depth``: how many archives it stands in, which all draw on one ``budget``. ``frame``: gives frames."""
    limit = options.max_chars * _BYTES_A_CHAR + _BYTES_A_CHAR
    kind = format_of(data)
    if _is_printed(kind):
        limit = max(limit, _MAX_SCAN)
    if kind is not None and len(data) > limit and (kind in READERS or kind in ARCHIVES or _is_printed(kind)):
        raise LoadError("too_large", where=where, limit=options.max_chars)
    if kind == "PDF":
        from notice_parser.load.pdf import load_pdf

        read = load_pdf(data, name=_printable(name), url=_printable(url), digest=_digest(data), where=where, options=options)
        _check_length(read.blocks, options, where)
        return (read,)
    if kind == "OFD":
        return (_loaded_source(read_ofd_pages(data, where, options.ocr), kind, data, name, url, options, where),)
    if kind is not None and kind in IMAGES:
        if options.ocr == "never":
            raise LoadError("ocr_off", where=where, format=kind)
        return (_loaded_source(read_picture(data, kind, where), kind, data, name, url, options, where),)
    if kind is not None and kind in ARCHIVES:
        return _load_archive(data, kind, name, url, options, where, depth, budget)
    if kind is not None and kind in READERS:
        loaded = read_pictured(READERS[kind](data, where), where, options.ocr)
        return (_loaded_source(loaded, kind, data, name, url, options, where),)
    if kind is not None:
        raise refusal(kind, where)
    return (_load_characters(data, name, url, options, where, frame),)


def format_of_office(data: bytes) -> str | None:
    """The suffix of a file that the office program will be asked to read; null for one that is read without it."""
    return office_suffix(data, format_of(data))


def _is_printed(kind: str | None) -> bool:
    """Whether a format may hold images, so that the size of a file does not tell how much text is in it."""
    return kind in _WITH_IMAGES or kind in IMAGES or kind in ARCHIVES


def _load_archive(
    data: bytes, kind: str, name: str | None, url: str | None, options: Options, where: str | None, depth: int, budget: Budget
) -> tuple[Source, ...]:
    """The sources in an archive. What of it cannot be read is told with the first that can; ``LoadError`` where none can."""
    if depth >= MAX_DEPTH:
        raise LoadError("bomb", where=where, reason=f"> {MAX_DEPTH} levels")
    read: list[tuple[int, Source]] = []  # each with the place of its file in the archive
    told: list[Diagnostic] = []
    failed: list[LoadError] = []
    held: dict[str, tuple[int, bytes]] = {}  # images that may be pages of one notice
    texts: dict[str, bytes] = {}  # what may stand in the frames of a page
    framed: list[tuple[int, str, bytes]] = []  # pages with frames: read once all that may stand in them is known

    def fail(inside: str, error: LoadError) -> None:
        failed.append(error)
        told.append(diagnose("archive.unread", name=inside, reason=error.render().removeprefix(f"{error.where}：")))

    def add(at: int, inside: str, load_it: Callable[..., tuple[Source, ...]]) -> None:
        place = f"{where}!{inside}" if where and inside else inside or where
        try:
            found = load_it(where=place)
        except LoadError as error:
            if error.code == "bomb":
                raise
            fail(inside, error)
            return
        known = inside or _unpacked(name)
        read.extend((at, structs.replace(one, digest=_digest(f"{one.digest} {known}".encode("utf-8", "replace")))) for one in found)

    count, room = 0, _MAX_HELD
    cut: set[int] = set()  # the places of members that are not whole
    for count, member in enumerate(read_archive(data, kind, where, budget, told), 1):
        cut |= {count} if member.is_cut else set()
        if member.data is None:
            told.append(diagnose("archive.refused", name=member.name))
        elif isinstance(member.data, LoadError):
            fail(member.name, member.data)
        elif options.group != "none" and is_image_name(member.name) and format_of(member.data) in IMAGES:
            held[member.name] = (count, member.data)
        else:
            if member.name and format_of(member.data) is None and len(member.data) <= min(MOST_BYTES, room):
                room -= len(member.data)
                texts[member.name] = member.data
                if has_frames(member.data):
                    framed.append((count, member.name, member.data))
                    continue
            inside = member.name or _unpacked(name)
            add(count, member.name, partial(_load_bytes, member.data, inside, url, options, depth=depth + 1, budget=budget))
    for at, alone, content in framed:
        frame = partial(_framed_page, texts, budget, alone)
        add(at, alone, partial(_load_bytes, content, alone, url, options, depth=depth + 1, budget=budget, frame=frame))
    for group in group_pages(held, options.group):
        pages = [(one, *held.pop(one)) for one in group.names]
        called = group.name or _unpacked(name)
        first = min(at for _, at, _ in pages)
        cut |= {first} if any(at in cut for _, at, _ in pages) else set()
        add(first, group.name, partial(_load_pages, pages, called, url, options))
    for alone, (at, content) in held.items():
        add(at, alone, partial(_load_bytes, content, alone, url, options, depth=depth + 1, budget=budget))
    names = sorted({one.name or "" for _, one in read})
    read.sort(key=lambda pair: pair[0])
    sources = [structs.replace(one, beside=files_beside(one.name or "", names)) for _, one in read]
    if not sources:
        is_one = failed and (count == 1 or all(one.code == "locked" for one in failed))
        unread = [one for one in told if one.code in ("archive.unread", "archive.refused")]
        if is_one or not unread:
            raise failed[0] if is_one else LoadError("empty_archive", where=where, format=kind)
        reasons = "；".join(one.message.rstrip("。") for one in unread[:_MAX_TOLD])
        raise LoadError("unread_archive", where=where, format=kind, count=len(unread), reason=reasons)
    for i, (at, _) in enumerate(read):
        said = [*(told if i == 0 else ()), *([diagnose("source.cut_off")] if at in cut else ()), *sources[i].diagnostics]
        codes = [one.code for one in said]  # the archive, its member and the page that was read of that may all tell that it was cut off
        once = [one for n, one in enumerate(said) if one.code != "source.cut_off" or codes.index(one.code) == n]
        sources[i] = structs.replace(sources[i], diagnostics=tuple(once))
    return tuple(sources)


def _framed_page(texts: Mapping[str, bytes], budget: Budget, page: str, target: str) -> str | None:
    """The page that a frame of a page in an archive names, decoded; null where the archive has no such text, or no more is read."""
    name = member_of(page, target)
    return page_of(texts[name]) if name is not None and name in texts and budget.may_frame(len(texts[name])) else None


def _unpacked(name: str | None) -> str | None:
    """The name of what an archive without names holds."""
    bare = name or ""
    for suffix in (".gz", ".bz2", ".xz", ".zip"):
        bare = bare.removesuffix(suffix)
    return bare or None


def _load_pages(
    pages: Sequence[tuple[str, int, bytes]], name: str | None, url: str | None, options: Options, where: str | None
) -> tuple[Source]:
    """The source of images that are the pages of one notice: the name, the place and the content of each."""
    kinds = [str(format_of(content)) for _, _, content in pages]
    if options.ocr == "never":
        raise LoadError("ocr_off", where=where, format=kinds[0])
    loaded = read_pictures([(content, kind, file) for (file, _, content), kind in zip(pages, kinds, strict=True)], where)
    return (_loaded_source(loaded, kinds[0], b"".join(content for _, _, content in pages), name, url, options, where),)


def _load_characters(
    data: bytes, name: str | None, url: str | None, options: Options, where: str | None, frame: PageReader | None
) -> Source:
    """The source of what no mark tells: text, Markdown, a web page, comma-separated values."""
    if len(data) > options.max_chars * _BYTES_A_CHAR + _BYTES_A_CHAR:
        raise LoadError("too_large", where=where, limit=options.max_chars)
    decoded = decode(data)
    if not decoded.text.strip():
        raise LoadError("empty_file", where=where)
    if is_binary(decoded):
        suffix = Path(name).suffix.lower() if name else ""
        if suffix in _SUFFIXES:
            raise refusal(_SUFFIXES[suffix], where)
        raise LoadError("binary", where=where)
    head = decoded.text.lstrip()[:_HTML_HEAD]
    if _HTML.search(head) or _HTML_PART.match(head):
        framed: list[str] = []
        loaded = read_page(decoded.text, where, noting(frame, framed) if frame is not None else None)
        page = _loaded_source(loaded, "HTML", data, name, url, options, where, lost=decoded.lost)
        return structs.replace(page, digest=digest_with(page.digest, framed))
    if separator := separator_of(decoded.text, name):
        return _loaded_source(read_values(decoded.text, separator), "CSV", data, name, url, options, where, lost=decoded.lost)
    return _source_of(
        decoded.text, lost=decoded.lost, digest=_digest(data), n_bytes=len(data), name=name, url=url, options=options, where=where
    )


def load_text(text: str, *, name: str | None = None, url: str | None = None, options: Options | None = None) -> Source:
    """A source from characters in hand; any ``str`` will do, an empty one too. ``LoadError`` only if it is too long."""
    data = text.encode("utf-8", "surrogatepass")
    return _source_of(text, lost=0, digest=_digest(data), n_bytes=len(data), name=name, url=url, options=options or Options(), where=name)


def _source_of(
    text: str, *, lost: int, digest: str, n_bytes: int, name: str | None, url: str | None, options: Options, where: str | None
) -> Source:
    if len(text) > options.max_chars:
        raise LoadError("too_long", where=where, length=len(text), limit=options.max_chars)
    if (count := max(text.count("\n"), text.count("\r")) + text.count("\f")) > _MAX_LINES:  # counted before any is made
        raise LoadError("too_many_lines", where=where, count=count, limit=_MAX_LINES)
    text, surrogates = replace_surrogates(text)
    lost += surrogates
    blocks = split_lines(text)
    markdown = is_markdown(text, name)
    last_page = max((block.page for block in blocks if block.text.strip()), default=0)
    source = Source(
        name=_printable(name),
        url=_printable(url),
        media_type="text/markdown" if markdown else "text/plain",
        loader="plain",
        digest=digest,
        n_bytes=n_bytes,
        n_pages=last_page + 1 if "\f" in text else None,
        blocks=blocks,
        style="markdown" if markdown else "plain",
        diagnostics=(diagnose("text.decoded_with_loss", count=lost),) if lost else (),
    )
    return without_radicals(source)


def _loaded_source(
    loaded: Loaded, kind: str, data: bytes, name: str | None, url: str | None, options: Options, where: str | None, *, lost: int = 0
) -> Source:
    """The source of what a loader read."""
    _check_length(loaded.blocks, options, where)
    source = Source(
        name=_printable(name),
        url=_printable(url),
        media_type=FORMATS[kind].media_type,
        loader=loaded.loader,
        digest=_digest(data),
        n_bytes=len(data),
        n_pages=loaded.n_pages,
        blocks=loaded.blocks,
        backends=loaded.backends,
        hidden=loaded.hidden,
        sheets=loaded.sheets,
        recognised=loaded.recognised,
        files=loaded.files,
        is_index=loaded.is_index,
        diagnostics=(*loaded.diagnostics, *((diagnose("text.decoded_with_loss", count=lost),) if lost else ())),
    )
    return without_radicals(source)


def _check_length(blocks: Sequence[Block], options: Options, where: str | None) -> None:
    """``LoadError`` where what was read is longer than a notice can be."""
    if len(blocks) > _MAX_LINES:
        raise LoadError("too_many_lines", where=where, count=len(blocks), limit=_MAX_LINES)
    length = sum(
        len(block.text) if isinstance(block, Paragraph) else sum(len(cell) for row in block.rows for cell in row) for block in blocks
    )
    if length > options.max_chars:
        raise LoadError("too_long", where=where, length=length, limit=options.max_chars)


def _printable(label: str | None) -> str | None:
    return replace_surrogates(label)[0] if label else None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_path(path: Path, where: str, limit: int) -> bytes:
    try:
        if path.is_dir():
            if not os.access(path, os.R_OK | os.X_OK):
                raise LoadError("unreadable", where=where, reason=os.strerror(errno.EACCES))
            raise LoadError("is_folder", where=where)
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError:
        raise LoadError("not_found", where=where) from None
    except OSError as error:
        raise LoadError("unreadable", where=where, reason=error.strerror or type(error).__name__) from error
    except ValueError as error:  # a NUL in the path
        raise LoadError("not_found", where=repr(where)) from error


def _read_file(file: BinaryIO, where: str | None, limit: int) -> bytes:
    parts: list[bytes] = []
    left = limit + 1
    while left > 0:  # a raw file or a pipe may give less than was asked for
        try:
            part = file.read(left)
        except (OSError, ValueError) as error:
            raise LoadError("unreadable", where=where, reason=str(error)) from error
        if not isinstance(part, bytes):
            raise LoadError("bad_source", where=where, kind=f"{type(file).__name__} ({type(part).__name__})")
        if not part:
            break
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
