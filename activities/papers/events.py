"""From sentences to events: where one activity ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shuangyong.vague import Precision, VagueDate

from .dating import Dated, dates_of
from .lexicon import EVENT_NOUNS
from .naming import Named, Register
from .pieces import HELD_AT, NEXT_THING, PART_OF_IT, PRIZE, Piece, pieces_of, whole_piece
from .structure import Sentence

_STILL = re.compile(r"^(?:同时|此外|另外|另)?[，,]?.{0,12}?(?:还|另外|此外|同时|也)")
_ANAPHORA = re.compile(
    r"^(?:该|此|这|本次|活动|演出|晚会|现场|期间|会上|座谈会上|每到|所到|慰问中|比赛|培训|当天|大家|双方|他们|其间)"
)
_EXAMPLE = re.compile(r"^(?:例)?如(?![果何期])|^比如|^其中")
_INTRODUCES = re.compile(
    rf"(?:组织|举办|举行|召开|开展|承办|参加|启动|坚持|邀请)(?:了|过)?.{{0,30}}?(?:{EVENT_NOUNS}|比赛|进军营|参加|参与|观看)"
)
_FROM_NOW_ON = re.compile(r"(?:^|[，,])(?:在)?(?:下一步|下步|今后|明年|来年|下阶段|接下来|下半年)")


_ALL_YEAR = re.compile("全年|常年|长期|每[年月周]|每个?季度|平时")
_SETS_UP = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:设立|开设|设置|开通|推出)")
# 二是…；三是…, or together with somebody else
_NEXT_ITEM = re.compile(
    r"[一二三四五六七八九]是|其[一二三四五]|其次|(?:与|同|联合|会同).{2,16}?(?:一起|共同|联合|合作|开展|举办|到)"
)

_BEGINS_TO = re.compile(
    "(?:组织|举办|举行|召开|开展|邀请|联合|会同|接收|安置|招录|招聘|录用|刊出|编发|拍摄|录制|制作|资助|减免|评选|表彰|出动|抽调|选派|赠送|捐)"
)

MOST_PIECES = 6  # what goes on for longer is another matter; keeps long texts linear


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
    heading_text: str = ""
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
            context = _Context(
                block=sentence.block, heading=context.heading, before=context.before,
                heading_text=context.heading_text,
            )  # fmt: skip
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
            context.heading_text = sentence.text
            context.lead(whole_piece(sentence, register, year))
            continue
        yield from _of_sentence(sentence, register, year, context)


def _of_sentence(
    sentence: Sentence, register: Register, year: int, context: _Context
) -> Iterator[Event]:
    opening: VagueDate | None = None
    for piece in pieces_of(sentence, register, year, context.before, context.heading_text):
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
            and not _other_time(context.event, piece)
            and not (piece.opens and _anew(context.event, piece))
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
    if len(event.pieces) >= MOST_PIECES:
        return False
    if _part_of_it(piece):
        return True
    if _other_time(event, piece) or _other_subject(event, piece) or _anew(event, piece):
        return False
    told = set(event.titles)
    if piece.titles and told and not any(t in told for _, _, t in piece.titles):
        return False
    if _ANAPHORA.match(piece.text):
        return True
    if piece.text.startswith("在") and HELD_AT.match(piece.text):
        return False
    refines = bool(piece.fine and event.fine)
    same = bool(piece.kinds) and piece.kinds[0][0] in dict(event.pieces[0].kinds)
    if piece.level < 9:
        return refines or same or not _STILL.match(piece.text)
    if piece.subject and not piece.ours and piece.subject != event.subject:
        return False
    if piece.fine or _STILL.match(piece.text) or (piece.ours and event.pieces[0].ours):
        return False
    return not _INTRODUCES.search(piece.text) and not _new_troop(event, piece)


def _part_of_it(piece: Piece) -> bool:
    """Who took part in it or what it won; a prize may tell its own time (在建军节歌咏比赛中)."""
    if PRIZE.match(piece.text):
        return not piece.heads_sentence
    return not piece.fine and bool(PART_OF_IT.match(piece.text))


def _other_time(event: Event, piece: Piece) -> bool:
    mine, theirs = event.fine, piece.fine
    if not mine or not theirs:
        return False
    return not theirs.value.overlaps(mine.value.start, mine.value.end) or (
        mine.value.precision == theirs.value.precision == Precision.DAY
        and mine.value.start != theirs.value.start
    )


def _anew(event: Event, piece: Piece) -> bool:
    """A sentence that begins with a time, an actor or people of its own."""
    if _ANAPHORA.match(piece.text) or piece.text.startswith("并"):
        return False
    if opens := piece.opens:
        mine = event.pieces[0].opens or event.fine
        return not mine or mine.value != opens.value
    if (
        piece.another
        or piece.serves_some
        or (piece.heads_sentence and _NEXT_ITEM.match(piece.text))
    ):
        return True
    if NEXT_THING.match(piece.text) and not piece.heads_sentence:
        return True
    if _ALL_YEAR.match(piece.text):
        return bool(event.fine)
    if piece.heads_sentence and (_SETS_UP.match(piece.text) or _another_kind(event, piece)):
        return True
    actor = piece.actor
    return bool(actor) and actor not in {n.name for n in event.names}


def _another_kind(event: Event, piece: Piece) -> bool:
    """A sentence that begins with what was done, and to how many, of a kind not told of before."""
    if not (_BEGINS_TO.match(piece.text) and piece.counted and (piece.kinds or piece.done_somehow)):
        return False
    return not piece.kinds or piece.kinds[0][0] not in {
        kind for p in event.pieces for kind, _ in p.kinds
    }


def _other_subject(event: Event, piece: Piece) -> bool:
    return bool(
        piece.subject and not piece.ours and event.subject and piece.subject != event.subject
    )


def _new_troop(event: Event, piece: Piece) -> bool:
    known = {n.name for n in event.names}
    return any(n.what == "troop" and n.name not in known for n in piece.names) and bool(known)
