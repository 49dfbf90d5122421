"""Seconds a page and characters missed, of scans that are drawn from the corpus: ours beside the bare libraries, in one run.

    python benchmarks/ocr.py [--pages 4] [--dpi 200] [--peer small] [--peer rapidocr]

Each page is drawn three ways: clean, askew, worn. A character missed is one of the edit distance to what was drawn, blanks and widths
of signs aside. ``tiny`` and ``small`` are the models of faster-paddle on the whole page, without a second look; times are of
one thread.
"""

from __future__ import annotations

import argparse
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "load"))

from page_picture import draw_lines, noisy, skewed  # noqa: E402
from PIL import Image  # noqa: E402

from notice_parser.load.recognise import FasterPaddle, RapidOcr, Reader  # noqa: E402
from notice_parser.load.scan import read_scan  # noqa: E402

WAYS: dict[str, Callable[[Image.Image], Image.Image]] = {"clean": lambda page: page, "askew": lambda page: skewed(page, 1.3), "worn": noisy}
LINES, WIDTH = 24, 29  # of a page, and Han characters of a line


def main() -> int:
    """Prints a line a reader and way: seconds a page, per cent of the characters missed."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--pages", type=int, default=4)
    cli.add_argument("--peer", action="append", choices=["small", "rapidocr"], default=[])
    args = cli.parse_args()
    pages = _pages(args.pages)
    readers: dict[str, Callable[[Image.Image], str]] = {"tiny": _bare(FasterPaddle()), "ours": _ours(FasterPaddle())}
    for peer in args.peer:
        readers[peer] = _bare(FasterPaddle("small") if peer == "small" else RapidOcr())
    drawn = {way: [change(draw_lines(lines)) for lines in pages] for way, change in WAYS.items()}
    for read in readers.values():
        read(drawn["clean"][0])  # loads its model
    print(f"{'reader':<10} {'way':<6} {'s/page':>7} {'missed':>7}")
    for name, read in readers.items():
        for way, images in drawn.items():
            began, missed, size = time.process_time(), 0, 0
            for lines, image in zip(pages, images, strict=True):
                truth = _plain("".join(lines))
                missed += distance(truth, _plain(read(image)))
                size += len(truth)
            print(f"{name:<10} {way:<6} {(time.process_time() - began) / len(pages):>7.2f} {100 * missed / size:>6.2f}%", flush=True)
    return 0


def _pages(count: int) -> list[list[str]]:
    """The lines of pages, cut from the notices of the corpus."""
    lines: list[str] = []
    for path in sorted((ROOT / "corpus").glob("*/notice.txt")):
        try:
            paragraphs = path.read_text(encoding="utf-8").split("\n")
        except UnicodeDecodeError:
            continue
        for paragraph in paragraphs:
            text = "".join(paragraph.split())
            if "|" not in text:
                lines += [text[i : i + WIDTH] for i in range(0, len(text), WIDTH)]
    step = max(LINES, len(lines) // count)
    return [lines[i * step : i * step + LINES] for i in range(count)]


def _bare(reader: Reader) -> Callable[[Image.Image], str]:
    def read(image: Image.Image) -> str:
        found = sorted(reader.read(image), key=lambda one: (round((one.box[1] + one.box[3]) / 2 / 30), one.box[0]))
        return "".join(one.text for one in found)

    return read


def _ours(reader: Reader) -> Callable[[Image.Image], str]:
    def read(image: Image.Image) -> str:
        return "".join(segment.text for line in read_scan(image, None, 0, reader).sheet.lines for segment in line)

    return read


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("〔", "[").replace("〕", "]").split())


def distance(truth: str, read: Sequence[str]) -> int:
    """The edit distance."""
    row = list(range(len(read) + 1))
    for i, want in enumerate(truth, 1):
        before, row[0] = row[0], i
        for j, got in enumerate(read, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (want != got))
    return row[-1]


if __name__ == "__main__":
    sys.exit(main())
