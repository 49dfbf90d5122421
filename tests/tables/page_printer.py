"""Prints tables as PDFs, seeded: ruled, three-line, unruled, with rules across or upright ones alone; header levels, merged and
wrapped cells, page breaks.

``real`` prints them as annexes look: figures to the right and words to the left, units in headers that wrap, blank cells and columns,
long remarks, section rows, a total over two columns, dashed or double or open borders, rules drawn as thin boxes, 单位 above and 注
below, 续表 and running heads.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from io import BytesIO

from page_font import FONT, register
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

PLACES = (
    "云坪区",
    "禾丰县",
    "柳坝镇",
    "南渡镇",
    "岚川市",
    "青岚省",
    "松溪乡",
    "石桥街道",
    "河湾社区",
    "东岭开发区",
    "白沙渡口管理站",
    "北塘片区",
)
HEADS = (
    "申请数",
    "受理数",
    "办结数",
    "超时数",
    "评价数",
    "好评率",
    "投资额",
    "面积",
    "户数",
    "人口",
    "备注",
    "巡查次数",
    "整改率",
    "覆盖率",
)
REAL_HEADS = (
    "申请数（件）",
    "受理数（件）",
    "年度计划投资（万元）",
    "累计完成投资（万元）",
    "占年度计划比例（%）",
    "同比增减",
    "面积",
    "上年同期数",
    "排名",
    "户数（户）",
    "巡查次数（次）",
    "整改率（%）",
    "覆盖率",
    "得分",
)
REMARKS = (
    "",
    "",
    "含续建项目",
    "因汛期影响工期顺延，预计年底前完成全部建设内容",
    "已列入下年度计划",
    "资金已全部到位，正在办理用地预审和规划选址手续",
)
SECTIONS = ("一、市直单位", "二、各县（区）", "三、开发区")
LINES = ("plain", "dashed", "double", "open", "boxes")
GROUPS = ("办件情况", "线上情况", "承诺件效率", "评价情况", "资金安排", "巡查情况")
STYLES = ("ruled", "three_line", "unruled", "partly", "upright")


@dataclass
class Printed:
    """What a PDF holds: its bytes, header names, body cells, and the class it belongs to."""

    data: bytes
    names: list[str]
    body: list[list[str]]
    style: str
    kind: str
    merged: list[tuple[int, int, int]] = field(default_factory=list)  # body: row, column, rows
    levels: int = 1
    pages: int = 1


def print_table(
    seed: int,
    style: str,
    *,
    rows: int,
    columns: int,
    levels: int,
    wraps: bool,
    merges: bool,
    repeats: bool = True,
    real: bool = False,
) -> Printed:
    """A page or more with a title, a caption and a table; same seed, same table."""
    rng = random.Random(seed)
    landscape = columns > 9
    page = (842.0, 595.0) if landscape else (595.0, 842.0)
    size = 12.0 if columns <= 6 else 10.0 if columns <= 9 else 7.5 if columns <= 16 else 6.0
    left, right = 60.0, page[0] - 60.0
    keys = 2
    widths = _widths(columns, keys, right - left)
    xs = [left]
    for width in widths:
        xs.append(xs[-1] + width)
    tree = _tree(rng, columns, keys, levels, REAL_HEADS if real else HEADS)
    body = _body(rng, rows, columns, wraps)
    sections: set[int] = set()
    if real:
        if columns <= 7:
            tree, body = _with_remarks(rng, tree, body, columns)
        sections = _make_real(rng, body, merges)
    names = _names(tree, columns)
    merged = _merge(rng, body) if merges else []
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=page, invariant=True)
    register()
    printer = _Printer(canvas, page, size, xs, style, rng)
    printer.sections = sections
    if real:
        printer.look_real(body)
    printer.title("岚川市巡查情况统计表")
    printer.header(tree, levels)
    printer.rows(body, merged, (tree, levels) if repeats else None)
    printer.end()
    canvas.save()
    kind = f"{levels} levels" + (", wrapped" if wraps else "") + (", merged" if merges else "") + (", pages" if printer.pages > 1 else "")
    kind = f"real, {kind}" if real else kind
    return Printed(buffer.getvalue(), names, body, style, kind, merged, levels, printer.pages)


def print_nth(seed: int, style: str, *, real: bool) -> Printed:
    """The table of a seed whose number of rows, columns and levels, wrapping, merging and repeated header follow from it."""
    return print_table(
        seed,
        style,
        rows=(3, 8, 15, 40, 90)[seed % 5],
        columns=(3, 5, 7, 9, 12, 16, 21)[seed % 7],
        levels=1 + seed % 3,
        wraps=seed % 4 == 1,
        merges=seed % 6 == 5,
        repeats=seed % 2 == 0,
        real=real,
    )


def _widths(columns: int, keys: int, room: float) -> list[float]:
    shares = [0.6, 1.8] + [1.0] * (columns - keys)
    return [room * share / sum(shares) for share in shares]


Node = tuple[str, int, int, "list[Node]"]


def _tree(rng: random.Random, columns: int, keys: int, levels: int, labels: tuple[str, ...]) -> list[Node]:
    """Header cells as (text, first, last, below)."""
    tree: list[Node] = [("序号", 0, 1, []), ("单位名称", 1, 2, [])]
    heads = [labels[i % len(labels)] for i in range(columns)]
    at = keys
    n = 0
    while at < columns:
        wide = min(columns - at, rng.choice((2, 3, 4)))
        if levels == 1 or wide == 1:
            tree.append((heads[at], at, at + 1, []))
            at += 1
            continue
        leaves: list[Node] = [(heads[i], i, i + 1, []) for i in range(at, at + wide)]
        if levels == 3 and wide >= 4:
            leaves = [("本月", at, at + 2, leaves[:2]), ("累计", at + 2, at + wide, leaves[2:])]
        tree.append((GROUPS[n % len(GROUPS)], at, at + wide, leaves))
        n += 1
        at += wide
    return tree


def _names(tree: list[Node], columns: int) -> list[str]:
    names = [""] * columns

    def walk(nodes: list[Node], path: list[str]) -> None:
        for text, first, _, below in nodes:
            if below:
                walk(below, [*path, text])
            else:
                names[first] = "/".join([*path, text])

    walk(tree, [])
    return names


def _body(rng: random.Random, rows: int, columns: int, wraps: bool) -> list[list[str]]:
    kinds = [rng.choice(("whole", "share", "decimal")) for _ in range(columns)]
    body = []
    for r in range(rows):
        place = rng.choice(PLACES)
        if wraps and rng.random() < 0.3:
            place += "政务服务和大数据管理办公室（筹）"
        row = [str(r + 1), place]
        for c in range(2, columns):
            row.append(
                str(rng.randint(0, 9999))
                if kinds[c] == "whole"
                else f"{rng.uniform(0, 100):.2f}%"
                if kinds[c] == "share"
                else f"{rng.uniform(0, 999):.1f}"
            )
        body.append(row)
    return body


def _with_remarks(rng: random.Random, tree: list[Node], body: list[list[str]], columns: int) -> tuple[list[Node], list[list[str]]]:
    """The last column holds remarks, or nothing at all."""
    last = columns - 1
    group = next(i for i, node in enumerate(tree) if node[1] <= last < node[2])
    if tree[group][3]:
        return tree, body
    blank = rng.random() < 0.3
    tree = [*tree[:group], ("备注", last, columns, [])]
    return tree, [[*row[:-1], "" if blank else rng.choice(REMARKS)] for row in body]


def _make_real(rng: random.Random, body: list[list[str]], merges: bool) -> set[int]:
    """Blank cells, a total over the first two columns, section rows; the places of these."""
    for row in body:
        for c in range(3, len(row) - 1):
            if rng.random() < 0.08:
                row[c] = rng.choice(("", "-", "—", "/"))
    if merges:
        return set()
    if rng.random() < 0.5:
        body.append(["合计", "合计", *body[-1][2:]])
    if len(body) < 8 or rng.random() < 0.5:
        return set()
    places = [0, len(body) // 2]
    for i, place in enumerate(places):
        body.insert(place + i, [SECTIONS[i]] * len(body[0]))
    return {place + i for i, place in enumerate(places)}


def _merge(rng: random.Random, body: list[list[str]]) -> list[tuple[int, int, int]]:
    """Makes cells of the second column one over two or three rows."""
    merged = []
    r = 0
    while r + 1 < len(body):
        height = rng.choice((1, 2, 3))
        height = min(height, len(body) - r)
        if height > 1:
            merged.append((r, 1, height))
            for i in range(r, r + height):
                body[i][1] = body[r][1]
        r += height
    return merged


class _Printer:
    def __init__(self, canvas: Canvas, page: tuple[float, float], size: float, xs: list[float], style: str, rng: random.Random) -> None:
        self.canvas, self.page, self.size, self.xs, self.style, self.rng = canvas, page, size, xs, style, rng
        self.lead = 1.3 * size
        self.pad = 0.35 * size if style != "unruled" else rng.choice((0.2, 0.4)) * size
        self.y = 70.0
        self.pages = 1
        self.sections: set[int] = set()
        self.align = ["centre"] * (len(xs) - 1)
        self.lines = "plain"
        self.unit = self.note = self.head = ""
        self.top = 0.0  # of the table on this page

    def look_real(self, body: list[list[str]]) -> None:
        """Draws how the rest of the page looks."""
        rng = self.rng
        self.lines = rng.choice([line for line in LINES if line != "open" or not self.sections])  # no rule would hold the pieces together
        for c in range(1, len(self.align)):
            filled = [row[c] for row in body if row[c]]
            words = sum(1 for cell in filled if not cell[0].isdigit() and cell not in "-—/")
            self.align[c] = rng.choice(("left", "centre")) if 2 * words > len(filled) else rng.choice(("right", "centre", "right"))
        self.unit = rng.choice(("", "单位：万元", "（单位：件、%）"))
        self.note = rng.choice(("", "注：数据截至6月底，以年报为准。"))
        self.head = rng.choice(("", "岚川市水务局"))

    def end(self) -> None:
        self.frame()
        if self.note:
            self.y += self.size
            self.canvas.setFont(FONT, self.size)
            self.canvas.drawString(self.xs[0], self.page[1] - self.y - self.size, self.note)

    def text(self, x: float, top: float, text: str, size: float | None = None) -> None:
        size = size or self.size
        self.canvas.setFont(FONT, size)
        self.canvas.drawCentredString(x, self.page[1] - top - 0.88 * size, text)

    def title(self, text: str) -> None:
        self.running_head()
        self.text(self.page[0] / 2, self.y, text, 18.0)
        self.y += 18.0 * 1.3 + 14.0
        if self.unit:
            self.canvas.setFont(FONT, self.size)
            self.canvas.drawRightString(self.xs[-1], self.page[1] - self.y - 0.88 * self.size, self.unit)
            self.y += 1.5 * self.size
        self.top = self.y

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.lines == "boxes":
            self.canvas.rect(x0 - 0.3, self.page[1] - y1 - 0.3, x1 - x0 + 0.6, y1 - y0 + 0.6, stroke=0, fill=1)
            return
        self.canvas.setLineWidth(0.7)
        self.canvas.setDash([3, 2] if self.lines == "dashed" else [])
        self.canvas.line(x0, self.page[1] - y0, x1, self.page[1] - y1)

    def frame(self) -> None:
        """The second stroke of a double border round what the page has of the table."""
        if self.lines == "double" and self.style == "ruled":
            left, top, right, bottom = self.xs[0] - 2, self.top - 2, self.xs[-1] + 2, self.y + 2
            for a, b in (
                ((left, top), (right, top)),
                ((left, bottom), (right, bottom)),
                ((left, top), (left, bottom)),
                ((right, top), (right, bottom)),
            ):
                self.rule(*a, *b)

    def wrapped(self, text: str, width: float) -> list[str]:
        lines = [""]
        for char in text:
            if pdfmetrics.stringWidth(lines[-1] + char, FONT, self.size) > width - 0.8 * self.size and len(lines[-1]) > 1:
                # no line begins with a closing bracket, none ends with an opening one
                lines.append(lines[-1][-1:] if char == "）" or lines[-1][-1:] == "（" else "")
                if lines[-1]:
                    lines[-2] = lines[-2][:-1]
            lines[-1] += char
        return lines

    def cell(self, text: str, first: int, last: int, top: float, height: float, align: str = "centre") -> None:
        x0, x1 = self.xs[first], self.xs[last]
        lines = self.wrapped(text, x1 - x0)
        y = top + (height - self.lead * len(lines)) / 2 + (self.lead - self.size) / 2
        for line in lines:
            wide = pdfmetrics.stringWidth(line, FONT, self.size)
            room = 0.4 * self.size + wide / 2
            self.text(x0 + room if align == "left" else x1 - room if align == "right" else (x0 + x1) / 2, y, line)
            y += self.lead

    def box(self, first: int, last: int, top: float, bottom: float, *, header: bool = False) -> None:
        x0, x1 = self.xs[first], self.xs[last]
        if self.style == "ruled":
            for a, b in (((x0, top), (x1, top)), ((x0, bottom), (x1, bottom)), ((x0, top), (x0, bottom)), ((x1, top), (x1, bottom))):
                if self.lines != "open" or a[0] != b[0] or a[0] not in (self.xs[0], self.xs[-1]):
                    self.rule(*a, *b)
        elif self.style == "partly" or (self.style == "upright" and (header or last - first == len(self.xs) - 1)):
            self.rule(x0, top, x1, top)
            self.rule(x0, bottom, x1, bottom)
        if self.style == "upright":
            self.rule(x0, top, x0, bottom)
            self.rule(x1, top, x1, bottom)

    def across(self) -> None:
        if self.style in ("three_line", "upright"):
            self.rule(self.xs[0], self.y, self.xs[-1], self.y)

    def header(self, tree: list[Node], levels: int) -> None:
        self.across()
        high = max(len(self.wrapped(node[0], self.xs[node[2]] - self.xs[node[1]])) for node in _leaves(tree)) * self.lead + 2 * self.pad
        low = self.lead + 2 * self.pad  # of the levels above the lowest
        bottom = self.y + low * (levels - 1) + high

        def put(nodes: list[Node], top: float) -> None:
            for text, first, last, below in nodes:
                end = top + low if below else bottom
                self.cell(text, first, last, top, end - top)
                self.box(first, last, top, end, header=True)
                put(below, top + low)

        put(tree, self.y)
        self.y = bottom
        self.across()

    def rows(self, body: list[list[str]], merged: list[tuple[int, int, int]], head: tuple[list[Node], int] | None) -> None:
        spans = {(r, c): height for r, c, height in merged}
        covered = {(r + i, c) for r, c, height in merged for i in range(1, height)}
        for r, row in enumerate(body):
            heights = [self._height(row, r + i, covered) for i in range(1)]
            group = max((spans.get((r, c), 1) for c in range(len(row))), default=1)
            need = sum(self._height(body[r + i], r + i, covered) for i in range(group)) if (r, 1) not in covered else heights[0]
            if self.y + need > self.page[1] - 70:
                self.across()
                self.frame()
                self.foot()
                if head is not None:
                    self.header(*head)
                else:
                    self.across()
            wide = len(row) if r in self.sections else 2 if row[0] == row[1] == "合计" else 0
            if wide:
                self.cell(row[0], 0, wide, self.y, heights[0])
                self.box(0, wide, self.y, self.y + heights[0])
            for c, text in enumerate(row):
                if (r, c) in covered or c < wide:
                    continue
                high = sum(self._height(body[r + i], r + i, covered) for i in range(spans.get((r, c), 1)))
                self.cell(text, c, c + 1, self.y, high, self.align[c])
                self.box(c, c + 1, self.y, self.y + high)
            self.y += heights[0]
        self.across()

    def _height(self, row: list[str], r: int, covered: set[tuple[int, int]]) -> float:
        if r in self.sections:
            return self.lead + 2 * self.pad
        lines = [len(self.wrapped(text, self.xs[c + 1] - self.xs[c])) for c, text in enumerate(row) if c != 1 or (r, c) not in covered]
        return max(lines) * self.lead + 2 * self.pad

    def foot(self) -> None:
        self.text(self.page[0] / 2, self.page[1] - 40, f"— {self.pages} —", 10.0)
        self.canvas.showPage()
        self.pages += 1
        self.y = 60.0
        self.running_head()
        if self.head:
            self.canvas.setFont(FONT, self.size)
            self.canvas.drawString(self.xs[0], self.page[1] - self.y, "续表")
            self.y += self.size
        self.top = self.y

    def running_head(self) -> None:
        if self.head:
            self.text(self.page[0] / 2, 30.0, self.head, 9.0)


def _leaves(tree: list[Node]) -> list[Node]:
    return [leaf for node in tree for leaf in (_leaves(node[3]) if node[3] else [node])]
