"""Files sent one by one: order, captions, turning, drafts, what is known elsewhere."""

import json

import pytest
from PIL import Image

from activities.models import ActivityDraft, Evidence
from tests.cases import each
from tests.factories import YEAR, make_activity, make_user
from units.models import AuditEvent, Role

from .files import PDF, named, photo, picture, received
from .test_evidence import EDIT, described
from .test_log_activity import NEW, typed

SCRIPT = {"HTTP_ACCEPT": "application/json"}
COLOURS = ("red", "green", "blue")


@pytest.fixture
def activity(troupe):
    """A draft record of the troupe."""
    return make_activity(troupe)


@pytest.fixture
def draft(liaison):
    """What the liaison is typing and has not saved."""
    return ActivityDraft.objects.create(user=liaison, year=YEAR, data={"title": ["送戏"]})


@pytest.fixture
def send(client_of, liaison, activity):
    """One file as the page's script sends it; the answer, and what it says."""

    def post(file, to=None, by=liaison):
        url = to or f"{activity.get_absolute_url()}evidence/"
        answer = client_of(by).post(url, {"evidence": file}, **SCRIPT)
        is_json = answer.headers["Content-Type"] == "application/json"
        return answer, json.loads(answer.content) if is_json else {}

    return post


@pytest.fixture
def three(send, activity):
    """Three photos, in the order of COLOURS."""
    for colour in COLOURS:
        send(photo(f"{colour}.jpg", colour=colour))
    return list(activity.evidence.all())


def names(holder) -> list[str]:
    return [proof.name for proof in holder.evidence.all()]


def of_draft(draft) -> str:
    return f"/activities/drafts/{draft.pk}/evidence/"


# --- one file at a time


def test_each_file_comes_back_as_it_is_to_be_shown(send, activity):
    answer, told = send(photo("合影.jpg"))
    proof = activity.evidence.get()
    assert answer.status_code == 200
    assert f'data-evidence="{proof.pk}"' in told["html"]
    assert "合影.jpg" in told["html"]
    assert told["errors"] == told["notes"] == []


def test_a_refused_file_says_why_and_leaves_nothing(send, activity):
    answer, told = send(named("假.jpg", b"<html>"))
    assert answer.status_code == 422
    assert told["errors"] == ["“假.jpg”的文件内容与扩展名不符。"]
    assert not activity.evidence.exists()


def test_a_name_with_markup_is_shown_as_text(send):
    _, told = send(photo("<img src=x onerror=alert(1)>.jpg"))
    assert "<img src=x" not in told["html"]


def test_the_sixty_first_file_is_refused(send, activity, monkeypatch):
    monkeypatch.setattr("activities.models.evidence.MOST_FILES", 2)
    for colour in COLOURS:
        answer, told = send(photo(colour=colour))
    assert answer.status_code == 422
    assert told["errors"] == ["一项活动最多 2 份材料，已有 2 份。"]
    assert activity.evidence.count() == 2


def test_the_page_tells_the_limits_before_anything_is_sent(client_of, liaison, activity):
    for url in (NEW, activity.get_absolute_url(), f"{activity.get_absolute_url()}edit/"):
        text = client_of(liaison).get(url).content.decode()
        assert "每个不超过 20 MB：JPG、PNG" in text
        assert "每项活动最多 60 份" in text


# --- known content


def test_the_same_file_again_is_said_to_the_script(send, activity):
    send(photo())
    answer, told = send(photo("副本.jpg"))
    assert answer.status_code == 200
    assert told["notes"] == ["“副本.jpg”已经上传过，没有重复保存。"]
    assert told["html"] == ""
    assert activity.evidence.count() == 1


def test_a_photo_is_known_again_after_it_was_turned(send, activity, client_of, liaison):
    send(photo())
    url = f"{activity.evidence.get().get_absolute_url()}turn/"
    client_of(liaison).post(url, {"way": "left"})
    _, told = send(photo("又一次.jpg"))
    assert "已经上传过" in told["notes"][0]
    assert activity.evidence.count() == 1


def test_the_same_file_in_another_activity_is_kept_with_a_link(send, activity, troupe):
    other = make_activity(troupe, "春节慰问演出")
    send(photo("旧照.jpg"), to=f"{other.get_absolute_url()}evidence/")
    _, told = send(photo("新照.jpg"))
    (note,) = told["notes"]
    assert f'<a href="{other.get_absolute_url()}">春节慰问演出</a>' in note
    assert "“新照.jpg”" in note
    assert activity.evidence.count() == 1


def test_an_activity_one_may_not_see_is_not_named(send, union, other_liaison):
    other = make_activity(union, "工会活动")
    send(photo(), to=f"{other.get_absolute_url()}evidence/", by=other_liaison)
    _, told = send(photo())
    assert told["notes"] == []


# --- order


def test_files_stand_in_the_order_they_came(three, activity):
    assert names(activity) == ["red.jpg", "green.jpg", "blue.jpg"]


@pytest.mark.parametrize(
    ("which", "to", "order"),
    [(2, 0, "brg"), (0, 1, "grb"), (0, 99, "gbr"), (1, -3, "grb"), (1, 1, "rgb")],
)
def test_a_file_takes_another_place(three, activity, client_of, liaison, which, to, order):
    url = f"{three[which].get_absolute_url()}place/"
    answer = client_of(liaison).post(url, {"to": to}, **SCRIPT)
    assert answer.status_code == 200
    assert "".join(name[0] for name in names(activity)) == order


@pytest.mark.parametrize("to", ["", "先", "1.5", "--1", "²"])
def test_a_place_that_is_none_is_refused(three, client_of, liaison, to):
    url = f"{three[0].get_absolute_url()}place/"
    assert client_of(liaison).post(url, {"to": to}).status_code == 400


def test_without_script_the_buttons_move_a_file(three, activity, client_of, liaison):
    page = client_of(liaison).get(activity.get_absolute_url()).content.decode()
    assert f'formaction="/activities/evidence/{three[1].pk}/place/" name="to" value="0"' in page
    answer = client_of(liaison).post(f"{three[1].get_absolute_url()}place/", {"to": "0"})
    assert answer.url == f"{activity.get_absolute_url()}#evidence"
    assert names(activity)[0] == "green.jpg"


# --- captions


def test_all_captions_are_saved_at_once(three, activity, client_of, liaison):
    sent = {}
    for proof in three:
        sent |= described(proof, caption=f"说明{proof.name}", taken_on="2011-07-30")
    page = client_of(liaison).post(EDIT, sent, follow=True)
    assert "已保存说明" in page.content.decode()
    assert [p.caption for p in activity.evidence.all()] == [f"说明{p.name}" for p in three]
    assert {p.taken_on.isoformat() for p in activity.evidence.all()} == {"2011-07-30"}


def test_one_wrong_date_keeps_the_other_captions(three, client_of, liaison):
    sent = described(three[0], caption="好") | described(three[1], taken_on="2999-01-01")
    answer = client_of(liaison).post(EDIT, sent, **SCRIPT)
    assert answer.status_code == 422
    assert "日期晚于今天" in json.loads(answer.content)["errors"][0]
    assert Evidence.objects.get(pk=three[0].pk).caption == "好"


def test_a_strangers_caption_is_not_found(three, client_of, stranger, other_liaison):
    for account in (stranger, other_liaison):
        assert client_of(account).post(EDIT, described(three[0])).status_code == 404


# --- turning


def test_a_quarter_turn_is_kept_with_its_thumbnail(
    send, activity, client_of, liaison, django_capture_on_commit_callbacks
):
    send(photo(size=(60, 40)))
    before = activity.evidence.get()
    storage = before.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(liaison).post(
            f"{before.get_absolute_url()}turn/", {"way": "left"}, **SCRIPT
        )
    after = activity.evidence.get()
    assert f'data-evidence="{after.pk}"' in json.loads(answer.content)["html"]
    with after.file.open() as file, after.thumbnail.open() as small:
        assert Image.open(file).size == Image.open(small).size == (40, 60)
    assert not storage.exists(before.file.name)
    assert not storage.exists(before.thumbnail.name)


@pytest.mark.parametrize("way", ["", "up"])
def test_an_unknown_turn_is_refused(three, client_of, liaison, way):
    url = f"{three[0].get_absolute_url()}turn/"
    assert client_of(liaison).post(url, {"way": way}).status_code == 400


# --- drafts


def test_a_draft_takes_files_that_only_its_account_sees(
    send, draft, client_of, liaison, bureau_liaison
):
    answer, _ = send(photo(), to=of_draft(draft))
    assert answer.status_code == 200
    proof = draft.evidence.get()
    for url in (f"{proof.get_absolute_url()}thumbnail/", f"{proof.get_absolute_url()}view/"):
        assert received(client_of(liaison).get(url)).status_code == 200
        assert client_of(bureau_liaison).get(url).status_code == 404


@each(
    ("who", "status"),
    [("bureau_liaison", 404), ("stranger", 404), ("leader", 404), ("admin", 403)],
)
def test_nobody_adds_to_a_foreign_draft(send, draft, request, who, status):
    answer = request.getfixturevalue("client_of")(request.getfixturevalue(who)).post(
        of_draft(draft), {"evidence": photo()}
    )
    assert answer.status_code == status
    assert not draft.evidence.exists()


def test_an_account_that_may_only_read_now_changes_no_draft(send, draft, liaison):
    liaison.role = Role.LEADER
    liaison.save()
    answer, _ = send(photo(), to=of_draft(draft))
    assert answer.status_code == 403


def test_saving_gives_the_files_with_order_and_caption_to_the_activity(
    send, draft, client_of, liaison, troupe
):
    for colour in COLOURS:
        send(photo(f"{colour}.jpg", colour=colour), to=of_draft(draft))
    browser, last = client_of(liaison), draft.evidence.last()
    browser.post(f"{last.get_absolute_url()}place/", {"to": 0})
    browser.post(EDIT, described(last, caption="合影"))
    browser.post(NEW, typed(troupe, title="送戏进军营", draft=draft.pk))
    saved = Evidence.objects.filter(activity__title="送戏进军营")
    assert [(p.name, p.caption) for p in saved] == [
        ("blue.jpg", "合影"), ("red.jpg", ""), ("green.jpg", ""),
    ]  # fmt: skip
    assert not ActivityDraft.objects.exists()


def test_the_form_that_is_opened_again_shows_the_files(send, draft, client_of, liaison):
    send(photo("合影.jpg"), to=of_draft(draft))
    page = client_of(liaison).get(draft.get_absolute_url()).content.decode()
    assert "合影.jpg" in page


def test_a_draft_that_is_gone_takes_nothing(send, draft, tmp_path):
    url = of_draft(draft)
    draft.delete()
    answer, _ = send(photo(), to=url)
    assert answer.status_code == 404
    assert not list((tmp_path / "media").rglob("*.*"))


# --- files and rows


def test_no_file_stays_when_the_row_cannot(send, activity, monkeypatch, tmp_path):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("units.audit.record", fail)
    with pytest.raises(RuntimeError):
        send(photo())
    assert not activity.evidence.exists()
    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]


def test_the_trail_names_what_was_added(send, liaison):
    send(named("通知.pdf", PDF))
    line = AuditEvent.objects.get(actor=liaison, action="上传材料")
    assert line.changes == {"文件": "通知.pdf"}


def test_the_page_costs_the_same_however_many_files(count_queries, send, activity, liaison):
    def cost() -> list[int]:
        first = activity.evidence.first().get_absolute_url()
        urls = (activity.get_absolute_url(), f"{activity.get_absolute_url()}edit/", f"{first}view/")
        return [count_queries(liaison, url) for url in urls]

    send(photo())
    one = cost()
    for number in range(6):
        send(named(f"{number}.png", picture("PNG", size=(10 + number, 10))))
    assert cost() == one


def test_a_second_account_of_the_unit_may_go_on(send, three, activity, client_of, troupe):
    colleague = make_user("colleague", Role.LIAISON, troupe)
    url = f"{three[0].get_absolute_url()}delete/"
    answer = client_of(colleague).post(url, **SCRIPT)
    assert answer.status_code == 200
    assert names(activity) == ["green.jpg", "blue.jpg"]
