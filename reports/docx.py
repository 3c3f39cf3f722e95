"""Documents as Word files, to be edited in WPS or Word: the same tree, words and places as the PDF.

Where the PDF has its lines composed, Word fills them itself on the document grid. The same
document gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile

from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from reports import docx_edges as edges
from reports import docx_sheet as sheet
from reports.chart_images import chart_images
from reports.closings import closing_lines
from reports.composing import Measure, clean
from reports.document import (
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Roster,
    Table,
    addressee_line,
    annex_label,
    attachment_lines,
    numbered,
)
from reports.docx_pictures import add_picture, fitted
from reports.docx_sheet import LINE_TWIPS, style_id, twips
from reports.docx_tables import write_table
from reports.faces import faces
from reports.gongwen import (
    BODY_SIZE,
    CELL,
    LINES,
    LINES_ABOVE_ATTACHMENTS,
    LINES_ABOVE_SEALED,
    LINES_ABOVE_UNSEALED,
    TYPE_WIDTH,
)
from reports.titles import break_title
from reports.typesetting import size_in_lines
from reports.typesetting.errors import TooLong
from reports.typesetting.heads import MOST_TITLE

CHARACTER = BODY_SIZE + sheet.SQUEEZE_TWIPS * sheet.TWIP  # points of one, as Word sets it
ATTACHMENT_LEAD = 5  # characters before the name: two of indent, 附件：
LONGEST_PROPERTY = 255  # characters, ECMA-376 knows no such limit but the library does
UNDATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # a file must have some time
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_docx(document: Document) -> bytes:
    """The document laid out by GB/T 9704-2012; raises UnreadablePicture."""
    return Writer(document).file()


class Writer:
    """Writes one document into a Word file, from title to 成文日期."""

    def __init__(self, document: Document) -> None:
        self.document = numbered(document)
        self.faces = faces()
        self.word = sheet.empty_sheet()
        self.body = self.word.element.body
        self.properties = self.body[-1]  # of the last section; stays at the very end
        self.landscape = False
        self.break_due = False

    def file(self) -> bytes:
        """The finished file."""
        self._red_head()
        self._title(self.document.title, sheet.TITLE)
        self._paragraph(addressee_line(self.document), sheet.ADDRESSEE)
        for block in self.document.body:
            self._block(block)
        if attachment_lines(self.document) or closing_lines(self.document, self.faces):
            self._turn(landscape=False)  # else an empty page would follow the last table
        self._attachments()
        self._closing()
        for n, annex in enumerate(self.document.annexes, 1):
            self._annex(annex, annex_label(self.document, n))
        self._imprint()
        self._end()
        return self._packed()

    # Paragraphs and sections

    def _append(self, element) -> None:
        self.properties.addprevious(element)

    def _last(self) -> WordParagraph | None:
        """The paragraph written last, if nothing else has come after it."""
        before = self.properties.getprevious()
        is_text = before is not None and before.tag == qn("w:p")
        return WordParagraph(before, self.word._body) if is_text else None

    def _paragraph(self, text: str, style: str) -> WordParagraph | None:
        """A paragraph of one style; nothing for an empty text."""
        text = clean(text)
        return self._styled(style, text) if text else None

    def _styled(self, style: str, text: str = "") -> WordParagraph:
        xml = f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr></w:p>'
        paragraph = WordParagraph(parse_xml(xml), self.word._body)
        self._append(paragraph._p)
        if self.break_due:
            paragraph.paragraph_format.page_break_before = True
            self.break_due = False
        if text:
            self._run(paragraph, text)
        return paragraph

    def _run(self, paragraph: WordParagraph, text: str, style: str = ""):
        """Characters in the face of the style; Chinese quotation marks and dashes stay Chinese."""
        run = paragraph.add_run(text)
        properties = run._r.get_or_add_rPr()
        if style:
            mark = OxmlElement("w:rStyle")
            mark.set(qn("w:val"), style_id(style))
            properties.append(mark)
        properties.append(parse_xml(f'<w:rFonts {nsdecls("w")} w:hint="eastAsia"/>'))
        return run

    def _turn(self, *, landscape: bool) -> None:
        """Go on upright or sideways; what is written so far becomes a section of its own."""
        if landscape == self.landscape:
            return
        self.break_due = False  # a section begins on a new page anyhow
        self._hold_table_apart()
        end = sheet.section(self.word, landscape=self.landscape)
        self._last()._p.get_or_add_pPr().append(end)
        self.landscape = landscape

    def _hold_table_apart(self) -> None:
        """After a table a paragraph as low as can be: to end a section, or before the next one."""
        if self._last() is None:
            paragraph = self._styled("Normal")
            paragraph.paragraph_format.line_spacing = Pt(1)

    def _end(self) -> None:
        self._hold_table_apart()
        self.body.replace(self.properties, sheet.section(self.word, landscape=self.landscape))

    # Parts of the document

    def _red_head(self) -> None:
        if self.document.red_head:
            for paragraph in edges.red_head(self.document.red_head, self.faces):
                self._append(paragraph)

    def _imprint(self) -> None:
        """At the foot of the page on which the paragraph after it falls."""
        table = edges.imprint(self.document.imprint) if self.document.imprint else None
        if table is not None:
            self._turn(landscape=False)
            self._hold_table_apart()
            self._last().paragraph_format.keep_with_next = True
            self._append(table)

    def _annex(self, annex: Annex, label: str) -> None:
        """On a new page; a wide table that comes first takes the title onto its own page."""
        first = annex.body[0] if annex.body else None
        self.break_due = True
        self._turn(landscape=isinstance(first, Table) and first.landscape)
        self._styled(sheet.ANNEX, label)
        self._title(annex.title, sheet.ANNEX_TITLE)
        for block in annex.body:
            self._block(block)

    def _title(self, title: str, style: str) -> None:
        lines = break_title(title, self.faces)
        if len(lines) > MOST_TITLE:
            raise TooLong("标题")
        paragraph, run = self._styled(style), None
        for line in lines:
            if run:
                run.add_break(WD_BREAK.LINE)
            run = self._run(paragraph, line.text)

    def _block(self, block: Block) -> None:
        self._turn(landscape=isinstance(block, Table) and block.landscape)
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraphs(block.text)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case Chart():
                self._chart(block)
            case Roster():
                self._roster(block)
            case PageBreak():
                self.break_due = True

    def _heading(self, heading: Heading) -> None:
        """A numbered item without a heading of its own is body text, no entry to navigate by."""
        first, _, rest = heading.run_in.partition("\n")
        text, first = clean(heading.text), clean(first)
        is_title = text and not heading.is_sentence
        style = f"heading {heading.level}" if is_title else sheet.BODY
        paragraph = self._styled(style, heading.number + text)
        if first:
            paragraph.paragraph_format.keep_with_next = False if text else None
            self._run(paragraph, first, sheet.RUN_IN if text else "")
        self._paragraphs(rest)

    def _paragraphs(self, text: str) -> None:
        for part in text.split("\n"):
            self._paragraph(part, sheet.BODY)

    def _roster(self, roster: Roster) -> None:
        """Holders below one another, held there by indents as wide as the characters set."""
        for at, line in enumerate(roster.lines):
            paragraph = self._styled(sheet.ROSTER, clean(line))
            hanging = roster.hang(at) + (0 if at else roster.lead)
            left = (2 + roster.lead + roster.hang(at)) * CHARACTER
            paragraph.paragraph_format.left_indent = Pt(left)
            paragraph.paragraph_format.first_line_indent = Pt(-hanging * CHARACTER)

    def _attachments(self) -> None:
        """附件说明: a name that is broken goes on below its own first character (7.3.4)."""
        lines = attachment_lines(self.document)
        for at, line in enumerate(lines):
            paragraph = self._styled(sheet.ATTACHMENT, clean(line))
            number = 1 + (at >= 9) / 2 if len(lines) > 1 else 0  # characters of 1. and of 10.
            lead = number + (0 if at else 3)
            _indent(paragraph, left=ATTACHMENT_LEAD + number, hanging=lead)
            if not at:
                _lines_above(paragraph, LINES_ABOVE_ATTACHMENTS)

    def _closing(self) -> None:
        """署名 and 成文日期; never alone on a page (7.3.5.5)."""
        placed = closing_lines(self.document, self.faces)
        last = self._last()
        if placed and last is not None:
            last.paragraph_format.keep_with_next = True
        above = LINES_ABOVE_SEALED if self.document.sealed else LINES_ABOVE_UNSEALED
        for at, (text, left) in enumerate(placed):
            paragraph = self._styled(sheet.CLOSING, text.characters)
            width = text.width(0, len(text), Measure())
            _indent(paragraph, right=max(TYPE_WIDTH - left - width, 0) / CELL)
            if not at:
                _lines_above(paragraph, above)
            paragraph.paragraph_format.keep_with_next = at + 1 < len(placed)

    def _table(self, table: Table) -> None:
        self._hold_table_apart()
        caption = self._paragraph(table.caption, sheet.CAPTION)
        if caption is not None:
            caption.paragraph_format.keep_with_next = True
        elif self.break_due:
            self._styled("Normal").paragraph_format.line_spacing = Pt(1)
        self._append(write_table(table, self.faces))

    def _picture(self, picture: Picture) -> None:
        caption = clean(picture.caption)
        width, height = size_in_lines(picture.data, LINES - 1 - bool(caption))
        paragraph = self._styled(sheet.PICTURE)
        add_picture(paragraph, fitted(picture.data, width), width, height, caption)
        paragraph.paragraph_format.keep_with_next = bool(caption)
        self._paragraph(caption, sheet.CAPTION)

    def _chart(self, chart: Chart) -> None:
        """A picture in black and grey; the last one of a long chart is kept with its caption."""
        paragraph = None
        for image in chart_images(chart, self.faces):
            paragraph = self._styled(sheet.PICTURE)
            words = clean(image.in_words)
            add_picture(paragraph, io.BytesIO(image.data), image.width, image.height, words)
            paragraph.paragraph_format.keep_with_next = False
        if self._paragraph(chart.caption, sheet.CAPTION) and paragraph:
            paragraph.paragraph_format.keep_with_next = True

    # The file

    def _packed(self) -> bytes:
        """The file with nothing in it that depends on when and where it was made."""
        properties, created = self.word.core_properties, self.document.created or UNDATED
        properties.title = clean(self.document.title)[:LONGEST_PROPERTY]
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.revision, properties.language = 1, "zh-CN"
        properties.created = properties.modified = created.astimezone(datetime.UTC)
        written, packed = io.BytesIO(), io.BytesIO()
        self.word.save(written)
        with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w") as target:
            for name in source.namelist():
                entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
                target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
        return packed.getvalue()


def _indent(paragraph: WordParagraph, **characters: float) -> None:
    """Indents in characters, as Word shows them; the second measure is for readers without."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for side, count in characters.items():
        indent.set(qn(f"w:{side}Chars"), str(round(count * 100)))
        indent.set(qn(f"w:{side}"), str(twips(count * BODY_SIZE)))


def _lines_above(paragraph: WordParagraph, count: int) -> None:
    spacing = paragraph._p.get_or_add_pPr().get_or_add_spacing()
    spacing.set(qn("w:beforeLines"), str(count * 100))
    spacing.set(qn("w:before"), str(count * LINE_TWIPS))
