"""Makes a binder: laid out part by part, joined page by page, whatever its size.

The front (cover, contents, what is missing) is laid out twice: first to know how many pages it
takes, then with the numbers of the pages that were laid out in between.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader
from weasyprint import HTML

from reports.faces import faces
from reports.pdf import Complaints, OnlyThese, RenderingFailed, one_at_a_time

from . import layout, materials
from .contents import TITLE, Contents, Deed, Entry, Exhibit, Item
from .joining import Joiner, Link, Mark
from .papers import drawn_by, operators, placed
from .sheet import FURTHER_PHOTO_ROOM, PHOTO_ROOM, leaf_room, numbered_from, sheet

PHOTOS_A_PART, LEAVES_A_PART, BLOCKS_A_PART = 40, 100, 120  # more would cost memory
PX = 72 / 96  # points in a CSS pixel
LAYING_OUT, JOINING = "排版", "合并"
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class LeafPlace:
    """Which page of which file is drawn on a sheet."""

    exhibit: Exhibit
    number: int
    wide: bool


Sheet = tuple[str, LeafPlace, str]  # anchor, what is drawn on it, HTML


@dataclass(slots=True)
class PrintedPart:
    """Some pages that were laid out: their file, what is drawn on them, where they lead to."""

    path: Path
    pages: int
    leaves: dict[int, LeafPlace] = field(default_factory=dict)
    links: dict[int, list[tuple[tuple[float, float, float, float], str]]] = field(
        default_factory=dict
    )


@dataclass(slots=True)
class Draft:
    """What has been gathered for the next part."""

    body: list[str] = field(default_factory=list)
    pictures: dict[str, Path] = field(default_factory=dict)
    leaves: dict[str, LeafPlace] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """More would cost too much memory."""
        return (
            len(self.pictures) >= PHOTOS_A_PART
            or len(self.leaves) >= LEAVES_A_PART
            or len(self.body) >= BLOCKS_A_PART
        )


def make_pdf(contents: Contents, target: Path, *, today: date, tell: Tell) -> int:
    """Write the binder to `target`; the number of its pages. `tell(phase, done, total)` is
    called while it grows and may raise to give up.

    A file that is broken, encrypted or gone is named as such. Raises RenderingFailed.
    """
    with TemporaryDirectory(prefix="binder-") as folder:
        return Bookbinder(contents, Path(folder), today, tell).bind(target)


class Bookbinder:
    """Binds one binder; `pages` knows on which page everything stands that has been laid out."""

    def __init__(self, contents: Contents, folder: Path, today: date, tell: Tell) -> None:
        self.contents, self.folder, self.today, self.tell = contents, folder, today, tell
        self.faces = faces()
        self.say = layout.Words(self.faces)
        self.pages: dict[str, int] = {}
        self.parts: list[PrintedPart] = []
        self.draft = Draft()
        self.shown: dict[str, str] = {}
        """Anchors of what is in the binder already, by SHA-256."""
        self.next_page = 1
        self._done = 0
        self._filled = True
        self._heads = ("", "")

    def bind(self, target: Path) -> int:
        """Lay out, number, join."""
        front = self._print_front()
        self.next_page = front.pages + 1
        self._body()
        numbered = self._print_front()
        if numbered.pages != front.pages:
            raise RenderingFailed("目录的页数前后不一致，没有生成材料汇编。")
        self.parts.insert(0, numbered)
        self._join(target)
        return sum(part.pages for part in self.parts)

    # Front

    def _print_front(self) -> PrintedPart:
        say, contents = self.say, self.contents
        body = [
            layout.cover(contents, say, self.today),
            layout.running_heads(say, contents.unit, f"{contents.years}{TITLE}"),
            layout.table_of_contents(self._lines(), say, self._page_of),
            layout.gaps(contents, say, self._page_of, item_anchor),
        ]
        return self._print(Draft(body), starting_at=1)

    def _page_of(self, anchor: str) -> int:
        return self.pages.get(anchor, 0)

    def _lines(self) -> list[layout.Line]:
        return [line for line in self._all_lines() if line[0] <= 3]

    def _all_lines(self) -> list[layout.Line]:
        """What contents and bookmarks list: section, item, unit (of a round), evidence."""
        lines = []
        for number, part in enumerate(self.contents.parts):
            lines.append((1, part.title, f"s{number}"))
            for item in part.items:
                lines.append((2, item.title, item_anchor(item)))
                for at, entry in enumerate(item.entries):
                    lines += self._entry_lines(item, entry, at)
        return lines

    def _entry_lines(self, item: Item, entry: Entry, at: int) -> list[layout.Line]:
        anchor, level = entry_anchor(item, at), 3
        lines = []
        if self.contents.is_round:
            lines, level = [(3, entry.unit, anchor)], 4
        lines += [(level, deed.title, f"{anchor}-d{n}") for n, deed in enumerate(entry.deeds)]
        papers = [exhibit for exhibit in entry.exhibits if not exhibit.is_picture]
        return lines + [
            (level, paper.title, f"{anchor}-f{n}") for n, paper in enumerate(papers)
        ]  # fmt: skip

    # Body

    def _body(self) -> None:
        for number, part in enumerate(self.contents.parts):
            for at, item in enumerate(part.items):
                self._tell_item()
                title = f'<h1 id="s{number}">{self.say(part.title)}</h1>' if at == 0 else ""
                self._item(item, title)
                self._done += 1
        self._flush()
        self._tell_item()

    def _tell_item(self) -> None:
        """A sign of life, also within an item that hundreds of activities prove."""
        self.tell(LAYING_OUT, self._done, len(self.contents.items))

    def _item(self, item: Item, section: str) -> None:
        """On a new page, unless neither it nor the one before has anything to show."""
        fills = item.has_evidence
        new = '<div class="new"></div>' if fills or self._filled or section else ""
        self._filled = fills
        unit = "" if self.contents.is_round else self.contents.unit
        head = layout.item_head(item, self.say, self.contents)
        self._heads = (unit or item.entries[0].unit, item.title)
        self._add(f'{new}{self._running()}{section}<div id="{item_anchor(item)}">{head}</div>')
        for at, entry in enumerate(item.entries):
            anchor = entry_anchor(item, at)
            if self.contents.is_round:
                self._heads = (entry.unit, item.title)
                head = layout.entry_head(entry, self.say, self.contents)
                self._add(f'{self._running()}<div id="{anchor}">{head}</div>')
            self._entry(entry, anchor)

    def _running(self) -> str:
        return layout.running_heads(self.say, *self._heads)

    def _entry(self, entry: Entry, anchor: str) -> None:
        if entry.gap:
            self._add(layout.gap(entry, self.say))
        for number, deed in enumerate(entry.deeds):
            self._deed(deed, number, f"{anchor}-d{number}")
        photos = [exhibit for exhibit in entry.exhibits if exhibit.is_picture]
        papers = [exhibit for exhibit in entry.exhibits if not exhibit.is_picture]
        self._photos(photos, first_room=PHOTO_ROOM)
        self._papers(papers, [f"{anchor}-f{n}" for n in range(len(papers))])

    def _deed(self, deed: Deed, number: int, anchor: str) -> None:
        self._tell_item()
        head = layout.deed_head(deed, number + 1, self.say)
        self._add(f'<div id="{anchor}">{head}</div>')
        self._photos([one for one in deed.exhibits if one.is_picture], first_room=PHOTO_ROOM)
        papers = [one for one in deed.exhibits if not one.is_picture]
        self._papers(papers, [f"{anchor}-f{n}" for n in range(len(papers))])

    def _photos(self, photos: list[Exhibit], first_room: tuple[float, float]) -> None:
        figures, remarks, number = [], [], 0
        for exhibit in photos:
            number += 1
            words = layout.photo_words(exhibit, number, self.say)
            if at := self._where(exhibit):
                remarks.append(f"{words}：见第 {at} 页")
                continue
            try:
                room = first_room if len(figures) < 2 else FURTHER_PHOTO_ROOM
                photo = materials.photo(exhibit, self.folder, room)
            except materials.CannotShow as refusal:
                remarks.append(f'<span class="bad">{words}：{refusal}</span>')
                continue
            name = f"photo:{exhibit.sha256}"
            self.draft.pictures[name] = photo.path
            anchor = self._shows(exhibit)
            figures.append(f'<span id="{anchor}">{layout.figure(photo, name, words)}</span>')
        # two to a block, so that a new part may begin between any two pages
        for at in range(0, len(figures), 2):
            self._add(f'<div class="photos">{"".join(figures[at : at + 2])}</div>', flush=False)
        if remarks:
            self._add(layout.also(remarks), flush=False)

    def _papers(self, papers: list[Exhibit], anchors: list[str]) -> None:
        """A table of the files, then the pages of the PDFs among them."""
        rows, sheets = [], []
        for exhibit, anchor in zip(papers, anchors, strict=True):
            what, leaves = self._become(exhibit, anchor)
            sheets += leaves
            mark = "" if leaves else f'<span id="{anchor}"></span>'
            rows.append((exhibit, f"{mark}{what}"))
        if rows:
            self._add(layout.files_table(rows, self.say), flush=False)
        for anchor, place, html in sheets:
            self._add(html)
            self.draft.leaves[anchor] = place

    def _become(self, exhibit: Exhibit, anchor: str) -> tuple[str, list[Sheet]]:
        """What becomes of a file that is no photo, in HTML; and its sheets, if it gets any."""
        if at := self._where(exhibit):
            return f"见第 {at} 页", []
        if not exhibit.is_pdf:
            there = materials.is_there(exhibit)
            return ("原件另附" if there else self._refused(materials.MISSING)), []
        try:
            leaves = materials.leaves(exhibit)
        except materials.CannotShow as refusal:
            return self._refused(str(refusal)), []
        self._shows(exhibit, anchor)
        sheets = []
        for number, leaf in enumerate(leaves, 1):
            name = anchor if number == 1 else f"{anchor}-{number}"
            html = layout.leaf(exhibit, number, len(leaves), name, self.say, wide=leaf.is_wide)
            sheets.append((name, LeafPlace(exhibit, number - 1, leaf.is_wide), html))
        return f"共 {len(leaves)} 页，附后", sheets

    def _refused(self, reason: str) -> str:
        return f'<span class="bad">无法并入：{self.say(reason)}</span>'

    def _where(self, exhibit: Exhibit) -> str:
        """The page on which it stands already, in HTML; "" if it is new."""
        anchor = self.shown.get(exhibit.sha256)
        if anchor is None:
            return ""
        page = self.pages.get(anchor)
        return str(page) if page else f'<a class="at" href="#{anchor}"></a>'

    def _shows(self, exhibit: Exhibit, anchor: str = "") -> str:
        self.shown[exhibit.sha256] = anchor or f"x{len(self.shown)}"
        return self.shown[exhibit.sha256]

    # Printing

    def _add(self, html: str, *, flush: bool = True) -> None:
        """One more block; a full part is printed before it, if one may begin here."""
        if flush and self.draft.is_full:
            self._flush()
            self.draft.body.append(self._running())
        self.draft.body.append(html)

    def _flush(self) -> None:
        if not self.draft.body:
            return
        part = self._print(self.draft, starting_at=self.next_page)
        self.next_page += part.pages
        self.parts.append(part)
        for path in self.draft.pictures.values():
            path.unlink()
        self.draft = Draft()

    def _print(self, draft: Draft, *, starting_at: int) -> PrintedPart:
        css, fonts = sheet(self.faces)
        page = HTML(
            string=layout.document(draft.body),
            url_fetcher=OnlyThese(materials.OnDisk(draft.pictures)),
            base_url="document:",
        )
        path = self.folder / f"part-{len(self.parts)}-{starting_at}.pdf"
        with one_at_a_time, Complaints() as complaints:
            rendered = page.render(
                stylesheets=[css, numbered_from(starting_at)], font_config=fonts,
                presentational_hints=False,
            )  # fmt: skip
            rendered.write_pdf(path)
        complaints.raise_errors()
        part = PrintedPart(path, len(rendered.pages))
        for number, laid_out in enumerate(rendered.pages):
            self._note(part, draft, number, laid_out, starting_at + number)
        return part

    def _note(self, part, draft: Draft, number: int, laid_out, page: int) -> None:
        """Where things stand on a page that has been laid out."""
        for anchor in laid_out.anchors:
            self.pages.setdefault(anchor, page)
            if anchor in draft.leaves:
                part.leaves[number] = draft.leaves[anchor]
        for kind, address, (x, y, right, below), _ in laid_out.links:
            _, _, anchor = address.partition(layout.PAGE_OF if kind == "external" else "#")
            up = laid_out.height
            place = (x * PX, (up - below) * PX, right * PX, (up - y) * PX)
            part.links.setdefault(number, []).append((place, anchor or address))

    # Joining

    def _join(self, target: Path) -> None:
        total = sum(part.pages for part in self.parts)
        with target.open("wb") as stream:
            joiner, done = Joiner(stream, total), 0
            for part in self.parts:
                self.tell(JOINING, done, total)
                self._join_part(joiner, part)
                done += part.pages
            marks = [Mark(1, "目录", 2)] + [
                Mark(level, self._plain(text), self.pages[anchor])
                for level, text, anchor in self._all_lines()
            ]
            joiner.close(self.contents.name, marks)
            self.tell(JOINING, total, total)

    def _plain(self, text: str) -> str:
        return " ".join(text.split())

    def _join_part(self, joiner: Joiner, part: PrintedPart) -> None:
        waiting = deque(sorted(part.leaves.items()))
        with joiner.reading(PdfReader(part.path)) as laid_out, ExitStack() as stack:
            opened: tuple[Exhibit, PdfReader] | None = None
            for number, page in enumerate(laid_out.pages):
                links = [
                    Link(place, self.pages[anchor])
                    for place, anchor in part.links.get(number, ())
                    if anchor in self.pages
                ]
                if not waiting or waiting[0][0] != number:
                    joiner.add_page(page, links)
                    continue
                _, leaf = waiting.popleft()
                if opened is None or opened[0] != leaf.exhibit:
                    stack.close()
                    opened = leaf.exhibit, self._open(joiner, leaf.exhibit, stack)
                self._add_leaf(joiner, page, opened[1].pages[leaf.number], leaf, links)

    def _open(self, joiner: Joiner, exhibit: Exhibit, stack: ExitStack) -> PdfReader:
        file = stack.enter_context(exhibit.file.open("rb"))
        return stack.enter_context(joiner.reading(PdfReader(file, strict=False)))

    def _add_leaf(self, joiner: Joiner, page, uploaded, leaf: LeafPlace, links) -> None:
        room = leaf_room(wide=leaf.wide)
        forms = drawn_by(joiner, uploaded)
        named = [(f"Leaf{n}", matrix) for n, (_, matrix) in enumerate(forms)]
        above = operators(named, placed(uploaded, room), room)
        drawn = {f"Leaf{n}": number for n, (number, _) in enumerate(forms)}
        joiner.add_page(page, links, above, drawn)


def item_anchor(item: Item) -> str:
    """Names an item within the binder."""
    return f"i{item.criterion.pk}"


def entry_anchor(item: Item, at: int) -> str:
    """Names what one unit shows for an item."""
    return f"{item_anchor(item)}-e{at}"
