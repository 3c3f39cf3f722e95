"""How much of what: numbers with their labels, money, goods, the people helped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from activities.ledgers.recognising import HELPED_WORDS
from activities.ledgers.wording import parse_counts, parse_given, parse_helped
from shuangyong.vague import VagueNumber
from shuangyong.vague.finding import Found, find_numbers

from . import telling
from .goods import listed_on, objects_of, thing
from .lexicon import EVENT_NOUNS
from .quoting import masked

_PEOPLE = "人|名|位|人次|人左右"
_OF_PEOPLE = (
    r"(?:演职人员|专业人员|工作人员|医务人员|文艺工作者|志愿者|演员|观众|官兵|指战员|战士|群众|市民|居民|"
    r"[\u4e00-\u9fff]{0,8}?(?:人员|职工|员工|听众|民警|干部|代表|学员|学生|教师|师生|家属|军属|军嫂|烈属|对象|军人|老兵|战士|官兵|队员|党员|"
    r"团员|民兵|骨干|专家|医生|护士|青年|儿童|子女|选手|运动员|群众|市民|劳模|律师|演员|观众|成员|书法家|画家|艺术家|爱好者)(?:子女|家属|代表|遗属|干警|职工)?)"
)
_BEHIND = re.compile(
    rf"的?(?!到|在|为|对|前往|参[加与]|赴|来|深入|组成|走|开展|观看|分|进|于|免费|接受|与|向|给|和|及)({_OF_PEOPLE})"
)
_LABEL_BEFORE = re.compile(
    rf"({_OF_PEOPLE}|派员|派出|参训|受训|参演|参赛|培训|咨询|检查|体检|诊疗|看望|慰问|走访|受益|受教育|义诊|就诊|观看|参观|入学|入托|录用|参与|参加|服务|惠及|接待|一行|辅导|安置|招聘|就业)"
    r"(?:共|达|约|超过|总计|累计|合计|人数|共计|达到|了)?$"
)
_BEFORE_PEOPLE = re.compile(
    r"^.*(?:吸引|组织|邀请|派出|共有|带领|安排|动员|发动|选派|抽调|来自|赠|送|对|为|向|给|和|及|与|在|的|了|、|，)(?=.{2})"
)
# 选派教官36名, 幼儿园22名: what stands between a verb and the number
_NOUN_BEFORE = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|其中|组织|选派|派出|选送|抽调|出动|安排|带领|来自|有|名|了)"
    r"((?!组织|其中|一行|等|共|约|到|在|为|与|和|为期)[\u4e00-\u9fff]{2,5}?)(?:共|约|共计|等)?$"
)
# 3名兽医为县武警中队…: what stands between the number and what they did
_NOUN_BEHIND = re.compile(
    r"(?![参到在为前赴来每全共分]|左右|以上)([\u4e00-\u9fff]{2,4}?)(?=为|到|赴|参加|前往|来到|对|向|[，,。；;、])"
)
_VERB_WITHIN = re.compile(
    r"^.*(?:出动|选派|派出|选送|抽调|组织|接受|共有|邀请|培训|辅导|指导)(?=.{2})"
)
_THING_BEHIND = re.compile(
    rf"[的]?(?!、)([\u4e00-\u9fff、]{{0,14}}?(?:{EVENT_NOUNS}|节目|作品|岗位|项目|课程|协议|问题|实事|难题|困难|咨询|企业|阵地|宣传栏|基地|标语|横幅|信件|电影|影片|队伍|代表队|支队伍|球队))"
)
_ADJECTIVE = re.compile(
    r"^(?:[\u4e00-\u9fff]{1,4}的)?([\u4e00-\u9fff]{2,8}?)(?=$|[，,。；;、]|参加|前往|到|为|在)"
)
DEFAULT_LABELS = {
    "场": "场次",
    "场次": "场次",
    "期": "期数",
    "次": "次数",
    "部": "影片",
    "课时": "课时",
    "户": "户数",
}
_SHOWN = re.compile(r"展[出示]了?([\u4e00-\u9fff]{2,8}?)(?:共|约|近)?$")
NO_COUNTS = ("周年", "岁", "年", "种", "句", "所", "个月", "分钟", "小时")
_THING_BEFORE = re.compile(
    rf"([\u4e00-\u9fff]{{0,10}}(?:{EVENT_NOUNS}|节目|作品|岗位|问题|实事|板报|墙报|简报|标语|横幅|窗口))(?:共|约|达|了)?$"
)
_MONEY_BEFORE = re.compile(
    r"(慰问金|慰问费|补助金|抚恤金|优待金|救助金|助学金|奖励金|奖金|红包|资金|经费|专款|捐款|善款|款项|现金|物资|物品|慰问品|器材|器械|设备|图书|书籍)?"
    r"[部]?(总?价值|折合(?:人民币)?|合计|共计|总计|累计|计|共|金额为?|达|总额达?|投入|投资|约|人民币|资助|捐助|发放|：|:)*(?:人民币)?$"
)
_GOODS_WORTH = re.compile(
    r"([^\W的了到和]{2,4}(?:器材|器械|设备|图书|书籍|用品|药品|慰问品|物资))[全都部]{0,2}总?价值$"
)
_EACH = re.compile(
    r"(?:各|每[人户名])$|(?:每人|每户|人均|户均|每家|每名|每位|每个|每份)[^，,。；;]{0,8}$"
)
_HOW_OFTEN = re.compile(r"(?:每[个年月周季人户]|半年)[^，,。；;]{0,10}$")
_MONEY_WORD = re.compile(r"慰问金|慰问费|红包|礼金")


@dataclass(slots=True)
class Quantities:
    """What a passage says in figures, as pieces of the cells of a ledger."""

    counts: list[str] = field(default_factory=list)
    money: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    value: list[str] = field(default_factory=list)
    helped: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)


def quantities(text: str, kind: str, year: int) -> Quantities:
    """All figures of a passage that tells of an activity of this kind."""
    found = Quantities()
    plain = masked(text)
    taken = _helped(plain, found)
    numbers = [
        n for n in find_numbers(plain) if not any(a < n.end and n.start < b for a, b in taken)
    ]
    objects = objects_of(text, listed_on(plain), kind)
    found.given = [line for line, _, _ in objects]
    for number in numbers:
        wording = plain[number.start : number.end]
        within = any(a <= number.start and number.end <= b and wording in x for x, a, b in objects)
        if number.value.measure.endswith("元"):
            _money(plain, number, found, within)
        elif not within:
            _count(plain, number, found)
    found.counts = _that_read(found.counts, parse_counts)
    found.given = _that_read(found.given, lambda line: parse_given(line, year=year, kind=kind))
    once = [h for h in found.helped if not any(o != h and o.startswith(h) for o in found.helped)]
    found.helped = _that_read(once, parse_helped)
    _one_sum(found)
    return found


def _that_read(lines: Iterable[str], parse: Callable) -> list[str]:
    """Each line once, and only what the cell's own reader understands."""
    kept = []
    for line in dict.fromkeys(lines):
        try:
            if parse(line):
                kept.append(line)
        except ValidationError:
            continue
    return kept


def _helped(plain: str, found: Quantities) -> list[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    number = r"(?P<{}>(?:近|约)?[0-9０-９一二两三四五六七八九十百千]{{1,6}}[余多]?(?:余|多)?[名位户人个])"
    for _, words in HELPED_WORDS:
        who = words.replace(".*", "(?:军人|士兵|对象|人员|干部|职工|家庭|户){0,2}")
        pattern = (
            rf"(?:{number.format('before')}的?(?:生活)?(?:困难|贫困|重点|立功受奖)?)?(?P<who>{who})"
            r"(?!(?:军人)?(?:家庭)?子女|[团师营连]|部队|社区|之家|协会|事务|服务[站中]|优待证|先进|工作|安置)"
            rf"们?(?:家庭)?共?(?:{number.format('after')})?"
        )
        for match in re.finditer(pattern, plain):
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            taken.append(match.span())
            found.helped.append(f"{match['who']}{match['before'] or match['after'] or ''}")
    return taken


def _money(plain: str, number: Found[VagueNumber], found: Quantities, within: bool) -> None:
    lead = plain[max(0, number.start - 24) : number.start]
    wording = plain[number.start : number.end]
    if each := _EACH.search(lead):
        found.facts.append(f"标准：{each[0]}{wording}")
        return
    if within:
        return
    clause = re.split(r"[，,。；;]", lead)[-1]
    after = plain[number.end : number.end + 10]
    word = _MONEY_BEFORE.search(lead)
    if _MONEY_WORD.search(clause[-8:]) or re.match(r"的?(?:节日)?(?:慰问金|慰问费|红包)", after):
        found.money.append(wording)
    elif behind := re.match(
        r"的?([\u4e00-\u9fff]{0,6}(?:资金|经费|专款|捐款|善款|优待金|抚恤金|补助金|救助金|助学金|奖励金|奖金))",
        after,
    ):
        found.given.append(f"{behind[1]}{wording}")
    elif (
        word
        and word[1]
        and word[1] not in ("物资", "物品", "慰问品", "器材", "器械", "设备", "图书", "书籍")
    ):
        found.given.append(f"{word[1]}{wording}")
    elif goods := _GOODS_WORTH.search(lead):
        found.given.append(f"{goods[1]}，价值{wording}")
    elif re.search(r"投入|投资|出资|资助|捐款|筹资|拨付|耗资", clause):
        found.given.append(f"资金{wording}")
    else:
        found.value.append(wording)


def _count(plain: str, number: Found[VagueNumber], found: Quantities) -> None:
    """A line of 数量 with the label the text gives, else a thing given, else nothing."""
    lead = plain[max(0, number.start - 20) : number.start]
    after = plain[number.end : number.end + 24]
    if number.value.measure == "次" and _HOW_OFTEN.search(lead):
        return
    label = _label(number.value.measure, lead, after)
    if label:
        found.counts.append(f"{label}{plain[number.start : number.end]}")
    elif label is None:
        _goods(plain, number, found)


def _label(measure: str, lead: str, after: str) -> str | None:
    """What is counted; "" for what is no count of an activity, None for what may be goods."""
    if measure in ("周", "天"):
        return "为期" if re.search(r"(?:为期|历时|持续)$", lead) else ""
    if re.fullmatch(_PEOPLE, measure):
        return _people(lead, after)
    if measure == "批":
        batch = _ADJECTIVE.match(after)
        return batch[1] if batch and re.search(r"人员|骨干|人才|队伍|队员", batch[1]) else ""
    if measure == "届":
        festival = re.match(r"的?([\u4e00-\u9fff]{2,10}?节)", after)
        return festival[1] if festival else ""
    if shown := _SHOWN.search(lead):
        return shown[1]
    if measure in NO_COUNTS:
        return ""
    return _thing_counted(measure, lead, after)


def _thing_counted(measure: str, lead: str, after: str) -> str | None:
    if thing := _THING_BEHIND.match(after):
        return thing[1].lstrip("的")
    if before := _THING_BEFORE.search(lead):
        return _noun(before[1])
    return DEFAULT_LABELS.get(measure)


def _people(lead: str, after: str) -> str:
    if behind := _BEHIND.match(after):
        return re.sub(r"^(?:对|为|给|向|由|名|多|余)", "", behind[1])
    if before := _LABEL_BEFORE.search(lead):
        label = _VERB_WITHIN.sub("", before[1])
        return _BEFORE_PEOPLE.sub("", label) or label
    nouns = (_NOUN_BEHIND.match(after), _NOUN_BEFORE.search(lead))
    return next((n[1] for n in nouns if n and not telling.ANY_ACT.search(n[1])), "人数")


def _noun(words: str) -> str:
    return re.sub(
        r"^.*(?:开展|举办|举行|组织|召开|演出了?|刊出|栏出|编发|悬挂|张贴|制作|等|的|、|共|了|进行)(?=.{2})",
        "",
        words,
    )


def _goods(plain: str, number: Found[VagueNumber], found: Quantities) -> None:
    """图书200余册, 200余册图书, without a verb of giving."""
    wording = plain[number.start : number.end]
    before = re.search(r"([\u4e00-\u9fff]{2,8})$", plain[max(0, number.start - 8) : number.start])
    after = re.match(r"的?([\u4e00-\u9fff]{2,8})", plain[number.end : number.end + 9])
    if (before and (name := thing(before[1]))) or (after and (name := thing(after[1]))):
        found.given.append(f"{name}{wording}")


def _one_sum(found: Quantities) -> None:
    """A single sum is the cell's; several 慰问金 are lines of what was given."""
    if len(found.money) > 1:
        found.given += [f"慰问金{wording}" for wording in found.money]
        found.money = []
    found.given = [
        g
        for g in found.given
        if not any(o != g and re.match(re.escape(g) + "[近约0-9，]", o) for o in found.given)
    ]
    if found.money:
        found.given = [line for line in found.given if line not in ("慰问金", "慰问费", "红包")]
    if len(found.value) == 1 and found.given:
        goods = [line for line in found.given if "价值" not in line and not line.endswith("元")]
        if len(goods) == 1:
            at = found.given.index(goods[0])
            found.given[at] = f"{goods[0]}，价值{found.value.pop()}"
