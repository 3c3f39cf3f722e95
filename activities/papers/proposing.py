"""Activities proposed from an old paper: rules and word lists, nothing learnt, nothing invented.

    sentences  ->  events  ->  cells by column, in the wording of the text

What a paper plans, asks for or praises in general is no activity; see docs/old-papers.md.
"""

from __future__ import annotations

import re

from activities.ledgers import columns as c
from shuangyong.occasions import Occasion
from shuangyong.vague import Precision, VagueDate

from . import telling
from .candidates import Candidate, Names
from .events import Event, events
from .lexicon import EFFECT
from .naming import Register
from .quantities import quantities
from .roles import Roles
from .series import put_together
from .structure import sentences
from .titles import title_of

LONGEST_TITLE = 150
NOBODY = Names()
_OCCASIONS = (
    (Occasion.ARMY_DAY, r"八[·•・.．]?一|建军(?:节|\d+周年)"), (Occasion.SPRING_FESTIVAL, "春节|新春"),
    (Occasion.NEW_YEAR, "元旦|新年"), (Occasion.LANTERN, "元宵"), (Occasion.QINGMING, "清明"),
    (Occasion.YOUTH_DAY, "五四"), (Occasion.DRAGON_BOAT, "端午"), (Occasion.PARTY_DAY, "七一|建党"),
    (Occasion.MID_AUTUMN, "中秋"), (Occasion.NATIONAL_DAY, "国庆"), (Occasion.MARTYRS_DAY, "烈士纪念日"),
    (Occasion.CONSCRIPTION, "征兵季|征兵宣传|送兵|新兵"), (Occasion.VETERANS_RETURN, "老兵返乡|老兵退伍"),
)  # fmt: skip
_CLAUSES = re.compile(r"[^，,。；;！]+")


def propose(text: str, *, year: int, names: Names = NOBODY) -> list[Candidate]:
    """The activities that a text of `year` seems to tell of, in its order.

    Never raises for any text; takes time in proportion to its length.
    """
    register = Register(names)
    found = list(events(sentences(text), register, year))
    told = put_together(((event, _cells(event, text, register, year)) for event in found), text)
    return [
        Candidate(cells, text[event.start : event.end], event.start, event.end)
        for event, cells in told
    ]


def _cells(event: Event, text: str, register: Register, year: int) -> dict[str, str]:
    source = text[event.start : event.end]
    roles = Roles(event, source, register)
    troops = roles.troops()
    quoted = [event.title] if event.title else event.titles
    title = title_of(source, quoted, "、".join(troops))[:LONGEST_TITLE]
    found = telling.kinds(source, title, roles.unit)
    kind = found[0] if found else "其他"
    figures = quantities(source, kind, year)
    cells = {
        c.UNIT: roles.unit,
        c.HELD: _held(event, year),
        c.KIND: kind,
        c.FURTHER_KINDS: "；".join(found[1:3]),
        c.TITLE: title,
        c.PLACE: roles.place(),
        c.HOSTS: "；".join(roles.by_role["host"]),
        c.ORGANISERS: "；".join(roles.by_role["organiser"]),
        c.CO_ORGANISERS: "；".join(roles.by_role["co_organiser"]),
        c.PARTICIPANTS: "；".join(roles.participants),
        c.INVITERS: "；".join(roles.inviters),
        c.TROOPS: "；".join(troops),
        c.GUESTS: roles.guests(),
        c.COUNTS: "；".join(figures.counts),
        c.GIVEN: "；".join(figures.given),
        c.MONEY: "；".join(figures.money[:1]),
        c.VALUE: "；".join(figures.value[:1]),
        c.HELPED: "；".join(figures.helped),
        c.FACTS: "；".join(figures.facts),
        c.OCCASION: _occasion(source),
        c.NARRATIVE: " ".join(source.split()),
        c.EFFECT: "，".join(m[0] for m in _CLAUSES.finditer(source) if EFFECT.match(m[0])),
    }
    return {column: value for column, value in cells.items() if value}


def _held(event: Event, year: int) -> str:
    found = sorted((d for p in event.pieces for d in p.dates), key=lambda d: d.rank)
    value = found[0].value if found else event.around
    if found and value.precision in (Precision.YEAR, Precision.YEARS) and event.around:
        value = min(value, event.around, key=lambda v: v.end - v.start)
    return _said(value, year) if value else ""


def _said(value: VagueDate, year: int) -> str:
    return value.for_input(year)


def _occasion(source: str) -> str:
    return next((o.label for o, words in _OCCASIONS if re.search(words, source)), "")
