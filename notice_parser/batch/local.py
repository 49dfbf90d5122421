"""A batch on one machine: parts to a pool of processes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from notice_parser.batch import work as working
from notice_parser.batch.pieces import Died, Piece, run_pieces
from notice_parser.batch.work import Done, Job, Task

__all__ = ["run_tasks"]

_AHEAD = 2  # tasks handed out per worker
_MOST_WORKERS = 61  # Windows cannot wait for more processes
_NOTICES_A_WORKER = 5000  # then it is replaced: libraries leak
_SLACK = 60.0  # seconds beyond all its limits after which the pool itself ends a task


def run_tasks(tasks: Iterable[Task], job: Job, *, workers: int, part_size: int) -> Iterator[Done]:
    """What came of each part, in the order in which they are done. One worker without limits works in this process."""
    workers = min(workers, _MOST_WORKERS)
    if workers == 1 and job.time_limit is None and job.memory_limit is None:
        working.prepare(job)
        for task in tasks:
            yield working.work(task, job)
        return
    yield from run_pieces(_Pool(job, workers, part_size), iter(tasks), job)


class _Pool:
    """The processes of ``pebble``."""

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

    def submit(self, given: Task | Piece, token: str) -> Any:
        """The future of the work."""
        limit = None
        if self.job.time_limit is not None:
            limit = (self.job.time_limit + _SLACK / 10) * max(1, len(given.contents)) + _SLACK
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
