"""A batch from its inputs to its output: plan, parts, output, report. Stopped anywhere, it goes on where it was."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from typing import Protocol

from msgspec import Struct, structs

from notice_parser.batch import rules
from notice_parser.batch.cache import prepare_cache
from notice_parser.batch.digests import digest_of
from notice_parser.batch.durable import clear_drafts, locked
from notice_parser.batch.inputs import check_inputs
from notice_parser.batch.items import Columns, Item
from notice_parser.batch.local import Local
from notice_parser.batch.manifest import Counts, Manifest, Outcome, Stock
from notice_parser.batch.memory import can_limit_memory, default_workers
from notice_parser.batch.plan import scan
from notice_parser.batch.records import part_path
from notice_parser.batch.report import write_report
from notice_parser.batch.sinks import Sink, finish, form_of, prepare_sink, work_folder
from notice_parser.batch.spool import Spool, drop, spooling
from notice_parser.batch.work import Done, Job, Task
from notice_parser.errors import NoticeParserError, OptionError
from notice_parser.options import Options

__all__ = ["ENGINES", "Plan", "Summary", "batch"]

ENGINES = ("local", "ray")
_MOST_FAILURES = 1000  # that a summary holds


class _How(Struct, frozen=True):
    """How a plan is made."""

    fingerprint: str
    columns: Columns | None
    part_size: int | None
    is_forced: bool
    is_retrying: bool


class _Engine(Protocol):
    """What has the processes of a run."""

    def begin(self) -> None: ...

    def run(self, tasks: Iterator[Task]) -> Iterator[Done]: ...

    def close(self) -> None: ...


class Plan(Struct, frozen=True):
    """What a run comes to: its counts, what files there are, and path and files of each notice whose pages are put together."""

    counts: Counts
    stock: tuple[Stock, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def n_files(self) -> int:
        """How many files there are."""
        return self.counts.n_files


class Summary(Struct, frozen=True):
    """What came of a batch. Counts are of all files of the output; ``n_parsed`` contents were parsed in this run.

    ``failures``: the first thousand of ``n_failed``, in the order of their paths; all are in ``report.json``.
    ``report``: the path of ``report.html``; null after a dry run.
    """

    n_files: int
    n_done: int
    n_skipped: int
    n_look: int
    n_unsafe: int
    failures: tuple[Outcome, ...]
    n_failed: int = 0
    n_parsed: int = 0
    n_duplicates: int = 0
    report: str | None = None
    plan: Plan | None = None


def batch(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    to: str | None = None,
    workers: int | None = None,
    options: Options | None = None,
    time_limit: float | None = None,
    memory_limit: int | None = None,
    indent: int | None = None,
    only: str | None = None,
    is_catalogue: bool = False,
    columns: Columns | None = None,
    part_size: int | None = None,
    is_forced: bool = False,
    is_retrying: bool = False,
    is_dry: bool = False,
    engine: str = "local",
    address: str | None = None,
    cache: str | os.PathLike[str] | None = None,
    on_plan: Callable[[Plan], None] | None = None,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> Summary:
    """The summary, after every file under ``inputs`` has its record in ``output`` or is among the failures.

    What an earlier run into the same output has done is kept, unless the file, the rules or the options have changed.

    ``to``: the form of the output, where its name does not tell (``json``, a folder; ``jsonl parquet duckdb sqlite xlsx csv``).
    ``workers``: processes, as many as there are processors if null; 1 without limits works in this process.
    ``time_limit``, ``memory_limit``: seconds and bytes that a notice may take. ``only``: a document class.
    ``columns``: of inputs that are tables. ``part_size``: contents a part. ``is_forced``: everything is parsed again;
    ``is_retrying``: what failed is. ``is_dry``: nothing is parsed or written. ``engine``: ``local``, or ``ray`` at ``address``.
    ``cache``: a folder where loaded sources are kept, so that new rules do not read scans again.
    ``on_plan`` and ``on_outcome`` hear what will be done and what was.

    Raises ``LoadError`` for an input that does not exist, ``GrammarError`` and ``OptionError`` before any work,
    ``NoticeParserError`` if ``output`` cannot be written or another run is at it.
    """
    options = options or Options()
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    path = os.path.abspath(output)
    form = form_of(os.fspath(output), to)
    sink = Sink(path=path, form=form, indent=indent if form == "json" else None, only=only, is_catalogue=is_catalogue)
    _check(sink, engine, memory_limit)
    check_inputs([os.fspath(one) for one in given])
    prepare_sink(sink)
    folder = work_folder(sink)
    job = Job(
        folder=folder,
        sink=sink,
        options=options,
        rules=rules.in_force(options),
        time_limit=time_limit,
        memory_limit=memory_limit,
        cache=None if cache is None else os.path.abspath(cache),
    )
    kept = os.path.join(folder, "manifest.sqlite")
    running = _engine(engine, job, workers or default_workers(memory_limit), part_size, address)
    with _told_as_unwritable(path), closing(running):
        if not is_dry and not os.path.exists(kept):  # all is to be parsed: the workers load while this process plans
            running.begin()
        fingerprint = _fingerprint(job)
        if is_dry:
            return _dry_run(given, job, _How(fingerprint, columns, part_size, is_forced, is_retrying), on_plan)
        if job.cache is not None:
            prepare_cache(job.cache)
        for name in ("parts", "tmp"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        with locked(os.path.join(folder, "lock"), path), closing(Manifest(kept)) as manifest:
            clear_drafts(os.path.join(folder, "tmp"))
            how = _How(fingerprint, columns, part_size, is_forced, is_retrying)
            with spooling(folder) as spool:
                counts = _plan(manifest, given, job, how, spool)
            plan = Plan(counts, tuple(manifest.stock()), tuple(manifest.groups()))
            if on_plan:
                on_plan(plan)
            n_parsed = _work(manifest, job, running, on_outcome)
            finish(sink, manifest, folder)
            manifest.forget_outputs()
            _clear(manifest, folder)
            report = write_report(manifest, folder, n_skipped=counts.n_skipped, n_parsed=n_parsed)
            return _summary(manifest, plan, n_parsed, report)


def _check(sink: Sink, engine: str, memory_limit: int | None) -> None:
    if engine not in ENGINES:
        raise OptionError("bad_option", option="engine", reason=engine, mend="、".join(ENGINES))
    if engine == "ray":
        from notice_parser.batch.cluster import check_ray

        check_ray()
    if memory_limit is not None and not can_limit_memory():
        raise OptionError("bad_option", option="memory_limit", reason="psutil", mend="pip install psutil")
    if sink.is_catalogue and sink.form not in ("xlsx", "csv"):
        raise OptionError("bad_option", option="catalogue", reason=sink.form, mend="give an output .xlsx or .csv")


def _engine(engine: str, job: Job, workers: int, part_size: int | None, address: str | None) -> _Engine:
    if engine == "ray":
        from notice_parser.batch.cluster import Cluster

        return Cluster(job, workers, address)
    return Local(job, workers, part_size)


def _work(manifest: Manifest, job: Job, engine: _Engine, on_outcome: Callable[[Outcome], None] | None) -> int:
    """How many contents were parsed, after every part is done and in the output."""
    n_parsed = 0
    waiting = _waiting(manifest, job, on_outcome)
    if (first := next(waiting, None)) is None:  # no processes for nothing
        return 0
    for done in engine.run(chain((first,), waiting)):
        n_parsed += sum(one.seconds is not None for one in done.results)
        manifest.record(done.part, done.results, done.signature, done.unwritten)
        if on_outcome:
            for outcome in manifest.outcomes(done.part):
                on_outcome(outcome)
    return n_parsed


def _plan(manifest: Manifest, given: Sequence[str | os.PathLike[str]], job: Job, how: _How, spool: Spool | None) -> Counts:
    """The plan; ``spool`` takes what no file of its own holds, null for a dry run, which reads everything."""
    for part in manifest.parts():
        if not os.path.exists(part_path(job.folder, part)):
            manifest.reopen(part)
    # under other rules all will be parsed: packed inputs have to be read
    is_trusting = manifest.get("fingerprint") == how.fingerprint and not how.is_forced
    counts = _planned(manifest, given, job, how, spool, is_trusting)
    if is_trusting and spool is not None and manifest.lacking(spool.has):
        again = _planned(manifest, given, job, structs.replace(how, is_retrying=False), spool, False)
        return structs.replace(again, n_new_parts=counts.n_new_parts + again.n_new_parts, n_removed=counts.n_removed)
    return counts


def _planned(
    manifest: Manifest, given: Sequence[str | os.PathLike[str]], job: Job, how: _How, spool: Spool | None, is_trusting: bool
) -> Counts:
    through = manifest.packed(how.columns, job.options.group, is_trusting).items_of
    items = scan(given, shut=_shut(job), columns=how.columns, group=job.options.group, through=through)
    return manifest.plan(
        items if spool is None else _spooled(items, spool.put),
        fingerprint=how.fingerprint,
        environment=_environment(),
        part_size=how.part_size,
        is_forced=how.is_forced,
        is_retrying=how.is_retrying,
        limits=(job.time_limit, job.memory_limit),
    )


def _waiting(manifest: Manifest, job: Job, on_outcome: Callable[[Outcome], None] | None) -> Iterator[Task]:
    """The parts that are not parsed, or not in the output as they should be; the others are told as done."""
    how = job.sink.signature()
    for part in manifest.parts():
        signature = manifest.signature(part, how)
        is_done = manifest.is_done(part) and os.path.exists(part_path(job.folder, part))
        is_published = manifest.published(part) == signature and is_done
        if is_published:
            if on_outcome:
                for outcome in manifest.outcomes(part):
                    on_outcome(outcome)
            continue
        contents = () if is_done else manifest.contents(part)
        entries = manifest.entries(part)
        yield Task(part, contents, entries, signature, is_published=not job.sink.is_folder)


def _summary(manifest: Manifest, plan: Plan, n_parsed: int, report: str) -> Summary:
    counts = {"none": 0, "look": 0, "unsafe": 0}
    failures: list[Outcome] = []
    n_failed = 0
    for outcome in manifest.outcomes():
        if outcome.error is None:
            counts[outcome.level or "none"] += 1
            continue
        n_failed += 1
        if n_failed <= _MOST_FAILURES:
            failures.append(outcome)
    return Summary(
        n_files=plan.counts.n_files,
        n_done=sum(counts.values()),
        n_skipped=plan.counts.n_skipped,
        n_look=counts["look"],
        n_unsafe=counts["unsafe"],
        failures=tuple(failures),
        n_failed=n_failed,
        n_parsed=n_parsed,
        n_duplicates=plan.counts.n_duplicates,
        report=report,
        plan=plan,
    )


def _dry_run(given: Sequence[str | os.PathLike[str]], job: Job, how: _How, on_plan: Callable[[Plan], None] | None) -> Summary:
    """The plan, made against a copy of the manifest in memory; nothing is written."""
    kept = os.path.join(job.folder, "manifest.sqlite")
    with closing(Manifest(":memory:")) as manifest:
        if os.path.exists(kept):
            manifest.copy_from(kept)
        counts = _plan(manifest, given, job, how, None)
        plan = Plan(counts, tuple(manifest.stock()), tuple(manifest.groups()))
    if on_plan:
        on_plan(plan)
    return Summary(counts.n_files, 0, counts.n_skipped, 0, 0, (), n_duplicates=counts.n_duplicates, plan=plan)


def _shut(job: Job) -> tuple[str, ...]:
    """Where the batch writes, which is no input."""
    return (job.sink.path, job.folder, *([] if job.cache is None else [job.cache]))


def _spooled(items: Iterator[Item | None], put: Callable[[str, bytes], None]) -> Iterator[Item | None]:
    """The items; what no file of their own holds is kept until it is parsed."""
    for item in items:
        if item is None or item.data is None:
            yield item
            continue
        digest = digest_of(item)
        put(digest, item.data)
        yield structs.replace(item, digest=digest, data=None)


def _clear(manifest: Manifest, folder: str) -> None:
    """Removes the parts that no content is in, and the spool."""
    live = {os.path.basename(part_path(folder, part)) for part in manifest.parts()}
    for name in sorted(os.listdir(os.path.join(folder, "parts"))):
        if name not in live:
            os.remove(os.path.join(folder, "parts", name))
    drop(folder)
    clear_drafts(os.path.join(folder, "tmp"))


def _fingerprint(job: Job) -> str:
    """Of what decides on the records: program, rules, options."""
    return hashlib.sha256(f"{job.rules} {job.options.to_dict()}".encode()).hexdigest()


def _environment() -> str:
    """What reads each format here, with versions."""
    from notice_parser.load.formats import doctor_lines

    return "\n".join(doctor_lines("en"))


@contextmanager
def _told_as_unwritable(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise NoticeParserError("unwritable", where=error.filename or path, reason=reason) from error
    except sqlite3.Error as error:
        raise NoticeParserError("unwritable", where=path, reason=str(error)) from error
