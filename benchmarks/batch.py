"""A large batch: speed with one worker and two, the machinery's share, the driver's memory, kills and what comes of them.

    python benchmarks/batch.py [--files 20000] [--kill]

Files are made in a temporary folder from the corpus's texts, each with a number of its own, so that no two are copies.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from notice_parser.batch import Summary, batch

ROOT = Path(__file__).resolve().parent.parent
A_FOLDER = 1000
TIME_LIMIT = 60.0


def make_files(folder: Path, count: int) -> None:
    """Writes so many notices."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted((ROOT / "corpus").glob("*/notice.txt"))]
    for number in range(count):
        path = folder / f"{number // A_FOLDER:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{texts[number % len(texts)]}\n附注：第{number}份\n", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")


def peak_memory() -> int:
    """Kilobytes that this process has used at most; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def run(folder: Path, output: Path, workers: int) -> tuple[Summary, float]:
    """The summary of a batch, and the seconds that it took."""
    begun = time.perf_counter()
    summary = batch(folder, output, workers=workers, time_limit=TIME_LIMIT)
    return summary, time.perf_counter() - begun


def killed_at(folder: Path, output: Path, share: float, count: int) -> None:
    """Begins a batch in a process of its own, and kills it with all its workers once a share of the files is done."""
    command = [sys.executable, "-m", "notice_parser", "batch", str(folder), "-o", str(output), "--workers", "2"]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL)
    parts = Path(f"{output}.work") / "parts"
    wanted = share * -(-count // 200)
    while process.poll() is None and not (parts.is_dir() and len(os.listdir(parts)) >= wanted):
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--kill", action="store_true", help="kill everything at 30 % and at 70 %, go on, and compare the bytes")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        make_files(base / "in", given.files)
        times = {}
        for workers in (2, 1):
            summary, times[workers] = run(base / "in", base / f"{workers}.jsonl", workers)
            failed = ", ".join(f"{one.relative} {one.error.code}" for one in summary.failures)
            rate = given.files / times[workers]
            print(f"{workers} workers: {times[workers]:.1f} s, {rate:.1f} notices/s, {summary.n_done} done, failed: {failed}")
            print(f"  driver's peak: {peak_memory() // 1024} MB")
        print(f"two workers against one: {times[1] / times[2]:.2f}")
        same = (base / "1.jsonl").read_bytes() == (base / "2.jsonl").read_bytes()
        print(f"the same bytes: {same}")
        (base / "in" / "one_more.txt").write_text("岚川市水务局关于值守的通知", encoding="utf-8")
        summary, seconds = run(base / "in", base / "2.jsonl", 1)
        print(f"one file more: {summary.n_parsed} parsed, {seconds:.1f} s")
        (base / "in" / "one_more.txt").unlink()
        if given.kill and os.name != "nt":
            for share in (0.3, 0.7):
                killed_at(base / "in", base / "killed.jsonl", share, given.files)
            summary, _ = run(base / "in", base / "killed.jsonl", 2)
            same = (base / "1.jsonl").read_bytes() == (base / "killed.jsonl").read_bytes()
            print(f"killed at 30 % and 70 %: {summary.n_parsed} parsed after the second, the same bytes: {same}")


if __name__ == "__main__":
    main()
