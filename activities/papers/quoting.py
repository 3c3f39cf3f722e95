"""Words in quotes: names of events, works and slogans, kept apart from the words around them."""

from __future__ import annotations

import re

from .lexicon import EVENT_NOUNS, SLOGAN

FILLER = "\ue000"  # stands for what is quoted; no text we read holds it
QUOTE = re.compile(r"“([^“”\n]{1,80})”|\"([^\"\n]{1,80})\"|‘([^‘’\n]{1,80})’")
BOOK = re.compile(r"《([^《》\n]{1,80})》")
_SHORT = re.compile(
    r"[八七五十][·•・.．]?[一四]|元旦|春节|中秋|国庆|端午|清明|元宵|七一|五四|两节|双节"
)
_EVENT_END = re.compile(rf"(?:{EVENT_NOUNS})$")
# the words that go on after a quoted name up to what it is: “…”群众文化广场活动
_TAIL = re.compile(
    rf"(?:为主题的)?(?:[\u4e00-\u9fff]{{0,12}}?(?:{EVENT_NOUNS}))(?:活动|演出|晚会|比赛|展)?"
)
_OPENED = re.compile(r"(?:开展|举办|举行|组织|启动|实施|打造|推出)了?$")
_NAME_OF_ONE = re.compile(r"[\u4e00-\u9fff]{0,10}(?:[进送][\u4e00-\u9fff]{0,6}|[行情节日])")
_NOT_A_TAIL = re.compile(r"[，,。的了在和与及或到向为]")


def masked(text: str) -> str:
    """The text with what is quoted blotted out, occasions such as “八一” kept; same length."""
    text = QUOTE.sub(lambda m: m[0] if _SHORT.fullmatch(m[0][1:-1]) else _blot(m[0]), text)
    return BOOK.sub(lambda m: _blot(m[0]), text)


def _blot(quoted: str) -> str:
    return FILLER * len(quoted)


def event_titles(text: str) -> list[tuple[int, int, str]]:
    """Quoted names of events with the words that belong to them: start, end, title."""
    found = []
    for match in QUOTE.finditer(text):
        inner = match[0][1:-1]
        tail = _tail(text, match.end(), inner)
        named = inner if len(inner) > 3 else ""
        if SLOGAN.fullmatch(inner):
            continue
        if tail and len(inner) >= 3:
            found.append((match.start(), match.end() + len(tail), match[0] + tail))
        elif named and (_EVENT_END.search(inner) or _is_opened(text[: match.start()], inner)):
            found.append((match.start(), match.end(), match[0]))
    return found


def _is_opened(before: str, inner: str) -> bool:
    """开展“体育器材进军营”: a name that is held, though it does not say what it is."""
    return bool(_OPENED.search(before[-6:]) and _NAME_OF_ONE.fullmatch(inner))


def works(text: str) -> list[str]:
    """What stands in 《》, with the marks."""
    return [match[0] for match in BOOK.finditer(text)]


def _tail(text: str, at: int, inner: str) -> str:
    match = _TAIL.match(text, at)
    if not match:
        return ""
    tail = match[0]
    if tail.startswith("为主题的"):
        return tail
    return "" if _NOT_A_TAIL.search(tail) else tail
