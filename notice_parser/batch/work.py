"""What a worker does: parse the contents of a part, keep them, write them where they belong.

The same function serves every engine. A part that is kept is not parsed again; writing its output twice gives the same
bytes. A notice that takes too long is stopped by an alarm, where the system has one, and where it does not come through by
a watch that ends the process; the file at fault stands in a note that the driver finds.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import struct
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

import msgspec
from msgspec import Raw, Struct, structs

from notice_parser.batch.manifest import Content, Result
from notice_parser.batch.records import Entry, Facts, Failure, Record, facts_of, failure_of, part_path, read_part, write_part
from notice_parser.batch.sinks import Sink, prepare_sink, publish
from notice_parser.errors import LoadError, NoticeParserError
from notice_parser.options import Options

__all__ = ["Done", "Job", "Task", "can_limit_memory", "is_prepared", "parse_contents", "prepare", "read_note", "work"]

_GRACE = 5.0  # seconds after which a worker that the alarm does not reach is ended
_NOTE = struct.Struct("<qd")  # place of the content in its task, and when it was begun
_DEGRADED = ("pdf.", "ocr.", "load.")


class Job(Struct, frozen=True):
    """What holds for all parts of a run."""

    folder: str
    sink: Sink
    options: Options
    time_limit: float | None = None
    memory_limit: int | None = None  # bytes


class Task(Struct, frozen=True):
    """A part: contents that are still to be parsed, and all paths that it gives output for.

    ``known``: records of contents that were parsed apart, because one of the part ended its process.
    """

    part: int
    contents: tuple[Content, ...]
    entries: tuple[Entry, ...]
    signature: str
    is_published: bool = False
    known: tuple[Record, ...] = ()


class Done(Struct, frozen=True):
    """What came of a part. ``unwritten``: outputs that could not be written, and why."""

    part: int
    signature: str
    results: tuple[Result, ...]
    unwritten: tuple[tuple[str, Failure], ...] = ()


class _TooLong(BaseException):
    """The alarm of a notice; no ``except Exception`` holds it up."""


_note: IO[bytes] | None = None  # this worker's note; null in the driver's own process
_nowhere: IO[bytes] | int = 2  # what the watch tells goes there: the driver tells it in words


def prepare(job: Job, is_worker: bool = False) -> None:
    """Loads what every notice needs, before the clock of the first one runs, and sets a worker's limits."""
    global _note, _nowhere
    from notice_parser.grammar import load_grammars

    load_grammars(job.options.grammars)
    prepare_sink(job.sink)
    if is_worker:
        _note = open(os.path.join(job.folder, "tmp", f"at-{os.getpid()}"), "wb", buffering=0)  # noqa: SIM115  # for as long as it lives
        _nowhere = open(os.devnull, "wb")  # noqa: SIM115  # as the note
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
        if job.memory_limit is not None:
            _limit_memory(job.memory_limit)


def is_prepared() -> bool:
    """Whether this process is a worker that ``prepare`` has made ready."""
    return _note is not None


def work(task: Task, job: Job) -> Done:
    """Parses what of the part is not kept yet, keeps it, and writes its output."""
    results: tuple[Result, ...]
    if not os.path.exists(part_path(job.folder, task.part)):
        known = {record.key: record for record in task.known}
        timed = [(known[one.key], None) if one.key in known else _parse(place, one, job) for place, one in enumerate(task.contents)]
        records = [record for record, _ in timed]
        write_part(job.folder, task.part, records)
        results = tuple(_result_of(record, seconds) for record, seconds in timed)
    else:
        records = list(read_part(job.folder, task.part))
        results = tuple(_result_of(record, None) for record in records) if task.contents else ()
    unwritten = () if task.is_published else publish(job.sink, task.part, task.signature, records, task.entries, job.folder)
    return Done(task.part, task.signature, results, tuple(unwritten))


def parse_contents(contents: Sequence[Content], job: Job) -> list[Record]:
    """The records of contents that are parsed apart from their part."""
    return [_parse(place, content, job)[0] for place, content in enumerate(contents)]


def read_note(folder: str, pid: int) -> tuple[int, float] | None:
    """Which content of its task a worker that has died was at, and for how many seconds."""
    path = os.path.join(folder, "tmp", f"at-{pid}")
    try:
        with open(path, "rb") as file:
            data = file.read()
        os.remove(path)
    except OSError:
        return None
    if len(data) != _NOTE.size:
        return None
    place, begun = _NOTE.unpack(data)
    return (place, time.time() - begun) if place >= 0 else None


def _parse(place: int, content: Content, job: Job) -> tuple[Record, float]:
    """The record of a content and the seconds that it took."""
    _write_note(place)
    begun = time.perf_counter()
    try:
        with _limited(job.time_limit):
            record = _read(content, job)
    except _TooLong:
        record = Record(content.key, failure=Failure("NoticeParserError", "timed_out", {"limit": job.time_limit}))
    except NoticeParserError as error:
        record = Record(content.key, failure=failure_of(error))
    except MemoryError:
        record = Record(content.key, failure=Failure("NoticeParserError", "out_of_memory"))
    except Exception as error:  # a fault of ours in one notice must not end a run of thousands; it is told with the file
        record = Record(content.key, failure=Failure("NoticeParserError", "worker", {"reason": f"{type(error).__name__}: {error}"}))
    _write_note(-1)
    return record, time.perf_counter() - begun


def _read(content: Content, job: Job) -> Record:
    from notice_parser.pipeline import parse_all, parse_text

    if content.kind == "file":
        notices = parse_all(content.place, name=content.name, options=job.options)
        _check_unchanged(content, content.size, content.mtime)
    elif content.kind == "broken":
        raise LoadError("unreadable", reason=content.member)
    elif content.kind == "text":
        text = _data_of(content, job.folder).decode("utf-8", "surrogatepass")
        notices = (parse_text(text, name=content.name, options=job.options),)
    else:
        notices = parse_all(_data_of(content, job.folder), name=content.name, options=job.options)
        if content.kind in ("zip", "warc"):
            _check_unchanged(content, None, content.mtime)
    encoded = []
    for notice in notices:
        placed = structs.replace(notice, source=structs.replace(notice.source, path=content.path))
        encoded.append(Raw(placed.to_json().encode("utf-8")))
    return Record(content.key, tuple(encoded))


def _check_unchanged(content: Content, size: int | None, mtime: int) -> None:
    """``LoadError`` where the file is no more what was planned: the record would be that of a content that its copies do not hold."""
    from notice_parser.batch.places import is_url, stat_of

    if is_url(content.place):  # each look is a request; its content is held against its digest
        return
    found = stat_of(content.place)
    if found[1] != mtime or (size is not None and found[0] != size):
        raise LoadError("changed")


def _data_of(content: Content, folder: str) -> bytes:
    if content.kind == "url":
        from notice_parser.batch.places import read_url

        return read_url(content.place, content.size, content.digest)
    if content.kind == "zip":
        from notice_parser.batch.members import read_zip_member

        return read_zip_member(content.place, str(content.member), content.mtime)
    if content.kind == "warc":
        from notice_parser.batch.warc import read_page

        return read_page(content.place, str(content.member))
    from notice_parser.batch.spool import fetch

    return fetch(folder, content.digest)


def _result_of(record: Record, seconds: float | None) -> Result:
    if record.failure is not None:
        return Result(record.key, None, record.failure, seconds, None)
    facts = [facts_of(notice) for notice in record.notices]
    levels = [one.level for one in facts]
    level = next((level for level in ("unsafe", "look") if level in levels), "none")
    is_degraded = any(code.startswith(_DEGRADED) for one in facts for code in one.codes)
    return Result(record.key, level, None, seconds, _encode(facts), is_degraded)


def _encode(facts: list[Facts]) -> str:
    return msgspec.json.encode(facts).decode()


def _write_note(place: int) -> None:
    if _note is not None:
        _note.seek(0)
        _note.write(_NOTE.pack(place, time.time()))


@contextmanager
def _limited(seconds: float | None) -> Iterator[None]:
    """Stops the block after so many seconds; only in a worker, whose main thread is ours."""
    if seconds is None or _note is None:
        yield
        return
    has_alarm = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    # the watch needs no lock of the interpreter: a pattern or a library that never returns cannot keep it from its work
    faulthandler.dump_traceback_later(seconds + (_GRACE if has_alarm else 0), exit=True, file=_nowhere)
    if has_alarm:
        signal.signal(signal.SIGALRM, _on_alarm)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        if has_alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()


def _on_alarm(number: int, frame: Any) -> None:
    raise _TooLong


def _limit_memory(limit: int) -> None:
    """Lets this process grow by ``limit`` bytes, and no more."""
    import resource

    with open("/proc/self/statm", "rb") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


def can_limit_memory() -> bool:
    """Whether this system lets a process be held to so many bytes: Linux does."""
    return sys.platform.startswith("linux")


def _end_with(parent: int) -> None:
    """Ends this process once the driver is no more: killed, it could not do so itself."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
