"""总结提纲 on their pages, and what is chosen before a summary is generated."""

import pytest

from reports.models import Arrangement, Outline, Style, Summary
from reports.outlining import copy_outline
from tests.factories import YEAR, make_kind, make_unit
from units.models import AuditEvent

from .records import done, make_summary

OUTLINES = "/reports/outlines/"
NEW = "/reports/summaries/add/"


@pytest.fixture
def general(db) -> Outline:
    """The ready-made outline that everybody begins with."""
    return Outline.objects.get(unit=None, is_usual=True)


@pytest.fixture
def own(general, bureau) -> Outline:
    """The bureau's copy of it."""
    return copy_outline(general, bureau, by=None)


def sent_by(browser, address: str) -> dict:
    """What the browser would send if nothing were changed."""
    context = browser.get(address).context
    form, items = context["form"], context["lines"]["items"]
    head = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in head.items()}
    sent |= {f"items-{k}": v for k, v in items.management_form.initial.items()}
    for line in items.forms:
        values = {line.add_prefix(name): line[name].value() for name in line.fields}
        sent |= {name: v for name, v in values.items() if v is not None and v is not False}
    return sent


def test_who_sees_copies_and_changes_an_outline(status_of, general, own):
    page, ready = f"{OUTLINES}{own.pk}/", f"{OUTLINES}{general.pk}/"
    posts = {step: f"{page}{step}/" for step in ("copy", "usual", "delete")}
    for who, sees, changes in (
        ("bureau_liaison", 200, 200), ("reviewer", 200, 200), ("leader", 200, 403),
        ("liaison", 200, 403), ("office_reviewer", 200, 403), ("other_liaison", 404, 404),
        ("stranger", 404, 404), ("admin", 403, 403),
    ):  # fmt: skip
        assert status_of(who, page) == sees, who
        assert status_of(who, f"{page}edit/") == changes, who
        if changes != 200:
            assert status_of(who, posts["usual"], {}) == changes, who
            assert status_of(who, posts["delete"], {}) == changes, who
    for who in ("bureau_liaison", "reviewer", "office_reviewer"):
        assert status_of(who, f"{ready}edit/") == 403
        assert status_of(who, f"{ready}delete/", {}) == 403
    assert status_of("leader", posts["copy"], {}) == 403
    assert status_of("bureau_liaison", posts["usual"], {}) == 302
    assert status_of("bureau_liaison", posts["delete"], {}) == 302
    assert not Outline.objects.filter(pk=own.pk).exists()


def test_an_outline_is_copied_changed_and_used(client_of, bureau_liaison, general, bureau, troupe):
    browser = client_of(bureau_liaison)
    answer = browser.post(f"{OUTLINES}{general.pk}/copy/")
    own = Outline.objects.get(unit=bureau)
    assert answer.headers["Location"] == f"{OUTLINES}{own.pk}/edit/"
    sent = sent_by(browser, f"{OUTLINES}{own.pk}/edit/")
    contents = [item.content for item in own.items.all()]
    moved, new = contents.index("innovation"), len(contents)
    sent |= {
        "name": "本局提纲", "items-TOTAL_FORMS": new + 1,
        f"items-{moved}-heading": "创新双拥载体", f"items-{moved}-ORDER": 1,
        f"items-{new}-level": 1, f"items-{new}-heading": "走访", f"items-{new}-ORDER": new + 1,
        f"items-{new}-content": "activities", f"items-{new}-kinds": [make_kind("走访慰问").pk],
    }  # fmt: skip
    page = browser.post(f"{OUTLINES}{own.pk}/edit/", sent, follow=True)
    assert "已保存：本局提纲" in page.content.decode()
    items = list(own.items.all())
    assert (items[0].heading, items[-1].heading) == ("创新双拥载体", "走访")
    assert [kind.name for kind in items[-1].kinds.all()] == ["走访慰问"]
    assert AuditEvent.objects.filter(action="修改总结提纲").exists()
    # a second window that was opened before is told, and nothing typed in it is lost
    late = browser.post(f"{OUTLINES}{own.pk}/edit/", sent | {"name": "另一名称"})
    text = late.content.decode()
    assert "已保存过本记录" in text
    assert "另一名称" in text
    # what cannot be is said at its field
    wrong = sent_by(browser, f"{OUTLINES}{own.pk}/edit/") | {"items-0-heading": ""}
    assert "请填写标题" in browser.post(f"{OUTLINES}{own.pk}/edit/", wrong).content.decode()


def test_settings_are_chosen_before_and_after_generating(
    client_of, bureau_liaison, liaison, own, bureau, troupe
):
    done(troupe, "八一演出")
    browser = client_of(bureau_liaison)
    page = browser.get(NEW)
    assert "arrangement" in page.context["form"].fields
    assert "arrangement" not in client_of(liaison).get(NEW).context["form"].fields
    wrong = browser.post(NEW, {"outline": 0, "style": "longest"})
    assert wrong.status_code == 200
    assert not Summary.objects.exists()
    browser.post(NEW, {"outline": own.pk, "style": "short", "arrangement": "unit"})
    summary = Summary.objects.get()
    assert (summary.outline, summary.style, summary.arrangement) == (
        own,
        Style.SHORT,
        Arrangement.UNIT,
    )
    assert browser.get(NEW).headers["Location"] == summary.get_absolute_url()
    settings = f"{summary.get_absolute_url()}settings/"
    assert client_of(liaison).get(settings).status_code == 404
    browser.post(settings, {"outline": own.pk, "style": "full", "arrangement": "kind"})
    summary.refresh_from_db()
    assert (summary.style, summary.arrangement) == (Style.FULL, Arrangement.KIND)


def test_examples_are_ticked_among_what_is_found(
    client_of, bureau_liaison, leader, bureau, troupe, count_queries
):
    show = done(troupe, "八一演出")
    visit = done(troupe, "春节走访", kind=make_kind("走访慰问"))
    summary = make_summary(bureau, bureau_liaison)
    browser, page = client_of(bureau_liaison), f"{summary.get_absolute_url()}examples/"
    assert client_of(leader).get(page).status_code == 403
    browser.post(page, {"shown": [show.pk, visit.pk], "ticked": [show.pk, visit.pk]})
    assert set(summary.examples.all()) == {show, visit}
    for words in ("演出", f"八一 {troupe.short_name}", "演%00出"):
        found = browser.get(f"{page}?q={words}&kind=x").context["page_obj"].object_list
        assert list(found) == [show], words
    browser.post(f"{page}?q=演出", {"shown": [show.pk]})  # what was not shown stays chosen
    assert list(summary.examples.all()) == [visit]
    elsewhere = done(make_unit("远山市文化局"), "别处的演出")
    browser.post(page, {"shown": [elsewhere.pk], "ticked": [elsewhere.pk, "x"]})
    browser.post(page, {"shown": [elsewhere.pk], "ticked": [elsewhere.pk]})
    assert list(summary.examples.all()) == [visit]
    few = count_queries(bureau_liaison, page)
    for n in range(10):
        done(make_unit(f"第{n}文化站", under=bureau), "演出", year=YEAR)
    assert count_queries(bureau_liaison, page) == few
