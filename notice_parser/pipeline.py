"""The stages in order: load → layout → extract → the notice. Read this first.

Each stage takes what the one before gave and returns a frozen value; nothing is written back. Diagnostics of all
stages are joined here, in the order of the text.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from msgspec import Struct, structs

from notice_parser import model
from notice_parser.audit import audit
from notice_parser.diagnostics import diagnose, review_of
from notice_parser.errors import LoadError, NoticeParserError
from notice_parser.extract import extract
from notice_parser.extract.facts import Facts
from notice_parser.extract.times import mentions_of
from notice_parser.grammar import Grammars, load_grammars
from notice_parser.layout import lay_out
from notice_parser.layout.document import Document
from notice_parser.layout.folded import folded, printed_text
from notice_parser.layout.parts import split_notices
from notice_parser.layout.recognition import letters_told
from notice_parser.link import link
from notice_parser.link.as_printed import as_printed
from notice_parser.link.attachments import link_tables
from notice_parser.link.files import link_beside
from notice_parser.link.relative_dates import anchored, resolve_times
from notice_parser.link.said_times import Outline
from notice_parser.link.told_apart import told_apart
from notice_parser.load import load, load_all, load_text
from notice_parser.load.beside import PageReader, names_beside, page_beside
from notice_parser.load.source import Source
from notice_parser.options import Options
from notice_parser.tables import find_tables as read_tables
from notice_parser.tables.choose import place_tables
from notice_parser.version import version

__all__ = ["Result", "Sourceable", "parse", "parse_all", "parse_alone", "parse_loaded", "parse_many", "parse_text"]

Sourceable: TypeAlias = "str | os.PathLike[str] | bytes | BinaryIO"

_AHEAD = 4  # sources handed out per worker before the first result is asked for: keeps all busy, and memory bounded


class Result(Struct, frozen=True, kw_only=True):
    """One source of ``parse_many`` and what came of it: ``notice``, or ``error`` with ``notice`` null."""

    source: Any
    notice: model.Notice | None = None
    error: Any = None  # NoticeParserError | None; a class that msgspec need not know


def parse(source: Sourceable, *, name: str | None = None, url: str | None = None, options: Options | None = None) -> model.Notice:
    """The notice in a file: a path, bytes, or a file opened in binary mode; the format is told from the bytes.

    ``name`` and ``url`` go into ``notice.source``. Raises ``LoadError`` for what cannot be read, ``GrammarError`` for a
    faulty grammar; whatever is odd inside the notice is in ``notice.diagnostics``. Of a path, the files in its folder and below are
    looked at for those of its attachments, and for the pages of its frames.
    """
    options = options or Options()
    parts = _parts_of(load(source, name=name, url=url, options=options, frame=_frames_of(source)), options)
    return _with_files(_first_of(parts, options), source)


def parse_all(
    source: Sourceable, *, name: str | None = None, url: str | None = None, options: Options | None = None
) -> tuple[model.Notice, ...]:
    """All notices in a file, in its order: those of each file of an archive, those of a gazette or of papers set one behind the other."""
    options = options or Options()
    notices = parse_sources(load_all(source, name=name, url=url, options=options, frame=_frames_of(source)), options=options)
    return tuple(_with_files(notice, source) for notice in notices)


def parse_alone(
    source: Sourceable, *, name: str | None = None, options: Options | None = None, frame: PageReader | None = None
) -> tuple[model.Notice, ...]:
    """All notices in a file, by its content alone: of what lies beside a path, only the pages that its frames show are looked at.

    ``frame`` gives those pages where the source is no path.
    """
    options = options or Options()
    return parse_sources(load_all(source, name=name, options=options, frame=frame or _frames_of(source)), options=options)


def parse_sources(loaded: Iterable[Source], *, options: Options) -> tuple[model.Notice, ...]:
    """All notices of sources that have been read, in their order."""
    parts = [part for one in loaded for part in _parts_of(one, options)]
    del loaded  # with their pages the sources take more room than the notices
    return tuple(parse_loaded(part, options=options) for part in parts)


def parse_text(text: str, *, name: str | None = None, url: str | None = None, options: Options | None = None) -> model.Notice:
    """The notice in a text, of several the first; any text will do, an empty one too."""
    options = options or Options()
    return _first_of(_parts_of(load_text(text, name=name, url=url, options=options), options), options)


def parse_many(sources: Iterable[Sourceable], *, workers: int = 1, options: Options | None = None) -> Iterator[Result]:
    """One ``Result`` a source, in their order. A source that fails gives an ``error`` and the next is taken.

    Sources are drawn as results are asked for. With ``workers`` above 1 they are parsed in processes of their own, which
    import the calling script anew: its work belongs under ``if __name__ == "__main__":``.
    """
    options = options or Options()
    load_grammars(options.grammars)  # a fault in a grammar is the caller's to mend: raised here, not once a source
    if workers > 1:
        yield from _parse_in_processes(sources, workers, options)
        return
    for source in sources:
        notice, error = _try_parse(source, options)
        yield Result(source=source, notice=notice, error=error)


def _parts_of(source: Source, options: Options) -> tuple[Source, ...]:
    """The notices that a file holds, each as a source of its own, without its pages: they take more room than what is read of them."""
    return split_notices(place_tables(source, options), load_grammars(options.grammars))


def _first_of(parts: Sequence[Source], options: Options) -> model.Notice:
    """The first notice of a file, with a diagnostic where there are more."""
    first, *more = parts
    if more:
        told = diagnose("source.several_notices", count=len(more) + 1)
        first = structs.replace(first, diagnostics=(told, *first.diagnostics))
    return parse_loaded(first, options=options)


def _frames_of(source: Sourceable) -> PageReader | None:
    """What gives the pages that the frames of a path name: those in its folder."""
    return partial(page_beside, Path(source).parent) if isinstance(source, str | os.PathLike) else None


def _with_files(notice: model.Notice, source: Sourceable) -> model.Notice:
    """The notice of a path with those files beside it that its attachments are; they are told from its folder."""
    if not notice.attachments or not isinstance(source, str | os.PathLike):
        return notice
    path = Path(source)
    if notice.source.name != path.name:  # it stood in an archive, or was given a name
        return notice
    return structs.replace(notice, attachments=link_beside(notice.attachments, path.name, names_beside(path)))


def parse_loaded(source: Source, *, options: Options) -> model.Notice:
    """The notice in a source that has been read."""
    grammars = load_grammars(options.grammars)
    source = place_tables(source, options)
    plain = folded(source, grammars)
    document = lay_out(plain or source, grammars)
    printed = document.text
    if plain is not None:
        printed = printed_text(document, source, plain)
        letters = tuple(letters_told(printed, document.text))
        told = (*document.diagnostics, *(doubt.told for doubt in letters))
        document = structs.replace(document, doubts=(*document.doubts, *(doubt.span for doubt in letters)), diagnostics=told)
    facts = extract(document, grammars)
    tables = read_tables(document, grammars)
    facts = link(document, facts, grammars)
    notice = _assemble(source, document, facts, tables, grammars, options)
    return as_printed(notice, printed) if plain is not None else notice


def find_tables(source: Sourceable, *, options: Options | None = None) -> tuple[model.Table, ...]:
    """The tables of a file and nothing else: no field is extracted. Raises as ``parse`` does."""
    options = options or Options()
    grammars = load_grammars(options.grammars)
    tables, _ = read_tables(lay_out(place_tables(load(source, options=options, frame=_frames_of(source)), options), grammars), grammars)
    return tables


def find_times(text: str, *, anchor: str | date | None = None) -> tuple[model.Time, ...]:
    """The dates and periods in a text, in order. ``anchor``: the day that "today" is, as a date or in ISO form.

    With an anchor the text is read as somebody speaking on that day (下周三, 5天前); without one, what does not say its
    year has neither start nor end. ``OptionError`` for an anchor that is no day.
    """
    mentions, _ = mentions_of(text, load_grammars(), talk=anchor is not None)
    return resolve_times(mentions, Outline(), today=anchored(anchor))


def _assemble(
    source: Source,
    document: Document,
    facts: Facts,
    read: tuple[tuple[model.Table, ...], tuple[model.Diagnostic, ...]],
    grammars: Grammars,
    options: Options,
) -> model.Notice:
    tables, of_tables = read
    found = [*source.diagnostics, *document.diagnostics, *facts.diagnostics, *of_tables]
    if not document.text.strip():
        found.append(diagnose("text.empty"))
    # those without a place come first; sorting is stable, so equals stay in the order of the stages
    diagnostics = tuple(sorted(found, key=lambda one: one.span or (-1, -1)))
    fields = {name: getattr(facts, name) for name in Facts.__struct_fields__ if name not in ("diagnostics", "mentions", "figures")}
    attachments = link_beside(facts.attachments, source.name or "", source.beside)
    fields["attachments"] = link_tables(attachments, tables, facts.annexes)
    findings, checks = audit(facts, tables, document, grammars)  # reckons with the names that the clauses themselves give
    fields["statistics"] = told_apart(facts.statistics, document.text, grammars["statistics.clauses"])
    return model.Notice(
        id=source.digest,
        producer=model.Producer(version=version(), rules=grammars.hash, options=options.to_dict(), backends=dict(sorted(source.backends))),
        source=model.Source(
            name=source.name,
            path=source.path,
            url=source.url,
            media_type=source.media_type,
            n_bytes=source.n_bytes,
            n_pages=source.n_pages,
            loader=source.loader,
            ocr=bool(source.recognised),
        ),
        text=document.text,
        pages=document.pages,
        **fields,
        tables=tables,
        findings=findings,
        checks=checks,
        diagnostics=diagnostics,
        review=review_of(diagnostics),
        layout=document.places,
    )


def _try_parse(source: Sourceable, options: Options, name: str | None = None) -> tuple[model.Notice | None, NoticeParserError | None]:
    try:
        return parse(source, name=name, options=options), None
    except NoticeParserError as error:
        return None, error
    except Exception as error:  # a fault of ours in one notice must not end a run of thousands; it is told with the source
        told = NoticeParserError("worker", where=name or _place(source), reason=f"{type(error).__name__}: {error}")
        told.__cause__ = error
        return None, told


def _parse_in_processes(sources: Iterable[Sourceable], workers: int, options: Options) -> Iterator[Result]:
    from concurrent.futures import CancelledError
    from multiprocessing import get_context

    from pebble import ProcessExpired, ProcessFuture, ProcessPool

    waiting: deque[tuple[Sourceable, ProcessFuture[Any] | NoticeParserError]] = deque()

    def take() -> Result:
        source, future = waiting.popleft()
        if isinstance(future, NoticeParserError):
            return Result(source=source, error=future)
        try:
            notice, error = future.result()
        except (ProcessExpired, CancelledError) as broken:
            return Result(source=source, error=NoticeParserError("worker", where=_place(source), reason=str(broken)))
        return Result(source=source, notice=notice, error=error)

    pool = ProcessPool(max_workers=workers, context=get_context("spawn"))
    try:
        for source in sources:
            try:
                waiting.append((source, pool.schedule(_try_parse, args=_portable(source, options))))
            except LoadError as error:
                waiting.append((source, error))
            if len(waiting) >= workers * _AHEAD:
                yield take()
        while waiting:
            yield take()
        pool.close()  # type: ignore[no-untyped-call]  # pebble annotates it by half
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # pebble annotates it by half
        pool.join()


def _portable(source: Sourceable, options: Options) -> tuple[Any, Options, str | None]:
    """The arguments of ``_try_parse`` in a form that goes to another process: open files are read here."""
    if isinstance(source, str | os.PathLike | bytes) or not hasattr(source, "read"):
        return source, options, None
    name = _place(source)
    data = source.read()
    if not isinstance(data, bytes):
        raise LoadError("bad_source", where=name, kind=f"{type(source).__name__} ({type(data).__name__})")
    return data, options, name


def _place(source: Sourceable) -> str | None:
    if isinstance(source, str | os.PathLike):
        return str(source)
    name = getattr(source, "name", None)
    return os.path.basename(name) if isinstance(name, str) else None
