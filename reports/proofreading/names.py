"""Names in a text: units, troops, works and activities, and persons with their offices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .findings import Finding, Kind, Severity
from .records import Office, Records
from .text import Line, Span, Text

SHORTEST_WORK = 3
SHORTEST = 5  # characters of a name that can be mistaken for another one
# where these differ, another unit is meant: 江阳区 and 江阴区 are one thing, 县 and 区 another
_TELL_APART = frozenset(
    "省市区县镇乡村街道东南西北中男女老新旧上下前后大小第一二三四五六七八九十0123456789甲乙丙丁总分正副各全本该此某每"
)
# characters that stand between names, not in them
_BETWEEN = "到在向为与和对给要不断加强同的了是把将由从被并还也都参慰问送访及或各驻请邀派赴"
_WITHIN = rf"(?:(?![{_BETWEEN}])[\u4e00-\u9fff])"
_TROOP = re.compile(
    rf"驻{_WITHIN}{{1,8}}?(?:部队|雷达站|分队)|{_WITHIN}{{2,8}}?"
    rf"(?:(?:武警|消防){_WITHIN}{{0,4}}?[中支大]队|人武部|武装部|军分区|雷达站|预备役[团营连])"
)
ANY_TROOPS = ("驻军部队", "驻地部队", "驻区部队", "驻县部队", "驻市部队")
_WORK = re.compile(r"《([^《》\n]{1,60})》")
_QUOTED = re.compile(r"“([^“”\n]{5,40})”")
_PLAIN = re.compile(r"[\s“”\"'‘’《》·•,，。、:：]")
_ROLES = "副组长|组长|分管领导|责任人|联络员"
_POST = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}(?:局长|主席|书记|主任|馆长|团长|站长|部长|所长|院长|秘书长|科长|处长|镇长|县长|区长|市长|司令员|政委)、?)+$"
)
_TITLE = re.compile(
    r"副?(?:局长|主席|书记|主任|馆长|团长|站长|部长|所长|院长|秘书长|科长|处长|镇长|县长|区长|市长|司令员|政委)"
)
_HOLDER = re.compile(
    rf"(?P<role>{_ROLES})(?:为|是|由|：|:)?(?P<post>[\u4e00-\u9fff、]{{0,20}}?(?:局长|主席|书记|主任|馆长|团长|站长|部长|所长|院长|科长|处长))"
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?=[，。；、,;]|同志|任|$)"
)


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name as it is written; without source it is not registered."""

    span: Span
    sources: tuple[str, ...] = ()


def name_rows(text: Text, records: Records) -> Iterator[NameRow]:
    """The names of units, troops and works in the text, each wording once."""
    seen: set[str] = set()
    known = {name.name: name for name in records.names}
    pattern = _any_of(known)
    for line in text.lines:
        found = [(m.span(), (known[m[0]].source,)) for m in pattern.finditer(line.text)]
        taken = [span for span, _ in found]
        found += [
            (m.span(1), _works(m[1], records))
            for m in _WORK.finditer(line.text)
            if m[1] not in known
        ]
        found += [
            (m.span(), _works(m[0], records))
            for m in _TROOP.finditer(line.text)
            if m[0] not in ANY_TROOPS
            and not any(start < m.end() and m.start() < end for start, end in taken)
        ]
        for span, sources in sorted(found):
            row = NameRow(line.span(*span), sources)
            if row.span.quote not in seen:
                seen.add(row.span.quote)
                yield row


def _any_of(names: Iterable[str]) -> re.Pattern:
    """Any of these names, the longest where several fit; nothing matches if there are none."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def _works(title: str, records: Records) -> tuple[str, ...]:
    return tuple(r.source for r in records.records.values() if title in r.said)[:1]


def name_findings(text: Text, rows: Iterable[NameRow], records: Records) -> Iterator[Finding]:
    """Names that are nearly right, and those nobody has registered."""
    near = list(_nearly_known(text, records))
    yield from near
    doubtful = {finding.quote for finding in near}
    if records.is_empty:
        return
    for row in rows:
        quote = row.span.quote
        if not row.sources and not any(quote in each or each in quote for each in doubtful):
            yield Finding(Kind.NAME, Severity.HINT, row.span, f"“{quote}”没有登记，请核对名称。")


def _nearly_known(text: Text, records: Records) -> Iterator[Finding]:
    """Where one character is another, is missing or is too much."""
    names = {name.name: name for name in records.names if len(name.name) >= SHORTEST}
    known = _any_of([name.name for name in records.names])
    works = _works_of(records)
    halves = _Halves(names)
    for line in text.lines:
        masked = known.sub(lambda m: "\ue000" * len(m[0]), line.text)
        for span, right in halves.near(masked):
            yield _doubtful(line, span, right, names[right].source)
        yield from _nearly_quoted(line, works)


class _Halves:
    """Names by their two halves: where one character differs, one half stands as it should."""

    def __init__(self, names: Iterable[str]):
        self.by_half: dict[str, list[tuple[str, bool]]] = {}
        for name in names:
            middle = len(name) // 2
            self.by_half.setdefault(name[:middle], []).append((name, True))
            self.by_half.setdefault(name[middle:], []).append((name, False))
        self.pattern = re.compile(f"(?={_any_of(self.by_half).pattern})") if self.by_half else None
        self.lengths = sorted({len(half) for half in self.by_half}, reverse=True)

    def near(self, text: str) -> list[tuple[tuple[int, int], str]]:
        """Where a wording stands that is one of the names but for one character."""
        found: dict[tuple[int, int], str] = {}
        for at in range(len(text)):
            for length in self.lengths:
                for name, is_first in self.by_half.get(text[at : at + length], ()):
                    start = at if is_first else at + length - len(name)
                    if (end := _near_end(text, start, name)) and not _overlaps(found, start, end):
                        found[start, end] = name
        return sorted(found.items())


def _near_end(text: str, start: int, name: str) -> int:
    """Where the wording ends that is `name` but for one character; 0 if there is none."""
    if start < 0:
        return 0
    written = text[start : start + len(name)]
    if len(written) == len(name) and "\ue000" not in written:
        wrong = [(a, b) for a, b in zip(written, name, strict=True) if a != b]
        if (
            len(wrong) == 1
            and not set(wrong[0]) & _TELL_APART
            and "\u3400" <= wrong[0][0] <= "\u9fff"
        ):
            return start + len(name)
    return 0


def _overlaps(found: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in found)


def _works_of(records: Records) -> dict[str, tuple[str, str]]:
    """Titles in book marks and quotes that records hold: plain form → as written, source."""
    found: dict[str, tuple[str, str]] = {}
    for record in records.records.values():
        for pattern in (_WORK, _QUOTED):
            for match in pattern.finditer(record.said):
                found.setdefault(_PLAIN.sub("", match[1]), (match[1], record.source))
    return found


def _nearly_quoted(line: Line, works: dict[str, tuple[str, str]]) -> Iterator[Finding]:
    """A work or an activity in quotes that records call a little differently."""
    for match in (*_WORK.finditer(line.text), *_QUOTED.finditer(line.text)):
        plain = _PLAIN.sub("", match[1])
        if len(plain) < SHORTEST_WORK or plain in works:
            continue
        for other, (written, source) in works.items():
            if len(other) == len(plain) and _differ(plain, other) == 1:
                yield _doubtful(line, match.span(1), written, source)
                break


def _differ(one: str, other: str) -> int:
    """In how many places two titles differ; two of different years do so on purpose."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return 9 if any(a.isdigit() or b.isdigit() for a, b in pairs) else len(pairs)


def _doubtful(line: Line, span: tuple[int, int], right: str, source: str) -> Finding:
    where = line.span(*span)
    return Finding(
        Kind.NAME, Severity.CHECK, where, f"“{where.quote}”疑似写错，登记的是“{right}”。",
        (where.quote, right), (source,),
    )  # fmt: skip


def person_findings(text: Text, offices: tuple[Office, ...]) -> Iterator[Finding]:
    """Persons with another post than recorded, offices with another person."""
    named = [office for office in offices if len(office.name) > 1]
    for line in text.body:
        for office in named:
            yield from _other_post(line, office, named)
        yield from _other_person(line, named)


def _other_post(line: Line, office: Office, offices: list[Office]) -> Iterator[Finding]:
    posts = {
        t for o in offices if o.name == office.name for t in _TITLE.findall(f"{o.post}、{o.role}")
    }
    at = line.text.find(office.name)
    while at >= 0 and posts:
        before = _POST.search(line.text, max(0, at - 24), at)
        written = _TITLE.findall(before[0]) if before else []
        wrong = [title for title in written if title not in posts]
        if wrong:
            start = at - len(wrong[-1]) if line.text[:at].endswith(wrong[-1]) else before.start()
            yield Finding(
                Kind.PERSON, Severity.CHECK, line.span(start, at + len(office.name)),
                f"文中{office.name}为“{'、'.join(written)}”，记录为“{office.post}”。",
                ("、".join(written), office.post), (office.source,),
            )  # fmt: skip
        at = line.text.find(office.name, at + 1)


def _other_person(line: Line, offices: list[Office]) -> Iterator[Finding]:
    for match in _HOLDER.finditer(line.text):
        holding = [o for o in offices if o.role == match["role"]]
        if holding and all(o.name != match["name"] for o in holding):
            recorded = "、".join(f"{o.post}{o.name}" for o in holding)
            yield Finding(
                Kind.PERSON, Severity.CHECK, line.span(match.start("name"), match.end("name")),
                f"文中{match['role']}为“{match['name']}”，记录为“{recorded}”。",
                (match["name"], recorded), (holding[0].source,),
            )  # fmt: skip
