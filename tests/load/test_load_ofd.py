"""OFD beyond its text: pages that are images, annotations, stamps, content drawn by reference."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from io import BytesIO
from typing import Any

import pytest
from builders import BODY, NUMBER, TITLE, ofd, zipped

from notice_parser import LoadError, Options, parse
from notice_parser.load import load
from notice_parser.load.source import Paragraph

pytest.importorskip("lxml")

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@pytest.fixture(scope="module")
def drawn() -> Any:
    """What draws pages; their images are recognised."""
    pytest.importorskip("faster_paddle", reason="no OCR: pip install 'notice-parser[ocr]'")
    module = pytest.importorskip("page_picture")
    if module.FONT is None:
        pytest.skip("no font with Han characters on this machine")
    return module


def changed(package: bytes, members: Mapping[str, str | bytes], **replaced: tuple[str, str]) -> bytes:
    """The OFD with more members, and in its ``document``, ``root`` and ``page`` one text in the place of another."""
    with zipfile.ZipFile(BytesIO(package)) as made:
        all_: dict[str, str | bytes] = {name: made.read(name) for name in made.namelist()}
    places = {"document": "Doc_0/Document.xml", "root": "OFD.xml", "page": "Doc_0/Pages/Page_0/Content.xml"}
    for key, (old, new) in replaced.items():
        content = all_[places[key]]
        text = content.decode() if isinstance(content, bytes) else content
        assert old in text
        all_[places[key]] = text.replace(old, new)
    return zipped({**all_, **members})


def with_images(images: Mapping[str, bytes], objects: str, text: str = "") -> bytes:
    """An OFD of one page with these images, drawn by the objects, and a line of text."""
    listed = "".join(
        f'<ofd:MultiMedia ID="{10 + n}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'
        for n, name in enumerate(images)
    )
    resources = f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias>{listed}</ofd:MultiMedias></ofd:Res>'
    members: dict[str, str | bytes] = {"Doc_0/DocumentRes.xml": resources, **{f"Doc_0/Res/{name}": data for name, data in images.items()}}
    named = ("<ofd:PageArea>", "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:PageArea>")
    lines = [(30.0, 20.0, text)] if text else []
    return changed(ofd(lines), members, document=named, page=("</ofd:Layer>", f"{objects}</ofd:Layer>"))


def lines_of(data: bytes) -> list[str]:
    return [block.text for block in load(data).blocks if isinstance(block, Paragraph) and block.text.strip()]


@pytest.mark.parametrize(
    "boundary",
    ['Boundary="0 0 210 297" CTM="210 0 0 297 0 0"', 'Boundary="0 0 210 297"', 'Boundary="0 0 210 297" CTM="0 297 -210 0 210 0"'],
)
def test_a_page_that_is_an_image_is_recognised(drawn: Any, boundary: str) -> None:
    page = drawn.draw_lines((TITLE, "各县（市、区）水务局：", BODY[:12]))
    if "-210" in boundary:  # stored lying on its side, and set upright by the page
        page = page.rotate(90, expand=True)
    data = with_images({"a.jpg": drawn.saved(page, "JPEG")}, f'<ofd:ImageObject {boundary} ResourceID="10"/>')
    notice = parse(data)
    assert notice.title is not None
    assert notice.title.text == TITLE
    assert notice.source.ocr
    assert {d.code for d in notice.diagnostics} >= {"ocr.pages"}
    assert "faster-paddle" in notice.producer.backends


def test_scans_are_left_alone_where_that_is_asked_or_needs_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    data = with_images({"a.png": b"\x89PNG\r\n\x1a\n"}, '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="10"/>')
    assert [d.code for d in load(data, options=Options(ocr="never")).diagnostics] == ["pdf.image_only"]
    real = find_spec
    monkeypatch.setattr("notice_parser.load.formats.find_spec", lambda name: None if name in ("faster_paddle", "rapidocr") else real(name))
    with pytest.raises(LoadError) as caught:
        load(data)
    assert caught.value.code == "missing_extra"
    assert 'pip install "notice-parser[ocr]"' in caught.value.render()


def test_an_image_that_cannot_be_read_is_told() -> None:
    pytest.importorskip("faster_paddle", reason="no OCR: pip install 'notice-parser[ocr]'")
    data = with_images({"a.png": b"\x89PNG\r\n\x1a\nbroken"}, '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="10"/>')
    codes = {d.code for d in load(data).diagnostics}
    assert codes >= {"ocr.failed", "pdf.image_only"}
    assert "ocr.failed" not in {
        d.code for d in load(with_images({}, '<ofd:ImageObject Boundary="0 0 9 9" ResourceID="7"/>', BODY)).diagnostics
    }


@pytest.mark.parametrize(("name", "form"), [("a.jb2", "sequential"), ("a.jb2", "bare"), ("a.dat", "random")])
def test_a_page_that_is_a_jbig2_image_is_recognised(drawn: Any, name: str, form: str) -> None:
    from jbig2_writer import jbig2

    page = drawn.draw_lines((TITLE, "各县（市、区）水务局：", BODY[:12]))
    data = with_images({name: jbig2(page, form)}, '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="10"/>')
    notice = parse(data)
    assert notice.title is not None
    assert notice.title.text == TITLE


def der(kind: int, content: bytes) -> bytes:
    size = len(content)
    return bytes([kind]) + (bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")) + content


def seal(name: str) -> bytes:
    """A seal as GB/T 38540 has it: head, number, properties, picture; then what signs it."""
    head = der(0x30, der(0x16, b"ES") + der(0x02, b"\x04") + der(0x16, b"MAKER"))
    properties = der(0x30, der(0x02, b"\x01") + der(0x0C, name.encode()) + der(0x02, b"\x01"))
    picture = der(0x30, der(0x16, b"png") + der(0x04, b"\x89PNG" + bytes(300)))
    return der(0x30, der(0x30, head + der(0x16, b"0001") + properties + picture) + der(0x04, bytes(40)))


@pytest.mark.parametrize("where", ["seal", "value", "neither", "broken"])
def test_seals_are_named_where_they_have_names(where: str) -> None:
    named = seal("岚川市水务局")
    content = {"seal": named, "value": der(0x30, der(0x30, der(0x02, b"\x04") + named)), "neither": seal(""), "broken": named[:40]}[where]
    file = "<ofd:SignedInfo><ofd:Seal><ofd:BaseLoc>S.esl</ofd:BaseLoc></ofd:Seal>{}</ofd:SignedInfo>"
    file = "<ofd:SignedInfo>{}</ofd:SignedInfo><ofd:SignedValue>S.esl</ofd:SignedValue>" if where == "value" else file
    signature = file.format('<ofd:StampAnnot PageRef="1" Boundary="1 1 40 40"/>')
    members: dict[str, str | bytes] = {
        "Doc_0/Signs/Signatures.xml": f'<ofd:Signatures {NS}><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>',
        "Doc_0/Signs/Sign_0/Signature.xml": f"<ofd:Signature {NS}>{signature}</ofd:Signature>",
        "Doc_0/Signs/Sign_0/S.esl": content,
    }
    listed = ("</ofd:DocBody>", "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>")
    said = {d.code: d.params for d in load(changed(ofd([(30.0, 24.0, TITLE)]), members, root=listed)).diagnostics}
    assert said["ocr.stamp"] == {"page": 1, "count": 1}
    assert said.get("source.seal") == ({"page": 1, "name": "岚川市水务局"} if where in ("seal", "value") else None)


def test_annotations_are_read_and_stamps_counted() -> None:
    def note(kind: str, text: str, y: int) -> str:
        words = f'<ofd:TextObject Boundary="0 0 150 6" Size="5.6"><ofd:TextCode X="0" Y="4.8">{text}</ofd:TextCode></ofd:TextObject>'
        return f'<ofd:Annot Type="{kind}"><ofd:Appearance Boundary="30 {y} 150 6">{words if text else ""}</ofd:Appearance></ofd:Annot>'

    notes = note("Stamp", NUMBER, 14) + note("Watermark", "内部资料", 80) + note("Stamp", "", 100) + note("Link", "网址", 120)
    annotations = f'<ofd:Annotations {NS}><ofd:Page PageID="1"><ofd:FileLoc>Page_0/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    members = {
        "Doc_0/Annots/Annotations.xml": annotations,
        "Doc_0/Annots/Page_0/A.xml": f"<ofd:PageAnnot {NS}>{notes}</ofd:PageAnnot>",
        "Doc_0/Signs/Signatures.xml": f'<ofd:Signatures {NS}><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>',
        "Doc_0/Signs/Sign_0/Signature.xml": f'<ofd:Signature {NS}><ofd:StampAnnot PageRef="1" Boundary="1 1 40 40"/></ofd:Signature>',
    }
    data = changed(
        ofd([(30.0, 24.0, TITLE)]),
        members,
        document=("</ofd:Document>", "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>"),
        root=("</ofd:DocBody>", "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>"),
    )
    assert lines_of(data) == [NUMBER, TITLE]
    assert [d.params for d in load(data).diagnostics if d.code == "ocr.stamp"] == [{"page": 1, "count": 2}]


def test_content_drawn_by_reference_stands_where_it_is_set() -> None:
    words = '<ofd:TextObject Boundary="10 20 150 6" Size="5.6"><ofd:TextCode X="0" Y="4.8">{}</ofd:TextCode></ofd:TextObject>'
    inner = '<ofd:CompositeObject Boundary="0 0 200 200" CTM="1 0 0 1 0 10" ResourceID="22"/>'
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{key}" Width="200" Height="200"><ofd:Content>{content}</ofd:Content></ofd:CompositeGraphicUnit>'
        for key, content in (("21", words.format(TITLE) + inner), ("22", words.format("第二行") + inner))  # the second holds itself
    )
    data = changed(
        ofd([(30.0, 200.0, BODY)]),
        {"Doc_0/PublicRes.xml": f"<ofd:Res {NS}><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"},
        document=("<ofd:PageArea>", "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:PageArea>"),
        page=("<ofd:Layer>", '<ofd:Layer><ofd:CompositeObject Boundary="20 20 200 200" ResourceID="21"/>'),
    )
    found = lines_of(data)
    assert found[0] == TITLE
    assert found.count("第二行") < 10
    assert found.index("第二行") < found.index(BODY)


def two_halves() -> bytes:
    """A PNG of which the upper half is black, the lower one white."""
    image = pytest.importorskip("PIL.Image")
    made = image.new("L", (40, 400), "white")
    made.paste(0, (0, 0, 40, 200))
    out = BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


def drawn_page(*matrices: str) -> Any:
    """A page as it is drawn for recognition, with an image of two halves on it by each matrix."""
    pytest.importorskip("PIL")
    from notice_parser.load.ofd_images import OfdImages
    from notice_parser.load.ofd_parts import Drawn, Resource, matrix_of
    from notice_parser.load.package import Package

    package = Package(zipped({"a.png": two_halves()}), "OFD", None)
    images = [Drawn(Resource("a.png"), found) for one in matrices if (found := matrix_of(one))]
    read = OfdImages(package, {0: (images, (210.0, 297.0))}).draw(0)
    assert read is not None
    return read[0].convert("L")


@pytest.mark.parametrize(
    ("matrix", "dark"),
    [
        ("210 0 0 297 0 0", 0.5),
        ("210 0 0 5940 0 0", 1.0),  # most of it beyond the foot of the page
        ("210 0 0 99000 0 -49351.5", 0.5),
        ("99000 0 0 297 -40000 0", 0.5),
    ],
)
def test_of_an_image_that_reaches_beyond_the_page_only_what_is_on_it_is_drawn(
    monkeypatch: pytest.MonkeyPatch, matrix: str, dark: float
) -> None:
    image = pytest.importorskip("PIL.Image")
    made: list[tuple[int, int]] = []
    for name in ("resize", "transform"):
        real = getattr(image.Image, name)

        def watched(self: Any, size: tuple[int, int], *rest: Any, real: Any = real, **more: Any) -> Any:
            assert max(size) <= 6000
            made.append(size)
            return real(self, size, *rest, **more)

        monkeypatch.setattr(image.Image, name, watched)
    shares = drawn_page(matrix).histogram()
    assert made
    assert sum(shares[:128]) / sum(shares) == pytest.approx(dark, abs=0.02)


def test_an_image_that_lies_on_no_page_is_not_drawn() -> None:
    assert drawn_page("0 0 0 0 0 0", "210 0 0 297 500 0").getextrema() == (255, 255)
    great = 'Boundary="0 0 210 297" CTM="999999999999e99 0 0 999999999999e99 0 0"'
    inner = (f'<ofd:CompositeObject {great} ResourceID="22"/>', f'<ofd:ImageObject {great} ResourceID="10"/>')
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{key}"><ofd:Content>{one}</ofd:Content></ofd:CompositeGraphicUnit>'
        for key, one in zip(("21", "22"), inner, strict=True)
    )
    data = changed(
        with_images({"a.png": two_halves()}, f'<ofd:CompositeObject {great} ResourceID="21"/>'),
        {"Doc_0/PublicRes.xml": f"<ofd:Res {NS}><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"},
        document=("<ofd:PageArea>", "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:PageArea>"),
    )
    assert [one.code for one in load(data).diagnostics] == ["pdf.image_only"]


def test_images_without_end_are_told_of_their_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("faster_paddle", reason="no OCR: pip install 'notice-parser[ocr]'")
    whole = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="10"/>'
    many = load(with_images({"a.png": two_halves()}, whole * 501))
    assert {"ocr.failed", "pdf.image_only"} <= {one.code for one in many.diagnostics}
    monkeypatch.setattr("notice_parser.load.ofd_images._MOST_PIXELS", 40_000)
    assert drawn_page(*["210 0 0 297 0 0"] * 2) is not None
    with pytest.raises(ValueError, match="40000 pixels"):
        drawn_page(*["210 0 0 297 0 0"] * 3)


def set_text(text: str, boundary: str = "20 20 180 10", *, size: float = 5, inner: str = "", **attributes: object) -> str:
    """A text object; ``inner`` stands before its text, ``attributes`` are its own but for DeltaX and DeltaY, which are the text's."""
    told = "".join(f' {name}="{value}"' for name, value in attributes.items() if not name.startswith("Delta"))
    steps = "".join(f' {name}="{value}"' for name, value in attributes.items() if name.startswith("Delta"))
    code = f'<ofd:TextCode X="0" Y="{size * 0.88}"{steps}>{text}</ofd:TextCode>' if text else ""
    return f'<ofd:TextObject Boundary="{boundary}" Size="{size}"{told}>{inner}{code}</ofd:TextObject>'


def one_page(*objects: str) -> bytes:
    """An OFD of one page of these objects."""
    whole = zipfile.ZipFile(BytesIO(ofd([])))
    members = {name: whole.read(name).decode() for name in whole.namelist()}
    members["Doc_0/Pages/Page_0/Content.xml"] = members["Doc_0/Pages/Page_0/Content.xml"].replace(
        "<ofd:Layer>", "<ofd:Layer>" + "".join(objects)
    )
    return zipped(members)


@pytest.mark.parametrize(
    ("objects", "turn"),
    [
        (("20 20 9 60", "0 1 -1 0 0 0", "11 20 9 60", "0 1 -1 0 0 0"), 270),
        (("150 20 9 60", "-1 0 0 -1 0 0", "150 10 9 60", "-1 0 0 -1 0 0"), 180),
        (("20 80 9 60", "0 -1 1 0 0 0", "29 80 9 60", "0 -1 1 0 0 0"), 90),
    ],
)
def test_a_page_that_is_turned_is_read_as_its_text_runs(objects: tuple[str, ...], turn: int) -> None:
    first, ctm, second, _ = objects
    page = one_page(
        set_text("全市共受理36件", first, CTM=ctm, DeltaX="g 5 5 2.5 2.5"),
        set_text("其中云坪区12件", second, CTM=ctm, DeltaX="g 5 5 2.5 2.5"),
    )
    read = load(page)
    assert [block.text for block in read.blocks if isinstance(block, Paragraph)] == ["全市共受理36件", "其中云坪区12件"]
    assert read.sheets[0].turn == turn


def test_what_stands_upside_down_on_a_page_is_counted() -> None:
    page = one_page(set_text("全市共受理36件"), set_text("12件", "150 60 60 9", CTM="-1 0 0 -1 0 0"))
    assert [d.params for d in parse(page).diagnostics if d.code == "pdf.aside"] == [{"page": 1, "count": 3}]


def test_a_page_that_has_nothing_but_turned_glyphs_without_characters_is_told() -> None:
    turned = set_text("\ue000\ue001", "20 20 9 60", CTM="0 1 -1 0 0 0", DeltaX="5")
    assert [d.params for d in load(one_page(turned)).diagnostics if d.code == "pdf.unreadable"] == [{"page": 1, "count": 2}]
    off = set_text("通报", "90000000 20 9 60", CTM="0 1 -1 0 0 0", DeltaX="5")
    assert [block.text for block in load(one_page(off, set_text("共受理36件"))).blocks if isinstance(block, Paragraph)] == ["共受理36件"]


def test_what_leans_over_is_italic_and_what_stands_at_an_angle_a_watermark() -> None:
    page = one_page(
        set_text("全市共受理36件", CTM="1 0 -0.25 1 0 0", DeltaX="g 5 5 2.5 2.5"),
        set_text("内部资料", "20 60 80 80", CTM="0.8 0.6 -0.6 0.8 0 0"),
        set_text("请注意保管本文件不得外传任何人", "190 20 9 100", DeltaX="g 20 0", DeltaY="g 20 5"),
    )
    notice = parse(page)
    assert notice.text == "全市共受理36件"
    assert [(d.code, d.params.get("count")) for d in notice.diagnostics if d.code.startswith("pdf")] == [("pdf.aside", 19)]


def test_a_gap_within_one_object_parts_two_figures() -> None:
    notice = parse(one_page(set_text("云坪区5503012001", DeltaX="5 5 9 2.5 2.5 2.5 2.5 4.2 2.5 2.5 2.5 2.5")))
    assert notice.text == "云坪区55030 12001"
    assert parse(one_page(set_text("共受理55030件", DeltaX="5 5 5 3.1 3.1 3.1 3.1 3.1"))).text == "共受理55030件"  # letters set apart


@pytest.mark.parametrize("text", ["", " ", "¤¤¤"])
def test_glyphs_for_which_no_character_stands_are_counted(text: str) -> None:
    glyphs = '<ofd:CGTransform CodePosition="0" CodeCount="3" GlyphCount="3"><ofd:Glyphs>11 12 13</ofd:Glyphs></ofd:CGTransform>'
    notice = parse(one_page(set_text(text, inner=glyphs), set_text("共受理36件", "20 40 100 10")))
    assert notice.text == "共受理36件"
    assert [d.params for d in notice.diagnostics if d.code == "pdf.unreadable"] == [{"page": 1, "count": 3}]


def test_pages_of_one_line_are_no_running_heads_and_documents_follow_each_other() -> None:
    whole = zipfile.ZipFile(BytesIO(one_page(set_text("甲镇受理36件"))))
    members = {name: whole.read(name).decode() for name in whole.namelist()}
    second = {
        name.replace("Doc_0", "Doc_1"): text.replace("甲镇受理36件", "乙镇受理48件") for name, text in members.items() if "Doc_0" in name
    }
    root = "</ofd:DocBody><ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody>"
    members["OFD.xml"] = members["OFD.xml"].replace("</ofd:DocBody>", root)
    assert parse(zipped(members | second)).text == "甲镇受理36件\n乙镇受理48件"
