"""A notice as one HTML page: its text and what was read from it, side by side; nothing is fetched, nothing of the notice can run.

The page holds the JSON, and a script draws it, as text nodes only. A policy in the page lets its one script and one style
run, by their hashes, and forbids the network. The parts of the page are the files of ``page/``.

>>> script_json({"text": "</script><b>"})
'{"text":"\\\\u003c/script>\\\\u003cb>"}'
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias, get_type_hints

from msgspec import Meta, Struct

from notice_parser import model
from notice_parser.diagnostics import wording
from notice_parser.emit.boxes import boxes_of
from notice_parser.emit.json import to_json
from notice_parser.model import Notice

__all__ = [
    "Annotation",
    "Lang",
    "Picture",
    "archive_page",
    "drop_page",
    "fill",
    "list_page",
    "page_file",
    "page_words",
    "script_json",
    "to_html",
]

Lang: TypeAlias = Literal["zh", "en"]

_SCRIPTS = ("data.js", "text.js", "grids.js", "csv.js", "panels.js", "gold.js", "why.js", "pictures.js", "main.js")
_DROP_WORDS = ("drop_", "other_language")
_ARCHIVE_WORDS = ("archive_", "review.", "rule.", "theme", "other_language", "download_csv", "tabs")
_SLOT = re.compile(r"\{\{(\w+)\}\}")


class Annotation(Struct, frozen=True, kw_only=True):
    """Gold to be corrected in the page. ``save``: the address that takes it; null: it is downloaded."""

    gold: dict[str, Any]
    save: str | None = None


class Picture(Struct, frozen=True, kw_only=True):
    """A printed page: its size in points, and its picture."""

    width: float
    height: float
    media_type: str
    data: bytes


def to_html(notice: Notice, *, lang: Lang = "zh", annotation: Annotation | None = None, pictures: Sequence[Picture] | None = None) -> str:
    """The page, a whole HTML document in UTF-8; ``lang`` is what it opens in, the other is a click away.

    ``pictures``: of all pages, in order, to show values where they are printed; the notice must have its ``layout``.
    """
    page = {
        "lang": lang,
        "annotation": None if annotation is None else {"gold": annotation.gold, "save": annotation.save},
        "pictures": None if pictures is None else [_picture(one) for one in pictures],
        "boxes": None if pictures is None else boxes_of(notice),
        "words": page_words(),
        "labels": _labels(),
        "diagnostics": [wording(one, "en") for one in notice.diagnostics],
    }
    title = notice.title.text if notice.title else notice.source.name or "notice"
    return fill(
        "view.html",
        css=("colours.css", "view.css"),
        scripts=_SCRIPTS,
        title=title,
        network="'self'" if annotation and annotation.save else "'none'",
        page=script_json(page),
        notice=to_json(notice).replace("<", "\\u003c"),
    )


def _picture(one: Picture) -> dict[str, Any]:
    return {"width": one.width, "height": one.height, "src": f"data:{one.media_type};base64,{base64.b64encode(one.data).decode()}"}


def archive_page(rows: Sequence[Mapping[str, Any]], *, title: str, lang: Lang = "zh") -> str:
    """The index of an archive: a row a notice, with ``path``, ``href`` (a relative address or null), ``title``, ``findings`` and the rest
    of what ``archive.js`` shows."""
    labels = _labels()["Notice"]
    named = ("title", "issuers", "date", "kind", "region", "review", "statistics", "tables", "findings", "unread")
    columns = {name: {"zh": labels[name], "en": name} for name in named}
    columns |= {"number": {"zh": labels["document_number"], "en": "number"}, "path": {"zh": _labels()["Source"]["path"], "en": "path"}}
    page = {"lang": lang, "words": _words_of(_ARCHIVE_WORDS), "columns": columns, "rows": rows}
    return fill("archive.html", css=("colours.css", "archive.css"), scripts=("archive.js",), title=title, page=script_json(page))


def drop_page(lang: Lang, *, has_gold: bool) -> str:
    """The page of the service that takes a file; ``has_gold``: it links to the cases too."""
    page = {"lang": lang, "words": _words_of(_DROP_WORDS), "has_gold": has_gold}
    return fill("drop.html", css=("drop.css",), scripts=("drop.js",), title="notice-parser", network="'self'", page=script_json(page))


def list_page(lang: Lang, links: Sequence[tuple[str, str]]) -> str:
    """A page of links: name and address, which is one of ours."""
    words = page_words()[lang]
    items = "".join(f'<li><a href="{html.escape(address)}?lang={lang}">{html.escape(name)}</a></li>' for name, address in links)
    return fill("list.html", css=("drop.css",), scripts=(), title=words["drop_gold"], items=items or f"<li>{words['gold_no_cases']}</li>")


def fill(template: str, *, css: Sequence[str], scripts: Sequence[str], title: str, network: str = "'none'", **data: str) -> str:
    """A template of ``page/`` with its style, script and policy, and ``data`` as it is given (JSON that ``script_json`` made).

    ``network`` is where the page may send requests to: nowhere, or ``'self'`` for a page of the service.
    """
    style, script = _joined(tuple(css)), _script(tuple(scripts))
    allowed = _hash(script) if script else "'none'"
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data: blob:; "
        f"connect-src {network}; form-action {network}; base-uri 'none'"
    )
    slots: Mapping[str, str] = {"css": style, "js": script, "csp": policy, "title": html.escape(title), **data}
    # one pass: what is put in is not looked at again, so that no text of a notice can be taken for a slot
    return _SLOT.sub(lambda slot: slots[slot[1]], page_file(template))


def script_json(value: Any) -> str:
    """JSON that may stand in a ``script`` element: without ``<``, nothing in it ends the element or opens a comment."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@cache
def page_file(name: str) -> str:
    """The text of a file of ``page/``."""
    return files("notice_parser.emit").joinpath("page", name).read_text(encoding="utf-8")


@cache
def _joined(names: tuple[str, ...]) -> str:
    return "\n".join(page_file(name) for name in names)


def _script(names: tuple[str, ...]) -> str:
    """The scripts as one, whose names nobody else sees; empty for none."""
    return f'"use strict";\n(() => {{\n{_joined(names)}\n}})();\n' if names else ""


def _words_of(starts: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The wordings whose keys start so, in both languages."""
    return {lang: {key: said for key, said in words.items() if key.startswith(starts)} for lang, words in page_words().items()}


@cache
def page_words() -> dict[str, dict[str, str]]:
    """What the page says, by language and key: ``{"zh": {"severity.error": "错误"}}``."""
    words: dict[str, dict[str, str]] = json.loads(page_file("words.json"))
    return words


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _labels() -> dict[str, dict[str, str]]:
    """The Chinese name of every property, by type: ``{"Statistic": {"value": "数值"}}``."""
    named: dict[str, dict[str, str]] = {}
    for name in model.__all__:
        kind = getattr(model, name)
        if isinstance(kind, type):
            hints = get_type_hints(kind, include_extras=True)
            titles = {field: _title(hint) for field, hint in hints.items()}
            named[name] = {field: title for field, title in titles.items() if title}
    return named


def _title(hint: Any) -> str | None:
    return next((one.title for one in getattr(hint, "__metadata__", ()) if isinstance(one, Meta)), None)
