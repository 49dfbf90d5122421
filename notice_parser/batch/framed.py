"""Pages with frames in archives that are read through once (TAR): each goes on with the pages of its frames, as one content."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from notice_parser.load.beside import MOST_BYTES, PageReader, frames_of, has_frames, member_of, page_of
from notice_parser.load.sniff import format_of

__all__ = ["Framed", "Texts", "page_in", "pages_in", "reader_in"]

_MAX_HELD = 64 << 20  # bytes of the texts of an archive that are held for the frames of its pages
_MAX_FRAMED = 512 << 20  # bytes that its pages take in with their frames, each of which may stand in all of them


class Framed(msgspec.Struct, frozen=True, array_like=True):
    """A page, and of each of its frames that was found the address and the page that it leads to."""

    page: bytes
    frames: tuple[tuple[str, str], ...]

    def pack(self) -> bytes:
        """Both as one content."""
        return msgspec.msgpack.encode(self)


class Texts:
    """The texts of an archive that may stand in the frames of its pages."""

    def __init__(self) -> None:
        self._texts: dict[str, bytes] = {}
        self._room = _MAX_HELD
        self._left = _MAX_FRAMED

    def keep(self, name: str, data: bytes) -> bool:
        """Keeps a member that is a text, as far as there is room; whether it is a page with frames, which is to wait for them."""
        if len(data) > min(MOST_BYTES, self._room) or format_of(data) is not None:
            return False
        self._room -= len(data)
        self._texts[name] = data
        return has_frames(data)

    def framed(self, name: str, data: bytes) -> Framed:
        """The page that has the name with those of its frames that stand in the archive."""
        found: list[tuple[str, str]] = []

        def frame(target: str) -> str | None:
            inside = member_of(name, target)
            held = self._texts.get(inside) if inside is not None else None
            page = page_of(held) if held is not None and len(held) <= self._left else None
            if page is not None:
                self._left -= len(held or b"")
                found.append((target, page))
            return page

        frames_of(data, frame)
        return Framed(data, tuple(found))


def page_in(packed: bytes) -> bytes:
    """The page of a content that has its frames with it."""
    return msgspec.msgpack.decode(packed, type=Framed).page


def reader_in(packed: Callable[[], bytes]) -> PageReader:
    """What gives the pages of the frames of such a content, which is read when the first is asked for."""
    known: dict[str, str] = {}

    def frame(target: str) -> str | None:
        if not known:
            known.update(msgspec.msgpack.decode(packed(), type=Framed).frames)
        return known.get(target)

    return frame


def pages_in(packed: bytes) -> Sequence[str]:
    """The pages of the frames of such a content, in their order."""
    return [page for _, page in msgspec.msgpack.decode(packed, type=Framed).frames]
