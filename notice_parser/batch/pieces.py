"""Parts through any engine, and what becomes of one whose process dies.

A part whose process dies is done in pieces: the content that its note names as the one in hand alone, the others without it;
without a note, halves. A content that ends its process a second time is put in quarantine with the reason. The pieces come
back as records, and the part is then written as any other.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Collection, Iterator
from itertools import count
from typing import Any, Protocol

from msgspec import Struct, structs

from notice_parser.batch.manifest import Content
from notice_parser.batch.memory import EXIT_MEMORY
from notice_parser.batch.notes import Note, read_note
from notice_parser.batch.records import Failure, Record
from notice_parser.batch.work import Done, Job, Task
from notice_parser.errors import NoticeParserError

__all__ = ["Died", "Engine", "Piece", "run_pieces"]


class Died(Exception):
    """A process is no more. ``code``: its exit code, negative for a signal, null where that is not known; ``is_late``: it was ended."""

    def __init__(self, reason: str, code: int | None = None, is_late: bool = False) -> None:
        super().__init__(reason)
        self.code = code
        self.is_late = is_late


class Piece(Struct, frozen=True):
    """Contents of a part that are parsed apart. ``died``: how often the single one has ended its process."""

    part: int
    contents: tuple[Content, ...]
    died: int = 0


class Engine(Protocol):
    """What has processes: takes work, tells what is done, gives its result or raises ``Died``."""

    width: int  # how much it is given at a time

    def submit(self, given: Task | Piece, token: str) -> Any: ...

    def wait(self, handles: Collection[Any]) -> Collection[Any]: ...

    def result(self, handle: Any) -> Any: ...

    def stop(self) -> None: ...


def run_pieces(engine: Engine, tasks: Iterator[Task], job: Job) -> Iterator[Done]:
    """What came of each part, in the order in which they are done. On an error, Ctrl-C included, nothing goes on in the background."""
    pieces = _Pieces(job, tasks)
    running: dict[Any, tuple[Task | Piece, str]] = {}
    tokens = count(1)
    try:
        while True:
            while len(running) < engine.width and (given := pieces.take()) is not None:
                token = f"{given.part}-{next(tokens)}"
                running[engine.submit(given, token)] = given, token
            if not running:
                return
            for handle in engine.wait(running):
                given, token = running.pop(handle)
                try:
                    result = engine.result(handle)
                except Died as died:
                    pieces.split(given, read_note(job.folder, token), died)
                    continue
                if isinstance(given, Task):
                    yield result
                else:
                    pieces.add(given.part, result)
    finally:
        engine.stop()


class _Broken(Struct):
    """A part that is done in pieces: the records so far, and how many contents are still out."""

    task: Task
    records: list[Record]
    n_out: int


class _Pieces:
    """What is to be done, and the parts that are in pieces."""

    def __init__(self, job: Job, tasks: Iterator[Task]) -> None:
        self.job = job
        self.tasks = tasks
        self.waiting: deque[Task | Piece] = deque()
        self.broken: dict[int, _Broken] = {}
        self.retried: set[int] = set()

    def take(self) -> Task | Piece | None:
        """What is to be done next; null where there is nothing now."""
        return self.waiting.popleft() if self.waiting else next(self.tasks, None)

    def split(self, given: Task | Piece, note: Note | None, died: Died) -> None:
        """Does in pieces what has ended its process."""
        part, contents = given.part, given.contents
        if isinstance(given, Task):
            if len(given.known) == len(contents):  # all is parsed, and writing ended it: killed from outside, or there is no memory
                if part in self.retried:
                    raise NoticeParserError("crashed", where=self.job.sink.path, reason=str(died)) from died
                self.retried.add(part)
                self.waiting.append(given)
                return
            self.broken[part] = _Broken(given, [], len(contents))
        if len(contents) == 1 and isinstance(given, Piece) and given.died:
            self.add(part, [Record(contents[0].key, failure=_reason(died, note, self.job))])
        elif note is not None and note.place < len(contents):
            rest = contents[: note.place] + contents[note.place + 1 :]
            alone = Piece(part, (contents[note.place],), 1)
            self.waiting.extend([Piece(part, rest), alone] if rest else [alone])
        elif len(contents) == 1:
            self.waiting.append(Piece(part, contents, 1))
        else:
            middle = len(contents) // 2
            self.waiting.extend([Piece(part, contents[:middle]), Piece(part, contents[middle:])])

    def add(self, part: int, records: list[Record]) -> None:
        """Keeps records of a broken part; once all are there, it is written."""
        broken = self.broken[part]
        broken.records.extend(records)
        broken.n_out -= len(records)
        if broken.n_out == 0:
            self.waiting.append(structs.replace(broken.task, known=tuple(broken.records)))
            del self.broken[part]


def _reason(died: Died, note: Note | None, job: Job) -> Failure:
    """Why a content is in quarantine."""
    if died.code == EXIT_MEMORY:
        return Failure("NoticeParserError", "out_of_memory", {"limit": job.memory_limit})
    limit = job.time_limit
    if limit is not None and (died.is_late or (note is not None and note.seconds >= limit)):
        return Failure("NoticeParserError", "timed_out", {"limit": limit})
    reason = str(died)
    if died.code is not None and died.code < 0:
        try:
            reason = signal.Signals(-died.code).name
        except ValueError:
            reason = f"signal {-died.code}"
    elif died.code is not None:
        reason = f"exit code {died.code}"
    return Failure("NoticeParserError", "crashed", {"reason": reason})
