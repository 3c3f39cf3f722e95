"""The empty sheet of a Word file: page, document grid, page numbers and named styles.

Laid out by GB/T 9704-2012 as Word and WPS understand it: the grid stands in the page set-up, so
that its 22 lines of 28 characters can be checked there, and every kind of paragraph has a style
that can be changed in one place.
"""

from __future__ import annotations

import math
from copy import deepcopy
from dataclasses import dataclass

import docx
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from reports.gongwen import (
    BODY_SIZE,
    CAPTION_SIZE,
    CELL,
    IMPRINT_SIZE,
    LEFT_MM,
    LINES,
    MARK_SIZE,
    MM,
    PAGE_HEIGHT_MM,
    PAGE_NUMBER_DROP_MM,
    PAGE_NUMBER_SIZE,
    PAGE_WIDTH_MM,
    RED,
    SIDEWAYS_PITCH,
    SIDEWAYS_SIZE,
    TABLE_PITCH,
    TABLE_SIZE,
    TITLE_SIZE,
    TOP_MM,
    TYPE_HEIGHT_MM,
    TYPE_WIDTH_MM,
    Face,
)

# The names under which offices have the faces installed; Word shows another face if one is not.
FONTS = {
    Face.TITLE: "方正小标宋简体",
    Face.FANG: "仿宋_GB2312",
    Face.KAI: "楷体_GB2312",
    Face.HEI: "黑体",
    Face.SONG: "宋体",
}
LATIN = "Times New Roman"
TWIP = 1 / 20  # points

# Word's grid divides the type area evenly, unlike the printed page, whose first and last em box
# touch its edges: a little less than PITCH. Rounded down, so that the 22nd line stays in.
LINE_TWIPS = math.floor(TYPE_HEIGHT_MM * MM / LINES / TWIP)
LINE = LINE_TWIPS * TWIP
CHAR_SPACE = math.floor((CELL - BODY_SIZE) * 4096)  # ECMA-376, 17.6.5: points x 4096
# The same squeeze once more as a property of the type, which then leaves the grid alone: some
# programs give a character that is larger than its cell two cells. A
# twentieth of a point more, so that rounding does not push the 28th out; full lines are spread.
SQUEEZE_TWIPS = math.floor((CELL - BODY_SIZE) / TWIP) - 1

RIGHT_MM = PAGE_WIDTH_MM - LEFT_MM - TYPE_WIDTH_MM
IMPRINT_LINE = 1.7 * IMPRINT_SIZE
RED_DIGITS = "".join(digit * 2 for digit in RED[1:]).upper()
BOTTOM_MM = PAGE_HEIGHT_MM - TOP_MM - TYPE_HEIGHT_MM
NUMBER_LINE = 1.5 * PAGE_NUMBER_SIZE  # height of the line the page number stands in
FOOTER_MM = BOTTOM_MM - PAGE_NUMBER_DROP_MM - NUMBER_LINE / 2 / MM

BODY, ADDRESSEE, TITLE = "公文正文", "主送机关", "公文标题"
ATTACHMENT, CLOSING, ROSTER = "附件说明", "署名日期", "名单"
PICTURE, CAPTION = "图片", "图表标题"
CELL_TEXT, CELL_HEAD, RUN_IN = "表格正文", "表头", "接排正文"
SIDEWAYS_TEXT, SIDEWAYS_HEAD = "横排表格正文", "横排表头"
PAGE_NUMBER = "公文页码"
ANNEX, ANNEX_TITLE = "附件标识", "附件标题"
MARK, REFERENCE, IMPRINT = "发文机关标志", "发文字号", "版记"
_BUILT_IN = ("Normal", "Default Paragraph Font", "Normal Table", "No List")
_UNWANTED = ("thumbnail", "stylesWithEffects", "customXml", "numbering")


def twips(points: float) -> int:
    """Points in Word's own unit."""
    return round(points / TWIP)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style based on Word's Normal (正文).

    paragraph: what its paragraphs differ in, as the children of w:pPr in the order of the
    schema; line: points from line to line, 0 for as high as what stands in it;
    outline: level in the navigation pane; following: the style of the next paragraph typed;
    colour: as six hexadecimal digits.
    """

    name: str
    face: Face = Face.FANG
    size: float = BODY_SIZE
    before: str = ""
    line: float = LINE
    space: str = ""
    after: str = ""
    outline: int = 0
    following: str = ""
    colour: str = ""


_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_CENTRE = '<w:jc w:val="center"/>'
_TOGETHER = "<w:keepNext/>"
_LINE_BELOW = f'w:afterLines="100" w:after="{LINE_TWIPS}"'
_HEADINGS = {1: Face.HEI, 2: Face.KAI, 3: Face.FANG, 4: Face.FANG}

STYLES = (
    Style(
        TITLE, Face.TITLE, TITLE_SIZE, _TOGETHER, after=_CENTRE, following=ADDRESSEE,
        space=_LINE_BELOW,
    ),
    Style(ADDRESSEE, following=BODY),
    Style(BODY, after=_INDENT),
    *(
        Style(f"heading {level}", face, before=_TOGETHER, after=_INDENT, outline=level,
              following=BODY)
        for level, face in _HEADINGS.items()
    ),
    Style(ATTACHMENT),
    Style(ROSTER, after='<w:jc w:val="left"/>'),
    Style(CLOSING, after='<w:jc w:val="right"/>'),
    Style(PICTURE, before=_TOGETHER, line=0, after=_CENTRE),
    Style(CAPTION, size=CAPTION_SIZE, after=_CENTRE, following=BODY),
    Style(CELL_TEXT, size=TABLE_SIZE, line=TABLE_PITCH, after='<w:jc w:val="left"/>'),
    Style(CELL_HEAD, Face.HEI, TABLE_SIZE, "", TABLE_PITCH, after=_CENTRE),
    Style(
        SIDEWAYS_TEXT, size=SIDEWAYS_SIZE, line=SIDEWAYS_PITCH,
        after='<w:jc w:val="left"/>',
    ),
    Style(SIDEWAYS_HEAD, Face.HEI, SIDEWAYS_SIZE, "", SIDEWAYS_PITCH, after=_CENTRE),
    Style(
        ANNEX, Face.HEI, before=_TOGETHER, after='<w:jc w:val="left"/>', following=ANNEX_TITLE,
        space=_LINE_BELOW,
    ),
    Style(
        ANNEX_TITLE, Face.TITLE, TITLE_SIZE, _TOGETHER, after=_CENTRE, following=BODY,
        space=_LINE_BELOW, outline=1,
    ),
    Style(
        MARK, Face.TITLE, MARK_SIZE, _TOGETHER, line=0, after=_CENTRE, following=REFERENCE,
        colour=RED_DIGITS,
    ),
    Style(REFERENCE, before=_TOGETHER, after=_CENTRE, following=TITLE),
    Style(IMPRINT, size=IMPRINT_SIZE, line=IMPRINT_LINE, after='<w:jc w:val="left"/>'),
    Style(PAGE_NUMBER, Face.SONG, PAGE_NUMBER_SIZE, "", NUMBER_LINE),
)  # fmt: skip


def empty_sheet() -> WordFile:
    """A Word file without text, ready to be written on."""
    file = docx.Document()
    _drop_what_the_template_brings(file)
    _set_styles(file)
    _set_page(file)
    _set_page_numbers(file)
    return file


def section(file: WordFile, *, landscape: bool):
    """The properties of a section as Word keeps them at its end (w:sectPr).

    Turned to the left: the upper edge of a landscape page lies at the 订口.
    """
    properties = deepcopy(file.sections[0]._sectPr)
    if landscape:
        size, margins = properties.find(qn("w:pgSz")), properties.find(qn("w:pgMar"))
        width, height = size.get(qn("w:w")), size.get(qn("w:h"))
        for name, value in (("w", height), ("h", width), ("orient", "landscape")):
            size.set(qn(f"w:{name}"), value)
        turned = {"top": LEFT_MM, "bottom": RIGHT_MM, "left": BOTTOM_MM, "right": TOP_MM}
        for side, size_mm in turned.items():
            margins.set(qn(f"w:{side}"), str(twips(size_mm * MM)))
        margins.set(
            qn("w:footer"), str(twips((RIGHT_MM - PAGE_NUMBER_DROP_MM) * MM - NUMBER_LINE / 2))
        )
    return properties


def _drop_what_the_template_brings(file: WordFile) -> None:
    """The library's template carries a preview picture, list numbers and a hundred styles."""
    for part in (file.part, file.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in _UNWANTED:
                del part.rels[key]
    for style in list(file.styles):
        if style.name not in _BUILT_IN:
            style.delete()
    settings = file.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # or Word opens it as a file of 2010


def fonts(face: Face) -> str:
    """The w:rFonts of a face. hint: “ ” — … are Chinese marks, not Latin ones."""
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" '
        f'w:eastAsia="{FONTS[face]}"/>'
    )


def _type(face: Face, size: float, colour: str = "") -> str:
    squeeze = SQUEEZE_TWIPS if size >= BODY_SIZE else 0
    painted = f'<w:color w:val="{colour}"/>' if colour else ""
    return (
        f'<w:rPr>{fonts(face)}<w:snapToGrid w:val="0"/>{painted}<w:spacing w:val="{squeeze}"/>'
        f'<w:sz w:val="{size * 2:g}"/><w:szCs w:val="{size * 2:g}"/></w:rPr>'
    )


def _set_styles(file: WordFile) -> None:
    styles = file.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    styles.replace(defaults, parse_xml(_DEFAULTS))
    normal = file.styles["Normal"].element
    normal.append(parse_xml(_NORMAL_PARAGRAPH))
    normal.append(
        parse_xml(_type(Face.FANG, BODY_SIZE).replace("<w:rPr>", f"<w:rPr {nsdecls('w')}>"))
    )
    for style in STYLES:
        styles.append(parse_xml(_style_xml(style)))
    styles.append(parse_xml(_RUN_IN))


def style_id(name: str) -> str:
    """Word's internal key of a style; those of its own headings are fixed."""
    return f"Heading{name[-1]}" if name.startswith("heading") else f"Gongwen{name}"


def _style_xml(style: Style) -> str:
    line = (
        f'w:line="{twips(style.line)}" w:lineRule="exact"'
        if style.line
        else 'w:line="240" w:lineRule="auto"'
    )
    following = f'<w:next w:val="{style_id(style.following)}"/>' if style.following else ""
    outline = f'<w:outlineLvl w:val="{style.outline - 1}"/>' if style.outline else ""
    custom = "" if style.name.startswith("heading") else ' w:customStyle="1"'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph"{custom} w:styleId="{style_id(style.name)}">'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/>{following}'
        f'<w:uiPriority w:val="1"/><w:qFormat/>'
        f"<w:pPr>{style.before}<w:spacing {style.space} {line}/>{style.after}{outline}</w:pPr>"
        f"{_type(style.face, style.size, style.colour)}</w:style>"
    )


_DEFAULTS = (
    f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{fonts(Face.FANG)}"
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
)
# No widow is kept, nothing hangs out, no gap between hanzi and digits: the lines of the PDF.
# Lines keep off the grid, which their exact height reproduces.
_NORMAL_PARAGRAPH = (
    f'<w:pPr {nsdecls("w")}><w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct w:val="0"/>'
    '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
    f'<w:spacing w:before="0" w:after="0" w:line="{LINE_TWIPS}" w:lineRule="exact"/>'
    '<w:jc w:val="both"/></w:pPr>'
)
_RUN_IN = (
    f'<w:style {nsdecls("w")} w:type="character" w:customStyle="1" w:styleId="{style_id(RUN_IN)}">'
    f'<w:name w:val="{RUN_IN}"/><w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>'
    f"<w:rPr>{fonts(Face.FANG)}</w:rPr></w:style>"
)


def _set_page(file: WordFile) -> None:
    properties = file.sections[0]._sectPr
    for child in list(properties):
        properties.remove(child)
    sides = {
        "top": TOP_MM, "right": RIGHT_MM, "bottom": BOTTOM_MM, "left": LEFT_MM,
        "header": TOP_MM / 2, "footer": FOOTER_MM,
    }  # fmt: skip
    margins = " ".join(f'w:{side}="{twips(mm * MM)}"' for side, mm in sides.items())
    width, height = twips(PAGE_WIDTH_MM * MM), twips(PAGE_HEIGHT_MM * MM)
    grid = f'w:type="linesAndChars" w:linePitch="{LINE_TWIPS}" w:charSpace="{CHAR_SPACE}"'
    for xml in (
        f'<w:pgSz {nsdecls("w")} w:w="{width}" w:h="{height}"/>',
        f'<w:pgMar {nsdecls("w")} {margins} w:gutter="0"/>',
        f"<w:docGrid {nsdecls('w')} {grid}/>",
    ):
        properties.append(parse_xml(xml))


def _set_page_numbers(file: WordFile) -> None:
    """— 1 — at the outside edge: right on odd pages, left on even ones (7.5)."""
    file.settings.odd_and_even_pages_header_footer = True
    page = file.sections[0]
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        (paragraph,) = footer.paragraphs
        paragraph._p.getparent().replace(paragraph._p, parse_xml(_page_number(side)))


def _page_number(side: str) -> str:
    run = f'<w:r><w:rPr>{fonts(Face.SONG)}</w:rPr><w:t xml:space="preserve">'
    inset = f'<w:ind w:{side}Chars="100" w:{side}="{twips(PAGE_NUMBER_SIZE)}"/>'
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style_id(PAGE_NUMBER)}"/>{inset}'
        f'<w:jc w:val="{side}"/></w:pPr>{run}— </w:t></w:r>'
        f'<w:fldSimple w:instr=" PAGE ">{run}1</w:t></w:r></w:fldSimple>{run} —</w:t></w:r></w:p>'
    )
