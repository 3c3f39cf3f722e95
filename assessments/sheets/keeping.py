"""Nothing a sheet says is lost: what no rule took is found here, and goes into the note."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .cells import is_points, read_applies, read_code, read_title, split_code
from .lines import Lines
from .measure_words import read_measure

_WORDLESS = re.compile(r"[\W_]*")
_A_KIND = re.compile(r"基本分?|基础分|(?:附?加|扣|减|倒扣|奖励)分项?目?|(?:一票)?否决项?目?")
_A_SUM = re.compile(r"(?:小计|分计|合计|总计|总分|总得分|共计|满分)\W*$")


def lost(lines: Lines, data: dict) -> Iterator[tuple[str, str]]:
    """Cells whose words stand nowhere in the standard, as address and text."""
    whole = "\n".join(_texts(data))
    known = set(whole.split("\n")) | set(lines.head.texts.values())
    for line in lines.below:
        for place, text in sorted(line.cells.items()):
            if text not in known and text not in whole and not _is_told(text, whole):
                yield line.at(place), text


def _texts(value) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value


def _is_told(text: str, whole: str) -> bool:
    """True if it was understood: as a number, a kind, a title with its points, a sum."""
    if is_points(text) or _WORDLESS.fullmatch(text) or re.fullmatch(r"[\d.\-]+", read_code(text)):
        return True
    if _A_KIND.fullmatch(text):
        return True
    title, points = read_title(text)
    if points is not None and (title in whole or _A_SUM.search(title)):
        return True
    code, content = split_code(text)
    if (code and content in whole) or all(part in whole for part in text.split("\n")):
        return True
    if _A_SUM.search(text) and _A_SUM.sub("", text) in whole:
        return True
    if not read_applies(text)[1]:
        return True
    return all(read_measure(words) for words in text.split("\n"))
