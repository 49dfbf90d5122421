"""Images of a batch that are the pages of one notice (``Options.group``): one item for all, in the order of the pages.

The pages go to the loader as an archive of their own, so that there is one place where they are put together.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from msgspec import structs

from notice_parser.batch.members import is_tar_name
from notice_parser.batch.places import is_url
from notice_parser.load.page_names import group_pages, is_image_name

if TYPE_CHECKING:
    from notice_parser.batch.items import Item

__all__ = ["digest_of_pages", "grouped", "names_of", "packed", "pages_of"]

_KINDS = ("file", "url", "zip")  # what is at hand whenever it is asked for; any other content is kept aside until its group is whole
_MARK_DIGITS = 15  # of a hexadecimal number that SQLite takes

# kind, place, member, size, time of change, and the digest that a store tells, as those of an item
Page = tuple[str, str, str | None, int, int, str | None]


def grouped(items: Iterable[Item | None], by: str) -> Iterator[Item | None]:
    """The items, images that belong together as one; the images of a folder, and of an archive, come together."""
    if by == "none":
        yield from items
        return
    held: list[Item] = []
    at: str | None = None
    with closing(_Aside()) as aside:
        for item in items:
            if item is None or not (item.kind in _KINDS or _is_member(item) or _is_near(item)) or not is_image_name(item.path):
                yield item
                continue
            place = item.place if item.kind == "zip" or _is_member(item) else item.path.rpartition("/")[0]
            if at not in (None, place):
                yield from _put_together(held, by, aside)
                held = []
                aside.clear()
            at = place
            held.append(aside.without_data(item, len(held)))
        yield from _put_together(held, by, aside)


def _is_member(item: Item) -> bool:
    """Whether an item is the member of an archive that is read through once (TAR)."""
    return item.kind == "bytes" and item.data is not None and is_tar_name(item.place)


def _is_near(item: Item) -> bool:
    """Whether an item is a file that this process alone can read."""
    return item.kind == "bytes" and item.data is not None and item.member is None and is_url(item.place)


class _Aside:
    """The contents of images that are held until their group is whole, on the disk: those of an archive may be more than the memory."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed with this object
        self._places: dict[int, tuple[int, int]] = {}

    def without_data(self, item: Item, number: int) -> Item:
        """The item, its content kept aside under the number."""
        if item.data is None:
            return item
        self._places[number] = self._file.seek(0, io.SEEK_END), len(item.data)
        self._file.write(item.data)
        return structs.replace(item, data=None)

    def data_of(self, number: int) -> bytes | None:
        """The content that was kept; null for an item that had none."""
        if number not in self._places:
            return None
        start, size = self._places[number]
        self._file.seek(start)
        return self._file.read(size)

    def clear(self) -> None:
        """Forgets all that was kept."""
        self._places.clear()
        self._file.truncate(0)

    def close(self) -> None:
        self._file.close()


def _put_together(held: list[Item], by: str, aside: _Aside) -> Iterator[Item]:
    number = {item.path: n for n, item in enumerate(held)}
    groups: dict[int, tuple[str, list[int]]] = {}
    for group in group_pages(number, by):
        pages = [number.pop(name) for name in group.names]
        groups[min(pages)] = group.name, pages
    for n, item in enumerate(held):
        if n in groups:
            name, pages = groups[n]
            if (data := aside.data_of(n)) is None:
                yield _item_of(name, [held[page] for page in pages])
            else:
                yield _whole_item_of(name, [(held[page], aside.data_of(page) or b"") for page in pages])
        elif item.path in number:
            data = aside.data_of(n)
            yield item if data is None else structs.replace(item, data=data)


def _whole_item_of(name: str, pages: list[tuple[Item, bytes]]) -> Item:
    """The item of pages whose contents no file of their own holds."""
    first = pages[0][0]
    data = packed((one.name, content) for one, content in pages)
    listed: list[Page] = [(one.kind, one.place, one.name, one.size, one.mtime, None) for one, _ in pages]
    return structs.replace(first, path=name or first.name, kind="held", member=json.dumps(listed), size=len(data), data=data)


def _item_of(name: str, pages: list[Item]) -> Item:
    listed: list[Page] = [(one.kind, one.place, one.member, one.size, one.mtime, one.digest) for one in pages]
    mark = hashlib.sha256(json.dumps(listed).encode("utf-8", "surrogatepass")).hexdigest()
    folder = pages[0].place if pages[0].kind == "zip" else pages[0].place.replace("\\", "/").rpartition("/")[0]
    return structs.replace(
        pages[0],
        path=name or folder.replace("\\", "/").rpartition("/")[2] or pages[0].name,
        kind="pages",
        place=folder,
        member=json.dumps(listed),
        size=sum(one.size for one in pages),
        mtime=int(mark[:_MARK_DIGITS], 16),
        digest=None,
    )


def pages_of(member: str | None) -> list[Page]:
    """The pages that the ``member`` of an item lists."""
    return [(kind, place, inner, size, mark, digest) for kind, place, inner, size, mark, digest in json.loads(member or "[]")]


def names_of(member: str | None) -> tuple[str, ...]:
    """The names of the files of the pages."""
    return tuple((inner or place).replace("\\", "/").rpartition("/")[2] for _, place, inner, _, _, _ in pages_of(member))


def digest_of_pages(digests: Iterable[str]) -> str | None:
    """The digest of pages from those of each; null where one cannot be read."""
    known = list(digests)
    return None if any(one.startswith("!") for one in known) else hashlib.sha256("\n".join(known).encode()).hexdigest()


def packed(pages: Iterable[tuple[str, bytes]]) -> bytes:
    """The files as an archive, not deflated: images hardly are any smaller then."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in pages:
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
