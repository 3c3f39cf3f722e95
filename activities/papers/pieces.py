"""Clauses that belong to one event, with what they say and whether they tell of something done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from shuangyong.vague import Precision, VagueDate

from . import telling
from .dating import Dated, best, dates_of
from .naming import Named, Register, group, ourselves, soldiers
from .quoting import event_titles, masked, works
from .structure import Sentence

ENOUGH = 3  # evidence without which an act tells of nothing that happened
_EXACT = (Precision.DAY, Precision.HALF_DAY, Precision.PART_OF_MONTH)
HEAD = 160  # by so many characters it is seen whether a clause begins another event
_PAUSE = re.compile("[，,、\\s]*")
_CLAUSE = re.compile(r"[^，,\t]+[，,\t]*")
_CONNECTORS = re.compile(
    r"(?:同时|此外|另外|其中|其次|首先|最后|特别是|尤其是|另|并|还|又|也|截至.{1,8}?[，,]|一年来|近年来|多年来|几年来|半年来|全年|年内|一是|二是|三是|四是|五是|[、，,\s]|期间|之际|来临|由|目前|为此|"
    r"在.{1,30}?(?:指导下|领导下|支持下|期间|之际|前夕|当天|来临之际))*"
)
NEXT_THING = re.compile(
    r"^(?:并|还|同时|也|又)*在.{1,24}?(?:制作|举行|举办|召开|开展|增加|放映|开设|设立)"
    r"|^(?:并|还|同时|也)*(?:组织|举办|举行|召开|开展)(?:了)?.{0,20}?(?:比赛|图片展|培训班|晚会|专刊|讲座|报告会|座谈会|茶话会|联欢会|招聘会)"
    r"|^(?:并|还|同时|也)*(?:设立|建立|建成|新建|开设)[^，,0-9]{2,16}[0-9]+[余多]?[个处所]"
    r"|^(?:同时|此外|另外)[，,]?[^，,]{0,4}?(?:走访|慰问|看望|组织|举办|召开|开展|为)"
)
_FIGURES = re.compile(
    r"(?:[0-9０-９]|(?<!第)[二两三四五六七八九十百千])[十百千万余多]*"
    r"(?:[人名场个册元次期部户台套件份箱斤头双床袋桶吨株棵张支幅本盒瓶条辆只块家盏平篇])|一[场期部户台]"
)
_PLACE_WORD = re.compile(r"广场|礼堂|驻地|营区|军营|社区|剧院|体育馆|公园|会议室|大厅|陵园|部队")
_WORDS_OF_A_GROUP = re.compile(r"(?:(?!组织|要求|走访|慰问|邀请)[\u4e00-\u9fff]){0,14}")
_FOR_SOME = re.compile(
    r"(?:并|还|共)?(?:[为给向对]|扶持|资助|帮助|救助)[^，,。；;0-9]{0,6}[0-9０-９]+[余多]?[名户位]"
)
_WHO_HELPS = re.compile("[\u4e00-\u9fff]{0,14}?(?=为)|")
_WHY = re.compile(
    r"[^，,]{0,4}为(?:了|解决|庆祝|迎接|纪念|丰富|更好|切实|增强|进一步|积极)|根据|按照|应"
)
HELD_AT = re.compile(
    r"(?:^|[，,日号])在[\u4e00-\u9fff]{2,16}?(?:设立|开设|举办|举行|召开|开展|放映|建|为)"
)
# who took part, how many watched, what it came to: no event but a part of the one before
PART_OF_IT = re.compile(
    r"(?!.{0,12}(?:组织|选派|邀请|选送))[^，,。；;]{0,30}?[0-9０-９]+[余多]?[名人位个][^，,。；;0-9]{0,8}?"
    r"(?:参演|参加|参与|参赛|参训|到场|出席|助阵|观看|聆听|听讲|受益|受训)(?:了?(?:活动|演出|比赛|培训|座谈))?[，,。；;]*$"
    r"|(?:现场|共|累计|吸引|惠及|接待|参演|参训|参赛|参加人数|观众|受众|受益|受教育|点击量|展出|演出节目)"
    r"[^，,。；;]{0,16}?[0-9０-９][^，,。；;]{0,10}[，,。；;]*$"
)
PRIZE = re.compile(
    r"[^，,。；;]*?(?:获|夺|捧回|摘得)[^，,。；;]{0,14}(?:奖|冠军|亚军|季军|第[一二三]名)"
)
_ASKED = re.compile("各[^，,。；;]{1,8}?(?:要(?!求)|应|须|务必)")
# 慰问…11人 after 接收安置…1名: another verb with an object and a number of its own
_NEW_ACT = re.compile(
    r"(?:并|还|共|累计|全年)*(?:接收|安置|走访|慰问|看望|招录|录用|聘用|资助|救助|帮扶|扶持|评选|表彰|培训|减免|办理)"
    r"[^，,。；;0-9]{2,16}[0-9０-９]+[余多]?[名人位户家]"
)


@dataclass(slots=True)
class Piece:
    """Clauses of one sentence that belong to one event, with what they say."""

    start: int
    end: int
    text: str
    names: list[Named]
    dates: list[Dated]
    titles: list[tuple[int, int, str]]
    subject: str = ""
    ours: bool = False
    goes_on: bool = False  # the sentence told of another event before
    block: int = 0
    level: int = 0
    heads_sentence: bool = False
    concerns: bool = False  # its sentence or heading speaks of soldiers
    another: bool = False  # another act than the one it is told after

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Kinds of which it speaks, with their weight."""
        return telling.acts(self.text)

    @property
    def fine(self) -> Dated | None:
        """Its time, if finer than a year."""
        return best([d for d in self.dates if d.is_fine])

    @property
    def actor(self) -> str:
        """The unit or troop that is named at its very head."""
        first = self.names[0] if self.names else None
        return first.name if first and not first.start and first.end < len(self.text) - 4 else ""

    @property
    def serves_some(self) -> bool:
        """True if it begins with how many people it was done for: 为120户优抚对象修缮住房."""
        plain = masked(self.text)
        at = _WHO_HELPS.match(plain).end() if self.heads_sentence else 0
        return bool(_FOR_SOME.match(plain, at) or _FOR_SOME.match(plain))

    @property
    def serves_some_within(self) -> bool:
        """True if somewhere in it is said how many people it was done for."""
        return bool(_FOR_SOME.search(masked(self.text)))

    @property
    def opens(self) -> Dated | None:
        """The time, finer than a year, that it begins with."""
        head = _CONNECTORS.match(masked(self.text)).end()
        return next((d for d in self.dates[:2] if d.is_fine and d.start <= max(head, 5)), None)

    @property
    def intended(self) -> bool:
        """True if the acts in it are only wanted or planned; 将 holds for what follows it too."""
        clauses = [m[0] for m in _CLAUSE.finditer(masked(self.text))]
        acting = [c for c in clauses if telling.ANY_ACT.search(c)]
        acting = acting or [c for c in clauses if telling.DOING.search(c)]
        if not acting:
            return False
        if _ASKED.match(clauses[0]):
            return True
        meant = [telling.is_intended(c) for c in acting]
        return all(meant) or (meant[0] and bool(telling.FUTURE.search(acting[0])))

    @property
    def counted(self) -> bool:
        """True if it tells how many or how much."""
        return bool(_FIGURES.search(masked(self.text)))

    @property
    def done_somehow(self) -> bool:
        """True if something was done for or with soldiers, by a verb that is in no list of acts."""
        plain = masked(self.text)
        counted = bool(_FIGURES.search(plain))
        if self.opens and counted and telling.HOLDS.search(plain):
            return True
        if not (self.opens or counted) or telling.RUNNING.search(plain):
            return False
        if telling.OF_SOLDIERS.search(plain):
            return bool(telling.DOING.search(plain))
        head = self.opens.end if self.opens else _CONNECTORS.match(plain).end()
        head = _PAUSE.match(plain, head).end()
        return self.concerns and counted and bool(telling.DOING.match(plain, head))

    def tells(self) -> bool:
        """True if it tells of something done, with enough to hold on to."""
        kinds = self.kinds
        if not (kinds or self.titles or self.done_somehow) or self.intended:
            return False
        score = self._evidence()
        strong = kinds[0][1] >= 4 if kinds else False
        return score >= (ENOUGH if strong else ENOUGH + 1)

    def _evidence(self) -> int:
        plain = masked(self.text)
        score = 2 * bool(self.fine) + bool(self.dates) * (not self.fine)
        score += bool(self.fine and self.fine.value.precision in _EXACT)
        score += 2 * bool(self.titles) + bool(works(self.text))
        score += 2 * any(n.what == "troop" for n in self.names) + bool(soldiers(plain))
        score += (
            bool(self.subject and not self.ours) + bool(self.ours) + bool(_PLACE_WORD.search(plain))
        )
        score += 2 * bool(_FIGURES.search(plain))
        score += (self.counted + 2 * bool(works(self.text))) * bool(
            telling.OF_SOLDIERS.search(plain)
        )
        score += bool(telling.DONE.search(plain)) + bool(telling.RECURRENT.search(plain))
        score += bool(HELD_AT.search(plain))
        score += 2 * bool(re.search(r"除了?要求.{2,40}外[，,]?$", plain))
        score += self.serves_some
        score += bool(telling.ENTITLED.search(plain)) + 2 * self.goes_on
        return score - 3 * bool(telling.VAGUE.search(plain))


def pieces_of(
    sentence: Sentence, register: Register, year: int, before: VagueDate | None, heading: str = ""
) -> list[Piece]:
    """The sentence cut where another event begins; `before` is the last time said before it."""
    whole = _piece(sentence, register, year, before)
    whole.concerns = bool(telling.OF_SOLDIERS.search(heading + masked(sentence.text)))
    plain = masked(sentence.text)
    found: list[Piece] = []
    start = 0
    for clause in _CLAUSE.finditer(plain):
        if not clause.start():
            continue
        rest = _part(whole, plain, clause.start(), min(clause.start() + HEAD, len(plain)))
        here = _part(whole, plain, start, clause.start())
        if _splits(here, rest, clause[0]):
            found.append(here)
            start = clause.start()
    found.append(_part(whole, plain, start, len(plain)))
    for earlier, piece in pairwise(found):
        piece.goes_on = earlier.tells()
        piece.another = piece.goes_on and _new_act(earlier, piece.text)
    return found


def whole_piece(sentence: Sentence, register: Register, year: int) -> Piece:
    """The sentence as one piece."""
    return _part(
        _piece(sentence, register, year, None), masked(sentence.text), 0, len(sentence.text)
    )


def _piece(sentence: Sentence, register: Register, year: int, before: VagueDate | None) -> Piece:
    text = sentence.text
    return Piece(
        sentence.start, sentence.end, text, register.find(masked(text)),
        dates_of(text, year, before), event_titles(text), block=sentence.block, level=sentence.level,
    )  # fmt: skip


def _part(whole: Piece, plain: str, start: int, end: int) -> Piece:
    """The piece from `start` to `end` of a sentence, with what was found in the whole."""
    names = [n.moved(-start) for n in whole.names if start <= n.start and n.end <= end]
    dates = [d.moved(-start) for d in whole.dates if start <= d.start and d.end <= end]
    titles = [(a - start, b - start, t) for a, b, t in whole.titles if start <= a and b <= end]
    subject, ours = subject_of(plain[start:end], names, dates)
    return Piece(
        whole.start + start, whole.start + end, whole.text[start:end], names, dates, titles,
        subject, ours, block=whole.block, level=whole.level, heads_sentence=not start,
        concerns=whole.concerns,
    )  # fmt: skip


def _splits(here: Piece, rest: Piece, clause: str) -> bool:
    """True if another event begins with `rest`; what is cheap to see is looked at first."""
    other = bool(rest.subject) and not rest.ours and rest.subject != here.subject
    fine = rest.fine if rest.dates and rest.dates[0].start < 6 else None
    later = bool(fine and fine.start < 6 and here.fine and here.fine.value != fine.value)
    later = later or bool(fine and fine.start < 2 and not here.fine and not _WHY.match(here.text))
    later = later or (
        rest.serves_some
        and (here.serves_some_within or not rest.text.startswith(("为", "给", "向", "对")))
    )
    following = bool(NEXT_THING.match(clause))
    if PRIZE.match(clause) or (PART_OF_IT.match(clause) and not later):
        return False
    if _new_act(here, clause):
        return True
    if not (other or later or following) or not (rest.kinds or rest.titles or rest.done_somehow):
        return False
    acted = bool(here.kinds) and not here.intended
    if other:
        return here.tells() if acted else not here.titles and bool(here.subject)
    if later:
        return acted and here.tells()
    return acted and (here.fine is None or here.fine.value.precision == Precision.OCCASION)


def _new_act(here: Piece, clause: str) -> bool:
    """True if the clause does something of another kind, for people of its own number."""
    if not _NEW_ACT.match(clause) or not _NEW_ACT.search(masked(here.text)):
        return False
    kind, before = telling.acts(clause)[:1], here.kinds[:1]
    return bool(kind) and [k for k, _ in kind] != [k for k, _ in before] and here.tells()


def subject_of(text: str, names: list[Named], dates: list[Dated]) -> tuple[str, bool]:
    """Who acts at the head of a passage, and whether it is only 我局, 我们."""
    at = 0
    for _ in range(3):
        at += _CONNECTORS.match(text, at).end() - at
        inside = next((d for d in dates if d.start <= at < d.end), None)
        if inside:
            at = inside.end
    if named := next((n for n in names if n.start <= at < n.end and n.what == "unit"), None):
        return named.name, False
    if (many := group(text[: at + 40])) and _WORDS_OF_A_GROUP.fullmatch(
        text, at, max(at, many.start())
    ):
        return many[0], False
    own = ourselves(text[at:])
    return (own[0], True) if own else ("", False)
