"""Notices as rows of eight tables, joined by the notice's id; the types are fixed, whatever the notices hold.

``notices`` has a row a path, the others one set a content: a copy has ``duplicate_of`` and no details of its own. Figures are
decimals with twelve places, exact as printed; one that does not fit (from 10^26 up) is null, and its words stand beside it.
A date that prints no day is text alone (``2023-04``), its ``..._day`` null.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

from notice_parser.emit.row_columns import DIGITS, PLACES
from notice_parser.model import Notice, Statistic, Table

__all__ = ["Rows", "failure_row", "rows_of"]

Rows: TypeAlias = dict[str, list[tuple[Any, ...]]]
_BOUND = Decimal(1).scaleb(DIGITS - PLACES)


def rows_of(notice: Notice) -> Rows:
    """The rows of a notice in each table; those of details are none for a copy."""
    rows: Rows = {"notices": [_notice_row(notice)]}
    if "duplicate_of" not in notice.source.extra:
        rows["statistics"] = [_statistic_row(notice.id, one) for one in notice.statistics]
        rows["tables"] = [_table_row(notice.id, one) for one in notice.tables]
        rows["cells"] = [row for one in notice.tables for row in _cell_rows(notice.id, one)]
        rows["findings"] = _finding_rows(notice)
        rows["references"] = _reference_rows(notice)
        rows["recipients"] = [
            (notice.id, number, one.name, one.role, one.collective, one.raw, one.rule) for number, one in enumerate(notice.recipients, 1)
        ]
    return rows


def failure_row(path: str, code: str, reason: str) -> tuple[Any, ...]:
    """The row of a file that failed."""
    return (path, code, reason)


def _notice_row(notice: Notice) -> tuple[Any, ...]:
    source, number = notice.source, notice.document_number
    extra = {name: value for name, value in source.extra.items() if name != "duplicate_of"}
    return (
        notice.id,
        source.path,
        source.name,
        source.url,
        source.extra.get("duplicate_of"),
        source.media_type,
        source.n_bytes,
        source.n_pages,
        source.loader,
        source.ocr,
        notice.document_class.text,
        notice.kind.text if notice.kind else None,
        notice.title.text if notice.title else None,
        number.text if number else None,
        number.agency_code if number else None,
        number.year if number else None,
        number.serial if number else None,
        notice.issue_number.text if notice.issue_number else None,
        [one.name for one in notice.issuers],
        notice.region.name if notice.region else None,
        notice.region.code if notice.region else None,
        notice.date.iso if notice.date else None,
        _day(notice.date.iso if notice.date else None),
        *(one.iso if one else None for one in (notice.published, notice.printed, notice.effective, notice.expires)),
        *(one.text if one else None for one in (notice.security, notice.urgency, notice.copy_number, notice.remark)),
        [one.name for one in notice.signers],
        len(notice.statistics),
        len(notice.tables),
        len(notice.findings),
        len(notice.unread),
        notice.review.level,
        list(notice.review.codes),
        notice.text,
        msgspec.json.encode(extra).decode() if extra else None,
        notice.producer.version,
        notice.producer.rules,
    )


def _statistic_row(notice: str, one: Statistic) -> tuple[Any, ...]:
    region, period, change = one.region, one.period, one.change
    return (
        notice,
        one.id,
        one.key,
        one.subject,
        region.name if region else None,
        region.code if region else None,
        one.indicator,
        one.quantity,
        _decimal(one.value),
        _decimal(one.value_max),
        one.unit,
        one.per,
        _decimal(one.precision),
        one.qualifier,
        one.measure,
        change.direction if change else None,
        change.basis if change else None,
        period.raw if period else None,
        _day(period.start if period else None),
        _day(period.end if period else None),
        period.granularity if period else None,
        one.modality,
        one.part_of,
        list(one.inherited),
        one.raw,
        *one.span,
        one.rule,
    )


def _table_row(notice: str, one: Table) -> tuple[Any, ...]:
    return (
        notice,
        one.id,
        one.kind,
        one.caption,
        one.attachment,
        one.unit,
        [column.name or "" for column in one.columns],
        [column.type for column in one.columns],
        len(one.rows),
        list(one.total_rows),
        list(one.section_rows),
        list(one.notes),
        [part.page for part in one.parts if part.page is not None],
        list(dict.fromkeys(part.method for part in one.parts)),
    )


def _cell_rows(notice: str, table: Table) -> Iterator[tuple[Any, ...]]:
    totals, sections = frozenset(table.total_rows), frozenset(table.section_rows)
    for row, (values, raws) in enumerate(zip(table.rows, table.raw, strict=True)):
        for column, (value, raw) in enumerate(zip(values, raws, strict=True)):
            head = table.columns[column]
            is_day = isinstance(value, str) and head.type == "date"
            yield (
                notice,
                table.id,
                row,
                column,
                head.name,
                head.role,
                row in totals,
                row in sections,
                raw,
                value if isinstance(value, str) else None,
                _decimal(value) if isinstance(value, Decimal | int) else None,
                _day(value) if is_day else None,
                head.unit or (table.unit if head.role == "measure" else None),
            )


def _finding_rows(notice: Notice) -> list[tuple[Any, ...]]:
    return [
        (
            notice.id,
            number,
            one.rule,
            one.severity,
            one.message,
            *(_decimal(figure) for figure in (one.stated, one.computed, one.difference, one.tolerance)),
            msgspec.json.encode(one.evidence).decode(),
        )
        for number, one in enumerate(notice.findings, 1)
    ]


def _reference_rows(notice: Notice) -> list[tuple[Any, ...]]:
    return [
        (
            notice.id,
            number,
            one.title,
            one.document_number.text if one.document_number else None,
            one.issuer,
            one.relation,
            one.raw,
            *one.span,
            len(one.mentions),
            one.rule,
        )
        for number, one in enumerate(notice.references, 1)
    ]


def _decimal(figure: Decimal | int | None) -> Decimal | None:
    """The figure, or null where its digits do not fit."""
    if figure is None:
        return None
    figure = Decimal(figure)
    if not figure.is_finite() or abs(figure) >= _BOUND or (figure != 0 and int(figure.as_tuple().exponent) < -PLACES):
        return None
    return figure


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso) if iso is not None and len(iso) == 10 else None
    except ValueError:
        return None
