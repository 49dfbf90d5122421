"""A batch on one machine: parts to a pool of processes.

A part whose process dies is done in pieces: the content that its worker had noted as the one in hand alone, the others
without it; without a note, halves. A content that ends its process a second time is put in quarantine with the reason. The
pieces come back as records, and the part is then written as any other.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct, structs

from notice_parser.batch import work as working
from notice_parser.batch.manifest import Content
from notice_parser.batch.records import Failure, Record
from notice_parser.batch.work import Done, Job, Task
from notice_parser.errors import NoticeParserError

__all__ = ["default_workers", "run_tasks"]

_AHEAD = 2  # tasks handed out per worker
_MOST_WORKERS = 61  # Windows cannot wait for more processes
_NOTICES_A_WORKER = 5000  # then it is replaced: libraries leak
_SLACK = 60.0  # seconds beyond all its limits after which the pool itself ends a task


class _Piece(Struct, frozen=True):
    """Contents of a part that are parsed apart. ``died``: how often the single one has ended its process."""

    part: int
    contents: tuple[Content, ...]
    died: int = 0


class _Broken(Struct):
    """A part that is done in pieces: the records so far, and how many contents are still out."""

    task: Task
    records: list[Record]
    n_out: int


def run_tasks(tasks: Iterable[Task], job: Job, *, workers: int, part_size: int) -> Iterator[Done]:
    """What came of each part, in the order in which they are done. One worker without limits works in this process."""
    workers = min(workers, _MOST_WORKERS)
    if workers == 1 and job.time_limit is None and job.memory_limit is None:
        working.prepare(job)
        for task in tasks:
            yield working.work(task, job)
        return
    yield from _Pool(job, workers, part_size).run(iter(tasks))


class _Pool:
    """The processes, what they are at, and what waits."""

    def __init__(self, job: Job, workers: int, part_size: int) -> None:
        from multiprocessing import get_context

        from pebble import ProcessPool

        self.job = job
        self.width = workers * _AHEAD
        self.pool = ProcessPool(
            max_workers=workers,
            max_tasks=max(1, _NOTICES_A_WORKER // part_size),
            context=get_context("spawn"),
            initializer=working.prepare,
            initargs=(job, True),
        )
        self.running: dict[Any, Task | _Piece] = {}
        self.pieces: deque[Task | _Piece] = deque()
        self.broken: dict[int, _Broken] = {}
        self.retried: set[int] = set()

    def run(self, tasks: Iterator[Task]) -> Iterator[Done]:
        from concurrent.futures import FIRST_COMPLETED, wait

        try:
            self._fill(tasks)
            while self.running:
                done, _ = wait(self.running, return_when=FIRST_COMPLETED)
                for future in done:
                    given = self.running.pop(future)
                    finished = self._take(given, future)
                    if finished is not None:
                        yield finished
                self._fill(tasks)
            self.pool.close()  # type: ignore[no-untyped-call]  # pebble annotates it by half
        finally:  # on an error, Ctrl-C included, nothing goes on in the background
            self.pool.stop()  # type: ignore[no-untyped-call]  # pebble annotates it by half
            self.pool.join()

    def _fill(self, tasks: Iterator[Task]) -> None:
        while len(self.running) < self.width:
            given = self.pieces.popleft() if self.pieces else next(tasks, None)
            if given is None:
                return
            limit = None
            if self.job.time_limit is not None:
                limit = (self.job.time_limit + _SLACK / 10) * max(1, len(given.contents)) + _SLACK
            function: Any = working.work if isinstance(given, Task) else working.parse_contents
            argument: Any = given if isinstance(given, Task) else given.contents
            self.running[self.pool.schedule(function, args=(argument, self.job), timeout=limit)] = given

    def _take(self, given: Task | _Piece, future: Any) -> Done | None:
        from concurrent.futures import CancelledError
        from concurrent.futures import TimeoutError as TimedOut

        from pebble import ProcessExpired

        try:
            result = future.result()
        except (ProcessExpired, CancelledError, TimedOut) as error:
            self._split(given, error)
            return None
        if isinstance(given, Task):
            return result  # type: ignore[no-any-return]  # pebble's futures are of any type
        self._add(given.part, result)
        return None

    def _split(self, given: Task | _Piece, error: BaseException) -> None:
        """Does in pieces what has ended its process."""
        pid = getattr(error, "pid", None)
        note = working.read_note(self.job.folder, pid) if pid is not None else None
        part = given.part
        contents = given.contents
        if isinstance(given, Task):
            if len(given.known) == len(contents):  # all is parsed, and writing ended it: killed from outside, or there is no memory
                if part in self.retried:
                    raise NoticeParserError("crashed", where=self.job.sink.path, reason=str(error)) from error
                self.retried.add(part)
                self.pieces.append(given)
                return
            self.broken[part] = _Broken(given, [], len(contents))
        if len(contents) == 1 and isinstance(given, _Piece) and given.died:
            self._add(part, [Record(contents[0].key, failure=_reason(error, note, self.job.time_limit))])
            return
        if note is not None and note[0] < len(contents):
            place = note[0]
            rest = contents[:place] + contents[place + 1 :]
            alone = _Piece(part, (contents[place],), 1)
            self.pieces.extend([_Piece(part, rest), alone] if rest else [alone])
        elif len(contents) == 1:
            self.pieces.append(_Piece(part, contents, 1))
        else:
            middle = len(contents) // 2
            self.pieces.extend([_Piece(part, contents[:middle]), _Piece(part, contents[middle:])])

    def _add(self, part: int, records: list[Record]) -> None:
        """Keeps records of a broken part; once all are there, it is written."""
        broken = self.broken[part]
        broken.records.extend(records)
        broken.n_out -= len(records)
        if broken.n_out == 0:
            self.pieces.append(structs.replace(broken.task, known=tuple(broken.records)))
            del self.broken[part]


def _reason(error: BaseException, note: tuple[int, float] | None, limit: float | None) -> Failure:
    """Why a content is in quarantine."""
    code = getattr(error, "exitcode", None)
    if limit is not None and (code is None or (note is not None and note[1] >= limit)):
        return Failure("NoticeParserError", "timed_out", {"limit": limit})
    if isinstance(code, int) and code < 0:
        try:
            reason = signal.Signals(-code).name
        except ValueError:
            reason = f"signal {-code}"
    else:
        reason = f"exit code {code}"
    return Failure("NoticeParserError", "crashed", {"reason": reason})


def default_workers() -> int:
    """As many as there are processors for this process."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
