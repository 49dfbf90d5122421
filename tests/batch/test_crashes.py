"""Exactly once, whatever is killed and whenever."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import poison
import pytest
from conftest import ROOT
from machinery import Maker, bytes_of, make_files, quicken

from notice_parser.batch import batch, durable, memory, time_limit
from notice_parser.batch import work as working
from notice_parser.batch.manifest import Manifest
from notice_parser.batch.notes import look_at_note
from notice_parser.errors import NoticeParserError

POISON = {
    "hang-1.txt": "timed_out",
    "crash-1.txt": "crashed",
    "exit-1.txt": "crashed",
    "corrupt-1.txt": "damaged",
}
OUTPUTS = ("out", "out.jsonl", "out.parquet")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch)


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return partial(make_files, tmp_path / "公文")


posix = pytest.mark.skipif(os.name == "nt", reason="signals and fork")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux alone")


@linux
@pytest.mark.usefixtures("quick")
def test_poison_is_put_in_quarantine_and_nothing_else(make: Maker, tmp_path: Path) -> None:
    root = make(*POISON, "memory-1.txt", "flaky-1.txt", count=180)
    out = tmp_path / "out"
    summary = batch(root, out, workers=2, time_limit=1.0, memory_limit=1 << 30)
    told = {one.relative: one.error.code for one in summary.failures}
    assert told == {**POISON, "memory-1.txt": "out_of_memory"}
    assert summary.n_done == 181  # the one that crashed but once among them
    reasons = {one.relative: str(one.error) for one in summary.failures}
    assert "SIGKILL" in reasons["crash-1.txt"]
    assert "exit code 7" in reasons["exit-1.txt"]
    good = {f"{path.relative_to(root).as_posix()}.json" for path in root.rglob("*.txt")} - {f"{name}.json" for name in told}
    assert set(bytes_of(out)) == good
    again = batch(root, out, workers=2, time_limit=1.0, memory_limit=1 << 30)
    assert (again.n_parsed, {one.relative: one.error.code for one in again.failures}) == (0, told)
    (root / "hang-1.txt").rename(root / "hurt-1.txt")  # the same content; a limit that is raised is enough to try again
    wider = batch(root, out, workers=2, time_limit=2.0, memory_limit=1 << 30)
    assert (wider.n_parsed, {one.relative for one in wider.failures}) == (1, set(told) - {"hang-1.txt"})


@posix
@pytest.mark.usefixtures("quick")
def test_memory_is_watched_where_the_system_has_no_limit(make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make("memory-1.txt", "a.txt", "b.txt")
    monkeypatch.setattr(working, "prepare", poison.prepare_watched)
    summary = batch(root, tmp_path / "out.jsonl", workers=2, memory_limit=256 << 20)
    assert [(one.relative, one.error.code) for one in summary.failures] == [("memory-1.txt", "out_of_memory")]
    assert summary.n_done == 2


def test_workers_are_as_many_as_memory_has_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    total = memory.total_memory()
    assert total is None or total > 1 << 27
    monkeypatch.setattr(memory, "total_memory", lambda: 4 << 30)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: range(64), raising=False)
    assert memory.default_workers() == 5
    assert memory.default_workers(8 << 30) == 1


@posix
@pytest.mark.usefixtures("quick")
def test_a_notice_that_no_alarm_reaches(make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make("stuck-1.txt", "a.txt", "b.txt")
    monkeypatch.setattr(working, "prepare", poison.prepare_impatient)
    summary = batch(root, tmp_path / "out.jsonl", workers=2, time_limit=0.5)
    assert [(one.relative, one.error.code) for one in summary.failures] == [("stuck-1.txt", "timed_out")]
    assert summary.n_done == 2


@posix
def test_time_that_others_had_the_processor_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "_GRACE", 3600.0)  # what is watched here is the tests' own process
    with time_limit.watched():
        monkeypatch.setattr(time_limit, "_waited", time.monotonic)  # the machine was at other work all the time
        with time_limit.limited(0.1):
            time.sleep(0.4)
        monkeypatch.setattr(time_limit, "_waited", lambda: 0.0)
        with pytest.raises(time_limit.TooLong), time_limit.limited(0.1):
            time.sleep(10)


DRIVER = """
import os, signal, sys
sys.path[:0] = {paths!r}
import poison
from notice_parser.batch import batch, rules, work
work.prepare = poison.prepare
rules.in_force = lambda options: "rules 1"
told = []
def tell(outcome):
    # at so many files everything is killed, whatever the workers are at
    told.append(outcome)
    if len(told) == {most}:
        os.killpg(0, signal.SIGKILL)
if __name__ == "__main__":
    batch({root!r}, {out!r}, workers=2, time_limit=600.0, on_outcome=tell)
"""


@posix
@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.usefixtures("quick")
def test_everything_killed_and_resumed(make: Maker, tmp_path: Path, name: str) -> None:
    root = make(*(f"slow-{number:03}.txt" for number in range(20)), count=100)
    plain = tmp_path / "plain" / name
    plain.parent.mkdir()
    batch(root, plain, workers=1)
    out = tmp_path / name
    for share in (0.3, 0.7):
        script = _driver(tmp_path, root, out, int(120 * share))
        assert subprocess.run([sys.executable, str(script)], start_new_session=True, check=False).returncode == -signal.SIGKILL
    summary = batch(root, out, workers=1)
    assert 0 < summary.n_parsed < 120
    assert (summary.n_done, summary.failures) == (120, ())
    assert bytes_of(out) == bytes_of(plain)


def _driver(folder: Path, root: Path, out: Path, most: int = 0) -> Path:
    """A program that runs a batch, and kills itself and its workers after so many files, if any number is given."""
    script = folder / "driver.py"
    paths = [str(ROOT), str(Path(__file__).parent)]
    script.write_text(DRIVER.format(paths=paths, root=str(root), out=str(out), most=most), encoding="utf-8")
    return script


@posix
@pytest.mark.usefixtures("quick")
def test_a_driver_that_is_killed_leaves_no_worker(make: Maker, tmp_path: Path) -> None:
    root = make("hang-1.txt", "hang-2.txt", "hang-3.txt")
    out = tmp_path / "out"
    process = subprocess.Popen([sys.executable, str(_driver(tmp_path, root, out))])
    notes = out / ".notice-parser" / "tmp"
    deadline = time.monotonic() + 300
    pids: set[int] = set()
    while time.monotonic() < deadline and not pids:
        tokens = [note.name.removeprefix("at-") for note in notes.glob("at-*")]
        pids = {note.pid for token in tokens if (note := look_at_note(str(notes.parent), token)) is not None}
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert pids
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and any(map(_is_alive, pids)):
        time.sleep(0.1)
    assert not any(map(_is_alive, pids))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


class _ByHalves:
    """A file with a step in the middle of what is written to it."""

    def __init__(self, file: Any, step: Callable[[], None]) -> None:
        self.file, self.step = file, step

    def __enter__(self) -> _ByHalves:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, data: bytes) -> None:
        middle = len(data) // 2
        self.file.write(data[:middle])
        self.file.flush()
        self.step()
        self.file.write(data[middle:])


class _Steps:
    """Counts the steps of writing and does at one of them what it is given."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, what: Callable[[], None]) -> None:
        self.count, self.at, self.what = 0, at, what
        self.patch = patch
        self._wrap(os, "fsync")
        self._wrap(os, "sync")
        self._wrap(os, "replace")
        self._wrap(Manifest, "record")
        self._wrap(Manifest, "plan")
        self._wrap(Manifest, "put")
        self._wrap(durable, "move_whole")
        patch.setattr(durable, "open", self._opened, raising=False)

    def _wrap(self, holder: object, name: str) -> None:
        real = getattr(holder, name)

        def stepped(*arguments: object, **values: object) -> object:
            self._step()
            result = real(*arguments, **values)
            self._step()
            return result

        self.patch.setattr(holder, name, stepped)

    def _opened(self, *arguments: Any) -> Any:
        file = open(*arguments)  # noqa: SIM115  # closed by the one that opens it
        return _ByHalves(file, self._step) if arguments[-1] == "wb" else file

    def _step(self) -> None:
        self.count += 1
        if self.count == self.at:
            self.what()


def _steps_of(root: Path, out: Path) -> int:
    """How many steps a whole run has."""
    with pytest.MonkeyPatch.context() as patch:
        steps = _Steps(patch, 0, lambda: None)
        batch(root, out, part_size=2, workers=1)
    return steps.count


@posix
@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.usefixtures("quick")
def test_killed_at_each_step(make: Maker, tmp_path: Path, name: str) -> None:
    root = make("a.txt", "b/c.txt", "d.txt", "corrupt-1.txt")
    plain = tmp_path / "plain" / name
    plain.parent.mkdir()
    n_steps = _steps_of(root, plain)
    assert n_steps > 20
    expected = bytes_of(plain)
    for at in range(1, n_steps + 1, 1 if name == "out" else 3):
        out = tmp_path / str(at) / name
        out.parent.mkdir()
        pid = os.fork()
        if pid == 0:
            with pytest.MonkeyPatch.context() as patch:
                _Steps(patch, at, lambda: os._exit(9))
                batch(root, out, part_size=2, workers=1)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9
        summary = batch(root, out, part_size=2, workers=1)
        assert (summary.n_done, len(summary.failures)) == (3, 1)
        assert bytes_of(out) == expected, at


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.usefixtures("quick")
def test_a_full_disk_stops_the_run_and_spoils_nothing(make: Maker, tmp_path: Path, name: str) -> None:
    root = make("a.txt", "b/c.txt", "d.txt")
    plain = tmp_path / "plain" / name
    plain.parent.mkdir()
    n_steps = _steps_of(root, plain)

    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for at in range(1, n_steps + 1, 4):
        out = tmp_path / str(at) / name
        out.parent.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            _Steps(patch, at, full)
            assert _codes(root, out) == {"unwritable"}, at
        summary = batch(root, out, part_size=2, workers=1)
        assert (summary.n_done, summary.failures) == (3, ())
        assert bytes_of(out) == bytes_of(plain), at


def _codes(root: Path, out: Path) -> set[str]:
    """What a run says: that of the outputs that it could not write, or of its own end."""
    try:
        return {one.error.code for one in batch(root, out, part_size=2, workers=1).failures}
    except NoticeParserError as error:
        return {error.code}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, with room for next to nothing."""
    place = tmp_path / "disk"
    place.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root of a Linux can mount a disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize("name", [*OUTPUTS, "out.duckdb", "out.sqlite", "out.xlsx"])
@pytest.mark.usefixtures("quick")
def test_a_disk_that_is_full(small_disk: Path, tmp_path: Path, name: str) -> None:
    root = tmp_path / "公文"
    root.mkdir()
    for number in range(30):  # text that does not pack
        (root / f"{number:02}.txt").write_text(random.Random(number).randbytes(4000).hex(), encoding="ascii")
    plain = tmp_path / name
    batch(root, plain, part_size=2, workers=1)
    n_full = 0
    for size in (96, 160, 256, 384, 512, 768, 1024, 16384):  # KB: full while planning, at a part, at the output, at the report
        subprocess.run(["mount", "-o", f"remount,size={size}k", str(small_disk)], check=True)
        codes = _codes(root, small_disk / name)
        assert codes <= {"unwritable"}, size
        n_full += bool(codes)
    assert n_full > 2
    assert not codes
    assert bytes_of(small_disk / name) == bytes_of(plain) or name.endswith(".duckdb")
    assert batch(root, small_disk / name, part_size=2, workers=1).n_parsed == 0
