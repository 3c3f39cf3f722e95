"""A PDF written page by page from many others; only what is being copied is in memory.

Each file that gives pages is read, copied and let go; numbers are kept, not objects. Links and
bookmarks point to pages that may come later, so their numbers are settled beforehand.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

OF_A_PAGE = ("/Type", "/MediaBox", "/CropBox", "/Resources", "/Contents", "/Group")
# What an object may carry beside what it shows: programs, files, ways out of the document.
NEVER_COPIED = frozenset((
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/URI", "/AF", "/EF", "/PieceInfo", "/Metadata",
    "/OPI", "/Ref", "/Alternates", "/StructParent", "/StructParents", "/Length",
))  # fmt: skip
MOST_OBJECTS = 200_000  # of one file: more is made to cost memory
_CATALOG, _PAGES = 1, 2


@dataclass(slots=True)
class Mark:
    """A bookmark: how deep it stands, what it says, which page it opens (from 1)."""

    level: int
    title: str
    page: int
    children: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Link:
    """A place on a page that leads to another one; left, bottom, right, top in points."""

    place: tuple[float, float, float, float]
    page: int


class TooManyObjects(Exception):
    """A file that is made of more parts than any honest one."""


class Joiner:
    """Writes `pages` pages to a stream, one after the other; then bookmarks and the end."""

    def __init__(self, stream: BinaryIO, pages: int) -> None:
        self._stream = stream
        self._pages = pages
        self._written = 0
        self._offsets: list[int] = [0] * (_PAGES + pages + 1)
        self._numbers: dict[int, dict[tuple[int, int], int]] = {}
        self._waiting: deque[tuple[int, IndirectObject]] = deque()
        stream.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    @contextmanager
    def reading(self, file: PdfReader):
        """While pages of `file` are copied: what they share is written once."""
        self._numbers[id(file)] = {}
        try:
            yield file
        finally:
            self.finish_copying()
            del self._numbers[id(file)]

    def add_page(
        self, page: DictionaryObject, links: Iterable[Link] = (), above: bytes = b"",
        drawn: dict[str, int] | None = None,
    ) -> None:  # fmt: skip
        """The next page. above: drawn over it; drawn: the objects that are named in `above`."""
        own = DictionaryObject({key: page.raw_get(key) for key in OF_A_PAGE if key in page})
        if above:
            self._draw_above(own, above, drawn or {})
        copied = self._copy(own)
        copied[NameObject("/Parent")] = self._reference(_PAGES)
        if annotations := [self.add(_annotation(link, self._page_number)) for link in links]:
            copied[NameObject("/Annots")] = ArrayObject(map(self._reference, annotations))
        self._written += 1
        self._write(self._page_number(self._written), copied)
        self.finish_copying()

    def add(self, thing: PdfObject) -> int:
        """Write an object of its own; its number."""
        number = self._new_number()
        self._write(number, self._copy(thing))
        return number

    def finish_copying(self) -> None:
        """Write whatever the objects written so far refer to."""
        while self._waiting:
            number, reference = self._waiting.popleft()
            self._write(number, self._copy(reference.get_object()))

    def close(self, title: str, marks: Iterable[Mark]) -> None:
        """The tree of pages, the bookmarks and the table of objects."""
        kids = ArrayObject(self._reference(_PAGES + n) for n in range(1, self._written + 1))
        pages = {"/Type": NameObject("/Pages"), "/Kids": kids, "/Count": NumberObject(len(kids))}
        self._write(_PAGES, _dictionary(pages))
        catalog = {
            "/Type": NameObject("/Catalog"),
            "/Pages": self._reference(_PAGES),
            "/Lang": TextStringObject("zh-CN"),
            "/ViewerPreferences": _dictionary({"/DisplayDocTitle": BooleanObject(True)}),
        }
        if outlines := self._outlines(list(marks)):
            catalog |= {
                "/Outlines": self._reference(outlines),
                "/PageMode": NameObject("/UseOutlines"),
            }
        self._write(_CATALOG, _dictionary(catalog))
        info = self.add(_dictionary({"/Title": TextStringObject(title)}))
        self._end(info)

    # How it is written

    def _page_number(self, page: int) -> int:
        """The object number of a page, from 1."""
        return _PAGES + page

    def _new_number(self) -> int:
        self._offsets.append(0)
        return len(self._offsets) - 1

    def _reference(self, number: int) -> IndirectObject:
        return IndirectObject(number, 0, None)

    def _write(self, number: int, thing: PdfObject) -> None:
        self._offsets[number] = self._stream.tell()
        self._stream.write(b"%d 0 obj\n" % number)
        thing.write_to_stream(self._stream)
        self._stream.write(b"\nendobj\n")

    def _copy(self, thing: PdfObject | None) -> PdfObject:
        """The same with our numbers, and without what is never copied."""
        if isinstance(thing, IndirectObject):
            return thing if thing.pdf is None else self._reference(self._number_of(thing))
        if isinstance(thing, DictionaryObject):
            is_stream = isinstance(thing, StreamObject)
            copied = StreamObject() if is_stream else DictionaryObject()
            # a dictionary without a type lists fonts or glyphs by names that may be any
            skipped = NEVER_COPIED if is_stream or "/Type" in thing else ()
            for key, value in thing.items():
                if key not in skipped:
                    copied[NameObject(key)] = self._copy(value)
            if is_stream:
                copied._data = thing._data
            return copied
        if isinstance(thing, ArrayObject):
            return ArrayObject(self._copy(each) for each in thing)
        return NullObject() if thing is None else thing

    def _number_of(self, reference: IndirectObject) -> int:
        numbers = self._numbers[id(reference.pdf)]
        key = reference.idnum, reference.generation
        if key not in numbers:
            if len(numbers) >= MOST_OBJECTS:
                raise TooManyObjects
            numbers[key] = self._new_number()
            self._waiting.append((numbers[key], reference))
        return numbers[key]

    def _draw_above(self, page: DictionaryObject, above: bytes, drawn: dict[str, int]) -> None:
        before = self.add(stream_of(b"q\n"))
        after = self.add(stream_of(b"\nQ\n" + above))
        own = page.raw_get("/Contents")
        own = own if isinstance(own, ArrayObject) else ArrayObject([own])
        page[NameObject("/Contents")] = ArrayObject(
            [self._reference(before), *own, self._reference(after)]
        )
        resources = DictionaryObject(page["/Resources"])
        objects = DictionaryObject(resources.get("/XObject", {}))
        objects |= {NameObject(f"/{name}"): self._reference(n) for name, n in drawn.items()}
        resources[NameObject("/XObject")] = objects
        page[NameObject("/Resources")] = resources

    def _outlines(self, marks: list[Mark]) -> int:
        if not marks:
            return 0
        root = self._new_number()
        tops = self._siblings(_nested(marks), root)
        self._write(root, _dictionary({
            "/Type": NameObject("/Outlines"),
            "/First": self._reference(tops[0]),
            "/Last": self._reference(tops[-1]),
            "/Count": NumberObject(len(tops)),
        }))  # fmt: skip
        return root

    def _siblings(self, marks: list[Mark], parent: int) -> list[int]:
        numbers = [self._new_number() for _ in marks]
        for at, (mark, number) in enumerate(zip(marks, numbers, strict=True)):
            written = {
                "/Title": TextStringObject(mark.title),
                "/Parent": self._reference(parent),
                "/Dest": _top_of(self._page_number(mark.page)),
            }
            if at:
                written["/Prev"] = self._reference(numbers[at - 1])
            if at + 1 < len(numbers):
                written["/Next"] = self._reference(numbers[at + 1])
            if mark.children:
                below = self._siblings(mark.children, number)
                written |= {
                    "/First": self._reference(below[0]),
                    "/Last": self._reference(below[-1]),
                    "/Count": NumberObject(-len(below)),  # below zero: shown folded
                }
            self._write(number, _dictionary(written))
        return numbers

    def _end(self, info: int) -> None:
        begins = self._stream.tell()
        lines = [b"xref\n0 %d\n0000000000 65535 f \n" % len(self._offsets)]
        lines += [b"%010d 00000 n \n" % offset for offset in self._offsets[1:]]
        self._stream.write(b"".join(lines))
        self._stream.write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(self._offsets), _CATALOG, info, begins)
        )


def stream_of(content: bytes) -> StreamObject:
    """A stream of drawing operators."""
    stream = DecodedStreamObject()
    stream.set_data(content)
    return stream


def _nested(marks: list[Mark]) -> list[Mark]:
    """Marks below those of a higher level that precede them."""
    tops: list[Mark] = []
    above: list[Mark] = []
    for mark in marks:
        while above and above[-1].level >= mark.level:
            above.pop()
        (above[-1].children if above else tops).append(mark)
        above.append(mark)
    return tops


def _annotation(link: Link, number_of) -> DictionaryObject:
    return _dictionary({
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Link"),
        "/Rect": ArrayObject(map(FloatObject, link.place)),
        "/Border": ArrayObject([NumberObject(0)] * 3),
        "/Dest": _top_of(number_of(link.page)),
    })  # fmt: skip


def _top_of(page: int) -> ArrayObject:
    return ArrayObject([IndirectObject(page, 0, None), NameObject("/Fit")])


def _dictionary(entries: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})
