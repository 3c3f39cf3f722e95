"""Texts with and without faults, and records to read them against, without a database."""

import re
from pathlib import Path

from reports.proofreading.findings import Finding, Kind
from reports.proofreading.proofread import proofread
from reports.proofreading.records import KnownDate, KnownName, KnownNumber, Office, Record, Records
from reports.proofreading.text import Line, Part, Text, read_line
from shuangyong.vague import VagueDate, VagueNumber

YEAR = 2011
SEEDS = Path(__file__).parents[2] / "benchmarks/seeds"
SHOW = "activity-1"
SHOW_SAID = "7月31日，近百名演职人员到二炮驻泸部队开展慰问演出。"
_NUMBERED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,3}[、.．])"
)
_IN_HANZI = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．])"
)
_ENDS = "。！？；：…"
_LONGEST_HEADING = 40


def pasted(text: str) -> Text:
    """A text without records, as it is copied from somewhere: the first line is its title."""
    lines = []
    for number, typed in enumerate(text.splitlines(), 1):
        if typed.strip():
            part = _part_of(typed.strip(), is_first=not lines, number=len(lines))
            lines.append(read_line(typed, {}, part=part, paragraph=number))
    return Text(tuple(lines))


def _part_of(text: str, *, is_first: bool, number: int) -> Part:
    is_short = len(text) <= _LONGEST_HEADING
    if is_first and is_short and text[-1] not in _ENDS + ":":
        return Part.TITLE
    if number == 1 and is_short and text[-1] in "：:":
        return Part.ADDRESSEE
    if _NUMBERED.match(text) and is_short and text[-1] not in _ENDS:
        return Part.HEADING
    if _IN_HANZI.match(text) and is_short and "。" not in text[:-1]:
        return Part.HEADING
    return Part.PARAGRAPH


def seed(number: int) -> Text:
    """One of the three real papers, as it was written."""
    (path,) = SEEDS.glob(f"{number}-*.txt")
    return pasted(path.read_text("utf-8"))


def paragraph(text: str, *, about: tuple[str, ...] = (), made: str = "") -> Text:
    """A single paragraph; `about`: the records of the sentence it was made from."""
    stored = ((made or text, about),) if about else ()
    return Text((Line(text, section=7, paragraph=1, stored=stored),))


def number(written: str) -> VagueNumber:
    return VagueNumber.parse(written)


def known_number(written: str, source: str, *labels: str) -> KnownNumber:
    return KnownNumber(number(written), source, labels)


def activity(
    source=SHOW, title="“鱼水情深”慰问演出", *, held="7月31日", numbers=(), texts=(), **more
) -> Record:
    """A confirmed activity as rules know it; numbers: (written, label)."""
    when = VagueDate.parse(held, year=YEAR)
    return Record(
        source, title, f"/activities/{source[9:]}/", (title, *texts),
        tuple(known_number(n, source, label) for n, label in numbers),
        (KnownDate(when, source, is_its_own=True),), is_activity=True, **more,
    )  # fmt: skip


SHOWN = activity(numbers=[("近百名", "演职人员"), ("500元", "慰问金")])
FIGURES = (
    known_number("22项", "figure-活动总数", "双拥活动"),
    known_number("4项", "figure-慰问演出项数", "慰问演出"),
    known_number("500元", "figure-慰问金", "慰问金"),
)
NAMES = (
    KnownName("二炮驻泸部队", "troop-1"),
    KnownName("江阳区文体局", "unit-3"),
    KnownName("区图书馆", "unit-4"),
)
OFFICES = (
    Office("组长", "黄国燕", "党组书记、常务副主席", "leadinggroup-1"),
    Office("分管领导", "尚冬生", "副局长", "leadinggroup-1"),
)


def records(*activities: Record, **more) -> Records:
    """What is known of the year."""
    given = {"figures": FIGURES, "names": NAMES, "offices": OFFICES} | more
    return Records(YEAR, {each.source: each for each in activities or (SHOWN,)}, **given)


def found(text: Text | str, kind: Kind, known: Records | None = None) -> list[Finding]:
    """What is found of one kind."""
    text = paragraph(text) if isinstance(text, str) else text
    return [f for f in proofread(text, known or Records()).findings if f.kind == kind]


def quotes(text: Text | str, kind: Kind, known: Records | None = None) -> list[str]:
    """The words that are meant by what is found of one kind."""
    return [finding.quote for finding in found(text, kind, known)]


def headed(title: str, *paragraphs: str, **more) -> Text:
    """A title and paragraphs."""
    lines = (Line(text, paragraph=n) for n, text in enumerate(paragraphs, 1))
    return Text((Line(title, Part.TITLE), *lines), **more)
