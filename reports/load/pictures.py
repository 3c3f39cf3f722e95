"""Photos for some of the activities, drawn: a stage, a visit, books, a screen, a square."""

from __future__ import annotations

import io
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from activities.forms.evidence import EvidenceField
from activities.models import Activity, ActivityKind

from .city import Load

SIZE = (960, 640)
SKIES = ("#f3d9b1", "#bcd7ea", "#d9e6c3", "#e8c9c4", "#cfcbe4")
CLOTHES = ("#3d5a40", "#5b6e4c", "#7a2e2e", "#2f4c6b", "#8a6d3b", "#454545")


def take_photos(load: Load, most: int) -> int:
    """Up to `most` photos, one to three for an activity, the latest activities first."""
    found = Activity.objects.filter(kind__in=_shown()).order_by("-year", "pk")
    taken = 0
    for activity in found.select_related("unit", "kind", "changed_by").iterator(chunk_size=500):
        if taken >= most:
            break
        number = min(load.random.choice((1, 1, 2, 3)), most - taken)
        files = [
            SimpleUploadedFile(f"现场照片{n}.jpg", drawn(load.random, activity.kind.position))
            for n in range(1, number + 1)
        ]
        _attach(activity, EvidenceField().clean(files))
        taken += number
    return taken


def _shown() -> list[int]:
    return list(ActivityKind.objects.exclude(name="其他").values_list("pk", flat=True))


def _attach(activity: Activity, photos: list) -> None:
    """As if they had been uploaded while it was a draft."""
    for position, photo in enumerate(photos, 1):
        photo.activity, photo.position = activity, position
        photo.caption = f"{activity.title}（示意图）"
        photo.save()


def drawn(random: Random, scene: int) -> bytes:
    """One picture as JPEG: people before a banner, a row of houses or a stage."""
    picture = Image.new("RGB", SIZE, SKIES[scene % len(SKIES)])
    pen = ImageDraw.Draw(picture)
    width, height = SIZE
    pen.rectangle(
        (0, height * 0.68, width, height), fill=("#8f8a7d", "#7c8a6a", "#9a8f86")[scene % 3]
    )
    if scene % 2:
        pen.rectangle((60, 90, width - 60, 190), fill="#a8242a")
        for x in range(110, width - 130, 62):
            pen.rectangle((x, 118, x + 38, 162), fill="#f0d48a")
    else:
        for x in range(0, width, 160):
            top = 140 + random.randint(0, 120)
            pen.rectangle((x + 8, top, x + 150, height * 0.68), fill="#b9aa96")
            for y in range(top + 20, int(height * 0.62), 50):
                pen.rectangle((x + 30, y, x + 60, y + 26), fill="#6f8ba3")
                pen.rectangle((x + 95, y, x + 125, y + 26), fill="#6f8ba3")
    for _ in range(random.randint(9, 18)):
        _person(pen, random.randint(40, width - 40), random.randint(420, 600), random)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=72)
    return out.getvalue()


def _person(pen: ImageDraw.ImageDraw, x: int, foot: int, random: Random) -> None:
    size = 60 + (foot - 420) // 2
    pen.rounded_rectangle(
        (x - size // 4, foot - size, x + size // 4, foot), size // 6, fill=random.choice(CLOTHES)
    )
    head = size // 5
    pen.ellipse((x - head, foot - size - 2 * head, x + head, foot - size + 2), fill="#e5b995")
