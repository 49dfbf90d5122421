"""Fields of word processors that print what their code says and keep no result: signs in rings and boxes, fractions, symbols."""

from __future__ import annotations

import re

from notice_parser.load.symbol_fonts import symbol

__all__ = ["printed_code"]

_SWITCH = re.compile("\\\\(?P<name>[a-z])[a-z0-9]{0,8}", re.I)
_SYMBOL = re.compile('\\s*symbol\\s+(?P<code>0x[0-9a-f]{1,4}|[0-9]{1,5})(?:\\s[^\\\\]{0,20}\\\\f\\s*"?(?P<font>[^"\\\\]{1,40}))?', re.I)
_EQ = re.compile("\\s*eq(?=[\\s\\\\])", re.I)
_RINGED = {
    **{str(n): chr(ord("①") + n - 1) for n in range(1, 21)},
    **dict(zip("一二三四五六七八九十", "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉", strict=True)),
}
_BOXED = {"√": "☑", "✓": "☑", "×": "☒", "✗": "☒", "": "□"}
_FRAMES = "○◯〇□△◇"
_FORM = re.compile('\\\\\\*\\s{0,4}(?:jc[0-9]|"[^"]{0,40}"|hps[0-9]{1,3}|MERGEFORMAT)', re.I)  # of a reading set over a word
_MAX_CODE = 500
_MAX_DEPTH = 20


def printed_code(code: str) -> str:
    """What a field without a result prints; ``""`` for all but EQ and SYMBOL.

    >>> printed_code(r" eq \\o\\ac(○,3)"), printed_code(r"EQ \\f(2,3)"), printed_code(r"EQ \\o\\ad(\\s\\up 9(chāi),拆)")
    ('③', '2/3', '拆')
    """
    code = code[:_MAX_CODE]
    if found := _SYMBOL.match(code):
        return symbol(int(found.group("code"), 0), (found.group("font") or "").strip() or None)
    formula = _EQ.match(code)
    return _printed(_FORM.sub("", code[formula.end() :]), 0).strip() if formula is not None else ""


def _printed(code: str, depth: int) -> str:
    """An expression: its switches with their arguments, and plain text between them."""
    out: list[str] = []
    at = 0
    name = ""
    while at < len(code):
        switch = _SWITCH.match(code, at)
        if switch is not None:
            name = name or switch.group("name").lower()  # \\o\\ac: options follow the name
            at = switch.end()
        elif code[at] == "(" and name and depth < _MAX_DEPTH:
            arguments, at = _arguments(code, at)
            out.append(_said(name, arguments, depth))
            name = ""
        elif code[at] == "\\":
            out.append(code[at + 1 : at + 2])
            at += 2
        else:
            if not name or not (code[at].isspace() or code[at].isdigit()):
                out.append(code[at])
            at += 1
    return "".join(out)


def _said(name: str, arguments: list[str], depth: int) -> str:
    raised = [bool(re.match("\\s*\\\\s", one)) for one in arguments]
    parts = [_printed(one, depth + 1).strip() for one in arguments]
    if name == "f" and len(parts) == 2:
        return f"{parts[0]}/{parts[1]}"
    if name == "r":
        return f"√{parts[-1]}"
    if name == "o" and any(raised) and not all(raised):  # a reading set over a word
        return "".join(part for part, is_raised in zip(parts, raised, strict=True) if not is_raised)
    if name == "o" and len(parts) == 2:
        frame, inner = parts if parts[0] in _FRAMES and parts[0] else (parts[1], parts[0])
        if frame in ("○", "◯", "〇"):
            return _RINGED.get(inner, inner)
        if frame == "□":
            return _BOXED.get(inner, inner)
        return inner if frame in _FRAMES else "".join(parts)
    return "".join(parts)


def _arguments(code: str, at: int) -> tuple[list[str], int]:
    """The arguments in the brackets that open at ``at``, and the place behind them."""
    found: list[str] = []
    depth, start, i = 0, at + 1, at
    while i < len(code):
        char = code[i]
        if char == "\\":
            i += 1
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                break
        elif char in ",，;" and depth == 1:
            found.append(code[start:i])
            start = i + 1
        i += 1
    return [*found, code[start:i]], min(i + 1, len(code))
