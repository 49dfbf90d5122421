"""How much memory there is, how much a worker may take, and how many workers that makes.

Linux holds a process to a size, and what asks for more fails at that place. Elsewhere a thread looks at the size (``psutil``) and
ends the process that has passed it; the driver takes that as it takes a crash.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["EXIT_MEMORY", "can_limit_memory", "default_workers", "limited_memory", "total_memory"]

IS_HELD = sys.platform.startswith("linux")  # the system holds a process to a size
EXIT_MEMORY = 86  # the exit code of a worker that has passed its limit
_A_WORKER = 256 << 20  # bytes that one holds with grammars and libraries loaded (200 MB measured with PDF)
_A_NOTICE = 512 << 20  # bytes left to a notice where no limit is set
_LOOK = 0.05  # seconds between two looks: a copy at 2 GB/s passes 100 MB in that time
_GROUP = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def default_workers(memory_limit: int | None = None) -> int:
    """As many as there are processors for this process, and no more than its memory has room for."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    total = total_memory()
    if total is None:
        return processors
    return max(1, min(processors, total // (_A_WORKER + (memory_limit or _A_NOTICE))))


def total_memory() -> int | None:
    """Bytes of this machine, or of the container that it is; null where that is not known."""
    found = []
    try:
        found.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        if find_spec("psutil") is not None:
            import psutil

            found.append(int(psutil.virtual_memory().total))
    for name in _GROUP:
        try:
            found.append(int(Path(name).read_text(encoding="ascii")))
        except (OSError, ValueError):  # none, or "max"
            continue
    return min(found, default=None)


def can_limit_memory() -> bool:
    """Whether a process can be held to a size here."""
    return IS_HELD or find_spec("psutil") is not None


@contextmanager
def limited_memory(limit: int | None) -> Iterator[None]:
    """Lets this process grow by ``limit`` bytes while the block runs, and no more; what is written afterwards is not held to it."""
    if limit is None:
        yield
    elif IS_HELD:
        import resource

        with open("/proc/self/statm", "rb") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        before = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (used + limit, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)
    else:
        watch = _watch()
        watch.most = watch.size() + limit
        try:
            yield
        finally:
            watch.most = None


class _Watch:
    """A thread that ends this process once it is larger than ``most`` bytes."""

    def __init__(self) -> None:
        import psutil

        self._process = psutil.Process()
        self.most: int | None = None
        threading.Thread(target=self._look, daemon=True).start()

    def size(self) -> int:
        """Bytes in memory."""
        return int(self._process.memory_info().rss)

    def _look(self) -> None:
        while True:
            most = self.most
            if most is not None and self.size() > most and self.most == most:  # not of a notice that was done meanwhile
                os._exit(EXIT_MEMORY)
            time.sleep(_LOOK)


@cache
def _watch() -> _Watch:
    return _Watch()
