"""Hostile files, large: processor time and peak memory of each, in a process of its own that may take so much and no more.

    python benchmarks/hostile.py            all of them
    python benchmarks/hostile.py zip: pdf:  those whose names begin so
    python benchmarks/hostile.py --cut      files of the corpus and a notice in every format, or those named, cut off at every 1 kB

Exit code 1 where one ends in anything but a result or a clear error, or goes beyond ``SECONDS`` or ``MEMORY``. Linux and macOS.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "load"))

import page_picture  # noqa: E402
from builders import tarred, zipped  # noqa: E402
from formats import FORMATS  # noqa: E402
from harmful import CASES, Case  # noqa: E402

SECONDS = 300.0
MEMORY = 4 << 30  # bytes of address space
STEP, MOST = 1024, 60  # bytes between cuts, and cuts of a file at most
PAGES = 3  # of the notice that is cut
MB = 2**20

RUN = """
import resource, sys, time
from notice_parser import NoticeParserError, parse_all
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
begun = time.process_time()
try:
    notices = parse_all(sys.argv[1])
    said = f"{len(notices)} notices, {sum(len(one.text) for one in notices)} characters"
except NoticeParserError as error:
    said = f"refused: {error.code}"
if sys.platform == "linux":  # what getrusage tells there is no less than what the parent had
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"{time.process_time() - begun:.1f}\\t{peak:.0f}\\t{said}")
"""


def run(case: Case, folder: Path) -> bool:
    """Prints what came of a case; whether it is within the limits."""
    path = folder / "公文"
    data = case.make(case.large)
    path.write_bytes(data)
    size = len(data)
    del data
    command = [sys.executable, "-c", RUN, str(path), str(MEMORY)]
    try:
        got = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        seconds, peak, said = got.stdout.strip().split("\t") if got.returncode == 0 else ("", "", "BROKEN " + got.stderr.strip()[-300:])
    except subprocess.TimeoutExpired:
        seconds, peak, said = f"{SECONDS:.0f}", "", "NOT DONE"
    used = f"{float(peak) / MB:,.0f} MB" if peak else ""
    print(f"{case.name:36} {size:>12,} bytes  {seconds:>6} s  {used:>9}  {said}", flush=True)
    return bool(peak)


def whole_files() -> Iterator[tuple[str, bytes]]:
    """The files of the corpus, and the notice of ``formats`` in every format that can be written here, packed and as an image."""
    for path in sorted((ROOT / "corpus").glob("*/notice.*")):
        yield f"{path.parent.name}/{path.name}", path.read_bytes()
    made = {name: data for name, write, _ in FORMATS if (data := write(PAGES)) is not None}
    yield from made.items()
    members = {f"{n}/通知.{name.lower()}": made[name] for n, name in enumerate(("HTML", "DOCX", "OFD", "XLSX"))}
    yield "ZIP", zipped(members)
    yield "TAR", tarred(members)
    yield "TAR.GZ", gzip.compress(tarred(members), mtime=0)
    if page_picture.FONT is not None:
        page = page_picture.draw_notice()
        small = page.convert("L").convert("P")
        yield from ((kind, page_picture.saved([page, page], kind)) for kind in ("TIFF", "PDF"))
        yield from ((kind, page_picture.saved(small if kind == "GIF" else page, kind)) for kind in ("PNG", "JPEG", "BMP", "GIF"))


def cut(given: Sequence[str]) -> bool:
    """Prints what came of each file, cut off at every 1 kB, a large one at ``MOST`` places; whether all gave a result or a clear error."""
    from notice_parser import NoticeParserError, parse_all

    is_good = True
    for name, data in ((path, Path(path).read_bytes()) for path in given) if given else whole_files():
        read = refused = 0
        begun, slowest = time.perf_counter(), 0.0
        for end in range(0, len(data), max(STEP, len(data) // MOST)):
            at = time.perf_counter()
            try:
                parse_all(data[:end], name=name)
                read += 1
            except NoticeParserError:
                refused += 1
            except Exception as error:
                print(f"{name} at {end}: BROKEN {type(error).__name__}: {error}")
                is_good = False
            slowest = max(slowest, time.perf_counter() - at)
        seconds = time.perf_counter() - begun
        print(f"{name:40} {len(data):>9,} bytes  read {read:4}, refused {refused:4}  {seconds:6.1f} s, slowest {slowest:.1f} s", flush=True)
    return is_good


def main(given: list[str]) -> int:
    """The exit code."""
    if given[:1] == ["--cut"]:
        return 0 if cut(given[1:]) else 1
    wanted = [case for case in CASES if not given or case.name.startswith(tuple(given))]
    with tempfile.TemporaryDirectory() as folder:
        good = [run(case, Path(folder)) for case in wanted]
    return 0 if good and all(good) else 1


if __name__ == "__main__":
    os.environ["RUST_BACKTRACE"] = "0"
    sys.exit(main(sys.argv[1:]))
