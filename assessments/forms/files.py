"""Evidence that belongs to a criterion and to no activity: checked, pictures redrawn."""

from __future__ import annotations

from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from activities.images import DamagedPicture, redraw
from assessments.models import MOST_FILES, ResponseFile
from shuangyong.uploads import Upload, UploadsField, digest


class ResponseFilesField(UploadsField):
    """Several files; cleans to unsaved `ResponseFile`."""

    most_of_all = MOST_FILES

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.help_text += f"。每项最多 {MOST_FILES} 份"

    def prepare(self, upload: Upload) -> ResponseFile:
        if upload.type.is_image:
            return _picture(upload)
        file = ContentFile(upload.content, name=f"file{upload.type.extensions[0]}")
        return _of(upload.name, file, upload.type.content_type)


def _picture(upload: Upload) -> ResponseFile:
    try:
        picture = redraw(upload.content)
    except DamagedPicture as damage:
        raise ValidationError(f"“{upload.name}”：{damage}") from damage
    name = upload.name
    if picture.content_type != upload.type.content_type:
        name = str(PurePath(name).with_suffix(picture.ending))
    file = ContentFile(picture.content, name=f"file{picture.ending}")
    row = _of(name, file, picture.content_type)
    row.thumbnail = ContentFile(picture.thumbnail, name="thumbnail.jpg")
    return row


def _of(name: str, file: ContentFile, content_type: str) -> ResponseFile:
    with file.open() as opened:
        sha256 = digest(opened.read())
    return ResponseFile(
        file=file, name=name, content_type=content_type, size=file.size, sha256=sha256
    )


class ResponseFilesForm(forms.Form):
    """More files for one item, sent by the page's script."""

    evidence = ResponseFilesField(label="佐证文件")


class CaptionForm(forms.ModelForm):
    """What a file shows."""

    class Meta:
        model = ResponseFile
        fields = ("caption",)
