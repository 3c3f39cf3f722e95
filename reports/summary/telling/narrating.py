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
from shuangyong.vague import Qualifier

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
MEASURES = {
    "节目": "个", "影片": "部", "图书": "册", "作品": "件", "演出": "场", "讲座": "场", "车辆": "辆",
}  # fmt: skip
PEOPLE = (
    "人员",
    "演员",
    "官兵",
    "战士",
    "观众",
    "听众",
    "群众",
    "居民",
    "家属",
    "干部",
    "民兵",
    "学生",
    "志愿者",
    "队员",
    "职工",
    "代表",
    "学员",
)
SENDING = ("派", "出动", "投入")
COMING = ("参加", "观看", "到场", "登台", "出席", "参与", "表演", "演出", "受益")
TOWARDS = (
    "为",
    "向",
    "给",
    "对",
    "组织",
    "邀请",
    "安排",
    "欢送",
    "慰问",
    "看望",
    "走访",
    "培训",
    "接待",
)
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
        text = _counted_in(text, count)
    said = f"{activity.title}，{text}"
    for given in untold_gifts(activity.contributions.all(), said):
        full = gift(given, activity.year)
        known = f"{name_of(given)}{given.quantity or ''}"
        is_known = given.quantity is not None and known in text and full.startswith(known)
        text = _put_in(text, known if is_known else name_of(given), full)
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


def tally_of(activity: Activity, text: str) -> str:
    """What follows the title as its figure: 共20多场, or that of the one gift it ends in: 300册."""
    said = f"{activity.title}，{text}"
    often = [c for c in untold_counts(activity.counts.all(), said) if c.label in TIMES]
    if often:
        return "".join(map(counted, often))
    untold = untold_gifts(activity.contributions.all(), said)
    names = [name_of(one) for one in untold if name_of(one) not in text]
    names = [name for name in names if name in activity.title]
    if len(names) != 1 or not activity.title.endswith(names[0]):
        return ""
    full = next(gift(one, activity.year) for one in untold if name_of(one) == names[0])
    return full.removeprefix(names[0]) if full.startswith(names[0]) else ""


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
    """演职人员近百名, 节目16个, 共20多场; the measure word that a source left out is put in."""
    return f"{'共' if count.label in TIMES else count.label}{_measured(count)}"


def _measured(count: ActivityCount) -> str:
    number, label = count.number, count.label
    if number.measure or number.amount is None or number.qualifier == Qualifier.AT_LEAST:
        return str(number)
    if label in TIMES:
        return f"{number}{label[0]}"
    return f"{number}{'名' if label.endswith(PEOPLE) else MEASURES.get(label, '')}"


def _counted_in(text: str, count: ActivityCount) -> str:
    """The figure at its word: 派员10余人参加, 等16个节目, 为46名新兵佩戴; not 新兵46名训练工作."""
    label, number = count.label, _measured(count)
    for found in re.finditer(re.escape(label), text):
        before, after = text[: found.start()], text[found.end() :]
        ends = ENDS_HERE.match(after)
        if ends and not count.number.measure and count.number.amount is not None:
            return f"{before}{number}{label}{after}"
        if ends or label.startswith(SENDING) or after.startswith(COMING):
            return f"{before}{label}{number}{after}"
        if before.endswith(TOWARDS):
            return f"{before}{number}{label}{after}"
    return text


def fact_phrase(fact) -> str:
    """比赛项目有篮球、乒乓球; a single thing is 议题为军营图书室建设."""
    return f"{fact.label}{'有' if '、' in fact.text else '为'}{fact.text}"


def _gifts(activity: Activity, given: list[Contribution], text: str) -> list[str]:
    """One phrase for each verb: 赠送体育器械（价值50000多元）、台球桌; 其中… of what is named."""
    by_verb: dict[str, list[str]] = {}
    for one in given:
        verb = "其中" if name_of(one) in text else GIVEN.get(one.category, "提供")
        by_verb.setdefault(verb, []).append(_besides(one, activity.year, text))
    return [verb + joined(names) for verb, names in by_verb.items()]


def _besides(given: Contribution, year: int, text: str) -> str:
    """The gift; only its value where its quantity is told already: 图书价值5万元."""
    is_told = given.quantity is not None and str(given.quantity) in text and name_of(given) in text
    if is_told and given.value is not None and given.given_on is None:
        return f"{name_of(given)}价值{yuan(str(given.value))}"
    return gift(given, year)


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
    return OURS.sub("该", text.replace(common, head, 1))


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
OURS = re.compile("^我[市县区局](?=[^，。；]{0,4}活动)")
"""What was just named is 该…: 我市品牌活动 → 该品牌活动."""
OTHERS = re.compile("我|各|该|全[体市县区]")
"""A clause that begins so has a subject of its own and makes a sentence."""
NOUN = re.compile(r"近?[0-9]|近百|这|演出|活动|晚会|比赛|双方|军民|参加部队|观众|整")
"""So one that begins so; a short sentence may still go on with it."""
