"""Who took part and how: hosts, organisers, inviters, troops, guests; and where it was."""

from __future__ import annotations

import re

from .events import Event
from .lexicon import GROUPS, HAN, OFFICES, SURNAMES
from .naming import Named, Register, group, ourselves, soldiers
from .quoting import masked

_JOINERS = re.compile(r"[、和与及，,]|以及|联合|会同|携手")
_BY_ROLE = {
    "host": re.compile(r"主办|牵头"),
    "organiser": re.compile(r"承办|组织实施"),
    "co_organiser": re.compile(r"协办|协同"),
}
_INVITED = re.compile(r"[受应]([^，,。；;]{2,30}?)(?:的)?(?:邀请|之邀)")
_TOGETHER = re.compile(r"(?:联合|会同|携手|组织|协同|邀请|与|和|、|及|带领|动员|发动)$")
_PLACE = re.compile(
    r"(?:在|于|到|来到|走进|前往|赴|深入|进)(?![各全])([^，,。；;！在到了\t\ue000]{1,24}?(?:广场|大礼堂|礼堂|大厅|驻地|营区|营房|军营|影剧院|大剧院|剧院|剧场|会议室|"
    r"体育馆|体育场|文化宫|少年宫|烈士墓|食堂|教室|体育中心|活动中心|文化中心|服务中心|公园|训练场|操场|俱乐部|陵园|纪念馆|文化馆|图书馆|博物馆|阅览室|活动室|宣传栏|社区|小学|中学|学校|"
    r"医院|福利院|敬老院|光荣院|干休所|哨所|码头|球场|展厅|会堂|饭店|酒店|村委会|人力资源市场|人才市场|市场|就业中心|家中))(?:里|内|上)?"
)
_HOME = re.compile(r"(?:在|到|赴|前往|走进)(光荣院|敬老院|福利院|干休所|军休所|烈士陵园)")
_HELD_IN = re.compile(
    r"(?:^|[，,。；;\d日号月晚午]|(?<=[局院所站团司队心会]))在(?![全各0-9])([^，,。；;！在的了\t\ue000]{2,16}?)(?:里|内)?(?:联合|共同|隆重|集中)?"
    r"(?:举办|举行|召开|开展|放映|开办|演出)"
)
_NO_PLACE = re.compile(r"(?:期间|之际|前夕|基础上?|方面|[下中时后前上])$")
_GROUPS_THAT_ACT = re.compile(rf"(?:^|[，,])({GROUPS})(?=都|均|还|也|分别|先后|积极|开展|组织)")
_AT_TROOP = re.compile(r"(?:到|来到|走进|前往|赴|深入|在)$")
_PERSON = rf"(?:[{SURNAMES}]{HAN}{{1,2}})"
_GUESTS = re.compile(
    rf"((?:{HAN}{{0,12}}?(?:{OFFICES})){_PERSON}(?=[、，,。；;等和率带一到同先来出亲代为向参观慰主介致作深前走赴在分]|$)"
    rf"(?:[、和,，](?:{HAN}{{0,12}}?(?:{OFFICES})){_PERSON}(?=[、，,。；;等和率带一到同先来出亲代为向参观慰主介致作深前走赴在分]|$)){{0,6}})(?:同志)?(等.{{0,4}}领导)?"
)


class Roles:
    """The names of an event, each in its part."""

    def __init__(self, event: Event, text: str, register: Register):
        self.plain = masked(text)
        self.names = register.find(self.plain)
        self.units = [n for n in self.names if n.what == "unit"]
        self.by_role: dict[str, list[str]] = {"host": [], "organiser": [], "co_organiser": []}
        self.inviters: list[str] = []
        self._taken: set[int] = set()
        self._find_inviters(register)
        self._find_roles()
        self.subject = event.subject
        self.participants = self._participants()

    @property
    def unit(self) -> str:
        """Who is to report it: who acts, else the host."""
        if self.subject and not group(self.subject):
            return self.subject
        return next(iter(self.by_role["host"] + self.by_role["organiser"]), "")

    def troops(self) -> list[str]:
        """Troops by name, else soldiers as the text calls them."""
        named = list(dict.fromkeys(
            n.name for n in self.names if n.what == "troop" and n.name not in self.inviters
        ))  # fmt: skip
        if named:
            return [n for n in named if not any(n != other and n in other for other in named)]
        general = soldiers(self.plain)
        return [general] if general else []

    def place(self) -> str:
        """Where it was, in the words of the text."""
        if match := _PLACE.search(self.plain):
            return re.sub(r"^(?:我|了)", "", match[1])
        if match := _HOME.search(self.plain):
            return match[1]
        held = _HELD_IN.search(self.plain)
        if held and not (_NO_PLACE.search(held[1]) or _whole(ourselves(held[1]), held[1])):
            return held[1]
        for n in self.names:
            if n.what == "troop" and _AT_TROOP.search(self.plain[: n.start]):
                return n.name
        return ""

    def guests(self) -> str:
        """Leaders and guests by office and name."""
        found = [
            m[1] + (m[2] or "") for m in _GUESTS.finditer(self.plain) if not _our_own(self.plain, m)
        ]
        return "；".join(
            dict.fromkeys(
                re.sub(r"^.*(?:邀请了?|由|和|在|的)(?=.{4})", "", g, count=1)
                if "、" not in g
                else _trimmed(g)
                for g in found
            )
        )

    def _find_inviters(self, register: Register) -> None:
        for match in _INVITED.finditer(self.plain):
            self.inviters.append(register.resolved(match[1], "unit"))
            self._taken |= {n.start for n in self.names if match.start() <= n.start < match.end()}

    def _find_roles(self) -> None:
        for role, word in _BY_ROLE.items():
            for match in word.finditer(self.plain):
                self._collect(role, match.start())

    def _collect(self, role: str, at: int) -> None:
        """The names that stand, joined by 、 and 和, before the word of a role."""
        for named in reversed([n for n in self.units if n.end <= at]):
            between = self.plain[named.end : at]
            if named.start in self._taken or not re.fullmatch(
                r"(?:联合|共同)?[、和与及]?|以及", between
            ):
                break
            self.by_role[role].insert(0, named.name)
            self._taken.add(named.start)
            at = named.start

    def _participants(self) -> list[str]:
        found = [
            n.name for n in self.units if n.start not in self._taken and n.name != self.subject and self._takes_part(n)
        ]  # fmt: skip
        if self.subject and self.subject[0] != "全" and group(self.subject):
            found.insert(0, self.subject)
        found += [m[1] for m in _GROUPS_THAT_ACT.finditer(self.plain)]
        return list(dict.fromkeys(found))

    def _takes_part(self, named: Named) -> bool:
        before = self.plain[max(0, named.start - 3) : named.start]
        after = self.plain[named.end : named.end + 2]
        return bool(_TOGETHER.search(before)) and not after.startswith(("里", "内", "的"))


_HEADS = re.compile(r"副?(?:院长|所长|校长|馆长|行长|站长|团长|总?经理|董事长)")


def _whole(match: re.Match | None, words: str) -> bool:
    return match is not None and match.end() == len(words)


def _our_own(plain: str, found: re.Match) -> bool:
    """公司总经理张强一行, at the head of a clause: who goes, not who comes."""
    lead = re.split(r"[，,。；;]", plain[: found.start()])[-1]
    return not lead and bool(ourselves(found[1]) or _HEADS.match(found[1]))


def _trimmed(guests: str) -> str:
    head, _, rest = guests.partition("、")
    return re.sub(r"^.*(?:邀请了?|由|在|的)(?=.{4})", "", head) + "、" + rest
