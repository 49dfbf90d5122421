"""Statistics as an Arrow table, one row a record: thence pandas, polars, Parquet.

The columns are the same for every notice, so that the tables of many can be put on top of each other
(``pyarrow.concat_tables``); ``notice`` tells them apart. ``value``, ``value_max`` and ``precision`` are decimals with
twelve places, exact as printed; a figure that does not fit (from 10^26 up) is null, and its words stand in ``quantity``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any, Final, TypeAlias

from notice_parser.emit.frame_tables import blocks_of, indicator_of, is_target, subject_of, unit_of
from notice_parser.emit.frame_times import period_above, period_of
from notice_parser.emit.restated import Restated
from notice_parser.errors import NoticeParserError
from notice_parser.model import Column, Notice, Period, Statistic

__all__ = ["COLUMNS", "INSTALL", "statistics_frame"]

Row: TypeAlias = dict[str, Any]

INSTALL: Final = 'pip install "notice-parser[parquet]"'

# name → Arrow type, in the order of the columns
COLUMNS: Final = {
    "notice": "string",
    "document_number": "string",
    "title": "string",
    "issuer": "string",
    "date": "string",
    "origin": "string",
    "id": "string",
    "key": "string",
    "table": "string",
    "row": "int32",
    "column": "int32",
    "is_total": "bool",
    "subject": "string",
    "region": "string",
    "region_code": "string",
    "indicator": "string",
    "quantity": "string",
    "value": "decimal",
    "value_max": "decimal",
    "unit": "string",
    "per": "string",
    "precision": "decimal",
    "qualifier": "string",
    "measure": "string",
    "direction": "string",
    "basis": "string",
    "period": "string",
    "period_start": "date32",
    "period_end": "date32",
    "granularity": "string",
    "resolved_by": "string",
    "modality": "string",
    "part_of": "string",
    "same_as": "string",
    "inherited": "string",
    "raw": "string",
    "start": "int64",
    "end": "int64",
    "rule": "string",
}

_PLACES = Decimal(1).scaleb(-12)
_DIGITS = 38  # of a decimal128
_EXACT = Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN)
_WHOLE = 26  # digits before the point


def statistics_frame(notice: Notice, *, tables: bool = False) -> Any:
    """The statistics of a notice as a ``pyarrow.Table``; with ``tables`` the figures of its data tables below them.

    ``origin`` is ``text`` or ``table``. A table's figure has as subject the cells that name its row, as indicator its column's name
    without the unit and the time in it, behind what the row says under 指标; where all columns of figures stand for places (全市, 云坪区)
    the place is the subject and what the row says the indicator; its unit is the sign behind it, the column's, the row's
    (中型水库（座）) or the table's, as printed (``万元`` is not multiplied out), its period the column's, the row's or that of the caption
    (then ``inherited``); ``row`` and ``column`` count from 0 as in ``Table.rows``. ``same_as`` is the id of the figure of the text that
    says the same, null where two cells of one table may: without the rows that have one each figure is there once.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise NoticeParserError("missing_package", package="pyarrow", what="Arrow", command=INSTALL) from error
    rows = [*_of_text(notice), *(_of_tables(notice) if tables else ())]
    types = {
        "string": pyarrow.string(),
        "int32": pyarrow.int32(),
        "int64": pyarrow.int64(),
        "bool": pyarrow.bool_(),
        "date32": pyarrow.date32(),
        "decimal": pyarrow.decimal128(_DIGITS, _DIGITS - _WHOLE),
    }
    schema = pyarrow.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    return pyarrow.Table.from_pylist(rows, schema=schema)


def _head(notice: Notice) -> Row:
    """What all rows of a notice share."""
    return {
        "notice": notice.id,
        "document_number": notice.document_number.text if notice.document_number else None,
        "title": notice.title.text if notice.title else None,
        "issuer": notice.issuers[0].name if notice.issuers else None,
        "date": notice.date.iso if notice.date else None,
    }


def _of_text(notice: Notice) -> Iterator[Row]:
    head = _head(notice)
    for statistic in notice.statistics:
        yield {**head, "origin": "text", **_of_statistic(statistic)}


def _of_statistic(statistic: Statistic) -> Row:
    region, change = statistic.region, statistic.change
    return {
        "id": statistic.id,
        "key": statistic.key,
        "is_total": False,
        "subject": statistic.subject,
        "region": region.name if region else None,
        "region_code": region.code if region else None,
        "indicator": statistic.indicator,
        "quantity": statistic.quantity,
        "value": _decimal(statistic.value),
        "value_max": _decimal(statistic.value_max),
        "unit": statistic.unit,
        "per": statistic.per,
        "precision": _decimal(statistic.precision),
        "qualifier": statistic.qualifier,
        "measure": statistic.measure,
        "direction": change.direction if change else None,
        "basis": change.basis if change else None,
        **_of_period(statistic.period),
        "modality": statistic.modality,
        "part_of": statistic.part_of,
        "inherited": ",".join(statistic.inherited) or None,
        "raw": statistic.raw,
        "start": statistic.quantity_span[0],
        "end": statistic.quantity_span[1],
        "rule": statistic.rule,
    }


def _of_tables(notice: Notice) -> list[Row]:
    head = _head(notice)
    rows: list[Row] = []
    restated = Restated(notice.statistics)
    for table in notice.tables:
        if table.kind != "data":
            continue
        blocks = blocks_of(table)
        period = period_above(notice, table)
        for r, cells in enumerate(table.rows):
            if r in table.section_rows:
                continue
            for block in blocks:
                stated = table.row_units[r] if table.row_units else None
                of_row = table.raw[r][block.units] if block.units is not None else stated
                for c in block.columns:
                    column, cell = table.columns[c], cells[c]
                    if column.role == "measure" and isinstance(cell, Decimal):
                        subject = subject_of(table, c, block, cells, stated)
                        place = {"table": table.id, "row": r, "column": c, "is_total": r in table.total_rows, "subject": subject}
                        indicator = indicator_of(table, c, block, cells, stated)
                        unit = unit_of(table, column, of_row, table.raw[r][c], indicator if block.is_turned else None)
                        time = period_of(table, r, column, period)
                        restated.put(len(rows), table.id, cell, unit, subject, indicator, time, is_total=r in table.total_rows)
                        said = {"indicator": indicator, "unit": unit, **_of_cell(column, cell, table.raw[r][c], time, period)}
                        rows.append({**head, "origin": "table", **place, **said})
    for at, name in restated.settled():
        rows[at]["same_as"] = name
    return rows


def _of_cell(column: Column, cell: Decimal, raw: str, time: Period | None, above: Period | None) -> Row:
    exponent = cell.as_tuple().exponent
    return {
        "quantity": raw,
        "value": _decimal(cell),
        "precision": _decimal(Decimal(1).scaleb(min(exponent, 0))) if isinstance(exponent, int) else None,
        "qualifier": "exact",
        **_of_period(time),
        "modality": "target" if is_target(column) else "actual",
        "inherited": "period" if time is not None and time is above else None,
        "raw": raw,
    }


def _of_period(period: Period | None) -> Row:
    if period is None:
        return {}
    return {
        "period": period.raw,
        "period_start": _day(period.start),
        "period_end": _day(period.end),
        "granularity": period.granularity,
        "resolved_by": period.resolved_by,
    }


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso is not None and len(iso) == len("2023-04-25") else None


def _decimal(value: Decimal | None) -> Decimal | None:
    """The value with twelve places, as the column has them; null where it is too large for it."""
    if value is None or not value.is_finite() or value.adjusted() >= _WHOLE:
        return None
    return value.quantize(_PLACES, context=_EXACT)
