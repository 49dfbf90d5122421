"""The time that a notice may take: an alarm stops it, where the system has one; where none comes through, a watch ends the process."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple

__all__ = ["PATIENCE", "TooLong", "limited", "quiet_watch", "watched"]

# a worker that the alarm does not reach is ended after so many times its limit, and some seconds: on a machine with much other work
# an alarm has to wait for the end of a call into C that takes no time on an idle one
PATIENCE = 3.0
_GRACE = 5.0
_LEAD = 1.0  # seconds that the watch is set longer, so that it serves the notices of the next second too
_SHORTEST = 0.05  # seconds for which no further alarm is set


class _Clock(NamedTuple):
    """Of the notice in hand: the seconds it may take, when it was begun, and what ``_waited`` told then."""

    limit: float
    begun: float
    waited: float


class TooLong(BaseException):
    """The alarm of a notice; no ``except Exception`` holds it up."""


_nowhere: IO[bytes] | int = 2  # what the watch tells goes there: the driver tells it in words
_clock = _Clock(0.0, 0.0, 0.0)
_watched_to = 0.0  # when the watch ends this process, by ``time.monotonic``; 0 where none is set


def quiet_watch() -> None:
    """Has the watch of this process tell nothing of its own: the driver tells in words which file it was."""
    global _nowhere
    _nowhere = open(os.devnull, "wb")  # noqa: SIM115  # for as long as it lives


@contextmanager
def limited(seconds: float | None) -> Iterator[None]:
    """Stops the block after so many seconds with ``TooLong``; null is no limit. Only for a worker, whose main thread is ours."""
    if seconds is None:
        yield
        return
    global _clock
    has_alarm = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    _watch(PATIENCE * seconds + _GRACE if has_alarm else seconds)
    if not has_alarm:
        yield
        return
    _clock = _Clock(seconds, time.monotonic(), _waited())
    signal.signal(signal.SIGALRM, _on_alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _watch(seconds: float) -> None:
    """Sees to it that this process ends after so many seconds, or a little later; it needs no lock of the interpreter: a pattern or
    a library that never returns cannot keep it from its work. Each setting starts a thread, so one serves many short notices."""
    global _watched_to
    now = time.monotonic()
    if _watched_to < now + seconds:
        _watched_to = now + seconds + _LEAD
        faulthandler.dump_traceback_later(seconds + _LEAD, exit=True, file=_nowhere)


@contextmanager
def watched() -> Iterator[None]:
    """A block of notices, after which no watch is set: writing and waiting have no limit."""
    global _watched_to
    try:
        yield
    finally:
        if _watched_to:
            faulthandler.cancel_dump_traceback_later()
            _watched_to = 0.0


def _on_alarm(number: int, frame: Any) -> None:
    """Stops the notice, or gives it the time that others had the processor: where there is much other work, that may be most of it."""
    left = _clock.limit - (time.monotonic() - _clock.begun) + (_waited() - _clock.waited)
    if left < _SHORTEST:
        raise TooLong
    _watch(PATIENCE * left + _GRACE)
    signal.setitimer(signal.ITIMER_REAL, left)


def _waited() -> float:
    """Seconds that this thread has stood ready and had no processor; 0 where the system does not tell."""
    try:
        with open("/proc/thread-self/schedstat", "rb") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
