"""The order of imports: no module sees a later one, no stage another stage, but for its types."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator
from functools import cache

import pytest
from conftest import ROOT

PACKAGE = ROOT / "notice_parser"
MODULES = sorted(path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in PACKAGE.rglob("*.py"))

STAGES = ("load", "layout", "extract", "tables", "link", "audit")
LAYERS = (
    ("model", "errors", "options", "diagnostics", "resources", "version"),
    ("text",),
    ("grammar",),
    STAGES,
    ("pipeline",),
    ("batch", "score", "serve", "cli", "loaders", "__main__", "__init__"),
)
RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}
STAGE_TYPES = ("load.source", "layout.document", "extract.facts", "extract.statistics.draft")
# imported inside a function, when it is called: a notice prints itself, an error marks its place, a DOCX may hold a DOCX,
# and what lies beside a page is named by its frames
DEFERRED = {("model", f"emit.{name}") for name in ("json", "locate", "markdown", "html", "frame", "chunks")} | {
    ("errors", "text.width"),
    ("load.docx_inset", "load.docx"),
    ("load.beside", "load.html_frames"),
}


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse((ROOT / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8"))


def imports_of(module: str) -> Iterator[str]:
    """What ``module`` imports of ours, as paths below the package: ``layout.document``, ``model``."""
    known = set(MODULES)
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            names = []
            for alias in node.names:  # a module of the package, or a name in it
                full = f"{node.module}.{alias.name}"
                is_module = full in known or f"{full}.__init__" in known
                names.append(full if is_module else str(node.module))
        else:
            continue
        yield from (name.removeprefix("notice_parser.") for name in names if name.startswith("notice_parser."))


def fault(module: str, imported: str) -> str | None:
    """Why ``module`` may not import ``imported``, both below the package; null if it may."""
    part, target = module.split(".")[0], imported.split(".")[0]
    if (module, imported) in DEFERRED or part == target:
        return None
    if part == "emit":
        return (
            None
            if imported in ("model", "errors", "diagnostics")
            else "emit sees only the model, the errors and the wording of diagnostics"
        )
    if target == "emit":
        return None if RANK[part] > RANK["load"] else "only what comes after the stages prints"
    if RANK[target] > RANK[part]:
        return "a later layer"
    if part in STAGES and target in STAGES and imported not in STAGE_TYPES:
        return "another stage, and not its types"
    return None


@pytest.mark.parametrize("module", MODULES)
def test_imports(module: str) -> None:
    below = module.removeprefix("notice_parser.").removesuffix(".__init__")
    for imported in imports_of(module):
        reason = fault(below, imported)
        assert reason is None, f"{module} imports notice_parser.{imported}: {reason}"


def test_no_module_sees_itself_again() -> None:
    below = {module: module.removeprefix("notice_parser.").removesuffix(".__init__") for module in MODULES}
    seen = {name: {to for to in imports_of(module) if to != name and (name, to) not in DEFERRED} for module, name in below.items()}
    graphlib.TopologicalSorter(seen).prepare()  # an error names the circle


def test_every_part_has_a_layer() -> None:
    parts = {module.split(".")[1] for module in MODULES}
    assert parts - {"emit"} <= set(RANK)


@pytest.mark.parametrize(
    ("module", "imported", "is_fault"),
    [
        ("layout.zones", "load.source", False),
        ("layout.zones", "load", True),
        ("layout.zones", "load.plain", True),
        ("extract.title", "layout.document", False),
        ("extract.title", "layout", True),
        ("extract.title", "emit.json", True),
        ("text.width", "grammar", True),
        ("grammar.load", "text.width", False),
        ("emit.json", "model", False),
        ("emit.json", "options", True),
        ("pipeline", "layout", False),
        ("pipeline", "cli", True),
        ("model", "errors", False),
        ("model", "text.width", True),
    ],
)
def test_the_test(module: str, imported: str, is_fault: bool) -> None:
    assert (fault(module, imported) is not None) is is_fault


def test_only_one_module_imports_jieba() -> None:
    holders = [
        module
        for module in MODULES
        for node in ast.walk(tree_of(module))
        if (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "jieba" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "jieba")
    ]
    assert set(holders) <= {"notice_parser.text.segment"}
