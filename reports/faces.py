"""The font files in use: which face shows a character, and how wide it is.

Lines are composed before anything is drawn, so widths are read from the very files the renderer
embeds: the bundled ones, or those an office names in the setting `GONGWEN_FONTS`.
"""

from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from fontTools.ttLib import TTFont

from reports.gongwen import Face

_FONTS = Path(__file__).parent / "fonts"
BUNDLED = {
    Face.TITLE: _FONTS / "fandol/FandolSong-Bold.otf",
    Face.FANG: _FONTS / "fandol/FandolFang-Regular.otf",
    Face.HEI: _FONTS / "fandol/FandolHei-Regular.otf",
    Face.KAI: _FONTS / "fandol/FandolKai-Regular.otf",
    Face.SONG: _FONTS / "fandol/FandolSong-Regular.otf",
    Face.LATIN: _FONTS / "fandol/FandolSong-Regular.otf",
    Face.RARE: _FONTS / "lxgw-wenkai/LXGWWenKai-Regular.ttf",
}

# Signs of FandolHei that are as thin as those of a body face; with digits, thin beside its hanzi.
THIN_SIGNS = frozenset("，；：！？“”‘’")


class FontFile:
    """One font file, opened when its first character is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def name(self) -> str:
        """The file's own name of its family, as it appears in a document's properties."""
        with TTFont(self.path, fontNumber=0, lazy=True) as font:
            name = font["name"].getDebugName(6) or self.path.stem
        return "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_"))

    @cached_property
    def widths(self) -> dict[str, float]:
        """Advance width of every character it has, in em."""
        with TTFont(self.path, fontNumber=0, lazy=True) as font:
            advances, em = font["hmtx"].metrics, font["head"].unitsPerEm
            return {chr(c): advances[g][0] / em for c, g in font.getBestCmap().items()}


class Faces:
    """All faces of a document. files: the font file of every face but NONE."""

    def __init__(self, files: dict[Face, Path]) -> None:
        self.files = {face: FontFile(path) for face, path in files.items()}
        self._chosen: dict[tuple[Face, str], tuple[Face, float]] = {}

    def choose(self, face: Face, character: str) -> tuple[Face, float]:
        """The face that shows a character in text of `face`, and its width in em.

        Face.NONE, one em wide, if no file has it.
        """
        key = face, character
        if key not in self._chosen:
            self._chosen[key] = self._search(face, character)
        return self._chosen[key]

    def family(self, face: Face) -> str:
        """Our own name for a face, so that a font of the machine is never taken for it."""
        known = self.files[Face.FANG if face == Face.NONE else face]
        return f"Gongwen {known.name}"

    def _better(self, face: Face, character: str) -> tuple[Face, ...]:
        """The face whose digits, Latin letters or signs look right beside the hanzi of `face`."""
        if face in (Face.FANG, Face.KAI) and character.isascii():
            return (Face.LATIN,)
        if face != Face.HEI or self.files[face].path != BUNDLED[face]:
            return ()
        return (Face.TITLE,) if character.isascii() or character in THIN_SIGNS else ()

    def _search(self, face: Face, character: str) -> tuple[Face, float]:
        for candidate in (*self._better(face, character), face, Face.RARE, Face.LATIN):
            width = self.files[candidate].widths.get(character)
            if width is not None:
                return candidate, width
        return Face.NONE, 1.0


def faces() -> Faces:
    """The faces this office uses. Raises ImproperlyConfigured if a file it names is missing."""
    return _faces(tuple(sorted(getattr(settings, "GONGWEN_FONTS", {}).items())))


@lru_cache(maxsize=4)
def _faces(own: tuple[tuple[str, str], ...]) -> Faces:
    files = dict(BUNDLED)
    for name, path in own:
        if name not in files:
            known = "、".join(BUNDLED)
            raise ImproperlyConfigured(f"GONGWEN_FONTS：没有“{name}”这种字体，可用的有 {known}。")
        if not Path(path).is_file():
            raise ImproperlyConfigured(f"GONGWEN_FONTS：找不到字体文件 {path}（{name}）。")
        files[Face(name)] = Path(path)
    return Faces(files)
