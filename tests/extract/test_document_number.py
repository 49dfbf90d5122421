"""The notice's own number: every way of writing it, every place of it, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laid_out import laid_out

from notice_parser.extract.document_number import find_document_number
from notice_parser.extract.document_number_form import find_numbers, read_document_number
from notice_parser.grammar import Grammars, load_grammars
from notice_parser.layout.document import Document
from notice_parser.model import MetadataRow


@pytest.fixture(scope="module")
def grammars() -> Grammars:
    return load_grammars()


def row(document: Document, raw: str, value: str) -> MetadataRow:
    start = document.text.index(raw)
    span = (start, start + len(raw))
    value_span = (span[1] - len(value), span[1])
    return MetadataRow(name="文号", value=value, field="document_number", raw=raw, span=span, value_span=value_span, rule="metadata.pair")


def codes(diagnostics: tuple[object, ...]) -> list[str]:
    return [str(getattr(d, "code", None)) for d in diagnostics]


@pytest.mark.parametrize(
    ("printed", "text", "agency_code", "year", "serial"),
    [
        ("岚水发〔2013〕37号", "岚水发〔2013〕37号", "岚水发", 2013, 37),
        ("岚政办函[2014]203号", "岚政办函〔2014〕203号", "岚政办函", 2014, 203),
        ("青能综水电﹝2020﹞86号", "青能综水电〔2020〕86号", "青能综水电", 2020, 86),
        ("禾政办(2012)316号", "禾政办〔2012〕316号", "禾政办", 2012, 316),
        ("云政办函【2020】47号", "云政办函〔2020〕47号", "云政办函", 2020, 47),
        ("农办渔<2012>85号", "农办渔〔2012〕85号", "农办渔", 2012, 85),
        ("岚建发［2019］8号", "岚建发〔2019〕8号", "岚建发", 2019, 8),
        ("岚政发〔２０１５〕７号", "岚政发〔2015〕7号", "岚政发", 2015, 7),
        ("沙政发〔2017〕 58 号", "沙政发〔2017〕58号", "沙政发", 2017, 58),
        ("水电〔 2012〕648号", "水电〔2012〕648号", "水电", 2012, 648),
        ("岚林规字　〔2017〕　9　号", "岚林规字〔2017〕9号", "岚林规字", 2017, 9),
        ("岚政发〔2015〕007号", "岚政发〔2015〕007号", "岚政发", 2015, 7),
        ("岚政发〔2015〕第7号", "岚政发〔2015〕第7号", "岚政发", 2015, 7),
        ("青府办发明电〔2009〕26号", "青府办发明电〔2009〕26号", "青府办发明电", 2009, 26),
        ("日政发〔2021〕3号", "日政发〔2021〕3号", "日政发", 2021, 3),
        ("政府令〔2009〕第27号", "政府令〔2009〕第27号", "政府令", 2009, 27),
        ("令〔 2023〕第8号", "令〔2023〕第8号", "令", 2023, 8),
        ("岚川市政府令(第318号)", "岚川市政府令第318号", "岚川市政府令", None, 318),
        ("主席令第二十三号", "主席令第二十三号", "主席令", None, 23),
        ("公告2018年第63号", "公告2018年第63号", "公告", 2018, 63),
        ("水利部 农业农村部 自然资源部 林草局令〔2022〕第4号", "水利部农业农村部自然资源部林草局令〔2022〕第4号", None, 2022, 4),
        ("〔2004〕云法建字第19号", "〔2004〕云法建字第19号", "云法建字", 2004, 19),
    ],
)
def test_forms(grammars: Grammars, printed: str, text: str, agency_code: str | None, year: int | None, serial: int) -> None:
    number, diagnostics = read_document_number(printed, 0, len(printed), grammars)
    assert number is not None
    assert (number.text, number.year, number.serial) == (text, year, serial)
    assert number.raw == printed
    assert number.span == (0, len(printed))
    assert diagnostics == ()
    if agency_code is not None:
        assert number.agency_code == agency_code


@pytest.mark.parametrize(
    ("printed", "text", "code"),
    [
        ("柳社区(村)普查办〔2013〕7)号", "柳社区(村)普查办〔2013〕7号", "document_number.repaired"),
        ("岚政〔2022〕19", "岚政〔2022〕19号", "document_number.repaired"),
        ("禾政〔98〕15号", "禾政〔98〕15号", "document_number.two_digit_year"),
    ],
)
def test_mended(grammars: Grammars, printed: str, text: str, code: str) -> None:
    number, diagnostics = read_document_number(printed, 0, len(printed), grammars)
    assert number is not None
    assert number.text == text
    assert codes(diagnostics) == [code]


def test_two_digit_years(grammars: Grammars) -> None:
    years = [read_document_number(t, 0, len(t), grammars)[0] for t in ("禾政〔98〕15号", "禾政〔05〕15号")]
    assert [number and number.year for number in years] == [1998, 2005]


@pytest.mark.parametrize(
    "printed",
    [
        "禾農林發〔201937",
        "岚政〔201843",
        "青府函〔2014209号",
        "青水发〔201358号",
        "岚水土公告(2023) 号",
        "岚政发〔2015〕××号",
        "岚政发〔2015〕    号",
        "岚健函 ２０17) 208 号",
        "[20I9]0347 号",
        "﹝2021﹞9号",
    ],
)
def test_damaged_is_null_with_a_diagnostic(grammars: Grammars, printed: str) -> None:
    number, diagnostics = read_document_number(printed, 0, len(printed), grammars)
    assert number is None
    assert codes(diagnostics) == ["document_number.broken"]


@pytest.mark.parametrize(
    "printed", ["", "无", "-----------", "hfxs/2020-00058", "第17期（总第283期）", "〔2021〕第14次", "岚川市规划（2021）5号线"]
)
def test_no_number_and_nothing_to_say(grammars: Grammars, printed: str) -> None:
    assert read_document_number(printed, 0, len(printed), grammars) == (None, ())


def test_number_line_with_signer(grammars: Grammars) -> None:
    document = laid_out(("head", "number", "岚政〔2022〕19号　　　　签发人：林某某"), ("head", "title", "岚川市人民政府关于水闸的请示"))
    number, diagnostics = find_document_number(document, grammars, ())
    assert number is not None
    assert number.raw == "岚政〔2022〕19号"
    assert diagnostics == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("青教发〔2012〕52号《关于校服采购的意见》", "青教发〔2012〕52号"),
        ("关于河道清淤的通知（农办渔<2012>85号）", "农办渔〔2012〕85号"),
        ("关于河道清淤的通告（农办渔<2012>85号） 依照规定，现通告如下", "农办渔〔2012〕85号"),
        ("关于印发河湖巡查规程（试行）的通知岚水发〔2012〕3号", "岚水发〔2012〕3号"),
        ("岚川市水闸管理办法（青岚省水利厅　林草局令〔 2023〕第3号）", "青岚省水利厅林草局令〔2023〕第3号"),
    ],
)
def test_beside_the_title(grammars: Grammars, title: str, text: str) -> None:
    number, _ = find_document_number(laid_out(("head", "title", title)), grammars, ())
    assert number is not None
    assert number.text == text


@pytest.mark.parametrize(
    "title",
    [
        "关于停止执行禾政发〔2019〕4号文件的通知",
        "关于贯彻青府发〔2022〕2号文件的实施意见",
        "青府发〔2022〕2号文件精神解读",
        "关于废止岚政发〔2012〕3号、岚政发〔2013〕5号的决定",
    ],
)
def test_cited_in_the_title(grammars: Grammars, title: str) -> None:
    assert find_document_number(laid_out(("head", "title", title)), grammars, ())[0] is None


@pytest.mark.parametrize(
    "below",
    [
        "(1987年6月9日岚政〔1987〕54号)",
        "(1987年6月9日岚政〔1987〕54号)  根据有关规定，现通知如下：",
        "（岚政〔1987〕54号）",
        "岚政〔1987〕54号",
    ],
)
def test_below_the_title(grammars: Grammars, below: str) -> None:
    document = laid_out(("head", "title", "关于任免工作人员的通知"), ("body", "text", below))
    number, _ = find_document_number(document, grammars, ())
    assert number is not None
    assert (number.text, number.agency_code, number.year) == ("岚政〔1987〕54号", "岚政", 1987)
    assert number.span is not None
    assert document.text[slice(*number.span)] == number.raw == "岚政〔1987〕54号"


def test_order_below_its_name(grammars: Grammars) -> None:
    document = laid_out(("head", "letterhead", "青岚省人民政府令"), ("head", "number", "第318号"), ("body", "text", "现予公布。"))
    number, _ = find_document_number(document, grammars, ())
    assert number is not None
    assert (number.text, number.serial) == ("青岚省人民政府令第318号", 318)
    assert number.span is not None
    assert document.text[slice(*number.span)] == number.raw


def test_cited_numbers_of_the_body_and_the_annex_are_not_the_own_one(grammars: Grammars) -> None:
    document = laid_out(
        ("head", "title", "关于河道清淤的通知"),
        ("body", "text", "根据《水闸规程》（岚水发〔2013〕37号），通知如下。"),
        ("annex", "number", "岚水发〔2014〕1号"),
        ("body", "number", "岚水发〔2014〕2号"),
    )
    assert find_document_number(document, grammars, ()) == (None, ())


def test_metadata_row(grammars: Grammars) -> None:
    document = laid_out(("site", "metadata", "文号：禾政办(2012)316号"), ("head", "title", "关于河道清淤的通知"))
    number, diagnostics = find_document_number(document, grammars, (row(document, "文号：禾政办(2012)316号", "禾政办(2012)316号"),))
    assert number is not None
    assert (number.text, number.span) == ("禾政办〔2012〕316号", (3, 16))
    assert diagnostics == ()


def test_text_and_metadata_that_differ_in_form_only(grammars: Grammars) -> None:
    document = laid_out(("site", "metadata", "文号：禾政办(2012) 316号"), ("head", "number", "禾政办〔2012〕316号"))
    rows = (row(document, "文号：禾政办(2012) 316号", "禾政办(2012) 316号"),)
    number, diagnostics = find_document_number(document, grammars, rows)
    assert number is not None
    assert number.raw == "禾政办〔2012〕316号"
    assert diagnostics == ()


def test_text_and_metadata_that_differ(grammars: Grammars) -> None:
    document = laid_out(("site", "metadata", "文号：禾政办〔2012〕361号"), ("head", "number", "禾政办〔2012〕316号"))
    number, diagnostics = find_document_number(document, grammars, (row(document, "文号：禾政办〔2012〕361号", "禾政办〔2012〕361号"),))
    assert number is not None
    assert number.serial == 316
    assert codes(diagnostics) == ["document_number.differs"]


def test_order_in_short_in_the_metadata(grammars: Grammars) -> None:
    document = laid_out(("site", "metadata", "文号：青令第318号"), ("head", "number", "青岚省人民政府令（第318号）"))
    number, diagnostics = find_document_number(document, grammars, (row(document, "文号：青令第318号", "青令第318号"),))
    assert number is not None
    assert number.text == "青岚省人民政府令第318号"
    assert diagnostics == ()


def test_damaged_in_the_text_whole_in_the_metadata(grammars: Grammars) -> None:
    document = laid_out(("site", "metadata", "文号：岚政〔2018〕43号"), ("head", "number", "岚政〔201843"))
    number, diagnostics = find_document_number(document, grammars, (row(document, "文号：岚政〔2018〕43号", "岚政〔2018〕43号"),))
    assert number is not None
    assert number.text == "岚政〔2018〕43号"
    assert codes(diagnostics) == ["document_number.differs"]


def test_page_title(grammars: Grammars) -> None:
    own = ("site", "site", "岚政办(2011)129号 关于水闸调度的通知")
    assert find_document_number(laid_out(own), grammars, ())[0] is not None  # type: ignore[arg-type]  # literals widen in a tuple
    other = ("site", "site", "岚政办(2011)130号 关于泵站的通知")
    assert find_document_number(laid_out(own, other), grammars, ()) == (None, ())  # type: ignore[arg-type]  # see above


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("认真落实水发〔2021〕9号", ["水发〔2021〕9号"]),
        ("按照青府发〔2022〕2号文件要求", ["青府发〔2022〕2号"]),
        ("岚水发〔2013〕21号、24号", ["岚水发〔2013〕21号", "岚水发〔2013〕24号"]),
        ("岚水发〔2013〕21—23号", ["岚水发〔2013〕21号", "岚水发〔2013〕22号", "岚水发〔2013〕23号"]),
        ("禾政发[2009]3、5、8号", ["禾政发〔2009〕3号", "禾政发〔2009〕5号", "禾政发〔2009〕8号"]),
        ("岚水发〔2013〕21—1号", ["岚水发〔2013〕21-1号"]),
        ("岚水发〔2013〕1号和禾水发〔2014〕2号", ["岚水发〔2013〕1号", "禾水发〔2014〕2号"]),
        ("依据水利部令第52号和公安部令第3号", ["水利部令第52号", "公安部令第3号"]),
        ("岚水发〔2013〕21号，12个月", ["岚水发〔2013〕21号"]),
        ("（水利部 公安部 司法部令〔2015〕第3号）", ["水利部公安部司法部令〔2015〕第3号"]),
        ("﹝2021﹞9号", []),
    ],
)
def test_cited_numbers(grammars: Grammars, text: str, numbers: list[str]) -> None:
    assert [number.text for number in find_numbers(text, 0, len(text), grammars)] == numbers


PIECES = st.lists(
    st.sampled_from([*"岚水发〔〕[]()（）号令第年 ×", "2013", "98", "７", "公告", "\n", "根据", "的通知", "、", "—"]), max_size=25
)


@settings(max_examples=150)
@given(pieces=PIECES)
def test_spans_hold_on_any_text(grammars: Grammars, pieces: list[str]) -> None:
    text = "".join(pieces)
    number, _ = read_document_number(text, 0, len(text), grammars)
    for found in (*find_numbers(text, 0, len(text), grammars), *(() if number is None else (number,))):
        assert found.span is not None
        assert text[slice(*found.span)] == found.raw
        assert " " not in found.text
