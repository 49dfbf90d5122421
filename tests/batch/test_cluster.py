"""The engine for several machines: the same parts, the same output, whatever dies or hangs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from machinery import bytes_of, make_files, quicken

from notice_parser.batch import batch

DRIVER = """
import json, os, signal, sys, threading, time
sys.path[:0] = {paths!r}
import poison
from notice_parser.batch import batch, cluster, rules, work
work.prepare = poison.prepare
rules.in_force = lambda options: "rules 1"
cluster._SLACK = 1.0

def strike(folder):
    # kills the first worker that is seen at a notice that is slow
    while True:
        for name in os.listdir(folder) if os.path.isdir(folder) else ():
            note = work.look_at_note(os.path.dirname(folder), name.removeprefix("at-"))
            if note is not None and note.place >= 0:
                os.kill(note.pid, signal.SIGKILL)
                return
        time.sleep(0.01)

if __name__ == "__main__":
    threading.Thread(target=strike, args=({notes!r},), daemon=True).start()
    summary = batch({root!r}, {out!r}, workers=2, time_limit=3.0, engine="ray", part_size=10)
    print(json.dumps({{one.relative: one.error.code for one in summary.failures}}))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_worker_killed_and_a_task_hung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray", reason="ray is not installed")
    quicken(monkeypatch)
    poison = {
        "crash-1.txt": "crashed",
        "exit-1.txt": "crashed",
        "corrupt-1.txt": "damaged",
        "hang-1.txt": "timed_out",
        "stuck-1.txt": "timed_out",
    }
    root = make_files(tmp_path / "公文", *poison, *(f"slow-{number:03}.txt" for number in range(40)), count=60)
    out = tmp_path / "out.jsonl"
    paths = [str(ROOT), str(Path(__file__).parent)]
    script = tmp_path / "driver.py"
    script.write_text(DRIVER.format(paths=paths, root=str(root), out=str(out), notes=f"{out}.work/tmp"), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "RAY_USAGE_STATS_ENABLED": "0"}
    done = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == poison
    for name in poison:
        (root / name).unlink()
    plain = tmp_path / "plain.jsonl"
    batch(root, plain, workers=1, part_size=10)
    assert sorted(bytes_of(out)[""].splitlines()) == sorted(bytes_of(plain)[""].splitlines())
