"""How much of what: numbers with their labels, money, goods, the people helped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from activities.ledgers.recognising import HELPED_WORDS, category_of
from activities.ledgers.wording import parse_counts, parse_given, parse_helped
from activities.models import ContributionCategory as Category
from shuangyong.vague import VagueNumber
from shuangyong.vague.finding import Found, find_numbers

from .lexicon import EVENT_NOUNS, GIVE_VERBS
from .quoting import BOOK, FILLER, masked

_PEOPLE = "人|名|位|人次|人左右"
_OF_PEOPLE = (
    r"(?:演职人员|专业人员|工作人员|医务人员|文艺工作者|志愿者|演员|观众|官兵|指战员|战士|群众|市民|居民|"
    r"[\u4e00-\u9fff]{0,8}?(?:人员|职工|员工|干部|代表|学员|学生|教师|师生|家属|军属|军嫂|烈属|对象|军人|老兵|战士|官兵|队员|党员|"
    r"团员|民兵|骨干|专家|医生|护士|青年|儿童|子女|选手|运动员|群众|市民|劳模|律师|演员|观众|书法家|画家|艺术家|爱好者))"
)
_BEHIND = re.compile(
    rf"的?(?!到|在|为|对|前往|参[加与]|赴|来|深入|组成|走|开展|观看|分|进|于|免费|接受|与|向|给|和|及)({_OF_PEOPLE})"
)
_LABEL_BEFORE = re.compile(
    rf"({_OF_PEOPLE}|派员|派出|参训|受训|参演|参赛|培训|受益|受教育|义诊|就诊|观看|参观|参与|参加|服务|惠及|接待|一行|辅导|安置|招聘|就业)"
    r"(?:共|达|约|超过|总计|累计|合计|人数|共计|达到|了)?$"
)
_BEFORE_PEOPLE = re.compile(
    r"^.*(?:吸引|组织|邀请|派出|共有|带领|安排|动员|发动|选派|抽调|来自|赠|送|对|为|向|给|和|及|与|在|的|了|、|，)(?=.{2})"
)
_THING_BEHIND = re.compile(
    rf"[的]?([\u4e00-\u9fff、]{{0,14}}?(?:{EVENT_NOUNS}|节目|作品|岗位|项目|课程|协议|问题|实事|难题|困难|咨询|企业|阵地|宣传栏|基地|标语|横幅|信件|电影|影片|队伍|代表队|支队伍|球队))"
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
_NO_THING = re.compile("^$|节目|知识|规则|情况|活动|问题|困难|缺乏")
_NO_GOODS = (Category.OTHER, Category.TRAINING)
NO_COUNTS = ("周年", "岁", "年", "种", "句", "所", "个月", "分钟", "小时")
_THING_BEFORE = re.compile(
    rf"([\u4e00-\u9fff]{{0,6}}(?:{EVENT_NOUNS}|节目|作品|岗位|问题|实事|标语|横幅))(?:共|约|达|了)?$"
)
_GOODS_MEASURES = frozenset(
    "册本台套件箱桶袋份幅张盒斤吨米架副组床双包瓶条辆把块部个处座间提面顶吨台只头卷株棵公斤"
)
_MONEY_BEFORE = re.compile(
    r"(慰问金|慰问费|补助金|抚恤金|优待金|救助金|助学金|奖励金|奖金|红包|资金|经费|专款|捐款|善款|款项|现金|物资|物品|慰问品|器材|器械|设备|图书|书籍)?"
    r"[部]?(总?价值|折合(?:人民币)?|合计|共计|总计|累计|计|共|金额为?|达|总额达?|投入|投资|约|人民币|资助|捐助|发放|：|:)*(?:人民币)?$"
)
_GOODS_WORTH = re.compile(
    r"([^\W的了到和]{2,4}(?:器材|器械|设备|图书|书籍|用品|药品|慰问品|物资))[全都部]{0,2}总?价值$"
)
_EACH = re.compile(r"(?:每人|每户|人均|户均|每家|每名|每位|每个|每份)[^，,。；;]{0,8}$")
_MONEY_WORD = re.compile(r"慰问金|慰问费|红包|礼金")
_OBJECT = re.compile(rf"(?:{GIVE_VERBS})(?:了|给|出)?([^，,。；;！\t]{{1,80}})")
_AND = re.compile(r"、|以及|和(?!谐|平)|及(?!时)|与|并")
_VALUED = re.compile(r"(?:总?价值|折合(?:人民币)?)(?:人民币)?([^，,。；;的]{1,14}元)的")
_LAST = re.compile(r"(?:等)?(?:.{0,6}(?:慰问品|物品|物资|生活用品|礼品|节日礼物))?(?:各)?(?:等)?$")
_TRIMMED = re.compile(
    r"^(?:了|给|到|价值|.{0,14}?(?:官兵们|官兵|部队|战士们|战士|他们|中队|大队|支队)(?:们)?)?(?:上|去|来|了|的|送去|送上)*"
    r"(?:节日)?(?:新创作|内容的)?"
)
_MORE = re.compile(r"[；;](?:还有|以及|另有)")
_NEXT_ONE = re.compile(
    rf"[；;](?=[\u4e00-\u9fff]{{2,10}}[0-9０-９]{{1,6}}余?[{''.join(sorted(_GOODS_MEASURES))}])"
)
_EACH_ONE = re.compile(r"各([一二两三四五六七八九十\d]+[部本台套件个份箱袋桶幅场首期])$")


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
    objects = _objects(text, _listed_on(plain), kind)
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
            rf"(?:{number.format('before')}的?(?:生活)?(?:困难|贫困|重点)?)?(?P<who>{who})"
            r"(?!社区|之家|协会|事务|服务[站中]|优待证|先进|工作|安置)"
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
        return _BEFORE_PEOPLE.sub("", before[1]) or before[1]
    return "人数"


def _noun(words: str) -> str:
    return re.sub(r"^.*(?:开展|举办|举行|组织|召开|演出了?|等|的|、|共|了|进行)(?=.{2})", "", words)


def _goods(plain: str, number: Found[VagueNumber], found: Quantities) -> None:
    """图书200余册, 200余册图书, without a verb of giving."""
    wording = plain[number.start : number.end]
    before = re.search(r"([\u4e00-\u9fff]{2,8})$", plain[max(0, number.start - 8) : number.start])
    after = re.match(r"的?([\u4e00-\u9fff]{2,8})", plain[number.end : number.end + 9])
    if (before and (name := _thing(before[1]))) or (after and (name := _thing(after[1]))):
        found.given.append(f"{name}{wording}")


def _thing(words: str) -> str:
    words = re.split(rf"{GIVE_VERBS}|[了的给和及与]", words)[-1] or words
    no_thing = category_of(words) in _NO_GOODS or _NO_THING.search(words)
    return "" if no_thing else words


def _objects(text: str, plain: str, kind: str) -> list[tuple[str, int, int]]:
    """What was given, by the verbs of giving: the line of the cell and where its list stands."""
    found: list[tuple[str, int, int]] = []
    for match in _OBJECT.finditer(plain):
        a, b = match.span(1)
        if any(a < end and start < b for _, start, end in found):
            continue
        lines = _listed(re.sub("[；;](?:还有)?", "、", text[a:b]))
        found += [(line, a, b) for line in lines]
    if kind == "电影放映":
        found += [(f"影片{m[0]}", *m.span()) for m in BOOK.finditer(text)]
    elif kind in ("文艺创作", "慰问演出"):
        found += [
            (f"节目{m[0]}", *m.span())
            for m in BOOK.finditer(text)
            if not any(m[0] in line for line, _, _ in found)
        ]
    return found


def _listed_on(plain: str) -> str:
    """A list goes on after a semicolon: 篮球场1个；健身苑1个；还有台球桌. Same length."""
    plain = _MORE.sub(lambda m: "、" + FILLER * (len(m[0]) - 1), plain)
    return _NEXT_ONE.sub("、", plain)


def _listed(words: str) -> list[str]:
    value = ""
    if match := _VALUED.search(words):
        value, words = match[1], words[match.end() :]
    each = _EACH_ONE.search(words)
    if each:
        words = words[: each.start()]
    parts = [part for part in _AND.split(words) if part]
    lines = [line for part in parts if (line := _line(part, each[1] if each else ""))]
    if value and len(lines) == 1:
        return [f"{lines[0]}，价值{value}"]
    if value:
        return [f"{'、'.join(_bare(line) for line in lines) or '慰问品'}，价值{value}"]
    return lines


def _bare(line: str) -> str:
    return re.sub(r"[0-9０-９].*$", "", line) or line


def _line(part: str, each: str) -> str:
    part = part.replace(FILLER, "").strip("的了 ")
    part = re.sub(r"(?:等(?:慰问品|物品|物资|生活用品|礼品|作品|器材)?|作品)$", "", part) or part
    part = re.sub(
        r"^.*?(?:新建|修建|援建|赠送|送去|送上|内容的|们|官兵|部队|中队|大队|支队|新|了)(?=.{2})",
        "",
        part,
    )
    numbers = [n for n in find_numbers(part) if not n.value.measure.endswith("元")]
    if len(part) > 24 or re.search(r"[“”]", part):
        return ""
    if numbers:
        number = numbers[0]
        name = part[: number.start] or part[number.end :].lstrip("的")
        if number.value.measure in ("人", "名", "场", "期", "次", "位") or _NO_THING.search(name):
            return ""
        return (
            f"{name}{part[number.start : number.end]}"
            if _thing(name) or (each == "" and _is_goods(number))
            else ""
        )
    if find_numbers(part):
        return ""
    return f"{part}{each}" if _thing(part) and len(part) <= 14 else ""


def _is_goods(number: Found[VagueNumber]) -> bool:
    return number.value.measure in _GOODS_MEASURES


def _one_sum(found: Quantities) -> None:
    """A single sum is the cell's; several 慰问金 are lines of what was given."""
    if len(found.money) > 1:
        found.given += [f"慰问金{wording}" for wording in found.money]
        found.money = []
    if found.money:
        found.given = [line for line in found.given if line not in ("慰问金", "慰问费", "红包")]
    if len(found.value) == 1 and found.given:
        goods = [line for line in found.given if "价值" not in line and not line.endswith("元")]
        if len(goods) == 1:
            at = found.given.index(goods[0])
            found.given[at] = f"{goods[0]}，价值{found.value.pop()}"
