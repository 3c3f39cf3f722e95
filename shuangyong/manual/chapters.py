"""The manual as it is read from its folder: parts, chapters, sections."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.conf import settings

from .rendering import as_html, as_text

FOLDER = Path(settings.BASE_DIR) / "docs/manual"
CONTENTS = "README.md"
_HEAD = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_SECTION = re.compile(r"^## +(.+)$", re.MULTILINE)
_PART_OR_CHAPTER = re.compile(
    r"^## +(?P<part>.+)$|^[-*] +\[[^\]]+\]\((?P<file>[^)]+)\)", re.MULTILINE
)
_SENTENCE = re.compile(r"[^。！？]+[。！？]+”?")


@dataclass(frozen=True)
class Section:
    """A part of a chapter under a heading of its own; `anchor` is its place in the page."""

    anchor: str
    title: str
    source: str

    @cached_property
    def html(self) -> str:
        """As the page shows it."""
        return as_html(self.source)

    @cached_property
    def text(self) -> str:
        """As it is searched."""
        return as_text(self.html)


@dataclass(frozen=True)
class Chapter:
    """What explains some pages.

    lead: the sentences that 帮助 shows. routes: the names of the addresses it explains. roles: who
    it is written for where several chapters explain one page, empty for everybody.
    """

    slug: str
    title: str
    part: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    routes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manual:
    """All chapters in the order of the table of contents."""

    chapters: tuple[Chapter, ...]

    @property
    def parts(self) -> dict[str, list[Chapter]]:
        """The chapters by the part they stand in."""
        found: dict[str, list[Chapter]] = {}
        for chapter in self.chapters:
            found.setdefault(chapter.part, []).append(chapter)
        return found

    def chapter(self, slug: str) -> Chapter | None:
        """The chapter of that name, if there is one."""
        return next((chapter for chapter in self.chapters if chapter.slug == slug), None)

    def explaining(self, route: str, role: str = "") -> Chapter | None:
        """The chapter about a page; of several the one that is written for the role."""
        about = [chapter for chapter in self.chapters if route in chapter.routes]
        fitting = [chapter for chapter in about if not chapter.roles or role in chapter.roles]
        return next(iter(sorted(fitting, key=lambda chapter: not chapter.roles)), None)

    def around(self, chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
        """The chapters before and after one."""
        at = self.chapters.index(chapter)
        row = (None, *self.chapters, None)
        return row[at], row[at + 2]


@cache
def manual() -> Manual:
    """The manual of this installation, read once."""
    return read_manual(FOLDER)


def read_manual(folder: Path) -> Manual:
    """The chapters that the table of contents names. Raises OSError if one of them is missing."""
    part, chapters = "", []
    for entry in _PART_OR_CHAPTER.finditer((folder / CONTENTS).read_text()):
        part = entry["part"] or part
        if entry["file"]:
            chapters.append(read_chapter(folder / entry["file"], part))
    return Manual(tuple(chapters))


def read_chapter(path: Path, part: str = "") -> Chapter:
    """A chapter from its file. Raises ValueError if its head is missing or incomplete."""
    text = path.read_text()
    head = _HEAD.match(text)
    if head is None:
        raise ValueError(f"{path.name} does not begin with a head between ---")
    said = dict(line.split(":", 1) for line in head[1].splitlines())
    if "title" not in said:
        raise ValueError(f"{path.name} has no title")
    lead, *rest = _SECTION.split(text[head.end() :])
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return Chapter(
        slug=path.stem,
        title=said["title"].strip(),
        part=part,
        lead=tuple(sentence.strip() for sentence in _SENTENCE.findall(lead)),
        sections=tuple(
            Section(f"part-{number}", title.strip(), source.strip())
            for number, (title, source) in enumerate(pairs, 1)
        ),
        routes=tuple(said.get("routes", "").split()),
        roles=tuple(said.get("roles", "").split()),
    )
