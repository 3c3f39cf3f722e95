"""Evidence that belongs to a criterion and to no activity: checked, pictures redrawn."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from activities.images import DamagedPicture, redraw
from assessments.models import ResponseFile
from shuangyong.uploads import Upload, UploadsField, digest


class ResponseFilesField(UploadsField):
    """Several files; cleans to unsaved `ResponseFile`."""

    def prepare(self, upload: Upload) -> ResponseFile:
        content = _picture(upload) if upload.type.is_image else upload.content
        return ResponseFile(
            file=ContentFile(content, name=f"file{upload.type.extensions[0]}"),
            name=upload.name,
            content_type=upload.type.content_type,
            size=len(content),
            sha256=digest(content),
        )


def _picture(upload: Upload) -> bytes:
    try:
        return redraw(upload.content).content
    except DamagedPicture as damage:
        raise ValidationError(f"“{upload.name}”：{damage}") from damage
