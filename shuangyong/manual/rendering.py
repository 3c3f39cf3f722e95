"""A section of the manual as HTML: links lead to chapters, pictures keep their place free."""

from __future__ import annotations

import html
from pathlib import PurePosixPath

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from PIL import Image

PICTURES = "manual/"
"""Where the static files have docs/manual/images/, see STATICFILES_DIRS."""


class _OnOurPages(Treeprocessor):
    """Markdown as it reads in the repository becomes what the site can follow."""

    def run(self, root):
        for link in root.iter("a"):
            name, _, anchor = link.get("href", "").partition("#")
            if name.endswith(".md"):
                address = reverse("manual:chapter", args=[PurePosixPath(name).stem])
                link.set("href", f"{address}#{anchor}" if anchor else address)
        for picture in root.iter("img"):
            _place(picture)
        for table in root.iter("table"):
            table.set("class", "table")


def _place(picture) -> None:
    """The picture's own address and size, so that nothing moves when it arrives."""
    name = PICTURES + PurePosixPath(picture.get("src")).name
    picture.set("src", static(name))
    picture.set("loading", "lazy")
    picture.set("class", "manual-picture")
    if found := finders.find(name):
        with Image.open(found) as drawn:
            width, height = drawn.size
        picture.set("width", str(width))
        picture.set("height", str(height))


class _Pages(Extension):
    def extendMarkdown(self, md):  # noqa: N802 - Markdown's own name
        md.treeprocessors.register(_OnOurPages(md), "our pages", 0)


def as_html(source: str) -> str:
    """Markdown of our own repository as HTML."""
    made = Markdown(extensions=["tables", "sane_lists", _Pages()]).convert(source)
    return mark_safe(made)  # noqa: S308 - the chapters are part of the program


def as_text(made: str) -> str:
    """What is read of HTML, in one line."""
    return " ".join(html.unescape(strip_tags(made)).split())
