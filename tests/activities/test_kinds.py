"""The usual kinds of activity are there from the start."""

import pytest

from activities.models import ActivityKind

pytestmark = pytest.mark.django_db


def test_the_thirteen_kinds_stand_in_their_order():
    assert list(ActivityKind.objects.values_list("name", flat=True)) == [
        "慰问演出", "走访慰问", "电影放映", "捐赠赠送", "教育培训", "文体联谊", "座谈联席",
        "宣传教育", "文艺创作", "设施援建", "优抚帮扶", "军民共建", "其他",
    ]  # fmt: skip


def test_every_kind_has_a_heading_and_fields_of_its_own():
    for kind in ActivityKind.objects.all():
        assert kind.report_heading
        assert kind.fields.exists()
