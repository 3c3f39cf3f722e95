"""One activity taken apart into what a sentence is built from: 时间、单位、对象、做了什么、效果.

Every piece stands on a field of the record. What is said in one piece is not said in another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from activities.models import Activity, PartnerRole
from shuangyong.vague import Precision

from .narrating import OTHERS, covers, flow, left_over, narrated, shortened, tally_of
from .wording import joined

# A title that begins with one of these is a predicate already: 慰问…, 参加….
DOINGS = (
    "特别排演", "走访慰问", "慰问", "走访", "看望", "参加", "参与", "加强", "制作", "举办", "举行",
    "开展", "组织", "邀请", "排演", "创作", "协助", "帮助", "帮扶", "派出", "派", "新建", "更新", "援建",
    "培训", "赴", "召开", "发放", "走进", "深入", "放映", "落实", "建立", "成立", "制定", "完善", "欢送",
    "迎接", "接待", "颁发", "悬挂", "张贴", "印发", "赠送", "捐赠", "赠", "送", "捐", "向", "为", "到", "在", "与",
    "同", "把", "对", "给",
)  # fmt: skip
# … unless it names an event that only bears the verb in its name: 慰问演出, 送文化下乡活动.
BEARABLE = (
    "成立",
    "建立",
    "创作",
    "发放",
    "颁发",
    "接待",
    "新建",
    "帮扶",
    "赠送",
    "捐赠",
    "走访慰问",
    "慰问",
    "走访",
    "看望",
    "培训",
    "赠",
    "送",
    "捐",
    "援建",
    "放映",
    "欢送",
    "迎接",
    "向",
    "为",
)
EVENTS = re.compile(
    r"(?:演出|晚会|活动|仪式|座谈会|音乐会|比赛|友谊赛|图片展|书画展|展览|展演|讲座|培训班|联欢会|大会|"
    r"竞赛|报告会|茶话会|会议|巡演|专场)[”》）]*$"
)
HELD_AS = (
    (re.compile(r"(?:座谈会|会议|茶话会|联席会)$"), "召开"),
    (re.compile(r"仪式$"), "举行"),
    (
        re.compile(
            r"(?:活动|教育|宣传|培训|服务|慰问|走访|帮扶|巡演|展播|放映|创建|调研|演练|义诊|联谊|共建|工作)[”》]*$"
        ),
        "开展",
    ),
)
OCCASION = re.compile(
    '^[“"]?(?:春节|元旦|元宵|清明|端午|中秋|国庆|新春|新年|五四|七一|八·?一|建军节|节日|节前|年终)[”"]?'
    "(?:节|期间|前夕|前|来临之际)?"
)
SHARED = re.compile("座谈|联谊|联欢|[球棋河友谊]赛|比赛|运动会|共建|同乐|结对|茶话")
"""What is done with troops, not for them."""
PRESENT = "参加部队有"
BEFORE_VERB = ("为", "与", "到")
VISITS = ("走访慰问", "慰问", "走访", "看望", "赠送", "捐赠", "送", "赠", "欢送")
"""What is done at the troops' place: 到…慰问."""
LEADING_ON = ("参加", "观看", "出席", "协助", "参观", "承办", "组织")
# Partners of this kind are the unit's own people or units: 组织…, not 会同….
COLLECTIVE = ("各", "系统", "全")
# A wording that names no troop in particular says nothing.
ANY_TROOPS = ("", "部队", "驻军")
TROOP_PLACES = ("部队", "军", "队", "营", "站", "哨所", "驻地", "连", "军营")
WHEN_OR_WHY = re.compile(
    r"(?:每年|每逢|每到|针对|以.*为契机|为了|按照|根据|围绕|结合|利用|通过|借助|在.*(?:中|下|时|期间|之际)$|近年来)"
)


@dataclass(frozen=True, slots=True)
class Act:
    """The pieces, in the order in which they are said; an empty one is left out.

    when: 7月31日. opening: 针对…的困难. invited: 应…邀请. subject: the unit. place: with whom and
    where. troops: with 为, 与 or 到 (how) before the verb, else as a clause 参加部队有…. manner:
    派员10余人. verb and title: 举办 and the name. rest: clauses that tell about it.
    """

    when: str
    invited: str
    subject: str
    place: str
    title: str
    opening: str = ""
    how: str = ""
    troops: tuple[str, ...] = ()
    manner: str = ""
    verb: str = ""
    tally: str = ""
    """What follows the title as its figure: 共20多场, 300册."""
    rest: tuple[str, ...] = ()
    since: int = 0
    """The first day it may have been on, as an ordinal."""

    @property
    def done(self) -> str:
        """Where, for whom, and what: the clause without time and subject."""
        troops = f"{self.how}{joined(self.troops)}" if self.leads_to_troops else ""
        return f"{self.place}{troops}{self.manner}{self.verb}{self.title}{self.tally}"

    @property
    def leads_to_troops(self) -> bool:
        """Whether its troops stand before the verb."""
        return bool(self.troops) and self.how in BEFORE_VERB

    @property
    def clauses(self) -> tuple[str, ...]:
        """What follows upon that."""
        if not self.troops or self.leads_to_troops:
            return self.rest
        return (*self.rest, f"{self.how}{joined(self.troops)}")

    def head(self, *, with_when: bool = True, with_subject: bool = True) -> str:
        """The first clause: 7月31日，应…邀请，市歌舞团到…慰问…."""
        leads = (self.when if with_when else "", self.opening, self.invited)
        lead = "".join(f"{words}，" for words in leads if words)
        return f"{lead}{self.subject if with_subject else ''}{self.done}"

    def told(self, *, with_when: bool = True, with_subject: bool = True) -> str:
        """The sentence or sentences, with a full stop."""
        return flow(self.head(with_when=with_when, with_subject=with_subject), self.clauses)


def act_of(activity: Activity, year: int) -> Act:
    """An activity of `year` with its lines loaded; without its parts."""
    narrative = narrated(activity)
    text = _without_lead(narrative, activity, year)
    subject = _subject(activity)
    title = activity.title.strip(" 。；，")
    tally = "" if covers(text, title) else tally_of(activity, narrative)
    for name in _own_names(activity):
        if title.startswith(name) and len(title) > len(name) and "主办，" not in subject:
            subject, title = _unit(activity), title.removeprefix(name)
            break
    place = f"{_company(activity)}{_where(activity)}"
    said = f"{title}{text}{activity.guests}{place}{subject}"
    act = Act(
        when=_when(activity, year),
        invited=_invited(activity),
        subject=subject,
        place=place,
        title=title,
        tally=tally,
        troops=tuple(_troops(activity, said)),
        since=activity.held.start.toordinal() if activity.held else 0,
    )
    act, text = _worded(_without_occasion(act), text)
    clauses = (text, *left_over(activity, f"{title}{tally}，{narrative}"), activity.effect)
    return replace(act, rest=tuple(filter(None, (*clauses, _helped_by(activity)))))


def _worded(act: Act, text: str) -> tuple[Act, str]:
    """The predicate: the title's, or the narrative's where that says the title; and the rest."""
    doing = _doing(act.title)
    clause, _, others = text.partition("，")
    clause = "" if covers(others, act.title) else clause  # the rest of it says the title
    if manner := _manner(clause, doing):
        return _each_year(replace(act, manner=manner, how=_troops_after(doing))), others
    leading = next((verb for verb in LEADING_ON if not doing and _manner(clause, verb)), "")
    if leading:
        manner = _manner(clause, leading)
        return replace(act, manner=manner, verb=leading, how=PRESENT), others
    if covers(text, act.title) and not OTHERS.match(text):
        return _from_narrative(act, text)
    text = shortened(text, act.title)
    if doing:
        at_theirs = doing in VISITS and not act.place.endswith(TROOP_PLACES)
        return replace(act, how="到" if at_theirs else _troops_after(doing)), text
    how = "与" if SHARED.search(act.title) else "为"
    return replace(act, how=how, verb=_held_as(act.title)), text


def _without_occasion(act: Act) -> Act:
    """春节期间，…慰问军属 for 春节慰问军属 at 春节期间."""
    found = OCCASION.match(act.title)
    is_said = found and found[0].strip('“”"') in act.when and _doing(act.title)
    return replace(act, title=OCCASION.sub("", act.title)) if is_said else act


def _doing(title: str) -> str:
    """The verb a title begins with, an occasion left aside: 春节慰问军属.

    None where the title only bears the verb in its name: 慰问演出.
    """
    title = OCCASION.sub("", title)
    doing = next((verb for verb in DOINGS if title.startswith(verb)), "")
    if title == doing:
        return ""
    if doing in BEARABLE and EVENTS.search(title) and not re.search("举办|举行|开展|召开", title):
        return ""
    return doing


def _troops_after(doing: str) -> str:
    return f"{doing}部队有" if doing in ("慰问", "走访慰问", "走访", "看望") else PRESENT


def _held_as(title: str) -> str:
    return next((verb for pattern, verb in HELD_AS if pattern.search(title)), "举办",
)  # fmt: skip


def _manner(text: str, verb: str) -> str:
    """派员10余人 of 派员10余人参加, if the text is this one clause and leads on to the title."""
    is_clause = verb and text.endswith(verb) and not re.search("[，。；！？\n]", text)
    return text.removesuffix(verb) if is_clause else ""


def _each_year(act: Act) -> Act:
    """“八一”前夕 and 每年都 make 每年“八一”前夕，…都."""
    if not act.when or act.manner not in ("每年都", "每年"):
        return act
    return replace(act, when=f"每年{act.when}", manner=act.manner.removeprefix("每年"))


def _from_narrative(act: Act, text: str) -> tuple[Act, str]:
    """The narrative as predicate; what stands before its verb stands before the subject."""
    clauses = text.split("，")
    first = 0
    while first < len(clauses) - 1 and WHEN_OR_WHY.match(clauses[first]):
        first += 1
    if first and not any(clauses[first].startswith(verb) for verb in DOINGS):
        later = (n for n, c in enumerate(clauses) if n > first and c.startswith(DOINGS))
        first = next(later, first)
    opening, predicate = "，".join(clauses[:first]), clauses[first]
    return replace(act, opening=opening, title=predicate, how=PRESENT), "，".join(
        clauses[first + 1 :]
    )


def _without_lead(text: str, activity: Activity, year: int) -> str:
    """The narrative without the date, the unit and the invitation that are said before it."""
    when = _when(activity, year)
    for said in (when, str(activity.held or ""), *_own_names(activity)):
        if said and text.startswith(said):
            text = text.removeprefix(said).lstrip("，,")
    if _invited(activity) and activity.held:
        month = f"{activity.held.start.month}月"
        text = re.sub(rf"^(?:{month})?(?:受邀|应邀)(?:后|，)", "", text)
    return text


def _when(activity: Activity, year: int) -> str:
    """The date as written; one that only says this year, or what the title says, adds nothing."""
    held = activity.held
    if held is None or (held.precision == Precision.YEAR and held.wording in (f"{year}年", "全年")):
        return ""
    return "" if held.wording in activity.title else held.formal(year)


def _names(activity: Activity, *roles: PartnerRole) -> list[str]:
    year = activity.year
    return [p.name_in(year) for p in activity.partners.all() if p.role in roles]


def _unit(activity: Activity) -> str:
    """The reporting unit as it was called in the activity's year."""
    return activity.unit.name_in(activity.year)


def _own_names(activity: Activity) -> tuple[str, str]:
    return _unit(activity), activity.unit.label_in(activity.year)


def _is_own(name: str, activity: Activity) -> bool:
    return any(own in name for own in _own_names(activity))


def _invited(activity: Activity) -> str:
    inviters = _names(activity, PartnerRole.INVITER)
    return f"应{joined(inviters)}邀请" if inviters else ""


def _subject(activity: Activity) -> str:
    """The unit, those of its own people who took part, or 由…主办，…协办，."""
    if _is_host(activity):
        hosts = [_unit(activity), *_others(activity, PartnerRole.HOST)]
        return f"由{joined(hosts)}主办，{_helpers(activity)}，"
    name, label = _own_names(activity)
    own = (n for n in _names(activity, PartnerRole.PARTICIPANT) if _is_own(n, activity))
    people = next(own, name)
    return people if name in people else people.replace(label, name, 1)


def _is_host(activity: Activity) -> bool:
    """Whether it is named as host beside units that helped."""
    hosts = _names(activity, PartnerRole.HOST)
    return any(host in _own_names(activity) for host in hosts) and bool(_helpers(activity))


def _others(activity: Activity, *roles: PartnerRole) -> list[str]:
    return [name for name in _names(activity, *roles) if not _is_own(name, activity)]


def _company(activity: Activity) -> str:
    """组织 whom it leads, or 会同 others."""
    hosts = () if _is_host(activity) else (PartnerRole.HOST,)
    others = _others(activity, *hosts, PartnerRole.PARTICIPANT)
    if not others:
        return ""
    leads = _unit(activity) in _names(activity, PartnerRole.ORGANISER, PartnerRole.HOST)
    organised = leads or all(name.startswith(COLLECTIVE) for name in others)
    return f"{'组织' if organised else '会同'}{joined(others)}"


def _where(activity: Activity) -> str:
    """到 a troop's place or 在 another one, unless it is said elsewhere."""
    place = activity.place
    if not place or place in activity.title + activity.narrative + activity.guests:
        return ""
    return f"{'到' if place.endswith(TROOP_PLACES) else '在'}{place}"


def _troops(activity: Activity, said: str) -> list[str]:
    """Troops that `said` does not name; by the source's wording where no troop is named."""
    troops = [troop.name for troop in activity.troops.all()]
    as_written = activity.troops_as_written
    if not troops and as_written not in ANY_TROOPS:
        troops = [as_written]
    return [name for name in troops if name not in said]


def _helpers(activity: Activity) -> str:
    """…承办，…协办: partners beside the unit itself."""
    by_role = ((r, _others(activity, r)) for r in (PartnerRole.ORGANISER, PartnerRole.CO_ORGANISER))
    return "、".join(f"{joined(names)}{role.label}" for role, names in by_role if names)


def _helped_by(activity: Activity) -> str:
    helpers = "" if _is_host(activity) else _helpers(activity)
    return f"由{helpers}" if helpers else ""
