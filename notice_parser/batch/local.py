"""A batch on one machine: chunks of files to a pool of processes, one JSON file a notice.

A file that fails is reported and passed over. A chunk whose process dies or takes too long is done again file by file, so
that only the file at fault is lost. Outputs are written beside their place and moved there whole; doing a file twice is
harmless.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct, structs

from notice_parser.batch.plan import Plan, Work, make_plan
from notice_parser.errors import NoticeParserError
from notice_parser.options import Options

__all__ = ["Outcome", "Summary", "run_batch"]

_CHUNK = 50  # files a task: at some milliseconds a notice, handing a task over costs little beside it
_TASKS_A_WORKER = 4  # so that a small batch is spread over all workers too
_AHEAD = 3  # tasks handed out per worker
_MOST_WORKERS = 61  # Windows cannot wait for more processes


class Outcome(Struct, frozen=True):
    """What came of one file: its path relative to the input root, an error or null, and the level of ``notice.review``."""

    relative: str
    error: Any = None  # NoticeParserError | None; a class that msgspec need not know
    level: str | None = None


class Summary(Struct, frozen=True):
    """What came of a batch."""

    n_files: int
    n_done: int
    n_skipped: int
    n_look: int
    n_unsafe: int
    failures: tuple[Outcome, ...]


def run_batch(
    inputs: Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    workers: int | None = None,
    options: Options | None = None,
    time_limit: float | None = None,
    indent: int | None = None,
    on_plan: Callable[[Plan], None] | None = None,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> Summary:
    """The summary, after every file under ``inputs`` has its JSON under ``output`` or is among ``failures``.

    ``workers``: processes, as many as there are processors if null; 1 without ``time_limit`` works in this process.
    ``time_limit``: seconds a notice may take. ``on_plan`` and ``on_outcome`` hear what will be done and what was.
    Raises ``LoadError`` for an input that does not exist, ``GrammarError`` before any work, ``NoticeParserError`` if
    ``output`` cannot be made.
    """
    options = options or Options()
    _prepare(options)
    plan = make_plan(inputs, output)
    root = os.path.abspath(output)
    try:
        os.makedirs(root, exist_ok=True)
    except OSError as error:
        raise NoticeParserError("unwritable", where=os.fspath(output), reason=error.strerror or type(error).__name__) from error
    if on_plan:
        on_plan(plan)
    counts = {"none": 0, "look": 0, "unsafe": 0}
    failures: list[Outcome] = []
    for outcome in _outcomes(plan.works, root, workers, options, time_limit, indent):
        if outcome.error is None:
            counts[outcome.level or "none"] += 1
        else:
            failures.append(outcome)
        if on_outcome:
            on_outcome(outcome)
    return Summary(
        n_files=len(plan.works),
        n_done=sum(counts.values()),
        n_skipped=plan.n_skipped,
        n_look=counts["look"],
        n_unsafe=counts["unsafe"],
        failures=tuple(failures),
    )


def _outcomes(
    works: Sequence[Work], root: str, workers: int | None, options: Options, time_limit: float | None, indent: int | None
) -> Iterator[Outcome]:
    """One outcome a file, in the order of ``works``."""
    workers = min(workers or os.cpu_count() or 1, _MOST_WORKERS, max(1, len(works)))
    if workers == 1 and time_limit is None:
        for work in works:
            yield _parse_file(work, root, options, indent)
        return

    from concurrent.futures import CancelledError
    from concurrent.futures import TimeoutError as TimedOut
    from multiprocessing import get_context

    from pebble import ProcessExpired, ProcessFuture, ProcessPool

    pool = ProcessPool(max_workers=workers, context=get_context("spawn"), initializer=_prepare, initargs=(options,))

    def submit(chunk: tuple[Work, ...]) -> ProcessFuture[Any]:
        return pool.schedule(_parse_chunk, args=(chunk, root, options, indent), timeout=time_limit)

    def results_of(chunk: tuple[Work, ...], future: ProcessFuture[Any]) -> list[Outcome]:
        try:
            return list(future.result())
        except (ProcessExpired, CancelledError) as broken:
            if len(chunk) == 1:
                return [Outcome(chunk[0].relative, NoticeParserError("worker", where=chunk[0].relative, reason=str(broken)))]
        except TimedOut:
            if len(chunk) == 1:
                return [Outcome(chunk[0].relative, NoticeParserError("timed_out", where=chunk[0].relative, limit=time_limit))]
        again = [((work,), submit((work,))) for work in chunk]
        return [outcome for single, future in again for outcome in results_of(single, future)]

    size = max(1, min(_CHUNK, len(works) // (workers * _TASKS_A_WORKER)))
    waiting: deque[tuple[tuple[Work, ...], ProcessFuture[Any]]] = deque()
    try:
        for start in range(0, len(works), size):
            chunk = tuple(works[start : start + size])
            waiting.append((chunk, submit(chunk)))
            if len(waiting) >= workers * _AHEAD:
                yield from results_of(*waiting.popleft())
        while waiting:
            yield from results_of(*waiting.popleft())
        pool.close()  # type: ignore[no-untyped-call]  # pebble annotates it by half
    finally:  # on an error, Ctrl-C included, nothing goes on in the background
        pool.stop()  # type: ignore[no-untyped-call]  # pebble annotates it by half
        pool.join()


def _prepare(options: Options) -> None:
    """Loads what every notice needs, before the clock of the first one runs."""
    from notice_parser.grammar import load_grammars

    load_grammars(options.grammars)


def _parse_chunk(chunk: tuple[Work, ...], root: str, options: Options, indent: int | None) -> list[Outcome]:
    return [_parse_file(work, root, options, indent) for work in chunk]


def _parse_file(work: Work, root: str, options: Options, indent: int | None) -> Outcome:
    from notice_parser.load import load
    from notice_parser.pipeline import parse_loaded

    try:
        source = structs.replace(load(work.path, options=options), path=work.relative)
        notice = parse_loaded(source, options=options)
        _write(os.path.join(root, *work.output.split("/")), notice.to_json(indent) + "\n")
    except NoticeParserError as error:
        return Outcome(work.relative, error)
    except Exception as error:  # a fault of ours in one notice must not end a run of thousands; it is told with the file
        return Outcome(work.relative, NoticeParserError("worker", where=work.relative, reason=f"{type(error).__name__}: {error}"))
    return Outcome(work.relative, None, notice.review.level)


def _write(path: str, text: str) -> None:
    """Writes the file whole or not at all."""
    folder = os.path.dirname(path)
    draft = os.path.join(folder, f".{os.getpid()}.tmp")
    try:
        os.makedirs(folder, exist_ok=True)
        try:
            with open(draft, "wb") as file:
                file.write(text.encode("utf-8"))
            os.replace(draft, path)
        except BaseException:
            if os.path.exists(draft):
                os.remove(draft)
            raise
    except OSError as error:
        raise NoticeParserError("unwritable", where=path, reason=error.strerror or type(error).__name__) from error
