"""Small dictionaries: what a thing given, a helped person or an activity is by its words."""

from __future__ import annotations

import re
from collections.abc import Container

from activities.models import BeneficiaryCategory as Helped
from activities.models import ContributionCategory as Category

from . import columns as c

MOST_OF_A_TITLE = 40  # of one that is made from the row

# the first that is found in a name decides; the order matters (体育器材 before 体育)
GIVEN_WORDS: tuple[tuple[Category, str], ...] = (
    (Category.MONEY, "慰问金|慰问费|礼金|红包|抚恤金|补助金|救助金|助学金|救济金"),
    (Category.FUNDS, "经费|资金|专款|捐款|款项|拨款|投资"),
    (Category.BOOKS, "图书|书籍|书刊|丛书|杂志|期刊|报刊|报纸|教材|读本|读物|画册|手册"),
    (Category.FILMS, "影片|电影|片目|故事片|纪录片|科教片|胶片|拷贝"),
    (Category.PROGRAMMES, "节目|歌舞|舞蹈|合唱|独唱|小品|相声|快板|独奏|联唱"),
    (Category.WORKS, "作品|书法|字画|国画|绘画|春联|对联|展板|剪纸|剧本|歌曲|诗歌|摄影|书画|美术"),
    (
        Category.FACILITIES,
        "球场|图书室|图书馆|阅览室|活动室|书屋|文化室|设施|道路|围墙|营房|舞台|广场|宣传栏|俱乐部",
    ),
    (
        Category.EQUIPMENT,
        "器材|器械|电脑|计算机|电视|音响|投影|乐器|球桌|乒乓球台|球拍|篮球|足球|排球|羽毛球|台球|健身|"
        "设备|空调|洗衣机|冰箱|相机|摄像机|打印机|服务器|DVD|卡拉",
    ),
    (Category.TRAINING, "培训|讲座|课时|辅导|授课"),
    (
        Category.GOODS,
        "慰问品|礼品|物资|大米|食用油|粮油|面粉|水果|饮料|矿泉水|月饼|粽子|汤圆|鸡蛋|猪肉|毛巾|棉被|被子|"
        "衣物|茶叶|牛奶|日用品|生活用品|慰问袋|礼包|阅读卡|香皂|牙膏|洗衣粉|凉席|电扇|风扇",
    ),
)
_GIVEN = [(category, re.compile(words)) for category, words in GIVEN_WORDS]
# what is given in an activity of a kind when no word tells
BY_KIND = {
    "电影放映": Category.FILMS, "慰问演出": Category.PROGRAMMES, "文艺创作": Category.WORKS,
    "教育培训": Category.TRAINING, "设施援建": Category.FACILITIES, "走访慰问": Category.GOODS,
    "捐赠赠送": Category.GOODS, "优抚帮扶": Category.GOODS,
}  # fmt: skip

HELPED_WORDS: tuple[tuple[Helped, str], ...] = (
    (
        Helped.NEEDY,
        "困难优抚对象|(?:困难|特困|贫困)(?:优抚|退役|退伍|复员|军属|烈属|老兵|家庭|户).*",
    ),
    (Helped.MARTYR_FAMILY, "烈属|烈士家属|烈士遗属|烈士亲属|烈士父母"),
    (Helped.DISABLED, "伤残军人|残疾军人|伤病残军人|革命伤残军人|伤残战士"),
    (Helped.TRANSFERRED, "军转干部|转业干部|军队转业干部|转业军官"),
    (Helped.ACCOMPANYING, "随军家属|随军军嫂|军嫂"),
    (Helped.MILITARY_FAMILY, "军属|军人家属|现役军人家属|军人家庭|现役军属|军烈属|烈军属"),
    (Helped.DISCHARGED, "退伍士兵|退役士兵|退伍兵|复退军人|自主就业士兵"),
    (Helped.MILITIA, "民兵预备役人员|民兵|预备役人员|预备役"),
    (
        Helped.VETERAN,
        "退役军人|退伍军人|复员军人|老战士|老兵|老红军|老八路|老军人|在乡老复员军人|参战人员",
    ),
    (Helped.ENTITLED, "优抚对象|重点优抚对象|优抚人员|优抚家庭"),
)
_HELPED = [(category, re.compile(rf"(?:{words})")) for category, words in HELPED_WORDS]

# the more special a word, the earlier: 座谈会上放映电影 is still a 座谈
KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("电影放映", "放映|电影|影片|观影|露天电影"),
    ("慰问演出", "慰问演出|文艺演出|演出|专场|文艺晚会|慰问晚会|送戏|送文化|歌舞|文艺轻骑"),
    ("走访慰问", "走访|看望|慰问品|慰问金|上门慰问|慰问活动|送慰问"),
    ("捐赠赠送", "捐赠|赠送|赠书|送书|捐款|捐书|赠予|送图书"),
    ("教育培训", "培训|讲座|辅导|授课|学习班|技能|教学|夜校"),
    ("座谈联席", "座谈|联席|茶话会|联谊会议|恳谈|议军会"),
    ("设施援建", "援建|修建|新建|建成|共建图书|球场|安装|改造"),
    ("优抚帮扶", "优抚|帮扶|抚恤|解困|安置|救助|结对帮"),
    ("文艺创作", "创作|作品展|书画展|摄影展|剧本|征文|采风"),
    ("文体联谊", "联谊|比赛|联欢|友谊赛|运动会|球赛|篮球赛|晚会|舞会|同乐"),
    ("宣传教育", "宣传|展览|国防教育|专栏|图片展|参观|纪念|祭扫|扫墓|升旗"),
    ("军民共建", "共建|结对|签约|挂牌"),
    ("走访慰问", "慰问"),
)
_KINDS = [(kind, re.compile(words)) for kind, words in KIND_WORDS]


def category_of(name: str, kind: str = "") -> Category:
    """What a thing of this name is, from its words, else from the kind of its activity."""
    if name.startswith("《"):
        return Category.FILMS if kind == "电影放映" else Category.BOOKS
    found = next((category for category, words in _GIVEN if words.search(name)), None)
    return found or BY_KIND.get(kind, Category.OTHER)


def helped_of(name: str) -> Helped | None:
    """The category of the people so called; None for who is none of them."""
    return next((category for category, words in _HELPED if words.fullmatch(name)), None)


def kind_of(*texts: str) -> str:
    """The name of the kind that the first telling one of these texts speaks of; "" for none."""
    for text in texts:
        for kind, words in _KINDS:
            if text and words.search(text):
                return kind
    return ""


def title_for(cells: dict[str, str], kinds: Container[str]) -> str:
    """What a row without a title is called: its series, a clause that tells, else kind and whom.

    `kinds` are the names of kinds in use; "" for a row that says too little.
    """
    clauses = re.split(r"[。；;，,\n]", cells.get(c.NARRATIVE, ""))
    told = next(filter(kind_of, clauses), clauses[0])[:MOST_OF_A_TITLE]
    return cells.get(c.SERIES) or told or _kind_and_whom(cells, kinds)


def _kind_and_whom(cells: dict[str, str], kinds: Container[str]) -> str:
    """走访慰问（消防支队）, 电影放映（《建党伟业》）."""
    written = cells.get(c.KIND, "")
    kind = written if written in kinds else kind_of(written)
    films = "".join(re.findall("《[^《》]*》", cells.get(c.GIVEN, "")))
    facts = re.split("[：；]", cells.get(c.FACTS, ""))[1:2]
    whom = (cells.get(column, "") for column in (c.TROOPS, c.HELPED, c.PLACE))
    said = next(filter(None, (films, *facts, *whom)), "")[:MOST_OF_A_TITLE]
    return f"{kind}（{said}）" if kind and said else ""
