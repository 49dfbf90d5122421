"""How fast tables in text are read: a table of 200 rows and 21 columns, as pipes and as tabs. Prints MB/s of UTF-8.

    python benchmarks/tables_text.py [--rows 200] [--rounds 20]

Only the table stage is timed, in processor time: the text has been laid out before.
"""

from __future__ import annotations

import argparse
import sys
import time
from random import Random

from notice_parser.grammar import load_grammars
from notice_parser.layout import lay_out
from notice_parser.load import load_text
from notice_parser.options import Options
from notice_parser.tables import find_tables
from notice_parser.tables.cells import read_cell

COLUMNS = 21
GOAL = 2.0  # MB/s


def main() -> int:
    """0 where both forms reach the goal."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--rows", type=int, default=200)
    cli.add_argument("--rounds", type=int, default=20)
    arguments = cli.parse_args()
    grammars = load_grammars(None)
    slow = False
    for form in ("pipes", "tabs"):
        document = lay_out(load_text(_text(form, arguments.rows), options=Options()), grammars)
        n_bytes = len(document.text.encode())
        best = min(_time(document, grammars) for _ in range(arguments.rounds))
        speed = n_bytes / best / 1e6
        slow = slow or speed < GOAL
        print(f"{form:<6} {n_bytes / 1000:7.1f} kB  {best * 1000:7.2f} ms  {speed:6.2f} MB/s")
    return 1 if slow else 0


def _time(document: object, grammars: object) -> float:
    read_cell.cache_clear()  # each round sees the cells for the first time
    begin = time.process_time()
    tables, _ = find_tables(document, grammars)  # type: ignore[arg-type]  # as made above
    taken = time.process_time() - begin
    assert len(tables) == 1
    return taken


def _text(form: str, n_rows: int) -> str:
    random = Random(1)
    header = ["序号", "单位", *[f"第{i}项办件情况（件）" for i in range(COLUMNS - 2)]]
    rows = [
        [
            str(i + 1),
            f"岚川市第{i + 1}中心",
            *[random.choice((str(random.randint(0, 99999)), f"{random.random() * 100:.2f}%")) for _ in header[2:]],
        ]
        for i in range(n_rows)
    ]
    title = "岚川市水务局关于巡查情况的通报\n\n附件1\n\n巡查情况统计表\n\n"
    if form == "tabs":
        return title + "\n".join("\t".join(row) for row in [header, *rows]) + "\n"
    lines = ["| " + " | ".join(row) + " |" for row in [header, *rows]]
    lines.insert(1, "|" + "---|" * COLUMNS)
    return title + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
