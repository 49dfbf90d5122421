"""Time of the finders of numerals and quantities, in microseconds a character, and whether it grows with the length.

    python benchmarks/finders.py [FILE ...]

Without files an invented page of prose is taken. The hostile texts (a run of 10,000 digits, 10,000 times 一, 20 kB without
punctuation) must cost no more a character than prose; the last column is their cost at twice the length over that at once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from notice_parser import find_numbers, find_quantities

PROSE = (
    "2023年一季度，岚川市共办理政务服务事项138870件，同比增长12.6%，其中云坪区办理38.31万条，占比27.4%，按时办结率99.95%。"
    "全市新增经营主体4.18万户，完成投资187.72亿元，居全省第六位，比上年同期提高0.64个百分点，惠及群众近三千余人次。\n"
)
HOSTILE = {
    "10,000 digits": "1" * 10_000,
    "10,000 times 一": "一" * 10_000,
    "20 kB, no punctuation": "岚川市云坪区办理政务服务事项登记" * 420,
    "numerals of units": "十百千万" * 2_500,
    "separators": "1,234" * 2_000,
    "dots": "1." * 5_000,
    "dashes": "—-~" * 3_500,
    "brackets": "（〔[" * 3_500,
    "colons": "1:2：" * 2_500,
    "quotation marks": "“一" * 5_000,
    "years": "2023年、" * 2_000,
}
REPEATS = 3


def microseconds(finder: Callable[[str], object], text: str) -> float:
    """The best of a few runs, a character."""
    best = min(_timed(finder, text) for _ in range(REPEATS))
    return best / max(1, len(text)) * 1e6


def _timed(finder: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    finder(text)
    return time.perf_counter() - start


def main(paths: list[str]) -> None:
    """Prints one line a text."""
    texts = {path: Path(path).read_text(encoding="utf-8", errors="replace") for path in paths} or {"prose": PROSE * 100}
    finders: dict[str, Callable[[str], object]] = {"numbers": find_numbers, "quantities": find_quantities}
    for finder in finders.values():
        finder(PROSE)  # loads grammars and lexicons
    print(f"{'text':<24}" + "".join(f"{name:>14}{'x2':>7}" for name in finders))
    for name, text in {**texts, **HOSTILE}.items():
        cells = []
        for finder in finders.values():
            once, twice = microseconds(finder, text), microseconds(finder, text * 2)
            cells.append(f"{once:>11.2f} µs{twice / once:>7.2f}")
        print(f"{name:<24}" + "".join(cells))


if __name__ == "__main__":
    main(sys.argv[1:])
