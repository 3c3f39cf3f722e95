"""Two states of a summary side by side: head, sections, paragraphs, words.

A pure function of what `versions.content_of` gives. Sections are found again by what they were
generated from, by their identity, or by their words, wherever they stand now.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from reports.models import Arrangement, Insert, Style, Summary
from shuangyong.redline import Effort, Line, Run, compared, marked

from .versions import HEAD, beginning

LEVELS = ("正文", "一级标题", "二级标题", "三级标题", "四级标题")
CHOICES = {"style": Style, "arrangement": Arrangement}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that reads differently, in words."""

    label: str
    old: str
    new: str
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section before and after; None where there was none, or is none any more.

    moved: it stands at another place among those that stayed. after: of a moved section what it
    stood behind before.
    """

    old: dict | None
    new: dict | None
    moved: bool = False
    after: str = ""
    heading: tuple[Run, ...] = ()
    lines: tuple[Line, ...] = ()
    fields: tuple[FieldChange, ...] = ()

    @property
    def labels(self) -> list[str]:
        """What happened to it, in words; none if nothing did."""
        if self.old is None:
            return ["新增"]
        if self.new is None:
            return ["删除"]
        return ["移动"] * self.moved + ["修改"] * (not self.reads_the_same)

    @property
    def reads_the_same(self) -> bool:
        """Whether heading, text and settings are what they were, wherever it stands."""
        old, new = self.old or {}, self.new or {}
        return not self.fields and _words(old) == _words(new)

    @property
    def title(self) -> str:
        """What to call it."""
        return title_of(self.new or self.old)


@dataclass(frozen=True, slots=True)
class Differences:
    """What makes the newer state differ; `sections` are all there are, in order of the newer."""

    head: tuple[FieldChange, ...]
    sections: tuple[SectionChange, ...]

    @property
    def changed(self) -> list[SectionChange]:
        """The sections with which something happened."""
        return [section for section in self.sections if section.labels]

    @property
    def is_empty(self) -> bool:
        """Whether both read the same."""
        return not (self.head or self.changed)

    def __str__(self) -> str:
        """新增1部分，修改2部分，共增加35字; 没有改动."""
        counts = dict.fromkeys(("新增", "删除", "移动", "修改"), 0)
        for section in self.changed:
            for word in section.labels:
                counts[word] += 1
        told = [f"{word} {number} 部分" for word, number in counts.items() if number]
        if self.head:
            told.append(f"文头文尾改动 {len(self.head)} 项")
        grown = sum(_size(s.new) - _size(s.old) for s in self.sections)
        if grown:
            told.append(f"共{'增加' if grown > 0 else '减少'} {abs(grown)} 字")
        return "，".join(told) or "没有改动"


def differences(old: dict, new: dict, *, in_words: bool = True) -> Differences:
    """What differs between two contents. in_words: false leaves out the marks in the text."""
    effort = Effort()
    return Differences(
        tuple(_head_changes(old["head"], new["head"], effort if in_words else None)),
        tuple(_section_changes(old["sections"], new["sections"], effort if in_words else None)),
    )


def title_of(section: dict) -> str:
    """A section's heading, or how it begins."""
    insert = Insert(section["insert"])
    if insert:
        return section["caption"] or insert.label
    return section["heading"] or beginning(section["text"]) or "空段"


def _head_changes(old: dict, new: dict, effort: Effort | None) -> Iterator[FieldChange]:
    for name in HEAD:
        before, after = _head_word(name, old[name]), _head_word(name, new[name])
        if before != after:
            label = str(Summary._meta.get_field(name).verbose_name)
            yield FieldChange(label, before, after, _runs(before, after, effort))
    if old["outline"] != new["outline"]:
        words = ["未选" if side["outline"] is None else "已选" for side in (old, new)]
        yield FieldChange("提纲", words[0], "换了一个" if words == ["已选"] * 2 else words[1])
    if old["examples"] != new["examples"]:
        counts = [f"{len(side['examples'])} 项活动" for side in (old, new)]
        yield FieldChange("典型事例", *counts)


def _head_word(name: str, value: str | None) -> str:
    return str(CHOICES[name](value).label) if name in CHOICES else value or ""


def _section_changes(
    old: Sequence[dict], new: Sequence[dict], effort: Effort | None
) -> Iterator[SectionChange]:
    origin = matched(old, new)
    stays = _in_order(origin)
    behind: dict[int, list[int]] = {}
    taken = {at for at in origin if at is not None}
    last = -1
    for at in range(len(old)):
        if at not in taken:
            behind.setdefault(last, []).append(at)
        elif at in stays:
            last = at
    yield from (SectionChange(old[at], None) for at in behind.get(-1, ()))
    for section, at in zip(new, origin, strict=True):
        if at is None:
            yield SectionChange(None, section)
            continue
        moved = at not in stays
        stood = title_of(old[at - 1]) if moved and at else ""
        yield change_of(old[at], section, moved=moved, after=stood, effort=effort)
        if not moved:
            yield from (SectionChange(old[gone], None) for gone in behind.get(at, ()))


def change_of(
    old: dict, new: dict, *, moved: bool = False, after: str = "", effort: Effort | None = None
) -> SectionChange:
    """What happened to one section; without effort, its words are not compared."""
    return SectionChange(
        old,
        new,
        moved,
        after,
        _runs(old["heading"], new["heading"], effort),
        tuple(compared(old["text"], new["text"], effort)) if effort else (),
        tuple(_field_changes(old, new)),
    )


def matched(old: Sequence[dict], new: Sequence[dict]) -> list[int | None]:
    """For every new section the place of the old one it was, each taken once."""
    found: list[int | None] = [None] * len(new)
    free = set(range(len(old)))
    for sign in (_by_key, _by_identity, _words):
        places: dict[Hashable, list[int]] = {}
        for at in sorted(free, reverse=True):
            places.setdefault(sign(old[at]), []).append(at)
        for at, section in enumerate(new):
            same = sign(section)
            if found[at] is None and same and (known := places.get(same)):
                found[at] = known.pop()
                free.discard(found[at])
    return found


def _by_key(section: dict) -> str:
    return section["key"]


def _by_identity(section: dict) -> int | None:
    return section["pk"]


def _words(section: dict) -> tuple[str, ...]:
    words = tuple(section.get(name, "") for name in ("heading", "text", "insert", "caption"))
    return words if any(words) else ()


def _in_order(places: Sequence[int | None]) -> set[int]:
    """The longest run of places that still stand in their order; all others were moved."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for at in places:
        if at is None:
            continue
        length = bisect_left(tails, at)
        before[at] = ends[length - 1] if length else None
        tails[length : length + 1] = [at]
        ends[length : length + 1] = [at]
    found: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        found.add(at)
        at = before[at]
    return found


def _field_changes(old: dict, new: dict) -> Iterator[FieldChange]:
    if old["level"] != new["level"]:
        yield FieldChange("层级", LEVELS[old["level"]], LEVELS[new["level"]])
    if old["in_annex"] != new["in_annex"]:
        words = ["附件" if side["in_annex"] else "正文" for side in (old, new)]
        yield FieldChange("位置", *words)
    if old["insert"] != new["insert"]:
        yield FieldChange("插入内容", Insert(old["insert"]).label, Insert(new["insert"]).label)
    if old["caption"] != new["caption"]:
        yield FieldChange("图表说明", old["caption"], new["caption"])
    if old["photo"] != new["photo"]:
        words = ["有照片" if side["photo"] else "无照片" for side in (old, new)]
        yield FieldChange("照片", words[0], "换了一张" if words == ["有照片"] * 2 else words[1])


def _runs(old: str, new: str, effort: Effort | None) -> tuple[Run, ...]:
    return tuple(marked(old, new, effort)) if effort else ()


def _size(section: dict | None) -> int:
    return len(section["heading"]) + len(section["text"]) if section else 0
