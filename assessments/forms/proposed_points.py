"""Forms with something put in for somebody to look at: what a 评分办法 says, another line."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from assessments.allowed_scores import plain
from assessments.rules import read_rule

PREFIX = "points"
MOST_LINES = 200


def with_rule(posted: QueryDict) -> tuple[QueryDict, str]:
    """The posted form with step and scoring points of its 评分办法 put in, and what was found.

    Lines that are there stay; a scoring point with the same words gets the points of the rule,
    others are added below. Nothing is saved by it.
    """
    proposed = posted.copy()
    points = _number(posted.get("points"))
    if not points:
        return proposed, "请先填写分值，再按评分办法拆分。"
    rule = read_rule(posted.get("rule", ""), points)
    if rule.step is not None:
        proposed["step"] = plain(rule.step)
        return proposed, f"按评分办法，计分单位为 {plain(rule.step)} 分。核对后保存才生效。"
    if not rule.points:
        return proposed, "从评分办法中读不出得分点和计分单位，请自行填写。"
    for text, worth in rule.points:
        _put(proposed, text, worth)
    return proposed, f"按评分办法拆出 {len(rule.points)} 个得分点，已填在下面。核对后保存才生效。"


def _put(proposed: QueryDict, text: str, worth: Decimal) -> None:
    """Into the line with these words, or into a new one at the end."""
    total = _total(proposed, PREFIX)
    for index in range(total):
        line = f"{PREFIX}-{index}"
        if proposed.get(f"{line}-text", "").strip() == text and not proposed.get(f"{line}-DELETE"):
            proposed[f"{line}-points"] = plain(worth)
            return
    if total < MOST_LINES:
        proposed[f"{PREFIX}-TOTAL_FORMS"] = str(total + 1)
        proposed[f"{PREFIX}-{total}-text"] = text
        proposed[f"{PREFIX}-{total}-points"] = plain(worth)
        proposed[f"{PREFIX}-{total}-ORDER"] = str(total + 1)


def with_line(posted: QueryDict, prefix: str) -> QueryDict:
    """The posted form with one more line, for a browser without script."""
    longer = posted.copy()
    longer[f"{prefix}-TOTAL_FORMS"] = str(min(_total(posted, prefix) + 1, MOST_LINES))
    return longer


def _total(posted: QueryDict, prefix: str) -> int:
    typed = posted.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(typed[:6]), MOST_LINES) if typed.isascii() and typed.isdigit() else 0


def _number(typed: str | None) -> Decimal:
    try:
        found = Decimal((typed or "0").strip())
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() and 0 < found < 10000 else Decimal(0)
