"""An official document as a tree: what it says, not how it looks.

Every renderer (PDF, Word, the page on screen) reads the same tree. Text is plain text: markup in
it is printed, not obeyed. A line feed inside a text begins a new paragraph (in a title or a table
cell: a new line).
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

RUN_IN_LEVELS = (3, 4)
"""Levels whose headings may go on as text in the same line."""
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

    @property
    def is_sentence(self) -> bool:
        """Whether it is an item of the lower levels that says all itself: text, not a title."""
        return self.level in RUN_IN_LEVELS and self.text.rstrip().endswith(("。", "；"))


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
    """A photo or scan (the bytes of a JPEG or PNG file) with the words under it.

    address: where a page on screen finds it; files are made of the bytes alone.
    """

    data: bytes
    caption: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one year or one kind of thing, one for each label of its chart."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over labels; several series (years) stand side by side at each label.

    measure: what is counted, such as 项; lying: bars below one another, for long labels.
    """

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    caption: str = ""
    measure: str = "项"
    lying: bool = False

    def __post_init__(self) -> None:
        if any(len(series.values) != len(self.labels) for series in self.series):
            raise ValueError("图表每一组数据的个数必须与标签相同。")

    @property
    def in_words(self) -> str:
        """What the picture says, for who cannot see it."""
        told = (
            f"{series.name}{'：' if series.name else ''}"
            + "，".join(f"{label}{value}{self.measure}" for label, value in pairs)
            for series in self.series
            for pairs in [zip(self.labels, series.values, strict=True)]
        )
        return "；".join(told)


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


Block = Heading | Paragraph | Table | Picture | Chart | PageBreak | Roster


@dataclass(frozen=True, slots=True)
class Annex:
    """An 附件: begins on a new page with 附件 and its number, then its title (7.3.7)."""

    title: str
    body: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class RedHead:
    """The 版头 of a document that is sent out (7.2): 发文机关标志, 发文字号, red rule.

    mark: such as 泸州市双拥工作领导小组办公室文件; reference: such as 泸双办〔2011〕12号.
    """

    mark: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The 版记 at the foot of the last page (7.4): 抄送机关, 印发机关, 印发日期."""

    copies_to: str = ""
    printed_by: str = ""
    printed_on: datetime.date | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """What is printed, a line each."""
        return imprint_lines(self)


def spread(word: str) -> str:
    """Two hanzi in the width of three, as names and offices are set in a 名单."""
    return f"{word[0]}　{word[1]}" if len(word) == 2 else word


@dataclass(frozen=True, slots=True)
class Document:
    """One official document, from title to 成文日期.

    addressee: 主送机关 without colon; attachments: the names in the 附件说明 of what is sent along
    apart; annexes: what follows in the same document, named before those;
    red_head, imprint: only where asked for;
    sealed: room is left for the seal (7.3.5.1), otherwise set without one (7.3.5.2);
    created: goes into the file's properties only, nothing else in the file knows the time.
    """

    title: str
    addressee: str = ""
    body: tuple[Block, ...] = ()
    sign_off: str = ""
    date: datetime.date | None = None
    attachments: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    red_head: RedHead | None = None
    imprint: Imprint | None = None
    created: datetime.datetime | None = None
    sealed: bool = True

    @property
    def attachment_note(self) -> tuple[str, ...]:
        """The lines of the 附件说明."""
        return attachment_lines(self)


def numbered(document: Document) -> Document:
    """The same document with its headings numbered, each level counted under the one above.

    Every annex counts anew.
    """
    annexes = tuple(replace(annex, body=_numbered(annex.body)) for annex in document.annexes)
    return replace(document, body=_numbered(document.body), annexes=annexes)


def _numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    counters = [0] * (LEVELS + 1)
    body = []
    for block in blocks:
        if isinstance(block, Heading):
            counters[block.level] += 1
            counters[block.level + 1 :] = [0] * (LEVELS - block.level)
            block = replace(block, number=heading_number(block.level, counters[block.level]))
        body.append(block)
    return tuple(body)


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
    names = [annex.title.replace("\n", "") for annex in document.annexes]
    names += [name.strip() for name in document.attachments if name.strip()]
    if len(names) < 2:
        return tuple(f"附件：{name}" for name in names)
    lines = [heading_number(3, n) + name for n, name in enumerate(names, 1)]
    return (f"附件：{lines[0]}", *lines[1:])


def annex_label(document: Document, n: int) -> str:
    """附件, or 附件2 where there are several; `n` counts from 1 (7.3.7)."""
    return f"附件{n}" if len(attachment_lines(document)) > 1 else "附件"


def imprint_lines(imprint: Imprint) -> tuple[str, ...]:
    """抄送：…。 and 印发机关 with 2011年12月6日印发, parted by an em space (7.4.2, 7.4.3)."""
    copies = imprint.copies_to.strip().rstrip("。")
    printed = f"{date_of_issue(imprint.printed_on)}印发" if imprint.printed_on else ""
    lines = (
        f"抄送：{copies}。" if copies else "",
        "\u2003".join(part for part in (imprint.printed_by.strip(), printed) if part),
    )
    return tuple(line for line in lines if line)


def plain_text(document: Document) -> str:
    """Everything a reader sees, a paragraph a line, table cells parted by tabs."""
    return "\n".join(line for line in _lines(numbered(document)) if line)


def _lines(document: Document) -> Iterator[str]:
    if document.red_head:
        yield document.red_head.mark
        yield document.red_head.reference
    yield document.title
    yield addressee_line(document)
    for block in document.body:
        yield from _block_lines(block)
    yield from attachment_lines(document)
    yield document.sign_off
    yield date_of_issue(document.date) if document.date else ""
    for n, annex in enumerate(document.annexes, 1):
        yield annex_label(document, n)
        yield annex.title
        for block in annex.body:
            yield from _block_lines(block)
    if document.imprint:
        yield from imprint_lines(document.imprint)


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
        case Chart():
            yield block.caption
            yield block.in_words
        case Roster():
            yield from block.lines
