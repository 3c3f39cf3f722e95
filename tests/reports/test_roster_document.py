"""领导小组名单 as a document: offices in their order, whoever holds them on a day."""

from datetime import date

import pytest

from reports.document import plain_text
from reports.rosters import build_roster, version_in
from reports.typesetting import CannotPrint
from shuangyong.vague import VagueDate
from tests.factories import make_group, make_unit
from units.models import Appointment, LeadingGroup, UnitChange

TODAY = date(2012, 6, 1)


def day(text: str) -> VagueDate:
    return VagueDate.parse(text, year=2011)


def appoint(group, role: str, name: str = "", post: str = "", **fields) -> Appointment:
    """A person at the end of the list; times as written."""
    times = {key: day(fields.pop(key)) for key in ("since", "until") if key in fields}
    position = group.appointments.count() + 1
    return Appointment.objects.create(
        group=group, role=role, name=name, post=post, position=position, **times, **fields
    )


def lines(group, **asked) -> list[str]:
    return plain_text(build_roster(group, **({"today": TODAY} | asked))).splitlines()


@pytest.fixture
def group(union) -> LeadingGroup:
    """The trade union's group, as its plan names it."""
    group = make_group(union, name="双拥工作领导小组")
    appoint(group, "head", "黄国燕", "党组书记、常务副主席")
    return group


def test_the_head_stands_first_with_name_and_post(group):
    assert lines(group) == [
        "滨江市总工会双拥工作领导小组组成人员名单",
        "组　长：黄国燕　党组书记、常务副主席",
    ]


def test_a_name_that_says_whose_group_it_is_is_not_doubled(office):
    group = office.current_group()
    group.name = "滨江市双拥工作领导小组"
    appoint(group, "head", "李明", "市长")
    assert lines(group)[0] == "滨江市双拥工作领导小组组成人员名单"


def test_offices_stand_in_their_order_and_further_persons_below_the_first(group):
    appoint(group, "liaison", "孙丽", "办公室主任")
    appoint(group, "member", "欧阳震华", "宣教部部长")
    appoint(group, "deputy_head", "李明", "副主席")
    appoint(group, "deputy_head", "王建设", "副主席")
    assert lines(group)[1:] == [
        "组　长：黄国燕　　党组书记、常务副主席",
        "副组长：李　明　　副主席",
        "王建设　　副主席",
        "成　员：欧阳震华　宣教部部长",
        "联络员：孙　丽　　办公室主任",
    ]


def test_a_post_without_a_name_is_printed_as_the_source_has_it(union):
    group = make_group(union, name="双拥工作领导小组")
    appoint(group, "head", post="局长")
    appoint(group, "deputy_head", post="几位副局长")
    assert lines(group)[1:] == ["组　长：局长", "副组长：几位副局长"]


def test_an_office_that_only_repeats_its_own_name_is_left_out(group):
    appoint(group, "leader_in_charge", post="分管领导")
    assert "分管领导" not in "".join(lines(group))


def test_a_very_long_name_does_not_widen_the_column_of_all(group):
    appoint(group, "member", "阿卜杜热合曼·买买提", "委员")
    assert lines(group)[1:] == [
        "组　长：黄国燕　党组书记、常务副主席",
        "成　员：阿卜杜热合曼·买买提　委员",
    ]


def test_a_persons_unit_stands_before_the_post_unless_it_is_the_host(group, troupe, union):
    appoint(group, "member", "张三", "副团长", unit=troupe)
    appoint(group, "member", "赵强", "市歌舞团团长", unit=troupe)
    appoint(group, "member", "钱进", "部长", unit=union)
    assert lines(group)[2:] == [
        "成　员：张　三　市歌舞团副团长",
        "赵　强　市歌舞团团长",
        "钱　进　部长",
    ]


def test_members_follow_in_administrative_order(group, office, bureau):
    later = make_unit("滨江市妇联", under=office)
    group.members.set([later, bureau])
    assert lines(group)[-1] == "成员单位：市文化局、滨江市妇联。"


@pytest.mark.parametrize(
    ("established", "number", "sentence"),
    [
        ("2002年", "", "领导小组自2002年起设立。"),
        ("2002年", "滨双拥〔2002〕1号", "领导小组自2002年起设立（滨双拥〔2002〕1号）。"),
        (None, "滨双拥〔2002〕1号", "文号：滨双拥〔2002〕1号。"),
    ],
)
def test_when_and_by_which_paper_it_was_set_up(group, established, number, sentence):
    group.established = established and day(established)
    group.document_number = number
    assert lines(group)[1] == sentence


def test_whoever_has_left_is_not_on_the_list_of_today(group):
    appoint(group, "deputy_head", "李明", "副主席", until="2012年3月")
    appoint(group, "deputy_head", "王建设", "副主席", since="2012年4月")
    appoint(group, "member", "赵强", "部长", since="2012年9月")
    text = "".join(lines(group))
    assert "王建设" in text
    assert "李" not in text
    assert "赵" not in text


def test_an_ended_version_is_printed_as_it_stood_at_its_end(office):
    group = make_group(make_unit("滨江市民政局", under=office), valid_until=day("2010年"))
    appoint(group, "head", "张三", "局长", until="2010年")
    appoint(group, "deputy_head", "李明", "副局长", until="2009年")
    assert lines(group)[1:] == ["组　长：张　三　局长"]


def test_a_year_is_printed_as_it_stood_at_its_end(group):
    appoint(group, "deputy_head", "李明", "副主席", until="2010年")
    appoint(group, "deputy_head", "王建设", "副主席", since="2011年5月", until="2012年3月")
    assert lines(group, year=2011) == [
        "滨江市总工会双拥工作领导小组组成人员名单",
        "（2011年）",
        "组　长：黄国燕　党组书记、常务副主席",
        "副组长：王建设　副主席",
    ]
    assert "李　明" in "".join(lines(group, year=2010))


def test_a_year_is_answered_by_the_version_then_in_force(office):
    host = make_unit("滨江市民政局", under=office)
    former = make_group(host, name="原领导小组", valid_until=day("2011年"))
    current = make_group(host, valid_from=day("2012年"))
    assert version_in(current, 2011) == former
    assert version_in(former, 2012) == current
    assert version_in(current, None) == current


def test_a_year_without_a_group_is_said_to_be_without(office):
    group = make_group(make_unit("滨江市民政局", under=office), established=day("2002年"))
    with pytest.raises(CannotPrint, match="滨江市民政局2001年没有设立领导小组"):
        version_in(group, 2001)


def test_a_group_without_people_and_members_has_no_list(union):
    with pytest.raises(CannotPrint, match="尚未登记组成人员"):
        lines(make_group(union))


def test_the_host_is_called_as_it_was_called_that_year(group, union):
    UnitChange.objects.create(
        unit=union, kind="renamed", name="滨江市工会", changed=VagueDate.parse("2012年", year=2012)
    )
    assert lines(group, year=2011)[0] == "滨江市工会双拥工作领导小组组成人员名单"
    assert lines(group)[0] == "滨江市总工会双拥工作领导小组组成人员名单"
