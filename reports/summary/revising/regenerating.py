"""重新生成: what the records say now, beside what people made of what they said before.

Three states of every section are compared: as it was generated, as it stands, as it would be
generated now. What nobody touched follows the records by itself; what people wrote stays unless
they choose otherwise. Pure functions of sections; `renewing` stores what they say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from reports.models import SummarySection
from reports.summary.parts import RUN_IN
from reports.summary.sources import sentences

from .versions import Place, beginning, plain_lines


class Fate(TextChoices):
    """What becomes of a section; the order is that of the page."""

    CONFLICT = "conflict", "您改过，记录也变了"
    GONE = "gone", "相应的记录已不在"
    NEW = "new", "新增的内容"
    LEFT_OUT = "left_out", "您删去过的内容"
    UPDATED = "updated", "随记录更新"
    KEPT = "kept", "您改过，记录没有变"
    OWN = "own", "您自己写的"
    SAME = "same", "没有变化"


class Choice(TextChoices):
    """Which of two states of a section is to stand; its words depend on the section's fate."""

    MINE = "mine", "保留我的"
    MADE = "made", "用新生成的"


WORDS = {
    Fate.CONFLICT: {Choice.MINE: "保留我的", Choice.MADE: "用新生成的"},
    Fate.GONE: {Choice.MINE: "保留", Choice.MADE: "删去"},
    Fate.NEW: {Choice.MADE: "写入", Choice.MINE: "不写"},
    Fate.LEFT_OUT: {Choice.MINE: "仍然不写", Choice.MADE: "写入"},
    Fate.UPDATED: {Choice.MADE: "用新生成的", Choice.MINE: "保留现在的"},
}


@dataclass(slots=True, eq=False)
class Row:
    """A section as it stands and as it would be generated; one of them may be missing."""

    stored: SummarySection | None
    made: SummarySection | None
    fate: Fate
    usual: Choice
    place: Place | None = None
    """Where the last generation had put it."""

    @property
    def name(self) -> str:
        """What its field is called."""
        return f"choice-{self.made.key if self.made else self.stored.pk}"

    @property
    def choices(self) -> list[tuple[Choice, str]]:
        """What can be chosen, with its words; nothing where there is nothing to choose."""
        return list(WORDS.get(self.fate, {}).items())

    @property
    def title(self) -> str:
        """What to call it."""
        section = self.stored or self.made
        return section.heading or beginning(section.text) or str(section)

    @property
    def is_moved(self) -> bool:
        """Whether people gave it another level, or put it into the annex or out of it."""
        old, place = self.stored, self.place
        return bool(old and place) and (place.level, place.in_annex) != (old.level, old.in_annex)

    @property
    def changes_level(self) -> bool:
        """Whether the outline gives it another level now, with nothing else to be chosen."""
        old, new = self.stored, self.made
        return bool(old and new) and not self.is_moved and old.level != new.level


def three_way(
    stored: Sequence[SummarySection],
    made: Sequence[SummarySection],
    *,
    left_out: Collection[str] = (),
    placed: Sequence[Place] = (),
    keeps_order: bool = False,
) -> list[Row]:
    """What becomes of every section, in the order in which they are to stand.

    left_out: keys of sections that people took out. placed: where the last generation put its
    sections. keeps_order: the sections stay in the order people gave them.
    """
    pairs = _paired(stored, made)
    places = {place.key: place for place in placed}
    rows = [
        Row(old, new, *_fate(old, new, left_out), place=places.get(new.key if new else old.key))
        for old, new in pairs
    ]
    _spare_headings(rows, stored)
    return _by_people(rows, stored) if keeps_order else _by_outline(rows, stored)


def was_moved(stored: Sequence[SummarySection], placed: Sequence[Place]) -> bool:
    """Whether people changed the order of what was generated."""
    standing = {section.key: None for section in stored}
    order = [place.key for place in placed if place.key in standing]
    known = set(order)
    return order != [key for key in standing if key in known]


def _paired(
    stored: Sequence[SummarySection], made: Sequence[SummarySection]
) -> list[tuple[SummarySection | None, SummarySection | None]]:
    """Those of one key or of the same words; titles, and what has no key, by their heading."""
    free = {section.key: section for section in made}
    found = {id(section): free.pop(section.key) for section in stored if section.key in free}
    for sign in (_words, _heading):
        offered: dict[tuple, SummarySection] = {}
        for section in free.values():
            offered.setdefault(sign(section), section)
        for section in stored:
            # two outlines may call the same by one title; a sentence is known by its records
            by_name = sign is _words or not section.key or 0 < section.level < RUN_IN
            if id(section) not in found and by_name and (same := offered.pop(sign(section), None)):
                found[id(section)] = free.pop(same.key)
    pairs = [(section, found.get(id(section))) for section in stored]
    return pairs + [(None, section) for section in free.values()]


def _words(section: SummarySection) -> tuple:
    return section.heading, plain_lines(section.text), section.insert


def _heading(section: SummarySection) -> tuple:
    """What it is called; text without a heading is like no other, but that at the very beginning."""
    return section.level, section.heading or (1 if section.position == 1 else id(section))


def _fate(
    old: SummarySection | None, new: SummarySection | None, left_out: Collection[str]
) -> tuple[Fate, Choice]:
    if new is None:
        if not old.key:
            return Fate.OWN, Choice.MINE
        return Fate.GONE, Choice.MINE if old.is_edited else Choice.MADE
    if old is None:
        is_out = new.key in left_out
        return (Fate.LEFT_OUT, Choice.MINE) if is_out else (Fate.NEW, Choice.MADE)
    if _words(old) == _words(new):
        return Fate.SAME, Choice.MADE
    if not old.is_edited:
        return Fate.UPDATED, Choice.MADE
    before = (old.made_heading, plain_lines(old.made_text))
    if old.key and before == (new.heading, plain_lines(new.text)):
        return Fate.KEPT, Choice.MINE
    return Fate.CONFLICT, Choice.MINE


def _spare_headings(rows: list[Row], stored: Sequence[SummarySection]) -> None:
    """A heading whose records are gone stays where something people wrote stands under it."""
    by_section = {id(row.stored): row for row in rows if row.stored}
    in_order = [by_section[id(section)] for section in stored]
    for at, row in enumerate(in_order):
        if row.fate == Fate.GONE and 0 < row.stored.level < RUN_IN:
            below = _below(in_order, at)
            if any(each.fate in (Fate.OWN, Fate.GONE) and each.usual == Choice.MINE
                   for each in below):  # fmt: skip
                row.usual = Choice.MINE


def _below(rows: Sequence[Row], at: int):
    level = rows[at].stored.level
    for row in rows[at + 1 :]:
        if 0 < row.stored.level <= level:
            return
        yield row


def _by_outline(rows: list[Row], stored: Sequence[SummarySection]) -> list[Row]:
    """As generated; what has no counterpart stands behind what it followed."""
    by_key = {row.made.key: row for row in rows if row.made}
    by_section = {id(row.stored): row for row in rows if row.stored}
    order = _in_made_order(rows, by_key)
    before: Row | None = None
    for section in stored:
        row = by_section[id(section)]
        if row.made is None:
            _put_behind(order, before, row)
        before = row
    return order


def _in_made_order(rows: list[Row], by_key: dict[str, Row]) -> list[Row]:
    return sorted(by_key.values(), key=lambda row: row.made.position)


def _put_behind(order: list[Row], before: Row | None, row: Row) -> None:
    at = order.index(before) + 1 if before else 0
    level = row.stored.level
    # what is new below the same heading belongs to it, and not under a heading put in here
    while level and at < len(order) and order[at].stored is None:
        if 0 < order[at].made.level <= level:
            break
        at += 1
    order.insert(at, row)


def _by_people(rows: list[Row], stored: Sequence[SummarySection]) -> list[Row]:
    """As people arranged it; what is new stands behind what it follows as generated."""
    by_section = {id(row.stored): row for row in rows if row.stored}
    order = [by_section[id(section)] for section in stored]
    before: Row | None = None
    for row in _in_made_order(rows, {row.made.key: row for row in rows if row.made}):
        if row.stored is None:
            order.insert(order.index(before) + 1 if before else 0, row)
        before = row
    return order


def merged(rows: Sequence[Row], choices: Mapping[str, str] = {}) -> list[SummarySection]:
    """The sections that result, unsaved, numbered; choices: by the name of the row."""
    sections = [
        section
        for row in rows
        if (section := _result(row, Choice(choices.get(row.name, row.usual)))) is not None
    ]
    sections.sort(key=lambda section: section.in_annex)
    for position, section in enumerate(sections, 1):
        section.position = position
    return sections


def declined(rows: Sequence[Row], choices: Mapping[str, str]) -> set[str]:
    """The keys of what is generated and not wanted."""
    return {
        row.made.key
        for row in rows
        if row.stored is None and choices.get(row.name, row.usual) == Choice.MINE
    }


def _result(row: Row, choice: Choice) -> SummarySection | None:
    old, new = row.stored, row.made
    if old is None:
        return new if choice == Choice.MADE else None
    if new is None:
        return None if row.fate == Fate.GONE and choice == Choice.MADE else old
    if choice == Choice.MADE:
        old.heading, old.text, old.insert = new.heading, new.text, new.insert
        old.caption = old.caption or new.caption
        old.sources = new.sources
    else:
        old.sources = _known_sources(old, new)
    old.key, old.made_heading, old.made_text = new.key, new.heading, new.text
    _settle_place(row)
    return old


def _known_sources(old: SummarySection, new: SummarySection) -> list[list]:
    """Those of the new sentences, and of old ones that still stand in the text."""
    told = {said for said, _ in new.sources}
    standing = set(sentences(old.heading)) | set(sentences(plain_lines(old.text)))
    return [*new.sources, *(s for s in old.sources if s[0] in standing and s[0] not in told)]


def _settle_place(row: Row) -> None:
    """Level and annex as generated, unless people changed them; a heading has a level."""
    old, new, is_moved = row.stored, row.made, row.is_moved
    level = old.level if is_moved else new.level
    if bool(level) != bool(old.heading):
        level = new.level if bool(new.level) == bool(old.heading) else old.level
    if bool(level) != bool(old.heading):
        level = 1 if old.heading else 0
    old.level = level
    if not is_moved:
        old.in_annex = new.in_annex
