"""HTML and style sheets to PDF/A through WeasyPrint, which reads nothing but what it is given."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from delrapport import alternatives
from delrapport.problems import Mendable


class RenderError(Mendable):
    """WeasyPrint warned about something: a report is printed without warnings or not at all."""


def render_pdf(html: str, stylesheets: Iterable[Path], allowed: Path, fontconfig: Path) -> bytes:
    """A tagged PDF/A-3a of `html`.

    Only files under `allowed` are read. `fontconfig` is a fontconfig file that names no system
    fonts, so that a report looks the same everywhere. Raises RenderError on any warning.
    """
    os.environ["FONTCONFIG_FILE"] = str(fontconfig)
    from weasyprint import CSS, HTML  # reads FONTCONFIG_FILE when first imported

    messages = _Messages()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(messages)
    try:
        fetcher = _fetcher(allowed)
        sheets = [CSS(filename=str(sheet), url_fetcher=fetcher) for sheet in stylesheets]
        document = HTML(string=html, url_fetcher=fetcher, base_url=allowed.as_uri())
        alternatives.flatten(document.etree_element)
        pdf = document.write_pdf(stylesheets=sheets, pdf_variant="pdf/a-3a")
    finally:
        logger.removeHandler(messages)
    if messages.found:
        raise RenderError("\n".join(messages.found))
    assert isinstance(pdf, bytes)
    return pdf


def _fetcher(allowed: Path) -> Any:
    from weasyprint.urls import URLFetcher

    class OnlyUnder(URLFetcher):  # type: ignore[misc]
        """Fetches files under one folder; everything else is an error."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            path = Path(url2pathname(parts.path)).resolve()
            if parts.scheme == "file" and not path.is_relative_to(allowed.resolve()):
                raise ValueError(f"{path} lies outside {allowed}")
            return super().fetch(url, headers)

    return OnlyUnder(allowed_protocols={"file", "data"}, allow_redirects=False, fail_on_errors=True)


class _Messages(logging.Handler):
    """Keeps every warning and error of a run."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(f"{record.levelname}: {record.getMessage()}")
