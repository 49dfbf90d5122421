"""Prints pages of prose that has gaps in its lines and no table: numbered clauses, contents, lists, signatures, imprints; seeded."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import BytesIO

from page_font import FONT, register
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

__all__ = ["PROSE", "print_prose"]

LEFT, RIGHT, TOP, BOTTOM = 72.0, 523.0, 72.0, 770.0
PHRASES = (
    "各县区应当建立巡查台账",
    "对发现的问题逐项登记",
    "由岚川市水务局会同有关部门研究处理",
    "责任单位应当在规定期限内完成整改",
    "并将整改结果报送市人民政府办公室",
    "未按要求整改的予以通报",
    "巡查人员应当如实填写记录",
    "涉及多个部门的由牵头单位负责协调",
    "所需经费列入同级财政预算",
    "重大问题应当及时报告",
)
NAMES = ("张某某", "李某某", "王某", "赵某某", "陈某", "刘某某", "杨某某", "黄某", "周某某", "吴某某", "徐某", "孙某某")
BODIES = ("岚川市水务局", "岚川市财政局", "禾丰县人民政府", "云坪区农业农村局", "岚川市河湖管理中心")
NUMERALS = "一二三四五六七八九"


class _Page:
    def __init__(self, seed: int) -> None:
        register()
        self.rng = random.Random(seed)
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(595.0, 842.0), invariant=True)
        self.size = self.rng.choice((10.5, 12.0, 14.0, 16.0))
        self.lead = self.size * self.rng.choice((1.3, 1.6, 1.8))
        self.y = TOP

    def put(self, x: float, text: str) -> float:
        self.canvas.setFont(FONT, self.size)
        self.canvas.drawString(x, 842.0 - self.y - 0.88 * self.size, text)
        return x + self.width(text)

    def width(self, text: str) -> float:
        return float(pdfmetrics.stringWidth(text, FONT, self.size))

    def line(self) -> None:
        self.y += self.lead

    def is_full(self) -> bool:
        return self.y + 3 * self.lead > BOTTOM

    def flow(self, text: str, first: float, left: float = LEFT, right: float = RIGHT) -> None:
        """Sets a paragraph whose first line begins at ``first``."""
        x, line = first, ""
        for char in text:
            if self.width(line + char) > right - x:
                self.put(x, line)
                self.line()
                x, line = left, ""
            line += char
        self.put(x, line)
        self.line()

    def sentence(self, least: int = 1, most: int = 5) -> str:
        return "，".join(self.rng.sample(PHRASES, self.rng.randint(least, most))) + "。"


def _clauses(page: _Page) -> None:
    n = 1
    while not page.is_full():
        page.put(LEFT, f"{n}")
        page.put(LEFT + 3 * page.size, page.rng.choice(("采样要求", "监测频次", "整改期限", "职责分工")))
        page.line()
        for i in range(1, page.rng.randint(2, 5)):
            if page.is_full():
                break
            end = page.put(LEFT, f"{n}.{i}")
            page.flow(page.sentence(), end + page.size * page.rng.choice((1.2, 1.5, 2.0)))
        n += 1


def _articles(page: _Page) -> None:
    i = 0
    while not page.is_full():
        end = page.put(LEFT + 2 * page.size, f"第{NUMERALS[i % 9]}条")
        page.flow(page.sentence(2, 4), end + 2 * page.size)
        i += 1


def _contents(page: _Page) -> None:
    number = 1
    leaders = page.rng.random() < 0.6
    for i in range(page.rng.randint(5, 12)):
        title = f"{NUMERALS[i % 9]}、{page.rng.choice(PHRASES)}"
        page.put(LEFT, title)
        if leaders:
            n = int((RIGHT - LEFT - page.width(title) - page.width(str(number))) / page.width("."))
            page.put(LEFT + page.width(title), "." * n)
        page.put(RIGHT - page.width(str(number)), str(number))
        page.line()
        number += page.rng.randint(0, 4)


def _standards(page: _Page) -> None:
    page.flow("下列文件对于本规程的应用是必不可少的。", LEFT + 2 * page.size)
    for _ in range(page.rng.randint(4, 12)):
        page.put(LEFT + 2 * page.size, page.rng.choice(("GB ", "GB/T ", "SL ")) + str(page.rng.randint(100, 40000)))
        page.put(LEFT + 9 * page.size, page.rng.choice(("水闸安全评价导则", "河道巡查记录规范", "小型泵站设备检测方法", "堤防养护规程")))
        page.line()


def _glossary(page: _Page) -> None:
    page.flow(page.sentence(), LEFT + 2 * page.size)
    page.put(LEFT + 2 * page.size, "式中：")
    page.line()
    for symbol in ("Q", "V", "K", "P")[: page.rng.randint(2, 4)]:
        end = page.put(LEFT + 2 * page.size, symbol)
        page.put(end + page.size, "——" + page.rng.choice(("渠道流量，立方米每秒；", "断面平均流速；", "损失系数，取0.85；")))
        page.line()
    page.flow(page.sentence(), LEFT + 2 * page.size)


def _signatures(page: _Page) -> None:
    page.flow(page.sentence(3, 5), LEFT + 2 * page.size)
    for _ in range(2):
        page.line()
    for _ in range(page.rng.choice((1, 2))):
        one, other = page.rng.sample(BODIES, 2)
        page.put(LEFT + 3 * page.size, one)
        page.put(RIGHT - 3 * page.size - page.width(other), other)
        page.line()
        page.line()
    page.put(RIGHT - 11 * page.size, "2023年6月5日")
    page.line()


def _imprint(page: _Page) -> None:
    page.flow(page.sentence(3, 5), LEFT + 2 * page.size)
    for y in (0.0, 1.0, 2.0):
        page.canvas.line(
            LEFT, 842 - page.y - (y + 2) * page.lead + 0.2 * page.lead, RIGHT, 842 - page.y - (y + 2) * page.lead + 0.2 * page.lead
        )
    page.y += 2 * page.lead
    page.put(LEFT + page.size, "抄送：市委办公室，市人大常委会办公室。")
    page.line()
    page.put(LEFT + page.size, "岚川市水务局办公室")
    page.put(RIGHT - 10 * page.size, "2023年6月5日印发")
    page.line()


def _names(page: _Page) -> None:
    page.flow("下列同志参加巡查：", LEFT + 2 * page.size)
    columns = page.rng.randint(3, 5)
    for _ in range(page.rng.randint(2, 6)):
        for c in range(columns):
            page.put(LEFT + 2 * page.size + c * 5 * page.size, page.rng.choice(NAMES))
        page.line()
    page.flow(page.sentence(), LEFT + 2 * page.size)


def _offices(page: _Page) -> None:
    page.flow("领导小组成员如下。", LEFT + 2 * page.size)
    for office in ("组　长：", "副组长：", "成　员：", "", "", "")[: page.rng.randint(3, 6)]:
        page.put(LEFT + 2 * page.size, office)
        page.put(LEFT + 6 * page.size, page.rng.choice(NAMES))
        page.put(LEFT + 11 * page.size, page.rng.choice(BODIES) + "负责人")
        page.line()


def _contacts(page: _Page) -> None:
    page.flow(page.sentence(), LEFT + 2 * page.size)
    for _ in range(page.rng.randint(1, 3)):
        page.put(LEFT + 2 * page.size, f"联系人：{page.rng.choice(NAMES)}")
        page.put(LEFT + 14 * page.size, f"电话：0000-{page.rng.randint(1000000, 9999999)}")
        page.line()


def _cover(page: _Page) -> None:
    page.y = 600.0
    page.put(LEFT, "2023-06-05 发布")
    page.put(RIGHT - 9 * page.size, "2023-09-01 实施")
    page.line()
    page.canvas.line(LEFT, 842 - page.y, RIGHT, 842 - page.y)
    x = LEFT + 4 * page.size
    for char in "岚川市水务局":
        page.put(x, char)
        x += 3 * page.size
    page.put(RIGHT - 4 * page.size, "发布")
    page.line()


def _questions(page: _Page) -> None:
    while not page.is_full():
        page.put(LEFT, "问：")
        page.flow(page.sentence(1, 2), LEFT + 3 * page.size)
        page.put(LEFT, "答：")
        page.flow(page.sentence(2, 4), LEFT + 3 * page.size, LEFT + 3 * page.size)


PROSE: dict[str, Callable[[_Page], None]] = {
    "articles": _articles,
    "clauses": _clauses,
    "contacts": _contacts,
    "contents": _contents,
    "cover": _cover,
    "glossary": _glossary,
    "imprint": _imprint,
    "names": _names,
    "offices": _offices,
    "questions": _questions,
    "signatures": _signatures,
    "standards": _standards,
}


def print_prose(seed: int, kind: str) -> bytes:
    """A PDF of one page of that kind; same seed, same page."""
    page = _Page(seed)
    page.put(LEFT + 2 * page.size, "岚川市水务局关于巡查工作的说明")
    page.line()
    page.line()
    PROSE[kind](page)
    page.canvas.save()
    return page.buffer.getvalue()
