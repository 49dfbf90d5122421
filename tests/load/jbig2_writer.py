"""JBIG2 of our own: one page as a generic region in the code of fax machines (MMR), which Pillow writes into TIFF."""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import Image, ImageChops, TiffImagePlugin

__all__ = ["jbig2"]


def jbig2(page: Image.Image, form: str = "sequential") -> bytes:
    """The page in black and white.

    ``form``: ``sequential``, ``random`` (all heads first), ``bare`` (as other files hold it), ``striped``.
    """
    bits = ImageChops.invert(
        page.convert("L").point(lambda value: 255 if value > 150 else 0).convert("1")
    )  # black is 1 here, and what fax code calls black is 1
    file = BytesIO()
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[278] = bits.height  # rows a strip: one strip
    bits.save(file, "TIFF", compression="group4", tiffinfo=info)
    file.seek(0)
    with TiffImagePlugin.TiffImageFile(file) as made:
        (place,), (size,) = made.tag_v2[273], made.tag_v2[279]
    coded = file.getvalue()[place : place + size]
    height = 0xFFFFFFFF if form == "striped" else bits.height
    stripes = 0x8000 | bits.height if form == "striped" else 0
    region = struct.pack(">IIIIBB", bits.width, bits.height, 0, 0, 0, 1) + coded
    parts = [
        (48, 1, struct.pack(">IIIIBH", bits.width, height, 0, 0, 0, stripes)),
        (38, 1, region),
        *([(50, 1, struct.pack(">I", bits.height - 1))] if form == "striped" else []),
        (49, 1, b""),
        (51, 0, b""),
    ]
    heads = [struct.pack(">IBBBI", number, kind, 0, of, len(data)) for number, (kind, of, data) in enumerate(parts)]
    datas = [data for _, _, data in parts]
    if form == "bare":
        return b"".join(head + data for head, data in zip(heads[:-2], datas, strict=False))
    mark = b"\x97JB2\r\n\x1a\n" + bytes([0 if form == "random" else 1]) + struct.pack(">I", 1)
    if form == "random":
        return mark + b"".join(heads) + b"".join(datas)
    return mark + b"".join(head + data for head, data in zip(heads, datas, strict=True))
