"""Text lines of a grey image, each with its box and confidence: two OCR libraries behind one interface.

``faster-paddle`` (PP-OCR in Rust, its models in the wheel) is taken where it is installed, else ``rapidocr`` (the same models
on ``onnxruntime``). Both read offline. The fast model reads a page, the careful one reads again the lines that are given to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import Any, NamedTuple, Protocol

from notice_parser.load.formats import require

__all__ = ["FasterPaddle", "RapidOcr", "Reader", "Reading", "reader"]

MAX_SIDE = 1600  # pixels to which a page is scaled before its lines are looked for; they are read at full size
CAREFUL_SIDE = 960  # and the strip of lines that are read again
ROOM = 24  # pixels of white between the lines of that strip
# of OCR in a process: a batch has a process for each processor, the threads of the library wait by spinning, and how the work is
# shared out must not show in the result
THREADS = 1


class Reading(NamedTuple):
    """A line as read: its text, its box in pixels (left, top, right, bottom), and how sure the model is of it, 0 to 1."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float

    def scaled(self, factor: float) -> Reading:
        """The line on a page that is so much larger."""
        left, top, right, bottom = self.box
        return self._replace(box=(left * factor, top * factor, right * factor, bottom * factor))


class Reader(Protocol):
    """``read`` gives the lines of a page, ``reread`` the better reading of each cut-out line, null where it finds none."""

    name: str

    def read(self, image: Any) -> list[Reading]: ...

    def reread(self, cuts: Sequence[Any]) -> list[Reading | None]: ...


def reader(where: str | None, kind: str) -> Reader:
    """The reader of this process. ``LoadError`` with the command to install one where there is none."""
    require(kind, where)
    return _reader()


@cache
def _reader() -> Reader:
    return FasterPaddle() if find_spec("faster_paddle") is not None else RapidOcr()


class FasterPaddle:
    """Models ``tiny`` and ``small`` of PP-OCRv6; each is loaded when it is first used."""

    name = "faster-paddle"

    def __init__(self, fast: str = "tiny") -> None:
        self._size = fast
        self._fast: Any = None
        self._careful: Any = None

    def read(self, image: Any) -> list[Reading]:
        if self._fast is None:
            from faster_paddle import OcrEngine

            self._fast = OcrEngine(model_size=self._size, threads=THREADS, det_max_side=MAX_SIDE)
        return _lines(self._fast.ocr(_encoded(image)))

    def reread(self, cuts: Sequence[Any]) -> list[Reading | None]:
        if self._careful is None:
            from faster_paddle import OcrEngine

            self._careful = OcrEngine(model_size="small", threads=THREADS, det_max_side=CAREFUL_SIDE, det_min_side=0)
        return _from_strips(cuts, lambda strip: _lines(self._careful.ocr(_encoded(strip))))


def _lines(result: dict[str, Any]) -> list[Reading]:
    return [
        Reading(one["text"], (*map(float, one["topLeftCoord"]), *map(float, one["bottomRightCoord"])), float(one["confidence"]))  # type: ignore[arg-type]  # two pairs
        for one in result["bounds"].values()
        if one["text"].strip()
    ]


def _encoded(image: Any) -> bytes:
    data = BytesIO()
    image.convert("RGB").save(data, "BMP")
    return data.getvalue()


class RapidOcr:
    """The ``small`` models of PP-OCRv6; the classifier that looks for lines upside down is off: it turns short ones wrongly."""

    name = "rapidocr"

    def __init__(self) -> None:
        self._engine: Any = None

    def read(self, image: Any) -> list[Reading]:
        import numpy as np

        if self._engine is None:
            from rapidocr import RapidOCR

            self._engine = RapidOCR(
                params={
                    "Global.use_cls": False,
                    "Global.log_level": "error",
                    "Det.limit_type": "max",
                    "Det.limit_side_len": MAX_SIDE,
                    "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
                    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                }
            )
        found = self._engine(np.asarray(image.convert("RGB")))
        if found.txts is None:
            return []
        readings = []
        for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
            if text.strip():
                xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
                readings.append(Reading(text, (min(xs), min(ys), max(xs), max(ys)), float(score)))
        return readings

    def reread(self, cuts: Sequence[Any]) -> list[Reading | None]:
        return _from_strips(cuts, self.read)


def _from_strips(cuts: Sequence[Any], read: Any) -> list[Reading | None]:
    """Each cut read: they are pasted below one another, so that the model is called once for many."""
    from PIL import Image

    readings: list[Reading | None] = []
    for first in range(0, len(cuts), 16):
        some = cuts[first : first + 16]
        width = max(cut.width for cut in some) + 2 * ROOM
        strip = Image.new("L", (width, sum(cut.height + ROOM for cut in some) + ROOM), 255)
        tops, at = [], ROOM
        for cut in some:
            strip.paste(cut, (ROOM, at))
            tops.append(at)
            at += cut.height + ROOM
        found = read(strip)
        for cut, top in zip(some, tops, strict=True):
            pieces = sorted((one for one in found if top <= (one.box[1] + one.box[3]) / 2 < top + cut.height), key=lambda one: one.box[0])
            if not pieces:
                readings.append(None)
                continue
            size = sum(len(one.text) for one in pieces)
            confidence = sum(one.confidence * len(one.text) for one in pieces) / size
            box = (0.0, 0.0, float(cut.width), float(cut.height))
            readings.append(Reading(" ".join(one.text for one in pieces), box, confidence))
    return readings
