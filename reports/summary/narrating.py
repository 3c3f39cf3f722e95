"""The narrative of an activity with every figure put in at its word, and what it leaves out.

派员参加 and a count 派员10余人 make 派员10余人参加; 送上慰问金 and a gift of 5万元 make
送上慰问金5万元. So nothing is said a second time only to bring its figure in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from activities.models import Activity, ActivityCount, Contribution
from activities.models import ContributionCategory as Category
from shuangyong.vague import Qualifier, VagueNumber

from .said import name_of, untold_counts, untold_facts, untold_gifts, untold_groups
from .wording import joined

GIVEN = {
    Category.MONEY: "送上", Category.GOODS: "送上", Category.BOOKS: "赠送",
    Category.EQUIPMENT: "赠送", Category.FACILITIES: "援建", Category.FUNDS: "投入",
}  # fmt: skip
MONEY = (Category.MONEY, Category.FUNDS)
# Behind one of these a name stands alone, so that its figure may follow it.
ENDS_HERE = re.compile(r"$|[，。；、！？（）]|和|及|与|并|等|给|到|向|送")
# What is counted without a measure word in the source, and the word that grammar asks for.
MEASURES = {"节目": "个", "场次": "", "期数": "", "次数": ""}
PEOPLE = ("人员", "演员", "官兵", "战士", "观众", "群众", "志愿者", "队员", "职工", "代表", "学员")
TIMES = ("场次", "期数", "次数", "场数")
HEADS = (
    "活动", "演出", "晚会", "比赛", "友谊赛", "培训班", "讲座", "座谈会", "大会", "音乐会", "图片展",
)  # fmt: skip
REPEATED = 6
"""So many equal characters in title and narrative are a repetition."""


def narrated(activity: Activity) -> str:
    """The narrative with each figure put in at its word: 派员参加 → 派员10余人参加."""
    text = activity.narrative
    for count in untold_counts(activity.counts.all(), text):
        text = text.replace(count.label, counted(count), 1)
    said = f"{activity.title}，{text}"
    for given in untold_gifts(activity.contributions.all(), said):
        text = _put_in(text, name_of(given), gift(given, activity.year))
    for group in untold_groups(activity.beneficiaries.all(), f"{said}，{activity.effect}"):
        text = _put_in(text, group.get_category_display(), str(group))
    return text


def _put_in(text: str, name: str, full: str) -> str:
    """`full` in the place of the first `name` that stands alone."""
    if full == name or not name:
        return text
    for found in re.finditer(re.escape(name), text):
        before, after = text[: found.start()], text[found.end() :]
        if not ENDS_HERE.match(after):
            continue
        if before.endswith("的") and full.startswith("价值"):
            value, _, _ = full.removesuffix(name).rpartition("的")
            full = f"{name}（{value}）"
        return before + full + after
    return text


def titled(activity: Activity, text: str) -> str:
    """The title with how often, and with the figure of the one gift that it ends in.

    送戏进军营共20多场; 赠送图书 → 赠送图书300册.
    """
    title = activity.title
    said = f"{title}，{text}"
    untold = untold_gifts(activity.contributions.all(), said)
    given = [one for one in untold if name_of(one) in title and name_of(one) not in text]
    if len(given) == 1 and title.endswith(name_of(given[0])):
        full = gift(given[0], activity.year)
        if full.startswith(name_of(given[0])):
            return title + full.removeprefix(name_of(given[0]))
    often = [c for c in untold_counts(activity.counts.all(), said) if c.label in TIMES]
    return title + "".join(map(counted, often))


def left_over(activity: Activity, text: str) -> list[str]:
    """Figures, gifts, beneficiaries and guests that `text`, title included, does not mention."""
    said = f"{text}，{activity.place}"
    untold = (counted(count) for count in untold_counts(activity.counts.all(), said))
    phrases = [words for words in untold if words not in said]
    phrases += [fact_phrase(fact) for fact in untold_facts(activity.facts.all(), said)]
    phrases += _gifts(activity, untold_gifts(activity.contributions.all(), said), text)
    if groups := untold_groups(activity.beneficiaries.all(), said + activity.effect):
        phrases.append(f"惠及{joined(str(group) for group in groups)}")
    if activity.guests and activity.guests not in said:
        phrases.append(f"{activity.guests}到场")
    return phrases


def counted(count: ActivityCount) -> str:
    """演职人员近百名, 16个节目, 共20多场; the measure word that a source left out is put in."""
    number, label = count.number, count.label
    if label in TIMES:
        return f"共{number}{'' if number.measure or number.amount is None else label[0]}"
    if number.measure or number.amount is None:
        return f"{label}{number}"
    measure = "名" if label.endswith(PEOPLE) else MEASURES.get(label, "")
    return f"{_measured(number, measure)}{label}"


def _measured(number: VagueNumber, measure: str) -> str:
    if number.qualifier == Qualifier.AT_LEAST or not measure:
        return str(number)
    return f"{number}{measure}"


def fact_phrase(fact) -> str:
    """比赛项目有篮球、乒乓球; a single thing is 议题为军营图书室建设."""
    return f"{fact.label}{'有' if '、' in fact.text else '为'}{fact.text}"


def _gifts(activity: Activity, given: list[Contribution], text: str) -> list[str]:
    """One phrase for each verb: 赠送体育器械（价值50000多元）、台球桌; 其中… of what is named."""
    by_verb: dict[str, list[str]] = {}
    for one in given:
        verb = "其中" if name_of(one) in text else GIVEN.get(one.category, "提供")
        by_verb.setdefault(verb, []).append(gift(one, activity.year))
    return [verb + joined(names) for verb, names in by_verb.items()]


def gift(given: Contribution, year: int) -> str:
    """灯光篮球场1个（价值5万余元，6月底建成移交）, 价值5万余元的器材; of money its sum."""
    named, notes, before = f"{name_of(given)}{given.quantity or ''}", [], ""
    if given.value is not None:
        value = yuan(str(given.value))
        if given.category in MONEY:
            named += value
        elif given.quantity is None and given.given_on is None:
            before = f"价值{value}的"
        else:
            notes.append(f"价值{value}")
    if given.given_on is not None:
        is_built = given.category == Category.FACILITIES
        notes.append(f"{given.given_on.formal(year)}{'建成移交' if is_built else '移交'}")
    return f"{before}{named}（{'，'.join(notes)}）" if notes else before + named


def yuan(wording: str) -> str:
    """A value with its unit, also where it was entered as a bare number."""
    return wording if "元" in wording else f"{wording}元"


def covers(text: str, title: str) -> bool:
    """Whether `text` says all of `title`, be it in other order: then the title adds nothing."""
    rest = re.sub(r"[和与及、，“”《》]", "|", title)
    for piece in filter(None, rest.split("|")):
        while piece:
            size = _begins(piece, text)
            if size < min(len(piece), 3):
                return False
            piece = piece[size:]
    return bool(title)


def _begins(piece: str, text: str) -> int:
    """How many characters of `piece`, from its first on, stand together in `text`."""
    size = 0
    while size < len(piece) and piece[: size + 1] in text:
        size += 1
    return size


def shortened(text: str, title: str) -> str:
    """The narrative without what the title says: 我市品牌群众文化广场活动 → 我市品牌活动.

    A clause that stands in the title is left out; a long name is cut down to its noun.
    """
    clauses = re.split(r"(?<=[，；。])", text)
    kept = [c for c in clauses if len(c.strip("，；。")) < 4 or c.strip("，；。 ") not in title]
    text = "".join(kept)
    match = SequenceMatcher(None, text, title, autojunk=False).find_longest_match()
    common = text[match.a : match.a + match.size]
    head = next((h for h in HEADS if common.endswith(h)), "")
    if match.size < REPEATED or not head or re.search("[“”《》，。；]", common):
        return text
    return text.replace(common, head, 1)


def flow(first: str, rest: Iterable[str]) -> str:
    """Clauses as one or more sentences; a long one ends where the next has a subject of its own."""
    text, since = first, len(first)
    for phrase in rest:
        clause = phrase.strip("。；， \n")
        if not clause:
            continue
        limit = 0 if OTHERS.match(clause) else LONG if NOUN.match(clause) else VERY_LONG
        breaks = since > limit or "\n" in clause
        text += ("。" if breaks else "，") + clause
        since = len(clause) if breaks else since + len(clause) + 1
    return f"{text}。"


LONG, VERY_LONG = 60, 160
OTHERS = re.compile("我|各|该|全[体市县区]")
"""A clause that begins so has a subject of its own and makes a sentence."""
NOUN = re.compile(r"近?[0-9]|近百|这|演出|活动|晚会|比赛|双方|军民|参加部队|观众|整")
"""So one that begins so; a short sentence may still go on with it."""
