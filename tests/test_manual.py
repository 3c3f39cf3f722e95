"""使用手册: every page is explained in five sentences, and what one looks for is found."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import get_resolver, reverse

from shuangyong.manual.chapters import FOLDER, Manual, manual, read_chapter
from shuangyong.manual.searching import find
from tests.cases import each
from tests.test_access import PAGES, PUBLIC, ROUTES
from units.models import Role

# what answers with a file or with a part of a page
FILES = ("-file", "-export", "-sheet", "-thumbnail", "-template", "-left-out")
PARTS = {
    "activities:measure-proposals", "activities:need-proposals", "assessments:measure-sentence",
    "reports:summary-photos", "units:logout", "units:account-table", "units:unit-table",
    "units:unit-names", "units:notices-latest", "units:session",
}  # fmt: skip


def opened() -> set[str]:
    """The routes of all pages: what can be opened and is no file and no part of a page."""
    views = {f"{ns}{name}": view for ns, name, view in _views(get_resolver())}
    pages = {name for name, view in views.items() if _opens(view.view_class)}
    return {name for name in pages - PARTS if not name.endswith(FILES)}


def _opens(view) -> bool:
    return hasattr(view, "get") and "get" in view.http_method_names


def _views(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from _views(pattern, inner)
        else:
            yield namespace, pattern.name, pattern.callback


def test_every_page_has_a_chapter_that_explains_it_in_five_sentences():
    explained = {route for chapter in manual().chapters for route in chapter.routes}
    assert opened() <= explained, "a page without 帮助: name its route in docs/manual/"
    assert explained <= set(ROUTES)
    for name in sorted(set(PAGES) & opened()):
        for role in PAGES[name] - PUBLIC:
            assert manual().explaining(name, role), (name, role)
    for chapter in manual().chapters:
        assert len(chapter.lead) == 5, chapter.slug
        assert all(12 <= len(sentence) <= 90 for sentence in chapter.lead), chapter.slug


def test_the_manual_is_whole():
    listed = [chapter.slug for chapter in manual().chapters]
    assert sorted(listed) == sorted(
        path.stem for path in FOLDER.glob("*.md") if path.stem != "README"
    )
    roles = {role for chapter in manual().chapters for role in chapter.roles}
    assert roles <= set(Role)
    for chapter in manual().chapters:
        sources = "".join(section.source for section in chapter.sections)
        for target in re.findall(r"\]\(([\w-]+)\.md", sources):
            assert target in listed, (chapter.slug, target)
        for picture in re.findall(r"!\[[^\]]+\]\(images/([^)]+)\)", sources):
            assert finders.find(f"manual/{picture}"), (chapter.slug, picture)
    pictures = list((FOLDER / "images").glob("*"))
    assert len(pictures) <= 25
    assert max(picture.stat().st_size for picture in pictures) <= 60_000


def test_the_workbench_is_explained_to_each_role_in_its_own_words():
    about = {role: manual().explaining("reports:workbench", role).slug for role in Role}
    assert about == {
        "liaison": "liaison", "reviewer": "office", "leader": "leader",
        "admin": "first-steps", "security": "first-steps", "auditor": "auditor",
    }  # fmt: skip


@each(("text", "why"), [("# 计划", "head"), ("---\nroutes: a:b\n---\n说明。", "title")])
def test_a_chapter_without_a_head_is_refused(tmp_path, text, why):
    path = tmp_path / "chapter.md"
    path.write_text(text)
    with pytest.raises(ValueError, match=why):
        read_chapter(path)


@each(
    ("query", "first"),
    [
        ("八一", None),
        ("退回理由", "review"),
        ("初始密码单", "accounts"),
        ("忘记密码", None),
        ("番号", "secrecy"),
        ("照片 说明", "evidence"),
    ],
)
def test_what_one_looks_for_is_found(query, first):
    hits = find(manual(), query)
    assert hits
    words = query.split()
    for hit in hits:
        heads = hit.chapter.title + (hit.section.title if hit.section else "")
        text = hit.section.text if hit.section else "".join(hit.chapter.lead)
        assert all(word in heads + text for word in words)
    assert first in (None, hits[0].chapter.slug, *[hit.chapter.slug for hit in hits[:3]])


def test_nothing_is_found_for_nothing():
    assert find(manual(), " ，。 ") == find(manual(), "火星探测器") == []
    assert find(Manual(()), "计划") == []


def test_the_manual_on_the_page(client_of, liaison):
    browser = client_of(liaison)
    contents = browser.get("/help/").content.decode()
    assert "登记活动" in contents
    assert "找到" not in contents
    found = browser.get("/help/?q=<b>番号").content.decode()
    assert "手册里没有“&lt;b&gt;番号”" in found
    assert "<mark>番号</mark>" in browser.get("/help/?q=番号").content.decode()
    chapter = browser.get("/help/activity-logging/").content.decode()
    assert 'href="/help/plan-writing/"' in browser.get("/help/liaison/").content.decode()
    assert '<table class="table">' in chapter
    assert "<!doctype html>" in chapter
    panel = browser.get("/help/activity-logging/", headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype html>" not in panel
    assert manual().chapter("activity-logging").lead[0] in panel
    assert browser.get("/help/no-such-chapter/").status_code == 404


def test_help_stands_on_every_page_and_costs_no_query(client_of, liaison, count_queries):
    browser = client_of(liaison)
    assert 'href="/help/liaison/"' in browser.get("/").content.decode()
    assert 'href="/help/plans/"' in browser.get(reverse("activities:plans")).content.decode()
    assert 'href="/help/"' in browser.get("/no/such/page/").content.decode()
    assert count_queries(liaison, "/help/") == count_queries(liaison, "/help/activities/")


def test_who_cannot_sign_in_is_helped_without_signing_in(client, db):
    page = client.get(reverse("units:login")).content.decode()
    assert manual().chapter("signing-in").lead[0] in page


def test_help_opens_before_the_first_password_is_changed(client_of, liaison):
    liaison.must_change_password = True
    liaison.save()
    browser = client_of(liaison)
    assert browser.get("/help/signing-in/").status_code == 200
    assert browser.get("/plans/").status_code == 302
