"""Stands for the parser in tests of the machinery: quick on good files, and as bad as its name says on the others."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from pathlib import Path
from typing import Any

from notice_parser import model, pipeline
from notice_parser.batch import memory, rules, time_limit
from notice_parser.batch import work as working
from notice_parser.batch.work import Job
from notice_parser.errors import LoadError
from notice_parser.options import Options

REAL_PREPARE = working.prepare


def prepare(job: Job, is_worker: bool = False) -> None:
    """Makes this process ready as ``work.prepare`` does, with the parser of this module."""
    pipeline.parse_alone = parse_all
    working.warm_up = lambda options: None
    rules.in_force = lambda options: job.rules  # seconds that no test here needs
    REAL_PREPARE(job, is_worker)


def prepare_watched(job: Job, is_worker: bool = False) -> None:
    """As ``prepare``, with the limit that is used where the system has none."""
    memory.IS_HELD = False
    prepare(job, is_worker)


def prepare_impatient(job: Job, is_worker: bool = False) -> None:
    """As ``prepare``, with little grace for an alarm that does not come through."""
    time_limit._GRACE = 1.0
    prepare(job, is_worker)


def parse_all(source: Any, *, name: str | None = None, options: Options | None = None, frame: Any = None) -> tuple[model.Notice, ...]:
    """A notice with the file's text, or what the file's name says."""
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    what = (name or "").partition("-")[0]
    if what == "corrupt":
        raise LoadError("damaged", where=name, format="PDF", reason="cut off")
    if what == "hang":
        time.sleep(600)
    if what == "stuck":  # in a call that no alarm reaches, for hours
        hashlib.pbkdf2_hmac("sha512", b"", b"", 2**31 - 1)
    if what == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "exit":
        os._exit(7)
    if what == "flaky" and not (marker := Path(source).with_name(".crashed")).exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "memory":
        data += b"x" * (2 << 30)  # written to: what is merely asked for takes no memory
        time.sleep(5)
    if what == "slow":
        time.sleep(0.05)
    return tuple(_notice(name, part) for part in data.split(b"\f"))


def _notice(name: str | None, data: bytes) -> model.Notice:
    text = data.decode("utf-8")
    return model.Notice(
        id=hashlib.sha256(data).hexdigest(),
        producer=model.Producer(version="0", rules="r", options={}, backends={}),
        source=model.Source(name=name, media_type="text/plain", n_bytes=len(data), loader="plain"),
        document_class=model.DocumentClass(text="news" if "新闻" in text else "notice", rule="document_class.test"),
        text=text,
        pages=((0, len(text)),),
        title=model.Title(text=text, raw=text, span=(0, len(text)), rule="title.test"),
        review=model.Review(level="look", codes=("text.empty",)),
    )
