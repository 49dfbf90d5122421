"""What a worker does: parse the contents of a part, keep them, write them where they belong.

The same function serves every engine. A part that is kept is not parsed again; writing its output twice gives the same
bytes. A notice that takes too long is stopped by an alarm, where the system has one, and where it does not come through by
a watch that ends the process; the file at fault stands in a note that the driver finds.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Raw, Struct, structs

from notice_parser.batch import rules
from notice_parser.batch.contents import check_unchanged, data_of
from notice_parser.batch.manifest import Content, Result
from notice_parser.batch.memory import limited_memory
from notice_parser.batch.notes import noting, write_note
from notice_parser.batch.records import Entry, Facts, Failure, Record, facts_of, failure_of, part_path, read_part, write_part
from notice_parser.batch.sinks import Sink, prepare_sink, publish
from notice_parser.batch.time_limit import TooLong, limited, quiet_watch, watched
from notice_parser.errors import GrammarError, LoadError, NoticeParserError
from notice_parser.load.beside import PageReader, page_beside
from notice_parser.options import Options

__all__ = ["Done", "Job", "Task", "is_prepared", "parse_contents", "prepare", "work"]

_FIRST = """岚川市水务局关于做好汛期值守的通知
岚水发〔2023〕12号
各镇人民政府：
根据《青岚省防汛条例》，2023年1至3月，全市受理36件，同比增长3.2%，其中南渡镇12件。请于4月10日前报送。
序号\t镇\t数量（件）
1\t南渡镇\t12
联系人：张三，电话：0000-12345678
岚川市水务局
2023年4月1日
"""
_AT_ONCE = 50  # contents of which LibreOffice is given those that need it in one start
_OFFICE = (".doc", ".wps", ".odt", ".dot", ".wpt")
# libraries that would take all processors each; a worker has one
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Job(Struct, frozen=True):
    """What holds for all parts of a run. ``rules``: what ``in_force`` tells in the driver, and so in each worker."""

    folder: str
    sink: Sink
    options: Options
    rules: str
    time_limit: float | None = None
    memory_limit: int | None = None  # bytes
    cache: str | None = None  # a folder


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


_is_worker = False
_rules = ""  # that this worker has read


def prepare(job: Job, is_worker: bool = False) -> None:
    """Loads what every notice needs, before the clock of the first one runs, and sets a worker's limits."""
    global _is_worker, _rules
    if is_worker:
        for name in _ONE_THREAD:
            os.environ.setdefault(name, "1")
        rules.use_rules(job.folder)
    with suppress(GrammarError, OSError):  # the copy is gone or has changed: the first task will tell
        _rules = rules.in_force(job.options)
    prepare_sink(job.sink)
    if is_worker:
        if _rules == job.rules:
            warm_up(job.options)
        _is_worker = True
        quiet_watch()
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def warm_up(options: Options) -> None:
    """Reads a notice, so that what is loaded at first use takes none of the time of a real one: seconds, on a busy machine."""
    from notice_parser.pipeline import parse_text
    from notice_parser.text.segment import words

    parse_text(_FIRST, options=options)
    words("值守")  # the dictionary, which not every notice asks for


def is_prepared() -> bool:
    """Whether this process is a worker that ``prepare`` has made ready."""
    return _is_worker


def work(task: Task, job: Job, token: str = "") -> Done:
    """Parses what of the part is not kept yet, keeps it, and writes its output. ``token`` names the note.

    ``NoticeParserError`` in a worker whose rules or program are not those of the driver.
    """
    _check_rules(job)
    with _noting(job, token):
        return _work(task, job)


def _work(task: Task, job: Job) -> Done:
    results: tuple[Result, ...]
    if not os.path.exists(part_path(job.folder, task.part)):
        known = {record.key: record for record in task.known}
        timed: list[tuple[Record, float | None]] = []
        for first in range(0, len(task.contents), _AT_ONCE):
            some = list(enumerate(task.contents))[first : first + _AT_ONCE]
            _convert_ahead([(place, one) for place, one in some if one.key not in known], job)
            with watched():
                timed += [(known[one.key], None) if one.key in known else _parse(place, one, job) for place, one in some]
        records = [record for record, _ in timed]
        write_part(job.folder, task.part, records)
        results = tuple(_result_of(record, seconds) for record, seconds in timed)
    else:
        records = list(read_part(job.folder, task.part))
        results = tuple(_result_of(record, None) for record in records) if task.contents else ()
    unwritten = () if task.is_published else publish(job.sink, task.part, task.signature, records, task.entries, job.folder)
    return Done(task.part, task.signature, results, tuple(unwritten))


def parse_contents(contents: Sequence[Content], job: Job, token: str = "") -> list[Record]:
    """The records of contents that are parsed apart from their part. ``NoticeParserError`` as of ``work``."""
    _check_rules(job)
    with _noting(job, token), watched():
        return [_parse(place, content, job)[0] for place, content in enumerate(contents)]


def _noting(job: Job, token: str) -> AbstractContextManager[None]:
    return noting(job.folder, token) if _is_worker else nullcontext()


def _check_rules(job: Job) -> None:
    if _is_worker and _rules != job.rules:
        raise NoticeParserError("rules_changed")


def _parse(place: int, content: Content, job: Job) -> tuple[Record, float]:
    """The record of a content and the seconds that it took."""
    write_note(place)
    begun = time.perf_counter()
    try:
        with limited(job.time_limit if _is_worker else None), limited_memory(job.memory_limit if _is_worker else None):
            record = _read(content, job)
    except TooLong:
        record = Record(content.key, failure=Failure("NoticeParserError", "timed_out", {"limit": job.time_limit}))
    except NoticeParserError as error:
        record = Record(content.key, failure=failure_of(error))
    except MemoryError:
        record = Record(content.key, failure=Failure("NoticeParserError", "out_of_memory", {"limit": job.memory_limit}))
    except Exception as error:  # a fault of ours in one notice must not end a run of thousands; it is told with the file
        record = Record(content.key, failure=Failure("NoticeParserError", "worker", {"reason": f"{type(error).__name__}: {error}"}))
    write_note(-1)
    return record, time.perf_counter() - begun


def _convert_ahead(contents: Sequence[tuple[int, Content]], job: Job) -> None:
    """Has LibreOffice read in one start what of the contents it will be asked for; each with its place in the task.

    They are told by their names: one that is called otherwise is read all the same, in a start of its own. In a cache there may be
    what would be made here.
    """
    named = [(place, one) for place, one in contents if one.name.lower().endswith(_OFFICE) and one.kind in ("file", "zip", "bytes")]
    if len(named) < 2 or job.cache is not None:
        return
    from notice_parser.load import format_of_office
    from notice_parser.load.office import TIME_LIMIT, convert_ahead, find_office

    if find_office() is None:
        return
    files: list[tuple[bytes, str]] = []
    with watched():
        for place, content in named:
            write_note(place)
            # what is wrong with it is told when it is parsed
            with suppress(TooLong, Exception), limited(job.time_limit if _is_worker else None):
                data = data_of(content, job.folder)
                if (suffix := format_of_office(data)) is not None:
                    files.append((data, suffix))
    write_note(-1)
    convert_ahead(files, TIME_LIMIT if job.time_limit is None else min(TIME_LIMIT, job.time_limit * len(files)))


def _read(content: Content, job: Job) -> Record:
    from notice_parser.batch.cache import load_through
    from notice_parser.emit.json import encode
    from notice_parser.pipeline import parse_alone, parse_sources, parse_text

    if content.kind == "broken":
        raise LoadError("unreadable", reason=content.member)
    if job.cache is not None and content.kind != "text":
        notices = parse_sources(
            load_through(
                job.cache, content.key, content.name, lambda: data_of(content, job.folder), job.options, _frames_of(content, job.folder)
            ),
            options=job.options,
        )
    elif content.kind == "file":  # what lies beside it is the plan's to know: a content is parsed once, wherever it lies
        notices = parse_alone(content.place, name=content.name, options=job.options)
    elif content.kind == "text":
        text = data_of(content, job.folder).decode("utf-8", "surrogatepass")
        notices = (parse_text(text, name=content.name, options=job.options),)
    else:
        data = data_of(content, job.folder)
        notices = parse_alone(data, name=content.name, options=job.options, frame=_frames_of(content, job.folder))
    check_unchanged(content)
    encoded = []
    for notice in notices:
        placed = structs.replace(notice, source=structs.replace(notice.source, path=content.path))
        encoded.append(Raw(encode(placed)))
    return Record(content.key, tuple(encoded))


def _frames_of(content: Content, folder: str) -> PageReader | None:
    """What gives the pages of a content's frames: those in its folder or its archive. Nothing is fetched for them."""
    if content.kind == "file":
        return partial(page_beside, Path(content.place).parent)
    if content.kind == "zip":
        from notice_parser.batch.members import read_framed

        return partial(read_framed, content.place, str(content.member), content.mtime)
    if content.kind == "framed":
        from notice_parser.batch.framed import reader_in
        from notice_parser.batch.spool import fetch

        return reader_in(partial(fetch, folder, content.digest))
    return None


def _result_of(record: Record, seconds: float | None) -> Result:
    if record.failure is not None:
        return Result(record.key, None, record.failure, seconds, None)
    facts = [facts_of(notice) for notice in record.notices]
    levels = [one.level for one in facts]
    level = next((level for level in ("unsafe", "look") if level in levels), "none")
    is_degraded = any(one.is_degraded for one in facts)
    return Result(record.key, level, None, seconds, _encode(facts), is_degraded)


def _encode(facts: list[Facts]) -> str:
    return msgspec.json.encode(facts).decode()


def _end_with(parent: int) -> None:
    """Ends this process once the driver is no more: killed, it could not do so itself."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
