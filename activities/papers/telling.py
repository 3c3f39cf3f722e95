"""Which words tell of something done, what kind of activity it is, and how sure that is."""

from __future__ import annotations

import re

from .acts import ACTS

_ACTS = [(kind, weight, re.compile(words)) for kind, weight, words in ACTS]
ANY_ACT = re.compile("|".join(f"(?:{words})" for _, _, words in ACTS))
# an act without an object of its own tells nothing
VAGUE = re.compile(
    r"一系列|形式多样|丰富多彩|各种形式|多种形式|各类活动|各项|扎实开展|广泛开展|深入开展|大力开展|"
    r"等工作|的通知|的意见|文件精神|的精神|的指示|重要性|意义"
)
MODAL = re.compile(
    r"(?<![主重需必只想首简摘纪切])要(?!求|素|点|闻|害|事)|应当|必须|务必|准备|计划(?!生育|完成)|打算|争取|力争|希望|拟(?!定)|"
    r"将(?=会|要|继续|进一步|再接|再|于|在|以|不断|认真|积极|深入|大力|努力|着力|组织|开展|举办|举行|筹|按|加|建|做|对|通过|结合|充分|始终|全|准备)|"
    r"进一步(?!增强|密切|加深|巩固|营造|激发|丰富|促进|推动|提高|提升|拉近|弘扬)|下一步|今后|明年|要求(?=各)|旨在|为了|以便|继续|如果"
)
FUTURE = re.compile(
    r"将(?=会|要|继续|再|于|在|组织|开展|举办|举行|筹|对|通过|结合|准备)|拟(?!定)|打算|准备|争取|力争"
)
DONE = re.compile(
    r"了|已|先后|共(?=[0-9送举组开投发为])|过(?=[0-9一二两三四五六七八九十])|累计|多次|分别|曾|圆满|成功|受到|获得|展出|出刊|(?<=[员众])达|全年|一年来"
)
# enough where a sentence begins with a day and tells how many there were
HOLDS = re.compile("组织|举办|举行|召开|开展|邀请|安排|选送|选派|承办|协助")
# whatever it is that was done: enough with a time or a number, and with soldiers or who is cared for
DOING = re.compile(
    "开展|组织|实施|实行|推行|落实|办理|办结|受理|提供|解决|处理|调解|化解|破获|追回|排查|整治|整改|检查|维护|"
    "协调|协助|制定|出台|开通|开放|开[设办展]|设立|建立|成立|推出|免|减|优[先惠]|发放|发布|发送|印发|赠|送|捐|修|建|装|"
    "接[待送收]|安排|安置|招|聘|录|聘请|选派|派出|出动|抽调|参加|参与|举[办行]|承办|召开|邀请|培养|救治|护送|登记|悬挂|采集"
)
# how the work is run is no activity
RUNNING = re.compile(
    "领导小组|工作组|工作计划|工作方案|细则|制度|机制|办法|考核|文件|专题会|党[组委]会|专题研究|研究部署|重要内容|议事日程|责任制|档案|台账"
)
OF_SOLDIERS = re.compile(
    "双拥|拥军|优抚|优待|随军|军事|人武|军[人属烈队营地嫂娃民休转]|[官士新老]兵|部队|武警|消防|国防|烈士|退役|退伍|转业|复员|民兵|八一|驻[区县市军]"
)
RECURRENT = re.compile(
    r"每年|每逢|每月|每季度?|历年|定期|经常|常年|长期|坚持|都(?=有|组织|邀请|举行|举办|要?开展|积极)|还以"
)
_TROUPE = re.compile(r"歌舞团|剧团|艺术团|文工团|乐团|演出队|乌兰牧骑")
ENTITLED = re.compile(
    r"优抚对象|退[伍役](?:军人|士兵|兵)|复员军人|(?:烈士|军人)子女|遗属|军属|烈属|军烈属|伤残军人|残疾军人|老兵|老战士|烈士.{0,2}(?:家属|遗属|父母)|老复员|老红军"
)  # fmt: skip
_TROOPS_VISITED = re.compile(
    r"部队|中队|支队|大队|官兵|武装部|人武部|军分区|武警|消防|连队|雷达站|哨所|舰"
)


def acts(text: str) -> list[tuple[str, float]]:
    """Kinds of which the text speaks, with their weight, the heaviest first."""
    best: dict[str, float] = {}
    for kind, weight, pattern in _ACTS:
        if pattern.search(text):
            best[kind] = max(best.get(kind, 0), weight)
    return sorted(best.items(), key=lambda item: -item[1])


def kinds(text: str, title: str, unit: str) -> list[str]:
    """The kinds of an activity, the main one first."""
    best = dict(acts(text))
    for kind, _ in acts(title):
        best[kind] = best.get(kind, 0) + 1.5
    if "军民共建" in title:
        best["军民共建"] = best.get("军民共建", 0) + 8
    if "走访慰问" in best and ENTITLED.search(text) and not _TROOPS_VISITED.search(title):
        best["优抚帮扶"] = best.get("优抚帮扶", 0) + 6
    if "慰问演出" in best and not re.search(r"慰问演出|演出活动|文艺演出|演出|晚会", text):
        best["慰问演出"] -= 3
    if _TROUPE.search(unit) and set(best) <= {"文体联谊", "宣传教育"}:
        best["慰问演出"] = best.get("慰问演出", 0) + 9
    return [kind for kind, weight in sorted(best.items(), key=lambda item: -item[1]) if weight > 0]


def is_intended(clause: str) -> bool:
    """True if what the clause speaks of is wanted, asked for or planned, not done."""
    act = ANY_ACT.search(clause)
    modal = MODAL.search(clause)
    if not modal or re.match(r"(?:同时[,，])?.{0,4}除了?要求", clause):
        return False
    return act is None or modal.start() <= act.start()
