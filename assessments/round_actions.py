"""What an account may do with a round now, as its page offers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from units import permissions
from units.models import User

from .models import Round, RoundState, Standard
from .opening import kinds_without_items, obstacles
from .reminding import in_hand
from .succession import newest


@dataclass(frozen=True, slots=True)
class RoundActions:
    """Buttons of a round's page for its issuing reviewer; of anybody else none is offered."""

    round: Round
    issues: bool
    obstacles: tuple[str, ...] = ()
    unasked_kinds: tuple[str, ...] = ()
    waiting: int = 0
    reminded_today: bool = False
    newer: Standard | None = None

    @property
    def may_open(self) -> bool:
        """开始考核, and what belongs to preparing: changing all of it, deleting it."""
        return self.issues and self.round.state == RoundState.PREPARING

    @property
    def has_begun(self) -> bool:
        """Units take part: the page of participants has something to show."""
        return self.issues and self.round.state != RoundState.PREPARING

    @property
    def may_remind(self) -> bool:
        """Somebody has not handed in yet."""
        return bool(self.waiting)


def round_actions(user: User, round_: Round, today: date) -> RoundActions:
    """What the round's page offers to `user`; a fixed number of queries."""
    if not permissions.may_issue_for(user, round_.unit):
        return RoundActions(round_, issues=False)
    if round_.state == RoundState.PREPARING:
        return RoundActions(
            round_, True, tuple(obstacles(round_)), tuple(kinds_without_items(round_))
        )
    is_open = round_.state == RoundState.OPEN
    return RoundActions(
        round_,
        True,
        waiting=in_hand(round_).count() if is_open else 0,
        newer=newest(round_.standard) if is_open else None,
        reminded_today=is_open and round_.reminders.filter(on=today).exists(),
    )
