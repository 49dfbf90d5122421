"""The catalogue of diagnostics: code → severity, Chinese and English wording. Docs are made from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from notice_parser.model import Diagnostic, Review, Severity, Span

__all__ = ["CATALOGUE", "Code", "diagnose", "review_of", "wording"]


class Code(NamedTuple):
    """What a code means. ``review``: the level of ``notice.review`` that it calls for."""

    severity: Severity
    zh: str
    en: str
    review: str = "none"


CATALOGUE: dict[str, Code] = {
    "text.empty": Code("warning", "没有文字", "there is no text", "unsafe"),
    "text.mojibake": Code("warning", "有乱码：{raw}", "garbled characters: {raw}", "look"),
    "text.decoded_with_loss": Code(
        "warning", "编码不明，{count} 处无法解码", "unknown encoding, {count} places could not be decoded", "look"
    ),
    "lines.rejoined": Code("info", "接回被断开的 {count} 处行", "{count} broken lines were rejoined"),
    "figures.rejoined": Code("warning", "拼合数字中多余的 {count} 处空格", "{count} blanks within figures were left out", "look"),
    "lines.unsure": Code("info", "此处是否断行不明，按原样保留", "whether this line was broken is unclear; kept as printed"),
    "document_number.broken": Code("warning", "发文字号残缺：{raw}", "the document number is damaged: {raw}", "look"),
    "document_number.repaired": Code("info", "发文字号已整理：{raw} → {text}", "document number mended: {raw} → {text}"),
    "document_number.differs": Code(
        "info", "文内与元数据的发文字号不同：{text}、{other}", "number in text and metadata differ: {text}, {other}"
    ),
    "document_number.two_digit_year": Code("info", "年份只有两位：{raw}", "a year of two digits: {raw}"),
    "document_number.hidden": Code(
        "info", "发文字号取自网页不显示的文字：{raw}", "the document number stands in text that the page does not show: {raw}"
    ),
    "title.hidden": Code("info", "标题取自网页不显示的文字：{text}", "the title stands in text that the page does not show: {text}"),
    "title.cut_off": Code("warning", "标题不全：{text}", "the title is cut off: {text}", "look"),
    "title.differs": Code("info", "文内与元数据的标题不同：{text}、{other}", "title in text and metadata differ: {text}, {other}"),
    "title.missing": Code("warning", "没有标题", "no title", "look"),
    "issuers.missing": Code("info", "没有发文机关", "no issuer"),
    "issuers.masked": Code("warning", "发文机关被遮盖：{raw}", "the issuer is masked: {raw}", "look"),
    "recipients.no_colon": Code("warning", "主送机关之后没有冒号：{raw}", "no colon after the recipients: {raw}", "look"),
    "date.repaired": Code("warning", "日期残缺，唯一可能的读法为 {iso}：{raw}", "damaged date, {iso} is its only reading: {raw}", "look"),
    "date.ambiguous": Code("warning", "日期残缺，不止一种读法：{raw}", "damaged date with more than one reading: {raw}", "look"),
    "date.impossible": Code("warning", "没有这一天：{raw}", "no such day: {raw}", "look"),
    "date.day_missing": Code("info", "日期缺“日”字：{raw}", "the date lacks 日: {raw}"),
    "date.differs": Code("info", "落款与元数据的成文日期不同：{iso}、{other}", "date of signature and metadata differ: {iso}, {other}"),
    "attachments.number_differs": Code(
        "info", "附件名与正文所称附件号不同：{raw}", "attachment number in file name and text differ: {raw}"
    ),
    "attachments.no_title": Code("info", "附件没有名称：{raw}", "an attachment without a title: {raw}"),
    "references.unclosed": Code("warning", "书名号没有收尾：{raw}", "a title mark is not closed: {raw}", "look"),
    "outline.marker_lost": Code("warning", "层次序号为乱码：{raw}", "a garbled list marker: {raw}", "look"),
    "tables.unread": Code(
        "warning", "像是表格，但分不出行列，未读入", "this looks like a table, but rows and columns cannot be told", "look"
    ),
    "tables.close": Code(
        "warning",
        "表格第 {columns} 列每格有几个数，列可能没有分开",
        "column {columns} of the table has several figures a cell: columns may be run together",
        "look",
    ),
    "tables.broken": Code(
        "warning",
        "表格第 {rows} 行的数可能在断行处被截开，不能定的不取值",
        "figures in row {rows} of the table may be broken at the end of their line; what is half of one has no value",
        "look",
    ),
    "tables.no_header": Code("info", "表格没有表头", "a table without a header"),
    "tables.counted": Code(
        "info", "每行一格的表格，按固定列数 {columns} 还原", "one cell a line: read as {columns} columns by their stable count"
    ),
    "statistics.pairing": Code(
        "warning",
        "名称与数值个数不等，{count} 个数值未配对：{raw}",
        "names and figures differ in number, {count} figures were left unpaired: {raw}",
        "look",
    ),
    "tables.glyphs_lost": Code(
        "warning",
        "第 {page} 页表格范围内有 {count} 个字没有归入单元格",
        "{count} characters within a table of page {page} came into no cell",
        "look",
    ),
    "tables.no_second": Code(
        "info",
        "第 {page} 页的表格没有第二种读法：{engine} 不能读这一页（{reason}）",
        "no second reading of the tables of page {page}: {engine} cannot read it ({reason})",
    ),
    "tables.engine": Code(
        "info", "第 {page} 页的表格由 {engine} 读出：{reason}", "the tables of page {page} were read by {engine}: {reason}"
    ),
    "pdf.image_only": Code("warning", "{pages} 页全是图像，没有文字", "image only: none of the {pages} pages holds text", "unsafe"),
    "pdf.page_without_text": Code("warning", "第 {page} 页没有文字", "page {page} holds no text", "look"),
    "pdf.unreadable": Code(
        "warning",
        "第 {page} 页有 {count} 个字的编码没有对应文字",
        "{count} characters of page {page} are mapped to no text",
        "unsafe",
    ),
    "pdf.second_failed": Code(
        "info",
        "第 {page} 页没有第二种读法：{engine} 不能读这一页（{reason}）",
        "no second reading of page {page}: {engine} cannot read it ({reason})",
    ),
    "pdf.aside": Code(
        "info",
        "第 {page} 页有 {count} 个斜排或竖排的字（水印、印章等），未读入",
        "{count} characters of page {page} are set at an angle (watermark, stamp) and were left out",
    ),
    "ocr.pages": Code("info", "第 {pages} 页由文字识别读出", "pages {pages} were read by OCR"),
    "ocr.missing": Code(
        "warning",
        "第 {pages} 页没有可读的文字，未装文字识别组件；安装：{command}",
        "pages {pages} hold no readable text, and no OCR is installed; install it: {command}",
        "unsafe",
    ),
    "ocr.failed": Code("warning", "第 {page} 页无法识别：{reason}", "page {page} could not be recognised: {reason}", "unsafe"),
    "ocr.weak_line": Code(
        "info", "这一行识别把握不大（{confidence}）：{raw}", "a line that was read with little confidence ({confidence}): {raw}"
    ),
    "ocr.weak_table": Code(
        "warning",
        "第 {page} 页的表格识别把握不大（{confidence}）",
        "a table of page {page} was read with little confidence ({confidence})",
        "look",
    ),
    "ocr.weak_field": Code("warning", "取自识别把握不大的文字：{raw}", "rests on text that was read with little confidence: {raw}", "look"),
    "ocr.repaired": Code("warning", "识别有误，唯一可能的读法为 {text}：{raw}", "misread, {text} is the only reading: {raw}", "look"),
    "ocr.stamp": Code("info", "第 {page} 页有 {count} 枚印章，其文字未读入", "{count} stamps on page {page}; what they say was not read"),
    "ocr.stamp_covers": Code(
        "warning",
        "第 {page} 页有 {count} 枚印章与文字同色，被盖住的文字可能读错",
        "{count} stamps on page {page} are of the colour of the text; what they cover may be misread",
        "look",
    ),
    "ocr.two_pages": Code(
        "info",
        "第 {page} 页的图像是左右并排的两页，先左后右读出",
        "the image of page {page} holds two pages side by side; read the left one first",
    ),
    "ocr.faint": Code(
        "info", "第 {page} 页有 {count} 处墨迹辨认不出，未读入", "{count} marks on page {page} could not be read and were left out"
    ),
    "archive.refused": Code("warning", "压缩包中的“{name}”指向包外，未读入", "“{name}” leads out of the archive and was not read", "look"),
    "archive.beyond": Code(
        "warning", "邮件中超出上限的 {count} 个部分未读入", "{count} parts of the mail are beyond the limits and were not read", "look"
    ),
    "archive.unread": Code("info", "压缩包中的“{name}”未读入：{reason}", "“{name}” of the archive was not read: {reason}"),
    "source.cut_off": Code("warning", "文件不完整，后面的内容可能缺失", "the file ends too early, and what follows may be missing", "look"),
    "source.degraded": Code(
        "warning", "{format} 只读出文字，表格和版式已丢失", "of this {format} only the text was read, tables and layout are lost", "look"
    ),
    "source.numbers_lost": Code(
        "warning", "{count} 段的自动编号没有写出", "the automatic numbers of {count} paragraphs are not written out", "look"
    ),
    "source.part_damaged": Code(
        "warning",
        "文件中的“{name}”已损坏，读出的内容可能有误或不全",
        "“{name}” in the file is damaged; what was read may be wrong or incomplete",
        "look",
    ),
    "source.part_unread": Code("info", "文件中嵌入的“{name}”未读入", "“{name}” is set into the file and was not read"),
    "source.frame_read": Code("info", "框架页“{name}”已一并读入", "“{name}”, a frame of the page, was read with it"),
    "source.frame_unread": Code(
        "warning",
        "网页本身几乎没有文字，正文可能在框架页“{name}”中，未读入；请解析该文件，或把它放在网页所在的文件夹",
        "the page itself has next to no text, it may stand in the frame “{name}”, which was not read: parse that file, "
        "or put it into the folder of the page",
        "look",
    ),
    "source.pictures_unread": Code(
        "warning",
        "网页本身几乎没有文字，正文可能在 {count} 幅图片中，未读入；请保存图片后解析",
        "the page itself has next to no text, it may stand in {count} pictures, which were not read: save them and parse them",
        "look",
    ),
    "source.struck_out": Code("warning", "文中划去的 {count} 个字未读入", "{count} characters that are struck out were not read", "look"),
    "source.seal": Code(
        "info",
        "第 {page} 页电子印章的名称为“{name}”（签名未验证）",
        "a seal on page {page} is named “{name}” (its signature was not verified)",
    ),
    "source.uncomputed": Code(
        "warning",
        "{count} 个公式没有结果（未保存或出错），读作空格",
        "{count} formulas hold no result, or an error, and were read as blank",
        "look",
    ),
    "source.hidden_cells": Code(
        "info",
        "隐藏的工作表 {sheets} 个、行 {rows} 个、列 {columns} 个未读入",
        "hidden sheets ({sheets}), rows ({rows}) and columns ({columns}) were not read",
    ),
    "source.several_notices": Code(
        "warning", "文件中有 {count} 份公文，取第一份", "the file holds {count} notices; the first is taken", "look"
    ),
}

_LEVELS = ("none", "look", "unsafe")


def diagnose(code: str, *, field: str | None = None, span: Span | None = None, **params: Any) -> Diagnostic:
    """A diagnostic of the catalogue, worded in Chinese. ``KeyError`` for a code that is not in it."""
    entry = CATALOGUE[code]
    return Diagnostic(code=code, severity=entry.severity, field=field, message=entry.zh.format(**params), params=params, span=span)


def wording(diagnostic: Diagnostic, lang: str) -> str:
    """The message of a diagnostic in ``zh`` or ``en``."""
    entry = CATALOGUE[diagnostic.code]
    return (entry.en if lang == "en" else entry.zh).format(**diagnostic.params)


def review_of(diagnostics: Iterable[Diagnostic]) -> Review:
    """The level that the gravest diagnostic calls for, and all codes that call for that level."""
    levels = {d.code: CATALOGUE[d.code].review for d in diagnostics}
    level = max(levels.values(), key=_LEVELS.index, default="none")
    codes = tuple(sorted(code for code, value in levels.items() if value == level)) if level != "none" else ()
    return Review(level=level, codes=codes)  # type: ignore[arg-type]  # the levels are the literal's
