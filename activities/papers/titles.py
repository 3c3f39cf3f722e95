"""What an activity is called: the name in quotes, else what was done to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import telling
from .lexicon import EVENT_NOUNS, GROUPS
from .quoting import BOOK, masked

MOST = 60  # a title is read in a list
_TAKEN = r"[^，,。；;！\t\ue000]"
_GOING_TO = "(?:前往|赶赴|赴|来到|走进|深入|到)"
_END = r"(?=$|[，,。；;])"
_PATTERNS = (
    (
        re.compile(
            r"((?:特别)?(?:新创作|排演|创作|编排|创排|拍摄|摄制|录制|制作|推出)了?"
            rf"{_TAKEN}{{0,12}}《[^》]+》(?:{_TAKEN}{{0,24}}活动)?)"
        ),
        "{}",
    ),
    (re.compile(rf"参加了?({_TAKEN}{{2,40}}?(?:{EVENT_NOUNS}))(?=$|[，,。；;！和与])"), "参加{}"),
    (
        re.compile(
            r"(送(?:戏|演出|培训|文化|电影|图书|法律|健康|科技|教育|温暖|技能)"
            r"(?:进|下|到)(?:军营|部队|基层|乡|警营|连队))"
        ),
        "{}",
    ),
    (
        re.compile(
            r"(?:举办|举行|召开|开展|组织|承办|制作|放映|进行|启动)[了过]?(?:一场|一次|首届)?"
            rf"({_TAKEN}{{0,30}}?(?:{EVENT_NOUNS}))(?=$|[，,。；;！和与中也时、0-9]|[一二两三四五六七八九十]+[场期次届个])"
        ),
        "{}",
    ),
    (re.compile(r"((?:集体|组织)?(?:观看|收看|放映)了?[^，,。；;《]{0,10}《[^》]+》)"), "{}"),
    (re.compile(rf"(?:作|做|讲授?)了?({_TAKEN}{{2,16}}?(?:报告|讲座|辅导|故事|党课))(?=$|[，,。；;0-9])"), "{}"),
    (re.compile(rf"({_GOING_TO}{_TAKEN}{{2,24}}?(?:慰问演出|文艺演出|演出)){_END}"), "{}"),
    (re.compile(rf"对({_TAKEN}{{2,24}}?)(?:官兵)?进行了?慰问"), "慰问{}"),
    (re.compile(rf"{_GOING_TO}({_TAKEN}{{2,30}}?)(?:进行|开展|走访|看望)*慰问(?:活动)?{_END}"), "慰问{}"),
    (re.compile(rf"{_GOING_TO}({_TAKEN}{{2,30}}?)(?:进行|开展)?(?:走访|看望|探望){_END}"), "走访{}"),
    (
        re.compile(
            rf"((?:走访慰问|看望慰问|慰问(?!金|品|费|对象|信|组|团|活动|演出)|走访|看望)了?{_TAKEN}{{2,36}}?)"
            r"(?=$|[，,。；;！\t]|并|送去|送上|共计)"
        ),
        "{}",
    ),
    (re.compile(rf"((?:向|给|为){_TAKEN}{{2,20}}?(?:赠送|捐赠|送去|送上|捐)了?{_TAKEN}{{1,20}})"), "{}"),
    (
        re.compile(
            rf"(为{_TAKEN}{{2,24}}?(?:作|做|提供|开展|举办|修建|安装|架设|放映|培训|演出|检修|维修|"
            rf"更换|打|体检|义诊|减免|办理|解决|送){_TAKEN}{{0,16}})"
        ),
        "{}",
    ),
    (re.compile(rf"((?:赠送|捐赠|发放|新建|修建|援建|安装|建成|设立|开设)了?{_TAKEN}{{2,24}})"), "{}"),
    (
        re.compile(
            rf"(邀请{_TAKEN}{{2,30}}(?:参加|参与|观看(?!了?[^，,。；;《]{{0,10}}《)|"
            "组成方阵前来观看|组队参加))"
        ),
        "{}",
    ),
    (re.compile(rf"((?:与|同){_TAKEN}{{2,16}}?签[订署]了?{_TAKEN}{{0,12}}?(?:协议书?|责任书))"), "{}"),
    (re.compile(rf"((?:现场)?指导{_TAKEN}{{3,16}})"), "{}"),
    (re.compile(rf"((?:录用|安置|招录|招聘|接收){_TAKEN}{{2,24}})"), "{}"),
    (re.compile(rf"((?:集中|组织|专题)?学习《[^》]+》(?:{_TAKEN}{{0,10}}))"), "{}"),
    (re.compile(rf"((?:送书|送图书|现场书画|座谈|义诊|维修)(?:{_TAKEN}|、){{0,20}})"), "{}"),
)  # fmt: skip
_SIDE = re.compile(
    rf"^(?:(?:{GROUPS})|[并还又也都先后分别多次积极免费])+|^(?:了|在|于)+|(?:[并还又各]|的)+$"
)
# 内科、骨科等12名专家到驻县某部开展义诊活动: the name is what stands last
_WHO_AND_WHERE = re.compile(
    r"^(?!为).*(?:举办|举行|召开|开展|进行|承办)了?(?:一次|一场)?(?=.{3})"
    r"|^[^，,为向]{0,12}?[0-9]+[余多]?[名位人]?[^，,为向]{0,8}?(?=到|赴|前往|来到|走进|深入|参加)"
)
_COUNTED = re.compile(
    r"[（(].*?[)）]|(?:共计|总计|累计|近|约)?[0-9０-９][0-9０-９.．]*[余多]?[万]?(?:元|余元|多元).*$"
)

_WHEN = re.compile(
    r"^(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚上?)?|^\d{4}[.-]\d{1,2}[.-]\d{1,2}|^全年"
)


def title_of(text: str, quoted: list[str], troops: str) -> str:
    """A title in the words of the text: never empty, never longer than a line or two."""
    if quoted:
        return _cut(quoted[0])
    found = [
        (m.start(), form.format(words)) for m, form, words in _composed(text) if len(words) > 2
    ]
    if found:
        return _cut(min(found, key=lambda f: f[0])[1])
    if re.search(r"慰问|走访", text) and troops:
        return _cut(f"慰问{troops}")
    return _cut(_main_clause(text))


def _composed(text: str) -> Iterator[tuple[re.Match, str, str]]:
    for pattern, form in _PATTERNS:
        if match := pattern.search(text):
            yield match, form, tidy(match[1])


def tidy(words: str) -> str:
    """Words of a title without what only joins them to their sentence."""
    words = re.sub(r"(?<=[问送赠演建访望加放])了(?=.)", "", words)
    words = re.sub(r"^(?:.{0,4}规模较大的|为期.{1,3}的)", "", words)
    words = _COUNTED.sub("", _WHO_AND_WHERE.sub("", words))
    return _SIDE.sub("", words).strip("：:、 ")


def _main_clause(text: str) -> str:
    clauses = [c for c in re.split(r"[，,。；;！\t]", text) if c.strip()]
    ranked = sorted(
        clauses,
        key=lambda c: (
            _tells_nothing(c),
            -min(len(c), 30),
        ),
    )
    return (_WHEN.sub("", ranked[0].strip()) or ranked[0].strip()) if ranked else text.strip()


def _tells_nothing(clause: str) -> int:
    if telling.ANY_ACT.search(clause) or BOOK.search(clause):
        return 0
    return 1 if telling.DOING.search(clause) else 2


def _cut(title: str) -> str:
    title = " ".join(title.split())
    if len(title) <= MOST:
        return title
    short = title[:MOST]
    cut = max(short.rfind(sign) for sign in "，、,和")
    return (
        short[:cut]
        if cut > 12 and masked(short[:cut]).count("“") == masked(short[:cut]).count("”")
        else short
    )
