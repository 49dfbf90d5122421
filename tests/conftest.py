"""What tests share: an invented notice, and the command run in this process."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from notice_parser import model
from notice_parser.cli import main

ROOT = Path(__file__).resolve().parent.parent
# the same examples on every machine, however slow it is
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
REWRITTEN = pytest.StashKey[list[str]]()

NOTICE = """岚川市人民政府办公室文件

岚政办发〔2023〕12号

岚川市人民政府办公室关于做好汛期值守工作的通知

各镇人民政府，市政府各部门：
　　根据《青岚省防汛条例》，现将有关事项通知如下。
　　一、总体要求
　　各单位要于2023年5月10日前完成检查，全市共检查水库36座。
　　二、工作安排
　　（一）加强领导。各单位主要负责人为第一责任人。

　　附件：1.值守安排表
　　　　　2.联络员名单

岚川市人民政府办公室
2023年4月25日
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden``: what ``poe golden`` gives."""
    parser.addoption("--update-golden", action="store_true", help="rewrite expected.json of the corpus with what the parser prints")


def pytest_configure(config: pytest.Config) -> None:
    """Refuses to rewrite in CI, where nobody would read the diff and every run would agree with itself."""
    config.stash[REWRITTEN] = []
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden was left on: expected.json is rewritten at a desk, and its diff read there")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tells which expected files were rewritten, and by how many lines."""
    if config.getoption("--update-golden"):
        lines = config.stash[REWRITTEN] or ["no expected.json has changed"]
        terminalreporter.section("golden")
        for line in sorted(lines):
            terminalreporter.write_line(line)


class Run(NamedTuple):
    """What a command gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Runs ``notice-parser`` with these arguments, in Chinese."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)

    def call(*arguments: str | Path) -> Run:
        capfdbinary.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Run(code, out.decode("utf-8"), err.decode("utf-8"))

    return call


@pytest.fixture
def notice_file(tmp_path: Path) -> Path:
    """A notice in a file."""
    path = tmp_path / "关于汛期值守的通知.txt"
    path.write_bytes(NOTICE.encode("utf-8"))
    return path


@pytest.fixture
def full_notice() -> model.Notice:
    """A notice made by hand, with figures, a table, a finding: what no stage need have read."""
    text = "岚川市水务局关于值守的通知\n一、总体要求\n1. 检查*水库*36座，增长3.20%。\n（一）加强领导。各镇负责。"
    heading = text.index("一、")
    run_in = text.index("（一）")
    quantity = text.index("36座")
    return model.Notice(
        id="0" * 64,
        producer=model.Producer(version="0", rules="r", options={}, backends={}),
        source=model.Source(name="a.txt", media_type="text/plain", n_bytes=1, loader="plain"),
        document_class=model.DocumentClass(text="notice", rule="document_class.test"),
        text=text,
        pages=((0, len(text)),),
        title=model.Title(text="岚川市水务局关于值守的通知", raw=text[:13], span=(0, 13), rule="title.test"),
        issuers=(model.Issuer(name="岚川市水务局", raw="岚川市水务局", evidence="title", span=(0, 6), rule="issuers.test"),),
        attachments=(
            model.Attachment(number="1", title="值守|安排表", raw="x", span=None, rule="attachments.test"),
            model.Attachment(number=None, title="名单", raw="x", span=None, rule="attachments.test"),
        ),
        sections=(
            model.Section(
                marker="一、",
                title="总体要求",
                level=1,
                span=(heading, len(text)),
                heading_span=(heading, heading + 6),
                rule="outline.test",
                children=(
                    model.Section(
                        marker="（一）",
                        title="加强领导。",
                        level=2,
                        span=(run_in, len(text)),
                        heading_span=(run_in, run_in + 8),
                        rule="outline.test",
                    ),
                ),
            ),
        ),
        statistics=(
            model.Statistic(
                id="s1",
                key="k",
                raw="36座",
                span=(quantity, quantity + 3),
                quantity="36座",
                quantity_span=(quantity, quantity + 3),
                value=Decimal("3.6E+1"),
                unit="座",
                precision=Decimal("1E+0"),
                qualifier="exact",
                subject=None,
                indicator="水库",
                period=None,
                measure="count",
                rule="statistics.test",
            ),
        ),
        tables=(
            model.Table(
                id="t1",
                kind="data",
                caption=None,
                attachment="1",
                unit="件",
                columns=(model.Column(path=("件数",), name="件数", type="decimal", role="measure"),),
                rows=((Decimal("1E+3"),), (Decimal("99.90"),), (None,), ("2023-04-25",), (Decimal("0.0000001"),)),
                raw=(("1000",), ("99.90",), ("",), ("2023-04-25",), ("0.0000001",)),
                parts=(
                    model.TablePart(
                        page=None, bbox=(Decimal("0.5"), Decimal(0), Decimal(10), Decimal(20)), span=None, method="tsv", confidence=None
                    ),
                ),
            ),
        ),
        findings=(
            model.Finding(
                rule="ratio",
                severity="info",
                message="3.20% 与 3.2% 相符",
                stated=Decimal("3.20"),
                computed=Decimal("-1E-7"),
                difference=None,
                tolerance=Decimal("12345678901234567890.5"),
                evidence=(model.Evidence(statistic="s1"),),
            ),
        ),
        review=model.Review(level="none", codes=()),
    )
