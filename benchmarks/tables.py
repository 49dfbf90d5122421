"""Accuracy and speed on generated table PDFs, by class; other engines on the same pages in the same run.

    python benchmarks/tables.py [N] [--peers pdfplumber,tablers,lattice,network] [--pages 230]

The engines are ``pdfplumber``, ``tablers``, and camelot's ``lattice`` and ``network`` (``pip install camelot-py``), which take seconds a
page; one that is not installed is left out and named. Cells count where text and column agree, rows paired in order; merged cells in
every place. A header counts where the whole path agrees; peers give no paths, so their headers are the last printed row of it.
``--pages`` prints one table over so many pages and tells the peak of the memory. Times are of the processor, so that what else runs
on the machine counts little; only figures of one run compare.

Pages of prose with gaps are read too: every table found there is a false one.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "tables"))

from page_printer import STYLES, Printed, print_nth, print_table  # noqa: E402
from prose_printer import PROSE, print_prose  # noqa: E402

from notice_parser.pipeline import find_tables  # noqa: E402

Grid = list[list[str]]


def cases(n: int) -> list[Printed]:
    """``n`` tables of every style, through all the shapes."""
    return [print_nth(seed, style, real=seed // 3 % 2 == 1) for style in STYLES for seed in range(n)]


def hits(truth: Grid, answer: Grid) -> int:
    """Most cells that agree when rows are paired in order."""
    best = [0] * (len(answer) + 1)
    for want in truth:
        row, diagonal = [0], best
        for j, got in enumerate(answer):
            row.append(max(row[j], best[j + 1], diagonal[j] + sum(a == b != "" for a, b in zip(want, got, strict=False))))
        best = row
    return best[-1]


def squeezed(grid: Grid) -> Grid:
    return [["".join((cell or "").split()) for cell in row] for row in grid]


def filled(grid: Grid) -> int:
    return sum(1 for row in grid for cell in row if cell)


def ours(case: Printed) -> tuple[list[str], Grid, int]:
    tables = find_tables(case.data)
    if not tables:
        return [], [], 0
    first = max(tables, key=lambda table: len(table.raw))
    return [column.name or "" for column in first.columns], [list(row) for row in first.raw], len(tables)


def by_pdfplumber(data: bytes) -> list[Grid]:
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as document:
        return [[[cell or "" for cell in row] for row in table] for page in document.pages for table in page.extract_tables()]


def by_tablers(data: bytes) -> list[Grid]:
    from tablers import Document
    from tablers import find_tables as find

    document = Document(bytes=data)
    try:
        return [[[cell.text or "" for cell in row] for row in table.to_list()] for page in document.pages() for table in find(page)]
    finally:
        document.close()


def by_camelot(flavor: str) -> Callable[[bytes], list[Grid]]:
    def run(data: bytes) -> list[Grid]:
        import camelot

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.pdf"
            path.write_bytes(data)
            return [table.df.values.tolist() for table in camelot.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True)]

    return run


PEERS: dict[str, tuple[str, Callable[[bytes], list[Grid]]]] = {
    "pdfplumber": ("pdfplumber", by_pdfplumber),
    "tablers": ("tablers", by_tablers),
    "lattice": ("camelot", by_camelot("lattice")),
    "network": ("camelot", by_camelot("network")),
}


def text_only(data: bytes) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()


def our_text_only(data: bytes) -> None:
    from notice_parser.load import load

    load(data)


def f1(hit: int, want: int, got: int) -> float:
    return 2 * hit / (want + got) if want + got else 1.0


def count(case: Printed, figures: dict[str, dict[str, int]]) -> None:
    """Adds what we read of a case to its style and kind."""
    names, body, n_tables = ours(case)
    want, got = squeezed(case.body), squeezed(body)
    for label in (case.style, f"{case.style}: {case.kind}"):
        t = figures[label]
        t["n"] += 1
        t["exact"] += names == case.names and got == want
        t["one"] += n_tables == 1
        t["head"] += sum(a == b for a, b in zip(names, case.names, strict=False))
        t["head_want"] += len(case.names)
        t["head_got"] += sum(map(bool, names))
        t["cell"] += hits(want, got)
        t["want"] += filled(want)
        t["got"] += filled(got)


def count_peer(case: Printed, peer: str, tables: list[Grid], figures: dict[str, dict[str, int]]) -> None:
    """Adds what another engine read: body cells, and columns whose last label stands in its first rows."""
    got = [row for table in tables for row in squeezed(table)]
    t = figures[case.style]
    t[peer] += hits(squeezed(case.body), got)
    t[f"{peer} got"] += filled(got[case.levels :])
    labels = [name.split("/")[-1] for name in case.names]
    t[f"{peer} head"] += max((sum(a == b for a, b in zip(labels, row, strict=False)) for row in got[:4]), default=0)


def print_figures(figures: dict[str, dict[str, int]], peers: list[str]) -> None:
    for label, t in sorted(figures.items()):
        line = f"{label:<44} n {t['n']:>3}  header {f1(t['head'], t['head_want'], t['head_got']):.3f}"
        line += f"  cells {f1(t['cell'], t['want'], t['got']):.3f}"
        line += f"  exact {t['exact'] / t['n']:.2f}  one table {t['one'] / t['n']:.2f}"
        for peer in peers:
            if f"{peer} got" in t:
                line += f"  {peer} {t[f'{peer} head'] / t['head_want']:.3f} {f1(t[peer], t['want'], t[f'{peer} got']):.3f}"
        print(line)


def read_prose(peers: list[str]) -> None:
    """Prints how many tables each engine finds on pages that hold none."""
    false: dict[str, int] = defaultdict(int)
    pages = [print_prose(seed, kind) for kind in PROSE for seed in range(5)]
    for data in pages:
        false["notice_parser"] += len(find_tables(data))
        for peer in peers:
            false[peer] += len(PEERS[peer][1](data))
    print(f"false tables on {len(pages)} pages of prose: " + ", ".join(f"{engine} {n}" for engine, n in false.items()))


def read_alone(data: bytes) -> tuple[list[str], Grid, int, int, float]:
    """What we read of a file in a process of its own: header, cells, tables; the most memory it held in MB, and processor seconds."""
    begin = time.process_time()
    names, body, n_tables = ours(Printed(data, [], [], "", ""))
    return names, body, n_tables, most_memory(), time.process_time() - begin


def most_memory() -> int:
    """The most memory that this process held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # what the system counts elsewhere begins with the memory of the process that started this one
        return int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2  # bytes on macOS


def read_long(n_pages: int) -> None:
    """Prints the most memory that one table over so many pages takes, beside one of a tenth and of a half."""
    for pages in (n_pages // 10, n_pages // 2, n_pages):
        case = print_table(1, "ruled", rows=pages * 33, columns=7, levels=2, wraps=False, merges=False)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            names, body, n_tables, peak, spent = pool.submit(read_alone, case.data).result()
        right = n_tables == 1 and names == case.names and squeezed(body) == squeezed(case.body)
        print(f"{case.pages:>4} pages: {'every cell right' if right else 'NOT right'}, {peak} MB at most, {spent:.1f} s")


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("n", nargs="?", type=int, default=42)
    cli.add_argument("--peers", default="pdfplumber,tablers")
    cli.add_argument("--pages", type=int, default=0)
    arguments = cli.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable()
    wanted = [peer for peer in arguments.peers.split(",") if peer]
    peers = [peer for peer in wanted if find_spec(PEERS[peer][0]) is not None]
    for peer in wanted:
        if peer not in peers:
            print(f"{peer} is not installed: pip install {PEERS[peer][0]}")
    every = cases(arguments.n)
    figures: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    seconds: dict[str, float] = defaultdict(float)
    for case in every:
        find_tables(case.data)  # patterns are compiled, and libraries loaded, where they are first needed: once a process
    for peer in peers:
        with contextlib.suppress(Exception):
            PEERS[peer][1](every[0].data)
    n_pages = 0
    for case in every:
        n_pages += case.pages
        for engine, run in (("pypdfium2 text alone", text_only), ("our text alone", our_text_only), ("notice_parser", find_tables)):
            begin = time.process_time()
            run(case.data)
            seconds[engine] += time.process_time() - begin
        count(case, figures)
        for peer in peers:
            begin = time.process_time()
            tables: list[Grid] = []
            with contextlib.suppress(Exception):  # whatever a peer raises, it found nothing
                tables = PEERS[peer][1](case.data)
            seconds[peer] += time.process_time() - begin
            count_peer(case, peer, tables, figures)
    print("of peers: header and cells\n")
    print_figures(figures, peers)
    print()
    read_prose([peer for peer in peers if peer not in ("lattice", "network")])
    for engine, spent in seconds.items():
        ratio = f"{spent / seconds['pypdfium2 text alone']:6.1f} times the text alone, {spent / seconds['notice_parser']:6.1f} times ours"
        print(f"{engine:<24} {spent / n_pages * 1e3:8.1f} ms a page  {ratio}")
    if arguments.pages:
        read_long(arguments.pages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
