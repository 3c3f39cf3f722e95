"""A standard changed under way: answers move to the new version's items, and nothing is lost."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.adopting import adopt, preview
from assessments.allowed_scores import check_score
from assessments.copying import copy_standard
from assessments.forms.sheets import SelfSheet
from assessments.models import (
    Assessment,
    Criterion,
    Response,
    ResponseYear,
    Section,
    Standard,
)
from assessments.opening import open_round
from assessments.publishing import publish
from assessments.selectors import checklist
from assessments.versions import discard
from shuangyong.review import Status, Step, StepRefused
from units.models import AuditEvent, Notice

from .records import (
    answer,
    decided,
    handed_in,
    make_criterion,
    make_round,
    make_section,
    make_standard,
)


def next_version(standard: Standard) -> Standard:
    """The next version, as 修订 makes it, to be changed."""
    head = {name: getattr(standard, name) for name in ("unit", "name", "year", "total")}
    return copy_standard(standard, Standard(version=standard.version + 1, revises=standard, **head))


def item(standard: Standard, number: int) -> Criterion:
    """The item with this number."""
    return Criterion.objects.get(section__standard=standard, number=number)


def change(standard: Standard, number: int, **fields) -> Criterion:
    """An item changed, and what a section and the whole are worth with it."""
    Criterion.objects.filter(pk=item(standard, number).pk).update(**fields)
    settle(standard)
    return item(standard, number)


def settle(standard: Standard) -> None:
    """Make sections and total add up again."""
    for section in standard.sections.all():
        basic = [c.points for c in section.criteria.all() if c.kind == "basic"]
        if basic:
            section.points = sum(basic)
            section.save()
    basic = Criterion.objects.filter(section__standard=standard, kind="basic")
    Standard.objects.filter(pk=standard.pk).update(total=sum(c.points for c in basic))


def scores(assessment: Assessment) -> dict[int, Decimal | None]:
    """Self-scores by the item's number."""
    return dict(assessment.responses.values_list("criterion__number", "self_score"))


def test_nothing_is_offered_without_a_newer_version(opened):
    assert preview(opened) is None


def test_answers_move_with_all_that_belongs_to_them(opened, theirs, reviewer, liaison):
    handed_in(theirs, liaison)
    first = theirs.responses.get(criterion__number=1)
    first.points_claimed.set(first.criterion.scoring_points.all())
    Response.objects.filter(pk=first.pk).update(statement="已成立", self_score=20)
    file = first.files.create(file="x.pdf", name="x.pdf", content_type="", size=1, sha256="")
    after = next_version(opened.standard)
    adopt(opened, after, by=reviewer)
    moved = theirs.responses.get(criterion__number=1)
    assert (moved.pk, moved.statement, moved.self_score) == (first.pk, "已成立", 20)
    assert moved.criterion == item(after, 1)
    assert [*moved.files.all()] == [file]
    assert [*moved.points_claimed.all()] == [*item(after, 1).scoring_points.all()]
    theirs.refresh_from_db()
    assert theirs.status == Status.SUBMITTED
    opened.refresh_from_db()
    assert opened.standard == after


def test_a_new_item_is_asked_and_sends_a_submitted_checklist_back(
    opened, theirs, reviewer, liaison
):
    handed_in(theirs, liaison)
    after = next_version(opened.standard)
    make_criterion(after.sections.last(), "新增任务", 3, kind="bonus")
    done = adopt(opened, after, by=reviewer)
    assert (done.new, done.returned) == (1, ["市歌舞团"])
    theirs.refresh_from_db()
    assert theirs.status == Status.RETURNED
    assert "第 7 项：细则新增的项目" in theirs.returned_because.comment
    marked = theirs.responses.exclude(return_reason="")
    assert [response.criterion.number for response in marked] == [7]
    assert scores(theirs)[1] == 18


def test_a_score_above_the_new_points_is_cleared_and_named(opened, theirs, reviewer, liaison):
    handed_in(theirs, liaison)
    answer(theirs, {3: 55}, side="reviewed_score")
    after = next_version(opened.standard)
    change(after, 3, points=50)
    done = adopt(opened, after, by=reviewer)
    assert done.cleared == ["市歌舞团第 3 项自评分 60 分", "市歌舞团第 3 项考评分 55 分"]
    response = theirs.responses.get(criterion__number=3)
    assert (response.self_score, response.reviewed_score) == (None, None)
    assert response.return_reason == "分值由 60 分改为 50 分。原自评 60 分，请重新自评。"
    assert AuditEvent.objects.get(action="改用新版细则").changes["清空得分"] == "；".join(
        done.cleared
    )


def test_an_answer_to_an_item_that_is_gone_stays_stored_and_is_asked_no_more(
    opened, theirs, reviewer, liaison
):
    handed_in(theirs, liaison)
    gone = theirs.responses.get(criterion__number=2)
    Response.objects.filter(pk=gone.pk).update(statement="计划见附件")
    after = next_version(opened.standard)
    item(after, 2).delete()
    settle(after)
    adopt(opened, after, by=reviewer)
    theirs.refresh_from_db()
    assert theirs.status == Status.SUBMITTED
    assert gone.pk not in theirs.responses.values_list("pk", flat=True)
    kept = Response.with_cancelled.get(pk=gone.pk)
    assert (kept.is_cancelled, kept.statement, kept.self_score) == (True, "计划见附件", 20)


def test_the_unit_still_reads_what_it_wrote_for_an_item_that_is_gone(
    client_of, opened, theirs, reviewer, liaison
):
    theirs.responses.filter(criterion__number=2).update(statement="计划见附件")
    browser = client_of(liaison)
    assert "已取消的项目" not in browser.get(theirs.get_absolute_url()).content.decode()
    after = next_version(opened.standard)
    item(after, 2).delete()
    settle(after)
    adopt(opened, after, by=reviewer)
    text = browser.get(theirs.get_absolute_url()).content.decode()
    assert "已取消的项目" in text
    assert "计划见附件" in text


def test_a_version_with_answers_left_behind_stays_as_it_is(opened, theirs, reviewer):
    before, after = opened.standard, next_version(opened.standard)
    adopt(opened, after, by=reviewer)
    assert not Standard.objects.with_use().get(pk=before.pk).in_use
    last = next_version(after)
    item(last, 2).delete()
    settle(last)
    adopt(opened, last, by=reviewer)
    assert Standard.objects.with_use().get(pk=after.pk).in_use
    with pytest.raises(StepRefused, match="填写的内容还在"):
        discard(after, by=reviewer)


def test_an_item_that_comes_back_finds_its_answer_again(opened, theirs, reviewer):
    answer(theirs)
    without = next_version(opened.standard)
    dropped = item(without, 2)
    former = dropped.continues
    dropped.delete()
    settle(without)
    adopt(opened, without, by=reviewer)
    again = next_version(without)
    section = again.sections.first()
    make_criterion(section, "列入年度计划", 20, continues=former)
    settle(again)
    adopt(opened, again, by=reviewer)
    assert theirs.responses.get(criterion__content="列入年度计划").self_score == 20
    assert not Response.with_cancelled.filter(is_cancelled=True).exists()


def test_several_versions_are_taken_in_one_go(opened, theirs, reviewer):
    answer(theirs)
    second = next_version(opened.standard)
    third = next_version(second)
    assert preview(opened).after == third
    adopt(opened, third, by=reviewer)
    assert scores(theirs) == {1: 18, 2: 20, 3: 60, 4: 3, 5: 2, 6: 0}


def test_an_item_for_other_kinds_of_unit_is_asked_no_more_and_of_others_anew(
    bureau, troupe, library, reviewer
):
    standard = make_standard(bureau, total=20)
    section = make_section(standard, "一、演出", 20)
    make_criterion(section, "下基层演出", applies_to=["subordinate"])
    make_criterion(section, "领导小组健全")
    round_ = make_round(bureau, troupe, library, standard=standard)
    open_round(round_, by=None)
    after = next_version(standard)
    change(after, 1, applies_to=["district"])
    done = adopt(round_, after, by=reviewer)
    assert (done.new, done.cancelled) == (1, 1)
    asked = {a.unit: sorted(scores(a)) for a in round_.assessments.all()}
    assert asked == {troupe: [2], library: [1, 2]}


def test_scores_of_single_years_are_cleared_alone(bureau, troupe, reviewer):
    standard = make_standard(bureau, total=10)
    make_criterion(make_section(standard, "一、组织", 10), points=10)
    round_ = make_round(bureau, troupe, standard=standard, year_to=2012, by_year=True)
    open_round(round_, by=None)
    response = Response.objects.get()
    for year, score in ((2011, 10), (2012, 4)):
        ResponseYear.objects.create(response=response, year=year, self_score=score)
    Response.objects.update(self_score=7)
    after = next_version(standard)
    change(after, 1, points=5)
    done = adopt(round_, after, by=reviewer)
    assert done.cleared == ["市歌舞团第 1 项自评分 2011 年 10、2012 年 4 分"]
    assert dict(ResponseYear.objects.values_list("year", "self_score")) == {2011: None, 2012: 4}
    assert Response.objects.get().self_score is None


def test_marks_on_single_items_stay_and_new_items_are_open_beside_them(
    opened, theirs, reviewer, liaison
):
    handed_in(theirs, liaison)
    theirs.responses.filter(criterion__number=2).update(return_reason="缺会议记录")
    theirs.take(Step.SEND_BACK, by=reviewer, items_only=True)
    after = next_version(opened.standard)
    make_criterion(after.sections.last(), "新增任务", 3, kind="bonus")
    adopt(opened, after, by=reviewer)
    marked = theirs.responses.exclude(return_reason="").order_by("criterion__number")
    assert [response.criterion.number for response in marked] == [2, 7]


def test_a_draft_stays_open_throughout(opened, theirs, reviewer):
    after = next_version(opened.standard)
    make_criterion(after.sections.last(), "新增任务", 3, kind="bonus")
    adopt(opened, after, by=reviewer)
    theirs.refresh_from_db()
    assert theirs.status == Status.DRAFT
    assert not theirs.responses.exclude(return_reason="").exists()


def test_it_waits_until_confirmed_checklists_are_reopened(opened, theirs, reviewer, liaison):
    decided(theirs, liaison, reviewer)
    after = next_version(opened.standard)
    with pytest.raises(StepRefused, match="请先重新打开已确认的考核表：市歌舞团"):
        adopt(opened, after, by=reviewer)
    theirs.take(Step.REOPEN, by=reviewer, comment="细则调整")
    assert adopt(opened, after, by=reviewer).assessments == 1


def test_it_is_refused_once_published(opened, theirs, reviewer, liaison):
    decided(theirs, liaison, reviewer)
    publish(opened, by=reviewer)
    with pytest.raises(StepRefused, match="考核已公布"):
        adopt(opened, next_version(opened.standard), by=reviewer)


def test_a_version_with_errors_is_refused_and_nothing_changes(opened, theirs, reviewer):
    answer(theirs)
    before = opened.standard
    after = next_version(before)
    Section.objects.filter(standard=after).first().criteria.first().delete()
    with pytest.raises(StepRefused, match="还有须改正之处"):
        adopt(opened, after, by=reviewer)
    opened.refresh_from_db()
    assert opened.standard == before
    assert theirs.responses.count() == 6


def test_a_version_that_was_overtaken_is_refused(opened, theirs, reviewer):
    second = next_version(opened.standard)
    next_version(second)
    with pytest.raises(StepRefused, match="细则又有变化"):
        adopt(opened, second, by=reviewer)


def test_units_are_told_what_it_means_for_them(opened, theirs, reviewer):
    answer(theirs)
    after = next_version(opened.standard)
    change(after, 3, points=50)
    make_criterion(after.sections.last(), "新增任务", 3, kind="bonus")
    adopt(opened, after, by=reviewer)
    notice = Notice.objects.get()
    assert "新增 1 项。第 3 项：分值由 60 分改为 50 分。原自评 60 分，请重新自评。" in notice.text


def test_the_preview_says_what_adopting_does_and_writes_nothing(
    client_of, opened, theirs, reviewer, liaison
):
    handed_in(theirs, liaison)
    after = next_version(opened.standard)
    change(after, 3, points=50)
    item(after, 2).delete()
    settle(after)
    make_criterion(after.sections.last(), "新增任务", 3, kind="bonus")
    browser, url = client_of(reviewer), f"{opened.get_absolute_url()}adopt/"
    assert "有新版本" in browser.get(opened.get_absolute_url()).content.decode()
    text = browser.get(url).content.decode()
    for words in (
        "市歌舞团第 3 项自评分 60 分", "退回 1 份已报送的考核表：市歌舞团", "新增任务",
        "列入年度计划", "分值：60 → 50",
    ):  # fmt: skip
        assert words in text
    theirs.refresh_from_db()
    assert (theirs.status, theirs.responses.count()) == (Status.SUBMITTED, 6)
    answered = browser.post(url, {"standard": after.pk}, follow=True).content.decode()
    assert "已改用" in answered
    assert "退回 1 个单位" in answered


def test_what_was_previewed_is_what_is_adopted(client_of, opened, theirs, reviewer):
    second = next_version(opened.standard)
    browser, url = client_of(reviewer), f"{opened.get_absolute_url()}adopt/"
    next_version(second)
    answered = browser.post(url, {"standard": second.pk}, follow=True)
    assert "请重新核对" in answered.content.decode()
    assert browser.post(url, {"standard": "x"}).status_code == 404


def test_what_was_typed_into_the_former_version_is_not_written_into_the_new_one(
    opened, theirs, reviewer, liaison
):
    shown = Assessment.objects.select_related("unit", "round").get(pk=theirs.pk)
    data = QueryDict(mutable=True)
    first = shown.responses.get(criterion__number=1)
    data |= {f"r{first.pk}-self_score": "18", f"initial-r{first.pk}-self_score": ""}
    sheet = SelfSheet(checklist(shown), data, assessment=shown)
    assert sheet.is_valid()
    after = next_version(opened.standard)
    item(after, 1).delete()
    settle(after)
    adopt(opened, after, by=reviewer)
    with pytest.raises(StepRefused, match="新版细则"):
        sheet.save(shown, liaison)
    assert Response.with_cancelled.get(pk=first.pk).self_score is None


def test_without_a_newer_version_there_is_no_such_page(client_of, opened, reviewer):
    assert client_of(reviewer).get(f"{opened.get_absolute_url()}adopt/").status_code == 404


KINDS = st.sampled_from(["basic", "bonus", "deduction", "veto"])
FOR = st.sampled_from([[], ["subordinate"], ["district"]])
SCORES = st.one_of(st.none(), st.integers(0, 10))
OLD = st.lists(
    st.fixed_dictionaries({"points": st.integers(1, 10), "kind": KINDS, "applies_to": FOR}),
    min_size=1, max_size=4,
)  # fmt: skip
FATE = st.fixed_dictionaries(
    {
        "stays": st.booleans(), "points": st.none() | st.integers(1, 10),
        "kind": st.none() | KINDS, "applies_to": st.none() | FOR,
    }
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[*HealthCheck])
@given(
    items=OLD,
    fates=st.lists(FATE, min_size=4, max_size=4),
    added=st.integers(0, 2),
    given_scores=st.lists(st.tuples(SCORES, SCORES), min_size=8, max_size=8),
    status=st.sampled_from([Status.DRAFT, Status.SUBMITTED, Status.RETURNED]),
)
def test_whatever_changes_no_answer_is_lost_and_every_score_fits(
    bureau, troupe, library, reviewer, items, fates, added, given_scores, status
):
    with transaction.atomic():
        round_ = a_round(bureau, [troupe, library], items, given_scores, status)
        after = another(round_.standard, items, fates, added)
        before = {r.pk: r for r in Response.with_cancelled.select_related("criterion")}
        done = adopt_unchecked(round_, after, reviewer)
        check(round_, after, before, done, status)
        transaction.set_rollback(True)


def a_round(bureau, units, items, given_scores, status):
    """A round by a standard of these items, answered with as much of the scores as they know."""
    standard = make_standard(bureau)
    section = make_section(standard, "一、项目")
    for fields in items:
        make_criterion(section, **fields)
    round_ = make_round(bureau, *units, standard=standard)
    for unit in units:
        Assessment.objects.create(round=round_, unit=unit, status=status)
    responses = [
        Response(
            assessment=assessment, criterion=criterion, statement=f"{assessment}{criterion.pk}"
        )
        for assessment in round_.assessments.select_related("unit")
        for criterion in section.criteria.all()
        if criterion.concerns(assessment.unit)
    ]
    for response, (own, reviewed) in zip(responses, given_scores, strict=False):
        for side, score in (("self_score", own), ("reviewed_score", reviewed)):
            known = score is not None and check_score(response.criterion, Decimal(score)) is None
            setattr(response, side, Decimal(score) if known else None)
    Response.objects.bulk_create(responses)
    round_.state = "open"
    round_.save()
    return round_


def another(standard, items, fates, added):
    """The next version: some items gone, some changed, some added."""
    after = next_version(standard)
    for criterion, fate in zip(after.sections.get().criteria.all(), fates, strict=False):
        if not fate["stays"]:
            criterion.delete()
            continue
        for name in ("points", "kind", "applies_to"):
            if fate[name] is not None:
                setattr(criterion, name, fate[name])
        criterion.save()
    for _ in range(added):
        make_criterion(after.sections.get(), "新增")
    return after


def adopt_unchecked(round_, after, reviewer):
    """Adopting by itself: whether a standard adds up is another matter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assessments.adopting.wrong_with", lambda standard: "")
        return adopt(round_, after, by=reviewer)


def check(round_, after, before, done, status):
    """What has to hold after every change of a standard."""
    now = {r.pk: r for r in Response.with_cancelled.select_related("criterion", "assessment__unit")}
    assert before.keys() <= now.keys()
    assert all(now[pk].statement == r.statement for pk, r in before.items())
    cleared = 0
    for pk, response in before.items():
        moved = now[pk].criterion_id != response.criterion_id
        assert moved != now[pk].is_cancelled
        assert not moved or now[pk].criterion.continues_id == response.criterion_id
        for side in ("self_score", "reviewed_score"):
            old, new = getattr(response, side), getattr(now[pk], side)
            assert new in (old, None)
            fits = check_score(now[pk].criterion, old) is None
            same_kind = now[pk].criterion.kind == response.criterion.kind
            assert (new == old) == (old is None or (fits and same_kind))
            cleared += new != old
    assert len(done.cleared) == cleared
    asked = [*Criterion.objects.filter(section__standard=after)]
    for assessment in round_.assessments.select_related("unit"):
        live = [*assessment.responses.select_related("criterion")]
        wanted = [c.pk for c in asked if c.concerns(assessment.unit)]
        assert sorted(r.criterion_id for r in live) == sorted(wanted)
        wanting = [
            r for r in live
            if r.self_score is None and (r.pk not in before or before[r.pk].self_score is not None)
        ]  # fmt: skip
        goes_back = status == Status.SUBMITTED and bool(wanting)
        assert assessment.status == (Status.RETURNED if goes_back else status)
        assert {r.pk for r in live if r.return_reason} == {r.pk for r in wanting if goes_back}


def test_a_page_that_was_open_meanwhile_leads_to_the_new_version(
    opened, theirs, client_of, liaison, reviewer
):
    old = theirs.section_url(item(opened.standard, 1).section_id)
    name = f"r{theirs.responses.get(criterion__number=1).pk}-self_score"
    after = next_version(opened.standard)
    adopt(opened, after, by=reviewer)
    theirs = Assessment.objects.get(pk=theirs.pk)
    new = theirs.section_url(item(after, 1).section_id)
    client = client_of(liaison)
    assert client.get(old).url == new
    told = client.post(old, {"autosave": "1", name: "7"})
    assert (told.status_code, told.json()["address"]) == (409, new)
    page = client.post(old, {name: "7"})
    assert f'action="{new}"' in page.text
    assert "核对后请再次保存" in page.text
    assert theirs.responses.get(criterion__number=1).self_score is None
    client.post(new, {name: "7", f"initial-{name}": ""})
    assert theirs.responses.get(criterion__number=1).self_score == 7


def test_a_section_of_another_standard_is_not_found(opened, theirs, bureau, client_of, liaison):
    stranger = make_section(make_standard(bureau, name="另一细则"))
    assert client_of(liaison).get(theirs.section_url(stranger.pk)).status_code == 404
