"""Time of the three finders beside other tools for Chinese on the same texts, and whether it grows with the length.

    python benchmarks/finders.py [FILE ...] [--rounds 3] [--no-peers]

Without files the notices of ``corpus/`` are taken. The other tools are jionlp (times) and Recognizers-Text (numbers, quantities,
times); ``pip install 'notice-parser[bench]'`` brings both. One that is missing or fails says so in its row. All are timed in
processor time, the best of the rounds, a text at a time in turn, so that a busy machine slows all of them alike.

The hostile texts (a run of 10,000 digits, 10,000 times 一, 20 kB without punctuation) must cost no more a character when they are
longer: the last column of each finder is their cost a character at ``TIMES`` the length over that at once. The exit code is 1 where ours is
not ``GOAL`` times as fast as the fastest peer, or where a hostile text's cost grows by more than ``GROWTH``.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from notice_parser import find_numbers, find_quantities, find_times

CORPUS = Path(__file__).parent.parent / "corpus"
GOAL = 10.0
TIMES = 4
GROWTH = 2.0  # of the cost a character at that length; a quadratic one has 4
PROSE = (
    "2024年三季度，禾丰县共受理水费减免申请52306件，同比增长8.7%，其中柳坝镇受理6.42万件，占比12.3%，限时办结率98.60%。"
    "全县新建灌渠27.9公里，完成投资4.35亿元，居全市第三位，比上年同期提高1.12个百分点，惠及农户近两千余户。\n"
)
HOSTILE = {
    "10,000 digits": "1" * 10_000,
    "10,000 times 一": "一" * 10_000,
    "20 kB, no punctuation": "禾丰县柳坝镇受理农村用水减免申请登记" * 380,
    "numerals of units": "十百千万" * 2_500,
    "separators": "1,234" * 2_000,
    "dots": "1." * 5_000,
    "dashes": "—-~" * 3_500,
    "brackets": "（〔[" * 3_500,
    "colons": "1:2：" * 2_500,
    "quotation marks": "“一" * 5_000,
    "years": "2023年、" * 2_000,
    "months": "1月、" * 3_000,
    "days": "十日至" * 3_000,
    "ranges": "至2月—" * 2_500,
    "weeks": "上周下月" * 2_500,
}
Finder = Callable[[str], object]
OURS: dict[str, Finder] = {"numbers": find_numbers, "quantities": find_quantities, "times": find_times}


def jionlp_finders() -> dict[str, Finder]:
    """jionlp's time extraction; ``ImportError`` where it is not installed."""
    import jionlp  # of the extra `bench`

    now = time.mktime((2024, 1, 15, 0, 0, 0, 0, 0, -1))
    return {"times": lambda text: jionlp.ner.extract_time(text, time_base=now)}


def recognizers_finders() -> dict[str, Finder]:
    """The models for Chinese of Recognizers-Text; ``ImportError`` where it is not installed."""
    from recognizers_date_time import DateTimeRecognizer  # of the extra `bench`
    from recognizers_number import NumberRecognizer  # of the extra `bench`
    from recognizers_number_with_unit import NumberWithUnitRecognizer  # of the extra `bench`
    from recognizers_text import Culture  # of the extra `bench`

    numbers, units, times = (kind(Culture.Chinese) for kind in (NumberRecognizer, NumberWithUnitRecognizer, DateTimeRecognizer))
    of_numbers = (numbers.get_number_model(), numbers.get_ordinal_model())
    of_units = (
        numbers.get_percentage_model(),
        *(get() for get in (units.get_age_model, units.get_currency_model, units.get_dimension_model, units.get_temperature_model)),
    )
    return {
        "numbers": partial(_all_of, of_numbers),
        "quantities": partial(_all_of, of_units),
        "times": partial(_all_of, (times.get_datetime_model(),)),
    }


def _all_of(models: tuple[Any, ...], text: str) -> list[object]:
    return [found for model in models for found in model.parse(text)]


PEERS: dict[str, Callable[[], dict[str, Finder]]] = {"jionlp": jionlp_finders, "Recognizers-Text": recognizers_finders}


def seconds(finder: Finder, text: str) -> float:
    """Processor time of one run."""
    start = time.process_time()
    finder(text)
    return time.process_time() - start


def best_of(finders: dict[str, Finder], texts: list[str], rounds: int) -> dict[str, float | str]:
    """Seconds that each finder needs for all texts, the best round of each text; or what it failed with."""
    best: dict[str, list[float]] = {name: [float("inf")] * len(texts) for name in finders}
    failed: dict[str, str] = {}
    for _ in range(rounds):
        for place, text in enumerate(texts):
            for name, finder in finders.items():
                if name in failed:
                    continue
                try:
                    best[name][place] = min(best[name][place], seconds(finder, text))
                except Exception as error:  # whatever a peer raises is its row
                    if name == "ours":
                        raise
                    failed[name] = f"failed on text {place + 1}: {type(error).__name__}: {error}"
    return {name: failed.get(name) or sum(best[name]) for name in finders}


def compare(texts: list[str], rounds: int, with_peers: bool) -> bool:
    """Prints a row for each finder and tool; whether ours is ``GOAL`` times as fast as each peer."""
    peers: dict[str, dict[str, Finder] | str] = {}
    for name, load in PEERS.items() if with_peers else ():
        try:
            peers[name] = load()
        except Exception as error:  # one that is installed may fail to load all the same
            peers[name] = f"not installed: {error}" if isinstance(error, ImportError) else f"failed: {error!r}"
    n_characters = sum(map(len, texts))
    is_fast = True
    print(f"{len(texts)} texts, {n_characters:,} characters; microseconds a character, and how many times as long as ours")
    for kind, ours in OURS.items():
        finders = {"ours": ours, **{name: found[kind] for name, found in peers.items() if isinstance(found, dict) and kind in found}}
        for finder in finders.values():
            try:
                finder(PROSE)  # loads grammars and lexicons
            except Exception:  # told where it is timed
                continue
        taken = best_of(finders, texts, rounds)
        unit = taken["ours"]
        assert isinstance(unit, float)
        for name, needed in taken.items():
            if isinstance(needed, str):
                print(f"  {kind:<12}{name:<18}{needed}")
                continue
            ratio = needed / unit
            is_fast = is_fast and (name == "ours" or ratio >= GOAL)
            print(f"  {kind:<12}{name:<18}{needed / n_characters * 1e6:>9.2f} µs{ratio:>9.1f} ×")
    for name, found in peers.items():
        if isinstance(found, str):
            print(f"  {'':<12}{name:<18}{found}")
    return is_fast


def grow(rounds: int) -> bool:
    """Prints the cost of prose and of each hostile text, once and at ``TIMES`` the length; whether none grows faster than its text."""
    is_linear = True
    print(f"{'text':<24}" + "".join(f"{name:>14}{f'x{TIMES}':>7}" for name in OURS))
    for name, text in {"prose": PROSE * 100, **HOSTILE}.items():
        cells = []
        for finder in OURS.values():
            once = min(seconds(finder, text) for _ in range(rounds)) / len(text)
            growth = min(seconds(finder, text * TIMES) for _ in range(rounds)) / len(text) / TIMES / once
            is_linear = is_linear and growth < GROWTH
            cells.append(f"{once * 1e6:>11.2f} µs{growth:>7.2f}")
        print(f"{name:<24}" + "".join(cells))
    return is_linear


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def main() -> int:
    """0 where both goals are reached."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("files", nargs="*", type=Path)
    cli.add_argument("--rounds", type=int, default=3)
    cli.add_argument("--no-peers", action="store_true")
    arguments = cli.parse_args()
    warnings.filterwarnings("ignore")  # of the peers, as
    logging.disable()  # what they print on texts that they cannot read
    paths = arguments.files or sorted(path for path in CORPUS.glob("*/notice.*") if path.suffix in (".txt", ".md"))
    texts = [_text(path.read_bytes()) for path in paths]
    is_fast = compare(texts, arguments.rounds, not arguments.no_peers)
    print()
    is_linear = grow(arguments.rounds)
    return 0 if is_fast and is_linear else 1


if __name__ == "__main__":
    sys.exit(main())
