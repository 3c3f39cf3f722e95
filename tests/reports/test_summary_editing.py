"""Writing a summary: kept field by field as one types, and nobody's words are overwritten."""

import json

import pytest

from reports.models import Insert, Summary
from reports.summary.editing.laying import arranged
from reports.summary.sources import Sourced, sourced
from reports.views.summary_editing import SummaryPhotos
from tests.activities.files import picture
from tests.factories import submitted
from units.models import AuditEvent

from .binder.files import proof
from .records import done, make_summary


@pytest.fixture
def browser(client_of, liaison):
    """The liaison's browser."""
    return client_of(liaison)


@pytest.fixture
def summary(troupe, liaison):
    """A summary with an opening, a part and a paragraph in it."""
    done(troupe, "八一慰问演出", counts=[("演职人员", "近百名")])
    made = make_summary(troupe, liaison)
    made.sections.all().delete()
    made.sections.create(position=1, level=0, text="开头。")
    made.sections.create(position=2, level=1, heading="活动", text="演出一场。", key="activities")
    made.sections.create(position=3, level=0, text="结尾。")
    return made


def keep(client, summary, *, account=None, revision=None, **edits):
    """What the page's script sends, answered."""
    summary.refresh_from_db()
    return client.post(
        f"{summary.get_absolute_url()}autosave/",
        {
            "account": client.session["_auth_user_id"] if account is None else account,
            "revision": summary.revision if revision is None else revision,
            "edits": json.dumps(edits),
        },
    )


def written(summary) -> list[str]:
    """Headings and texts in their order."""
    return [section.heading + section.text for section in summary.sections.all()]


def keys(summary) -> list[str]:
    """The keys of the sections in their order."""
    return [str(section.pk) for section in summary.sections.all()]


def test_what_is_typed_is_stored_field_by_field_and_is_one_line_of_the_audit_trail(
    browser, summary, liaison
):
    first, second, _ = keys(summary)
    told = keep(
        browser,
        summary,
        head={"title": [summary.title, "工作情况报告"], "letterhead": ["", "滨江市文化局文件"]},
        sections={first: {"text": ["开头。", "开头改过了。\n第二段。"]}},
    ).json()
    assert (told["errors"], told["newer"], told["state"]) == ({}, {}, None)
    keep(browser, summary, sections={second: {"heading": ["活动", "开展活动"]}})
    summary.refresh_from_db()
    assert (summary.title, summary.letterhead) == ("工作情况报告", "滨江市文化局文件")
    assert written(summary) == ["开头改过了。\n第二段。", "开展活动演出一场。", "结尾。"]
    assert (summary.revision, summary.changed_by) == (2, liaison)
    assert AuditEvent.objects.filter(action="修改总结").count() == 1
    assert summary.sections.get(pk=second).key == "activities"


def test_what_another_wrote_is_told_at_the_field_and_stays(
    browser, client_of, bureau_liaison, summary
):
    first, second, last = keys(summary)
    keep(
        client_of(bureau_liaison),
        summary,
        sections={first: {"text": ["开头。", "别人的开头。"]}, last: {"text": ["结尾。", "好。"]}},
    )
    told = keep(
        browser,
        summary,
        revision=0,
        sections={
            first: {"text": ["开头。", "我的开头。"]}, second: {"text": ["演出一场。", "两场。"]},
        },
    ).json()  # fmt: skip
    assert told["newer"] == {first: {"text": "别人的开头。"}}
    assert told["by"] == "bureau_liaison"
    assert written(summary) == ["别人的开头。", "活动两场。", "好。"]
    assert [section["text"] for section in told["state"]["sections"]] == [
        *("别人的开头。", "两场。", "好。"),
    ]
    keep(browser, summary, sections={first: {"text": ["别人的开头。", "我的开头。"]}})
    assert written(summary)[0] == "我的开头。"


def test_what_is_wrong_is_told_and_the_rest_is_kept(browser, summary):
    first, second, last = keys(summary)
    told = keep(
        browser,
        summary,
        head={"title": [summary.title, ""], "addressee": [summary.addressee, "局领导"]},
        sections={
            first: {"text": ["开头。", "共{活动总数}项、{没有}。"]},
            second: {"heading": ["活动", ""], "text": ["演出一场。", "演出{活动总数}场。"]},
            last: {"level": ["0", "9"]},
        },
    ).json()
    assert told["errors"]["head"] == {"title": ["这是必填项。"]}
    assert told["errors"][first] == {"text": ["没有名为“没有”的数据，请从“插入数据”中选择。"]}
    assert told["errors"][second] == {"heading": ["请填写标题。"]}
    assert "level" in told["errors"][last]
    assert written(summary) == ["开头。", "活动演出{活动总数}场。", "结尾。"]
    summary.refresh_from_db()
    assert summary.addressee == "局领导"


def test_sections_come_go_move_and_come_back_while_another_writes_in_them(browser, summary):
    first, second, last = keys(summary)
    keep(browser, summary, sections={second: {"text": ["演出一场。", "别处改的。"]}})
    told = keep(
        browser,
        summary,
        fresh={"new-1": {"level": "2", "heading": "新的", "text": "补充。"},
               "new-2": {"level": "0", "insert": Insert.CHART_KINDS, "caption": "各类活动"},
               "new-3": {"level": "0", "insert": Insert.PHOTO}},
        removed=[first],
        order=[last, "new-1", "new-2", "new-3", second],
    ).json()  # fmt: skip
    assert written(summary) == ["结尾。", "新的补充。", "", "活动别处改的。"]
    assert told["errors"] == {"new-3": {"photo": ["请选择照片。"]}}
    again = keep(
        browser, summary, fresh={"new-1": {"level": "2", "heading": "新的", "text": "补全。"}}
    ).json()
    assert again["made"] == {"new-1": told["made"]["new-1"]}
    assert written(summary) == ["结尾。", "新的补全。", "", "活动别处改的。"]
    token = told["undo"][first]
    keep(browser, summary, restored={first: token}, order=[first, *keys(summary)])
    assert keys(summary)[0] == first
    assert written(summary)[0] == "开头。"
    gone = keep(browser, summary, removed=[first]) and keep(
        browser, summary, sections={first: {"text": ["开头。", "写了很久。"]}}
    )
    assert gone.json()["gone"] == [first]


def test_a_removed_section_comes_back_with_what_it_rests_on_and_what_was_said_about_it(
    browser, client_of, other_liaison, union, summary, reviewer
):
    _, second, _ = keys(summary)
    summary.sections.filter(pk=second).update(sources=[["演出一场。", ["activity-1"]]])
    comment = summary.comments.create(section_id=second, text="请补充", by=reviewer)
    token = keep(browser, summary, removed=[second]).json()["undo"][second]
    other = make_summary(union, other_liaison)
    keep(client_of(other_liaison), other, restored={second: token})
    assert second not in keys(other)
    keep(browser, summary, restored={second: f"{token}x"})
    assert second not in keys(summary)
    keep(browser, summary, restored={second: token})
    section = summary.sections.get(pk=second)
    assert (section.key, section.sources) == ("activities", [["演出一场。", ["activity-1"]]])
    comment.refresh_from_db()
    assert comment.section == section


def test_nothing_is_kept_for_who_may_not_write_or_what_is_out_of_hand(
    browser, client_of, leader, reviewer, stranger, summary, liaison
):
    first = keys(summary)[0]
    edits = {"sections": {first: {"text": ["开头。", "别人的。"]}}}
    assert keep(client_of(leader), summary, **edits).status_code == 409
    assert keep(client_of(stranger), summary, **edits).status_code == 404
    assert "换了账号" in keep(browser, summary, account="0", **edits).json()["refused"]
    for broken in ("{", '{"sections": 3}', '{"sections": {"1": {"text": "x"}}}'):
        sent = {"account": liaison.pk, "edits": broken}
        answer = browser.post(f"{summary.get_absolute_url()}autosave/", sent)
        assert answer.status_code == 400
    submitted(summary, liaison)
    answer = keep(browser, summary, **edits)
    assert (answer.status_code, "已提交" in answer.json()["refused"]) == (409, True)
    assert written(Summary.objects.get(pk=summary.pk))[0] == "开头。"


def test_photos_of_confirmed_activities_of_the_year_are_offered(
    browser, count_queries, liaison, troupe, union, summary, monkeypatch
):
    shown = [
        proof(done(troupe, title), f"{title}.jpg", picture(), thumbnail="thumbnails/a.jpg")
        for title in ("电影放映", "走访慰问")
    ]
    proof(done(union, "别的单位"), "b.jpg", picture(), thumbnail="thumbnails/b.jpg")
    proof(done(troupe, "往年", year=2009), "c.jpg", picture(), thumbnail="thumbnails/c.jpg")
    page = f"{summary.get_absolute_url()}photos/"
    text = browser.get(page).content.decode()
    assert [f'data-photo="{photo.pk}"' in text for photo in shown] == [True, True]
    assert text.count("data-photo=") == 2
    found = browser.get(page, {"q": "电影"}).content.decode()
    assert (found.count("data-photo="), "电影放映" in found) == (1, True)
    assert "没有找到" in browser.get(page, {"q": "无此"}).content.decode()
    monkeypatch.setattr(SummaryPhotos, "paginate_by", 1)
    assert f'hx-get="{page}?q=&page=2"' in browser.get(page).content.decode()
    stray = proof(done(union, "别处"), "d.jpg", picture(), thumbnail="thumbnails/d.jpg")
    told = keep(
        browser,
        summary,
        fresh={
            "new-1": {"level": "0", "insert": "photo", "photo": str(shown[0].pk)},
            "new-2": {"level": "0", "insert": "photo", "photo": str(stray.pk)},
        },
    ).json()
    assert list(told["made"]) == ["new-1"]
    sources = f"{summary.get_absolute_url()}sections/{told['made']['new-1']}/sources/"
    assert shown[0].activity.get_absolute_url() in browser.get(sources).content.decode()
    assert list(told["errors"]) == ["new-2"]


def test_every_sentence_shows_its_records_or_that_it_has_none(
    browser, client_of, count_queries, liaison, troupe, union, summary
):
    show, other = done(troupe, "电影放映"), done(union, "工会活动")
    section = summary.sections.get(key="activities")
    section.text = (
        "6月放映电影一场，官兵都很喜欢。全年{活动总数}项。这是新写的。另有{活动总数}项也是。"
    )
    section.sources = [
        ["6月放映电影一场。", [f"activity-{show.pk}", f"activity-{other.pk}", "activity-0x"]],
        ["全年{活动总数}项。", ["figure-活动总数"]],
    ]
    section.save()
    page = f"{summary.get_absolute_url()}sections/{section.pk}/sources/"
    text = browser.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert text.count("counted=") == 2  # a figure in new words is its own record
    for words in (show.get_absolute_url(), "另有 2 条", "全年2项。", "counted=", "无记录，请核对"):
        assert words in text
    assert other.get_absolute_url() not in text
    few = count_queries(liaison, page)
    section.sources[0][1] += [f"activity-{done(troupe, f'活动{n}').pk}" for n in range(5)]
    section.save()
    assert count_queries(liaison, page) == few


@pytest.mark.parametrize(
    ("now", "refs"),
    [
        ("7月31日演出一场。", ["a"]),
        ("7月31日为官兵演出一场。", ["a"]),
        ("领导十分重视。", []),
        ("8月走访慰问驻军。7月31日演出两场。", ["b", "a"]),
        ("7月31日演出一场。7月31日演出一场。", ["a", ""]),
    ],
)
def test_a_sentence_that_was_changed_a_little_keeps_its_records(now, refs):
    stored = [["7月31日演出一场。", ["a"]], ["8月走访慰问驻军部队。", ["b"]]]
    told = sourced(now, stored)
    assert "".join(piece.text for piece in told) == now
    assert ["".join(piece.sources) for piece in told] == (refs or [""])
    assert sourced("", stored) == []
    assert sourced("无。", []) == [Sourced("无。")]


def test_the_order_of_a_page_takes_in_what_it_does_not_know():
    assert arranged(["3", "1"], ["1", "2", "3"]) == ["3", "1", "2"]
    assert arranged(["2", "2", "1"], ["9", "1", "2"]) == ["9", "2", "1"]
    assert arranged([], ["1", "2"]) == ["1", "2"]
