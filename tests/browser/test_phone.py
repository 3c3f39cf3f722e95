"""On a phone: an activity with three photos, from the first tap to the saved record."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TITLE = "送文化进军营"


def photo(name: str, size=(1600, 1200)) -> dict:
    """A picture as a phone takes it: every pixel differs, so that it is as heavy as a real one."""
    content = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


def fits(page) -> bool:
    """True if nothing has to be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture
def page(sign_in):
    """The form for a new activity on a phone, with its title and time."""
    page = sign_in("gewutuan", **PHONE)
    page.goto("/activities/add/")
    page.locator(".kind").filter(has_text="慰问演出").tap()
    page.get_by_label("活动名称").fill(TITLE)
    page.get_by_label("时间", exact=True).fill("7月31日")
    return page


def test_an_activity_with_three_photos(page):
    files = page.locator(".evidence-item")
    page.get_by_label("选择照片或文件").set_input_files([photo("一.jpg"), photo("二.jpg")])
    page.get_by_label("拍照").set_input_files([photo("三.jpg", (1200, 1600))])
    expect(page.locator(".evidence-item[data-evidence] img")).to_have_count(3)
    expect(page.locator("progress:visible")).to_have_count(0)
    assert fits(page)

    page.get_by_label("一.jpg的说明").fill("演出现场")
    page.get_by_label("后移 一.jpg").tap()
    expect(files.nth(1).get_by_text("已保存")).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).tap()

    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.locator(".evidence-item img")).to_have_count(3)
    shown = [item.get_attribute("data-name") for item in files.all()]
    assert shown == ["二.jpg", "演出现场", "三.jpg"]
    assert page.locator(".evidence-item img").first.evaluate("image => image.naturalWidth") == 480
    assert fits(page)


def test_saving_waits_for_a_photo_on_its_way(page):
    held = []
    page.route("**/evidence/", lambda route: held.append(route))
    with page.expect_request("**/evidence/"):
        page.get_by_label("选择照片或文件").set_input_files([photo("慢.jpg")])
    page.get_by_role("button", name="保存", exact=True).tap()
    expect(page.get_by_role("heading", name="新增活动")).to_be_visible()
    held.pop().continue_()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.locator(".evidence-item img")).to_have_count(1)


def test_a_lost_connection_is_said_and_the_photo_sent_again(sign_in):
    page = sign_in("gewutuan", **PHONE)
    page.goto("/activities/add/")
    page.route("**/evidence/", lambda route: route.fulfill(status=200, body="<html>登录</html>"))
    page.get_by_label("选择照片或文件").set_input_files([photo("一.jpg")])
    expect(page.get_by_text("没有传上：登录已过期")).to_be_visible()
    page.unroute("**/evidence/")
    page.get_by_role("button", name="重试").tap()
    expect(page.locator(".evidence-item[data-evidence] img")).to_have_count(1)


def test_what_is_too_large_or_of_a_wrong_kind_is_told_before_it_is_sent(sign_in):
    page = sign_in("gewutuan", **PHONE)
    page.goto("/activities/add/")
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    video = {"name": "录像.mp4", "mimeType": "video/mp4", "buffer": b"0"}
    heavy = {"name": "大.jpg", "mimeType": "image/jpeg", "buffer": b"0" * (20 * 1024 * 1024 + 1)}
    page.get_by_label("选择照片或文件").set_input_files([video, heavy])
    expect(page.get_by_text("“录像.mp4”的类型不能上传。")).to_be_visible()
    expect(page.get_by_text("“大.jpg”超过 20 MB")).to_be_visible()
    assert not [url for url in sent if "evidence" in url]
