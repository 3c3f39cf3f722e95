"""The real papers fit into the form: typed in one by one they give what the sample loader makes.

The third paper is a plan and reports no activity.
"""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from activities import sample
from activities.models import Activity, ActivityKind, PlanItem
from reports.figures import year_figures
from reports.management.commands.load_sample import DOCUMENTS, read
from shuangyong.occasions import Occasion
from shuangyong.review import Status
from units import sample as units_sample
from units.models import Troop, Unit, User

from .test_kind_lines import sent

NEW = "/activities/add/"
WRITERS = {DOCUMENTS[0]: "wenxin", DOCUMENTS[1]: "quwenti"}
TEXTS = (
    "title", "held", "place", "narrative", "effect", "guests", "troops_as_written", "note",
)  # fmt: skip
LINES = {"counts": "number", "contributions": "category", "beneficiaries": "category"}
# the paper forgot the measure word; the field that the kind asks for knows it
COMPLETED = {"节目16": "节目16个"}


@pytest.fixture(params=WRITERS, ids=["泸州市文新局", "区文体局"])
def document(request, db):
    """A paper whose units, troops and plans are known, and none of its activities."""
    found = read(request.param)
    units_sample.load(found)
    for plan in found["plans"]:
        sample.add_plan(plan)
    found["writer"] = User.objects.get(username=WRITERS[request.param])
    return found


def loaded(document) -> dict:
    """What the sample loader makes of the activities; it is undone again."""
    with transaction.atomic():
        for position, entry in enumerate(document["activities"], 1):
            sample.add_activity(entry, document["year"], position * 10)
        made = described(), figures(document)
        transaction.set_rollback(True)
    return made


def figures(document) -> dict:
    """What the year counts and sums up."""
    year = year_figures(document["writer"].unit, document["year"]).as_json()
    return {name: year[name] for name in ("activities", "by_kind", "by_unit", "money", "value")}


def described() -> dict:
    """Every activity with all that is recorded of it, by its title."""
    return {activity.title: as_recorded(activity) for activity in Activity.objects.all()}


def as_recorded(activity: Activity) -> dict:
    """One activity in words; a partner and a gift as they are printed."""
    told = {name: str(getattr(activity, name) or "") for name in TEXTS}
    return told | {
        "unit": activity.unit.name,
        "kind": activity.kind.name,
        "year": activity.year,
        "days": (activity.held_from, activity.held_to),
        "occasion": activity.occasion,
        "flags": (activity.is_series, activity.is_innovation),
        "series": activity.series and activity.series.title,
        "measure": activity.plan_item and activity.plan_item.title,
        "further_kinds": sorted(kind.name for kind in activity.further_kinds.all()),
        "troops": sorted(troop.name for troop in activity.troops.all()),
        "counts": sorted(COMPLETED.get(str(c), str(c)) for c in activity.counts.all()),
        "facts": [str(fact) for fact in activity.facts.all()],
        "given": sorted(
            (gift.category, str(gift), gift.value_amount, gift.value_qualifier)
            for gift in activity.contributions.all()
        ),
        "helped": sorted(str(group) for group in activity.beneficiaries.all()),
        "partners": sorted(
            (partner.role, str(partner), partner.unit and partner.unit.name)
            for partner in activity.partners.all()
        ),
        "evidence": [proof.name for proof in activity.evidence.all()],
    }


def main_fields(entry: dict, year: int) -> dict:
    """What the fields of the activity itself are given."""
    typed = {name: entry[name] for name in TEXTS if name in entry}
    typed |= {name: "on" for name in ("is_series", "is_innovation") if entry.get(name)}
    if "unit" in entry:
        typed["unit"] = Unit.objects.get(name=entry["unit"]).pk
    if "occasion" in entry:
        typed["occasion"] = next(o for o in Occasion if o.label == entry["occasion"]).value
    if "measure" in entry:
        planned = PlanItem.objects.filter(plan__unit=typed["unit"], plan__year=year)
        typed["plan_item"] = planned.get(title=entry["measure"]).pk
    for name, model in (("troops", Troop), ("further_kinds", ActivityKind)):
        typed[name] = [model.objects.get(name=each).pk for each in entry.get(name, [])]
    return typed


def add_lines(data: dict, page, entry: dict) -> None:
    """Each line where the page asks for it, else in the general editor of its sort."""
    for prefix in (*LINES, "partners"):
        forms = list(page.context["lines"][prefix].forms)
        for line in entry.get(prefix, []):
            wanted = as_typed(line)
            form = next((form for form in forms if asks_for(form, wanted)), None)
            if form:
                forms.remove(form)
            start = form.prefix if form else one_more(data, prefix)
            data |= {f"{start}-{name}": value for name, value in wanted.items()}


def as_typed(line: dict) -> dict:
    """What somebody types for it: a unit by its name, and no name that repeats the category."""
    wanted = {("name" if name == "unit" else name): value for name, value in line.items()}
    return {key: value for key, value in wanted.items() if value != "慰问金" or key != "name"}


def asks_for(form, wanted: dict) -> bool:
    """True for an empty line in which all that is wanted can be seen and typed."""
    field = getattr(form, "kind_field", None)
    if field is None:
        return False
    said = wanted.get(form.fixed)
    hidden = {name for name, shown in form.fields.items() if shown.widget.is_hidden}
    return field.fits(said) and not (wanted.keys() - {form.fixed}) & hidden


def one_more(data: dict, prefix: str) -> str:
    """A line that the button of the general editor adds."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = number + 1
    return f"{prefix}-{number}"


def enter(browser, entry: dict, year: int, **more) -> None:
    """An entry of the paper through the form, and its dates if it is a series."""
    kind = ActivityKind.objects.get(name=entry["kind"])
    page = browser.get(NEW, {"kind": kind.pk})
    data = sent(page) | {"kind": kind.pk} | main_fields(entry, year) | more
    add_lines(data, page, entry)
    own = [part for part in entry.get("parts", []) if "unit" not in part]
    for part in own:
        start = one_more(data, "parts")
        said = {
            "held": part["held"],
            "title": part["title"],
            "troops_as_written": "、".join(part["troops"]),
            "numbers": "；".join(f"{c['label']}{c['number']}" for c in part.get("counts", [])),
        }
        data |= {f"{start}-{name}": value for name, value in said.items()}
    files = settings.BASE_DIR / "fixtures/photos"
    data["evidence"] = [
        SimpleUploadedFile(photo["file"], (files / photo["file"]).read_bytes())
        for photo in entry.get("photos", [])
    ]
    answer = browser.post(NEW, data)
    assert answer.status_code == 302, complaints(answer)
    complete(browser, entry, own, year)


def complete(browser, entry: dict, own: list[dict], year: int) -> None:
    """What the dates say besides, on a page of each; and a date that another unit reports."""
    for part in own:
        activity = Activity.objects.get(title=part["title"])
        address = f"{activity.get_absolute_url()}edit/"
        page = browser.get(address)
        data = sent(page) | {"kind": activity.kind_id, "series": activity.series_id}
        data |= {"unit": activity.unit_id, "further_kinds": kinds_of(activity)}
        answer = browser.post(address, data | main_fields(part | besides(entry), year))
        assert answer.status_code == 302, complaints(answer)
    for part in entry.get("parts", []):
        if part not in own:
            series = Activity.objects.get(title=entry["title"])
            enter(browser, part | besides(entry) | {"kind": entry["kind"]}, year, series=series.pk)


def besides(entry: dict) -> dict:
    """The further kinds, which every date of a series shares."""
    return {"further_kinds": entry.get("further_kinds", [])}


def kinds_of(activity: Activity) -> list[int]:
    return [kind.pk for kind in activity.further_kinds.all()]


def complaints(page) -> dict:
    """What the form found wrong."""
    lines = {name: formset.errors for name, formset in page.context["lines"].items()}
    return {"form": page.context["form"].errors} | lines


def test_every_activity_of_the_paper_goes_through_the_form_without_loss(document, client_of):
    expected, counted = loaded(document)
    assert not Activity.objects.exists()
    browser = client_of(document["writer"])
    for entry in document["activities"]:
        enter(browser, entry, document["year"])
    entered = described()
    assert entered.keys() == expected.keys()
    for title, recorded in expected.items():
        assert entered[title] == recorded
    for activity in Activity.objects.order_by("series"):
        sample.bring_to(activity, Status.CONFIRMED, sample.reported_on(activity))
    assert figures(document) == counted


@pytest.mark.parametrize("document", [DOCUMENTS[0]], indirect=True)
def test_the_five_dates_of_the_troupe_count_as_five(document, client_of):
    (series,) = [entry for entry in document["activities"] if entry["no"] == "7"]
    enter(client_of(document["writer"]), series, document["year"])
    assert Activity.objects.counted().count() == 5
    assert Activity.objects.get(is_series=True).parts.count() == 5
