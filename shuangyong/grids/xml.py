"""XML of unknown origin, element by element: no entities, no end, no more memory than a tag."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

PART = 1 << 16
MOST_OF_A_TAG = 1 << 20  # bytes that may be waited for until a tag ends


class Unsound(Exception):
    """The file is damaged, or made to do harm."""


class TooLarge(Exception):
    """More was unpacked than any table needs."""


class Archive:
    """The parts of an office file; all that is unpacked is counted against one limit."""

    def __init__(self, archive: zipfile.ZipFile, most_bytes: int):
        self._archive = archive
        self._left = most_bytes

    def __contains__(self, part: str) -> bool:
        return part in self._archive.NameToInfo

    def pieces(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, a piece at a time; raises TooLarge when the limit is reached."""
        with self._archive.open(part) as file:
            while piece := file.read(PART):
                self._left -= len(piece)
                if self._left < 0:
                    raise TooLarge
                yield piece

    def starts(self, part: str) -> Iterator[tuple[str, dict[str, str]]]:
        """The tags of a small part with their attributes, without namespaces."""
        found: list[tuple[str, dict[str, str]]] = []
        parser = sound_parser()
        parser.StartElementHandler = lambda name, attributes: found.append(
            (local(name), {local(key): value for key, value in attributes.items()})
        )
        for _ in fed(parser, self.pieces(part)):
            yield from found
            found.clear()
        yield from found


def local(name: str) -> str:
    """A name without its namespace prefix."""
    return name.rpartition(":")[2]


def sound_parser() -> expat.XMLParserType:
    """A parser that refuses any DOCTYPE, and with it every entity but the five plain ones."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_) -> None:
    raise Unsound


def fed(
    parser: expat.XMLParserType, pieces: Iterator[bytes], *, over: Callable[[], bool] | None = None
) -> Iterator[None]:
    """Feed the parser, coming back after every piece, until the end or until it is `over`."""
    given = 0
    for piece in pieces:
        parser.Parse(piece)
        given += len(piece)
        if given - parser.CurrentByteIndex > MOST_OF_A_TAG:
            raise Unsound
        yield
        if over and over():
            return
    parser.Parse(b"", True)
