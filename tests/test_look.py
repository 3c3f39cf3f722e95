"""The look keeps its promises: colours have names and can be read, icons in use are at hand."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from requirements.vendor.icons import icons_in_sheet, icons_in_use

ROOT = Path(settings.BASE_DIR)
TOKENS = (ROOT / "static/css/tokens.css").read_text()
ICONS = ROOT / "static/vendor/bootstrap-icons"
LITERAL = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|hwb|lab|lch|oklch|color-mix)\("
    r"|[:\s](?:white|black|red|green|blue|yellow|gray|grey|orange)\s*[;,!}]",
    re.IGNORECASE,
)
PLAIN = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
STATES = ["good", "warn", "bad", "info", "calm"]
WORDS = [
    *[(f"{state}-ink", f"{state}-ground") for state in STATES],
    *[(f"{state}-ink", ground) for state in STATES for ground in ("paper", "ground", "paper-soft")],
    *[
        (ink, ground)
        for ink in ("ink", "ink-soft", "accent")
        for ground in ("paper", "ground", "paper-soft", "paper-hover", "hint-ground")
    ],
    ("accent", "accent-soft"), ("accent-strong", "accent-soft"), ("ink", "accent-soft"),
    ("ink-soft", "accent-soft"), ("ink", "found-ground"), ("ink", "track"),
    ("on-fill", "accent-fill"), ("on-fill", "accent-fill-strong"),
    ("bar-ink", "bar"), ("bar-ink", "bar-strong"), ("bar-soft", "bar"), ("on-gold", "gold"),
    ("sheet-ink", "sheet"),
]  # fmt: skip
EDGES = [(mark, "paper") for mark in ("field-line", "chart", *(f"{s}-mark" for s in STATES))]


def colours(by_night: bool) -> dict[str, str]:
    """The variables that are plain colours, by day or as the night changes them."""
    day, night = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
    found = dict(re.findall(PLAIN, day))
    return found | (dict(re.findall(PLAIN, night)) if by_night else {})


def lightness(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, between 1 and 21."""
    darker, lighter = sorted([lightness(one), lightness(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("by_night", [False, True], ids=["day", "night"])
def test_words_and_edges_stand_out_from_their_ground(by_night):
    named = colours(by_night)
    for least, pairs in ((4.5, WORDS), (3, EDGES)):
        for front, ground in pairs:
            ratio = contrast(named[front], named[ground])
            assert ratio >= least, f"--{front} on --{ground}: {ratio:.2f}"


def test_colours_stand_in_the_tokens_only():
    for sheet in (ROOT / "static/css").glob("*.css"):
        if sheet.name != "tokens.css":
            for line in sheet.read_text().splitlines():
                assert not LITERAL.search(line), f"{sheet.name}: {line}"


def test_what_is_named_is_there():
    """A variable that no sheet sets would silently fall back to nothing."""
    sheets = [path.read_text() for path in (ROOT / "static/css").glob("*.css")]
    bootstrap = (ROOT / "static/vendor/bootstrap/bootstrap.min.css").read_text()
    known = set(re.findall(r"(--[\w-]+):", "\n".join([*sheets, bootstrap])))
    for sheet in sheets:
        assert set(re.findall(r"var\((--[\w-]+)\)", sheet)) <= known


def test_bootstrap_is_built_with_our_accent_and_follows_the_system():
    recipe = (ROOT / "requirements/vendor/bootstrap.scss").read_text()
    assert f"$primary: {colours(False)['accent-fill']};" in recipe
    built = (ROOT / "static/vendor/bootstrap/bootstrap.min.css").read_text()
    assert "@media screen and (prefers-color-scheme:dark){:root{" in built
    assert "data-bs-theme=dark" not in built


def test_every_icon_in_use_has_its_drawing():
    """If this fails: bin/vendor icons."""
    sheet = (ICONS / "bootstrap-icons.css").read_text()
    assert icons_in_use() - icons_in_sheet(sheet) == set()
    face = TTFont(BytesIO((ICONS / "fonts/bootstrap-icons.woff2").read_bytes()))
    drawn = {f"{code:x}" for code in face.getBestCmap()}
    assert set(re.findall(r'content: "\\([0-9a-f]+)"', sheet)) <= drawn
