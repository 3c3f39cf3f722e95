"""The form asks first what the kind needs; what is typed is kept, what is left empty is not."""

import re

import pytest

from activities.models import Activity, ActivityKind, FieldHolds, KindField
from tests.cases import each
from tests.factories import YEAR, make_activity, make_kind, make_need, make_troop, make_unit

from .test_log_activity import NEW, lines, typed

PREFIX = {"number": "counts", "text": "facts", "given": "contributions", "helped": "beneficiaries"}
KINDS = [
    "慰问演出", "走访慰问", "电影放映", "捐赠赠送", "教育培训", "文体联谊", "座谈联席",
    "宣传教育", "文艺创作", "设施援建", "优抚帮扶", "军民共建", "其他",
]  # fmt: skip


@pytest.fixture
def browser(client_of, liaison):
    """The liaison's browser."""
    return client_of(liaison)


def sent(page) -> dict:
    """What a browser would send of the page's lines as they stand: hidden fields and values."""
    data = {}
    for formset in page.context["lines"].values():
        forms = [formset.management_form, *formset.forms]
        for form in forms:
            for name in form.fields:
                value = form[name].value()
                data[form[name].html_name] = "" if value is None or value is False else str(value)
    return data


def opened(browser, kind: str) -> dict:
    """The form as it opens for a kind, ready to be sent."""
    page = browser.get(NEW, {"kind": make_kind(kind).pk})
    return {"kind": make_kind(kind).pk, "title": "活动", "held": "7月31日"} | {
        "unit": page.context["form"]["unit"].value()
    } | sent(page)  # fmt: skip


def place_of(data: dict, field: KindField) -> str:
    """The start of the names of the line that was prepared for a field."""
    start, number = PREFIX[field.holds], str(field.pk)
    for name, value in data.items():
        if name.startswith(start) and name.endswith("-prepared") and value == number:
            return name.removesuffix("prepared")
    raise AssertionError(f"no line is prepared for {field}")


def fill_in(data: dict, field: KindField) -> None:
    """Type something into the line of a field."""
    start = place_of(data, field)
    if field.holds == FieldHolds.NUMBER:
        data[f"{start}number"] = "120"
    elif field.holds == FieldHolds.TEXT:
        data[f"{start}text"] = "识谱、摄影"
    elif field.holds == FieldHolds.HELPED:
        data |= {f"{start}category": "military_family", f"{start}number": "12人"}
    else:
        data |= {
            f"{start}name": "《为了谁》",
            f"{start}quantity": "20册",
            f"{start}value": "5万余元",
        }
        data[f"{start}given_on"] = "6月底"


@each("kind", KINDS)
def test_what_a_kind_asks_is_prepared_filled_in_and_kept(browser, kind):
    data, fields = opened(browser, kind), list(make_kind(kind).fields.in_order())
    for field in fields:
        fill_in(data, field)
    assert browser.post(NEW, data).status_code == 302
    activity = Activity.objects.get()
    by_holds = {
        holds: [field for field in fields if field.holds == holds] for holds in FieldHolds.values
    }
    counts = [f"{field.label}120{field.measure}" for field in by_holds["number"]]
    assert [str(count) for count in activity.counts.all()] == counts
    facts = [f"{field.label}：识谱、摄影" for field in by_holds["text"]]
    assert [str(fact) for fact in activity.facts.all()] == facts
    given = [(field.category, "6月底") for field in by_holds["given"]]
    assert [(c.category, str(c.given_on)) for c in activity.contributions.all()] == given
    assert activity.beneficiaries.count() == len(by_holds["helped"])
    page = browser.get(f"{activity.get_absolute_url()}edit/")
    assert [len(found) for _, found in page.context["kind_lines"]] == [1] * len(fields)


@each("kind", KINDS)
def test_prepared_lines_that_stay_empty_are_not_saved(browser, kind):
    assert browser.post(NEW, opened(browser, kind)).status_code == 302
    activity = Activity.objects.get()
    for name in ("counts", "facts", "contributions", "beneficiaries", "partners"):
        assert not getattr(activity, name).exists()


@pytest.mark.parametrize(
    ("wording", "kept"),
    [
        ("近千", "近千人次"), ("2000余人", "2000余人"), ("１２０", "１２０人次"), ("20多", "20多人次"),
        ("500以上", "500人次以上"),
    ],
)  # fmt: skip
def test_a_number_without_a_measure_word_means_that_of_its_field(browser, wording, kept):
    data = opened(browser, "慰问演出")
    data[f"{place_of(data, make_kind().fields.get(label='观众'))}number"] = wording
    browser.post(NEW, data)
    assert str(Activity.objects.get().counts.get().number) == kept


def test_a_form_with_one_mistake_finds_fault_with_nothing_else(browser):
    data = opened(browser, "慰问演出") | {"held": "7月32日"}
    page = browser.post(NEW, data)
    assert page.context["form"].errors.keys() == {"held"}
    for formset in page.context["lines"].values():
        assert not any(formset.errors)
        assert not getattr(formset, "is_used", False)


def test_a_number_that_is_none_is_told_at_its_field(browser):
    data = opened(browser, "慰问演出")
    data[f"{place_of(data, make_kind().fields.get(label='观众'))}number"] = "很多人来"
    page = browser.post(NEW, data)
    field, forms = page.context["kind_lines"][2]
    assert (field.label, bool(forms[0].errors["number"])) == ("观众", True)
    assert not Activity.objects.exists()


@pytest.mark.parametrize("kind", ["", "abc", "0", "999999", "9" * 40, "-1"])
def test_an_unknown_kind_opens_a_form_without_fields_and_is_not_saved(browser, troupe, kind):
    page = browser.get(NEW, {"kind": kind})
    assert page.status_code == 200
    assert page.context["kind_lines"] == []
    page = browser.post(NEW, typed(troupe, kind=kind))
    assert page.context["form"].errors["kind"]
    assert not Activity.objects.exists()


def test_another_kind_brings_its_fields_and_loses_nothing(browser):
    data = opened(browser, "慰问演出")
    for field in make_kind("慰问演出").fields.all():
        fill_in(data, field)
    data |= {
        "kind": make_kind("教育培训").pk,
        "fields": "1",
        "title": "演出改培训",
        "place": "礼堂",
    }
    page = browser.post(NEW, data)
    assert not Activity.objects.exists()
    assert [field.label for field, _ in page.context["kind_lines"]] == [
        "期数", "参训人员", "课目", "课时", "教材",
    ]  # fmt: skip
    moved = [form["label"].value() for form in page.context["lines"]["counts"].general]
    assert moved == ["节目", "演职人员", "观众", "场次", None]
    assert page.context["form"]["place"].value() == "礼堂"
    assert "还没有保存" not in page.content.decode()
    again = sent(page) | {
        "kind": data["kind"],
        "title": data["title"],
        "held": "",
        "unit": data["unit"],
    }
    browser.post(NEW, again)
    activity = Activity.objects.get()
    assert [str(count) for count in activity.counts.all()] == [
        "节目120个", "演职人员120名", "观众120人次", "场次120场",
    ]  # fmt: skip
    assert activity.contributions.get().name == "《为了谁》"


def test_going_back_to_the_first_kind_puts_its_lines_in_front_again(browser):
    data = opened(browser, "慰问演出")
    field = make_kind().fields.get(label="观众")
    data[f"{place_of(data, field)}number"] = "2000余人"
    for kind in ("其他", "慰问演出"):
        page = browser.post(NEW, data | {"kind": make_kind(kind).pk, "fields": "1"})
        data |= {"kind": make_kind(kind).pk} | sent(page)
    shown = {found.label: forms for found, forms in page.context["kind_lines"]}
    assert [form["number"].value() for form in shown["观众"]] == ["2000余人"]
    assert len(shown) == 5


def test_without_a_script_the_kind_may_change_while_saving(browser):
    data = opened(browser, "慰问演出") | {"kind": make_kind("其他").pk}
    data[f"{place_of(data, make_kind().fields.get(label='观众'))}number"] = "2000余人"
    assert browser.post(NEW, data).status_code == 302
    assert str(Activity.objects.get().counts.get()) == "观众2000余人"


def test_a_stored_line_that_is_emptied_in_front_is_removed(browser, troupe):
    browser.post(NEW, typed(troupe, counts=[{"label": "观众", "number": "200人"}]))
    activity = Activity.objects.get()
    data = typed(troupe, seen_revision=activity.revision) | sent(
        browser.get(f"{activity.get_absolute_url()}edit/")
    )
    start = place_of(data, activity.kind.fields.get(label="观众"))
    browser.post(f"{activity.get_absolute_url()}edit/", data | {f"{start}number": ""})
    assert not activity.counts.exists()


def test_a_label_without_its_number_is_no_empty_line(browser, troupe):
    page = browser.post(NEW, typed(troupe, counts=[{"label": "来宾", "number": ""}]))
    assert page.context["lines"]["counts"].errors[0]["number"]
    assert page.context["lines"]["counts"].is_used


def test_several_partners_of_one_line_become_one_record_each(browser, troupe, bureau):
    row = {"role": "co_organiser", "name": "区作家协会、市文化局，区书法家协会"}
    browser.post(NEW, typed(troupe, partners=[row]))
    partners = Activity.objects.get().partners.all()
    assert [(p.role, str(p), p.unit) for p in partners] == [
        ("co_organiser", "区作家协会", None),
        ("co_organiser", "市文化局", bureau),
        ("co_organiser", "区书法家协会", None),
    ]


@pytest.mark.parametrize("name", ["、", "，", "区" * 101])
def test_a_partner_without_a_usable_name_is_told(browser, troupe, name):
    page = browser.post(NEW, typed(troupe, partners=[{"role": "host", "name": name}]))
    assert page.context["lines"]["partners"].errors[0]["name"]
    assert not Activity.objects.exists()


def test_an_open_need_of_the_troop_is_offered_and_linked_with_the_activity(
    browser, bureau, troupe, liaison
):
    troop = make_troop(bureau)
    need = make_need(bureau, troop=troop, responsible_unit=troupe, state="in_progress")
    other = make_need(make_unit("远山局"), "别处的需求")
    page = browser.get("/activities/needs/", {"troops": troop.pk, "needs": other.pk})
    assert page.context["likely_needs"] == [need]
    browser.post(NEW, typed(troupe, troops=[troop.pk], needs=[need.pk]))
    assert list(need.activities.all()) == [Activity.objects.get()]
    assert need.history.get().by == liaison
    edit = f"{Activity.objects.get().get_absolute_url()}edit/"
    assert browser.get(edit).context["likely_needs"] == []


def test_a_need_of_others_is_not_linked(browser, troupe, union):
    need = make_need(union, "别处的需求")
    page = browser.post(NEW, typed(troupe, needs=[need.pk]))
    assert page.context["form"].errors["needs"]
    assert not Activity.objects.exists()
    assert not need.activities.exists()


@pytest.mark.parametrize("troops", ["abc", "9" * 40, "0"])
def test_nonsense_asks_for_no_needs(browser, troops):
    page = browser.get("/activities/needs/", {"troops": troops, "unit": troops, "needs": troops})
    assert page.status_code == 200
    assert page.context["likely_needs"] == []


def test_facts_and_the_day_of_handing_over_stand_on_the_page(browser, troupe):
    form = typed(
        troupe,
        kind=make_kind("设施援建").pk,
        contributions=[{
            "category": "facilities", "name": "灯光篮球场", "quantity": "1个", "value": "5万余元",
            "given_on": "6月底",
        }],
    ) | lines("facts", {"label": "课目", "text": "识谱、摄影"})  # fmt: skip
    text = browser.post(NEW, form, follow=True).content.decode()
    assert "灯光篮球场1个5万余元（6月底移交）" in text
    assert re.search(r"<dt>课目</dt>\s*<dd>识谱、摄影</dd>", text)
    assert Activity.objects.get().contributions.get().given_on.start.year == YEAR


def test_the_form_costs_the_same_however_many_fields_lines_and_needs(
    count_queries, liaison, bureau, troupe
):
    activity = make_activity(troupe)
    url = f"{activity.get_absolute_url()}edit/"
    few = count_queries(liaison, url)
    for number in range(12):
        KindField.objects.create(kind=activity.kind, unit=bureau, label=f"项目{number}")
        activity.facts.create(label=f"说明{number}", text="文字")
        make_need(bureau, f"需求{number}", responsible_unit=troupe, state="in_progress")
        ActivityKind.objects.create(name=f"类别{number}", report_heading="其他", unit=bureau)
    assert count_queries(liaison, url) == few
