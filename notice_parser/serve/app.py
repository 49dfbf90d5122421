"""The application: which address gives what.

    GET  /               the page that takes a file
    POST /view           the page of the file (form), opened by the page above
    POST /v1/parse, /v1/tables, /v1/audit    JSON (the file as body, or a form)
    GET  /openapi.json   the description of these
    GET  /gold, /gold/ID, PUT /gold/ID       where a folder of gold is given: its cases, the page of one, to save one

Nothing of a request is written anywhere, but for gold that is saved on purpose; no address or path in a request is ever opened.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from notice_parser.emit.html import Lang, drop_page, list_page
from notice_parser.errors import NoticeParserError
from notice_parser.serve import gold, work
from notice_parser.serve.answers import JSON, fault, json_response, page_response, refusal
from notice_parser.serve.guard import Guard
from notice_parser.serve.openapi import openapi
from notice_parser.serve.settings import Settings

__all__ = ["application"]

_FORM_ROOM = 64 << 10  # of a form besides its file
_NAME_CHARS = 255
_BODY_SECONDS = 60.0  # within which a request must have come whole

Handler = Callable[[Request], Awaitable[Response]]


def application(settings: Settings) -> Starlette:
    """The service as an ASGI application; its processes start and end with it."""
    described = json.dumps(openapi(settings), ensure_ascii=False).encode()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.workers = work.Workers(settings)
        app.state.settings = settings
        try:
            yield
        finally:
            app.state.workers.close()

    async def description(request: Request) -> Response:
        return json_response(described)

    routes = [
        Route("/", _drop, methods=["GET"]),
        Route("/view", _view, methods=["POST"]),
        *(Route(f"/v1/{name}", _job(name), methods=["POST"]) for name in work.JOBS),
        *(_gold_routes() if settings.gold is not None else ()),
        Route("/openapi.json", description, methods=["GET"]),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, settings=settings)],
        exception_handlers={NoticeParserError: _refuse, HTTPException: _refuse_http, Exception: _broken},
        lifespan=lifespan,
    )


async def _drop(request: Request) -> Response:
    return page_response(drop_page(_lang(request), has_gold=request.app.state.settings.gold is not None))


async def _view(request: Request) -> Response:
    settings: Settings = request.app.state.settings
    data, name = await _file(request, settings)
    page = await request.app.state.workers.run(work.page, data, name, settings.options, _lang(request))
    return page_response(page.decode())


def _job(name: str) -> Handler:
    async def answer(request: Request) -> Response:
        settings: Settings = request.app.state.settings
        offsets = request.query_params.get("offsets", "codepoints")
        if offsets not in ("codepoints", "utf16"):
            raise NoticeParserError("bad_request", reason=f"offsets={offsets}: codepoints | utf16")
        data, file = await _file(request, settings)
        result = await request.app.state.workers.run(work.JOBS[name], data, file, settings.options, offsets == "utf16")
        return json_response(result, notice_offsets=offsets)

    return answer


def _gold_routes() -> list[Route]:
    return [
        Route("/gold", _gold_list, methods=["GET"]),
        Route("/gold/{name}", _gold_page, methods=["GET"]),
        Route("/gold/{name}", _gold_save, methods=["PUT"]),
    ]


async def _gold_list(request: Request) -> Response:
    names = gold.cases(_folder(request))
    return page_response(list_page(_lang(request), [(name, f"/gold/{quote(name, safe='')}") for name in names]))


async def _gold_page(request: Request) -> Response:
    folder, name, settings = _folder(request), request.path_params["name"], request.app.state.settings
    document = gold.document_of(folder, name)
    arguments = (document.read_bytes(), document.name, settings.options, gold.gold_of(folder, name), f"/gold/{quote(name, safe='')}")
    page = await request.app.state.workers.run(work.gold_page, *arguments, _lang(request))
    return page_response(page.decode())


async def _gold_save(request: Request) -> Response:
    folder, name, settings = _folder(request), request.path_params["name"], request.app.state.settings
    if request.headers.get("content-type", "").split(";")[0].strip() != JSON:
        raise NoticeParserError("bad_request", reason=f"Content-Type: {JSON}")
    document = gold.document_of(folder, name)
    data, _ = await _file(request, settings)
    try:
        said = json.loads(data)
    except ValueError as error:
        raise NoticeParserError("bad_gold", reason=str(error)) from error
    if not isinstance(said, dict):
        raise NoticeParserError("bad_gold", reason=type(said).__name__)
    # judged before it is written: what the scorer cannot read is not saved
    judged = await request.app.state.workers.run(work.gold_score, document.read_bytes(), document.name, settings.options, said)
    gold.save(folder, name, said)
    return json_response(judged)


def _folder(request: Request) -> Path:
    folder = request.app.state.settings.gold
    assert isinstance(folder, Path)
    return folder


def _lang(request: Request) -> Lang:
    said = request.query_params.get("lang")
    if said is None:
        said = request.headers.get("accept-language", "")
    return "en" if said.lower().startswith("en") else "zh"


async def _file(request: Request, settings: Settings) -> tuple[bytes, str | None]:
    """The file of a request and its name, held in memory. ``NoticeParserError`` where it is too large, too slow, or there is none."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            if kind == "multipart/form-data":
                return await _file_of_form(request, settings.max_bytes)
            data = b"".join([chunk async for chunk in _limited(request, settings.max_bytes)])
    except TimeoutError as error:
        raise NoticeParserError("slow_body", limit=f"{_BODY_SECONDS:g}") from error
    if not data:
        raise NoticeParserError("empty_file")
    name = request.query_params.get("name")
    return data, _base(name) if name else None


async def _file_of_form(request: Request, most: int) -> tuple[bytes, str | None]:
    parser = MultiPartParser(request.headers, _limited(request, most + _FORM_ROOM), max_files=1, max_fields=8)
    parser.spool_max_size = most + _FORM_ROOM + 1  # beyond its size a part would go to a file on disk; none gets there
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise NoticeParserError("bad_request", reason=error.message) from error
    try:
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise NoticeParserError("bad_request", reason="file")
        data = await file.read()
        if len(data) > most:
            raise NoticeParserError("body_too_large", limit=most)
        if not data:
            raise NoticeParserError("empty_file")
        return data, _base(file.filename) if file.filename else None
    finally:
        await form.close()


async def _limited(request: Request, most: int) -> Any:
    """The body as it comes; ``body_too_large`` as soon as it is known to be."""
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > most:
        raise NoticeParserError("body_too_large", limit=most)
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise NoticeParserError("body_too_large", limit=most)
        yield chunk


def _base(name: str) -> str:
    """The last part of a file's name: a name is told in the result, and opened nowhere."""
    return name.replace("\\", "/").rpartition("/")[2][:_NAME_CHARS] or "file"


async def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, NoticeParserError)
    return refusal(error)


async def _refuse_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return fault("wrong_method" if error.status_code == 405 else "no_such_page")


async def _broken(request: Request, error: Exception) -> Response:
    if isinstance(error, ClientDisconnect):
        return fault("bad_request", reason="disconnected")
    return fault("worker", reason=type(error).__name__)
