"""The figures of a notice as the rules look at them: what each says of whom, and the grids of its tables."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, cached_property
from itertools import groupby
from typing import Any

from msgspec import Struct

from notice_parser.audit.tolerance import Figure, bounds
from notice_parser.extract.facts import Facts
from notice_parser.grammar import Field
from notice_parser.layout.document import Document
from notice_parser.model import Evidence, Period, Statistic, Table
from notice_parser.text.width import squeeze

__all__ = ["Column", "Grid", "Stated", "View"]

_DECIMALS = re.compile(r"\.([0-9]+)")
_TIME = re.compile(
    r"(?:(?:19|20)?[0-9]{2}年)?(?:[0-9]{1,2}[-—~至]?){0,12}[0-9]{1,2}月份?|(?:19|20)[0-9]{2}年度?|[上下]半年|[一二三四]季度|当月|本月"
)
_OPENS_TIME = re.compile("[0-9上下一二三四当本]")  # a digit, or what else a time begins with
_BORDER = re.compile("[。！？\n]")
_HEADED = re.compile(r"\s*+(?:其\s*+中|包\s*+括|含)")
_LEVEL = re.compile(r"[（(][^（）()]{0,12}[）)]")


_SHARES = ("", "%", "‰", "个百分点", "百分点", "分", "倍")  # units of a change that is none of a count
SENTENCE = 600  # characters of a sentence before a figure that are looked at; the longest ones are lists


class Stated(Struct, frozen=True, kw_only=True):
    """A statistic of the text that can be reckoned with.

    ``own``: the words between the figure before and this one; ``name``: its indicator without spaces, ``base`` that without scopes, times
    and words that count; ``period``: start and end of the time it is about; ``is_count``: it can be added up.
    """

    place: int  # in the list of those that can be reckoned with
    statistic: Statistic
    figure: Figure
    line: int
    sentence: tuple[int, int]
    own: str
    own_span: tuple[int, int]
    subject: str
    base: str
    scopes: frozenset[str]
    is_inner: bool
    name: str
    period: tuple[str | None, str | None]
    is_count: bool
    is_rate: bool

    @property
    def title(self) -> str:
        """How a message names it: subject and indicator."""
        return f"{self.statistic.subject or ''}{self.statistic.indicator or ''}"


class Column(Struct, frozen=True, kw_only=True):
    """A column of figures of a table. ``leaf``: its lowest header level; ``cells``: row → figure."""

    place: int
    path: str
    leaf: str
    unit: str | None
    is_percent: bool
    is_additive: bool
    is_rank: bool
    scopes: frozenset[str]
    base: str
    period: Period | None
    cells: dict[int, Figure]


class Grid(Struct, frozen=True, kw_only=True):
    """A data table: its columns of figures, the names of its rows, and which rows are bodies of which total."""

    table: Table
    columns: tuple[Column, ...]
    keys: tuple[str, ...]  # a row's name, squeezed; "" for none
    body: tuple[int, ...]  # rows that are neither totals nor sections
    caption: str

    @property
    def rows(self) -> list[int]:
        """All rows but those that only head what stands below them."""
        return [row for row in range(len(self.table.rows)) if row not in self.table.section_rows]

    @property
    def counts(self) -> list[Column]:
        """The columns that count or measure."""
        return [column for column in self.columns if not column.is_percent and not column.is_rank]

    @property
    def additive(self) -> list[Column]:
        """The columns whose figures can be added up."""
        return [column for column in self.columns if column.is_additive and not column.is_rank]

    @property
    def place(self) -> str:
        """How a message names the table."""
        if self.table.attachment is not None:
            return f"附件{self.table.attachment}"
        return f"表“{self.caption}”" if self.caption else f"表{self.table.id.removeprefix('t')}"


@cache
def _step(decimals: int) -> Decimal:
    """The last place of a figure with so many decimals: 1, 0.1, 0.01; one object for all cells."""
    return Decimal(1).scaleb(-decimals)


class View:
    """What the rules look at. Everything is worked out once."""

    def __init__(self, facts: Facts, tables: Sequence[Table], document: Document, words: Field) -> None:
        self.facts, self.tables, self.document, self.field = facts, tuple(tables), document, words
        self.words = words.words
        self.text = document.text
        self.starts = [line.start for line in document.lines]
        self._leads: dict[int, tuple[int, str]] = {}  # by where a chain begins: where its first figure does, and the words before that
        # the same names and units come again and again
        self.base_of, self.scopes_of, self._is_measured = cache(self._base_of), cache(self._scopes_of), cache(self._measures)

    # ---- tables

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(self._grid(table) for table in self.tables if table.kind == "data" and table.rows)

    def _grid(self, table: Table) -> Grid:
        sections, totals = frozenset(table.section_rows), frozenset(table.total_rows)
        columns = []
        for place, column in enumerate(table.columns):
            if column.role == "index" or column.type not in ("integer", "decimal", "percent"):
                continue
            path = squeeze("/".join(column.path))
            leaf = squeeze(column.path[-1]) if column.path else ""
            bare = _LEVEL.sub("", leaf)
            unit = column.unit or table.unit
            is_percent = column.type == "percent" or unit in ("%", "％")
            measured = any(word in (unit or "") or word in path for word in self.words["measured"])
            cells = {
                i: figure
                for i, row in enumerate(table.rows)
                if i not in sections and (figure := self._cell(table, i, place, row[place], is_percent, measured)) is not None
            }
            if not cells:
                continue
            columns.append(
                Column(
                    place=place,
                    path=path,
                    leaf=bare or leaf,
                    unit=column.unit,
                    is_percent=is_percent,
                    is_additive=not is_percent
                    and not any(word in path for word in self.words["not_additive"] if word not in ("总分", "得分")),
                    is_rank=any(word in bare for word in self.words["ranks"]),
                    scopes=self.scopes_of(path),
                    base=self.base_of(bare),
                    period=column.period,
                    cells=cells,
                )
            )
        keyed = [i for i, column in enumerate(table.columns) if column.role == "key"]
        keys = tuple(
            squeeze(next((raw[i] for i in keyed if raw[i].strip()), "")) if n not in sections and n not in totals else ""
            for n, raw in enumerate(table.raw)
        )
        body = tuple(i for i in range(len(table.rows)) if i not in sections and i not in totals)
        return Grid(table=table, columns=tuple(columns), keys=keys, body=body, caption=squeeze(table.caption or ""))

    def _cell(self, table: Table, row: int, column: int, value: Any, is_percent: bool, measured: bool) -> Figure | None:
        if not isinstance(value, Decimal):
            return None
        raw = table.raw[row][column].strip()
        decimals = _DECIMALS.search(raw)
        step = _step(len(decimals.group(1)) if decimals else 0)
        low, high = bounds(value, step, is_exact=step == 1 and not is_percent and not measured)
        return Figure(value=value, low=low, high=high, step=step, shown=raw, evidence=(Evidence(table=table.id, row=row, column=column),))

    @cached_property
    def row_keys(self) -> dict[str, tuple[str, ...]]:
        """The names of rows by their first two characters."""
        by_start: dict[str, set[str]] = {}
        for key in {key for grid in self.grids for key in grid.keys if len(key) >= 2}:
            by_start.setdefault(key[:2], set()).add(key)
        return {start: tuple(sorted(keys)) for start, keys in by_start.items()}

    # ---- text

    @cached_property
    def stated(self) -> tuple[Stated, ...]:
        """The statistics that are exact, in the order of the text; one for each figure and subject."""
        out: list[Stated] = []
        before = 0
        for statistic in self.facts.statistics:
            start, end = statistic.quantity_span
            line = max(0, bisect_left(self.starts, start + 1) - 1)
            own_from = max(before, self.starts[line])
            usable = statistic.qualifier == "exact" and statistic.value_max is None and statistic.modality == "actual"
            if usable and statistic.precision is not None:
                out.append(self._stated(statistic, line, (own_from, max(start, own_from)), len(out)))
            before = end
        return tuple(out)

    def _stated(self, statistic: Statistic, line: int, own_span: tuple[int, int], place: int) -> Stated:
        start, _ = statistic.quantity_span
        first, last = self._sentence(line, start)
        own = squeeze(self.text[own_span[0] : own_span[1]])
        keys = self.row_keys
        found = {key for i in range(len(own) - 1) for key in keys.get(own[i : i + 2], ()) if own.startswith(key, i)} if keys else set()
        named = [key for key in found if not any(key != other and key in other for other in found)]
        subject = squeeze(statistic.subject or "")
        indicator = squeeze(statistic.indicator or "")
        if len(named) == 1 and subject != named[0] and statistic.measure != "rank" and not subject.endswith(named[0]):
            subject = named[0]
        lead = self._lead(first, start)
        sentence = self.text[max(first, start - SENTENCE) : start]
        period = statistic.period
        return Stated(
            place=place,
            statistic=statistic,
            figure=self.figure_of(statistic),
            line=line,
            sentence=(first, last),
            own=own,
            own_span=own_span,
            subject=subject,
            base=self.base_of(indicator.removeprefix(subject)),
            scopes=self.scopes_of(lead) | self.scopes_of(indicator),
            is_inner="其中" in sentence or _HEADED.match(sentence) is not None,
            name=indicator,
            period=_ends_of(period),
            is_count=statistic.measure in ("count", "amount", "size"),
            is_rate=statistic.measure == "ratio" and statistic.unit == "%",
        )

    def figure_of(self, statistic: Statistic) -> Figure:
        """What a statistic may stand for, by its last printed digit."""
        step = statistic.precision or Decimal(1)
        unit = statistic.unit or ""
        is_counted = statistic.measure in ("count", "rank") or (statistic.measure == "change" and unit not in _SHARES)
        low, high = bounds(statistic.value, step, is_exact=step == 1 and is_counted and not self._is_measured(unit))
        evidence = (Evidence(statistic=statistic.id, span=statistic.quantity_span),)
        return Figure(value=statistic.value, low=low, high=high, step=step, shown=squeeze(statistic.quantity), evidence=evidence)

    def tells(self, line: Sequence[Stated], value: Decimal, like: Stated) -> bool:
        """Whether a line tells a value in the unit of another figure: what is left is no slip."""
        return any(one.figure.value == value and one.statistic.unit == like.statistic.unit for one in line)

    @cached_property
    def targets(self) -> dict[int, Statistic]:
        """The exact figures that are aimed at, by where they end."""
        of = self.facts.statistics
        return {one.quantity_span[1]: one for one in of if one.modality == "target" and one.qualifier == "exact" and one.value_max is None}

    @cached_property
    def _borders(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Where the marks that end a sentence begin and end, over the whole text."""
        marks = [border.span() for border in _BORDER.finditer(self.text)]
        return tuple(begin for begin, _ in marks), tuple(end for _, end in marks)

    def _sentence(self, line: int, position: int) -> tuple[int, int]:
        first, last = self.document.lines[line].span
        begins, ends = self._borders
        after = bisect_right(ends, position)
        if after:
            first = max(first, ends[after - 1])
        if after < len(begins):
            last = min(last, begins[after])
        return first, last

    def _lead(self, first: int, start: int) -> str:
        """The words before the first figure of the clause chain: what 受理 and 办结 behind them are counted of."""
        first = max(first, start - SENTENCE)
        chain = max(first, self.text.rfind("；", first, start) + 1, self.text.rfind(";", first, start) + 1)
        known = self._leads.get(chain)
        if known is not None and known[0] < start:
            return known[1]
        at = chain
        while (found := _OPENS_TIME.search(self.text, at, start)) is not None:
            at = found.end()
            if (time := _TIME.match(self.text, found.start(), start)) is not None:
                at = time.end()
            elif found.group().isdigit():
                self._leads[chain] = at, squeeze(self.text[chain : found.start()])
                return self._leads[chain][1]
        return squeeze(self.text[chain:start])

    def _scopes_of(self, text: str) -> frozenset[str]:
        """The scopes that words name."""
        return frozenset("线上" if word == "网上" else word for word in self.words["scopes"] if word in text)

    def _measures(self, unit: str) -> bool:
        """Whether a unit measures, and does not count."""
        return any(word in unit for word in self.words["measured"])

    def _base_of(self, name: str) -> str:
        """A name without scopes, times and the words that count: 承诺件线上受理件数 → 受理."""
        bare = _TIME.sub("", _LEVEL.sub("", name))
        for word in (*self.words["scopes"], *self.words["affixes"]):
            if word not in bare:
                continue
            shorter = bare.replace(word, "") if len(word) > 1 else bare.removesuffix(word).removeprefix(word)
            bare = shorter or bare
        return bare

    # ---- small questions

    def between(self, a: Stated, b: Stated) -> str:
        """The text between two figures."""
        return self.text[a.statistic.quantity_span[1] : b.statistic.quantity_span[0]]

    @cached_property
    def lines(self) -> tuple[list[Stated], ...]:
        """The figures of each line that has any, in order."""
        return tuple(list(line) for _, line in groupby(self.stated, key=lambda one: one.line))


def _ends_of(period: Period | None) -> tuple[str | None, str | None]:
    """Start and end of a period; its words where nothing says its days (春节期间), so that no two of those are taken for one."""
    if period is None:
        return None, None
    return (period.start, period.end) if period.end is not None else (period.raw, None)
