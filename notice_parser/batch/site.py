"""An output of ``batch`` as pages: ``index.html``, where notices are searched and filtered, and one page a notice.

The pages are read from the disk: nothing serves them, nothing is fetched. Of the archive one notice at a time is in memory, and
what the index says of each.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from notice_parser.batch.archive import notices_of
from notice_parser.batch.plan import output_name
from notice_parser.emit.html import Lang, archive_page, to_html
from notice_parser.emit.json import from_json
from notice_parser.errors import NoticeParserError
from notice_parser.model import Notice

__all__ = ["write_site"]

_PAGES = "notices"


def write_site(archive: str, folder: Path, *, lang: Lang = "zh", has_pages: bool = True) -> int:
    """Writes the pages of an archive into a folder; the number of notices. ``has_pages``: a page a notice, else the index alone.

    ``NoticeParserError`` where ``archive`` is no output of ``batch`` that holds its notices, or a page cannot be written.
    """
    rows: list[dict[str, Any]] = []
    taken: set[str] = set()
    for path, data in notices_of(archive):
        notice = from_json(data)
        name = _page_name(path, taken) if has_pages else None
        if name is not None:
            _write(folder / _PAGES / name, to_html(notice, lang=lang))
        rows.append(_row(path, notice, None if name is None else f"{_PAGES}/{quote(name)}"))
    if not rows:
        raise NoticeParserError("not_an_archive", where=archive, reason="no notices")
    _write(folder / "index.html", archive_page(rows, title=os.path.basename(os.path.normpath(archive)), lang=lang))
    return len(rows)


def _page_name(path: str, taken: set[str]) -> str:
    """The file of a notice's page: its path in the archive, safe on every system, unlike any other."""
    count = 1
    while (name := output_name(path, count).removesuffix(".json") + ".html").casefold() in taken:
        count += 1
    taken.add(name.casefold())
    return name


def _row(path: str, notice: Notice, href: str | None) -> dict[str, Any]:
    """What the index says of a notice."""
    findings = [
        {"number": number, "rule": one.rule, "severity": one.severity, "message": one.message} for number, one in enumerate(notice.findings)
    ]
    number = notice.document_number or notice.issue_number
    return {
        "path": path,
        "href": href,
        "title": notice.title.text if notice.title else None,
        "number": number.text if number else None,
        "issuers": [one.name for one in notice.issuers],
        "date": notice.date.iso if notice.date else None,
        "kind": notice.kind.text if notice.kind else None,
        "region": notice.region.name if notice.region else None,
        "review": notice.review.level,
        "statistics": len(notice.statistics),
        "tables": len(notice.tables),
        "unread": len(notice.unread),
        "findings": findings,
    }


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise NoticeParserError("unwritable", where=str(path), reason=error.strerror or type(error).__name__) from error
