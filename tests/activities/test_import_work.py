"""The work behind an import: its queries, its progress, and what becomes of a killed worker."""

import pytest

from activities.ledgers import importing, taking
from activities.models import Activity, ActivityImport, ImportState
from shuangyong.long_work import SupersededError
from tests.activities.imports import HEAD, page, post, uploaded, visits
from tests.factories import make_troop


@pytest.fixture
def client(client_of, liaison):
    return client_of(liaison)


@pytest.fixture
def batch(client, troupe, office):
    make_troop(office, "驻滨江某部")
    return uploaded(client, troupe)


def test_a_series_and_its_rows_cost_no_query_each(client, batch, troupe, count_queries, liaison):
    few = count_queries(liaison, batch.get_absolute_url())
    rows = visits(3, 14)
    many = uploaded(client, troupe, [HEAD, *rows])
    assert count_queries(liaison, many.get_absolute_url()) <= few


def test_the_number_of_queries_of_taking_over_does_not_grow_with_the_rows(
    client, batch, troupe, django_assert_max_num_queries
):
    rows = visits(7, 24)
    many = uploaded(client, troupe, [HEAD, *rows])
    with django_assert_max_num_queries(90):
        importing.confirm(many)
    assert Activity.objects.count() == len(rows)


def test_work_is_begun_anew_only_after_silence(client, batch):
    ActivityImport.objects.update(state=ImportState.READING, run="abc", total=10, done=3)
    post(client, batch, "restart")
    batch.refresh_from_db()
    assert batch.state == ImportState.READING
    work_page = page(client, batch)
    assert "<progress" in work_page
    assert "/restart/" not in work_page
    silent(batch)
    assert "后台任务已中断" in page(client, batch)
    post(client, batch, "restart")
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (ImportState.READY, 3)


def silent(batch):
    ActivityImport.objects.filter(pk=batch.pk).update(moved_at="2011-01-01T00:00:00Z")


def test_a_worker_killed_while_writing_has_written_nothing_and_may_be_begun_anew(
    client, batch, monkeypatch
):
    def killed(taken):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(taking, "_links", killed)
        with pytest.raises(SystemExit):
            importing.confirm(batch)
    batch.refresh_from_db()
    assert (batch.state, Activity.objects.count()) == (ImportState.TAKING, 0)
    silent(batch)
    assert "后台任务已中断" in page(client, batch)
    post(client, batch, "restart")
    batch.refresh_from_db()
    assert (batch.state, Activity.objects.count()) == (ImportState.DONE, 2)


def test_a_page_that_waits_for_a_worker_says_so(client, batch):
    ActivityImport.objects.update(state=ImportState.TAKING, run="abc", total=0)
    silent(batch)
    assert "后台任务未运行" in page(client, batch)


def test_a_worker_that_was_given_up_writes_nothing(batch):
    importing.confirm(batch)
    taking.take_over(batch.pk, "another run")
    assert Activity.objects.count() == 2
    ActivityImport.objects.update(state=ImportState.TAKING, run="new")
    old = ActivityImport.objects.get()
    old.run = "old"
    with pytest.raises(SupersededError):
        old.tell(1, 2)
    with pytest.raises(SupersededError):
        old.locked()


def test_htmx_asks_for_the_progress_and_then_for_the_page(client, batch):
    ActivityImport.objects.update(state=ImportState.READING, run="a", total=900, done=250)
    url = batch.get_absolute_url()
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert '<progress max="900" value="250"' in part
    assert "<html" not in part
    ActivityImport.objects.update(state=ImportState.READY)
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
