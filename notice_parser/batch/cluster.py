"""A batch on several machines: the same parts and the same ``work``, as Ray Core tasks.

Inputs and output must be paths that every machine sees (a shared disk). The manifest stays with the driver.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator
from typing import Any

from msgspec import structs

from notice_parser.batch import rules
from notice_parser.batch import work as working
from notice_parser.batch.notes import Note, look_at_note
from notice_parser.batch.pieces import Died, Piece, run_pieces
from notice_parser.batch.time_limit import PATIENCE
from notice_parser.batch.work import Done, Job, Task
from notice_parser.errors import NoticeParserError

__all__ = ["Cluster", "check_ray"]

_INSTALL = 'pip install "notice-parser[ray]"'
_AHEAD = 2  # tasks handed out per processor
_SLACK = 30.0  # seconds beyond its limit after which a task is cancelled whose worker has not ended itself
_POLL = 1.0


def check_ray() -> Any:
    """The module; ``NoticeParserError`` with what installs it."""
    try:
        import ray
    except ImportError as error:
        raise NoticeParserError("missing_package", package="ray", what="--engine ray", command=_INSTALL) from error
    return ray


class Cluster:
    """The machines of a Ray cluster. One is started here if no address is given; then ``workers`` is its number of processors."""

    def __init__(self, job: Job, workers: int, address: str | None) -> None:
        self._job = job
        self._workers = workers
        self._address = address
        self._ray = check_ray()

    def begin(self) -> None:
        """Nothing: Ray starts its processes with the first tasks."""

    def run(self, tasks: Iterator[Task]) -> Iterator[Done]:
        """What came of each part, in the order in which they are done."""
        job = structs.replace(self._job, options=rules.keep_rules(self._job.folder, self._job.options))
        try:
            yield from run_pieces(_Tasks(self._ray, job, self._workers, self._address), tasks, job)
        finally:
            rules.drop_rules(job.folder)

    def close(self) -> None:
        """Nothing: what ``run`` has started it ends."""


class _Tasks:
    """The tasks of Ray: the token of each, and since when its note says what it says."""

    def __init__(self, ray: Any, job: Job, workers: int, address: str | None) -> None:
        self.ray = ray
        self.job = job
        self.is_ours = not ray.is_initialized()
        if self.is_ours:
            os.environ.setdefault("RAY_agent_register_timeout_ms", "120000")  # of a machine that is busy with other work
            ray.init(address=address, num_cpus=None if address else workers, include_dashboard=False, log_to_driver=False)
        self.width = max(1, int(ray.cluster_resources().get("CPU", workers))) * _AHEAD
        # no retry of Ray's own: what died is done in pieces
        self.remote = ray.remote(num_cpus=1, max_retries=0)(_work)
        self.tokens: dict[Any, str] = {}
        self.seen: dict[Any, tuple[Note | None, float]] = {}
        self.late: set[Any] = set()

    def submit(self, given: Task | Piece, token: str) -> Any:
        """The reference of the task."""
        reference = self.remote.remote(working.prepare, given, self.job, token)
        self.tokens[reference] = token
        return reference

    def wait(self, handles: Collection[Any]) -> Collection[Any]:
        """The references that are done; those that are late are cancelled, and done soon."""
        ready, _ = self.ray.wait(list(handles), num_returns=1, timeout=_POLL)
        if not ready and self.job.time_limit is not None:
            for reference in handles:
                if reference not in self.late and self._is_late(reference, self.job.time_limit):
                    self.late.add(reference)
                    self.ray.cancel(reference, force=True)
        return list(ready)

    def result(self, handle: Any) -> Any:
        """What the task gave."""
        self.tokens.pop(handle)
        self.seen.pop(handle, None)
        errors = self.ray.exceptions
        try:
            return self.ray.get(handle)
        except errors.RayTaskError as error:  # an error of the task's own, such as a full disk
            raise error.cause if isinstance(error.cause, Exception) else error from error
        except (errors.WorkerCrashedError, errors.TaskCancelledError, errors.NodeDiedError, errors.OutOfMemoryError) as error:
            raise Died(type(error).__name__, is_late=handle in self.late) from error
        finally:
            self.late.discard(handle)

    def stop(self) -> None:
        """Cancels what is out; Ray goes on if it was there before us."""
        for reference in self.tokens:
            self.ray.cancel(reference, force=True)
        if self.is_ours:
            self.ray.shutdown()

    def _is_late(self, reference: Any, limit: float) -> bool:
        """Whether the task has been at one content for too long: its note has not moved. No clocks of two machines are compared."""
        note = look_at_note(self.job.folder, self.tokens[reference])
        now = time.monotonic()
        if note is None or note.place < 0:  # still in the queue, or writing
            self.seen[reference] = (note, now)
            return False
        before, since = self.seen.get(reference, (None, now))
        if before is None or (before.place, before.pid) != (note.place, note.pid):
            self.seen[reference] = (note, now)
            return False
        return now - since > PATIENCE * limit + _SLACK


def _work(prepare: Callable[[Job, bool], None], given: Task | Piece, job: Job, token: str) -> Any:
    """Runs in a worker of Ray, which is made ready by its first task."""
    if not working.is_prepared():
        prepare(job, True)
    if isinstance(given, Task):
        return working.work(given, job, token)
    return working.parse_contents(given.contents, job, token)
