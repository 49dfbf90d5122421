"""The columns of the eight tables of notices: name, type and Chinese name, whatever the notices hold."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["DIGITS", "PLACES", "TABLES", "Field"]

DIGITS: Final = 38  # of a decimal
PLACES: Final = 12  # of them behind the point


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
