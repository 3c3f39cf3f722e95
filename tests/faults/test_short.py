"""The campaigns in short: a server that is killed, a disk that is full."""

import errno
import shutil

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from activities.models import Activity, Evidence
from shuangyong.keeping.places import as_default
from tests.activities.files import photo
from tests.activities.test_log_activity import NEW, typed
from tests.keeping.conftest import database_at, migrated_file  # noqa: F401 - a fixture

from .killing import campaign
from .office import open_office
from .serving import Server


@pytest.mark.django_db
def test_what_was_acknowledged_outlives_the_server(tmp_path, migrated_file):  # noqa: F811
    var = tmp_path / "var"
    var.mkdir()
    shutil.copy(migrated_file, var / "db.sqlite3")
    database = database_at(var / "db.sqlite3")
    server = Server(var, DEBUG="true", DATABASE_URL=f"sqlite:///{var}/db.sqlite3", WORKERS="1")
    told = []
    hashers = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # those of the server
    there = override_settings(MEDIA_ROOT=var / "media", PASSWORD_HASHERS=hashers)
    with there, as_default(database):
        try:
            found = campaign(server, open_office(), 1, lambda line: told.append(line))
        finally:
            server.kill()
        assert Activity.objects.count() >= 1
        assert Evidence.objects.exists()
    assert found == [], told


class Full(ContentFile):
    """Content that does not fit on the disk."""

    def chunks(self, chunk_size=None):
        yield b"the first part"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_half_a_file_does_not_stay_on_a_full_disk(settings):
    with pytest.raises(OSError, match="No space"):
        default_storage.save("evidence/one.jpg", Full(b""))
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_an_activity_whose_photo_cannot_be_written_is_not_saved_and_that_is_said(
    client_of, liaison, troupe, settings, monkeypatch, number
):
    def fails(path):
        raise OSError(number, "-")

    browser = client_of(liaison)
    browser.raise_request_exception = False
    monkeypatch.setattr("shuangyong.storage._sync", fails)
    answer = browser.post(NEW, typed(troupe, evidence=[photo()]))
    assert answer.status_code == 503
    assert {errno.ENOSPC: "磁盘已满", errno.EROFS: "不能写入"}[number] in answer.content.decode()
    assert not Activity.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
