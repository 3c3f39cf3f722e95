"""python -m tests.benchmarks.binder [--activities 200] [--photos 2] [--chromium]

How long a large binder takes, how much memory and how large it is: a unit with so many
activities and photos of 4000 × 3000 pixels each, made by `manage.py render_binder` in a process
of its own. With --chromium the same text and photos are printed by headless Chromium as well.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

UNIT, YEAR = "滨江市歌舞团", 2011
BASES = 8  # different pictures; the others differ by a comment within the file
SIZE = (4000, 3000)
MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--activities", type=int, default=200)
    arguments.add_argument("--photos", type=int, default=2)
    arguments.add_argument("--chromium", action="store_true")
    arguments.add_argument("--build", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.build:
        build(given.activities, given.photos)
        return
    with tempfile.TemporaryDirectory(prefix="bench-binder-") as folder:
        measure(given, Path(folder))


def measure(given, folder: Path) -> None:
    """Build the records, then make the binder in both forms."""
    environment = os.environ | {"SHUANGYONG_VAR": str(folder)}
    python = [sys.executable, str(MANAGE)]
    run([*python, "migrate", "-v0"], environment)
    sizes = ["--activities", str(given.activities), "--photos", str(given.photos)]
    built = [sys.executable, "-m", "tests.benchmarks.binder", "--build", *sizes]
    run(built, environment | SETTINGS)
    originals = sum(f.stat().st_size for f in (folder / "media/evidence").iterdir())
    say(f"{given.activities} activities, {originals / 1e6:.0f} MB of photos")
    for name, more in (("binder.pdf", []), ("binder.zip", ["--zip"])):
        target = folder / name
        command = [*python, "render_binder", UNIT, str(YEAR), "-o", str(target), *more]
        seconds, busy, peak = run(command, environment)
        size = target.stat().st_size / 1e6
        say(
            f"{name}: {seconds:.1f} s ({busy:.1f} s of processor), peak {peak:.0f} MB, file {size:.1f} MB"
        )
        if name.endswith("pdf") and (copy := os.environ.get("KEEP_BINDER")):
            shutil.copy(target, copy)
    if given.chromium:
        print_with_chromium(folder)


SETTINGS = {"DJANGO_SETTINGS_MODULE": "shuangyong.settings"}


def say(line: str) -> None:
    """A line of the report, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(command: list[str], environment: dict) -> tuple[float, float, float]:
    """Seconds, seconds of processor, and the most memory that it held at once, in MB."""
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def build(activities: int, photos: int) -> None:
    """The records and files, straight into the database."""
    import django

    django.setup()
    from django.core.files.base import ContentFile

    from activities.models import Evidence
    from shuangyong.uploads import digest
    from tests.assessments.records import make_checklist
    from tests.factories import make_activity, make_group, make_unit

    office = make_unit("滨江市双拥办", kind="office")
    make_group(office)
    troupe = make_unit(UNIT, under=office, short_name="市歌舞团")
    items = list(make_checklist(troupe, by=office).responses.all())[:3]
    bases = [picture(seed) for seed in range(BASES)]
    for number in range(activities):
        activity = make_activity(
            troupe, f"赴驻滨江某部第{number + 1}次慰问演出", held=f"{number % 12 + 1}月5日",
            place="某部礼堂", narrative="演出歌舞、小品等节目，官兵反响热烈。" * 3,
        )  # fmt: skip
        items[number % len(items)].activities.add(activity)
        for at in range(photos):
            content = with_comment(bases[(number + at) % BASES], f"{number}-{at}")
            Evidence.objects.create(
                activity=activity, kind="photo", file=ContentFile(content, name="p.jpg"),
                name=f"IMG_{number}_{at}.jpg", content_type="image/jpeg", size=len(content),
                sha256=digest(content), caption="演出现场", position=at,
            )  # fmt: skip


def picture(seed: int) -> bytes:
    """As large as a phone's, with as much in it as a photo of people has."""
    from PIL import Image

    random.seed(seed)
    coarse = Image.effect_noise((SIZE[0] // 16, SIZE[1] // 16), 90).resize(SIZE, Image.BICUBIC)
    fine = Image.effect_noise(SIZE, 12)
    bands = (Image.blend(coarse.rotate(90 * n, expand=False), fine, 0.3) for n in range(3))
    written = io.BytesIO()
    Image.merge("RGB", list(bands)).save(written, "JPEG", quality=88)
    return written.getvalue()


def with_comment(jpeg: bytes, text: str) -> bytes:
    """The same picture as other bytes."""
    note = text.encode()
    return jpeg[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + jpeg[2:]


def print_with_chromium(folder: Path) -> None:
    """The photos as they are, two to a page, under the same number of headings."""
    names = sorted((folder / "media/evidence").iterdir())
    pages = "".join(
        f"<section><h4>活动 {at // 2 + 1}　赴驻滨江某部慰问演出</h4>"
        + "".join(
            f'<figure><img src="{name.as_uri()}">演出现场</figure>' for name in names[at : at + 2]
        )
        + "</section>"
        for at in range(0, len(names), 2)
    )
    sheet = "@page{size:A4;margin:20mm}section{break-after:page}img{width:117mm;height:88mm}"
    page, target = folder / "page.html", folder / "chromium.pdf"
    page.write_text(f"<meta charset=utf-8><style>{sheet}</style>{pages}")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={target}",
        "--virtual-time-budget=600000", page.as_uri(),
    ]  # fmt: skip
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory_of_tree(process.pid))
        time.sleep(0.2)
    size = target.stat().st_size / 1e6 if target.exists() else 0
    say(f"chromium: {time.monotonic() - began:.1f} s, peak {peak:.0f} MB, file {size:.1f} MB")


def memory_of_tree(pid: int) -> float:
    """What a process and all below it hold now, shared memory counted once for each, in MB."""
    tree, waiting = set(), [pid]
    while waiting:
        each = waiting.pop()
        tree.add(each)
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            waiting += [
                int(child) for child in children.read_text().split() if int(child) not in tree
            ]
    return sum(proportional(each) for each in tree)


def proportional(pid: int) -> float:
    """The process's share of memory (Pss) in MB; 0 if it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    main()
