"""Reads a printed page with a ruler: what stands where, in millimetres from the top left."""

import io
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

import pdfplumber

MM = 72 / 25.4
ABOVE, BELOW = 0.88, 0.12  # a CJK em box above and below its baseline


@dataclass(frozen=True)
class Printed:
    """One printed line. left, right, baseline: mm; size: pt; face: most of its characters'."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    face: str
    first_face: str

    @property
    def top(self) -> float:
        """Upper edge of the em box."""
        return self.baseline - ABOVE * self.size / MM

    @property
    def bottom(self) -> float:
        """Lower edge of the em box."""
        return self.baseline + BELOW * self.size / MM

    @property
    def middle(self) -> float:
        """Half-way from left to right."""
        return (self.left + self.right) / 2

    @property
    def cells(self) -> float:
        """Characters, a Latin one counted as half."""
        return sum(1 if ord(c) > 0xFF else 0.5 for c in self.text)


@dataclass(frozen=True)
class Page:
    """The lines of the type area, the page number below it, and what stands sideways."""

    size: tuple[float, float]
    lines: list[Printed]
    number: Printed
    sideways: list[dict]
    pictures: list[dict]


def read(pdf: bytes) -> list[Page]:
    """Every page of a PDF."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        return [_page(page) for page in file.pages]


def text_of(pdf: bytes) -> str:
    """All characters in the order drawn, without blanks."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        return "".join(c["text"].strip() for page in file.pages for c in page.chars)


def _page(page) -> Page:
    visible = [c for c in page.chars if c["text"].strip()]
    upright = [c for c in visible if c["upright"]]
    upright.sort(key=lambda c: (-_baseline(c), c["x0"]))
    rows = groupby(upright, key=_baseline)
    *lines, number = [_line(list(row), float(page.height)) for _, row in rows]
    return Page(
        size=(float(page.width) / MM, float(page.height) / MM),
        lines=lines,
        number=number,
        sideways=[c for c in visible if not c["upright"]],
        pictures=page.images,
    )


def _baseline(character) -> float:
    return round(character["matrix"][5], 1)


def _line(characters, page_height: float) -> Printed:
    faces = [c["fontname"].partition("+Gongwen-")[2] for c in characters]
    return Printed(
        text="".join(c["text"] for c in characters),
        left=characters[0]["x0"] / MM,
        right=characters[-1]["x1"] / MM,
        baseline=(page_height - characters[0]["matrix"][5]) / MM,
        size=round(characters[0]["size"], 2),
        face=Counter(faces).most_common(1)[0][0],
        first_face=faces[0],
    )
