"""The style sheet of the printed page: places and sizes of what `typesetting` sets in HTML."""

from __future__ import annotations

from reports.faces import Faces
from reports.gongwen import (
    BODY_SIZE,
    CAPTION_SIZE,
    IMPRINT_SIZE,
    INNER_RULE_MM,
    LEFT_MM,
    MARK_DROP_MM,
    MM,
    OUTER_RULE_MM,
    PAGE_HEIGHT_MM,
    PAGE_NUMBER_DROP_MM,
    PAGE_NUMBER_SIZE,
    PAGE_WIDTH_MM,
    PITCH,
    RED,
    RULE_WEIGHT,
    SIDEWAYS_PITCH,
    SIDEWAYS_SIZE,
    TABLE_PADDING,
    TABLE_PITCH,
    TABLE_SIZE,
    TITLE_SIZE,
    TOP_MM,
    TYPE_HEIGHT,
    TYPE_HEIGHT_MM,
    TYPE_WIDTH,
    TYPE_WIDTH_MM,
    Face,
)

LEADING_MM = (PITCH - BODY_SIZE) / 2 / MM  # above the first and below the last em box of a page
SLACK_MM = 0.1  # lets rounding not push out the last line or character


def sheet_of(in_use: Faces) -> str:
    """All rules for documents set in these faces."""
    return _font_css(in_use) + _page_css() + _block_css()


def _font_css(in_use: Faces) -> str:
    """A class for each face; a rare one must not move the lines: line-height 0."""
    rules = [
        f'.{face}{{font-family:"{in_use.family(face)}";line-height:0}}' for face in in_use.files
    ]
    body, page_number = in_use.family(Face.FANG), in_use.family(Face.SONG)
    rules += [
        f'html{{font-family:"{body}"}}',
        f'@page{{font-family:"{page_number}"}}',
    ]
    return "".join(rules)


def _page_css() -> str:
    top = TOP_MM - LEADING_MM
    right = PAGE_WIDTH_MM - LEFT_MM - TYPE_WIDTH_MM - SLACK_MM
    bottom = PAGE_HEIGHT_MM - TOP_MM - TYPE_HEIGHT_MM - LEADING_MM
    # The number's line box begins where the page's area ends: LEADING_MM below the type area.
    line = PAGE_NUMBER_SIZE * 1.5
    to_dash = (line / 2) / MM
    drop = PAGE_NUMBER_DROP_MM - LEADING_MM - to_dash
    number = (
        f"content:'\\2014\\2002' counter(page) '\\2002\\2014';vertical-align:top;"
        f"font-size:{PAGE_NUMBER_SIZE}pt;line-height:{line}pt;padding-top:{drop:.4f}mm;"
    )
    return (
        f"@page{{size:A4;margin:{top:.4f}mm {right:.4f}mm {bottom - SLACK_MM / 2:.4f}mm"
        f" {LEFT_MM}mm}}"
        f"@page:right{{@bottom-right{{{number}padding-right:{PAGE_NUMBER_SIZE}pt}}}}"
        f"@page:left{{@bottom-left{{{number}padding-left:{PAGE_NUMBER_SIZE}pt}}}}"
    )


def _block_css() -> str:
    return (
        f"html{{font-size:{BODY_SIZE}pt;font-kerning:none;font-variant-ligatures:none;color:#000;"
        f"orphans:1;widows:1}}{_text_css()}{_head_css()}{_end_css()}{_table_css()}"
    )


def _text_css() -> str:
    return f"""
body,p,h1,h2,h3,h4,h5,h6{{margin:0;font-size:inherit;font-weight:normal;bookmark-level:none}}
p,h1,h2,h3,h4,h5,h6,.line,.cell{{display:block}}
.line{{height:{PITCH:.4f}pt;line-height:{PITCH:.4f}pt;white-space:pre}}
.headline{{font-size:{TITLE_SIZE}pt;text-align:center;width:{TYPE_WIDTH:.4f}pt;break-inside:avoid;
break-after:avoid}}
.caption{{font-size:{CAPTION_SIZE}pt;text-align:center;width:{TYPE_WIDTH:.4f}pt}}
.heading{{break-inside:avoid}}
.above,.heading,.keep{{break-after:avoid}}
.break{{break-after:page}}
.fresh{{break-before:page}}
[data-level]{{bookmark-label:attr(data-label)}}
[data-level="1"]{{bookmark-level:1}}[data-level="2"]{{bookmark-level:2}}
[data-level="3"]{{bookmark-level:3}}[data-level="4"]{{bookmark-level:4}}
[data-level="5"]{{bookmark-level:5}}
.picture{{break-inside:avoid;text-align:center;width:{TYPE_WIDTH:.4f}pt}}
.frame{{line-height:0}}
img{{image-rendering:crisp-edges}}/* not smoothed by the viewer: PDF/A, 6.2.8 */
"""


def _head_css() -> str:
    return f"""
.red-head{{break-after:avoid;break-inside:avoid;width:{TYPE_WIDTH:.4f}pt;text-align:center}}
.mark{{color:{RED};white-space:pre;padding-top:{MARK_DROP_MM + LEADING_MM:.4f}mm}}
.mark>span{{display:block}}
.red-rule{{height:{RULE_WEIGHT}pt;background:{RED}}}
"""


def _end_css() -> str:
    return f"""
.closing{{break-before:avoid;break-inside:avoid}}
.reserve{{break-before:avoid;break-inside:avoid}}
.imprint{{position:absolute;left:0;bottom:{LEADING_MM + SLACK_MM / 2:.4f}mm;
width:{TYPE_WIDTH:.4f}pt;font-size:{IMPRINT_SIZE}pt;
border-bottom:{OUTER_RULE_MM}mm solid #000}}
.entry{{border-top:{INNER_RULE_MM}mm solid #000}}
.entry:first-child{{border-top-width:{OUTER_RULE_MM}mm}}
.gap{{display:inline-block}}
"""


def _table_css() -> str:
    return f"""
table{{table-layout:fixed;border-collapse:collapse}}
.upright{{font-size:{TABLE_SIZE}pt;line-height:{TABLE_PITCH}pt}}
.sideways{{font-size:{SIDEWAYS_SIZE}pt;line-height:{SIDEWAYS_PITCH}pt}}
thead{{display:table-header-group}}
tr{{break-inside:avoid}}
tbody>tr:last-child{{break-before:avoid}}/* a sum alone on its page says little */
th,td{{border:.5pt solid #000;padding:0 {TABLE_PADDING}pt;vertical-align:middle;
text-align:left;font-weight:normal}}
th,.centred{{text-align:center}}
.cell{{white-space:pre}}
.upright .cell{{height:{TABLE_PITCH}pt}}.sideways .cell{{height:{SIDEWAYS_PITCH}pt}}
.sheet{{break-before:page;break-after:page;break-inside:avoid;position:relative;
height:{TYPE_HEIGHT:.4f}pt;width:{TYPE_WIDTH:.4f}pt}}
.turned{{position:absolute;left:0;top:0;width:{TYPE_HEIGHT:.4f}pt;transform-origin:0 0;
transform:translate(0,{TYPE_HEIGHT + LEADING_MM * MM:.4f}pt) rotate(-90deg)}}
.turned .caption{{width:{TYPE_HEIGHT:.4f}pt}}
"""
