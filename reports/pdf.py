"""Documents as PDF files, by WeasyPrint.

The same document gives the same bytes, wherever and whenever it is rendered; the renderer reads
nothing but the fonts and the pictures it is handed, and never the network.
"""

import hashlib
import logging
import threading
from collections.abc import Mapping
from functools import lru_cache

from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.document import Document
from reports.faces import Faces, faces
from reports.gongwen import Face
from reports.pdf_sheet import sheet_of
from reports.typesetting import CannotPrint, Typesetter

# WeasyPrint makes Pillow accept truncated pictures for the whole process; uploads must not be.
ImageFile.LOAD_TRUNCATED_IMAGES = False

logger = logging.getLogger(__name__)
one_at_a_time = threading.Lock()  # Pango's font map is not made for several threads

PICTURE_DPI = 200
ARCHIVE = "pdf/a-2b"
MOST_NAMED = 10  # characters that a message lists


class MissingGlyphs(CannotPrint):
    """Characters that no face in use can show; `characters` lists them."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        listed = "、".join(f"“{c}”(U+{ord(c):04X})" for c in characters[:MOST_NAMED])
        others = f"等{len(characters)}个" if len(characters) > MOST_NAMED else ""
        super().__init__(f"文中有字体里没有的字符，无法排版：{listed}{others}。请改用其他写法。")


class RenderingFailed(CannotPrint):
    """The renderer left something out of the document."""


def render_pdf(document: Document, *, archive: bool = False) -> bytes:
    """The document laid out by GB/T 9704-2012, with bookmarks and tags.

    archive: as PDF/A-2b, for the archive; it looks the same.
    Raises MissingGlyphs rather than print an empty box, UnreadablePicture, RenderingFailed.
    """
    in_use = faces()
    typesetter = Typesetter(document, in_use)
    html = typesetter.html()
    if typesetter.missing:
        raise MissingGlyphs("".join(typesetter.missing))
    with one_at_a_time, Complaints() as complaints:
        pdf = _write(html, typesetter.pictures, in_use, archive)
    complaints.raise_errors()
    return pdf


def _write(html: str, pictures: dict[str, bytes], in_use: Faces, archive: bool) -> bytes:
    sheet, fonts = _stylesheet(in_use)
    page = HTML(string=html, url_fetcher=OnlyThese(pictures), base_url="document:")
    return page.write_pdf(
        stylesheets=[sheet],
        font_config=fonts,
        presentational_hints=False,
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        pdf_variant=ARCHIVE if archive else None,
        pdf_tags=True,
        optimize_images=True,
        dpi=PICTURE_DPI,
    )


class OnlyThese(URLFetcher):
    """Answers for the files it was given, by name, and for nothing else in the world."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self._files = files

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        """The file called `url`; ValueError for every other address."""
        if url not in self._files:
            raise ValueError(f"refused: {url}")
        return URLFetcherResponse(url, self._files[url])


class Complaints(logging.Handler):
    """Listens to WeasyPrint, which goes on silently when something cannot be drawn."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a warning on to our log, keep an error."""
        logger.log(record.levelno, record.getMessage())
        if record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())

    def __enter__(self) -> "Complaints":
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)

    def raise_errors(self) -> None:
        """RenderingFailed if anything was left out."""
        if self.errors:
            raise RenderingFailed("生成 PDF 时有内容未能排入：" + "；".join(self.errors))


@lru_cache(maxsize=2)
def _stylesheet(in_use: Faces) -> tuple[CSS, FontConfiguration]:
    """The style sheet with the fonts loaded: once for a process and a set of fonts."""
    fonts = FontConfiguration()
    return stylesheet(sheet_of(in_use), in_use, fonts), fonts


def stylesheet(css: str, in_use: Faces, fonts: FontConfiguration) -> CSS:
    """A style sheet that may use the faces, each under its `family`."""
    files = {_url(in_use, face): file.path.read_bytes() for face, file in in_use.files.items()}
    families = {family(in_use, face): _url(in_use, face) for face in in_use.files}
    rules = [f'@font-face{{font-family:"{f}";src:url({url})}}' for f, url in families.items()]
    return CSS(string="".join(rules) + css, font_config=fonts, url_fetcher=OnlyThese(files))


def family(in_use: Faces, face: Face) -> str:
    """The name under which style sheets call a face."""
    return in_use.family(face)


def _url(in_use: Faces, face: Face) -> str:
    return f"font:{in_use.files[face].name}"
