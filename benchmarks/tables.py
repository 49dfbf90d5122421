"""Accuracy and speed on generated table PDFs, by class; ``pdfplumber`` and ``tablers`` on the same pages in the same run.

    python benchmarks/tables.py [N]

Cells count where text and column agree, rows paired in order; merged cells in every place. Only figures of one run compare.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "tables"))

from page_printer import STYLES, Printed, print_table  # noqa: E402

from notice_parser.pipeline import find_tables  # noqa: E402

Grid = list[list[str]]


def cases(n: int) -> list[Printed]:
    """``n`` tables of every style, through all the shapes."""
    out = []
    for style in STYLES:
        for seed in range(n):
            out.append(
                print_table(
                    seed,
                    style,
                    rows=(3, 8, 15, 40, 90)[seed % 5],
                    columns=(3, 5, 7, 9, 12, 16, 21)[seed % 7],
                    levels=1 + seed % 3,
                    wraps=seed % 4 == 1,
                    merges=seed % 6 == 5,
                    repeats=seed % 2 == 0,
                )
            )
    return out


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


def by_pdfplumber(case: Printed) -> Grid:
    import pdfplumber

    with pdfplumber.open(BytesIO(case.data)) as document:
        return [row for page in document.pages for table in page.extract_tables() for row in table]


def by_tablers(case: Printed) -> Grid:
    from tablers import Document
    from tablers import find_tables as find

    document = Document(bytes=case.data)
    try:
        return [[cell.text or "" for cell in row] for page in document.pages() for table in find(page) for row in table.to_list()]
    finally:
        document.close()


def text_only(case: Printed) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(case.data)
    for page in document:
        page.get_textpage().get_text_range()


def f1(hit: int, want: int, got: int) -> float:
    return 2 * hit / (want + got) if want + got else 1.0


def main() -> int:
    every = cases(int(sys.argv[1]) if len(sys.argv) > 1 else 42)
    figures: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    seconds: dict[str, float] = defaultdict(float)
    find_tables(every[0].data)  # grammars are compiled once
    for case in every:
        begin = time.perf_counter()
        names, body, n_tables = ours(case)
        seconds["notice_parser"] += time.perf_counter() - begin
        want = squeezed(case.body)
        for label in (case.style, f"{case.style}: {case.kind}"):
            t = figures[label]
            got = squeezed(body)
            t["n"] += 1
            t["exact"] += names == case.names and got == want
            t["one"] += n_tables == 1
            t["head"] += sum(a == b for a, b in zip(names, case.names, strict=False))
            t["head_want"] += len(case.names)
            t["head_got"] += sum(map(bool, names))
            t["cell"] += hits(want, got)
            t["want"] += filled(want)
            t["got"] += filled(got)
        for engine, run in (("pdfplumber", by_pdfplumber), ("tablers", by_tablers)):
            begin = time.perf_counter()
            got = squeezed(run(case))
            seconds[engine] += time.perf_counter() - begin
            t = figures[case.style]
            t[engine] += hits(want, got)
            t[f"{engine} got"] += filled(got)
        begin = time.perf_counter()
        text_only(case)
        seconds["pypdfium2 text alone"] += time.perf_counter() - begin
    for label, t in sorted(figures.items()):
        line = f"{label:<44} n {t['n']:>3}  header {f1(t['head'], t['head_want'], t['head_got']):.3f}"
        line += f"  cells {f1(t['cell'], t['want'], t['got']):.3f}"
        line += f"  exact {t['exact'] / t['n']:.2f}  one table {t['one'] / t['n']:.2f}"
        for engine in ("pdfplumber", "tablers"):
            if engine in t:
                line += f"  {engine} {f1(t[engine], t['want'], t[f'{engine} got']):.3f}"
        print(line)
    for engine, spent in seconds.items():
        print(f"{engine:<24} {spent:7.2f} s  {spent / seconds['pypdfium2 text alone']:6.1f} times the text alone")
    return 0


if __name__ == "__main__":
    sys.exit(main())
