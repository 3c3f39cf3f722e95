"""Evidence as it comes in: files checked, pictures redrawn, captions."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from activities.images import DamagedPicture, redraw
from activities.models import Evidence, EvidenceKind
from shuangyong.uploads import Upload, UploadsField, digest


class EvidenceField(UploadsField):
    """Several photos and documents; cleans to unsaved `Evidence`, ready for `Activity.attach`."""

    def prepare(self, upload: Upload) -> Evidence:
        return _picture(upload) if upload.type.is_image else _document(upload)


def _picture(upload: Upload) -> Evidence:
    try:
        picture = redraw(upload.content)
    except DamagedPicture as damage:
        raise ValidationError(f"“{upload.name}”：{damage}") from damage
    evidence = _evidence(upload, EvidenceKind.PHOTO, picture.content)
    evidence.thumbnail = ContentFile(picture.thumbnail, name="thumbnail.jpg")
    evidence.taken_on = picture.taken_on
    return evidence


def _document(upload: Upload) -> Evidence:
    return _evidence(upload, EvidenceKind.DOCUMENT, upload.content)


def _evidence(upload: Upload, kind: EvidenceKind, content: bytes) -> Evidence:
    return Evidence(
        kind=kind,
        file=ContentFile(content, name=f"file{upload.type.extensions[0]}"),
        name=upload.name,
        content_type=upload.type.content_type,
        size=len(content),
        sha256=digest(content),
    )


class EvidenceForm(forms.Form):
    """More evidence for an activity."""

    evidence = EvidenceField(label="佐证材料")


class EvidenceDetailsForm(forms.ModelForm):
    """What a file shows, and since when it exists."""

    class Meta:
        model = Evidence
        fields = ("kind", "caption", "taken_on")
        widgets = {"taken_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}
