"""An official document as a tree: what it says, not how it looks.

Every renderer (PDF, Word, the page on screen) reads the same tree. Text is plain text: markup in
it is printed, not obeyed. A line feed inside a text begins a new paragraph (in a title or a table
cell: a new line).
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

LEVELS = 4  # GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading. level: 1 to 4; run_in: text that goes on in the same paragraph.

    `number` is filled in by `numbered`; what a caller puts there is replaced.
    """

    level: int
    text: str
    run_in: str = ""
    number: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.level <= LEVELS:
            raise ValueError(f"标题层次只有 1 至 {LEVELS}，不能是 {self.level}。")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text of the body, first line indented by two characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; the row of column heads is repeated on every page.

    landscape: set sideways on pages of its own (GB/T 9704-2012, 8), for wide ledgers.
    Every row has as many cells as there are columns.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    landscape: bool = False

    def __post_init__(self) -> None:
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("表格每一行的格数必须与栏数相同。")


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or scan (the bytes of a JPEG or PNG file) with the words under it."""

    data: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Roster:
    """An office of a 名单 with its holders one below the other: 组　长：黄国燕　党组书记.

    entries: name and post of each, either of them may be empty; names: how many characters the
    column of names is wide, so that the posts of several offices stand below one another.
    """

    label: str
    entries: tuple[tuple[str, str], ...]
    names: int = 3

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each holder, the label before the first."""
        lead = f"{spread(self.label)}："
        lines = [self._entry(name, post) for name, post in self.entries]
        return (lead + lines[0], *lines[1:]) if lines else ()

    @property
    def lead(self) -> int:
        """Characters of the label with its colon: so far in the further holders stand."""
        return len(spread(self.label)) + 1

    def hang(self, at: int) -> int:
        """Characters from the name of the `at`-th holder to where a broken line goes on."""
        name, post = self.entries[at]
        return self.names + 1 if name and post else 0

    def _entry(self, name: str, post: str) -> str:
        name = spread(name)
        return f"{name:　<{self.names}}　{post}" if name and post else name or post


Block = Heading | Paragraph | Table | Picture | PageBreak | Roster


def spread(word: str) -> str:
    """Two hanzi in the width of three, as names and offices are set in a 名单."""
    return f"{word[0]}　{word[1]}" if len(word) == 2 else word


@dataclass(frozen=True, slots=True)
class Document:
    """One official document, from title to 成文日期.

    addressee: 主送机关 without colon; attachments: the names in the 附件说明;
    sealed: room is left for the seal (7.3.5.1), otherwise set without one (7.3.5.2);
    created: goes into the file's properties only, nothing else in the file knows the time.
    """

    title: str
    addressee: str = ""
    body: tuple[Block, ...] = ()
    sign_off: str = ""
    date: datetime.date | None = None
    attachments: tuple[str, ...] = ()
    created: datetime.datetime | None = None
    sealed: bool = True


def numbered(document: Document) -> Document:
    """The same document with its headings numbered, each level counted under the one above."""
    counters = [0] * (LEVELS + 1)
    body = []
    for block in document.body:
        if isinstance(block, Heading):
            counters[block.level] += 1
            counters[block.level + 1 :] = [0] * (LEVELS - block.level)
            block = replace(block, number=heading_number(block.level, counters[block.level]))
        body.append(block)
    return replace(document, body=tuple(body))


def heading_number(level: int, n: int) -> str:
    """The number of the n-th heading of a level, GB/T 9704-2012, 7.3.3.

    The blank after 5. keeps it apart from a text that begins with a number: 5. 6月10日.
    """
    return {
        1: f"{chinese_number(n)}、",
        2: f"（{chinese_number(n)}）",
        3: f"{n}. ",
        4: f"（{n}）",
    }[level]


def chinese_number(n: int) -> str:
    """1 to 99 in hanzi: 一, 十, 十二, 三十四."""
    tens, ones = divmod(n, 10)
    head = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens % 10]}十")
    return head + (_DIGITS[ones] if ones else "")


def date_of_issue(date: datetime.date) -> str:
    """成文日期: 2011年12月5日, no zeros before month and day (GB/T 9704-2012, 7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"


def addressee_line(document: Document) -> str:
    """主送机关 with its full-width colon (7.3.2); empty if there is none."""
    name = document.addressee.strip().rstrip(":：")
    return f"{name}：" if name else ""


def attachment_lines(document: Document) -> tuple[str, ...]:
    """The 附件说明: 附件：name, or 附件：1. first, 2. second … (7.3.4); no stop after a name."""
    names = [name.strip() for name in document.attachments if name.strip()]
    if len(names) < 2:
        return tuple(f"附件：{name}" for name in names)
    lines = [heading_number(3, n) + name for n, name in enumerate(names, 1)]
    return (f"附件：{lines[0]}", *lines[1:])


def plain_text(document: Document) -> str:
    """Everything a reader sees, a paragraph a line, table cells parted by tabs."""
    return "\n".join(line for line in _lines(numbered(document)) if line)


def _lines(document: Document) -> Iterator[str]:
    yield document.title
    yield addressee_line(document)
    for block in document.body:
        yield from _block_lines(block)
    yield from attachment_lines(document)
    yield document.sign_off
    yield date_of_issue(document.date) if document.date else ""


def _block_lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.number + block.text + block.run_in
        case Paragraph():
            yield block.text
        case Table():
            yield block.caption
            yield from ("\t".join(row) for row in (block.columns, *block.rows))
        case Picture():
            yield block.caption
        case Roster():
            yield from block.lines
