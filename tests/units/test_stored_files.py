"""verify_audit reads every stored file and compares it with the SHA-256 of its row."""

import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from tests.factories import make_activity
from units import stored_files

CONTENT = b"a photo as it was sent in"


@pytest.fixture
def photo(troupe):
    activity = make_activity(troupe)
    return activity.evidence.create(
        file=ContentFile(CONTENT, "photo.jpg"),
        name="photo.jpg",
        kind="photo",
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        size=len(CONTENT),
    )


def verify(**options) -> str:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("verify_audit", stdout=out, stderr=err, **options)
    except CommandError as error:
        error.said = err.getvalue()
        raise
    return out.getvalue()


def test_every_model_that_keeps_a_digest_is_looked_at():
    found = {model._meta.label for model, _ in stored_files.models_with_digests()}
    assert found == {
        "activities.Evidence", "assessments.ResponseFile", "reports.Binder",
        "reports.IssuedDocument", "reports.Rendition",
    }  # fmt: skip


def test_a_file_as_it_was_sent_in_is_counted(photo):
    assert "文件完整，共 1 个。" in verify()


def test_an_altered_file_is_named(photo):
    Path(default_storage.path(photo.file.name)).write_bytes(CONTENT + b"!")
    with pytest.raises(CommandError, match="1 个文件被改动或缺失（共 1 个）") as failed:
        verify()
    assert failed.value.returncode == 2
    assert f"{photo.pk}：内容被改动" in failed.value.said
    assert "审计记录完整" in verify(no_files=True)


def test_a_missing_file_is_named(photo):
    default_storage.delete(photo.file.name)
    with pytest.raises(CommandError) as failed:
        verify()
    assert "文件不存在" in failed.value.said
