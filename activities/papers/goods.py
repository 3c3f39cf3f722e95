"""What was given: lists behind the verbs of giving, in the wording of the cell 投入."""

from __future__ import annotations

import re

from activities.ledgers.recognising import category_of
from activities.models import ContributionCategory as Category
from shuangyong.vague import VagueNumber
from shuangyong.vague.finding import Found, find_numbers

from .lexicon import GIVE_VERBS
from .quoting import BOOK, FILLER

_GOODS_MEASURES = frozenset(
    "册本台套件箱桶袋份幅张盒斤吨米架副组床双包瓶条辆把块部个处座间提面顶吨台只头卷株棵公斤盏罐壶"
)
_OBJECT = re.compile(rf"(?:{GIVE_VERBS})(?:了|给|出)?([^，,。；;！\t]{{1,80}})")
_AND = re.compile(r"、|以及|和(?!谐|平)|及(?!时)|与|并")
_VALUED = re.compile(r"(?:总?价值|折合(?:人民币)?)(?:人民币)?([^，,。；;的]{1,14}元)的")
_EACH_ONE = re.compile(r"各([一二两三四五六七八九十\d]+[部本台套件个份箱袋桶幅场首期])$")
# 把自己缝制的鞋垫二百双送给战士
_TAKEN = re.compile(
    r"[把将](?:[^，,。；;]{0,14}的)?([^，,。；;的]{2,30}?)(?:免费|无偿)?(?:送|赠|捐|交)[给到予]"
)
_MORE = re.compile(r"[；;](?:还有|以及|另有)")
_NEXT_ONE = re.compile(
    rf"[；;](?=[\u4e00-\u9fff]{{2,10}}[0-9０-９]{{1,6}}余?[{''.join(sorted(_GOODS_MEASURES))}])"
)
_NO_THING = re.compile("^$|节目|岗位|知识|规则|情况|活动|问题|困难|缺乏")
_NO_GOODS = (Category.OTHER, Category.TRAINING)
_OF_NO_THING = ("人", "名", "场", "期", "次", "位", "元", "户", "人次")
_SUCH_GOODS = re.compile(r"等[\u4e00-\u9fff]{0,4}(?:品|物资|物品|礼物|器材|设备|药品|用具)$")
_AND_SUCH = re.compile(
    r"(?:等[\u4e00-\u9fff]{0,4}(?:品|物资|物品|礼物|器材|设备|药品|用具)?|作品)$"
)
_BEFORE_A_THING = re.compile(
    r"^.*?(?:新建|修建|援建|赠送|送去|送上|内容的|们|官兵|部队|中队|大队|支队|新|了)(?=.{2})"
)
_WORTH = re.compile(r"([\u4e00-\u9fff]{2,10}?)(?:总?价值|折合)(?:人民币)?([^，,。；;的]{1,12}元)")


def thing(words: str) -> str:
    """The words if they name a thing that may be given, else ""."""
    words = re.split(rf"{GIVE_VERBS}|[了的给和及与]", words)[-1] or words
    no_thing = category_of(words) in _NO_GOODS or _NO_THING.search(words)
    return "" if no_thing else words


def objects_of(text: str, plain: str, kind: str) -> list[tuple[str, int, int]]:
    """What was given, by the verbs of giving: the line of the cell and where its list stands."""
    found: list[tuple[str, int, int]] = []
    for match in _OBJECT.finditer(plain):
        a, b = match.span(1)
        if any(a < end and start < b for _, start, end in found):
            continue
        lines = _listed(re.sub("[；;](?:还有)?", "、", text[a:b]))
        found += [(line, a, b) for line in lines]
    found += [
        (line, *m.span(1))
        for m in _TAKEN.finditer(plain)
        for line in _listed(text[slice(*m.span(1))])
    ]
    if kind == "电影放映":
        found += [(f"影片{m[0]}", *m.span()) for m in BOOK.finditer(text)]
    elif kind in ("文艺创作", "慰问演出"):
        found += [
            (f"节目{m[0]}", *m.span())
            for m in BOOK.finditer(text)
            if not any(m[0] in line for line, _, _ in found)
        ]
    return found


def listed_on(plain: str) -> str:
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
    every = each[1] if each else ""
    trusted = bool(value) or bool(_SUCH_GOODS.search(words))
    parts = [part for part in _AND.split(words) if part]
    lines = [line for part in parts if (line := _line(part, every, trusted=trusted))]
    if value and len(lines) == 1:
        return [f"{lines[0]}，价值{value}"]
    if value:
        return [f"{'、'.join(_bare(line) for line in lines) or '慰问品'}，价值{value}"]
    return lines


def _bare(line: str) -> str:
    return re.sub(r"[0-9０-９].*$", "", line) or line


def _line(part: str, each: str, *, trusted: bool = False) -> str:
    """A thing with its quantity or value; "" for words that are no thing.

    In a list that ends in 等慰问品 every word is one: `trusted`.
    """
    part = part.replace(FILLER, "").strip("的了 ")
    part = _AND_SUCH.sub("", part) or part
    part = _BEFORE_A_THING.sub("", part)
    if len(part) > 24 or re.search(r"[“”]", part):
        return ""
    if worth := _WORTH.fullmatch(part):
        return f"{worth[1]}，价值{worth[2]}" if thing(worth[1]) else ""
    numbers = find_numbers(part)
    if not numbers:
        known = thing(part) or (trusted and len(part) <= 8 and not _NO_THING.search(part))
        return f"{part}{each}" if known and len(part) <= 14 else ""
    number = numbers[0]
    name = part[: number.start] or part[number.end :].lstrip("的")
    if number.value.measure in _OF_NO_THING or _NO_THING.search(name):
        return ""
    known = thing(name) or trusted or (not each and _is_goods(number))
    return f"{name}{part[number.start : number.end]}" if known else ""


def _is_goods(number: Found[VagueNumber]) -> bool:
    return number.value.measure[-1:] in _GOODS_MEASURES and number.value.measure != "人次"
