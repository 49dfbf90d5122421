"""The notice as frozen values: what the contract calls the JSON, version 1.

Field names and meanings are the JSON's own; the Chinese name of each, from GB/T 9704-2012 where the standard has
one, stands in ``title`` and goes into the JSON Schema. A ``span`` is ``(start, end)`` in code points of
``Notice.text``; ``Notice.text[start:end]`` is the object's ``raw`` where it has one, else its ``text``, else its
``name``. Nothing here imports anything of ours.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final, Literal, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

__all__ = [
    "SCHEMA_VERSION",
    "Annex",
    "Attachment",
    "CellPlace",
    "Change",
    "Check",
    "Chunk",
    "Column",
    "Contact",
    "Date",
    "Deadline",
    "Diagnostic",
    "DocumentClass",
    "DocumentNumber",
    "Evidence",
    "Finding",
    "IssueNumber",
    "Issuer",
    "Kind",
    "Mark",
    "MetadataRow",
    "Notice",
    "Number",
    "Period",
    "Place",
    "Producer",
    "Quantity",
    "Recipient",
    "Reference",
    "Region",
    "Review",
    "Section",
    "Signer",
    "Source",
    "Span",
    "Statistic",
    "Table",
    "TablePart",
    "Time",
    "Title",
    "Unread",
]

SCHEMA_VERSION: Final = "1"

Span: TypeAlias = tuple[int, int]

Severity: TypeAlias = Literal["error", "warning", "info"]
Granularity: TypeAlias = Literal["day", "month", "quarter", "half", "year", "range", "as_of", "unknown"]
ResolvedBy: TypeAlias = Literal["written", "notice_period", "last_stated", "notice_date"]
Qualifier: TypeAlias = Literal["exact", "about", "over", "under", "at_least", "at_most"]
Measure: TypeAlias = Literal["count", "amount", "ratio", "rank", "score", "duration", "size", "change", "multiple"]
IssuerEvidence: TypeAlias = Literal["letterhead", "signature", "metadata", "title"]
DateEvidence: TypeAlias = Literal["signature", "metadata", "title", "imprint", "body", "computed"]
RecipientRole: TypeAlias = Literal["main", "copy", "report", "send", "distribute"]
Relation: TypeAlias = Literal["cites", "issues", "implements", "amends", "repeals", "forwards", "answers"]
ClassName: TypeAlias = Literal["notice", "interpretation", "news", "list", "form", "regulation", "other"]


class _Part(Struct, frozen=True, kw_only=True):
    """A part of a notice; ``to_dict`` is what ``json.dumps`` takes."""

    def to_dict(self) -> dict[str, Any]:
        from notice_parser.emit.json import to_dict

        return to_dict(self)


class Place(_Part, frozen=True, kw_only=True):
    """Where a stretch of the text stands in the file: a printed line, a paragraph, a row of a table that the file marks up.

    ``page`` from 0, null where the file has none; ``place`` as the format counts (``p12``); ``bbox`` is left, top, right, bottom in points
    from the page's upper left corner, of a row that of its whole table.
    ``confidence``: of what was recognised from an image, how sure its reading is, 0 to 1.
    """

    span: Annotated[Span, Meta(title="位置")]
    page: Annotated[int | None, Meta(title="页")]
    place: Annotated[str | None, Meta(title="段落")]
    bbox: Annotated[tuple[Decimal, Decimal, Decimal, Decimal] | None, Meta(title="边框")]
    part: Annotated[Literal["line", "row"], Meta(title="种类")]
    confidence: Annotated[Decimal | None, Meta(title="置信度")] = None


class Region(_Part, frozen=True, kw_only=True):
    """行政区划: name and the six-digit code of GB/T 2260, as far as it could be resolved."""

    name: Annotated[str, Meta(title="行政区划名称")]
    code: Annotated[str | None, Meta(title="行政区划代码")] = None


class Producer(_Part, frozen=True, kw_only=True):
    """What made this JSON: version, hash of all grammars in force, options, backends."""

    version: Annotated[str, Meta(title="程序版本")]
    rules: Annotated[str, Meta(title="规则指纹")]
    options: Annotated[dict[str, Any], Meta(title="选项")]
    backends: Annotated[dict[str, str], Meta(title="所用组件及版本")]


class Source(_Part, frozen=True, kw_only=True):
    """Where the notice was read from. ``path`` is relative to the input root, with ``/``."""

    name: Annotated[str | None, Meta(title="文件名")]
    path: Annotated[str | None, Meta(title="相对路径")] = None
    url: Annotated[str | None, Meta(title="网址")] = None
    media_type: Annotated[str, Meta(title="媒体类型")]
    n_bytes: Annotated[int, Meta(title="字节数")]
    n_pages: Annotated[int | None, Meta(title="页数")] = None
    loader: Annotated[str, Meta(title="读取方式")]
    ocr: Annotated[bool, Meta(title="是否识别而得")] = False
    extra: Annotated[dict[str, Any], Meta(title="透传字段")] = {}


class DocumentClass(_Part, frozen=True, kw_only=True):
    """文件类别: not every page is a notice."""

    text: Annotated[ClassName, Meta(title="文件类别")]
    rule: Annotated[str, Meta(title="规则")]


class Kind(_Part, frozen=True, kw_only=True):
    """文种 (《党政机关公文处理工作条例》第八条), or another word of the title."""

    text: Annotated[str, Meta(title="文种")]
    raw: Annotated[str | None, Meta(title="原文")]
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class Title(_Part, frozen=True, kw_only=True):
    """标题 (GB/T 9704-2012, 7.3.1): lines joined, spacing removed."""

    text: Annotated[str, Meta(title="标题")]
    raw: Annotated[str | None, Meta(title="原文")]
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class DocumentNumber(_Part, frozen=True, kw_only=True):
    """发文字号 (GB/T 9704-2012, 7.2.5): ``岚水发〔2023〕12号``."""

    text: Annotated[str, Meta(title="发文字号")]
    raw: Annotated[str, Meta(title="原文")]
    agency_code: Annotated[str | None, Meta(title="机关代字")]
    year: Annotated[int | None, Meta(title="年份")]
    serial: Annotated[int | None, Meta(title="发文顺序号")]
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class IssueNumber(_Part, frozen=True, kw_only=True):
    """期号 of a bulletin: ``2021年第2期``, ``第17期（总第283期）``."""

    text: Annotated[str, Meta(title="期号")]
    raw: Annotated[str, Meta(title="原文")]
    year: Annotated[int | None, Meta(title="年份")]
    number: Annotated[int, Meta(title="期数")]
    total: Annotated[int | None, Meta(title="总期数")]
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class Issuer(_Part, frozen=True, kw_only=True):
    """发文机关 (GB/T 9704-2012, 7.2.4 and 7.3.5)."""

    name: Annotated[str, Meta(title="发文机关")]
    raw: Annotated[str | None, Meta(title="原文")]
    evidence: Annotated[IssuerEvidence, Meta(title="依据")]
    region: Annotated[Region | None, Meta(title="行政区划")] = None
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class Recipient(_Part, frozen=True, kw_only=True):
    """主送机关 (7.3.2) and the bodies of 版记 (7.4.2), told apart by ``role``."""

    name: Annotated[str, Meta(title="机关名称")]
    raw: Annotated[str, Meta(title="原文")]
    role: Annotated[RecipientRole, Meta(title="主送、抄送、报、送、发")]
    collective: Annotated[bool, Meta(title="是否统称")]
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class Date(_Part, frozen=True, kw_only=True):
    """A date of the notice: 成文日期 (7.3.5), 发布, 印发 (7.4.3), 施行, 失效日期."""

    iso: Annotated[str, Meta(title="日期", pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
    granularity: Annotated[Granularity, Meta(title="粒度")]
    raw: Annotated[str | None, Meta(title="原文")]
    evidence: Annotated[DateEvidence, Meta(title="依据")]
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class Mark(_Part, frozen=True, kw_only=True):
    """密级和保密期限 (7.2.2), 紧急程度 (7.2.3), 份号 (7.2.1), 附注 (7.3.6)."""

    text: Annotated[str, Meta(title="内容")]
    raw: Annotated[str, Meta(title="原文")]
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class Signer(_Part, frozen=True, kw_only=True):
    """签发人 (7.2.6), 会签人, or the official who signs an order (7.3.5.3)."""

    name: Annotated[str, Meta(title="姓名")]
    raw: Annotated[str | None, Meta(title="原文")]
    office: Annotated[str | None, Meta(title="职务")]
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class Contact(_Part, frozen=True, kw_only=True):
    """联系人: each part absent or read."""

    name: Annotated[str | None, Meta(title="姓名")]
    phone: Annotated[str | None, Meta(title="电话")]
    email: Annotated[str | None, Meta(title="电子邮箱")]
    raw: Annotated[str, Meta(title="原文")]
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class MetadataRow(_Part, frozen=True, kw_only=True):
    """One row of a site's key-value table; ``field`` is the field of ours that it feeds."""

    name: Annotated[str, Meta(title="项目")]
    value: Annotated[str | None, Meta(title="内容")]
    field: Annotated[str | None, Meta(title="对应字段")]
    raw: Annotated[str, Meta(title="原文")]
    span: Annotated[Span | None, Meta(title="位置")]
    value_span: Annotated[Span | None, Meta(title="内容位置")]
    rule: Annotated[str, Meta(title="规则")]


class Attachment(_Part, frozen=True, kw_only=True):
    """附件说明 (7.3.4): number and file suffix off the title."""

    number: Annotated[str | None, Meta(title="附件号")]
    title: Annotated[str, Meta(title="附件名称")]
    raw: Annotated[str, Meta(title="原文")]
    file: Annotated[str | None, Meta(title="文件名")] = None
    span: Annotated[Span | None, Meta(title="位置")]
    tables: Annotated[tuple[str, ...], Meta(title="表格编号")] = ()
    annex: Annotated[int | None, Meta(title="附件正文序号")] = None
    rule: Annotated[str, Meta(title="规则")]


class Section(_Part, frozen=True, kw_only=True):
    """结构层次 (7.3.3): a heading and all that stands under it; ``span`` covers both, ``raw`` is the heading."""

    marker: Annotated[str | None, Meta(title="层次序号")]
    title: Annotated[str | None, Meta(title="小标题")]
    level: Annotated[int, Meta(title="层次")]
    span: Annotated[Span, Meta(title="位置")]
    heading_span: Annotated[Span, Meta(title="标题位置")]
    rule: Annotated[str, Meta(title="规则")]
    children: Annotated[tuple[Section, ...], Meta(title="下级")] = ()


class Annex(_Part, frozen=True, kw_only=True):
    """What is printed after the signature (附件, 7.3.7). Read, but never a source of the notice's own header fields."""

    title: Annotated[str | None, Meta(title="标题")]
    kind: Annotated[str | None, Meta(title="文种")]
    number: Annotated[str | None, Meta(title="附件号")]
    span: Annotated[Span, Meta(title="位置")]
    sections: Annotated[tuple[Section, ...], Meta(title="结构层次")] = ()


class Reference(_Part, frozen=True, kw_only=True):
    """One distinct cited document; ``title`` without 《》, inner quotes as 〈〉."""

    title: Annotated[str | None, Meta(title="名称")]
    document_number: Annotated[DocumentNumber | None, Meta(title="发文字号")]
    issuer: Annotated[str | None, Meta(title="发文机关")]
    relation: Annotated[Relation, Meta(title="关系")]
    raw: Annotated[str, Meta(title="原文")]
    span: Annotated[Span, Meta(title="位置")]
    mentions: Annotated[tuple[Span, ...], Meta(title="再次提及")] = ()
    rule: Annotated[str, Meta(title="规则")]


class Time(_Part, frozen=True, kw_only=True):
    """A date or period in the text; inclusive ISO days. Only ``as_of`` has no start by meaning."""

    raw: Annotated[str, Meta(title="原文")]
    start: Annotated[str | None, Meta(title="起")]
    end: Annotated[str | None, Meta(title="止")]
    granularity: Annotated[Granularity, Meta(title="粒度")]
    inferred: Annotated[bool, Meta(title="是否推定")]
    resolved_by: Annotated[ResolvedBy, Meta(title="推定依据")]
    role: Annotated[str | None, Meta(title="作用")]
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class Period(_Part, frozen=True, kw_only=True):
    """The time a statistic is about."""

    raw: Annotated[str | None, Meta(title="原文")]
    start: Annotated[str | None, Meta(title="起")]
    end: Annotated[str | None, Meta(title="止")]
    granularity: Annotated[Granularity, Meta(title="粒度")]
    resolved_by: Annotated[ResolvedBy, Meta(title="推定依据")]


class Deadline(_Part, frozen=True, kw_only=True):
    """What recipients must do by when; ``due`` is the last day on which it is in time."""

    action: Annotated[str | None, Meta(title="事项")]
    due: Annotated[str | None, Meta(title="期限")]
    raw: Annotated[str, Meta(title="原文")]
    span: Annotated[Span | None, Meta(title="位置")]
    rule: Annotated[str, Meta(title="规则")]


class Change(_Part, frozen=True, kw_only=True):
    """Growth or decline against a base."""

    direction: Annotated[Literal["up", "down", "flat"], Meta(title="方向")]
    basis: Annotated[str | None, Meta(title="基期")]


class Statistic(_Part, frozen=True, kw_only=True):
    """One asserted value about one subject: who, what, how much, in which unit, when."""

    id: Annotated[str, Meta(title="编号")]
    key: Annotated[str, Meta(title="稳定键")]
    raw: Annotated[str, Meta(title="原文")]
    span: Annotated[Span, Meta(title="位置")]
    quantity: Annotated[str, Meta(title="数量原文")]
    quantity_span: Annotated[Span, Meta(title="数量位置")]
    value: Annotated[Decimal, Meta(title="数值")]
    value_max: Annotated[Decimal | None, Meta(title="数值上限")] = None
    unit: Annotated[str | None, Meta(title="单位")]
    per: Annotated[str | None, Meta(title="每")] = None
    precision: Annotated[Decimal | None, Meta(title="精度")]
    qualifier: Annotated[Qualifier, Meta(title="限定")]
    subject: Annotated[str | None, Meta(title="主体")]
    region: Annotated[Region | None, Meta(title="行政区划")] = None
    indicator: Annotated[str | None, Meta(title="指标")]
    period: Annotated[Period | None, Meta(title="时期")]
    measure: Annotated[Literal["count", "amount", "ratio", "rank", "score", "duration", "size", "change", "multiple"], Meta(title="度量")]
    change: Annotated[Change | None, Meta(title="增减")] = None
    part_of: Annotated[str | None, Meta(title="所属总量")] = None
    modality: Annotated[Literal["actual", "target"], Meta(title="实际或目标")] = "actual"
    inherited: Annotated[tuple[str, ...], Meta(title="承前省略")] = ()
    rule: Annotated[str, Meta(title="规则")]


class Number(_Part, frozen=True, kw_only=True):
    """A numeral as written, Arabic or Chinese, whatever it numbers."""

    raw: Annotated[str, Meta(title="原文")]
    span: Annotated[Span, Meta(title="位置")]
    value: Annotated[Decimal, Meta(title="数值")]
    value_max: Annotated[Decimal | None, Meta(title="数值上限")] = None
    precision: Annotated[Decimal, Meta(title="精度")]


class Quantity(_Part, frozen=True, kw_only=True):
    """A figure with its unit and vague words: ``近300亩``. ``kind`` is the unit's (money, area, ...), ``carried`` says that the unit is
    printed beside another figure. Directions are not read: the sign is the printed one."""

    raw: Annotated[str, Meta(title="原文")]
    span: Annotated[Span, Meta(title="位置")]
    value: Annotated[Decimal, Meta(title="数值")]
    value_max: Annotated[Decimal | None, Meta(title="数值上限")] = None
    unit: Annotated[str | None, Meta(title="单位")]
    precision: Annotated[Decimal, Meta(title="精度")]
    qualifier: Annotated[Qualifier, Meta(title="限定")]
    kind: Annotated[str, Meta(title="单位类别")]
    measure: Annotated[Measure, Meta(title="度量")]
    carried: Annotated[bool, Meta(title="单位是否承接他处")] = False
    rule: Annotated[str, Meta(title="规则")]


class Unread(_Part, frozen=True, kw_only=True):
    """A figure of the body that is neither in a record nor left out by a named rule."""

    raw: Annotated[str, Meta(title="原文")]
    span: Annotated[Span, Meta(title="位置")]


class Column(_Part, frozen=True, kw_only=True):
    """A column; ``path`` is its header levels, top first, ``name`` the same joined by ``/``."""

    path: Annotated[tuple[str, ...], Meta(title="表头")]
    name: Annotated[str | None, Meta(title="列名")]
    type: Annotated[Literal["integer", "decimal", "percent", "date", "text", "empty"], Meta(title="类型")]
    unit: Annotated[str | None, Meta(title="单位")] = None
    period: Annotated[Period | None, Meta(title="时期")] = None
    role: Annotated[Literal["index", "key", "measure"], Meta(title="作用")]


class TablePart(_Part, frozen=True, kw_only=True):
    """Where one piece of a table stood."""

    page: Annotated[int | None, Meta(title="页")]
    bbox: Annotated[tuple[Decimal, Decimal, Decimal, Decimal] | None, Meta(title="边框")]
    span: Annotated[Span | None, Meta(title="位置")]
    method: Annotated[
        Literal["markdown", "tsv", "html", "docx", "sheet", "ruled", "unruled", "pdfplumber", "camelot", "ocr"],
        Meta(title="方法"),
    ]
    confidence: Annotated[Decimal | None, Meta(title="置信度")]


class CellPlace(_Part, frozen=True, kw_only=True):
    """The cell of another table in which a table stands; ``row`` and ``column`` count from 0 as in ``rows``, null for one of its header."""

    table: Annotated[str, Meta(title="表格")]
    row: Annotated[int | None, Meta(title="行")]
    column: Annotated[int | None, Meta(title="列")]


class Table(_Part, frozen=True, kw_only=True):
    """A table as printed; ``rows`` typed (number, ISO date, text, null), ``raw`` the same cells as printed."""

    id: Annotated[str, Meta(title="编号")]
    kind: Annotated[Literal["data", "form"], Meta(title="种类")]
    caption: Annotated[str | None, Meta(title="表题")]
    attachment: Annotated[str | None, Meta(title="附件号")]
    unit: Annotated[str | None, Meta(title="单位")]
    columns: Annotated[tuple[Column, ...], Meta(title="列")]
    # a cell is Decimal | str | None; msgspec has no such union, so it is read with ``float_hook`` and checked by the schema
    rows: Annotated[tuple[tuple[Any, ...], ...], Meta(title="数据行")]
    raw: Annotated[tuple[tuple[str, ...], ...], Meta(title="原文行")]
    total_rows: Annotated[tuple[int, ...], Meta(title="合计行")] = ()
    section_rows: Annotated[tuple[int, ...], Meta(title="分组行")] = ()
    notes: Annotated[tuple[str, ...], Meta(title="表注")] = ()
    merged: Annotated[tuple[tuple[int, int, int, int], ...], Meta(title="合并单元格")] = ()
    row_units: Annotated[tuple[str | None, ...], Meta(title="行单位")] = ()  # of each row, where its name states one; else empty
    row_periods: Annotated[tuple[Period | None, ...], Meta(title="行时期")] = ()  # of each row, where a column gives it; else empty
    parts: Annotated[tuple[TablePart, ...], Meta(title="所在位置")] = ()
    within: Annotated[CellPlace | None, Meta(title="所在单元格")] = None  # of the table in whose cell this one stands

    def records(self) -> list[dict[str, Any]]:
        """One dict a body row, column name → value; section rows left out. A column without a name of its own gets its place.

        >>> column = Column(path=("名称",), name="名称", type="text", role="key")
        >>> nameless = Column(path=(), name=None, type="integer", role="measure")
        >>> Table(id="t1", kind="data", caption=None, attachment=None, unit=None, columns=(column, nameless),
        ...       rows=(("水闸", 3),), raw=(("水闸", "3"),)).records()
        [{'名称': '水闸', '列2': 3}]
        """
        names: list[str] = []
        for place, column in enumerate(self.columns, 1):
            name = column.name or f"列{place}"
            names.append(name if name not in names else f"{name}（列{place}）")
        sections = frozenset(self.section_rows)
        return [dict(zip(names, row, strict=True)) for i, row in enumerate(self.rows) if i not in sections]


class Evidence(_Part, frozen=True, kw_only=True):
    """What a finding rests on: a statistic of the text, or a cell of a table."""

    statistic: Annotated[str | None, Meta(title="统计记录")] = None
    table: Annotated[str | None, Meta(title="表格")] = None
    row: Annotated[int | None, Meta(title="行")] = None
    column: Annotated[int | None, Meta(title="列")] = None
    span: Annotated[Span | None, Meta(title="位置")] = None


class Finding(_Part, frozen=True, kw_only=True):
    """What does not add up, in the notice's own figures."""

    rule: Annotated[str, Meta(title="规则")]
    severity: Annotated[Severity, Meta(title="程度")]
    message: Annotated[str, Meta(title="说明")]
    stated: Annotated[Decimal | None, Meta(title="所载")]
    computed: Annotated[Decimal | None, Meta(title="所算")]
    difference: Annotated[Decimal | None, Meta(title="差额")]
    tolerance: Annotated[Decimal | None, Meta(title="容差")]
    evidence: Annotated[tuple[Evidence, ...], Meta(title="依据")]


class Check(_Part, frozen=True, kw_only=True):
    """How often an audit rule was tried, so that silence can be told from agreement."""

    rule: Annotated[str, Meta(title="规则")]
    tried: Annotated[int, Meta(title="核对数")]
    agreed: Annotated[int, Meta(title="相符")]
    failed: Annotated[int, Meta(title="不符")]
    skipped: Annotated[int, Meta(title="略过")]


class Diagnostic(_Part, frozen=True, kw_only=True):
    """What was unsure, repaired or degraded. ``message`` is Chinese; ``code`` and ``params`` let anyone word it anew."""

    code: Annotated[str, Meta(title="代码")]
    severity: Annotated[Severity, Meta(title="程度")]
    field: Annotated[str | None, Meta(title="字段")]
    message: Annotated[str, Meta(title="说明")]
    params: Annotated[dict[str, Any], Meta(title="参数")]
    span: Annotated[Span | None, Meta(title="位置")]


class Review(_Part, frozen=True, kw_only=True):
    """Whether a person should look, and the diagnostic codes that decided it."""

    level: Annotated[Literal["none", "look", "unsafe"], Meta(title="复核等级")]
    codes: Annotated[tuple[str, ...], Meta(title="依据")]


class Chunk(_Part, frozen=True, kw_only=True):
    """A piece of a notice for retrieval, with what says where it is from.

    ``span``: in the notice's text; ``pages``: the first and the last, from 1; ``rows``: of a table that was cut, which ones.
    """

    id: Annotated[str, Meta(title="标识")]
    notice_id: Annotated[str, Meta(title="公文标识")]
    index: Annotated[int, Meta(title="次序")]
    kind: Annotated[Literal["text", "table"], Meta(title="种类")]
    text: Annotated[str, Meta(title="文字")]
    span: Annotated[Span, Meta(title="位置")]
    section: Annotated[tuple[str, ...], Meta(title="所在层次")]
    pages: Annotated[tuple[int, int] | None, Meta(title="起止页")]
    table: Annotated[str | None, Meta(title="表格编号")]
    rows: Annotated[tuple[int, int] | None, Meta(title="起止行")]
    title: Annotated[str | None, Meta(title="标题")]
    document_number: Annotated[str | None, Meta(title="发文字号")]
    issuers: Annotated[tuple[str, ...], Meta(title="发文机关")]
    date: Annotated[str | None, Meta(title="成文日期")]


class Notice(_Part, frozen=True, kw_only=True, eq=False):
    """An official notice, whole. See the module's first lines for the rules that hold everywhere.

    ``layout`` is written to JSON on request only, and notices that differ in nothing else are equal.
    """

    schema_version: Annotated[Literal["1"], Meta(title="结构版本")] = SCHEMA_VERSION
    id: Annotated[str, Meta(title="标识", pattern="^[0-9a-f]{64}$")]
    producer: Annotated[Producer, Meta(title="产生者")]
    source: Annotated[Source, Meta(title="来源")]
    document_class: Annotated[DocumentClass, Meta(title="文件类别")]
    text: Annotated[str, Meta(title="正文全文")]
    pages: Annotated[tuple[Span, ...], Meta(title="页")]
    kind: Annotated[Kind | None, Meta(title="文种")] = None
    title: Annotated[Title | None, Meta(title="标题")] = None
    document_number: Annotated[DocumentNumber | None, Meta(title="发文字号")] = None
    issue_number: Annotated[IssueNumber | None, Meta(title="期号")] = None
    issuers: Annotated[tuple[Issuer, ...], Meta(title="发文机关")] = ()
    region: Annotated[Region | None, Meta(title="行政区划")] = None
    recipients: Annotated[tuple[Recipient, ...], Meta(title="主送、抄送机关")] = ()
    date: Annotated[Date | None, Meta(title="成文日期")] = None
    published: Annotated[Date | None, Meta(title="发布日期")] = None
    printed: Annotated[Date | None, Meta(title="印发日期")] = None
    effective: Annotated[Date | None, Meta(title="施行日期")] = None
    expires: Annotated[Date | None, Meta(title="失效日期")] = None
    security: Annotated[Mark | None, Meta(title="密级和保密期限")] = None
    urgency: Annotated[Mark | None, Meta(title="紧急程度")] = None
    copy_number: Annotated[Mark | None, Meta(title="份号")] = None
    remark: Annotated[Mark | None, Meta(title="附注")] = None
    signers: Annotated[tuple[Signer, ...], Meta(title="签发人")] = ()
    contacts: Annotated[tuple[Contact, ...], Meta(title="联系人")] = ()
    metadata: Annotated[tuple[MetadataRow, ...], Meta(title="网页元数据")] = ()
    attachments: Annotated[tuple[Attachment, ...], Meta(title="附件说明")] = ()
    annexes: Annotated[tuple[Annex, ...], Meta(title="附件正文")] = ()
    references: Annotated[tuple[Reference, ...], Meta(title="引用文件")] = ()
    sections: Annotated[tuple[Section, ...], Meta(title="结构层次")] = ()
    times: Annotated[tuple[Time, ...], Meta(title="时间")] = ()
    deadlines: Annotated[tuple[Deadline, ...], Meta(title="办理期限")] = ()
    statistics: Annotated[tuple[Statistic, ...], Meta(title="统计数据")] = ()
    unread: Annotated[tuple[Unread, ...], Meta(title="未读数字")] = ()
    tables: Annotated[tuple[Table, ...], Meta(title="表格")] = ()
    findings: Annotated[tuple[Finding, ...], Meta(title="核对结果")] = ()
    checks: Annotated[tuple[Check, ...], Meta(title="核对统计")] = ()
    diagnostics: Annotated[tuple[Diagnostic, ...], Meta(title="诊断")] = ()
    review: Annotated[Review, Meta(title="复核")]
    layout: Annotated[tuple[Place, ...], Meta(title="版面")] | UnsetType = UNSET

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Notice):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__struct_fields__ if name != "layout")

    def __hash__(self) -> int:
        return hash((self.id, self.text))

    def to_json(self, indent: int | None = None, *, layout: bool = False) -> str:
        """The notice as JSON text; figures exact, in plain notation. ``indent`` gives one value a line, ``layout`` writes where each
        line stands in the file."""
        from notice_parser.emit.json import to_json

        return to_json(self, indent=indent, layout=layout)

    def locate(self, span: Span) -> tuple[Place, ...]:
        """Where ``text[span[0]:span[1]]`` stands in the file: one place a line, paragraph or row, with its part of the span.

        The box of a part of a line is measured by the width of its characters. ``NoticeParserError`` for a notice from JSON that was
        written without ``layout``.
        """
        from notice_parser.emit.locate import locate

        return locate(self, span)

    @classmethod
    def from_json(cls, data: str | bytes) -> Notice:
        """The notice that ``to_json`` wrote, lossless. ``LoadError`` where ``data`` is no such JSON."""
        from notice_parser.emit.json import from_json

        return from_json(data)

    def to_markdown(self) -> str:
        """The notice as Markdown: header fields on top, then headings and paragraphs as printed."""
        from notice_parser.emit.markdown import to_markdown

        return to_markdown(self)

    def chunks(self, max_chars: int = 800) -> tuple[Chunk, ...]:
        """The notice cut for retrieval: text by sections and paragraphs, tables with their header; see ``emit/chunks.py``."""
        from notice_parser.emit.chunks import chunks

        return chunks(self, max_chars)

    def to_html(self, lang: Literal["zh", "en"] = "zh") -> str:
        """The notice as one HTML page that needs no network: text and values side by side, findings, tables, CSV."""
        from notice_parser.emit.html import to_html

        return to_html(self, lang=lang)

    def statistics_frame(self, tables: bool = False) -> Any:
        """The statistics as a ``pyarrow.Table``, one row a record; with ``tables`` the figures of the data tables too.

        Needs the extra ``parquet``. ``NoticeParserError`` where pyarrow is not installed.
        """
        from notice_parser.emit.frame import statistics_frame

        return statistics_frame(self, tables=tables)
