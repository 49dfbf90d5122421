"""Round stamps in a scan without colours: where their rings are, and, where their ink is paler than the text's, the text without them.

A ring is a circle of ink with less ink right within it and right around it. It is looked for on a small copy, by how much of each circle
is inked at every place at once, and then placed on a larger one. Lengths are in millimetres of a page of A4.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from notice_parser.load.ink import Grey, Mask

__all__ = ["Ring", "part_rings", "rings_of"]

LONGEST = 3_000  # millimetres of a page; what is longer is looked at in blocks without number
RADII = range(17, 32)  # a bureau's stamp measures 38 to 45 mm across, a province's 50, a ministry's up to 60
COARSE = 0.62  # of a circle that is inked, on the small copy, from which it is looked at
INKED = 0.8  # of a ring, on the larger copy
HOLLOW = 0.65  # of that, at most, is inked as near within it and around it
BESIDE = 1.6  # as near
MOST = 6  # rings on a page
TRIED = 40  # places that are looked at closer
PALER = 24  # of 255: by which the ink of a stamp must be paler than the text's to be told from it


class Ring(NamedTuple):
    """The middle of a ring and its radius, in pixels."""

    x: float
    y: float
    radius: float

    def covers(self, box: tuple[float, float, float, float]) -> bool:
        """Whether some of a box lies within the ring."""
        left, top, right, bottom = box
        dx, dy = max(left - self.x, 0.0, self.x - right), max(top - self.y, 0.0, self.y - bottom)
        return dx * dx + dy * dy < self.radius * self.radius


def rings_of(ink: Mask, per_mm: float) -> tuple[Ring, ...]:
    """The rings of a page, the surest first; ``per_mm`` pixels a millimetre. None on a strip that is no page."""
    if per_mm < 1 or max(ink.shape) > LONGEST * per_mm:
        return ()
    small = _pooled(ink, per_mm)
    if min(small.shape) < 2 * RADII[0]:
        return ()
    large = _pooled(ink, per_mm / 3)
    spectrum = np.fft.rfft2(small.astype(np.float32))
    found: list[tuple[float, int, int, int]] = []
    for radius in RADII:
        if 2 * radius > min(small.shape):
            break
        share = np.fft.irfft2(spectrum * _circle(small.shape, radius), s=small.shape)
        ys, xs = np.nonzero(share >= COARSE)
        found += [(float(share[y, x]), int(y), int(x), radius) for y, x in zip(ys, xs, strict=True)]
    rings: list[tuple[float, Ring]] = []
    for _, y, x, radius in sorted(found, reverse=True)[:TRIED]:
        share, ring = _placed(large, 3 * y + 1, 3 * x + 1, 3 * radius)
        if share >= INKED and not any(np.hypot(ring.x - o.x, ring.y - o.y) < o.radius for _, o in rings):
            rings.append((share, ring))
    scale = per_mm / 3
    return tuple(Ring(one.x * scale, one.y * scale, one.radius * scale) for _, one in sorted(rings, reverse=True)[:MOST])


def part_rings(grey: Grey, ink: Mask, rings: tuple[Ring, ...]) -> tuple[Grey, tuple[Ring, ...]]:
    """The page with the paler ink within rings made paper; and those rings whose ink cannot be told from that of the text."""
    rows, columns = np.ogrid[: grey.shape[0], : grey.shape[1]]
    discs = [(rows - one.y) ** 2 + (columns - one.x) ** 2 <= (one.radius * 1.06) ** 2 for one in rings]
    outside = ink & ~np.logical_or.reduce(discs)
    if not outside.any():
        return grey, rings
    text = float(np.percentile(grey[outside], 25))
    parted, mixed = grey.copy(), []
    for ring, disc in zip(rings, discs, strict=True):
        ys, xs = _points(ring, 720)
        on = (ys >= 0) & (ys < grey.shape[0]) & (xs >= 0) & (xs < grey.shape[1])
        values = grey[ys[on], xs[on]]
        stamp = float(np.median(values[values < 200])) if (values < 200).any() else 255.0
        if stamp - text < PALER:
            mixed.append(ring)
            continue
        parted[disc & (grey > text + 0.55 * (stamp - text))] = 255
    return parted, tuple(mixed)


def _pooled(ink: Mask, size: float) -> Any:
    """The mask in blocks of so many pixels, inked where any of a block is."""
    height, width = (max(1, int(side / size)) for side in ink.shape)
    rows = np.minimum((np.arange(height + 1) * size).astype(int), ink.shape[0] - 1)
    columns = np.minimum((np.arange(width + 1) * size).astype(int), ink.shape[1] - 1)
    return np.logical_or.reduceat(np.logical_or.reduceat(ink, rows[:-1], axis=0), columns[:-1], axis=1)


@lru_cache(maxsize=64)
def _circle(shape: tuple[int, int], radius: int) -> Any:
    """What gives, multiplied with the spectrum of a page, the inked share of the circle around every place."""
    kernel: Any = np.zeros(shape, dtype=np.float32)
    ys, xs = _points(Ring(0.0, 0.0, float(radius)), 8 * radius)
    kernel[ys, xs] = 1.0
    return np.conj(np.fft.rfft2(kernel / kernel.sum()))


def _points(ring: Ring, count: int) -> tuple[Any, Any]:
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.round(ring.y + ring.radius * np.sin(angles)).astype(int), np.round(ring.x + ring.radius * np.cos(angles)).astype(int)


def _placed(ink: Any, y: int, x: int, radius: int) -> tuple[float, Ring]:
    """The circle near a place that is inked most, and its share; none where as much ink stands beside it."""
    best, ring = 0.0, Ring(float(x), float(y), float(radius))
    for r in range(radius - 4, radius + 5):
        ys, xs = _points(Ring(0.0, 0.0, float(r)), 4 * radius)
        for dy in range(-4, 5, 1):
            for dx in range(-4, 5, 1):
                share = _share(ink, ys + y + dy, xs + x + dx)
                if share > best:
                    best, ring = share, Ring(float(x + dx), float(y + dy), float(r))
    beside = 3 * BESIDE
    near = [_share(ink, *_points(ring._replace(radius=ring.radius + d), 4 * radius)) for d in (-beside, beside)]
    return (best if max(near) <= HOLLOW * best else 0.0), ring


def _share(ink: Any, ys: Any, xs: Any) -> float:
    """The inked share of some places; what lies outside the page has no ink."""
    inside = (ys >= 0) & (ys < ink.shape[0]) & (xs >= 0) & (xs < ink.shape[1])
    return float(ink[ys[inside], xs[inside]].sum()) / len(ys)
