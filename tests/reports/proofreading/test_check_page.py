"""核对 in the browser: what is found, where it stands, and the step that follows."""

import pytest

from reports.models import SummarySection
from shuangyong.review import Status
from tests.factories import YEAR, make_activity, make_troop

from ..records import done, make_summary

WRONG = "7月30日的八一慰问演出有120名演职人员参加。联系手机13808281234。"


@pytest.fixture
def summary(troupe, liaison):
    """The troupe's summary of a year with one activity."""
    done(troupe, "八一慰问演出", counts=[("演职人员", "近百名")])
    return make_summary(troupe, liaison)


def written(summary, text: str) -> SummarySection:
    """A section by hand at the end."""
    return SummarySection.objects.create(
        summary=summary, position=90, level=1, heading="补充", text=text
    )


def check(summary) -> str:
    return f"{summary.get_absolute_url()}check/"


def test_a_sound_summary_is_handed_in_from_its_check(client_of, liaison, summary):
    browser = client_of(liaison)
    shown = browser.get(summary.get_absolute_url()).content.decode()
    assert f'href="{check(summary)}"' in shown
    assert f'action="{summary.get_absolute_url()}submit/"' not in shown
    page = browser.get(check(summary)).content.decode()
    for words in ("没有发现需要改正的内容", "近百名", "一致", "八一慰问演出"):
        assert words in page
    browser.post(f"{summary.get_absolute_url()}submit/")
    summary.refresh_from_db()
    assert summary.status == Status.SUBMITTED


def test_every_finding_leads_to_its_place_and_what_must_be_mended_is_not_handed_in(
    client_of, liaison, reviewer, troupe, summary
):
    make_activity(troupe, "还未确认的座谈")
    section = written(summary, WRONG)
    browser = client_of(liaison)
    answer = browser.get(check(summary))
    page = answer.content.decode()
    for words in ("必须改正，改正后才能提交", "13808281234", "还未确认的座谈", "不一致"):
        assert words in page
    groups = dict(answer.context["check"].groups)
    (secret,) = groups["must"]
    assert f'id="{secret.anchor}"' in page
    assert secret.edit_url.endswith(f"/edit/?find=13808281234#section-{section.pk}")
    assert f'action="{summary.get_absolute_url()}submit/"' not in page
    refused = browser.post(f"{summary.get_absolute_url()}submit/", follow=True)
    assert refused.redirect_chain == [(check(summary), 302)]
    assert "涉密和个人信息 1 处" in refused.content.decode()
    summary.refresh_from_db()
    assert summary.status == Status.DRAFT
    office = client_of(reviewer).get(check(summary))
    assert "去修改" not in office.content.decode()
    fragment = browser.get(check(summary), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "13808281234" in fragment


@pytest.mark.parametrize("text", ["文中有{没有的数据}。", "2月30日，走访部队。"])
def test_figures_and_days_that_there_are_not_are_never_handed_in(client_of, liaison, summary, text):
    written(summary, text)
    client_of(liaison).post(f"{summary.get_absolute_url()}submit/")
    summary.refresh_from_db()
    assert summary.status == Status.DRAFT


def test_markup_in_a_text_is_shown_not_obeyed(client_of, liaison, summary):
    written(summary, "<script>alert(1)</script>的的“<b>")
    page = client_of(liaison).get(check(summary)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_who_may_read_the_summary_may_check_it_a_stranger_finds_none(status_of, summary):
    for who, status in (("leader", 200), ("reviewer", 200), ("stranger", 404), ("admin", 403)):
        assert status_of(who, check(summary)) == status, who


def test_the_queries_of_the_page_do_not_grow(count_queries, liaison, bureau, troupe, summary):
    few = count_queries(liaison, check(summary))
    for index in range(29):
        done(
            troupe, f"慰问{index}", counts=[("观众", f"{index}人")], year=YEAR,
            troops=[make_troop(bureau, f"驻江某部{index}")],
        )  # fmt: skip
    assert count_queries(liaison, check(summary)) == few
