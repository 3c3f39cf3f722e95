"""Line composition: where lines end, and how wide they are set.

The renderer cannot fill Chinese lines, so lines are made here: 28 characters (a digit counts as
half), no line begins with a closing mark or ends with an opening one (GB/T 15834-2011, 5.1); the
character before moves to the next line instead, nothing hangs out, and the remaining line is
spread until it is exactly as wide as the type area (GB/T 9704-2012, 5.2.3).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby

from reports.faces import Faces
from reports.gongwen import BODY_SIZE, TRACKING, TYPE_WIDTH, Face

NOT_FIRST = frozenset('，。、；：？！）］｝〕〉》」』】〗”’·…～％‰℃°′″㎡㎞㎝㎜㎏／,.;:?!)]}>%"/')
NOT_LAST = frozenset('（［｛〔〈《「『【〖“‘￥＄／([{<$"')
BLANKS = re.compile(r"[^\S\u3000]+")
NOT_PARTED = frozenset({"——", "……"})
JOINERS = frozenset(".,:/-'")
SQUEEZE = 0.25  # points a gap may shrink so that narrow and wide Latin letters even out
MOST_INDENT = 0.75  # share of the room; what hangs below a very long label stands further left
SHORTEST = 0.7  # a line set shorter than this share breaks inside a number or word instead


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one face."""

    face: Face
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line. indent: points from the left; tracking: points after every character."""

    runs: tuple[Run, ...]
    indent: float
    tracking: float
    width: float

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Measure:
    """The room lines are set in, all in points.

    first: indent of the first line; rest: of the others; fill: spread all lines but the last.
    """

    width: float = TYPE_WIDTH
    size: float = BODY_SIZE
    tracking: float = TRACKING
    first: float = 0
    rest: float = 0
    fill: bool = True


class Text:
    """Running text made ready to be broken: faces, widths and permitted breaks."""

    def __init__(self, runs: Iterable[Run], faces: Faces) -> None:
        pairs = [(run.face, c) for run in runs for c in run.text]
        chosen = [faces.choose(face, c) for face, c in pairs]
        self.characters = "".join(c for _, c in pairs)
        self.faces = [face for face, _ in chosen]
        self._widths = [0.0, *accumulate(width for _, width in chosen)]
        self._cells = [0.0, *accumulate(map(cells, self.characters))]

    def __len__(self) -> int:
        return len(self.characters)

    def ems(self, start: int, end: int) -> float:
        """Width without tracking, in em."""
        return self._widths[end] - self._widths[start]

    def cells(self, start: int, end: int) -> float:
        """Characters as the standard counts them, a digit or Latin letter as half."""
        return self._cells[end] - self._cells[start]

    def width(self, start: int, end: int, measure: Measure) -> float:
        """Width as set when nothing is spread, in points."""
        return self.ems(start, end) * measure.size + measure.tracking * max(end - start - 1, 0)

    def runs(self, start: int, end: int) -> tuple[Run, ...]:
        """The characters from start to end, grouped by face."""
        indexed = groupby(range(start, end), self.faces.__getitem__)
        return tuple(
            Run(face, "".join(self.characters[i] for i in group)) for face, group in indexed
        )

    def may_break(self, at: int) -> bool:
        """Whether a line may end before character `at`."""
        before, after = self.characters[at - 1], self.characters[at]
        if after in NOT_FIRST or before in NOT_LAST or before + after in NOT_PARTED:
            return False
        if "—" in (before, after):
            return after != "—" or self.characters[at : at + 2] == "——"
        if before in JOINERS and at > 1:
            return not (_is_word(self.characters[at - 2]) and _is_word(after))
        return not (_is_word(before) and (_is_word(after) or after in JOINERS))


def clean(text: str) -> str:
    """Text as it can be set: one space for any blank, no control or invisible characters."""
    visible = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return BLANKS.sub(" ", visible).strip(" \u3000")


@cache
def cells(character: str) -> float:
    """How many of the 28 cells of a line a character takes: 1, or 0.5 for Latin and digits."""
    return 1 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def compose(text: Text, measure: Measure) -> list[Line]:
    """Break text into lines."""
    lines, start = [], 0
    while start < len(text):
        indent = min(measure.rest if lines else measure.first, measure.width * MOST_INDENT)
        end = _line_end(text, start, measure, measure.width - indent)
        lines.append(_line(text, start, end, measure, indent))
        start = end
        while start < len(text) and text.characters[start] == " ":
            start += 1
    return lines


def _line_end(text: Text, start: int, measure: Measure, room: float) -> int:
    """Where the line that begins at start ends."""
    end = start + 1
    while end < len(text) and _fits(text, start, end + 1, measure, room):
        end += 1
    if end == len(text):
        return end
    longest = end
    while end > start and not text.may_break(end):
        end -= 1
    fills = text.width(start, end, measure) >= SHORTEST * room
    return end if fills and end > start else longest


def _fits(text: Text, start: int, end: int, measure: Measure, room: float) -> bool:
    if text.characters[end - 1] == " ":
        return True  # a space at the end of a line vanishes
    squeezed = text.width(start, end, measure) - SQUEEZE * (end - start - 1)
    cell = measure.size + measure.tracking
    return squeezed <= room + 0.01 and text.cells(start, end) * cell <= room + 0.01


def _line(text: Text, start: int, end: int, measure: Measure, indent: float) -> Line:
    last = end == len(text)
    while end > start + 1 and text.characters[end - 1] == " ":
        end -= 1
    room = measure.width - indent
    width, tracking = text.width(start, end, measure), measure.tracking
    if end - start > 1 and (width > room or (measure.fill and not last)):
        width, tracking = room, (room - text.ems(start, end) * measure.size) / (end - start - 1)
    return Line(text.runs(start, end), indent, tracking, width)


def _is_word(character: str) -> bool:
    """Digits and letters of alphabets, which stay together; hanzi do not."""
    return character.isalnum() and ord(character) < 0x2E80
