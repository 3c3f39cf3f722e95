"""Tables to upload, as people fill them in."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook


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
