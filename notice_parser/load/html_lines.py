"""Lines of a web page: text is collected as blocks open and close, with the indentation that styles give."""

from __future__ import annotations

import re
from typing import Any

from notice_parser.load.html_site import without_sizes
from notice_parser.load.html_tree import HEADINGS
from notice_parser.load.numbering import write_number
from notice_parser.load.source import TO_CENTRE, TO_RIGHT, Block, Grid, Paragraph

__all__ = ["Lines", "collapsed", "count_of"]

_TITLE_NAME = re.compile("title|headline|\\bbt\\b", re.I)
_NO_TITLE_NAME = re.compile("sub|small|share|list|nav|more|xgxw|slide", re.I)
_RIGHT = re.compile("text-align\\s*:\\s*(?:right|end)", re.I)
_CENTRE = re.compile("text-align\\s*:\\s*(?:-webkit-)?center", re.I)
_LEFT = re.compile("text-align\\s*:\\s*(?:left|justify|start)", re.I)
_INDENT = re.compile("text-indent\\s*:\\s*(?P<size>[0-9.]{1,8})\\s*(?P<unit>em|pt|px)", re.I)
_LIST_STYLE = re.compile("list-style(?:-type)?\\s*:\\s*([a-z-]{1,40})", re.I)
_CHINESE = "chineseCounting"
_FORMS = {  # of an ordered list, by what its type or style says
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": _CHINESE,
    "simp-chinese-informal": _CHINESE,
    "trad-chinese-informal": _CHINESE,
    "none": "",
}
_EM_POINTS, _EM_PIXELS = 16.0, 21.0  # the usual body type of a notice, 三号: one em in points, in pixels
_DIGITS = re.compile("\\s*([0-9]{1,6})")
_SPACE = re.compile("[ \t\n\r\f]+")
_AROUND_FILES = re.compile("(?:附件|相关|关联|下载|点击|查看|文件|已|共|次|[0-9]|[【】\\[\\]()（）：:、，,；;|.．•·\\s]){0,200}")
_OF_DOWNLOADS = re.compile("下载|【|相关|关联|点击|查看")
_LABEL_TWICE = re.compile("^附件\\s{0,4}[：:]\\s{0,4}附件")
_BETWEEN_FILES = " \t\n\r\f\u00a0\u3000、，,；;|"
_ENDS_OPEN = re.compile("[：:（(【《\\[\\s]$")


class Lines:
    """Collects lines as blocks open and close. A line's ``place`` says what it is made of: ``title``, ``links``, ``file``."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.indents: list[int] = [0]
        self.tags: list[str] = []
        self.numbers: list[tuple[int, str]] = []  # of the lists that are open: the last number, and how they are written
        self.title_depth = 0
        self.titles: list[bool] = []
        self.in_link = 0
        self.has_text = self.has_link = self.has_file = False
        self.file_target: str | None = None
        self.last_target: str | None = None
        self.file_parts: list[tuple[int, int]] = []  # of the line, those that the links to files are made of
        self.link_start = 0
        self.was_break = False
        self.first_indent = 0
        self.marker = ""

    def add(self, text: str) -> None:
        if not text:
            return
        if "pre" in self.tags:
            first, *rest = text.split("\n")
            self.parts.append(first)
            for line in rest:
                self.break_line()
                self.parts.append(line)
            return
        if not text.strip(" \t\n\r\f"):
            if self.parts:
                self.parts.append("\n" if "\n" in text else " ")
            return
        self.parts.append(text)
        if self.in_link:
            self.has_link = True
            self.has_file = self.has_file or self.file_target is not None
        elif text.strip(" \t\n\r\f\u00a0\u3000>|＞»·"):
            self.has_text = True

    def part(self, *, is_label: bool = False) -> None:
        """Sets a gap where one inline node follows another: sites part them by margins. ``is_label``: a label begins or ends there."""
        while self.parts and not self.parts[-1].strip(" \t\n\r\f"):
            self.parts.pop()
        if self.parts and (is_label or not _ENDS_OPEN.search(self.parts[-1])):
            self.parts.append("\u3000" if is_label else " ")

    def open_link(self, target: str | None) -> None:
        """Begins a link; ``target``: the file that it leads to, null for a page."""
        self.in_link += 1
        self.file_target = target
        self.link_start = len(self.parts)

    def close_link(self) -> None:
        self.in_link -= 1
        if self.file_target is not None and len(self.parts) > self.link_start:
            start, end = self.link_start, len(self.parts)
            if self.file_parts and self.last_target == self.file_target and not "".join(self.parts[self.file_parts[-1][1] : start]).strip():
                start, _ = self.file_parts.pop()  # an editor parts a link where the letters change
            self.file_parts.append((start, end))
            self.last_target = self.file_target
        self.file_target = None

    def open(self, node: Any) -> None:
        self.flush()
        attributes = node.attributes
        style = attributes.get("style") or ""
        indent = self.indents[-1]
        align = (attributes.get("align") or "").lower()
        if _RIGHT.search(style) or align == "right":
            indent = TO_RIGHT
        elif _CENTRE.search(style) or align == "center" or node.tag == "center":
            indent = TO_CENTRE
        elif _LEFT.search(style) or align in ("left", "justify"):
            indent = 0
        self.indents.append(indent)
        self.first_indent = _first_indent(style) if indent < TO_CENTRE else 0
        self.tags.append(node.tag)
        name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        is_title = node.tag in HEADINGS or (bool(_TITLE_NAME.search(name)) and not _NO_TITLE_NAME.search(name))
        self.titles.append(is_title)
        self.title_depth += is_title
        if node.tag == "ol":
            self.numbers.append((count_of(attributes.get("start")) - 1, _form_of(attributes, style)))
        elif node.tag == "li" and self.numbers and "ol" in self.tags[-2:-1] and "none" not in style:
            number, form = self.numbers[-1]
            number = count_of(attributes.get("value")) if attributes.get("value") else number + 1
            self.numbers[-1] = number, form
            if form:
                self.marker = write_number(number, form) + ("、" if form == _CHINESE else ".")

    def close(self, tag: str) -> None:
        is_blank = tag == "p" and not "".join(self.parts).strip() and not self.was_break and self.is_innermost_blank
        self.flush()
        if tag == "li":
            self.marker = ""
        if is_blank:
            self.blocks.append(Paragraph(text="", offset=0))
        if tag in self.tags:
            while self.tags:
                self.indents.pop()
                self.title_depth -= self.titles.pop()
                if self.tags[-1] == "ol" and self.numbers:
                    self.numbers.pop()
                if self.tags.pop() == tag:
                    break
        self.is_innermost_blank = False
        self.was_break = False

    is_innermost_blank = True

    def resume(self) -> None:
        """Goes on with the line before, a label, which what follows stands beside."""
        self.flush()
        if self.blocks and isinstance(last := self.blocks[-1], Paragraph) and last.text.endswith(("：", ":")):
            self.blocks.pop()
            self.parts.append(last.text)
            self.has_text = True

    def break_line(self) -> None:
        if "".join(self.parts).strip():
            self.flush()
        else:
            self.parts = []
            self.blocks.append(Paragraph(text="", offset=0))
        self.was_break = True

    def flush(self) -> None:
        texts = _lines_of_files(self.parts, self.file_parts) or ("".join(self.parts),)
        self.parts, self.file_parts = [], []
        self.is_innermost_blank = True
        for text in map(without_sizes, map(collapsed, texts)):
            if not text.strip():
                continue
            text, self.marker = self.marker + text, ""  # the number of a list item stands before its first paragraph
            place = "title" if self.title_depth else "file" if self.has_file else "links" if self.has_link and not self.has_text else None
            self.blocks.append(Paragraph(text=text, offset=0, indent=self.indents[-1] or self.first_indent, place=place))
        self.first_indent = 0
        self.has_text = self.has_link = self.has_file = False

    def put(self, grid: Grid) -> None:
        self.flush()
        self.blocks.append(grid)

    def finish(self) -> list[Block]:
        self.flush()
        return self.blocks


def _first_indent(style: str) -> int:
    found = _INDENT.search(style)
    if found is None:
        return 0
    try:
        size = float(found.group("size"))
    except ValueError:
        return 0
    unit = found.group("unit").lower()
    ems = size if unit == "em" else size / (_EM_POINTS if unit == "pt" else _EM_PIXELS)
    return min(TO_CENTRE - 1, 2 * round(ems))


def _lines_of_files(parts: list[str], files: list[tuple[int, int]]) -> tuple[str, ...] | None:
    """The lines of a line that is made of links to files, one a file; null for any other line.

    ``files``: where in ``parts`` the links begin and end. What a site writes around its links goes, 附件： before the first one stays.

    >>> _lines_of_files(["附件【", "值守表.docx", "】已下载", "12", "次"], [(1, 2)])
    ('值守表.docx',)
    >>> _lines_of_files(["附件：1.", "值守表.docx", "；2.", "名单.xls"], [(1, 2), (3, 4)])
    ('附件：1.值守表.docx', '2.名单.xls')
    """
    if not files:
        return None
    ends = [0, *(end for _, end in files)]
    around = "".join("".join(parts[end:start]) for end, (start, _) in zip(ends, files, strict=False)) + "".join(parts[ends[-1] :])
    if not _AROUND_FILES.fullmatch(around):
        return None
    if _OF_DOWNLOADS.search(around) or not around.strip():
        return tuple("".join(parts[start:end]) for start, end in files)
    if len(files) < 2 and not _LABEL_TWICE.match("".join(parts)):
        return None
    first, *rest = ("".join(parts[last:end]).strip(_BETWEEN_FILES) for last, (_, end) in zip(ends, files, strict=False))
    return (_LABEL_TWICE.sub("附件", first), *rest)


def collapsed(text: str) -> str:
    """White space as a browser shows it; what a line break of the file left between two Han characters is no space.

    >>> collapsed("关于汛期\\n  值守的 通知"), collapsed("No\\n1")
    ('关于汛期值守的 通知', 'No 1')
    """

    def gap(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if "\n" in match.group() and not (before.isascii() and after.isascii()) else " "

    return _SPACE.sub(gap, text).strip(" \t\n\r\f")


def _form_of(attributes: Any, style: str) -> str:
    """How the numbers of an ordered list are written; empty where it shows none."""
    said = _LIST_STYLE.search(style)
    return _FORMS.get(said.group(1).lower() if said is not None else attributes.get("type") or "", "decimal")


def count_of(value: str | None, zero: int = 1) -> int:
    """The number that an attribute begins with; ``zero`` for 0, 1 where there is none."""
    if value is None:
        return 1
    digits = _DIGITS.match(value)
    number = int(digits.group(1)) if digits else 1
    return number or zero
