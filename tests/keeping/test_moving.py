"""An archive of either database is brought back into PostgreSQL; runs where that is set."""

from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.test import override_settings

from activities.models import Activity
from shuangyong.keeping.archive import Archive
from shuangyong.keeping.errors import KeepingError
from shuangyong.keeping.making import make_archive
from shuangyong.keeping.places import PostgresPlace, as_default
from shuangyong.keeping.restoring import restore
from units import audit

from .conftest import silent

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="DATABASE_URL names another"),
    pytest.mark.django_db,
]
NAME = "shuangyong_moved"


@contextmanager
def another_database():
    """One that is empty, on the same server; gone afterwards."""
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
    other = connections["default"].copy("default")
    other.settings_dict["NAME"] = NAME
    try:
        yield other
    finally:
        other.close()
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def sql(*statements: str):
    """The first row of what the last of them finds."""
    with connections["default"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def schemas() -> set[str]:
    """Those of ours."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace")
        return {name for (name,) in cursor.fetchall() if not name.startswith(("pg_", "info"))}


def test_everything_moves_in_and_is_replaced_only_when_asked(archive, tmp_path):
    there = override_settings(MEDIA_ROOT=tmp_path / "there")
    with another_database() as other, as_default(other), there, Archive(archive) as opened:
        assert restore(opened, silent).kept == ""
        assert schemas() == {"public"}
        assert Activity.objects.having_words("剧场").count() == 1
        assert audit.first_broken_line() is None
        again = make_archive(tmp_path / "again.zip", silent)
        assert again.tables == opened.manifest.tables
        assert again.files == opened.manifest.files
        assert again.numbers == opened.manifest.numbers
        old = Activity.objects.get()
        new = Activity.objects.create(unit=old.unit, title="新", kind=old.kind, year=2011)
        assert new.pk > opened.manifest.numbers["activities_activity"]
        with pytest.raises(KeepingError, match="已经有数据"):
            restore(opened, silent)


def test_what_was_there_is_kept_as_a_schema_beside_the_new_one():
    with another_database() as other, as_default(other):
        sql("CREATE TABLE records (words text)", "INSERT INTO records VALUES ('原有')")
        place = PostgresPlace(other, "today")
        with as_default(place.open()):
            sql("CREATE TABLE records (words text)", "INSERT INTO records VALUES ('备份')")
        assert sql("SELECT words FROM records") == ("原有",)
        assert place.take_over(keep=True) == "模式 before_today"
        assert sql("SELECT words FROM records") == ("备份",)
        assert sql("SELECT words FROM before_today.records") == ("原有",)
        place = PostgresPlace(other, "tomorrow")
        place.open().close()
        assert place.take_over(keep=False) == ""
        assert schemas() == {"public", "before_today"}


def test_what_a_killed_restore_left_goes_with_the_next_one():
    with another_database() as other, as_default(other):
        PostgresPlace(other, "first").open().close()
        assert schemas() == {"public", "restoring_first"}
        PostgresPlace(other, "second").open().close()
        assert schemas() == {"public", "restoring_second"}
        PostgresPlace(other, "third").discard()
        assert schemas() == {"public"}
