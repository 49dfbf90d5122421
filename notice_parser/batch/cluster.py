"""A batch on several machines: the same parts and the same ``work``, as Ray Core tasks.

Inputs and output must be paths that every machine sees (a shared disk). The manifest stays with the driver.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

from notice_parser.batch import work as working
from notice_parser.batch.records import Failure, Record
from notice_parser.batch.work import Done, Job, Task
from notice_parser.errors import NoticeParserError

__all__ = ["check_ray", "run_tasks"]

_INSTALL = 'pip install "notice-parser[ray]"'
_AHEAD = 2  # tasks handed out per worker
_SLACK = 60.0
_POLL = 1.0


def check_ray() -> Any:
    """The module; ``NoticeParserError`` with what installs it."""
    try:
        import ray
    except ImportError as error:
        raise NoticeParserError("missing_package", package="ray", what="--engine ray", command=_INSTALL) from error
    return ray


def run_tasks(tasks: Iterable[Task], job: Job, *, workers: int, address: str | None = None) -> Iterator[Done]:
    """What came of each part. Ray is started here if no address is given; a killed worker's part is done again."""
    yield from _Cluster(check_ray(), job, workers, address).run(iter(tasks))


class _Cluster:
    """The tasks that are out, by their reference, and since when."""

    def __init__(self, ray: Any, job: Job, workers: int, address: str | None) -> None:
        self.ray = ray
        self.job = job
        self.width = workers * _AHEAD
        if not ray.is_initialized():
            ray.init(address=address, num_cpus=None if address else workers, include_dashboard=False, log_to_driver=False)
        self.remote = ray.remote(max_retries=1)(_work)
        self.alone = ray.remote(max_retries=1)(_parse_alone)
        self.running: dict[Any, tuple[Task, float]] = {}

    def run(self, tasks: Iterator[Task]) -> Iterator[Done]:
        try:
            self._fill(tasks)
            while self.running:
                ready, _ = self.ray.wait(list(self.running), num_returns=1, timeout=_POLL)
                for reference in ready:
                    task, _ = self.running.pop(reference)
                    yield self._take(task, reference)
                for reference, (task, begun) in list(self.running.items()):
                    if self._is_late(task, begun):
                        del self.running[reference]
                        self.ray.cancel(reference, force=True)
                        yield self._piecewise(task)
                self._fill(tasks)
        finally:
            for reference in self.running:
                self.ray.cancel(reference, force=True)
            self.ray.shutdown()

    def _fill(self, tasks: Iterator[Task]) -> None:
        while len(self.running) < self.width:
            task = next(tasks, None)
            if task is None:
                return
            self.running[self.remote.remote(task, self.job)] = (task, time.monotonic())

    def _take(self, task: Task, reference: Any) -> Done:
        try:
            return self.ray.get(reference)  # type: ignore[no-any-return]  # ray is not typed here
        except (self.ray.exceptions.WorkerCrashedError, self.ray.exceptions.TaskCancelledError):
            return self._piecewise(task)

    def _is_late(self, task: Task, begun: float) -> bool:
        limit = self.job.time_limit
        return limit is not None and time.monotonic() - begun > limit * (len(task.contents) + 1) * self.width + _SLACK

    def _piecewise(self, task: Task) -> Done:
        """The part, each of its contents in a task of its own: only the one at fault is lost."""
        limit = None if self.job.time_limit is None else self.job.time_limit + _SLACK
        references = [self.alone.remote(content, self.job) for content in task.contents]
        records = []
        for content, reference in zip(task.contents, references, strict=True):
            try:
                records.append(self.ray.get(reference, timeout=limit))
            except self.ray.exceptions.GetTimeoutError:
                self.ray.cancel(reference, force=True)
                records.append(Record(content.key, failure=Failure("NoticeParserError", "timed_out", {"limit": self.job.time_limit})))
            except (self.ray.exceptions.WorkerCrashedError, self.ray.exceptions.TaskCancelledError) as error:
                reason = type(error).__name__
                records.append(Record(content.key, failure=Failure("NoticeParserError", "crashed", {"reason": reason})))
        from msgspec import structs

        return self.ray.get(self.remote.remote(structs.replace(task, known=tuple(records)), self.job))  # type: ignore[no-any-return]  # as above


def _work(task: Task, job: Job) -> Done:
    _ready(job)
    return working.work(task, job)


def _parse_alone(content: Any, job: Job) -> Record:
    _ready(job)
    return working.parse_contents((content,), job)[0]


def _ready(job: Job) -> None:
    """Prepares this process, once."""
    if not working.is_prepared():
        working.prepare(job, True)
