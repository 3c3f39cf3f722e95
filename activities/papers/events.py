"""From sentences to events: where one activity ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shuangyong.vague import Precision, VagueDate

from . import telling
from .dating import Dated, best, dates_of
from .lexicon import EVENT_NOUNS
from .naming import Named, Register, group, ourselves, soldiers
from .quoting import event_titles, masked, works
from .structure import Sentence

ENOUGH = 3  # evidence without which an act tells of nothing that happened
_CLAUSE = re.compile(r"[^，,\t]+[，,\t]*")
_CONNECTORS = re.compile(
    r"(?:同时|此外|另外|其中|其次|首先|最后|特别是|尤其是|另|并|还|又|也|一年来|近年来|多年来|几年来|半年来|全年|年内|一是|二是|三是|四是|五是|[、，,\s]|期间|之际|来临|由|目前|为此|"
    r"在.{1,30}?(?:指导下|领导下|支持下|期间|之际|前夕|当天|来临之际))*"
)
_STILL = re.compile(r"^(?:同时|此外|另外|另)?[，,]?.{0,12}?(?:还|另外|此外|同时|也)")
_ANAPHORA = re.compile(
    r"^(?:该|此|这|本次|活动|演出|晚会|现场|期间|会上|座谈会上|每到|所到|慰问中|比赛|培训|当天|大家|双方|他们|其间)"
)
_EXAMPLE = re.compile(r"^(?:例)?如(?![果何期])|^比如|^其中")
_INTRODUCES = re.compile(
    rf"(?:组织|举办|举行|召开|开展|承办|参加|启动|坚持|邀请)(?:了|过)?.{{0,30}}?(?:{EVENT_NOUNS}|比赛|进军营|参加|参与|观看)"
)
_NEXT_THING = re.compile(
    r"^(?:并|还|同时|也|又)*在.{1,24}?(?:制作|举行|举办|召开|开展|增加|放映|开设|设立)"
    r"|^(?:并|还|同时|也)*(?:组织|举办|举行|召开|开展)(?:了)?.{0,20}?(?:比赛|图片展|培训班|晚会|专刊|讲座|报告会)"
)
_WORDS_OF_A_GROUP = re.compile(r"(?:(?!组织|要求|走访|慰问|邀请)[\u4e00-\u9fff]){0,14}")
_HELD_AT = re.compile(
    r"(?:^|[，,日号])在[\u4e00-\u9fff]{2,16}?(?:设立|开设|举办|举行|召开|开展|放映|建|为)"
)
_FROM_NOW_ON = re.compile(r"(?:^|[，,])(?:在)?(?:下一步|下步|今后|明年|来年|下阶段|接下来|下半年)")
_PLACE_WORD = re.compile(r"广场|礼堂|驻地|营区|军营|社区|剧院|体育馆|公园|会议室|大厅|陵园|部队")


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

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Kinds of which it speaks, with their weight."""
        return telling.acts(self.text)

    @property
    def fine(self) -> Dated | None:
        """Its time, if finer than a year."""
        return best([d for d in self.dates if d.is_fine])

    @property
    def intended(self) -> bool:
        """True if every act in it is only wanted or planned."""
        clauses = [m[0] for m in _CLAUSE.finditer(masked(self.text))]
        acting = [c for c in clauses if telling.ANY_ACT.search(c)]
        return bool(acting) and all(telling.is_intended(c) for c in acting)

    def tells(self) -> bool:
        """True if it tells of something done, with enough to hold on to."""
        kinds = self.kinds
        if not (kinds or self.titles) or self.intended:
            return False
        score = self._evidence()
        strong = kinds[0][1] >= 4 if kinds else False
        return score >= (ENOUGH if strong else ENOUGH + 1)

    def _evidence(self) -> int:
        plain = masked(self.text)
        score = 2 * bool(self.fine) + bool(self.dates) * (not self.fine)
        score += 2 * bool(self.titles) + bool(works(self.text))
        score += 2 * any(n.what == "troop" for n in self.names) + bool(soldiers(plain))
        score += (
            bool(self.subject and not self.ours) + bool(self.ours) + bool(_PLACE_WORD.search(plain))
        )
        score += 2 * bool(
            re.search(
                r"[0-9０-９][万余多]*(?:人|名|场|个|册|元|次|期|部|户|台|套|件|份)|[一二两三四五六七八九十]+[场期部户台]",
                plain,
            )
        )
        score += bool(telling.DONE.search(plain)) + bool(telling.RECURRENT.search(plain))
        score += bool(_HELD_AT.search(plain))
        score += 2 * bool(re.search(r"除了?要求.{2,40}外[，,]?$", plain))
        score += bool(telling.ENTITLED.search(plain)) + 2 * self.goes_on
        return score - 3 * bool(telling.VAGUE.search(plain))


@dataclass(slots=True)
class Event:
    """One activity as it is told, in one or more pieces that follow each other."""

    pieces: list[Piece]
    lead: str = ""  # the subject named before it
    lead_text: str = ""
    around: VagueDate | None = None  # the time of its paragraph or heading
    title: str = ""  # where one piece tells of several
    example: bool = False

    @property
    def start(self) -> int:
        return self.pieces[0].start

    @property
    def end(self) -> int:
        return self.pieces[-1].end

    @property
    def fine(self) -> Dated | None:
        """The most exact time in it."""
        return next(
            iter(sorted((p.fine for p in self.pieces if p.fine), key=lambda d: d.rank)), None
        )

    @property
    def subject(self) -> str:
        """Who did it, as written, or by the lead of its paragraph."""
        return next((p.subject for p in self.pieces if p.subject and not p.ours), "") or self.lead

    @property
    def names(self) -> list[Named]:
        """All names in it."""
        return [n for p in self.pieces for n in p.names]

    @property
    def titles(self) -> list[str]:
        """The quoted names of events in it."""
        return [t for p in self.pieces for _, _, t in p.titles]


@dataclass(slots=True)
class _Context:
    """What was said before in the same block."""

    event: Event | None = None
    subject: str = ""
    lead_text: str = ""
    year: VagueDate | None = None
    heading: VagueDate | None = None
    before: VagueDate | None = None
    block: int = -1
    planned: bool = False

    def lead(self, piece: Piece) -> None:
        """Remember who is spoken of, for what follows."""
        named = next((n for n in piece.names if n.name == piece.subject), None)
        if piece.subject and not piece.ours:
            self.subject = piece.subject
        self.lead_text = piece.text[named.end if named else 0 :]


def events(sentences: Iterable[Sentence], register: Register, year: int) -> Iterator[Event]:
    """The events that a paper tells of, in its order."""
    context = _Context()
    for sentence in sentences:
        if sentence.block != context.block:
            context = _Context(block=sentence.block, heading=context.heading, before=context.before)
        dates = dates_of(sentence.text, year, context.before)
        later = bool(dates) and dates[0].value.start.year > year
        context.planned = context.planned or bool(_FROM_NOW_ON.search(sentence.text))
        if sentence.planned or later or context.planned:
            context.event = None
            if sentence.heading:
                context.heading = None
            continue
        if sentence.heading:
            context.heading = next((d.value for d in dates if d.is_fine), None)
            context.lead(_piece(sentence, 0, len(sentence.text), register, year, context.before))
            continue
        yield from _of_sentence(sentence, register, year, context)


def _of_sentence(
    sentence: Sentence, register: Register, year: int, context: _Context
) -> Iterator[Event]:
    opening: VagueDate | None = None
    for piece in _pieces(sentence, register, year, context.before):
        if piece.dates:
            context.before = next((d.value for d in piece.dates if d.is_fine), context.before)
            whole = next(
                (d.value for d in piece.dates if d.value.precision == Precision.YEAR), None
            )
            context.year = whole or context.year
        if piece.tells():
            if context.event and _joins(context.event, piece):
                context.event.pieces.append(piece)
                continue
            event = Event([piece], context.subject, context.lead_text)
            event.around = opening or context.year or context.heading
            event.example = bool(_EXAMPLE.match(piece.text))
            context.event = event
            yield from _apart(event)
        elif piece.intended:
            context.event = None
        elif (
            context.event
            and not _other_subject(context.event, piece)
            and len(context.event.pieces) < 4
        ):
            context.event.pieces.append(piece)
        else:
            context.lead(piece)
            opening = next((d.value for d in piece.dates if d.is_fine), None)


def _apart(event: Event) -> Iterator[Event]:
    """Two named events in one sentence: “…”庆祝活动和“…”主题活动."""
    yield event
    piece = event.pieces[0]
    for (_, end, first), (start, _, second) in zip(piece.titles, piece.titles[1:], strict=False):
        if re.fullmatch(r"[和及与、]|以及", piece.text[end:start].strip()):
            event.title = event.title or first
            yield Event(event.pieces, event.lead, event.lead_text, event.around, second)


def _joins(event: Event, piece: Piece) -> bool:
    """True if the piece goes on about the event."""
    if _other_time(event, piece) or _other_subject(event, piece):
        return False
    told = set(event.titles)
    if piece.titles and told and not any(t in told for _, _, t in piece.titles):
        return False
    if _ANAPHORA.match(piece.text):
        return True
    if piece.text.startswith("在") and _HELD_AT.match(piece.text):
        return False
    refines = bool(piece.fine and event.fine)
    same = bool(piece.kinds) and piece.kinds[0][0] in dict(event.pieces[0].kinds)
    if piece.level < 9:
        return refines or same or not _STILL.match(piece.text)
    if piece.fine or _STILL.match(piece.text) or (piece.ours and event.pieces[0].ours):
        return False
    return not _INTRODUCES.search(piece.text) and not _new_troop(event, piece)


def _other_time(event: Event, piece: Piece) -> bool:
    mine, theirs = event.fine, piece.fine
    if not mine or not theirs:
        return False
    return not theirs.value.overlaps(mine.value.start, mine.value.end) or (
        mine.value.precision == theirs.value.precision == Precision.DAY
        and mine.value.start != theirs.value.start
    )


def _other_subject(event: Event, piece: Piece) -> bool:
    return bool(
        piece.subject and not piece.ours and event.subject and piece.subject != event.subject
    )


def _new_troop(event: Event, piece: Piece) -> bool:
    known = {n.name for n in event.names}
    return any(n.what == "troop" and n.name not in known for n in piece.names) and bool(known)


def _pieces(
    sentence: Sentence, register: Register, year: int, before: VagueDate | None
) -> list[Piece]:
    plain = masked(sentence.text)
    found: list[Piece] = []
    start = 0
    for clause in _CLAUSE.finditer(plain):
        if not clause.start():
            continue
        here = _piece(sentence, start, clause.start(), register, year, before)
        rest = _piece(sentence, clause.start(), len(plain), register, year, before)
        if _splits(here, rest, clause[0]):
            found.append(here)
            start = clause.start()
    found.append(_piece(sentence, start, len(plain), register, year, before))
    for piece, earlier in zip(found[1:], found, strict=False):
        piece.goes_on = earlier.tells()
    return found


def _piece(sentence, start, end, register, year, before) -> Piece:
    text = sentence.text[start:end]
    names = register.find(masked(text))
    dates = dates_of(text, year, before)
    subject, ours = subject_of(masked(text), names, dates)
    return Piece(
        sentence.start + start, sentence.start + end, text, names, dates, event_titles(text),
        subject, ours, block=sentence.block, level=sentence.level,
    )  # fmt: skip


def _splits(here: Piece, rest: Piece, clause: str) -> bool:
    if not (rest.kinds or rest.titles):
        return False
    acted = bool(here.kinds) and not here.intended
    if rest.subject and not rest.ours and rest.subject != here.subject:
        if acted and here.tells():
            return True
        return not here.titles and not acted and bool(here.subject)
    fine = rest.fine
    if acted and fine and fine.start < 6 and here.fine and here.fine.value != fine.value:
        return here.tells()
    recurrent = here.fine is None or here.fine.value.precision == Precision.OCCASION
    return acted and recurrent and bool(_NEXT_THING.match(clause))


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
    if (many := group(text)) and _WORDS_OF_A_GROUP.fullmatch(text, at, max(at, many.start())):
        return many[0], False
    own = ourselves(text[at:])
    return (own[0], True) if own else ("", False)
