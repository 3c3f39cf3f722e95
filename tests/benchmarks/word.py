"""python -m tests.benchmarks.word [--keep FOLDER] [--no-seeds]

Whether Word files are laid out as the PDF and survive being opened and saved elsewhere: pages of
our PDF beside those LibreOffice makes of the Word file, and the characters lost when LibreOffice
saves it anew as .docx. The seeds are rendered from a sample of their own; LibreOffice takes the
bundled faces in place of the ones it is asked for.
"""

from __future__ import annotations

import argparse
import datetime
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import docx
from docx.table import Table as WordTable
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
SEEDS = (("市文新局", "2011"), ("区文体局", "2011"), ("县总工会", "2009"))
FACES = {
    "方正小标宋简体": "FandolSong:bold", "仿宋_GB2312": "FandolFang", "楷体_GB2312": "FandolKai",
    "黑体": "FandolHei", "宋体": "FandolSong", "Times New Roman": "FandolSong",
}  # fmt: skip


@dataclass
class Case:
    """One document in both forms."""

    name: str
    pdf: bytes
    word: bytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="folder that the files are left in")
    parser.add_argument("--no-seeds", action="store_true")
    given = parser.parse_args()
    if shutil.which("soffice") is None:
        raise SystemExit("LibreOffice (soffice) is not installed.")
    with tempfile.TemporaryDirectory(prefix="bench-word-") as folder:
        place = given.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        cases = [*made(), *([] if given.no_seeds else seeds(Path(folder)))]
        for case in cases:
            (place / f"{case.name}.docx").write_bytes(case.word)
            (place / f"{case.name}.ours.pdf").write_bytes(case.pdf)
        convert(place, Path(folder), cases)
        report(place, cases)


def report(place: Path, cases: list[Case]) -> None:
    """A line for each document; leaves with an error if one is off."""
    wrong = 0
    for case in cases:
        ours = len(PdfReader(io.BytesIO(case.pdf)).pages)
        theirs = len(PdfReader(place / f"{case.name}.pdf").pages)
        before = characters(io.BytesIO(case.word))
        after = characters(place / "again" / f"{case.name}.docx")
        lost = sum((before - after).values())
        off = abs(ours - theirs) > 1 or lost
        wrong += bool(off)
        sys.stdout.write(
            f"{case.name:　<8} {ours:4} pages, LibreOffice {theirs:4}; {before.total()} characters, "
            f"lost {lost}{'  <-- off' if off else ''}\n"
        )
    raise SystemExit(bool(wrong))


def characters(file) -> Counter:
    """How often every character stands in a Word file, blanks left out."""
    found: Counter = Counter()
    for block in docx.Document(str(file) if isinstance(file, Path) else file).iter_inner_content():
        if isinstance(block, WordTable):
            for row in block.rows:
                for cell in row.cells:
                    found.update(cell.text)
        else:
            found.update(block.text)
    return Counter({c: count for c, count in found.items() if not c.isspace()})


def convert(place: Path, folder: Path, cases: list[Case]) -> None:
    """Every Word file as a PDF, and saved anew as Word."""
    settings = folder / "fonts.conf"
    settings.write_text(font_settings(), encoding="utf-8")
    environment = os.environ | {"FONTCONFIG_FILE": str(settings)}
    files = [str(place / f"{case.name}.docx") for case in cases]
    office = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless"]
    for form, out in (("pdf", place), ("docx", place / "again")):
        subprocess.run(  # noqa: S603
            [*office, "--convert-to", form, "--outdir", str(out), *files],
            env=environment, check=True, capture_output=True,
        )  # fmt: skip


def font_settings() -> str:
    """The faces that offices have, shown by the bundled ones."""
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{used.partition(":")[0]}'
        "</string></edit></match>"
        for asked, used in FACES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<include>/etc/fonts/fonts.conf</include><dir>{ROOT}/reports/fonts</dir>"
        f"{aliases}</fontconfig>"
    )


def seeds(folder: Path) -> list[Case]:
    """The summaries of the three seeds as their records give them."""
    environment = os.environ | {"SHUANGYONG_VAR": str(folder / "var")}

    def manage(*command: str) -> None:
        python = [sys.executable, str(ROOT / "manage.py"), *command]
        subprocess.run(python, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603

    manage("migrate", "-v0")
    manage("load_sample")
    cases = []
    for unit, year in SEEDS:
        made_of = {}
        for form in ("pdf", "docx"):
            target = folder / f"seed.{form}"
            manage("render_summary", unit, year, "-o", str(target), "--format", form)
            made_of[form] = target.read_bytes()
        cases.append(Case(f"{unit}{year}", made_of["pdf"], made_of["docx"]))
    return cases


def made() -> list[Case]:
    """One document for every kind of thing that can stand in one."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangyong.settings")
    django.setup()
    from reports.docx import render_docx
    from reports.pdf import render_pdf

    return [Case(name, render_pdf(each), render_docx(each)) for name, each in documents().items()]


def documents() -> dict:
    from reports.document import Annex, Chart, Imprint, Paragraph, RedHead, Series
    from tests.reports.papers import GUIDANCE, SHOW, SUMMARY, VISIT, ledger, paper, photo

    day = datetime.date(2011, 12, 5)
    ended = {"sign_off": "滨江市文化局", "date": day}
    months = Chart(
        tuple(f"{month}月" for month in range(1, 13)),
        (Series("2010年", tuple(range(12))), Series("2011年", tuple(range(12, 0, -1)))),
        "各月活动",
    )
    head = RedHead("滨江市双拥工作领导小组办公室文件", "滨双办〔2011〕12号")
    foot = Imprint("市委宣传部，市民政局，各区县双拥办，" * 4 + "市总工会", "滨江市双拥办", day)
    text = Paragraph(GUIDANCE + SHOW + VISIT)
    papers = {
        "一页": paper(text, **ended),
        "五十页": paper(*[text] * 121, **ended),
        "总结": SUMMARY,
        "表格": paper(text, ledger(60, caption="登记表"), text, **ended),
        "横排表": paper(text, ledger(60, caption="登记表", landscape=True), text, **ended),
        "照片": paper(*[text, photo()] * 5, **ended),
        "图表": paper(text, months, replace(months, lying=True), text, **ended),
        "附件": paper(
            text,
            annexes=(
                Annex("登记表", (ledger(30, landscape=True),)),
                Annex("关于若干问题的说明", (text, months, photo())),
            ),
            **ended,
        ),
        "红头": replace(SUMMARY, red_head=head),
        "版记": replace(SUMMARY, red_head=head, imprint=foot),
    }
    for lines in range(14, 22, 2):  # text that ends nearer and nearer to the imprint
        body = [Paragraph("补记一行。")] * (lines - 6)
        papers[f"版记前{lines}行"] = paper(*body, **ended, imprint=foot)
    return papers


if __name__ == "__main__":
    main()
