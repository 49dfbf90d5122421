"""What has been said of when, up to a place in a notice: the period of its title, of the section, the times stated last."""

from __future__ import annotations

from msgspec import Struct

from notice_parser.model import Span
from notice_parser.text import calendar
from notice_parser.text.times import Base, Mention

__all__ = ["Outline", "Places", "Said", "year_of_season"]


class Outline(Struct, frozen=True, kw_only=True):
    """What resolving needs to know of a notice: its title, its headings with the text each rules, its dates."""

    title: tuple[Span, ...] = ()
    opening: Span | None = None  # 现将2024年6月…情况通报如下: what the notice is about, where its title says nothing of when
    headings: tuple[tuple[Span, int], ...] = ()  # the heading, and where its section ends
    issued: str | None = None
    issued_span: Span | None = None
    effective_span: Span | None = None
    expires_span: Span | None = None


class Said:
    """What has been said so far."""

    def __init__(self, issued: Base | None, talking: bool) -> None:
        self.issued = issued
        self.talking = talking
        self.title: Base | None = None
        self.sections: list[tuple[int, Base]] = []
        self.last: Base | None = None  # period stated last
        self.day: Base | None = None  # single day stated last: it says the year where nothing else does
        self.year: Base | None = None  # what the title names of a year, where it is no period: 2021年国庆节
        self.here: tuple[int, Base] | None = None  # time stated last, with its line
        self.due: Base | None = None  # the day of the deadline stated last
        self.seasons: dict[str, Base] = {}  # holidays and seasons whose days were said: 国庆假期（10月1日至7日）

    def period(self, at: int) -> Base | None:
        while self.sections and self.sections[-1][0] <= at:
            self.sections.pop()
        return self.sections[-1][1] if self.sections else self.title


class Places:
    """Where title, headings and deadlines stand."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline

    def title(self, mention: Mention) -> bool:
        return any(start <= mention.start and mention.end <= end for start, end in self.outline.title)

    def heading(self, mention: Mention) -> int | None:
        return next((ends for (start, end), ends in self.outline.headings if start <= mention.start and mention.end <= end), None)

    def role(self, mention: Mention) -> str | None:
        outline = self.outline
        named = (("issued", outline.issued_span), ("effective", outline.effective_span), ("expires", outline.expires_span))
        for role, span in named:
            if span is not None and span[0] < mention.end and mention.start < span[1]:
                return role
        return mention.role


def year_of_season(mention: Mention) -> Base | None:
    """The year that is named with a holiday whose days nothing says: 2023年国庆假期."""
    if mention.season is None or mention.first.year is None:
        return None
    whole = calendar.full_year(mention.first.year)
    return Base(days=whole, granularity="year") if whole else None
