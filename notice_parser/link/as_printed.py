"""A notice that was read from folded characters, given back in those that its page prints: 嵐川市水務局 and １２％, not 12%."""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec import Struct, structs

from notice_parser import model
from notice_parser.model import Span
from notice_parser.text.width import half_width

__all__ = ["as_printed"]

# what no page prints: names of ours, and messages in our words
_OURS = (model.Producer, model.Source, model.Region, model.Check, model.Finding, model.Diagnostic, model.Review, model.Place)


class _Texts(NamedTuple):
    """The text of a notice, folded and as printed; of one length."""

    folded: str
    printed: str


def as_printed(notice: model.Notice, text: str) -> model.Notice:
    """The notice with ``text`` for its own, and every string that stands in it in the characters of ``text``.

    A document number keeps 号 and plain digits, its canonical form, and so do units and values of ASCII alone outside ``raw`` (``iso``);
    findings, diagnostics and places keep the folded characters.
    """
    told: model.Notice = _restored(notice, _Texts(notice.text, text), None)
    return structs.replace(told, text=text)


def _restored(value: Any, texts: _Texts, span: Span | None, is_raw: bool = False) -> Any:
    if isinstance(value, str):
        return value if value.isascii() and not (is_raw and span is not None) else _word(value, texts, span)
    if isinstance(value, tuple):
        return tuple(_restored(part, texts, span, is_raw) for part in value)
    if not isinstance(value, Struct) or isinstance(value, _OURS):
        return value
    own = getattr(value, "span", None) or span
    if isinstance(value, model.Table):
        spans = [part.span for part in value.parts if part.span is not None]
        own = (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None
    changed: dict[str, Any] = {}
    for name in value.__struct_fields__:
        old = getattr(value, name)
        if old and name not in ("rule", "text" if isinstance(value, model.Notice) else ""):
            new = _restored(old, texts, own, name == "raw")
            if isinstance(value, model.DocumentNumber) and name == "text":
                new = "".join(a if a.isascii() or a == "号" else b for a, b in zip(old, new, strict=True))
            elif name == "unit":
                new = half_width(new)
            if new is not old and new != old:
                changed[name] = new
    return structs.replace(value, **changed) if changed else value


def _word(word: str, texts: _Texts, span: Span | None) -> str:
    """The word as it is printed: at its place, else where the text has it first, else scattered over its place; else as it is."""
    at = texts.folded.find(word, *span) if span is not None else -1
    if at < 0:
        at = texts.folded.find(word)
    if at >= 0:
        return texts.printed[at : at + len(word)]
    if span is None:
        return word
    out, at = [], span[0]
    for char in word:
        found = texts.folded.find(char, at, span[1])
        at = found + 1 if found >= 0 else at
        found = found if found >= 0 else texts.folded.find(char)  # a name that was said before: 抽查政府网站|合格率
        out.append(texts.printed[found] if found >= 0 else char)
    return "".join(out)
