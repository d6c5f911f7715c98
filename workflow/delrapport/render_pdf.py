"""HTML and style sheets to PDF/A through WeasyPrint, which reads nothing but what it is given."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from mimetypes import MimeTypes
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from delrapport import (
    alternatives,
    hyphenation,
    losses,
    page_marks,
    pdf_objects,
    spoken,
    user_agent,
)
from delrapport.missing_signs import missing
from delrapport.problems import Mendable
from delrapport.readable import ReadableFolders, RefusalError
from delrapport.sources import BUILD, TEMPLATES

# Tagged, to be archived, with files attached.
VARIANT = "pdf/a-3a"
# Meant for the authors of libraries: nothing about the report is wrong.
UNHEEDED = (DeprecationWarning, PendingDeprecationWarning, ResourceWarning)


class RenderError(Mendable):
    """WeasyPrint warned about something: a report is printed without warnings or not at all."""


def typeset(html: str, base: Path, stylesheets: Iterable[str], hyphenated: Iterable[str]) -> bytes:
    """As `render_pdf`, with the reports' fonts; reads templates and what was built.

    `stylesheets` and `hyphenated`, lists of words (`hyphenation.seams`), are paths.
    """
    return render_pdf(
        html,
        map(Path, stylesheets),
        base=base,
        allowed=[TEMPLATES, BUILD],
        fontconfig=TEMPLATES / "fonts/fonts.conf",
        divided=hyphenation.read_seams(hyphenated),
    )


def render_pdf(
    html: str,
    stylesheets: Iterable[Path],
    *,
    base: Path,
    allowed: Sequence[Path],
    fontconfig: Path,
    divided: Mapping[str, list[int]],
) -> bytes:
    """A tagged PDF/A-3a of `html`, whose relative addresses start from the folder `base`.

    Only files under the folders `allowed` are read, style sheets too. `fontconfig` is a fontconfig
    file that names no system fonts, so that a report looks the same everywhere. `divided` has words
    with the places where they may be hyphenated (`hyphenation.seams`). Raises RenderError, which
    lists everything that WeasyPrint refused, missed, left out or warned about.
    """
    os.environ["FONTCONFIG_FILE"] = str(fontconfig.resolve())
    os.environ.pop("FONTCONFIG_SYSROOT", None)
    hyphenation.teach(divided)
    folders = ReadableFolders(allowed)
    messages = _Messages(folders)
    with _heard(messages):
        pdf = _write(html, stylesheets, base, folders, messages)
    if messages.found:
        raise RenderError("\n".join(["The report can't be printed; mend this:", *messages.found]))
    assert pdf is not None
    return pdf


def _write(
    html: str,
    stylesheets: Iterable[Path],
    base: Path,
    folders: ReadableFolders,
    messages: _Messages,
) -> bytes | None:
    """The PDF, or nothing where a refusal, which `messages` has, broke WeasyPrint off."""
    # Only now: WeasyPrint looks for fonts when it is first imported.
    from weasyprint.urls import URLFetchingError

    pdf_objects.list_pages_once()
    document = _parsed(html, f"{base.resolve().as_uri()}/", _fetcher(folders, messages))
    document._ua_stylesheets = user_agent.sheets
    messages.page = document.etree_element
    for loss in losses.in_html(document.etree_element):
        messages.add(loss)
    alternatives.flatten(document.etree_element)
    # As addresses they go through the fetcher, and WeasyPrint heeds their @font-face.
    sheets = [sheet.resolve().as_uri() for sheet in stylesheets]
    try:
        laid_out = document.render(stylesheets=sheets, pdf_variant=VARIANT)
        page_marks.take_from_unmarked(laid_out.pages, document.etree_element)
        pdf = laid_out.write_pdf(pdf_variant=VARIANT, finisher=_finish)
    except URLFetchingError:
        return None
    assert isinstance(pdf, bytes)
    return pdf


def _parsed(html: str, base: str, fetcher: Any) -> Any:
    """WeasyPrint's document of `html`, whose relative addresses start from `base`.

    Our templates write HTML that is XML too, which expat parses fifty times as fast as WeasyPrint
    parses HTML, to the same tree. Any other HTML is left to WeasyPrint.
    """
    from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
    from weasyprint import HTML

    try:
        root = ElementTree.fromstring(html)
    except ElementTree.ParseError:
        return HTML(string=html, url_fetcher=fetcher, base_url=base)
    document = HTML(string="", url_fetcher=fetcher, base_url=base)
    document.wrapper_element = ElementWrapper.from_html_root(root)
    document.etree_element = root
    return document


def _finish(document: Any, pdf: Any) -> None:
    spoken.say(document, pdf)
    pdf_objects.compress_once(pdf)


def _fetcher(folders: ReadableFolders, messages: _Messages) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    # Without the machine's own list of types.
    types = MimeTypes()

    class OnlyReadable(URLFetcher):  # type: ignore[misc]
        """Reads files of the folders; anything else is refused, and noted since WeasyPrint goes on.

        Nothing is left to the fetcher of WeasyPrint, so there are no redirects and no protocols.
        """

        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                path, content = folders.read(url)
            except RefusalError as refusal:
                messages.add(str(refusal))
                raise
            for loss in losses.in_file(content):
                messages.add(f"{url}: {loss}")
            kind = types.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return OnlyReadable()


@contextmanager
def _heard(messages: _Messages) -> Iterator[None]:
    """Collect what is logged or warned, by WeasyPrint and by the libraries that it uses."""
    weasyprint = logging.getLogger("weasyprint")
    level = weasyprint.level
    # At this level it says what is wrong with a font or a drawing.
    weasyprint.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(messages)
    try:
        with warnings.catch_warnings():
            warnings.resetwarnings()
            for category in UNHEEDED:
                warnings.simplefilter("ignore", category)
            warnings.showwarning = lambda message, *_: messages.add(str(message))
            yield
    finally:
        logging.getLogger().removeHandler(messages)
        weasyprint.setLevel(level)


class _Messages(logging.Handler):
    """Everything that is wrong, each thing once, in the order in which it was found."""

    def __init__(self, folders: ReadableFolders) -> None:
        super().__init__()
        self.found: list[str] = []
        self.page: Element | None = None
        self._folders = folders
        self._explained = True

    def add(self, message: str) -> None:
        """Note a message, unless it repeats what is known already in its own or more words."""
        short = self._folders.short(message)
        self._explained = any(known in short for known in self.found)
        if not self._explained:
            self.found.append(short)

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno == logging.INFO:
            return
        if record.levelno == logging.DEBUG and record.exc_info:
            self._explain(record.exc_info[1])
        elif str(record.msg).startswith(".notdef glyph") and self.page is not None:
            assert isinstance(record.args, tuple)
            self.add(missing(str(record.args[0]), self.page))
        else:
            self.add(f"{record.name}: {record.getMessage()}")

    def _explain(self, error: BaseException | None) -> None:
        """WeasyPrint logs what failed, and just after it, at the lowest level, the reason."""
        reason = error.__cause__ or error if error else None
        if reason and not self._explained and str(reason) not in self.found[-1]:
            self.found[-1] += self._folders.short(f" ({type(reason).__name__}: {reason})")
        self._explained = True
