"""What a fault of a grammar shows under its message: a line, and below it a marker."""

from __future__ import annotations

from notice_parser.text.width import display_width


def marked(detail: str | None) -> str:
    """The characters of the shown line that stand over the marker, found by display columns."""
    assert detail is not None
    line, marker = detail.split("\n")
    first, last = marker.index("^"), marker.rindex("^") + 1
    column, taken = 0, ""
    for sign in line:
        if first <= column < last:
            taken += sign
        column += display_width(sign)
    return taken
