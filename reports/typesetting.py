"""A document as the page the renderer draws: every line composed, every place worked out.

The result is HTML that says only where things stand; nothing in it is left to be wrapped.
"""

import io
import math
from collections.abc import Iterable

from django.utils.html import escape
from PIL import Image

from reports.closings import closing_lines
from reports.composing import Line, Measure, Run, Text, clean, compose
from reports.document import (
    Block,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Roster,
    Table,
    addressee_line,
    attachment_lines,
    numbered,
)
from reports.faces import Faces
from reports.gongwen import (
    CAPTION_SIZE,
    CELL,
    HEADING_FACES,
    INDENT,
    LINES,
    LINES_ABOVE_SEALED,
    LINES_ABOVE_UNSEALED,
    PITCH,
    TYPE_WIDTH,
    Face,
)
from reports.tables import SIDEWAYS, UPRIGHT, Grid, Row, lay_out
from reports.titles import break_title

BODY = Measure(first=INDENT)
FLUSH = Measure()
PICTURE_WIDTH = 0.8 * TYPE_WIDTH
PICTURE_LINES = 9  # two pictures with captions to a page, and two lines of text
CAPTION = Measure(size=CAPTION_SIZE, tracking=0, fill=False)


class CannotPrint(Exception):
    """A document that cannot be laid out without loss; the message says why, for the user."""


class UnreadablePicture(CannotPrint):
    """A picture that is no JPEG or PNG file, or a broken one."""


class Typesetter:
    """Sets one document.

    After `html`, `missing` holds the characters that no face has, and `pictures` the image files
    by the name the HTML calls them.
    """

    def __init__(self, document: Document, faces: Faces) -> None:
        self.document = numbered(document)
        self.faces = faces
        self.missing: dict[str, None] = {}
        self.pictures: dict[str, bytes] = {}

    def html(self) -> str:
        """The whole document."""
        parts = [self._title(), self._addressee(), *map(self._block, self.document.body)]
        parts += [self._attachments(), self._closing()]
        head = f"<title>{escape(clean(self.document.title))}</title>{self._created()}"
        return f'<html lang="zh-CN"><head>{head}</head><body>{"".join(parts)}</body></html>'

    def _created(self) -> str:
        created = self.document.created
        return f'<meta name="dcterms.created" content="{created.isoformat()}">' if created else ""

    # Lines

    def _text(self, *runs: Run, number: str = "") -> Text:
        """Runs of a paragraph; a number stands before them in the first one's face."""
        cleaned = [Run(run.face, clean(run.text)) for run in runs]
        return Text([Run(runs[0].face, number), *cleaned], self.faces)

    def _line(self, line: Line, kind: str = "line", more: str = "") -> str:
        runs = "".join(map(self._run, line.runs))
        style = f"letter-spacing:{line.tracking:.4f}pt;padding-left:{line.indent:.3f}pt"
        return f'<div class="{kind}" style="{style}"{more}>{runs}</div>'

    def _run(self, run: Run) -> str:
        if run.face == Face.NONE:
            self.missing |= dict.fromkeys(run.text)
        text = escape(run.text)
        return text if run.face == Face.FANG else f'<span class="{run.face}">{text}</span>'

    def _lines(self, text: Text, measure: Measure, kind: str = "line", more: str = "") -> str:
        return "".join(self._line(line, kind, more) for line in compose(text, measure))

    # Parts of the document

    def _title(self) -> str:
        lines = break_title(self.document.title, self.faces)
        return "".join(self._line(line, "line title") for line in lines) + _blank()

    def _addressee(self) -> str:
        return self._lines(self._text(Run(Face.FANG, addressee_line(self.document))), FLUSH)

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraphs(block.text)
            case Table():
                return self._sideways(block) if block.landscape else self._table(block)
            case Picture():
                return self._picture(block)
            case Roster():
                return self._roster(block)
            case PageBreak():
                return '<div class="break"></div>'

    def _heading(self, heading: Heading) -> str:
        face = HEADING_FACES[heading.level]
        first, _, rest = heading.run_in.partition("\n")
        text = self._text(Run(face, heading.text), Run(Face.FANG, first), number=heading.number)
        kind = "line" if first else "line heading"
        label = escape(heading.number + clean(heading.text or first)[:40])
        lines = compose(text, BODY)
        mark = f' data-label="{label}" data-level="{heading.level}"'
        marked = [self._line(line, kind, "" if i else mark) for i, line in enumerate(lines)]
        return "".join(marked) + self._paragraphs(rest)

    def _paragraphs(self, text: str) -> str:
        texts = (self._text(Run(Face.FANG, part)) for part in text.split("\n"))
        return "".join(self._lines(part, BODY) for part in texts)

    def _roster(self, roster: Roster) -> str:
        """Holders below one another; a broken post goes on below its own first character."""
        set_lines = []
        for at, line in enumerate(roster.lines):
            first = INDENT + (roster.lead * CELL if at else 0)
            rest = INDENT + (roster.lead + roster.hang(at)) * CELL
            measure = Measure(first=first, rest=rest, fill=False)
            set_lines.append(self._lines(self._text(Run(Face.FANG, line)), measure))
        return "".join(set_lines)

    def _attachments(self) -> str:
        """附件说明: a name that is broken goes on below its own first character (7.3.4)."""
        lines = attachment_lines(self.document)
        return "".join(
            ("" if at else _blank()) + self._attachment(line, numbered=len(lines) > 1)
            for at, line in enumerate(lines)
        )

    def _attachment(self, line: str, *, numbered: bool) -> str:
        prefix = "附件：" if line.startswith("附件：") else ""
        number = line[len(prefix) :].partition(" ")[0] + " " if numbered else ""
        lead = Text([Run(Face.FANG, f"{prefix}{number}附")], self.faces)
        first = INDENT if prefix else INDENT + 3 * CELL
        rest = first + lead.width(0, len(lead), FLUSH) - FLUSH.size
        measure = Measure(first=first, rest=rest, fill=False)
        return self._lines(self._text(Run(Face.FANG, line)), measure)

    def _closing(self) -> str:
        """署名 and 成文日期; never alone on a page (7.3.5.5)."""
        placed = closing_lines(self.document, self.faces)
        if not placed:
            return ""
        lines = "".join(
            self._lines(text, Measure(first=indent, rest=indent, fill=False))
            for text, indent in placed
        )
        blanks = LINES_ABOVE_SEALED if self.document.sealed else LINES_ABOVE_UNSEALED
        return f'<div class="closing">{_blank() * blanks}{lines}</div>'

    # Tables and pictures

    def _caption(self, text: str, kind: str) -> str:
        return self._lines(self._text(Run(Face.FANG, text)), CAPTION, f"line caption {kind}")

    def _table(self, table: Table) -> str:
        grid = lay_out(table, self.faces, UPRIGHT)
        height = grid.head.height + sum(row.height for row in grid.rows)
        below = -height % PITCH
        return f"{self._caption(table.caption, 'above')}{self._grid(grid, below)}"

    def _sideways(self, table: Table) -> str:
        """A wide table turned on its side, its head at the left edge of every page (clause 8)."""
        caption = self._caption(table.caption, "above")
        grid = lay_out(table, self.faces, SIDEWAYS)
        first = TYPE_WIDTH - caption.count('class="line') * PITCH
        pages = [self._grid(part, 0) for part in grid.pages(TYPE_WIDTH, first)]
        pages[0] = caption + pages[0]
        return "".join(
            f'<div class="sheet"><div class="turned">{page}</div></div>' for page in pages
        )

    def _grid(self, grid: Grid, below: float) -> str:
        kind = "sideways" if grid.style is SIDEWAYS else "upright"
        columns = "".join(f'<col style="width:{width:.3f}pt">' for width in grid.widths)
        heads = self._row(grid.head, "th", [True] * len(grid.widths))
        rows = "".join(self._row(row, "td", grid.centred) for row in grid.rows)
        return (
            f'<table class="{kind}" style="width:{sum(grid.widths):.3f}pt;margin-bottom:{below:.3f}pt">'
            f"<colgroup>{columns}</colgroup><thead>{heads}</thead><tbody>{rows}</tbody></table>"
        )

    def _row(self, row: Row, tag: str, centred: Iterable[bool]) -> str:
        cells = "".join(
            f"<{tag}{' class=centred' * centre}>"
            f"{''.join(self._line(line, 'cell') for line in lines)}</{tag}>"
            for lines, centre in zip(row.cells, centred, strict=True)
        )
        return f'<tr style="height:{row.height:.3f}pt">{cells}</tr>'

    def _picture(self, picture: Picture) -> str:
        """As large as fits, on whole lines of the grid, together with its caption."""
        name = f"picture:{len(self.pictures)}"
        self.pictures[name] = picture.data
        caption = self._caption(picture.caption, "below")
        width, height = size_in_lines(picture.data, LINES - 1 - caption.count("<div"))
        return (
            f'<div class="picture"><div style="height:{_whole_lines(height):.3f}pt">'
            f'<img src="{name}" style="width:{width:.3f}pt;height:{height:.3f}pt"></div>'
            f"{caption}</div>"
        )


def _blank() -> str:
    return '<div class="line"></div>'


def _whole_lines(height: float) -> float:
    return math.ceil(height / PITCH) * PITCH


def size_in_lines(data: bytes, lines: int) -> tuple[float, float]:
    """Width and height, in points, of a picture not wider than the type area.

    Raises UnreadablePicture if the bytes are no JPEG or PNG.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            width, height = image.size
    except (OSError, Image.DecompressionBombError) as error:
        raise UnreadablePicture("图片无法读取，请换成 JPEG 或 PNG 格式的图片。") from error
    scale = min(PICTURE_WIDTH / width, min(lines, PICTURE_LINES) * PITCH / height)
    return width * scale, height * scale
