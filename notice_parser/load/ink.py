"""A page image → its inks: what is black (text and rules), what is red (letterhead), where the stamps are; and how askew it lies.

A stamp is printed over name and date. In the red channel of the image red ink is as bright as paper and black ink stays
dark, so the black ink is read from that channel as if nobody had stamped it. Lengths are in millimetres of a page of A4.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

__all__ = ["Box", "Grey", "Inks", "Mask", "flatten", "is_inked", "skew_of", "split_inks"]

Grey: TypeAlias = NDArray[np.uint8]  # rows × columns, 0 black
Mask: TypeAlias = NDArray[np.bool_]
Box: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom in pixels

REDNESS = 50  # by which the red of red ink outshines its green and blue
LEAST_RED, MOST_RED = 0.0002, 0.3  # of the page: less red than that are specks, more is no ink
BLOCK_MM = 0.7  # red ink is looked at in blocks of this size, so that broken strokes hang together
STAMP_MM = 22.0  # a round stamp measures 38 to 45 mm, a rectangular one seldom less than 25; no letter of a letterhead is so high
STAMP_SHAPE = 2.2  # its longer side to its shorter: a letterhead is much wider than high
LETTER_MM = 2.5  # red ink less high is a rule or a speck
PAPER = 0.72  # of the paper's brightness: what is darker is ink
TILE = 24  # pixels of the tiles from whose brightest parts the paper's brightness is told
SKEW_MAX = 6.0  # degrees
SKEW_STEP = 0.05


class Inks(NamedTuple):
    """The black ink as a grey image on white, the red one too (null where there is none), and the boxes of what is what.

    ``letters``: the red ink that may be text; ``stamps``: the red ink that is a stamp.
    """

    black: Grey
    red: Grey | None
    letters: tuple[Box, ...]
    stamps: tuple[Box, ...]


def split_inks(image: Image.Image, per_mm: float) -> Inks:
    """The inks of an image of ``per_mm`` pixels a millimetre. One without colours is all black."""
    if image.mode != "RGB":
        return Inks(np.asarray(image.convert("L")), None, (), ())
    colours = np.asarray(image)
    r, g, b = colours[..., 0], colours[..., 1], colours[..., 2]
    redness = r.astype(np.int16) - np.maximum(g, b)
    mask = redness > REDNESS
    if not LEAST_RED <= mask.mean() <= MOST_RED:
        return Inks(np.asarray(image.convert("L")), None, (), ())
    bright = max(60, int(np.percentile(r[mask], 15)))  # red ink in the red channel: from here on all counts as paper
    black = np.minimum(r.astype(np.uint16) * 255 // bright, 255).astype(np.uint8)
    letters: list[Box] = []
    stamps: list[Box] = []
    for box in _clumps(mask, max(1, round(BLOCK_MM * per_mm))):
        width, height = (box[2] - box[0]) / per_mm, (box[3] - box[1]) / per_mm
        if min(width, height) >= STAMP_MM and max(width, height) <= STAMP_SHAPE * min(width, height):
            stamps.append(box)
        elif height >= LETTER_MM:
            letters.append(box)
    letters = [one for one in letters if not any(_is_within(one, stamp) for stamp in stamps)]
    red = (255 - np.clip(redness * 2, 0, 255)).astype(np.uint8)
    return Inks(black, red, tuple(letters), tuple(stamps))


def _is_within(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _clumps(mask: Mask, size: int) -> list[Box]:
    """The boxes of what hangs together in a mask, looked at in blocks of ``size`` pixels; corners touch."""
    height, width = mask.shape
    rows, columns = -(-height // size), -(-width // size)
    padded = np.zeros((rows * size, columns * size), dtype=bool)
    padded[:height, :width] = mask
    blocks = padded.reshape(rows, size, columns, size).any(axis=(1, 3))
    boxes: list[Box] = []
    left = {(int(y), int(x)) for y, x in np.argwhere(blocks)}
    for start in sorted(left):
        if start not in left:
            continue
        left.discard(start)
        waiting = [start]
        y0, x0, y1, x1 = *start, *start
        while waiting:
            y, x = waiting.pop()
            y0, x0, y1, x1 = min(y0, y), min(x0, x), max(y1, y), max(x1, x)
            for near in ((y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)):
                if near in left:
                    left.discard(near)
                    waiting.append(near)
        boxes.append((x0 * size, y0 * size, min(width, (x1 + 1) * size), min(height, (y1 + 1) * size)))
    return boxes


def flatten(grey: Grey) -> Grey:
    """The image with its paper white: shadows and a tinted paper are divided out."""
    height, width = grey.shape
    small = Image.fromarray(grey).reduce(4) if min(height, width) >= 8 * TILE else Image.fromarray(grey)
    paper = small.filter(ImageFilter.MedianFilter(3)).resize((max(1, width // TILE), max(1, height // TILE)), Image.Resampling.BOX)
    paper = paper.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.BoxBlur(2)).resize((width, height), Image.Resampling.BILINEAR)
    level = np.maximum(np.asarray(paper), 64).astype(np.uint16)
    return np.minimum(grey.astype(np.uint16) * 255 // level, 255).astype(np.uint8)


def is_inked(flat: Grey) -> Mask:
    """Where a flattened image has ink."""
    mask: Mask = flat < PAPER * 255
    return mask


def skew_of(ink: Mask) -> float:
    """The degrees by which the lines of a page run down to the right: turned back by it, they part most sharply."""
    step = max(1, max(ink.shape) // 1000)
    rows, columns = np.nonzero(ink[: ink.shape[0] // step * step : step, ::step])
    if len(rows) < 50:
        return 0.0
    if len(rows) > 60_000:
        pick = np.linspace(0, len(rows) - 1, 60_000).astype(int)
        rows, columns = rows[pick], columns[pick]
    columns = columns - columns.mean()

    def sharpness(angle: Any) -> float:
        shifted = np.round(rows - columns * np.tan(np.radians(angle))).astype(np.int64)
        counts = np.bincount(shifted - shifted.min())
        return float(np.square(np.diff(counts)).sum())

    coarse = max(np.arange(-SKEW_MAX, SKEW_MAX + 0.01, 0.5), key=lambda a: (sharpness(a), -abs(a)))
    fine = np.arange(coarse - 0.5, coarse + 0.5 + SKEW_STEP / 2, SKEW_STEP)
    best = max(fine, key=lambda a: (sharpness(a), -abs(a)))
    return round(float(best), 2)
