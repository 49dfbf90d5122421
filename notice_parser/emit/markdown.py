"""A notice as Markdown: header fields in a small table, then title, headings and paragraphs in the order printed.

>>> escape("1. 全市*重点*项目")
'1\\\\. 全市\\\\*重点\\\\*项目'
>>> escape("# 号")
'\\\\# 号'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from notice_parser.model import Notice, Section

__all__ = ["escape", "to_markdown"]

_DEEPEST = 6  # levels of headings that Markdown has
# what would be formatting anywhere in a line: 张**, 3~5, <略>, [1]
_INLINE = re.compile(r"[\\`*_~<\[\]|]|&(?=#?\w{1,31};)")
# what would be a block at its start: heading, quotation, list, rule, underline of a heading
_BLOCK = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-{3,}+\s{0,9}$|=++\s{0,9}$)")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_ROLES = {"main": "主送", "copy": "抄送", "report": "报", "send": "送", "distribute": "发"}


def to_markdown(notice: Notice) -> str:
    """The notice as Markdown text, ending in a line break; empty for an empty notice."""
    rows = list(_header_rows(notice))
    blocks: list[str] = []
    if rows:
        table = ["| 项目 | 内容 |", "| --- | --- |", *(f"| {name} | {escape(value)} |" for name, value in rows)]
        blocks.append("\n".join(table))
    if notice.title and notice.title.span is None:
        blocks.append(f"# {escape(notice.title.text)}")
    blocks.extend(_body(notice))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def escape(line: str) -> str:
    """``line`` so that Markdown shows it as printed, on one line."""
    line = " ".join(line.split("\n")).strip(" \t\r")
    block = _BLOCK.match(line)
    numbered = _NUMBERED.match(line)
    text = _escape_inline(line)
    if block:
        return "\\" + text
    if numbered:
        return f"{numbered[1]}\\{text[numbered.end(1) :]}"
    return text


def _header_rows(notice: Notice) -> Iterator[tuple[str, str]]:
    """Chinese name and value of each header field that is there."""
    marks = (("密级和保密期限", notice.security), ("紧急程度", notice.urgency), ("份号", notice.copy_number))
    yield from ((name, mark.text) for name, mark in marks if mark)
    if notice.issuers:
        yield "发文机关", "、".join(issuer.name for issuer in notice.issuers)
    if notice.document_number:
        yield "发文字号", notice.document_number.text
    if notice.issue_number:
        yield "期号", notice.issue_number.text
    if notice.kind:
        yield "文种", notice.kind.text
    for role, label in _ROLES.items():
        names = "、".join(recipient.name for recipient in notice.recipients if recipient.role == role)
        if names:
            yield label, names
    dates = (
        ("成文日期", notice.date),
        ("发布日期", notice.published),
        ("印发日期", notice.printed),
        ("施行日期", notice.effective),
        ("失效日期", notice.expires),
    )
    yield from ((name, date.iso) for name, date in dates if date)
    if notice.signers:
        yield "签发人", "、".join(" ".join(filter(None, (signer.office, signer.name))) for signer in notice.signers)
    for attachment in notice.attachments:
        yield f"附件{escape(attachment.number or '')}", attachment.title
    if notice.remark:
        yield "附注", notice.remark.text


def _body(notice: Notice) -> Iterator[str]:
    """The lines of the text, each a block: the title and headings as such, the rest paragraphs."""
    trees = (notice.sections, *(annex.sections for annex in notice.annexes))
    headings = {section.heading_span[0]: section for tree in trees for section in _walk(tree)}
    title = notice.title.span if notice.title else None
    start = 0
    for line in notice.text.split("\n"):
        end = start + len(line)
        section = headings.get(start)
        if notice.title and title and line and title[0] <= start < title[1]:
            if title[0] == start:
                yield f"# {escape(notice.title.text)}"
            line = line[title[1] - start :]
        elif section and end >= section.heading_span[1] > start:
            cut = section.heading_span[1] - start
            yield _heading(line[:cut], section.level + 1)
            line = line[cut:]
        if line.strip():
            yield escape(line)
        start = end + 1


def _heading(text: str, level: int) -> str:
    if level > _DEEPEST:
        return f"**{escape(text)}**"
    # a heading is one line, so that what opens a block elsewhere is harmless in it
    return f"{'#' * level} {_escape_inline(text.strip())}"


def _escape_inline(text: str) -> str:
    return _INLINE.sub(r"\\\g<0>", text)


def _walk(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.children)
