"""A large batch: speed with one worker and two, the machinery's share, the driver's memory, poison, kills and what comes of them.

    python benchmarks/batch.py [--files 20000] [--scaling 2000] [--folder DIR]
    python benchmarks/batch.py --engine ray [--files 2000]

Files are made in a temporary folder: text, web pages, DOCX and PDF, each with a number of its own, so that no two are copies; and
poison among them, which hangs, dies of a signal, takes 2 GB, or is damaged. One worker and two are compared on tiny notices (two
hundred characters) and on those of the corpus that are as long as most real ones (a thousand and more). Other load on the machine makes
the times longer; the shares are of processor time.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from notice_parser import model, pipeline
from notice_parser.batch import batch
from notice_parser.batch import work as working
from notice_parser.batch.notes import look_at_note

ROOT = Path(__file__).resolve().parent.parent
A_FOLDER = 500
TIME_LIMIT = 20.0
MEMORY_LIMIT = 1 << 30
POISON = {"hang": "timed_out", "crash": "crashed", "memory": "out_of_memory", "corrupt": "damaged"}
A_POISON = 1000  # files for each set of poison
SINKS = ("out.parquet", "out.duckdb", "out.sqlite", "out.xlsx", "folder")
REAL_CHARS = 1000  # of a notice of the corpus that is as long as real ones
A_LINE = 30  # characters that a page is wide
A_PAGE = 26  # lines
LINES = (
    "岚川市人民政府办公室文件",
    "岚政办发〔2023〕{number}号",
    "岚川市人民政府办公室关于做好第{number}号值守工作的通知",
    "各镇人民政府，市政府各部门：",
    "根据《青岚省防汛条例》，现将有关事项通知如下。",
    "一、总体要求",
    "各单位要于2023年5月10日前完成检查，全市共检查水库{number}座，比上年增加12座。",
    "二、工作安排",
    "（一）加强领导。各单位主要负责人为第一责任人。",
    "岚川市人民政府办公室",
    "2023年4月25日",
)

# a process that may not keep what it compiles compiles all of the package anew, and would count it as loading
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
REAL_PARSE = pipeline.parse_all


def prepare(job: working.Job, is_worker: bool = False) -> None:
    """Makes a worker ready whose parser does what poison does."""
    pipeline.parse_all = parse_poisoned
    # that of the worker's own module: Ray would send a copy of the driver's, which would make a copy of the module ready
    working.prepare(job, is_worker)


def parse_poisoned(source: Any, *, name: str | None = None, **values: Any) -> tuple[model.Notice, ...]:
    """The notices of a file, or what the name of a poisonous one says."""
    what = (name or "").partition("-")[0]
    if what == "hang":
        if "ray" in sys.modules:  # so deep that no alarm or watch of the worker ends it: the driver has to cancel the task
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            faulthandler.cancel_dump_traceback_later()
        time.sleep(600)
    elif what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif what == "memory":
        return (bytes(2 << 30), ())[1]
    return REAL_PARSE(source, name=name, **values)


def tiny(number: int) -> list[str]:
    """The lines of a notice of two hundred characters."""
    return [line.format(number=number) for line in LINES]


@cache
def _long_texts() -> tuple[str, ...]:
    texts = []
    for path in sorted((ROOT / "corpus").glob("*/notice.txt")):
        with suppress(UnicodeDecodeError):  # of an older encoding
            texts.append(path.read_text(encoding="utf-8"))
    return tuple(text for text in texts if len(text) >= REAL_CHARS)


def long(number: int) -> list[str]:
    """The lines of a notice of the corpus that is as long as most real ones, with a number of its own at its end."""
    texts = _long_texts()
    return [*texts[number % len(texts)].splitlines(), f"（共印{number}份）"]


def make_files(folder: Path, count: int, lines_of: Callable[[int], list[str]] = tiny) -> None:
    """Writes so many files: of ten, five are text, three web pages, one is DOCX, one PDF."""
    makers: tuple[tuple[str, Callable[[list[str]], bytes]], ...] = (
        *(("txt", lambda lines: "\n".join(lines).encode()),) * 5,
        *(("html", _page),) * 3,
        ("docx", _docx),
        ("pdf", _pdf),
    )
    for number in range(count):
        suffix, make = makers[number % len(makers)]
        path = folder / f"{number // A_FOLDER:03}" / f"{number:06}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make(lines_of(number + 1)))
        if number % A_POISON == A_POISON // 2:
            for what in POISON:
                (path.parent / f"{what}-{number}.pdf").write_bytes(b"%%PDF-1.7\n%d 0 obj\n<<" % number + what.encode())


def _page(lines: list[str]) -> bytes:
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    head = f'<meta charset="utf-8"><title>{escape(lines[2])}</title>'
    return f'<html><head>{head}</head><body><div class="content">{body}</div></body></html>'.encode()


def _docx(lines: list[str]) -> bytes:
    from zipfile import ZipFile

    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    data = BytesIO()
    with ZipFile(data, "w") as package:
        package.writestr("word/document.xml", f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return data.getvalue()


def _pdf(lines: list[str]) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = BytesIO()
    canvas = Canvas(data, pagesize=(595, 842))
    pieces = [line[start : start + A_LINE] for line in lines for start in range(0, len(line), A_LINE)]
    for first in range(0, len(pieces), A_PAGE):
        canvas.setFont("STSong-Light", 16)
        for place, line in enumerate(pieces[first : first + A_PAGE]):
            canvas.drawString(60, 770 - 28 * place, line)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def drive(folder: str, output: str, workers: int, is_poisoned: bool, engine: str) -> None:
    """A batch in this process; prints what it took as JSON."""
    import resource

    if is_poisoned:
        working.prepare = prepare
    begun = time.perf_counter()
    summary = batch(folder, output, workers=workers, time_limit=TIME_LIMIT, memory_limit=MEMORY_LIMIT, engine=engine)
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "seconds": time.perf_counter() - begun,
        "cpu_driver": own.ru_utime + own.ru_stime,
        "cpu_workers": others.ru_utime + others.ru_stime,
        "driver_mb": own.ru_maxrss / 1024,
        "worker_mb": others.ru_maxrss / 1024,
        "done": summary.n_done,
        "parsed": summary.n_parsed,
        "failed": {one.relative: one.error.code for one in summary.failures},
    }
    print(json.dumps(told))


def parse_plainly(folder: str) -> None:
    """Parses every file without the machinery; prints the processor time, that of loading left out, and that of loading."""
    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    for path in paths[:20]:  # of every format
        _attempt(path)
    loaded = time.process_time()
    for path in paths:
        _attempt(path)
    print(json.dumps({"cpu": time.process_time() - loaded, "loading": loaded}))


def _attempt(path: Path) -> None:
    for notice in pipeline.parse_all(path, name=path.name):
        notice.to_json()


def run(*arguments: object, engine: str = "local") -> dict[str, Any]:
    """What this script prints in a process of its own."""
    command = [sys.executable, __file__, *map(str, arguments), "--engine", engine]
    return dict(json.loads(subprocess.run(command, stdout=subprocess.PIPE, env=COMPILED, check=True).stdout))


def killed_at(folder: Path, output: Path, share: float, count: int) -> None:
    """Begins a batch in a process of its own, and kills it with all its workers once a share of the files is done; before, one worker."""
    process = subprocess.Popen(
        [sys.executable, __file__, "--drive", str(folder), str(output), "2", "1"], start_new_session=True, env=COMPILED
    )
    parts = Path(f"{output}.work") / "parts"
    wanted = share * -(-count // min(200, -(-count // 64)))  # as the manifest cuts them
    is_struck = False
    while process.poll() is None and _count(parts) < wanted:
        if not is_struck and _count(parts) > wanted / 2 and (worker := _a_worker(Path(f"{output}.work"), process.pid)):
            os.kill(worker, signal.SIGKILL)
            is_struck = True
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _count(parts: Path) -> int:
    return len(os.listdir(parts)) if parts.is_dir() else 0


def _a_worker(work: Path, driver: int) -> int | None:
    """A process that is at a notice: its note says so."""
    for path in (work / "tmp").glob("at-*"):
        note = look_at_note(str(work), path.name.removeprefix("at-"))
        if note is not None and note.pid != driver:
            return note.pid
    return None


def in_sink(output: Path) -> Iterator[str]:
    """The path of every notice in an output, as often as it stands there."""
    if output.suffix == ".parquet":
        from notice_parser import open_archive

        yield from open_archive(output).arrow("notices").column("path").to_pylist()
    elif output.suffix == ".duckdb":
        import duckdb

        with duckdb.connect(str(output), read_only=True) as base:
            yield from (row[0] for row in base.execute("SELECT path FROM notices").fetchall())
    elif output.suffix == ".sqlite":
        with sqlite3.connect(output) as other:
            yield from (row[0] for row in other.execute("SELECT path FROM notices"))
    elif output.suffix == ".xlsx":
        import openpyxl

        sheet = openpyxl.load_workbook(output, read_only=True)["归档文件目录"]
        rows = sheet.iter_rows(values_only=True)
        place = next(rows).index("路径")
        yield from (str(row[place]) for row in rows)
    elif output.suffix == ".jsonl":
        with output.open("rb") as file:
            yield from (json.loads(line)["source"]["path"] for line in file)
    else:
        yield from (
            path.relative_to(output).as_posix().removesuffix(".json")
            for path in output.rglob("*.json")
            if ".notice-parser" not in str(path)
        )


def measure_scaling(base: Path, count: int, lines_of: Callable[[int], list[str]]) -> None:
    """One worker, two, and no machinery, on the same files, twice in turns; the better of each."""
    folder = base / "scaling" / lines_of.__name__
    make_files(folder, count, lines_of)
    for path in folder.rglob("*-*.pdf"):
        path.unlink()
    plain: list[dict[str, Any]] = []
    ran: dict[int, list[dict[str, Any]]] = {1: [], 2: []}
    for turn in range(2):
        plain.append(run("--plain", folder))
        for workers in ran:
            ran[workers].append(run("--drive", folder, base / f"{lines_of.__name__}-{turn}-{workers}.jsonl", workers, 0))
    best = {workers: min(some, key=lambda one: one["seconds"]) for workers, some in ran.items()}
    one, two = best[1]["seconds"], best[2]["seconds"]
    load = os.getloadavg()[0]
    print(f"{count} {lines_of.__name__} notices, load {load:.1f}: one worker {one:.1f} s, two {two:.1f} s: {one / two:.2f} times")
    cpu = min(one["cpu"] for one in plain)
    loading = min(one["loading"] for one in plain)
    for workers, some in ran.items():
        total = min(one["cpu_driver"] + one["cpu_workers"] for one in some)
        print(
            f"  {workers} workers: {total:.1f} s of processor time, plain parsing {cpu:.1f}, loading {loading:.1f} a process;"
            f" the machinery {(total - cpu - loading * (workers + 1)) / cpu:+.1%}"
        )
    print(f"  {cpu / count * 1000:.1f} ms a notice; driver's peak {best[2]['driver_mb']:.0f} MB, a worker's {best[2]['worker_mb']:.0f} MB")


def measure_exactness(base: Path, count: int) -> None:
    """Two workers with poison; the same killed twice and resumed; every sink."""
    folder = base / "in"
    make_files(folder, count)
    paths = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    bad = {path: POISON[path.rpartition("/")[2].partition("-")[0]] for path in paths if "-" in path}
    plain = base / "plain" / "out.jsonl"
    plain.parent.mkdir()
    whole = run("--drive", folder, plain, 2, 1)
    cpu = whole["cpu_driver"] + whole["cpu_workers"]
    print(f"{count} files, {len(bad)} poisonous, load {os.getloadavg()[0]:.1f}, two workers: {whole['seconds']:.0f} s, CPU {cpu:.0f} s")
    print(f"  {whole['done']} done; driver's peak {whole['driver_mb']:.0f} MB")
    print(f"  every poisonous file in quarantine with its reason: {whole['failed'] == bad}")
    found = sorted(in_sink(plain))
    print(f"  every good notice once: {found == sorted(paths - set(bad))}")
    killed = base / "killed" / "out.jsonl"
    killed.parent.mkdir()
    for share in (0.3, 0.7):
        killed_at(folder, killed, share, count)
    last = run("--drive", folder, killed, 2, 1)
    is_same = plain.read_bytes() == killed.read_bytes()
    print(f"killed at 30 % and 70 %, a worker before each: {last['parsed']} parsed after the second; the same bytes: {is_same}")
    for name in SINKS:
        output = base / "sinks" / name
        work = output / ".notice-parser" if name in ("folder", "out.parquet") else Path(f"{output}.work")
        work.parent.mkdir(parents=True)
        shutil.copytree(f"{plain}.work", work)
        again = run("--drive", folder, output, 2, 1)
        is_exact = sorted(in_sink(output)) == found
        print(f"  {name}: {again['parsed']} parsed again, every good notice once: {is_exact}; {again['seconds']:.0f} s")
        shutil.rmtree(base / "sinks")
    (folder / "one_more.txt").write_text("岚川市水务局关于值守的通知", encoding="utf-8")
    before = _count(Path(f"{plain}.work") / "parts")
    again = run("--drive", folder, plain, 2, 1)
    print(f"one file more: {again['parsed']} parsed, {_count(Path(f'{plain}.work') / 'parts') - before} new part, {again['seconds']:.1f} s")


def measure_cluster(base: Path, count: int) -> None:
    """The same files, poison among them, by the local engine and by Ray, of whose workers one is killed and one hangs."""
    folder = base / "in"
    make_files(folder, count)
    local, ray = base / "local.jsonl", base / "ray.jsonl"
    told = run("--drive", folder, local, 2, 1)
    command = [sys.executable, __file__, "--drive", str(folder), str(ray), "2", "1", "--engine", "ray"]
    environment = {**COMPILED, "RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    work = Path(f"{ray}.work")
    struck = None
    while process.poll() is None and struck is None:
        time.sleep(0.05)
        if _count(work / "parts") > 5 and (struck := _a_worker(work, process.pid)):
            os.kill(struck, signal.SIGKILL)
    told_of_ray = json.loads(process.communicate()[0].splitlines()[-1])
    is_same = local.read_bytes() == ray.read_bytes()
    print(f"{count} files, load {os.getloadavg()[0]:.1f}: by Ray {told_of_ray['seconds']:.0f} s, here {told['seconds']:.0f} s")
    print(f"  a worker killed: {struck is not None}; {len(told['failed'])} poisonous files, those that hang cancelled")
    print(f"  the same failures: {told['failed'] == told_of_ray['failed']}; the same bytes: {is_same}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, help="20,000 if nothing is said, with Ray 2,000; 0 for none")
    parser.add_argument("--scaling", type=int, default=2_000, help="files of the comparison of one worker with two")
    parser.add_argument("--folder", help="where the files are made, kept afterwards")
    parser.add_argument("--engine", default="local", help="ray: the same files by Ray and by the local engine, and no more")
    parser.add_argument("--drive", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--plain", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.drive:
        drive(given.drive[0], given.drive[1], int(given.drive[2]), given.drive[3] == "1", given.engine)
    elif given.plain:
        parse_plainly(given.plain)
    else:
        with tempfile.TemporaryDirectory() as name:
            base = Path(given.folder or name)
            base.mkdir(parents=True, exist_ok=True)
            if given.engine == "ray":
                measure_cluster(base, given.files or 2000)
                return
            if given.scaling:
                measure_scaling(base, given.scaling, tiny)
                measure_scaling(base, given.scaling // 2, long)
            files = 20_000 if given.files is None else given.files
            if files:
                small = base / "small"
                make_files(small, 1000)
                print(f"1000 files: driver's peak {run('--drive', small, base / 'small.jsonl', 2, 1)['driver_mb']:.0f} MB")
                measure_exactness(base, files)


if __name__ == "__main__":
    main()
