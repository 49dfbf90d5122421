"""The processes that parse for the service: a file that hangs or crashes its process takes nothing else with it.

``Workers.run`` gives the bytes of an answer. Its errors: ``timed_out`` after the limit (the process is ended and replaced),
``busy`` where too many wait already, ``worker`` where a process died, and whatever parsing raises.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as TimedOut
from typing import Any

import msgspec

from notice_parser.emit.html import Lang
from notice_parser.emit.json import encode
from notice_parser.emit.offsets import in_utf16
from notice_parser.errors import NoticeParserError
from notice_parser.model import Notice
from notice_parser.options import Options
from notice_parser.serve.settings import Settings

__all__ = ["JOBS", "Workers", "audited", "gold_page", "gold_score", "page", "parsed", "prepare", "tables"]

_FILES_A_WORKER = 500  # then it is replaced: libraries leak


class Workers:
    """A pool of processes, with a limit of time for each file and of files that wait."""

    def __init__(self, settings: Settings) -> None:
        from multiprocessing import get_context

        from pebble import ProcessPool

        self.limit = settings.time_limit
        self.most = settings.workers + settings.waiting
        self.n_running = 0
        self.pool = ProcessPool(
            max_workers=settings.workers,
            max_tasks=_FILES_A_WORKER,
            context=get_context("spawn"),
            initializer=prepare,
            initargs=(settings.options,),
        )

    async def run(self, job: Callable[..., bytes], *arguments: Any) -> bytes:
        """What ``job`` gives, in a process of its own."""
        from pebble import ProcessExpired

        if self.n_running >= self.most:
            raise NoticeParserError("busy")
        self.n_running += 1
        try:
            return await asyncio.wrap_future(self.pool.schedule(job, args=arguments, timeout=self.limit))
        except TimedOut as error:
            raise NoticeParserError("timed_out", limit=f"{self.limit:g}") from error
        except (ProcessExpired, CancelledError) as error:
            raise NoticeParserError("worker", reason=str(error)) from error
        finally:
            self.n_running -= 1

    def close(self) -> None:
        """Ends all processes, those at work too."""
        self.pool.stop()  # type: ignore[no-untyped-call]  # pebble annotates it by half
        self.pool.join()


def prepare(options: Options) -> None:
    """Loads the grammars once a process, so that no request waits for it."""
    from notice_parser.grammar import load_grammars

    load_grammars(options.grammars)


def parsed(data: bytes, name: str | None, options: Options, is_utf16: bool) -> bytes:
    """The JSON of the notice in a file."""
    return encode(_notice(data, name, options, is_utf16))


def audited(data: bytes, name: str | None, options: Options, is_utf16: bool) -> bytes:
    """What does not add up, and what was checked: ``{"findings": [...], "checks": [...]}``."""
    notice = _notice(data, name, options, is_utf16)
    return b'{"findings":%s,"checks":%s}' % (_listed(notice.findings), _listed(notice.checks))


def tables(data: bytes, name: str | None, options: Options, is_utf16: bool) -> bytes:
    """The tables: a list."""
    notice = _notice(data, name, options, is_utf16)
    return _listed(notice.tables)


def page(data: bytes, name: str | None, options: Options, lang: Lang) -> bytes:
    """The page of the notice."""
    return _notice(data, name, options, False).to_html(lang).encode()


JOBS: dict[str, Callable[[bytes, str | None, Options, bool], bytes]] = {"parse": parsed, "tables": tables, "audit": audited}


def _notice(data: bytes, name: str | None, options: Options, is_utf16: bool) -> Notice:
    from notice_parser.pipeline import parse

    notice = parse(data, name=name, options=options)
    return in_utf16(notice) if is_utf16 else notice


def _listed(parts: tuple[Any, ...]) -> bytes:
    return b"[" + b",".join(encode(part) for part in parts) + b"]"


def gold_page(data: bytes, name: str, options: Options, gold: dict[str, Any] | None, save: str, lang: Lang) -> bytes:
    """The page of a case with its gold to be corrected, or a draft where it has none; ``save`` is the address it is sent to."""
    from notice_parser.emit.html import Annotation, to_html
    from notice_parser.score.draft import draft

    notice = _notice(data, name, options, False)
    return to_html(notice, lang=lang, annotation=Annotation(gold=draft(notice) if gold is None else gold, save=save)).encode()


def gold_score(data: bytes, name: str, options: Options, gold: dict[str, Any]) -> bytes:
    """How the parser stands against gold: ``{"fields": {name: {"tp", "fp", "fn"}}, "errors": [line, ...]}``.

    ``bad_gold`` where it cannot be judged.
    """
    import json

    from notice_parser.score.fields import judge, judged_fields
    from notice_parser.score.verdicts import count

    answers = json.loads(_notice(data, name, options, False).to_json())
    try:
        judged = tuple(judge(answers, gold))
        fields = judged_fields(gold)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise NoticeParserError("bad_gold", reason=f"{type(error).__name__}: {error}") from error
    names = dict.fromkeys((*fields, *(one.field for one in judged)))
    counts = {field: count(one for one in judged if one.field == field)._asdict() for field in names}
    errors = [f"{one.field} {one.verdict}: {one.item}" for one in judged if one.verdict != "hit"]
    return msgspec.json.encode({"fields": counts, "errors": errors})
