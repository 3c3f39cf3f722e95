"""What was changed between two texts, marked as an editor marks it: taken out, put in.

Paragraphs stand beside those they became, sentences too, and within a sentence Han characters are
compared one by one, numbers and words as a whole. The work has a limit: of texts that would take
too long to compare, whole sentences or paragraphs are marked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_STEPS = 20_000_000
ALIKE = 0.3
"""Share of neighbouring characters in common from which one sentence became another."""
SENTENCE_END = re.compile(r"(?<=[。！？；])")
WORD = re.compile(r"\{[^{}\n]*\}|[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|.", re.DOTALL)


class Mark(StrEnum):
    """What happened to some words; the values are the elements of HTML."""

    SAME = ""
    REMOVED = "del"
    ADDED = "ins"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words with one mark."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph before and after; None where there was none, or is none any more."""

    old: str | None
    new: str | None
    runs: tuple[Run, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing was changed."""
        return self.old == self.new

    @property
    def label(self) -> str:
        """What happened to it, in a word; none if nothing did."""
        if self.is_same:
            return ""
        return "新增" if self.old is None else "删除" if self.new is None else "修改"


class Effort:
    """How many steps of comparing are left; whoever wants more than that compares less finely."""

    def __init__(self, steps: int = MOST_STEPS):
        self.left = steps

    def allows(self, steps: int) -> bool:
        """Take `steps` from what is left, if there are so many."""
        if steps > self.left:
            return False
        self.left -= steps
        return True

    def allows_matching(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Whether difflib may compare them: at worst it looks at every pair for every match."""
        counted, others = Counter(old), Counter(new)
        pairs = sum(number * others[each] for each, number in counted.items())
        matches = min(len(old), len(new), pairs)
        return self.allows((pairs + len(old) + len(new)) * (2 * matches + 1))


def compared(old: str, new: str, effort: Effort | None = None) -> list[Line]:
    """The paragraphs of two texts beside each other, in order; every line is one."""
    effort = effort or Effort()
    return [
        Line(before, after, tuple(marked(before or "", after or "", effort)))
        for before, after in _beside(old.splitlines(), new.splitlines(), effort)
    ]


def marked(old: str, new: str, effort: Effort | None = None) -> list[Run]:
    """The words of both texts in reading order; without what was added they are the old text."""
    effort = effort or Effort()
    sentences = _beside(SENTENCE_END.split(old), SENTENCE_END.split(new), effort)
    runs = [
        run
        for before, after in sentences
        for run in _marked_words(WORD.findall(before or ""), WORD.findall(after or ""), effort)
    ]
    return list(_joined(_readable(list(_joined(runs)))))


def _marked_words(old: list[str], new: list[str], effort: Effort) -> Iterator[Run]:
    for before, after in _steps(old, new, effort):
        if before == after:
            yield Run(Mark.SAME, "".join(before))
        else:
            yield Run(Mark.REMOVED, "".join(before))
            yield Run(Mark.ADDED, "".join(after))


def _steps(
    old: Sequence[str], new: Sequence[str], effort: Effort
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Pieces of both in order, equal ones and others in turn."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    yield old[:start], new[:start]
    if inner_old and inner_new and effort.allows_matching(inner_old, inner_new):
        matcher = SequenceMatcher(None, inner_old, inner_new, autojunk=False)
        for _, i, j, k, m in matcher.get_opcodes():
            yield inner_old[i:j], inner_new[k:m]
    else:
        yield inner_old, inner_new
    yield old[len(old) - end :], new[len(new) - end :]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pieces both begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )


def _beside(
    old: Sequence[str], new: Sequence[str], effort: Effort
) -> Iterator[tuple[str | None, str | None]]:
    """Every piece with what it became: the same, one that is like it, or none."""
    for before, after in _steps(old, new, effort):
        if before == after:
            yield from zip(before, after, strict=True)
        else:
            yield from _likest(before, after, effort)


def _likest(
    old: Sequence[str], new: Sequence[str], effort: Effort
) -> Iterator[tuple[str | None, str | None]]:
    """Pairs that are as like each other as can be without crossing."""
    size = sum(map(len, old)) * len(new) + sum(map(len, new)) * len(old)
    if not effort.allows(size + len(old) * len(new)):
        if len(old) == len(new):  # as when one word is replaced in every line
            yield from zip(old, new, strict=True)
            return
        yield from [(each, None) for each in old]
        yield from [(None, each) for each in new]
        return
    likeness = _likeness(old, new)
    best = _best(likeness, len(old), len(new))
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and best[i][j] == best[i + 1][j + 1] + likeness[i][j] > 0:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i][j] == best[i + 1][j]):
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1


def _likeness(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    others = [_pairs(each) for each in new]
    return [[_share(mine, other) for other in others] for mine in map(_pairs, old)]


def _best(likeness: list[list[float]], rows: int, columns: int) -> list[list[float]]:
    """How like the rest of both can be made from every place on."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            met = best[i + 1][j + 1] + likeness[i][j] if likeness[i][j] else 0.0
            best[i][j] = max(met, best[i + 1][j], best[i][j + 1])
    return best


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _share(mine: Counter[str], other: Counter[str]) -> float:
    both = 2 * (mine & other).total()
    return share if both and (share := both / (mine.total() + other.total())) >= ALIKE else 0.0


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours with one mark as one run; between two unchanged ones, first out, then in."""
    removed = added = same = ""
    for run in runs:
        if run.mark == Mark.SAME and run.text:
            yield from _flushed(removed, added)
            removed = added = ""
            same += run.text
        elif run.text:
            yield from [Run(Mark.SAME, same)] if same else []
            same = ""
            removed += run.text * (run.mark == Mark.REMOVED)
            added += run.text * (run.mark == Mark.ADDED)
    yield from [Run(Mark.SAME, same)] if same else []
    yield from _flushed(removed, added)


def _flushed(removed: str, added: str) -> Iterator[Run]:
    yield from [Run(Mark.REMOVED, removed)] if removed else []
    yield from [Run(Mark.ADDED, added)] if added else []


def _readable(runs: list[Run]) -> Iterator[Run]:
    """A single character that stayed by chance between two changes is marked with them."""
    for at, run in enumerate(runs):
        alone = run.mark == Mark.SAME and len(run.text) == 1 and 0 < at < len(runs) - 1
        if alone:
            yield Run(Mark.REMOVED, run.text)
            yield Run(Mark.ADDED, run.text)
        else:
            yield run
