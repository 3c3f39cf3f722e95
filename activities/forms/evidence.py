"""Evidence as it comes in: files checked, pictures redrawn, captions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from activities.images import DamagedPicture, redraw
from activities.models import MOST_FILES, Evidence, EvidenceKind
from shuangyong.forms import ConstraintErrorsAtFields
from shuangyong.uploads import Upload, UploadsField, digest


class EvidenceField(UploadsField):
    """Several photos and documents; cleans to unsaved `Evidence`, ready for `Activity.attach`."""

    most_of_all = MOST_FILES

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.help_text += f"。每项活动最多 {MOST_FILES} 份"

    def prepare(self, upload: Upload) -> Evidence:
        return _picture(upload) if upload.type.is_image else _document(upload)


def _picture(upload: Upload) -> Evidence:
    try:
        picture = redraw(upload.content)
    except DamagedPicture as damage:
        raise ValidationError(f"“{upload.name}”：{damage}") from damage
    name = str(PurePath(upload.name).with_suffix(picture.ending))
    if picture.content_type != upload.type.content_type:
        upload = replace(upload, name=name)
    evidence = _evidence(upload, EvidenceKind.PHOTO, picture.content, picture.content_type)
    evidence.file.name = f"file{picture.ending}"
    evidence.thumbnail = ContentFile(picture.thumbnail, name="thumbnail.jpg")
    evidence.taken_on = picture.taken_on
    return evidence


def _document(upload: Upload) -> Evidence:
    return _evidence(upload, EvidenceKind.DOCUMENT, upload.content, upload.type.content_type)


def _evidence(upload: Upload, kind: EvidenceKind, content: bytes, content_type: str) -> Evidence:
    return Evidence(
        kind=kind,
        file=ContentFile(content, name=f"file{upload.type.extensions[0]}"),
        name=upload.name,
        content_type=content_type,
        size=len(content),
        sha256=digest(content),
        sent_sha256=digest(upload.content),
    )


class EvidenceForm(forms.Form):
    """More evidence for an activity."""

    evidence = EvidenceField(label="佐证材料")


class EvidenceDetailsForm(ConstraintErrorsAtFields, forms.ModelForm):
    """What a file shows, and since when it exists; the day is its own, not that of the upload."""

    class Meta:
        model = Evidence
        fields = ("kind", "caption", "taken_on")
        widgets = {"taken_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def clean_taken_on(self):
        """A photo of tomorrow is a slip of the pen."""
        day = self.cleaned_data["taken_on"]
        if day and day > timezone.localdate():
            raise ValidationError("日期晚于今天。")
        return day
