"""One document from 版头 to 版记."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.html import escape

from reports.composing import Measure, Run, clean, compose
from reports.document import (
    Block,
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Roster,
    Table,
    annex_label,
    numbered,
)
from reports.faces import Faces
from reports.gongwen import CELL, HEADING_FACES, INDENT, Face

from .ends import set_attachments, set_closing, set_imprint
from .grids import set_table
from .heads import set_addressee, set_annex_head, set_red_head, set_title
from .lines import Lines, keep_last, lines_in
from .pictures import set_chart, set_picture

BODY = Measure(first=INDENT)
KEPT_LINES = 2  # of the text go along with the closing to its page (7.3.5.5)
LONGEST_HEADING = 2  # lines; what is longer may be parted by the end of a page
MOST_KEPT = 6  # lines of a 附件说明 that go along as well


class Typesetter:
    """Sets one document.

    After `html`, `missing` holds the characters that no face has, and `pictures` the image files
    by the name the HTML calls them.
    """

    def __init__(self, document: Document, faces: Faces) -> None:
        self.document = numbered(document)
        self.lines = Lines(faces)
        self.pictures: dict[str, bytes] = {}

    @property
    def missing(self) -> dict[str, None]:
        """The characters that no face has, in the order met."""
        return self.lines.missing

    def html(self) -> str:
        """The whole document."""
        document = self.document
        title = f"<title>{escape(clean(document.title))}</title>"
        parts = [*self._main(), *self._annexes()]
        content = "".join(parts)
        if imprint := document.imprint and set_imprint(self.lines, document.imprint):
            content = keep_last(parts, KEPT_LINES) + imprint
        return (
            f'<html lang="zh-CN"><head>{title}{self._created()}</head><body>{content}</body></html>'
        )

    def _created(self) -> str:
        created = self.document.created
        return f'<meta name="dcterms.created" content="{created.isoformat()}">' if created else ""

    def _main(self) -> list[str]:
        """All but the annexes, block by block."""
        document, lines = self.document, self.lines
        head = set_red_head(lines, document.red_head) if document.red_head else ""
        head += set_title(lines, document.title) + set_addressee(lines, document)
        attachments = set_attachments(lines, document)
        text = [*self._blocks(document.body), attachments]
        closing = set_closing(lines, document)
        if not closing:
            return [head, *text]
        along = lines_in(attachments)
        kept = KEPT_LINES + (along if along <= MOST_KEPT else 0)
        return [head, keep_last(text, kept), closing]

    def _annexes(self) -> Iterator[str]:
        """The blocks of all annexes; the first of each begins a page."""
        for n, annex in enumerate(self.document.annexes, 1):
            label = annex_label(self.document, n)
            title = annex.title.replace("\n", "")
            mark = _bookmark(f"{label} {title}", 1)
            head = set_annex_head(self.lines, label, annex.title, mark)
            yield f'<div class="fresh">{head}</div>'
            yield from self._blocks(annex.body, below=1)

    def _blocks(self, blocks: Iterable[Block], *, below: int = 0) -> Iterator[str]:
        """Each block set; `below`: how many levels its headings stand below a document's."""
        return (self._block(block, below) for block in blocks)

    def _block(self, block: Block, below: int) -> str:
        match block:
            case Heading():
                return self._heading(block, below)
            case Paragraph():
                return self._paragraphs(block.text)
            case Table():
                return set_table(self.lines, block)
            case Picture():
                return self._picture(block)
            case Chart():
                return set_chart(self.lines, block)
            case Roster():
                return self._roster(block)
            case PageBreak():
                return '<div class="break"></div>'

    def _heading(self, heading: Heading, below: int) -> str:
        """A heading; one that is running text, or goes on in it, is a paragraph, but marked."""
        face = HEADING_FACES[heading.level]
        first, _, rest = heading.run_in.partition("\n")
        text = self.lines.text(
            Run(face, heading.text), Run(Face.FANG, first), number=heading.number
        )
        composed = compose(text, BODY)
        running = first or len(composed) > LONGEST_HEADING or heading.is_sentence
        tag, kind = ("p", "") if running else (f"h{heading.level + 1 + below}", "heading")
        label = heading.number + clean(heading.text or first)[:40]
        mark = _bookmark(label, heading.level + below)
        set_heading = self.lines.paragraph_of(composed, tag=tag, kind=kind, more=mark)
        return set_heading + self._paragraphs(rest)

    def _paragraphs(self, text: str) -> str:
        texts = (self.lines.text(Run(Face.FANG, part)) for part in text.split("\n"))
        return "".join(self.lines.paragraph(part, BODY) for part in texts)

    def _picture(self, picture: Picture) -> str:
        name = f"picture:{len(self.pictures)}"
        self.pictures[name] = picture.data
        return set_picture(self.lines, picture, name)

    def _roster(self, roster: Roster) -> str:
        """Holders below one another; a broken post goes on below its own first character."""
        set_lines = []
        for at, line in enumerate(roster.lines):
            first = INDENT + (roster.lead * CELL if at else 0)
            rest = INDENT + (roster.lead + roster.hang(at)) * CELL
            measure = Measure(first=first, rest=rest, fill=False)
            set_lines.append(self.lines.paragraph(self.lines.text(Run(Face.FANG, line)), measure))
        return "".join(set_lines)


def _bookmark(label: str, level: int) -> str:
    """The attributes that make an element a bookmark."""
    return f' data-label="{escape(clean(label))}" data-level="{level}"'
