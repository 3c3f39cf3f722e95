"""A group is restructured by a new version, or dissolved: one step, all or nothing, once."""

import pytest

from shuangyong.review import StepRefused
from shuangyong.vague import VagueDate
from tests.factories import YEAR, make_unit
from units.models import Appointment, AuditEvent, LeadingGroup
from units.restructuring import dissolve, restructure
from units.terms import Term, eve_of


def when(text: str) -> VagueDate:
    """A time as written."""
    return VagueDate.parse(text, year=YEAR)


@pytest.fixture
def group(bureau, troupe) -> LeadingGroup:
    """The bureau's group: one head in office, a former one, a member unit."""
    group = bureau.leading_groups.get()
    group.established, group.document_number = when("2002年"), "文发〔2002〕3号"
    group.save()
    group.members.add(troupe)
    people = [
        ("head", "前局长", "局长", None, "2009年"),
        ("head", "王局长", "局长", "2009年", None),
        ("member", "", "各科室负责人", None, None),
    ]
    for position, (role, name, post, since, until) in enumerate(people, 1):
        Appointment.objects.create(
            group=group, role=role, name=name, post=post, position=position, unit=bureau,
            since=since and when(since), until=until and when(until),
        )  # fmt: skip
    return group


def test_the_new_version_takes_over_the_name_the_members_and_who_is_in_office(
    group, bureau, troupe, reviewer
):
    new = restructure(group, valid_from=when("2012年"), by=reviewer)
    group.refresh_from_db()
    assert bureau.current_group() == new
    assert (new.previous, group.next) == (group, new)
    assert (new.name, new.document_number, str(new.established)) == (
        group.name, "文发〔2002〕3号", "2002年",
    )  # fmt: skip
    assert list(new.members.all()) == [troupe]
    assert [(p.name, p.post, str(p.since or ""), p.unit) for p in new.appointments.all()] == [
        ("王局长", "局长", "2009年", bureau),
        ("", "各科室负责人", "", bureau),
    ]
    assert (str(group.valid_until), str(new.valid_from)) == ("2011年", "2012年")
    assert group.appointments.count() == 3
    assert (group.state.label, new.state.label) == ("已调整", "现行")


def test_the_unit_goes_on_issuing_and_its_members_stay_in_scope(group, troupe, reviewer, bureau):
    member = make_unit("滨江市文化馆", under=bureau)
    restructure(group, valid_from=when("2012年"), by=reviewer, members=[member])
    troupe.refresh_from_db()
    assert troupe.reviewed_by == bureau
    assert list(bureau.current_group().members.all()) == [member]


def test_both_versions_are_in_the_audit_trail(group, reviewer):
    restructure(group, valid_from=when("2012年"), by=reviewer)
    ended, made = AuditEvent.objects.order_by("pk")
    assert (ended.action, ended.changes) == ("调整领导小组", {"停用时间": "2011年"})
    assert (made.action, made.actor) == ("保存领导小组", reviewer)


def test_whoever_comes_second_is_told_and_nothing_changes(group, bureau, reviewer):
    seen = LeadingGroup.objects.get(pk=group.pk)
    restructure(group, valid_from=when("2012年"), by=reviewer)
    with pytest.raises(StepRefused, match="已于2011年调整，不能再次办理"):
        restructure(seen, valid_from=when("2013年"), by=reviewer)
    with pytest.raises(StepRefused, match="不能再次办理"):
        dissolve(seen, until=when("2013年"), reason="机构改革", by=reviewer)
    assert bureau.leading_groups.count() == 2
    assert bureau.leading_groups.exclude(valid_until=None).get().appointments.count() == 3


def test_a_group_does_not_end_before_it_began(group, bureau, reviewer):
    group.valid_from = when("2012年3月")
    group.save()
    with pytest.raises(StepRefused, match="2012年3月才起用"):
        restructure(group, valid_from=when("2012年3月"), by=reviewer)
    with pytest.raises(StepRefused, match="2012年3月才起用"):
        dissolve(group, until=when("2011年"), reason="误设", by=reviewer)
    assert bureau.current_group() == group
    assert not AuditEvent.objects.exists()


def test_when_the_people_cannot_be_saved_the_old_version_stays_in_force(group, bureau, reviewer):
    two_heads = [Appointment(role="head", name=name) for name in ("王局长", "周局长")]
    with pytest.raises(Exception, match=r"one_head_per_group|UNIQUE|unique"):
        restructure(group, valid_from=when("2012年"), by=reviewer, people=two_heads)
    assert bureau.current_group() == group
    assert bureau.leading_groups.count() == 1


def test_a_dissolved_group_says_when_and_why_and_its_unit_issues_no_more(
    group, bureau, troupe, office, reviewer
):
    dissolve(group, until=when("2012年6月"), reason="机构改革", by=reviewer)
    group.refresh_from_db()
    assert (group.state.label, str(group.valid_until)) == ("已撤销", "2012年6月")
    assert group.note == "2012年6月撤销：机构改革"
    troupe.refresh_from_db()
    assert troupe.reviewed_by == office
    assert bureau.current_group() is None


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2012年", "2011年"),
        ("2012年3月", "2012年2月"),
        ("2012年1月", "2011年12月"),
        ("2012年3月1日", "2012年2月29日"),
        ("2011年“八一”期间", "2011年7月19日"),
    ],
)
def test_the_old_version_ends_as_exactly_as_the_new_one_begins(begins, ends):
    assert str(eve_of(when(begins))) == ends


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ((None, None), (None, None), True),
        ((None, "2010年底"), (None, None), False),
        (("2009年", None), (None, "2010年"), True),
        (("2009年", "2011年5月"), ("2011年5月", None), False),
        (("2009年", "2011年"), ("2011年", None), False),
        (("2009年", "2012年"), ("2011年", None), True),
        (("2009年", "2011年5月3日"), ("2011年5月3日", None), False),
        (("2009年", "2011年5月3日"), ("2011年5月2日", None), True),
        (("2010年", "2011年"), ("2012年", "2013年"), False),
        (("2010年", "2013年"), ("2011年", "2012年"), True),
    ],
)
def test_terms_overlap_only_where_that_is_certain(one, other, overlap):
    terms = [Term(*(text and when(text) for text in pair)) for pair in (one, other)]
    assert terms[0].overlaps(terms[1]) is overlap
    assert terms[1].overlaps(terms[0]) is overlap
