"""The layout of an official document: GB/T 9704-2012 《党政机关公文格式》, clause by clause.

Numbers ending in _MM are millimetres, all others points (1/72 inch) or counts.
"""

from enum import StrEnum

MM = 72 / 25.4  # points in a millimetre

# 5.1, 5.2.1: A4; 天头 37 mm, 订口 28 mm, 版心 156 mm x 225 mm.
PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210, 297
LEFT_MM, TOP_MM = 28, 37
TYPE_WIDTH_MM, TYPE_HEIGHT_MM = 156, 225
TYPE_WIDTH, TYPE_HEIGHT = TYPE_WIDTH_MM * MM, TYPE_HEIGHT_MM * MM

# 5.2.2, 5.2.3: body 3号 (16 pt) 仿宋, 22 lines of 28 characters that fill the type area.
BODY_SIZE = 16
LINES, CELLS = 22, 28
CELL = TYPE_WIDTH / CELLS
PITCH = (TYPE_HEIGHT - BODY_SIZE) / (LINES - 1)  # from line to line, em box to em box
TRACKING = CELL - BODY_SIZE  # what makes an em as wide as a cell

# 7.2.4: 发文机关标志 in red 小标宋, centred, its upper edge 35 mm below that of the type area; the
# size is free: 小初 (36 pt), with which the title stands on a line of the page again; a long one
# is condensed, then smaller. 7.2.5: two empty lines, then 发文字号; 7.2.7: the red rule 4 mm below
# it; 7.3.1: two empty lines to the title.
RED = "#f00"
MARK_DROP_MM = 35
MARK_SIZE, MARK_SMALLEST = 36, 22
MARK_CONDENSED = 2 / 3  # how narrow the characters of a long one may become
LINES_ABOVE_REFERENCE = LINES_BELOW_RULE = 2
RULE_DROP_MM, RULE_WEIGHT = 4, 1.5

# 7.4: 版记 4号 (14 pt) 仿宋, a character in on both sides, the last of its rules on the lower
# edge of the type area; the first and the last rule 0.35 mm thick, those between 0.25 mm.
IMPRINT_SIZE = 14
OUTER_RULE_MM, INNER_RULE_MM = 0.35, 0.25

# 7.3.7: 附件 and its number at the left edge of the first line, its title in the third.
LINES_BELOW_ANNEX_LABEL = 1

# 7.3.1: title 2号 (22 pt) 小标宋, centred; 7.3.2: one empty line, then 主送机关.
TITLE_SIZE = 22
LINES_BELOW_TITLE = 1

# 7.3.3: every paragraph begins two characters in.
INDENT = 2 * CELL

# 7.3.4: 附件说明 one empty line below the text, two characters in.
LINES_ABOVE_ATTACHMENTS = 1

# 7.3.5.1, with seal: date four characters from the right, 署名 centred on it. A seal of 42 mm
# is four lines high and must begin within one line of the text: two empty lines do that.
SEALED_DATE_INSET = 4 * CELL
LINES_ABOVE_SEALED = 2
# 7.3.5.2, without seal: one empty line, 署名 two characters from the right, the date below it
# begins two characters further right; a date longer than the 署名 ends two from the right.
UNSEALED_INSET = UNSEALED_DATE_SHIFT = 2 * CELL
LINES_ABOVE_UNSEALED = 1

# 7.5: page number 4号 (14 pt) 宋体 between dashes, the dash 7 mm below the type area, one
# character in from the outside edge.
PAGE_NUMBER_SIZE = 14
PAGE_NUMBER_DROP_MM = 7

# Tables and captions: the standard leaves them free (5.2.2). Upright ones 小四 (12 pt) on half
# lines of the grid, so that the text below stands on it again; wide ones sideways 五号 (10.5 pt).
TABLE_SIZE, TABLE_PITCH, TABLE_STEP = 12, 16.5, PITCH / 2
SIDEWAYS_SIZE, SIDEWAYS_PITCH, SIDEWAYS_STEP = 10.5, 14.5, 1
TABLE_PADDING = 4
CAPTION_SIZE = 14

# Charts, free as well: 五号, the values at the bars a little smaller.
CHART_SIZE, CHART_PITCH, CHART_VALUE_SIZE = 10.5, 13, 9


class Face(StrEnum):
    """The type faces of a document, by the part they play; see reports/fonts/README.md."""

    TITLE = "title"  # 小标宋, 7.3.1
    FANG = "fang"  # 仿宋, body and levels 3 and 4
    HEI = "hei"  # 黑体, level 1
    KAI = "kai"  # 楷体, level 2
    SONG = "song"  # 宋体, page numbers
    LATIN = "latin"  # digits and Latin letters within FANG and KAI
    RARE = "rare"  # hanzi the others lack
    NONE = "none"  # no face has the character


HEADING_FACES = {1: Face.HEI, 2: Face.KAI, 3: Face.FANG, 4: Face.FANG}  # 7.3.3
