"""Tables to upload, as people fill them in."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from units.models import ImportBatch


def table(*rows, name: str = "名单.xlsx", merge: str = "") -> SimpleUploadedFile:
    """An xlsx whose first row is the heading; `merge` is a range of cells merged in it."""
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    if merge:
        workbook.active.merge_cells(merge)
    file = io.BytesIO()
    workbook.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def uploader(browser, address: str, usual: list[str]):
    """Sends rows under the usual heading; follows to the preview or the page with problems."""

    def send(*rows, heading=usual, **options):
        return browser.post(address, {"file": table(heading, *rows, **options)}, follow=True)

    return send


def fault_finder(upload):
    """Tells what is wrong with a table, of which nothing is kept."""

    def ask(*rows, **options) -> list[str]:
        page = upload(*rows, **options)
        assert not ImportBatch.objects.exists()
        return list(page.context["form"].errors["file"])

    return ask
