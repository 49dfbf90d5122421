"""How many planted slips the audit finds, by rule and by kind of slip, and whether it alarms where nothing was changed.

    python benchmarks/audit.py [--notices 12] [--seed 1] [--each 2] [--missed]

``tests/audit/mutants.py`` says what counts as a slip; it knows nothing of the rules of the audit.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from notice_parser import parse_text

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "audit"))

from mutants import Case, corpus_cases, generated_case, mutants_of  # noqa: E402

GOAL = 0.95


def alarms(text: str) -> Counter[tuple[str, str]]:
    """The errors and warnings in a notice, by rule and message."""
    return Counter((one.rule, one.message) for one in parse_text(text).findings if one.severity != "info")


def main() -> int:
    """0 where the goal is reached and nothing unchanged alarms."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--notices", type=int, default=12, help="generated notices")
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--each", type=int, default=2, help="slips of each term")
    cli.add_argument("--missed", action="store_true", help="list the slips that were not found")
    cli.add_argument("--corpus", action="store_true", help="the marked notices of the corpus alone")
    arguments = cli.parse_args()
    cases: list[Case] = [] if arguments.corpus else [generated_case(arguments.seed + i) for i in range(arguments.notices)]
    marked = corpus_cases(ROOT / "tests" / "audit" / "identities.toml", ROOT / "corpus")
    tried: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    alarmed = 0
    for case in (*cases, *marked):
        before = alarms(case.text)
        if before and case.name.startswith("generated"):
            alarmed += 1
            print(f"alarm: {case.name}: {list(before)}")
        source = "generated" if case.name.startswith("generated") else "corpus"
        for mutant in mutants_of(case, arguments.seed, arguments.each):
            is_found = bool(alarms(mutant.text) - before)
            for key in ((source, "all"), (source, mutant.rule), (source, f"({mutant.how})")):
                tried[key] += 1
                found[key] += is_found
            if not is_found and arguments.missed:
                print(f"missed: {mutant.rule} {mutant.how}: {mutant.name}")
    for key in sorted(tried):
        print(f"{key[0]:<10} {key[1]:<16} {found[key]:>5} / {tried[key]:<5} {found[key] / tried[key]:7.3f}")
    print(f"unchanged: {alarmed} of {len(cases)} generated notices alarm")
    reached = all(found[(source, "all")] >= GOAL * tried[(source, "all")] for source in ("generated", "corpus") if tried[(source, "all")])
    return 0 if reached and not alarmed else 1


if __name__ == "__main__":
    sys.exit(main())
