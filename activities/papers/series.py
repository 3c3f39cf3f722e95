"""Activities that belong together: one told twice, an example of a series, a list of dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby, pairwise

from activities.ledgers import columns as c

from .events import Event
from .titles import tidy

Told = tuple[Event, dict[str, str]]
# 拥军活动丰富, 优待政策落到实处: what a section boasts of is no name of a series
_PRAISE = re.compile(
    "(?:丰富(?:多彩)?|有力|浓厚|落实|到位|扎实|深入|显著|明显|突出|活跃|多样|精彩|红火|健全|完善|有效|有序|常抓不懈|"
    "有声有色|实处|新台阶|实效|成效|温暖|暖人心|暖心|走心|氛围|见行动|不断线|深化|有位|有为|先行)$"
)
FEWEST = 3  # dated events under one lead that make a series
_BETWEEN = re.compile(r"[\s。；;]*(?:[（(]?[0-9０-９一二三四五六七八九十①-⑳]{1,3}[)）、.．]+)?\s*")


def put_together(told: Iterable[Told], text: str) -> list[Told]:
    """The same events with doubles merged, and 所属系列 where one is part of a series."""
    told = list(told)
    _name_dated_lists(told)
    _name_examples(told)
    return _merged(told, text)


def _name_dated_lists(told: list[Told]) -> None:
    """市歌舞团加强协助部队文化活动。2月，…；6月18日，…: five of one series."""
    for (_, lead), group in groupby(told, key=lambda t: (t[0].pieces[0].block, t[0].lead_text)):
        members = [(event, cells) for event, cells in group if event.fine]
        title = tidy(lead.strip("。：:；;，, "))
        if len(members) < FEWEST or len(title) < 4 or _PRAISE.search(title):
            continue
        if _of_one_sort(members):
            for _, cells in members:
                cells[c.SERIES] = title[:60]


def _of_one_sort(members: list[Told]) -> bool:
    """True if one did them all, or if all are of one kind; else they only share a heading."""
    subjects = {event.subject for event, _ in members}
    return (len(subjects) == 1 and "" not in subjects) or len({m[c.KIND] for _, m in members}) == 1


def _name_examples(told: list[Told]) -> None:
    """各区县都开展了…。如“…”: the example belongs to what is told before it."""
    for (_, before), (event, cells) in pairwise(told):
        if event.example and before.get(c.TITLE) != cells.get(c.TITLE):
            cells[c.SERIES] = before[c.TITLE]


def _merged(told: list[Told], text: str) -> list[Told]:
    by_title: dict[str, list[int]] = defaultdict(list)
    for at, (event, _) in enumerate(told):
        name = event.title or next(iter(event.titles), "")
        if len(name) >= 6:
            by_title[re.sub(r"\W", "", name)].append(at)
    gone = set()
    for places in by_title.values():
        base = min(places, key=lambda at: (told[at][0].fine is None, -len(told[at][1])))
        for at in places:
            if at != base and _same(told[base], told[at]):
                _take(told[base], told[at], text)
                gone.add(at)
    return [each for at, each in enumerate(told) if at not in gone]


def _same(one: Told, other: Told) -> bool:
    """Two mentions of one event: no two different exact times, one of them an example or undated."""
    times = [event.fine for event, _ in (one, other)]
    if all(times):
        return times[0].value.overlaps(times[1].value.start, times[1].value.end)
    return True


def _take(base: Told, other: Told, text: str) -> None:
    """Fill what the fuller mention leaves open; the source grows where the two are neighbours."""
    (event, cells), (second, more) = base, other
    for column, value in more.items():
        if column not in (c.HELD, c.NARRATIVE, c.KIND, c.FURTHER_KINDS):
            cells.setdefault(column, value)
    first, last = sorted((event, second), key=lambda e: e.start)
    if event.end > event.start and _BETWEEN.fullmatch(text[first.end : max(first.end, last.start)]):
        event.pieces = [*first.pieces, *last.pieces]
        cells[c.NARRATIVE] = " ".join(text[event.start : event.end].split())
