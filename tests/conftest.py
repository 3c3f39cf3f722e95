"""The cast of every test: a city, its bureau, and the people who sign in there."""

import gc
from contextlib import closing

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from units import audit_guard
from units.models import Role, Unit

from .contexts import keep_first_contexts
from .factories import make_group, make_unit, make_user
from .migrated import MigratedOnce

# How long an example takes is the machine's affair, not the rule's. The same examples every time:
# what has passed passes again. `bin/test --hypothesis-profile exploring` seeks new ones.
UNTIMED = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("steady", derandomize=True, max_examples=50, **UNTIMED)
hypothesis.settings.register_profile("exploring", max_examples=300, **UNTIMED)
hypothesis.settings.load_profile("steady")

keep_first_contexts()


def pytest_make_parametrize_id(val, argname):
    """A file as a case is named by its place: its bytes may differ from one run to the next."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


def pytest_collection_finish():
    """What is loaded by now stays; looking through it for garbage takes time from every test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def quick():
    """Cheap password hashes; plain static addresses; what the worker would do is done at once."""
    with override_settings(
        TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=settings.STORAGES
        | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    ):
        yield


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    """Uploads go into the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path


@pytest.fixture(scope="session")
def migrated_once(request):
    """The data base after all migrations, kept for the other worker and for later runs."""
    if connection.vendor != "sqlite":
        yield None
        return
    with closing(MigratedOnce(request.config.cache.mkdir("migrated"))) as migrated:
        yield migrated


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, migrated_once):
    """Before the test data base is made: most often it need not be migrated."""
    if migrated_once:
        migrated_once.take_over()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, migrated_once):
    """After the test data base was made."""
    if migrated_once:
        with django_db_blocker.unblock():
            migrated_once.keep()


@pytest.fixture(scope="session", autouse=True)
def emptied_with_the_trail():
    """What a test empties after itself may hold lines of the audit trail, which are guarded."""
    flush = connection.ops.sql_flush
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            connection.ops,
            "sql_flush",
            lambda *args, **kw: audit_guard.lifted_around(connection, flush(*args, **kw)),
        )
        yield


@pytest.fixture
def office(db) -> Unit:
    """The 双拥办 at the root of the tree, with its leading group."""
    unit = make_unit("滨江市双拥办", kind="office")
    make_group(unit)
    return unit


@pytest.fixture
def bureau(office) -> Unit:
    """A member unit with a group of its own: it issues to the units below it."""
    unit = make_unit("滨江市文化局", under=office, short_name="市文化局")
    make_group(unit)
    return unit


@pytest.fixture
def troupe(bureau) -> Unit:
    """A subordinate unit of the bureau."""
    return make_unit("滨江市歌舞团", under=bureau, kind="subordinate", short_name="市歌舞团")


@pytest.fixture
def union(office) -> Unit:
    """Another member unit: the bureau's sibling."""
    return make_unit("滨江市总工会", under=office)


@pytest.fixture
def foreign_office(db) -> Unit:
    """The 双拥办 of another city."""
    unit = make_unit("远山市双拥办", kind="office")
    make_group(unit)
    return unit


@pytest.fixture
def liaison(troupe):
    """联络员 of the troupe."""
    return make_user("liaison", Role.LIAISON, troupe)


@pytest.fixture
def bureau_liaison(bureau):
    """联络员 of the bureau; the troupe lies in scope."""
    return make_user("bureau_liaison", Role.LIAISON, bureau)


@pytest.fixture
def other_liaison(union):
    """联络员 of the sibling unit."""
    return make_user("other_liaison", Role.LIAISON, union)


@pytest.fixture
def reviewer(bureau):
    """审核员 of the bureau: reviews the troupe."""
    return make_user("reviewer", Role.REVIEWER, bureau)


@pytest.fixture
def office_reviewer(office):
    """审核员 of the 双拥办: reviews the bureau and the union."""
    return make_user("office_reviewer", Role.REVIEWER, office)


@pytest.fixture
def stranger(foreign_office):
    """审核员 of another city's office."""
    return make_user("stranger", Role.REVIEWER, foreign_office)


@pytest.fixture
def leader(bureau):
    """领导 of the bureau: only looks."""
    return make_user("leader", Role.LEADER, bureau)


@pytest.fixture
def admin(db):
    """系统管理员."""
    return make_user("admin", Role.ADMIN)


@pytest.fixture
def security(db):
    """安全管理员."""
    return make_user("security", Role.SECURITY)


@pytest.fixture
def auditor(db):
    """安全审计员."""
    return make_user("auditor", Role.AUDITOR)


@pytest.fixture
def client_of():
    """A browser in which the given account is signed in."""

    def signed_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def status_of(client_of, request):
    """The answer a member of the cast gets."""

    def ask(who: str, url: str, posted: dict | None = None) -> int:
        browser = client_of(request.getfixturevalue(who))
        answer = browser.get(url) if posted is None else browser.post(url, posted)
        return answer.status_code

    return ask


@pytest.fixture
def count_queries(client_of, django_assert_max_num_queries):
    """How many queries a page takes for an account."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(user, url: str) -> int:
        client = client_of(user)
        client.get(url)  # the session's first page also loads what later ones reuse
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return count
