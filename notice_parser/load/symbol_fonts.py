"""Characters of the fonts Symbol, Wingdings, Wingdings 2 and Webdings, in which a letter's code stands for a sign.

Symbol is whole (Adobe's encoding); of the others what forms, lists and footnotes use. Boxes and ticks are those of Chinese forms.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["is_symbol_font", "symbol"]


def _from(first: int, signs: str) -> dict[int, str]:
    """Codes from ``first`` on; a blank leaves a code out."""
    return {first + i: sign for i, sign in enumerate(signs) if sign != " "}


_SYMBOL = {
    **_from(0x21, "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    **_from(0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√·¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"),
    **_from(0xF1, "〉∫"),
}
_WINGDINGS = {
    **_from(0x28, "☎✆✉"),
    **_from(0x45, "☜☞☝☟"),
    **_from(0x6C, "●❍■□□❑❒⬧⧫◆❖⬥☒"),
    **_from(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    **_from(0x9E, "·•▪○○○◉◎○▪□"),
    **_from(0xA9, "▲✦★✶"),
    0xD8: "➢",
    **_from(0xDF, "←→↑↓"),
    **_from(0xEF, "⇦⇨⇧⇩"),
    **_from(0xFB, "×√☒☑"),
}
_WINGDINGS_2 = {
    **_from(0x4F, "×√☒☑☒☒"),
    **_from(0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    **_from(0x96, "•●●"),
    **_from(0xA0, "■■■□□"),
}
_WEBDINGS = {0x61: "√", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "×"}
_FONTS: Mapping[str, Mapping[int, str]] = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
}


def is_symbol_font(name: str | None) -> bool:
    """Whether the characters of a font are signs."""
    return name is not None and name.strip().lower() in _FONTS


def symbol(code: int, font: str | None) -> str:
    """The sign of a code, which may stand in the private area from U+F000 on; ``""`` where we do not know it.

    >>> symbol(0xF0B1, "Symbol"), symbol(0x52, "Wingdings 2"), symbol(0xF0FE, None), symbol(0xF001, "Wingdings")
    ('±', '☑', '☑', '')
    """
    known = _FONTS.get((font or "").strip().lower(), _WINGDINGS)
    return known.get(code - 0xF000 if 0xF000 <= code <= 0xF0FF else code, "")
