"""版本: what makes one, what grows into the last one, and the way back."""

import datetime
import importlib

import pytest
from django.apps import apps

from activities.models import Activity, Evidence
from reports.models import Outline, SummaryVersion
from reports.summary.revising import versions
from reports.summary.revising.restoring import restore
from reports.summary.saving import EDITED, saved
from shuangyong.review import Step, StepRefused
from tests.factories import confirmed, make_user

from .records import done, make_summary


@pytest.fixture
def summary(troupe, liaison):
    """The troupe's generated summary."""
    done(troupe, "八一慰问演出", counts=[("演职人员", "近百名")])
    return make_summary(troupe, liaison)


def kept(summary) -> list[tuple[int, str, str]]:
    """The versions, oldest first."""
    return [(v.number, v.reason, str(v.by)) for v in summary.versions.order_by("number")]


def typed(summary, text: str, by, *, typing=True) -> SummaryVersion:
    """The last version after `by` wrote `text` into the first section."""
    section = summary.sections.first()
    section.text = text
    section.save()
    saved(summary, by=by, reason=EDITED, typing=typing)
    return summary.versions.first()


def test_what_makes_a_version(summary, liaison, reviewer, troupe):
    colleague = make_user("colleague", unit=troupe)
    typed(summary, "一", liaison)
    first = typed(summary, "二", liaison)
    assert first.content["sections"][0]["text"] == "二"
    typed(summary, "三", colleague)
    typed(summary, "三", colleague)
    SummaryVersion.objects.filter(number=3).update(at=first.at - versions.SITTING)
    typed(summary, "四", colleague)
    typed(summary, "五", colleague, typing=False)
    typed(summary, "六", colleague)
    summary.take(Step.SUBMIT, by=liaison)
    summary.take(Step.SEND_BACK, by=reviewer, comment="请补充")
    typed(summary, "七", liaison)
    assert kept(summary) == [
        (1, "生成", "liaison"), (2, "编辑", "liaison"), (3, "编辑", "colleague"),
        (4, "编辑", "colleague"), (5, "保存", "colleague"), (6, "提交、退回", "colleague"),
        (7, "编辑", "liaison"),
    ]  # fmt: skip


def test_only_the_oldest_versions_of_typing_go(summary, liaison, monkeypatch):
    monkeypatch.setattr(versions, "MOST_EDITS", 2)
    monkeypatch.setattr(versions, "SITTING", datetime.timedelta())
    typed(summary, "保存的", liaison, typing=False)
    for text in "一二三四":
        typed(summary, text, liaison)
    assert [number for number, *_ in kept(summary)] == [1, 2, 5, 6]


def test_going_back_brings_back_everything_and_keeps_what_stood(summary, liaison):
    outline = Outline.objects.create(unit=summary.unit, name="旧提纲")
    photo = Evidence.objects.create(activity=Activity.objects.get(), name="合影.jpg", size=1)
    first, *others = summary.sections.all()
    summary.sections.create(position=1, level=0, insert="photo", photo=photo, caption="合影")
    comment = summary.comments.create(section=first, text="请核实", by=liaison)
    summary.outline, summary.dated = outline, datetime.date(2011, 12, 1)
    summary.save()
    summary.examples.set(Activity.objects.all())
    stood = versions.content_of(summary)
    version = typed(summary, first.text, liaison, typing=False)
    others[0].delete()
    typed(summary, "改了", liaison)
    summary.title = "别的题目"
    summary.save()
    assert restore(version, by=liaison) == []
    summary.refresh_from_db()
    assert versions.content_of(summary) == stood
    assert kept(summary)[-1] == (4, "恢复第 2 版", "liaison")
    comment.refresh_from_db()
    assert comment.section == first
    outline.delete()
    photo.delete()
    assert restore(version, by=liaison) == [
        "当时使用的提纲已被删除", "有 1 张照片已被删除，请重新选择",
    ]  # fmt: skip
    assert summary.sections.get(insert="photo").photo is None


def test_what_was_handed_in_goes_back_to_nothing(summary, liaison, reviewer):
    version = summary.versions.first()
    confirmed(summary, liaison, reviewer)
    with pytest.raises(StepRefused, match="已确认"):
        restore(version, by=liaison)
    assert len(kept(summary)) == 1


def test_figures_do_not_drift_while_a_summary_is_handed_in(summary, troupe, liaison, reviewer):
    from reports.summary.layout import document_of

    def read() -> str:
        summary.refresh_from_db()
        return document_of(summary).body[0].text

    typed(summary, "全年{活动总数}项", liaison)
    summary.take(Step.SUBMIT, by=liaison)
    done(troupe, "新年音乐会", held="1月1日")
    assert read() == "全年1项"
    summary.take(Step.CONFIRM, by=reviewer)
    assert (read(), summary.frozen["活动总数"]) == ("全年1项", "1")
    summary.take(Step.REOPEN, by=reviewer, comment="数据有变")
    assert summary.frozen is None
    assert (read(), summary.frozen) == ("全年2项", None)


def test_summaries_written_before_begin_with_what_they_say(summary, liaison):
    migration = importlib.import_module("reports.migrations.0005_first_versions")
    kept_content = summary.versions.get().content | {"arranged": []}
    summary.versions.all().delete()
    migration.keep_first(apps, None)
    migration.keep_first(apps, None)
    assert kept(summary) == [(1, "原有内容", "liaison")]
    assert summary.versions.get().content == kept_content
