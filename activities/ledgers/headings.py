"""What the headings of a ledger mean, in the many words that offices use for the same thing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from . import columns as c


class How(Enum):
    """How the cells under a heading are read."""

    TEXT = "text"
    LIST = "list"
    DATE = "date"
    FIRST_DAY = "first day"
    LAST_DAY = "last day"
    DAY = "day"
    """The day alone, beside a column with the month."""
    COUNT = "count"
    MONEY = "money"
    GIVEN = "given"
    FACT = "fact"
    WHOM = "whom"
    """Troops or people helped: each name says itself which."""
    NOTHING = "nothing"
    """Known, but no content of an activity: 序号, or what an export adds for reckoning."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What stands under a heading: the column it fills, with label and measure word if any."""

    column: str
    how: How = How.TEXT
    label: str = ""
    measure: str = ""
    rank: int = 1
    """Of two headings for one column the lower wins: 0 our own word, 1 a synonym, 2 a guess."""


LISTS = {
    c.FURTHER_KINDS, c.HOSTS, c.ORGANISERS, c.CO_ORGANISERS, c.PARTICIPANTS, c.INVITERS, c.TROOPS,
    c.GUESTS, c.COUNTS, c.GIVEN, c.HELPED, c.FACTS,
}  # fmt: skip
OWN = {
    **{name: Meaning(name, How.LIST if name in LISTS else How.TEXT, rank=0) for name in c.COLUMNS},
    c.HELD: Meaning(c.HELD, How.DATE, rank=0),
    c.COUNTS: Meaning(c.COUNTS, How.COUNT, rank=0),
    c.GIVEN: Meaning(c.GIVEN, How.GIVEN, rank=0),
}
SYNONYMS: dict[str, str] = {
    c.UNIT: "单位 单位名称 上报单位 报送单位 填表单位 报告单位 所属单位 成员单位 部门 科室 部门单位 登记单位",
    c.KIND: "活动类别 活动类型 类型 活动种类 种类 活动分类 分类 活动形式 形式 项目类别",
    c.FURTHER_KINDS: "兼属 其他类别",
    c.TITLE: "活动 名称 活动主题 主题 项目名称 活动项目 项目 活动标题 标题 题目 事项 工作事项 活动事项 慰问活动 "
    "工作项目 双拥活动 慰问名称 捐赠项目 慰问项目 大事 事件",
    c.SERIES: "系列 系列活动",
    c.PLACE: "活动地点 场所 活动场所 地址 举办地点 开展地点 慰问地点 放映地点 演出地点 培训地点 举行地点 地方 活动地址",
    c.HOSTS: "主办 主办方 组织单位 牵头单位 责任单位 实施单位 开展单位 慰问单位 举办单位 捐赠单位 赠送单位 放映单位 "
    "演出单位 慰问部门 帮扶单位 走访单位 主办部门 组织者 捐赠方 赠送方",
    c.ORGANISERS: "承办 承办方 承办部门 具体承办单位",
    c.CO_ORGANISERS: "协办 协办方 协助单位 配合单位 支持单位",
    c.PARTICIPANTS: "参与 参加单位 参与方 参与部门 参加部门 联办单位 参加活动单位 参演单位",
    c.INVITERS: "邀请单位 受邀方 邀请",
    c.TROOPS: "部队 部队名称 驻军 驻军单位 驻军部队 受援部队 受援单位 慰问部队 参与部队 共建部队 受赠部队 "
    "受赠单位 接收单位 参训部队 共建单位 军队单位 部队单位 受慰问单位 受慰问部队 被慰问单位 受助单位",
    c.GUESTS: "参加领导 到场领导 出席领导 带队领导 领导 嘉宾 到场领导和来宾 领导和来宾 领导嘉宾 "
    "参加人员 出席人员 主要领导",
    c.OCCASION: "节日 时间节点 重要节点 活动节点 节庆",
    c.NARRATIVE: "活动内容 内容 活动情况 主要情况 工作内容 具体内容 活动简介 简介 情况 基本情况 工作情况 "
    "活动开展情况 开展情况 活动概况 内容摘要 慰问情况 活动过程 主要做法 慰问内容 活动简况 活动详情 详情 具体情况 "
    "内容及形式 大事内容 大事记",
    c.EFFECT: "活动效果 成效 活动成效 工作成效 取得成效 社会效果 效果反响 反响 成果 影响 影响成效",
    c.NOTE: "附注 说明事项 其他说明 其它 备考 注",
    c.FACTS: "其他情况",
}  # fmt: skip
DATES = (
    "日期 活动时间 活动日期 开展时间 举办时间 举行时间 慰问时间 放映时间 演出时间 培训时间 捐赠时间 开展日期 举办日期 "
    "慰问日期 实施时间 完成时间 年月日 年月 月份 时间日期 日期时间 赠送时间 走访时间 具体时间 月 "
    "活动起止时间 起止时间 月日"
)
FIRST_DAYS = "起 开始时间 起始时间 开始日期 起始日期 起始日 开始 自"
LAST_DAYS = "止 结束时间 截止时间 结束日期 终止时间 截止日期 截止日 结束 至"
DAYS = "日 号"
HELPED = "优抚对象 帮扶对象 受助对象 受助人员 救助对象 受益人群"
WHOM = "对象 慰问对象 活动对象 走访对象 受益对象 受赠对象 捐赠对象 赠送对象 服务对象 受慰问对象 对象名称"
COUNTS: dict[str, tuple[str, str]] = {
    # heading: label, measure word
    "参加人数": ("参加人员", "人"), "参与人数": ("参加人员", "人"), "人数": ("参加人员", "人"),
    "参加人次": ("参加人员", "人次"), "参与人次": ("参加人员", "人次"), "人次": ("参加人员", "人次"),
    "人员": ("参加人员", "人"), "参加官兵": ("参加官兵", "人"), "观众": ("观众", "人次"),
    "观众人数": ("观众", "人"), "观众人次": ("观众", "人次"), "观看人数": ("观众", "人"),
    "观看人次": ("观众", "人次"), "观影人数": ("观众", "人"), "观影人次": ("观众", "人次"),
    "演职人员": ("演职人员", "名"), "演职员": ("演职人员", "名"), "演员": ("演职人员", "名"),
    "演职人员数": ("演职人员", "名"), "演出人员": ("演职人员", "名"), "派员": ("派员", "人"),
    "场次": ("场次", "场"), "场数": ("场次", "场"), "放映场次": ("场次", "场"), "演出场次": ("场次", "场"),
    "节目数": ("节目", "个"), "节目数量": ("节目", "个"), "期数": ("期数", "期"),
    "参训人数": ("参训人员", "人"), "培训人数": ("参训人员", "人"), "参训人次": ("参训人员", "人次"),
    "培训人次": ("参训人员", "人次"), "参训人员": ("参训人员", "人次"), "次数": ("活动次数", "次"),
    "活动次数": ("活动次数", "次"), "慰问户数": ("慰问户数", "户"), "户数": ("慰问户数", "户"),
    "受益人数": ("受益人员", "人"), "受益人次": ("受益人员", "人次"), "受益官兵": ("受益官兵", "人"),
    "慰问人数": ("慰问人员", "人"), "慰问人员": ("慰问人员", "人"), "课时": ("课时", "课时"),
    "作品数": ("作品数", "件"), "参加人数规模": ("参加人员", "人"), "规模": ("参加人员", "人"),
    "规模人数": ("参加人员", "人"), "志愿者": ("志愿者", "人"), "志愿者人数": ("志愿者", "人"),
    "官兵人数": ("参加官兵", "人"), "群众人数": ("参加群众", "人"), "官兵": ("参加官兵", "人"),
    "群众": ("参加群众", "人"), "片数": ("影片", "部"), "影片数": ("影片", "部"),
}  # fmt: skip
MONEY = "慰问金 慰问金额 慰问金数额 慰问费 慰问金元 慰问资金 礼金"
VALUES = (
    "价值 折合人民币 总价值 物品价值 慰问品价值 价值金额 折价 折合金额 折合价值 折款 折合 合计金额 总金额 价值总额 "
    "慰问品金额 物资价值 折算金额 捐赠价值 图书价值 器材价值 折合资金"
)
AMOUNTS = (
    "金额 数额 资金 款额 总额 慰问金物价值"  # of money, or of the goods if goods have a column
)
GIVEN: dict[str, tuple[str, str]] = {
    "慰问品": ("慰问品", "件"), "慰问物品": ("慰问品", "件"), "物品": ("物品", "件"),
    "物资": ("物资", "件"), "慰问物资": ("慰问品", "件"), "慰问品及数量": ("慰问品", "件"),
    "慰问品名称及数量": ("慰问品", "件"), "捐赠物品": ("物品", "件"), "捐赠物资": ("物资", "件"),
    "赠送物品": ("物品", "件"), "慰问品名称": ("慰问品", ""), "物品名称": ("物品", ""),
    "慰问金物": ("", ""), "慰问款物": ("", ""), "捐赠内容": ("", ""), "投入情况": ("", ""),
    "款物": ("", ""), "慰问金品": ("", ""), "慰问金和慰问品": ("", ""), "慰问钱物": ("", ""),
    "图书": ("图书", "册"), "图书数量": ("图书", "册"), "赠书": ("图书", "册"), "送书": ("图书", "册"),
    "器材": ("器材", "件"), "体育器材": ("体育器材", "件"), "设施": ("设施", "处"),
    "影片": ("影片", "部"), "片目": ("影片", "部"), "片名": ("影片", "部"), "影片名称": ("影片", "部"),
    "电影": ("影片", "部"), "放映影片": ("影片", "部"), "节目单": ("节目", "个"),
    "经费": ("经费", "元"), "活动经费": ("经费", "元"), "投入经费": ("经费", "元"),
    "投入资金": ("经费", "元"), "经费投入": ("经费", "元"), "所需经费": ("经费", "元"),
    "经费价值": ("", "元"), "资金投入": ("经费", "元"), "支出": ("经费", "元"), "费用": ("经费", "元"),
    "作品": ("作品", "件"), "宣传品": ("宣传品", "份"), "慰问金慰问品": ("", "元"),
}  # fmt: skip
FACTS = "课目 科目 培训内容 培训课目 课程 比赛项目 参加队伍 议题 会议议题 共建内容 队伍 参赛队伍 讨论内容"
NOTHING = "序号 编号 序 号 行号 顺序 no 项次 佐证材料 材料份数 状态 对应措施 计划措施 单位数 活动数"
MONEY_UNITS = ("万元", "千元", "百元", "亿元", "元")
_UNIT = re.compile(
    r"(?:单位|计量单位)?[::]?(万元|千元|百元|亿元|元|人次|人|名|场次|场|个|册|本|件|次|户|期|部|份|套|课时|台|幅)"
)
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕")
_TRAILING = re.compile(r"^(.{2,}?)[/:,]?((?:万|千|百|亿)元|(?<=[额值金费款品/:,])元)$")
_NOISE = re.compile(r"[\s\"'“”‘’*:、,，。．.;·_/\\|()\[\]【】〔〕<>《》~\-—–]|及$")
_NUMBERED = re.compile(r"^(?:[0-9一二三四五六七八九十]{1,2}[、.．)])(?=\D)")
AMOUNT = "金额"
"""Label of money of which the heading does not say what for."""
GUESSED = 2
LONGEST = 40  # characters of a heading; a longer text is none
RECKONED = "数值"
"""A heading that ends so stands over what an export adds: numbers beside the wording."""


def _vocabulary() -> dict[str, Meaning]:
    known = {
        word: Meaning(column, How.LIST if column in LISTS else How.TEXT)
        for column, words in SYNONYMS.items()
        for word in words.split()
    }
    for how, words in (
        (How.DATE, DATES), (How.FIRST_DAY, FIRST_DAYS), (How.LAST_DAY, LAST_DAYS), (How.DAY, DAYS),
    ):  # fmt: skip
        known |= {word: Meaning(c.HELD, how) for word in words.split()}
    known |= {word: Meaning("", How.WHOM) for word in WHOM.split()}
    known |= {word: Meaning(c.HELPED, How.WHOM, label=word) for word in HELPED.split()}
    known |= {word: Meaning(c.FACTS, How.FACT, label=word) for word in FACTS.split()}
    known |= {word: Meaning("", How.NOTHING) for word in NOTHING.split()}
    known |= {word: Meaning(c.MONEY, How.MONEY, measure="元") for word in MONEY.split()}
    known |= {word: Meaning(c.VALUE, How.MONEY, measure="元") for word in VALUES.split()}
    known |= {word: Meaning("", How.MONEY, AMOUNT, "元") for word in AMOUNTS.split()}
    known |= {word: Meaning(c.COUNTS, How.COUNT, *each) for word, each in COUNTS.items()}
    known |= {word: Meaning(c.GIVEN, How.GIVEN, *each) for word, each in GIVEN.items()}
    own = {_NOISE.sub("", _plain(name)): meaning for name, meaning in OWN.items()}
    own[c.HELPED] = Meaning("", How.WHOM, rank=0)
    for name in (c.MONEY, c.VALUE):
        own[name.partition("（")[0]] = Meaning(name, How.MONEY, measure="元", rank=0)
    return known | own


_GUESSES: tuple[tuple[re.Pattern, Meaning], ...] = (
    (re.compile(r"(?:活动|开展|举办|举行|慰问|培训|捐赠|放映|演出).*(?:时间|日期)"), Meaning(c.HELD, How.DATE, rank=2)),
    (re.compile(r"(?:活动|开展|举办|举行|慰问|培训|放映|演出).*(?:地点|场所|地址)"), Meaning(c.PLACE, rank=2)),
    (re.compile(r"(?:慰问|走访|受益|服务|帮扶).*对象(?:名称)?"), Meaning("", How.WHOM, rank=2)),
    (
        re.compile(r".*(?:活动|主要|工作|具体|慰问|开展).*(?:内容|情况|过程|简介|概况|做法)"),
        Meaning(c.NARRATIVE, rank=2),
    ),
    (re.compile(r"(?:活动|项目|慰问).*(?:名称|主题)"), Meaning(c.TITLE, rank=2)),
    (re.compile(r".*(?:折合|折价|价值).*"), Meaning(c.VALUE, How.MONEY, measure="元", rank=2)),
    (re.compile(r"慰问金.*"), Meaning(c.MONEY, How.MONEY, measure="元", rank=2)),
    (re.compile(r"(?:慰问|捐赠|赠送)(?:物品|物资|品|款物).*"), Meaning(c.GIVEN, How.GIVEN, "慰问品", "件", rank=2)),
    (re.compile(r".*(?:经费|资金).*"), Meaning(c.GIVEN, How.GIVEN, "经费", "元", rank=2)),
    (re.compile(r"(?:参加|参与|出席|到场)(?:人员|领导).*"), Meaning(c.GUESTS, How.LIST, rank=2)),
    (re.compile(r"(?:备注|附注).*"), Meaning(c.NOTE, rank=2)),
    (re.compile(r".*(?:部队|驻军).*"), Meaning(c.TROOPS, How.LIST, rank=2)),
)  # fmt: skip
_PEOPLE = re.compile(r"(.{2,8}?)(人数|人次)")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


@lru_cache(maxsize=2000)
def normalised(text: str) -> str:
    """A heading without spaces, brackets with what is in them, marks and numbering."""
    return split_unit(text)[0]


@lru_cache(maxsize=2000)
def split_unit(text: str) -> tuple[str, str]:
    """The bare words of a heading and the unit that it names: 金额（万元） is 金额, 万元."""
    plain = _NUMBERED.sub("", re.sub(r"\s", "", _plain(text)))
    inside = ["".join(found) for found in _BRACKETS.findall(plain)]
    units = [match[1] for part in inside if (match := _UNIT.fullmatch(part))]
    unit = units[0] if units else ""
    if not unit and inside and (match := _UNIT.match(inside[0])) and "/" in inside[0]:
        unit = "元" if match[1] in MONEY_UNITS else ""  # 经费（元/万元）: the cell has to say
    bare = _BRACKETS.sub("", plain) or "".join(inside)
    if not unit and (match := _TRAILING.match(bare)):
        bare, unit = match.groups()
    reckoned = RECKONED if any(part.endswith(RECKONED) for part in inside) else ""
    return _NOISE.sub("", bare) + reckoned, unit


@lru_cache(maxsize=2000)
def meaning(text: str) -> Meaning | None:
    """What a heading means; None for words that are no heading of a ledger."""
    if not text or len(text) > LONGEST:
        return None
    words, unit = split_unit(text)
    if words.endswith(RECKONED):
        return Meaning("", How.NOTHING)
    found = VOCABULARY.get(words) or _guess(words)
    return found and with_unit(found, unit)


def with_unit(found: Meaning, unit: str) -> Meaning:
    """The meaning in the unit that a heading names; goods in 元 are their value."""
    if not unit or found.how not in (How.COUNT, How.MONEY, How.GIVEN, How.WHOM):
        return found
    if found.how == How.GIVEN and found.measure != "元" and unit in MONEY_UNITS and found.label:
        return replace(found, column=c.VALUE, how=How.MONEY, label="", measure=unit)
    if found.how == How.MONEY and unit not in MONEY_UNITS:
        return found
    if found.how == How.WHOM and unit in MONEY_UNITS:
        return found
    if found == OWN[c.GIVEN] and unit in MONEY_UNITS:
        return replace(found, label="经费", measure=unit)  # 投入（元）: what was spent
    return replace(found, measure=unit)


def _guess(words: str) -> Meaning | None:
    if match := _PEOPLE.fullmatch(words):
        return Meaning(
            c.COUNTS, How.COUNT, match[1], "人次" if match[2] == "人次" else "人", rank=2
        )
    return next((what for words_of, what in _GUESSES if words_of.fullmatch(words)), None)


VOCABULARY = _vocabulary()
