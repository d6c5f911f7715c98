"""What pydyf works out over and over is worked out once; the bytes of a PDF are the same.

For each structure element, of which a report has tens of thousands, it lists the pages anew; and it
compresses all streams twice, once to write them and once for the identifier that PDF/A asks for.
"""

from __future__ import annotations

import zlib

import pydyf


def list_pages_once() -> None:
    """From now on a PDF lists its pages anew only when there are more of them."""
    pydyf.PDF.page_references = property(_references)


def _references(pdf: pydyf.PDF) -> list[bytes]:
    listed: list[bytes] = vars(pdf).setdefault("listed", [])
    # The number, the generation and an R for each page.
    for number in pdf.pages["Kids"][3 * len(listed) :: 3]:
        listed.append(f"{number} 0 R".encode())
    return listed


def compress_once(pdf: pydyf.PDF) -> None:
    """Compress each stream of a finished PDF as pydyf would."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            plain = b"\n".join(map(pydyf._to_bytes, stream.stream))
            stream.stream, stream.compress = [zlib.compress(plain, level=9)], False
            stream.extra["Filter"] = "/FlateDecode"
