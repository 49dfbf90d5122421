"""What is wrong with the grammars in force, as far as their own examples and a corpus can tell.

An example must be *taken* as it says and a counterexample left alone; each failure tells which way it failed, where, and
how to mend it. Beside that: no two rules tie, an anchor never hides a match, no pattern runs away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, groupby
from time import process_time
from typing import Any

from msgspec import Struct

from notice_parser.errors import GrammarError
from notice_parser.grammar.field import Field, Grammars
from notice_parser.grammar.match import Match, resolve
from notice_parser.grammar.places import mark
from notice_parser.grammar.progress import stops_at
from notice_parser.grammar.rule import Rule
from notice_parser.grammar.schema import Example

__all__ = ["CheckFailure", "check", "check_examples", "check_field", "check_speed"]

LEAST_EXAMPLES = 3
LEAST_COUNTEREXAMPLES = 1

# Runaway patterns. Work that multiplies with each character shows within a few of them: the lengths grow by an eighth, so
# that the first to take too long takes a second, not years. Work that grows with a power of the length shows when the
# length is made four times as much: it is then 4 (linear), 16 (square), 64 (cube) times as much.
# A square that takes 1/16 s for 5,000 characters takes 1 s for the 20,000 of a long real line.
SHORT_LENGTHS = (16, 18, 20, 22, 25, 28, 31, 35, 40, 45, 50, 57, 64, 72, 81, 91, 102, 115, 130, 146, 164, 185, 208, 234)
SHORT_SECONDS = 0.2
LENGTHS = (300, 1_200, 4_800)
SECONDS = 1 / 16
GROWTH = 12.0
SUSPECT = 6.0  # growth that is worth a longer line
SEEDS = 40  # beginnings and characters tried a rule
BUDGET = 2.0  # seconds of trying a rule, after which the rest of the seeds is left


class CheckFailure(Struct, frozen=True, kw_only=True):
    """One fault of a rule: which (``code``, worded in ``errors.ERRORS``), where, and the line with a marker."""

    code: str
    field: str
    rule: str
    where: str
    detail: str | None
    params: dict[str, Any]

    def render(self, lang: str = "zh") -> str:
        """What, where and how to mend, in one line, then the text with the marker."""
        return GrammarError(self.code, where=self.where, detail=self.detail, **self.params).render(lang)


def check(grammars: Grammars, corpus_texts: Iterable[str] = ()) -> tuple[CheckFailure, ...]:
    """All faults, in the order of fields and rules. ``GrammarError`` for a pattern that does not compile."""
    texts = tuple(corpus_texts)
    failures: list[CheckFailure] = []
    for name in grammars:
        field = grammars[name]
        for rule in field.rules:
            failures += check_examples(rule)
        failures += check_field(field, texts)
        for rule in field.rules:
            failures += check_speed(rule)
    return tuple(failures)


def _failure(code: str, rule: Rule, detail: str | None = None, **params: Any) -> CheckFailure:
    field = rule.id.rpartition(".")[0]
    return CheckFailure(code=code, field=field, rule=rule.id, where=f"{rule.file} {rule.id}", detail=detail, params=params)


def check_examples(rule: Rule) -> Iterator[CheckFailure]:
    """What is wrong with the rule's own examples and counterexamples."""
    if not rule.whole and rule.compiled.fullmatch(""):
        yield _failure("grammar_matches_nothing", rule)
    if len(rule.examples) < LEAST_EXAMPLES:
        yield _failure("grammar_few_examples", rule, count=len(rule.examples), least=LEAST_EXAMPLES)
    if len(rule.counterexamples) < LEAST_COUNTEREXAMPLES:
        yield _failure("grammar_few_counterexamples", rule, count=len(rule.counterexamples), least=LEAST_COUNTEREXAMPLES)
    for number, example in enumerate(rule.examples, 1):
        yield from _check_example(rule, number, example)
    for number, counterexample in enumerate(rule.counterexamples, 1):
        for match in list(rule.find_plain(counterexample.text))[:1]:
            detail = mark(counterexample.text, *match.span)
            yield _failure("grammar_noisy", rule, detail, number=number, took=match.text, why=counterexample.why)


def _check_example(rule: Rule, number: int, example: Example) -> Iterator[CheckFailure]:
    text = example.text
    wanted = text if example.match is None else example.match
    start = text.find(wanted)
    if start < 0 or not wanted:
        yield _failure("grammar_no_such_part", rule, mark(text, 0, len(text)), number=number, part=wanted)
        return
    matches = list(rule.find_plain(text))
    taken = next((match for match in matches if match.text == wanted), None)
    if taken is not None:
        yield from _check_groups(rule, number, example, taken)
        return
    other = next((match for match in matches if match.start < start + len(wanted) and match.end > start), None)
    if other is not None:
        yield _failure("grammar_took_other", rule, mark(text, *other.span), number=number, took=other.text, wanted=wanted)
        return
    stop = stops_at(rule, text, start, start + len(wanted))
    yield _failure("grammar_missing", rule, mark(text, stop, max(start + len(wanted), stop + 1)), number=number, place=stop - start + 1)


def _check_groups(rule: Rule, number: int, example: Example, match: Match) -> Iterator[CheckFailure]:
    known = rule.compiled.groupindex
    for name, wanted in example.gives.items():
        given = match.group(name)
        if name not in known:
            names = "、".join(known) or "—"
            yield _failure("grammar_no_such_group", rule, mark(example.text, *match.span), number=number, group=name, known=names)
        elif given != wanted:
            detail = mark(example.text, *(match.span_of(name) or match.span))
            yield _failure("grammar_gives", rule, detail, number=number, group=name, given=given or "—", wanted=wanted)


def check_field(field: Field, corpus_texts: Iterable[str] = ()) -> Iterator[CheckFailure]:
    """Rules that tie on a text, and matches that an anchor hides, in all examples of the field and in the corpus."""
    own: list[str] = []
    for rule in field.rules:
        own += (example.text for example in rule.examples)
        own += (counterexample.text for counterexample in rule.counterexamples)
    told: set[tuple[str, ...]] = set()
    for text in dict.fromkeys((*own, *corpus_texts)):
        matches: list[Match] = []
        for rule in field.rules:
            plain = list(rule.find_plain(text))
            matches += plain
            if (rule.id,) not in told and rule.anchors:
                differing = _difference(plain, list(rule.find(text)))
                if differing is not None:
                    told.add((rule.id,))
                    anchors = "、".join(rule.anchors)
                    yield _failure(
                        "grammar_anchor_hides", rule, mark(text, *differing.span), anchors=anchors, lookback=rule.lookback or "—"
                    )
        settled = {match.span for match in resolve(list(matches))}  # under a longer match a tie does no harm
        matches.sort(key=lambda match: (match.span, match.priority))
        for span, group in groupby(matches, key=lambda match: match.span):
            best = list(group)
            best = [match for match in best if match.priority == best[-1].priority]
            for first, second in combinations(best, 2):
                if span in settled and (first.rule, second.rule) not in told:
                    told.add((first.rule, second.rule))
                    yield _failure("grammar_tie", field.rule(first.rule), mark(text, *span), other=second.rule, priority=first.priority)


def _difference(plain: list[Match], anchored: list[Match]) -> Match | None:
    """The first match that only one of the two has."""
    spans = {match.span for match in plain} ^ {match.span for match in anchored}
    return min((match for match in (*plain, *anchored) if match.span in spans), key=lambda match: match.span, default=None)


def check_speed(rule: Rule) -> Iterator[CheckFailure]:
    """A pattern whose work runs away on a long line of its own characters."""
    began = process_time()
    for seed in _seeds(rule):
        if process_time() - began > BUDGET:
            return
        fault = _runaway(rule, seed)
        if fault is not None:
            length, seconds = fault
            yield _failure("grammar_slow", rule, seed=seed, length=length, seconds=f"{seconds:.2f}")
            return


def _seeds(rule: Rule) -> list[str]:
    """Each character of the examples (one digit stands for all), and each example without its end."""
    characters = dict.fromkeys("0" if sign.isdecimal() else sign for example in rule.examples for sign in example.text if sign != "\n")
    beginnings = dict.fromkeys(example.text[:-1].replace("\n", "") for example in rule.examples)
    return [seed for seed in (*beginnings, *characters) if seed][:SEEDS]


def _seconds(rule: Rule, seed: str, length: int) -> float:
    """CPU seconds to go through one line of ``seed`` repeated, with an anchor only at its end."""
    line = (seed * (length // len(seed) + 1))[:length] + (rule.anchors[0] if rule.anchors else "")
    began = process_time()
    if rule.whole:
        rule.compiled.fullmatch(line)
    else:
        for _ in rule.compiled.finditer(line):
            pass
    return process_time() - began


def _runaway(rule: Rule, seed: str) -> tuple[int, float] | None:
    for length in SHORT_LENGTHS:
        if _seconds(rule, seed, length) > SHORT_SECONDS:
            seconds = _seconds(rule, seed, length)  # once more, lest something else took the time
            if seconds > SHORT_SECONDS:
                return (length, seconds)
    short, middle, long = LENGTHS
    seconds = _seconds(rule, seed, middle)
    if seconds * (long / middle) ** 3 < SECONDS:
        return None  # not even a cube would take longer
    if seconds < SUSPECT * min(_seconds(rule, seed, short), _seconds(rule, seed, short)):
        return None
    before = min(seconds, _seconds(rule, seed, middle))
    seconds = min(_seconds(rule, seed, long), _seconds(rule, seed, long))
    return (long, seconds) if seconds > SECONDS and seconds > GROWTH * before else None
