"""Pages of a PDF as images (pypdfium2), for those whose characters are to be recognised."""

from __future__ import annotations

from types import TracebackType

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from notice_parser.load.scan import LEAST_DPI, MAX_PIXELS, MAX_SIDE, MOST_DPI

__all__ = ["PageImages"]


class PageImages:
    """The pages of a PDF, drawn one at a time; to be closed."""

    def __init__(self, data: bytes, password: str | None) -> None:
        """Raises ``ValueError`` where the file cannot be opened."""
        try:
            self._document = pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError as error:
            raise ValueError(str(error)) from error

    def __enter__(self) -> PageImages:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._document.close()

    def draw(self, number: int) -> tuple[Image.Image, tuple[float, float]] | None:
        """The page as an image, and its size in points; null where nothing stands on it.

        ``ValueError`` where it is broken or holds an image beyond all bounds.
        """
        try:
            page = self._document[number]
            if not raw.FPDFPage_CountObjects(page):
                return None
            width, height = page.get_size()
            dpi = float(LEAST_DPI)
            for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
                across, down = image.get_px_size()
                if across * down > MAX_PIXELS:
                    raise ValueError(f"{across} × {down} > {MAX_PIXELS // 1_000_000}M pixels")
                left, _, right, _ = image.get_bounds()
                if right - left > width / 2:
                    dpi = max(dpi, min(MOST_DPI, across * 72 / (right - left)))
            scale = min(dpi / 72, MAX_SIDE / max(width, height, 1.0))
            drawn = page.render(scale=scale).to_pil()
            page.close()
        except (pypdfium2.PdfiumError, OSError) as error:
            raise ValueError(str(error)) from error
        return drawn if drawn.mode in ("L", "RGB") else drawn.convert("RGB"), (width, height)
