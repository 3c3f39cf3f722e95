"""How a binder looks: A4 with running heads, tables, photos two to a page."""

from __future__ import annotations

from functools import lru_cache

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from reports.faces import Faces
from reports.gongwen import MM, PAGE_HEIGHT_MM, PAGE_WIDTH_MM, Face
from reports.pdf import family, stylesheet

TOP, BOTTOM, LEFT, RIGHT = 24, 20, 26, 20  # mm; the left is where it is bound
PHOTO_ROOM = (150, 88)  # mm: two below the head of an activity
FURTHER_PHOTO_ROOM = (160, 103)  # mm: two to a page
# an uploaded page stands in its own margins, as large as the sheet allows
LEAF_TOP, LEAF_BOTTOM, LEAF_LEFT, LEAF_RIGHT, STRIP = 20, 16, 20, 12, 7
TEXT, SMALL = (Face.SONG, Face.RARE, Face.LATIN), (Face.KAI, Face.RARE, Face.LATIN)
HEADS, TITLES = (Face.HEI, Face.RARE, Face.LATIN), (Face.TITLE, Face.RARE, Face.LATIN)


def leaf_room(*, wide: bool) -> tuple[float, float, float, float]:
    """Where an uploaded page is drawn on its sheet: left, bottom, width, height in points."""
    across, up = (PAGE_HEIGHT_MM, PAGE_WIDTH_MM) if wide else (PAGE_WIDTH_MM, PAGE_HEIGHT_MM)
    room = (
        LEAF_LEFT, LEAF_BOTTOM,
        across - LEAF_LEFT - LEAF_RIGHT, up - LEAF_TOP - LEAF_BOTTOM - STRIP,
    )  # fmt: skip
    return tuple(value * MM for value in room)


@lru_cache(maxsize=2)
def sheet(in_use: Faces) -> tuple[CSS, FontConfiguration]:
    """The style sheet with the fonts loaded: once for a process and a set of fonts."""
    fonts = FontConfiguration()
    return stylesheet(_pages(in_use) + _blocks(in_use) + _front(in_use), in_use, fonts), fonts


def numbered_from(page: int) -> CSS:
    """Numbers the pages from `page` on."""
    return CSS(string=f"@page:first{{counter-reset:page {page}}}")


def _named(in_use: Faces, faces: tuple[Face, ...]) -> str:
    return "font-family:" + ",".join(dict.fromkeys(f'"{family(in_use, face)}"' for face in faces))


def _pages(in_use: Faces) -> str:
    head = f"{_named(in_use, SMALL)};font-size:10pt;line-height:14pt;vertical-align:bottom"
    rule = "border-bottom:.5pt solid #777;padding-bottom:1mm;margin-bottom:3mm"
    leaf = f"margin:{LEAF_TOP}mm {LEAF_RIGHT}mm {LEAF_BOTTOM}mm {LEAF_LEFT}mm"
    return f"""
@page{{size:A4;margin:{TOP}mm {RIGHT}mm {BOTTOM}mm {LEFT}mm;
@top-left{{content:string(unit);{head};{rule};width:38%;text-align:left}}
@top-right{{content:string(item);{head};{rule};width:62%;text-align:right}}
@bottom-center{{content:'— ' counter(page) ' —';{_named(in_use, TEXT)};font-size:11pt}}}}
@page leaf{{{leaf}}}
@page wide{{size:A4 landscape;{leaf}}}
@page cover{{@top-left{{content:none;border:0}}@top-right{{content:none;border:0}}
@bottom-center{{content:none}}}}
.leaf{{page:leaf}}.leaf.wide{{page:wide}}.cover{{page:cover}}
.leaf{{break-before:page;break-after:page}}
"""


def _blocks(in_use: Faces) -> str:
    text, small = _named(in_use, TEXT), _named(in_use, SMALL)
    heads = _named(in_use, HEADS)
    return f"""
html{{{text};font-size:11.5pt;line-height:18pt;color:#000;orphans:2;widows:2}}
body{{margin:0}}
p{{margin:0 0 4pt;text-align:left}}
.run{{string-set:unit attr(data-unit),item attr(data-item)}}
.new{{break-before:page}}
h1,h2,h3,h4{{font-weight:normal;margin:0;break-after:avoid;{heads}}}
h1{{font-size:18pt;line-height:28pt;margin-bottom:6pt}}
h2{{font-size:14pt;line-height:22pt;margin-bottom:6pt;padding-bottom:4pt;border-bottom:1.5pt solid #9c1c1c}}
h3{{font-size:13pt;line-height:20pt;margin:12pt 0 4pt;padding:2pt 6pt;background:#f1eeea}}
h4{{font-size:12pt;line-height:18pt;margin:12pt 0 2pt}}
.deed{{break-after:avoid}}
.deed .text{{text-indent:2em}}
.facts{{font-size:10.5pt;line-height:16pt}}
.facts b{{font-weight:normal;{small};color:#555}}
table{{border-collapse:collapse;width:100%;margin:0 0 8pt;table-layout:fixed}}
thead{{display:table-header-group}}tr{{break-inside:avoid}}
th,td{{border:.5pt solid #888;padding:3pt 5pt;vertical-align:top;font-weight:normal;
text-align:left;font-size:10.5pt;line-height:15.5pt;overflow-wrap:anywhere}}
th{{{small};background:#f7f5f2}}
.rule th{{width:22mm}}.rule td.points{{width:24mm}}
.number{{text-align:center}}
.digest{{font-size:6.5pt;line-height:9pt}}
.photos{{text-align:center;orphans:1;widows:1}}
figure{{display:inline-block;margin:6pt 3pt 2pt;vertical-align:top;break-inside:avoid}}
figure img{{display:block;border:.4pt solid #999}}
figcaption{{{small};font-size:10pt;line-height:14pt;text-align:center;margin-top:2pt}}
.also,.bad{{{small};font-size:10.5pt;line-height:16pt}}
.bad{{color:#9c1c1c}}
p.bad{{break-before:avoid;margin-bottom:16pt}}
a{{color:inherit;text-decoration:none}}
a.at::after{{content:target-counter(attr(href),page)}}
.strip{{{small};font-size:10pt;line-height:14pt;height:{STRIP}mm;margin:0;overflow:hidden;white-space:nowrap}}
"""


def _front(in_use: Faces) -> str:
    """Cover and contents."""
    text, small = _named(in_use, TEXT), _named(in_use, SMALL)
    heads, titles = _named(in_use, HEADS), _named(in_use, TITLES)
    return f"""
.cover p{{text-align:center}}
.cover .standard{{{heads};font-size:16pt;line-height:26pt;margin:48mm 0 16mm}}
.cover .name{{{titles};font-size:34pt;line-height:52pt;letter-spacing:4pt}}
.cover .years{{{heads};font-size:18pt;line-height:30pt;margin-top:8mm}}
.cover .of{{{heads};font-size:20pt;line-height:32pt;margin-top:62mm}}
.cover .date{{{text};font-size:16pt;line-height:28pt}}
.contents{{width:100%}}
.contents td{{border:0;padding:1.5pt 0;font-size:11pt;line-height:16pt}}
.contents td.page{{width:14mm;text-align:right;vertical-align:bottom}}
.contents .level-1 td{{{heads};font-size:12pt;padding-top:7pt}}
.contents .level-2 td.what{{padding-left:1.5em}}
.contents .level-3 td.what{{padding-left:3em;{small};font-size:10.5pt}}
.contents .level-3 td.page{{font-size:10.5pt}}
.contents td.what{{border-bottom:.4pt dotted #999}}.contents td.page{{border-bottom:.4pt dotted #999}}
"""
