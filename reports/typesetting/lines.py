"""Composed lines as HTML: a paragraph is one element, each of its lines a block within it."""

from __future__ import annotations

import math
from collections.abc import Iterable

from django.utils.html import escape

from reports.composing import Line, Measure, Run, Text, clean, compose
from reports.faces import Faces
from reports.gongwen import PITCH, Face

LINE = 'class="line'
TEXT = ("<p", "<h", f"<div {LINE}")  # how a block of text begins
BLANK = f'<div {LINE}"></div>'


class Lines:
    """Sets lines; `missing` gathers the characters that no face has."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self.missing: dict[str, None] = {}

    def text(self, *runs: Run, number: str = "") -> Text:
        """Runs of a paragraph; a number stands before them in the first one's face."""
        cleaned = [Run(run.face, clean(run.text)) for run in runs]
        return Text([Run(runs[0].face, number), *cleaned], self.faces)

    def paragraph(
        self, text: Text, measure: Measure, *, tag: str = "p", kind: str = "", more: str = ""
    ) -> str:
        """A paragraph with all its lines; nothing, if there is no text."""
        return self.paragraph_of(compose(text, measure), tag=tag, kind=kind, more=more)

    def paragraph_of(
        self, lines: Iterable[Line], *, tag: str = "p", kind: str = "", more: str = ""
    ) -> str:
        """A paragraph of lines that are composed already."""
        content = "".join(map(self.line, lines))
        named = f' class="{kind}"' if kind else ""
        return f"<{tag}{named}{more}>{content}</{tag}>" if content else ""

    def line(self, line: Line, kind: str = "line") -> str:
        """One line, spread and indented as it was composed."""
        style = f"letter-spacing:{line.tracking:.4f}pt;padding-left:{line.indent:.3f}pt"
        return f'<span class="{kind}" style="{style}">{self.runs(line.runs)}</span>'

    def runs(self, runs: Iterable[Run]) -> str:
        """Characters in their faces."""
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        self.note(run)
        text = escape(run.text)
        return text if run.face == Face.FANG else f'<span class="{run.face}">{text}</span>'

    def note(self, run: Run) -> None:
        """Remember characters that cannot be shown."""
        if run.face == Face.NONE:
            self.missing |= dict.fromkeys(run.text)


def lines_in(html: str) -> int:
    """How many lines, empty ones among them, stand in it."""
    return html.count(LINE)


def keep_last(blocks: list[str], count: int) -> str:
    """Blocks put together, the last lines kept on the page of what follows.

    A table, a picture or a chart is enough to go along: nothing before it is kept as well.
    """
    kept = [block for block in blocks if block]
    for at in reversed(range(len(kept))):
        here = min(count, lines_in(kept[at]))
        kept[at] = f"{LINE} keep".join(kept[at].rsplit(LINE, here))
        count -= here
        if not count or not kept[at].startswith(TEXT):
            break
    return "".join(kept)


def whole_lines(height: float) -> float:
    """The height of as many lines as it needs; a hair more than a line is still one."""
    return math.ceil(height / PITCH - 0.01) * PITCH
