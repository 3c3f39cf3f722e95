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
    Contribution,
    ContributionCategory,
    PartnerRole,
)
from shuangyong.vague import Precision

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
    first = f"{_when(activity, year)}{_who(activity)}{_what(activity)}{_helped_by(activity)}。"
    told = sentence([_narrative(activity), *_left_over(activity), activity.effect], after=first)
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
    return [str(p) for p in activity.partners.all() if p.role in roles]


def _who(activity: Activity) -> str:
    """应…邀请，unit 组织 or 会同 others."""
    unit = activity.unit
    inviters = _names(activity, PartnerRole.INVITER)
    with_them = [
        name
        for name in _names(activity, PartnerRole.HOST, PartnerRole.PARTICIPANT)
        if unit.name not in name and unit.label not in name
    ]
    own = [n for n in _names(activity, PartnerRole.PARTICIPANT) if unit.label in n]
    subject = own[0] if own else unit.name
    invited = f"应{joined(inviters)}邀请，" if inviters else ""
    if not with_them:
        return invited + subject
    leads = unit.name in _names(activity, PartnerRole.ORGANISER, PartnerRole.HOST)
    organised = leads or all(name.startswith(COLLECTIVE) for name in with_them)
    return f"{invited}{subject}{'组织' if organised else '会同'}{joined(with_them)}"


def _what(activity: Activity) -> str:
    """到/在 place, 为 troops, the activity itself."""
    title, said = activity.title, activity.title + activity.narrative + activity.guests
    place = activity.place if activity.place and activity.place not in said else ""
    where = f"{'到' if place.endswith((*TROOP_PLACES, '驻地')) else '在'}{place}" if place else ""
    if title.startswith(PREDICATES):
        return where + title
    troops = [t.name for t in activity.troops.all() if t.name not in said + place]
    for_whom = f"为{joined(troops)}" if troops else ""
    return f"{where}{for_whom}{'开展' if title.endswith('活动') else '举办'}{title}"


def _helped_by(activity: Activity) -> str:
    helpers = _names(activity, PartnerRole.CO_ORGANISER)
    return f"，{joined(helpers)}协办" if helpers else ""


def _narrative(activity: Activity) -> str:
    """The narrative with each figure put in at its word: 派员参加 → 派员10余人参加."""
    text = activity.narrative
    for count in activity.counts.all():
        if str(count.number) not in text and count.label in text:
            text = text.replace(count.label, _counted(count), 1)
    return text


def _counted(count: ActivityCount) -> str:
    """演职人员近百名; without a measure word the number stands before, as it was written."""
    if count.number.measure or count.number.amount is None:
        return f"{count.label}{count.number}"
    return f"{count.number}{count.label}"


def _left_over(activity: Activity) -> list[str]:
    """Figures, gifts, troops and guests that title and narrative do not mention."""
    said = activity.title + activity.narrative + activity.place
    phrases = [
        _counted(count)
        for count in activity.counts.all()
        if str(count.number) not in said and count.label not in activity.narrative
    ]
    phrases += _gifts([c for c in activity.contributions.all() if not _said(c, said)])
    phrases += _beneficiaries(activity)
    troops = [t.name for t in activity.troops.all()]
    unnamed = [n for n in troops if n not in said + activity.guests]
    if activity.title.startswith(PREDICATES) and unnamed:
        phrases.append(f"参加部队有{joined(unnamed)}")
    if activity.guests and activity.guests not in said:
        phrases.append(f"{activity.guests}到场")
    return phrases


def _said(contribution: Contribution, text: str) -> bool:
    figures = [str(n) for n in (contribution.quantity, contribution.value) if n is not None]
    return contribution.name in text and all(figure in text for figure in figures)


def _gifts(contributions: list[Contribution]) -> list[str]:
    """One phrase for each verb: 赠送体育器械（价值50000多元）、台球桌."""
    by_verb: dict[str, list[str]] = {}
    for given in contributions:
        named = f"{given.name or given.get_category_display()}{given.quantity or ''}"
        if given.value is not None:
            is_money = given.category in (ContributionCategory.MONEY, ContributionCategory.FUNDS)
            value = _yuan(str(given.value))
            named += value if is_money else f"（价值{value}）"
        by_verb.setdefault(GIVEN.get(given.category, "提供"), []).append(named)
    return [verb + joined(names) for verb, names in by_verb.items()]


def _yuan(wording: str) -> str:
    """A value with its unit, also where it was entered as a bare number."""
    return wording if "元" in wording else f"{wording}元"


def _beneficiaries(activity: Activity) -> list[str]:
    groups = [str(group) for group in activity.beneficiaries.all() if group.number is not None]
    return [f"惠及{joined(groups)}"] if groups else []


def _part(part: Activity, series: Activity, year: int) -> str:
    """One date of a series; the subject is dropped where it is the series' own."""
    if part.unit_id != series.unit_id:
        return str(tell(part, year)).rstrip("。").replace("。", "，")
    done = _narrative(part)
    title = f"{done}{part.title}" if done.endswith("参加") else _what(part)
    rest = [] if done.endswith("参加") else [done]
    troops = [t.name for t in part.troops.all() if t.name not in title]
    rest += [f"参加部队有{joined(troops)}"] if troops else []
    left = [phrase for phrase in _left_over(part) if not phrase.startswith("参加部队有")]
    return _when(part, year) + "，".join(
        [title, *filter(None, rest), *left, *filter(None, [part.effect])]
    )
