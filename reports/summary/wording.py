"""One activity in the sentences of a 工作总结.

时间 + 单位 + 对象 + 做了什么 + 数字 + 效果. Every phrase stands on a field of the record, and a
figure or name that the narrative already holds is not said again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from activities.models import (
    Activity,
    ActivityCount,
    ActivityFact,
    Contribution,
    ContributionCategory,
    PartnerRole,
)
from shuangyong.vague import Precision

from .said import name_of, untold_counts, untold_facts, untold_gifts, untold_groups

# A title that begins with one of these is a predicate already: 慰问…, 向…赠送….
PREDICATES = (
    "参加", "慰问", "走访", "看望", "向", "为", "到", "在", "与", "同", "送", "赠", "加强", "制作", "举办",
    "举行", "开展", "组织", "邀请", "排演", "特别排演", "创作", "协助", "帮", "派", "新建", "更新",
    "援建", "培训",
)  # fmt: skip
# Partners of this kind are the unit's own people or units: 组织…, not 会同….
COLLECTIVE = ("各", "系统", "全")
GIVEN = {
    ContributionCategory.MONEY: "送上",
    ContributionCategory.GOODS: "送上",
    ContributionCategory.BOOKS: "赠送",
    ContributionCategory.EQUIPMENT: "赠送",
    ContributionCategory.FACILITIES: "援建",
    ContributionCategory.FUNDS: "投入",
}
# A wording that names no troop in particular says nothing.
ANY_TROOPS = ("", "部队", "驻军")
TROOP_PLACES = ("部队", "军", "队", "营", "站", "哨所")


@dataclass(frozen=True, slots=True)
class Sentences:
    """An activity in words: the first sentence names it, `rest` tells about it."""

    first: str
    rest: str

    def __str__(self) -> str:
        return self.first + self.rest


def tell(activity: Activity, year: int) -> Sentences:
    """An activity of `year` with its lines loaded; a series with its parts, each with a date."""
    parts = list(activity.parts.all()) if activity.is_series else []
    who = f"{_invited(activity)}{_subject(activity)}{_company(activity)}"
    first = f"{_when(activity, year)}{who}{_what(activity)}{_helped_by(activity)}。"
    phrases = [_narrative(activity), *_left_over(activity), *_present(activity), activity.effect]
    told = sentence(phrases, after=first)
    if not parts:
        return Sentences(first, told)
    return Sentences(first, told + "；".join(_part(part, activity, year) for part in parts) + "。")


def joined(names: Iterable[str]) -> str:
    """A list of names as documents write it: A、B、C."""
    return "、".join(names)


def sentence(phrases: Iterable[str], after: str = "") -> str:
    """Phrases as one sentence; those that `after` has said already are left out."""
    kept = [p.strip("。；， ") for p in phrases if p and p.strip("。；， ") not in after]
    return "，".join(kept) + "。" if kept else ""


def _when(activity: Activity, year: int) -> str:
    """The date as written; one that only says this year, or what the title says, adds nothing."""
    held = activity.held
    if held is None or (held.precision == Precision.YEAR and held.wording == f"{year}年"):
        return ""
    if held.wording in activity.title:
        return ""
    return f"{held.formal(year)}，"


def _names(activity: Activity, *roles: PartnerRole) -> list[str]:
    year = activity.year
    return [p.name_in(year) for p in activity.partners.all() if p.role in roles]


def _unit(activity: Activity) -> str:
    """The reporting unit as it was called in the activity's year."""
    return activity.unit.name_in(activity.year)


def _invited(activity: Activity) -> str:
    inviters = _names(activity, PartnerRole.INVITER)
    return f"应{joined(inviters)}邀请，" if inviters else ""


def _subject(activity: Activity) -> str:
    """The unit, or those of its own people who took part: 市博物馆党政班子."""
    label = activity.unit.label_in(activity.year)
    own = [n for n in _names(activity, PartnerRole.PARTICIPANT) if label in n]
    return own[0] if own else _unit(activity)


def _company(activity: Activity) -> str:
    """组织 whom it leads, or 会同 others."""
    unit, label = _unit(activity), activity.unit.label_in(activity.year)
    others = [
        name
        for name in _names(activity, PartnerRole.HOST, PartnerRole.PARTICIPANT)
        if unit not in name and label not in name
    ]
    if not others:
        return ""
    leads = unit in _names(activity, PartnerRole.ORGANISER, PartnerRole.HOST)
    organised = leads or all(name.startswith(COLLECTIVE) for name in others)
    return f"{'组织' if organised else '会同'}{joined(others)}"


def _where(activity: Activity) -> str:
    """到 a troop's place or 在 another one, unless it is said elsewhere."""
    place = activity.place
    if not place or place in activity.title + activity.narrative + activity.guests:
        return ""
    return f"{'到' if place.endswith((*TROOP_PLACES, '驻地')) else '在'}{place}"


def _troops(activity: Activity, said: str) -> list[str]:
    """Troops that `said` does not name; by the source's wording where no troop is named."""
    troops = [troop.name for troop in activity.troops.all()]
    as_written = activity.troops_as_written
    if not troops and as_written not in ANY_TROOPS:
        troops = [as_written]
    return [name for name in troops if name not in said]


def _what(activity: Activity) -> str:
    """到/在 place, 为 troops, the activity itself."""
    title, where = activity.title, _where(activity)
    if title.startswith(PREDICATES):
        return where + title
    troops = _troops(activity, title + activity.narrative + activity.guests + where)
    for_whom = f"为{joined(troops)}" if troops else ""
    return f"{where}{for_whom}{'开展' if title.endswith('活动') else '举办'}{title}"


def _helped_by(activity: Activity) -> str:
    """，…承办，…协办, for partners beside the unit itself."""
    by_role = {
        role: [name for name in _names(activity, role) if name != _unit(activity)]
        for role in (PartnerRole.ORGANISER, PartnerRole.CO_ORGANISER)
    }
    return "".join(f"，{joined(names)}{role.label}" for role, names in by_role.items() if names)


def _narrative(activity: Activity) -> str:
    """The narrative with each figure put in at its word: 派员参加 → 派员10余人参加."""
    text = activity.narrative
    for count in untold_counts(activity.counts.all(), activity.narrative):
        text = text.replace(count.label, _counted(count), 1)
    return text


def _counted(count: ActivityCount) -> str:
    """演职人员近百名; without a measure word the number stands before, as it was written."""
    if count.number.measure or count.number.amount is None:
        return f"{count.label}{count.number}"
    return f"{count.number}{count.label}"


def _left_over(activity: Activity) -> list[str]:
    """Figures, gifts, beneficiaries and guests that title and narrative do not mention."""
    said = f"{activity.title}，{_narrative(activity)}，{activity.place}"
    phrases = [_counted(count) for count in untold_counts(activity.counts.all(), said)]
    phrases += [_fact(fact) for fact in untold_facts(activity.facts.all(), said)]
    phrases += _gifts(untold_gifts(activity.contributions.all(), said), activity.year)
    if groups := untold_groups(activity.beneficiaries.all(), said + activity.effect):
        phrases.append(f"惠及{joined(str(group) for group in groups)}")
    if activity.guests and activity.guests not in said:
        phrases.append(f"{activity.guests}到场")
    return phrases


def _present(activity: Activity) -> list[str]:
    """Troops that took part in what is told as a predicate: nothing else names them."""
    said = f"{activity.title}{activity.narrative}{activity.place}{activity.guests}"
    troops = _troops(activity, said) if activity.title.startswith(PREDICATES) else []
    return [f"参加部队有{joined(troops)}"] if troops else []


def _fact(fact: ActivityFact) -> str:
    """比赛项目有篮球、乒乓球; a single thing is 议题为军营图书室建设."""
    return f"{fact.label}{'有' if '、' in fact.text else '为'}{fact.text}"


def _gifts(contributions: list[Contribution], year: int) -> list[str]:
    """One phrase for each verb: 赠送体育器械（价值50000多元）、台球桌."""
    by_verb: dict[str, list[str]] = {}
    for given in contributions:
        verb = GIVEN.get(given.category, "提供")
        by_verb.setdefault(verb, []).append(_gift(given, year))
    return [verb + joined(names) for verb, names in by_verb.items()]


def _gift(given: Contribution, year: int) -> str:
    """灯光篮球场1个（价值5万余元，6月底建成移交）; of money its sum."""
    named, notes = f"{name_of(given)}{given.quantity or ''}", []
    if given.value is not None:
        value = _yuan(str(given.value))
        if given.category in (ContributionCategory.MONEY, ContributionCategory.FUNDS):
            named += value
        else:
            notes.append(f"价值{value}")
    if given.given_on is not None:
        is_built = given.category == ContributionCategory.FACILITIES
        notes.append(f"{given.given_on.formal(year)}{'建成移交' if is_built else '移交'}")
    return f"{named}（{'，'.join(notes)}）" if notes else named


def _yuan(wording: str) -> str:
    """A value with its unit, also where it was entered as a bare number."""
    return wording if "元" in wording else f"{wording}元"


def _part(part: Activity, series: Activity, year: int) -> str:
    """One date of a series; the subject is dropped where it is the series' own."""
    if part.unit_id != series.unit_id:
        return str(tell(part, year)).rstrip("。").replace("。", "，")
    done = _narrative(part)
    leads_on = done.endswith("参加")  # 派员10余人参加 leads on to the title
    told = [f"{_where(part)}{done}{part.title}"] if leads_on else [_what(part), done]
    unnamed = _troops(part, part.guests + "".join(told))
    told += [f"参加部队有{joined(unnamed)}"] if unnamed else []
    lead = f"{_when(part, year)}{_invited(part)}{_company(part)}"
    phrases = [*told, *_left_over(part), part.effect]
    return f"{lead}{'，'.join(filter(None, phrases))}{_helped_by(part)}"
