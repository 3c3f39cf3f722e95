"""The files of a binder made ready to print: photos in the size they are printed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from activities.images import DamagedPicture, for_print

from .contents import Exhibit
from .papers import CannotJoin, Leaf, leaves_of

DPI = 200
MM_PER_INCH = 25.4
MISSING = "文件缺失"
DAMAGED_PICTURE = "图片已损坏"


class CannotShow(Exception):
    """A file that cannot be printed; the message says why, for the reader."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it is printed: its file in our folder, width and height in mm."""

    path: Path
    width: float
    height: float


def photo(exhibit: Exhibit, folder: Path, room: tuple[float, float]) -> Photo:
    """The picture as large as fits into `room` (mm), stored as JPEG. Raises CannotShow."""
    most = tuple(round(side / MM_PER_INCH * DPI) for side in room)
    try:
        with exhibit.file.open("rb") as file:
            content, size = for_print(file.read(), most)
    except (OSError, ValueError) as error:
        raise CannotShow(MISSING) from error
    except DamagedPicture as error:
        raise CannotShow(DAMAGED_PICTURE) from error
    path = folder / f"{exhibit.sha256}.jpg"
    path.write_bytes(content)
    scale = min(room[0] / size[0], room[1] / size[1])
    return Photo(path, size[0] * scale, size[1] * scale)


def leaves(exhibit: Exhibit) -> list[Leaf]:
    """The pages of a PDF. Raises CannotShow."""
    try:
        with exhibit.file.open("rb") as file:
            return leaves_of(file)
    except (OSError, ValueError) as error:
        raise CannotShow(MISSING) from error
    except CannotJoin as refusal:
        raise CannotShow(str(refusal)) from refusal


def is_there(exhibit: Exhibit) -> bool:
    """True if its file is on the disk."""
    return bool(exhibit.file) and exhibit.file.storage.exists(exhibit.file.name)


class OnDisk(Mapping):
    """Files by name, read when they are asked for."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self._paths = paths

    def __getitem__(self, name: str) -> bytes:
        return self._paths[name].read_bytes()

    def __iter__(self):
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
