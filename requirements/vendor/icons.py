"""The icons in use, cut out of Bootstrap Icons: `python -m requirements.vendor.icons PACKAGE TO`.

A page loads a face of a hundred drawings in place of two thousand.
"""

import json
import logging
import re
import sys
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["templates", "static/js", "shuangyong", "units", "activities", "assessments", "reports"]
NAME = re.compile(r"\bbi-([a-z0-9]+(?:-[a-z0-9]+)*)")
FACE = """\
@font-face {
  font-display: block;
  font-family: "bootstrap-icons";
  src: url("fonts/bootstrap-icons.woff2") format("woff2");
}
.bi::before, [class^="bi-"]::before, [class*=" bi-"]::before {
  display: inline-block; font-family: bootstrap-icons !important; font-style: normal;
  font-weight: normal !important; font-variant: normal; text-transform: none; line-height: 1;
  vertical-align: -.125em; -webkit-font-smoothing: antialiased; -moz-osx-font-smoothing: grayscale;
}
"""


def icons_in_use() -> set[str]:
    """The names, without bi-, that templates, scripts and Python code put before a reader."""
    found = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.suffix in {".html", ".js", ".py"} and "migrations" not in path.parts:
                found |= set(NAME.findall(path.read_text()))
    return found


def icons_in_sheet(sheet: str) -> set[str]:
    """The names for which a style sheet made by `cut` has a drawing."""
    return set(re.findall(r"\.bi-([a-z0-9-]+)::before", sheet))


def cut(package: Path, folder: Path) -> None:
    """Write the face and the style sheet of the icons in use.

    Raises:
        SystemExit: a name in use that the release does not know.
    """
    codes = json.loads((package / "font/bootstrap-icons.json").read_text())
    names = sorted(icons_in_use())
    if unknown := [name for name in names if name not in codes]:
        sys.exit(f"没有这些图标：{'、'.join(unknown)}")
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # the release has harmless spare bytes
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False, notdef_outline=True)
    face = subset.load_font(str(package / "font/fonts/bootstrap-icons.woff2"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[codes[name] for name in names])
    subsetter.subset(face)
    subset.save_font(face, str(folder / "fonts/bootstrap-icons.woff2"), options)
    rules = [f'.bi-{name}::before {{ content: "\\{codes[name]:x}"; }}\n' for name in names]
    (folder / "bootstrap-icons.css").write_text(FACE + "".join(rules))


if __name__ == "__main__":
    cut(Path(sys.argv[1]), Path(sys.argv[2]))
