"""How far two printed figures may be apart and still agree: each may have been rounded or cut off at its last digit.

``38.31万`` stands for anything that rounds or truncates to it, so 383121 agrees with it; a count without decimals in a
counted unit (件, 人) stands for itself. What is computed from such figures has the bounds that follow from theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct
from msgspec.structs import replace

from notice_parser.model import Evidence

__all__ = [
    "Figure",
    "Verdict",
    "adds_up",
    "bounds",
    "change_of",
    "is_slip",
    "is_slip_of_sum",
    "meet",
    "n_digits",
    "plain",
    "ratio_of",
    "rounded",
    "slips_of",
    "sum_of",
    "verdict",
]

_MANY = 60  # terms beyond which some slip explains anything
_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
_FINE = Decimal("0.0001")  # to which a ratio is computed


class Figure(Struct, frozen=True, kw_only=True):
    """A figure as printed or as computed: ``[low, high]`` is what it may stand for; ``shown`` is what a message prints."""

    value: Decimal
    low: Decimal
    high: Decimal
    step: Decimal
    shown: str = ""  # of one that is computed a verdict says what is printed
    evidence: tuple[Evidence, ...] = ()


class Verdict(Struct, frozen=True, kw_only=True):
    """What comparing a stated with a computed figure gives. ``difference`` is computed minus stated; ``tolerance`` the largest
    that would still have agreed."""

    agrees: bool
    stated: Decimal
    computed: Decimal
    difference: Decimal
    tolerance: Decimal


def bounds(value: Decimal, step: Decimal, *, is_exact: bool) -> tuple[Decimal, Decimal]:
    """What a figure printed to ``step`` may stand for, rounded or truncated.

    >>> bounds(Decimal(383100), Decimal(100), is_exact=False)
    (Decimal('383050.0'), Decimal('383200'))
    """
    if is_exact:
        return value, value
    if value < 0:
        return value - step, value + step * _HALF
    return value - step * _HALF, value + step


def verdict(stated: Figure, computed: Figure) -> Verdict:
    """Whether the bounds of the two meet; ``computed`` is rounded to the digit that ``stated`` is printed to."""
    agrees = meet(stated, computed)
    shown = rounded(computed.value, stated.step)
    if computed.value < stated.value:
        slack = (stated.value - stated.low) + (computed.high - computed.value)
    else:
        slack = (stated.high - stated.value) + (computed.value - computed.low)
    return Verdict(
        agrees=agrees,
        stated=_bare(stated.value),
        computed=_bare(shown),
        difference=_bare(shown - stated.value),
        tolerance=_bare(rounded(slack, stated.step / _HUNDRED)),
    )


def meet(a: Figure, b: Figure) -> bool:
    """Whether two figures may stand for the same: what ``verdict`` says, and no more."""
    return a.low <= b.high and b.low <= a.high


def adds_up(figures: Sequence[Figure]) -> bool:
    """Whether the first figure may be the sum of the others."""
    return figures[0].low <= sum(one.high for one in figures[1:]) and sum(one.low for one in figures[1:]) <= figures[0].high


def sum_of(parts: Sequence[Figure]) -> Figure:
    """The sum, with the bounds of its terms added up."""
    value = low = high = Decimal(0)
    evidence: list[Evidence] = []
    for part in parts:
        value, low, high = value + part.value, low + part.low, high + part.high
        evidence += part.evidence
    return Figure(value=value, low=low, high=high, step=min((part.step for part in parts), default=Decimal(1)), evidence=tuple(evidence))


def ratio_of(numerator: Figure, denominator: Figure) -> Figure | None:
    """``numerator`` as a percentage of ``denominator``; null where that says nothing: no base, or one of unknown sign."""
    if denominator.low <= 0:
        return None
    value = numerator.value / denominator.value * _HUNDRED
    low = numerator.low / (denominator.high if numerator.low >= 0 else denominator.low) * _HUNDRED
    high = numerator.high / (denominator.low if numerator.high >= 0 else denominator.high) * _HUNDRED
    return Figure(value=value, low=low, high=high, step=_FINE, evidence=(*numerator.evidence, *denominator.evidence))


def change_of(now: Figure, base: Figure) -> Figure | None:
    """How much per cent ``now`` is above ``base``."""
    ratio = ratio_of(now, base)
    if ratio is None:
        return None
    return Figure(
        value=ratio.value - _HUNDRED,
        low=ratio.low - _HUNDRED,
        high=ratio.high - _HUNDRED,
        step=ratio.step,
        evidence=ratio.evidence,
    )


def slips_of(figure: Figure) -> Iterator[Decimal]:
    """By how much what was meant is above what is written, if one digit was written wrong, left out, or swapped with its neighbour.

    >>> one = Figure(value=Decimal(12), low=Decimal(12), high=Decimal(12), step=Decimal(1), shown="12件")
    >>> [str(slip) for slip in slips_of(one)][:4], len(list(slips_of(one)))
    (['-2', '-1', '1', '2'], 45)
    """
    digits = format((abs(figure.value) / figure.step).to_integral_value(), "f")
    meant = {digits[:i] + other + digits[i + 1 :] for i in range(len(digits)) for other in "0123456789"}
    meant |= {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)}
    meant |= {digits[:i] + other + digits[i:] for i in range(len(digits) + 1) for other in "0123456789"}
    sign = -1 if figure.value < 0 else 1
    for one in sorted(meant, key=lambda text: (len(text), text)):
        if one == digits or (one[0] == "0" and digits[0] != "0"):
            continue
        yield int(one) * figure.step * sign - figure.value


def _mended(figure: Figure, slip: Decimal) -> Figure:
    return replace(figure, value=figure.value + slip, low=figure.low + slip, high=figure.high + slip)


def is_slip(figures: Sequence[Figure], holds: Callable[[Sequence[Figure]], bool]) -> bool:
    """Whether mending one digit of one figure makes what should hold between them hold.

    >>> exact = lambda n: Figure(value=Decimal(n), low=Decimal(n), high=Decimal(n), step=Decimal(1), shown=str(n))
    >>> alike = lambda pair: meet(pair[0], pair[1])
    >>> is_slip([exact(3954), exact(3945)], alike), is_slip([exact(3954), exact(4045)], alike)
    (True, False)
    """
    terms = list(figures)
    if len(terms) > _MANY:
        return False
    return any(holds([*terms[:i], _mended(term, slip), *terms[i + 1 :]]) for i, term in enumerate(terms) for slip in slips_of(term))


def is_slip_of_sum(figures: Sequence[Figure]) -> bool:
    """Whether mending one digit of one figure makes the first the sum of the others: ``is_slip`` of ``adds_up``, by what it is off.

    >>> exact = lambda n: Figure(value=Decimal(n), low=Decimal(n), high=Decimal(n), step=Decimal(1), shown=str(n))
    >>> is_slip_of_sum([exact(3954), exact(33), exact(3912)]), is_slip_of_sum([exact(3954), exact(33), exact(2907)])
    (True, False)
    """
    if len(figures) > _MANY:
        return False
    whole, *parts = figures
    low, high = sum(one.low for one in parts) - whole.high, sum(one.high for one in parts) - whole.low
    return any(low <= slip <= high for slip in slips_of(whole)) or any(low <= -slip <= high for part in parts for slip in slips_of(part))


def n_digits(figure: Figure) -> int:
    """How many digits a figure is printed with, zeros at its beginning left out."""
    return len(format((abs(figure.value) / figure.step).to_integral_value(), "f"))


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """The nearest multiple of ``step``."""
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step if step else value


def plain(value: Decimal) -> str:
    """The figure as a reader writes it: no exponent, no zeros at the end.

    >>> plain(Decimal("1E+3")), plain(Decimal("97.60")), plain(Decimal("33.3333333333"))
    ('1000', '97.6', '33.3333')
    """
    bare = _bare(value)
    if -bare.as_tuple().exponent > 4:  # type: ignore[operator]  # finite: the exponent is a number
        bare = _bare(rounded(bare, Decimal("0.0001")))
    return format(bare, "f")


def _bare(value: Decimal) -> Decimal:
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()
