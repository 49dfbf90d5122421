"""Facts → the place a notice is from, and the place of each subject: 行政区划 with its code of GB/T 2260.

A body is placed by the place that its name begins with; ``全市``, ``我县`` and short names are read from there. What stays open
(an invented place, one of several 鼓楼区 with nothing around that decides, a body of the whole country) is null.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from notice_parser.extract.facts import Facts
from notice_parser.grammar import Field, Grammars, Match
from notice_parser.model import Issuer, Region
from notice_parser.text.regions import Division, find_division, lineage, named_in, read_place

__all__ = ["RegionContext", "link_regions", "region_context", "resolve_region"]


class RegionContext(Struct, frozen=True, kw_only=True):
    """Where a notice is from and when: what its subjects' places are resolved against."""

    region: Region | None
    year: int | None
    field: Field


def link_regions(facts: Facts, grammars: Grammars) -> tuple[tuple[Issuer, ...], Region | None]:
    """The issuers with their regions, and the notice's: its first issuer's, else what title, metadata or recipients leave no doubt of."""
    field = grammars["regions"]
    year = _year_of(facts)
    home = next((place.code for place in _hints(facts, field, year)), None)
    placed = []
    for issuer in facts.issuers:
        place = _place_of_body(issuer.name, field, home, year)
        placed.append(issuer if place is None else msgspec.structs.replace(issuer, region=_region(place)))
    issuers = tuple(placed)
    return issuers, _notice_region(facts, issuers, field, year, home)


def region_context(facts: Facts, region: Region | None, grammars: Grammars) -> RegionContext:
    """What ``resolve_region`` needs of a notice whose region is known, or null."""
    return RegionContext(region=region, year=_year_of(facts), field=grammars["regions"])


def resolve_region(subject: str, context: RegionContext) -> Region | None:
    """The place that a subject is: ``全市``, ``石泉``, ``安康市石泉县人民政府``. Null for bodies within a place, and for towns."""
    subject = subject.strip()
    home = context.region.code if context.region else None
    own = context.field.match(subject, only=("regions.own",))
    if own is not None:
        place = _own(own, home, context.year)
        return None if place is None else _region(place)
    if (one := find_division(subject, home=home, year=context.year)) is not None:
        return _region(one)
    read = read_place(subject, home=home, year=context.year)
    if read is None:
        return None
    place, end = read
    rest = subject[end:]
    return _region(place) if not rest or context.field.match(rest, only=("regions.whole",)) else None


def _notice_region(facts: Facts, issuers: tuple[Issuer, ...], field: Field, year: int | None, home: str | None) -> Region | None:
    if issuers:
        if issuers[0].region is not None:
            return issuers[0].region
        tier = field.first(issuers[0].name, only=("regions.level",))
        if tier is None or tier.start != 0:
            return None  # a central body, or a place that the table does not know
        found = {place for one in _all_places(facts, field, year, home) if (place := _own(tier, one.code, year)) is not None}
    else:
        found = set(_hints(facts, field, year))
    return _region(found.pop()) if len(found) == 1 else None


def _hints(facts: Facts, field: Field, year: int | None) -> Iterator[Division]:
    """The places at the head of the issuers' names, the title and the metadata, each certain by itself."""
    names = [issuer.name for issuer in facts.issuers]
    names += [facts.title.text] if facts.title else []
    names += [row.value for row in facts.metadata if row.field in ("issuers", "title") and row.value]
    for name in names:
        place = _place_of_body(name, field, None, year)
        if place is not None:
            yield place


def _all_places(facts: Facts, field: Field, year: int | None, home: str | None) -> Iterator[Division]:
    yield from _hints(facts, field, year)
    for recipient in facts.recipients:
        if recipient.role == "main" and not recipient.collective:
            place = _place_of_body(recipient.name, field, home, year)
            if place is not None:
                yield place


def _place_of_body(name: str, field: Field, home: str | None, year: int | None) -> Division | None:
    ladder = field.first(name, only=("regions.ladder",))
    is_local = ladder is not None and ladder.start == 0
    rest = name[ladder.end :] if ladder is not None and is_local else name
    read = read_place(rest, home=home, year=year, is_short_taken=is_local)
    return None if read is None else read[0]


def _own(match: Match, home: str | None, year: int | None) -> Division | None:
    """The nearest place at or above ``home`` whose name ends with the level that was said."""
    level = match.group("level") or match.group("tier")
    if home is None or level is None:
        return None
    for code in lineage(home):
        place = named_in(code, year)
        if place is not None and place.name.endswith(level):
            return place
    return None


def _year_of(facts: Facts) -> int | None:
    date = facts.date or facts.published or facts.printed
    return int(date.iso[:4]) if date is not None else None


def _region(place: Division) -> Region:
    return Region(name=place.name, code=place.code)
