"""Images of a batch that are the pages of one notice (``Options.group``): one item for all, in the order of the pages.

The pages go to the loader as an archive of their own, so that there is one place where they are put together.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import structs

from notice_parser.load.page_names import group_pages, is_image_name

if TYPE_CHECKING:
    from notice_parser.batch.items import Item

__all__ = ["digest_of_pages", "grouped", "names_of", "packed", "pages_of"]

_KINDS = ("file", "url", "zip")  # what is at hand whenever it is asked for
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
    for item in items:
        if item is None or item.kind not in _KINDS or not is_image_name(item.path):
            yield item
            continue
        if at not in (None, place := item.place if item.kind == "zip" else item.path.rpartition("/")[0]):
            yield from _put_together(held, by)
            held = []
        at = place
        held.append(item)
    yield from _put_together(held, by)


def _put_together(held: list[Item], by: str) -> Iterator[Item]:
    of = {item.path: item for item in held}
    first = {}
    for group in group_pages(of, by):
        pages = [of.pop(name) for name in group.names]
        first[min(held.index(page) for page in pages)] = _item_of(group.name, pages)
    for n, item in enumerate(held):
        if n in first:
            yield first[n]
        elif item.path in of:
            yield item


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
