"""Notices as rows of eight tables, joined by the notice's id; the types are fixed, whatever the notices hold.

``notices`` has a row a path, the others one set a content: a copy has ``duplicate_of`` and no details of its own. Figures are
decimals with twelve places, exact as printed; one that does not fit (from 10^26 up) is null, and its words stand beside it.
A date that prints no day is text alone (``2023-04``), its ``..._day`` null.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from notice_parser.model import Notice, Statistic, Table

__all__ = ["DIGITS", "PLACES", "TABLES", "Field", "Rows", "failure_row", "rows_of"]

Rows: TypeAlias = dict[str, list[tuple[Any, ...]]]

DIGITS: Final = 38  # of a decimal
PLACES: Final = 12  # of them behind the point
_BOUND = Decimal(1).scaleb(DIGITS - PLACES)


class Field(NamedTuple):
    """A column: its name, its type (``string integer boolean decimal date strings integers``), its Chinese name."""

    name: str
    type: str
    title: str


def _fields(text: str) -> tuple[Field, ...]:
    return tuple(Field(*line.split()) for line in text.strip().splitlines())


TABLES: Final = {
    "notices": _fields("""
        id string 标识
        path string 路径
        name string 文件名
        url string 网址
        duplicate_of string 重复于
        media_type string 媒体类型
        n_bytes integer 字节数
        n_pages integer 页数
        loader string 读取方式
        ocr boolean 是否识别而得
        document_class string 文件类别
        kind string 文种
        title string 标题
        document_number string 发文字号
        agency_code string 机关代字
        year integer 年份
        serial integer 发文顺序号
        issue_number string 期号
        issuers strings 发文机关
        region string 行政区划
        region_code string 行政区划代码
        date string 成文日期
        date_day date 成文日
        published string 发布日期
        printed string 印发日期
        effective string 施行日期
        expires string 失效日期
        security string 密级
        urgency string 紧急程度
        copy_number string 份号
        remark string 附注
        signers strings 签发人
        n_statistics integer 统计条数
        n_tables integer 表格数
        n_findings integer 问题数
        n_unread integer 未读数字数
        review string 复核等级
        review_codes strings 复核依据
        text string 正文
        extra string 透传字段
        version string 程序版本
        rules string 规则指纹
    """),
    "statistics": _fields("""
        notice string 公文标识
        id string 编号
        key string 稳定键
        subject string 主体
        region string 行政区划
        region_code string 行政区划代码
        indicator string 指标
        quantity string 数量原文
        value decimal 数值
        value_max decimal 数值上限
        unit string 单位
        per string 每
        precision decimal 精度
        qualifier string 限定
        measure string 度量
        direction string 方向
        basis string 基期
        period string 时期
        period_start date 时期起
        period_end date 时期止
        granularity string 粒度
        modality string 实际或目标
        part_of string 所属总量
        inherited strings 承前省略
        raw string 原文
        span_start integer 起始位置
        span_end integer 终止位置
        rule string 规则
    """),
    "tables": _fields("""
        notice string 公文标识
        id string 编号
        kind string 种类
        caption string 表题
        attachment string 附件号
        unit string 单位
        columns strings 列名
        types strings 类型
        n_rows integer 行数
        total_rows integers 合计行
        section_rows integers 分组行
        notes strings 表注
        pages integers 页
        methods strings 方法
    """),
    "cells": _fields("""
        notice string 公文标识
        table string 表格编号
        row integer 行
        column integer 列
        header string 列名
        role string 作用
        is_total boolean 是否合计
        is_section boolean 是否分组行
        raw string 原文
        text string 文字
        value decimal 数值
        day date 日期
        unit string 单位
    """),
    "findings": _fields("""
        notice string 公文标识
        number integer 序号
        rule string 规则
        severity string 程度
        message string 说明
        stated decimal 所载
        computed decimal 所算
        difference decimal 差额
        tolerance decimal 容差
        evidence string 依据
    """),
    "references": _fields("""
        notice string 公文标识
        number integer 序号
        title string 名称
        document_number string 发文字号
        issuer string 发文机关
        relation string 关系
        raw string 原文
        span_start integer 起始位置
        span_end integer 终止位置
        n_mentions integer 再次提及
        rule string 规则
    """),
    "recipients": _fields("""
        notice string 公文标识
        number integer 序号
        name string 机关名称
        role string 主送抄送
        collective boolean 是否统称
        raw string 原文
        rule string 规则
    """),
    "failures": _fields("""
        path string 路径
        code string 代码
        reason string 原因
    """),
}


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
