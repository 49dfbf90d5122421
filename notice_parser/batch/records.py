"""What a part holds: a line a content, its notices or its error; and the JSON of a notice under one of its paths.

A content is parsed once, whatever the number of paths that have it. Its notices are kept as their JSON; name, path and
what was passed through are set anew for each path, the rest of the bytes stays.
"""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Raw, Struct

from notice_parser.batch.durable import write_whole
from notice_parser.errors import GrammarError, LoadError, NoticeParserError, OptionError
from notice_parser.link.files import link_beside
from notice_parser.model import Attachment

__all__ = ["Entry", "Facts", "Failure", "Record", "facts_of", "failure_of", "part_path", "read_part", "render", "write_part"]

# what a library or program that is not here might read better
_DEGRADED = ("source.degraded", "archive.unread", "pdf.image_only", "pdf.page_without_text", "pdf.unreadable", "pdf.second_failed", "ocr.")
_LEVEL = 1  # of gzip: parts are read once or twice, and disk is cheap


class Failure(Struct, frozen=True):
    """An error that goes into a file: class, code and parameters of a ``NoticeParserError``."""

    kind: str
    code: str
    params: dict[str, Any] = {}

    def error(self, where: str) -> NoticeParserError:
        """The error again, told of the file ``where``."""
        kinds = {"LoadError": LoadError, "GrammarError": GrammarError, "OptionError": OptionError}
        return kinds.get(self.kind, NoticeParserError)(self.code, where=where, **self.params)


class Record(Struct, frozen=True, omit_defaults=True):
    """What came of a content: its notices as JSON, or why there are none."""

    key: str
    notices: tuple[Raw, ...] = ()
    failure: Failure | None = None


class Entry(Struct, frozen=True):
    """A path under which a content stands: its output, and the lowest path of the same content, null for that one itself.

    ``beside``: the paths of the files that may belong to it, its own among them.
    """

    key: str
    path: str
    name: str
    output: str
    duplicate_of: str | None = None
    extra: str | None = None  # JSON
    url: str | None = None
    beside: tuple[str, ...] = ()


class _Text(Struct, frozen=True):
    text: str


class _Name(Struct, frozen=True):
    name: str


class _Iso(Struct, frozen=True):
    iso: str


class _Ruled(Struct, frozen=True):
    rule: str


class _Coded(Struct, frozen=True):
    code: str


class _SourceFacts(Struct, frozen=True):
    media_type: str


class _ReviewFacts(Struct, frozen=True):
    level: str
    codes: tuple[str, ...]


class _NoticeFacts(Struct, frozen=True):
    """The few fields that the report counts."""

    source: _SourceFacts
    document_class: _Text
    review: _ReviewFacts
    kind: _Text | None = None
    title: _Text | None = None
    issuers: tuple[_Name, ...] = ()
    date: _Iso | None = None
    statistics: tuple[Raw, ...] = ()
    tables: tuple[Raw, ...] = ()
    findings: tuple[_Ruled, ...] = ()
    diagnostics: tuple[_Coded, ...] = ()


class Facts(Struct, frozen=True):
    """What the report counts of a notice. ``is_degraded``: not all of it could be read with the libraries at hand."""

    media_type: str
    document_class: str
    level: str
    codes: tuple[str, ...]
    kind: str | None
    title: str | None
    issuer: str | None
    year: str | None
    n_statistics: int
    n_tables: int
    findings: tuple[str, ...]
    is_degraded: bool = False


_FACTS = msgspec.json.Decoder(_NoticeFacts)
_ATTACHMENTS = msgspec.json.Decoder(tuple[Attachment, ...])
_FIELDS = msgspec.json.Decoder(dict[str, Raw])
_RECORD = msgspec.json.Decoder(Record)


def failure_of(error: NoticeParserError) -> Failure:
    """The error without the place, which every path has its own of."""
    plain = {name: value if isinstance(value, str | int | float | bool) else str(value) for name, value in error.params.items()}
    return Failure(type(error).__name__, error.code, plain)


def facts_of(notice: Raw) -> Facts:
    """What the report counts of a notice's JSON."""
    found = _FACTS.decode(notice)
    return Facts(
        media_type=found.source.media_type,
        document_class=found.document_class.text,
        level=found.review.level,
        codes=found.review.codes,
        kind=found.kind.text if found.kind else None,
        title=found.title.text if found.title else None,
        issuer=found.issuers[0].name if found.issuers else None,
        year=found.date.iso[:4] if found.date else None,
        n_statistics=len(found.statistics),
        n_tables=len(found.tables),
        findings=tuple(one.rule for one in found.findings),
        is_degraded=any(one.code.startswith(_DEGRADED) for one in found.diagnostics),
    )


def part_path(work: str, number: int) -> str:
    """Where part ``number`` is kept."""
    return os.path.join(work, "parts", f"{number:06}.jsonl.gz")


def write_part(work: str, number: int, records: Iterable[Record]) -> None:
    """Writes the part whole or not at all; the same records give the same bytes."""
    data = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=data, mtime=0) as packed:
        for record in records:
            packed.write(msgspec.json.encode(record) + b"\n")
    write_whole(part_path(work, number), data.getvalue(), os.path.join(work, "tmp"))


def read_part(work: str, number: int) -> Iterator[Record]:
    """The records of a part, in order."""
    with gzip.open(part_path(work, number), "rb") as packed:
        for line in packed:
            yield _RECORD.decode(line)


def render(record: Record, entry: Entry, *, only: str | None = None) -> list[tuple[int, bytes]]:
    """Number and JSON of the record's notices under one of its paths; of class ``only``, if that is given.

    The number counts from 1 where the file holds several, and is 0 where it holds one.
    """
    rendered = []
    for place, notice in enumerate(record.notices):
        fields = _FIELDS.decode(notice)
        if only is not None and msgspec.json.decode(fields["document_class"], type=_Text).text != only:
            continue
        source = _FIELDS.decode(fields["source"])
        extra = msgspec.json.decode(entry.extra, type=dict[str, Raw]) if entry.extra else _FIELDS.decode(source["extra"])
        if entry.duplicate_of is not None:
            extra["duplicate_of"] = Raw(msgspec.json.encode(entry.duplicate_of))
        number = place + 1 if len(record.notices) > 1 else 0
        if number:  # one of several keeps the name of its own
            path = f"{entry.path}#{number}"
        else:
            source["name"] = Raw(msgspec.json.encode(entry.name))
            path = entry.path
            fields["attachments"] = _with_files(fields["attachments"], entry)
        if entry.url is not None:
            source["url"] = Raw(msgspec.json.encode(entry.url))
        source["path"] = Raw(msgspec.json.encode(path))
        source["extra"] = Raw(msgspec.json.encode(extra))
        fields["source"] = Raw(msgspec.json.encode(source))
        rendered.append((number, msgspec.json.encode(fields)))
    return rendered


def _with_files(attachments: Raw, entry: Entry) -> Raw:
    """The attachments with those files of the batch that are theirs: they lie beside one path of a content, and not beside another."""
    if len(entry.beside) < 2 or bytes(attachments) == b"[]":
        return attachments
    return Raw(msgspec.json.encode(link_beside(_ATTACHMENTS.decode(attachments), entry.path, entry.beside)))
