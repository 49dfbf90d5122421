"""The service over real sockets: what it answers, what it refuses, and that nothing it is sent can hang it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import NOTICE, ROOT
from serving import Service, started

import notice_parser
from notice_parser import model
from notice_parser.emit.offsets import LISTS, SPANS, in_utf16
from notice_parser.serve import Settings

BULLETIN = ROOT / "corpus" / "a09_hotline_bulletin" / "notice.txt"
SLOW = "慢" * 50  # the notice that the worker below sleeps on


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with started(max_bytes=200_000) as one:
        yield one


def form(data: bytes, name: str = "通知.txt", field: str = "file") -> tuple[bytes, str]:
    """The body of a form with one file, and its content type."""
    head = f'--edge\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
    return head.encode() + data + b"\r\n--edge--\r\n", "multipart/form-data; boundary=edge"


def test_it_gives_what_the_library_gives(service: Service) -> None:
    data = BULLETIN.read_bytes()
    notice = notice_parser.parse(data, name="a.txt")
    got = service.ask("POST", "/v1/parse?name=a.txt", data)
    assert got.status == 200
    assert got.body.decode() == notice.to_json()
    assert got.headers["content-type"] == "application/json"
    assert got.headers["notice-offsets"] == "codepoints"
    body, kind = form(data, "a.txt")
    assert service.ask("POST", "/v1/parse", body, content_type=kind).body == got.body
    assert service.ask("POST", "/v1/audit", data).json == {key: json.loads(got.body)[key] for key in ("findings", "checks")}
    assert service.ask("POST", "/v1/tables", data).json == json.loads(got.body)["tables"]
    page = service.ask("POST", "/view?lang=en", body, content_type=kind)
    assert page.body.decode() == notice.to_html("en")
    assert page.headers["content-type"].startswith("text/html")


def test_spans_in_utf16(service: Service) -> None:
    text = "关于𠮷河供水的通知\n　　全市检查𠮷河水库36座，其中𠮷山7座。\n"
    data = service.ask("POST", "/v1/parse?offsets=utf16", text.encode()).json
    units = data["text"].encode("utf-16-le")
    plain = notice_parser.parse_text(text).to_dict()
    assert len(data["statistics"]) == 2
    for one, other in zip(data["statistics"], plain["statistics"], strict=True):
        start, end = one["quantity_span"]
        assert units[2 * start : 2 * end].decode("utf-16-le") == one["quantity"] == other["quantity"]
        assert one["quantity_span"] != other["quantity_span"]
    assert data["pages"] == [[0, len(units) // 2]]
    bad = service.ask("POST", "/v1/parse?offsets=bytes", text.encode())
    assert (bad.status, bad.code) == (400, "bad_request")


def test_every_span_of_the_model_is_turned() -> None:
    from typing import get_type_hints

    for name in model.__all__:
        kind = getattr(model, name)
        if isinstance(kind, type) and name != "Chunk":  # no part of a notice; its rows count rows
            for field, hint in get_type_hints(kind).items():
                if "tuple[int, int]" in str(hint) and "int, int, int" not in str(hint):
                    assert field in SPANS + LISTS, f"{name}.{field}"
    notice = notice_parser.parse(BULLETIN)
    assert in_utf16(notice) == notice


def test_the_description_is_openapi(service: Service) -> None:
    from openapi_spec_validator import validate

    described = service.ask("GET", "/openapi.json").json
    validate(described)
    assert set(described["paths"]) == {"/v1/parse", "/v1/tables", "/v1/audit"}
    assert "#/$defs" not in json.dumps(described)


REFUSED: list[tuple[str, str, bytes | None, dict[str, str], int, str | None]] = [
    ("GET", "/", None, {"host": "evil.example:8765"}, 421, "bad_host"),
    ("GET", "/", None, {"host": ""}, 421, "bad_host"),
    ("POST", "/v1/parse", b"x", {"host": "127.0.0.1.evil.example"}, 421, "bad_host"),
    ("POST", "/v1/parse", b"x", {"origin": "https://evil.example"}, 403, "bad_origin"),
    ("POST", "/v1/parse", b"x", {"origin": "null"}, 403, "bad_origin"),
    ("POST", "/view", b"x", {"sec_fetch_site": "cross-site"}, 403, "bad_origin"),
    ("POST", "/v1/parse", b"", {}, 422, "empty_file"),
    ("POST", "/v1/parse", b"x" * 200_001, {}, 413, "body_too_large"),
    ("POST", "/v1/parse", b"\x89PNG\r\n\x1a\n\0\0\0\0", {}, 422, None),
    ("POST", "/v1/parse", b"%PDF-1.7 broken", {}, 422, None),
    ("POST", "/v1/parse", b"--edge\r\nnothing", {"content_type": "multipart/form-data; boundary=edge"}, 400, "bad_request"),
    ("POST", "/v1/parse", b"x", {"content_type": "multipart/form-data"}, 400, "bad_request"),
    ("POST", "/v1/parse", form(b"x" * 200_001)[0], {"content_type": form(b"")[1]}, 413, "body_too_large"),
    ("POST", "/v1/parse", form(b"x", field="other")[0], {"content_type": form(b"")[1]}, 400, "bad_request"),
    ("GET", "/v1/parse", None, {}, 405, "wrong_method"),
    ("GET", "/etc/passwd", None, {}, 404, "no_such_page"),
    ("GET", "/gold", None, {}, 404, "no_such_page"),
    ("PUT", "/gold/a", b"{}", {}, 404, "no_such_page"),
    ("GET", "/../../etc/passwd", None, {}, 404, "no_such_page"),
]


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "code"), REFUSED, ids=[f"{number} {one[5]}" for number, one in enumerate(REFUSED)]
)
def test_what_it_refuses(
    service: Service, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int, code: str | None
) -> None:
    got = service.ask(method, path, body, **headers)
    assert got.status == status
    said = got.json["error"]
    assert code in (None, said["code"])
    assert said["message"]
    assert said["message_en"]
    assert "/tmp" not in got.body.decode()


def test_a_name_is_no_path_and_an_address_is_not_opened(service: Service, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密" * 20, encoding="utf-8")
    for data in (str(secret).encode(), secret.as_uri().encode(), b"http://127.0.0.1:9/"):
        got = service.ask("POST", f"/v1/parse?name={secret}", data)
        assert "秘密" not in got.body.decode()
        assert got.json["text"] == data.decode()
        assert got.json["source"]["name"] == "secret.txt"
        assert got.json["source"]["path"] is None


def test_every_answer_has_its_guards(service: Service) -> None:
    for got in (service.ask("GET", "/"), service.ask("POST", "/v1/parse", NOTICE.encode()), service.ask("GET", "/nothing")):
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["referrer-policy"] == "same-origin"
        assert got.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in got.headers["content-security-policy"]
        assert "access-control-allow-origin" not in got.headers
        assert "server" not in got.headers
    assert service.ask("GET", "/", host=f"localhost:{service.port}").status == 200
    assert service.ask("GET", "/", host=f"[::1]:{service.port}").status == 200
    assert service.ask("POST", "/v1/parse", NOTICE.encode(), origin=service.address).status == 200


def test_names_that_are_allowed() -> None:
    assert Settings().allowed == {"localhost", "127.0.0.1", "::1"}
    assert Settings(host="0.0.0.0", names=("Archive.example",)).allowed == {"localhost", "127.0.0.1", "::1", "archive.example"}
    assert "10.0.0.7" in Settings(host="10.0.0.7").allowed


def test_a_file_that_hangs_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys_jobs(), "parse", sleepy)
    with started(time_limit=3.0, workers=1, waiting=1) as service:  # in which all three have been asked
        answers: list[Any] = []
        threads = [threading.Thread(target=lambda: answers.append(service.ask("POST", "/v1/parse", SLOW.encode()))) for _ in range(3)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert sorted(one.code for one in answers) == ["busy", "timed_out", "timed_out"]
        assert sorted(one.status for one in answers) == [503, 504, 504]
        died = service.ask("POST", "/v1/parse", b"crash")
        assert (died.status, died.code) == (500, "worker")
        after = service.ask("POST", "/v1/parse", b"fine")
        assert (after.status, after.body) == (200, b'"awake"')


def sys_jobs() -> dict[str, Any]:
    from notice_parser.serve import work

    return work.JOBS


def sleepy(data: bytes, *_: object) -> bytes:
    """A job that sleeps on one file, dies of another, and is done with all others."""
    import os
    import time

    if data == SLOW.encode():
        time.sleep(60)
    if data == b"crash":
        os._exit(3)
    return b'"awake"'


def test_a_missing_library_and_a_taken_port_are_told(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    got = run("serve", "--port", str(service.port), "--lang", "en")
    assert got.code == 1
    assert "--port" in got.err
    monkeypatch.setitem(__import__("sys").modules, "uvicorn", None)
    got = run("serve", "--port", "0", "--lang", "en")
    assert got.code == 1
    assert "pip install 'notice-parser[serve]'" in got.err


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Cases: one of the corpus without gold, one with; and what is none."""
    root = tmp_path / "cases"
    for name in ("甲 案", "b"):
        (root / name).mkdir(parents=True)
        (root / name / "notice.txt").write_bytes(BULLETIN.read_bytes())
    (root / "b" / "gold.json").write_text('{"kind": "函"}', encoding="utf-8")
    (root / "empty").mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "notice.txt").write_text("外面", encoding="utf-8")
    (root / "link").symlink_to(outside, target_is_directory=True)
    return root


def test_gold_is_saved_into_its_folder_alone(folder: Path, run: Callable[..., Any]) -> None:
    with started(gold=folder) as service:
        listed = service.ask("GET", "/gold").body.decode()
        assert "甲 案" in listed
        assert ">link<" not in listed
        assert ">empty<" not in listed
        page = service.ask("GET", "/gold/%E7%94%B2%20%E6%A1%88").body.decode()
        assert "connect-src 'self'" in page
        for name in ("link", "empty", "..", "%2e%2e%2foutside", "none"):
            got = service.ask("PUT", f"/gold/{name}", b"{}", content_type="application/json")
            assert got.status == 404, name
        for body, kind in ((b"[]", "application/json"), (b"{", "application/json"), (b'{"statistics": [1]}', "application/json")):
            got = service.ask("PUT", "/gold/b", body, content_type=kind)
            assert (got.status, got.code) == (422, "bad_gold")
        assert service.ask("PUT", "/gold/b", b"{}", content_type="text/plain").status == 400
        assert service.ask("PUT", "/gold/b", b"{}", content_type="application/json", origin="http://evil.example").status == 403
        assert (folder / "b" / "gold.json").read_text(encoding="utf-8") == '{"kind": "函"}'
        got = service.ask("PUT", "/gold/b", '{"kind": "通报", "date": "2023-07-07"}'.encode(), content_type="application/json")
        assert got.status == 200
        assert got.json["fields"]["kind"] == {"tp": 1, "fp": 0, "fn": 0}
        assert [line.split(" ")[0] for line in got.json["errors"]] == ["date", "date"]
    saved = (folder / "b" / "gold.json").read_text(encoding="utf-8")
    assert saved == '{\n "kind": "通报",\n "date": "2023-07-07"\n}\n'
    assert not list((folder.parent / "outside").glob("gold*"))
    (folder / "link").unlink()
    (folder / "empty").rmdir()
    assert run("score", folder / "b").code == 0


def test_annotate_writes_a_draft_that_score_takes(run: Callable[..., Any], tmp_path: Path) -> None:
    for path in sorted((ROOT / "corpus").glob("[ac]0*/notice.*")):
        named = tmp_path / f"{path.parent.name}{path.suffix}"
        named.write_bytes(path.read_bytes())
        got = run("annotate", named, "-o", tmp_path / "cases")
        assert got.code == 0, got.err
    got = run("score", tmp_path / "cases", "--json")
    report = json.loads(got.out)
    assert len(report["fields"]) > 15
    assert {name: one for name, one in report["fields"].items() if one["fp"] or one["fn"]} == {}
    again = run("annotate", named, "-o", tmp_path / "cases")
    assert again.code == 1
    assert "--force" in again.err
    assert run("annotate", named, "-o", tmp_path / "cases", "--force").code == 0
