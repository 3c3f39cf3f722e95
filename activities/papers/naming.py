"""Who is named: units, troops and what they are called in the tree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .candidates import Names
from .lexicon import (
    GROUPS,
    HAN,
    LEFT_WORDS,
    OURSELVES,
    SOLDIERS,
    STOPS,
    TROOP_ENDINGS,
    UNIT_ENDINGS,
)

LONGEST = 24
_DIVISIONS = str.maketrans("", "", "省市县区州")
_ENDINGS = {
    "unit": re.compile(rf"(?:{UNIT_ENDINGS})"),
    "troop": re.compile(rf"(?:{TROOP_ENDINGS})"),
}
_RUN = re.compile(rf"{HAN}+")
_STOP = re.compile(f"[{re.escape(STOPS)}]")
_GENERIC = re.compile(rf"(?:{SOLDIERS})")
_GROUP = re.compile(rf"(?:{GROUPS})")
_OURS = re.compile(rf"(?:{OURSELVES})")
_GOES_ON = re.compile(
    "局[面势长部]|[乡镇]长|乡[亲镇村下]|村[民庄镇长]|镇[定街]|馆藏|[中大支分总]队长|企业[家文]|基地化|工会员|"
    "社区成|中心[工任]|街道、|公司化|医院长|学校长|政府令|[中小大]学[习会生]|中小学"
)
# alone, these mean the one of the place; 部队 or 中队 alone could be any
_KIND_OF_TROOP = re.compile(
    "军分区|雷达站|人武部|武装部|消防大队|武警中队|消防救援站|消防中队|军供站|干休所|预备役[师团]|消防支队|武警[支大]队|消防救援[大支]队"
)
_PUBLIC_BODY = re.compile(
    "团[市县区]委|街道办事处|公司工会|街道党工委|镇党委|镇政府|区政府|县政府|市政府|共产党员服务队|志愿服务队"
)
_REAL_TROOP = re.compile("驻|[军炮警某山营防兵炮空海陆]")
_DIVISION = re.compile(rf"(?![{re.escape(STOPS)}本全各我])[\u4e00-\u9fff]{{2,3}}[省市州县区]")
_TOO_GENERAL = re.compile(
    rf"(?:{SOLDIERS}|{UNIT_ENDINGS}|{TROOP_ENDINGS}|[各本我全]{HAN}{{0,2}}|{HAN}?[级类家个名]{HAN}*)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: where it stands, as what it is known, and what it is."""

    start: int
    end: int
    name: str
    what: str  # unit, troop
    known: bool = False

    def moved(self, by: int) -> Named:
        """The same name in a text cut elsewhere; long sentences have many, so no `replace`."""
        return Named(self.start + by, self.end + by, self.name, self.what, self.known)


class Register:
    """The names of the tree and of the troops, found again in full or in short."""

    def __init__(self, names: Names):
        self._full: dict[str, dict[str, str]] = {
            "unit": {name: name for name in names.units if name},
            "troop": {name: name for name in names.troops if name},
        }
        self._heads: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._by_tail: dict[tuple[str, str], list[str]] = defaultdict(list)
        for what, known in self._full.items():
            for name in sorted(known, key=len, reverse=True):
                self._heads[name[:2]].append((name, what))
                self._by_tail[what, name[-2:]].append(name)

    def resolved(self, written: str, what: str) -> str:
        """The name in the tree that the written one stands for; itself if there is no single one."""
        if written in self._full[what]:
            return written
        if _KIND_OF_TROOP.fullmatch(written):
            said = [name for name in self._by_tail[what, written[-2:]] if name.endswith(written)]
            return said[0] if len(said) == 1 else written
        plain = written.translate(_DIVISIONS)
        if len(plain) < 3:
            return written
        found = [
            name
            for name in self._by_tail[what, written[-2:]]
            if (short := name.translate(_DIVISIONS)).endswith(plain) or plain.endswith(short)
        ]
        return found[0] if len(found) == 1 else written

    def knows(self, name: str, what: str) -> bool:
        """True for a name of the tree."""
        return name in self._full[what]

    def find(self, text: str) -> list[Named]:
        """The names in a short text, from left to right, none within another."""
        found = self._known(text)
        taken = [(n.start, n.end) for n in found]
        for what in ("troop", "unit"):
            for named in self._by_ending(text, what):
                if all(named.end <= a or named.start >= b for a, b in taken):
                    found.append(named)
                    taken.append((named.start, named.end))
        return sorted(found, key=lambda n: n.start)

    def _known(self, text: str) -> list[Named]:
        found, at = [], 0
        while at < len(text):
            for name, what in self._heads.get(text[at : at + 2], ()):
                if text.startswith(name, at):
                    found.append(Named(_with_division(text, at), at + len(name), name, what, True))
                    at += len(name) - 1
                    break
            at += 1
        return [n for n in found if not _goes_on(text, n)]

    def _by_ending(self, text: str, what: str) -> Iterable[Named]:
        for run in _RUN.finditer(text):
            last = run.start()
            for match in _ENDINGS[what].finditer(text, run.start(), run.end()):
                start = _left_edge(text, max(last, match.end() - LONGEST), match.start())
                name = text[start : match.end()]
                if _is_a_name(name, match[0]) and not _wrong_side(
                    text, match.end(), what, match[0]
                ):
                    last = match.end()
                    yield Named(start, last, self.resolved(name, what), what, False)


def soldiers(text: str) -> str:
    """What a text calls soldiers without naming a troop; "" if it does not."""
    found = _GENERIC.search(text)
    return found[0] if found else ""


def group(text: str) -> re.Match | None:
    """各单位, 各区县 … in the text."""
    return _GROUP.search(text)


def ourselves(text: str) -> re.Match | None:
    """我局, 我们 … at the head of the text."""
    return _OURS.match(text)


def _with_division(text: str, at: int) -> int:
    """Where a name begins that has its city or county written before it: 泸州市江阳区文体局."""
    for length in (3, 4):
        written = text[max(0, at - length) : at]
        if len(written) == length and _DIVISION.fullmatch(written):
            return at - length
    return at


def _goes_on(text: str, named: Named) -> bool:
    """A known name that is the beginning of a longer troop's name: 江阳区武装部女子管乐团."""
    return named.what == "troop" and bool(
        re.match(r"(?:女子管乐团|水上应急分队|应急分队|预备队)", text[named.end : named.end + 8])
    )


def _left_edge(text: str, start: int, ending: int) -> int:
    """Where a name begins that ends with the ending at `ending`."""
    for at in range(ending - 1, start - 1, -1):
        if _STOP.match(text[at]) and not _inside_a_name(text, at, ending):
            start = at + (2 if text.startswith("其中", at) else 1)
            break
    while match := _last_word(text, start, ending):
        start = match
    return start


def _inside_a_name(text: str, at: int, ending: int) -> bool:
    """和平街道, 同心社区: a stop that begins or is part of a usual name."""
    if text[at] == "和" and at and text[at - 1] in "日旬月晚午，,。":
        return True
    return text[at : at + 2] in (
        "和平",
        "和谐",
        "同心",
        "同济",
        "向阳",
        "为民",
        "应急",
        "应天",
        "等级",
    )


def _last_word(text: str, start: int, ending: int) -> int:
    found = 0
    for match in LEFT_WORDS.finditer(text, start, ending):
        found = match.end()
    return found


def _is_a_name(name: str, ending: str) -> bool:
    body = name[: len(name) - len(ending)]
    if _PUBLIC_BODY.fullmatch(name) or _KIND_OF_TROOP.fullmatch(name):
        return True
    if ending.endswith("车站") and len(name) < 4:
        return False
    if ending.startswith("某"):
        return len(body) > 1 or (len(body) == 1 and body in "驻我该")
    if ending in ("部队", "连队", "驻军", "基地", "仓库") and not _REAL_TROOP.search(body):
        return False
    if len(name) < 3 or _TOO_GENERAL.fullmatch(name) or name[:1] in "我本各全某几数局":
        return bool(re.fullmatch(r"[驻市县区省].{1,}", name)) and not _TOO_GENERAL.fullmatch(name)
    return bool(body) or len(ending) >= 3


def _wrong_side(text: str, end: int, what: str, ending: str) -> bool:
    """A word that only looks like an ending: 局面, 乡亲, 镇定, 村民, 馆藏."""
    return bool(_GOES_ON.fullmatch(ending + text[end : end + 1]))
