"""A batch on one machine: parts to a pool of processes."""

from __future__ import annotations

import signal
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import structs

from notice_parser.batch import rules
from notice_parser.batch import work as working
from notice_parser.batch.pieces import Died, Piece, run_pieces
from notice_parser.batch.time_limit import PATIENCE
from notice_parser.batch.work import Done, Job, Task

__all__ = ["Local"]

_AHEAD = 2  # tasks handed out per worker
_MOST_WORKERS = 61  # Windows cannot wait for more processes
# a worker is replaced after so many notices or parts, whichever are more: libraries leak, and a new one loads for a second or two
_NOTICES_A_WORKER = 5000
_PARTS_A_WORKER = 64
_SLACK = 60.0  # seconds beyond all its limits after which the pool itself ends a task


class Local:
    """The processes of this machine. One worker without limits is the driver's own process."""

    def __init__(self, job: Job, workers: int, part_size: int | None) -> None:
        self._job = job
        self._workers = min(workers, _MOST_WORKERS)
        self._max_tasks = max(_PARTS_A_WORKER, _NOTICES_A_WORKER // part_size if part_size else 0)
        self._pool: _Pool | None = None

    def begin(self) -> None:
        """Starts the processes, which load what they need while the driver plans."""
        if self._pool is None and not self._is_alone():
            self._job = structs.replace(self._job, options=rules.keep_rules(self._job.folder, self._job.options))
            self._pool = _Pool(self._job, self._workers, self._max_tasks)

    def run(self, tasks: Iterator[Task]) -> Iterator[Done]:
        """What came of each part, in the order in which they are done."""
        self.begin()
        if self._pool is not None:
            yield from run_pieces(self._pool, tasks, self._job)
            return
        working.prepare(self._job)
        for task in tasks:
            yield working.work(task, self._job)

    def close(self) -> None:
        """Ends the processes."""
        if self._pool is not None:
            self._pool.stop()
            rules.drop_rules(self._job.folder)

    def _is_alone(self) -> bool:
        return self._workers == 1 and self._job.time_limit is None and self._job.memory_limit is None


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C waits until the end of what is within.

    Threads that are started within, and their processes, never hear of it, even while they load: the driver ends them. A library
    that loads within is loaded whole: Python drops an interrupt that falls into a callback of its locks of imports.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # what starts it lets Ctrl-C through again; it is not to do so further within
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Pool:
    """The processes of ``pebble``."""

    def __init__(self, job: Job, workers: int, max_tasks: int) -> None:
        self.job = job
        self.width = workers * _AHEAD
        with _no_interrupt():
            from multiprocessing import get_context

            from pebble import ProcessPool

            self.pool = ProcessPool(
                max_workers=workers,
                max_tasks=max_tasks,
                context=get_context("spawn"),
                initializer=working.prepare,
                initargs=(job, True),
            )
            self.pool.schedule(working.is_prepared)  # with the first task given, it starts its threads, and they all its processes

    def submit(self, given: Task | Piece, token: str) -> Any:
        """The future of the work."""
        limit = None
        if self.job.time_limit is not None:
            limit = (PATIENCE * self.job.time_limit + _SLACK / 10) * max(1, len(given.contents)) + _SLACK
        function: Any = working.work if isinstance(given, Task) else working.parse_contents
        argument: Any = given if isinstance(given, Task) else given.contents
        return self.pool.schedule(function, args=(argument, self.job, token), timeout=limit)

    def wait(self, handles: Collection[Any]) -> Collection[Any]:
        """The futures that are done, after one is."""
        from concurrent.futures import FIRST_COMPLETED, wait

        return wait(handles, return_when=FIRST_COMPLETED).done

    def result(self, handle: Any) -> Any:
        """What the work gave."""
        from concurrent.futures import CancelledError
        from concurrent.futures import TimeoutError as TimedOut

        from pebble import ProcessExpired

        try:
            return handle.result()
        except ProcessExpired as error:
            raise Died(str(error), error.exitcode) from error
        except (CancelledError, TimedOut) as error:
            raise Died(type(error).__name__, is_late=True) from error

    def stop(self) -> None:
        """Ends the processes."""
        self.pool.stop()  # type: ignore[no-untyped-call]  # pebble annotates it by half
        self.pool.join()
