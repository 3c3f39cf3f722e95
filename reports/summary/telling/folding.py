"""Several acts of one unit in a row: dates, subjects and equal clauses are said once.

2月，派出专业人员参加…；6月18日、6月22日和7月28日，先后参加…、…和…，每次派员10余人.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from .acts import Act
from .wording import joined, listed

SHARED = (
    "走访慰问", "慰问", "看望", "走访", "参加", "放映", "举办", "举行", "开展", "制作", "创作", "赠送",
)  # fmt: skip
HELD = ("举办", "开展", "举行", "召开")
FIGURE = re.compile(r"[0-9]|[近数几多一二两三四五六七八九十百千]+[余多]?[名人场次个]")


def chained(acts: Sequence[Act], *, subject: str = "", when: str = "") -> str:
    """The acts in their order as clauses with ； between, without a full stop.

    subject, when: what has been said just before and need not be said again.
    """
    clauses = []
    for run in _runs(acts):
        act = folded(run) if len(run) > 1 else run[0]
        told = act.told(with_when=act.when != when, with_subject=act.subject != subject)
        clauses.append(told.removesuffix("。"))
        subject, when = act.subject, act.when
    return _linked(clauses)


def _linked(clauses: Sequence[str]) -> str:
    """With ； where each is a sentence's part, with 。 where one of them has several sentences."""
    link = "。" if any("。" in clause for clause in clauses) else "；"
    return link.join(clauses)


def _runs(acts: Sequence[Act]) -> Iterator[list[Act]]:
    """Neighbours that differ in time and in one thing only: in their titles or their troops."""
    for _, alike in groupby(acts, key=_frame):
        run: list[Act] = []
        for act in alike:
            if run and not _as_one(run, act):
                yield run
                run = []
            run.append(act)
        yield run


def _as_one(run: Sequence[Act], act: Act) -> bool:
    """Equal but for time and title or troops; predicates only if they share their verb."""
    if _same(run, act, "title"):
        return True
    return _same(run, act, "troops") and bool(act.verb or _shared([run[0].title, act.title]))


def is_one_run(acts: Sequence[Act]) -> bool:
    """Whether they can all be told as one."""
    return len(list(_runs(acts))) == 1


def _same(run: Sequence[Act], act: Act, what: str) -> bool:
    return len({getattr(a, what) for a in (*run, act)}) == 1


def _frame(act: Act) -> Act:
    """What acts have in common that can be told as one."""
    verb = HELD[0] if act.verb in HELD else act.verb
    how = act.how if act.troops else ""
    return replace(
        act, when="已知" if act.when else "", title="", troops=(), verb=verb, how=how, since=0
    )


def folded(run: Sequence[Act]) -> Act:
    """Two or more acts that differ in time and in titles or troops only, as one."""
    dates = list(dict.fromkeys(act.when for act in run if act.when))
    titles = list(dict.fromkeys(act.title for act in run))
    troops = list(dict.fromkeys(name for act in run for name in act.troops))
    verbs = {act.verb for act in run}
    often = f"{len(run)}次" if len(titles) == 1 and not troops else ""
    each = "每次" if len(dates) > 1 or often else "分别"
    manner = run[0].manner
    figures = [manner] if FIGURE.search(manner) else []
    figures += [run[0].tally.removeprefix("共")] if run[0].tally else []
    figures += [clause for clause in run[0].rest if FIGURE.search(clause)]
    rest = [clause for clause in run[0].rest if clause not in figures]
    return replace(
        run[0],
        when=listed(dates),
        place=f"{run[0].place}{_in_turn(run) if len(dates) > 1 else ''}{often}",
        manner="" if manner in figures else manner,
        troops=tuple(troops),
        verb=verbs.pop() if len(verbs) == 1 else "举办",
        title=_titles(titles),
        tally="",
        rest=(*([f"{each}{joined(figures)}"] if figures else []), *rest),
    )


def _in_turn(run: Sequence[Act]) -> str:
    days = [act.since for act in run]
    return "先后" if days == sorted(days) else "分别"


def _titles(titles: Sequence[str]) -> str:
    """A、B和C; 慰问A and 慰问B are 慰问A和B."""
    if len(titles) > 1 and (verb := _shared(titles)):
        return verb + listed([title.removeprefix(verb) for title in titles])
    return listed(titles) if not any("和" in title for title in titles) else joined(titles)


def _shared(titles: Sequence[str]) -> str:
    """The verb that all of these titles begin with and that can be said once for all."""
    return next((verb for verb in SHARED if all(t.startswith(verb) for t in titles)), "")


def series_told(series: Act, parts: Sequence[Act], *, subject: str) -> str:
    """A series of `subject` and its dates: its own sentences, then what was done on each date."""
    told = series.told()
    return f"{told}{chained(parts, subject=subject)}。" if parts else told
