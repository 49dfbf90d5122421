"""A font to embed: every character a box, Han a full size wide, ASCII half. No font of the machine is needed."""

from __future__ import annotations

from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

__all__ = ["FONT", "register"]

FONT = "Boxes"
_CODES = (*range(0x20, 0x7F), *range(0x2010, 0x2030), *range(0x3000, 0x3020), *range(0x4E00, 0x9FA6), *range(0xFF01, 0xFF60))


def register() -> None:
    """Makes the font known to reportlab, once."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, _built()))


def _built() -> BytesIO:
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *(f"u{code:04X}" for code in _CODES)])
    builder.setupCharacterMap({code: f"u{code:04X}" for code in _CODES})
    half, full, blank = _box(460), _box(940), TTGlyphPen(None).glyph()
    glyphs = {".notdef": half}
    metrics = {".notdef": (500, 40)}
    for code in _CODES:
        name = f"u{code:04X}"
        glyphs[name] = blank if code in (0x20, 0x3000) else half if code < 0x80 else full
        metrics[name] = (500 if code < 0x80 else 1000, 40)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": FONT, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    file = BytesIO()
    builder.save(file)
    file.seek(0)
    return file


def _box(right: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((40, -80))
    pen.lineTo((40, 820))
    pen.lineTo((right, 820))
    pen.lineTo((right, -80))
    pen.closePath()
    return pen.glyph()
