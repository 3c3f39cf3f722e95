"""Two installations: the test's own, and another one on this machine that is still empty."""

import shutil
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import override_settings

from activities.forms.evidence import EvidenceForm
from shuangyong.keeping.making import make_archive
from shuangyong.keeping.places import SqlitePlace, as_default
from tests.activities.files import PDF, named, photo
from tests.factories import make_activity, submitted
from tests.migrated import fingerprint
from units import audit


def silent(phase: str, done: int, total: int) -> None:
    """Nobody waits at a terminal."""


def database_at(path) -> DatabaseWrapper:
    """A connection to a file, as settings.py makes one."""
    told = connections["default"].settings_dict | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
    return DatabaseWrapper(told, "default")


@pytest.fixture(scope="session")
def migrated_file(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """A database file after all migrations, as the whole run shares it where it can."""
    kept = request.config.cache.mkdir("migrated") / f"{fingerprint()}.sqlite3"
    if kept.exists():
        return kept
    made = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    with django_db_blocker.unblock(), as_default(database_at(made)):
        call_command("migrate", verbosity=0)
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    return made


class Installation:
    """A folder with a database and uploads; `inside` it everything happens there."""

    def __init__(self, folder, migrated_file):
        self.folder, self.migrated = folder, migrated_file
        self.database, self.media = folder / "db.sqlite3", folder / "media"

    def set_up(self):
        """After the first start, before the first account."""
        shutil.copy(self.migrated, self.database)
        return self

    @contextmanager
    def inside(self):
        with override_settings(MEDIA_ROOT=self.media), as_default(database_at(self.database)):
            yield self

    def state(self) -> dict:
        """Every byte of it."""
        return {
            str(at.relative_to(self.folder)): at.read_bytes()
            for at in self.folder.rglob("*")
            if at.is_file()
        }


@pytest.fixture
def elsewhere(db, tmp_path, migrated_file, monkeypatch) -> Installation:
    """Another installation; what is built up there begins with the migrations that exist."""
    begin = SqlitePlace.open

    def begun(place):
        connection = begin(place)
        shutil.copy(migrated_file, place.stage)
        return connection

    monkeypatch.setattr(SqlitePlace, "open", begun)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return Installation(folder, migrated_file)


def prove(activity, *files) -> None:
    """Files of an activity, as uploading leaves them."""
    form = EvidenceForm({}, {"evidence": list(files)})
    assert form.is_valid(), form.errors
    activity.evidence.add_new([_of(activity, proof) for proof in form.cleaned_data["evidence"]])


def _of(activity, proof):
    proof.activity = activity
    return proof


@pytest.fixture
def activity(troupe, liaison):
    """An activity with a photo and a paper, submitted; one line in the audit trail."""
    held = make_activity(troupe, place="滨江剧场\u2028一楼", narrative="“八一”前夕，慰问 𠮷 部队。")
    prove(held, photo(), named("方案.pdf", PDF))
    submitted(held, liaison)
    audit.record(liaison, "提交", held, changes={"状态": ["草稿", "已提交"], "空": None})
    return held


@pytest.fixture
def archive(activity, tmp_path):
    """A backup of it."""
    path = tmp_path / "backup.zip"
    make_archive(path, silent)
    return path
