"""Draws a notice of our own as page pictures, as an office would scan it: red letterhead, table with rules, a stamp over the date.

Needs a font with Han characters, one of those that systems ship; ``FONT`` is null where there is none.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

__all__ = [
    "BODY",
    "DATE",
    "FONT",
    "ISSUER",
    "NUMBER",
    "RECIPIENTS",
    "ROWS",
    "TITLE",
    "draw_lines",
    "draw_notice",
    "draw_table",
    "noisy",
    "saved",
    "side_by_side",
    "skewed",
]

_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
FONT = next((path for path in _FONTS if Path(path).is_file()), None)

ISSUER = "岚川市水务局"
NUMBER = "岚水发〔2023〕12号"
TITLE = "关于通报2022年度水库巡查情况的通知"
RECIPIENTS = "各县区水务局："
BODY = (
    "2022年全市共巡查水库1286座次，同比增长3.5%；整改隐患215处，整改率98.6%。",
    "其中，云坪区巡查312座次，禾丰县巡查268座次。请各单位于2023年4月30日前完成整改。",
)
DATE = "2023年3月7日"
ROWS = (
    ("序号", "县区", "巡查次数", "整改率"),
    ("1", "云坪区", "312", "99.1%"),
    ("2", "禾丰县", "268", "97.4%"),
    ("3", "柳坝镇", "706", "98.8%"),
)

DPI = 150
WIDTH, HEIGHT = round(8.27 * DPI), round(11.69 * DPI)
LEFT = round(1.1 * DPI)
BLACK, RED = (35, 35, 35), (205, 30, 35)


def _font(points: float) -> ImageFont.FreeTypeFont:
    assert FONT is not None
    return ImageFont.truetype(FONT, round(points * DPI / 72))


def draw_notice(
    *, letterhead: bool = True, stamp: bool = True, table: bool = True, seal: tuple[int, int, int] | None = None
) -> Image.Image:
    """One page: letterhead, number, title, recipients, two paragraphs, signature and date under a stamp, a table.

    ``seal``: the ink of a stamp with a star and letters around it, over the middle of name and date, in place of the plain one.
    """
    page = Image.new("RGB", (WIDTH, HEIGHT), (250, 250, 248))
    draw = ImageDraw.Draw(page)
    at = 140
    if letterhead:
        _centred(draw, at, ISSUER, 36, RED)
        at += 120
        _centred(draw, at, NUMBER, 15)
        at += 50
        draw.rectangle((LEFT, at, WIDTH - LEFT, at + 4), fill=RED)
        at += 50
    _centred(draw, at, TITLE, 20)
    at += 80
    draw.text((LEFT, at), RECIPIENTS, fill=BLACK, font=_font(15))
    at += 55
    for paragraph in BODY:
        at = _set(draw, at, paragraph)
    at += 30
    draw.text((WIDTH - LEFT - 320, at), ISSUER, fill=BLACK, font=_font(15))
    draw.text((WIDTH - LEFT - 300, at + 55), DATE, fill=BLACK, font=_font(15))
    if seal is not None:
        page = _sealed(page, WIDTH - LEFT - 150, at + 30, seal)
    elif stamp:
        page = _stamped(page, WIDTH - LEFT - 220, at + 45)
    if table:
        draw_table(page, ROWS, at + 250)
    return page


def draw_lines(lines: Sequence[str]) -> Image.Image:
    """A page with these lines, as far as they fit."""
    page = Image.new("RGB", (WIDTH, HEIGHT), (250, 250, 248))
    draw = ImageDraw.Draw(page)
    for i, line in enumerate(lines):
        draw.text((LEFT, 150 + 62 * i), line, fill=BLACK, font=_font(15))
    return page


def _centred(draw: ImageDraw.ImageDraw, top: float, text: str, points: float, fill: tuple[int, int, int] = BLACK) -> None:
    font = _font(points)
    draw.text(((WIDTH - draw.textlength(text, font=font)) / 2, top), text, fill=fill, font=font)


def _set(draw: ImageDraw.ImageDraw, top: int, text: str) -> int:
    """Sets a paragraph, its first line two characters in; gives the place below it."""
    font = _font(15)
    em = draw.textlength("国", font=font)
    line, room = "", WIDTH - 2 * LEFT - 2 * em
    x: float = LEFT + 2 * em
    for char in text:
        if draw.textlength(line + char, font=font) > room:
            draw.text((x, top), line, fill=BLACK, font=font)
            line, room, x = "", WIDTH - 2 * LEFT, LEFT
            top += 52
        line += char
    draw.text((x, top), line, fill=BLACK, font=font)
    return top + 52


def draw_table(page: Image.Image, rows: Sequence[Sequence[str]], top: int) -> None:
    """A table with all its rules, its cells centred."""
    draw = ImageDraw.Draw(page)
    font = _font(12)
    wide, high = (WIDTH - 2 * LEFT) // len(rows[0]), 48
    for i in range(len(rows) + 1):
        draw.line((LEFT, top + i * high, LEFT + wide * len(rows[0]), top + i * high), fill=BLACK, width=2)
    for j in range(len(rows[0]) + 1):
        draw.line((LEFT + j * wide, top, LEFT + j * wide, top + high * len(rows)), fill=BLACK, width=2)
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            room = wide - draw.textlength(cell, font=font)
            draw.text((LEFT + j * wide + room / 2, top + i * high + 8), cell, fill=BLACK, font=font)


def _stamped(page: Image.Image, x: int, y: int) -> Image.Image:
    """The page with a round stamp, its ink on top of what is printed: red paper where it was white, dark where it was black."""
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    radius = round(21 / 25.4 * DPI)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(215, 45, 50), width=7)
    text, font = "岚川市水务局", _font(12)
    draw.text((x - draw.textlength(text, font=font) / 2, y - 10), text, fill=(215, 45, 50), font=font)
    return ImageChops.multiply(page, ink)


def _sealed(page: Image.Image, x: int, y: int, fill: tuple[int, int, int]) -> Image.Image:
    """The page with a round stamp as offices have it: the name around it, a star in the middle, on top of what is printed."""
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    radius = round(21 / 25.4 * DPI)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=fill, width=7)
    points = [(radius * (0.13 if k % 2 else 0.33), math.pi * (k / 5 - 0.5)) for k in range(10)]
    draw.polygon([(x + r * math.cos(a), y + r * math.sin(a)) for r, a in points], fill=fill)
    for i, char in enumerate(ISSUER):
        degrees = -140 + 280 * i / (len(ISSUER) - 1)
        letter = Image.new("L", (60, 60), 0)
        ImageDraw.Draw(letter).text((30, 30), char, fill=255, font=_font(14), anchor="mm")
        letter = letter.rotate(-degrees, Image.Resampling.BICUBIC, expand=True)
        angle = math.radians(degrees - 90)
        place = (x + 0.75 * radius * math.cos(angle) - letter.width / 2, y + 0.75 * radius * math.sin(angle) - letter.height / 2)
        ink.paste(Image.new("RGB", letter.size, fill), (round(place[0]), round(place[1])), letter)
    return ImageChops.multiply(page, ink)


def side_by_side(left: Image.Image, right: Image.Image) -> Image.Image:
    """Two pages on one sheet, as a copier puts them onto A3."""
    sheet = Image.new("RGB", (left.width + right.width, max(left.height, right.height)), (250, 250, 248))
    sheet.paste(left, (0, 0))
    sheet.paste(right, (left.width, 0))
    return sheet


def skewed(page: Image.Image, degrees: float) -> Image.Image:
    """The page as it lies a little askew on the glass; positive turns it to the left."""
    return page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(250, 250, 248))


def noisy(page: Image.Image, seed: int = 1) -> Image.Image:
    """The page as a worn copier gives it: specks, and a shadow that deepens to one side."""
    dice = random.Random(seed)
    worn = page.copy()
    draw = ImageDraw.Draw(worn)
    for _ in range(1500):
        x, y, size = dice.randrange(page.width), dice.randrange(page.height), dice.choice((0, 0, 0, 1))
        draw.rectangle((x, y, x + size, y + size), fill=dice.choice(((90, 90, 90), (200, 200, 200))))
    shadow = Image.linear_gradient("L").rotate(90).resize(page.size).point(lambda value: 175 + value * 80 // 255)
    return ImageChops.multiply(worn, Image.merge("RGB", (shadow,) * 3))


def saved(pages: Sequence[Image.Image] | Image.Image, kind: str) -> bytes:
    """The pages as a file: PNG, JPEG, BMP, TIFF (several pages), PDF (an image a page)."""
    pages = [pages] if isinstance(pages, Image.Image) else list(pages)
    data = BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if kind in ("TIFF", "PDF") else {}
    if kind == "PDF":
        more["resolution"] = DPI
    if kind == "JPEG":
        more["quality"] = 80
    pages[0].save(data, kind, **more)
    return data.getvalue()
